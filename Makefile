# The front door. `make run` and `make test` do all that a fresh machine needs; Scripts/setup installs what is missing.
SWIFT ?= swift
# Where `make install` puts things: DESTDIR, if set, comes before PREFIX in the paths but in none of the files.
PREFIX ?= /usr/local
DESTDIR ?=
LIBDIR ?= lib
CONFIGURATION := release
BUILD := .build/$(CONFIGURATION)

.PHONY: help setup build lib lib-self-contained plugins command install uninstall run test test-neon bench check \
  check-memory clean eval-sentences eval-unwrap eval-boilerplate eval-repeats
help:
	@echo 'make run    install what is missing, build, clean the sample articles and show before and after'
	@echo 'make test   the same set-up, then all tests'
	@echo 'make build  build the command as build/bin/tamis and the benchmark as build/bin/tamis-bench'
	@echo 'make lib    build libtamis.so, libtamis.a and the headers under build/'
	@echo 'make lib-self-contained'
	@echo '            build one that needs no ICU either, under build/self-contained/'
	@echo 'make install PREFIX=/usr/local DESTDIR= LIBDIR=lib'
	@echo '            install the command, the C library, its headers, manual pages and completions; make uninstall removes'
	@echo 'make plugins build the plugins of Plugins/ under build/plugins'
	@echo 'make bench  measure throughput beside memcpy and ICU'
	@echo 'make eval-sentences, eval-boilerplate, eval-repeats   accuracy tables against ../shared/data'
	@echo 'make check  layers, warnings, forbidden imports'
	@echo 'make check-memory'
	@echo '            the C examples and test programs under valgrind and AddressSanitizer'

setup:
	@Scripts/setup

build: setup
	$(SWIFT) build -c $(CONFIGURATION) -Xswiftc "$$(Scripts/header-flag)"
	@mkdir -p build/bin
	@ln -sf ../../$(BUILD)/tamis-cli build/bin/tamis
	@ln -sf ../../$(BUILD)/tamis-bench build/bin/tamis-bench

lib: setup
	Scripts/build-library

lib-self-contained: setup
	Scripts/build-self-contained

command: setup
	Scripts/build-command

install: lib command
	PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' LIBDIR='$(LIBDIR)' Scripts/install install

uninstall:
	PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' LIBDIR='$(LIBDIR)' Scripts/install uninstall

# Each by its own Makefile, as anybody's plugin would be.
plugins: setup
	@for plugin in Plugins/*/; do $(MAKE) --no-print-directory -C "$$plugin" || exit 1; done

run: build
	@Scripts/show-samples

# The library first: the tests load it, and the examples link it.
test: setup lib
	Scripts/check
	Scripts/run-tests

# The C kernels for arm64, on any machine. Needs the Debian packages gcc-aarch64-linux-gnu and qemu-user.
NEON_CC ?= aarch64-linux-gnu-gcc
NEON_RUN ?= qemu-aarch64
test-neon:
	@mkdir -p build
	$(NEON_CC) -static -O2 -Wall -Wextra -ISources/CByteScan/include Tests/Kernels/kernels.c Sources/CByteScan/*.c \
	  -o build/kernels-arm64 -lm
	$(NEON_RUN) build/kernels-arm64

bench: build
	build/bin/tamis-bench

# Accuracy against the data beside the checkout; each fails under its committed floors.
SHARED ?= ../shared
eval-sentences: build
	Scripts/eval-sentences $(SHARED)/data/sentences
eval-unwrap: build
	Scripts/eval-unwrap
eval-boilerplate: build
	Scripts/eval-boilerplate $(SHARED)
eval-repeats: build
	Scripts/eval-repeats $(SHARED)

check: setup
	Scripts/check

check-memory: setup
	Scripts/check-memory

clean:
	rm -rf .build .build-lib .build-examples build

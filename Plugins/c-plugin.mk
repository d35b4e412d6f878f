# How a plugin of one C file is built; included by those that are.
#
#   make [OUT=folder]    builds OUT/NAME.so; OUT is build/plugins of the checkout
ROOT := $(dir $(lastword $(MAKEFILE_LIST)))..
OUT ?= $(ROOT)/build/plugins
CFLAGS ?= -O2
WARNINGS := -std=c99 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror

$(OUT)/$(NAME).so: $(NAME).c $(ROOT)/include/tamis_plugin.h
	@mkdir -p $(OUT)
	$(CC) $(WARNINGS) $(CFLAGS) -fPIC -fvisibility=hidden -I$(ROOT)/include -shared $< -o $@

.PHONY: clean
clean:
	rm -f $(OUT)/$(NAME).so

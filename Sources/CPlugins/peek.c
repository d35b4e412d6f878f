#include "cplugins.h"

#ifndef __ELF__

cplugins_finding cplugins_peek(const char *path, uint32_t *struct_size, uint32_t *abi_version, int *system_error) {
  (void)path;
  *struct_size = *abi_version = 0;
  *system_error = 0;
  return CPLUGINS_FINE;
}

#else

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

// The file may be anything: every number in it is held against the file's size before it is used.

typedef struct {
  const uint8_t *bytes;
  uint64_t size;
  const ElfW(Phdr) * segments;
  uint64_t segment_count;
} image;

static const char symbol_name[] = "tamis_plugin_entry_v1";

// `count` pieces of `stride` bytes at an offset of the file; null if they are not all in it, or lie askew.
static const void *at_offset(const image *file, uint64_t offset, uint64_t count, uint64_t stride, uint64_t alignment) {
  if (offset > file->size || offset % alignment != 0 || count > (file->size - offset) / stride) return NULL;
  return file->bytes + offset;
}

// The same at an address of the loaded library, as far as the file has its content.
static const void *at_address(const image *file, uint64_t address, uint64_t count, uint64_t stride,
                              uint64_t alignment) {
  for (uint64_t i = 0; i < file->segment_count; i++) {
    const ElfW(Phdr) *segment = &file->segments[i];
    uint64_t inside = address - segment->p_vaddr;
    if (segment->p_type != PT_LOAD || address < segment->p_vaddr || inside >= segment->p_filesz) continue;
    if (count > (segment->p_filesz - inside) / stride) return NULL;
    return at_offset(file, segment->p_offset + inside, count, stride, alignment);
  }
  return NULL;
}

static cplugins_finding find_segments(image *file) {
  const ElfW(Ehdr) *header = at_offset(file, 0, 1, sizeof *header, 1);
  ElfW(Ehdr) own;
  if (header == NULL || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) return CPLUGINS_NOT_A_LIBRARY;
  // The machine that this very code is for stands in the program's own header.
  int self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  if (self >= 0) {
    int known = read(self, &own, sizeof own) == (ssize_t)sizeof own;
    close(self);
    if (known && (memcmp(header->e_ident + EI_CLASS, own.e_ident + EI_CLASS, 2) != 0 ||
                  header->e_machine != own.e_machine)) {
      return CPLUGINS_OTHER_MACHINE;
    }
  }
  if (header->e_type != ET_DYN || header->e_phentsize != sizeof(ElfW(Phdr))) return CPLUGINS_NOT_A_LIBRARY;
  file->segments = at_offset(file, header->e_phoff, header->e_phnum, sizeof(ElfW(Phdr)), sizeof(void *));
  if (file->segments == NULL) return CPLUGINS_NOT_A_LIBRARY;
  file->segment_count = header->e_phnum;
  for (uint64_t i = 0; i < file->segment_count; i++) {
    const ElfW(Phdr) *segment = &file->segments[i];
    // The dynamic linker maps what the header says; a file that was cut off would fault when it is touched.
    if (segment->p_type == PT_LOAD && at_offset(file, segment->p_offset, segment->p_filesz, 1, 1) == NULL) {
      return CPLUGINS_NOT_A_LIBRARY;
    }
  }
  return CPLUGINS_FINE;
}

typedef struct {
  uint64_t symbols, strings, string_size, hash, gnu_hash;
} tables;

static int find_tables(const image *file, tables *found) {
  memset(found, 0, sizeof *found);
  for (uint64_t i = 0; i < file->segment_count; i++) {
    const ElfW(Phdr) *segment = &file->segments[i];
    if (segment->p_type != PT_DYNAMIC) continue;
    uint64_t count = segment->p_filesz / sizeof(ElfW(Dyn));
    const ElfW(Dyn) *entry = at_offset(file, segment->p_offset, count, sizeof *entry, sizeof(void *));
    for (uint64_t j = 0; entry != NULL && j < count && entry[j].d_tag != DT_NULL; j++) {
      switch (entry[j].d_tag) {
        case DT_SYMTAB: found->symbols = entry[j].d_un.d_ptr; break;
        case DT_STRTAB: found->strings = entry[j].d_un.d_ptr; break;
        case DT_STRSZ: found->string_size = entry[j].d_un.d_val; break;
        case DT_HASH: found->hash = entry[j].d_un.d_ptr; break;
        case DT_GNU_HASH: found->gnu_hash = entry[j].d_un.d_ptr; break;
        default: break;
      }
    }
  }
  return found->symbols != 0 && found->strings != 0;
}

// The symbol of that number if it is the entry; null if not.
static const ElfW(Sym) * symbol(const image *file, const tables *tables, uint64_t number) {
  const ElfW(Sym) *found =
      at_address(file, tables->symbols + number * sizeof *found, 1, sizeof *found, sizeof(void *));
  if (found == NULL || found->st_shndx == SHN_UNDEF || found->st_name > tables->string_size ||
      sizeof symbol_name > tables->string_size - found->st_name) {
    return NULL;
  }
  const char *name = at_address(file, tables->strings + found->st_name, sizeof symbol_name, 1, 1);
  return name != NULL && memcmp(name, symbol_name, sizeof symbol_name) == 0 ? found : NULL;
}

static uint32_t gnu_hash_of_name(void) {
  uint32_t hash = 5381;
  for (const char *c = symbol_name; *c != 0; c++) hash = hash * 33 + (uint8_t)*c;
  return hash;
}

static const ElfW(Sym) * find_by_gnu_hash(const image *file, const tables *tables) {
  const uint32_t *header = at_address(file, tables->gnu_hash, 4, 4, 4);
  if (header == NULL || header[0] == 0) return NULL;
  uint32_t hash = gnu_hash_of_name(), first = header[1];
  uint64_t buckets = tables->gnu_hash + 16 + (uint64_t)header[2] * sizeof(ElfW(Addr));
  uint64_t chains = buckets + (uint64_t)header[0] * 4;
  const uint32_t *bucket = at_address(file, buckets + (uint64_t)(hash % header[0]) * 4, 1, 4, 4);
  if (bucket == NULL || *bucket < first) return NULL;
  for (uint64_t number = *bucket;; number++) {
    const uint32_t *chain = at_address(file, chains + (number - first) * 4, 1, 4, 4);
    if (chain == NULL) return NULL;
    if ((*chain | 1) == (hash | 1)) {
      const ElfW(Sym) *found = symbol(file, tables, number);
      if (found != NULL) return found;
    }
    if (*chain & 1) return NULL;
  }
}

static const ElfW(Sym) * find_by_hash(const image *file, const tables *tables) {
  const uint32_t *header = at_address(file, tables->hash, 2, 4, 4);
  if (header == NULL) return NULL;
  for (uint64_t number = 1; number < header[1]; number++) {
    const ElfW(Sym) *found = symbol(file, tables, number);
    if (found != NULL) return found;
    if (at_address(file, tables->symbols + number * sizeof *found, 1, sizeof *found, sizeof(void *)) == NULL) break;
  }
  return NULL;
}

static cplugins_finding peek(image *file, uint32_t *struct_size, uint32_t *abi_version) {
  tables tables;
  cplugins_finding finding = find_segments(file);
  if (finding != CPLUGINS_FINE) return finding;
  if (!find_tables(file, &tables)) return CPLUGINS_NO_ENTRY;
  const ElfW(Sym) *entry = tables.gnu_hash != 0 ? find_by_gnu_hash(file, &tables) : NULL;
  if (entry == NULL && tables.hash != 0) entry = find_by_hash(file, &tables);
  if (entry == NULL) return CPLUGINS_NO_ENTRY;
  const uint32_t *numbers = at_address(file, entry->st_value, 2, 4, 4);
  if (numbers == NULL) return CPLUGINS_ENTRY_NOT_CONSTANT;
  *struct_size = numbers[0];
  *abi_version = numbers[1];
  return *struct_size == 0 && *abi_version == 0 ? CPLUGINS_ENTRY_NOT_CONSTANT : CPLUGINS_FINE;
}

cplugins_finding cplugins_peek(const char *path, uint32_t *struct_size, uint32_t *abi_version, int *system_error) {
  struct stat facts;
  *struct_size = *abi_version = 0;
  *system_error = 0;
  // Not blocking: the name may be a pipe's.
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0 || fstat(file, &facts) != 0) {
    *system_error = errno;
    if (file >= 0) close(file);
    return CPLUGINS_UNREADABLE;
  }
  if (!S_ISREG(facts.st_mode) || facts.st_size <= 0) {
    close(file);
    return CPLUGINS_NOT_A_LIBRARY;
  }
  image image = {NULL, (uint64_t)facts.st_size, NULL, 0};
  void *bytes = mmap(NULL, image.size, PROT_READ, MAP_PRIVATE, file, 0);
  *system_error = errno;
  close(file);
  if (bytes == MAP_FAILED) return CPLUGINS_UNREADABLE;
  *system_error = 0;
  image.bytes = bytes;
  cplugins_finding finding = peek(&image, struct_size, abi_version);
  munmap(bytes, image.size);
  return finding;
}

#endif

// What TamisPlugins needs of the system: a look into a shared library before it is loaded, and the dynamic linker.
#ifndef TAMIS_CPLUGINS_H
#define TAMIS_CPLUGINS_H

#include <stddef.h>
#include <stdint.h>

#include "../../../include/tamis_plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  CPLUGINS_FINE = 0,
  /* errno says why. */
  CPLUGINS_UNREADABLE = 1,
  /* No shared library, or one that is cut off. */
  CPLUGINS_NOT_A_LIBRARY = 2,
  /* A shared library for another machine. */
  CPLUGINS_OTHER_MACHINE = 3,
  CPLUGINS_NO_ENTRY = 4,
  /* The entry's numbers are not in the file, but made when it is loaded. */
  CPLUGINS_ENTRY_NOT_CONSTANT = 5
} cplugins_finding;

/* Reads the first two fields of the entry from the file, without running any of it. On systems whose libraries are not
   ELF it finds everything fine and both numbers 0. */
cplugins_finding cplugins_peek(const char *path, uint32_t *struct_size, uint32_t *abi_version, int *system_error);

/* Loads the library and returns its entry; null with a message if that fails. It stays loaded: threads may run code of
   it when they end. */
const tamis_plugin_entry *cplugins_load(const char *path, char *message, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif

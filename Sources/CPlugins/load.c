#include <dlfcn.h>
#include <stdio.h>

#include "cplugins.h"

const tamis_plugin_entry *cplugins_load(const char *path, char *message, size_t capacity) {
  const void *entry = NULL;
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library != NULL) {
    entry = dlsym(library, "tamis_plugin_entry_v1");
    dlclose(library);
  }
  if (entry == NULL) {
    const char *reason = dlerror();
    snprintf(message, capacity, "%s", reason == NULL ? "tamis_plugin_entry_v1 is null" : reason);
  }
  return entry;
}

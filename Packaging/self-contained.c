/* What the library that carries ICU and the Swift runtime is linked with besides. */
#include <stdint.h>

#define HIDDEN __attribute__((visibility("hidden")))

/* ICU's static libraries are made for programs: they reach the C library's variables of time zones in a way that a shared
 * library cannot. Nothing here asks for a time zone, so variables of its own will do. */
HIDDEN long timezone, __timezone;
HIDDEN char *tzname[2], *__tzname[2];

/* Stands in, by the linker's --wrap, for what the Swift runtime looks up the names of characters with, whose tables weigh
 * 550 KB. Nothing here asks for a name; whoever did would be told that there is none. */
HIDDEN intptr_t __wrap__swift_stdlib_getScalarName(uint32_t scalar, uint8_t *buffer, intptr_t capacity) {
  (void)scalar, (void)buffer, (void)capacity;
  return 0;
}

/* Likewise for the version of Unicode that a character came with and for its general category, 47 KB: ICU's properties are asked
 * for here, never the runtime's. The answers are those for a character that is not assigned. */
HIDDEN uint16_t __wrap__swift_stdlib_getAge(uint32_t scalar) {
  (void)scalar;
  return UINT16_MAX;
}
HIDDEN uint8_t __wrap__swift_stdlib_getGeneralCategory(uint32_t scalar) {
  (void)scalar;
  return 29;
}

/* Stand in for the Swift runtime's reporter of crashes, of which 64 KB are buffers. It would read the environment of the
 * process that loads the library and, if that asks for it, handle its signals. Settings of zeros mean off. */
HIDDEN uint64_t _swift_backtraceSettings[64];
HIDDEN int _swift_backtrace_isThunkFunction(const char *name) {
  (void)name;
  return 0;
}

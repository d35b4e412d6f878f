#include "allocation_counter.h"

#include <features.h>
#include <stddef.h>

#if defined(__linux__) && defined(__GLIBC__)
#include <malloc.h>
// glibc keeps its own allocator under these names, so that a program may put its own in front.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static _Thread_local int64_t count, held, peak;

static void *taken(void *memory, int64_t before) {
  count++;
  held += (int64_t)malloc_usable_size(memory) - before;
  if (held > peak) peak = held;
  return memory;
}

void *malloc(size_t size) { return taken(__libc_malloc(size), 0); }
void *calloc(size_t number, size_t size) { return taken(__libc_calloc(number, size), 0); }
void *memalign(size_t alignment, size_t size) { return taken(__libc_memalign(alignment, size), 0); }
void *realloc(void *old, size_t size) {
  const int64_t before = (int64_t)malloc_usable_size(old);
  void *memory = __libc_realloc(old, size);
  return memory || !size ? taken(memory, before) : NULL;
}
void free(void *memory) {
  held -= (int64_t)malloc_usable_size(memory);
  __libc_free(memory);
}
void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }
int posix_memalign(void **out, size_t alignment, size_t size) {
  *out = memalign(alignment, size);
  return *out ? 0 : 12;
}

int64_t allocation_count(void) { return count; }
void allocation_peak_start(void) { held = peak = 0; }
int64_t allocation_peak(void) { return peak; }
#else
int64_t allocation_count(void) { return -1; }
void allocation_peak_start(void) {}
int64_t allocation_peak(void) { return -1; }
#endif

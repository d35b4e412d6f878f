// Counts heap allocations by standing before glibc's: a symbol of the executable wins over one of a shared library, for
// every caller. Elsewhere, and under a sanitizer that does the same, there is no count.
#include "rivals.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define RIVALS_SANITIZED 1
#endif
#endif

#if defined(__GLIBC__) && !defined(RIVALS_SANITIZED)
#include <stdatomic.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static atomic_llong allocations;

static void count(void) { atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed); }

void *malloc(size_t size) {
  count();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count();
  return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
  count();
  return __libc_realloc(memory, size);
}

int64_t rivals_allocations(void) { return atomic_load_explicit(&allocations, memory_order_relaxed); }
#else
int64_t rivals_allocations(void) { return -1; }
#endif

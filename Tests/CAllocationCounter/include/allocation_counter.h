// Counts the heap allocations of this process by standing in front of the C library's allocator. Tests only.
#ifndef TAMIS_ALLOCATION_COUNTER_H
#define TAMIS_ALLOCATION_COUNTER_H

#include <stdint.h>

/// Allocations (malloc, calloc, realloc, aligned ones) by the calling thread so far; -1 where they cannot be counted.
int64_t allocation_count(void);

#endif

// Counts the heap allocations of this process by standing in front of the C library's allocator. Tests only.
#ifndef TAMIS_ALLOCATION_COUNTER_H
#define TAMIS_ALLOCATION_COUNTER_H

#include <stdint.h>

/// Allocations (malloc, calloc, realloc, aligned ones) by the calling thread so far; -1 where they cannot be counted.
int64_t allocation_count(void);

/// Forgets the peak, so that it is counted from what the calling thread holds now.
void allocation_peak_start(void);

/// The most bytes that the calling thread has held since, beyond those that it held then; blocks that another thread frees
/// are not seen to go. A block that grows counts once: the C library moves large ones by their pages.
int64_t allocation_peak(void);

#endif

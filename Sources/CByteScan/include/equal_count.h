// Which of a few numbers are equal.
#ifndef TAMIS_EQUAL_COUNT_H
#define TAMIS_EQUAL_COUNT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { equal_count_most = 64 };

/// For each of `numbers[0 ..< count]`, at most `equal_count_most`, the sum of the weights of all that equal it, itself included.
/// All columns have room up to a multiple of 16.
void equal_count(const uint32_t *numbers, const uint32_t *weights, size_t count, uint32_t *sums);

#ifdef __cplusplus
}
#endif
#endif

#include "equal_count.h"

#include "column_math.h"
#include "scan_kernel.h"

typedef uint32_t sixteen __attribute__((vector_size(64)));

/// Each with each: sixteen at a time, and of no more than 64 that is faster than any table.
ALWAYS void equal_count_body(const uint32_t *numbers, const uint32_t *weights, size_t count, uint32_t *sums) {
  for (size_t first = 0; first < count; first += 16) {
    sixteen some, sum = {0};
    memcpy(&some, numbers + first, sizeof some);
    ONE_AT_A_TIME
    for (size_t i = 0; i < count; i++) sum += (sixteen)(some == numbers[i]) & weights[i];
    memcpy(sums + first, &sum, sizeof sum);
  }
}

FOR_ALL_KERNELS(equal_count, (const uint32_t *numbers, const uint32_t *weights, size_t count, uint32_t *sums),
                (numbers, weights, count, sums))

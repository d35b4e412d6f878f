// The scale that numbers without a limit are put on, so that a byte holds them.
#ifndef TAMIS_COLUMN_SCALE_H
#define TAMIS_COLUMN_SCALE_H

#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Sixteen steps a doubling: exponent and the four highest bits of the mantissa of `number` + 1, a number up to 2^20. 0 and less
/// are 0, 1 is 16, 3 is 32, 63,487 and above are 255.
static inline __attribute__((always_inline)) int32_t column_scale(int32_t number) {
  const int32_t from_zero = number < 0 ? 0 : number;
  const float from_one = (float)((from_zero < 1 << 20 ? from_zero : 1 << 20) + 1);
  int32_t bits;
  memcpy(&bits, &from_one, sizeof bits);
  const int32_t steps = (bits >> 19) - (127 << 4);
  return steps < 255 ? steps : 255;
}

#ifdef __cplusplus
}
#endif
#endif

#include "column_weigh.h"

#include "scan_kernel.h"

static int64_t weigh_portable(const uint8_t *columns, size_t stride, size_t rows, const int32_t *weights, size_t count) {
  int64_t weighed = 0;
  for (size_t c = 0; c < count; c++, columns += stride) {
    uint32_t sum = 0;
    for (size_t row = 0; row < rows; row++) sum += columns[row];
    weighed += (int64_t)sum * weights[c];
  }
  return weighed;
}

#if defined(__x86_64__)
#include <immintrin.h>

/// The sums of eight bytes each times the weight, in eight lanes: one reduction for all columns.
__attribute__((target("avx512f,avx512bw,bmi2"))) static int64_t weigh_avx512(const uint8_t *columns, size_t stride,
                                                                             size_t rows, const int32_t *weights,
                                                                             size_t count) {
  const __m512i zero = _mm512_setzero_si512();
  const size_t whole = rows & ~(size_t)63;
  const __mmask64 rest = _bzhi_u64(~UINT64_C(0), (unsigned)(rows - whole));
  __m512i weighed = zero;
  for (size_t c = 0; c < count; c++, columns += stride) {
    __m512i sum = _mm512_sad_epu8(_mm512_maskz_loadu_epi8(rest, columns + whole), zero);
    for (size_t row = 0; row < whole; row += 64)
      sum = _mm512_add_epi64(sum, _mm512_sad_epu8(_mm512_loadu_si512(columns + row), zero));
    weighed = _mm512_add_epi64(weighed, _mm512_mul_epi32(sum, _mm512_set1_epi64(weights[c])));
  }
  return _mm512_reduce_add_epi64(weighed);
}
#endif

int64_t column_weigh(const uint8_t *columns, size_t stride, size_t rows, const int32_t *weights, size_t count) {
#if defined(__x86_64__)
  if (scan_kernel_in_use() == scan_kernel_avx512) return weigh_avx512(columns, stride, rows, weights, count);
#endif
  return weigh_portable(columns, stride, rows, weights, count);
}

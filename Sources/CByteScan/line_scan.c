#include "line_scan.h"

#include <string.h>

#include "scan_kernel.h"
#include "scan_vector.h"

// A kernel's whole difference is how it gets from 64 bytes to a bit for each line feed. No branch depends on the text:
// after each that is guessed wrong, memory is waited for anew. The C library's search from one line feed to the next reads
// 8 GB/s of text that lies far away, this 13.

#define DEFINE_SCAN(name, attributes, bits_of)                                                \
  attributes static uint64_t name(const uint8_t *bytes, size_t length, uint64_t *feeds) {     \
    const size_t whole = length / 64, rest = length % 64;                                     \
    uint64_t any = 0;                                                                         \
    for (size_t i = 0; i < whole; i++) {                                                      \
      feeds[i] = bits_of(bytes + 64 * i);                                                     \
      any |= (uint64_t)(feeds[i] != 0) << i;                                                  \
    }                                                                                         \
    if (rest > 0) {                                                                           \
      uint8_t last[64] = {0};                                                                 \
      memcpy(last, bytes + 64 * whole, rest);                                                 \
      feeds[whole] = bits_of(last);                                                           \
      any |= (uint64_t)(feeds[whole] != 0) << whole;                                          \
    }                                                                                         \
    return any;                                                                               \
  }

static inline uint64_t bits_portable(const uint8_t *bytes) {
  uint64_t bits = 0;
  for (unsigned i = 0; i < 64; i++) bits |= (uint64_t)(bytes[i] == '\n') << i;
  return bits;
}

DEFINE_SCAN(scan_portable, , bits_portable)

#if TAMIS_SCAN_VECTOR
static inline uint64_t bits_vector(const uint8_t *bytes) { return BITS_64(bytes, is_16(v, '\n')); }

DEFINE_SCAN(scan_vector, , bits_vector)
#endif

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))
#define AVX512 __attribute__((target("avx512f,avx512bw")))

AVX2 static inline uint64_t bits_avx2(const uint8_t *bytes) {
  const __m256i feed = _mm256_set1_epi8('\n');
  const __m256i low = _mm256_loadu_si256((const __m256i *)bytes), high = _mm256_loadu_si256((const __m256i *)(bytes + 32));
  return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, feed)) |
         (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, feed)) << 32;
}

DEFINE_SCAN(scan_avx2, AVX2, bits_avx2)

AVX512 static inline uint64_t bits_avx512(const uint8_t *bytes) {
  return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(bytes), _mm512_set1_epi8('\n'));
}

DEFINE_SCAN(scan_avx512, AVX512, bits_avx512)
#endif

uint64_t line_scan(const uint8_t *bytes, size_t length, uint64_t *feeds) {
  const scan_kernel kernel = scan_kernel_in_use();
#if defined(__x86_64__)
  if (kernel == scan_kernel_avx512) return scan_avx512(bytes, length, feeds);
  if (kernel == scan_kernel_avx2) return scan_avx2(bytes, length, feeds);
#endif
#if TAMIS_SCAN_VECTOR
  if (kernel != scan_kernel_portable) return scan_vector(bytes, length, feeds);
#endif
  return scan_portable(bytes, length, feeds);
}

// Vectors of 16 bytes for the kernels of SSE2 and NEON, by the compilers' own vector types: what every x86-64 and every arm64
// can do with the same source. Only the way from a vector to bits differs.
#ifndef TAMIS_SCAN_VECTOR_H
#define TAMIS_SCAN_VECTOR_H

#if defined(__x86_64__) || defined(__aarch64__)
#define TAMIS_SCAN_VECTOR 1

#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#include <emmintrin.h>
#else
#include <arm_neon.h>
#endif

typedef uint8_t v16 __attribute__((vector_size(16)));

static inline v16 load_16(const uint8_t *p) {
  v16 v;
  memcpy(&v, p, sizeof v);
  return v;
}

// 0xFF where it is so.
static inline v16 is_16(v16 v, uint8_t c) { return (v16)(v == c); }
static inline v16 range_16(v16 v, uint8_t first, uint8_t count) { return (v16)((v - first) < count); }
static inline v16 least_16(v16 v, uint8_t c) { return (v16)(v >= c); }

// A bit for each byte of four vectors of 0x00 and 0xFF.
static inline uint64_t bits_64(v16 a, v16 b, v16 c, v16 d) {
#if defined(__x86_64__)
  return (uint64_t)(uint32_t)_mm_movemask_epi8((__m128i)a) | (uint64_t)(uint32_t)_mm_movemask_epi8((__m128i)b) << 16 |
         (uint64_t)(uint32_t)_mm_movemask_epi8((__m128i)c) << 32 | (uint64_t)(uint32_t)_mm_movemask_epi8((__m128i)d) << 48;
#else
  // Each keeps one bit a byte; pairwise adds fold 64 of them into a word.
  const v16 w = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t low = vpaddq_u8((uint8x16_t)(a & w), (uint8x16_t)(b & w));
  uint8x16_t high = vpaddq_u8((uint8x16_t)(c & w), (uint8x16_t)(d & w));
  low = vpaddq_u8(low, high);
  low = vpaddq_u8(low, low);
  return vgetq_lane_u64(vreinterpretq_u64_u8(low), 0);
#endif
}

// Whether a vector has a bit set at the top of any byte.
static inline int any_16(v16 v) {
#if defined(__x86_64__)
  return _mm_movemask_epi8((__m128i)v) != 0;
#else
  return vmaxvq_u8((uint8x16_t)v) >= 0x80;
#endif
}

// The bits of `expression` of v, for the 64 bytes at `p`.
#define BITS_64(p, expression)                                                                                \
  ({                                                                                                          \
    v16 v = load_16(p); const v16 r0 = (expression); v = load_16((p) + 16); const v16 r1 = (expression);       \
    v = load_16((p) + 32); const v16 r2 = (expression); v = load_16((p) + 48); const v16 r3 = (expression);    \
    bits_64(r0, r1, r2, r3);                                                                                  \
  })

#endif
#endif

#include "byte_scan.h"

#include <string.h>

#include "scan_kernel.h"

// ---- portable: always right, the definition ----

static void classify_portable(const uint8_t *bytes, size_t blocks, byte_scan_block *out) {
  for (size_t b = 0; b < blocks; b++, bytes += 64) {
    byte_scan_block block = {0};
    for (unsigned i = 0; i < 64; i++) {
      const uint8_t c = bytes[i];
      const uint64_t bit = (uint64_t)1 << i;
      if (c >= 0x80) block.non_ascii |= bit;
      if (c == '\n') block.newline |= bit;
      if (c == ' ') block.space |= bit;
      if ((c < 0x20 && c != '\n') || c == 0x7F) block.control |= bit;
      if (c == '.' || c == '!' || c == '?') block.terminator |= bit;
      if (c >= 'A' && c <= 'Z') block.upper |= bit;
      if (c >= 'a' && c <= 'z') block.lower |= bit;
      if (c >= '0' && c <= '9') block.digit |= bit;
    }
    out[b] = block;
  }
}

#if defined(__x86_64__)
#include <immintrin.h>

// ---- SSE2: every x86-64 ----

static inline uint64_t mask_sse2(__m128i a, __m128i b, __m128i c, __m128i d) {
  return (uint64_t)(uint32_t)_mm_movemask_epi8(a) | (uint64_t)(uint32_t)_mm_movemask_epi8(b) << 16 |
         (uint64_t)(uint32_t)_mm_movemask_epi8(c) << 32 | (uint64_t)(uint32_t)_mm_movemask_epi8(d) << 48;
}
// Signed comparison, so a range test shifts its range to the bottom of the signed order first.
#define SSE2_EQ(v, c) _mm_cmpeq_epi8(v, _mm_set1_epi8((char)(c)))
#define SSE2_RANGE(v, first, n) \
  _mm_cmplt_epi8(_mm_add_epi8(v, _mm_set1_epi8((char)(-128 - (first)))), _mm_set1_epi8((char)(-128 + (n))))
#define SSE2_ALL(expression)                                                                   \
  ({                                                                                           \
    __m128i v = v0; __m128i r0 = expression; v = v1; __m128i r1 = expression;                  \
    v = v2; __m128i r2 = expression; v = v3; __m128i r3 = expression; mask_sse2(r0, r1, r2, r3); \
  })

static void classify_sse2(const uint8_t *bytes, size_t blocks, byte_scan_block *out) {
  for (size_t b = 0; b < blocks; b++, bytes += 64) {
    const __m128i v0 = _mm_loadu_si128((const __m128i *)bytes), v1 = _mm_loadu_si128((const __m128i *)(bytes + 16));
    const __m128i v2 = _mm_loadu_si128((const __m128i *)(bytes + 32)), v3 = _mm_loadu_si128((const __m128i *)(bytes + 48));
    byte_scan_block *o = out + b;
    o->non_ascii = mask_sse2(v0, v1, v2, v3);
    o->newline = SSE2_ALL(SSE2_EQ(v, '\n'));
    o->space = SSE2_ALL(SSE2_EQ(v, ' '));
    o->control = SSE2_ALL(_mm_or_si128(SSE2_RANGE(v, 0, 0x20), SSE2_EQ(v, 0x7F))) & ~o->newline;
    o->terminator = SSE2_ALL(_mm_or_si128(_mm_or_si128(SSE2_EQ(v, '.'), SSE2_EQ(v, '!')), SSE2_EQ(v, '?')));
    o->upper = SSE2_ALL(SSE2_RANGE(v, 'A', 26));
    o->lower = SSE2_ALL(SSE2_RANGE(v, 'a', 26));
    o->digit = SSE2_ALL(SSE2_RANGE(v, '0', 10));
  }
}

// ---- AVX2 ----

#define AVX2_EQ(v, c) _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)(c)))
#define AVX2_RANGE(v, first, n)                           \
  _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(-128 + (n))), \
                    _mm256_add_epi8(v, _mm256_set1_epi8((char)(-128 - (first)))))
#define AVX2_MASK(lo, hi) \
  ((uint64_t)(uint32_t)_mm256_movemask_epi8(lo) | (uint64_t)(uint32_t)_mm256_movemask_epi8(hi) << 32)
#define AVX2_BOTH(expression) \
  ({ __m256i v = v0; __m256i r0 = expression; v = v1; __m256i r1 = expression; AVX2_MASK(r0, r1); })

__attribute__((target("avx2"))) static void classify_avx2(const uint8_t *bytes, size_t blocks, byte_scan_block *out) {
  for (size_t b = 0; b < blocks; b++, bytes += 64) {
    const __m256i v0 = _mm256_loadu_si256((const __m256i *)bytes), v1 = _mm256_loadu_si256((const __m256i *)(bytes + 32));
    byte_scan_block *o = out + b;
    o->non_ascii = AVX2_MASK(v0, v1);
    o->newline = AVX2_BOTH(AVX2_EQ(v, '\n'));
    o->space = AVX2_BOTH(AVX2_EQ(v, ' '));
    o->control = AVX2_BOTH(_mm256_or_si256(AVX2_RANGE(v, 0, 0x20), AVX2_EQ(v, 0x7F))) & ~o->newline;
    o->terminator = AVX2_BOTH(_mm256_or_si256(_mm256_or_si256(AVX2_EQ(v, '.'), AVX2_EQ(v, '!')), AVX2_EQ(v, '?')));
    o->upper = AVX2_BOTH(AVX2_RANGE(v, 'A', 26));
    o->lower = AVX2_BOTH(AVX2_RANGE(v, 'a', 26));
    o->digit = AVX2_BOTH(AVX2_RANGE(v, '0', 10));
  }
}
#endif

#if defined(__aarch64__)
#include <arm_neon.h>

// ---- NEON ----

// Each of four comparison vectors keeps one bit a byte; pairwise adds fold 64 of them into a word.
static inline uint64_t mask_neon(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
  static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t w = vld1q_u8(weights);
  uint8x16_t low = vpaddq_u8(vandq_u8(a, w), vandq_u8(b, w));
  uint8x16_t high = vpaddq_u8(vandq_u8(c, w), vandq_u8(d, w));
  low = vpaddq_u8(low, high);
  low = vpaddq_u8(low, low);
  return vgetq_lane_u64(vreinterpretq_u64_u8(low), 0);
}
#define NEON_EQ(v, c) vceqq_u8(v, vdupq_n_u8(c))
#define NEON_RANGE(v, first, n) vcltq_u8(vsubq_u8(v, vdupq_n_u8(first)), vdupq_n_u8(n))
#define NEON_ALL(expression)                                                                      \
  ({                                                                                              \
    uint8x16_t v = v0; uint8x16_t r0 = expression; v = v1; uint8x16_t r1 = expression;            \
    v = v2; uint8x16_t r2 = expression; v = v3; uint8x16_t r3 = expression; mask_neon(r0, r1, r2, r3); \
  })

static void classify_neon(const uint8_t *bytes, size_t blocks, byte_scan_block *out) {
  for (size_t b = 0; b < blocks; b++, bytes += 64) {
    const uint8x16_t v0 = vld1q_u8(bytes), v1 = vld1q_u8(bytes + 16), v2 = vld1q_u8(bytes + 32), v3 = vld1q_u8(bytes + 48);
    byte_scan_block *o = out + b;
    o->non_ascii = NEON_ALL(vcgeq_u8(v, vdupq_n_u8(0x80)));
    o->newline = NEON_ALL(NEON_EQ(v, '\n'));
    o->space = NEON_ALL(NEON_EQ(v, ' '));
    o->control = NEON_ALL(vorrq_u8(NEON_RANGE(v, 0, 0x20), NEON_EQ(v, 0x7F))) & ~o->newline;
    o->terminator = NEON_ALL(vorrq_u8(vorrq_u8(NEON_EQ(v, '.'), NEON_EQ(v, '!')), NEON_EQ(v, '?')));
    o->upper = NEON_ALL(NEON_RANGE(v, 'A', 26));
    o->lower = NEON_ALL(NEON_RANGE(v, 'a', 26));
    o->digit = NEON_ALL(NEON_RANGE(v, '0', 10));
  }
}
#endif

static void classify(const uint8_t *bytes, size_t blocks, byte_scan_block *out) {
  switch (scan_kernel_in_use()) {
#if defined(__x86_64__)
    case scan_kernel_avx512:
    case scan_kernel_avx2: classify_avx2(bytes, blocks, out); break;
    case scan_kernel_sse2: classify_sse2(bytes, blocks, out); break;
#endif
#if defined(__aarch64__)
    case scan_kernel_neon: classify_neon(bytes, blocks, out); break;
#endif
    default: classify_portable(bytes, blocks, out);
  }
}

void byte_scan(const uint8_t *bytes, size_t length, byte_scan_block *blocks) {
  const size_t whole = length / 64, rest = length % 64;
  classify(bytes, whole, blocks);
  if (!rest) return;
  // '@' belongs to no class, so the padding leaves no bit.
  uint8_t last[64];
  memset(last, '@', sizeof last);
  memcpy(last, bytes + whole * 64, rest);
  classify(last, 1, blocks + whole);
}

size_t byte_scan_ascii_prefix(const uint8_t *bytes, size_t length) {
  size_t i = 0;
  for (; i + 32 <= length; i += 32) {
    uint64_t w[4];
    memcpy(w, bytes + i, sizeof w);
    if ((w[0] | w[1] | w[2] | w[3]) & UINT64_C(0x8080808080808080)) break;
  }
  while (i < length && bytes[i] < 0x80) i++;
  return i;
}

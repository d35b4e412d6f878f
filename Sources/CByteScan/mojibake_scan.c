#include "mojibake_scan.h"

#include "scan_kernel.h"
#include "scan_vector.h"

// The first bytes of the characters that the six code pages have at 0x80 to 0xBF:
//   C2-C6  controls, signs and letters up to U+017F, and the florin sign; CB the spacing accents
//   D0 81-8F, D1 91-9F, D2 90-91  the Cyrillic letters that are not А to я: those stand at 0xC0 and more everywhere
//   CE A9, CF 80  MacRoman's Ω and π
//   E2     quotes, dashes, mathematics, box drawing
static inline int may_continue(uint8_t b0, uint8_t b1) {
  switch (b0) {
    case 0xC2: case 0xC3: case 0xC4: case 0xC5: case 0xC6: case 0xCB: case 0xE2: return 1;
    case 0xD0: return b1 >= 0x81 && b1 <= 0x8F;
    case 0xD1: return b1 >= 0x91 && b1 <= 0x9F;
    case 0xD2: return b1 == 0x90 || b1 == 0x91;
    case 0xCE: return b1 == 0xA9;
    case 0xCF: return b1 == 0x80;
    default: return 0;
  }
}

uint64_t mojibake_scan_portable(const uint8_t *bytes, size_t length, size_t start, size_t end, uint64_t *words) {
  uint64_t any = 0;
  for (size_t block = start; block < end; block += 64) {
    uint64_t word = 0;
    for (size_t i = block; i < end && i < block + 64; i++) {
      const int found = i > 0 && bytes[i - 1] >= 0x80 && may_continue(bytes[i], i + 1 < length ? bytes[i + 1] : 0);
      word |= (uint64_t)found << (i - block);
    }
    *words++ = word;
    any |= word;
  }
  return any;
}

#if TAMIS_SCAN_VECTOR

// ---- SSE2 and NEON ----

// 16 bytes at `at`; one byte before and one behind are read too.
static inline v16 found_16(const uint8_t *at) {
  const v16 v = load_16(at), next = load_16(at + 1), before = load_16(at - 1);
  const v16 plain = range_16(v, 0xC2, 5) | is_16(v, 0xCB) | is_16(v, 0xE2);
  const v16 cyrillic = (is_16(v, 0xD0) & range_16(next, 0x81, 15)) | (is_16(v, 0xD1) & range_16(next, 0x91, 15)) |
                       (is_16(v, 0xD2) & range_16(next, 0x90, 2));
  const v16 greek = (is_16(v, 0xCE) & is_16(next, 0xA9)) | (is_16(v, 0xCF) & is_16(next, 0x80));
  return (plain | cyrillic | greek) & least_16(before, 0x80);
}

static uint64_t scan_vector(const uint8_t *bytes, size_t length, size_t start, size_t end, uint64_t *words) {
  uint64_t any = 0;
  for (size_t i = start; i < end; i += 64) {
    const uint8_t *p = bytes + i;
    uint64_t word = 0;
    if (i > 0 && i + 64 < length && i + 64 <= end) {
      if (any_16(load_16(p) | load_16(p + 16) | load_16(p + 32) | load_16(p + 48)))
        word = bits_64(found_16(p), found_16(p + 16), found_16(p + 32), found_16(p + 48));
    } else {
      mojibake_scan_portable(bytes, length, i, end - i < 64 ? end : i + 64, &word);
    }
    *words++ = word;
    any |= word;
  }
  return any;
}
#endif

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))
#define OR _mm256_or_si256
#define AND _mm256_and_si256

AVX2 static inline __m256i is(__m256i v, int c) { return _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)c)); }

// Signed comparison, so the range is moved to the bottom of the signed order first.
AVX2 static inline __m256i in_range(__m256i v, int first, int count) {
  return _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(-128 + count)),
                           _mm256_add_epi8(v, _mm256_set1_epi8((char)(-128 - first))));
}

// 32 bytes at `at`; one byte before and one behind are read too. A half of ASCII costs a load and a branch.
AVX2 static inline uint32_t half(const uint8_t *at) {
  const __m256i v = _mm256_loadu_si256((const __m256i *)at);
  if (!_mm256_movemask_epi8(v)) return 0;
  const __m256i next = _mm256_loadu_si256((const __m256i *)(at + 1));
  const __m256i before = _mm256_loadu_si256((const __m256i *)(at - 1));
  const __m256i plain = OR(in_range(v, 0xC2, 5), OR(is(v, 0xCB), is(v, 0xE2)));
  const __m256i capitals = AND(is(v, 0xD0), in_range(next, 0x81, 15));
  const __m256i smalls = AND(is(v, 0xD1), in_range(next, 0x91, 15));
  const __m256i cyrillic = OR(OR(capitals, smalls), AND(is(v, 0xD2), in_range(next, 0x90, 2)));
  const __m256i greek = OR(AND(is(v, 0xCE), is(next, 0xA9)), AND(is(v, 0xCF), is(next, 0x80)));
  return (uint32_t)_mm256_movemask_epi8(AND(OR(plain, OR(cyrillic, greek)), before));
}

AVX2 static uint64_t scan_avx2(const uint8_t *bytes, size_t length, size_t start, size_t end, uint64_t *words) {
  uint64_t any = 0;
  for (size_t i = start; i < end; i += 64) {
    uint64_t word;
    if (i > 0 && i + 64 < length && i + 64 <= end) {
      word = (uint64_t)half(bytes + i) | (uint64_t)half(bytes + i + 32) << 32;
    } else {
      mojibake_scan_portable(bytes, length, i, end - i < 64 ? end : i + 64, &word);
    }
    *words++ = word;
    any |= word;
  }
  return any;
}
#endif

uint64_t mojibake_scan(const uint8_t *bytes, size_t length, size_t start, size_t end, uint64_t *words) {
#if defined(__x86_64__)
  if (scan_kernel_in_use() >= scan_kernel_avx2) return scan_avx2(bytes, length, start, end, words);
#endif
#if TAMIS_SCAN_VECTOR
  if (scan_kernel_in_use() != scan_kernel_portable) return scan_vector(bytes, length, start, end, words);
#endif
  return mojibake_scan_portable(bytes, length, start, end, words);
}

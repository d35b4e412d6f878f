#include "mojibake_scan.h"

#include <string.h>

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

// ---- AVX-512: a bit for each set of first bytes, and whether the byte behind is one of the set's ----

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi")))

enum { D0 = 1, D1 = 2, D2 = 4, CE = 8, CF = 16, ALWAYS = 32 };
#define AT(byte) [(byte) & 63]
static const uint8_t set_of_first[64] = {
    AT(0xC2) = ALWAYS, AT(0xC3) = ALWAYS, AT(0xC4) = ALWAYS, AT(0xC5) = ALWAYS, AT(0xC6) = ALWAYS, AT(0xCB) = ALWAYS,
    AT(0xE2) = ALWAYS, AT(0xD0) = D0, AT(0xD1) = D1, AT(0xD2) = D2, AT(0xCE) = CE, AT(0xCF) = CF,
};
static const uint8_t sets_of_second[64] = {
    AT(0x80) = CF, [1 ... 15] = D0, AT(0x90) = D2, AT(0x91) = D1 | D2, [0x12 ... 0x1F] = D1, AT(0xA9) = CE,
};

// 64 bytes at `at`; one byte before and one behind are read too.
AVX512 static inline uint64_t found_512(const uint8_t *at) {
  const __m512i v = _mm512_loadu_si512(at), next = _mm512_loadu_si512(at + 1);
  const __mmask64 is_first = _mm512_cmpge_epu8_mask(v, _mm512_set1_epi8((char)0xC0));
  const __mmask64 is_second = _mm512_cmplt_epi8_mask(next, _mm512_set1_epi8((char)0xC0));
  const __m512i first = _mm512_maskz_permutexvar_epi8(is_first, v, _mm512_loadu_si512(set_of_first));
  const __m512i second = _mm512_maskz_permutexvar_epi8(is_second, next, _mm512_loadu_si512(sets_of_second));
  // first & (second | ALWAYS)
  const __m512i found = _mm512_ternarylogic_epi64(first, second, _mm512_set1_epi8(ALWAYS), 0xE0);
  return _mm512_test_epi8_mask(found, found) & _mm512_movepi8_mask(_mm512_loadu_si512(at - 1));
}

AVX512 static uint64_t scan_512(const uint8_t *bytes, size_t length, size_t start, size_t end, uint64_t *words) {
  uint64_t any = 0;
  for (size_t i = start; i < end; i += 64) {
    uint64_t word;
    if (i > 0 && i + 64 < length && i + 64 <= end) {
      word = found_512(bytes + i);
    } else {
      uint8_t window[1 + 64 + 1] = {0};
      const size_t from = i > 0, behind = length - i < 65 ? length - i : 65;
      memcpy(window + 1 - from, bytes + i - from, from + behind);
      word = found_512(window + 1);
      if (end - i < 64) word &= ((uint64_t)1 << (end - i)) - 1;
    }
    *words++ = word;
    any |= word;
  }
  return any;
}
#endif

uint64_t mojibake_scan(const uint8_t *bytes, size_t length, size_t start, size_t end, uint64_t *words) {
#if defined(__x86_64__)
  if (scan_kernel_in_use() >= scan_kernel_avx512) return scan_512(bytes, length, start, end, words);
  if (scan_kernel_in_use() == scan_kernel_avx2) return scan_avx2(bytes, length, start, end, words);
#endif
#if TAMIS_SCAN_VECTOR
  if (scan_kernel_in_use() != scan_kernel_portable) return scan_vector(bytes, length, start, end, words);
#endif
  return mojibake_scan_portable(bytes, length, start, end, words);
}

// How words are hashed and marks counted: see word_scan.h.
#ifndef TAMIS_WORD_HASH_H
#define TAMIS_WORD_HASH_H

#include "word_fold.h"
#include "word_key_512.h"

#define LENGTH_FACTOR UINT64_C(0xA0761D6478BD642F)
#define LAST_WORD UINT64_C(0x1D8E4E27C47D124F)
#define KIND_BITS UINT64_C(0x8040201008040201)

/// A kind's bit to the lowest bit of its byte.
static inline uint64_t mark_of(uint8_t kinds) {
  const uint64_t bits = kinds * UINT64_C(0x0101010101010101) & KIND_BITS;
  return (bits + UINT64_C(0x7F7F7F7F7F7F7F7F)) >> 7 & UINT64_C(0x0101010101010101);
}

/// One by one: a copy of all would wait for what was counted last.
static inline void word_scan_counts_add(word_scan_counts *counts, const word_scan_counts *found) {
  counts->marks += found->marks;
  counts->upper += found->upper;
  counts->digits += found->digits;
  counts->characters += found->characters;
  counts->non_ascii += found->non_ascii;
  counts->capitalized += found->capitalized;
  counts->all_capitals += found->all_capitals;
  counts->longest = found->longest > counts->longest ? found->longest : counts->longest;
}

static inline void word_fold_counts_add(word_fold_counts *counts, const word_fold_counts *found) {
  word_scan_counts_add(&counts->scan, &found->scan);
  counts->characters += found->characters;
  counts->singles += found->singles;
  counts->particles += found->particles;
}

#if defined(__x86_64__)
/// For what counts, so that counts stay in registers: numbers written one by one and read together would be waited for.
#define INLINE __attribute__((always_inline)) TARGET

static const uint8_t iota_bytes[64] = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
    22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
    44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

/// Adds to marks, a byte a kind eight times over, those that `number` bytes have bits for.
TARGET static inline __m512i add_kinds(__m512i marks, __m512i kinds, unsigned number) {
  const __m512i spread = _mm512_and_si512(_mm512_srli_epi16(_mm512_loadu_si512(iota_bytes), 3), _mm512_set1_epi8(7));
  for (unsigned at = 0; at < number; at += 8) {
    const __m512i eight = _mm512_permutexvar_epi8(_mm512_add_epi8(spread, _mm512_set1_epi8((char)at)), kinds);
    const __mmask64 is = _mm512_test_epi8_mask(eight, _mm512_set1_epi64((long long)KIND_BITS));
    marks = _mm512_mask_add_epi8(marks, is, marks, _mm512_set1_epi8(1));
  }
  return marks;
}

/// Adds the marks among sixteen characters to those counted so far, a byte a kind eight times over.
TARGET static inline __m512i add_marks(__m512i marks, __m512i facts, __mmask16 marked) {
  const __m128i kinds = _mm512_cvtepi32_epi8(_mm512_maskz_compress_epi32(marked, _mm512_srli_epi32(facts, 24)));
  for (unsigned at = 0, number = (unsigned)_mm_popcnt_u32(marked); at < number; at += 8) {
    const __m128i eight = at ? _mm_unpackhi_epi64(kinds, kinds) : kinds;
    const __m512i spread = _mm512_mullo_epi64(_mm512_cvtepu8_epi64(eight), _mm512_set1_epi64(0x0101010101010101));
    const __mmask64 is = _mm512_test_epi8_mask(spread, _mm512_set1_epi64((long long)KIND_BITS));
    marks = _mm512_mask_add_epi8(marks, is, marks, _mm512_set1_epi8(1));
  }
  return marks;
}

/// The greatest of 64 bytes.
TARGET static inline uint32_t most_byte(__m512i v) {
  const __m256i half = _mm256_max_epu8(_mm512_castsi512_si256(v), _mm512_extracti64x4_epi64(v, 1));
  const __m128i part = _mm_max_epu8(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
  // The least word of the complement, whose upper byte is made the greatest there is.
  const __m128i pairs = _mm_max_epu8(part, _mm_srli_epi16(part, 8));
  const __m128i least = _mm_minpos_epu16(_mm_andnot_si128(pairs, _mm_set1_epi16(0xFF)));
  return 0xFF - ((uint32_t)_mm_cvtsi128_si32(least) & 0xFF);
}

/// The words that come of what has been hashed so far, without their two lowest bits.
TARGET static inline __m512i word_of_hash(__m512i hash) {
  hash = mix_8(_mm512_xor_si512(hash, _mm512_set1_epi64((long long)LAST_WORD)));
  return _mm512_andnot_si512(_mm512_set1_epi64(3), _mm512_srli_epi64(hash, 32));
}
#endif

#endif

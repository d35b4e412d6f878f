// How words are hashed and marks counted: see word_scan.h.
#ifndef TAMIS_WORD_HASH_H
#define TAMIS_WORD_HASH_H

#include "word_key.h"
#include "word_scan.h"

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

#if defined(__x86_64__)
/// The words that come of what has been hashed so far, without their two lowest bits.
TARGET static inline __m512i word_of_hash(__m512i hash) {
  hash = mix_8(_mm512_xor_si512(hash, _mm512_set1_epi64((long long)LAST_WORD)));
  return _mm512_andnot_si512(_mm512_set1_epi64(3), _mm512_srli_epi64(hash, 32));
}
#endif

#endif

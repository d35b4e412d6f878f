// The key of a pair of words.
#ifndef TAMIS_WORD_KEY_H
#define TAMIS_WORD_KEY_H

#include <stdint.h>

#define MIX_FACTOR UINT64_C(0x9E3779B97F4A7C15)
#define PAIR_FACTOR UINT64_C(0x51ED270B9F1C6A35)

static inline uint64_t mix(uint64_t x) {
  const uint64_t product = x * MIX_FACTOR;
  return product ^ product >> 29;
}

static inline uint32_t pair_key(uint32_t first, uint32_t second) {
  return (uint32_t)(mix(((uint64_t)first << 32 | second) ^ PAIR_FACTOR) >> 32);
}

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET \
  __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt,lzcnt")))

/// Mixes eight numbers.
TARGET static inline __m512i mix_8(__m512i x) {
  const __m512i product = _mm512_mullo_epi64(x, _mm512_set1_epi64((long long)MIX_FACTOR));
  return _mm512_xor_si512(product, _mm512_srli_epi64(product, 29));
}

/// The keys of sixteen pairs.
TARGET static inline __m512i pair_keys(__m512i first, __m512i second) {
  const __m512i factor = _mm512_set1_epi64((long long)PAIR_FACTOR);
  const __m512i low = mix_8(_mm512_xor_si512(_mm512_unpacklo_epi32(second, first), factor));
  const __m512i high = mix_8(_mm512_xor_si512(_mm512_unpackhi_epi32(second, first), factor));
  return _mm512_castps_si512(_mm512_shuffle_ps(_mm512_castsi512_ps(low), _mm512_castsi512_ps(high), 0xDD));
}
#endif

#endif

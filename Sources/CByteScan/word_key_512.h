// AVX-512: what word_key.h has, of many words at a time.
#ifndef TAMIS_WORD_KEY_512_H
#define TAMIS_WORD_KEY_512_H

#include "word_key.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET \
  __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt,lzcnt")))

/// Mixes eight numbers.
TARGET static inline __m512i mix_8(__m512i x) {
  const __m512i product = _mm512_mullo_epi64(x, _mm512_set1_epi64((long long)WORD_MIX_FACTOR));
  return _mm512_xor_si512(product, _mm512_srli_epi64(product, 29));
}

/// The keys of sixteen pairs.
TARGET static inline __m512i pair_keys(__m512i first, __m512i second) {
  const __m512i factor = _mm512_set1_epi64((long long)WORD_PAIR_FACTOR);
  const __m512i low = mix_8(_mm512_xor_si512(_mm512_unpacklo_epi32(second, first), factor));
  const __m512i high = mix_8(_mm512_xor_si512(_mm512_unpackhi_epi32(second, first), factor));
  return _mm512_castps_si512(_mm512_shuffle_ps(_mm512_castsi512_ps(low), _mm512_castsi512_ps(high), 0xDD));
}
#endif

#endif

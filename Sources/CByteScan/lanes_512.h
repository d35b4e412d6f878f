// AVX-512: a lane of eight bytes for each of eight stops.
#ifndef TAMIS_LANES_512_H
#define TAMIS_LANES_512_H

#include <immintrin.h>

#include "stop_settle.h"

#define TARGET_512 \
  __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512cd,avx512vbmi,avx512vbmi2,bmi,bmi2,lzcnt,popcnt")))
#define SET_64(v) _mm512_set1_epi64((long long)(v))
#define BYTES(c) _mm512_set1_epi8((char)(c))
#define IS_64(v, c) _mm512_cmpeq_epi64_mask(v, SET_64(c))

// Of bytes, and of lanes of eight bytes: which are `first` or up to `count - 1` more.
TARGET_512 static inline __mmask64 bytes_within(__m512i v, int first, int count) {
  return _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, BYTES(first)), BYTES(count));
}
TARGET_512 static inline __mmask8 lanes_within(__m512i v, long long first, long long count) {
  return _mm512_cmplt_epu64_mask(_mm512_sub_epi64(v, SET_64(first)), SET_64(count));
}

TARGET_512 static inline __m512i shift_left(__m512i v, __m512i bits) { return _mm512_sllv_epi64(v, bits); }
TARGET_512 static inline __m512i last_byte(__m512i v) { return _mm512_srli_epi64(v, 56); }

// How many bits at the top of each lane are set.
TARGET_512 static inline __m512i set_at_top(__m512i v) { return _mm512_lzcnt_epi64(_mm512_xor_si512(v, SET_64(-1))); }

// The lowest byte of each lane, and the one above it.
TARGET_512 static inline __m512i byte_0(__m512i v) { return _mm512_and_si512(v, SET_64(0xFF)); }
TARGET_512 static inline __m512i byte_1(__m512i v) { return byte_0(_mm512_srli_epi64(v, 8)); }

// The last bytes of each lane, `bits` of them, and zeros.
TARGET_512 static inline __m512i ending_512(__m512i v, __m512i bits) {
  return _mm512_and_si512(v, shift_left(SET_64(-1), _mm512_sub_epi64(SET_64(64), bits)));
}

// `stop_may_list` of the lanes asked about.
TARGET_512 static inline __mmask8 may_list_512(const uint64_t *filter, __m512i tail, __mmask8 asked) {
  const __m512i mixed = _mm512_mullo_epi64(tail, SET_64(UINT64_C(0x9E3779B97F4A7C15)));
  const __m512i one = SET_64(1), six = SET_64(63);
  const __m512i bits =
      _mm512_or_si512(shift_left(one, _mm512_and_si512(_mm512_srli_epi64(mixed, 49), six)),
                      shift_left(one, _mm512_and_si512(_mm512_srli_epi64(mixed, 43), six)));
  const __m512i word =
      _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), asked, _mm512_srli_epi64(mixed, 55), filter, 8);
  return _mm512_mask_cmpeq_epi64_mask(asked, _mm512_and_si512(word, bits), bits);
}

#endif

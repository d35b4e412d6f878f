#include "stop_scan.h"

#include <string.h>

#include "scan_kernel.h"
#include "scan_vector.h"

// The sieve. A byte sequence b0 b1 b2 passes if one class bit is set in all three look-ups, each of which is the AND
// of a table by high nibble and a table by low nibble: so a class is a product of nibble sets, chosen to hold the
// stops and to miss the letters around them (UAX #29, Sentence_Break of Unicode 15.0):
//   1  D8 9D-9F (Arabic ؝؞؟), D6 89 (Armenian ։)
//   2  C2 85 (NEL), DB 94 (Urdu ۔)
//   4  E0 A5 A4-A5 (danda, double danda)
//   8  E2 80-81 with A4 A6 A8 A9 BC BD 87-89 (one dot leader, ellipsis, separators, double marks)
//  16  E3 80 82 (ideographic full stop)
//  32  EF B9 | BC | BD with 92 96 97 81 8E 9F A1 (small, fullwidth and halfwidth stops)
//  64  E1 with any but BA-BF (Ethiopic, Myanmar, Mongolian …; Vietnamese letters stay out), EA with 80-AF (Hangul
// stays out) What is left (Syriac, NKo, Samaritan, E2 B8-B9, supplementary planes without emoji) is asked for by its
// first two bytes.
static const uint8_t first_high[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1 | 2, 4 | 8 | 16 | 32 | 64, 0};
static const uint8_t first_low[16] = {4, 64, 2 | 8, 16, 0, 0, 1, 0, 1, 0, 64, 2, 0, 0, 0, 32};
static const uint8_t second_high[16] = {0, 0, 0, 0, 0, 0, 0, 0, 1 | 2 | 8 | 16 | 64, 1 | 2 | 64, 4 | 64, 32 | 64, 0, 0, 0, 0};
static const uint8_t second_low[16] = {8 | 16 | 64, 8 | 64,      64, 64,      2 | 64,      4 | 2 | 64, 64, 64,
                                       64,          1 | 32 | 64, 64, 64,      32 | 64,     1 | 32 | 64, 1 | 64, 1 | 64};
static const uint8_t third_high[16] = {1 | 2, 1 | 2, 1 | 2, 1 | 2, 1 | 2, 1 | 2, 1 | 2, 1 | 2,
                                       1 | 2 | 8 | 16 | 32 | 64, 1 | 2 | 32 | 64, 1 | 2 | 4 | 8 | 32 | 64, 1 | 2 | 8 | 64,
                                       1 | 2, 1 | 2, 1 | 2, 1 | 2};
static const uint8_t third_low[16] = {1 | 2 | 64,     1 | 2 | 32 | 64, 1 | 2 | 16 | 32 | 64, 1 | 2 | 64,
                                      1 | 2 | 4 | 8 | 64, 1 | 2 | 4 | 64, 1 | 2 | 8 | 32 | 64, 1 | 2 | 8 | 32 | 64,
                                      1 | 2 | 8 | 64, 1 | 2 | 8 | 64, 1 | 2 | 64,      1 | 2 | 64,
                                      1 | 2 | 8 | 64, 1 | 2 | 8 | 64, 1 | 2 | 32 | 64, 1 | 2 | 32 | 64};

static inline int may_stop(uint8_t b0, uint8_t b1, uint8_t b2) {
  const int sieve = first_high[b0 >> 4] & first_low[b0 & 15] & second_high[b1 >> 4] & second_low[b1 & 15] &
                    third_high[b2 >> 4] & third_low[b2 & 15];
  const int vietnamese_or_greek_or_hangul = b1 >= 0xB0 && (b0 == 0xEA || b1 > 0xB1);
  if (sieve & 64) return !vietnamese_or_greek_or_hangul || (sieve & ~64);
  if (sieve) return 1;
  return b0 == 0xDC || b0 == 0xDF || (b0 == 0xE0 && b1 == 0xA0) || (b0 == 0xE2 && (b1 == 0xB8 || b1 == 0xB9)) ||
         (b0 == 0xF0 && b1 != 0x9F);
}

static inline int is_ascii_stop(uint8_t c, const uint8_t extra[4]) {
  return c == '.' || c == '!' || c == '?' || c == '\n' || c == '\r' || c == extra[0] || c == extra[1] || c == extra[2] ||
         c == extra[3];
}

static inline int is_stop(const uint8_t *at, size_t left, const uint8_t extra[4]) {
  if (at[0] < 0x80) return is_ascii_stop(at[0], extra);
  return may_stop(at[0], left > 1 ? at[1] : 0, left > 2 ? at[2] : 0);
}

static uint64_t word_portable(const uint8_t *bytes, size_t count, size_t readable, const uint8_t extra[4]) {
  uint64_t word = 0;
  for (size_t i = 0; i < count; i++) word |= (uint64_t)is_stop(bytes + i, readable - i, extra) << i;
  return word;
}

void stop_scan_portable(const uint8_t *bytes, size_t length, size_t readable, const uint8_t extra[4], uint64_t *words) {
  for (size_t i = 0; i < length; i += 64)
    *words++ = word_portable(bytes + i, length - i < 64 ? length - i : 64, readable - i, extra);
}

#if TAMIS_SCAN_VECTOR

// ---- SSE2 and NEON ----

// Whatever `may_stop` lets through, by two bytes, and little else; the definition has the last word.
static inline v16 candidates_16(const uint8_t *at) {
  const v16 v = load_16(at), next = load_16(at + 1), third = load_16(at + 2);
  const v16 arabic = (is_16(v, 0xD6) | is_16(v, 0xD8)) &
                     (is_16(next, 0x89) | range_16(next, 0x8D, 3) | is_16(next, 0x99) | range_16(next, 0x9D, 3));
  const v16 urdu = (is_16(v, 0xC2) | is_16(v, 0xCB) | is_16(v, 0xD2) | is_16(v, 0xDB)) &
                   (range_16(next, 0x84, 2) | range_16(next, 0x94, 2));
  const v16 e0 = is_16(v, 0xE0) & ((is_16(next, 0xA5) & range_16(third, 0xA4, 2)) | is_16(next, 0xA0));
  const v16 e2 = is_16(v, 0xE2) & (range_16(next, 0x80, 2) | range_16(next, 0xB8, 2)) & ~(is_16(next, 0x80) & range_16(third, 0x90, 20));
  const v16 e3 = is_16(v, 0xE3) & is_16(next, 0x80) & is_16(third, 0x82);
  const v16 ef = is_16(v, 0xEF) & (is_16(next, 0xB9) | range_16(next, 0xBC, 2));
  const v16 others = is_16(v, 0xDC) | is_16(v, 0xDF) | is_16(v, 0xE1) | (is_16(v, 0xEA) & ~least_16(next, 0xB0)) | (is_16(v, 0xF0) & ~is_16(next, 0x9F));
  return arabic | urdu | e0 | e2 | e3 | ef | others;
}

static inline v16 ascii_stops_16(v16 v, const uint8_t extra[4]) {
  return is_16(v, '.') | is_16(v, '!') | is_16(v, '?') | is_16(v, '\n') | is_16(v, '\r') | is_16(v, extra[0]) |
         is_16(v, extra[1]) | is_16(v, extra[2]) | is_16(v, extra[3]);
}

static void stop_scan_vector(const uint8_t *bytes, size_t length, size_t readable, const uint8_t extra[4], uint64_t *words) {
  size_t i = 0;
  // The candidates look two bytes ahead of the block.
  for (; i + 64 <= length && i + 66 <= readable; i += 64) {
    const uint8_t *p = bytes + i;
    uint64_t word = BITS_64(p, ascii_stops_16(v, extra));
    if (any_16(load_16(p) | load_16(p + 16) | load_16(p + 32) | load_16(p + 48))) {
      uint64_t left = bits_64(candidates_16(p), candidates_16(p + 16), candidates_16(p + 32), candidates_16(p + 48));
      // An extra byte beyond ASCII counts for nothing, as in the definition.
      word &= ~BITS_64(p, least_16(v, 0x80));
      for (; left; left &= left - 1) {
        const uint8_t *at = p + __builtin_ctzll(left);
        if (may_stop(at[0], at[1], at[2])) word |= left & -left;
      }
    }
    *words++ = word;
  }
  stop_scan_portable(bytes + i, length - i, readable - i, extra, words);
}
#endif

#if defined(__x86_64__)
#include <immintrin.h>

#define EQUALS(v, c) _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)(c)))
#define OR _mm256_or_si256
#define AND _mm256_and_si256

typedef struct tables {
  __m256i first_high, first_low, second_high, second_low, third_high, third_low;
} tables;

__attribute__((target("avx2"))) static inline __m256i table(const uint8_t values[16]) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)values));
}

__attribute__((target("avx2"))) static inline __m256i look_up(__m256i high, __m256i low, __m256i v) {
  const __m256i nibble = _mm256_set1_epi8(15);
  return AND(_mm256_shuffle_epi8(high, AND(_mm256_srli_epi16(v, 4), nibble)), _mm256_shuffle_epi8(low, AND(v, nibble)));
}

// 32 characters that begin with a non-ASCII byte or not: 0xFF where `may_stop`.
__attribute__((target("avx2"))) static inline __m256i sieve(const uint8_t *at, __m256i v0, const tables *t) {
  const __m256i v1 = _mm256_loadu_si256((const __m256i *)(at + 1)), v2 = _mm256_loadu_si256((const __m256i *)(at + 2));
  const __m256i classes = AND(AND(look_up(t->first_high, t->first_low, v0), look_up(t->second_high, t->second_low, v1)),
                              look_up(t->third_high, t->third_low, v2));
  // Class 64 with a second byte of B2 and more, or of B0 and more after EA, is a Vietnamese, Greek or Hangul letter.
  const __m256i high_second = _mm256_cmpgt_epi8(v1, _mm256_set1_epi8((char)0xB1));
  const __m256i hangul = AND(EQUALS(v0, 0xEA), _mm256_cmpgt_epi8(v1, _mm256_set1_epi8((char)0xAF)));
  const __m256i letters = AND(OR(high_second, hangul), _mm256_set1_epi8(64));
  const __m256i none = _mm256_cmpeq_epi8(_mm256_andnot_si256(letters, classes), _mm256_setzero_si256());
  const __m256i two = OR(OR(EQUALS(v0, 0xDC), EQUALS(v0, 0xDF)), AND(EQUALS(v0, 0xE0), EQUALS(v1, 0xA0)));
  const __m256i general = AND(EQUALS(v0, 0xE2), OR(EQUALS(v1, 0xB8), EQUALS(v1, 0xB9)));
  const __m256i four = _mm256_andnot_si256(EQUALS(v1, 0x9F), EQUALS(v0, 0xF0));
  return OR(_mm256_andnot_si256(none, _mm256_set1_epi8(-1)), OR(two, OR(general, four)));
}

__attribute__((target("avx2"))) static inline uint32_t half(const uint8_t *at, const __m256i e[4], const tables *t) {
  const __m256i v = _mm256_loadu_si256((const __m256i *)at);
  const __m256i marks = OR(OR(EQUALS(v, '.'), EQUALS(v, '!')), OR(EQUALS(v, '?'), OR(EQUALS(v, '\n'), EQUALS(v, '\r'))));
  const __m256i more = OR(OR(_mm256_cmpeq_epi8(v, e[0]), _mm256_cmpeq_epi8(v, e[1])),
                          OR(_mm256_cmpeq_epi8(v, e[2]), _mm256_cmpeq_epi8(v, e[3])));
  __m256i found = OR(marks, more);
  if (_mm256_movemask_epi8(v)) found = OR(found, sieve(at, v, t));
  return (uint32_t)_mm256_movemask_epi8(found);
}

__attribute__((target("avx2"))) static void stop_scan_avx2(const uint8_t *bytes, size_t length, size_t readable,
                                                           const uint8_t extra[4], uint64_t *words) {
  const tables t = {table(first_high), table(first_low), table(second_high), table(second_low), table(third_high), table(third_low)};
  const __m256i e[4] = {_mm256_set1_epi8((char)extra[0]), _mm256_set1_epi8((char)extra[1]),
                        _mm256_set1_epi8((char)extra[2]), _mm256_set1_epi8((char)extra[3])};
  size_t i = 0;
  // The sieve looks two bytes ahead of the block.
  for (; i + 64 <= length && i + 66 <= readable; i += 64)
    *words++ = (uint64_t)half(bytes + i, e, &t) | (uint64_t)half(bytes + i + 32, e, &t) << 32;
  for (; i < length; i += 64) {
    const size_t left = readable - i;
    uint8_t last[68] = {0};
    memcpy(last, bytes + i, left < 66 ? left : 66);
    const uint64_t word = (uint64_t)half(last, e, &t) | (uint64_t)half(last + 32, e, &t) << 32;
    *words++ = length - i < 64 ? word & (((uint64_t)1 << (length - i)) - 1) : word;
  }
}
// ---- AVX-512: the same sieve by tables of 64 bytes, which one permutation looks up by the lower six bits ----

#define TARGET_512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi")))

// Of bytes below 0x40; of lead bytes, 0xC0 and up; of continuation bytes.
typedef struct byte_tables {
  __m512i ascii, any_first, first, rare_first, second, rare_second, third;
} byte_tables;

#define EQUALS_512(v, c) _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)(c)))

TARGET_512 static inline __m512i nibbles_512(const uint8_t high[16], const uint8_t low[16], __m512i bytes) {
  const __m512i nibble = _mm512_set1_epi8(15);
  const __m512i h = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)high));
  const __m512i l = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)low));
  return _mm512_and_si512(_mm512_shuffle_epi8(h, _mm512_and_si512(_mm512_srli_epi16(bytes, 4), nibble)),
                          _mm512_shuffle_epi8(l, _mm512_and_si512(bytes, nibble)));
}

TARGET_512 static inline byte_tables tables_512(const uint8_t extra[4]) {
  uint8_t counting[64];
  for (int i = 0; i < 64; i++) counting[i] = (uint8_t)i;
  byte_tables t;
  const __m512i plain = _mm512_loadu_si512(counting);
  const __mmask64 stops = EQUALS_512(plain, '.') | EQUALS_512(plain, '!') | EQUALS_512(plain, '?') |
                          EQUALS_512(plain, '\n') | EQUALS_512(plain, '\r') | EQUALS_512(plain, extra[0]) |
                          EQUALS_512(plain, extra[1]) | EQUALS_512(plain, extra[2]) | EQUALS_512(plain, extra[3]);
  t.ascii = _mm512_maskz_set1_epi8(stops, 1);
  const __m512i letter = _mm512_set1_epi8(64), hangul = _mm512_set1_epi8((char)128);
  // EA gets a class of its own, 128, so that E1 may have second bytes that Hangul must not have: see `may_stop`.
  const __m512i leads = _mm512_add_epi8(plain, _mm512_set1_epi8((char)0xC0));
  t.first = nibbles_512(first_high, first_low, leads);
  t.first = _mm512_mask_mov_epi8(t.first, EQUALS_512(leads, 0xEA), hangul);
  const __m512i others = _mm512_add_epi8(plain, _mm512_set1_epi8((char)0x80));
  t.second = nibbles_512(second_high, second_low, others);
  const __mmask64 above = _mm512_cmpgt_epu8_mask(others, _mm512_set1_epi8((char)0xB1));
  const __mmask64 below = _mm512_cmplt_epu8_mask(others, _mm512_set1_epi8((char)0xB0));
  t.second = _mm512_andnot_si512(_mm512_maskz_mov_epi8(above, letter), t.second);
  t.second = _mm512_or_si512(t.second, _mm512_maskz_mov_epi8(below, hangul));
  t.third = nibbles_512(third_high, third_low, others);
  t.third = _mm512_mask_mov_epi8(t.third, _mm512_test_epi8_mask(t.third, letter), _mm512_or_si512(t.third, hangul));
  // Asked for by two bytes alone.
  t.rare_first = _mm512_maskz_set1_epi8(EQUALS_512(leads, 0xDC) | EQUALS_512(leads, 0xDF), 1);
  t.rare_first = _mm512_mask_set1_epi8(t.rare_first, EQUALS_512(leads, 0xE0), 2);
  t.rare_first = _mm512_mask_set1_epi8(t.rare_first, EQUALS_512(leads, 0xE2), 4);
  t.rare_first = _mm512_mask_set1_epi8(t.rare_first, EQUALS_512(leads, 0xF0), 8);
  t.any_first = _mm512_or_si512(t.first, t.rare_first);
  t.rare_second = _mm512_set1_epi8(1 | 8);
  t.rare_second = _mm512_mask_set1_epi8(t.rare_second, EQUALS_512(others, 0x9F), 1);
  t.rare_second = _mm512_mask_set1_epi8(t.rare_second, EQUALS_512(others, 0xA0), 1 | 2 | 8);
  t.rare_second = _mm512_mask_set1_epi8(t.rare_second, EQUALS_512(others, 0xB8) | EQUALS_512(others, 0xB9), 1 | 4 | 8);
  return t;
}

// 0x80 to 0xBF: the upper bit is set and the next one not. Without a comparison, for which there is one port only.
TARGET_512 static inline __mmask64 continues_512(__m512i v) {
  return _mm512_movepi8_mask(_mm512_andnot_si512(_mm512_add_epi8(v, v), v));
}

// The stops of ASCII; `*others` is whether there are bytes that other stops begin with.
TARGET_512 static inline uint64_t ascii_512(__m512i v0, const byte_tables *t, uint64_t *others) {
  const __m512i twice = _mm512_add_epi8(v0, v0);
  const __mmask64 lead = _mm512_movepi8_mask(_mm512_and_si512(v0, twice));
  const __mmask64 low = ~_mm512_movepi8_mask(_mm512_or_si512(v0, twice));
  const __m512i first = _mm512_permutexvar_epi8(v0, t->any_first), stop = _mm512_permutexvar_epi8(v0, t->ascii);
  *others = _mm512_mask_test_epi8_mask(lead, first, first) != 0;
  return _mm512_mask_test_epi8_mask(low, stop, stop);
}

// The other stops.
TARGET_512 static inline uint64_t others_512(__m512i v0, __m512i v1, __m512i v2, const byte_tables *t) {
  const __mmask64 lead = _mm512_movepi8_mask(_mm512_and_si512(v0, _mm512_add_epi8(v0, v0)));
  const __mmask64 wide1 = continues_512(v1), wide2 = continues_512(v2);
  // What is no continuation has no class as a second byte, and the classes of two bytes as a third one.
  const __m512i third = _mm512_mask_permutexvar_epi8(_mm512_set1_epi8(1 | 2), wide2, v2, t->third);
  const __m512i three = _mm512_and_si512(_mm512_and_si512(_mm512_maskz_permutexvar_epi8(lead, v0, t->first), third),
                                         _mm512_maskz_permutexvar_epi8(wide1, v1, t->second));
  const __m512i rare_second = _mm512_mask_permutexvar_epi8(_mm512_set1_epi8(1 | 8), wide1, v1, t->rare_second);
  const __m512i rare = _mm512_and_si512(rare_second, _mm512_maskz_permutexvar_epi8(lead, v0, t->rare_first));
  const __m512i any = _mm512_or_si512(three, rare);
  return _mm512_test_epi8_mask(any, any);
}

TARGET_512 static inline __m512i load_512(const uint8_t *at, size_t count) {
  return _mm512_maskz_loadu_epi8(count >= 64 ? ~(__mmask64)0 : ((__mmask64)1 << count) - 1, at);
}

TARGET_512 static void stop_scan_avx512(const uint8_t *bytes, size_t length, size_t readable, const uint8_t extra[4],
                                        uint64_t *words) {
  const byte_tables t = tables_512(extra);
  size_t i = 0;
  // The stops of ASCII in up to 64 words, then the others in those words where there may be any: one word of four of English, hardly
  // any of Russian. Asking all words for all stops took English half as long again; where the first words of a stretch say that most
  // would be asked, it is sooner done.
  size_t most = 16;
  while (i + 64 <= length && i + 66 <= readable) {
    const size_t by_length = (length - i) / 64, by_readable = (readable - i - 2) / 64;
    const size_t there = by_length < by_readable ? by_length : by_readable;
    const uint8_t *at = bytes + i;
    size_t count = there < most ? there : most;
    uint64_t asked = 0;
    for (size_t w = 0; w < count; w++) {
      // The chunk after this one, whose memory the processor does not foresee. It may be past the end, which is no harm.
      __builtin_prefetch((const void *)((uintptr_t)at + w * 64 + 4096));
      uint64_t others;
      words[w] = ascii_512(_mm512_loadu_si512(at + w * 64), &t, &others);
      asked |= others << w;
    }
    const int is_dense = (size_t)__builtin_popcountll(asked) * 2 > count;
    for (; asked; asked &= asked - 1) {
      const size_t w = (size_t)__builtin_ctzll(asked);
      words[w] |= others_512(_mm512_loadu_si512(at + w * 64), _mm512_loadu_si512(at + w * 64 + 1), _mm512_loadu_si512(at + w * 64 + 2), &t);
    }
    most = 64;
    if (is_dense) {
      const size_t until = there < count + 48 ? there : count + 48;
      for (; count < until; count++) {
        __builtin_prefetch((const void *)((uintptr_t)at + count * 64 + 4096));
        const __m512i v0 = _mm512_loadu_si512(at + count * 64);
        uint64_t others;
        words[count] = ascii_512(v0, &t, &others) | others_512(v0, _mm512_loadu_si512(at + count * 64 + 1), _mm512_loadu_si512(at + count * 64 + 2), &t);
      }
      most = 16;
    }
    words += count;
    i += count * 64;
  }
  for (; i < length; i += 64) {
    const size_t left = readable - i;
    const __m512i v0 = load_512(bytes + i, left);
    uint64_t others, word = ascii_512(v0, &t, &others);
    word |= others_512(v0, load_512(bytes + i + 1, left - 1), load_512(bytes + i + 2, left > 1 ? left - 2 : 0), &t);
    *words++ = length - i < 64 ? word & (((uint64_t)1 << (length - i)) - 1) : word;
  }
}
#endif

void stop_scan(const uint8_t *bytes, size_t length, size_t readable, const uint8_t extra[4], uint64_t *words) {
#if defined(__x86_64__)
  if (scan_kernel_in_use() == scan_kernel_avx512) return stop_scan_avx512(bytes, length, readable, extra, words);
  if (scan_kernel_in_use() == scan_kernel_avx2) return stop_scan_avx2(bytes, length, readable, extra, words);
#endif
#if TAMIS_SCAN_VECTOR
  if (scan_kernel_in_use() != scan_kernel_portable) return stop_scan_vector(bytes, length, readable, extra, words);
#endif
  stop_scan_portable(bytes, length, readable, extra, words);
}

// ---- from bits to positions ----

// Four positions are written whether a word has them or not: words with more are few, and how many bits a word has is
// what a processor cannot guess. Half as fast again on English as a loop over the bits.
static inline __attribute__((always_inline)) size_t list(const uint64_t *words, size_t count, uint16_t *positions,
                                                         size_t room, size_t *taken) {
  size_t found = 0, w = 0;
  for (; w < count && found + 64 <= room; w++) {
    uint64_t word = words[w];
    const uint16_t start = (uint16_t)(w * 64);
    uint16_t *at = positions + found;
    const size_t bits = (size_t)__builtin_popcountll(word);
    for (int i = 0; i < 4; i++) {
      at[i] = (uint16_t)(start + __builtin_ctzll(word | (uint64_t)1 << 63));
      word &= word - 1;
    }
    for (size_t i = 4; i < bits; i++) {
      at[i] = (uint16_t)(start + __builtin_ctzll(word));
      word &= word - 1;
    }
    found += bits;
  }
  *taken = w;
  return found;
}

#if defined(__x86_64__)
__attribute__((target("bmi,popcnt"))) static size_t list_bmi(const uint64_t *words, size_t count, uint16_t *positions,
                                                             size_t room, size_t *taken) {
  return list(words, count, positions, room, taken);
}
#endif

#if defined(__x86_64__)
// The numbers of the set bits are pressed together by one instruction: what the loops above cost ten cycles for, four.
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,popcnt"))) static size_t list_512(
    const uint64_t *words, size_t count, uint16_t *positions, size_t room, size_t *taken) {
  uint8_t counting[64];
  for (int i = 0; i < 64; i++) counting[i] = (uint8_t)i;
  const __m512i numbers = _mm512_loadu_si512(counting);
  size_t found = 0, w = 0;
  for (; w < count && found + 64 <= room; w++) {
    const uint64_t word = words[w];
    const __m512i pressed = _mm512_maskz_compress_epi8(word, numbers), start = _mm512_set1_epi16((short)(w * 64));
    uint16_t *at = positions + found;
    const size_t bits = (size_t)__builtin_popcountll(word);
    _mm512_storeu_si512(at, _mm512_add_epi16(_mm512_cvtepu8_epi16(_mm512_castsi512_si256(pressed)), start));
    if (bits > 32) {
      const __m256i others = _mm512_extracti64x4_epi64(pressed, 1);
      _mm512_storeu_si512(at + 32, _mm512_add_epi16(_mm512_cvtepu8_epi16(others), start));
    }
    found += bits;
  }
  *taken = w;
  return found;
}
#endif

size_t stop_positions(const uint64_t *words, size_t count, uint16_t *positions, size_t room, size_t *taken) {
#if defined(__x86_64__)
  if (scan_kernel_in_use() == scan_kernel_avx512) return list_512(words, count, positions, room, taken);
  if (scan_kernel_in_use() >= scan_kernel_avx2) return list_bmi(words, count, positions, room, taken);
#endif
  return list(words, count, positions, room, taken);
}

// ---- from positions to actions ----

static const uint8_t ascii_stops[0x80] = {['.'] = stop_full,       ['!'] = stop_question, ['?'] = stop_question,
                                          ['\n'] = stop_line_feed, [':'] = stop_colon,    [';'] = stop_colon};

static inline uint32_t stop_of(uint32_t bytes, uint32_t before) {
  // Looked up, because nobody can guess which of them it is.
  if (bytes < 0x80) {
    const uint32_t stop = ascii_stops[bytes];
    if (stop == stop_colon && before >= 0x80) return stop_other;
    if ((stop == stop_full || stop == stop_question) && before < 0x80) return stop + stop_full_behind_ascii - stop_full;
    return stop == stop_line_feed && before - 0x21 < 0x5E ? stop_line_feed_behind_ink : stop;
  }
  switch (bytes) {
    case 0x8280E3:
    case 0xA1BDEF:
    case 0xA4A5E0:
    case 0x94DB: return stop_caseless;
    case 0x81BCEF:
    case 0x9FBCEF: return stop_full_width;
    case 0x9FD8: return stop_arabic;
    default: return stop_other;
  }
}

// The code point of up to three bytes, the first one lowest, but for U+E000 and up.
static inline uint32_t scalar_of(uint32_t bytes) {
  const uint32_t lead = bytes & 0xFF, second = bytes >> 8 & 0x3F, third = bytes >> 16 & 0x3F;
  if (lead < 0x80) return lead;
  if (lead - 0xC2 < 0x1E && (bytes & 0xC000) == 0x8000) return (lead & 0x1F) << 6 | second;
  if ((lead - 0xE1 < 0x0C || (bytes & 0xE0FF) == 0xA0E0) && (bytes & 0xC0C000) == 0x808000)
    return (lead & 0x0F) << 12 | second << 6 | third;
  return 0xFFFD;
}

static uint16_t action_of(const uint8_t *at, const stop_rules *rules) {
  const uint32_t length = 1 + (at[0] >= 0xC0) + (at[0] >= 0xE0);
  const uint32_t three = at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16, stop = three & 0xFFFFFF >> (24 - 8 * length);
  const uint32_t blank = at[length] == ' ';
  const uint8_t *next = at + length + blank;
  const uint32_t scalar = scalar_of(next[0] | (uint32_t)next[1] << 8 | (uint32_t)next[2] << 16);
  const uint32_t wide = scalar >= 0x80;
  return (uint16_t)(rules->actions[stop_of(stop, at[-1]) << 6 | blank << 5 | wide << 4 | rules->classes[scalar]] + length + blank);
}

static size_t sort_portable(const uint8_t *base, const stop_rules *rules, size_t first, size_t last, uint16_t *positions,
                            uint16_t *actions, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    const uint16_t position = positions[i];
    const uint16_t action = position >= first && position < last ? action_of(base + position, rules) : 0;
    positions[kept] = position;
    actions[kept] = action;
    kept += !(action & rules->nothing);
  }
  return kept;
}

#if defined(__x86_64__)
#define SET_512(v) _mm512_set1_epi32((int)(v))
#define IS_512(v, c) _mm512_cmpeq_epi32_mask(v, SET_512(c))
#define AND_512(v, c) _mm512_and_si512(v, SET_512(c))

// Sixteen stops at once, by gathering: nothing is asked that a processor would have to guess. Stop by stop this took longer
// than all the rest of the walk of UAX #29.
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,popcnt"))) static size_t sort_512(
    const uint8_t *base, const stop_rules *rules, size_t first, size_t last, uint16_t *positions, uint16_t *actions,
    size_t count) {
  const __m512i one = SET_512(1), none = _mm512_setzero_si512();
  const uint32_t low = first > 0xFFFF ? 0x10000 : (uint32_t)first, high = last > 0xFFFF ? 0x10000 : (uint32_t)last;
  size_t kept = 0;
  for (size_t i = 0; i < count; i += 16) {
    const __mmask16 here = count - i < 16 ? (__mmask16)((1u << (count - i)) - 1) : (__mmask16)0xFFFF;
    const __m512i at = _mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(here, positions + i));
    const __mmask16 known = _mm512_mask_cmpge_epu32_mask(here, at, SET_512(low)) & _mm512_cmplt_epu32_mask(at, SET_512(high));
    // Eight bytes from the one before the stop on.
    const __m512i w0 = _mm512_mask_i32gather_epi32(none, known, at, base - 1, 1);
    const __m512i w1 = _mm512_mask_i32gather_epi32(none, known, at, base + 3, 1);
    const __m512i before = AND_512(w0, 0xFF), v0 = _mm512_shrdi_epi32(w0, w1, 8), v1 = _mm512_srli_epi32(w1, 8);
    const __m512i lead = AND_512(v0, 0xFF);
    __m512i length = _mm512_mask_add_epi32(one, _mm512_cmpge_epu32_mask(lead, SET_512(0xC0)), one, one);
    length = _mm512_mask_add_epi32(length, _mm512_cmpge_epu32_mask(lead, SET_512(0xE0)), length, one);
    const __m512i bits = _mm512_slli_epi32(length, 3);
    const __m512i stop_bytes = _mm512_andnot_si512(_mm512_sllv_epi32(SET_512(-1), bits), v0);
    const __mmask16 full = IS_512(stop_bytes, '.'), question = IS_512(stop_bytes, '!') | IS_512(stop_bytes, '?');
    const __mmask16 narrow = _mm512_cmplt_epu32_mask(before, SET_512(0x80));
    __m512i stop = _mm512_maskz_set1_epi32(full, stop_full);
    stop = _mm512_mask_mov_epi32(stop, question, SET_512(stop_question));
    stop = _mm512_mask_add_epi32(stop, (full | question) & narrow, stop, SET_512(stop_full_behind_ascii - stop_full));
    const __mmask16 feed = IS_512(stop_bytes, '\n');
    const __mmask16 ink = _mm512_cmplt_epu32_mask(_mm512_sub_epi32(before, SET_512(0x21)), SET_512(0x5E));
    stop = _mm512_mask_mov_epi32(stop, feed, SET_512(stop_line_feed));
    stop = _mm512_mask_mov_epi32(stop, feed & ink, SET_512(stop_line_feed_behind_ink));
    stop = _mm512_mask_mov_epi32(
        stop, (IS_512(stop_bytes, ':') | IS_512(stop_bytes, ';')) & narrow, SET_512(stop_colon));
    stop = _mm512_mask_mov_epi32(stop,
                                 IS_512(stop_bytes, 0x8280E3) | IS_512(stop_bytes, 0xA1BDEF) |
                                     IS_512(stop_bytes, 0xA4A5E0) | IS_512(stop_bytes, 0x94DB),
                                 SET_512(stop_caseless));
    stop = _mm512_mask_mov_epi32(stop, IS_512(stop_bytes, 0x81BCEF) | IS_512(stop_bytes, 0x9FBCEF),
                                 SET_512(stop_full_width));
    stop = _mm512_mask_mov_epi32(stop, IS_512(stop_bytes, 0x9FD8), SET_512(stop_arabic));
    const __m512i rest = _mm512_shrdv_epi32(v0, v1, bits);
    const __mmask16 blank = IS_512(AND_512(rest, 0xFF), ' ');
    const __m512i next = _mm512_mask_srli_epi32(rest, blank, rest, 8);
    const __m512i next_lead = AND_512(next, 0xFF);
    const __m512i second = AND_512(_mm512_srli_epi32(next, 8), 0x3F), third = AND_512(_mm512_srli_epi32(next, 16), 0x3F);
    const __m512i two = _mm512_or_si512(_mm512_slli_epi32(AND_512(next, 0x1F), 6), second);
    const __m512i three = _mm512_or_si512(_mm512_slli_epi32(AND_512(next, 0x0F), 12),
                                          _mm512_or_si512(_mm512_slli_epi32(second, 6), third));
    const __mmask16 wide = _mm512_cmpge_epu32_mask(next_lead, SET_512(0x80));
    const __mmask16 is_two = _mm512_cmplt_epu32_mask(_mm512_sub_epi32(next_lead, SET_512(0xC2)), SET_512(0x1E)) &
                             IS_512(AND_512(next, 0xC000), 0x8000);
    const __mmask16 is_three = (_mm512_cmplt_epu32_mask(_mm512_sub_epi32(next_lead, SET_512(0xE1)), SET_512(0x0C)) |
                                IS_512(AND_512(next, 0xE0FF), 0xA0E0)) &
                               IS_512(AND_512(next, 0xC0C000), 0x808000);
    __m512i scalar = _mm512_mask_mov_epi32(next_lead, wide, SET_512(0xFFFD));
    scalar = _mm512_mask_mov_epi32(scalar, is_two, two);
    scalar = _mm512_mask_mov_epi32(scalar, is_three, three);
    const __m512i class = AND_512(_mm512_mask_i32gather_epi32(none, known, scalar, rules->classes, 1), 0xFF);
    __m512i place = _mm512_or_si512(_mm512_slli_epi32(stop, 6), class);
    place = _mm512_mask_or_epi32(place, blank, place, SET_512(32));
    place = _mm512_mask_or_epi32(place, wide, place, SET_512(16));
    __m512i action = AND_512(_mm512_mask_i32gather_epi32(none, known, place, rules->actions, 2), 0xFFFF);
    action = _mm512_mask_add_epi32(none, known, action, length);
    action = _mm512_mask_add_epi32(action, known & blank, action, one);
    const __mmask16 keep = here & ~_mm512_test_epi32_mask(action, SET_512(rules->nothing));
    _mm256_storeu_si256((__m256i *)(positions + kept), _mm512_cvtepi32_epi16(_mm512_maskz_compress_epi32(keep, at)));
    _mm256_storeu_si256((__m256i *)(actions + kept), _mm512_cvtepi32_epi16(_mm512_maskz_compress_epi32(keep, action)));
    kept += (size_t)__builtin_popcount(keep);
  }
  return kept;
}
#endif

size_t stop_sort(const uint8_t *base, const stop_rules *rules, size_t first, size_t last, uint16_t *positions,
                 uint16_t *actions, size_t count) {
#if defined(__x86_64__)
  if (scan_kernel_in_use() == scan_kernel_avx512) return sort_512(base, rules, first, last, positions, actions, count);
#endif
  return sort_portable(base, rules, first, last, positions, actions, count);
}

#include "text_scan.h"

#include <string.h>

#include "scan_kernel.h"

// ---- the sieve ----
//
// A character beyond ASCII is let through when its first two bytes, or its second and third, fall into one of the classes
// below. A class is four sets of nibbles: the high and low ones of the earlier byte and of the later one; a pair is in the
// class when all four nibbles are in their sets. One class is one bit in four tables of sixteen, so that four table look-ups
// and three ANDs test eight classes at once, as Keiser and Lemire validate UTF-8 ("Validating UTF-8 In Less Than One
// Instruction Per Byte", 2021).

#define N(n) (1 << 0x##n)
#define NS(from, to) ((0xFFFF >> (15 - 0x##to)) & (0xFFFF << 0x##from) & 0xFFFF)
#define ANY 0xFFFF
#define NONE 0

// Each line: cell(which field, nibble, bit of the class, high 1, low 1, high 2, low 2).
// First and second byte.
#define LEAD_1(cell, f, n)                                                           \
  cell(f, n, 0, N(C), N(2), N(8) | N(9), ANY)               /* U+0080…009F */        \
  cell(f, n, 1, N(C), N(2), N(A), N(0) | N(D))              /* U+00A0, 00AD */       \
  cell(f, n, 2, N(C), N(C) | N(D), ANY, ANY)                /* U+0300…037F */        \
  cell(f, n, 3, N(C), N(E), N(8), N(7))                     /* U+0387 */             \
  cell(f, n, 4, N(D), N(C) | N(D) | N(F), ANY, ANY)         /* U+0700…077F, 07C0…07FF */ \
  cell(f, n, 5, N(D), N(6) | N(8) | N(9), N(9), ANY)        /* U+0590…059F, 0610…061F, 0650…065F */ \
  cell(f, n, 6, N(D), N(2) | N(7), N(8), ANY)               /* U+0480…048F, 05C0…05CF */ \
  cell(f, n, 7, N(D), N(9), N(8), NS(B, F))                 /* U+064B…064F */
#define LEAD_2(cell, f, n)                                                           \
  cell(f, n, 0, N(D), N(6) | N(B), N(A), ANY)               /* U+05A0…05AF, 06E0…06EF */ \
  cell(f, n, 1, N(D), N(6), N(B), ANY)                      /* U+05B0…05BF */        \
  cell(f, n, 2, N(D), N(9), N(B), N(0))                     /* U+0670 */             \
  cell(f, n, 3, N(D), N(B), N(9), NS(6, F))                 /* U+06D6…06DF */        \
  cell(f, n, 4, N(E), N(1), N(8) | N(9) | N(A), ANY)        /* U+1000…1BFF */        \
  cell(f, n, 5, N(E), N(1), N(B), NS(0, 7) | NS(C, F))      /* U+1C00…1DFF, 1F00…1FFF */ \
  cell(f, n, 6, N(E), N(A), N(8) | N(9) | N(A), ANY)        /* U+A000…ABFF */        \
  cell(f, n, 7, N(F), NS(0, 7), ANY, ANY)                   /* beyond U+FFFF */
#define LEAD_3(cell, f, n)                                                           \
  cell(f, n, 0, N(E), N(F), N(A), NS(4, D))                 /* U+F900…FB7F */        \
  cell(f, n, 1, N(E), N(F), N(B), N(8) | N(B) | N(F))       /* U+FE00…FE3F, FEC0…FEFF, FFC0…FFFF */
// Second and third byte: bits 0 to 4 behind 0xE0, 5 to 7 behind 0xE2.
#define LATER_1(cell, f, n)                                                          \
  cell(f, n, 0, N(A), N(4), N(B), N(C))                     /* U+093C */             \
  cell(f, n, 1, N(A), N(5), N(8), N(D))                     /* U+094D */             \
  cell(f, n, 2, N(A), N(5), N(9), ANY)                      /* U+0950…095F */        \
  cell(f, n, 3, N(A), ANY & ~(N(4) | N(5)), ANY, ANY)       /* U+0800…08FF, 0980…0BFF */ \
  cell(f, n, 4, N(B), ANY, ANY, ANY)                        /* U+0C00…0FFF */        \
  cell(f, n, 5, N(8), N(0), N(8), ANY)                      /* U+2000…200F */        \
  cell(f, n, 6, N(8), N(0), N(A), NS(8, F))                 /* U+2028…202F */        \
  cell(f, n, 7, ANY, ANY & ~(N(0) | N(2)), ANY, ANY)        /* U+2040…207F, 20C0…20FF, … */
// Behind 0xE3.
#define LATER_2(cell, f, n)                                                          \
  cell(f, n, 0, N(8), N(0), N(8), N(0))                     /* U+3000 */             \
  cell(f, n, 1, N(8), N(0), N(A), NS(A, F))                 /* U+302A…302F */        \
  cell(f, n, 2, N(8), N(2), N(9), N(9) | N(A))              /* U+3099, 309A */

enum { BEHIND_E0 = 0x1F, BEHIND_E2 = 0xE0 };

#define HIGH_1(bit, h1, l1, h2, l2, n) | ((((h1) >> n) & 1) << bit)
#define LOW_1(bit, h1, l1, h2, l2, n) | ((((l1) >> n) & 1) << bit)
#define HIGH_2(bit, h1, l1, h2, l2, n) | ((((h2) >> n) & 1) << bit)
#define LOW_2(bit, h1, l1, h2, l2, n) | ((((l2) >> n) & 1) << bit)
#define CELL(field, n, bit, h1, l1, h2, l2) field(bit, h1, l1, h2, l2, n)
#define ROW(SET, field)                                                                                              \
  {0 SET(CELL, field, 0),  0 SET(CELL, field, 1),  0 SET(CELL, field, 2),  0 SET(CELL, field, 3),                    \
   0 SET(CELL, field, 4),  0 SET(CELL, field, 5),  0 SET(CELL, field, 6),  0 SET(CELL, field, 7),                    \
   0 SET(CELL, field, 8),  0 SET(CELL, field, 9),  0 SET(CELL, field, 10), 0 SET(CELL, field, 11),                   \
   0 SET(CELL, field, 12), 0 SET(CELL, field, 13), 0 SET(CELL, field, 14), 0 SET(CELL, field, 15)}
typedef struct pair_classes {
  uint8_t high_1[16], low_1[16], high_2[16], low_2[16];
} pair_classes;
#define PAIR_CLASSES(SET) {ROW(SET, HIGH_1), ROW(SET, LOW_1), ROW(SET, HIGH_2), ROW(SET, LOW_2)}

static const pair_classes lead_1 = PAIR_CLASSES(LEAD_1), lead_2 = PAIR_CLASSES(LEAD_2), lead_3 = PAIR_CLASSES(LEAD_3);
static const pair_classes later_1 = PAIR_CLASSES(LATER_1), later_2 = PAIR_CLASSES(LATER_2);

// ---- portable: the definition ----

static uint8_t classes_of(const pair_classes *c, uint8_t a, uint8_t b) {
  return c->high_1[a >> 4] & c->low_1[a & 15] & c->high_2[b >> 4] & c->low_2[b & 15];
}

static int sieved(uint8_t before, uint8_t a, uint8_t b) {
  if (classes_of(&lead_1, a, b) | classes_of(&lead_2, a, b) | classes_of(&lead_3, a, b)) return 1;
  const uint8_t later = classes_of(&later_1, a, b);
  if (before == 0xE0) return (later & BEHIND_E0) != 0;
  if (before == 0xE2) return (later & BEHIND_E2) != 0;
  return before == 0xE3 && classes_of(&later_2, a, b) != 0;
}

void text_scan_portable(const uint8_t *bytes, size_t length, const uint8_t before[3], text_scan_block *blocks) {
  memset(blocks, 0, (length + 63) / 64 * sizeof *blocks);
  uint8_t b1 = before[1], a = before[2];
  for (size_t i = 0; i < length; i++) {
    const uint8_t c = bytes[i];
    text_scan_block *block = blocks + i / 64;
    const uint64_t bit = (uint64_t)1 << i % 64;
    if (c >= 0x80) {
      block->non_ascii |= bit;
      if (a >= 0x80 && sieved(b1, a, c)) block->attention |= bit;
    } else if (c == ' ') {
      block->space |= bit;
    } else if (c == '\n') {
      block->newline |= bit;
    } else if (c < 0x20 || c == 0x7F) {
      block->attention |= bit;
    }
    b1 = a;
    a = c;
  }
}

int utf8_is_valid_portable(const uint8_t *bytes, size_t length) {
  size_t i = 0;
  while (i < length) {
    const uint8_t lead = bytes[i++];
    if (lead < 0x80) continue;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    size_t rest = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    if (length - i < rest) return 0;
    const uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (bytes[i] < low || bytes[i] > high) return 0;
    for (i++; --rest; i++)
      if ((bytes[i] & 0xC0) != 0x80) return 0;
  }
  return 1;
}

#if defined(__x86_64__)
#include <immintrin.h>

// ---- AVX2 ----

#define TARGET __attribute__((target("avx2")))

TARGET static inline __m256i both(const uint8_t table[16]) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table));
}

TARGET static inline __m256i high_nibbles(__m256i v) {
  return _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(0x0F));
}

// The bytes `n` places before those of `v`, the last ones of `last` moving in.
#define BYTES_BEFORE(n, v, last) _mm256_alignr_epi8(v, _mm256_permute2x128_si256(last, v, 0x21), 16 - (n))

typedef struct nibbles {
  __m256i h1, l1, h2, l2;
} nibbles;

TARGET static inline __m256i classes_avx2(const pair_classes *c, const nibbles *n) {
  const __m256i first = _mm256_and_si256(_mm256_shuffle_epi8(both(c->high_1), n->h1), _mm256_shuffle_epi8(both(c->low_1), n->l1));
  const __m256i later = _mm256_and_si256(_mm256_shuffle_epi8(both(c->high_2), n->h2), _mm256_shuffle_epi8(both(c->low_2), n->l2));
  return _mm256_and_si256(first, later);
}

TARGET static inline uint32_t sieve_avx2(__m256i v, __m256i last) {
  const __m256i a = BYTES_BEFORE(1, v, last), before = BYTES_BEFORE(2, v, last);
  const __m256i low = _mm256_set1_epi8(0x0F);
  const nibbles n = {high_nibbles(a), _mm256_and_si256(a, low), high_nibbles(v), _mm256_and_si256(v, low)};
  __m256i found = _mm256_or_si256(_mm256_or_si256(classes_avx2(&lead_1, &n), classes_avx2(&lead_2, &n)), classes_avx2(&lead_3, &n));
  const __m256i e0 = _mm256_cmpeq_epi8(before, _mm256_set1_epi8((char)0xE0));
  const __m256i e2 = _mm256_cmpeq_epi8(before, _mm256_set1_epi8((char)0xE2));
  const __m256i e3 = _mm256_cmpeq_epi8(before, _mm256_set1_epi8((char)0xE3));
  const __m256i wanted = _mm256_or_si256(_mm256_and_si256(e0, _mm256_set1_epi8(BEHIND_E0)),
                                         _mm256_and_si256(e2, _mm256_set1_epi8((char)BEHIND_E2)));
  found = _mm256_or_si256(found, _mm256_and_si256(classes_avx2(&later_1, &n), wanted));
  found = _mm256_or_si256(found, _mm256_and_si256(classes_avx2(&later_2, &n), e3));
  const __m256i none = _mm256_cmpeq_epi8(found, _mm256_setzero_si256());
  // Only pairs beyond ASCII: the classes take any nibble in many places.
  return ~(uint32_t)_mm256_movemask_epi8(none) & (uint32_t)_mm256_movemask_epi8(v) & (uint32_t)_mm256_movemask_epi8(a);
}

#define EQ(v, c) (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, _mm256_set1_epi8(c)))

TARGET static inline uint32_t controls_avx2(__m256i v) {
  const __m256i low = _mm256_cmpeq_epi8(_mm256_min_epu8(v, _mm256_set1_epi8(0x1F)), v);
  return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(low, _mm256_cmpeq_epi8(v, _mm256_set1_epi8(0x7F))));
}

// The lead bytes that any class begins with; what has none of them need not be sieved. Russian, German and French text
// mostly has none for a whole block, which makes the scan of it 2.4 times as fast.
static const uint8_t lead_high[16] = {[0xC] = 1, [0xD] = 2, [0xE] = 4, [0xF] = 8};
#define LEADS(c, d, e) ((c) | (d) << 1 | (e) << 2 | 8)
static const uint8_t lead_low[16] = {
    [0x0] = LEADS(0, 0, 1), [0x1] = LEADS(0, 0, 1), [0x2] = LEADS(1, 1, 1), [0x3] = LEADS(0, 0, 1),
    [0x4] = LEADS(0, 0, 0), [0x5] = LEADS(0, 0, 0), [0x6] = LEADS(0, 1, 0), [0x7] = LEADS(0, 1, 0),
    [0x8] = LEADS(0, 1, 0), [0x9] = LEADS(0, 1, 0), [0xA] = LEADS(0, 0, 1), [0xB] = LEADS(0, 1, 0),
    [0xC] = LEADS(1, 1, 0), [0xD] = LEADS(1, 1, 0), [0xE] = LEADS(1, 0, 0), [0xF] = LEADS(0, 1, 1),
};

TARGET static inline __m256i leads_avx2(__m256i v) {
  const __m256i low = _mm256_and_si256(v, _mm256_set1_epi8(0x0F));
  return _mm256_and_si256(_mm256_shuffle_epi8(both(lead_high), high_nibbles(v)), _mm256_shuffle_epi8(both(lead_low), low));
}

TARGET static inline int has_leads_avx2(__m256i v0, __m256i v1, __m256i last) {
  // Of what comes before, a lead in the last three bytes is enough, but asking all of it costs nothing more.
  const __m256i found = _mm256_or_si256(_mm256_or_si256(leads_avx2(v0), leads_avx2(v1)), leads_avx2(last));
  return !_mm256_testz_si256(found, found);
}

TARGET static void scan_block_avx2(const uint8_t *bytes, __m256i *last, text_scan_block *out) {
  const __m256i v0 = _mm256_loadu_si256((const __m256i *)bytes), v1 = _mm256_loadu_si256((const __m256i *)(bytes + 32));
  const uint64_t newline = EQ(v0, '\n') | (uint64_t)EQ(v1, '\n') << 32;
  out->newline = newline;
  out->space = EQ(v0, ' ') | (uint64_t)EQ(v1, ' ') << 32;
  out->non_ascii = (uint32_t)_mm256_movemask_epi8(v0) | (uint64_t)(uint32_t)_mm256_movemask_epi8(v1) << 32;
  out->attention = (controls_avx2(v0) | (uint64_t)controls_avx2(v1) << 32) & ~newline;
  if (out->non_ascii && has_leads_avx2(v0, v1, *last))
    out->attention |= sieve_avx2(v0, *last) | (uint64_t)sieve_avx2(v1, v0) << 32;
  *last = v1;
}

TARGET static void text_scan_avx2(const uint8_t *bytes, size_t length, const uint8_t before[3], text_scan_block *blocks) {
  uint8_t padded[64] = {0};
  memcpy(padded + 29, before, 3);
  __m256i last = _mm256_loadu_si256((const __m256i *)padded);
  for (; length >= 64; bytes += 64, length -= 64) scan_block_avx2(bytes, &last, blocks++);
  if (!length) return;
  memset(padded, '@', sizeof padded);
  memcpy(padded, bytes, length);
  scan_block_avx2(padded, &last, blocks);
}

// ---- validity: Keiser and Lemire's look-ups, three nibbles to eight kinds of error ----

enum {
  TOO_SHORT = 1,       // a lead byte, or ASCII after a lead byte, where a continuation belongs
  TOO_LONG = 2,        // a continuation after ASCII
  OVERLONG_3 = 4,
  TOO_LARGE = 8,       // 0xF4 and more than 0x8F behind it, or beyond 0xF4
  SURROGATE = 16,
  OVERLONG_2 = 32,
  OVERLONG_4 = 64,     // shares its bit with TOO_LARGE_1000: 0xF5 and up followed by 0x80…0x8F
  TOO_LARGE_1000 = 64,
  TWO_CONTINUATIONS = 128,  // fine exactly where a third or fourth byte belongs
  EITHER = TOO_SHORT | TOO_LONG | TWO_CONTINUATIONS,
};

static const uint8_t error_high_1[16] = {
    TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
    TWO_CONTINUATIONS, TWO_CONTINUATIONS, TWO_CONTINUATIONS, TWO_CONTINUATIONS,
    TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE,
    TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4,
};
#define LARGE (EITHER | TOO_LARGE | TOO_LARGE_1000)
static const uint8_t error_low_1[16] = {
    EITHER | OVERLONG_2 | OVERLONG_3 | OVERLONG_4, EITHER | OVERLONG_2, EITHER, EITHER, EITHER | TOO_LARGE,
    LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE | SURROGATE, LARGE, LARGE,
};
#define CONTINUATION (TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS)
static const uint8_t error_high_2[16] = {
    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
    CONTINUATION | OVERLONG_3 | TOO_LARGE_1000 | OVERLONG_4, CONTINUATION | OVERLONG_3 | TOO_LARGE,
    CONTINUATION | SURROGATE | TOO_LARGE, CONTINUATION | SURROGATE | TOO_LARGE,
    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
};

TARGET static inline __m256i errors_avx2(__m256i v, __m256i last) {
  const __m256i a = BYTES_BEFORE(1, v, last);
  const __m256i pair = _mm256_and_si256(
      _mm256_and_si256(_mm256_shuffle_epi8(both(error_high_1), high_nibbles(a)),
                       _mm256_shuffle_epi8(both(error_low_1), _mm256_and_si256(a, _mm256_set1_epi8(0x0F)))),
      _mm256_shuffle_epi8(both(error_high_2), high_nibbles(v)));
  // The high bit is set where the second byte before is a lead of three, or the third one of four.
  const __m256i third = _mm256_subs_epu8(BYTES_BEFORE(2, v, last), _mm256_set1_epi8((char)(0xE0 - 0x80)));
  const __m256i fourth = _mm256_subs_epu8(BYTES_BEFORE(3, v, last), _mm256_set1_epi8((char)(0xF0 - 0x80)));
  const __m256i expected = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
  return _mm256_xor_si256(expected, pair);
}

TARGET static int utf8_is_valid_avx2(const uint8_t *bytes, size_t length) {
  __m256i last = _mm256_setzero_si256(), errors = last;
  for (; length >= 64; bytes += 64, length -= 64) {
    const __m256i v0 = _mm256_loadu_si256((const __m256i *)bytes), v1 = _mm256_loadu_si256((const __m256i *)(bytes + 32));
    if (!_mm256_movemask_epi8(_mm256_or_si256(_mm256_or_si256(v0, v1), last))) continue;
    errors = _mm256_or_si256(errors, _mm256_or_si256(errors_avx2(v0, last), errors_avx2(v1, v0)));
    last = v1;
  }
  // Zeros behind the end show a character that is cut off.
  uint8_t padded[96] = {0};
  memcpy(padded, bytes, length);
  for (int i = 0; i < 96; i += 32) {
    const __m256i v = _mm256_loadu_si256((const __m256i *)(padded + i));
    errors = _mm256_or_si256(errors, errors_avx2(v, last));
    last = v;
  }
  return _mm256_testz_si256(errors, errors);
}
#endif

static int has_avx2(void) { return scan_kernel_in_use() >= scan_kernel_avx2; }

void text_scan(const uint8_t *bytes, size_t length, const uint8_t before[3], text_scan_block *blocks) {
#if defined(__x86_64__)
  if (has_avx2()) return text_scan_avx2(bytes, length, before, blocks);
#endif
  text_scan_portable(bytes, length, before, blocks);
}

int utf8_is_valid(const uint8_t *bytes, size_t length) {
#if defined(__x86_64__)
  if (has_avx2()) return utf8_is_valid_avx2(bytes, length);
#endif
  return utf8_is_valid_portable(bytes, length);
}

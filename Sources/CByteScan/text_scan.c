#include "text_scan.h"

#include <string.h>

#include "scan_kernel.h"
#include "scan_vector.h"
#include "text_sieve.h"

text_scan_state text_scan_start(void) { return (text_scan_state){.before = "\n\n\n"}; }

text_scan_state text_scan_at(const uint8_t *text, size_t place) {
  text_scan_state s = text_scan_start();
  if (place) memcpy(s.before, text + place - 3, 3);
  return s;
}

// ---- what all kernels make of their first words ----

typedef struct first_words {
  uint64_t non_ascii, space, line_feed;
  // C0 controls but the line feed, DEL, and what the sieve lets through: at once, or if it is not alone.
  uint64_t strong, lone;
} first_words;

// `before` are the two bytes before the block.
static inline uint64_t untidy_spaces(uint64_t space, uint64_t line_feed, const uint8_t before[2]) {
  const uint64_t spaces_before = space << 1 | (before[1] == ' '), feeds_before = line_feed << 1 | (before[1] == '\n');
  const uint64_t pairs = line_feed & feeds_before, pairs_before = pairs << 1 | (before[0] == '\n' && before[1] == '\n');
  return (space & (spaces_before | feeds_before)) | (line_feed & (spaces_before | pairs_before));
}

// The bytes where a neighbour's mark may be: two characters that touch have theirs at most five bytes apart.
enum { reach = 5 };

// The lone marks that are not alone. What follows the block is not known yet, so those near its end are let through.
static inline uint64_t accompanied(uint64_t lone, uint64_t all, uint64_t all_before) {
  const uint64_t up_2 = all | all << 1, up_4 = up_2 | up_2 << 2, down_2 = all | all >> 1, down_4 = down_2 | down_2 >> 2;
  const uint64_t before = all_before >> (64 - reach), before_2 = before | before >> 1, before_4 = before_2 | before_2 >> 2;
  const uint64_t end = ~(uint64_t)0 << (64 - reach);
  return lone & (up_4 << 1 | all << reach | down_4 >> 1 | all >> reach | before_4 | before >> 4 | end);
}

// `before` are the two bytes before the block.
static inline __attribute__((always_inline)) void put_block(
    first_words w, const uint8_t before[2], int has_lone, text_scan_state *s, text_scan_block *out) {
  uint64_t attention = w.strong, untidy = 0;
  if (has_lone) attention |= accompanied(w.lone, w.strong | w.lone, s->marks);
  s->marks = w.strong | w.lone;
  // Most blocks have no two spaces or line feeds side by side.
  const uint64_t blank = w.space | w.line_feed;
  if (blank & (blank << 1 | (before[1] == ' ') | (before[1] == '\n'))) {
    untidy = untidy_spaces(w.space, w.line_feed, before);
    s->untidy |= untidy;
  }
  s->attention |= attention;
  out->attention = attention;
  out->non_ascii = w.non_ascii;
  out->untidy = untidy;
}

// ---- portable: the definition ----

static uint8_t classes_of(const sieve_classes *c, uint8_t a, uint8_t b) {
  return c->high_1[a >> 4] & c->low_1[a & 15] & c->high_2[b >> 4] & c->low_2[b & 15];
}

static int is_continuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

// 2: let through; 1: if it is not alone; 0: not. `c` is a continuation byte.
static int sieved(const uint8_t before[3], uint8_t c) {
  const uint8_t b = before[1], a = before[2];
  if (a >= 0xF0) return 2;
  const uint8_t pair_2 = classes_of(&lead_2, a, c);
  if (classes_of(&lead_1, a, c) | (pair_2 & ~LEAD_2_LONE)) return 2;
  if (pair_2) return 1;
  const uint8_t e0 = b == 0xE0 ? classes_of(&behind_e0, a, c) : 0;
  const uint8_t others = classes_of(&behind_e2_e3, a, c) & (b == 0xE2 ? OF_E2 : b == 0xE3 ? OF_E3 : 0);
  if (others | (e0 & ~E0_LONE)) return 2;
#define IS_LAST(byte) (before[0] == (byte))
  if (e0 & E0_NUKTA && NUKTA_JOINS(IS_LAST)) return 2;
  return e0 != 0;
}

// Whether `c` cannot stand behind the three bytes before it.
static int is_ill_formed(const uint8_t before[3], uint8_t c) {
  const uint8_t a = before[2];
  const int is_wanted = a >= 0xC0 || before[1] >= 0xE0 || before[0] >= 0xF0;
  if (is_wanted != is_continuation(c)) return 1;
  switch (a) {
    case 0xC0: case 0xC1: return 1;
    case 0xE0: return c < 0xA0;
    case 0xED: return c > 0x9F;
    case 0xF0: return c < 0x90;
    case 0xF4: return c > 0x8F;
    default: return a >= 0xF5;
  }
}

static void scan_portable(const uint8_t *bytes, size_t blocks, text_scan_state *s, text_scan_block *out) {
  for (; blocks; blocks--, bytes += 64, out++) {
    const uint8_t before[2] = {s->before[1], s->before[2]};
    first_words w = {0};
    for (unsigned i = 0; i < 64; i++) {
      const uint8_t c = bytes[i];
      const uint64_t bit = (uint64_t)1 << i;
      if (is_ill_formed(s->before, c)) s->ill_formed = 1;
      if (c >= 0x80) {
        w.non_ascii |= bit;
        const int found = is_continuation(c) ? sieved(s->before, c) : 0;
        if (found == 2) w.strong |= bit;
        if (found == 1) w.lone |= bit;
      } else if (c == ' ') {
        w.space |= bit;
      } else if (c == '\n') {
        w.line_feed |= bit;
      } else if (c < 0x20 || c == 0x7F) {
        w.strong |= bit;
      }
      s->before[0] = s->before[1];
      s->before[1] = s->before[2];
      s->before[2] = c;
    }
    put_block(w, before, w.lone != 0, s, out);
  }
}

static int utf8_is_valid_portable(const uint8_t *bytes, size_t length) {
  uint8_t before[4] = {0};
  for (size_t i = 0; i < length; i++) {
    if (is_ill_formed(before, bytes[i])) return 0;
    before[0] = before[1];
    before[1] = before[2];
    before[2] = bytes[i];
  }
  return !is_ill_formed(before, '@');
}

#if TAMIS_SCAN_VECTOR

// ---- SSE2 and NEON: validity by bits, the sieve by the definition behind the lead bytes that it asks about ----

// `word` with the bits of the bytes before that moved in, the last `n` of `before` first.
static inline uint64_t moved(uint64_t word, int n, unsigned before) { return word << n | (before >> (3 - n)); }

#define BEFORE(s, condition)                                                                        \
  ({                                                                                                \
    unsigned bits = 0;                                                                              \
    for (int i = 0; i < 3; i++) { const uint8_t c = (s)->before[i]; bits |= (unsigned)(condition) << i; } \
    bits;                                                                                           \
  })

static uint64_t is_ill_formed_64(const uint8_t *p, uint64_t continuation, const text_scan_state *s) {
  const uint64_t two = BITS_64(p, least_16(v, 0xC0)), three = BITS_64(p, least_16(v, 0xE0)), four = BITS_64(p, least_16(v, 0xF0));
  const uint64_t wanted = moved(two, 1, BEFORE(s, c >= 0xC0)) | moved(three, 2, BEFORE(s, c >= 0xE0)) |
                          moved(four, 3, BEFORE(s, c >= 0xF0));
  uint64_t wrong = wanted ^ continuation;
  wrong |= moved(BITS_64(p, range_16(v, 0xC0, 2) | least_16(v, 0xF5)), 1, BEFORE(s, c == 0xC0 || c == 0xC1 || c >= 0xF5));
  const uint64_t special = BITS_64(p, is_16(v, 0xE0) | is_16(v, 0xED) | is_16(v, 0xF0) | is_16(v, 0xF4));
  if (special | BEFORE(s, c == 0xE0 || c == 0xED || c == 0xF0 || c == 0xF4)) {
    const uint64_t below_90 = BITS_64(p, ~least_16(v, 0x90)), below_a0 = BITS_64(p, ~least_16(v, 0xA0));
    wrong |= moved(BITS_64(p, is_16(v, 0xE0)), 1, BEFORE(s, c == 0xE0)) & below_a0;
    wrong |= moved(BITS_64(p, is_16(v, 0xED)), 1, BEFORE(s, c == 0xED)) & ~below_a0;
    wrong |= moved(BITS_64(p, is_16(v, 0xF0)), 1, BEFORE(s, c == 0xF0)) & below_90;
    wrong |= moved(BITS_64(p, is_16(v, 0xF4)), 1, BEFORE(s, c == 0xF4)) & ~below_90;
  }
  return wrong;
}

// The second bytes of two, and the second ones of characters of three or four whose first two bytes a class begins with.
// In most scripts few characters are asked about further.
static inline v16 asked_16(v16 a, v16 v) {
  const v16 two = is_16(a, 0xC2) | range_16(a, 0xCC, 2) | (is_16(a, 0xCE) & is_16(v, 0x87)) | is_16(a, 0xD2) |
                  range_16(a, 0xDC, 2) | is_16(a, 0xDF);
  const v16 hebrew = (is_16(a, 0xD6) & least_16(v, 0x90)) | (is_16(a, 0xD7) & ~least_16(v, 0x90));
  const v16 arabic = ((is_16(a, 0xD8) | is_16(a, 0xDB)) & least_16(v, 0x90)) |
                     (is_16(a, 0xD9) & (range_16(v, 0x8B, 21) | is_16(v, 0x80) | is_16(v, 0xB0) | least_16(v, 0xBB)));
  const v16 e2 = is_16(a, 0xE2) & (range_16(v, 0x80, 2) | is_16(v, 0x83) | is_16(v, 0x84) | least_16(v, 0x8C));
  const v16 e3 = is_16(a, 0xE3) & (is_16(v, 0x80) | is_16(v, 0x82));
  return two | hebrew | arabic | is_16(a, 0xE0) | is_16(a, 0xE1) | e2 | e3 | is_16(a, 0xEA) | is_16(a, 0xEF) | least_16(a, 0xF0);
}

static void sieve_vector(const uint8_t *bytes, uint64_t continuation, const text_scan_state *s, first_words *w) {
  uint8_t window[3 + 64];
  memcpy(window, s->before, 3);
  memcpy(window + 3, bytes, 64);
  uint64_t asked = 0;
  for (int i = 0; i < 64; i += 16) {
    const v16 found = asked_16(load_16(window + 2 + i), load_16(window + 3 + i));
    asked |= bits_64(found, (v16){0}, (v16){0}, (v16){0}) << i;
  }
  // With the second byte the third and fourth; what stands before the block is taken to be asked about.
  if (s->before[2] >= 0x80) asked |= 3;
  asked |= asked << 1 | asked << 2;
  for (asked &= continuation; asked; asked &= asked - 1) {
    const int place = __builtin_ctzll(asked);
    const int found = sieved(window + place, window[place + 3]);
    w->strong |= (uint64_t)(found == 2) << place;
    w->lone |= (uint64_t)(found == 1) << place;
  }
}

static void scan_vector(const uint8_t *bytes, size_t blocks, text_scan_state *s, text_scan_block *out) {
  for (; blocks; blocks--, bytes += 64, out++) {
    first_words w = {
        .non_ascii = BITS_64(bytes, least_16(v, 0x80)),
        .space = BITS_64(bytes, is_16(v, ' ')),
        .line_feed = BITS_64(bytes, is_16(v, '\n')),
    };
    w.strong = BITS_64(bytes, ~least_16(v, 0x20) | is_16(v, 0x7F)) & ~w.line_feed;
    if (w.non_ascii || s->before[2] >= 0x80) {
      const uint64_t continuation = w.non_ascii & ~BITS_64(bytes, least_16(v, 0xC0));
      if (is_ill_formed_64(bytes, continuation, s)) s->ill_formed = 1;
      sieve_vector(bytes, continuation, s, &w);
    }
    put_block(w, s->before + 1, w.lone != 0, s, out);
    memcpy(s->before, bytes + 61, 3);
  }
}

static int utf8_is_valid_vector(const uint8_t *bytes, size_t length) {
  text_scan_state s = {0};
  uint8_t last[64];
  uint64_t wrong = 0;
  for (; length >= 64; bytes += 64, length -= 64) {
    const uint64_t non_ascii = BITS_64(bytes, least_16(v, 0x80));
    if (non_ascii || s.before[2] >= 0x80)
      wrong |= is_ill_formed_64(bytes, non_ascii & ~BITS_64(bytes, least_16(v, 0xC0)), &s);
    memcpy(s.before, bytes + 61, 3);
  }
  // ASCII behind the end shows a character that is cut off.
  memset(last, '@', sizeof last);
  memcpy(last, bytes, length);
  const uint64_t rest = BITS_64(last, least_16(v, 0x80) & ~least_16(v, 0xC0));
  return !(wrong | is_ill_formed_64(last, rest, &s));
}
#endif

#if defined(__x86_64__)
#include <immintrin.h>

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

// ---- AVX2 ----

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i both(const uint8_t table[16]) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table));
}

AVX2 static inline __m256i high_nibbles(__m256i v) {
  return _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(0x0F));
}

// The bytes `n` places before those of `v`, the last ones of `last` moving in.
#define BYTES_BEFORE(n, v, last) _mm256_alignr_epi8(v, _mm256_permute2x128_si256(last, v, 0x21), 16 - (n))

AVX2 static inline __m256i errors_avx2(__m256i v, __m256i last) {
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

typedef struct nibbles {
  __m256i h1, l1, h2, l2;
} nibbles;

AVX2 static inline __m256i classes_avx2(const sieve_classes *c, const nibbles *n) {
  const __m256i first = _mm256_and_si256(_mm256_shuffle_epi8(both(c->high_1), n->h1), _mm256_shuffle_epi8(both(c->low_1), n->l1));
  const __m256i later = _mm256_and_si256(_mm256_shuffle_epi8(both(c->high_2), n->h2), _mm256_shuffle_epi8(both(c->low_2), n->l2));
  return _mm256_and_si256(first, later);
}

#define IS(v, c) _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)(c)))
#define ONES(v) (uint32_t)_mm256_movemask_epi8(v)
#define NONZERO(v) ~ONES(_mm256_cmpeq_epi8(v, _mm256_setzero_si256()))
#define BITS(c) _mm256_set1_epi8((char)(c))

AVX2 static inline void sieve_avx2(__m256i v, __m256i last, uint32_t *strong, uint32_t *lone) {
  const __m256i a = BYTES_BEFORE(1, v, last), b = BYTES_BEFORE(2, v, last);
  const nibbles n = {high_nibbles(a), _mm256_and_si256(a, BITS(0x0F)), high_nibbles(v), _mm256_and_si256(v, BITS(0x0F))};
  const __m256i pair_2 = classes_avx2(&lead_2, &n);
  const __m256i e0 = _mm256_and_si256(classes_avx2(&behind_e0, &n), IS(b, 0xE0));
  const __m256i of = _mm256_or_si256(_mm256_and_si256(IS(b, 0xE2), BITS(OF_E2)), _mm256_and_si256(IS(b, 0xE3), BITS(OF_E3)));
  const __m256i found = _mm256_or_si256(
      _mm256_or_si256(classes_avx2(&lead_1, &n), _mm256_and_si256(classes_avx2(&behind_e2_e3, &n), of)),
      _mm256_or_si256(_mm256_andnot_si256(BITS(LEAD_2_LONE), pair_2), _mm256_andnot_si256(BITS(E0_LONE), e0)));
  const __m256i four = _mm256_and_si256(_mm256_cmpeq_epi8(_mm256_max_epu8(a, BITS(0xF0)), a), _mm256_cmpgt_epi8(BITS(0xC0), v));
  *strong = NONZERO(found) | ONES(four);
  const __m256i nuktas = _mm256_and_si256(e0, BITS(E0_NUKTA));
  if (!_mm256_testz_si256(nuktas, nuktas)) {
    const __m256i before = BYTES_BEFORE(3, v, last);
#define IS_LAST_AVX2(byte) ONES(IS(before, byte))
    *strong |= NONZERO(nuktas) & NUKTA_JOINS(IS_LAST_AVX2);
  }
  *lone = NONZERO(_mm256_or_si256(_mm256_and_si256(pair_2, BITS(LEAD_2_LONE)), _mm256_and_si256(e0, BITS(E0_LONE)))) & ~*strong;
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

AVX2 static inline __m256i leads_avx2(__m256i v) {
  return _mm256_and_si256(_mm256_shuffle_epi8(both(lead_high), high_nibbles(v)),
                          _mm256_shuffle_epi8(both(lead_low), _mm256_and_si256(v, BITS(0x0F))));
}

AVX2 static inline int has_leads_avx2(__m256i v0, __m256i v1, __m256i last) {
  // Of what comes before, a lead in the last three bytes is enough, but asking all of it costs nothing more.
  const __m256i found = _mm256_or_si256(_mm256_or_si256(leads_avx2(v0), leads_avx2(v1)), leads_avx2(last));
  return !_mm256_testz_si256(found, found);
}

AVX2 static inline uint32_t controls_avx2(__m256i v) {
  return ONES(_mm256_or_si256(_mm256_cmpeq_epi8(_mm256_min_epu8(v, BITS(0x1F)), v), IS(v, 0x7F)));
}

#define WORD(low, high) ((low) | (uint64_t)(high) << 32)

AVX2 static void scan_avx2(const uint8_t *bytes, size_t blocks, text_scan_state *s, text_scan_block *out) {
  uint8_t padded[32] = {0};
  memcpy(padded + 29, s->before, 3);
  __m256i last = _mm256_loadu_si256((const __m256i *)padded), errors = _mm256_setzero_si256();
  for (; blocks; blocks--, bytes += 64, out++) {
    const __m256i v0 = _mm256_loadu_si256((const __m256i *)bytes), v1 = _mm256_loadu_si256((const __m256i *)(bytes + 32));
    first_words w = {
        .non_ascii = WORD(ONES(v0), ONES(v1)),
        .space = WORD(ONES(IS(v0, ' ')), ONES(IS(v1, ' '))),
        .line_feed = WORD(ONES(IS(v0, '\n')), ONES(IS(v1, '\n'))),
    };
    w.strong = WORD(controls_avx2(v0), controls_avx2(v1)) & ~w.line_feed;
    if (w.non_ascii | ONES(last)) {
      errors = _mm256_or_si256(errors, _mm256_or_si256(errors_avx2(v0, last), errors_avx2(v1, v0)));
      if (has_leads_avx2(v0, v1, last)) {
        uint32_t strong[2], lone[2];
        sieve_avx2(v0, last, strong, lone);
        sieve_avx2(v1, v0, strong + 1, lone + 1);
        w.strong |= WORD(strong[0], strong[1]);
        w.lone = WORD(lone[0], lone[1]);
      }
    }
    put_block(w, s->before + 1, w.lone != 0, s, out);
    memcpy(s->before, bytes + 61, 3);
    last = v1;
  }
  s->ill_formed |= !_mm256_testz_si256(errors, errors);
}

AVX2 static int utf8_is_valid_avx2(const uint8_t *bytes, size_t length) {
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

// ---- AVX-512 ----

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,bmi,bmi2,lzcnt")))
#define AVX512_INLINE AVX512 __attribute__((always_inline)) static inline

typedef struct six_classes {
  uint8_t first[64], second[64];
} six_classes;
static const six_classes six_lead_1 = {SIXTY_FOUR(LEAD_1, SIX_LEAD), SIXTY_FOUR(LEAD_1, SIX_SECOND)};
static const six_classes six_lead_2 = {SIXTY_FOUR(LEAD_2, SIX_LEAD), SIXTY_FOUR(LEAD_2, SIX_SECOND)};
static const six_classes six_e0 = {SIXTY_FOUR(BEHIND_E0, SIX_FIRST), SIXTY_FOUR(BEHIND_E0, SIX_SECOND)};
static const six_classes six_e2_e3 = {SIXTY_FOUR(BEHIND_E2_E3, SIX_FIRST), SIXTY_FOUR(BEHIND_E2_E3, SIX_SECOND)};

// Lead bytes whose characters may be let through, by the tables that tell.
enum { ASKS_ONE = 1, ASKS_TWO = 2 };
#define OF_LEADS(first, count, what) [(first) & 63 ... ((first) & 63) + (count) - 1] = what
static const uint8_t asking_of_lead[64] = {
    OF_LEADS(0xC2, 1, ASKS_ONE), OF_LEADS(0xCC, 3, ASKS_ONE), OF_LEADS(0xD2, 1, ASKS_ONE), OF_LEADS(0xD6, 1, ASKS_TWO),
    OF_LEADS(0xD7, 1, ASKS_ONE), OF_LEADS(0xD8, 2, ASKS_TWO), OF_LEADS(0xDB, 3, ASKS_ONE), OF_LEADS(0xDF, 1, ASKS_ONE),
    OF_LEADS(0xE0, 1, ASKS_ONE), OF_LEADS(0xE1, 3, ASKS_TWO), OF_LEADS(0xEA, 1, ASKS_TWO), OF_LEADS(0xEF, 1, ASKS_TWO),
    OF_LEADS(0xF0, 8, ASKS_TWO),
};
static const uint8_t blanks[16] = {[0x0] = ' ', [0xA] = '\n'};
static const uint8_t is_e0[64] = {OF_LEADS(0xE0, 1, 0xFF)};
static const uint8_t of_e2_e3[64] = {[0xE2 & 63] = OF_E2, [0xE3 & 63] = OF_E3};

#define LOAD_512(p) _mm512_loadu_si512((const void *)(p))
#define SIX(table, v) _mm512_permutexvar_epi8(v, LOAD_512(table))
#define SIX_IF(mask, table, v) _mm512_maskz_permutexvar_epi8(mask, v, LOAD_512(table))
#define SET_512(c) _mm512_set1_epi8((char)(c))
// By the low four bits, whatever the others are: the table four times over.
#define SET_128(table) _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(table)))
#define SIXTEEN_512(table, v) _mm512_permutexvar_epi8(v, SET_128(table))
// Bit by bit: a & b & c, a & b | c, a & (b | c).
#define AND_AND(a, b, c) _mm512_ternarylogic_epi64(a, b, c, 0x80)
#define AND_OR(a, b, c) _mm512_ternarylogic_epi64(a, b, c, 0xEA)
#define OR_AND(a, b, c) _mm512_ternarylogic_epi64(a, b, c, 0xE0)

AVX512_INLINE __m512i errors_512(const uint8_t *p, __m512i v) {
  const __m512i a = LOAD_512(p - 1);
  const __m512i pair = AND_AND(SIXTEEN_512(error_high_1, _mm512_srli_epi16(a, 4)), SIXTEEN_512(error_low_1, a),
                               SIXTEEN_512(error_high_2, _mm512_srli_epi16(v, 4)));
  const __m512i third = _mm512_subs_epu8(LOAD_512(p - 2), SET_512(0xE0 - 0x80));
  const __m512i fourth = _mm512_subs_epu8(LOAD_512(p - 3), SET_512(0xF0 - 0x80));
  return _mm512_xor_si512(OR_AND(SET_512(0x80), third, fourth), pair);
}

AVX512_INLINE void sieve_one_512(const uint8_t *p, __m512i v, int has_marks, first_words *w) {
  const __m512i a = LOAD_512(p - 1), b = LOAD_512(p - 2);
  const __mmask64 behind_lead = _mm512_cmpge_epu8_mask(a, SET_512(0xC0)), third = _mm512_cmpge_epu8_mask(b, SET_512(0xC0));
  const __m512i pair = _mm512_and_si512(SIX_IF(behind_lead, six_lead_1.first, a), SIX(six_lead_1.second, v));
  const __m512i e0 = AND_AND(SIX_IF(third, is_e0, b), SIX(six_e0.first, a), SIX(six_e0.second, v));
  const __m512i any = _mm512_or_si512(pair, e0);
  const uint64_t found = _mm512_test_epi8_mask(any, any);
  if (!has_marks && !found) return;
  const __m512i strong = AND_OR(e0, SET_512(~E0_LONE), pair);
  w->strong |= _mm512_test_epi8_mask(strong, strong);
  w->lone |= found;
  // No branch: nuktas come and go from block to block.
  const __m512i before = LOAD_512(p - 3);
#define IS_LAST_512(byte) _mm512_cmpeq_epi8_mask(before, SET_512(byte))
  w->strong |= _mm512_test_epi8_mask(e0, SET_512(E0_NUKTA)) & NUKTA_JOINS(IS_LAST_512);
}

AVX512_INLINE void sieve_two_512(const uint8_t *p, __m512i v, int has_marks, first_words *w) {
  const __m512i a = LOAD_512(p - 1), b = LOAD_512(p - 2);
  const __mmask64 behind_lead = _mm512_cmpge_epu8_mask(a, SET_512(0xC0)), third = _mm512_cmpge_epu8_mask(b, SET_512(0xC0));
  const __m512i pair = _mm512_and_si512(SIX_IF(behind_lead, six_lead_2.first, a), SIX(six_lead_2.second, v));
  const __m512i e2_e3 = AND_AND(SIX_IF(third, of_e2_e3, b), SIX(six_e2_e3.first, a), SIX(six_e2_e3.second, v));
  const __m512i four = _mm512_subs_epu8(a, SET_512(0xEF));
  const __m512i any = _mm512_ternarylogic_epi64(pair, e2_e3, four, 0xFE);
  const uint64_t found = _mm512_test_epi8_mask(any, any);
  if (!has_marks && !found) return;
  const __m512i strong = AND_OR(pair, SET_512(~LEAD_2_LONE), _mm512_or_si512(e2_e3, four));
  w->strong |= _mm512_test_epi8_mask(strong, strong);
  w->lone |= found;
}

// What the last blocks were like. Where some have bytes beyond ASCII, one of ASCII is treated like any other, and where some
// have marks, or ask for one of the two halves of the tables, one without does too: which one is next cannot be foretold, and
// a wrong guess of the processor's takes longer than to look. English with quotation marks in three blocks of ten is scanned
// 1.6 times as fast for it, German 1.6 times, Arabic and Hindi 1.4 times.
enum { sparse, dense, marked };

// Of the block before.
typedef struct carry_512 {
  uint64_t non_ascii, one, two;
} carry_512;

// Three bytes before `p` can be read.
AVX512_INLINE carry_512 scan_block_512(
    const uint8_t *p, carry_512 before, int density, int takes_one, int takes_two, __m512i *errors, text_scan_state *s,
    text_scan_block *out) {
  const __m512i v = LOAD_512(p);
  // C0 controls, DEL and what is beyond ASCII, in one comparison; spaces and line feeds in another, as a byte that a
  // look-up by its low four bits gives back. Each mask that goes to a general register costs as much as a comparison.
  const uint64_t special = _mm512_cmpge_epu8_mask(_mm512_sub_epi8(v, SET_512(0x20)), SET_512(0x5F));
  const uint64_t blank = _mm512_cmpeq_epi8_mask(v, _mm512_shuffle_epi8(SET_128(blanks), v));
  first_words w = {.non_ascii = _mm512_movepi8_mask(v), .space = blank & ~special, .line_feed = blank & special};
  const uint64_t special_ascii = special & ~w.non_ascii & ~blank;
  w.strong = special_ascii;
  carry_512 now = {.non_ascii = w.non_ascii};
  if (w.non_ascii | before.non_ascii >> 61 | (density != sparse)) {
    *errors = _mm512_or_si512(*errors, errors_512(p, v));
    const __m512i asks = SIX_IF(_mm512_cmpge_epu8_mask(v, SET_512(0xC0)), asking_of_lead, v);
    now.one = _mm512_cmpeq_epi8_mask(asks, SET_512(ASKS_ONE));
    now.two = _mm512_cmpeq_epi8_mask(asks, SET_512(ASKS_TWO));
    if (takes_one || (now.one | before.one >> 62)) sieve_one_512(p, v, density == marked, &w);
    if (takes_two || (now.two | before.two >> 62)) sieve_two_512(p, v, density == marked, &w);
    // Behind a lead byte that has no continuation, ASCII looks like one to look-ups by six bits.
    w.strong &= w.non_ascii | special_ascii;
    w.lone &= ~w.strong & w.non_ascii;
  }
  put_block(w, p - 2, density == marked || w.lone, s, out);
  return now;
}

// Blocks between two looks at what they are like, and how many of them are few.
enum { group = 16, few = 2 };
// What a look found, for `text_scan_state.kind`.
#define SPARSE 0
#define DENSE(one, two) (4 + 2 * (one) + (two))
#define MARKED(one, two) (8 + 2 * (one) + (two))

AVX512 static void scan_512(const uint8_t *bytes, size_t blocks, text_scan_state *state, text_scan_block *out) {
  text_scan_state s = *state;
  uint8_t first[3 + 64];
  memcpy(first, s.before, 3);
  memcpy(first + 3, bytes, 64);
  // What stands before the first block is taken to need a look.
  carry_512 c = {~(uint64_t)0, ~(uint64_t)0, ~(uint64_t)0};
  __m512i errors = _mm512_setzero_si512();
  c = scan_block_512(first + 3, c, sparse, 0, 0, &errors, &s, out);
#define SCAN_GROUP(density, takes_one, takes_two)                                                            \
  for (; block < end; block++) {                                                                              \
    c = scan_block_512(bytes + 64 * block, c, density, takes_one, takes_two, &errors, &s, out + block);       \
    beyond += c.non_ascii != 0;                                                                               \
    with_one += c.one != 0;                                                                                   \
    with_two += c.two != 0;                                                                                   \
    with_marks += s.marks != 0;                                                                               \
  }                                                                                                           \
  break
  for (size_t block = 1; block < blocks;) {
    const size_t end = blocks - block < group ? blocks : block + group;
    unsigned beyond = 0, with_one = 0, with_two = 0, with_marks = 0;
    switch (s.kind) {
      case SPARSE: SCAN_GROUP(sparse, 0, 0);
      case DENSE(0, 0): SCAN_GROUP(dense, 0, 0);
      case DENSE(1, 0): SCAN_GROUP(dense, 1, 0);
      case DENSE(0, 1): SCAN_GROUP(dense, 0, 1);
      case DENSE(1, 1): SCAN_GROUP(dense, 1, 1);
      case MARKED(1, 0): SCAN_GROUP(marked, 1, 0);
      case MARKED(0, 1): SCAN_GROUP(marked, 0, 1);
      default: SCAN_GROUP(marked, 1, 1);
    }
    const int one = with_one > few, two = with_two > few;
    s.kind = (uint8_t)(beyond <= few ? SPARSE : with_marks <= few ? DENSE(one, two) : MARKED(one, two));
  }
  memcpy(s.before, bytes + 64 * blocks - 3, 3);
  s.ill_formed |= _mm512_test_epi8_mask(errors, errors);
  *state = s;
}
#endif

static void scan(const uint8_t *bytes, size_t blocks, text_scan_state *s, text_scan_block *out) {
  if (!blocks) return;
  switch (scan_kernel_in_use()) {
#if defined(__x86_64__)
    case scan_kernel_avx512: scan_512(bytes, blocks, s, out); break;
    case scan_kernel_avx2: scan_avx2(bytes, blocks, s, out); break;
#endif
#if TAMIS_SCAN_VECTOR
    case scan_kernel_sse2: case scan_kernel_neon: scan_vector(bytes, blocks, s, out); break;
#endif
    default: scan_portable(bytes, blocks, s, out);
  }
}

void text_scan(const uint8_t *bytes, size_t length, text_scan_state *state, text_scan_block *blocks) {
  const size_t whole = length / 64, rest = length % 64;
  state->attention = state->untidy = state->ill_formed = 0;
  scan(bytes, whole, state, blocks);
  if (!rest) return;
  // '@' belongs to no class and shows a character that is cut off.
  uint8_t last[64];
  memset(last, '@', sizeof last);
  memcpy(last, bytes + whole * 64, rest);
  scan(last, 1, state, blocks + whole);
}

int utf8_is_valid(const uint8_t *bytes, size_t length) {
#if defined(__x86_64__)
  if (scan_kernel_in_use() >= scan_kernel_avx2) return utf8_is_valid_avx2(bytes, length);
#endif
#if TAMIS_SCAN_VECTOR
  if (scan_kernel_in_use() != scan_kernel_portable) return utf8_is_valid_vector(bytes, length);
#endif
  return utf8_is_valid_portable(bytes, length);
}

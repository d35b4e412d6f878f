// How far a text is in order, told without a word for each block.
//
// Most text needs no look, and then `text_scan` is busy with words that nobody reads: moving a mask to a general register
// costs as much as a comparison, and what goes with a block of this kind or that is a branch to be guessed. Here blocks
// only add to what is wrong so far, which is asked about once for eight of them. A character that falls into a class of
// the sieve of text_sieve.h does so here too; the classes are told otherwise: as sets of whole bytes, by their low six bits.
#include "text_scan.h"

#include "scan_kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>

// Bytes from first to last, 0x80…0xBF or 0xC0…0xFF, as bits of a word.
#define BYTES(first, last) ((~(uint64_t)0 >> (63 - ((last) - (first)))) << ((first) & 63))
#define BYTE(byte) BYTES(byte, byte)
#define CONTINUATIONS BYTES(0x80, 0xBF)
// 0xA0, 0xA2, …, 0xBE, and 0xA1, 0xA3, …, 0xBF.
#define EVEN ((uint64_t)0x55555555 << 32)
#define ODD (EVEN << 1)

// Each line: cell(bit of the class, leads, second bytes). C0, C1 and F5…FF are no lead bytes at all.
#define PAIRS(cell, ...)                                                                                           \
  cell(1, BYTE(0xC2), BYTES(0x80, 0xA0) | BYTE(0xAD), __VA_ARGS__)                                                 \
  cell(3, BYTE(0xDB), BYTES(0x96, 0xAF), __VA_ARGS__)                                                              \
  cell(6, BYTE(0xD9), BYTE(0x80) | BYTES(0x8B, 0x8F) | BYTE(0xB0) | BYTES(0xBB, 0xBF), __VA_ARGS__)                \
  cell(7, BYTE(0xD6), BYTES(0x90, 0xBF), __VA_ARGS__)
#define ALWAYS_ASKED                                                                                               \
  (BYTES(0xC0, 0xC1) | BYTES(0xCC, 0xCD) | BYTES(0xDC, 0xDD) | BYTE(0xDF) | BYTES(0xF0, 0xFF))
// For text without marks, in which all marks are wrong and so is whatever starts with E0.
#define PLAIN_PAIRS(cell, ...)                                                                                     \
  PAIRS(cell, __VA_ARGS__)                                                                                         \
  cell(0, ALWAYS_ASKED | BYTE(0xE0), CONTINUATIONS, __VA_ARGS__)                                                   \
  cell(2, BYTE(0xD2) | BYTE(0xD7), BYTES(0x80, 0x8F), __VA_ARGS__)                                                 \
  cell(4, BYTE(0xCE), BYTE(0x87), __VA_ARGS__)                                                                     \
  cell(5, BYTES(0xD8, 0xD9), BYTES(0x90, 0x9F), __VA_ARGS__)
// For text with marks. Greek capitals with an accent are asked about too here.
#define MARKED_PAIRS(cell, ...)                                                                                    \
  PAIRS(cell, __VA_ARGS__)                                                                                         \
  cell(0, ALWAYS_ASKED, CONTINUATIONS, __VA_ARGS__)                                                                \
  cell(2, BYTE(0xCE) | BYTE(0xD2) | BYTE(0xD7), BYTES(0x80, 0x8F), __VA_ARGS__)                                    \
  cell(4, BYTES(0xD8, 0xD9), BYTES(0x93, 0x9F), __VA_ARGS__)                                                       \
  cell(5, BYTES(0xD8, 0xD9), BYTES(0x90, 0x92), __VA_ARGS__)
enum { LONE_PAIRS = 0xE0 };
// Of three bytes, with leads that are not E0. The last two are surrogates too, and U+FE40…FEBF, which is in order.
#define TRIPLES(cell, ...)                                                                                         \
  cell(0, BYTE(0xE2), BYTE(0x80), BYTES(0x80, 0x8F) | BYTES(0xA8, 0xAF), __VA_ARGS__)                              \
  cell(1, BYTE(0xE2), BYTE(0x81) | BYTE(0x83) | BYTE(0xA3) | BYTE(0xA5) | BYTE(0xA7) | BYTE(0xAB) | BYTE(0xB3)     \
           | BYTE(0xB5) | BYTE(0xB7) | BYTE(0xBB), BYTES(0x90, 0xBF), __VA_ARGS__)                                 \
  cell(2, BYTE(0xE2), BYTE(0x84) | BYTE(0x8C), BYTE(0xA6) | BYTES(0xA9, 0xAB), __VA_ARGS__)                        \
  cell(3, BYTE(0xE3), BYTE(0x80), BYTE(0x80) | BYTES(0xAA, 0xAF), __VA_ARGS__)                                     \
  cell(4, BYTE(0xE3), BYTE(0x82), BYTES(0x99, 0x9A), __VA_ARGS__)                                                  \
  cell(5, BYTE(0xE1) | BYTE(0xEA), BYTES(0x80, 0xAF), CONTINUATIONS, __VA_ARGS__)                                  \
  cell(6, BYTE(0xE1) | BYTE(0xED), BYTES(0xA0, 0xB7) | BYTES(0xBC, 0xBF), CONTINUATIONS, __VA_ARGS__)              \
  cell(7, BYTE(0xED) | BYTE(0xEF), BYTES(0xA4, 0xAD) | BYTES(0xB8, 0xBB) | BYTE(0xBF), CONTINUATIONS, __VA_ARGS__)
// Behind E0, second and third byte; the first are overlong too.
#define BEHIND_E0(cell, ...)                                                                                       \
  cell(0, BYTES(0x80, 0xA3) | BYTES(0xBC, 0xBF), CONTINUATIONS, __VA_ARGS__)                                       \
  cell(2, EVEN, BYTES(0xBB, 0xBC), __VA_ARGS__)                                                                    \
  cell(3, BYTES(0xA6, 0xA8) | BYTE(0xAC) | BYTE(0xAE), BYTE(0xB3) | BYTE(0xB6) | BYTE(0xBE), __VA_ARGS__)          \
  cell(4, BYTES(0xB3, 0xB4) | BYTE(0xB7), BYTE(0x82) | BYTE(0x8A) | BYTES(0x8E, 0x8F) | BYTE(0x92) | BYTE(0x9A)    \
           | BYTES(0x9E, 0x9F) | BYTE(0xB2) | BYTE(0xBA) | BYTES(0xBE, 0xBF), __VA_ARGS__)                         \
  cell(5, ODD & ~(BYTE(0xAB) | BYTE(0xBB)), BYTES(0x90, 0x9F), __VA_ARGS__)                                        \
  cell(6, ODD, BYTE(0x8D), __VA_ARGS__)                                                                            \
  cell(7, BYTES(0xB8, 0xBB), BYTES(0x88, 0x8B) | BYTES(0xB8, 0xBB), __VA_ARGS__)
enum { NUKTA = 0x04, LONE_BEHIND_E0 = 0xC0 | NUKTA };
// The last bytes of the three letters of Devanagari that a nukta joins.
#define JOINED_BY_NUKTA (BYTE(0xA8) | BYTE(0xB0) | BYTE(0xB3))

#define HAS(bit, set, n) | ((int)((set) >> (n) & 1) << (bit))
#define PAIR_LEAD(bit, lead, second, n) HAS(bit, lead, n)
#define PAIR_SECOND(bit, lead, second, n) HAS(bit, second, n)
#define TRIPLE_LEAD(bit, lead, second, third, n) HAS(bit, lead, n)
#define TRIPLE_SECOND(bit, lead, second, third, n) HAS(bit, second, n)
#define TRIPLE_THIRD(bit, lead, second, third, n) HAS(bit, third, n)
#define FOUR(CLASSES, field, n) 0 CLASSES(field, n), 0 CLASSES(field, n + 1), 0 CLASSES(field, n + 2), 0 CLASSES(field, n + 3)
#define SIXTEEN(CLASSES, field, n)                                                                                 \
  FOUR(CLASSES, field, n), FOUR(CLASSES, field, n + 4), FOUR(CLASSES, field, n + 8), FOUR(CLASSES, field, n + 12)
#define TABLE(CLASSES, field)                                                                                      \
  {SIXTEEN(CLASSES, field, 0), SIXTEEN(CLASSES, field, 16), SIXTEEN(CLASSES, field, 32), SIXTEEN(CLASSES, field, 48)}
#define NUKTA_BIT(field, n) HAS(2, JOINED_BY_NUKTA, n)

typedef uint8_t table[64];
static const table plain_lead = TABLE(PLAIN_PAIRS, PAIR_LEAD), plain_second = TABLE(PLAIN_PAIRS, PAIR_SECOND);
static const table marked_lead = TABLE(MARKED_PAIRS, PAIR_LEAD), marked_second = TABLE(MARKED_PAIRS, PAIR_SECOND);
static const table triple_lead = TABLE(TRIPLES, TRIPLE_LEAD), triple_second = TABLE(TRIPLES, TRIPLE_SECOND);
static const table triple_third = TABLE(TRIPLES, TRIPLE_THIRD);
static const table e0_second = TABLE(BEHIND_E0, PAIR_LEAD), e0_third = TABLE(BEHIND_E0, PAIR_SECOND);
static const table before_nukta = TABLE(NUKTA_BIT, 0);

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,bmi,bmi2")))
#define AVX512_INLINE AVX512 __attribute__((always_inline)) static inline

#define LOAD(p) _mm512_loadu_si512((const void *)(p))
#define SET(c) _mm512_set1_epi8((char)(c))
#define LOOK_UP(t, v) _mm512_permutexvar_epi8(v, LOAD(t))
// Zero where the mask is not set. Of the intrinsic clang makes two instructions, a look-up and a move under the mask.
#define LOOK_UP_IF(mask, t, v)                                                                                     \
  ({                                                                                                               \
    __m512i found_;                                                                                                \
    __asm__("vpermb %1, %2, %0%{%3%}%{z%}" : "=v"(found_) : "v"(LOAD(t)), "v"(v), "Yk"(mask));                      \
    found_;                                                                                                        \
  })
// a | (~b & c), a | (b & c), a | (b ^ c), (a & ~b) ^ c
#define OR_ANDNOT(a, b, c) _mm512_ternarylogic_epi64(a, b, c, 0xF2)
#define OR_AND(a, b, c) _mm512_ternarylogic_epi64(a, b, c, 0xF8)
#define OR_XOR(a, b, c) _mm512_ternarylogic_epi64(a, b, c, 0xF6)
#define ANDNOT_XOR(a, b, c) _mm512_ternarylogic_epi64(a, b, c, 0x9A)
// Keeps the compiler from what it takes for quicker: these words in a vector, or the opposite of a mask by an instruction that
// vectors have to wait for. Both together, and the look-ups under a mask, make the loop 1.3 times as fast.
#define IN_REGISTER(word) __asm__("" : "+r"(word))

// The bytes of a block, and those one, two and three places before.
typedef struct window {
  __m512i v, a, b, c;
} window;

// What was met so far.
typedef struct findings {
  // Where the top bit of a byte is set, it is a control or no continuation where one belongs, or the other way round.
  __m512i ill;
  // Classes of the sieve.
  __m512i asked;
  // Untidy spaces and marks side by side.
  uint64_t crowded;
  // Of the last block.
  uint64_t space, line_feed, marks;
} findings;

// The places `n` behind those of a word, with the word before it.
#define FOLLOWING(word, before, n) ((word) << (n) | (before) >> (64 - (n)))

AVX512_INLINE void find_marks(const window *w, __m512i pair, findings *f) {
  const __mmask64 is_e0 = _mm512_cmpeq_epi8_mask(w->b, SET(0xE0));
  const __m512i e0 = _mm512_and_si512(LOOK_UP_IF(is_e0, e0_second, w->a), LOOK_UP(e0_third, w->v));
  f->asked = OR_AND(f->asked, pair, SET((uint8_t)~LONE_PAIRS));
  f->asked = OR_AND(f->asked, e0, SET((uint8_t)~LONE_BEHIND_E0));
  f->asked = OR_AND(f->asked, e0, LOOK_UP(before_nukta, w->c));
  const __m512i lone = _mm512_or_si512(_mm512_and_si512(pair, SET(LONE_PAIRS)), _mm512_and_si512(e0, SET(LONE_BEHIND_E0)));
  const uint64_t marks = _mm512_test_epi8_mask(lone, lone), before = f->marks;
  // Two characters that touch have their marks at most five bytes apart.
  const uint64_t before_2 = before | before << 1, before_4 = before_2 | before_2 << 2;
  const uint64_t up_2 = marks | FOLLOWING(marks, before, 1), up_4 = up_2 | FOLLOWING(up_2, before_2, 2);
  f->crowded |= marks & (FOLLOWING(up_4, before_4, 1) | FOLLOWING(marks, before, 5));
  f->marks = marks;
}

AVX512_INLINE void find(const window *w, int has_marks, findings *f) {
  const __mmask64 others = _mm512_cmpneq_epi8_mask(w->v, SET('\n'));
  uint64_t no_line_feed = others, space = _mm512_cmpeq_epi8_mask(w->v, SET(' '));
  IN_REGISTER(no_line_feed);
  const uint64_t line_feed = ~no_line_feed;
  IN_REGISTER(space);
  // Sums that have the top bit when `v` is no ASCII, a control or DEL; none for line feeds.
  const __m512i special = _mm512_maskz_adds_epu8(others, _mm512_sub_epi8(w->v, SET(0x20)), SET(0x21));
  f->ill = OR_ANDNOT(f->ill, w->v, special);
  // The top bit of `second` behind a lead byte, of `third` two places behind one of three bytes. Leads of four are asked
  // about anyway.
  const __m512i second = _mm512_subs_epu8(w->a, SET(0xC0 - 0x80)), third = _mm512_subs_epu8(w->b, SET(0xE0 - 0x80));
  const __m512i misplaced = ANDNOT_XOR(w->v, _mm512_add_epi8(w->v, w->v), second);
  f->ill = OR_XOR(f->ill, misplaced, third);
  const __mmask64 is_second = _mm512_movepi8_mask(second), is_third = _mm512_movepi8_mask(third);
  const __m512i triple =
      _mm512_and_si512(LOOK_UP_IF(is_third, triple_lead, w->b), LOOK_UP(triple_second, w->a));
  f->asked = OR_AND(f->asked, triple, LOOK_UP(triple_third, w->v));
  if (has_marks) {
    const __m512i lead = LOOK_UP_IF(is_second, marked_lead, w->a);
    find_marks(w, _mm512_and_si512(lead, LOOK_UP(marked_second, w->v)), f);
  } else {
    const __m512i lead = LOOK_UP_IF(is_second, plain_lead, w->a);
    f->asked = OR_AND(f->asked, lead, LOOK_UP(plain_second, w->v));
  }
  uint64_t spaces_before = FOLLOWING(space, f->space, 1), feeds_before = FOLLOWING(line_feed, f->line_feed, 1);
  uint64_t two_before = FOLLOWING(line_feed, f->line_feed, 2);
  IN_REGISTER(spaces_before);
  IN_REGISTER(feeds_before);
  IN_REGISTER(two_before);
  f->crowded |= (space & (spaces_before | feeds_before)) | (line_feed & (spaces_before | (feeds_before & two_before)));
  f->space = space;
  f->line_feed = line_feed;
}

// The window at `place` of a text of which all that it covers need not be there. '@' belongs to no class and shows a
// character that is cut off.
AVX512_INLINE window window_at_end(const uint8_t *text, size_t place, size_t length) {
  const size_t rest = length - place;
  const __mmask64 in = rest < 64 ? ((uint64_t)1 << rest) - 1 : ~(uint64_t)0, from = place ? 7 : 0;
  const __m512i other = SET('@');
  const uint8_t *p = text + place;
  return (window){
      _mm512_mask_loadu_epi8(other, in, p),
      _mm512_mask_loadu_epi8(other, in << 1 | from >> 2, p - 1),
      _mm512_mask_loadu_epi8(other, in << 2 | from >> 1, p - 2),
      _mm512_mask_loadu_epi8(other, in << 3 | from, p - 3),
  };
}

// Blocks between two looks at what was met, and how far ahead memory is asked for.
enum { group = 8, ahead = 2048 };

// Goes on from `place`, a multiple of 64, up to the first group in which something was met.
AVX512_INLINE size_t settled(const uint8_t *text, size_t place, size_t length, int has_marks, uint64_t marks_before) {
  findings f = {.ill = _mm512_setzero_si512(), .asked = _mm512_setzero_si512(), .marks = marks_before};
  f.line_feed = (uint64_t)3 << 62;
  if (place) {
    f.space = (uint64_t)(text[place - 1] == ' ') << 63;
    f.line_feed = (uint64_t)(text[place - 1] == '\n') << 63 | (uint64_t)(text[place - 2] == '\n') << 62;
  }
  while (place < length) {
    const size_t start = place, end = length - place < 64 * group ? length : place + 64 * group;
    if (!place) {
      const window w = window_at_end(text, 0, length);
      find(&w, has_marks, &f);
      place = 64;
    }
    for (; place + 64 <= end; place += 64) {
      const uint8_t *p = text + place;
      const window w = {LOAD(p), LOAD(p - 1), LOAD(p - 2), LOAD(p - 3)};
      find(&w, has_marks, &f);
      _mm_prefetch((const char *)(p + ahead), _MM_HINT_T0);
    }
    if (place < end) {
      const window w = window_at_end(text, place, length);
      find(&w, has_marks, &f);
      place = end;
    }
    if (_mm512_movepi8_mask(f.ill) | _mm512_test_epi8_mask(f.asked, f.asked) | f.crowded) return start;
  }
  return length;
}

AVX512 static size_t settled_512(const uint8_t *text, size_t start, size_t length) {
  const size_t plain = settled(text, start, length, 0, 0);
  if (plain == length) return length;
  // What marks stand before `start` is not known; those right behind it are taken not to be alone.
  return settled(text, plain, length, 1, plain > start || !start ? 0 : ~(uint64_t)0);
}

// Whether a character goes over the end of the text.
static int is_cut_off(const uint8_t *text, size_t length) {
  return text[length - 1] >= 0xC0 || (length > 1 && text[length - 2] >= 0xE0);
}
#endif

size_t text_settled(const uint8_t *text, size_t start, size_t length) {
#if defined(__x86_64__)
  if (scan_kernel_in_use() >= scan_kernel_avx512 && start < length) {
    const size_t found = settled_512(text, start, length);
    // The end of a block shows nothing of it. Asked last, when it is in the cache.
    return found == length && is_cut_off(text, length) ? (length - 1) / 64 * 64 : found;
  }
#endif
  (void)text;
  (void)length;
  return start;
}

#include "word_scan.h"

#include <string.h>

#include "byte_scan.h"
#include "word_hash.h"
#include "word_key_512.h"

#define CASE_BITS UINT64_C(0x2020202020202020)
#define HIGH_BITS UINT64_C(0x8080808080808080)

/// A scan under way.
typedef struct walk {
  const uint8_t *bytes;
  size_t length, readable;
  const uint8_t *kinds;
  uint32_t *words;
  word_scan_run *runs;
  word_scan_sizes sizes;
  word_scan_counts counts;
} walk;

/// `count` bytes, 0…8, the rest zero.
static inline uint64_t load(const walk *w, size_t place, size_t count) {
  uint64_t word = 0;
  if (place + 8 <= w->readable) {
    memcpy(&word, w->bytes + place, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    // Shifting by 64 is shifting by nothing: twice by half.
    const unsigned half = 32 - 4 * (unsigned)count;
    return word & (~UINT64_C(0) >> half >> half);
  }
  for (size_t i = 0; i < count; i++) word |= (uint64_t)w->bytes[place + i] << 8 * i;
  return word;
}

/// Whether a word of more than eight letters, of which the first eight are capitals, counts as one of capitals.
static int are_capitals(const walk *w, size_t start, size_t length) {
  const uint8_t *bytes = w->bytes + start;
  const int is_beside = (start > 0 && bytes[-1] >= 0x80) || (start + length < w->length && bytes[length] >= 0x80);
  if (is_beside)
    for (size_t i = 8; i < length; i++)
      if ((uint8_t)(bytes[i] - 'A') >= 26) return 0;
  return 1;
}

static inline void add_word(walk *w, uint64_t hash, uint64_t first, size_t start, size_t length) {
  const uint32_t is_capital = (first & 0x60) == 0x40;
  const uint64_t present = ~UINT64_C(0) >> (64 - 8 * (length < 8 ? length : 8));
  w->counts.capitalized += is_capital;
  const uint32_t all = is_capital & ((first & CASE_BITS & present) == 0) & (length >= 2);
  w->counts.all_capitals += all && length > 8 ? (uint32_t)are_capitals(w, start, length) : all;
  w->counts.longest = length > w->counts.longest ? (uint32_t)length : w->counts.longest;
  w->words[w->sizes.words++] = (uint32_t)(word_mix(hash ^ LAST_WORD) >> 32 & ~UINT64_C(3)) | (length >= 4);
}

/// Whether a mark of general punctuation stands at `place`.
static inline int is_mark(const walk *w, size_t place) {
  const uint8_t *at = w->bytes + place;
  return place + 2 < w->length && at[0] == 0xE2 && at[1] == 0x80 && (at[2] & 0xC0) == 0x80 &&
         !(w->kinds[word_scan_general + (at[2] & 0x3F)] & word_scan_no_mark);
}

/// A word of ASCII of any length.
static void add_long_word(walk *w, size_t start, size_t length) {
  const size_t hashed = length < word_scan_hashed_bytes ? length : word_scan_hashed_bytes;
  uint64_t hash = hashed * LENGTH_FACTOR;
  for (size_t place = 0; place < hashed; place += 8)
    hash = word_mix(hash ^ (load(w, start + place, hashed - place < 8 ? hashed - place : 8) | CASE_BITS));
  add_word(w, hash, load(w, start, length < 8 ? length : 8), start, length);
}

/// What stands between two marks.
static void add_piece(walk *w, size_t start, size_t end) {
  if (start == end) return;
  for (size_t place = start; place < end; place++)
    if (w->bytes[place] >= 0x80) {
      w->runs[w->sizes.runs++] = (word_scan_run){(uint16_t)w->sizes.words, (uint16_t)start, (uint16_t)end};
      return;
    }
  add_long_word(w, start, end - start);
}

/// A run of any length and kind.
static void add_any_run(walk *w, size_t start, size_t end) {
  for (size_t place = start; place < end; place++)
    if (is_mark(w, place)) {
      add_piece(w, start, place);
      w->counts.marks += mark_of(w->kinds[word_scan_general + (w->bytes[place + 2] & 0x3F)]);
      w->counts.characters++;
      start = place + 3;
      place += 2;
    }
  add_piece(w, start, end);
}

/// Mostly one short word of ASCII.
static inline void add_run(walk *w, size_t start, size_t end) {
  const size_t length = end - start;
  if (length > 16 || start + 16 > w->readable) {
    add_any_run(w, start, end);
    return;
  }
  const uint64_t first = load(w, start, length < 8 ? length : 8);
  const uint64_t rest = load(w, start + 8, length < 8 ? 0 : length - 8);
  if ((first | rest) & HIGH_BITS) {
    add_any_run(w, start, end);
    return;
  }
  const uint64_t shorter = word_mix(length * LENGTH_FACTOR ^ (first | CASE_BITS));
  const uint64_t longer = word_mix(shorter ^ (rest | CASE_BITS));
  // Both are made and one is taken: a branch on the length of words is a branch on chance.
  add_word(w, length > 8 ? longer : shorter, first, start, length);
}

static inline void count_marks(walk *w, size_t base, uint64_t others) {
  for (; others; others &= others - 1) {
    const size_t place = base + (unsigned)__builtin_ctzll(others);
    const uint8_t byte = w->bytes[place];
    w->counts.marks += mark_of(w->kinds[byte & 0x7F]);
    if (byte == '/' && place + 1 < w->length && w->bytes[place + 1] == '/') w->counts.marks += mark_of(word_scan_address);
  }
}

static inline void add_counts(walk *w, uint64_t upper, uint64_t digit, uint64_t non_ascii, size_t bytes) {
  const uint32_t beyond = (uint32_t)__builtin_popcountll(non_ascii);
  w->counts.upper += (uint32_t)__builtin_popcountll(upper);
  w->counts.digits += (uint32_t)__builtin_popcountll(digit);
  w->counts.non_ascii += beyond;
  w->counts.characters += (uint32_t)bytes - beyond;
}

static void scan_bitmaps(walk *w) {
  enum { blocks = 4, none = -1 };
  byte_scan_block scan[blocks];
  ptrdiff_t open = none;
  uint64_t carry = 0;
  for (size_t from = 0; from < w->length; from += 64 * blocks) {
    const size_t bytes = w->length - from < 64 * blocks ? w->length - from : 64 * blocks;
    byte_scan(w->bytes + from, bytes, scan);
    for (size_t place = 0; 64 * place < bytes; place++) {
      const byte_scan_block *b = scan + place;
      const size_t base = from + 64 * place, rest = w->length - base;
      const uint64_t valid = rest >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << rest) - 1;
      const uint64_t letters = b->lower | b->upper | b->digit | b->non_ascii;
      add_counts(w, b->upper, b->digit, b->non_ascii, rest < 64 ? rest : 64);
      count_marks(w, base, valid & ~(letters | b->space | b->control | b->newline));
      uint64_t turns = letters ^ (letters << 1 | carry);
      carry = letters >> 63;
      while (turns) {
        const size_t position = base + (unsigned)__builtin_ctzll(turns);
        turns &= turns - 1;
        if (open >= 0) {
          add_run(w, (size_t)open, position);
          open = none;
        } else if (turns) {
          // Mostly a word begins and ends within 64 bytes.
          add_run(w, position, base + (unsigned)__builtin_ctzll(turns));
          turns &= turns - 1;
        } else {
          open = (ptrdiff_t)position;
        }
      }
    }
  }
  if (open >= 0) add_run(w, (size_t)open, w->length);
}

word_scan_sizes word_scan(const uint8_t *bytes, size_t length, size_t readable, const uint8_t *kinds, uint32_t *words,
                          word_scan_run *runs, word_scan_counts *counts) {
  walk w = {bytes, length, readable, kinds, words, runs, {0, 0}, {0}};
  scan_bitmaps(&w);
  word_scan_counts_add(counts, &w.counts);
  return w.sizes;
}

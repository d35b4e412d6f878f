#include "listed_words.h"

#include <string.h>

#include "byte_scan.h"
#include "scan_kernel.h"
#include "scan_vector.h"

enum { kana = 0x3040, kana_end = 0x3100, first_alone = 0x3000, none = 0xFFFFFFFF };

/// A count under way. A byte of the lanes is a list, so they take 255 words.
typedef struct count {
  const uint8_t *bytes;
  size_t length;
  const listed_tables *tables;
  int32_t *hits;
  /// Where the run began that goes on into the block at hand.
  size_t open;
  uint32_t found;
  uint32_t numbers[255];
} count;

/// All bits if two numbers are the same, none otherwise. Asked, it would be a branch on chance.
static inline uint32_t ones(uint32_t one, uint32_t other) { return (uint32_t)(((uint64_t)(one ^ other) - 1) >> 32); }

/// Counts the words at hand.
static void flush(count *c) {
  const listed_word *slots = c->tables->slots;
  const listed_set *sets = c->tables->sets;
  listed_set sum = {{0}};
  for (uint32_t i = 0; i < c->found; i++) {
    const uint32_t number = c->numbers[i];
    const listed_word one = slots[listed_first(number)], other = slots[listed_second(number)];
    const listed_set *set = sets + ((one.set & ones(one.number, number)) | (other.set & ones(other.number, number)));
    for (int lane = 0; lane < listed_words_lists / 8; lane++) sum.lanes[lane] += set->lanes[lane];
  }
  for (int list = 0; list < listed_words_lists; list++)
    c->hits[list] += (int32_t)(sum.lanes[list / 8] >> 8 * (list % 8) & 0xFF);
  c->found = 0;
}

// ---- letter by letter: always right, the definition ----

static inline int continues(const uint8_t *p) { return (*p & 0xC0) == 0x80; }

/// The character of more than two bytes at `p`, of `rest` bytes, `none` if it is ill-formed.
static uint32_t long_character(const uint8_t *p, size_t rest, size_t *size) {
  const uint8_t first = p[0];
  if (first < 0xE0 || first > 0xF4 || rest < 3 || !continues(p + 1) || !continues(p + 2)) return none;
  if (first < 0xF0) {
    const uint32_t value = (uint32_t)(first & 0xF) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    *size = 3;
    return value < 0x800 || (value >= 0xD800 && value < 0xE000) ? none : value;
  }
  if (rest < 4 || !continues(p + 3)) return none;
  const uint32_t value =
      (uint32_t)(first & 7) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
  *size = 4;
  return value < 0x10000 || value > 0x10FFFF ? none : value;
}

static inline void take(count *c, uint32_t number) {
  if (c->found == sizeof c->numbers / sizeof *c->numbers) flush(c);
  c->numbers[c->found++] = number;
}

/// The bytes of a word in small letters.
typedef struct letters {
  uint64_t first, rest;
  uint32_t size;
} letters;

static inline void add_byte(letters *l, uint32_t byte) {
  // What goes beyond sixteen is of a word too long to be listed.
  *(l->size < 8 ? &l->first : &l->rest) |= (uint64_t)byte << (8 * l->size & 63);
  l->size++;
}

static inline void add_letter(letters *l, uint32_t letter) {
  if (letter >= 0x80) {
    add_byte(l, 0xC0 | letter >> 6);
    letter = 0x80 | (letter & 0x3F);
  }
  add_byte(l, letter);
}

/// A word under way.
typedef struct word {
  letters spelling;
  uint32_t characters, letters;
  int may_be_listed;
  /// Where it has come to; and behind its end.
  size_t place, passed;
} word;

/// Takes the character at `w->place`, which is none of the letters of listed words; whether the word goes on behind it.
static __attribute__((noinline)) int take_other(const count *c, word *w, size_t end) {
  const listed_tables *t = c->tables;
  const uint8_t *p = c->bytes + w->place;
  size_t size = 1;
  uint32_t value = *p;
  if (value >= 0xE0)
    value = long_character(p, end - w->place, &size);
  else if (value >= 0x80)
    value = value >= 0xC2 && end - w->place >= 2 && continues(p + 1) ? (value & 0x1F) << 6 | (p[1] & 0x3F) : none;
  if (value >= 0x80 && value < 0x800) size = 2;
  // The other bytes of what is ill-formed are so, too.
  w->passed = w->place + (value == none ? 1 : size);
  if (value == none) return 0;
  const uint16_t facts = t->values[(size_t)t->index[value >> 7] << 7 | (value & 0x7F)];
  const uint16_t bit = (uint16_t)(1 << (facts & 0xF));
  if (!(bit & t->parts)) return 0;
  w->place += size;
  w->passed = w->place + 1;
  w->characters++;
  if (bit & t->unheard) return 1;
  w->may_be_listed = 0;
  w->letters += (bit & t->letters) != 0;
  return value < first_alone || !((facts & t->ideograph) || (value >= kana && value < kana_end));
}

/// The words of `bytes[p ..< end]`.
static void take_letters(count *c, size_t p, size_t end) {
  const uint8_t *bytes = c->bytes;
  const uint16_t *small = c->tables->small;
  while (p < end) {
    word w = {.may_be_listed = 1, .place = p, .passed = p + 1};
    do {
      letters spelling = w.spelling;
      uint32_t left = listed_words_cut - w.characters;
      size_t place = w.place;
      for (; left && place < end; left--) {
        const uint8_t first = bytes[place];
        uint32_t letter = first, size = 1;
        if (first >= 0x80) {
          if ((uint8_t)(first - 0xC2) >= (listed_words_letters >> 6) - 2) break;
          if (end - place < 2 || !continues(bytes + place + 1)) break;
          letter = (uint32_t)(first & 0x1F) << 6 | (bytes[place + 1] & 0x3F);
          size = 2;
        }
        if (!small[letter]) break;
        add_letter(&spelling, small[letter]);
        place += size;
      }
      w.spelling = spelling;
      w.letters += listed_words_cut - w.characters - left;
      w.characters = listed_words_cut - left;
      w.place = place;
      w.passed = place + 1;
    } while (w.characters < listed_words_cut && w.place < end && take_other(c, &w, end));
    if (w.letters && w.may_be_listed && w.letters <= listed_words_longest) 
      take(c, listed_number(w.spelling.first, w.spelling.rest));
    // Without a letter it is no word, and what stands behind it is passed.
    p = w.letters ? w.place : w.passed;
  }
}

void listed_words_portable(const uint8_t *bytes, size_t length, const listed_tables *tables, int32_t *hits) {
  count c = {.bytes = bytes, .length = length, .tables = tables, .hits = hits};
  take_letters(&c, 0, length);
  flush(&c);
}

// ---- by bits: runs of letters, digits and bytes beyond ASCII ----
//
// A run of ASCII is looked up by its eight bytes at once, as no listed word of ASCII is longer, and one with the
// commonest letters of two bytes by sixteen. Only what has anything else goes letter by letter.

static inline uint64_t load(const uint8_t *p) {
  uint64_t word;
  memcpy(&word, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

/// Where a run begins of which the last `known` bytes are known, or the last 64.
static inline size_t run_start(const count *c, size_t end, unsigned known) {
  return known < 64 ? end - known : c->open;
}

/// How many of the 64 bytes before bit `end` of a block are of the run that ends there.
static inline unsigned run_length(uint64_t inside, uint64_t before, unsigned end) {
  // Shifting by 64 is shifting by nothing: first by one.
  const uint64_t others = ~(inside << 1 << (63 - end) | before >> end);
  return others ? (unsigned)__builtin_clzll(others) : 64;
}

/// The last eight bytes before `end`, the last one highest, or what there is of them.
static inline uint64_t last_bytes(const count *c, size_t end) {
  if (end >= 8) return load(c->bytes + end - 8);
  uint64_t word = 0;
  for (size_t i = 0; i < end; i++) word = word >> 8 | (uint64_t)c->bytes[i] << 56;
  return word;
}

/// The last words of the runs of letters and digits of ASCII that end at the bits of `ends`, if they are short enough.
static void take_ascii(count *c, size_t base, uint64_t ends, uint64_t inside, uint64_t before) {
  // Half of 64 bytes end words at most.
  if (c->found + 32 > sizeof c->numbers / sizeof *c->numbers) flush(c);
  uint32_t found = c->found;
  for (; ends; ends &= ends - 1) {
    const unsigned bit = (unsigned)__builtin_ctzll(ends);
    const size_t end = base + bit;
    unsigned length = run_length(inside, before, bit);
    if (length > listed_words_cut) length = (unsigned)((end - run_start(c, end, length)) % listed_words_cut);
    const uint64_t letters = (last_bytes(c, end) | UINT64_C(0x2020202020202020)) >> ((64 - 8 * length) & 63);
    // Written in any case: how long words are cannot be guessed.
    c->numbers[found] = listed_number(letters, 0);
    found += length - 1 < listed_words_longest;
  }
  c->found = found;
}

#if defined(TAMIS_SCAN_VECTOR)
static inline unsigned bits_16(v16 v) {
  const v16 nothing = {0};
  return (unsigned)bits_64(v, nothing, nothing, nothing);
}

/// Of sixteen bytes with those before them and behind them: which are no letters or digits of ASCII and none of the
/// letters of two bytes that `small_16` knows. These are U+00C0 to U+017F without two signs and two letters that it
/// leaves to others, U+0200 to U+023F, and U+0400 to U+045F.
static inline unsigned others_16(v16 before, v16 v, v16 behind) {
#define LEADS(v) (range_16(v, 0xC3, 3) | is_16(v, 0xC8) | range_16(v, 0xD0, 2))
  const v16 second = range_16(v, 0x80, 0x40) & LEADS(before);
  const v16 first = LEADS(v) & range_16(behind, 0x80, 0x40);
  const v16 sign = (is_16(before, 0xC3) & (is_16(v, 0x97) | is_16(v, 0xB7))) |
                   (is_16(before, 0xC4) & (is_16(v, 0xB0) | is_16(v, 0xBF))) |
                   (is_16(before, 0xD1) & range_16(v, 0xA0, 0x20));
  const v16 ascii = range_16(v | 0x20, 'a', 26) | range_16(v, '0', 10);
  return bits_16(~(ascii | first | second) | sign) & 0xFFFF;
#undef LEADS
}

/// The small letters of what `others_16` knows, as `small` has them.
static inline v16 small_16(v16 before, v16 v, v16 behind) {
  const v16 c3 = is_16(before, 0xC3), c4 = is_16(before, 0xC4), c5 = is_16(before, 0xC5), d0 = is_16(before, 0xD0);
  const v16 odd = (c4 & range_16(v, 0x80, 0x38)) | (c5 & range_16(v, 0x8A, 0x2E));
  const v16 even = ((c4 | c5) & range_16(v, 0xB9, 6)) | (c5 & range_16(v, 0x80, 9));
  v16 small = v | (range_16(v, 'A', 26) & 0x20) | (c3 & range_16(v, 0x80, 0x1F) & 0x20) | (odd & 1);
  small += even & v & 1;
  small += d0 & ((range_16(v, 0x90, 0x10) & 0x20) | (range_16(v, 0x80, 0x10) & 0x10));
  small -= d0 & range_16(v, 0xA0, 0x10) & 0x20;
  return small | (is_16(v, 0xD0) & (range_16(behind, 0x80, 0x10) | range_16(behind, 0xA0, 0x10)) & 1);
}

/// Takes a run that is one word of letters and digits that are known here; whether it is.
static inline int take_simple(count *c, size_t start, size_t end) {
  const size_t size = end - start;
  if (start == 0 || c->length - start < 33 || size > 32) return 0;
  const uint8_t *p = c->bytes + start;
  const v16 before = load_16(p - 1), v = load_16(p), behind = load_16(p + 1);
  if (size > 16) {
    // Too long to be listed, if it is of such letters to its end, and not so long that it is cut.
    const unsigned here = 0xFFFF >> (32 - size);
    const v16 rest = load_16(p + 16);
    const unsigned seconds = bits_16(range_16(v, 0x80, 0x40)) | (bits_16(range_16(rest, 0x80, 0x40)) & here) << 16;
    return size - (unsigned)__builtin_popcount(seconds) <= listed_words_cut && others_16(before, v, behind) == 0 &&
           (others_16(load_16(p + 15), rest, load_16(p + 17)) & here) == 0;
  }
  if (others_16(before, v, behind) & 0xFFFF >> (16 - size)) return 0;
  // So many bytes of 0xFF, then zeros.
  static const uint8_t masks[32] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
  const v16 word = small_16(before, v, behind) & load_16(masks + 16 - size);
  take(c, listed_number(load((const uint8_t *)&word), load((const uint8_t *)&word + 8)));
  return 1;
}

/// Which of 64 bytes are of marks that words end at: U+2010 to U+2027, dashes, quotes and the like, and U+00A0 and the
/// angle quotes. `over` has those of one that began before, and gets those of one that goes on behind.
static inline uint64_t marks_64(const count *c, size_t base, uint64_t *over) {
  uint64_t marks = *over;
  *over = 0;
  for (uint64_t leads = BITS_64(c->bytes + base, is_16(v, 0xE2) | is_16(v, 0xC2)); leads; leads &= leads - 1) {
    const unsigned bit = (unsigned)__builtin_ctzll(leads);
    const uint8_t *p = c->bytes + base + bit;
    if (c->length - base - bit < 3) break;
    const int is_short = p[0] == 0xC2 && (p[1] == 0xA0 || p[1] == 0xAB || p[1] == 0xBB);
    const int is_long = p[0] == 0xE2 && p[1] == 0x80 && (uint8_t)(p[2] - 0x90) < 0x18;
    const uint64_t bytes = is_long ? 7 : is_short ? 3 : 0;
    marks |= bytes << bit;
    *over |= bytes >> 1 >> (63 - bit);
  }
  return marks;
}
#else
static inline uint64_t marks_64(const count *c, size_t base, uint64_t *over) {
  (void)c, (void)base, (void)over;
  return 0;
}
static inline int take_simple(count *c, size_t start, size_t end) {
  (void)c, (void)start, (void)end;
  return 0;
}
#endif

/// Whether a run with bytes beyond ASCII has letters that listed words may have: of ASCII, or of two bytes.
static int may_be_listed(const count *c, size_t start, size_t end) {
  for (size_t p = start; p < end; p++) {
    const uint8_t byte = c->bytes[p];
    const int is_lead = byte >= 0xC3 && byte < 0xC0 + (listed_words_letters >> 6);
    if (is_lead || (uint8_t)((byte | 0x20) - 'a') < 26) return 1;
  }
  return 0;
}

static void take_wide(count *c, size_t base, uint64_t ends, uint64_t inside, uint64_t before) {
  for (; ends; ends &= ends - 1) {
    const unsigned bit = (unsigned)__builtin_ctzll(ends);
    const size_t end = base + bit, start = run_start(c, end, run_length(inside, before, bit));
    if (!take_simple(c, start, end) && may_be_listed(c, start, end)) take_letters(c, start, end);
  }
}

void listed_words(const uint8_t *bytes, size_t length, const listed_tables *tables, int32_t *hits) {
  enum { blocks = 8 };
  if (scan_kernel_in_use() == scan_kernel_portable) {
    listed_words_portable(bytes, length, tables, hits);
    return;
  }
  count c = {.bytes = bytes, .length = length, .tables = tables, .hits = hits};
  byte_scan_block scan[blocks + 1];
  uint64_t before = 0, over = 0;
  unsigned is_wide = 0;
  for (size_t from = 0; from < length; from += 64 * blocks) {
    const size_t rest = length - from, here = rest < 64 * blocks ? rest : 64 * blocks;
    byte_scan(bytes + from, here, scan);
    // A last run that fills its block ends behind it.
    size_t blocks_here = (here + 63) / 64;
    if (here == rest) memset(scan + blocks_here++, 0, sizeof *scan);
    for (size_t place = 0; place < blocks_here; place++) {
      const byte_scan_block *b = scan + place;
      const size_t base = from + 64 * place;
      uint64_t marks = over;
      if (b->non_ascii && length - base >= 64)
        marks = marks_64(&c, base, &over);
      else
        over = 0;
      const uint64_t non_ascii = b->non_ascii & ~marks, inside = b->lower | b->upper | b->digit | non_ascii;
      const uint64_t ends = ~inside & (inside << 1 | before >> 63);
      // Adding carries a byte beyond ASCII over the end of its run.
      uint64_t sum;
      const unsigned is_over = __builtin_add_overflow(inside, non_ascii, &sum);
      const unsigned is_far = __builtin_add_overflow(sum, is_wide, &sum);
      take_ascii(&c, base, ends & ~sum, inside, before);
      take_wide(&c, base, ends & sum, inside, before);
      is_wide = is_over | is_far;
      if (~inside)
        c.open = base + 64 - (unsigned)__builtin_clzll(~inside);
      else if (!(before >> 63))
        c.open = base;
      before = inside;
    }
  }
  flush(&c);
}

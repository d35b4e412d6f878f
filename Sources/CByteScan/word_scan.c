#include "word_scan.h"

#include <string.h>

#include "byte_scan.h"
#include "scan_kernel.h"
#include "word_hash.h"
#include "word_key.h"

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
  w->words[w->sizes.words++] = (uint32_t)(mix(hash ^ LAST_WORD) >> 32 & ~UINT64_C(3)) | (length >= 4);
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
    hash = mix(hash ^ (load(w, start + place, hashed - place < 8 ? hashed - place : 8) | CASE_BITS));
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
  const uint64_t shorter = mix(length * LENGTH_FACTOR ^ (first | CASE_BITS));
  const uint64_t longer = mix(shorter ^ (rest | CASE_BITS));
  // Both are made and one is taken: a branch on the length of words is a branch on chance.
  add_word(w, length > 8 ? longer : shorter, first, start, length);
}

static inline void add_marks(walk *w, size_t base, uint64_t others) {
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

static inline int is_word_byte(uint8_t c) {
  return c >= 0x80 || (uint8_t)((c | 0x20) - 'a') < 26 || (uint8_t)(c - '0') < 10;
}

// ---- by bitmaps: always right, the definition ----

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
      add_marks(w, base, valid & ~(letters | b->space | b->control | b->newline));
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

#if defined(__x86_64__)
// ---- AVX-512: eight words at a time, out of the 128 bytes at hand by one permutation ----

/// 64 bytes and what they are; zeros behind the end.
typedef struct chunk {
  __m512i bytes;
  /// The bytes of marks of general punctuation count as `non_ascii`, but not among the `letters` or as `foreign`; where
  /// one begins, `general` has a bit.
  uint64_t letters, upper, digit, non_ascii, others, foreign, general;
} chunk;

/// The kinds of the general punctuation that would begin at each byte, if one did.
TARGET static inline __m512i general_kinds(const walk *w, size_t base) {
  const size_t rest = base + 2 < w->length ? w->length - base - 2 : 0;
  const __mmask64 valid = rest >= 64 ? ~UINT64_C(0) : _bzhi_u64(~UINT64_C(0), (unsigned)rest);
  const __m512i third = _mm512_maskz_loadu_epi8(valid, w->bytes + base + 2);
  const __m512i kinds = _mm512_permutexvar_epi8(third, _mm512_loadu_si512(w->kinds + word_scan_general));
  // What is no trailing byte has no place in the table.
  const __mmask64 trails = _mm512_cmplt_epi8_mask(third, _mm512_set1_epi8((char)0xC0));
  return _mm512_mask_mov_epi8(_mm512_set1_epi8((char)word_scan_no_mark), trails, kinds);
}

/// Takes marks of general punctuation out of the letters; `before` has those of the chunk before.
TARGET static inline void find_general(const walk *w, size_t base, chunk *c, uint64_t before) {
  const __mmask64 leads = _mm512_cmpeq_epi8_mask(c->bytes, _mm512_set1_epi8((char)0xE2));
  if (leads) {
    const size_t rest = w->length - base;
    const __mmask64 valid = rest > 64 ? ~UINT64_C(0) : _bzhi_u64(~UINT64_C(0), (unsigned)rest - 1);
    const __m512i second = _mm512_maskz_loadu_epi8(valid, w->bytes + base + 1);
    c->general = _mm512_mask_cmpeq_epi8_mask(leads, second, _mm512_set1_epi8((char)0x80)) &
                 ~_mm512_movepi8_mask(general_kinds(w, base));
  }
  const uint64_t own = c->general | c->general << 1 | c->general << 2;
  const uint64_t all = own | before >> 63 | before >> 62;
  c->letters &= ~(all | before >> 63 << 1);
  c->foreign &= ~(all | before >> 63 << 1);
}

TARGET static inline chunk read_chunk(const walk *w, size_t base, uint64_t general_before) {
  chunk c;
  const size_t rest = base < w->length ? w->length - base : 0;
  const __mmask64 valid = rest >= 64 ? ~UINT64_C(0) : _bzhi_u64(~UINT64_C(0), (unsigned)rest);
  c.bytes = _mm512_maskz_loadu_epi8(valid, w->bytes + (rest ? base : 0));
  const __m512i folded = _mm512_or_si512(c.bytes, _mm512_set1_epi8(0x20));
  const uint64_t alphabetic =
      _mm512_cmplt_epu8_mask(_mm512_sub_epi8(folded, _mm512_set1_epi8('a')), _mm512_set1_epi8(26));
  c.upper = alphabetic & ~_mm512_test_epi8_mask(c.bytes, _mm512_set1_epi8(0x20));
  c.digit = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(c.bytes, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
  c.non_ascii = _mm512_movepi8_mask(c.bytes);
  c.letters = alphabetic | c.digit | c.non_ascii;
  // Above the space and no letter; the table has nothing for 0x7F.
  c.others = _mm512_cmpgt_epu8_mask(c.bytes, _mm512_set1_epi8(' ')) & ~c.letters;
  c.foreign = c.non_ascii;
  c.general = 0;
  if (c.non_ascii) find_general(w, base, &c, general_before);
  return c;
}

static const uint8_t iota_bytes[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                                       22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
                                       44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

TARGET static inline uint32_t most_byte(__m512i v) {
  const __m256i half = _mm256_max_epu8(_mm512_castsi512_si256(v), _mm512_extracti64x4_epi64(v, 1));
  const __m128i part = _mm_max_epu8(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
  // The least word of the complement, whose upper byte is made the greatest there is.
  const __m128i pairs = _mm_max_epu8(part, _mm_srli_epi16(part, 8));
  const __m128i least = _mm_minpos_epu16(_mm_andnot_si128(pairs, _mm_set1_epi16(0xFF)));
  return 0xFF - ((uint32_t)_mm_cvtsi128_si32(least) & 0xFF);
}

/// The hashes of eight words.
TARGET static inline __m256i hash_8(__m512i first, __m512i rest, __m512i last, __m512i lengths) {
  const __m512i cases = _mm512_set1_epi8(0x20);
  const __m512i hashed = _mm512_min_epu64(lengths, _mm512_set1_epi64(word_scan_hashed_bytes));
  __m512i hash = _mm512_mullo_epi64(hashed, _mm512_set1_epi64((long long)LENGTH_FACTOR));
  hash = mix_8(_mm512_xor_si512(hash, _mm512_or_si512(first, cases)));
  const __m512i longer = mix_8(_mm512_xor_si512(hash, _mm512_or_si512(rest, cases)));
  hash = _mm512_mask_mov_epi64(hash, _mm512_cmpgt_epu64_mask(lengths, _mm512_set1_epi64(8)), longer);
  const __mmask8 very_long = _mm512_cmpgt_epu64_mask(lengths, _mm512_set1_epi64(16));
  if (very_long) {
    const __m512i third = mix_8(_mm512_xor_si512(hash, _mm512_or_si512(last, cases)));
    hash = _mm512_mask_mov_epi64(hash, very_long, third);
  }
  hash = word_of_hash(hash);
  const __mmask8 is_content = _mm512_cmpge_epu64_mask(lengths, _mm512_set1_epi64(4));
  return _mm512_cvtepi64_epi32(_mm512_mask_or_epi64(hash, is_content, hash, _mm512_set1_epi64(1)));
}

/// The words of a chunk, one by one: the last goes on farther than the next 64 bytes.
TARGET static void add_runs(walk *w, size_t base, __m512i from, __m512i to, unsigned count) {
  uint8_t first[64], last[64];
  _mm512_storeu_si512(first, from);
  _mm512_storeu_si512(last, to);
  for (unsigned i = 0; i < count; i++) {
    size_t end = base + last[i];
    if (i + 1 == count)
      while (end < w->length && is_word_byte(w->bytes[end]) && !is_mark(w, end)) end++;
    add_run(w, base + first[i], end);
  }
}

/// A run that is not of ASCII; `starts` has a bit for it and for each word that is.
TARGET static inline void leave_run(walk *w, size_t base, uint64_t starts, unsigned start, unsigned end) {
  const uint32_t words = w->sizes.words + (uint32_t)_mm_popcnt_u64(_bzhi_u64(starts, start));
  w->runs[w->sizes.runs++] = (word_scan_run){(uint16_t)words, (uint16_t)(base + start), (uint16_t)(base + end)};
}

/// How many of eight words that may be of capitals are none.
TARGET static uint64_t no_capitals(const walk *w, size_t base, __m512i from, __m512i lengths, unsigned group,
                                   __mmask8 which) {
  uint8_t starts[64], sizes[64];
  _mm512_storeu_si512(starts, from);
  _mm512_storeu_si512(sizes, lengths);
  uint64_t count = 0;
  for (uint32_t rest = which; rest; rest &= rest - 1) {
    const unsigned place = group + (unsigned)__builtin_ctz(rest);
    count += !are_capitals(w, base + starts[place], sizes[place]);
  }
  return count;
}

TARGET static void scan_avx512(walk *w) {
  const __m512i iota = _mm512_loadu_si512(iota_bytes);
  const __m512i each = _mm512_and_si512(iota, _mm512_set1_epi8(7));
  const __m512i each_rest = _mm512_or_si512(each, _mm512_set1_epi8(8));
  const __m512i each_last = _mm512_or_si512(each, _mm512_set1_epi8(16));
  const __m512i spread = _mm512_and_si512(_mm512_srli_epi16(iota, 3), _mm512_set1_epi8(7));
  const __m512i kinds_low = _mm512_loadu_si512(w->kinds), kinds_high = _mm512_loadu_si512(w->kinds + 64);
  __m512i longest = _mm512_setzero_si512(), marks = longest;
  uint64_t carry = 0, addresses = 0, upper = 0, digits = 0, beyond_ascii = 0, general = 0, capitalized = 0, all_capitals = 0;
  chunk now = read_chunk(w, 0, 0);
  for (size_t base = 0; base < w->length; base += 64) {
    const chunk next = read_chunk(w, base + 64, now.general);
    upper += (uint64_t)_mm_popcnt_u64(now.upper);
    digits += (uint64_t)_mm_popcnt_u64(now.digit);
    beyond_ascii += (uint64_t)_mm_popcnt_u64(now.non_ascii);
    // Eight marks at a time, each in its own eight bytes, one a kind.
    const __m512i others = _mm512_maskz_compress_epi8(now.others, now.bytes);
    for (unsigned group = 0, count = (unsigned)_mm_popcnt_u64(now.others); group < count; group += 8) {
      const __m512i eight = _mm512_permutexvar_epi8(_mm512_add_epi8(spread, _mm512_set1_epi8((char)group)), others);
      const __m512i kinds = _mm512_permutex2var_epi8(kinds_low, eight, kinds_high);
      const __mmask64 is = _mm512_test_epi8_mask(kinds, _mm512_set1_epi64((long long)KIND_BITS));
      marks = _mm512_mask_add_epi8(marks, is, marks, _mm512_set1_epi8(1));
    }
    const uint64_t slashes = _mm512_cmpeq_epi8_mask(now.bytes, _mm512_set1_epi8('/'));
    if (slashes) {
      const uint64_t follows = slashes >> 1 | (uint64_t)((_mm512_cvtsi512_si32(next.bytes) & 0xFF) == '/') << 63;
      addresses += (uint64_t)_mm_popcnt_u64(slashes & follows);
    }
    if (now.general) {
      general += (uint64_t)_mm_popcnt_u64(now.general);
      const __m512i found = _mm512_maskz_compress_epi8(now.general, general_kinds(w, base));
      for (unsigned group = 0, count = (unsigned)_mm_popcnt_u64(now.general); group < count; group += 8) {
        const __m512i kinds = _mm512_permutexvar_epi8(_mm512_add_epi8(spread, _mm512_set1_epi8((char)group)), found);
        const __mmask64 is = _mm512_test_epi8_mask(kinds, _mm512_set1_epi64((long long)KIND_BITS));
        marks = _mm512_mask_add_epi8(marks, is, marks, _mm512_set1_epi8(1));
      }
    }
    const uint64_t before = now.letters << 1 | carry;
    uint64_t starts = now.letters & ~before;
    uint64_t ends = before & ~now.letters;
    // The word that came over the border was done there.
    if (carry) ends = _blsr_u64(ends);
    const uint64_t done = carry ? now.letters & ~(now.letters + 1) : 0;
    carry = now.letters >> 63;
    const unsigned over = carry ? (unsigned)_tzcnt_u64(~next.letters) : 0;
    if (over == 64) {
      // One goes on and on.
      const unsigned count = (unsigned)_mm_popcnt_u64(starts);
      __m512i to = _mm512_maskz_compress_epi8(ends, iota);
      to = _mm512_mask_mov_epi8(to, starts ? UINT64_C(1) << (count - 1) : 0, _mm512_set1_epi8((char)128));
      add_runs(w, base, _mm512_maskz_compress_epi8(starts, iota), to, count);
    } else {
      uint64_t is_open = carry && starts;
      for (uint64_t rest = now.foreign & ~done; rest;) {
        const unsigned start = 63 - (unsigned)_lzcnt_u64(starts & _blsmsk_u64(rest));
        const unsigned end = (unsigned)_tzcnt_u64(~now.letters & ~UINT64_C(0) << start);
        leave_run(w, base, starts, start, end < 64 ? end : 64 + over);
        starts &= ~(UINT64_C(1) << start);
        is_open &= end < 64;
        ends &= end < 64 ? ~(UINT64_C(1) << end) : ~UINT64_C(0);
        rest = end < 64 ? rest & ~UINT64_C(0) << end : 0;
      }
      if (is_open && next.foreign & _bzhi_u64(~UINT64_C(0), over)) {
        const unsigned start = 63 - (unsigned)_lzcnt_u64(starts);
        leave_run(w, base, starts, start, 64 + over);
        starts &= ~(UINT64_C(1) << start);
        is_open = 0;
      }
      const unsigned count = (unsigned)_mm_popcnt_u64(starts);
      const __m512i from = _mm512_maskz_compress_epi8(starts, iota);
      __m512i to = _mm512_maskz_compress_epi8(ends, iota);
      to = _mm512_mask_mov_epi8(to, is_open ? UINT64_C(1) << (count - 1) : 0, _mm512_set1_epi8((char)(64 + over)));
      // Nothing where there are no words.
      const __m512i lengths = _mm512_sub_epi8(to, from);
      capitalized += (uint64_t)_mm_popcnt_u64(starts & now.upper);
      longest = _mm512_max_epu8(longest, lengths);
      uint32_t *words = w->words + w->sizes.words;
      for (unsigned group = 0; group < count; group += 8) {
        const __m512i eight = _mm512_add_epi8(spread, _mm512_set1_epi8((char)group));
        const __m512i start = _mm512_permutexvar_epi8(eight, from);
        const __m512i length = _mm512_permutexvar_epi8(eight, lengths);
        const __m512i first = _mm512_maskz_permutex2var_epi8(_mm512_cmplt_epu8_mask(each, length), now.bytes,
                                                             _mm512_add_epi8(start, each), next.bytes);
        const __m512i rest = _mm512_maskz_permutex2var_epi8(_mm512_cmplt_epu8_mask(each_rest, length), now.bytes,
                                                            _mm512_add_epi8(start, each_rest), next.bytes);
        const __m512i size = _mm512_and_si512(length, _mm512_set1_epi64(0xFF));
        const __m512i last = _mm512_maskz_permutex2var_epi8(_mm512_cmplt_epu8_mask(each_last, length), now.bytes,
                                                            _mm512_add_epi8(start, each_last), next.bytes);
        _mm256_storeu_si256((__m256i *)(words + group), hash_8(first, rest, last, size));
        const __mmask8 capitals = _mm512_testn_epi64_mask(first, _mm512_set1_epi8(0x20)) &
                                  _mm512_cmpgt_epu64_mask(size, _mm512_set1_epi64(1));
        all_capitals += (uint64_t)_mm_popcnt_u32(capitals);
        const __mmask8 long_ones = _mm512_mask_cmpgt_epu64_mask(capitals, size, _mm512_set1_epi64(8));
        if (long_ones) all_capitals -= no_capitals(w, base, from, lengths, group, long_ones);
      }
      w->sizes.words += count;
    }
    now = next;
  }
  w->counts.marks += (uint64_t)_mm512_reduce_add_epi64(marks) + addresses * mark_of(word_scan_address);
  w->counts.upper += (uint32_t)upper;
  w->counts.digits += (uint32_t)digits;
  w->counts.non_ascii += (uint32_t)beyond_ascii;
  w->counts.characters += (uint32_t)(w->length - beyond_ascii + general);
  w->counts.capitalized += (uint32_t)capitalized;
  w->counts.all_capitals += (uint32_t)all_capitals;
  const uint32_t most = most_byte(longest);
  w->counts.longest = most > w->counts.longest ? most : w->counts.longest;
}
#endif

word_scan_sizes word_scan(const uint8_t *bytes, size_t length, size_t readable, const uint8_t *kinds, uint32_t *words,
                          word_scan_run *runs, word_scan_counts *counts) {
  walk w = {bytes, length, readable, kinds, words, runs, {0, 0}, {0}};
#if defined(__x86_64__)
  if (scan_kernel_in_use() == scan_kernel_avx512)
    scan_avx512(&w);
  else
#endif
    scan_bitmaps(&w);
  word_scan_counts_add(counts, &w.counts);
  return w.sizes;
}

#include "word_plain.h"

#include <string.h>

#include "scan_kernel.h"
#include "word_hash.h"

// The definition is that of `word_fold`.

#if defined(__x86_64__)

// ---- AVX-512: bitmaps of all chunks first, then all words, eight at a time ----

enum { most_chunks = 4, most_words = 64 };

/// A text under way. Behind the last chunk there are zeros.
typedef struct plain {
  __m512i bytes[most_chunks + 1];
  /// A bit a byte; those of characters of two bytes have two. `upper` is no more than that.
  uint64_t letters[most_chunks + 1], upper[most_chunks + 1], beyond[most_chunks + 1];
  /// First bytes of characters of two, first bytes of syllables of Hangul, and all bytes that go on a character.
  uint64_t leads[most_chunks + 1], syllables[most_chunks + 1], trails[most_chunks + 1];
  /// Last bytes of syllables, if there are any.
  uint64_t thirds[most_chunks + 1];
  int has_hangul;
  size_t chunks;
  /// A byte a kind, eight times over.
  __m512i marks;
  /// The text, its letters folded.
  uint8_t stream[64 * (most_chunks + 1)];
} plain;

/// The places where words begin and end, by bytes and by characters, a byte each.
typedef struct borders {
  __m512i starts, ends, first, last;
  /// A bit for each word that ends in a syllable of Hangul.
  uint64_t hangul;
  size_t count;
} borders;

/// Bits for places before `place`.
INLINE static inline uint64_t below(ptrdiff_t place) {
  return _bzhi_u64(~UINT64_C(0), (unsigned)(place < 0 ? 0 : place));
}

/// Puts bytes behind the first `count` of `all`, of which the rest is lost.
INLINE static inline __m512i behind(__m512i all, size_t count, __m512i bytes) {
  return _mm512_mask_expand_epi8(all, ~below((ptrdiff_t)count), bytes);
}

/// The first bytes of U+A000 to U+DFFF, of which Hangul is most.
INLINE static inline __mmask64 hangul_leads(__m512i v) {
  return _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8((char)0xEA)), _mm512_set1_epi8(4));
}

/// Whether the first bytes begin a character that this cannot do, as most text of characters of three bytes does.
INLINE static inline int begins_otherwise(const uint8_t *bytes, ptrdiff_t length) {
  const __m512i v = _mm512_maskz_loadu_epi8(below(length), bytes);
  const __mmask64 three = _mm512_cmpge_epu8_mask(v, _mm512_set1_epi8((char)0xE0));
  return (_mm512_mask_cmpneq_epi8_mask(three, v, _mm512_set1_epi8((char)0xE2)) & ~hangul_leads(v)) != 0;
}

/// Reads the chunks, as if all were ASCII; returns whether there are words and marks too many.
INLINE static inline int read_chunks(plain *p, const uint8_t *bytes, const text_ends_parts *ends, const uint8_t *kinds,
                                     word_fold_counts *counts) {
  const ptrdiff_t head = (ptrdiff_t)ends->head, length = ends->tail ? head + 1 + (ptrdiff_t)ends->tail : head;
  const ptrdiff_t moved = ends->tail ? (ptrdiff_t)ends->start - head - 1 : 0;
  __m512i others = _mm512_setzero_si512();
  uint64_t upper = 0, digits = 0, beyond = 0, addresses = 0, slash = 0;
  size_t number = 0;
  if (begins_otherwise(bytes, head)) return -1;
  p->chunks = (size_t)(length + 63) / 64;
  for (size_t i = 0; i < p->chunks; i++) {
    const ptrdiff_t base = 64 * (ptrdiff_t)i;
    const uint64_t first = below(head - base), here = below(length - base);
    // What stands between both parts is zero, which is as good as a space.
    const uint64_t gap = ~first & below(head + 1 - base);
    __m512i v = _mm512_maskz_loadu_epi8(first, bytes + base);
    v = _mm512_mask_loadu_epi8(v, here & ~first & ~gap, bytes + base + moved);
    p->bytes[i] = v;
    const __m512i folded = _mm512_or_si512(v, _mm512_set1_epi8(0x20));
    const uint64_t alphabetic =
        _mm512_cmplt_epu8_mask(_mm512_sub_epi8(folded, _mm512_set1_epi8('a')), _mm512_set1_epi8(26));
    const uint64_t digit = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
    p->upper[i] = alphabetic & ~_mm512_test_epi8_mask(v, _mm512_set1_epi8(0x20));
    p->letters[i] = alphabetic | digit;
    p->beyond[i] = _mm512_movepi8_mask(v);
    upper += (uint64_t)_mm_popcnt_u64(p->upper[i]);
    digits += (uint64_t)_mm_popcnt_u64(digit);
    beyond += (uint64_t)_mm_popcnt_u64(p->beyond[i]);
    // Above the space and no letter; the table has nothing for 0x7F.
    const uint64_t marks = _mm512_cmpgt_epi8_mask(v, _mm512_set1_epi8(' ')) & ~p->letters[i];
    others = behind(others, number, _mm512_maskz_compress_epi8(marks, v));
    number += (size_t)_mm_popcnt_u64(marks);
    const uint64_t slashes = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('/'));
    addresses += (uint64_t)_mm_popcnt_u64(slashes & (slashes << 1 | slash));
    slash = slashes >> 63;
  }
  p->bytes[p->chunks] = _mm512_setzero_si512();
  p->letters[p->chunks] = p->upper[p->chunks] = 0;
  if (number > most_words) return -1;
  const __m512i low = _mm512_loadu_si512(kinds), high = _mm512_loadu_si512(kinds + 64);
  p->marks = add_kinds(_mm512_setzero_si512(), _mm512_permutex2var_epi8(low, others, high), (unsigned)number);
  counts->scan.upper = (uint32_t)upper;
  counts->scan.digits = (uint32_t)digits;
  counts->scan.non_ascii = (uint32_t)beyond;
  counts->scan.characters = (uint32_t)((uint64_t)length - beyond);
  counts->scan.marks = addresses * mark_of(word_scan_address);
  return 0;
}

/// What sixteen characters of two bytes are: a bit each, and how they are folded.
typedef struct pairs {
  __m128i low, high;
  uint32_t letters, upper;
  int is_odd;
} pairs;

INLINE static inline pairs look_up(plain *p, __m128i first, __m128i second, unsigned number, const uint32_t *facts,
                                   word_fold_counts *counts) {
  const __mmask16 here = (__mmask16)_bzhi_u32(0xFFFF, number);
  const __m512i high = _mm512_and_si512(_mm512_cvtepu8_epi32(first), _mm512_set1_epi32(0x1F));
  const __m512i low = _mm512_and_si512(_mm512_cvtepu8_epi32(second), _mm512_set1_epi32(0x3F));
  const __m512i code = _mm512_or_si512(_mm512_slli_epi32(high, 6), low);
  const __m512i fact = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), here, code, facts, 4);
  const __m512i fold = _mm512_and_si512(fact, _mm512_set1_epi32(0xFFFF));
  const __mmask16 letters = _mm512_test_epi32_mask(fact, _mm512_set1_epi32(word_fold_letter));
  const __mmask16 marked = _mm512_cmpge_epu32_mask(fact, _mm512_set1_epi32(1 << 24));
  if (marked) p->marks = add_marks(p->marks, fact, marked);
  counts->scan.digits += (uint32_t)_mm_popcnt_u32(_mm512_test_epi32_mask(fact, _mm512_set1_epi32(word_fold_digit)));
  const __mmask16 odd =
      _mm512_test_epi32_mask(fact, _mm512_set1_epi32(word_fold_single | word_fold_particle | word_fold_ignorable));
  const __m512i from_two = _mm512_sub_epi32(fold, _mm512_set1_epi32(0x80));
  const __mmask16 uneven = _mm512_mask_cmpge_epu32_mask(letters, from_two, _mm512_set1_epi32(0x4000 - 0x80));
  const __m512i top = _mm512_set1_epi32(0x80);
  return (pairs){_mm512_cvtepi32_epi8(_mm512_or_si512(fold, top)),
                 _mm512_cvtepi32_epi8(_mm512_or_si512(_mm512_srli_epi32(fold, 7), top)), letters,
                 _mm512_test_epi32_mask(fact, _mm512_set1_epi32(word_fold_upper)), odd | uneven};
}

/// Tells what is beyond ASCII: characters of two bytes, syllables of Hangul up to U+D77F and marks of general punctuation; -1
/// if there is anything else. Returns whether there are any but the last.
INLINE static inline int tell_beyond(plain *p, const uint8_t *kinds, word_fold_counts *counts) {
  const __m512i general = _mm512_loadu_si512(kinds + word_scan_general);
  uint64_t owed = 0, second_owed = 0, third_owed = 0, early = 0, late = 0, wrong = 0, any = 0;
  uint32_t characters = 0;
  for (size_t i = 0; i < p->chunks; i++) {
    const __m512i v = p->bytes[i];
    const uint64_t trails = p->beyond[i] & _mm512_cmplt_epu8_mask(v, _mm512_set1_epi8((char)0xC0));
    const uint64_t two =
        _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8((char)0xC2)), _mm512_set1_epi8(0x1E));
    const uint64_t three = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)0xE2));
    const uint64_t hangul = hangul_leads(v);
    const uint64_t seconds = three << 1 | second_owed, thirds = seconds << 1 | third_owed;
    // U+AC00 begins with 0xEA, 0xB0; what has 0xED, 0x9E and above is left.
    const uint64_t first = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)0xEA));
    const uint64_t last = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)0xED));
    wrong |= ((first << 1 | early) & _mm512_cmplt_epu8_mask(v, _mm512_set1_epi8((char)0xB0))) |
             ((last << 1 | late) & _mm512_cmpge_epu8_mask(v, _mm512_set1_epi8((char)0x9E)));
    const __m512i third_kinds = _mm512_permutexvar_epi8(v, general);
    wrong |= (p->beyond[i] ^ (two | three | hangul | trails)) |
             (trails ^ (two << 1 | hangul << 1 | hangul << 2 | owed | seconds | thirds)) |
             (seconds & ~_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)0x80))) |
             (thirds & _mm512_movepi8_mask(third_kinds));
    const unsigned marks = (unsigned)_mm_popcnt_u64(thirds);
    p->marks = add_kinds(p->marks, _mm512_maskz_compress_epi8(thirds, third_kinds), marks);
    characters += marks + (uint32_t)_mm_popcnt_u64(two | hangul);
    any |= two | hangul;
    p->leads[i] = two;
    p->syllables[i] = hangul;
    p->trails[i] = trails;
    owed = two >> 63 | hangul >> 63 | hangul >> 62;
    early = first >> 63;
    late = last >> 63;
    second_owed = three >> 63;
    third_owed = seconds >> 63;
  }
  counts->characters = characters;
  return wrong | owed | second_owed | third_owed ? -1 : any != 0;
}

/// Writes syllables of Hangul as `word_fold` does, three bytes each: `all` is how the bytes of chunk `i` are written so far.
INLINE static inline __m512i fold_hangul(plain *p, size_t i, __m512i all) {
  const __m512i iota = _mm512_loadu_si512(iota_bytes), v = p->bytes[i], top = _mm512_set1_epi8((char)0x80);
  const __m512i before = i ? p->bytes[i - 1] : _mm512_setzero_si512(), after = p->bytes[i + 1];
#define SHIFTED(by) (_mm512_add_epi8(iota, _mm512_set1_epi8(by)))
  const __m512i next = _mm512_permutex2var_epi8(v, SHIFTED(1), after);
  const __m512i next_2 = _mm512_permutex2var_epi8(v, SHIFTED(2), after);
  const __m512i back = _mm512_permutex2var_epi8(before, SHIFTED(63), v);
  const __m512i back_2 = _mm512_permutex2var_epi8(before, SHIFTED(62), v);
#undef SHIFTED
#define BITS(x, mask) _mm512_and_si512(x, _mm512_set1_epi8((char)(mask)))
  const __m512i low = _mm512_or_si512(BITS(next_2, 0x3F), BITS(_mm512_slli_epi16(next, 6), 0x40));
  const __m512i middle = _mm512_or_si512(BITS(_mm512_srli_epi16(v, 1), 0x1F), BITS(_mm512_slli_epi16(back, 5), 0xE0));
  const __m512i high = BITS(_mm512_srli_epi16(back_2, 2), 3);
#undef BITS
  const uint64_t first = p->syllables[i], owed = i ? p->syllables[i - 1] : 0;
  const uint64_t second = first << 1 | owed >> 63, third = first << 2 | owed >> 62;
  all = _mm512_mask_mov_epi8(all, first, _mm512_or_si512(low, top));
  all = _mm512_mask_mov_epi8(all, second, _mm512_or_si512(middle, top));
  all = _mm512_mask_mov_epi8(all, third, _mm512_or_si512(high, top));
  p->letters[i] |= first | second | third;
  p->thirds[i] = third;
  return all;
}

/// How many words end in a particle: those of two characters and more whose last one is one.
INLINE static inline uint32_t count_particles(const plain *p, const borders *b, const uint32_t *facts) {
  const __m512i letters = _mm512_sub_epi8(b->last, b->first);
  uint64_t hangul = b->hangul & _mm512_cmpgt_epu8_mask(letters, _mm512_set1_epi8(1));
  uint32_t count = 0;
  __m512i ends = b->ends;
  for (; hangul; hangul >>= 16) {
    const __m512i end = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(ends)), none = _mm512_setzero_si512();
    ends = _mm512_alignr_epi64(ends, ends, 2);
    const __mmask16 here = (__mmask16)hangul;
    const __m512i last = _mm512_mask_i32gather_epi32(none, here, end, p->stream - 3, 1);
    const __m512i seven = _mm512_set1_epi32(0x7F);
    const __m512i middle = _mm512_slli_epi32(_mm512_and_si512(_mm512_srli_epi32(last, 8), seven), 7);
    const __m512i high = _mm512_slli_epi32(_mm512_and_si512(_mm512_srli_epi32(last, 16), _mm512_set1_epi32(3)), 14);
    const __m512i code = _mm512_ternarylogic_epi32(_mm512_and_si512(last, seven), middle, high, 0xFE);
    const __m512i fact = _mm512_mask_i32gather_epi32(none, here, code, facts, 4);
    count += (uint32_t)_mm_popcnt_u32(_mm512_test_epi32_mask(fact, _mm512_set1_epi32(word_fold_particle)));
  }
  return count;
}

/// `fold_beyond` where there are characters of two bytes.
INLINE static inline int fold_pairs(plain *p, const uint32_t *facts, word_fold_counts *counts) {
  const __m512i one_on = _mm512_add_epi8(_mm512_loadu_si512(iota_bytes), _mm512_set1_epi8(1));
  __m512i pending = _mm512_setzero_si512();
  uint64_t owed = 0, letter_owed = 0, upper_owed = 0;
  int is_odd = 0;
  for (size_t i = 0; i < p->chunks; i++) {
    const __m512i v = p->bytes[i];
    const uint64_t two = p->leads[i];
    const unsigned number = (unsigned)_mm_popcnt_u64(two);
    const __m512i first = _mm512_maskz_compress_epi8(two, v);
    const __m512i second = _mm512_maskz_compress_epi8(two, _mm512_permutex2var_epi8(v, one_on, p->bytes[i + 1]));
    const pairs few = look_up(p, _mm512_castsi512_si128(first), _mm512_castsi512_si128(second), number, facts, counts);
    __m256i low = _mm256_castsi128_si256(few.low), high = _mm256_castsi128_si256(few.high);
    uint32_t letters = few.letters, upper = few.upper;
    is_odd |= few.is_odd;
    if (number > 16) {
      const __m128i first_16 = _mm512_extracti32x4_epi32(first, 1), second_16 = _mm512_extracti32x4_epi32(second, 1);
      const pairs more = look_up(p, first_16, second_16, number - 16, facts, counts);
      low = _mm256_inserti128_si256(low, more.low, 1);
      high = _mm256_inserti128_si256(high, more.high, 1);
      letters |= more.letters << 16;
      upper |= more.upper << 16;
      is_odd |= more.is_odd;
    }
    counts->scan.upper += (uint32_t)_mm_popcnt_u32(upper);
    const uint64_t own_letters = _pdep_u64(letters, two), own_upper = _pdep_u64(upper, two);
    p->letters[i] |= own_letters | own_letters << 1 | letter_owed;
    p->upper[i] |= own_upper | own_upper << 1 | upper_owed;
    __m512i folded = _mm512_or_si512(v, _mm512_set1_epi8(0x20));
    folded = _mm512_mask_expand_epi8(folded, two, _mm512_castsi256_si512(low));
    folded = _mm512_mask_expand_epi8(folded, two << 1, _mm512_castsi256_si512(high));
    folded = _mm512_mask_mov_epi8(folded, owed, pending);
    if (p->has_hangul) folded = fold_hangul(p, i, folded);
    _mm512_storeu_si512(p->stream + 64 * i, folded);
    pending = _mm512_permutexvar_epi8(_mm512_set1_epi8((char)(number - 1)), _mm512_castsi256_si512(high));
    owed = two >> 63;
    letter_owed = own_letters >> 63;
    upper_owed = own_upper >> 63;
  }
  return is_odd ? -1 : 0;
}

/// Folds all into the stream; -1 if there is a character that this cannot do.
INLINE static inline int fold_beyond(plain *p, const uint32_t *facts, word_fold_counts *counts) {
  uint64_t pairs = 0, syllables = 0;
  for (size_t i = 0; i < p->chunks; i++) {
    pairs |= p->leads[i];
    syllables |= p->syllables[i];
  }
  p->has_hangul = syllables != 0;
  if (pairs) return fold_pairs(p, facts, counts);
  for (size_t i = 0; i < p->chunks; i++) {
    const __m512i folded = _mm512_or_si512(p->bytes[i], _mm512_set1_epi8(0x20));
    _mm512_storeu_si512(p->stream + 64 * i, fold_hangul(p, i, folded));
  }
  return 0;
}

/// Of a set of bits, those from `place` on, 64 of them.
static inline uint64_t bits_from(const uint64_t *set, size_t place) {
  const unsigned shift = place & 63;
  return set[place >> 6] >> shift | set[(place >> 6) + 1] << 1 << (63 - shift);
}

/// Whether the word at `place`, which begins with a capital, is all capitals; 2 if that is for another to say.
INLINE static inline int are_capitals(const plain *p, size_t place) {
  const uint64_t letters = bits_from(p->letters, place), upper = bits_from(p->upper, place);
  const unsigned capitals = (unsigned)_tzcnt_u64(~upper);
  if (capitals == (unsigned)_tzcnt_u64(~letters)) return capitals < 64 ? 1 : 2;
  // By how many begin it, it may count nevertheless: see word_scan.h.
  return capitals < 8 ? 0 : 2;
}

INLINE static inline int find_borders(plain *p, int is_beyond, borders *b, word_fold_counts *counts) {
  const __m512i iota = _mm512_loadu_si512(iota_bytes);
  __m512i starts = _mm512_setzero_si512(), ends = starts, first = starts, last = starts;
  size_t count = 0, ended = 0, characters = 0, lasting = 0;
  uint64_t before = 0, hangul = 0;
  for (size_t i = 0; i < p->chunks; i++) {
    const uint64_t letters = p->letters[i], shifted = letters << 1 | before;
    const uint64_t start = letters & ~shifted, end = ~letters & shifted;
    before = letters >> 63;
    const __m512i places = _mm512_add_epi8(iota, _mm512_set1_epi8((char)(64 * i)));
    starts = behind(starts, count, _mm512_maskz_compress_epi8(start, places));
    ends = behind(ends, ended, _mm512_maskz_compress_epi8(end, places));
    const uint64_t capital = start & p->upper[i];
    uint64_t next = p->upper[i] >> 1 | p->upper[i + 1] << 63;
    if (is_beyond) {
      const __m512i rank = _mm512_maskz_expand_epi8(~p->trails[i], iota);
      const __m512i ranks = _mm512_add_epi8(rank, _mm512_set1_epi8((char)characters));
      first = behind(first, count, _mm512_maskz_compress_epi8(start, ranks));
      last = behind(last, ended, _mm512_maskz_compress_epi8(end, ranks));
      characters += 64 - (size_t)_mm_popcnt_u64(p->trails[i]);
      const uint64_t after_two = p->upper[i] >> 2 | p->upper[i + 1] << 62;
      if (p->has_hangul) {
        const uint64_t last_ones = end >> 1 | (~p->letters[i + 1] & letters >> 63) << 63;
        hangul |= _pext_u64(p->thirds[i], last_ones) << (lasting & 63);
        lasting += (size_t)_mm_popcnt_u64(last_ones);
      }
      next = (next & ~p->leads[i]) | (after_two & p->leads[i]);
    }
    count += (size_t)_mm_popcnt_u64(start);
    ended += (size_t)_mm_popcnt_u64(end);
    counts->scan.capitalized += (uint32_t)_mm_popcnt_u64(capital);
    for (uint64_t rest = capital & next; rest; rest &= rest - 1) {
      const int are = are_capitals(p, 64 * i + (size_t)__builtin_ctzll(rest));
      if (are == 2) return -1;
      counts->scan.all_capitals += (uint32_t)are;
    }
  }
  if (count > most_words) return -1;
  if (before) {
    ends = behind(ends, ended, _mm512_set1_epi8((char)(64 * p->chunks)));
    last = behind(last, ended, _mm512_set1_epi8((char)characters));
  }
  *b = (borders){starts, ends, is_beyond ? first : starts, is_beyond ? last : ends, hangul, count};
  return 0;
}

/// Eight bytes of words with spaces for those behind their ends: `bits` is how many bits of each are there; `cases` is set
/// in all bytes.
INLINE static inline __m512i spaced(__m512i bytes, __m512i bits, __m512i cases) {
  const __m512i absent = _mm512_sllv_epi64(_mm512_set1_epi64(-1), bits);
  // (absent | cases) & spaces; (bytes & ~absent) | that.
  const __m512i spaces = _mm512_ternarylogic_epi64(absent, cases, _mm512_set1_epi8(0x20), 0xA8);
  return _mm512_ternarylogic_epi64(absent, bytes, spaces, 0xAE);
}

/// Where eight words are read from.
typedef struct source {
  const uint8_t *bytes;
  /// Behind this place they stand so much farther on.
  __m512i head, moved;
  /// The case bit of each byte, or none if the words are folded.
  __m512i cases;
} source;

INLINE static inline __m512i places_of(const source *from, __m512i starts) {
  return _mm512_mask_add_epi64(starts, _mm512_cmpgt_epu64_mask(starts, from->head), starts, from->moved);
}

/// The words from `i` on, as if none had more than eight bytes.
INLINE static inline void hash_short(const source *from, const borders *b, __m512i lengths, __m512i factors,
                                     uint64_t content, size_t i, uint32_t *words) {
  const uint64_t lowest = UINT64_C(0x0101010101010101);
  const __m512i spread = _mm512_and_si512(_mm512_srli_epi16(_mm512_loadu_si512(iota_bytes), 3), _mm512_set1_epi8(7));
  const __m512i eight = _mm512_add_epi8(spread, _mm512_set1_epi8((char)i));
  const __m512i start = _mm512_maskz_permutexvar_epi8(lowest, eight, b->starts);
  const __m512i length = _mm512_maskz_permutexvar_epi8(lowest, eight, lengths);
  const __m512i bytes = _mm512_i64gather_epi64(places_of(from, start), from->bytes, 1);
  const __m512i seed = _mm512_permutexvar_epi64(length, factors);
  __m512i hash = mix_8(_mm512_xor_si512(seed, spaced(bytes, _mm512_slli_epi64(length, 3), from->cases)));
  hash = word_of_hash(hash);
  hash = _mm512_mask_or_epi64(hash, (__mmask8)(content >> i), hash, _mm512_set1_epi64(1));
  _mm256_storeu_si256((__m256i *)(words + i), _mm512_cvtepi64_epi32(hash));
}

/// Hashes all words: as if none had more than eight bytes, and then those that have.
INLINE static inline void hash_words(const source *from, const borders *b, word_fold_counts *counts, uint32_t *words) {
  const uint64_t lowest = UINT64_C(0x0101010101010101), here = below((ptrdiff_t)b->count);
  const __m512i iota = _mm512_loadu_si512(iota_bytes);
  const __m512i spread = _mm512_and_si512(_mm512_srli_epi16(iota, 3), _mm512_set1_epi8(7));
  const __m512i lengths = _mm512_sub_epi8(b->ends, b->starts);
  const __m512i letters = _mm512_maskz_sub_epi8(here, b->last, b->first);
  const uint64_t content = _mm512_cmpgt_epu8_mask(letters, _mm512_set1_epi8(3));
  const __m512i factors = _mm512_mullo_epi64(_mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 8),
                                             _mm512_set1_epi64((long long)LENGTH_FACTOR));
  // By twos: how many there are is less of a surprise.
  for (size_t i = 0; i < b->count; i += 8) {
    hash_short(from, b, lengths, factors, content, i, words);
  }
  const uint64_t is_long = here & _mm512_cmpgt_epu8_mask(lengths, _mm512_set1_epi8(8));
  const uint64_t long_content = _pext_u64(content, is_long);
  const __m512i long_starts = _mm512_maskz_compress_epi8(is_long, b->starts);
  const __m512i long_lengths = _mm512_maskz_compress_epi8(is_long, lengths);
  const __m512i long_places = _mm512_maskz_compress_epi8(is_long, iota);
  for (size_t i = 0, number = (size_t)_mm_popcnt_u64(is_long); i < number; i += 8) {
    const __mmask8 valid = (__mmask8)below((ptrdiff_t)(number - i));
    const __m512i eight = _mm512_add_epi8(spread, _mm512_set1_epi8((char)i));
    const __m512i start = places_of(from, _mm512_maskz_permutexvar_epi8(lowest, eight, long_starts));
    const __m512i length = _mm512_maskz_permutexvar_epi8(lowest, eight, long_lengths);
    const __m512i hashed = _mm512_min_epu64(length, _mm512_set1_epi64(word_scan_hashed_bytes));
    const __m512i bits = _mm512_slli_epi64(hashed, 3), none = _mm512_setzero_si512();
    __m512i hash = _mm512_mullo_epi64(hashed, _mm512_set1_epi64((long long)LENGTH_FACTOR));
    const __m512i first = _mm512_mask_i64gather_epi64(none, valid, start, from->bytes, 1);
    const __m512i rest = _mm512_mask_i64gather_epi64(none, valid, start, from->bytes + 8, 1);
    hash = mix_8(_mm512_xor_si512(hash, spaced(first, bits, from->cases)));
    hash = mix_8(_mm512_xor_si512(hash, spaced(rest, _mm512_sub_epi64(bits, _mm512_set1_epi64(64)), from->cases)));
    const __mmask8 longer = _mm512_mask_cmpgt_epu64_mask(valid, hashed, _mm512_set1_epi64(16));
    if (longer) {
      const __m512i last = _mm512_mask_i64gather_epi64(none, longer, start, from->bytes + 16, 1);
      const __m512i left = _mm512_sub_epi64(bits, _mm512_set1_epi64(128));
      hash = _mm512_mask_mov_epi64(hash, longer, mix_8(_mm512_xor_si512(hash, spaced(last, left, from->cases))));
    }
    hash = word_of_hash(hash);
    const __m512i found = _mm512_mask_or_epi64(hash, (__mmask8)(long_content >> i), hash, _mm512_set1_epi64(1));
    const __m512i to = _mm512_maskz_permutexvar_epi8(lowest, eight, long_places);
    _mm512_mask_i64scatter_epi32(words, valid, to, _mm512_cvtepi64_epi32(found), 4);
  }
  counts->scan.longest = most_byte(letters);
}

TARGET static int32_t plain_avx512(const uint8_t *bytes, const text_ends_parts *ends, size_t readable,
                                   const uint8_t *kinds, const uint32_t *facts, uint32_t *words,
                                   word_fold_counts *counts) {
  plain p;
  word_fold_counts found = {0};
  if (read_chunks(&p, bytes, ends, kinds, &found)) return -1;
  int is_beyond = 0;
  if (found.scan.non_ascii) {
    is_beyond = tell_beyond(&p, kinds, &found);
    if (is_beyond && (is_beyond < 0 || fold_beyond(&p, facts, &found))) return -1;
  }
  borders b;
  if (find_borders(&p, is_beyond, &b, &found)) return -1;
  source from = {p.stream, _mm512_set1_epi64((long long)ends->head), _mm512_setzero_si512(), _mm512_setzero_si512()};
  if (!is_beyond) {
    from.cases = _mm512_set1_epi8(0x20);
    if ((ends->tail ? ends->start + ends->tail : ends->head) + word_scan_hashed_bytes <= readable) {
      // Where they stand: what was stored a moment ago would have to be waited for.
      from.bytes = bytes;
      from.moved = _mm512_set1_epi64(ends->tail ? (long long)(ends->start - ends->head - 1) : 0);
    } else {
      for (size_t i = 0; i < p.chunks; i++) _mm512_storeu_si512(p.stream + 64 * i, p.bytes[i]);
    }
  }
  hash_words(&from, &b, &found, words);
  if (b.hangul) found.particles = count_particles(&p, &b, facts);
  found.scan.marks += (uint64_t)_mm512_reduce_add_epi64(p.marks);
  word_fold_counts_add(counts, &found);
  return (int32_t)b.count;
}
#endif

int32_t word_plain(const uint8_t *bytes, const text_ends_parts *ends, size_t readable, const uint8_t *kinds,
                   const uint32_t *facts, uint32_t *words, word_fold_counts *counts) {
#if defined(__x86_64__)
  const size_t length = ends->tail ? ends->head + 1 + ends->tail : ends->head;
  if (length > word_plain_most_bytes || scan_kernel_in_use() != scan_kernel_avx512) return -1;
  return plain_avx512(bytes, ends, readable, kinds, facts, words, counts);
#else
  (void)bytes, (void)ends, (void)readable, (void)kinds, (void)facts, (void)words, (void)counts;
  return -1;
#endif
}

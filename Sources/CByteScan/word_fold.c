#include "word_fold.h"

#include <stddef.h>
#include <string.h>

#include "scan_kernel.h"
#include "word_hash.h"
#include "word_key_512.h"

// The definition is the judge's own way, character by character: see ForeignWords.swift.

#if defined(__x86_64__)

// ---- AVX-512 ----

enum {
  chars_room = word_fold_most_bytes + 64,
  stream_room = 3 * word_fold_most_bytes + 96,
  groups = 5,
  stream_groups = 14,
};

/// Puts the lowest bits of `bits`, the others being zero, behind `at` bits.
static inline void append(uint64_t *set, size_t at, uint64_t bits) {
  const unsigned shift = at & 63;
  set[at >> 6] |= bits << shift;
  set[(at >> 6) + 1] |= bits >> 1 >> (63 - shift);
}

/// The first, second and third byte of each character; returns how many there are, or -1. `are_long` gets bits if any may
/// be folded to three bytes, as those from U+4000 on are.
INLINE static inline int32_t split(const uint8_t *bytes, size_t length, uint8_t (*parts)[chars_room],
                                   uint64_t *are_long) {
  int32_t count = 0;
  uint64_t owed = 0;
  *are_long = 0;
  for (size_t base = 0; base < length; base += 64) {
    const size_t rest = length - base;
    const __mmask64 here = _bzhi_u64(~UINT64_C(0), rest < 64 ? (unsigned)rest : 64);
    const __mmask64 here_1 = _bzhi_u64(~UINT64_C(0), rest < 65 ? (unsigned)rest - 1 : 64);
    const __mmask64 here_2 = _bzhi_u64(~UINT64_C(0), rest < 2 ? 0 : rest < 66 ? (unsigned)rest - 2 : 64);
    const __m512i first = _mm512_maskz_loadu_epi8(here, bytes + base);
    const __m512i second = _mm512_maskz_loadu_epi8(here_1, bytes + base + 1);
    const __m512i third = _mm512_maskz_loadu_epi8(here_2, bytes + base + 2);
    const __mmask64 beyond = _mm512_movepi8_mask(first);
    const __mmask64 two = _mm512_cmpge_epu8_mask(first, _mm512_set1_epi8((char)0xC0));
    const __mmask64 three = _mm512_cmpge_epu8_mask(first, _mm512_set1_epi8((char)0xE0));
    // 0xC0, 0xC1 and 0xF0 and above; 0xE0 before less than 0xA0, 0xED before what is not.
    const __mmask64 low = _mm512_cmplt_epu8_mask(second, _mm512_set1_epi8((char)0xA0));
    const __mmask64 odd = _mm512_cmpge_epu8_mask(first, _mm512_set1_epi8((char)0xF0)) |
                          (two & _mm512_cmplt_epu8_mask(first, _mm512_set1_epi8((char)0xC2))) |
                          (_mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8((char)0xE0)) & low) |
                          (_mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8((char)0xED)) & ~low);
    if (odd | ((beyond & ~two) ^ (two << 1 | three << 2 | owed))) return -1;
    owed = two >> 63 | three >> 62;
    *are_long |= _mm512_cmpge_epu8_mask(first, _mm512_set1_epi8((char)0xE4));
    const __mmask64 starts = here & ~(beyond & ~two);
    _mm512_storeu_si512(parts[0] + count, _mm512_maskz_compress_epi8(starts, first));
    _mm512_storeu_si512(parts[1] + count, _mm512_maskz_compress_epi8(starts, second));
    _mm512_storeu_si512(parts[2] + count, _mm512_maskz_compress_epi8(starts, third));
    count += (int32_t)_mm_popcnt_u64(starts);
  }
  // What ``count_ascii`` reads behind the last one: 64 characters of 64 bytes leave none of the zeros there.
  parts[0][count] = 0;
  return owed ? -1 : count;
}

/// The words' characters, and how the bytes of their letters stand one behind the other.
typedef struct folded {
  /// A bit a character that is not passed over.
  uint64_t letters[groups + 1], singles[groups + 1], upper[groups + 1], particles[groups + 1];
  /// A bit a byte of the stream, where a word begins.
  uint64_t starts[stream_groups + 1];
  size_t chars, bytes;
  uint8_t stream[stream_room];
  /// The bytes of each character that stands alone; what is there for others means nothing.
  uint32_t alone[chars_room];
} folded;

/// The code points of characters of one to three bytes; `two` has those of two or more, `three` those of three.
TARGET static inline __m512i code_points(__m512i first, __m512i second, __m512i third, __mmask16 two, __mmask16 three) {
  const __m512i six = _mm512_set1_epi32(0x3F);
  const __m512i high = _mm512_slli_epi32(_mm512_and_si512(first, _mm512_set1_epi32(0x1F)), 6);
  const __m512i code = _mm512_mask_or_epi32(first, two, high, _mm512_and_si512(second, six));
  return _mm512_mask_or_epi32(code, three, _mm512_slli_epi32(code, 6), _mm512_and_si512(third, six));
}

/// Sixteen characters are looked up at a time, and what is known of them is gathered into bytes, so that it is asked of 64.
INLINE static inline void fold_chars(uint8_t (*parts)[chars_room], int32_t count, const uint32_t *facts, folded *f,
                                     word_fold_counts *counts) {
  const uint64_t lanes = UINT64_C(0x1111111111111111);
  uint64_t before = 0;
  __m512i marks = _mm512_setzero_si512();
  for (int32_t i = 0; i < count; i += 64) {
    const unsigned size = count - i < 64 ? (unsigned)(count - i) : 64;
    __m512i flags = _mm512_setzero_si512(), kinds = flags, written[4];
    for (unsigned part = 0; 16 * part < size; part++) {
      const __mmask16 here = (__mmask16)_bzhi_u32(0xFFFF, size - 16 * part);
      const uint8_t *at = parts[0] + i + 16 * part;
      const __m512i first = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)at));
      const __m512i second = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(at + chars_room)));
      const __m512i third = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(at + 2 * chars_room)));
      const __mmask16 two = _mm512_cmpge_epu32_mask(first, _mm512_set1_epi32(0x80));
      const __mmask16 three = _mm512_cmpge_epu32_mask(first, _mm512_set1_epi32(0xE0));
      const __m512i code = code_points(first, second, third, two, three);
      const __m512i fact = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), here, code, facts, 4);
      const __mmask16 quarter = (__mmask16)(0xF << 4 * part);
      flags = _mm512_mask_broadcast_i32x4(flags, quarter, _mm512_cvtepi32_epi8(_mm512_srli_epi32(fact, 16)));
      kinds = _mm512_mask_broadcast_i32x4(kinds, quarter, _mm512_cvtepi32_epi8(_mm512_srli_epi32(fact, 24)));
      // One to three bytes each, of which all but a single one have their highest bit.
      const __m512i fold = _mm512_and_si512(fact, _mm512_set1_epi32(0xFFFF));
      const __mmask16 long_2 = _mm512_cmpge_epu32_mask(fold, _mm512_set1_epi32(0x80));
      const __mmask16 long_3 = _mm512_cmpge_epu32_mask(fold, _mm512_set1_epi32(0x4000));
      const __m512i low = _mm512_and_si512(fold, _mm512_set1_epi32(0x7F));
      const __m512i middle = _mm512_and_si512(_mm512_slli_epi32(fold, 1), _mm512_set1_epi32(0xFF00));
      const __m512i high = _mm512_and_si512(_mm512_slli_epi32(fold, 2), _mm512_set1_epi32(0xFF0000));
      const __m512i several = _mm512_ternarylogic_epi32(low, middle, high, 0xFE);
      const __m512i more = _mm512_mask_mov_epi32(_mm512_set1_epi32(0x8080), long_3, _mm512_set1_epi32(0x808080));
      written[part] = _mm512_mask_or_epi32(fold, long_2, several, more);
    }
    const uint64_t here = _bzhi_u64(~UINT64_C(0), size);
    const uint64_t beyond = here & _mm512_movepi8_mask(_mm512_loadu_si512(parts[0] + i));
#define ALL_THAT_ARE(fact) _mm512_test_epi8_mask(flags, _mm512_set1_epi8((fact) >> 16))
    const uint64_t letters = ALL_THAT_ARE(word_fold_letter), singles = ALL_THAT_ARE(word_fold_single);
    const uint64_t upper = ALL_THAT_ARE(word_fold_upper), particles = ALL_THAT_ARE(word_fold_particle);
    const uint64_t digits = ALL_THAT_ARE(word_fold_digit), kept = here & ~ALL_THAT_ARE(word_fold_ignorable);
#undef ALL_THAT_ARE
    counts->characters += (uint32_t)_mm_popcnt_u64(beyond);
    counts->singles += (uint32_t)_mm_popcnt_u64(singles);
    counts->scan.upper += (uint32_t)_mm_popcnt_u64(upper & beyond);
    counts->scan.digits += (uint32_t)_mm_popcnt_u64(digits & beyond);
    const uint64_t marked = beyond & _mm512_test_epi8_mask(kinds, kinds);
    if (marked) marks = add_kinds(marks, _mm512_maskz_compress_epi8(marked, kinds), (unsigned)_mm_popcnt_u64(marked));
    // Among those that are kept.
    const uint64_t near_letters = _pext_u64(letters, kept);
    const uint64_t near_starts = near_letters & ~(near_letters << 1 | before);
    const unsigned chars = (unsigned)_mm_popcnt_u64(kept);
    if (chars) before = near_letters >> (chars - 1) & 1;
    const uint64_t starts = _pdep_u64(near_starts, kept);
    append(f->letters, f->chars, near_letters);
    if (singles) append(f->singles, f->chars, _pext_u64(singles, kept));
    if (upper) append(f->upper, f->chars, _pext_u64(upper, kept));
    if (particles) append(f->particles, f->chars, _pext_u64(particles, kept));
    for (unsigned from = 0; from < size; from += 16) {
      const __m512i all = written[from / 16];
      // In most scripts there are none.
      if (singles) {
        const size_t at = f->chars + (size_t)_mm_popcnt_u64(_bzhi_u64(kept, from));
        _mm512_storeu_si512(f->alone + at, _mm512_maskz_compress_epi32((__mmask16)(kept >> from), all));
      }
      const uint64_t taken = _pdep_u64(letters >> from, lanes);
      if (!taken) continue;
      const uint64_t bytes = (_mm512_movepi8_mask(all) | lanes) & ((taken << 4) - taken);
      _mm512_storeu_si512(f->stream + f->bytes, _mm512_maskz_compress_epi8(bytes, all));
      append(f->starts, f->bytes, _pext_u64(_pdep_u64(starts >> from, lanes), bytes));
      f->bytes += (size_t)_mm_popcnt_u64(bytes);
    }
    f->chars += chars;
  }
  counts->scan.marks += (uint64_t)_mm512_reduce_add_epi64(marks);
}

/// Those of 32 characters from `half` on that are kept, two bytes each, behind the `f->chars` there are.
INLINE static inline void append_alone(folded *f, uint64_t kept, unsigned half, __m512i both) {
  for (unsigned part = 0; part < 32; part += 16) {
    const unsigned from = half + part;
    const __m256i two_bytes = part ? _mm512_extracti64x4_epi64(both, 1) : _mm512_castsi512_si256(both);
    const size_t at = f->chars + (size_t)_mm_popcnt_u64(_bzhi_u64(kept, from));
    _mm512_storeu_si512(f->alone + at, _mm512_maskz_compress_epi32((__mmask16)(kept >> from), _mm512_cvtepu16_epi32(two_bytes)));
  }
}

/// `fold_chars` for text without characters that fold to three bytes; -1 if it has one. ASCII is folded 64 characters at a
/// time by comparing, and only the others among them are looked up.
INLINE static inline int fold_pairs(uint8_t (*parts)[chars_room], int32_t count, const uint32_t *facts, folded *f,
                                    word_fold_counts *counts) {
  uint64_t before = 0;
  __m512i marks = _mm512_setzero_si512();
  for (int32_t i = 0; i < count; i += 64) {
    const uint64_t here = _bzhi_u64(~UINT64_C(0), count - i < 64 ? (unsigned)(count - i) : 64);
    const __m512i first = _mm512_maskz_loadu_epi8(here, parts[0] + i);
    __m512i low = _mm512_or_si512(first, _mm512_set1_epi8(0x20)), high = _mm512_setzero_si512();
    const uint64_t alphabetic =
        _mm512_cmplt_epu8_mask(_mm512_sub_epi8(low, _mm512_set1_epi8('a')), _mm512_set1_epi8(26));
    const uint64_t digit = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(first, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
    const uint64_t beyond = _mm512_movepi8_mask(first);
    uint64_t letters = alphabetic | digit, singles = 0, particles = 0, kept = here, two = 0;
    uint64_t upper = alphabetic & ~_mm512_test_epi8_mask(first, _mm512_set1_epi8(0x20));
    const unsigned number = (unsigned)_mm_popcnt_u64(beyond);
    if (number) {
      uint8_t leads[64], seconds[64], thirds[64], lows[64], highs[64];
      _mm512_storeu_si512(leads, _mm512_maskz_compress_epi8(beyond, first));
      _mm512_storeu_si512(seconds, _mm512_maskz_compress_epi8(beyond, _mm512_loadu_si512(parts[1] + i)));
      _mm512_storeu_si512(thirds, _mm512_maskz_compress_epi8(beyond, _mm512_loadu_si512(parts[2] + i)));
      uint64_t is_letter = 0, is_single = 0, is_upper = 0, is_particle = 0, is_ignorable = 0, is_two = 0;
      for (unsigned at = 0; at < number; at += 16) {
        const __mmask16 taken = (__mmask16)_bzhi_u32(0xFFFF, number - at);
        const __m512i lead = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(leads + at)));
        const __m512i second = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(seconds + at)));
        const __m512i third = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(thirds + at)));
        const __mmask16 three = _mm512_cmpge_epu32_mask(lead, _mm512_set1_epi32(0xE0));
        const __m512i code = code_points(lead, second, third, 0xFFFF, three);
        const __m512i fact = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), taken, code, facts, 4);
        const __mmask16 found = _mm512_test_epi32_mask(fact, _mm512_set1_epi32(word_fold_letter));
        const __mmask16 capital = _mm512_test_epi32_mask(fact, _mm512_set1_epi32(word_fold_upper));
        const __mmask16 numeric = _mm512_test_epi32_mask(fact, _mm512_set1_epi32(word_fold_digit));
        counts->scan.digits += (uint32_t)_mm_popcnt_u32(numeric);
        is_letter |= (uint64_t)found << at;
        is_upper |= (uint64_t)capital << at;
        // All that is no plain letter.
        const __m512i odd = _mm512_set1_epi32(
            (int)(UINT32_C(0xFF000000) | word_fold_single | word_fold_particle | word_fold_ignorable));
        if (_mm512_test_epi32_mask(fact, odd)) {
          is_single |= (uint64_t)_mm512_test_epi32_mask(fact, _mm512_set1_epi32(word_fold_single)) << at;
          is_particle |= (uint64_t)_mm512_test_epi32_mask(fact, _mm512_set1_epi32(word_fold_particle)) << at;
          is_ignorable |= (uint64_t)_mm512_test_epi32_mask(fact, _mm512_set1_epi32(word_fold_ignorable)) << at;
          marks = add_marks(marks, fact, _mm512_cmpge_epu32_mask(fact, _mm512_set1_epi32(1 << 24)));
        }
        const __m512i fold = _mm512_and_si512(fact, _mm512_set1_epi32(0xFFFF));
        if (_mm512_cmpge_epu32_mask(fold, _mm512_set1_epi32(0x4000))) return -1;
        const __mmask16 long_2 = _mm512_cmpge_epu32_mask(fold, _mm512_set1_epi32(0x80));
        is_two |= (uint64_t)long_2 << at;
        const __m128i trail = _mm512_cvtepi32_epi8(
            _mm512_or_si512(_mm512_srli_epi32(fold, 7), _mm512_set1_epi32(0x80)));
        _mm_storeu_si128((__m128i *)(lows + at),
                         _mm512_cvtepi32_epi8(_mm512_mask_or_epi32(fold, long_2, fold, _mm512_set1_epi32(0x80))));
        _mm_storeu_si128((__m128i *)(highs + at), trail);
      }
      low = _mm512_mask_expandloadu_epi8(low, beyond, lows);
      high = _mm512_maskz_expandloadu_epi8(beyond, highs);
      letters |= _pdep_u64(is_letter, beyond);
      singles = _pdep_u64(is_single, beyond);
      particles = _pdep_u64(is_particle, beyond);
      upper |= _pdep_u64(is_upper, beyond);
      two = _pdep_u64(is_two, beyond);
      kept &= ~_pdep_u64(is_ignorable, beyond);
      counts->characters += number;
      counts->singles += (uint32_t)_mm_popcnt_u64(is_single);
      counts->scan.upper += (uint32_t)_mm_popcnt_u64(is_upper);
    }
    // Among those that are kept.
    const uint64_t near_letters = _pext_u64(letters, kept), near_singles = _pext_u64(singles, kept);
    const uint64_t near_starts = near_letters & ~(near_letters << 1 | before);
    const unsigned chars = (unsigned)_mm_popcnt_u64(kept);
    if (chars) before = near_letters >> (chars - 1) & 1;
    append(f->letters, f->chars, near_letters);
    if (singles) append(f->singles, f->chars, near_singles);
    append(f->upper, f->chars, _pext_u64(upper, kept));
    if (particles) append(f->particles, f->chars, _pext_u64(particles, kept));
    const uint64_t starts = _pdep_u64(near_starts, kept);
    for (unsigned half = 0; half < 64; half += 32) {
      const __m256i lower = half ? _mm512_extracti64x4_epi64(low, 1) : _mm512_castsi512_si256(low);
      const __m256i upper_half = half ? _mm512_extracti64x4_epi64(high, 1) : _mm512_castsi512_si256(high);
      const __m512i both = _mm512_or_si512(_mm512_cvtepu8_epi16(lower), _mm512_slli_epi16(_mm512_cvtepu8_epi16(upper_half), 8));
      if (singles) append_alone(f, kept, half, both);
      const uint64_t even = UINT64_C(0x5555555555555555);
      const uint64_t bytes = _pdep_u64(letters >> half, even) | _pdep_u64((two & letters) >> half, even) << 1;
      _mm512_storeu_si512(f->stream + f->bytes, _mm512_maskz_compress_epi8(bytes, both));
      append(f->starts, f->bytes, _pext_u64(_pdep_u64(starts >> half, even), bytes));
      f->bytes += (size_t)_mm_popcnt_u64(bytes);
    }
    f->chars += chars;
  }
  counts->scan.marks += (uint64_t)_mm512_reduce_add_epi64(marks);
  return 0;
}

/// Appends the places of the bits of `set[0 ..< groups]` as numbers of 16 bits.
INLINE static inline size_t places(const uint64_t *set, size_t number, uint16_t *found) {
  size_t count = 0;
  for (size_t group = 0; group < number; group++) {
    const __m512i at = _mm512_maskz_compress_epi8(set[group], _mm512_loadu_si512(iota_bytes));
    const __m512i base = _mm512_set1_epi16((short)(64 * group));
    const size_t bits = (size_t)_mm_popcnt_u64(set[group]);
    for (size_t i = 0; i < bits; i += 32) {
      const __m256i half = i ? _mm512_extracti64x4_epi64(at, 1) : _mm512_castsi512_si256(at);
      _mm512_storeu_si512(found + count + i, _mm512_add_epi16(_mm512_cvtepu8_epi16(half), base));
    }
    count += bits;
  }
  return count;
}

/// Eight bytes of each of eight words, from `from` on, with spaces for those behind its end.
TARGET static inline __m512i bytes_at(const uint8_t *stream, __m256i at, __m512i lengths, unsigned from) {
  const __m512i found = _mm512_i32gather_epi64(at, stream + from, 1);
  const __m512i each = _mm512_add_epi8(_mm512_and_si512(_mm512_loadu_si512(iota_bytes), _mm512_set1_epi8(7)),
                                       _mm512_set1_epi8((char)from));
  return _mm512_mask_mov_epi8(_mm512_set1_epi8(0x20), _mm512_cmplt_epu8_mask(each, lengths), found);
}

/// The words of eight characters that stand alone, each of two bytes or three.
TARGET static inline __m256i words_alone(__m256i bytes) {
  const __m256i is_three = _mm256_cmpgt_epi32(bytes, _mm256_set1_epi32(0xFFFF));
  const __m256i spaces = _mm256_blendv_epi8(_mm256_set1_epi32(0x20200000), _mm256_set1_epi32(0x20000000), is_three);
  const __m512i all = _mm512_or_si512(_mm512_cvtepu32_epi64(_mm256_or_si256(bytes, spaces)),
                                      _mm512_set1_epi64(0x2020202000000000));
  const __m512i length = _mm512_mask_mov_epi64(_mm512_set1_epi64((long long)(2 * LENGTH_FACTOR)),
                                               _mm256_movepi32_mask(is_three),
                                               _mm512_set1_epi64((long long)(3 * LENGTH_FACTOR)));
  const __m512i hash = word_of_hash(mix_8(_mm512_xor_si512(length, all)));
  return _mm256_or_si256(_mm512_cvtepi64_epi32(hash), _mm256_set1_epi32(2));
}

/// Writes the words that are characters by themselves to their places among all; what is written to those of the others
/// means nothing. Most of what stands alone stands among its like, so nothing is looked for.
INLINE static inline void hash_alone(const folded *f, const uint64_t *starts, uint32_t *words) {
  for (size_t i = 0; i < f->chars; i += 16) {
    const uint64_t singles = f->singles[i >> 6] >> (i & 63) & 0xFFFF;
    const __mmask16 tokens = (__mmask16)(singles | starts[i >> 6] >> (i & 63));
    const unsigned number = (unsigned)_mm_popcnt_u32(tokens);
    if (singles) {
      const __m512i bytes = _mm512_loadu_si512(f->alone + i);
      const __m256i low = words_alone(_mm512_castsi512_si256(bytes));
      const __m256i high = words_alone(_mm512_extracti64x4_epi64(bytes, 1));
      const __m512i found = _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
      _mm512_mask_storeu_epi32(words, (__mmask16)_bzhi_u32(0xFFFF, number), _mm512_maskz_compress_epi32(tokens, found));
    }
    words += number;
  }
}

/// Whether all of a word's letters are capitals; 2 if that depends on what stands around it.
static inline int are_capitals(const folded *f, const uint64_t *lasts, size_t start) {
  size_t capitals = 0;
  for (size_t place = start;; place++) {
    if (!(f->upper[place >> 6] >> (place & 63) & 1)) return capitals >= 8 ? 2 : 0;
    capitals++;
    if (lasts[place >> 6] >> (place & 63) & 1) return 1;
  }
}

/// Counts what is ASCII, among the first bytes of all characters.
INLINE static inline void count_ascii(const uint8_t *firsts, int32_t count, const uint8_t *kinds,
                                      word_scan_counts *counts) {
  const __m512i low = _mm512_loadu_si512(kinds), high = _mm512_loadu_si512(kinds + 64);
  __m512i marks = _mm512_setzero_si512();
  uint64_t upper = 0, digits = 0, beyond = 0, addresses = 0;
  for (int32_t i = 0; i < count; i += 64) {
    const __mmask64 here = _bzhi_u64(~UINT64_C(0), count - i < 64 ? (unsigned)(count - i) : 64);
    const __m512i first = _mm512_maskz_loadu_epi8(here, firsts + i);
    const __m512i cased = _mm512_or_si512(first, _mm512_set1_epi8(0x20));
    const __mmask64 alphabetic =
        _mm512_cmplt_epu8_mask(_mm512_sub_epi8(cased, _mm512_set1_epi8('a')), _mm512_set1_epi8(26));
    const __mmask64 digit = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(first, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
    upper += (uint64_t)_mm_popcnt_u64(_mm512_mask_testn_epi8_mask(alphabetic, first, _mm512_set1_epi8(0x20)));
    digits += (uint64_t)_mm_popcnt_u64(digit);
    beyond += (uint64_t)_mm_popcnt_u64(_mm512_movepi8_mask(first));
    // Above the space and no letter; bytes beyond ASCII are below zero.
    const __mmask64 others = _mm512_cmpgt_epi8_mask(first, _mm512_set1_epi8(' ')) & ~(alphabetic | digit);
    const __m512i kept = _mm512_maskz_compress_epi8(others, first);
    marks = add_kinds(marks, _mm512_permutex2var_epi8(low, kept, high), (unsigned)_mm_popcnt_u64(others));
    const __mmask64 slashes = _mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8('/'));
    // Behind the last character there is a zero.
    if (slashes)
      addresses += (uint64_t)_mm_popcnt_u64(
          _mm512_mask_cmpeq_epi8_mask(slashes, _mm512_loadu_si512(firsts + i + 1), _mm512_set1_epi8('/')));
  }
  counts->marks += (uint64_t)_mm512_reduce_add_epi64(marks) + addresses * mark_of(word_scan_address);
  counts->upper += (uint32_t)upper;
  counts->digits += (uint32_t)digits;
  counts->characters += (uint32_t)((uint64_t)count - beyond);
}

INLINE static inline int32_t fold_avx512(const uint8_t *bytes, size_t length, const uint8_t *kinds, const uint32_t *facts,
                                  uint32_t *words, word_fold_counts *counts) {
  uint8_t parts[3][chars_room];
  uint64_t are_long;
  const int32_t chars = split(bytes, length, parts, &are_long);
  if (chars < 0) return -1;
  folded f;
  memset(&f, 0, offsetof(folded, stream));
  const int is_folded = !are_long && fold_pairs(parts, chars, facts, &f, counts) == 0;
  if (!is_folded && !are_long) {
    memset(&f, 0, offsetof(folded, stream));
    *counts = (word_fold_counts){0};
  }
  if (!is_folded) fold_chars(parts, chars, facts, &f, counts);
  count_ascii(parts[0], chars, kinds, &counts->scan);
  counts->scan.non_ascii = (uint32_t)length - counts->scan.characters;
  memset(f.stream + f.bytes, 0x20, 32);
  const size_t used = (f.chars + 63) / 64;
  uint64_t starts[groups], lasts[groups], any_single = 0;
  /// A bit for each word that does not stand alone, among all.
  uint64_t runs[groups + 1] = {0};
  size_t number = 0;
  for (size_t i = 0; i < used; i++) {
    const uint64_t before = i ? f.letters[i - 1] >> 63 : 0, after = f.letters[i + 1] & 1;
    starts[i] = f.letters[i] & ~(f.letters[i] << 1 | before);
    lasts[i] = f.letters[i] & ~(f.letters[i] >> 1 | after << 63);
  }
  for (size_t i = 0; i < used; i++) {
    counts->scan.capitalized += (uint32_t)_mm_popcnt_u64(starts[i] & f.upper[i]);
    counts->particles += (uint32_t)_mm_popcnt_u64(lasts[i] & f.particles[i] & ~starts[i]);
    const uint64_t next = f.upper[i] & ~starts[i];
    const uint64_t next_group = i + 1 < used ? f.upper[i + 1] & ~starts[i + 1] : 0;
    for (uint64_t rest = starts[i] & f.upper[i] & (next >> 1 | next_group << 63); rest; rest &= rest - 1) {
      const int capitals = are_capitals(&f, lasts, 64 * i + (size_t)__builtin_ctzll(rest));
      if (capitals == 2) return -1;
      counts->scan.all_capitals += (uint32_t)capitals;
    }
    any_single |= f.singles[i];
  }
  if (any_single) {
    for (size_t i = 0; i < used; i++) {
      const uint64_t tokens = starts[i] | f.singles[i];
      append(runs, number, _pext_u64(starts[i], tokens));
      number += (size_t)_mm_popcnt_u64(tokens);
    }
    hash_alone(&f, starts, words);
    counts->scan.longest = counts->scan.longest > 1 ? counts->scan.longest : 1;
  }
  uint16_t at[word_fold_most_bytes + 64], first[word_fold_most_bytes + 64], last[word_fold_most_bytes + 64];
  uint16_t among[word_fold_most_bytes + 64];
  const size_t count = places(f.starts, (f.bytes + 63) / 64, at);
  if (count == 0) return (int32_t)number;
  at[count] = (uint16_t)f.bytes;
  places(starts, used, first);
  places(lasts, used, last);
  if (any_single) places(runs, (number + 63) / 64, among);
  __m128i longest = _mm_setzero_si128();
  const __m512i spread = _mm512_set_epi64(0x0808080808080808, 0, 0x0808080808080808, 0, 0x0808080808080808, 0,
                                          0x0808080808080808, 0);
  for (size_t i = 0; i < count; i += 8) {
    const __m128i start = _mm_loadu_si128((const __m128i *)(at + i));
    const __mmask8 valid = (__mmask8)_bzhi_u32(0xFF, count - i < 8 ? (unsigned)(count - i) : 8);
    const __m128i here = _mm_maskz_set1_epi16(valid, -1);
    const __m128i size = _mm_min_epu16(
        _mm_sub_epi16(_mm_loadu_si128((const __m128i *)(at + i + 1)), start), _mm_set1_epi16(word_scan_hashed_bytes));
    const __m128i letters = _mm_add_epi16(
        _mm_sub_epi16(_mm_loadu_si128((const __m128i *)(last + i)), _mm_loadu_si128((const __m128i *)(first + i))),
        _mm_set1_epi16(1));
    longest = _mm_max_epu16(longest, _mm_and_si128(letters, here));
    const __m256i where = _mm256_cvtepu16_epi32(_mm_and_si128(start, here));
    const __m512i sizes = _mm512_cvtepu16_epi64(_mm_and_si128(size, here));
    const __m512i lengths = _mm512_shuffle_epi8(sizes, spread);
    __m512i hash = _mm512_mullo_epi64(sizes, _mm512_set1_epi64((long long)LENGTH_FACTOR));
    hash = mix_8(_mm512_xor_si512(hash, bytes_at(f.stream, where, lengths, 0)));
    const __mmask8 longer = _mm512_cmpgt_epu64_mask(sizes, _mm512_set1_epi64(8));
    if (longer) {
      hash = _mm512_mask_mov_epi64(hash, longer, mix_8(_mm512_xor_si512(hash, bytes_at(f.stream, where, lengths, 8))));
      const __mmask8 very_long = _mm512_cmpgt_epu64_mask(sizes, _mm512_set1_epi64(16));
      if (very_long) {
        const __m512i third = mix_8(_mm512_xor_si512(hash, bytes_at(f.stream, where, lengths, 16)));
        hash = _mm512_mask_mov_epi64(hash, very_long, third);
      }
    }
    hash = word_of_hash(hash);
    const __mmask8 is_content = _mm_cmpgt_epu16_mask(letters, _mm_set1_epi16(3));
    hash = _mm512_mask_or_epi64(hash, is_content, hash, _mm512_set1_epi64(1));
    if (any_single) {
      const __m256i to = _mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)(among + i)));
      _mm256_mask_i32scatter_epi32(words, valid, to, _mm512_cvtepi64_epi32(hash), 4);
    } else {
      _mm256_storeu_si256((__m256i *)(words + i), _mm512_cvtepi64_epi32(hash));
    }
  }
  // The least of the complements.
  const __m128i least = _mm_minpos_epu16(_mm_xor_si128(longest, _mm_set1_epi16(-1)));
  const uint32_t most = 0xFFFF - ((uint32_t)_mm_cvtsi128_si32(least) & 0xFFFF);
  counts->scan.longest = most > counts->scan.longest ? most : counts->scan.longest;
  return (int32_t)(any_single ? number : count);
}
TARGET static int32_t fold_all(const uint8_t *bytes, size_t length, const uint8_t *kinds, const uint32_t *facts,
                               uint32_t *words, word_fold_counts *counts) {
  word_fold_counts found = {0};
  const int32_t count = fold_avx512(bytes, length, kinds, facts, words, &found);
  if (count >= 0) word_fold_counts_add(counts, &found);
  return count;
}
#endif

int32_t word_fold(const uint8_t *bytes, size_t length, const uint8_t *kinds, const uint32_t *facts, uint32_t *words,
                  word_fold_counts *counts) {
#if defined(__x86_64__)
  if (length == 0 || length > word_fold_most_bytes || scan_kernel_in_use() != scan_kernel_avx512) return -1;
  return fold_all(bytes, length, kinds, facts, words, counts);
#else
  (void)bytes, (void)length, (void)kinds, (void)facts, (void)words, (void)counts;
  return -1;
#endif
}

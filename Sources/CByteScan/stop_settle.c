#include "stop_settle.h"

#include <string.h>

#include "scan_kernel.h"

// ---- the definition ----

static uint64_t eight_bytes(const uint8_t *at) {
  uint64_t word = 0;
  for (int i = 0; i < 8; i++) word |= (uint64_t)at[i] << 8 * i;
  return word;
}

static inline int is_within(uint32_t c, uint32_t first, uint32_t count) { return c - first < count; }

static inline uint64_t last_bytes(uint64_t word, uint32_t count) { return count == 0 ? 0 : word & ~UINT64_C(0) << (64 - 8 * count); }

// Small letters of ASCII and, both bytes of them, of Latin-1: how many bytes right before `at`, up to eight.
static uint32_t small_bytes(const uint8_t *at) {
  uint32_t count = 0;
  while (count < 8) {
    const uint8_t last = at[-(int)count - 1];
    if (is_within(last, 'a', 26)) {
      count += 1;
    } else if (count < 7 && at[-(int)count - 2] == 0xC3 && is_within(last, 0xA0, 32) && last != 0xB7) {
      count += 2;
    } else {
      break;
    }
  }
  return count;
}

// Before a capital of ASCII.
static int ends_latin(const uint8_t *at, const uint64_t *filter, uint16_t action) {
  const uint8_t third = at[3];
  if (!(is_within(third | 0x20, 'a', 26) || third >= 0x80 || third == ' ' || third == '\'')) return 0;
  if (action & stop_action_question) return is_within(at[-1] | 0x20, 'a', 26) || is_within(at[-1], '0', 10);
  const uint64_t word = eight_bytes(at - 8);
  const uint32_t small = small_bytes(at), shortest = word & UINT64_C(0x8080808080808080) ? 5 : 2;
  // The word may have a capital, as every second one at the end of a German sentence.
  const uint32_t capital = is_within(small, 3, 5) && is_within(at[-(int)small - 1], 'A', 26);
  const uint32_t length = small + capital;
  if (small < 8 && (small < shortest || at[-(int)length - 1] != ' ')) return 0;
  const uint64_t folded = capital ? word | UINT64_C(0x20) << 8 * (7 - small) : word;
  return !stop_may_list(filter, last_bytes(folded, length));
}

// How many of the last four pairs of bytes are small letters, U+0430 to U+045F.
static uint32_t small_cyrillic(const uint8_t *at) {
  uint32_t count = 0;
  while (count < 4) {
    const uint8_t lead = at[-2 * (int)count - 2], trail = at[-2 * (int)count - 1];
    if ((lead & 0xFE) != 0xD0 || (trail & 0xC0) != 0x80) break;
    if (!is_within((uint32_t)(lead & 1) << 6 | (trail & 0x3F), 0x30, 0x30)) break;
    count += 1;
  }
  return count;
}

// Before a capital, U+0400 to U+042F. Of the word the last four letters are looked at, so one may be cut.
static int ends_cyrillic(const uint8_t *at, const uint64_t *filter, uint16_t action) {
  if (at[2] != 0xD0 || !is_within(at[3], 0x80, 0x30)) return 0;
  const uint32_t letters = small_cyrillic(at);
  if (action & stop_action_question) return letters > 0;
  if (letters < 4) {
    const uint8_t *start = at - 2 * letters;
    if (letters < 2 || start[-1] != ' ' || (letters == 2 && start[-2] == '.')) return 0;
  }
  return !stop_may_list(filter, last_bytes(eight_bytes(at - 8), 2 * letters));
}

// The digits, signs and letter that list items begin with; no quotation marks, U+2018 to U+201F.
static int begins_list(const uint8_t *at) {
  if (at[0] == 0xE2) return at[1] != 0x80 || !is_within(at[2], 0x98, 8);
  return is_within(at[0], '0', 10) || at[0] == 'a' || at[0] == '*' || at[0] == '-';
}

int stop_settles(const uint8_t *at, const uint64_t *filter, uint16_t action) {
  if (action & stop_action_may_begin_list) return !begins_list(at + 1);
  if (!(action & (stop_action_full_stop | stop_action_question))) return 0;
  return action & stop_action_wide ? ends_cyrillic(at, filter, action) : ends_latin(at, filter, action);
}

static void settle_portable(const uint8_t *base, const uint64_t *filter, const uint16_t *positions, uint16_t *actions,
                            size_t count) {
  for (size_t i = 0; i < count; i++)
    if (stop_settles(base + positions[i], filter, actions[i])) actions[i] |= stop_action_ends;
}

static size_t list_portable(const uint16_t *actions, size_t count, uint16_t bits, uint16_t wanted, uint16_t *listed) {
  size_t found = 0;
  for (size_t i = 0; i < count; i++) {
    listed[found] = (uint16_t)i;
    found += (actions[i] & bits) == wanted;
  }
  return found;
}

#if defined(__x86_64__)
#include "lanes_512.h"

// ---- AVX-512: eight stops at once ----

// Of the words before eight stops: their bytes, capitals folded, and how many bits they have; which end a sentence by a full stop
// if they are not listed, and which by a question mark.
typedef struct words_512 {
  __m512i folded, bits;
  __mmask8 plain, letter;
} words_512;

// `word` has the eight bytes before each stop, `before` the one before those.
TARGET_512 static inline words_512 latin_512(__m512i word, __m512i before) {
  const __mmask64 second = bytes_within(word, 0xA0, 32) & ~_mm512_cmpeq_epi8_mask(word, BYTES(0xB7));
  const __mmask64 first = _mm512_cmpeq_epi8_mask(word, BYTES(0xC3)) & second >> 1 & UINT64_C(0x7F7F7F7F7F7F7F7F);
  const __mmask64 smalls = bytes_within(word, 'a', 26) | first | first << 1;
  const __m512i small = set_at_top(_mm512_movm_epi8(smalls));
  const __mmask8 wide = _mm512_test_epi64_mask(word, BYTES(0x80));
  const __m512i shortest = _mm512_mask_mov_epi64(SET_64(2 * 8), wide, SET_64(5 * 8));
  const __mmask8 capital = lanes_within(small, 3 * 8, 5 * 8) & lanes_within(last_byte(shift_left(word, small)), 'A', 26);
  words_512 found;
  found.bits = _mm512_mask_add_epi64(small, capital, small, SET_64(8));
  const __mmask8 all = IS_64(found.bits, 64);
  const __m512i border = _mm512_mask_mov_epi64(last_byte(shift_left(word, found.bits)), all, before);
  found.plain = IS_64(small, 64) |
                (_mm512_cmpge_epu64_mask(small, shortest) & IS_64(border, ' '));
  // A bit of the byte before the small letters.
  found.folded = _mm512_mask_or_epi64(word, capital, word, _mm512_srlv_epi64(SET_64(UINT64_C(0x20) << 56), small));
  const __m512i last = last_byte(word);
  found.letter = lanes_within(_mm512_or_si512(last, SET_64(0x20)), 'a', 26) | lanes_within(last, '0', 10);
  return found;
}

TARGET_512 static inline words_512 cyrillic_512(__m512i word) {
  const __mmask32 form = _mm512_cmpeq_epi16_mask(_mm512_and_si512(word, _mm512_set1_epi16((short)0xC0FE)),
                                                 _mm512_set1_epi16((short)0x80D0));
  const __m512i value = _mm512_or_si512(_mm512_slli_epi16(_mm512_and_si512(word, _mm512_set1_epi16(1)), 6),
                                        _mm512_and_si512(_mm512_srli_epi16(word, 8), _mm512_set1_epi16(0x3F)));
  const __mmask32 smalls = form & _mm512_cmplt_epu16_mask(_mm512_sub_epi16(value, _mm512_set1_epi16(0x30)),
                                                          _mm512_set1_epi16(0x30));
  words_512 found;
  found.folded = word;
  found.bits = set_at_top(_mm512_movm_epi16(smalls));
  const __m512i start = shift_left(word, found.bits);
  const __mmask8 blank = IS_64(last_byte(start), ' ');
  const __mmask8 stop = IS_64(last_byte(_mm512_slli_epi64(start, 8)), '.');
  const __mmask8 two = IS_64(found.bits, 32), more = _mm512_cmpgt_epu64_mask(found.bits, SET_64(32));
  found.plain = IS_64(found.bits, 64) | (blank & (more | (two & ~stop)));
  found.letter = _mm512_test_epi64_mask(found.bits, found.bits);
  return found;
}

TARGET_512 static size_t list_512(const uint16_t *actions, size_t count, uint16_t bits, uint16_t wanted, uint16_t *listed) {
  const __m512i numbers = _mm512_set_epi16(31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11,
                                           10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  size_t found = 0;
  for (size_t i = 0; i < count; i += 32) {
    const __mmask32 here = count - i < 32 ? (__mmask32)((UINT32_C(1) << (count - i)) - 1) : ~(__mmask32)0;
    const __m512i action = _mm512_maskz_loadu_epi16(here, actions + i);
    const __m512i asked = _mm512_and_si512(action, _mm512_set1_epi16((short)bits));
    const __mmask32 are = _mm512_mask_cmpeq_epi16_mask(here, asked, _mm512_set1_epi16((short)wanted));
    const size_t more = (size_t)__builtin_popcount(are);
    const __mmask32 room = more < 32 ? (__mmask32)((UINT32_C(1) << more) - 1) : ~(__mmask32)0;
    const __m512i index = _mm512_add_epi16(numbers, _mm512_set1_epi16((short)i));
    _mm512_mask_storeu_epi16(listed + found, room, _mm512_maskz_compress_epi16(are, index));
    found += more;
  }
  return found;
}

TARGET_512 static void settle_512(const uint8_t *base, const uint64_t *filter, const uint16_t *positions, uint16_t *actions,
                                  size_t count) {
  const __m512i zero = _mm512_setzero_si512();
  const __m128i both = _mm_set1_epi16(stop_action_full_stop | stop_action_question);
  for (size_t i = 0; i < count; i += 8) {
    const __mmask8 here = count - i < 8 ? (__mmask8)((1u << (count - i)) - 1) : (__mmask8)0xFF;
    __m128i action = _mm_loadu_si128((const __m128i *)(actions + i));
    const __mmask8 lists = _mm_mask_test_epi16_mask(here, action, _mm_set1_epi16(stop_action_may_begin_list));
    for (uint32_t rest = lists; rest; rest &= rest - 1) {
      const size_t line = i + (size_t)__builtin_ctz(rest);
      if (!begins_list(base + positions[line] + 1)) actions[line] |= stop_action_ends;
    }
    if (lists) action = _mm_loadu_si128((const __m128i *)(actions + i));
    const __mmask8 asked = _mm_mask_test_epi16_mask(here, action, both);
    if (!asked) continue;
    const __m512i at = _mm512_cvtepu16_epi64(_mm_loadu_si128((const __m128i *)(positions + i)));
    // Nine bytes before the stop, and four from there on.
    const __m512i low = _mm512_mask_i64gather_epi64(zero, asked, at, base - 9, 1);
    const __m512i high = _mm512_mask_i64gather_epi64(zero, asked, at, base - 4, 1);
    const __m512i word = _mm512_or_si512(_mm512_srli_epi64(low, 8), _mm512_slli_epi64(_mm512_srli_epi64(high, 24), 56));
    const __mmask8 wide = _mm_mask_test_epi16_mask(asked, action, _mm_set1_epi16(stop_action_wide));
    const __m512i third = last_byte(high);
    __mmask8 begins = lanes_within(_mm512_or_si512(third, SET_64(0x20)), 'a', 26) | _mm512_cmpge_epu64_mask(third, SET_64(0x80)) |
                      IS_64(third, ' ') | IS_64(third, '\'');
    words_512 found = latin_512(word, byte_0(low));
    if (wide) {
      const words_512 other = cyrillic_512(word);
      found.folded = _mm512_mask_mov_epi64(found.folded, wide, other.folded);
      found.bits = _mm512_mask_mov_epi64(found.bits, wide, other.bits);
      found.plain = (found.plain & ~wide) | (other.plain & wide);
      found.letter = (found.letter & ~wide) | (other.letter & wide);
      const __mmask8 capital =
          IS_64(byte_0(_mm512_srli_epi64(high, 48)), 0xD0) &
          lanes_within(third, 0x80, 0x30);
      begins = (begins & ~wide) | (capital & wide);
    }
    const __mmask8 question = _mm_test_epi16_mask(action, _mm_set1_epi16(stop_action_question));
    __mmask8 ends = asked & begins & ((question & found.letter) | (~question & found.plain));
    const __m512i tail = ending_512(found.folded, found.bits);
    ends &= ~may_list_512(filter, tail, ends & ~question);
    action = _mm_or_si128(action, _mm_maskz_set1_epi16(ends, stop_action_ends));
    _mm_storeu_si128((__m128i *)(actions + i), action);
  }
}
#endif

void stop_settle(const uint8_t *base, const uint64_t *filter, const uint16_t *positions, uint16_t *actions, size_t count) {
#if defined(__x86_64__)
  if (scan_kernel_in_use() == scan_kernel_avx512) {
    settle_512(base, filter, positions, actions, count);
    return;
  }
#endif
  settle_portable(base, filter, positions, actions, count);
}

size_t stop_list(const uint16_t *actions, size_t count, uint16_t bits, uint16_t wanted, uint16_t *listed) {
#if defined(__x86_64__)
  if (scan_kernel_in_use() == scan_kernel_avx512) return list_512(actions, count, bits, wanted, listed);
#endif
  return list_portable(actions, count, bits, wanted, listed);
}

// ---- from stops to sentences ----

// Three bytes, the first one lowest: U+1680, U+2000 to 200A, 2028, 2029, 202F, 205F, 3000, and what is near them.
static inline int is_wide_blank(uint32_t three) {
  if (three == 0x809AE1 || three == 0x9F81E2 || three == 0x8080E3) return 1;
  return (three & 0xFFFF) == 0x80E2 && (three >> 16 < 0x8B || is_within(three >> 16, 0xA8, 8));
}

static inline int is_narrow_blank(uint32_t two) { return two == 0x85C2 || two == 0xA0C2; }

static inline uint32_t three_bytes(const uint8_t *at) { return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16; }

int stop_may_end_blank(const uint8_t *end) {
  if (end[-1] < 0x80) return end[-1] <= ' ';
  const uint32_t three = three_bytes(end - 3);
  return is_narrow_blank(three >> 8) || is_wide_blank(three);
}

int stop_may_begin_blank(const uint8_t *at) {
  if (at[0] < 0x80) return at[0] <= ' ';
  const uint32_t three = three_bytes(at);
  return is_narrow_blank(three & 0xFFFF) || is_wide_blank(three);
}

static size_t spans_portable(const uint8_t *text, int64_t origin, const uint16_t *positions, const uint16_t *actions,
                             size_t count, uint16_t bit, stop_place *place, int64_t *spans, size_t *written) {
  stop_place at = *place;
  size_t i = 0, found = 0;
  for (; i < count; i++) {
    const uint32_t action = actions[i];
    if (!(action & bit)) continue;
    const int64_t next = origin + positions[i] + (action & stop_action_distance);
    const int64_t end = next - (action & stop_action_spaced) / stop_action_spaced;
    const int is_line = (action & stop_action_line_feed) != 0, is_asked = is_line && !(action & stop_action_inked);
    if (at.start < end) {
      if (!at.is_inked || (is_asked && stop_may_end_blank(text + end))) break;
      spans[2 * found] = at.start;
      spans[2 * found + 1] = end;
      found += 1;
    }
    at = (stop_place){next, !is_asked || !stop_may_begin_blank(text + next), (uint32_t)is_line};
  }
  *place = at;
  *written = found;
  return i;
}

#if defined(__x86_64__)
// The same questions of the lowest three bytes of each lane.
TARGET_512 static inline __mmask8 wide_blanks_512(__m512i three) {
  const __m512i third = _mm512_srli_epi64(three, 16);
  return IS_64(three, 0x809AE1) | IS_64(three, 0x9F81E2) | IS_64(three, 0x8080E3) |
         (IS_64(_mm512_and_si512(three, SET_64(0xFFFF)), 0x80E2) &
          (_mm512_cmplt_epu64_mask(third, SET_64(0x8B)) | lanes_within(third, 0xA8, 8)));
}
TARGET_512 static inline __mmask8 narrow_blanks_512(__m512i two) { return IS_64(two, 0x85C2) | IS_64(two, 0xA0C2); }

// Eight stops at once; those before what may have white space at its ends are left to the definition.
TARGET_512 static size_t spans_512(const uint8_t *text, int64_t origin, const uint16_t *positions, const uint16_t *actions,
                                   size_t count, uint16_t bit, stop_place *place, int64_t *spans, size_t *written) {
  const __m512i first_half = _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0), low_three = SET_64(0xFFFFFF);
  const __m512i second_half = _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4), text_start = SET_64(origin);
  const uint8_t *base = text + origin;
  stop_place now = *place;
  size_t found = 0, i = 0;
  for (; i < count; i += 8) {
    const __mmask8 here = count - i < 8 ? (__mmask8)((1u << (count - i)) - 1) : (__mmask8)0xFF;
    const __m128i action = _mm_maskz_loadu_epi16(here, actions + i);
    const uint32_t ends = _mm_test_epi16_mask(action, _mm_set1_epi16((short)bit));
    if (!ends) continue;
    const uint32_t lines = _mm_mask_test_epi16_mask((__mmask8)ends, action, _mm_set1_epi16(stop_action_line_feed));
    const __m512i at = _mm512_cvtepu16_epi64(_mm_maskz_loadu_epi16(here, positions + i));
    const __m512i wide = _mm512_cvtepu16_epi64(action);
    const __m512i next = _mm512_add_epi64(at, _mm512_and_si512(wide, SET_64(stop_action_distance)));
    const __m512i end = _mm512_sub_epi64(next, _mm512_and_si512(_mm512_srli_epi64(wide, 3), SET_64(1)));
    uint32_t begins_blank = 0, ends_blank = 0;
    const uint32_t asked = lines & ~(uint32_t)_mm_test_epi16_mask(action, _mm_set1_epi16(stop_action_inked));
    if (asked) {
      // The three bytes before a line feed, and behind it.
      const __m512i around = _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), (__mmask8)asked, at, base - 3, 1);
      const __m512i before = _mm512_and_si512(around, low_three), two = _mm512_srli_epi64(before, 8);
      const __m512i behind = _mm512_and_si512(_mm512_srli_epi64(around, 32), low_three);
      const __mmask8 last = _mm512_cmple_epu64_mask(_mm512_srli_epi64(before, 16), SET_64(' '));
      const __mmask8 first = _mm512_cmple_epu64_mask(_mm512_and_si512(behind, SET_64(0xFF)), SET_64(' '));
      const __mmask8 narrow = narrow_blanks_512(_mm512_and_si512(behind, SET_64(0xFFFF)));
      ends_blank = _pext_u32(asked & (last | narrow_blanks_512(two) | wide_blanks_512(before)), ends);
      begins_blank = _pext_u32(asked & (first | narrow | wide_blanks_512(behind)), ends);
    }
    const __m512i nexts = _mm512_maskz_compress_epi64((__mmask8)ends, next);
    const __m512i stops = _mm512_maskz_compress_epi64((__mmask8)ends, end);
    const __m512i starts = _mm512_alignr_epi64(nexts, SET_64(now.start - origin), 7);
    const uint32_t have = (uint32_t)__builtin_popcount(ends);
    const uint32_t some = _mm512_mask_cmplt_epi64_mask((__mmask8)((1u << have) - 1), starts, stops);
    if (some & (begins_blank << 1 | ends_blank | (now.is_inked == 0))) break;
    const __m512i from = _mm512_add_epi64(_mm512_maskz_compress_epi64((__mmask8)some, starts), text_start);
    const __m512i to = _mm512_add_epi64(_mm512_maskz_compress_epi64((__mmask8)some, stops), text_start);
    _mm512_storeu_si512(spans + 2 * found, _mm512_permutex2var_epi64(from, first_half, to));
    _mm512_storeu_si512(spans + 2 * found + 8, _mm512_permutex2var_epi64(from, second_half, to));
    found += (size_t)__builtin_popcount(some);
    const uint32_t last = 31 - (uint32_t)__builtin_clz(ends);
    now.start = origin + positions[i + last] + (actions[i + last] & stop_action_distance);
    now.is_inked = ~(begins_blank >> (have - 1)) & 1;
    now.is_at_line_start = lines >> last & 1;
  }
  *place = now;
  *written = found;
  if (i >= count) return count;
  i += spans_portable(text, origin, positions + i, actions + i, count - i, bit, place, spans + 2 * found, written);
  *written += found;
  return i;
}
#endif

size_t stop_spans(const uint8_t *text, int64_t origin, const uint16_t *positions, const uint16_t *actions, size_t count,
                  uint16_t ends, stop_place *place, int64_t *spans, size_t *written) {
#if defined(__x86_64__)
  if (scan_kernel_in_use() == scan_kernel_avx512)
    return spans_512(text, origin, positions, actions, count, ends, place, spans, written);
#endif
  return spans_portable(text, origin, positions, actions, count, ends, place, spans, written);
}

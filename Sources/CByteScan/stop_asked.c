#include "scan_kernel.h"
#include "stop_settle.h"

// Which kind of word stands before a stop cannot be guessed, so all that the rules for plain stops ask about it is asked of eight stops
// at once, before anything is decided. One after another, with a branch at each question, a stop took 100 cycles; here it takes
// 36.

#if defined(__x86_64__)
#include "lanes_512.h"

TARGET_512 static inline __mmask8 capitals_512(__m512i v) { return lanes_within(v, 'A', 26); }
TARGET_512 static inline __mmask8 digits_512(__m512i v) { return lanes_within(v, '0', 10); }
TARGET_512 static inline __mmask8 letters_512(__m512i v) { return lanes_within(_mm512_or_si512(v, SET_64(0x20)), 'a', 26); }

TARGET_512 static inline __m512i shift_left_8(__m512i v) { return _mm512_slli_epi64(v, 8); }
TARGET_512 static inline __mmask8 same(__m512i a, __m512i b) { return _mm512_cmpeq_epi64_mask(a, b); }
TARGET_512 static inline __mmask8 is_least(__m512i v, uint64_t least) { return _mm512_cmpge_epu64_mask(v, SET_64(least)); }

// What stands around eight stops.
typedef struct around_512 {
  // The eight bytes before each, those from it on, and those behind the next one.
  __m512i word, stop, rest;
  // The word with its capitals folded; how many bits at its end are letters or full stops, letters, small letters, capitals.
  __m512i folded, token, letters, small, capitals;
  // The token is whole, and a blank stands before it.
  __mmask8 is_token;
  // A blank follows.
  __mmask8 spaced;
  // What stands behind that.
  __mmask8 letter, capital, digit;
} around_512;

TARGET_512 static inline around_512 look_around_512(const uint8_t *base, __m512i at, __mmask8 here) {
  const __m512i zero = _mm512_setzero_si512();
  around_512 a;
  a.word = _mm512_mask_i64gather_epi64(zero, here, at, base - 8, 1);
  a.stop = _mm512_mask_i64gather_epi64(zero, here, at, base, 1);
  a.rest = _mm512_mask_i64gather_epi64(zero, here, at, base + 2, 1);
  a.folded = _mm512_or_si512(a.word, BYTES(0x20));
  const __mmask64 letters = bytes_within(a.folded, 'a', 26), small = bytes_within(a.word, 'a', 26);
  a.token = set_at_top(_mm512_movm_epi8(letters | _mm512_cmpeq_epi8_mask(a.word, BYTES('.'))));
  a.letters = set_at_top(_mm512_movm_epi8(letters));
  a.small = set_at_top(_mm512_movm_epi8(small));
  a.capitals = set_at_top(_mm512_movm_epi8(letters & ~small));
  a.is_token = _mm512_test_epi64_mask(a.token, a.token) & IS_64(last_byte(shift_left(a.word, a.token)), ' ');
  a.spaced = IS_64(byte_1(a.stop), ' ');
  const __m512i next = byte_0(a.rest);
  a.letter = letters_512(next);
  a.capital = capitals_512(next);
  a.digit = digits_512(next);
  return a;
}

TARGET_512 static inline __m512i kinds_512(const stop_words *words, __m512i tail, __mmask8 asked) {
  const __m512i mixed = _mm512_mullo_epi64(_mm512_xor_si512(tail, SET_64(words->salt)), SET_64(UINT64_C(0xD6E8FEB86659FD93)));
  const __m512i at = _mm512_srlv_epi64(mixed, SET_64(32 + words->kinds.shift)), zero = _mm512_setzero_si512();
  const __m512i key = _mm512_slli_epi32(_mm512_shuffle_epi32(mixed, _MM_PERM_DDBB), 4);
  __m512i kind = zero;
  for (uint32_t i = 0; i < words->kinds.reach; i += 2) {
    const __m512i two = _mm512_mask_i64gather_epi64(zero, asked, at, words->kinds.slots + i, 4);
    const __mmask16 found = _mm512_cmplt_epu32_mask(_mm512_xor_si512(two, key), _mm512_set1_epi32(16));
    kind = _mm512_mask_or_epi32(kind, found, kind, two);
  }
  return _mm512_and_si512(_mm512_or_si512(kind, _mm512_srli_epi64(kind, 32)), SET_64(15));
}

// Small letters at the start of each lane, less than eight, and behind them something else of ASCII than a letter or digit.
TARGET_512 static inline __mmask8 small_words_512(__m512i v) {
  const __m512i others = _mm512_movm_epi8(~bytes_within(v, 'a', 26)), lowest = _mm512_and_si512(others, _mm512_sub_epi64(_mm512_setzero_si512(), others));
  const __mmask64 parts = bytes_within(v, 'A', 26) | bytes_within(v, '0', 10) | _mm512_movepi8_mask(v);
  const __mmask8 goes_on = _mm512_test_epi64_mask(_mm512_movm_epi8(parts), lowest);
  return _mm512_test_epi64_mask(lowest, SET_64(~1)) & ~goes_on;
}

// "U.S.", before the "S": the letter, its stop and the one behind it as a word.
TARGET_512 static inline __mmask8 inner_512(const around_512 *a, __m512i *tail) {
  const __m512i second = byte_1(a->stop), before = shift_left_8(a->word);
  const __m512i first = _mm512_srli_epi64(_mm512_slli_epi64(last_byte(a->folded), 56), 16);
  const __m512i others = _mm512_or_si512(_mm512_slli_epi64(second, 56), SET_64(UINT64_C(0x202E) << 48));
  const __mmask8 inner = capitals_512(second) & IS_64(byte_0(a->rest), '.') & letters_512(last_byte(a->word)) &
                         IS_64(last_byte(before), ' ') & ~IS_64(last_byte(shift_left_8(before)), '.');
  *tail = _mm512_mask_mov_epi64(*tail, inner, _mm512_or_si512(first, others));
  return inner;
}

// Which end nothing; and which stand behind a token that is listed.
TARGET_512 static inline __mmask8 nothing_512(const around_512 *a, const stop_words *words, __mmask8 here, __mmask8 *listed) {
  const __m512i before = shift_left(a->word, a->token), border = last_byte(before), second = byte_1(a->stop);
  __m512i tail = ending_512(a->folded, a->token);
  const __mmask8 inner = inner_512(a, &tail);
  const __m512i kind = kinds_512(words, tail, may_list_512(words->filter, tail, here & (a->is_token | inner)));
  *listed = _mm512_test_epi64_mask(kind, kind);
  // "J. M. Smith", "Mary J. of".
  const __mmask8 begins = IS_64(border, ' ') | IS_64(border, '(') | IS_64(border, '\n');
  const __mmask8 goes_on = (a->letter & ~a->capital) | (a->capital & IS_64(byte_1(a->rest), '.'));
  const __mmask8 initial = IS_64(a->token, 8) & capitals_512(last_byte(a->word)) & begins & goes_on;
  // "z. B." is one token to the rules.
  const __mmask8 joined = _mm512_cmple_epu64_mask(a->letters, SET_64(16)) & same(a->letters, a->token) &
                          IS_64(last_byte(shift_left_8(before)), '.');
  const __mmask8 certain = IS_64(kind, stop_kind_user) | IS_64(kind, stop_kind_inner) |
                           (IS_64(kind, stop_kind_title) & is_least(a->letters, 16)) |
                           (IS_64(kind, stop_kind_number) & a->digit) |
                           (IS_64(kind, stop_kind_general) & small_words_512(a->rest));
  const __mmask8 within = a->is_token & ~joined & (a->letter | a->digit) & certain;
  const __m512i closer = _mm512_and_si512(a->stop, SET_64(0xFFFFFF00));
  const __mmask8 curly = IS_64(closer, 0x9C80E200) | IS_64(closer, 0x9D80E200);
  const __mmask8 ends_line = (IS_64(second, '"') & IS_64(byte_0(a->rest), '\n')) |
                             (curly & IS_64(byte_0(_mm512_srli_epi64(a->stop, 32)), '\n'));
  const __mmask8 comma = IS_64(second, ',') & ~IS_64(byte_0(a->rest), ',');
  const __mmask8 full = IS_64(byte_0(a->stop), '.');
  return here & (ends_line | (full & ((a->spaced & (initial | within)) | (inner & *listed) | comma)));
}

// Before which a sentence may begin: a capital, an opening quotation mark or bracket aside.
TARGET_512 static inline __mmask8 beginnings_512(const around_512 *a) {
  const __m512i next = byte_0(a->rest), opener = _mm512_and_si512(a->rest, SET_64(0xFFFFFF));
  const __mmask8 curly = IS_64(opener, 0x9C80E2) | IS_64(opener, 0x9E80E2), plain = IS_64(next, '"') | IS_64(next, '(');
  const __m512i skipped = _mm512_mask_mov_epi64(_mm512_maskz_set1_epi64(plain, 8), curly, SET_64(24));
  const __m512i begin = _mm512_srlv_epi64(a->rest, skipped), second = byte_1(begin);
  return a->spaced & capitals_512(byte_0(begin)) &
         (letters_512(second) | is_least(second, 0x80) | IS_64(second, ' ') | IS_64(second, '\''));
}

// "since 1863": four digits to six, a blank before them and a small letter before that.
TARGET_512 static inline __mmask8 years_512(__m512i word) {
  const __m512i digits = set_at_top(_mm512_movm_epi8(bytes_within(word, '0', 10))), before = shift_left(word, digits);
  return lanes_within(digits, 32, 24) & IS_64(last_byte(before), ' ') & lanes_within(last_byte(shift_left_8(before)), 'a', 26);
}

// Which end a sentence.
TARGET_512 static inline __mmask8 ends_512(const around_512 *a, const stop_words *words, __mmask8 here, __mmask8 listed) {
  const __m512i before_small = shift_left(a->word, a->small), before = last_byte(before_small), last = last_byte(a->word);
  const __mmask8 full = IS_64(byte_0(a->stop), '.'), begins = beginnings_512(a), blank = IS_64(before, ' ');
  // "Harvests", "don't", "council’s", "old-fashioned", "NATO".
  const __mmask8 three = is_least(a->small, 24);
  const __mmask8 apostrophe = _mm512_test_epi64_mask(a->small, a->small) &
                              (IS_64(before, '\'') | IS_64(_mm512_srli_epi64(before_small, 40), 0x9980E2));
  const __mmask8 capital = three & capitals_512(before) & IS_64(last_byte(shift_left_8(before_small)), ' ');
  const __mmask8 acronym = a->is_token & is_least(a->capitals, 16) & same(a->capitals, a->token);
  const __mmask8 plain = IS_64(a->small, 64) | (is_least(a->small, 16) & blank) | (three & IS_64(before, '-')) | apostrophe |
                         capital | acronym;
  // "… of the house. 580 people", but "… minority rights. 4 Even though" has the number of a note.
  const __mmask8 note = IS_64(byte_1(a->rest), ' ') & capitals_512(byte_0(_mm512_srli_epi64(a->rest, 16)));
  const __mmask8 counted = a->spaced & a->digit & ~note & is_least(a->small, 32) & blank;
  // The word that must not be listed.
  const __m512i bits =
      _mm512_mask_mov_epi64(_mm512_mask_add_epi64(a->small, capital, a->small, SET_64(8)), acronym, a->capitals);
  const __mmask8 unlisted = (a->is_token & same(bits, a->token) & ~listed) | (apostrophe & IS_64(a->small, 8));
  const __mmask8 asked = here & full & ((begins & plain) | counted) & ~unlisted;
  const __mmask8 doubtful = may_list_512(words->filter, ending_512(a->folded, bits), asked);
  const __mmask8 closed = IS_64(last, ')') | IS_64(last, ']') | IS_64(last, '"') | (years_512(a->word) & ~a->digit);
  const __mmask8 full_ends = (begins & (closed | (plain & ~doubtful))) | (counted & ~doubtful);
  return here & ((full & full_ends) | (~full & begins & (letters_512(last) | digits_512(last))));
}

TARGET_512 static void settle_512(const uint8_t *base, const stop_words *words, const uint16_t *positions, uint16_t *actions,
                                  const uint16_t *asked, size_t count) {
  // One or two are asked about one by one sooner than all lanes would be.
  for (size_t i = 0; i + 2 < count; i += 8) {
    const __mmask8 here = count - i < 8 ? (__mmask8)((1u << (count - i)) - 1) : (__mmask8)0xFF;
    const __m128i index = _mm_maskz_loadu_epi16(here, asked + i);
    const __m256i at =
        _mm256_mmask_i32gather_epi32(_mm256_setzero_si256(), here, _mm256_cvtepu16_epi32(index), positions, 2);
    const around_512 a = look_around_512(base, _mm512_and_si512(_mm512_cvtepu32_epi64(at), SET_64(0xFFFF)), here);
    __mmask8 listed;
    const __mmask8 nothing = nothing_512(&a, words, here, &listed), ends = ends_512(&a, words, here, listed) & ~nothing;
    // Numbers without a stop are 0, whose action stays as it is.
    uint16_t numbers[8], kept[8], added[8];
    const __m128i answers =
        _mm_or_si128(_mm_maskz_set1_epi16(nothing, stop_action_nothing), _mm_maskz_set1_epi16(ends, stop_action_ends));
    _mm_storeu_si128((__m128i *)numbers, index);
    _mm_storeu_si128((__m128i *)kept, _mm_maskz_set1_epi16((__mmask8)~nothing, -1));
    _mm_storeu_si128((__m128i *)added, answers);
    for (int lane = 0; lane < 8; lane++) {
      uint16_t *action = actions + numbers[lane];
      *action = (uint16_t)((*action & kept[lane]) | added[lane]);
    }
  }
}
#endif

void stop_settle_asked(const uint8_t *base, const stop_words *words, const uint16_t *positions, uint16_t *actions, size_t count,
                       uint16_t *room) {
#if defined(__x86_64__)
  if (scan_kernel_in_use() != scan_kernel_avx512) return;
  const size_t asked = stop_list(actions, count, stop_action_asked | stop_action_ends, stop_action_asked, room);
  settle_512(base, words, positions, actions, room, asked);
#else
  (void)base, (void)words, (void)positions, (void)actions, (void)count, (void)room;
#endif
}

#include "word_read.h"

#include <string.h>

#include "scan_kernel.h"
#include "word_key_512.h"

// ---- portable: always right, the definition ----

/// Bit 0 for a common word, bit 1 for one that a phrase may be.
static inline uint32_t word_bits(const word_read_tables *t, uint32_t word) {
  const uint32_t bit = word_read_word_bit(word);
  return t->words[bit >> 5] >> (bit & 31) & 3;
}

static inline uint32_t pair_bit(const word_read_tables *t, uint32_t key) {
  const uint32_t bit = word_read_pair_bit(key);
  return t->pairs[bit >> 5] >> (bit & 31) & 1;
}

/// Keys of the places of sixteen words; arbitrary.
static const uint32_t place_keys[16] = {
    0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0, 0x082EFA98, 0xEC4E6C89,
    0x452821E6, 0x38D01377, 0xBE5466CF, 0x34E90C6C, 0xC0AC29B7, 0xC97C50DD, 0x3F84D5B5, 0xB5470917,
};
enum { turn = 23 };

/// The hash of `count` words whose eight sums these are.
static inline uint32_t folded(uint64_t sum, size_t count) { return (uint32_t)(word_mix(sum + count) >> 16); }

/// Sums of products of neighbours, each with the key of its place, turned from one sixteen to the next, of which there is
/// one at least; absent words are 0.
/// A product is one multiplication, where mixing each word by itself is three, one waiting for the other.
static uint32_t hash_portable(const uint32_t *words, size_t count, uint32_t seed) {
  uint64_t lanes[8], sum = 0;
  for (uint32_t lane = 0; lane < 8; lane++) lanes[lane] = (uint64_t)seed + lane;
  for (size_t i = 0; i == 0 || i < count; i += 16)
    for (size_t lane = 0; lane < 8; lane++) {
      const size_t at = i + 2 * lane;
      const uint32_t first = (at < count ? words[at] : 0) + place_keys[2 * lane];
      const uint32_t second = (at + 1 < count ? words[at + 1] : 0) + place_keys[2 * lane + 1];
      lanes[lane] = (lanes[lane] << turn | lanes[lane] >> (64 - turn)) + (uint64_t)first * second;
    }
  for (int lane = 0; lane < 8; lane++) sum += lanes[lane];
  return folded(sum, count);
}

static uint32_t shape_portable(const uint32_t *words, size_t count, int only_content) {
  uint32_t kept[word_read_shape] = {0};
  size_t have = 0;
  for (size_t i = 0; i < count && i < word_read_shape; i++)
    if (!only_content || words[i] & 1) kept[have++] = words[i];
  return hash_portable(kept, have, UINT32_C(0x85A308D3));
}

static size_t read_portable(const uint32_t *words, size_t count, const word_read_tables *t, uint32_t first, uint32_t *starts,
                            word_read_sums *sums) {
  word_read_sums now = *sums;
  uint32_t key = word_pair_key(0, count ? words[0] : 0);
  size_t found = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t word = words[i];
    const int32_t single = t->weights ? t->weights[word_read_place(word)] : 0;
    const int32_t pair = t->weights ? t->weights[word_read_pair_place(key)] : 0;
    now.sum += single + pair;
    const int32_t less = single < pair ? single : pair, more = single < pair ? pair : single;
    now.least = less < now.least ? less : now.least;
    now.most = more > now.most ? more : now.most;
    now.head = i < 3 ? now.sum : now.head;
    key = word_pair_key(word, i + 1 < count ? words[i + 1] : 0);
    const uint32_t bits = word_bits(t, word);
    now.stops += bits & 1;
    const uint32_t alone = bits >> 1, pairs = pair_bit(t, key);
    starts[found] = (first + (uint32_t)i) | alone * word_read_word | pairs * word_read_pair;
    found += alone | pairs;
  }
  *sums = now;
  return found;
}

#if defined(__x86_64__)
// ---- AVX-512: sixteen words at a time ----

static const uint32_t iota[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

/// The weights at sixteen places, 0 where `here` has no bit; no byte outside the table is read.
TARGET static inline __m512i weights_at(__mmask16 here, const int8_t *weights, __m512i places) {
  const __m512i words = _mm512_srli_epi32(places, 2);
  const __m512i found = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), here, words, weights, 4);
  const __m512i behind = _mm512_slli_epi32(_mm512_andnot_si512(places, _mm512_set1_epi32(3)), 3);
  return _mm512_srai_epi32(_mm512_sllv_epi32(found, behind), 24);
}

/// From sets of 1 << bits bits a place: the numbers that hold them, moved so that the place's bits are the lowest.
TARGET static inline __m512i bits_at(__mmask16 here, const uint32_t *set, __m512i hashes, unsigned bits) {
  const __m512i place = _mm512_and_si512(_mm512_srli_epi32(hashes, 2), _mm512_set1_epi32(word_read_places - 1));
  const __m512i found =
      _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), here, _mm512_srli_epi32(place, 5 - bits), set, 4);
  return _mm512_srlv_epi32(found, _mm512_and_si512(_mm512_slli_epi32(place, bits), _mm512_set1_epi32(31)));
}

/// The eight sums of ``hash_portable`` with sixteen words more.
TARGET static inline __m512i hash_16(__m512i lanes, __m512i words) {
  const __m512i keyed = _mm512_add_epi32(words, _mm512_loadu_si512(place_keys));
  return _mm512_add_epi64(_mm512_rol_epi64(lanes, turn), _mm512_mul_epu32(keyed, _mm512_srli_epi64(keyed, 32)));
}

TARGET static inline uint32_t folded_8(__m512i lanes, size_t count) {
  return folded((uint64_t)_mm512_reduce_add_epi64(lanes), count);
}

TARGET static inline __m512i seeded(uint32_t seed) {
  return _mm512_add_epi64(_mm512_set1_epi64(seed), _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0));
}

TARGET static size_t read_avx512(const uint32_t *words, size_t count, const word_read_tables *t, int only_content,
                                 uint32_t seed, uint32_t first, uint32_t *starts, word_read_sums *sums) {
  __m512i lanes = seeded(seed), sum = _mm512_setzero_si512(), least = sum, most = sum;
  __m512i before = _mm512_set1_epi32((int)word_pair_key(0, words[0]));
  __m512i places = _mm512_add_epi32(_mm512_set1_epi32((int)first), _mm512_loadu_si512(iota));
  size_t number = 0;
  uint32_t stops = 0;
  for (size_t i = 0; i < count; i += 16) {
    const size_t rest = count - i;
    const __mmask16 here = (__mmask16)(rest >= 16 ? 0xFFFF : _bzhi_u32(0xFFFF, (unsigned)rest));
    const __m512i word = _mm512_maskz_loadu_epi32(here, words + i);
    const __m512i next = _mm512_maskz_loadu_epi32((__mmask16)(rest > 16 ? 0xFFFF : here >> 1), words + i + 1);
    if (i == 0) {
      const __mmask16 few = here & ((1 << word_read_shape) - 1);
      const __mmask16 shaping = only_content ? _mm512_mask_test_epi32_mask(few, word, _mm512_set1_epi32(1)) : few;
      const __m512i shape = hash_16(seeded(UINT32_C(0x85A308D3)), _mm512_maskz_compress_epi32(shaping, word));
      sums->shape = folded_8(shape, (size_t)_mm_popcnt_u32(shaping));
    }
    lanes = hash_16(lanes, word);
    const __m512i keys = pair_keys(word, next);
    if (t->weights) {
      const __m512i place = _mm512_mullo_epi32(_mm512_srli_epi32(word, 2), _mm512_set1_epi32((int)word_read_factor));
      const __m512i single = weights_at(here, t->weights, _mm512_srli_epi32(place, word_read_shift));
      const __m512i back = _mm512_alignr_epi32(keys, before, 15);
      const __m512i pair = weights_at(here, t->weights, _mm512_srli_epi32(back, word_read_shift));
      before = keys;
      const __m512i both = _mm512_add_epi32(single, pair);
      sum = _mm512_add_epi32(sum, both);
      if (i == 0) sums->head = _mm512_mask_reduce_add_epi32(7, both);
      least = _mm512_min_epi32(least, _mm512_min_epi32(single, pair));
      most = _mm512_max_epi32(most, _mm512_max_epi32(single, pair));
    }
    const __m512i found = bits_at(here, t->words, word, 1);
    stops += (uint32_t)_mm_popcnt_u32(_mm512_test_epi32_mask(found, _mm512_set1_epi32(1)));
    const __m512i pairs = _mm512_slli_epi32(bits_at(here, t->pairs, keys, 0), 31);
    const __m512i alone = _mm512_and_si512(_mm512_slli_epi32(found, 29), _mm512_set1_epi32((int)word_read_word));
    const __m512i starting = _mm512_or_si512(alone, pairs);
    const __mmask16 may_start = _mm512_test_epi32_mask(starting, starting);
    _mm512_storeu_si512(starts + number, _mm512_maskz_compress_epi32(may_start, _mm512_or_si512(places, starting)));
    number += (size_t)_mm_popcnt_u32(may_start);
    places = _mm512_add_epi32(places, _mm512_set1_epi32(16));
  }
  sums->hash = folded_8(lanes, count);
  sums->sum = _mm512_reduce_add_epi32(sum);
  sums->least = _mm512_reduce_min_epi32(least);
  sums->most = _mm512_reduce_max_epi32(most);
  sums->stops = stops;
  return number;
}
#endif

size_t word_read(const uint32_t *words, size_t count, const word_read_tables *tables, int only_content, uint32_t seed,
                 uint32_t first, uint32_t *starts, word_read_sums *sums) {
  memset(sums, 0, sizeof *sums);
#if defined(__x86_64__)
  if (count > 0 && scan_kernel_in_use() == scan_kernel_avx512)
    return read_avx512(words, count, tables, only_content, seed, first, starts, sums);
#endif
  sums->hash = hash_portable(words, count, seed);
  sums->shape = shape_portable(words, count, only_content);
  return read_portable(words, count, tables, first, starts, sums);
}

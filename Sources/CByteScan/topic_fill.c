#include "topic_fill.h"

#include "column_math.h"
#include "scan_kernel.h"
#include "word_key_512.h"

#define CELL_FACTOR UINT32_C(0x85EBCA77)

// ---- cells: the definition ----

static size_t cells_portable(const uint32_t *words, size_t count, unsigned bits, uint16_t *cells) {
  const unsigned shift = 32 - bits;
  size_t found = 0;
  count = count < topic_words ? count : topic_words;
  for (size_t i = 0; i < count; i++) {
    const uint32_t word = words[i];
    if (!(word & 2)) {
      cells[found] = (uint16_t)((word >> 2) * CELL_FACTOR >> shift);
      found += word & 1;
    } else if (i + 1 < count && words[i + 1] & 2) {
      cells[found++] = (uint16_t)(word_pair_key(word, words[i + 1]) >> shift);
    }
  }
  return found;
}

#if defined(__x86_64__)
// ---- AVX-512: sixteen words at a time ----

TARGET static size_t cells_avx512(const uint32_t *words, size_t count, unsigned bits, uint16_t *cells) {
  const __m128i shift = _mm_cvtsi32_si128((int)(32 - bits));
  size_t found = 0;
  count = count < topic_words ? count : topic_words;
  for (size_t i = 0; i < count; i += 16) {
    const size_t rest = count - i;
    const __mmask16 here = (__mmask16)_bzhi_u32(0xFFFF, rest < 16 ? (unsigned)rest : 16);
    const __m512i word = _mm512_maskz_loadu_epi32(here, words + i);
    __m512i hash = _mm512_mullo_epi32(_mm512_srli_epi32(word, 2), _mm512_set1_epi32((int)CELL_FACTOR));
    const __mmask16 single = _mm512_test_epi32_mask(word, _mm512_set1_epi32(2));
    __mmask16 topics = _mm512_test_epi32_mask(word, _mm512_set1_epi32(1)) & ~single;
    if (single) {
      const __mmask16 before_last = (__mmask16)_bzhi_u32(0xFFFF, rest <= 16 ? (unsigned)rest - 1 : 16);
      const __m512i next = _mm512_maskz_loadu_epi32(before_last, words + i + 1);
      const __mmask16 pairs = single & _mm512_test_epi32_mask(next, _mm512_set1_epi32(2));
      hash = _mm512_mask_mov_epi32(hash, pairs, pair_keys(word, next));
      topics |= pairs;
    }
    const __m512i kept = _mm512_maskz_compress_epi32(topics, _mm512_srl_epi32(hash, shift));
    const unsigned number = (unsigned)_mm_popcnt_u32(topics);
    _mm256_mask_storeu_epi16(cells + found, (__mmask16)_bzhi_u32(0xFFFF, number), _mm512_cvtepi32_epi16(kept));
    found += number;
  }
  return found;
}
#endif

size_t topic_cells(const uint32_t *words, size_t count, unsigned bits, uint16_t *cells) {
#if defined(__x86_64__)
  if (scan_kernel_in_use() == scan_kernel_avx512) return cells_avx512(words, count, bits, cells);
#endif
  return cells_portable(words, count, bits, cells);
}

// ---- the table: how often the good blocks have each cell ----

/// Notes which blocks are good and counts the words of those that have become so since the last call, or no longer are;
/// returns whether there were any. Most stay what the stage before made of them.
ALWAYS int count_good(const topic_blocks *blocks) {
  const topic_blocks b = *blocks;
  uint32_t changed = 0;
  for (size_t i = 0; i < b.count; i++) {
    const uint32_t now = (b.scores[i] > 1024) & (b.lengths[i] >= 60), change = now - (b.good[i] & 1u);
    changed |= b.good[i] ^ now;
    b.good[i] = (uint8_t)now;
    if (change == 0) continue;
    const uint16_t *own = b.cells + topic_words * i;
    for (size_t k = 0, size = b.sizes[i]; k < size; k++) b.table[own[k]] += change;
  }
  return changed != 0;
}

enum { most_rows = 64 };

/// How many of each block's words other good blocks have, and the sum of how often they do, up to 255, on a scale.
typedef struct shared {
  int32_t words[most_rows], scales[most_rows];
} shared;

static void sum_portable(const topic_blocks *b, size_t first, size_t rows, shared *s) {
  for (size_t i = 0; i < rows; i++) {
    const uint16_t *cells = b->cells + topic_words * (first + i);
    int32_t words = 0, scales = 0;
    for (size_t k = 0; k < b->sizes[first + i]; k++) {
      // A good block is in the table itself.
      const int32_t others = least_of(255, (int32_t)b->table[cells[k]]) - b->good[first + i];
      words += others > 0;
      scales += column_scale(others);
    }
    s->words[i] = words;
    s->scales[i] = scales;
  }
}

#if defined(__x86_64__)
/// Sixteen words at a time: most blocks have no more, so that nothing depends on how many.
TARGET static void sum_avx512(const topic_blocks *blocks, size_t first, size_t rows, shared *s) {
  const topic_blocks b = *blocks;
  const __m512i one = _mm512_set1_epi32(1);
  for (size_t i = 0; i < rows; i++) {
    const uint16_t *cells = b.cells + topic_words * (first + i);
    const size_t size = b.sizes[first + i];
    const __m512i own = _mm512_set1_epi32(b.good[first + i]);
    uint32_t words = 0;
    __m512i scales = _mm512_setzero_si512();
    for (size_t k = 0; k < size; k += 16) {
      const __mmask16 here = (__mmask16)_bzhi_u32(0xFFFF, size - k < 16 ? (unsigned)(size - k) : 16);
      const __m512i at = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(cells + k)));
      const __m512i found = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), here, at, b.table, 4);
      const __m512i others = _mm512_sub_epi32(_mm512_min_epu32(found, _mm512_set1_epi32(255)), own);
      const __mmask16 is_shared = _mm512_cmpgt_epi32_mask(others, _mm512_setzero_si512());
      const __m512i bits = _mm512_castps_si512(_mm512_cvtepi32_ps(_mm512_add_epi32(others, one)));
      const __m512i scale = _mm512_sub_epi32(_mm512_srli_epi32(bits, 19), _mm512_set1_epi32(127 << 4));
      scales = _mm512_mask_add_epi32(scales, is_shared, scales, scale);
      words += (uint32_t)_mm_popcnt_u32(is_shared);
    }
    s->words[i] = (int32_t)words;
    s->scales[i] = _mm512_reduce_add_epi32(scales);
  }
}
#endif

static void sum_shared(const topic_blocks *blocks, size_t first, size_t rows, shared *sums) {
#if defined(__x86_64__)
  if (scan_kernel_in_use() == scan_kernel_avx512) return sum_avx512(blocks, first, rows, sums);
#endif
  sum_portable(blocks, first, rows, sums);
}

ALWAYS void topic_fill_body(const topic_blocks *blocks, uint8_t *shares, uint8_t *weights) {
  if (blocks->count == 0) return;
  if (blocks->good[0] & 2) memset(blocks->table, 0, sizeof *blocks->table << blocks->bits);
  if (!count_good(blocks)) return;
  for (size_t first = 0; first < blocks->count; first += most_rows) {
    const size_t rows = blocks->count - first < most_rows ? blocks->count - first : most_rows;
    shared sums = {{0}, {0}};
    uint8_t sizes[most_rows] = {0}, *share = shares + first, *weight = weights + first;
    memcpy(sizes, blocks->sizes + first, rows);
    sum_shared(blocks, first, rows, &sums);
    FOR_ROWS(i, rows) {
      const float words = (float)(sizes[i] ? sizes[i] : 1);
      share[i] = byte_of((float)sums.words[i] * 255 / words);
      weight[i] = byte_of((float)(sums.scales[i] * 2) * 255 / (words * 255));
    }
  }
}

FOR_ALL_KERNELS(topic_fill, (const topic_blocks *blocks, uint8_t *shares, uint8_t *weights), (blocks, shares, weights))

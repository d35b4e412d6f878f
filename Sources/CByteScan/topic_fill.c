#include "topic_fill.h"

#include "column_math.h"
#include "scan_kernel.h"
#include "word_key.h"

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
      cells[found++] = (uint16_t)(pair_key(word, words[i + 1]) >> shift);
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

// ---- the table: small enough for the first-level cache, so that words are counted one by one ----

/// For what a cell holds, from -1: one in units of 1 << 13 if it is above zero, and its place on a scale of sixteen
/// steps a doubling.
static const uint16_t known[257] = {
    0, 0, 0x2010, 0x2018, 0x2020, 0x2024, 0x2028, 0x202C, 0x2030, 0x2032, 0x2034, 0x2036, 0x2038, 0x203A, 0x203C,
    0x203E, 0x2040, 0x2041, 0x2042, 0x2043, 0x2044, 0x2045, 0x2046, 0x2047, 0x2048, 0x2049, 0x204A, 0x204B, 0x204C,
    0x204D, 0x204E, 0x204F, 0x2050, 0x2050, 0x2051, 0x2051, 0x2052, 0x2052, 0x2053, 0x2053, 0x2054, 0x2054, 0x2055,
    0x2055, 0x2056, 0x2056, 0x2057, 0x2057, 0x2058, 0x2058, 0x2059, 0x2059, 0x205A, 0x205A, 0x205B, 0x205B, 0x205C,
    0x205C, 0x205D, 0x205D, 0x205E, 0x205E, 0x205F, 0x205F, 0x2060, 0x2060, 0x2060, 0x2060, 0x2061, 0x2061, 0x2061,
    0x2061, 0x2062, 0x2062, 0x2062, 0x2062, 0x2063, 0x2063, 0x2063, 0x2063, 0x2064, 0x2064, 0x2064, 0x2064, 0x2065,
    0x2065, 0x2065, 0x2065, 0x2066, 0x2066, 0x2066, 0x2066, 0x2067, 0x2067, 0x2067, 0x2067, 0x2068, 0x2068, 0x2068,
    0x2068, 0x2069, 0x2069, 0x2069, 0x2069, 0x206A, 0x206A, 0x206A, 0x206A, 0x206B, 0x206B, 0x206B, 0x206B, 0x206C,
    0x206C, 0x206C, 0x206C, 0x206D, 0x206D, 0x206D, 0x206D, 0x206E, 0x206E, 0x206E, 0x206E, 0x206F, 0x206F, 0x206F,
    0x206F, 0x2070, 0x2070, 0x2070, 0x2070, 0x2070, 0x2070, 0x2070, 0x2070, 0x2071, 0x2071, 0x2071, 0x2071, 0x2071,
    0x2071, 0x2071, 0x2071, 0x2072, 0x2072, 0x2072, 0x2072, 0x2072, 0x2072, 0x2072, 0x2072, 0x2073, 0x2073, 0x2073,
    0x2073, 0x2073, 0x2073, 0x2073, 0x2073, 0x2074, 0x2074, 0x2074, 0x2074, 0x2074, 0x2074, 0x2074, 0x2074, 0x2075,
    0x2075, 0x2075, 0x2075, 0x2075, 0x2075, 0x2075, 0x2075, 0x2076, 0x2076, 0x2076, 0x2076, 0x2076, 0x2076, 0x2076,
    0x2076, 0x2077, 0x2077, 0x2077, 0x2077, 0x2077, 0x2077, 0x2077, 0x2077, 0x2078, 0x2078, 0x2078, 0x2078, 0x2078,
    0x2078, 0x2078, 0x2078, 0x2079, 0x2079, 0x2079, 0x2079, 0x2079, 0x2079, 0x2079, 0x2079, 0x207A, 0x207A, 0x207A,
    0x207A, 0x207A, 0x207A, 0x207A, 0x207A, 0x207B, 0x207B, 0x207B, 0x207B, 0x207B, 0x207B, 0x207B, 0x207B, 0x207C,
    0x207C, 0x207C, 0x207C, 0x207C, 0x207C, 0x207C, 0x207C, 0x207D, 0x207D, 0x207D, 0x207D, 0x207D, 0x207D, 0x207D,
    0x207D, 0x207E, 0x207E, 0x207E, 0x207E, 0x207E, 0x207E, 0x207E, 0x207E, 0x207F, 0x207F, 0x207F, 0x207F, 0x207F,
    0x207F, 0x207F, 0x207F, 0x2080,
};
enum { one = 13 };

/// The sums of `rows` blocks over the table's cells that their words have.
static void sum_known(const uint16_t *cells, const uint8_t *sizes, const uint8_t *good, const uint8_t *table,
                      size_t rows, uint32_t *sums) {
  for (size_t i = 0; i < rows; i++) {
    // A good block is in the table itself.
    const uint16_t *others = known + (1 - good[i]);
    const uint16_t *own = cells + topic_words * i;
    uint32_t sum = 0;
    for (size_t k = 0; k < sizes[i]; k++) sum += others[table[own[k]]];
    sums[i] = sum;
  }
}

static void count_good(const uint16_t *cells, const uint8_t *sizes, const uint8_t *good, size_t count, uint8_t *table) {
  for (size_t i = 0; i < count; i++) {
    if (!good[i]) continue;
    for (size_t k = 0; k < sizes[i]; k++) {
      uint8_t *cell = table + cells[topic_words * i + k];
      *cell = (uint8_t)(*cell + (*cell < 255));
    }
  }
}

ALWAYS uint8_t find_good(const int16_t *scores, const int32_t *lengths, size_t count, uint8_t *good) {
  uint8_t changed = 0;
  for (size_t i = 0; i < count; i++) {
    const uint8_t now = (uint8_t)((scores[i] > 1024) & (lengths[i] >= 60));
    changed |= (uint8_t)(good[i] ^ now);
    good[i] = now;
  }
  return changed;
}

ALWAYS void topic_fill_body(const uint16_t *cells, const uint8_t *sizes, const int16_t *scores, const int32_t *lengths,
                            size_t count, unsigned bits, uint8_t *good, uint8_t *table, uint8_t *shares,
                            uint8_t *weights) {
  enum { most_rows = 64 };
  if (!find_good(scores, lengths, count, good)) return;
  memset(table, 0, (size_t)1 << bits);
  count_good(cells, sizes, good, count, table);
  for (size_t first = 0; first < count; first += most_rows) {
    const size_t rows = count - first < most_rows ? count - first : most_rows;
    uint32_t sums[most_rows];
    sum_known(cells + topic_words * first, sizes + first, good + first, table, rows, sums);
    for (size_t i = 0; i < rows; i++) {
      const uint8_t size = sizes[first + i];
      const float words = (float)(size ? size : 1);
      const uint32_t sum = size ? sums[i] : 0;
      shares[first + i] = byte_of((float)(int32_t)(sum >> one) * 255 / words);
      weights[first + i] = byte_of((float)(int32_t)((sum & ((1 << one) - 1)) * 2) * 255 / (words * 255));
    }
  }
}

FOR_ALL_KERNELS(topic_fill,
                (const uint16_t *cells, const uint8_t *sizes, const int16_t *scores, const int32_t *lengths,
                 size_t count, unsigned bits, uint8_t *good, uint8_t *table, uint8_t *shares, uint8_t *weights),
                (cells, sizes, scores, lengths, count, bits, good, table, shares, weights))

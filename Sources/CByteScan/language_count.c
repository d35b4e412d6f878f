#include "language_count.h"

#include "scan_kernel.h"

// Which words are common is chance to a branch: all places are always asked.

static void count_portable(const uint32_t *words, size_t count, const language_word *table, uint8_t *counts) {
  for (size_t i = 0; i < count; i++) {
    const language_word *place = table + language_place(words[i]);
    uint32_t languages = 0;
    for (int next = 0; next < language_count_reach; next++)
      languages |= place[next].word == words[i] ? place[next].languages : 0;
    for (int language = 0; language < language_count_languages; language++)
      counts[language] = (uint8_t)(counts[language] + (languages >> language & 1));
  }
}

#if defined(__x86_64__)
#include <immintrin.h>

// ---- AVX-512: the bits of a word are a mask of 32 bytes ----

__attribute__((target("avx512f,avx512bw,avx512vl"))) static void count_avx512(
    const uint32_t *words, size_t count, const language_word *table, uint8_t *counts) {
  __m256i sums = _mm256_loadu_si256((const __m256i *)counts);
  for (size_t i = 0; i < count; i++) {
    const __m256i four = _mm256_loadu_si256((const __m256i *)(table + language_place(words[i])));
    const __mmask8 found = _mm256_cmpeq_epi32_mask(four, _mm256_set1_epi32((int)words[i])) & 0x55;
    const __m256i first = _mm256_maskz_compress_epi32((__mmask8)(found << 1), four);
    const __mmask32 languages = (__mmask32)_mm_cvtsi128_si32(_mm256_castsi256_si128(first));
    sums = _mm256_mask_add_epi8(sums, languages, sums, _mm256_set1_epi8(1));
  }
  _mm256_storeu_si256((__m256i *)counts, sums);
}
#endif

void language_count(const uint32_t *words, size_t count, const language_word *table, uint8_t *counts) {
#if defined(__x86_64__)
  if (scan_kernel_in_use() == scan_kernel_avx512) {
    count_avx512(words, count, table, counts);
    return;
  }
#endif
  count_portable(words, count, table, counts);
}

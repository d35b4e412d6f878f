#include "tree_score.h"

#include "scan_kernel.h"
#include "scan_vector.h"

// ---- portable: always right, the definition ----

static int16_t saturated(int32_t sum) {
  return (int16_t)(sum > INT16_MAX ? INT16_MAX : sum < INT16_MIN ? INT16_MIN : sum);
}

static void score_portable(const uint8_t *const *columns, size_t first, size_t rows, const tree_score_tree *trees,
                           size_t count, int16_t *scores) {
  for (const tree_score_tree *tree = trees; tree != trees + count; tree++) {
    uint8_t leaf[tree_score_lanes] = {0};
    for (unsigned level = 0; level < 6; level++) {
      const uint8_t *column = columns[tree->feature[level]] + first;
      const uint8_t least = tree->least[level];
      for (size_t lane = 0; lane < rows; lane++) leaf[lane] |= (uint8_t)((column[lane] >= least) << level);
    }
    const int32_t unit = (int32_t)1 << (tree->shift & 7);
    for (size_t lane = 0; lane < rows; lane++) scores[lane] = saturated(scores[lane] + tree->leaves[leaf[lane]] * unit);
  }
}

#if TAMIS_SCAN_VECTOR

// ---- SSE2 and NEON: the questions by vectors; SSE2 has no look-up of bytes, so that the leaves are loaded one by one ----

static inline v16 leaves_16(const uint8_t *const *columns, size_t first, const tree_score_tree *tree) {
  v16 leaf = {0};
  for (unsigned level = 0; level < 6; level++) {
    const v16 x = load_16(columns[tree->feature[level]] + first);
    leaf |= least_16(x, tree->least[level]) & (uint8_t)(1 << level);
  }
  return leaf;
}

static void score_vector(const uint8_t *const *columns, size_t first, size_t rows, const tree_score_tree *trees,
                         size_t count, int16_t *scores) {
  for (const tree_score_tree *tree = trees; tree != trees + count; tree++) {
    const int shift = tree->shift & 7;
    for (size_t part = 0; part < rows; part += 16) {
      const v16 leaf = leaves_16(columns, first + part, tree);
#if defined(__aarch64__)
      uint8x16x4_t table;
      for (int i = 0; i < 4; i++) table.val[i] = vld1q_u8((const uint8_t *)tree->leaves + 16 * i);
      const int8x16_t values = vreinterpretq_s8_u8(vqtbl4q_u8(table, (uint8x16_t)leaf));
      const int16x8_t by = vdupq_n_s16((int16_t)shift);
      vst1q_s16(scores + part, vqaddq_s16(vld1q_s16(scores + part), vshlq_s16(vmovl_s8(vget_low_s8(values)), by)));
      vst1q_s16(scores + part + 8, vqaddq_s16(vld1q_s16(scores + part + 8), vshlq_s16(vmovl_s8(vget_high_s8(values)), by)));
#else
      int16_t values[16];
      for (unsigned lane = 0; lane < 16; lane++) values[lane] = tree->leaves[leaf[lane]];
      const __m128i by = _mm_cvtsi32_si128(shift);
      for (unsigned lane = 0; lane < 16; lane += 8) {
        __m128i *place = (__m128i *)(scores + part + lane);
        const __m128i units = _mm_sll_epi16(_mm_loadu_si128((const __m128i *)(values + lane)), by);
        _mm_storeu_si128(place, _mm_adds_epi16(_mm_loadu_si128(place), units));
      }
#endif
    }
  }
}
#endif

#if defined(__x86_64__)
#include <immintrin.h>

// ---- AVX2: about 50 instructions a tree for 32 rows, where one row by itself takes 20 ----

#define LEVEL(d)                                                                                            \
  do {                                                                                                      \
    const __m256i x = _mm256_loadu_si256((const __m256i *)(columns[tree->feature[d]] + first));             \
    const __m256i at_least = _mm256_cmpeq_epi8(_mm256_max_epu8(x, _mm256_set1_epi8((char)tree->least[d])), x); \
    leaf = _mm256_or_si256(leaf, _mm256_and_si256(at_least, _mm256_set1_epi8(1 << d)));                     \
  } while (0)
#define LEAVES(k) _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(tree->leaves + 16 * k)))

__attribute__((target("avx2"))) static void score_avx2(const uint8_t *const *columns, size_t first,
                                                       const tree_score_tree *trees, size_t count, int16_t *scores) {
  __m256i low = _mm256_loadu_si256((const __m256i *)scores), high = _mm256_loadu_si256((const __m256i *)(scores + 16));
  for (const tree_score_tree *tree = trees; tree != trees + count; tree++) {
    __m256i leaf = _mm256_setzero_si256();
    LEVEL(0);
    LEVEL(1);
    LEVEL(2);
    LEVEL(3);
    LEVEL(4);
    LEVEL(5);
    // The shuffle picks by the low four bits; bits 4 and 5, moved to a byte's top, choose among four tables of 16.
    const __m256i place = _mm256_and_si256(leaf, _mm256_set1_epi8(15));
    const __m256i bit4 = _mm256_slli_epi16(leaf, 3), bit5 = _mm256_slli_epi16(leaf, 2);
    const __m256i a = _mm256_blendv_epi8(_mm256_shuffle_epi8(LEAVES(0), place), _mm256_shuffle_epi8(LEAVES(1), place), bit4);
    const __m256i b = _mm256_blendv_epi8(_mm256_shuffle_epi8(LEAVES(2), place), _mm256_shuffle_epi8(LEAVES(3), place), bit4);
    const __m256i value = _mm256_blendv_epi8(a, b, bit5);
    const __m128i shift = _mm_cvtsi32_si128(tree->shift & 7);
    low = _mm256_adds_epi16(low, _mm256_sll_epi16(_mm256_cvtepi8_epi16(_mm256_castsi256_si128(value)), shift));
    high = _mm256_adds_epi16(high, _mm256_sll_epi16(_mm256_cvtepi8_epi16(_mm256_extracti128_si256(value, 1)), shift));
  }
  _mm256_storeu_si256((__m256i *)scores, low);
  _mm256_storeu_si256((__m256i *)(scores + 16), high);
}

// ---- AVX-512: the comparison gives a mask, and one permutation picks from all 64 leaves: 30 instructions for 64 rows ----

#define ASK(d)                                                                                   \
  _mm512_maskz_mov_epi8(_mm512_cmpge_epu8_mask(_mm512_loadu_si512(columns[tree->feature[d]] + first), \
                                               _mm512_set1_epi8((char)tree->least[d])),          \
                        _mm512_set1_epi8(1 << d))

__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi"))) static void score_avx512(
    const uint8_t *const *columns, size_t first, const tree_score_tree *trees, size_t count, int16_t *scores) {
  __m512i low = _mm512_loadu_si512(scores), high = _mm512_loadu_si512(scores + 32);
  for (const tree_score_tree *tree = trees; tree != trees + count; tree++) {
    const __m512i a = _mm512_ternarylogic_epi64(ASK(0), ASK(1), ASK(2), 0xFE);
    const __m512i leaf = _mm512_or_si512(a, _mm512_ternarylogic_epi64(ASK(3), ASK(4), ASK(5), 0xFE));
    const __m512i value = _mm512_permutexvar_epi8(leaf, _mm512_loadu_si512(tree->leaves));
    const __m128i shift = _mm_cvtsi32_si128(tree->shift & 7);
    low = _mm512_adds_epi16(low, _mm512_sll_epi16(_mm512_cvtepi8_epi16(_mm512_castsi512_si256(value)), shift));
    high = _mm512_adds_epi16(high, _mm512_sll_epi16(_mm512_cvtepi8_epi16(_mm512_extracti64x4_epi64(value, 1)), shift));
  }
  _mm512_storeu_si512(scores, low);
  _mm512_storeu_si512(scores + 32, high);
}

#undef ASK
#define ASK(d)                                                                                   \
  _mm256_maskz_mov_epi8(_mm256_cmpge_epu8_mask(_mm256_loadu_si256((const __m256i *)(columns[tree->feature[d]] + first)), \
                                               _mm256_set1_epi8((char)tree->least[d])),          \
                        _mm256_set1_epi8(1 << d))

/// The same for 32 rows, which most documents do not have more of: half as wide, on many machines half the time.
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi"))) static void score_avx512_32(
    const uint8_t *const *columns, size_t first, const tree_score_tree *trees, size_t count, int16_t *scores) {
  __m512i sum = _mm512_loadu_si512(scores);
  for (const tree_score_tree *tree = trees; tree != trees + count; tree++) {
    const __m256i a = _mm256_ternarylogic_epi64(ASK(0), ASK(1), ASK(2), 0xFE);
    const __m256i leaf = _mm256_or_si256(a, _mm256_ternarylogic_epi64(ASK(3), ASK(4), ASK(5), 0xFE));
    const __m256i *leaves = (const __m256i *)tree->leaves;
    const __m256i value = _mm256_permutex2var_epi8(_mm256_loadu_si256(leaves), leaf, _mm256_loadu_si256(leaves + 1));
    sum = _mm512_adds_epi16(sum, _mm512_sll_epi16(_mm512_cvtepi8_epi16(value), _mm_cvtsi32_si128(tree->shift & 7)));
  }
  _mm512_storeu_si512(scores, sum);
}
#endif

void tree_score(const uint8_t *const *columns, size_t first, size_t rows, const tree_score_tree *trees, size_t count,
                int16_t *scores) {
#if defined(__x86_64__)
  const scan_kernel kernel = scan_kernel_in_use();
  if (kernel >= scan_kernel_avx512) {
    (rows > 32 ? score_avx512 : score_avx512_32)(columns, first, trees, count, scores);
    return;
  }
  if (kernel == scan_kernel_avx2) {
    score_avx2(columns, first, trees, count, scores);
    if (rows > 32) score_avx2(columns, first + 32, trees, count, scores + 32);
    return;
  }
#endif
#if TAMIS_SCAN_VECTOR
  if (scan_kernel_in_use() != scan_kernel_portable) {
    score_vector(columns, first, rows, trees, count, scores);
    return;
  }
#endif
  score_portable(columns, first, rows, trees, count, scores);
}

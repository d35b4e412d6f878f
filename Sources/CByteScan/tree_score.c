#include "tree_score.h"

#include <string.h>

#include "scan_kernel.h"
#include "scan_vector.h"

// ---- portable: always right, the definition ----

static int16_t saturated(int32_t sum) {
  return (int16_t)(sum > INT16_MAX ? INT16_MAX : sum < INT16_MIN ? INT16_MIN : sum);
}

static void score_portable(const uint8_t *columns, const tree_score_tree *trees, size_t count, int16_t *scores) {
  for (const tree_score_tree *tree = trees; tree != trees + count; tree++) {
    uint8_t leaf[tree_score_lanes] = {0};
    for (unsigned level = 0; level < 6; level++) {
      const uint8_t *column = columns + (size_t)tree->feature[level] * tree_score_lanes;
      const uint8_t least = tree->least[level];
      for (unsigned lane = 0; lane < tree_score_lanes; lane++) leaf[lane] |= (uint8_t)((column[lane] >= least) << level);
    }
    const int32_t unit = (int32_t)1 << (tree->shift & 7);
    for (unsigned lane = 0; lane < tree_score_lanes; lane++)
      scores[lane] = saturated(scores[lane] + tree->leaves[leaf[lane]] * unit);
  }
}

#if TAMIS_SCAN_VECTOR

// ---- SSE2 and NEON: the questions by vectors; SSE2 has no look-up of bytes, so that the leaves are loaded one by one ----

static inline v16 leaves_16(const uint8_t *columns, const tree_score_tree *tree) {
  v16 leaf = {0};
  for (unsigned level = 0; level < 6; level++) {
    const v16 x = load_16(columns + (size_t)tree->feature[level] * tree_score_lanes);
    leaf |= least_16(x, tree->least[level]) & (uint8_t)(1 << level);
  }
  return leaf;
}

static void score_vector(const uint8_t *columns, const tree_score_tree *trees, size_t count, int16_t *scores) {
  for (const tree_score_tree *tree = trees; tree != trees + count; tree++) {
    const int shift = tree->shift & 7;
    for (unsigned half = 0; half < tree_score_lanes; half += 16) {
      const v16 leaf = leaves_16(columns + half, tree);
#if defined(__aarch64__)
      uint8x16x4_t table;
      for (int i = 0; i < 4; i++) table.val[i] = vld1q_u8((const uint8_t *)tree->leaves + 16 * i);
      const int8x16_t values = vreinterpretq_s8_u8(vqtbl4q_u8(table, (uint8x16_t)leaf));
      const int16x8_t by = vdupq_n_s16((int16_t)shift);
      vst1q_s16(scores + half, vqaddq_s16(vld1q_s16(scores + half), vshlq_s16(vmovl_s8(vget_low_s8(values)), by)));
      vst1q_s16(scores + half + 8, vqaddq_s16(vld1q_s16(scores + half + 8), vshlq_s16(vmovl_s8(vget_high_s8(values)), by)));
#else
      int16_t values[16];
      for (unsigned lane = 0; lane < 16; lane++) values[lane] = tree->leaves[leaf[lane]];
      const __m128i by = _mm_cvtsi32_si128(shift);
      for (unsigned lane = 0; lane < 16; lane += 8) {
        __m128i *place = (__m128i *)(scores + half + lane);
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
    const __m256i x = _mm256_loadu_si256((const __m256i *)(columns + (size_t)tree->feature[d] * 32));       \
    const __m256i at_least = _mm256_cmpeq_epi8(_mm256_max_epu8(x, _mm256_set1_epi8((char)tree->least[d])), x); \
    leaf = _mm256_or_si256(leaf, _mm256_and_si256(at_least, _mm256_set1_epi8(1 << d)));                     \
  } while (0)
#define LEAVES(k) _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(tree->leaves + 16 * k)))

__attribute__((target("avx2"))) static void score_avx2(const uint8_t *columns, const tree_score_tree *trees, size_t count,
                                                       int16_t *scores) {
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
#endif

void tree_score(const uint8_t *columns, const tree_score_tree *trees, size_t count, int16_t *scores) {
#if defined(__x86_64__)
  if (scan_kernel_in_use() >= scan_kernel_avx2) {
    score_avx2(columns, trees, count, scores);
    return;
  }
#endif
#if TAMIS_SCAN_VECTOR
  if (scan_kernel_in_use() != scan_kernel_portable) return score_vector(columns, trees, count, scores);
#endif
  score_portable(columns, trees, count, scores);
}

// ---- rows to columns ----

#if defined(__x86_64__)
// One of the four equal steps that turn 16 rows of 16 bytes into columns: each shuffles neighbours' bytes together.
static void interleave(const __m128i *from, __m128i *to) {
  for (unsigned place = 0; place < 8; place++) {
    to[2 * place] = _mm_unpacklo_epi8(from[place], from[place + 8]);
    to[2 * place + 1] = _mm_unpackhi_epi8(from[place], from[place + 8]);
  }
}

// 16 bytes of each of up to 16 rows, missing ones zero, into 16 half columns.
static void columns_16(const uint8_t *first, size_t rows, size_t stride, uint8_t *columns) {
  __m128i a[16], b[16];
  for (size_t row = 0; row < 16; row++)
    a[row] = row < rows ? _mm_loadu_si128((const __m128i *)(first + row * stride)) : _mm_setzero_si128();
  interleave(a, b);
  interleave(b, a);
  interleave(a, b);
  interleave(b, a);
  for (size_t place = 0; place < 16; place++)
    _mm_storeu_si128((__m128i *)(columns + place * tree_score_lanes), a[place]);
}
#endif

void tree_score_columns(const uint8_t *first, size_t rows, size_t stride, size_t width, uint8_t *columns) {
#if defined(__x86_64__)
  if (width >= 16) {
    const size_t upper = rows > 16 ? rows - 16 : 0, lower = rows - upper;
    for (size_t next = 0; next < width; next += 16) {
      // The last step goes over some columns again rather than past the end.
      const size_t place = next + 16 <= width ? next : width - 16;
      uint8_t *target = columns + place * tree_score_lanes;
      columns_16(first + place, lower, stride, target);
      columns_16(first + place + (upper ? 16 * stride : 0), upper, stride, target + 16);
    }
    return;
  }
#endif
  if (rows < tree_score_lanes) memset(columns, 0, width * tree_score_lanes);
  for (size_t row = 0; row < rows; row++)
    for (size_t place = 0; place < width; place++) columns[place * tree_score_lanes + row] = first[row * stride + place];
}

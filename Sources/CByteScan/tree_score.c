#include "tree_score.h"

#include <stddef.h>
#include <string.h>

#include "scan_kernel.h"
#include "scan_vector.h"

void tree_score_pairs(const tree_score_tree *trees, size_t count, const uint16_t *offsets, tree_score_pair *pairs) {
  memset(pairs, 0, (count + 1) / 2 * sizeof *pairs);
  for (size_t i = 0; i < count; i++) {
    const tree_score_tree *tree = trees + i;
    tree_score_pair *pair = pairs + i / 2;
    memcpy(pair->feature[i % 2], tree->feature, sizeof tree->feature);
    memcpy(pair->leaves[i % 2], tree->leaves, sizeof tree->leaves);
    pair->units[i % 2] = pair->units[i % 2 + 2] = (uint8_t)(1 << (tree->shift & 7));
    memcpy(pair->side_units, pair->units, sizeof pair->units);
    for (int level = 0; level < 6; level++) {
      pair->least[i % 2][level] = tree->least[level] * UINT32_C(0x01010101);
      pair->side_least[level][i % 2] = tree->least[level];
      pair->offset[level][i % 2] = offsets[tree->feature[level]];
    }
  }
  // The tree that is not there asks of what there is.
  if (count % 2)
    for (int level = 0; level < 6; level++) pairs[count / 2].offset[level][1] = pairs[count / 2].offset[level][0];
}

// ---- portable: always right, the definition ----

static int16_t saturated(int32_t sum) {
  return (int16_t)(sum > INT16_MAX ? INT16_MAX : sum < INT16_MIN ? INT16_MIN : sum);
}

static void score_portable(const uint8_t *const *columns, size_t first, size_t rows, const tree_score_pair *pairs,
                           size_t count, int16_t *scores) {
  for (const tree_score_pair *pair = pairs; pair != pairs + count; pair++) {
    int16_t sums[tree_score_lanes] = {0};
    for (int which = 0; which < 2; which++) {
      uint8_t leaf[tree_score_lanes] = {0};
      for (unsigned level = 0; level < 6; level++) {
        const uint8_t *column = columns[pair->feature[which][level]] + first;
        const uint8_t least = (uint8_t)pair->least[which][level];
        for (size_t lane = 0; lane < rows; lane++) leaf[lane] |= (uint8_t)((column[lane] >= least) << level);
      }
      // 2 * 128 * 127 at most, -2 * 128 * 128 at least.
      for (size_t lane = 0; lane < rows; lane++)
        sums[lane] = (int16_t)(sums[lane] + pair->leaves[which][leaf[lane]] * pair->units[which]);
    }
    for (size_t lane = 0; lane < rows; lane++) scores[lane] = saturated(scores[lane] + sums[lane]);
  }
}

#if TAMIS_SCAN_VECTOR

// ---- SSE2 and NEON: the questions by vectors; SSE2 has no look-up of bytes, so that the leaves are loaded one by one ----

static inline v16 leaves_16(const uint8_t *const *columns, size_t first, const tree_score_pair *pair, int which) {
  v16 leaf = {0};
  for (unsigned level = 0; level < 6; level++) {
    const v16 x = load_16(columns[pair->feature[which][level]] + first);
    leaf |= least_16(x, (uint8_t)pair->least[which][level]) & (uint8_t)(1 << level);
  }
  return leaf;
}

static void score_vector(const uint8_t *const *columns, size_t first, size_t rows, const tree_score_pair *pairs,
                         size_t count, int16_t *scores) {
  for (const tree_score_pair *pair = pairs; pair != pairs + count; pair++) {
    for (size_t part = 0; part < rows; part += 16) {
      const v16 leaf[2] = {leaves_16(columns, first + part, pair, 0), leaves_16(columns, first + part, pair, 1)};
#if defined(__aarch64__)
      int16x8_t low = vdupq_n_s16(0), high = low;
      for (int which = 0; which < 2; which++) {
        uint8x16x4_t table;
        for (int i = 0; i < 4; i++) table.val[i] = vld1q_u8((const uint8_t *)pair->leaves[which] + 16 * i);
        const int8x16_t values = vreinterpretq_s8_u8(vqtbl4q_u8(table, (uint8x16_t)leaf[which]));
        low = vmlaq_n_s16(low, vmovl_s8(vget_low_s8(values)), pair->units[which]);
        high = vmlaq_n_s16(high, vmovl_s8(vget_high_s8(values)), pair->units[which]);
      }
      vst1q_s16(scores + part, vqaddq_s16(vld1q_s16(scores + part), low));
      vst1q_s16(scores + part + 8, vqaddq_s16(vld1q_s16(scores + part + 8), high));
#else
      int16_t values[16];
      for (unsigned lane = 0; lane < 16; lane++)
        values[lane] = (int16_t)(pair->leaves[0][leaf[0][lane]] * pair->units[0] +
                                 pair->leaves[1][leaf[1][lane]] * pair->units[1]);
      for (unsigned lane = 0; lane < 16; lane += 8) {
        __m128i *place = (__m128i *)(scores + part + lane);
        const __m128i sums = _mm_loadu_si128((const __m128i *)(values + lane));
        _mm_storeu_si128(place, _mm_adds_epi16(_mm_loadu_si128(place), sums));
      }
#endif
    }
  }
}
#endif

#if defined(__x86_64__)
#include <immintrin.h>

static inline int units_of(const uint8_t *of) {
  int units;
  memcpy(&units, of, sizeof units);
  return units;
}

// The leaves of two trees side by side are what one instruction multiplies and adds. Putting them there leaves rows 0…7
// and 16…23 of each 32 in one vector and the others in the next; scores are held so until the end.

// ---- AVX2: 32 rows ----

#define LEVEL(d)                                                                                             \
  do {                                                                                                       \
    const __m256i x = _mm256_loadu_si256((const __m256i *)(columns[feature[d]] + first));                    \
    const __m256i at_least = _mm256_cmpeq_epi8(_mm256_max_epu8(x, _mm256_set1_epi32((int)least[d])), x);      \
    leaf = _mm256_or_si256(leaf, _mm256_and_si256(at_least, _mm256_set1_epi8(1 << d)));                      \
  } while (0)
#define LEAVES(k) \
  _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(leaves + 16 * k))), place)

__attribute__((target("avx2"))) static inline __m256i values_avx2(const uint8_t *const *columns, size_t first,
                                                                  const uint8_t *feature, const uint32_t *least,
                                                                  const int8_t *leaves) {
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
  const __m256i a = _mm256_blendv_epi8(LEAVES(0), LEAVES(1), bit4);
  const __m256i b = _mm256_blendv_epi8(LEAVES(2), LEAVES(3), bit4);
  return _mm256_blendv_epi8(a, b, bit5);
}

#define FRONT_AND_BACK                                                            \
  const __m256i front = _mm256_loadu_si256((const __m256i *)scores);              \
  const __m256i back = _mm256_loadu_si256((const __m256i *)(scores + 16));        \
  __m256i low = _mm256_permute2x128_si256(front, back, 0x20);                     \
  __m256i high = _mm256_permute2x128_si256(front, back, 0x31)
#define ADD_LEAVES(a, b, of)                                                                      \
  const __m256i units = _mm256_set1_epi32(units_of(of));                                          \
  low = _mm256_adds_epi16(low, _mm256_maddubs_epi16(units, _mm256_unpacklo_epi8(a, b)));          \
  high = _mm256_adds_epi16(high, _mm256_maddubs_epi16(units, _mm256_unpackhi_epi8(a, b)))
#define STORE_SCORES                                                                              \
  _mm256_storeu_si256((__m256i *)scores, _mm256_permute2x128_si256(low, high, 0x20));             \
  _mm256_storeu_si256((__m256i *)(scores + 16), _mm256_permute2x128_si256(low, high, 0x31))

__attribute__((target("avx2"))) static void score_avx2(const uint8_t *const *columns, size_t first,
                                                       const tree_score_pair *pairs, size_t count, int16_t *scores) {
  FRONT_AND_BACK;
  for (const tree_score_pair *pair = pairs; pair != pairs + count; pair++) {
    const __m256i a = values_avx2(columns, first, pair->feature[0], pair->least[0], pair->leaves[0]);
    const __m256i b = values_avx2(columns, first, pair->feature[1], pair->least[1], pair->leaves[1]);
    ADD_LEAVES(a, b, pair->units);
  }
  STORE_SCORES;
}

#undef LEVEL
#undef LEAVES

// ---- AVX-512: a comparison gives a mask, and one permutation picks from all 64 leaves ----

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi")))

/// Adds `bit` where there is a yes, in one instruction: compilers make two or three of it, and these cost four cycles a
/// tree.
#define ADD_BIT(leaf, yes, bit) __asm__("vpaddb %1, %0, %0 %{%2%}" : "+v"(leaf) : "v"(bit), "Yk"(yes))

TARGET static inline __m512i values_avx512(const uint8_t *const *columns, size_t first, const uint8_t *feature,
                                           const uint32_t *least, const int8_t *leaves) {
  __m512i leaf = _mm512_setzero_si512();
  for (int d = 0; d < 6; d++) {
    const __m512i x = _mm512_loadu_si512(columns[feature[d]] + first);
    const __mmask64 yes = _mm512_cmpge_epu8_mask(x, _mm512_set1_epi32((int)least[d]));
    ADD_BIT(leaf, yes, _mm512_set1_epi8((char)(1 << d)));
  }
  return _mm512_permutexvar_epi8(leaf, _mm512_loadu_si512(leaves));
}

TARGET static void score_avx512(const uint8_t *const *columns, size_t first, const tree_score_pair *pairs, size_t count,
                                int16_t *scores) {
  const __m512i front = _mm512_loadu_si512(scores), back = _mm512_loadu_si512(scores + 32);
  __m512i low = _mm512_permutex2var_epi64(front, _mm512_set_epi64(13, 12, 9, 8, 5, 4, 1, 0), back);
  __m512i high = _mm512_permutex2var_epi64(front, _mm512_set_epi64(15, 14, 11, 10, 7, 6, 3, 2), back);
  for (const tree_score_pair *pair = pairs; pair != pairs + count; pair++) {
    const __m512i a = values_avx512(columns, first, pair->feature[0], pair->least[0], pair->leaves[0]);
    const __m512i b = values_avx512(columns, first, pair->feature[1], pair->least[1], pair->leaves[1]);
    const __m512i units = _mm512_set1_epi32(units_of(pair->units));
    low = _mm512_adds_epi16(low, _mm512_maddubs_epi16(units, _mm512_unpacklo_epi8(a, b)));
    high = _mm512_adds_epi16(high, _mm512_maddubs_epi16(units, _mm512_unpackhi_epi8(a, b)));
  }
  _mm512_storeu_si512(scores, _mm512_permutex2var_epi64(low, _mm512_set_epi64(11, 10, 3, 2, 9, 8, 1, 0), high));
  _mm512_storeu_si512(scores + 32, _mm512_permutex2var_epi64(low, _mm512_set_epi64(15, 14, 7, 6, 13, 12, 5, 4), high));
}

/// The same for 32 rows, which most documents do not have more of: both trees side by side. What is asked of columns is
/// found by offset, so that a question takes five instructions where one by its column's address takes six.
TARGET static void score_narrow(const uint8_t *base, const tree_score_pair *pairs, size_t count, int16_t *scores) {
  const __m512i upper = _mm512_inserti64x4(_mm512_setzero_si512(), _mm256_set1_epi8(1), 1);
  const __m512i second = _mm512_slli_epi16(upper, 6);
  enum { line = offsetof(tree_score_pair, offset), least = offsetof(tree_score_pair, side_least) - line };
  FRONT_AND_BACK;
  for (const tree_score_pair *pair = pairs; pair != pairs + count; pair++) {
    const __m512i numbers = _mm512_loadu_si512((const uint8_t *)pair + line);
    const uint16_t(*offset)[2] = pair->offset;
    // Compilers would take the offsets out of the vector, in two instructions each.
    __asm__("" : "+r"(offset));
    __m512i leaf = second;
    for (int d = 0; d < 6; d++) {
      const __m256i x = _mm256_loadu_si256((const __m256i *)(base + offset[d][0]));
      const __m256i y = _mm256_loadu_si256((const __m256i *)(base + offset[d][1]));
      const __m512i each = _mm512_add_epi8(_mm512_set1_epi8((char)(least + 2 * d)), upper);
      const __mmask64 yes = _mm512_cmpge_epu8_mask(_mm512_inserti64x4(_mm512_castsi256_si512(x), y, 1),
                                                   _mm512_permutexvar_epi8(each, numbers));
      ADD_BIT(leaf, yes, _mm512_set1_epi8((char)(1 << d)));
    }
    const __m512i first_leaves = _mm512_loadu_si512(pair->leaves[0]);
    const __m512i values = _mm512_permutex2var_epi8(first_leaves, leaf, _mm512_loadu_si512(pair->leaves[1]));
    const __m256i a = _mm512_castsi512_si256(values), b = _mm512_extracti64x4_epi64(values, 1);
    ADD_LEAVES(a, b, pair->side_units);
  }
  STORE_SCORES;
}
#endif

void tree_score(const uint8_t *const *columns, const uint8_t *base, size_t first, size_t rows,
                const tree_score_pair *pairs, size_t count, int16_t *scores) {
  (void)base;
#if defined(__x86_64__)
  const scan_kernel kernel = scan_kernel_in_use();
  if (kernel >= scan_kernel_avx512) {
    if (base)
      score_narrow(base, pairs, count, scores);
    else
      score_avx512(columns, first, pairs, count, scores);
    return;
  }
  if (kernel == scan_kernel_avx2) {
    score_avx2(columns, first, pairs, count, scores);
    if (rows > 32) score_avx2(columns, first + 32, pairs, count, scores + 32);
    return;
  }
#endif
#if TAMIS_SCAN_VECTOR
  if (scan_kernel_in_use() != scan_kernel_portable) {
    score_vector(columns, first, rows, pairs, count, scores);
    return;
  }
#endif
  score_portable(columns, first, rows, pairs, count, scores);
}

#include "reason_pick.h"

#include <string.h>

#include "scan_kernel.h"

/// The four heaviest reasons so far, each a weight with the reason in its lowest six bits.
typedef struct heaviest {
  int32_t at[4][reason_pick_rows];
} heaviest;

static inline int32_t lesser(int32_t a, int32_t b) { return a < b ? a : b; }
static inline int32_t greater(int32_t a, int32_t b) { return a < b ? b : a; }

/// Sorted in by comparing and exchanging: weights come in any order, and a branch on them would be one on chance.
static inline __attribute__((always_inline)) void insert(heaviest *h, const int32_t *offered) {
  for (int row = 0; row < reason_pick_rows; row++) {
    const int32_t next = lesser(h->at[0][row], offered[row]);
    const int32_t after = lesser(h->at[1][row], next);
    h->at[0][row] = greater(h->at[0][row], offered[row]);
    h->at[3][row] = greater(h->at[3][row], lesser(h->at[2][row], after));
    h->at[2][row] = greater(h->at[2][row], after);
    h->at[1][row] = greater(h->at[1][row], next);
  }
}

/// Whether no row has anything; `kept` has all bits of those that there are.
static inline int is_zero(const uint8_t *column, const uint64_t *kept) {
  uint64_t halves[2];
  _Static_assert(sizeof halves == reason_pick_rows, "all rows");
  memcpy(halves, column, sizeof halves);
  return ((halves[0] & kept[0]) | (halves[1] & kept[1])) == 0;
}

/// One source for all machines, compiled for vectors of several widths.
static inline __attribute__((always_inline)) void pick(const uint8_t *columns, size_t stride, size_t rows,
                                                       const reason_part *parts, size_t count, uint32_t *picked) {
  heaviest h = {0};
  const uint64_t all = ~UINT64_C(0);
  const uint64_t kept[2] = {rows < 8 ? ~(all << 8 * rows) : all, rows < 9 ? 0 : rows < 16 ? ~(all << 8 * (rows - 8)) : all};
  int32_t pending[reason_pick_rows] = {0};
  int is_pending = 0;
  for (const reason_part *part = parts; part != parts + count; part++) {
    const uint8_t *column = columns + part->column * stride;
    const float weight = part->weight, mean = part->mean;
    const int32_t reason = part->reason;
    const int is_none = part->needs_some && is_zero(column, kept);
    if (!part->is_joined && is_pending) {
      insert(&h, pending);
      for (int row = 0; row < reason_pick_rows; row++) pending[row] = 0;
      is_pending = 0;
    }
    if (is_none) continue;
    is_pending = 1;
    for (int row = 0; row < reason_pick_rows; row++) {
      const float value = weight * ((float)column[row] - mean);
      const float bounded = value < 0 ? 0 : value > 30000 ? 30000 : value;
      const int32_t offered = ((int32_t)(bounded * 65536) & ~63) | reason;
      pending[row] = greater(pending[row], value > 0.05f ? offered : 0);
    }
  }
  insert(&h, pending);
  for (int row = 0; row < reason_pick_rows; row++)
    picked[row] = (uint32_t)(h.at[0][row] & 63) | (uint32_t)(h.at[1][row] & 63) << 8 |
                  (uint32_t)(h.at[2][row] & 63) << 16 | (uint32_t)(h.at[3][row] & 63) << 24;
}

static void pick_portable(const uint8_t *columns, size_t stride, size_t rows, const reason_part *parts, size_t count,
                          uint32_t *picked) {
  pick(columns, stride, rows, parts, count, picked);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void pick_avx2(const uint8_t *columns, size_t stride, size_t rows,
                                                      const reason_part *parts, size_t count, uint32_t *picked) {
  pick(columns, stride, rows, parts, count, picked);
}

__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq"))) static void pick_avx512(
    const uint8_t *columns, size_t stride, size_t rows, const reason_part *parts, size_t count, uint32_t *picked) {
  pick(columns, stride, rows, parts, count, picked);
}
#endif

void reason_pick(const uint8_t *columns, size_t stride, size_t rows, const reason_part *parts, size_t count,
                 uint32_t *picked) {
#if defined(__x86_64__)
  const scan_kernel kernel = scan_kernel_in_use();
  if (kernel >= scan_kernel_avx512) return pick_avx512(columns, stride, rows, parts, count, picked);
  if (kernel == scan_kernel_avx2) return pick_avx2(columns, stride, rows, parts, count, picked);
#endif
  pick_portable(columns, stride, rows, parts, count, picked);
}

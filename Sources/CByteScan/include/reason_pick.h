// The heaviest reasons for the judgement on blocks, of columns of bytes, 16 rows at a time.
#ifndef TAMIS_REASON_PICK_H
#define TAMIS_REASON_PICK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What turns a byte of a column into the weight of a reason: `weight * (byte - mean)`.
typedef struct reason_part {
  float mean;
  float weight;
  uint8_t column;
  /// 1…63.
  uint8_t reason;
  /// Whether the part before it gives the same reason: that counts once, at its heavier weight.
  uint8_t is_joined;
  /// Whether a byte of zero gives no weight that counts: most phrases are in no block.
  uint8_t needs_some;
} reason_part;

enum { reason_pick_rows = 16 };

/// Writes the four heaviest reasons of each of `rows` rows, 16 at most, to `picked`, which has room for 16, the heaviest in
/// the lowest byte, 0 where there is none.
/// A weight counts above 0.05, in steps of 1/1024, and up to 30,000; of equal ones the greater reason is the heavier. Column
/// `c` begins at `columns + c * stride`, and 16 bytes of it can be read.
void reason_pick(const uint8_t *columns, size_t stride, size_t rows, const reason_part *parts, size_t count,
                 uint32_t *picked);

#ifdef __cplusplus
}
#endif
#endif

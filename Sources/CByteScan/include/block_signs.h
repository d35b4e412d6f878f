// What rules over a document ask of its blocks, from columns of counts and features, for all blocks at once.
#ifndef TAMIS_BLOCK_SIGNS_H
#define TAMIS_BLOCK_SIGNS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a block's words are a sign of: bits of a byte.
enum {
  /// Words of address, asking and wanting in a share that a report has only in quotations: one in sixteen, of nine and more.
  block_speaks_to_reader = 1,
  /// What goes on a plea: one word in twenty of these, or, of eight words at most, one that names what is wanted.
  block_goes_on = 2,
  /// A phrase of the lexicon other than a date, a copy, an address, or one word in twelve that speaks to the reader. A phrase
  /// that a sentence does not begin with has to be half of it: "o nas", about us, is in many.
  block_looks_like_furniture = 4,
};

/// Columns of bytes, a row a block; what rows up to the next multiple of 16 hold is read, and written likewise.
typedef struct block_columns {
  size_t count;
  const uint8_t *tokens;
  /// Words that speak to the reader or of what is wanted.
  const uint8_t *plea;
  const uint8_t *copies;
  const uint8_t *addresses;
  /// Those of `feature_fill.h`.
  const uint8_t *flags;
  /// The cue that a block begins with, 0 for none.
  const uint8_t *first_cues;
  /// Shares of the words that phrases cover, 0 for none: `cue_count` columns, `stride` bytes apart, the first of them that of
  /// cue `first_cue`, which is not 0.
  const uint8_t *cues;
  size_t stride;
  uint8_t first_cue, cue_count;
  /// Which of them are dates, and which name what is wanted.
  uint8_t date, donate, subscribe;
  /// The bits of a block.
  uint8_t *signs;
  /// The cue that covers most of a block, the first of equals; 0 if none does.
  uint8_t *heaviest;
} block_columns;

void block_signs_fill(const block_columns *columns);

/// For each of the `rows` bytes at `column`, 64 at most, whether it has `flag`, a single bit. Read are whole groups of eight.
static inline uint64_t column_bits(const uint8_t *column, size_t rows, uint8_t flag) {
  uint64_t bits = 0;
  for (size_t first = 0; first < rows; first += 8) {
    uint64_t eight;
    memcpy(&eight, column + first, sizeof eight);
    // What is behind the last row may be anything.
    if (rows - first < 8) eight &= (UINT64_C(1) << 8 * (rows - first)) - 1;
    const uint64_t found = eight >> __builtin_ctz(flag) & UINT64_C(0x0101010101010101);
    // Each byte's bit to its place in the highest byte.
    bits |= (found * UINT64_C(0x0102040810204080) >> 56) << first;
  }
  return bits;
}

#ifdef __cplusplus
}
#endif
#endif

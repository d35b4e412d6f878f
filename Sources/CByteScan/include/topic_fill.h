// The words that a document keeps coming back to, and how many of them each block has.
#ifndef TAMIS_TOPIC_FILL_H
#define TAMIS_TOPIC_FILL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  /// Words of a block that are looked at.
  topic_words = 32,
  /// A table has 1 << 11 … 1 << 16 cells.
  topic_least_bits = 11,
  topic_most_bits = 16,
};

/// Writes the cells of what may be a topic among the first `topic_words` of `words[0 ..< count]`, and returns how many
/// there are. That is a word with bit 0 set: cell `(word >> 2) * 0x85EBCA77 >> (32 - bits)`; with bit 1 (a character
/// that stands alone) it is the pair with the next, if that stands alone too: cell `key >> (32 - bits)`, for the key
/// see word_key.h. `cells` has room for `topic_words`.
size_t topic_cells(const uint32_t *words, size_t count, unsigned bits, uint16_t *cells);

/// Blocks and what is known of them.
typedef struct topic_blocks {
  size_t count;
  /// `topic_words` places a block, of which `sizes` are used.
  const uint16_t *cells;
  const uint8_t *sizes;
  const int16_t *scores;
  const int32_t *lengths;
  /// What the last call for these blocks found to be good; before the first it is 2 for each block.
  uint8_t *good;
  /// `1 << bits` numbers that stay from one call for these blocks to the next.
  uint32_t *table;
  unsigned bits;
} topic_blocks;

/// Of each block's topics the share, of 255, that good blocks have too, and the mean of how often these have them, on twice the
/// scale of `column_scale`. A topic counts as often as good blocks have it, up to 255, less one in a good block: one that this
/// block has twice counts too. A block is good when its score is above 1024 and its length at least 60. The columns are those of
/// the last call, if there was one: they stay as they are where the same blocks are good. Up to the next multiple of 16 values
/// behind the last block's may change.
void topic_fill(const topic_blocks *blocks, uint8_t *shares, uint8_t *weights);

#ifdef __cplusplus
}
#endif
#endif

// Sums of oblivious decision trees over rows of bytes, 32 rows at a time.
#ifndef TAMIS_TREE_SCORE_H
#define TAMIS_TREE_SCORE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A tree that asks the same question of all nodes of a level: bit d of the leaf's number is `row[feature[d]] >= least[d]`.
/// Plain bytes, laid out as in the model file; a level that is not used has `least` 255 and leaves that do not differ.
typedef struct tree_score_tree {
  uint8_t feature[6];
  uint8_t least[6];
  /// Leaves count 1 << shift units each, 0…7.
  uint8_t shift;
  uint8_t reserved[3];
  int8_t leaves[64];
} tree_score_tree;

enum { tree_score_lanes = 32 };

/// Adds the trees' leaves to `scores[0…31]`, saturating. `columns` holds 32 bytes a feature: `columns[feature * 32 + lane]`.
void tree_score(const uint8_t *columns, const tree_score_tree *trees, size_t count, int16_t *scores);

/// Gathers `rows` (1…32) rows of `width` bytes, `stride` bytes apart, into columns; missing rows are filled with zero.
void tree_score_columns(const uint8_t *first, size_t rows, size_t stride, size_t width, uint8_t *columns);

#ifdef __cplusplus
}
#endif
#endif

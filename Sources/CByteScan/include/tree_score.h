// Sums of oblivious decision trees over columns of bytes, up to 64 rows at a time.
#ifndef TAMIS_TREE_SCORE_H
#define TAMIS_TREE_SCORE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A tree that asks the same question of all nodes of a level: bit d of the leaf's number is
/// `columns[feature[d]][row] >= least[d]`. Plain bytes, laid out as in the model file; a level that is not used has
/// `least` 255 and leaves that do not differ.
typedef struct tree_score_tree {
  uint8_t feature[6];
  uint8_t least[6];
  /// Leaves count 1 << shift units each, 0…7.
  uint8_t shift;
  int8_t leaves[64];
} tree_score_tree;

/// Two trees as they are asked: one multiplication adds the leaves of both. At a multiple of 64 each fills four lines of the
/// cache, of which the leaves of each tree are one, and the first or the second is read besides.
typedef struct tree_score_pair {
  uint8_t feature[2][6];
  /// 1 << shift of each, and both once more; and each number of `least` four times over: a vector of them is loaded, where
  /// one of single bytes would have to be made.
  uint8_t units[4];
  uint32_t least[2][6];
  /// The same for both trees side by side, with the features' offsets: see ``tree_score_pairs``.
  uint16_t offset[6][2];
  uint8_t side_least[6][2];
  uint8_t side_units[4];
  uint8_t reserved[24];
  int8_t leaves[2][64];
} tree_score_pair;

enum { tree_score_lanes = 64 };

enum {
  /// Rows of which both trees of a pair are asked at once.
  tree_score_narrow = 32,
};

/// Makes `(count + 1) / 2` pairs of trees. `offsets` says how far from one place of memory the column of each feature
/// begins, if the columns lie as those of few rows do.
void tree_score_pairs(const tree_score_tree *trees, size_t count, const uint16_t *offsets, tree_score_pair *pairs);

/// Adds to `scores[0…rows - 1]`, saturating, first the sum of the first pair's leaves, then that of the second's, and
/// so on, for `rows` (1…64) rows from row `first` on. Of each column that a tree names, 64 bytes from `first` on can be
/// read; `scores` has room for 64, and those behind `rows` may change.
///
/// `base` is null, or the place that the pairs' offsets count from, to the row `first` of each column; then `rows` is at most
/// `tree_score_narrow`.
void tree_score(const uint8_t *const *columns, const uint8_t *base, size_t first, size_t rows,
                const tree_score_pair *pairs, size_t count, int16_t *scores);

#ifdef __cplusplus
}
#endif
#endif

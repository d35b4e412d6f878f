// From a stage's scores of blocks to the columns of features that the next stage sees of them.
#ifndef TAMIS_SCORE_FILL_H
#define TAMIS_SCORE_FILL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  /// Columns of 32-bit numbers that filling needs, laid out as those of features: see feature_fill.h.
  score_fill_scratch = 7,
  /// Steps of a quarter logit that scores are gathered in.
  score_fill_steps = 64,
};

/// The columns; but for `own`, nothing needs to be in them. A pointer is to the first block's.
///
/// A block is good when its score is above 0, surely good when it is above 512. Scores are on a scale of 16 steps a logit around
/// 128, 1 at least, lengths on that of `column_scale`, shares are of 255; what is above 255 is that.
typedef struct score_columns {
  uint8_t *own;
  /// Means over as many blocks on either side, on one side, of all; a block weighs what it is long, 16 at least and 256 at most. 0
  /// where there are none.
  uint8_t *mean_1, *mean_2, *mean_4, *mean_10, *mean_20, *mean_before_4, *mean_after_4, *mean_before_12, *mean_after_12;
  /// The greatest score of the three blocks on either side, 0 where there are none; the least, less one, 255 where there are none.
  uint8_t *most_near_3, *least_near_3;
  /// Of the length of good blocks what stands before; how many there are, on the scale of lengths; their share of all length.
  uint8_t *good_share_before, *good_blocks, *good_share, *mean_of_document;
  /// How many blocks lie between this one and the next surely good one before or behind it, and their length; 255 where there is
  /// none.
  uint8_t *since_good, *until_good, *bytes_since_good, *bytes_until_good;
  /// Good blocks with up to two others between neighbours are a run, as long as its good blocks are. Of the longest, the first
  /// of those alike, without good blocks of no length at its end: how far into it a block stands, 1 at least, 0 outside; how many
  /// blocks away it is; its share of all length; 1 before it, 2 in it, 3 behind it. All 0 where no run has a length.
  uint8_t *run_place, *run_distance, *run_share, *in_run;
  /// Of the run that a block is in, if it has a length: this, 128 + this - the longest's, the mean score of all its blocks, and
  /// 128 + this - the best of a run of 400 bytes and more. 0 outside of all.
  uint8_t *own_run, *own_run_to_longest, *own_run_score, *own_run_to_best;
  /// Text is gathered by steps of four of the scale, a block as its length, 1500 at most, plus 1. The lowest step with any above
  /// which less than 2, 10, 25, 50 and 75 % stand, as a score; how far a block is below some of these, plus 128 for the latter two;
  /// what share stands at a block's step and above.
  uint8_t *best_2, *best_10, *best_25, *best_50, *best_75, *below_best_2, *below_best_25, *below_best_50, *rank;
  /// The best F1 that is to be expected of keeping a step and all above, and 128 + how far a block is above the highest such step;
  /// what shares stand at the steps from 42 on, 36…41, 30…35, 24…29.
  uint8_t *expected, *above_border, *sure_share, *likely_share, *open_share, *unlikely_share;
} score_columns;

/// Fills the columns from `scores`, logits in 1/1024, and the lengths of `count` blocks. `own` is zero for seven blocks
/// before and behind. `probabilities` says of each of `score_fill_steps` steps how probably a block is article.
/// `scratch` has room for `score_fill_scratch` columns of 32-bit numbers, one behind the other. Up to the next multiple
/// of 64 values behind the last block's may change, but not those of `own`.
void score_fill(const int16_t *scores, const int32_t *lengths, size_t count, const float *probabilities,
                const score_columns *columns, int32_t *scratch);

/// Whether any of the scores is `least` at least and `most` at most. All are looked at: where the first stands is chance, to
/// a branch.
int score_within(const int16_t *scores, size_t count, int16_t least, int16_t most);

/// Those of the columns that explain a score.
typedef struct score_near {
  uint8_t *mean_2, *mean_10, *run_distance;
} score_near;

/// Fills these as `score_fill` does, of which it takes a fifth of the time.
void score_near_fill(const int16_t *scores, const int32_t *lengths, size_t count, const score_near *columns,
                     int32_t *scratch);

#ifdef __cplusplus
}
#endif
#endif

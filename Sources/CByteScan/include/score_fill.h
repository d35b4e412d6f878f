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
typedef struct score_columns {
  uint8_t *own;
  uint8_t *mean_1, *mean_2, *mean_4, *mean_10, *mean_20, *mean_before_4, *mean_after_4, *mean_before_12, *mean_after_12;
  uint8_t *most_near_3, *least_near_3;
  uint8_t *good_share_before, *good_blocks, *good_share, *mean_of_document;
  uint8_t *since_good, *until_good, *bytes_since_good, *bytes_until_good;
  uint8_t *run_place, *run_distance, *run_share, *in_run;
  uint8_t *own_run, *own_run_to_longest, *own_run_score, *own_run_to_best;
  uint8_t *best_2, *best_10, *best_25, *best_50, *best_75, *below_best_2, *below_best_25, *below_best_50, *rank;
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

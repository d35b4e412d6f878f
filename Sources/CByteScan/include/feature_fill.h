// From counts of blocks, a column each, to columns of features: the first stage's of the judge.
#ifndef TAMIS_FEATURE_FILL_H
#define TAMIS_FEATURE_FILL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  /// Numbers before the first block's and behind the last one's, rounded up to `feature_fill_step`, in every column
  /// here.
  feature_fill_margin = 32,
  feature_fill_step = 64,
  /// Columns of 32-bit numbers that filling needs besides.
  feature_fill_scratch = 6,
};

/// What a block is: bits of a byte.
enum {
  feature_is_prose = 1,
  feature_is_ended = 2,
  feature_is_sentence = 4,
  feature_is_short = 8,
  feature_has_digits = 16,
  feature_is_divided = 32,
  /// Prose of which, if it is kept, no more is to be told than that it is a paragraph.
  feature_is_plain = 64,
};

/// The counts of blocks. A pointer is to the first block's; none but the lengths, offsets and sums is above 255.
typedef struct feature_counts {
  size_t count;
  const int32_t *lengths;
  const int32_t *word_sums;
  /// The length of all blocks before.
  const float *offsets;
  const uint8_t *characters;
  const uint8_t *tokens;
  const uint8_t *cue_tokens;
  const uint8_t *address;
  const uint8_t *plea;
  const uint8_t *stops;
  const uint8_t *flags;
  /// Room for `feature_fill_scratch` columns of 32-bit numbers, one behind the other.
  int32_t *scratch;
} feature_counts;

/// What holds for all blocks of a document.
typedef struct feature_document {
  float length;
  float stop_scale;
  float address_scale;
  int32_t median_scale;
  int32_t typical_scale;
  int64_t prose_length;
} feature_document;

/// Shapes of a block. Those of the first group hold counts before and features after.
typedef struct feature_shapes {
  uint8_t *upper_share, *capitalized_share, *all_capitals_share, *digit_share, *comma_rate, *symbol_rate;
  const uint8_t *words, *terminators, *commas, *symbols;
  uint8_t *length, *word_length, *words_per_sentence;
  uint8_t *stop_density, *cue_share, *address_share, *address_relative, *plea_share, *word_score;
  uint8_t *length_to_median, *length_to_typical, *index_from_start, *index_from_end, *relative_offset;
} feature_shapes;

/// What stands around a block. Lengths are on the scale of `column_scale`, shares are of 255; fractions are cut off, and what is
/// above 255 is that.
typedef struct feature_surroundings {
  /// Going away from the block, which is not counted itself: how many others come before the first that is ended; before the
  /// first that is ended or not short; before the first of prose, and their length, both 255 where there is none; how many of
  /// prose there are at all.
  uint8_t *plain_run_before, *short_run_before, *prose_before, *length_from_prose, *prose_count_before;
  uint8_t *plain_run_after, *short_run_after, *prose_after, *length_to_prose, *prose_count_after;
  /// Of the unbroken run of sentences that a block is in, its length, the blocks from here to its nearer end, both counted, and
  /// 128 + its length - that of the longest. A block outside of all is a run of its own, of no length.
  uint8_t *sentence_run, *sentence_run_place, *sentence_run_to_longest;
  /// Of the longest run, the first of those alike: its share of the length of all prose; 1 before it, 2 in it, 3 behind it; how
  /// many blocks away it is. All 0 where no run has a length.
  uint8_t *longest_run_share, *longest_run_place, *longest_run_distance;
  const uint8_t *word_score;
  /// In a window of 2, 4 or 10 blocks on either side, as far as there are: the share of words that plead, four times over; the
  /// share of blocks that are ended, and that have digits (seven of seven blocks are 254, as the model learnt it); the share of
  /// words under cues; the mean length of blocks, and the mean word score of words, 128 where there are none.
  uint8_t *plea_near_2, *ended_near_4, *digits_near_4, *cues_near_4, *length_near_4, *words_near_4;
  uint8_t *length_near_10, *words_near_10, *document_words;
} feature_surroundings;

/// Fills the columns of `shapes`; up to the next multiple of `feature_fill_step` values behind the last block's may
/// change.
void feature_fill_shapes(const feature_counts *counts, const feature_document *document, const feature_shapes *shapes);

/// The same for `surroundings`, of which `word_score` is filled.
void feature_fill_surroundings(const feature_counts *counts, const feature_document *document,
                               const feature_surroundings *surroundings);

#ifdef __cplusplus
}
#endif
#endif

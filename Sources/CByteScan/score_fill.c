#include "score_fill.h"

#include "column_math.h"
#include "scan_kernel.h"

enum { margin = 32, farthest = 20, greatest_weight = 256, least_weight = 16, far = 1 << 21 };

ALWAYS int32_t scale_of_long(int64_t number) { return column_scale((int32_t)(number < far ? number : far)); }

/// A share of 255 of two sums of lengths.
ALWAYS uint8_t share_of_length(int64_t part, int64_t whole) {
  return (uint8_t)(whole <= 0 || part <= 0 ? 0 : part >= whole ? 255 : part * 255 / whole);
}

// ---- means over windows, weighted by length ----

/// A mean of logits; 0 when there are no blocks.
ALWAYS uint8_t mean_score(float sum, float weight) {
  const float mean = 128.5f + sum / weight / 64;
  const uint8_t value = byte_of(mean);
  return weight > 0 ? value > 1 ? value : 1 : 0;
}

ALWAYS int32_t weight_of(int32_t length) { return least_of(greatest_weight, most_of(least_weight, length)); }

/// What is carried along the blocks, a column of scratch each.
enum { sum_weights, sum_scores, walk_good, walk_since, walk_bytes_since, walk_until, walk_bytes_until };

#define COLUMN(which) scratch_column(scratch, count, which, margin)

typedef struct sums {
  /// Weight so far, and weight times score so far, modulo 2^32: the difference over a window is a number of 32 bits.
  uint32_t *weights, *scores;
  int64_t weight, score;
} sums;

static sums sum_up(const int16_t *scores, const int32_t *lengths, size_t count, int32_t *scratch) {
  sums s = {(uint32_t *)COLUMN(sum_weights), (uint32_t *)COLUMN(sum_scores), 0, 0};
  memset(s.weights - farthest, 0, (farthest + 1) * sizeof(uint32_t));
  memset(s.scores - farthest, 0, (farthest + 1) * sizeof(uint32_t));
  for (size_t i = 0; i < count; i++) {
    const int32_t weight = weight_of(lengths[i]);
    s.weight += weight;
    s.score += weight * scores[i];
    s.weights[i + 1] = (uint32_t)s.weight;
    s.scores[i + 1] = (uint32_t)s.score;
  }
  for (size_t i = count + 1; i <= filled_rows(count) + farthest; i++) {
    s.weights[i] = (uint32_t)s.weight;
    s.scores[i] = (uint32_t)s.score;
  }
  return s;
}

/// Of all blocks, and of the good ones.
typedef struct passed {
  /// With how long these are so far before each block.
  int64_t length, good_length;
  int32_t good_blocks;
  float *good;
  /// How far back, and how far ahead, the next surely good block stands: farther than any scale reaches if there is none.
  int32_t *since, *bytes_since, *until, *bytes_until;
} passed;

/// No bits for a surely good block, all for others: a branch would be one on chance.
ALWAYS int32_t unsure(int16_t score) { return (score - 513) >> 31; }

/// Once forward and once back, and only for numbers, which are put on their scales sixteen at a time, when all are there: a
/// vector of numbers that were written one by one just now has to wait for them.
static passed walk(const int16_t *scores, const int32_t *lengths, size_t count, int32_t *scratch) {
  passed s = {0,
              0,
              0,
              (float *)(void *)COLUMN(walk_good),
              COLUMN(walk_since),
              COLUMN(walk_bytes_since),
              COLUMN(walk_until),
              COLUMN(walk_bytes_until)};
  int32_t blocks = far, bytes = far;
  for (size_t i = 0; i < count; i++) {
    const int32_t is_unsure = unsure(scores[i]);
    s.good[i] = (float)s.good_length;
    s.length += lengths[i];
    s.good_length += scores[i] > 0 ? lengths[i] : 0;
    s.good_blocks += scores[i] > 0;
    s.since[i] = blocks;
    s.bytes_since[i] = bytes;
    blocks = (blocks + 1) & is_unsure;
    bytes = least_of(far, bytes + least_of(far, lengths[i])) & is_unsure;
  }
  blocks = bytes = far;
  for (size_t i = count; i-- > 0;) {
    s.until[i] = blocks;
    s.bytes_until[i] = bytes;
    blocks = (blocks + 1) & unsure(scores[i]);
    bytes = least_of(far, bytes + least_of(far, lengths[i])) & unsure(scores[i]);
  }
  return s;
}

ALWAYS void fill_means(sums s, size_t count, uint8_t *column, ptrdiff_t from, ptrdiff_t to) {
  FOR_ROWS(i, count) {
    const ptrdiff_t place = (ptrdiff_t)i;
    const int32_t weight = (int32_t)(s.weights[place + to] - s.weights[place + from]);
    const int32_t score = (int32_t)(s.scores[place + to] - s.scores[place + from]);
    column[i] = mean_score((float)score, (float)weight);
  }
}

ALWAYS void fill_all_means(const score_columns *c, sums s, size_t count) {
  fill_means(s, count, c->mean_1, -1, 2);
  fill_means(s, count, c->mean_2, -2, 3);
  fill_means(s, count, c->mean_4, -4, 5);
  fill_means(s, count, c->mean_10, -10, 11);
  fill_means(s, count, c->mean_20, -20, 21);
  fill_means(s, count, c->mean_before_4, -4, 0);
  fill_means(s, count, c->mean_after_4, 1, 5);
  fill_means(s, count, c->mean_before_12, -12, 0);
  fill_means(s, count, c->mean_after_12, 1, 13);
  fill(c->mean_of_document, count, mean_score((float)s.score, (float)s.weight));
}

// ---- the nearest blocks ----

ALWAYS uint8_t most_byte(uint8_t a, uint8_t b) { return a < b ? b : a; }
ALWAYS uint8_t least_byte(uint8_t a, uint8_t b) { return a < b ? a : b; }
ALWAYS uint8_t less(uint8_t a) { return (uint8_t)(a - 1); }

/// The greatest and the least score among the three blocks on either side; outside the document scores are zero, and
/// zero, less one, is greater than any score.
ALWAYS void fill_nearest(const score_columns *c, size_t count) {
  uint8_t *most = c->most_near_3, *least = c->least_near_3;
  const uint8_t *own = c->own;
  FOR_ROWS(i, count) {
    const uint8_t *at = own + i;
    const uint8_t before = most_byte(most_byte(at[-3], at[-2]), at[-1]);
    const uint8_t after = most_byte(most_byte(at[1], at[2]), at[3]);
    most[i] = most_byte(before, after);
    const uint8_t least_before = least_byte(least_byte(less(at[-3]), less(at[-2])), less(at[-1]));
    const uint8_t least_after = least_byte(least_byte(less(at[1]), less(at[2])), less(at[3]));
    least[i] = least_byte(least_before, least_after);
  }
}

// ---- runs of good blocks, up to two lesser ones in between ----

typedef struct run {
  size_t start, end;
  /// The end without blocks of no length behind the last that has one.
  size_t last;
  int64_t length;
  /// Of all of its blocks, good or not.
  int64_t weight, score;
} run;

/// The next run from `place` on; an empty one at the end if there is none.
static run next_run(const int16_t *scores, const int32_t *lengths, size_t count, size_t place) {
  while (place < count && scores[place] <= 0) place++;
  run found = {place, place, place, 0, 0, 0};
  int64_t weight = 0, score = 0;
  for (; place < count && place - found.end <= 2; place++) {
    const int32_t own = weight_of(lengths[place]);
    weight += own;
    score += own * scores[place];
    if (scores[place] <= 0) continue;
    found.length += lengths[place];
    found.end = place + 1;
    if (lengths[place] > 0) found.last = place + 1;
    found.weight = weight;
    found.score = score;
  }
  return found;
}

/// How far each block is from the run with the most text.
ALWAYS void fill_run_distance(uint8_t *column, size_t count, run longest) {
  const int32_t start = (int32_t)longest.start, end = (int32_t)longest.last, is_there = longest.length != 0;
  FOR_ROWS(i, count) {
    const int32_t place = (int32_t)i, distance = place < start ? start - place : place + 1 - end;
    column[i] = (uint8_t)(is_there ? least_of(255, most_of(0, distance)) : 0);
  }
}

/// The run with the most text.
ALWAYS void fill_longest_run(const score_columns *c, size_t count, run longest, int64_t length) {
  fill(c->run_share, count, share_of_length(longest.length, length));
  const int32_t start = (int32_t)longest.start, end = (int32_t)longest.last, is_there = longest.length != 0;
  const float each = 255 / (float)most_of(1, end - start);
  uint8_t *in_run = c->in_run, *run_place = c->run_place;
  FOR_ROWS(i, count) {
    const int32_t place = (int32_t)i, is_outside = place < start || place >= end;
    const int32_t side = place < start ? 1 : 3;
    in_run[i] = (uint8_t)(!is_there ? 0 : is_outside ? side : 2);
    const uint8_t share = byte_of((float)(place - start) * each);
    run_place[i] = (uint8_t)(is_outside ? 0 : share > 1 ? share : 1);
  }
  fill_run_distance(c->run_distance, count, longest);
}

/// How long and how good the run is that a block stands in, beside the longest and the best.
ALWAYS void fill_runs(const score_columns *c, const int16_t *scores, const int32_t *lengths, size_t count,
                      int64_t length) {
  run runs[most_runs], longest = {0};
  size_t number = 0;
  for (run r = next_run(scores, lengths, count, 0); r.end > r.start; r = next_run(scores, lengths, count, r.end)) {
    if (r.length > longest.length) longest = r;
    if (number < most_runs) runs[number] = r;
    number++;
  }
  fill_longest_run(c, count, longest, length);
  fill(c->own_run, count, 0);
  fill(c->own_run_to_longest, count, 0);
  fill(c->own_run_score, count, 0);
  uint8_t best = 1;
  const int32_t most = scale_of_long(longest.length);
  run r = {0};
  for (size_t i = 0; i < number; i++) {
    r = i < most_runs ? runs[i] : next_run(scores, lengths, count, r.end);
    const uint8_t score = mean_score((float)r.score, (float)r.weight);
    if (r.length >= 400) best = most_byte(best, score);
    if (r.length == 0) continue;
    const int32_t own = scale_of_long(r.length);
    memset(c->own_run + r.start, own, r.end - r.start);
    memset(c->own_run_to_longest + r.start, clamped(128 + own - most), r.end - r.start);
    memset(c->own_run_score + r.start, score, r.end - r.start);
  }
  uint8_t *to_best = c->own_run_to_best;
  const uint8_t *run_score = c->own_run_score;
  FOR_ROWS(i, count) to_best[i] = run_score[i] == 0 ? 0 : clamped(128 + run_score[i] - best);
}

// ---- the document, and distances in it ----

ALWAYS void fill_good(const score_columns *c, passed s, size_t count) {
  fill(c->good_blocks, count, (uint8_t)column_scale(s.good_blocks));
  fill(c->good_share, count, share_of_length(s.good_length, s.length));
  const float whole = (float)s.good_length, *before = s.good;
  uint8_t *column = c->good_share_before;
  FOR_ROWS(i, count) column[i] = whole > 0 ? byte_of(before[i] * 255 / whole) : 0;
}

ALWAYS void fill_distance(uint8_t *blocks_column, uint8_t *bytes_column, const int32_t *blocks, const int32_t *lengths,
                          size_t count) {
  FOR_ROWS(i, count) blocks_column[i] = (uint8_t)least_of(255, blocks[i]);
  FOR_ROWS(i, count) bytes_column[i] = (uint8_t)column_scale(lengths[i]);
}

// ---- where a score stands among those of its document ----

/// What all blocks of a document share.
typedef struct spread {
  /// Scores that 2, 10, 25, 50 and 75 % of the text reach.
  uint8_t best_2, best_10, best_25, best_50, best_75;
  /// The least score that is kept for the best F1 that is to be expected if the probabilities hold.
  uint8_t border;
  float expected, sure, likely, open, unlikely;
  /// The share of the text that reaches a step, of 255.
  uint8_t rank[score_fill_steps];
} spread;

/// Scores are gathered in steps, so that nothing is sorted.
static spread find_spread(const uint8_t *own, const int32_t *lengths, size_t count, const float *probabilities) {
  float weights[score_fill_steps] = {0};
  uint64_t used = 0;
  for (size_t i = 0; i < count; i++) {
    weights[own[i] >> 2] += (float)(least_of(lengths[i], 1500) + 1);
    used |= UINT64_C(1) << (own[i] >> 2);
  }
  spread s = {0};
  float whole = 0, good = 0;
  for (uint64_t rest = used; rest; rest &= rest - 1) {
    const int step = __builtin_ctzll(rest);
    whole += weights[step];
    good += weights[step] * probabilities[step];
  }
  const float each = 1 / whole;
  float sum = 0, kept = 0;
  while (used) {
    const int step = 63 - __builtin_clzll(used);
    used &= ~(UINT64_C(1) << step);
    const float before = sum * each, weight = weights[step];
    sum += weight;
    s.rank[step] = byte_of(sum * each * 255);
    const uint8_t score = (uint8_t)(step * 4);
    if (before < 0.02f) s.best_2 = score;
    if (before < 0.1f) s.best_10 = score;
    if (before < 0.25f) s.best_25 = score;
    if (before < 0.5f) s.best_50 = score;
    if (before < 0.75f) s.best_75 = score;
    kept += weight * probabilities[step];
    const float expected = 2 * kept / (sum + good);
    if (expected > s.expected) {
      s.expected = expected;
      s.border = score;
    }
    const float share = weight * each;
    if (step >= 42)
      s.sure += share;
    else if (step >= 36)
      s.likely += share;
    else if (step >= 30)
      s.open += share;
    else if (step >= 24)
      s.unlikely += share;
  }
  return s;
}

ALWAYS void fill_spread(const score_columns *columns, const int32_t *lengths, size_t count,
                        const float *probabilities) {
  const score_columns c = *columns;
  const spread s = find_spread(c.own, lengths, count, probabilities);
  fill(c.best_2, count, s.best_2);
  fill(c.best_10, count, s.best_10);
  fill(c.best_25, count, s.best_25);
  fill(c.best_50, count, s.best_50);
  fill(c.best_75, count, s.best_75);
  fill(c.expected, count, byte_of(s.expected * 255));
  fill(c.sure_share, count, byte_of(s.sure * 255));
  fill(c.likely_share, count, byte_of(s.likely * 255));
  fill(c.open_share, count, byte_of(s.open * 255));
  fill(c.unlikely_share, count, byte_of(s.unlikely * 255));
  FOR_ROWS(i, count) {
    const int32_t score = c.own[i];
    c.below_best_2[i] = clamped(s.best_2 - score);
    c.below_best_25[i] = clamped(128 + s.best_25 - score);
    c.below_best_50[i] = clamped(128 + s.best_50 - score);
    c.above_border[i] = clamped(128 + score - s.border);
  }
  for (size_t i = 0; i < count; i++) c.rank[i] = s.rank[c.own[i] >> 2];
}

ALWAYS void score_fill_body(const int16_t *scores, const int32_t *lengths, size_t count, const float *probabilities,
                            const score_columns *columns, int32_t *scratch) {
  if (count == 0) return;
  const sums s = sum_up(scores, lengths, count, scratch);
  const passed p = walk(scores, lengths, count, scratch);
  uint8_t *own = columns->own;
  for (size_t i = 0; i < count; i++) own[i] = (uint8_t)most_of(1, least_of(255, 128 + ((scores[i] + 32) >> 6)));
  fill_runs(columns, scores, lengths, count, p.length);
  fill_all_means(columns, s, count);
  fill_nearest(columns, count);
  fill_good(columns, p, count);
  fill_distance(columns->since_good, columns->bytes_since_good, p.since, p.bytes_since, count);
  fill_distance(columns->until_good, columns->bytes_until_good, p.until, p.bytes_until, count);
  fill_spread(columns, lengths, count, probabilities);
}

FOR_ALL_KERNELS(score_fill,
                (const int16_t *scores, const int32_t *lengths, size_t count, const float *probabilities,
                 const score_columns *columns, int32_t *scratch),
                (scores, lengths, count, probabilities, columns, scratch))

ALWAYS void score_near_fill_body(const int16_t *scores, const int32_t *lengths, size_t count, const score_near *columns,
                                 int32_t *scratch) {
  if (count == 0) return;
  const sums s = sum_up(scores, lengths, count, scratch);
  fill_means(s, count, columns->mean_2, -2, 3);
  fill_means(s, count, columns->mean_10, -10, 11);
  run longest = {0};
  for (run r = next_run(scores, lengths, count, 0); r.end > r.start; r = next_run(scores, lengths, count, r.end))
    if (r.length > longest.length) longest = r;
  fill_run_distance(columns->run_distance, count, longest);
}

FOR_ALL_KERNELS(score_near_fill,
                (const int16_t *scores, const int32_t *lengths, size_t count, const score_near *columns, int32_t *scratch),
                (scores, lengths, count, columns, scratch))

int score_within(const int16_t *scores, size_t count, int16_t least, int16_t most) {
  int16_t any = 0;
  for (size_t i = 0; i < count; i++) any |= (int16_t)((scores[i] >= least) & (scores[i] <= most));
  return any;
}

#include "feature_fill.h"

#include "column_math.h"
#include "scan_kernel.h"

// ---- the block ----

/// What neighbours are asked of is zero outside the document.
ALWAYS void clear_behind(uint8_t *column, size_t count) { memset(column + count, 0, 16); }

ALWAYS void feature_fill_shapes_body(const feature_counts *c, const feature_document *d, const feature_shapes *s) {
  const feature_counts in = *c;
  const feature_document all = *d;
  const feature_shapes out = *s;
  const size_t count = in.count;
  FOR_ROWS(i, count) {
    const float per = per_whole(in.characters[i]);
    out.upper_share[i] = share(out.upper_share[i], per);
    out.digit_share[i] = share(out.digit_share[i], per);
  }
  FOR_ROWS(i, count) {
    const uint8_t words = out.words[i] > 1 ? out.words[i] : 1;
    const float per = per_whole(words);
    out.capitalized_share[i] = share(out.capitalized_share[i], per);
    out.all_capitals_share[i] = share(out.all_capitals_share[i], per);
    out.comma_rate[i] = share(out.commas[i] * 4, per);
    out.symbol_rate[i] = share(out.symbols[i] * 4, per);
    // A script without word division gets what is usual elsewhere, so that the trees do not learn scripts by it.
    const uint8_t letters = byte_of((float)(in.characters[i] * 16) / (float)words);
    out.word_length[i] = in.flags[i] & feature_is_divided ? letters : 96;
    const uint8_t sentences = out.terminators[i] > 1 ? out.terminators[i] : 1;
    out.words_per_sentence[i] = byte_of((float)(out.words[i] * 4) / (float)sentences);
  }
  FOR_ROWS(i, count) {
    const uint8_t tokens = in.tokens[i] > 1 ? in.tokens[i] : 1;
    const float number = (float)tokens, per = per_whole(tokens);
    const uint8_t density = byte_of((float)in.stops[i] * all.stop_scale / number);
    out.stop_density[i] = density > 1 ? density : 1;
    const uint8_t cues = share(in.cue_tokens[i], per);
    out.cue_share[i] = cues > 1 ? cues : 1;
    out.address_share[i] = share(in.address[i] * 4, per);
    out.plea_share[i] = share(in.plea[i] * 4, per);
    // A column in the first person speaks so throughout; a plea behind a report stands out.
    out.address_relative[i] = byte_of((float)in.address[i] * all.address_scale / number);
    // The sum of the words' weights over the root of their number, as the table was trained; eighths of a logit.
    const int32_t score = 128 + (int32_t)((float)in.word_sums[i] / __builtin_sqrtf(number));
    out.word_score[i] = (uint8_t)most_of(1, least_of(255, score));
  }
  FOR_ROWS(i, count) {
    const int32_t length = most_of(1, column_scale(in.lengths[i]));
    out.length[i] = (uint8_t)length;
    out.length_to_median[i] = clamped(128 + length - all.median_scale);
    out.length_to_typical[i] = clamped(128 + length - all.typical_scale);
    out.relative_offset[i] = all.length > 0 ? byte_of(in.offsets[i] * 255 / all.length) : 0;
    out.index_from_start[i] = (uint8_t)column_scale((int32_t)i);
    out.index_from_end[i] = (uint8_t)column_scale((int32_t)(count - 1) - (int32_t)i);
  }
  clear_behind(out.length, count);
  clear_behind(out.stop_density, count);
  clear_behind(out.cue_share, count);
  clear_behind(out.word_score, count);
}

FOR_ALL_KERNELS(feature_fill_shapes,
                (const feature_counts *counts, const feature_document *document, const feature_shapes *shapes),
                (counts, document, shapes))

// ---- runs ----

/// What a walk from the front and one from the back carry along.
typedef struct carried {
  int32_t short_run, plain_run, since_prose, length_since_prose, prose;
} carried;

/// Farther than any scale reaches.
enum { far = 1 << 21 };

/// All bits where a flag is not set, none where it is: a branch on a block's kind would be one on chance.
ALWAYS int32_t unless(uint32_t flags, uint32_t flag) { return -(int32_t)((flags & flag) == 0); }

ALWAYS carried step(carried c, int32_t length, uint32_t flags) {
  const int32_t is_other = unless(flags, feature_is_prose), is_open = unless(flags, feature_is_ended);
  c.prose += 1 + is_other;
  c.since_prose = (c.since_prose + 1) & is_other;
  c.length_since_prose = least_of(far, c.length_since_prose + least_of(far, length)) & is_other;
  c.plain_run = (c.plain_run + 1) & is_open;
  c.short_run = (c.short_run + 1) & is_open & ~unless(flags, feature_is_short);
  return c;
}

enum { walk_short, walk_plain, walk_since, walk_prose, walk_capped, walk_length = walk_capped, walk_columns };

/// What is carried to each block, a column each: walks are for numbers alone, which are put on their scales together.
typedef struct walk {
  int32_t *of[walk_columns];
} walk;

ALWAYS carried note_step(walk w, const feature_counts *c, size_t i, carried now) {
  w.of[walk_short][i] = now.short_run;
  w.of[walk_plain][i] = now.plain_run;
  w.of[walk_since][i] = now.since_prose;
  w.of[walk_prose][i] = now.prose;
  w.of[walk_length][i] = now.length_since_prose;
  return step(now, c->lengths[i], c->flags[i]);
}

/// From the front, then from the back. Every kernel has its own of this, so there are few loops.
ALWAYS void fill_runs(const feature_counts *c, const feature_surroundings *s) {
  const feature_counts in = *c;
  walk w;
  for (size_t which = 0; which < walk_columns; which++)
    w.of[which] = scratch_column(in.scratch, in.count, which, feature_fill_margin);
  uint8_t *const columns[2][walk_columns] = {
      {s->short_run_before, s->plain_run_before, s->prose_before, s->prose_count_before, s->length_from_prose},
      {s->short_run_after, s->plain_run_after, s->prose_after, s->prose_count_after, s->length_to_prose},
  };
  ONE_AT_A_TIME
  for (int is_back = 0; is_back < 2; is_back++) {
    carried now = {0, 0, far, far, 0};
    for (size_t i = 0; i < in.count; i++) now = note_step(w, &in, is_back ? in.count - 1 - i : i, now);
    ONE_AT_A_TIME
    for (size_t which = 0; which < walk_capped; which++) {
      const int32_t *numbers = w.of[which];
      uint8_t *column = columns[is_back][which];
      FOR_ROWS(i, in.count) column[i] = (uint8_t)least_of(255, numbers[i]);
    }
    const int32_t *lengths = w.of[walk_length];
    uint8_t *column = columns[is_back][walk_length];
    FOR_ROWS(i, in.count) column[i] = (uint8_t)column_scale(lengths[i]);
  }
}

/// An unbroken run of sentences.
typedef struct run {
  size_t start, end;
  int64_t length;
} run;

/// The next run from `place` on; an empty one at the end if there is none.
static run next_run(const feature_counts *c, size_t place) {
  run found = {place, place, 0};
  while (found.start < c->count && !(c->flags[found.start] & feature_is_sentence)) found.start++;
  for (found.end = found.start; found.end < c->count && c->flags[found.end] & feature_is_sentence; found.end++)
    found.length += c->lengths[found.end];
  return found;
}

ALWAYS int32_t scale_of_long(int64_t number) { return column_scale((int32_t)(number < far ? number : far)); }

/// The longest run is mostly the article. A block outside of all is one of its own, of no length.
static run fill_sentence_runs(const feature_counts *c, const feature_surroundings *s) {
  run runs[most_runs], longest = {0};
  size_t number = 0;
  for (run r = next_run(c, 0); r.end > r.start; r = next_run(c, r.end)) {
    if (r.length > longest.length) longest = r;
    if (number < most_runs) runs[number] = r;
    number++;
  }
  const int32_t most = scale_of_long(longest.length);
  memset(s->sentence_run, 0, c->count);
  memset(s->sentence_run_place, 1, c->count);
  memset(s->sentence_run_to_longest, clamped(128 - most), c->count);
  run r = {0};
  for (size_t i = 0; i < number; i++) {
    r = i < most_runs ? runs[i] : next_run(c, r.end);
    const int32_t own = scale_of_long(r.length);
    memset(s->sentence_run + r.start, own, r.end - r.start);
    memset(s->sentence_run_to_longest + r.start, clamped(128 + own - most), r.end - r.start);
    for (size_t place = r.start; place < r.end; place++) {
      const int32_t nearest = least_of((int32_t)(place - r.start + 1), (int32_t)(r.end - place));
      s->sentence_run_place[place] = (uint8_t)least_of(255, nearest);
    }
  }
  return longest;
}

ALWAYS void fill_longest_run(const feature_counts *c, const feature_document *d, const feature_surroundings *s,
                             run longest) {
  const feature_surroundings out = *s;
  const int32_t start = (int32_t)longest.start, end = (int32_t)longest.end, is_there = longest.length != 0;
  const int64_t share = longest.length >= d->prose_length ? 255 : longest.length * 255 / d->prose_length;
  fill(out.longest_run_share, c->count, (uint8_t)(d->prose_length > 0 && is_there ? share : 0));
  FOR_ROWS(i, c->count) {
    const int32_t place = (int32_t)i;
    const int32_t side = place < start ? 1 : 3, distance = place < start ? start - place : place + 1 - end;
    const int32_t is_outside = place < start || place >= end;
    out.longest_run_place[i] = (uint8_t)(!is_there ? 0 : is_outside ? side : 2);
    out.longest_run_distance[i] = (uint8_t)(is_outside && is_there ? least_of(255, distance) : 0);
  }
}

// ---- windows: differences of running sums ----

enum { sum_lengths, sum_tokens, sum_pleas, sum_cues, sum_words, sum_flags, most_reach = 12 };

/// So that 21 of them stay a number of 32 bits; the scale ends far below.
enum { greatest_length = 1 << 26 };

typedef struct sums {
  uint32_t *of[feature_fill_scratch];
} sums;

static sums running_sums(const feature_counts *c, const uint8_t *word_score) {
  sums s;
  for (size_t which = 0; which < feature_fill_scratch; which++) {
    s.of[which] = (uint32_t *)scratch_column(c->scratch, c->count, which, feature_fill_margin);
    memset(s.of[which] - most_reach, 0, (most_reach + 1) * sizeof(uint32_t));
  }
  uint32_t lengths = 0, tokens = 0, pleas = 0, cues = 0, words = 0, flags = 0;
  for (size_t i = 0; i < c->count; i++) {
    lengths += (uint32_t)least_of(greatest_length, c->lengths[i]);
    tokens += c->tokens[i];
    pleas += c->plea[i];
    cues += c->cue_tokens[i];
    words += (uint32_t)c->tokens[i] * word_score[i];
    flags += (c->flags[i] & feature_is_ended ? 1u : 0) + (c->flags[i] & feature_has_digits ? 1u << 16 : 0);
    s.of[sum_lengths][i + 1] = lengths;
    s.of[sum_tokens][i + 1] = tokens;
    s.of[sum_pleas][i + 1] = pleas;
    s.of[sum_cues][i + 1] = cues;
    s.of[sum_words][i + 1] = words;
    s.of[sum_flags][i + 1] = flags;
  }
  for (size_t which = 0; which < feature_fill_scratch; which++) {
    const uint32_t last = s.of[which][c->count];
    for (size_t i = c->count + 1; i < filled_rows(c->count) + most_reach; i++) s.of[which][i] = last;
  }
  return s;
}

/// The sum over the window of `reach` blocks on either side.
#define WINDOW(which, reach) (int32_t)(s.of[which][i + (reach) + 1] - s.of[which][(ptrdiff_t)i - (reach)])

/// The blocks of the window.
ALWAYS int32_t blocks_in(size_t i, int32_t reach, size_t count) {
  return most_of(1, least_of((int32_t)i + reach, (int32_t)count - 1) - most_of((int32_t)i - reach, 0) + 1);
}

/// The mean word score of `tokens` words.
ALWAYS uint8_t mean_words(int32_t words, int32_t tokens) {
  return tokens > 0 ? byte_of((float)words / (float)tokens) : 128;
}

ALWAYS uint8_t part(int32_t part, int32_t whole) { return whole > 0 ? byte_of((float)part * 255 / (float)whole) : 0; }

ALWAYS void fill_windows(const feature_counts *c, const feature_surroundings *surroundings) {
  const feature_surroundings out = *surroundings;
  const size_t count = c->count;
  const sums s = running_sums(c, out.word_score);
  FOR_ROWS(i, count) out.plea_near_2[i] = part(WINDOW(sum_pleas, 2) * 4, WINDOW(sum_tokens, 2));
  FOR_ROWS(i, count) {
    const float blocks = (float)blocks_in(i, 4, count);
    const float each = 255 / blocks;
    const int32_t flags = WINDOW(sum_flags, 4), tokens = WINDOW(sum_tokens, 4);
    out.ended_near_4[i] = byte_of((float)(flags & 0xFFFF) * each);
    out.digits_near_4[i] = byte_of((float)(flags >> 16) * each);
    out.cues_near_4[i] = part(WINDOW(sum_cues, 4), tokens);
    out.length_near_4[i] = (uint8_t)column_scale((int32_t)((float)WINDOW(sum_lengths, 4) / blocks));
    out.words_near_4[i] = mean_words(WINDOW(sum_words, 4), tokens);
  }
  FOR_ROWS(i, count) {
    const float blocks = (float)blocks_in(i, 10, count);
    out.length_near_10[i] = (uint8_t)column_scale((int32_t)((float)WINDOW(sum_lengths, 10) / blocks));
    out.words_near_10[i] = mean_words(WINDOW(sum_words, 10), WINDOW(sum_tokens, 10));
  }
  fill(out.document_words, count, mean_words((int32_t)s.of[sum_words][count], (int32_t)s.of[sum_tokens][count]));
}

ALWAYS void feature_fill_surroundings_body(const feature_counts *c, const feature_document *d,
                                           const feature_surroundings *s) {
  if (c->count == 0) return;
  fill_runs(c, s);
  const run longest = fill_sentence_runs(c, s);
  fill_longest_run(c, d, s, longest);
  fill_windows(c, s);
}

FOR_ALL_KERNELS(feature_fill_surroundings,
                (const feature_counts *counts, const feature_document *document,
                 const feature_surroundings *surroundings),
                (counts, document, surroundings))

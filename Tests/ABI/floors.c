/* Takes the files named as arguments up all three floors of tamis.h and holds the results against each other: one shot,
 * reusable, and batch on one thread and on two, with null rows and rows that are too long among them; progress,
 * cancelling, and the copied column. */
#include <stdint.h>
#include <stdlib.h>

#include "expect.h"

enum { MAXIMUM_FILES = 64, ROUNDS = 40, TOO_LONG = 1 << 16 };

/* All files one behind the other, as a column. */
static char *data = NULL;
static int64_t offsets[MAXIMUM_FILES * ROUNDS + 1];
static uint8_t validity[(MAXIMUM_FILES * ROUNDS + 7) / 8];
static int64_t count = 0;

static void add_row(const char *bytes, int64_t length) {
  char *grown = realloc(data, (size_t)(offsets[count] + length) + 1);
  if (grown == NULL) abort();
  data = grown;
  if (length > 0) memcpy(data + offsets[count], bytes, (size_t)length);
  validity[count / 8] = (uint8_t)(validity[count / 8] | 1 << count % 8);
  count += 1;
  offsets[count] = offsets[count - 1] + length;
}

static void add_file(const char *name) {
  static char bytes[TOO_LONG];
  FILE *file = fopen(name, "rb");
  EXPECT(file != NULL);
  if (file == NULL) return;
  add_row(bytes, (int64_t)fread(bytes, 1, sizeof bytes, file));
  fclose(file);
}

/* Repeats the files to fill the column; every seventh row becomes null and one is too long. */
static void fill_column(int files, char **names) {
  static char long_row[TOO_LONG + 1];
  int64_t row;
  int round, file;
  for (round = 0; round < ROUNDS - 1; round++) {
    for (file = 0; file < files; file++) add_file(names[file]);
  }
  memset(long_row, 'a', sizeof long_row);
  add_row(long_row, sizeof long_row);
  for (row = 6; row < count - 1; row += 7) validity[row / 8] = (uint8_t)(validity[row / 8] & ~(1 << row % 8));
}

static int is_null(int64_t row) { return (validity[row / 8] >> row % 8 & 1) == 0; }

static int same_span(tamis_span a, tamis_span b) { return a.start == b.start && a.end == b.end; }

static int same_blocks(tamis_blocks a, tamis_blocks b) {
  int64_t i;
  if (a.count != b.count) return 0;
  for (i = 0; i < a.count; i++) {
    const tamis_block *x = &a.data[i], *y = &b.data[i];
    if (!same_span(x->source, y->source) || !same_span(x->cleaned, y->cleaned) || x->kind != y->kind ||
        x->kept != y->kept || memcmp(x->reasons, y->reasons, 4) != 0 || x->first_sentence != y->first_sentence ||
        x->sentence_count != y->sentence_count || memcmp(&x->score, &y->score, sizeof x->score) != 0) {
      return 0;
    }
  }
  return 1;
}

static int same_documents(const tamis_document *a, const tamis_document *b) {
  tamis_text x = tamis_document_text(a), y = tamis_document_text(b);
  tamis_sentences s = tamis_document_sentences(a), t = tamis_document_sentences(b);
  tamis_edits e = TAMIS_EDITS_INIT, f = TAMIS_EDITS_INIT;
  EXPECT(tamis_document_edits(a, &e, NULL) == TAMIS_OK && tamis_document_edits(b, &f, NULL) == TAMIS_OK);
  return x.length == y.length && memcmp(x.data, y.data, (size_t)x.length) == 0 && s.count == t.count &&
         (s.count == 0 || memcmp(s.data, t.data, (size_t)s.count * sizeof *s.data) == 0) &&
         memcmp(&e, &f, sizeof e) == 0 && tamis_document_source_length(a) == tamis_document_source_length(b) &&
         same_blocks(tamis_document_blocks(a), tamis_document_blocks(b));
}

/* Every span lies where it should, and sentences belong to blocks. */
static void check_document(const tamis_document *document) {
  tamis_blocks blocks = tamis_document_blocks(document);
  int64_t text = tamis_document_text(document).length, source = tamis_document_source_length(document);
  int64_t sentences = 0, last = 0, i;
  for (i = 0; i < blocks.count; i++) {
    const tamis_block *block = &blocks.data[i];
    EXPECT(block->source.start >= last && block->source.start < block->source.end && block->source.end <= source);
    EXPECT(block->cleaned.start >= 0 && block->cleaned.start <= block->cleaned.end && block->cleaned.end <= text);
    EXPECT(block->kept <= 1 && (block->kept != 0) == (block->cleaned.start < block->cleaned.end));
    EXPECT(block->score >= 0 && block->score <= 1);
    EXPECT(strcmp(tamis_kind_name(block->kind), "unknown") != 0);
    EXPECT(block->first_sentence == sentences && block->sentence_count >= 0);
    sentences += block->sentence_count;
    last = block->source.end;
  }
  EXPECT(sentences == tamis_document_sentences(document).count);
}

static void compare_floors(const tamis_cleaner *cleaner, const tamis_options *options, const tamis_batch *batch) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_scratch *scratch = NULL;
  tamis_document *reused = NULL, *fresh = NULL;
  int64_t row;
  EXPECT(tamis_scratch_new(&scratch, &error) == TAMIS_OK && tamis_document_new(&reused, &error) == TAMIS_OK);
  for (row = 0; row < count; row++) {
    const char *bytes = data + offsets[row];
    int64_t length = offsets[row + 1] - offsets[row];
    const tamis_document *document = tamis_batch_document(batch, row);
    tamis_status status = tamis_batch_status(batch, row, &error);
    if (is_null(row)) {
      EXPECT(document == NULL && status == TAMIS_OK);
      continue;
    }
    EXPECT(tamis_cleaner_clean(cleaner, bytes, length, scratch, reused, NULL) == status);
    EXPECT(tamis_clean(bytes, length, options, &fresh, NULL) == status);
    if (status == TAMIS_OK) {
      EXPECT(same_documents(document, reused) && same_documents(document, fresh));
      check_document(document);
    } else {
      EXPECT(document == NULL && error.document_index == row && error.byte_offset == TOO_LONG);
      EXPECT(tamis_document_source_length(reused) == 0 && fresh == NULL);
    }
    tamis_document_free(fresh);
  }
  tamis_document_free(reused);
  tamis_scratch_free(scratch);
}

static void compare_batches(const tamis_batch *one, const tamis_batch *two) {
  int64_t row;
  EXPECT(tamis_batch_count(one) == count && tamis_batch_count(two) == count);
  for (row = 0; row < count; row++) {
    const tamis_document *a = tamis_batch_document(one, row), *b = tamis_batch_document(two, row);
    EXPECT((a == NULL) == (b == NULL));
    if (a != NULL && b != NULL) EXPECT(same_documents(a, b));
  }
}

/* The copied column holds each document's text, and its nulls. */
static void check_column(const tamis_batch *batch) {
  tamis_error error = TAMIS_ERROR_INIT;
  int64_t *ends = malloc(((size_t)count + 1) * sizeof *ends);
  uint8_t *valid = malloc(((size_t)count + 7) / 8);
  int64_t needed = 0, row;
  char *texts;
  EXPECT_STATUS(TAMIS_BUFFER_TOO_SMALL, tamis_batch_copy_texts(batch, NULL, 0, NULL, NULL, &needed, &error));
  texts = malloc((size_t)needed + 1);
  if (ends == NULL || valid == NULL || texts == NULL) abort();
  EXPECT_STATUS(TAMIS_BUFFER_TOO_SMALL, tamis_batch_copy_texts(batch, texts, needed - 1, ends, valid, &needed, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_batch_copy_texts(batch, texts, needed, ends, valid, &needed, &error));
  EXPECT(ends[0] == 0 && ends[count] == needed);
  for (row = 0; row < count; row++) {
    const tamis_document *document = tamis_batch_document(batch, row);
    tamis_text text = tamis_document_text(document);
    EXPECT((valid[row / 8] >> row % 8 & 1) == (document != NULL));
    EXPECT(ends[row + 1] - ends[row] == text.length);
    EXPECT(memcmp(texts + ends[row], text.data, (size_t)text.length) == 0);
  }
  free(texts);
  free(valid);
  free(ends);
}

typedef struct progress {
  int64_t last;
  int calls;
  int stops;
} progress;

static int32_t note(void *context, int64_t done, int64_t total) {
  progress *seen = context;
  EXPECT(total == count && done >= seen->last && done <= total);
  seen->last = done;
  seen->calls += 1;
  return seen->stops;
}

static void check_progress(const tamis_cleaner *cleaner, const tamis_texts *texts) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_batch_options options = TAMIS_BATCH_OPTIONS_INIT;
  progress seen = {0, 0, 0};
  tamis_batch *batch = NULL;
  options.threads = 2;
  options.progress = note;
  options.context = &seen;
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_clean_batch(cleaner, texts, &options, &batch, &error));
  tamis_batch_free(batch);
  options.threads = 1;
  seen.last = 0;
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_clean_batch(cleaner, texts, &options, &batch, &error));
  EXPECT(seen.calls > 1 && seen.last == count);
  tamis_batch_free(batch);
  seen.stops = 1;
  seen.last = 0;
  seen.calls = 0;
  EXPECT_STATUS(TAMIS_CANCELLED, tamis_cleaner_clean_batch(cleaner, texts, &options, &batch, &error));
  EXPECT(batch == NULL && seen.calls == 1 && seen.last < count);
}

int main(int argument_count, char **arguments) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_options options = TAMIS_OPTIONS_INIT;
  tamis_batch_options running = TAMIS_BATCH_OPTIONS_INIT;
  tamis_cleaner *cleaner = NULL;
  tamis_batch *one = NULL, *two = NULL;
  tamis_texts texts = {NULL, 0, offsets, validity, 0};
  int files = argument_count - 1 < MAXIMUM_FILES ? argument_count - 1 : MAXIMUM_FILES;
  fill_column(files, arguments + 1);
  texts.data = data;
  texts.data_length = offsets[count];
  texts.count = count;
  options.max_document_bytes = TOO_LONG;
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new(&options, &cleaner, &error));
  running.threads = 1;
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_clean_batch(cleaner, &texts, &running, &one, &error));
  running.threads = 2;
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_clean_batch(cleaner, &texts, &running, &two, &error));
  compare_batches(one, two);
  EXPECT(tamis_batch_status(one, count - 1, &error) == TAMIS_DOCUMENT_TOO_LARGE);
  check_progress(cleaner, &texts);
  tamis_batch_free(two);
  compare_floors(cleaner, &options, one);
  tamis_cleaner_free(cleaner); /* the batch lives on */
  check_column(one);
  tamis_batch_free(one);
  free(data);
  printf("%d rows, %d unexpected\n", (int)count, failures);
  return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

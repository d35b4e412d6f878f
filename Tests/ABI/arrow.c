/* Hands the files named as arguments to tamis_arrow.h in every layout, sliced and with nulls, as a column and in a
 * table, at once and as a stream, and holds the results against tamis_clean; then hands it columns that are wrong in
 * every way that can be seen. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "expect.h"
#include "tamis_arrow.h"

enum { ROWS = 96, BEFORE = 3, ALL = BEFORE + ROWS, TOO_LONG = 60000 };

static char *texts[ALL];
static int64_t lengths[ALL];
static int64_t data_length = 0;
static char *data = NULL;
static int32_t small[ALL + 1];
static int64_t large[ALL + 1];
static uint8_t validity[(ALL + 7) / 8];
/* Views, and the lengths of the two buffers that they lead to: both are the data. */
static struct view {
  int32_t length;
  union {
    char text[12];
    struct {
      char start[4];
      int32_t buffer, offset;
    } place;
  } rest;
} views[ALL];
static int64_t view_lengths[2];

static void read_files(int count, char **names) {
  int row;
  for (row = 0; row < ALL; row++) {
    FILE *file = fopen(names[row % count], "rb");
    texts[row] = calloc(1, TOO_LONG + 2);
    EXPECT(file != NULL && texts[row] != NULL);
    if (file == NULL || texts[row] == NULL) abort();
    lengths[row] = (int64_t)fread(texts[row], 1, TOO_LONG - 1, file);
    if (row % 11 == 5) lengths[row] = 0;
    if (row % 13 == 4) lengths[row] = 9; /* short enough to lie in a view */
    if (row == BEFORE + 7) {
      memset(texts[row], 'a', TOO_LONG + 1);
      lengths[row] = TOO_LONG + 1;
    }
    fclose(file);
  }
}

static void lay_out(void) {
  int row;
  for (row = 0; row < ALL; row++) data_length += lengths[row];
  data = malloc((size_t)data_length);
  if (data == NULL) abort();
  for (row = 0; row < ALL; row++) {
    memcpy(data + large[row], texts[row], (size_t)lengths[row]);
    large[row + 1] = large[row] + lengths[row];
    small[row + 1] = (int32_t)large[row + 1];
    if (row % 7 != 6) validity[row / 8] = (uint8_t)(validity[row / 8] | 1 << row % 8);
    views[row].length = (int32_t)lengths[row];
    if (lengths[row] <= 12) {
      memcpy(views[row].rest.text, texts[row], (size_t)lengths[row]);
    } else {
      memcpy(views[row].rest.place.start, texts[row], 4);
      views[row].rest.place.buffer = row % 2;
      views[row].rest.place.offset = small[row];
    }
    if (row % 7 == 6) views[row].length = -1; /* what a null view says does not count */
  }
  view_lengths[0] = view_lengths[1] = data_length;
}

static int is_null(int row) { return row % 7 == 6; }

static void keep_array(struct ArrowArray *array) { array->release = NULL; }
static void keep_schema(struct ArrowSchema *schema) { schema->release = NULL; }

static struct ArrowSchema schema_of(const char *format) {
  struct ArrowSchema schema;
  memset(&schema, 0, sizeof schema);
  schema.format = format;
  schema.name = "text";
  schema.flags = ARROW_FLAG_NULLABLE;
  schema.release = keep_schema;
  return schema;
}

static const void *small_buffers[3], *large_buffers[3], *view_buffers[5];

static void set_buffers(void) {
  small_buffers[0] = large_buffers[0] = view_buffers[0] = validity;
  small_buffers[1] = small;
  large_buffers[1] = large;
  view_buffers[1] = views;
  small_buffers[2] = large_buffers[2] = view_buffers[2] = view_buffers[3] = data;
  view_buffers[4] = view_lengths;
}

/* All rows but the first, which the offset leaves out. */
static struct ArrowArray array_of(const char *format) {
  struct ArrowArray array;
  memset(&array, 0, sizeof array);
  array.length = ROWS;
  array.null_count = -1;
  array.offset = BEFORE;
  array.n_buffers = format[0] == 'v' ? 5 : 3;
  array.buffers = format[0] == 'v'                          ? view_buffers
                  : format[0] == 'u' || format[0] == 'z' ? small_buffers
                                                            : large_buffers;
  array.release = keep_array;
  return array;
}

static void release(struct ArrowSchema *schema, struct ArrowArray *array) {
  EXPECT(schema->release != NULL && array->release != NULL);
  if (schema->release != NULL) schema->release(schema);
  if (array->release != NULL) array->release(array);
  EXPECT(schema->release == NULL && array->release == NULL);
}

static int bit(const void *bits, int64_t place) { return ((const uint8_t *)bits)[place / 8] >> place % 8 & 1; }

static int is_there(const struct ArrowArray *column, int64_t row) {
  return column->buffers[0] == NULL || bit(column->buffers[0], row);
}

static int64_t start_of(const struct ArrowArray *column, int is_large, int64_t row) {
  return is_large ? ((const int64_t *)column->buffers[1])[row] : ((const int32_t *)column->buffers[1])[row];
}

static int same_text(const struct ArrowArray *column, int is_large, int64_t row, const char *bytes, int64_t length) {
  int64_t start = start_of(column, is_large, row);
  return start_of(column, is_large, row + 1) - start == length &&
         memcmp((const char *)column->buffers[2] + start, bytes, (size_t)length) == 0;
}

static int same_word(const struct ArrowArray *column, int64_t row, const char *word) {
  return same_text(column, 0, row, word, (int64_t)strlen(word));
}

static int same_span(const struct ArrowArray *column, int64_t row, tamis_span span) {
  return ((const int64_t *)column->children[0]->buffers[1])[row] == span.start &&
         ((const int64_t *)column->children[1]->buffers[1])[row] == span.end;
}

static void check_blocks(const struct ArrowArray *column, int64_t row, const tamis_document *document) {
  tamis_blocks blocks = tamis_document_blocks(document);
  tamis_sentences sentences = tamis_document_sentences(document);
  const int32_t *ends = column->buffers[1];
  const struct ArrowArray *items = column->children[0];
  struct ArrowArray *const *fields = items->children;
  int64_t first = ends[row], i, k;
  EXPECT(ends[row + 1] - first == blocks.count);
  for (i = 0; i < blocks.count && ends[row + 1] - first == blocks.count; i++) {
    const tamis_block *block = &blocks.data[i];
    const int32_t *reasons = fields[5]->buffers[1], *spans = fields[6]->buffers[1];
    int number = 0;
    EXPECT(same_span(fields[0], first + i, block->source));
    EXPECT(is_there(fields[1], first + i) == block->kept && same_span(fields[1], first + i, block->cleaned));
    EXPECT(bit(fields[2]->buffers[1], first + i) == block->kept);
    EXPECT(same_word(fields[3], first + i, tamis_kind_name(block->kind)));
    EXPECT(memcmp((const float *)fields[4]->buffers[1] + first + i, &block->score, sizeof(float)) == 0);
    while (number < 4 && block->reasons[number] != 0) {
      EXPECT(same_word(fields[5]->children[0], reasons[first + i] + number, tamis_reason_name(block->reasons[number])));
      number += 1;
    }
    EXPECT(reasons[first + i + 1] - reasons[first + i] == number);
    EXPECT(spans[first + i + 1] - spans[first + i] == block->sentence_count);
    for (k = 0; k < block->sentence_count; k++) {
      EXPECT(same_span(fields[6]->children[0], spans[first + i] + k, sentences.data[block->first_sentence + k].source));
    }
  }
}

static void check_sentences(const struct ArrowArray *column, int is_large, int64_t row, const tamis_document *document) {
  tamis_sentences sentences = tamis_document_sentences(document);
  tamis_text text = tamis_document_text(document);
  const int32_t *ends = column->buffers[1];
  int64_t place = ends[row], i;
  for (i = 0; i < sentences.count; i++) {
    tamis_span span = sentences.data[i].cleaned;
    if (span.start == span.end) continue;
    EXPECT(same_text(column->children[0], is_large, place, text.data + span.start, span.end - span.start));
    place += 1;
  }
  EXPECT(place == ends[row + 1]);
}

static void check_edits(const struct ArrowArray *column, int64_t row, const tamis_document *document) {
  tamis_edits edits = TAMIS_EDITS_INIT;
  int64_t numbers[10], i;
  EXPECT(tamis_document_edits(document, &edits, NULL) == TAMIS_OK);
  memcpy(numbers, &edits.repaired, sizeof numbers);
  EXPECT(column->n_children == 10);
  for (i = 0; i < 10; i++) EXPECT(((const int64_t *)column->children[i]->buffers[1])[row] == numbers[i]);
}

/* The number of rows that are null in all columns of what was cleaned. */
static void check_row(const struct ArrowArray *result, int is_large, int64_t row, int source, const tamis_options *how) {
  tamis_document *document = NULL;
  tamis_error error = TAMIS_ERROR_INIT;
  struct ArrowArray *const *columns = result->children;
  tamis_status status = TAMIS_OK;
  int i;
  if (!is_null(source)) status = tamis_clean(texts[source], lengths[source], how, &document, &error);
  for (i = 0; i < 6; i++) EXPECT(is_there(columns[i], row) == (i == 1 ? status != TAMIS_OK : document != NULL));
  if (status != TAMIS_OK) {
    char message[600];
    sprintf(message, "%s: %s", tamis_status_name(status), error.message);
    EXPECT(same_word(columns[1], row, message));
  }
  if (document == NULL) return;
  EXPECT(same_text(columns[0], is_large, row, tamis_document_text(document).data, tamis_document_text(document).length));
  check_sentences(columns[2], is_large, row, document);
  check_blocks(columns[3], row, document);
  check_edits(columns[4], row, document);
  EXPECT(same_word(columns[5]->children[0], row, "UTF-8"));
  EXPECT(((const int32_t *)columns[5]->children[1]->buffers[1])[row] == 100);
  tamis_document_free(document);
}

static const tamis_options *recipe(void) {
  static tamis_options options = TAMIS_OPTIONS_INIT;
  options.max_document_bytes = TOO_LONG;
  return &options;
}

static void check_nulls(const struct ArrowArray *array) {
  int64_t nulls = 0, row;
  for (row = 0; row < array->length; row++) nulls += !is_there(array, row);
  EXPECT(array->null_count == nulls && array->offset == 0);
  for (row = 0; row < array->n_buffers; row++) EXPECT((uintptr_t)array->buffers[row] % 64 == 0);
  for (row = 0; row < array->n_children; row++) check_nulls(array->children[row]);
}

static void check_all(const struct ArrowSchema *schema, const struct ArrowArray *result, int is_large) {
  static const char *const names[] = {"text", "error", "sentences", "blocks", "edits", "encoding"};
  int64_t row;
  EXPECT(strcmp(schema->format, "+s") == 0 && schema->n_children == 6 && result->n_children == 6);
  for (row = 0; row < 6; row++) EXPECT(strcmp(schema->children[row]->name, names[row]) == 0);
  EXPECT(strcmp(schema->children[0]->format, is_large ? "U" : "u") == 0);
  EXPECT(result->length == ROWS);
  check_nulls(result);
  for (row = 0; row < ROWS; row++) check_row(result, is_large, row, (int)row + BEFORE, recipe());
}

static int32_t stop(void *context, int64_t done, int64_t total) {
  *(int64_t *)context = done;
  EXPECT(total == ROWS);
  return 1;
}

static tamis_arrow_options everything(void) {
  tamis_arrow_options options = TAMIS_ARROW_OPTIONS_INIT;
  options.columns = TAMIS_ARROW_TEXT | TAMIS_ARROW_ERROR | TAMIS_ARROW_SENTENCES | TAMIS_ARROW_BLOCKS |
                    TAMIS_ARROW_EDITS | TAMIS_ARROW_ENCODING;
  return options;
}

static void layouts(const tamis_cleaner *cleaner) {
  const char *const formats[] = {"u", "z", "U", "Z", "vu", "vz"};
  tamis_error error = TAMIS_ERROR_INIT;
  struct ArrowSchema result_schema;
  struct ArrowArray result;
  size_t i;
  for (i = 0; i < sizeof formats / sizeof *formats; i++) {
    struct ArrowSchema schema = schema_of(formats[i]);
    struct ArrowArray array = array_of(formats[i]);
    tamis_arrow_options options = everything();
    options.threads = 1 + (int32_t)i % 2;
    EXPECT_STATUS(TAMIS_OK, tamis_arrow_clean(cleaner, &schema, &array, &options, &result_schema, &result, &error));
    EXPECT(schema.release != NULL && array.release != NULL); /* still the caller's */
    check_all(&result_schema, &result, i > 1);
    release(&result_schema, &result);
    array.length = 0;
    EXPECT_STATUS(TAMIS_OK, tamis_arrow_clean(cleaner, &schema, &array, NULL, &result_schema, &result, &error));
    EXPECT(result.length == 0 && result.n_children == 2);
    release(&result_schema, &result);
  }
}

/* One column after the other, alone; and a column that somebody moves out. */
static void columns(const tamis_cleaner *cleaner) {
  struct ArrowSchema schema = schema_of("u"), result_schema;
  struct ArrowArray array = array_of("u"), result, moved;
  tamis_arrow_options options = TAMIS_ARROW_OPTIONS_INIT;
  tamis_error error = TAMIS_ERROR_INIT;
  int64_t done = 0;
  for (options.columns = 1; options.columns <= 32; options.columns *= 2) {
    EXPECT_STATUS(TAMIS_OK, tamis_arrow_clean(cleaner, &schema, &array, &options, &result_schema, &result, &error));
    EXPECT(result.n_children == 1 && result.children[0]->length == ROWS);
    release(&result_schema, &result);
  }
  for (options.columns = 64; options.columns > 0; options.columns *= 2) {
    EXPECT_STATUS(TAMIS_UNKNOWN_OPTION,
                  tamis_arrow_clean(cleaner, &schema, &array, &options, &result_schema, &result, &error));
    EXPECT(result.release == NULL && result_schema.release == NULL);
    if (options.columns > INT64_MAX / 2) break;
  }
  options = everything();
  EXPECT_STATUS(TAMIS_OK, tamis_arrow_clean(cleaner, &schema, &array, &options, &result_schema, &result, &error));
  moved = *result.children[3];
  result.children[3]->release = NULL;
  release(&result_schema, &result);
  EXPECT(moved.length == ROWS && ((const int32_t *)moved.buffers[1])[0] == 0);
  moved.release(&moved);
  options.progress = stop;
  options.context = &done;
  options.threads = 1;
  EXPECT_STATUS(TAMIS_CANCELLED,
                tamis_arrow_clean(cleaner, &schema, &array, &options, &result_schema, &result, &error));
  EXPECT(done > 0 && done < ROWS && result.release == NULL && result_schema.release == NULL);
}

/* A table of two columns, the texts second, itself sliced and with nulls of its own. */
static void tables(const tamis_cleaner *cleaner) {
  struct ArrowSchema text = schema_of("vu"), other = schema_of("l"), schema = schema_of("+s"), result_schema;
  struct ArrowSchema *schemas[2];
  struct ArrowArray column = array_of("vu"), numbers = array_of("u"), table, result;
  struct ArrowArray *children[2];
  const void *no_validity[1] = {NULL}, *with_validity[1];
  static uint8_t bits[ALL];
  tamis_arrow_options options = everything();
  tamis_error error = TAMIS_ERROR_INIT;
  schemas[0] = &other;
  schemas[1] = &text;
  other.name = "id";
  schema.children = schemas;
  schema.n_children = 2;
  memset(&table, 0, sizeof table);
  table.length = ROWS - 2;
  table.offset = 2;
  table.n_buffers = 1;
  table.buffers = no_validity;
  table.n_children = 2;
  children[0] = &numbers;
  children[1] = &column;
  table.children = children;
  table.release = keep_array;
  EXPECT_STATUS(TAMIS_OK, tamis_arrow_clean(cleaner, &schema, &table, &options, &result_schema, &result, &error));
  check_row(&result, 1, 0, BEFORE + 2, recipe());
  check_row(&result, 1, ROWS - 3, BEFORE + ROWS - 1, recipe());
  release(&result_schema, &result);
  memset(bits, 0xFF, sizeof bits);
  bits[0] = 0xFB; /* row 2 of the table, the first behind its offset */
  with_validity[0] = bits;
  table.buffers = with_validity;
  table.null_count = 1;
  EXPECT_STATUS(TAMIS_OK, tamis_arrow_clean(cleaner, &schema, &table, &options, &result_schema, &result, &error));
  EXPECT(!is_there(result.children[0], 0) && is_there(result.children[0], 2));
  release(&result_schema, &result);

  options.text_column = "id";
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_arrow_clean(cleaner, &schema, &table, &options, &result_schema, &result, &error));
  options.text_column = "tex";
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_arrow_clean(cleaner, &schema, &table, &options, &result_schema, &result, &error));
  options.text_column = "\xFF";
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_arrow_clean(cleaner, &schema, &table, &options, &result_schema, &result, &error));
  options.text_column = "body";
  text.name = "body";
  EXPECT_STATUS(TAMIS_OK, tamis_arrow_clean(cleaner, &schema, &table, &options, &result_schema, &result, &error));
  release(&result_schema, &result);
  table.length = ROWS - 1;
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_arrow_clean(cleaner, &schema, &table, &options, &result_schema, &result, &error));
  table.length = ROWS - 2;
  table.n_children = 1;
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_arrow_clean(cleaner, &schema, &table, &options, &result_schema, &result, &error));
  table.n_children = 2;
  table.children = NULL;
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_arrow_clean(cleaner, &schema, &table, &options, &result_schema, &result, &error));
  schema.children = NULL;
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_arrow_clean(cleaner, &schema, &table, &options, &result_schema, &result, &error));
  schema.n_children = -1;
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_arrow_clean(cleaner, &schema, &table, &options, &result_schema, &result, &error));
}

static void refuse_array(const tamis_cleaner *cleaner, tamis_status want, const char *format, struct ArrowArray array) {
  struct ArrowSchema schema = schema_of(format), result_schema;
  struct ArrowArray result;
  tamis_error error = TAMIS_ERROR_INIT;
  memset(&result_schema, 0x55, sizeof result_schema);
  memset(&result, 0x55, sizeof result);
  EXPECT_STATUS(want, tamis_arrow_clean(cleaner, &schema, &array, NULL, &result_schema, &result, &error));
  EXPECT(result_schema.release == NULL && result.release == NULL);
  EXPECT((error.document_index >= 0) == (want == TAMIS_BAD_OFFSETS));
}

static void malformed(const tamis_cleaner *cleaner) {
  const char *const bad_formats[] = {"", "s", "i", "uu", "v", "vi", "+l", "+", "+st", "w:16", "z\xFF", "n", "+r"};
  const int64_t bad_numbers[] = {INT64_MIN, -1, INT64_MAX, INT64_MAX / 2};
  const char *const formats[] = {"u", "U", "vu"};
  struct ArrowArray array;
  size_t i, k;
  for (i = 0; i < sizeof bad_formats / sizeof *bad_formats; i++) {
    refuse_array(cleaner, TAMIS_INVALID_ARGUMENT, bad_formats[i], array_of("u"));
  }
  refuse_array(cleaner, TAMIS_INVALID_ARGUMENT, NULL, array_of("u"));
  for (k = 0; k < 3; k++) {
    for (i = 0; i < sizeof bad_numbers / sizeof *bad_numbers; i++) {
      array = array_of(formats[k]);
      array.length = bad_numbers[i];
      refuse_array(cleaner, TAMIS_INVALID_ARGUMENT, formats[k], array);
      array = array_of(formats[k]);
      array.offset = bad_numbers[i];
      refuse_array(cleaner, TAMIS_INVALID_ARGUMENT, formats[k], array);
      array = array_of(formats[k]);
      array.n_buffers = bad_numbers[i];
      refuse_array(cleaner, TAMIS_INVALID_ARGUMENT, formats[k], array);
    }
    array = array_of(formats[k]);
    array.length = array.offset = INT64_MAX >> 6; /* no overflow, and more than any machine has */
    refuse_array(cleaner, TAMIS_INVALID_ARGUMENT, formats[k], array);
    array = array_of(formats[k]);
    array.n_buffers = 2;
    refuse_array(cleaner, TAMIS_INVALID_ARGUMENT, formats[k], array);
    array = array_of(formats[k]);
    array.buffers = NULL;
    refuse_array(cleaner, TAMIS_INVALID_ARGUMENT, formats[k], array);
    array = array_of(formats[k]);
    array.release = NULL;
    refuse_array(cleaner, TAMIS_INVALID_ARGUMENT, formats[k], array);
    array = array_of(formats[k]);
    array.dictionary = &array;
    refuse_array(cleaner, TAMIS_INVALID_ARGUMENT, formats[k], array);
    array = array_of(formats[k]);
    for (i = 1; i < 3; i++) {
      const void *kept = array.buffers[i];
      array.buffers[i] = NULL;
      refuse_array(cleaner, k == 2 && i == 2 ? TAMIS_BAD_OFFSETS : TAMIS_INVALID_ARGUMENT, formats[k], array);
      array.buffers[i] = kept;
    }
    array.buffers[0] = NULL;
    array.null_count = 4;
    refuse_array(cleaner, TAMIS_INVALID_ARGUMENT, formats[k], array);
    array.buffers[0] = validity;
  }
}

static void bad_offsets(const tamis_cleaner *cleaner) {
  const struct view views_kept[] = {views[BEFORE]};
  const int32_t small_kept = small[BEFORE + 4];
  const int64_t large_kept = large[BEFORE + 4];
  EXPECT(views[BEFORE].rest.place.buffer == 1);
  small[BEFORE + 4] = small[BEFORE + 5] + 1;
  refuse_array(cleaner, TAMIS_BAD_OFFSETS, "u", array_of("u"));
  small[BEFORE + 4] = -1;
  refuse_array(cleaner, TAMIS_BAD_OFFSETS, "u", array_of("u"));
  small[BEFORE + 4] = small_kept;
  large[BEFORE + 4] = INT64_MIN;
  refuse_array(cleaner, TAMIS_BAD_OFFSETS, "U", array_of("U"));
  large[BEFORE + 4] = INT64_MAX;
  refuse_array(cleaner, TAMIS_BAD_OFFSETS, "U", array_of("U"));
  large[BEFORE + 4] = large_kept;
  views[BEFORE].length = -5;
  refuse_array(cleaner, TAMIS_BAD_OFFSETS, "vu", array_of("vu"));
  views[BEFORE].length = INT32_MAX;
  refuse_array(cleaner, TAMIS_BAD_OFFSETS, "vu", array_of("vu"));
  views[BEFORE] = views_kept[0];
  views[BEFORE].rest.place.buffer = 2;
  refuse_array(cleaner, TAMIS_BAD_OFFSETS, "vu", array_of("vu"));
  views[BEFORE].rest.place.buffer = -1;
  refuse_array(cleaner, TAMIS_BAD_OFFSETS, "vu", array_of("vu"));
  views[BEFORE] = views_kept[0];
  views[BEFORE].rest.place.offset = -1;
  refuse_array(cleaner, TAMIS_BAD_OFFSETS, "vu", array_of("vu"));
  views[BEFORE].rest.place.offset = (int32_t)(data_length - lengths[BEFORE] + 1);
  refuse_array(cleaner, TAMIS_BAD_OFFSETS, "vu", array_of("vu"));
  views[BEFORE] = views_kept[0];
}

static void arguments(const tamis_cleaner *cleaner) {
  tamis_arrow_options options = TAMIS_ARROW_OPTIONS_INIT;
  tamis_error error = TAMIS_ERROR_INIT;
  struct ArrowSchema schema = schema_of("u"), result_schema;
  struct ArrowArray array = array_of("u"), result;
  struct ArrowArrayStream stream;
  memset(&stream, 0, sizeof stream);
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_arrow_clean(NULL, &schema, &array, NULL, &result_schema, &result, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_arrow_clean(cleaner, NULL, &array, NULL, &result_schema, &result, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_arrow_clean(cleaner, &schema, NULL, NULL, &result_schema, &result, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_arrow_clean(cleaner, &schema, &array, NULL, NULL, &result, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_arrow_clean(cleaner, &schema, &array, NULL, &result_schema, NULL, &error));
  EXPECT(result_schema.release == NULL);
  schema.release = NULL;
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_arrow_clean(cleaner, &schema, &array, NULL, &result_schema, &result, &error));
  schema = schema_of("u");
  schema.dictionary = &schema;
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_arrow_clean(cleaner, &schema, &array, NULL, &result_schema, &result, &error));
  schema.dictionary = NULL;
  options.struct_size = 3;
  EXPECT_STATUS(TAMIS_BAD_STRUCT_SIZE,
                tamis_arrow_clean(cleaner, &schema, &array, &options, &result_schema, &result, &error));
  EXPECT(tamis_arrow_options_init(&options, sizeof options) == TAMIS_OK && options.columns == 0);
  EXPECT(tamis_arrow_options_init(NULL, sizeof options) == TAMIS_INVALID_ARGUMENT);
  EXPECT(tamis_arrow_options_init(&options, 1) == TAMIS_BAD_STRUCT_SIZE);
  options.struct_size = sizeof options;
  options.threads = 257;
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_arrow_clean(cleaner, &schema, &array, &options, &result_schema, &result, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_arrow_clean_stream(cleaner, NULL, NULL, &stream, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_arrow_clean_stream(cleaner, &stream, NULL, NULL, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_arrow_clean_stream(cleaner, &stream, NULL, &stream, &error));
}

/* A stream of texts: three arrays, of which one may be wrong, then the end or an error. */
static struct {
  int given, released, wrong, fails;
  const char *format;
} source;

static int source_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
  (void)stream;
  if (source.format == NULL) return EIO;
  *out = schema_of(source.format);
  return 0;
}

static int source_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
  (void)stream;
  memset(out, 0, sizeof *out);
  if (source.given == 3) return source.fails ? EIO : 0;
  *out = array_of(source.format);
  if (source.given == source.wrong) out->n_buffers = 1;
  source.given += 1;
  return 0;
}

static const char *source_error(struct ArrowArrayStream *stream) {
  (void)stream;
  return "the disk is gone";
}

static void source_release(struct ArrowArrayStream *stream) {
  source.released += 1;
  stream->release = NULL;
}

static struct ArrowArrayStream source_stream(const char *format, int wrong, int fails) {
  struct ArrowArrayStream stream;
  stream.get_schema = source_schema;
  stream.get_next = source_next;
  stream.get_last_error = source_error;
  stream.release = source_release;
  stream.private_data = NULL;
  source.given = source.released = 0;
  source.wrong = wrong;
  source.fails = fails;
  source.format = format;
  return stream;
}

static void streams(void) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_arrow_options options = everything();
  tamis_cleaner *cleaner = NULL;
  struct ArrowArrayStream texts_stream = source_stream("vu", -1, 0), results;
  struct ArrowSchema schema;
  struct ArrowArray result;
  int arrays = 0;
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new(recipe(), &cleaner, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_arrow_clean_stream(cleaner, &texts_stream, &options, &results, &error));
  EXPECT(texts_stream.release == NULL && source.released == 0);
  tamis_cleaner_free(cleaner); /* the stream holds it */
  while (results.get_next(&results, &result) == 0 && result.release != NULL) {
    EXPECT(results.get_schema(&results, &schema) == 0);
    check_all(&schema, &result, 1);
    release(&schema, &result);
    arrays += 1;
  }
  EXPECT(arrays == 3);
  EXPECT(results.get_next(&results, &result) == 0 && result.release == NULL);
  results.release(&results);
  EXPECT(source.released == 1 && results.release == NULL);

  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new(recipe(), &cleaner, &error));
  texts_stream = source_stream("u", 1, 0);
  EXPECT_STATUS(TAMIS_OK, tamis_arrow_clean_stream(cleaner, &texts_stream, NULL, &results, &error));
  EXPECT(results.get_next(&results, &result) == 0 && result.release != NULL);
  result.release(&result);
  EXPECT(results.get_next(&results, &result) == EINVAL && result.release == NULL);
  EXPECT(strstr(results.get_last_error(&results), "has 1 buffers") != NULL);
  EXPECT(results.get_next(&results, &result) == 0 && result.release == NULL);
  results.release(&results);
  EXPECT(source.released == 1);

  texts_stream = source_stream("u", -1, 1);
  EXPECT_STATUS(TAMIS_OK, tamis_arrow_clean_stream(cleaner, &texts_stream, NULL, &results, &error));
  for (arrays = 0; arrays < 3; arrays++) {
    EXPECT(results.get_next(&results, &result) == 0);
    result.release(&result);
  }
  EXPECT(results.get_next(&results, &result) == EIO && result.release == NULL);
  EXPECT(strcmp(results.get_last_error(&results), "the disk is gone") == 0);
  results.release(&results);

  texts_stream = source_stream("i", -1, 0);
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_arrow_clean_stream(cleaner, &texts_stream, NULL, &results, &error));
  EXPECT(texts_stream.release != NULL && results.release == NULL);
  texts_stream = source_stream(NULL, -1, 0);
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_arrow_clean_stream(cleaner, &texts_stream, NULL, &results, &error));
  tamis_cleaner_free(cleaner);
}

int main(int count, char **names) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_cleaner *cleaner = NULL;
  int row;
  if (count < 2) return EXIT_FAILURE;
  read_files(count - 1, names + 1);
  lay_out();
  set_buffers();
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new(recipe(), &cleaner, &error));
  layouts(cleaner);
  columns(cleaner);
  tables(cleaner);
  malformed(cleaner);
  bad_offsets(cleaner);
  arguments(cleaner);
  streams();
  tamis_cleaner_free(cleaner);
  for (row = 0; row < ALL; row++) free(texts[row]);
  free(data);
  printf("%d unexpected\n", failures);
  return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

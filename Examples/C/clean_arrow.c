/* Cleans a column in the memory layout of Arrow, and prints of each row which blocks were kept, and why. Here the column
 * is made of the files that are named; elsewhere it comes from pyarrow, polars, Spark or a database, through the same two
 * structs.
 *
 *   cc -std=c99 -Iinclude Examples/C/clean_arrow.c -Lbuild/lib -ltamis -Wl,-rpath,"$PWD/build/lib" -o clean_arrow
 *   ./clean_arrow Examples/articles/en-*.txt
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tamis_arrow.h" /* ArrowSchema, ArrowArray, tamis_arrow_clean */

/* What a column of strings is made of: offsets of 32 bits into bytes. Its release gives both back. */
typedef struct strings {
  int32_t *offsets;
  char *data;
  const void *buffers[3];
} strings;

static void release_strings(struct ArrowArray *array) {
  strings *owned = array->private_data;
  free(owned->offsets);
  free(owned->data);
  free(owned);
  array->release = NULL;
}

static void release_schema(struct ArrowSchema *schema) { schema->release = NULL; }

/* Appends a file's bytes; 0 if it cannot be read or there is no room. */
static int append(strings *strings, int row, const char *name) {
  FILE *file = fopen(name, "rb");
  if (file == NULL) return 0;
  int32_t end = strings->offsets[row];
  size_t got = 1;
  while (got > 0 && end < INT32_MAX - 65536) {
    char *grown = realloc(strings->data, (size_t)end + 65536);
    if (grown == NULL) break;
    strings->data = grown;
    got = fread(grown + end, 1, 65536, file);
    end += (int32_t)got;
  }
  int is_whole = got == 0 && !ferror(file);
  fclose(file);
  strings->offsets[row + 1] = end;
  return is_whole;
}

/* Makes the column; 0 if a file cannot be read. */
static int make(int count, char **names, struct ArrowSchema *schema, struct ArrowArray *array) {
  strings *owned = calloc(1, sizeof *owned);
  if (owned == NULL) return 0;
  memset(schema, 0, sizeof *schema);
  memset(array, 0, sizeof *array);
  array->private_data = owned;
  array->release = release_strings;
  owned->offsets = calloc((size_t)count + 1, sizeof *owned->offsets);
  for (int row = 0; row < count; row++) {
    if (owned->offsets == NULL || !append(owned, row, names[row])) {
      fprintf(stderr, "%s: %s\n", names[row], strerror(errno));
      array->release(array);
      return 0;
    }
  }
  schema->format = "u"; /* UTF-8 with offsets of 32 bits */
  schema->name = "text";
  schema->release = release_schema;
  owned->buffers[1] = owned->offsets; /* the first is the validity bitmap: null, since all rows are there */
  owned->buffers[2] = owned->data;
  array->length = count;
  array->n_buffers = 3;
  array->buffers = owned->buffers;
  return 1;
}

static void print_string(const struct ArrowArray *column, int64_t row) {
  const int32_t *offsets = column->buffers[1];
  fwrite((const char *)column->buffers[2] + offsets[row], 1, (size_t)(offsets[row + 1] - offsets[row]), stdout);
}

static int bit(const void *bits, int64_t place) { return ((const uint8_t *)bits)[place / 8] >> place % 8 & 1; }

/* The column of blocks is a list of structs: a row's are those from offsets[row] to offsets[row + 1]. */
static void print_blocks(const struct ArrowArray *column, int64_t row) {
  const int32_t *offsets = column->buffers[1];
  const struct ArrowArray *block = column->children[0];
  const struct ArrowArray *source = block->children[0], *keep = block->children[2], *kind = block->children[3];
  const struct ArrowArray *reasons = block->children[5];
  const int32_t *reason_offsets = reasons->buffers[1];
  for (int64_t i = offsets[row]; i < offsets[row + 1]; i++) {
    printf("%c %lld-%lld ", bit(keep->buffers[1], i) ? '+' : '-',
           (long long)((const int64_t *)source->children[0]->buffers[1])[i],
           (long long)((const int64_t *)source->children[1]->buffers[1])[i]);
    print_string(kind, i);
    for (int32_t k = reason_offsets[i]; k < reason_offsets[i + 1]; k++) {
      putchar(' ');
      print_string(reasons->children[0], k);
    }
    putchar('\n');
  }
}

int main(int count, char **arguments) {
  struct ArrowSchema schema, result_schema;
  struct ArrowArray texts, result;
  tamis_arrow_options options = TAMIS_ARROW_OPTIONS_INIT;
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_cleaner *cleaner = NULL;
  int status = 2;
  if (!make(count - 1, arguments + 1, &schema, &texts)) return 2;
  options.columns = TAMIS_ARROW_ERROR | TAMIS_ARROW_BLOCKS;
  if (tamis_cleaner_new(NULL, &cleaner, &error) == TAMIS_OK &&
      tamis_arrow_clean(cleaner, &schema, &texts, &options, &result_schema, &result, &error) == TAMIS_OK) {
    for (int64_t row = 0; row < result.length; row++) {
      printf("%s\n", arguments[row + 1]);
      print_string(result.children[0], row); /* empty, since nothing failed */
      print_blocks(result.children[1], row);
    }
    result.release(&result);
    result_schema.release(&result_schema);
    status = 0;
  } else {
    fprintf(stderr, "%s\n", error.message);
  }
  tamis_cleaner_free(cleaner);
  texts.release(&texts);
  schema.release(&schema);
  return status;
}

/* Cleans all files that it is given in one call, on several threads, and prints the texts in the order of the files, each
 * with a line feed behind it. A file that cannot be cleaned does not stop the others. Progress goes to standard error.
 *
 *   cc -std=c99 -Iinclude Examples/C/clean_many.c -Lbuild/lib -ltamis -Wl,-rpath,"$PWD/build/lib" -o clean_many
 *   ./clean_many 2 Examples/articles/en-*.txt
 *
 * The first argument is the number of threads, 0 for as many as there are cores.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tamis.h" /* tamis_cleaner_clean_batch, tamis_texts, tamis_batch_options, tamis_batch_status */

/* A column of texts: all files one behind the other, and where each one begins and ends. */
typedef struct column {
  char *data;
  int64_t length, room;
  int64_t *offsets;
  int64_t count;
} column;

/* Appends a file as a row; 0 if it cannot be read. */
static int add_file(column *column, const char *name) {
  FILE *file = fopen(name, "rb");
  int is_whole = 0;
  if (file == NULL) return 0;
  for (;;) {
    if (column->length == column->room) {
      int64_t room = column->room * 2 + 65536;
      char *grown = realloc(column->data, (size_t)room);
      if (grown == NULL) break;
      column->data = grown;
      column->room = room;
    }
    size_t got = fread(column->data + column->length, 1, (size_t)(column->room - column->length), file);
    column->length += (int64_t)got;
    if (got == 0) {
      is_whole = feof(file) && !ferror(file);
      break;
    }
  }
  fclose(file);
  if (!is_whole) column->length = column->offsets[column->count];
  column->count += is_whole;
  column->offsets[column->count] = column->length;
  return is_whole;
}

static int32_t show(void *context, int64_t done, int64_t total) {
  (void)context;
  fprintf(stderr, "%lld of %lld\n", (long long)done, (long long)total);
  return 0; /* anything else would stop the batch */
}

static int print_batch(const tamis_batch *batch, char *const *names) {
  int status = 0;
  for (int64_t row = 0; row < tamis_batch_count(batch); row++) {
    tamis_error error = TAMIS_ERROR_INIT;
    if (tamis_batch_status(batch, row, &error) != TAMIS_OK) {
      fprintf(stderr, "%s: %s\n", names[row], error.message);
      status = 2;
      continue;
    }
    tamis_text text = tamis_document_text(tamis_batch_document(batch, row));
    fwrite(text.data, 1, (size_t)text.length, stdout);
    putchar('\n');
  }
  return status;
}

static int clean(const column *column, int32_t threads, char *const *names) {
  tamis_texts texts = {column->data, column->length, column->offsets, NULL, column->count};
  tamis_batch_options options = TAMIS_BATCH_OPTIONS_INIT;
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_cleaner *cleaner = NULL;
  tamis_batch *batch = NULL;
  options.threads = threads;
  options.progress = show;
  int status = 2;
  if (tamis_cleaner_new(NULL, &cleaner, &error) == TAMIS_OK &&
      tamis_cleaner_clean_batch(cleaner, &texts, &options, &batch, &error) == TAMIS_OK) {
    status = print_batch(batch, names);
  } else {
    fprintf(stderr, "%s\n", error.message);
  }
  tamis_batch_free(batch);
  tamis_cleaner_free(cleaner);
  return status;
}

int main(int count, char **arguments) {
  column column = {NULL, 0, 0, calloc((size_t)count + 1, sizeof(int64_t)), 0};
  int status = 0;
  if (count < 2 || column.offsets == NULL) {
    fprintf(stderr, "usage: clean_many THREADS FILE...\n");
    free(column.offsets);
    return 2;
  }
  /* The names of the rows, which are those of the files that could be read. */
  char **names = arguments + 2;
  for (int i = 2; i < count; i++) {
    if (add_file(&column, arguments[i])) {
      names[column.count - 1] = arguments[i];
    } else {
      fprintf(stderr, "%s: %s\n", arguments[i], strerror(errno));
      status = 2;
    }
  }
  if (clean(&column, (int32_t)strtol(arguments[1], NULL, 10), names) != 0) status = 2;
  free(column.offsets);
  free(column.data);
  return status;
}

/* Prints the sentences of articles, one a line, each article behind the other. The cleaner, the workspace and the
 * result are made once and used for every article, which is how a program cleans many.
 *
 *   cc -std=c99 -Iinclude Examples/C/sentences.c -Lbuild/lib -ltamis -Wl,-rpath,"$PWD/build/lib" -o sentences
 *   ./sentences Examples/articles/en-*.txt
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tamis.h" /* tamis_cleaner_clean and what it needs, tamis_document_sentences */

/* What is used again from article to article. */
typedef struct tools {
  tamis_cleaner *cleaner;
  tamis_scratch *scratch;
  tamis_document *document;
  char *bytes;
  size_t room;
} tools;

/* Reads a file into the tools' bytes; -1 if it cannot be read. */
static int64_t read_file(tools *tools, const char *name) {
  FILE *file = fopen(name, "rb");
  if (file == NULL) return -1;
  size_t length = 0;
  for (;;) {
    if (length == tools->room) {
      char *grown = realloc(tools->bytes, tools->room * 2 + 65536);
      if (grown == NULL) break;
      tools->bytes = grown;
      tools->room = tools->room * 2 + 65536;
    }
    size_t got = fread(tools->bytes + length, 1, tools->room - length, file);
    if (got == 0) break;
    length += got;
  }
  int is_whole = feof(file) && !ferror(file);
  fclose(file);
  return is_whole ? (int64_t)length : -1;
}

static void print_sentences(const tamis_document *document) {
  tamis_text text = tamis_document_text(document);
  tamis_sentences sentences = tamis_document_sentences(document);
  for (int64_t i = 0; i < sentences.count; i++) {
    tamis_span span = sentences.data[i].cleaned;
    if (span.start == span.end) continue; /* a sentence of a block that was dropped */
    fwrite(text.data + span.start, 1, (size_t)(span.end - span.start), stdout);
    putchar('\n');
  }
}

static int clean_file(tools *tools, const char *name) {
  int64_t length = read_file(tools, name);
  if (length < 0) {
    fprintf(stderr, "%s: %s\n", name, strerror(errno));
    return 2;
  }
  tamis_error error = TAMIS_ERROR_INIT;
  if (tamis_cleaner_clean(tools->cleaner, tools->bytes, length, tools->scratch, tools->document, &error) != TAMIS_OK) {
    fprintf(stderr, "%s: %s\n", name, error.message);
    return 2;
  }
  print_sentences(tools->document);
  return 0;
}

int main(int count, char **arguments) {
  tools tools = {NULL, NULL, NULL, NULL, 0};
  tamis_error error = TAMIS_ERROR_INIT;
  int status = 0;
  if (tamis_cleaner_new(NULL, &tools.cleaner, &error) != TAMIS_OK ||
      tamis_scratch_new(&tools.scratch, &error) != TAMIS_OK ||
      tamis_document_new(&tools.document, &error) != TAMIS_OK) {
    fprintf(stderr, "%s\n", error.message);
    status = 2;
  }
  /* One bad file does not stop the others. */
  for (int i = 1; i < count && tools.document != NULL; i++) {
    if (clean_file(&tools, arguments[i]) != 0) status = 2;
  }
  tamis_document_free(tools.document);
  tamis_scratch_free(tools.scratch);
  tamis_cleaner_free(tools.cleaner);
  free(tools.bytes);
  return status;
}

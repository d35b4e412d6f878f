/* Prints the sentences of standard input, one a line, as they stand, and nothing is judged or changed: one room of the
 * library alone. It shows how a buffer of the caller's is filled, and what to do when it is too small.
 *
 *   cc -std=c99 -Iinclude Examples/C/split_sentences.c -Lbuild/lib -ltamis -Wl,-rpath,"$PWD/build/lib" -o split_sentences
 *   ./split_sentences de <Examples/articles/de-brot.txt
 *
 * The argument is the language of the text; without one it is not known.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tamis.h" /* tamis_split_sentences, tamis_span */

/* Reads all of standard input; null if it does not fit. The caller frees. */
static char *read_all(int64_t *length) {
  size_t room = 1 << 16, used = 0;
  char *bytes = malloc(room);
  while (bytes != NULL) {
    used += fread(bytes + used, 1, room - used, stdin);
    if (used < room) break;
    char *grown = realloc(bytes, room *= 2);
    if (grown == NULL) free(bytes);
    bytes = grown;
  }
  *length = (int64_t)used;
  return bytes;
}

/* The sentences of a text, which the caller frees; null if there are none or something failed. */
static tamis_span *split(const char *text, int64_t length, const char *language, int64_t *count, tamis_error *error) {
  tamis_options options = TAMIS_OPTIONS_INIT;
  tamis_span *spans = NULL;
  int64_t capacity = length / 64 + 16; /* a guess; what is missing is told */
  options.language = language;
  for (;;) {
    tamis_span *grown = realloc(spans, (size_t)capacity * sizeof *spans);
    if (grown == NULL) break;
    spans = grown;
    tamis_status status = tamis_split_sentences(text, length, &options, spans, capacity, count, error);
    if (status == TAMIS_OK) return spans;
    if (status != TAMIS_BUFFER_TOO_SMALL) break;
    capacity = *count;
  }
  free(spans);
  *count = 0;
  return NULL;
}

int main(int argument_count, char **arguments) {
  tamis_error error = TAMIS_ERROR_INIT;
  int64_t length = 0, count = 0;
  char *text = read_all(&length);
  tamis_span *spans = NULL;
  if (text != NULL) spans = split(text, length, argument_count > 1 ? arguments[1] : NULL, &count, &error);
  for (int64_t i = 0; i < count; i++) {
    fwrite(text + spans[i].start, 1, (size_t)(spans[i].end - spans[i].start), stdout);
    putchar('\n');
  }
  if (spans == NULL) fprintf(stderr, "%s\n", text == NULL ? "out of memory" : error.message);
  free(spans);
  free(text);
  return spans == NULL ? 2 : 0;
}

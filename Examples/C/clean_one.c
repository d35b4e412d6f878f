/* Cleans one article: a file, or standard input. The shortest way through tamis.h: one call, one result.
 *
 *   cc -std=c99 -Iinclude Examples/C/clean_one.c -Lbuild/lib -ltamis -Wl,-rpath,"$PWD/build/lib" -o clean_one
 *   ./clean_one Examples/articles/en-tides.txt
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tamis.h" /* tamis_clean, tamis_document_text, tamis_document_free, tamis_error */

/* Reads all of `file`; null if it cannot be read or does not fit. The caller frees. */
static char *read_all(FILE *file, size_t *length) {
  size_t room = 1 << 16;
  char *bytes = malloc(room);
  *length = 0;
  while (bytes != NULL) {
    *length += fread(bytes + *length, 1, room - *length, file);
    if (*length < room) break;
    char *grown = realloc(bytes, room *= 2);
    if (grown == NULL) free(bytes);
    bytes = grown;
  }
  if (bytes != NULL && ferror(file)) {
    free(bytes);
    bytes = NULL;
  }
  return bytes;
}

static int clean(const char *name, const char *bytes, size_t length) {
  tamis_document *document = NULL;
  tamis_error error = TAMIS_ERROR_INIT;
  if (tamis_clean(bytes, (int64_t)length, NULL, &document, &error) != TAMIS_OK) {
    fprintf(stderr, "%s: %s\n", name, error.message);
    return 2;
  }
  tamis_text text = tamis_document_text(document);
  fwrite(text.data, 1, (size_t)text.length, stdout);
  if (text.length > 0) putchar('\n');
  tamis_document_free(document);
  return 0;
}

int main(int count, char **arguments) {
  const char *name = count > 1 ? arguments[1] : "-";
  FILE *file = strcmp(name, "-") == 0 ? stdin : fopen(name, "rb");
  size_t length = 0;
  char *bytes = file != NULL ? read_all(file, &length) : NULL;
  if (bytes == NULL) {
    fprintf(stderr, "%s: %s\n", name, strerror(errno));
    return 2;
  }
  int status = clean(name, bytes, length);
  free(bytes);
  if (file != stdin) fclose(file);
  if (fflush(stdout) != 0) {
    fprintf(stderr, "cannot write: %s\n", strerror(errno));
    return 2;
  }
  return status;
}

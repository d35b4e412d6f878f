/* The Unicode test files, through tamis.h: NormalizationTest.txt by tamis_normalize, every line's twenty equations, and
 * SentenceBreakTest.txt by tamis_split_sentences.
 *
 *   conformance NormalizationTest.txt SentenceBreakTest.txt
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tamis.h"

enum { LINE = 4096, TEXT = 1024 };

typedef struct text {
  char bytes[TEXT];
  int64_t length;
} text;

static void put(text *text, unsigned long scalar) {
  static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
  unsigned char *end = (unsigned char *)text->bytes + text->length;
  int tail = scalar < 0x80 ? 0 : scalar < 0x800 ? 1 : scalar < 0x10000 ? 2 : 3, i;
  if (text->length + 4 > TEXT) abort();
  end[0] = (unsigned char)(lead[tail] | scalar >> 6 * tail);
  for (i = 1; i <= tail; i++) end[i] = (unsigned char)(0x80 | (scalar >> 6 * (tail - i) & 0x3F));
  text->length += tail + 1;
}

/* Code points in hexadecimal, up to a semicolon. */
static text column(char **place) {
  text column = {"", 0};
  char *end;
  for (;;) {
    unsigned long scalar = strtoul(*place, &end, 16);
    if (end == *place) break;
    put(&column, scalar);
    *place = end;
  }
  if (**place == ';') *place += 1;
  return column;
}

static tamis_options nothing_but(int32_t form) {
  tamis_options options = TAMIS_OPTIONS_INIT;
  options.normalization = form;
  options.unify_line_ends = options.remove_controls = options.remove_invisibles = options.tidy_spaces = TAMIS_OFF;
  options.html_references = options.repair_mojibake = TAMIS_OFF;
  return options;
}

static long checks = 0;
static int failures = 0;

static void check(const text *source, int32_t form, const text *wanted, long line) {
  tamis_options options = nothing_but(form);
  char output[TEXT * 4];
  int64_t length = 0;
  tamis_status status =
      tamis_normalize(source->bytes, source->length, &options, output, sizeof output, &length, NULL);
  checks += 1;
  if (status == TAMIS_OK && length == wanted->length && memcmp(output, wanted->bytes, (size_t)length) == 0) return;
  printf("NormalizationTest.txt:%ld: form %d\n", line, (int)form);
  failures += 1;
}

static void normalization(FILE *file) {
  static char bytes[LINE];
  long number = 0;
  while (fgets(bytes, LINE, file) != NULL) {
    char *place = bytes;
    text c[5];
    int i;
    number += 1;
    if (strchr("0123456789ABCDEF", bytes[0]) == NULL) continue;
    for (i = 0; i < 5; i++) c[i] = column(&place);
    for (i = 0; i < 5; i++) {
      check(&c[i], TAMIS_NORMALIZATION_NFC, &c[i < 3 ? 1 : 3], number);
      check(&c[i], TAMIS_NORMALIZATION_NFD, &c[i < 3 ? 2 : 4], number);
      check(&c[i], TAMIS_NORMALIZATION_NFKC, &c[3], number);
      check(&c[i], TAMIS_NORMALIZATION_NFKD, &c[4], number);
    }
  }
}

static int is_space(unsigned long scalar) {
  return (scalar >= 0x09 && scalar <= 0x0D) || scalar == 0x20 || scalar == 0x85 || scalar == 0xA0 ||
         scalar == 0x2028 || scalar == 0x2029 || scalar == 0x3000;
}

/* A line is code points between signs for a boundary (U+00F7) and none (U+00D7). What is white space alone is no
 * sentence, and white space at a sentence's ends is not part of it. */
static void sentence_line(char *place, long number) {
  tamis_options options = TAMIS_OPTIONS_INIT;
  text source = {"", 0};
  tamis_span spans[64], wanted[64], next = {-1, -1};
  int64_t count = 0, found = 0, i;
  int is_right;
  options.sentence_rules = TAMIS_SENTENCE_RULES_UAX29;
  while (*place != '#' && *place != '\n' && *place != 0) {
    if ((unsigned char)*place == 0xC3) {
      if ((unsigned char)place[1] == 0xB7 && next.start >= 0) {
        wanted[count++] = next;
        next.start = -1;
      }
      place += 2;
    } else if (*place == ' ' || *place == '\t') {
      place += 1;
    } else {
      unsigned long scalar = strtoul(place, &place, 16);
      if (next.start < 0 && !is_space(scalar)) next.start = source.length;
      put(&source, scalar);
      if (!is_space(scalar)) next.end = source.length;
    }
  }
  checks += 1;
  is_right = tamis_split_sentences(source.bytes, source.length, &options, spans, 64, &found, NULL) == TAMIS_OK;
  is_right = is_right && found == count;
  for (i = 0; is_right && i < count; i++) {
    is_right = spans[i].start == wanted[i].start && spans[i].end == wanted[i].end;
  }
  if (is_right) return;
  printf("SentenceBreakTest.txt:%ld: %ld sentences, not %ld\n", number, (long)found, (long)count);
  failures += 1;
}

static void sentences(FILE *file) {
  static char bytes[LINE];
  long number = 0;
  while (fgets(bytes, LINE, file) != NULL) {
    number += 1;
    if (strncmp(bytes, "\xC3\xB7", 2) == 0) sentence_line(bytes, number);
  }
}

int main(int count, char **arguments) {
  FILE *first = count == 3 ? fopen(arguments[1], "r") : NULL, *second = count == 3 ? fopen(arguments[2], "r") : NULL;
  if (first == NULL || second == NULL) return 2;
  normalization(first);
  printf("%ld checks of normalisation\n", checks);
  checks = 0;
  sentences(second);
  printf("%ld checks of sentences\n", checks);
  printf("%d unexpected\n", failures);
  fclose(first);
  fclose(second);
  return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

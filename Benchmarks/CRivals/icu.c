#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

#include "rivals.h"

// A buffer that only grows. Longer documents than ICU's 32-bit lengths can say are refused.
typedef struct buffer {
  void *data;
  size_t room;
} buffer;

struct rivals_icu {
  UBreakIterator *sentences;
  UText *text;
  buffer utf16, normalized, utf8;
};

static void *reserve(buffer *b, size_t bytes) {
  if (bytes > b->room) {
    free(b->data);
    b->data = malloc(bytes + bytes / 2);
    b->room = b->data ? bytes + bytes / 2 : 0;
  }
  return b->data;
}

rivals_icu *rivals_icu_open(void) {
  rivals_icu *icu = calloc(1, sizeof *icu);
  if (!icu) return 0;
  UErrorCode code = U_ZERO_ERROR;
  icu->sentences = ubrk_open(UBRK_SENTENCE, "", 0, 0, &code);
  if (U_SUCCESS(code)) return icu;
  free(icu);
  return 0;
}

void rivals_icu_close(rivals_icu *icu) {
  if (!icu) return;
  ubrk_close(icu->sentences);
  utext_close(icu->text);
  free(icu->utf16.data);
  free(icu->normalized.data);
  free(icu->utf8.data);
  free(icu);
}

// UTF-16 never has more units than UTF-8 has bytes. Ill-formed bytes become U+FFFD, as they do with us.
static int32_t to_utf16(rivals_icu *icu, const uint8_t *text, size_t length) {
  if (length > INT32_MAX / 4) return -1;
  UChar *units = reserve(&icu->utf16, (length + 1) * sizeof(UChar));
  if (!units) return -1;
  UErrorCode code = U_ZERO_ERROR;
  int32_t count = 0;
  u_strFromUTF8WithSub(units, (int32_t)length + 1, &count, (const char *)text, (int32_t)length, 0xFFFD, 0, &code);
  return U_SUCCESS(code) ? count : -1;
}

int64_t rivals_icu_validate(rivals_icu *icu, const uint8_t *text, size_t length) {
  if (length > INT32_MAX / 4) return -1;
  UChar *units = reserve(&icu->utf16, (length + 1) * sizeof(UChar));
  if (!units) return -1;
  UErrorCode code = U_ZERO_ERROR;
  int32_t count = 0;
  u_strFromUTF8(units, (int32_t)length + 1, &count, (const char *)text, (int32_t)length, &code);
  return U_SUCCESS(code) ? count : -1;
}

static const UNormalizer2 *normalizer(int form, UErrorCode *code) {
  return form == 2 ? unorm2_getNFDInstance(code) : unorm2_getNFCInstance(code);
}

int64_t rivals_icu_normalize(rivals_icu *icu, int form, const uint8_t *text, size_t length) {
  const int32_t count = to_utf16(icu, text, length);
  if (count < 0) return -1;
  // Three times is the most that UTF-16 grows by in NFC; NFD can grow by four (UAX #15, table 8).
  const int32_t room = count * 4 + 16;
  UChar *normalized = reserve(&icu->normalized, (size_t)room * sizeof(UChar));
  if (!normalized) return -1;
  UErrorCode code = U_ZERO_ERROR;
  const int32_t made = unorm2_normalize(normalizer(form, &code), icu->utf16.data, count, normalized, room, &code);
  if (U_FAILURE(code)) return -1;
  char *utf8 = reserve(&icu->utf8, (size_t)made * 3 + 1);
  if (!utf8) return -1;
  int32_t bytes = 0;
  u_strToUTF8(utf8, made * 3 + 1, &bytes, normalized, made, &code);
  return U_SUCCESS(code) ? bytes : -1;
}

const uint8_t *rivals_icu_result(const rivals_icu *icu) { return icu->utf8.data; }

static int64_t count_boundaries(UBreakIterator *sentences) {
  int64_t count = 0;
  for (int32_t at = ubrk_first(sentences); at != UBRK_DONE; at = ubrk_next(sentences)) count++;
  return count;
}

int64_t rivals_icu_sentences_utf16(rivals_icu *icu, const uint8_t *text, size_t length) {
  const int32_t count = to_utf16(icu, text, length);
  if (count < 0) return -1;
  UErrorCode code = U_ZERO_ERROR;
  ubrk_setText(icu->sentences, icu->utf16.data, count, &code);
  return U_SUCCESS(code) ? count_boundaries(icu->sentences) : -1;
}

int64_t rivals_icu_sentences_utext(rivals_icu *icu, const uint8_t *text, size_t length) {
  UErrorCode code = U_ZERO_ERROR;
  icu->text = utext_openUTF8(icu->text, (const char *)text, (int64_t)length, &code);
  ubrk_setUText(icu->sentences, icu->text, &code);
  return U_SUCCESS(code) ? count_boundaries(icu->sentences) : -1;
}

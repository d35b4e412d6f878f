#include "cicu.h"

#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucpmap.h>
#include <unicode/ucsdet.h>
#include <unicode/unorm2.h>
#include <unicode/uset.h>
#include <unicode/utf16.h>
#include <unicode/utext.h>
#include <unicode/uversion.h>

_Static_assert(CICU_BUFFER_OVERFLOW == U_BUFFER_OVERFLOW_ERROR, "ICU's error codes are pinned");
_Static_assert(CICU_OUT_OF_MEMORY == U_MEMORY_ALLOCATION_ERROR, "ICU's error codes are pinned");

const cicu_normalizer *cicu_normalizer_get(int32_t form, int32_t *status) {
  UErrorCode code = U_ZERO_ERROR;
  const UNormalizer2 *found = 0;
  switch (form) {
    case 1: found = unorm2_getNFCInstance(&code); break;
    case 2: found = unorm2_getNFDInstance(&code); break;
    case 3: found = unorm2_getNFKCInstance(&code); break;
    case 4: found = unorm2_getNFKDInstance(&code); break;
    case 5: found = unorm2_getNFKCCasefoldInstance(&code); break;
    default: code = U_ILLEGAL_ARGUMENT_ERROR;
  }
  *status = code;
  return (const cicu_normalizer *)found;
}

int32_t cicu_normalize(const cicu_normalizer *normalizer, const uint16_t *source, int32_t length, uint16_t *output,
                       int32_t capacity, int32_t *status) {
  UErrorCode code = U_ZERO_ERROR;
  const int32_t needed = unorm2_normalize((const UNormalizer2 *)normalizer, source, length, output, capacity, &code);
  *status = code;
  return needed;
}

int32_t cicu_has_boundary_before(const cicu_normalizer *normalizer, int32_t code_point) {
  return unorm2_hasBoundaryBefore((const UNormalizer2 *)normalizer, code_point);
}

int32_t cicu_primary_decomposition(const cicu_normalizer *nfc, int32_t code_point, int32_t *first, int32_t *second) {
  const UNormalizer2 *normalizer = (const UNormalizer2 *)nfc;
  UErrorCode code = U_ZERO_ERROR;
  UChar units[8];
  const int32_t length = unorm2_getRawDecomposition(normalizer, code_point, units, 8, &code);
  if (U_FAILURE(code) || length < 2 || length > 4) return 0;
  int32_t i = 0;
  U16_NEXT(units, i, length, *first);
  if (i >= length) return 0;
  U16_NEXT(units, i, length, *second);
  return i == length && unorm2_composePair(normalizer, *first, *second) == code_point;
}

static UProperty icu_property(cicu_property property) {
  switch (property) {
    case CICU_GENERAL_CATEGORY: return UCHAR_GENERAL_CATEGORY;
    case CICU_SCRIPT: return UCHAR_SCRIPT;
    case CICU_CANONICAL_COMBINING_CLASS: return UCHAR_CANONICAL_COMBINING_CLASS;
    case CICU_SENTENCE_BREAK: return UCHAR_SENTENCE_BREAK;
    case CICU_NFC_QUICK_CHECK: return UCHAR_NFC_QUICK_CHECK;
    case CICU_DECOMPOSITION_TYPE: return UCHAR_DECOMPOSITION_TYPE;
    case CICU_NFKC_QUICK_CHECK: return UCHAR_NFKC_QUICK_CHECK;
    case CICU_NFKD_QUICK_CHECK: return UCHAR_NFKD_QUICK_CHECK;
    case CICU_IDEOGRAPHIC: return UCHAR_IDEOGRAPHIC;
    case CICU_EXTENDED_PICTOGRAPHIC: return UCHAR_EXTENDED_PICTOGRAPHIC;
    case CICU_CHANGES_WHEN_NFKC_CASEFOLDED: return UCHAR_CHANGES_WHEN_NFKC_CASEFOLDED;
  }
  return UCHAR_INVALID_CODE;
}

const cicu_map *cicu_map_get(cicu_property property, int32_t *status) {
  UErrorCode code = U_ZERO_ERROR;
  const UCPMap *map = u_getIntPropertyMap(icu_property(property), &code);
  *status = code;
  return (const cicu_map *)map;
}

int32_t cicu_map_range(const cicu_map *map, int32_t start, uint32_t *value) {
  return ucpmap_getRange((const UCPMap *)map, start, UCPMAP_RANGE_NORMAL, 0, 0, 0, value);
}

const cicu_set *cicu_set_get(cicu_property property, int32_t *status) {
  UErrorCode code = U_ZERO_ERROR;
  const USet *set = u_getBinaryPropertySet(icu_property(property), &code);
  *status = code;
  return (const cicu_set *)set;
}

int32_t cicu_set_count(const cicu_set *set) { return uset_getItemCount((const USet *)set); }

void cicu_set_range(const cicu_set *set, int32_t index, int32_t *first, int32_t *last) {
  UErrorCode code = U_ZERO_ERROR;
  uset_getItem((const USet *)set, index, first, last, 0, 0, &code);
}

struct cicu_sentences {
  UBreakIterator *iterator;
  UText *text;
  int has_begun;
};

cicu_sentences *cicu_sentences_open(int32_t *status) {
  cicu_sentences *s = calloc(1, sizeof *s);
  if (!s) {
    *status = U_MEMORY_ALLOCATION_ERROR;
    return 0;
  }
  UErrorCode code = U_ZERO_ERROR;
  s->iterator = ubrk_open(UBRK_SENTENCE, "", 0, 0, &code);
  *status = code;
  if (U_SUCCESS(code)) return s;
  free(s);
  return 0;
}

void cicu_sentences_close(cicu_sentences *s) {
  if (!s) return;
  ubrk_close(s->iterator);
  utext_close(s->text);
  free(s);
}

void cicu_sentences_set_utf8(cicu_sentences *s, const char *text, int64_t length, int32_t *status) {
  UErrorCode code = U_ZERO_ERROR;
  s->text = utext_openUTF8(s->text, text, length, &code);
  ubrk_setUText(s->iterator, s->text, &code);
  s->has_begun = 0;
  *status = code;
}

void cicu_sentences_set_utf16(cicu_sentences *s, const uint16_t *text, int32_t length, int32_t *status) {
  UErrorCode code = U_ZERO_ERROR;
  ubrk_setText(s->iterator, text, length, &code);
  s->has_begun = 0;
  *status = code;
}

int32_t cicu_sentences_next(cicu_sentences *s) {
  if (s->has_begun) return ubrk_next(s->iterator);
  s->has_begun = 1;
  return ubrk_first(s->iterator);
}

void cicu_version(uint8_t numbers[4]) { u_getVersion(numbers); }
void cicu_unicode_version(uint8_t numbers[4]) { u_getUnicodeVersion(numbers); }

// ---- converters ----

/// Writes U+FFFD for what cannot be decoded. ICU's own substitution writes U+001A for single bytes of some converters.
static void U_CALLCONV replace_undecodable(const void *context, UConverterToUnicodeArgs *arguments, const char *bytes,
                                           int32_t length, UConverterCallbackReason reason, UErrorCode *code) {
  (void)context, (void)bytes, (void)length;
  if (reason > UCNV_IRREGULAR) return;
  static const UChar replacement = 0xFFFD;
  *code = U_ZERO_ERROR;
  ucnv_cbToUWriteUChars(arguments, &replacement, 1, 0, code);
}

cicu_converter *cicu_converter_open(const char *name, int32_t *status) {
  // ICU takes an empty name for that of the machine's own encoding.
  if (!name || !*name) {
    *status = U_ILLEGAL_ARGUMENT_ERROR;
    return 0;
  }
  UErrorCode code = U_ZERO_ERROR;
  UConverter *found = ucnv_open(name, &code);
  if (U_SUCCESS(code)) ucnv_setToUCallBack(found, replace_undecodable, 0, 0, 0, &code);
  *status = code;
  if (U_SUCCESS(code)) return (cicu_converter *)found;
  ucnv_close(found);
  return 0;
}

void cicu_converter_close(cicu_converter *converter) { ucnv_close((UConverter *)converter); }
void cicu_converter_reset(cicu_converter *converter) { ucnv_resetToUnicode((UConverter *)converter); }
int32_t cicu_converter_is_utf8(const cicu_converter *converter) {
  return ucnv_getType((const UConverter *)converter) == UCNV_UTF8;
}

const char *cicu_converter_name(const cicu_converter *converter) {
  UErrorCode code = U_ZERO_ERROR;
  const char *own = ucnv_getName((const UConverter *)converter, &code);
  if (U_FAILURE(code) || !own) return "";
  const char *registered = ucnv_getStandardName(own, "IANA", &code);
  return U_SUCCESS(code) && registered ? registered : own;
}

int32_t cicu_converter_decode(cicu_converter *converter, const uint8_t **source, const uint8_t *end, uint16_t *output,
                              int32_t capacity, int32_t *offsets, int32_t *status) {
  UErrorCode code = U_ZERO_ERROR;
  UChar *target = output;
  ucnv_toUnicode((UConverter *)converter, &target, output + capacity, (const char **)source, (const char *)end, offsets,
                 1, &code);
  *status = code;
  return (int32_t)(target - output);
}

struct cicu_detector {
  UCharsetDetector *detector;
  const UCharsetMatch **matches;
};

cicu_detector *cicu_detector_open(int32_t *status) {
  cicu_detector *d = calloc(1, sizeof *d);
  if (!d) {
    *status = U_MEMORY_ALLOCATION_ERROR;
    return 0;
  }
  UErrorCode code = U_ZERO_ERROR;
  d->detector = ucsdet_open(&code);
  *status = code;
  if (U_SUCCESS(code)) return d;
  free(d);
  return 0;
}

void cicu_detector_close(cicu_detector *d) {
  if (!d) return;
  ucsdet_close(d->detector);
  free(d);
}

int32_t cicu_detector_run(cicu_detector *d, const uint8_t *text, int32_t length, int32_t *status) {
  UErrorCode code = U_ZERO_ERROR;
  int32_t count = 0;
  d->matches = 0;
  ucsdet_setText(d->detector, (const char *)text, length, &code);
  d->matches = ucsdet_detectAll(d->detector, &count, &code);
  // What it says when there is no candidate.
  if (code == U_INVALID_CHAR_FOUND) return *status = 0;
  *status = code;
  return d->matches ? count : 0;
}

const char *cicu_detector_name(const cicu_detector *d, int32_t index, int32_t *confidence) {
  UErrorCode code = U_ZERO_ERROR;
  *confidence = ucsdet_getConfidence(d->matches[index], &code);
  const char *name = ucsdet_getName(d->matches[index], &code);
  return U_SUCCESS(code) && name ? name : "";
}

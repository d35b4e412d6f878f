// The one door to ICU. ICU's functions carry its major version in their linker names (`u_foo_72`) by way of macros that
// Swift does not see; these one-line wrappers let the C compiler choose the names, so that any system ICU from 60 on will do.
#ifndef TAMIS_CICU_SHIM_H
#define TAMIS_CICU_SHIM_H

#include <unicode/uchar.h>
#include <unicode/ucpmap.h>
#include <unicode/unorm2.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>
#include <unicode/uset.h>
#include <unicode/uversion.h>

static inline const UNormalizer2 *cicu_nfc(UErrorCode *status) { return unorm2_getNFCInstance(status); }
static inline const UNormalizer2 *cicu_nfd(UErrorCode *status) { return unorm2_getNFDInstance(status); }
static inline const UNormalizer2 *cicu_nfkc(UErrorCode *status) { return unorm2_getNFKCInstance(status); }
static inline const UNormalizer2 *cicu_nfkd(UErrorCode *status) { return unorm2_getNFKDInstance(status); }
static inline const UNormalizer2 *cicu_nfkc_casefold(UErrorCode *status) { return unorm2_getNFKCCasefoldInstance(status); }

static inline int32_t cicu_normalize(const UNormalizer2 *form, const UChar *source, int32_t length,
                                     UChar *output, int32_t capacity, UErrorCode *status) {
  return unorm2_normalize(form, source, length, output, capacity, status);
}

/* Property maps, by ranges. */
static inline const UCPMap *cicu_int_property_map(UProperty property, UErrorCode *status) {
  return u_getIntPropertyMap(property, status);
}
static inline const USet *cicu_binary_property_set(UProperty property, UErrorCode *status) {
  return u_getBinaryPropertySet(property, status);
}
static inline UChar32 cicu_map_range(const UCPMap *map, UChar32 start, uint32_t *value) {
  return ucpmap_getRange(map, start, UCPMAP_RANGE_NORMAL, 0, 0, 0, value);
}
static inline int32_t cicu_set_item_count(const USet *set) { return uset_getItemCount(set); }
static inline int32_t cicu_set_item(const USet *set, int32_t index, UChar32 *start, UChar32 *end, UErrorCode *status) {
  return uset_getItem(set, index, start, end, 0, 0, status);
}

/* Sentence iteration over UTF-8, without a UTF-16 copy. */
static inline UBreakIterator *cicu_sentences_open(UErrorCode *status) { return ubrk_open(UBRK_SENTENCE, "", 0, 0, status); }
static inline void cicu_sentences_close(UBreakIterator *iterator) { ubrk_close(iterator); }
static inline void cicu_sentences_set_text(UBreakIterator *iterator, UText *text, UErrorCode *status) {
  ubrk_setUText(iterator, text, status);
}
static inline void cicu_sentences_set_utf16(UBreakIterator *iterator, const UChar *text, int32_t length, UErrorCode *status) {
  ubrk_setText(iterator, text, length, status);
}
static inline int32_t cicu_sentences_first(UBreakIterator *iterator) { return ubrk_first(iterator); }
static inline int32_t cicu_sentences_next(UBreakIterator *iterator) { return ubrk_next(iterator); }
static inline UText *cicu_text_open(const char *utf8, int64_t length, UErrorCode *status) {
  return utext_openUTF8(0, utf8, length, status);
}
static inline UText *cicu_text_close(UText *text) { return utext_close(text); }

static inline void cicu_version(UVersionInfo version) { u_getVersion(version); }
static inline void cicu_unicode_version(UVersionInfo version) { u_getUnicodeVersion(version); }

#endif

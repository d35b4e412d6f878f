// The one door to ICU, in plain C types.
//
// ICU's own headers stay behind it, for two reasons. Their functions carry ICU's major version in the linker's names
// (`u_foo_72`) by way of macros that Swift does not see. And Foundation brings an ICU of its own, whose declarations clash
// with the system's in any Swift file that sees both: a program that imports Foundation and Tamis would not compile.
//
// `int32_t *status` takes ICU's UErrorCode: in 0, out 0 or below when it went well.
#ifndef TAMIS_CICU_H
#define TAMIS_CICU_H

#include <stdint.h>

// As ICU numbers them.
enum { CICU_BUFFER_OVERFLOW = 15, CICU_OUT_OF_MEMORY = 7 };

// Normalisers: ICU's singletons, immutable, never freed. 1 NFC, 2 NFD, 3 NFKC, 4 NFKD, 5 NFKC_Casefold.
typedef struct cicu_normalizer cicu_normalizer;
const cicu_normalizer *cicu_normalizer_get(int32_t form, int32_t *status);
/// Normalises UTF-16; returns the length of the result, which is complete only if it fits `capacity`.
int32_t cicu_normalize(const cicu_normalizer *normalizer, const uint16_t *source, int32_t length, uint16_t *output,
                       int32_t capacity, int32_t *status);

/// Whether the normaliser never joins or reorders anything across the place before this code point.
int32_t cicu_has_boundary_before(const cicu_normalizer *normalizer, int32_t code_point);

/// The two characters that `code_point` decomposes into in one step and that compose to it again; 0 if there are none.
int32_t cicu_primary_decomposition(const cicu_normalizer *nfc, int32_t code_point, int32_t *first, int32_t *second);

typedef enum cicu_property {
  CICU_GENERAL_CATEGORY,
  CICU_SCRIPT,
  CICU_CANONICAL_COMBINING_CLASS,
  CICU_SENTENCE_BREAK,
  CICU_DECOMPOSITION_TYPE,
  CICU_NFC_QUICK_CHECK,
  CICU_NFKC_QUICK_CHECK,
  CICU_NFKD_QUICK_CHECK,
  // Binary from here on.
  CICU_IDEOGRAPHIC,
  CICU_EXTENDED_PICTOGRAPHIC,
  CICU_CHANGES_WHEN_NFKC_CASEFOLDED,
} cicu_property;

// A many-valued property, by ranges of equal values.
typedef struct cicu_map cicu_map;
const cicu_map *cicu_map_get(cicu_property property, int32_t *status);
/// The last code point of the range of equal values that begins at `start`, -1 past the end; its value in `value`.
int32_t cicu_map_range(const cicu_map *map, int32_t start, uint32_t *value);

// A binary property, by the ranges that have it.
typedef struct cicu_set cicu_set;
const cicu_set *cicu_set_get(cicu_property property, int32_t *status);
/// The number of ranges.
int32_t cicu_set_count(const cicu_set *set);
void cicu_set_range(const cicu_set *set, int32_t index, int32_t *first, int32_t *last);

// Sentence iteration (UAX #29, root locale), over UTF-8 as it is or over UTF-16.
typedef struct cicu_sentences cicu_sentences;
cicu_sentences *cicu_sentences_open(int32_t *status);
void cicu_sentences_close(cicu_sentences *sentences);
/// The text is borrowed until the next call that sets one, or the close.
void cicu_sentences_set_utf8(cicu_sentences *sentences, const char *text, int64_t length, int32_t *status);
void cicu_sentences_set_utf16(cicu_sentences *sentences, const uint16_t *text, int32_t length, int32_t *status);
/// The next boundary, the start of the text first; negative after the last.
int32_t cicu_sentences_next(cicu_sentences *sentences);

// Converters from other encodings. One thread at a time.
typedef struct cicu_converter cicu_converter;
/// By any name or alias that ICU knows; an empty name is an error.
cicu_converter *cicu_converter_open(const char *name, int32_t *status);
void cicu_converter_close(cicu_converter *converter);
/// Forgets the text before.
void cicu_converter_reset(cicu_converter *converter);
int32_t cicu_converter_is_utf8(const cicu_converter *converter);
/// The name that IANA registered, or ICU's own. Static.
const char *cicu_converter_name(const cicu_converter *converter);
/// Decodes from `*source`, which moves on, to UTF-16; what cannot be decoded becomes U+FFFD. Returns the number of
/// units written. `offsets` takes, for each, where the bytes of its character start, counted from where `*source` was;
/// -1 when it belongs to a character begun in an earlier call. The status is CICU_BUFFER_OVERFLOW when there is more.
int32_t cicu_converter_decode(cicu_converter *converter, const uint8_t **source, const uint8_t *end, uint16_t *output,
                              int32_t capacity, int32_t *offsets, int32_t *status);

// The guess at an encoding. One thread at a time.
typedef struct cicu_detector cicu_detector;
cicu_detector *cicu_detector_open(int32_t *status);
void cicu_detector_close(cicu_detector *detector);
/// Looks at the text, of which the first 8 KB count; returns the number of candidates.
int32_t cicu_detector_run(cicu_detector *detector, const uint8_t *text, int32_t length, int32_t *status);
/// A candidate of the last run, the best first: its name, which lives as long as the detector, and its confidence,
/// 0…100.
const char *cicu_detector_name(const cicu_detector *detector, int32_t index, int32_t *confidence);

// Four numbers each.
void cicu_version(uint8_t numbers[4]);
void cicu_unicode_version(uint8_t numbers[4]);

#endif

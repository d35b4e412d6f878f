// How many of some words are common in each of 32 languages.
#ifndef TAMIS_LANGUAGE_COUNT_H
#define TAMIS_LANGUAGE_COUNT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A word with a bit for each language in which it is common; both zero where there is none.
typedef struct language_word {
  uint32_t word;
  uint32_t languages;
} language_word;

enum {
  language_count_languages = 32,
  /// A word stands in the table in one of four places, the first at `language_place(word)`.
  language_count_reach = 4,
  language_count_words = (1 << 13) + language_count_reach,
};

static inline size_t language_place(uint32_t word) { return word * UINT32_C(0x9E3779B1) >> (32 - 13); }

/// Adds to `counts`, one a language, for each of `words[0 ..< count]`, modulo 256. `table` has `language_count_words`.
void language_count(const uint32_t *words, size_t count, const language_word *table, uint8_t *counts);

#ifdef __cplusplus
}
#endif
#endif

// How many words of a text stand in lists of words, for up to 32 lists at once.
#ifndef TAMIS_LISTED_WORDS_H
#define TAMIS_LISTED_WORDS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  listed_words_lists = 32,
  /// Slots in either half of the table.
  listed_words_half = 1 << 10,
  /// The letters of listed words are below this.
  listed_words_letters = 0x480,
  /// No listed word has more letters.
  listed_words_longest = 8,
  /// Words are cut after so many characters.
  listed_words_cut = 20,
};

/// A word by its number, and which of the sets of lists it stands in; 0 in a slot that is free.
typedef struct listed_word {
  uint32_t number;
  uint32_t set;
} listed_word;

/// A byte for each list: 1 if it is of the set.
typedef struct listed_set {
  uint64_t lanes[listed_words_lists / 8];
} listed_set;

typedef struct listed_tables {
  /// A word stands at `listed_first(number)` or at `listed_second(number)`.
  const listed_word *slots;
  /// The first one is empty.
  const listed_set *sets;
  /// For each character below `listed_words_letters` its small letter, digits as they are, 0 for anything else.
  const uint16_t *small;
  /// Facts about each character c, in two stages: `values[index[c >> 7] << 7 | (c & 0x7F)]`. The lowest four bits are a
  /// class.
  const uint16_t *index, *values;
  /// Classes, a bit each: what words are made of; of these, letters and digits, without which there is no word; and
  /// those that no word is spelt with.
  uint16_t parts, letters, unheard;
  /// The fact that ideographs have.
  uint16_t ideograph;
} listed_tables;

static inline size_t listed_first(uint32_t number) { return number >> 22; }
static inline size_t listed_second(uint32_t number) { return listed_words_half | (number & (listed_words_half - 1)); }

/// The number of a word by its bytes in small letters, sixteen at most, the first one lowest.
static inline uint32_t listed_number(uint64_t first, uint64_t rest) {
  return (uint32_t)((first * UINT64_C(0x9E3779B97F4A7C15) + rest * UINT64_C(0xD6E8FEB86659FD93)) >> 32);
}

/// Adds to `hits`, for each list, the words of `bytes[0 ..< length]` that it has. A word is a run of parts with a
/// letter or digit among them, cut after `listed_words_cut` characters and behind each ideograph and each kana.
/// Ill-formed bytes are no parts.
void listed_words(const uint8_t *bytes, size_t length, const listed_tables *tables, int32_t *hits);

/// The same by the definition that the other is tested against, one character at a time.
void listed_words_portable(const uint8_t *bytes, size_t length, const listed_tables *tables, int32_t *hits);

#ifdef __cplusplus
}
#endif
#endif

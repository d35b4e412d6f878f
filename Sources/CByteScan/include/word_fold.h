// Bytes to hashed words where there is more than ASCII, for machines that can do it sixteen characters at a time.
#ifndef TAMIS_WORD_FOLD_H
#define TAMIS_WORD_FOLD_H

#include "word_scan.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  word_fold_most_bytes = 256,
  /// What is known of a character: its folded form in the lower 16 bits, then these, and the kinds of mark that it is
  /// in the highest eight, unless it is in words.
  word_fold_letter = 1 << 16,
  /// A word by itself.
  word_fold_single = 1 << 17,
  /// These only of letters; the last says that a word of two characters and more ends in a particle with it.
  word_fold_upper = 1 << 18,
  word_fold_digit = 1 << 19,
  word_fold_particle = 1 << 20,
  /// As if it were not there.
  word_fold_ignorable = 1 << 21,
};

/// Adds to the counts of `word_scan` what it leaves to the caller.
typedef struct word_fold_counts {
  word_scan_counts scan;
  /// Characters beyond ASCII; those that stand alone; words that end in a particle.
  uint32_t characters;
  uint32_t singles;
  uint32_t particles;
} word_fold_counts;

/// Finds the words of `bytes[0 ..< length]`, at most `word_fold_most_bytes`, and adds to `counts`; returns how many
/// there are. -1, nothing being changed, says that it is for the caller to find them in another way: in text that
/// is not well-formed or goes beyond the Basic Multilingual Plane, in a few odd ones, and on other machines in all.
///
/// A word is a run of letters, or one character that stands alone. It is hashed as in word_scan.h, its letters folded
/// and written as one byte below 0x80 (7 bits), two below 0x4000 (7 and 8 bits, the lowest first, bit 7 set), else
/// three. Its bit 0 says that it has four letters or more, bit 1 that it stands alone. `facts` has what is known of
/// each of 65,536 characters, `kinds` what `word_scan` wants. `words` has room for `length + word_scan_margin`.
int32_t word_fold(const uint8_t *bytes, size_t length, const uint8_t *kinds, const uint32_t *facts, uint32_t *words,
                  word_fold_counts *counts);

#ifdef __cplusplus
}
#endif
#endif

// Bytes to hashed words: the words of ASCII letters and digits, and where everything else stands.
#ifndef TAMIS_WORD_SCAN_H
#define TAMIS_WORD_SCAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A run of letters and digits with bytes beyond ASCII among them: what it holds is for the caller to find out.
typedef struct word_scan_run {
  /// The words before it.
  uint16_t words;
  uint16_t start;
  uint16_t end;
} word_scan_run;

/// What a scan found; sums but for `longest`.
typedef struct word_scan_counts {
  /// ASCII characters that are neither letter, digit, space nor control, and marks of general punctuation, by the kinds
  /// that the table has them of: a byte a kind, the first in the lowest, up to 255. Two slashes in a row count as
  /// `word_scan_address` besides.
  uint64_t marks;
  uint32_t upper;
  uint32_t digits;
  /// Those of ASCII and marks of general punctuation.
  uint32_t characters;
  uint32_t non_ascii;
  /// Words that begin with a capital, and those of two letters and more whose first eight are all capitals, or all of
  /// them if it stands beside a byte beyond ASCII.
  uint32_t capitalized;
  uint32_t all_capitals;
  /// The length of the longest word.
  uint32_t longest;
} word_scan_counts;

enum {
  /// A longer text is scanned piece by piece.
  word_scan_most_bytes = 1 << 14,
  /// Bytes of a word that are hashed.
  word_scan_hashed_bytes = 24,
  /// Words that may be written behind the last one.
  word_scan_margin = 8,
  /// The last of the eight kinds of marks, which is one of ASCII alone.
  word_scan_address = 1 << 7,
  /// Where the table has U+2000 to U+203F, and its bit for those that are no marks but part of a run.
  word_scan_general = 128,
  word_scan_no_mark = 1 << 7,
  word_scan_kinds = word_scan_general + 64,
};

/// How many words and runs there are.
typedef struct word_scan_sizes {
  uint32_t words;
  uint32_t runs;
} word_scan_sizes;

/// Cuts `bytes[0 ..< length]` into runs of letters, digits and bytes beyond ASCII but for marks of general punctuation, which
/// are 0xE2, 0x80 and a third byte by which the table has a mark; adds to `counts`.
///
/// A run of ASCII is a word. Its hash: `h = length * 0xA0761D6478BD642F`, `length` at most 24; then, for each eight bytes of
/// the first 24, little-endian, in lower case (bit 5 set), spaces behind the last: `h = mix(h ^ bytes)`; then
/// `h = mix(h ^ 0x1D8E4E27C47D124F)`, where `mix(x)` is `p ^ p >> 29` for `p = x * 0x9E3779B97F4A7C15`. The upper 32 bits are the
/// word, but for the last two: bit 1 is clear, bit 0 says that it has four characters or more.
///
/// `length` is at most `word_scan_most_bytes`. Nothing is read from `bytes[readable]` on, which is `bytes[length]` or behind it.
/// `kinds` has a bit for each kind of each of the 128 ASCII characters, none for those that are letters, digits, spaces or
/// controls, and then the same for U+2000 to U+203F. `words` has room for `length / 2 + 1 + word_scan_margin`, `runs` for
/// `length / 2 + 1`.
word_scan_sizes word_scan(const uint8_t *bytes, size_t length, size_t readable, const uint8_t *kinds, uint32_t *words,
                          word_scan_run *runs, word_scan_counts *counts);

#ifdef __cplusplus
}
#endif
#endif

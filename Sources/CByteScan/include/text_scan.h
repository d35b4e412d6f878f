// What the text room has to look at: one bit a byte.
#ifndef TAMIS_TEXT_SCAN_H
#define TAMIS_TEXT_SCAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The words of one block of 64 bytes.
typedef struct text_scan_block {
  /// C0 controls but the line feed, DEL, and one byte of every character beyond ASCII that the sieve does not know to be
  /// settled under NFC and of no interest to the cleaning policy. The byte is one of the character's, not always its first.
  /// Means something for well-formed text only.
  uint64_t attention;
  /// 0x80…0xFF.
  uint64_t non_ascii;
  /// Spaces and line feeds that show an untidy run: the second space of two, a space behind a line feed, a line feed behind
  /// a space, the third of three line feeds. The start of the text counts as two line feeds.
  uint64_t untidy;
} text_scan_block;

/// What is carried from one stretch of a text to the next, and what was found so far.
typedef struct text_scan_state {
  /// The OR of all words of the last call.
  uint64_t attention, untidy;
  /// Nonzero when the last call met bytes that are not well-formed UTF-8 (Unicode 15.0, table 3-7). A character that goes
  /// over the end of a call's stretch is well-formed so far, unless the stretch ends inside a block.
  uint64_t ill_formed;
  /// The last block's marks and whatever else may stand beside one; and the last three bytes.
  uint64_t marks;
  uint8_t before[4];
  /// A kernel's guess of what comes next, from what came last; of no meaning to others.
  uint8_t kind;
} text_scan_state;

/// The state before the first byte of a text.
text_scan_state text_scan_start(void);

/// Scans `length` bytes into `(length + 63) / 64` blocks; bits past the end are zero. All stretches but the last of a text
/// are multiples of 64 bytes long.
///
/// The sieve lets through everything that NFC may change or reorder and every control, space and character without a
/// width. It stops the letters of Latin, Greek, Cyrillic, Hebrew, Arabic, the scripts of India, Thai, kana, Han and Hangul,
/// the usual punctuation, and marks that compose with nothing and stand beside no other character that is let through:
/// those are in order wherever they are.
void text_scan(const uint8_t *bytes, size_t length, text_scan_state *state, text_scan_block *blocks);

/// The state before the byte at `place`, a multiple of 64, of a text that is settled up to there.
text_scan_state text_scan_at(const uint8_t *text, size_t place);

/// Up to where, from `start` on, a text of `length` bytes is settled: it is well-formed, its spaces are tidy, and the sieve
/// lets nothing through, not even marks at the end of a block that are alone. What is before `start`, a multiple of 64, is
/// taken to be settled.
///
/// The result is a multiple of 64, or `length` when nothing is left; nothing is settled for a kernel that has no quicker way
/// to tell than the scan. What makes it unsettled is in the 512 bytes behind the result or not at all, as a few characters
/// are let through here that the scan stops. A character, or marks side by side, may go over the result: where it is not the end,
/// the block before it is to be scanned with what follows.
size_t text_settled(const uint8_t *text, size_t start, size_t length);

/// Whether `length` bytes are well-formed UTF-8, complete at both ends.
int utf8_is_valid(const uint8_t *bytes, size_t length);

#ifdef __cplusplus
}
#endif
#endif

// What the text room has to look at: one bit a byte, for well-formed UTF-8.
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
  uint64_t attention;
  /// 0x80…0xFF.
  uint64_t non_ascii;
  /// 0x20.
  uint64_t space;
  /// 0x0A.
  uint64_t newline;
} text_scan_block;

/// Scans `length` bytes into `(length + 63) / 64` blocks; bits past the end are zero.
///
/// The sieve lets through everything that NFC may change or reorder and every control, space and character without a
/// width; of letters in daily use it stops Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Vietnamese, kana,
/// Han and Hangul letters and the usual punctuation. `before` holds the three bytes before the first, or zeros.
/// It is meaningful for well-formed UTF-8 only.
void text_scan(const uint8_t *bytes, size_t length, const uint8_t before[3], text_scan_block *blocks);

/// The same by the definition that the kernels are tested against, one byte at a time.
void text_scan_portable(const uint8_t *bytes, size_t length, const uint8_t before[3], text_scan_block *blocks);

/// Whether `length` bytes are well-formed UTF-8 (Unicode 15.0, table 3-7), complete at both ends.
int utf8_is_valid(const uint8_t *bytes, size_t length);
int utf8_is_valid_portable(const uint8_t *bytes, size_t length);

#ifdef __cplusplus
}
#endif
#endif

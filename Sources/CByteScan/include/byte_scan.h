// Bytes to bitmaps: for each block of 64 bytes, one 64-bit word a class, bit i standing for byte i.
#ifndef TAMIS_BYTE_SCAN_H
#define TAMIS_BYTE_SCAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The classes of one block of 64 bytes. One struct fills one cache line.
typedef struct byte_scan_block {
  /// 0x80…0xFF.
  uint64_t non_ascii;
  /// 0x0A.
  uint64_t newline;
  /// 0x20.
  uint64_t space;
  /// 0x00…0x1F and 0x7F, but not the newline.
  uint64_t control;
  /// '.', '!', '?'.
  uint64_t terminator;
  /// 'A'…'Z'.
  uint64_t upper;
  /// 'a'…'z'.
  uint64_t lower;
  /// '0'…'9'.
  uint64_t digit;
} byte_scan_block;

/// Classifies `length` bytes into `(length + 63) / 64` blocks; bits past the end are zero. Reads no byte past the end.
void byte_scan(const uint8_t *bytes, size_t length, byte_scan_block *blocks);

/// The number of leading bytes below 0x80.
size_t byte_scan_ascii_prefix(const uint8_t *bytes, size_t length);

#ifdef __cplusplus
}
#endif
#endif

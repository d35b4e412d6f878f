// Where lines end.
#ifndef TAMIS_LINE_SCAN_H
#define TAMIS_LINE_SCAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  /// Bytes that are scanned at a time at most, 64 for each word of a bitmap.
  line_scan_most_bytes = 4096,
};

/// Fills `feeds`, one word for each 64 bytes begun, with a bit for each line feed of `bytes[0 ..< length]`, `length` at most
/// `line_scan_most_bytes`. Returns a bit for each word that has any.
uint64_t line_scan(const uint8_t *bytes, size_t length, uint64_t *feeds);

#ifdef __cplusplus
}
#endif

#endif

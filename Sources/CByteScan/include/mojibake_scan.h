// Where mojibake may be: a character that can stand for a UTF-8 continuation byte, right behind another beyond ASCII.
#ifndef TAMIS_MOJIBAKE_SCAN_H
#define TAMIS_MOJIBAKE_SCAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Looks at `bytes[start]` up to `bytes[end]` (`end` excluded) of a text of `length` bytes and writes
/// `(end - start + 63) / 64` words: bit i of word w stands for byte `start + 64 w + i` and is set if the byte before
/// it is beyond ASCII and a character may start at it that Windows-1252, Latin-1, Windows-1251, Windows-1250, MacRoman or
/// KOI8-R has for one of the bytes 0x80 to 0xBF. A sieve over two bytes: it lets all of them through and few others.
/// Returns the OR of all words.
uint64_t mojibake_scan(const uint8_t *bytes, size_t length, size_t start, size_t end, uint64_t *words);

/// The same by the definition that the kernels are tested against, one byte at a time.
uint64_t mojibake_scan_portable(const uint8_t *bytes, size_t length, size_t start, size_t end, uint64_t *words);

#ifdef __cplusplus
}
#endif
#endif

// Where a sentence may end: one bit a byte, set at the first byte of every character that could be a sentence stop.
#ifndef TAMIS_STOP_SCAN_H
#define TAMIS_STOP_SCAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Writes `(length + 63) / 64` words: bit i of word w stands for byte 64 w + i and is set if a character of one of these
/// kinds may start there: `.` `!` `?`, LF, CR, the four bytes of `extra` (repeat one to ask for fewer), and every
/// non-ASCII character of the Sentence_Break classes ATerm, STerm and Sep (UAX #29) as well as U+2026.
///
/// The non-ASCII part is a sieve over the first two or three bytes: it lets every such character through and few others,
/// so the caller asks a table about the bits that are set. It sets no bit for curly quotes, dashes, kana, Han, Hangul,
/// Arabic, Devanagari or Cyrillic letters, the fullwidth comma, or emoji.
///
/// `readable` bytes, at least `length`, may be read, which lets a character that goes over the end of the stretch be
/// seen; bits past `length` are zero. Every kernel gives the same words.
void stop_scan(const uint8_t *bytes, size_t length, size_t readable, const uint8_t extra[4], uint64_t *words);

/// The same by the definition that the kernels are tested against, one byte at a time.
void stop_scan_portable(const uint8_t *bytes, size_t length, size_t readable, const uint8_t extra[4], uint64_t *words);

/// Writes the numbers of the set bits of up to `count` words, ascending, to `positions`, which has `room` for them, and
/// returns how many; `*taken` becomes the number of words done: all, or fewer when there may be no room for the next one,
/// which asks for 64 places. `count` is at most 1024.
size_t stop_positions(const uint64_t *words, size_t count, uint16_t *positions, size_t room, size_t *taken);

#ifdef __cplusplus
}
#endif
#endif

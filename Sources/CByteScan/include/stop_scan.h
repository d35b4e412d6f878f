// Where a sentence may end: one bit a byte, set at the first byte of every character that could be a sentence stop.
#ifndef TAMIS_STOP_SCAN_H
#define TAMIS_STOP_SCAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Writes `(length + 63) / 64` words: bit i of word w stands for byte 64 w + i and is set if a character of one of these
/// kinds may start there: `.` `!` `?`, LF, CR, the four bytes of `extra`, below 0x40 (repeat one to ask for fewer), and every
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

/// Stops as `stop_sort` tells them apart: full stop; `!` and `?`; line feed; `:` and `;`; the full stops U+3002, U+FF61,
/// U+0964 and U+06D4; U+FF01 and U+FF1F; U+061F; line feed behind a visible byte of ASCII; the first two behind ASCII.
enum {
  stop_other,
  stop_full,
  stop_question,
  stop_line_feed,
  stop_colon,
  stop_caseless,
  stop_full_width,
  stop_arabic,
  stop_line_feed_behind_ink,
  stop_full_behind_ascii,
  stop_question_behind_ascii,
  stop_count,
};

/// What `stop_sort` knows, all of it the caller's.
typedef struct stop_rules {
  /// For each code point up to U+FFFF a number up to 15, and three more bytes.
  const uint8_t *classes;
  /// For each stop << 6 | (a blank follows) << 5 | (what follows, the blank aside, is not ASCII) << 4 | its class: what is to
  /// be said of the stop, with the lowest three bits free; `stop_count` << 6, and one more.
  const uint16_t *actions;
  /// An action with one of these bits leaves the stop out.
  uint16_t nothing;
} stop_rules;

/// Looks up the action of each of `count` stops at `base + positions[i]`, and moves those that are not left out to the
/// front of `positions`, in order, their actions to `actions`; returns how many. Added to an action is how many bytes
/// the stop has, and one if a blank follows. Stops that are not in `first..<last` are kept and have the action 0; those that
/// are in it have one byte before them and seven from their own on. Both arrays have room for `count` rounded up to 16.
///
/// A colon behind what is not ASCII counts as `stop_other`; and so does all that is ill-formed as U+FFFD.
size_t stop_sort(const uint8_t *base, const stop_rules *rules, size_t first, size_t last, uint16_t *positions,
                 uint16_t *actions, size_t count);

#ifdef __cplusplus
}
#endif
#endif

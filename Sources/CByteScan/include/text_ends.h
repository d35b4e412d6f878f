// The two ends of a long text, as whole words.
#ifndef TAMIS_TEXT_ENDS_H
#define TAMIS_TEXT_ENDS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  text_ends_head = 120,
  text_ends_tail = 72,
  /// The same of a text of which at least `text_ends_pairs` of the first 64 bytes begin a character of two: as many letters
  /// take more bytes there. What takes three, a syllable or an idea, says more than a letter does.
  text_ends_wide_head = 160,
  text_ends_wide_tail = 80,
  text_ends_pairs = 16,
  /// Such a text is taken as a whole up to this length.
  text_ends_wide_whole = 248,
  /// Bytes among which a space is looked for.
  text_ends_reach = 24,
  /// The least length of a text that has ends, and the most that they take.
  text_ends_least = text_ends_head + text_ends_tail,
  text_ends_room = text_ends_wide_head + 1 + text_ends_wide_tail,
};

/// The first `head` bytes of a text, and `tail` from `start` on. No `tail`: the head is all of it.
typedef struct text_ends_parts {
  size_t head;
  size_t start;
  size_t tail;
} text_ends_parts;

/// The ends of `bytes[0 ..< length]`: the first 120 bytes, and the last 72; of a text in characters of two bytes, the first
/// 160 and the last 80, or all of it.
///
/// The first part ends before the last space among those that can be its end, `bytes[120]` and the 23 before; if there is
/// none, before the last character that begins at `bytes[120]` or up to three bytes before; else behind 120 bytes. In the
/// same way the last part begins at the first space of the 24 bytes from `bytes[length - 72]` on, or at the first
/// character of the first four.
text_ends_parts text_ends_find(const uint8_t *bytes, size_t length);

/// Writes both parts, of which there is a last, with a space between them to `ends`, which has ``text_ends_room``; returns
/// how many bytes that are.
size_t text_ends_join(const uint8_t *bytes, text_ends_parts parts, uint8_t *ends);

#ifdef __cplusplus
}
#endif
#endif

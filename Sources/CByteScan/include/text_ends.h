// The two ends of a long text, as whole words.
#ifndef TAMIS_TEXT_ENDS_H
#define TAMIS_TEXT_ENDS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  text_ends_head = 160,
  text_ends_tail = 80,
  /// Bytes among which a space is looked for.
  text_ends_reach = 24,
  /// The least length of a text that has ends, and the most that they take.
  text_ends_least = text_ends_head + text_ends_tail,
  text_ends_room = text_ends_head + 1 + text_ends_tail,
};

/// The first `head` bytes of a text, and `tail` from `start` on.
typedef struct text_ends_parts {
  size_t head;
  size_t start;
  size_t tail;
} text_ends_parts;

/// The ends of `bytes[0 ..< length]`: the first 160 bytes, and the last 80.
///
/// The first part ends before the last space among those that can be its end, `bytes[160]` and the 23 before; if there is none,
/// before the last character that begins at `bytes[160]` or up to three bytes before; else behind 160 bytes. In the same way
/// the last part begins at the first space of the 24 bytes from `bytes[length - 80]` on, or at the first character of
/// the first four.
text_ends_parts text_ends_find(const uint8_t *bytes, size_t length);

/// Writes both parts with a space between them to `ends`, which has ``text_ends_room``; returns how many bytes that are.
size_t text_ends_join(const uint8_t *bytes, text_ends_parts parts, uint8_t *ends);

#ifdef __cplusplus
}
#endif
#endif

#include "text_ends.h"

#include <string.h>

#include "scan_kernel.h"
#include "scan_vector.h"

// ---- portable: always right, the definition ----

/// How far before `end` the first part ends.
static size_t back_portable(const uint8_t *end) {
  for (size_t back = 0; back < text_ends_reach; back++)
    if (*(end - back) == ' ') return back;
  return text_ends_reach;
}

/// How far behind `start` the last part begins.
static size_t ahead_portable(const uint8_t *start) {
  for (size_t ahead = 0; ahead < text_ends_reach; ahead++)
    if (start[ahead] == ' ') return ahead;
  return text_ends_reach;
}

#if TAMIS_SCAN_VECTOR
// ---- SSE2 and NEON: where the space stands is chance, to a branch ----

static inline uint32_t spaces(const uint8_t *bytes) {
  const v16 none = {0};
  const uint64_t bits = bits_64(is_16(load_16(bytes), ' '), is_16(load_16(bytes + text_ends_reach - 16), ' '), none, none);
  return (uint32_t)((bits & 0xFF) | bits >> 16 << 8);
}

static size_t back_vector(const uint8_t *end) {
  const uint32_t found = spaces(end - (text_ends_reach - 1));
  // Bit 23 is the nearest.
  return found ? (size_t)__builtin_clz(found) - 8 : text_ends_reach;
}

static size_t ahead_vector(const uint8_t *start) {
  const uint32_t found = spaces(start);
  return found ? (size_t)__builtin_ctz(found) : text_ends_reach;
}
#endif

/// How many bytes from `place` on, forth or back, begin no character; 0 if it is all four.
static size_t trails(const uint8_t *place, ptrdiff_t step) {
  for (size_t count = 0; count < 4; count++, place += step)
    if ((*place & 0xC0) != 0x80) return count;
  return 0;
}

/// Whether as many of the first 64 bytes as it takes begin a character of two: counted in eight sums of a byte at once.
static int is_wide(const uint8_t *bytes) {
  const uint64_t ones = UINT64_C(0x0101010101010101);
  uint64_t sums = 0;
  for (size_t i = 0; i < 64; i += 8) {
    uint64_t word;
    memcpy(&word, bytes + i, sizeof word);
    sums += word >> 7 & word >> 6 & ~(word >> 5) & ones;
  }
  return (sums * ones) >> 56 >= text_ends_pairs;
}

text_ends_parts text_ends_find(const uint8_t *bytes, size_t length) {
  size_t head = text_ends_head, tail = text_ends_tail;
  if (is_wide(bytes)) {
    if (length <= text_ends_wide_whole) return (text_ends_parts){length, length, 0};
    head = text_ends_wide_head;
    tail = text_ends_wide_tail;
  }
  const uint8_t *end = bytes + head, *start = bytes + length - tail;
#if TAMIS_SCAN_VECTOR
  const int is_vector = scan_kernel_in_use() != scan_kernel_portable;
  size_t back = is_vector ? back_vector(end) : back_portable(end);
  size_t ahead = is_vector ? ahead_vector(start) : ahead_portable(start);
#else
  size_t back = back_portable(end), ahead = ahead_portable(start);
#endif
  if (back == text_ends_reach) back = trails(end, -1);
  if (ahead == text_ends_reach) ahead = trails(start, 1);
  tail -= ahead;
  return (text_ends_parts){head - back, length - tail, tail};
}

size_t text_ends_join(const uint8_t *bytes, text_ends_parts parts, uint8_t *ends) {
  // In pieces of constant sizes that overlap, so that nothing is called for them.
  enum { piece = text_ends_wide_tail / 2 };
  _Static_assert(text_ends_tail - text_ends_reach >= piece, "the last part has a piece at least, and two at most");
  memcpy(ends, bytes, text_ends_wide_head);
  ends[parts.head] = ' ';
  uint8_t *last = ends + parts.head + 1;
  const uint8_t *start = bytes + parts.start;
  memcpy(last, start, piece);
  memcpy(last + parts.tail - piece, start + parts.tail - piece, piece);
  return parts.head + 1 + parts.tail;
}

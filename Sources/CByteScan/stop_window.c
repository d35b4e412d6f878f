#include "stop_window.h"

stop_window stop_window_portable(const uint8_t *bytes) {
  stop_window found = {0, 0, 0, 0};
  for (int i = 0; i < 32; i++) {
    const uint8_t c = bytes[i];
    found.smalls |= (uint32_t)((uint8_t)(c - 'a') < 26) << i;
    found.capitals |= (uint32_t)((uint8_t)(c - 'A') < 26) << i;
    found.digits |= (uint32_t)((uint8_t)(c - '0') < 10) << i;
    found.wide |= (uint32_t)(c >> 7) << i;
  }
  return found;
}

// Every x86-64 has this much, and more would not pay for choosing.
#if defined(__SSE2__)
#include <emmintrin.h>

static inline uint32_t within(__m128i v, char first, char count) {
  const __m128i from = _mm_sub_epi8(v, _mm_set1_epi8(first));
  return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(from, _mm_set1_epi8((char)(count - 1))), from));
}

stop_window stop_window_at(const uint8_t *bytes) {
  const __m128i low = _mm_loadu_si128((const __m128i *)(const void *)bytes);
  const __m128i high = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16));
  stop_window found;
  found.smalls = within(low, 'a', 26) | within(high, 'a', 26) << 16;
  found.capitals = within(low, 'A', 26) | within(high, 'A', 26) << 16;
  found.digits = within(low, '0', 10) | within(high, '0', 10) << 16;
  found.wide = (uint32_t)_mm_movemask_epi8(low) | (uint32_t)_mm_movemask_epi8(high) << 16;
  return found;
}
#else
stop_window stop_window_at(const uint8_t *bytes) { return stop_window_portable(bytes); }
#endif

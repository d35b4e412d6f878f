// How words, pairs of words and numbers of 64 bits are hashed: the kernels and who calls them ask here, so that what one of them
// writes into a table is where the other looks for it.
#ifndef TAMIS_WORD_KEY_H
#define TAMIS_WORD_KEY_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WORD_MIX_FACTOR UINT64_C(0x9E3779B97F4A7C15)
#define WORD_PAIR_FACTOR UINT64_C(0x51ED270B9F1C6A35)

/// `p ^ p >> 29` for `p = x * 0x9E3779B97F4A7C15`: every number becomes another.
static inline uint64_t word_mix(uint64_t x) {
  const uint64_t product = x * WORD_MIX_FACTOR;
  return product ^ product >> 29;
}

/// The key of a pair of words, or of a phrase with this key and the word behind it.
static inline uint32_t word_pair_key(uint32_t first, uint32_t second) {
  return (uint32_t)(word_mix(((uint64_t)first << 32 | second) ^ WORD_PAIR_FACTOR) >> 32);
}

#ifdef __cplusplus
}
#endif
#endif

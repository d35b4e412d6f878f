// What tables say of the words of a block: weights, common words, words that may begin a phrase.
#ifndef TAMIS_WORD_READ_H
#define TAMIS_WORD_READ_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  /// Weights in a table, and how far the hash of a word or pair is shifted to be a place among them.
  word_read_weights = 1 << 18,
  word_read_shift = 32 - 18,
  /// Bits in a set.
  word_read_places = 1 << 15,
  /// Words that make a block's shape.
  word_read_shape = 12,
  /// Numbers behind those that are written which may change.
  word_read_margin = 16,
};

/// What may begin where a phrase may begin: bits of a number.
#define word_read_word 0x40000000U
#define word_read_pair 0x80000000U

#define word_read_factor 0x9E3779B1U

/// A word's place among the weights.
static inline uint32_t word_read_place(uint32_t word) { return (word >> 2) * word_read_factor >> word_read_shift; }

/// The place among the weights of a pair with this `word_pair_key`.
static inline uint32_t word_read_pair_place(uint32_t key) { return key >> word_read_shift; }

/// The first of a word's two bits among those of `words`, and the bit of a pair with this key among those of `pairs`: 32 a
/// number, from its lowest on.
static inline uint32_t word_read_word_bit(uint32_t word) { return 2 * (word >> 2 & (word_read_places - 1)); }
static inline uint32_t word_read_pair_bit(uint32_t key) { return key >> 2 & (word_read_places - 1); }

/// The tables: see the functions above for where a word or a pair stands in them.
typedef struct word_read_tables {
  /// NULL where all of them are 0.
  const int8_t *weights;
  /// Two bits a place, sixteen places a number: a common word; a word that a phrase may be.
  const uint32_t *words;
  /// One bit a place: a pair that a phrase may begin with.
  const uint32_t *pairs;
} word_read_tables;

/// What the words of a block come to.
typedef struct word_read_sums {
  /// The weights of the words, and of the pairs of each with the one before it (0 before the first): their sum, that of the
  /// first three words, the least and the greatest, which are not above and not below 0.
  int32_t sum;
  int32_t head;
  int32_t least;
  int32_t most;
  uint32_t stops;
  /// Of all words, and of the first twelve: the same for the same words.
  ///
  /// Eight sums of 64 bits begin at `seed`, `seed` + 1, … `seed` + 7. For each sixteen words, which there are once at least, absent
  /// ones 0, every sum is turned left by 23 bits and gets the product of its two neighbours, each plus the key of its place,
  /// modulo 2^32: the first 512 bits of pi's fraction, 32 a place. The hash is bits 16…47 of `word_mix` of all sums plus the
  /// number of words; the shape is the hash of the words that count, with the second of these keys for a seed.
  uint32_t hash;
  uint32_t shape;
} word_read_sums;

/// Reads `words[0 ..< count]`. The places of those that may begin a phrase, plus `first`, go to `starts`, with `word_read_word`
/// if it may be of that word alone, and `word_read_pair` if it may be of that and the next. `starts` has room for `count` and
/// `word_read_margin`, no place plus `first` reaches these bits; returns how many there are. With `only_content`, words without
/// bit 0 do not count for the shape. `seed` goes into the hash.
size_t word_read(const uint32_t *words, size_t count, const word_read_tables *tables, int only_content, uint32_t seed,
                 uint32_t first, uint32_t *starts, word_read_sums *sums);

#ifdef __cplusplus
}
#endif
#endif

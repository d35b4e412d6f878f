// Which of the stops listed end a sentence for certain, and the sentences between those that do.
#ifndef TAMIS_STOP_SETTLE_H
#define TAMIS_STOP_SETTLE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What is certain of a stop: bits, and in the lowest three how far behind it the next sentence begins.
enum {
  stop_action_distance = 7,
  /// The last byte of that distance is white space.
  stop_action_spaced = 8,
  /// Ends a sentence under the standard rules, and ends none.
  stop_action_ends = 128,
  stop_action_nothing = 64,
  stop_action_line_feed = 256,
  /// One full stop, or one question or exclamation mark, of ASCII, then a blank and a capital.
  stop_action_full_stop = 512,
  stop_action_question = 1024,
  /// What follows is not ASCII.
  stop_action_wide = 2048,
  /// A line feed before what may be a list item.
  stop_action_may_begin_list = 4096,
  /// A line feed between what is no white space for certain.
  stop_action_inked = 8192,
  /// One full stop, or one question or exclamation mark, of ASCII, behind ASCII and before what `stop_settle_asked` knows something
  /// about.
  stop_action_asked = 16384,
};

/// The words that may be listed, as a Bloom filter of this many words of 64 bits.
enum { stop_filter_words = 512 };

/// Which word of a filter, and which two bits of it, a listed word has. `tail` is the word in small letters, or its last
/// eight bytes, as the upper bytes of a little-endian integer. One multiplication instead of a hash letter by letter.
static inline size_t stop_filter_word(uint64_t tail) { return (size_t)(tail * UINT64_C(0x9E3779B97F4A7C15) >> 55); }
static inline uint64_t stop_filter_bits(uint64_t tail) {
  const uint64_t mixed = tail * UINT64_C(0x9E3779B97F4A7C15);
  return UINT64_C(1) << (mixed >> 49 & 63) | UINT64_C(1) << (mixed >> 43 & 63);
}

/// Whether the word may be listed: 0 is certain.
static inline int stop_may_list(const uint64_t *filter, uint64_t tail) {
  const uint64_t bits = stop_filter_bits(tail);
  return (filter[stop_filter_word(tail)] & bits) == bits;
}

/// Adds `stop_action_ends` to the action of each of `count` stops at `base + positions[i]` that ends a sentence for certain:
/// full stops and question marks (`stop_action_full_stop`, `stop_action_question`) behind a word of small letters, or of one
/// capital and three of them or more, that `filter` does not list, question marks behind any letter or digit of ASCII, in
/// Latin with small letters of Latin-1 and in Cyrillic; and line feeds that are `stop_action_may_begin_list`, but before
/// something else than a list begins with.
///
/// Twelve bytes are readable before and behind such a stop. The arrays have room for `count` rounded up to 8.
void stop_settle(const uint8_t *base, const uint64_t *filter, const uint16_t *positions, uint16_t *actions, size_t count);

/// The listed words of a language that are one to seven bytes of ASCII, and what kind each is. Open addressing by the upper bits of
/// the key; a slot has the lower 28 bits of its key and the kind, 0 is free. A key is in one of the `reach` slots from its own on,
/// an even number; as many more stand behind the last one.
typedef struct stop_kinds {
  const uint32_t *slots;
  /// A key less that many of its lower bits is the number of a slot.
  uint32_t shift, reach;
} stop_kinds;

/// The key of such a word; `tail` is as above, `salt` the language's.
static inline uint32_t stop_key(uint64_t tail, uint64_t salt) {
  return (uint32_t)((tail ^ salt) * UINT64_C(0xD6E8FEB86659FD93) >> 32);
}

/// What a full stop behind a listed word means, where that settles anything: always before a name or object; before a number;
/// inside a sentence, and now and then at its end; inside a sentence; given by the user.
enum { stop_kind_title = 1, stop_kind_number = 2, stop_kind_general = 3, stop_kind_inner = 4, stop_kind_user = 6 };

/// What the questions about a word before a stop need to know of its language.
typedef struct stop_words {
  const uint64_t *filter;
  stop_kinds kinds;
  uint64_t salt;
} stop_words;

/// Settles those of the `count` stops that are `stop_action_asked` and end no sentence yet, if the word of ASCII before them and
/// what follows tell for certain what they are, as the rules for plain stops have it: `stop_action_ends` is added to the action,
/// or it becomes `stop_action_nothing`. Which are left open is the kernel's affair: all of them if the machine has no AVX-512.
/// Twelve bytes are readable before and behind a stop. `room` has room for `count` numbers rounded up to 32.
void stop_settle_asked(const uint8_t *base, const stop_words *words, const uint16_t *positions, uint16_t *actions, size_t count,
                       uint16_t *room);

/// Writes the numbers of those of `count` actions that have of `bits` those of `wanted` to `listed`, ascending; returns how many.
/// `listed` has room for `count`.
size_t stop_list(const uint16_t *actions, size_t count, uint16_t bits, uint16_t wanted, uint16_t *listed);

/// The definition of one: whether the stop at `at` ends a sentence for certain.
int stop_settles(const uint8_t *at, const uint64_t *filter, uint16_t action);

/// Whether white space may end before `end`, or begin at `at`: 0 is certain, in ill-formed text too. Three bytes are read.
int stop_may_end_blank(const uint8_t *end);
int stop_may_begin_blank(const uint8_t *at);

/// How far the sentences have come.
typedef struct stop_place {
  /// Where the next one begins.
  int64_t start;
  /// 1 if for certain no white space stands there, else 0.
  uint32_t is_inked;
  /// Not 0 if that is the start of a line.
  uint32_t is_at_line_start;
} stop_place;

/// Writes the sentences that the stops end whose actions have the bit `ends`, others end none, to `spans`, two numbers each, and
/// moves `place` behind them; empty ones are left out. The stops are at `text + origin + positions[i]`. Stops before a
/// sentence that may have white space at its ends, and returns how many stops were done; `*written` becomes how many sentences
/// were.
///
/// Beside other stops than line feeds that end a sentence is no white space. Three bytes are readable before a line feed that
/// does, and five from there on. `spans` has room for `count` sentences and seven more.
size_t stop_spans(const uint8_t *text, int64_t origin, const uint16_t *positions, const uint16_t *actions, size_t count,
                  uint16_t ends, stop_place *place, int64_t *spans, size_t *written);

#ifdef __cplusplus
}
#endif
#endif

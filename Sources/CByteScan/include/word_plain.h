// Bytes to hashed words where letters have one byte or two, or are Hangul, for machines that can look at 64 bytes at a time.
#ifndef TAMIS_WORD_PLAIN_H
#define TAMIS_WORD_PLAIN_H

#include "text_ends.h"
#include "word_fold.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { word_plain_most_bytes = 248 };

/// Finds the words of a text as `word_fold` does, and adds to `counts`; returns how many there are. -1, nothing being changed,
/// says that it is for the caller to find them in another way: in text that has more than ASCII, characters of two bytes,
/// U+AC00 to U+D77F and those of general punctuation for which `kinds` has a mark, is not well-formed or longer than
/// `word_plain_most_bytes`, in a few odd ones, and on other machines in all.
///
/// The text is `bytes[0 ..< head]` and, if `tail` is not 0, a space and `tail` bytes from `start` on. Nothing is read from
/// `bytes[readable]` on. `words` has room for as many as there are bytes, and `word_scan_margin`; `kinds` and `facts` are
/// those of `word_fold`, by which all of U+AC00 to U+D77F are letters.
int32_t word_plain(const uint8_t *bytes, const text_ends_parts *ends, size_t readable, const uint8_t *kinds,
                   const uint32_t *facts, uint32_t *words, word_fold_counts *counts);

#ifdef __cplusplus
}
#endif
#endif

// What Tamis is measured beside, called from C so that nothing of ours slows it down, and a count of heap allocations.
#ifndef TAMIS_RIVALS_H
#define TAMIS_RIVALS_H

#include <stddef.h>
#include <stdint.h>

// One workspace for all calls: its buffers grow and stay, as a careful user of ICU would have it.
typedef struct rivals_icu rivals_icu;
/// Null when ICU cannot be had.
rivals_icu *rivals_icu_open(void);
void rivals_icu_close(rivals_icu *icu);

// Each returns the length or number of what came out, negative when ICU refused.

/// UTF-8 to UTF-16, which fails at the first ill-formed byte.
int64_t rivals_icu_validate(rivals_icu *icu, const uint8_t *text, size_t length);
/// UTF-8 to UTF-16, to the form (1 NFC, 2 NFD), and back to UTF-8.
int64_t rivals_icu_normalize(rivals_icu *icu, int form, const uint8_t *text, size_t length);
/// The result of the last rivals_icu_normalize(), valid until the next call.
const uint8_t *rivals_icu_result(const rivals_icu *icu);
/// UTF-8 to UTF-16, then every boundary of the sentence iterator (root locale).
int64_t rivals_icu_sentences_utf16(rivals_icu *icu, const uint8_t *text, size_t length);
/// The same over UTF-8 as it is, by way of UText.
int64_t rivals_icu_sentences_utext(rivals_icu *icu, const uint8_t *text, size_t length);

/// How often this process has asked for heap memory so far; negative where that cannot be counted.
int64_t rivals_allocations(void);

#endif

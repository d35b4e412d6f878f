// From logits to probabilities, a column at a time.
#ifndef TAMIS_LOGISTIC_FILL_H
#define TAMIS_LOGISTIC_FILL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The probabilities, to six digits, that `logits[0 ..< count]` stand for, in 1/1024 each and taken as -30 to 30 at most. Both
/// columns have room up to a multiple of 16.
void logistic_fill(const int16_t *logits, size_t count, float *probabilities);

/// The least logit, in 1/1024, of which ``logistic_fill`` makes `probability` or more; 32,768 if there is none.
int32_t logistic_least(float probability);

#ifdef __cplusplus
}
#endif
#endif

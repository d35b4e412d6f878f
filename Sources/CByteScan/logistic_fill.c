#include "logistic_fill.h"

#include "column_math.h"
#include "scan_kernel.h"

/// e to the power of `x`, -30…30: Taylor's series, of which seven terms do between 0 and ln 2.
ALWAYS float exponential(float x) {
  const float scaled = x * 1.442695f;
  const int32_t cut = (int32_t)scaled, whole = cut - ((float)cut > scaled);
  const float rest = (scaled - (float)whole) * 0.6931472f;
  const float high = 0.008333333f + rest * (0.001388889f + rest * 0.0001984127f);
  const float sum = 1 + rest * (1 + rest * (0.5f + rest * (0.16666667f + rest * (0.041666668f + rest * high))));
  const uint32_t bits = (uint32_t)(whole + 127) << 23;
  float power;
  memcpy(&power, &bits, sizeof power);
  return sum * power;
}

ALWAYS void logistic_fill_body(const int16_t *logits, size_t count, float *probabilities) {
  FOR_ROWS(i, count) {
    const float logit = (float)logits[i] / 1024;
    const float bounded = logit < -30 ? -30 : logit > 30 ? 30 : logit;
    probabilities[i] = 1 / (1 + exponential(-bounded));
  }
}

FOR_ALL_KERNELS(logistic_fill, (const int16_t *logits, size_t count, float *probabilities), (logits, count, probabilities))

int32_t logistic_least(float probability) {
  int32_t least = INT16_MIN, above = INT16_MAX + 1;
  while (least < above) {
    const int32_t middle = least + (above - least) / 2;
    const int16_t logits[16] = {(int16_t)middle};
    float found[16];
    logistic_fill(logits, 1, found);
    if (found[0] >= probability) above = middle;
    else least = middle + 1;
  }
  return least;
}

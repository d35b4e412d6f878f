#include "block_signs.h"

#include "column_math.h"
#include "feature_fill.h"
#include "scan_kernel.h"

ALWAYS void block_signs_fill_body(const block_columns *columns) {
  const block_columns in = *columns;
  const uint8_t *donate = in.cues + (in.donate - in.first_cue) * in.stride;
  const uint8_t *subscribe = in.cues + (in.subscribe - in.first_cue) * in.stride;
  FOR_ROWS(i, in.count) {
    const int32_t tokens = in.tokens[i], plea = in.plea[i];
    const int32_t is_short = tokens <= 8, wants = (donate[i] | subscribe[i]) != 0;
    const int32_t speaks = !is_short & (plea * 16 > tokens);
    // A choice between both is made a branch a row, lest what is wanted be loaded in vain.
    const int32_t goes_on = (is_short & wants) | (!is_short & (plea * 20 > tokens));
    const int32_t looks = (in.copies[i] > 1) | (in.addresses[i] != 0) | (!is_short & (plea * 12 > tokens));
    in.signs[i] = (uint8_t)(speaks * block_speaks_to_reader | goes_on * block_goes_on | looks * block_looks_like_furniture);
  }
  for (size_t first = 0; first < in.count; first += 16) {
    uint8_t most[16] = {0}, heaviest[16] = {0}, phrase[16] = {0};
    for (uint8_t cue = 0; cue < in.cue_count; cue++) {
      const uint8_t *shares = in.cues + cue * in.stride + first;
      const uint8_t number = in.first_cue + cue, is_phrase = number == in.date ? 0 : 0xFF;
      for (int row = 0; row < 16; row++) {
        heaviest[row] = shares[row] > most[row] ? number : heaviest[row];
        most[row] = shares[row] > most[row] ? shares[row] : most[row];
        phrase[row] = (shares[row] & is_phrase) > phrase[row] ? shares[row] & is_phrase : phrase[row];
      }
    }
    for (int row = 0; row < 16; row++) {
      in.heaviest[first + row] = heaviest[row];
      const int32_t is_within = ((in.flags[first + row] & feature_is_ended) != 0) & (in.first_cues[first + row] == 0);
      in.signs[first + row] |= (uint8_t)((phrase[row] > 127 * is_within) * block_looks_like_furniture);
    }
  }
}

FOR_ALL_KERNELS(block_signs_fill, (const block_columns *columns), (columns))

// What 32 bytes are, one bit a byte: what stands right before a sentence stop, or right behind it.
#ifndef TAMIS_STOP_WINDOW_H
#define TAMIS_STOP_WINDOW_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bit i stands for byte i.
typedef struct stop_window {
  uint32_t smalls, capitals, digits;
  /// Not ASCII.
  uint32_t wide;
} stop_window;

/// Of the 32 bytes at `bytes`.
stop_window stop_window_at(const uint8_t *bytes);

/// The same by the definition that the other is tested against.
stop_window stop_window_portable(const uint8_t *bytes);

#ifdef __cplusplus
}
#endif
#endif

// Numbers on a scale of a byte, as loops over columns compute them: the same by every kernel, bit for bit.
#ifndef TAMIS_COLUMN_MATH_H
#define TAMIS_COLUMN_MATH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "column_scale.h"

// A sum and a product in one would round differently where a machine has that instruction.
#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#define SIXTEEN_AT_A_TIME \
  _Pragma("clang loop vectorize(assume_safety) vectorize_width(16) interleave_count(1) unroll(disable)")
#define ONE_AT_A_TIME _Pragma("clang loop unroll(disable)")
#else
#pragma GCC optimize("fp-contract=off")
#define ONE_AT_A_TIME _Pragma("GCC unroll 1")
#define SIXTEEN_AT_A_TIME _Pragma("GCC ivdep")
#endif

#define ALWAYS static inline __attribute__((always_inline))

/// Rows that loops look at: up to a multiple of 16 there is room.
ALWAYS size_t filled_rows(size_t count) { return (count + 15) & ~(size_t)15; }

/// A loop over columns that do not overlap, 16 rows at a time.
#define FOR_ROWS(i, count) \
  SIXTEEN_AT_A_TIME        \
  for (size_t i = 0, rows_##i = filled_rows(count); i < rows_##i; i++)

ALWAYS int32_t least_of(int32_t a, int32_t b) { return a < b ? a : b; }
ALWAYS int32_t most_of(int32_t a, int32_t b) { return a < b ? b : a; }

/// 0…255; not a number is 255.
ALWAYS uint8_t byte_of(float number) {
  const float bounded = number < 255 ? number : 255;
  return (uint8_t)(int32_t)(bounded > 0 ? bounded : 0);
}

ALWAYS uint8_t clamped(int32_t number) { return (uint8_t)least_of(255, most_of(0, number)); }

/// 255 / `whole`; 0 when there is no whole.
ALWAYS float per_whole(uint8_t whole) { return whole ? 255.0f / (float)whole : 0; }

/// `part / whole` of 255, cut off. Fractions are at least 1/255 below the next number, rounding errors 3e-5 at most, so
/// half of that fraction more does not change what is cut off, and makes up for the error.
ALWAYS uint8_t share(int32_t part, float per) { return byte_of((float)part * per + 1.0f / 512); }

/// The first number of column `which` of scratch, for columns of `count` rows.
ALWAYS int32_t *scratch_column(int32_t *scratch, size_t count, size_t which, size_t margin) {
  const size_t stride = ((count + 63) & ~(size_t)63) + 2 * margin;
  return scratch + which * stride + margin;
}

ALWAYS void fill(uint8_t *column, size_t count, uint8_t value) { FOR_ROWS(i, count) column[i] = value; }

/// Runs that are kept from looking for the longest; those beyond are looked for again.
enum { most_runs = 32 };

/// Compiles `body` for vectors of several widths and calls the one for this machine.
#if defined(__x86_64__)
#define FOR_ALL_KERNELS(name, parameters, arguments)                                                             \
  static void name##_portable parameters { name##_body arguments; }                                              \
  __attribute__((target("avx2"))) static void name##_avx2 parameters { name##_body arguments; }                  \
  __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq"))) static void name##_avx512 parameters {           \
    name##_body arguments;                                                                                       \
  }                                                                                                              \
  void name parameters {                                                                                         \
    const scan_kernel kernel = scan_kernel_in_use();                                                             \
    if (kernel >= scan_kernel_avx512) return name##_avx512 arguments;                                            \
    if (kernel == scan_kernel_avx2) return name##_avx2 arguments;                                                \
    name##_portable arguments;                                                                                   \
  }
#else
#define FOR_ALL_KERNELS(name, parameters, arguments) \
  void name parameters { name##_body arguments; }
#endif

#endif

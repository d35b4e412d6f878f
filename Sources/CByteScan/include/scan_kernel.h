// Which instructions the scans of this module use.
//
// This module is the only SIMD in the house. Every kernel of a scan gives the same words for the same bytes; the portable
// one is the definition that the others are tested against. A scan that has no kernel of its own for the one in use takes
// the next lower one that this machine has.
#ifndef TAMIS_SCAN_KERNEL_H
#define TAMIS_SCAN_KERNEL_H

#ifdef __cplusplus
extern "C" {
#endif

/// Ascending: on one kind of machine, a higher one can do what a lower one can.
typedef enum scan_kernel {
  scan_kernel_portable = 0,
  /// Every x86-64.
  scan_kernel_sse2 = 1,
  scan_kernel_avx2 = 2,
  /// AVX-512 F, BW, VL, DQ, VBMI and VBMI2: AMD since Zen 4, Intel since Ice Lake.
  scan_kernel_avx512 = 3,
  /// Every arm64.
  scan_kernel_neon = 4,
} scan_kernel;

/// The kernel in use: the best that this machine has, or what `TAMIS_KERNEL` in the environment names, which is read once
/// at the first scan. An unknown or impossible name is ignored.
static inline scan_kernel scan_kernel_in_use(void);

/// "avx512", "avx2", "sse2", "neon" or "portable".
const char *scan_kernel_name(void);

/// Uses another kernel from now on, in all threads, for the tests; returns 0 and changes nothing if this machine does not
/// have it. A null pointer chooses as at the start.
int scan_kernel_use(const char *name);

// Asked at every call of a kernel, some of which take but twenty nanoseconds.
__attribute__((visibility("hidden"))) extern int scan_kernel_choice;
__attribute__((visibility("hidden"))) int scan_kernel_choose(void);

static inline scan_kernel scan_kernel_in_use(void) {
  const int choice = __atomic_load_n(&scan_kernel_choice, __ATOMIC_RELAXED);
  return (scan_kernel)(choice >= 0 ? choice : scan_kernel_choose());
}

#ifdef __cplusplus
}
#endif
#endif

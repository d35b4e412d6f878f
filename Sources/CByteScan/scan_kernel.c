#include "scan_kernel.h"

#include <stdlib.h>
#include <string.h>

static const struct {
  const char *name;
  scan_kernel kernel;
} kernels[] = {
#if defined(__x86_64__)
    {"avx512", scan_kernel_avx512},
    {"avx2", scan_kernel_avx2},
    {"sse2", scan_kernel_sse2},
#endif
#if defined(__aarch64__)
    {"neon", scan_kernel_neon},
#endif
    {"portable", scan_kernel_portable},
};
enum { kernel_count = sizeof kernels / sizeof kernels[0], not_chosen = -1 };

static int choice = not_chosen;

static int machine_has(scan_kernel kernel) {
#if defined(__x86_64__)
  if (kernel == scan_kernel_avx2) return __builtin_cpu_supports("avx2");
  if (kernel == scan_kernel_avx512)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vbmi") &&
           __builtin_cpu_supports("avx512vbmi2");
#endif
  (void)kernel;
  return 1;
}

static int find(const char *name) {
  for (int i = 0; i < kernel_count; i++)
    if ((!name || !strcmp(kernels[i].name, name)) && machine_has(kernels[i].kernel)) return i;
  return not_chosen;
}

static int chosen(void) {
  // Two threads that come here first both write the same value.
  int i = __atomic_load_n(&choice, __ATOMIC_RELAXED);
  if (i != not_chosen) return i;
  const char *wanted = getenv("TAMIS_KERNEL");
  i = wanted ? find(wanted) : not_chosen;
  if (i == not_chosen) i = find(0);
  __atomic_store_n(&choice, i, __ATOMIC_RELAXED);
  return i;
}

scan_kernel scan_kernel_in_use(void) { return kernels[chosen()].kernel; }

const char *scan_kernel_name(void) { return kernels[chosen()].name; }

int scan_kernel_use(const char *name) {
  const int i = name ? find(name) : not_chosen;
  if (name && i == not_chosen) return 0;
  __atomic_store_n(&choice, i, __ATOMIC_RELAXED);
  return 1;
}

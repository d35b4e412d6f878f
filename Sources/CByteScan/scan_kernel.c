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

/// A ``scan_kernel``, or ``not_chosen``.
int scan_kernel_choice = not_chosen;

static int machine_has(scan_kernel kernel) {
#if defined(__x86_64__)
  if (kernel == scan_kernel_avx2) return __builtin_cpu_supports("avx2");
  if (kernel == scan_kernel_avx512)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512vbmi") &&
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

int scan_kernel_choose(void) {
  // Two threads that come here first both write the same value.
  const char *wanted = getenv("TAMIS_KERNEL");
  int i = wanted ? find(wanted) : not_chosen;
  if (i == not_chosen) i = find(0);
  __atomic_store_n(&scan_kernel_choice, (int)kernels[i].kernel, __ATOMIC_RELAXED);
  return (int)kernels[i].kernel;
}

const char *scan_kernel_name(void) {
  const scan_kernel kernel = scan_kernel_in_use();
  int i = 0;
  while (kernels[i].kernel != kernel) i++;
  return kernels[i].name;
}

int scan_kernel_use(const char *name) {
  const int i = name ? find(name) : not_chosen;
  if (name && i == not_chosen) return 0;
  __atomic_store_n(&scan_kernel_choice, i == not_chosen ? not_chosen : (int)kernels[i].kernel, __ATOMIC_RELAXED);
  return 1;
}

#define _GNU_SOURCE
#include "CRecords.h"

#include <getopt.h>
#include <sched.h>
#include <unistd.h>

int crecords_next_option(int argc, char **argv, const char *letters, const struct option *options,
                         const char **value, int *letter, int *next) {
  opterr = 0;
  optopt = 0;
  int found = getopt_long(argc, argv, letters, options, 0);
  *value = optarg;
  *letter = optopt;
  *next = optind;
  return found;
}

int crecords_processor_count(void) {
#ifdef __linux__
  // What this process may use, which in a container or under taskset is less than what the machine has.
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_COUNT(&allowed) > 0) return CPU_COUNT(&allowed);
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int)online : 1;
}

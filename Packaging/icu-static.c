/* ICU's static libraries are made for programs: they reach the C library's variables of time zones in a way that a shared
 * library cannot. Nothing here asks for a time zone, so variables of its own will do. */
#define HIDDEN __attribute__((visibility("hidden")))
HIDDEN long timezone, __timezone;
HIDDEN char *tzname[2], *__tzname[2];

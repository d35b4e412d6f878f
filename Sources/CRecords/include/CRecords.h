// What TamisRecords and TamisCLI need of C and C++ libraries, behind functions that Swift can call: simdjson (C++),
// getopt_long (whose results are global variables, which Swift 6 will not touch) and the number of usable processors.
#ifndef TAMIS_CRECORDS_H
#define TAMIS_CRECORDS_H

#include <getopt.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes behind a line that must be readable; simdjson loads whole vectors. Their values do not matter. */
#define CRECORDS_PADDING 64

/* The workspace of one thread: simdjson's parser and the fields it found last. */
typedef struct crecords_parser crecords_parser;

/* One field of a JSON object. Offsets in bytes from the beginning of the line, half open. */
typedef struct {
  size_t key_start, key_end;      /* what is between the key's quotes, escapes unresolved */
  size_t value_start, value_end;  /* the value as it is written, without the white space around it */
} crecords_field;

typedef enum {
  CRECORDS_FOUND = 0,
  /* Not UTF-8, not JSON, or not an object; simdjson does not say where. */
  CRECORDS_MALFORMED = 1,
  CRECORDS_TOO_LONG = 2,
  CRECORDS_OUT_OF_MEMORY = 3
} crecords_status;

/* Returns null if out of memory; the caller owns the result and hands it to crecords_parser_destroy. */
crecords_parser *crecords_parser_create(void);
void crecords_parser_destroy(crecords_parser *parser);

/* Finds the fields of the JSON object that is `line`, of `length` bytes and CRECORDS_PADDING readable ones behind them.
   When CRECORDS_FOUND, the line is valid UTF-8, has no raw control characters in its strings, and `*fields` has
   `*count` fields in the line's order, valid until the next call with this parser. simdjson skips what nobody asks
   for, so the grammar of the values and what stands between them are not checked yet. Never throws. */
crecords_status crecords_find_fields(crecords_parser *parser, const uint8_t *line, size_t length,
                                     const crecords_field **fields, size_t *count);

/* A step of getopt_long, which prints nothing itself. Returns what getopt_long returns. `*value` is the option's
   argument or null, `*letter` what an unusable option is, `*next` the place in `argv` of the next argument. */
int crecords_next_option(int argc, char **argv, const char *letters, const struct option *options,
                         const char **value, int *letter, int *next);

/* Processors that this process may run on; at least 1. */
int crecords_processor_count(void);

#ifdef __cplusplus
}
#endif

#endif

/* A few lines of test harness: each expectation prints what came and counts what did not come as expected. */
#ifndef TAMIS_TESTS_EXPECT_H
#define TAMIS_TESTS_EXPECT_H

#include <stdio.h>
#include <string.h>

#include "tamis.h"

static int failures = 0;

static void expect_true(int holds, const char *what, int line) {
  if (holds) return;
  failures += 1;
  printf("line %d: NOT %s\n", line, what);
}

/* A status that is not 0 comes with a message, 0 without, and the error says the same as the result. */
static void expect_status(tamis_status want, tamis_status got, const tamis_error *error, const char *call, int line) {
  printf("%-26s %s\n", tamis_status_name(got), call);
  if (error->message[0] != 0) printf("%-26s   %s\n", "", error->message);
  expect_true(got == want, tamis_status_name(want), line);
  expect_true(error->status == got, "error.status is the status", line);
  expect_true((got == TAMIS_OK) == (error->message[0] == 0), "a message if and only if it failed", line);
  expect_true(memchr(error->message, 0, sizeof error->message) != NULL, "a NUL at the message's end", line);
}

#define EXPECT(condition) expect_true((condition) ? 1 : 0, #condition, __LINE__)
/* `call` uses the variable `error`. */
#define EXPECT_STATUS(want, call) expect_status((want), (call), &error, #call, __LINE__)

#endif

/* Cleans the file named as argument again and again with ever more memory, from none to enough, each time in a process
 * of its own. What does not fit is TAMIS_OUT_OF_MEMORY; no process may be killed. */
#define _XOPEN_SOURCE 700

#include <stdlib.h>
#include <sys/resource.h> /* setrlimit */
#include <sys/wait.h>
#include <unistd.h> /* fork */

#include "expect.h"

enum { LENGTH = 1 << 20, STEP = 96 * 1024, STEPS = 256 };

static char text[LENGTH];

/* Fills the text by repeating the file. */
static void fill_text(const char *name) {
  FILE *file = fopen(name, "rb");
  size_t length = file == NULL ? 0 : fread(text, 1, LENGTH, file), i;
  EXPECT(length > 0);
  for (i = length; length > 0 && i < LENGTH; i++) text[i] = text[i - length];
  if (file != NULL) fclose(file);
}

/* The ordinary options, and those that need memory before there is a document. */
static tamis_options options = TAMIS_OPTIONS_INIT;
static const char *const abbreviations[] = {"approx.", "resp.", "z. Hd."};

/* The address space in use, in bytes. */
static long used_memory(void) {
  FILE *file = fopen("/proc/self/statm", "r");
  long pages = 0;
  if (file == NULL || fscanf(file, "%ld", &pages) != 1) pages = 0;
  if (file != NULL) fclose(file);
  return pages * sysconf(_SC_PAGESIZE);
}

static tamis_status clean_once(void) {
  tamis_document *document = NULL;
  tamis_status status = tamis_clean(text, LENGTH, NULL, &document, NULL);
  tamis_document_free(document);
  return status;
}

static tamis_status clean_reusing(void) {
  tamis_cleaner *cleaner = NULL;
  tamis_scratch *scratch = NULL;
  tamis_document *document = NULL;
  tamis_status status = tamis_cleaner_new(&options, &cleaner, NULL);
  if (status == TAMIS_OK) status = tamis_scratch_new(&scratch, NULL);
  if (status == TAMIS_OK) status = tamis_document_new(&document, NULL);
  if (status == TAMIS_OK) status = tamis_cleaner_clean(cleaner, text, LENGTH, scratch, document, NULL);
  tamis_document_free(document);
  tamis_scratch_free(scratch);
  tamis_cleaner_free(cleaner);
  return status;
}

static void with_memory(long bytes, tamis_status (*clean)(void)) {
  struct rlimit limit;
  limit.rlim_cur = limit.rlim_max = (rlim_t)(used_memory() + bytes);
  if (setrlimit(RLIMIT_AS, &limit) != 0) _exit(3);
  switch (clean()) {
    case TAMIS_OK: _exit(0);
    case TAMIS_OUT_OF_MEMORY: _exit(1);
    default: _exit(2);
  }
}

static void sweep(const char *name, tamis_status (*clean)(void)) {
  int outcomes[4] = {0, 0, 0, 0}, killed = 0, step;
  for (step = 0; step < STEPS; step++) {
    int status = 0;
    pid_t child = fork();
    if (child == 0) with_memory((long)step * STEP, clean);
    if (child < 0 || waitpid(child, &status, 0) != child) abort();
    if (WIFEXITED(status)) {
      outcomes[WEXITSTATUS(status) & 3] += 1;
    } else {
      printf("killed with %ld bytes by signal %d\n", (long)step * STEP, WTERMSIG(status));
      killed += 1;
    }
  }
  printf("%s: %d fine, %d out of memory, %d killed\n", name, outcomes[0], outcomes[1], killed);
  EXPECT(killed == 0 && outcomes[2] == 0 && outcomes[3] == 0);
  EXPECT(outcomes[0] > 0 && outcomes[1] > 0);
}

int main(int count, char **arguments) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_document *document = NULL;
  if (count > 1) fill_text(arguments[1]);
  /* The first call makes tables that are kept. */
  EXPECT_STATUS(TAMIS_OK, tamis_clean(text, LENGTH, NULL, &document, &error));
  tamis_document_free(document);
  sweep("one shot", clean_once);
  sweep("reusable", clean_reusing);
  options.encoding = "utf-8";
  options.language = "en-GB";
  options.abbreviations = abbreviations;
  options.abbreviation_count = 3;
  EXPECT(clean_reusing() == TAMIS_OK);
  sweep("reusable, with names and words", clean_reusing);
  return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

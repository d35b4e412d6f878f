/* Everything that needs memory, again and again with ever more of it, from none to enough, each time in a process of its
 * own; and with one allocation refused, each of them once. What does not fit is TAMIS_OUT_OF_MEMORY; no process may be
 * killed, and once there is memory again the same call must succeed.
 *
 * usage: memory ARTICLE MODEL [PLUGIN] */
#define _GNU_SOURCE

#include <dlfcn.h> /* dladdr */
#include <errno.h>
#include <malloc.h> /* mallopt, malloc_trim */
#include <stdlib.h>
#include <sys/resource.h> /* setrlimit */
#include <sys/wait.h>
#include <unistd.h> /* fork */

#include "expect.h"
#include "tamis_arrow.h"

enum { LENGTH = 1 << 20, ROWS = 64, ROW_LENGTH = 4096 };

/* glibc keeps its own allocator under these names, so that a program may put its own in front. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

/* Of the allocations of `counted_size` bytes and more: how many more succeed before one is refused; negative for all. */
static long successes = -1;
static size_t counted_size;

/* ICU is spared: some of what it could not make for want of memory it never tries to make again. */
static int is_refused(size_t size, void *caller) {
  Dl_info place;
  if (successes < 0 || size < counted_size) return 0;
  if (dladdr(caller, &place) != 0 && strstr(place.dli_fname, "libicu") != NULL) return 0;
  if (successes-- > 0) return 0;
  errno = ENOMEM;
  return 1;
}

#define IS_REFUSED(size) is_refused(size, __builtin_return_address(0))

void *malloc(size_t size) { return IS_REFUSED(size) ? NULL : __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return IS_REFUSED(count * size) ? NULL : __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { return IS_REFUSED(size) ? NULL : __libc_realloc(old, size); }
int posix_memalign(void **out, size_t alignment, size_t size) {
  if (IS_REFUSED(size)) return ENOMEM;
  *out = __libc_memalign(alignment, size);
  return *out == NULL ? ENOMEM : 0;
}

static char text[LENGTH];
static int64_t offsets[ROWS + 1];
static const char *plugin = NULL;

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

/* What a sweep does. Made before memory is short, where it is not what is swept. */
static tamis_cleaner *cleaner;
static tamis_repeats *repeats;

static tamis_status clean_once(void) {
  tamis_document *document = NULL;
  tamis_status status = tamis_clean(text, LENGTH, NULL, &document, NULL);
  tamis_document_free(document);
  return status;
}

static tamis_status clean_reusing(void) {
  tamis_cleaner *own = NULL;
  tamis_scratch *scratch = NULL;
  tamis_document *document = NULL;
  tamis_status status = tamis_cleaner_new(&options, &own, NULL);
  if (status == TAMIS_OK) status = tamis_scratch_new(&scratch, NULL);
  if (status == TAMIS_OK) status = tamis_document_new(&document, NULL);
  if (status == TAMIS_OK) status = tamis_cleaner_clean(own, text, LENGTH, scratch, document, NULL);
  tamis_document_free(document);
  tamis_scratch_free(scratch);
  tamis_cleaner_free(own);
  return status;
}

/* A batch is fine only if each of its rows is. */
static tamis_status clean_batch(int32_t threads) {
  tamis_batch_options batch_options = TAMIS_BATCH_OPTIONS_INIT;
  tamis_texts rows = {text, LENGTH, offsets, NULL, ROWS};
  tamis_batch *batch = NULL;
  tamis_status status;
  int64_t row;
  batch_options.threads = threads;
  status = tamis_cleaner_clean_batch(cleaner, &rows, &batch_options, &batch, NULL);
  for (row = 0; status == TAMIS_OK && row < tamis_batch_count(batch); row++) status = tamis_batch_status(batch, row, NULL);
  tamis_batch_free(batch);
  return status;
}

static tamis_status clean_batch_alone(void) { return clean_batch(1); }
static tamis_status clean_batch_together(void) { return clean_batch(3); }

static void keep_schema(struct ArrowSchema *schema) { schema->release = NULL; }
static void keep_array(struct ArrowArray *array) { array->release = NULL; }

static tamis_status clean_arrow(void) {
  const void *buffers[3] = {NULL, offsets, text};
  struct ArrowSchema schema, result_schema;
  struct ArrowArray array, result;
  tamis_arrow_options arrow_options = TAMIS_ARROW_OPTIONS_INIT;
  tamis_status status;
  memset(&schema, 0, sizeof schema);
  memset(&array, 0, sizeof array);
  schema.format = "U";
  schema.release = keep_schema;
  array.length = ROWS;
  array.n_buffers = 3;
  array.buffers = buffers;
  array.release = keep_array;
  arrow_options.threads = 2;
  arrow_options.columns = TAMIS_ARROW_TEXT | TAMIS_ARROW_SENTENCES | TAMIS_ARROW_BLOCKS | TAMIS_ARROW_EDITS;
  status = tamis_arrow_clean(cleaner, &schema, &array, &arrow_options, &result_schema, &result, NULL);
  if (result.release != NULL) result.release(&result);
  if (result_schema.release != NULL) result_schema.release(&result_schema);
  return status;
}

static tamis_status index_repeats(void) {
  tamis_repeats *own = NULL, *read = NULL;
  tamis_scratch *scratch = NULL;
  int64_t required = 0;
  char *file = NULL;
  tamis_status status = tamis_repeats_new(1 << 20, 0, &own, NULL);
  if (status == TAMIS_OK) status = tamis_scratch_new(&scratch, NULL);
  if (status == TAMIS_OK) status = tamis_repeats_add(own, cleaner, text, ROW_LENGTH, NULL, 0, scratch, NULL);
  if (status == TAMIS_OK) status = tamis_repeats_merge(own, repeats, NULL);
  if (status == TAMIS_OK) {
    tamis_repeats_save(own, NULL, 0, &required, NULL);
    file = malloc((size_t)required);
    status = file == NULL ? TAMIS_OUT_OF_MEMORY : tamis_repeats_save(own, file, required, &required, NULL);
  }
  if (status == TAMIS_OK) status = tamis_repeats_load(file, required, &read, NULL);
  free(file);
  tamis_repeats_free(read);
  tamis_repeats_free(own);
  tamis_scratch_free(scratch);
  return status;
}

/* The rooms alone, with buffers that were there before. */
static char normalized[LENGTH * 2];
static tamis_span spans[LENGTH / 8];
static tamis_block blocks[LENGTH / 8];

static tamis_status use_rooms(void) {
  int64_t length = 0, required = 0;
  tamis_status status = tamis_normalize(text, LENGTH, &options, normalized, sizeof normalized, &length, NULL);
  if (status == TAMIS_OK) {
    status = tamis_split_sentences(normalized, length, &options, spans, sizeof spans / sizeof spans[0], &required, NULL);
  }
  if (status == TAMIS_OK) {
    status = tamis_judge_blocks(normalized, length, &options, blocks, sizeof blocks / sizeof blocks[0], &required, NULL);
  }
  return status;
}

static char model_file[LENGTH];
static int64_t model_length;

static tamis_status load_model(void) {
  tamis_model *model = NULL;
  tamis_status status = tamis_model_load(model_file, model_length, &model, NULL);
  tamis_model_free(model);
  return status;
}

static void read_model(const char *name) {
  FILE *file = fopen(name, "rb");
  model_length = file == NULL ? 0 : (int64_t)fread(model_file, 1, LENGTH, file);
  EXPECT(model_length > 0 && model_length < LENGTH);
  if (file != NULL) fclose(file);
}

static tamis_status normalize(void) {
  int64_t length = 0;
  return tamis_normalize(text, LENGTH, NULL, normalized, sizeof normalized, &length, NULL);
}

static tamis_status clean_with_plugin(void) {
  tamis_plugins *plugins = NULL;
  tamis_cleaner *own = NULL;
  tamis_document *document = NULL;
  tamis_status status = tamis_plugins_load(&plugin, 1, NULL, NULL, &plugins, NULL);
  if (status == TAMIS_OK) status = tamis_cleaner_new_with_plugins(NULL, plugins, &own, NULL);
  if (status == TAMIS_OK) status = tamis_document_new(&document, NULL);
  if (status == TAMIS_OK) status = tamis_cleaner_clean(own, text, ROW_LENGTH, NULL, document, NULL);
  tamis_document_free(document);
  tamis_cleaner_free(own);
  tamis_plugins_free(plugins);
  return status;
}

/* The address space in use, in bytes. */
static long used_memory(void) {
  FILE *file = fopen("/proc/self/statm", "r");
  long pages = 0;
  if (file == NULL || fscanf(file, "%ld", &pages) != 1) pages = 0;
  if (file != NULL) fclose(file);
  return pages * sysconf(_SC_PAGESIZE);
}

static void with_memory(long bytes, tamis_status (*work)(void)) {
  struct rlimit limit;
  /* What earlier calls gave back is kept by the allocator, and would be had again whatever the limit. */
  malloc_trim(0);
  limit.rlim_cur = limit.rlim_max = (rlim_t)(used_memory() + bytes);
  if (setrlimit(RLIMIT_AS, &limit) != 0) _exit(3);
  switch (work()) {
    case TAMIS_OK: _exit(0);
    case TAMIS_OUT_OF_MEMORY: _exit(1);
    default: _exit(2);
  }
}

/* Steps of `step` bytes until the work was done five times, and as many times as there is something to be seen. */
static void sweep(const char *name, tamis_status (*work)(void), long step) {
  int outcomes[4] = {0, 0, 0, 0}, killed = 0;
  long place;
  EXPECT(work() == TAMIS_OK); /* Tables that are made once are made now. */
  for (place = 0; outcomes[0] < 5 && place < 2000; place++) {
    int status = 0;
    pid_t child = fork();
    if (child == 0) with_memory(place * step, work);
    if (child < 0 || waitpid(child, &status, 0) != child) abort();
    if (WIFEXITED(status)) {
      outcomes[WEXITSTATUS(status) & 3] += 1;
    } else {
      printf("killed with %ld bytes by signal %d\n", place * step, WTERMSIG(status));
      killed += 1;
    }
  }
  printf("%s: %d fine, %d out of memory, %d otherwise, %d killed\n", name, outcomes[0], outcomes[1],
         outcomes[2] + outcomes[3], killed);
  EXPECT(killed == 0 && outcomes[2] == 0 && outcomes[3] == 0);
  EXPECT(outcomes[0] > 0 && outcomes[1] > 0);
}

/* How often each outcome came of a first call and the one behind it: 0 fine, 1 out of memory and then fine. */
enum { FINE, FINE_AGAIN, OTHERWISE, KILLED, NOTHING_REFUSED };
static int outcomes_of_two[5];

static int outcome_of(tamis_status first, tamis_status (*work)(void)) {
  tamis_status again;
  if (first == TAMIS_OK) return FINE;
  again = work();
  if (first == TAMIS_OUT_OF_MEMORY && again == TAMIS_OK) return FINE_AGAIN;
  printf("%s, then %s\n", tamis_status_name(first), tamis_status_name(again));
  fflush(stdout);
  return OTHERWISE;
}

/* The outcome of `trial` in a process of its own. */
static int try_apart(int (*trial)(long, tamis_status (*)(void)), long number, tamis_status (*work)(void)) {
  int status = 0, outcome;
  pid_t child;
  fflush(stdout);
  child = fork();
  if (child == 0) _exit(trial(number, work));
  if (child < 0 || waitpid(child, &status, 0) != child) abort();
  outcome = WIFEXITED(status) ? WEXITSTATUS(status) : KILLED;
  if (outcome == KILLED) printf("killed at %ld by signal %d\n", number, WTERMSIG(status));
  if (outcome == OTHERWISE) printf("neither fine nor out of memory at %ld\n", number);
  outcomes_of_two[outcome] += 1;
  return outcome;
}

static void expect_fine_again(const char *name) {
  printf("%s: %d fine, %d out of memory and fine again, %d otherwise, %d killed\n", name, outcomes_of_two[FINE],
         outcomes_of_two[FINE_AGAIN], outcomes_of_two[OTHERWISE], outcomes_of_two[KILLED]);
  EXPECT(outcomes_of_two[OTHERWISE] == 0 && outcomes_of_two[KILLED] == 0 && outcomes_of_two[FINE_AGAIN] > 0);
  memset(outcomes_of_two, 0, sizeof outcomes_of_two);
}

static int with_little_memory(long bytes, tamis_status (*work)(void)) {
  struct rlimit limit;
  tamis_status status;
  rlim_t most;
  if (getrlimit(RLIMIT_AS, &limit) != 0) return OTHERWISE;
  most = limit.rlim_cur;
  malloc_trim(0);
  limit.rlim_cur = (rlim_t)(used_memory() + bytes);
  if (setrlimit(RLIMIT_AS, &limit) != 0) return OTHERWISE;
  status = work();
  limit.rlim_cur = most;
  if (setrlimit(RLIMIT_AS, &limit) != 0) return OTHERWISE;
  return outcome_of(status, work);
}

/* The first call of all, with ever more memory: nobody has made a table yet. */
static void sweep_first(const char *name, tamis_status (*work)(void), long step) {
  long place;
  for (place = 0; outcomes_of_two[FINE] < 5 && place < 2000; place++) try_apart(with_little_memory, place * step, work);
  EXPECT(outcomes_of_two[FINE] > 0);
  expect_fine_again(name);
}

static int with_one_refused(long number, tamis_status (*work)(void)) {
  tamis_status status;
  successes = number;
  status = work();
  if (successes >= 0) return status == TAMIS_OK ? NOTHING_REFUSED : OTHERWISE;
  return outcome_of(status, work);
}

/* One after the other, each allocation of `size` bytes and more is refused. The next may succeed: so it is when another
 * thread takes memory of which there was enough a moment before. */
static void refuse_each(const char *name, tamis_status (*work)(void), size_t size) {
  long number = 0;
  counted_size = size;
  while (number < 10000 && try_apart(with_one_refused, number, work) != NOTHING_REFUSED) number++;
  EXPECT(outcomes_of_two[NOTHING_REFUSED] == 1);
  expect_fine_again(name);
}

int main(int count, char **arguments) {
  tamis_error error = TAMIS_ERROR_INIT;
  int row;
  /* Not a threshold that moves with what was freed: large pieces go back at once. */
  mallopt(M_MMAP_THRESHOLD, 64 * 1024);
  /* Nor room set aside for threads. */
  mallopt(M_ARENA_MAX, 1);
  if (count > 1) fill_text(arguments[1]);
  if (count > 2) read_model(arguments[2]);
  if (count > 3) plugin = arguments[3];
  for (row = 0; row <= ROWS; row++) offsets[row] = (int64_t)row * ROW_LENGTH;

  /* Before any other call: the tables that a process makes once are not there yet. */
  sweep_first("the first call", clean_once, 96 * 1024);
  sweep_first("the first call, of the rooms", use_rooms, 96 * 1024);
  sweep_first("the first call, of a model", load_model, 32 * 1024);
  /* What is smaller are objects of the Swift runtime and tables that are made right after there was memory. */
  refuse_each("the first call, of a model, one allocation refused", load_model, 4096);
  refuse_each("the first call, of the text room, one allocation refused", normalize, 4096);

  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new(NULL, &cleaner, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_repeats_new(1 << 20, 0, &repeats, &error));

  sweep("one shot", clean_once, 96 * 1024);
  sweep("reusable", clean_reusing, 96 * 1024);
  sweep("a batch on one thread", clean_batch_alone, 4 * 1024);
  sweep("a batch on three threads", clean_batch_together, 32 * 1024);
  sweep("Arrow", clean_arrow, 8 * 1024);
  sweep("repeats", index_repeats, 32 * 1024);
  sweep("a model", load_model, 4 * 1024);
  refuse_each("a model, one allocation refused", load_model, 512);
  if (plugin != NULL) sweep("a plugin", clean_with_plugin, 4 * 1024);
  options.encoding = "utf-8";
  options.language = "en-GB";
  options.abbreviations = abbreviations;
  options.abbreviation_count = 3;
  sweep("reusable, with names and words", clean_reusing, 96 * 1024);
  sweep("the rooms, with names and words", use_rooms, 96 * 1024);
  tamis_repeats_free(repeats);
  tamis_cleaner_free(cleaner);
  return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

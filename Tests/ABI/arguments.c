/* Calls every function of tamis.h with null, zero, greatest and wrong arguments. Nothing may crash, every refusal has a
 * status and a message, and what is handed out on refusal is null or zero. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "expect.h"

static const char article[] = "A title\n\nThe tide is the oldest timetable on the coast, and it keeps it.\n";
static const int64_t article_length = (int64_t)sizeof article - 1;

/* What tamis_options and tamis_edits were before they grew. */
static const uint32_t earlier_options = 80, earlier_edits = 56, later_edits = 88;

static void versions_and_names(void) {
  EXPECT(strcmp(tamis_version_string(), TAMIS_VERSION_STRING) == 0);
  EXPECT(tamis_abi_version() == TAMIS_ABI_VERSION);
  EXPECT(strlen(tamis_icu_version()) >= 3);
  EXPECT(strlen(tamis_unicode_version()) >= 3);
  EXPECT(strcmp(tamis_status_name(TAMIS_OK), "TAMIS_OK") == 0);
  EXPECT(strcmp(tamis_status_name(INT32_MIN), "unknown") == 0);
  EXPECT(strcmp(tamis_status_name(1), "unknown") == 0);
  EXPECT(strcmp(tamis_kind_name(TAMIS_KIND_LIST_ITEM), "list-item") == 0);
  EXPECT(strcmp(tamis_kind_name(-1), "unknown") == 0);
  EXPECT(strcmp(tamis_kind_name(TAMIS_KIND_OTHER + 256), "unknown") == 0);
  EXPECT(strcmp(tamis_kind_name(INT32_MAX), "unknown") == 0);
  EXPECT(strcmp(tamis_reason_name(0), "none") == 0);
  EXPECT(strcmp(tamis_reason_name(255), "unknown") == 0);
  EXPECT(strcmp(tamis_reason_name(INT32_MIN), "unknown") == 0);
}

static void nulls_to_free(void) {
  tamis_cleaner_free(NULL);
  tamis_scratch_free(NULL);
  tamis_document_free(NULL);
  tamis_batch_free(NULL);
  tamis_model_free(NULL);
  tamis_repeats_free(NULL);
  tamis_plugins_free(NULL);
}

static void init_functions(void) {
  tamis_error error;
  tamis_options options;
  tamis_batch_options batch_options;
  tamis_options defaults = TAMIS_OPTIONS_INIT;
  EXPECT(tamis_error_init(NULL, sizeof error) == TAMIS_INVALID_ARGUMENT);
  EXPECT(tamis_error_init(&error, 0) == TAMIS_BAD_STRUCT_SIZE);
  EXPECT(tamis_error_init(&error, UINT32_MAX) == TAMIS_BAD_STRUCT_SIZE);
  EXPECT(tamis_error_init(&error, sizeof error) == TAMIS_OK);
  EXPECT(error.document_index == -1 && error.byte_offset == -1 && error.message[0] == 0);
  EXPECT(tamis_options_init(NULL, sizeof options) == TAMIS_INVALID_ARGUMENT);
  EXPECT(tamis_options_init(&options, sizeof options - 1) == TAMIS_BAD_STRUCT_SIZE);
  EXPECT(tamis_options_init(&options, UINT32_MAX) == TAMIS_BAD_STRUCT_SIZE);
  memset(&options, 0xAA, sizeof options);
  EXPECT(tamis_options_init(&options, earlier_options) == TAMIS_OK);
  EXPECT(memcmp(&options.normalization, &defaults.normalization, earlier_options - 4) == 0);
  EXPECT(((unsigned char *)&options)[earlier_options] == 0xAA); /* what a program of then does not have */
  memset(&options, 0xAA, sizeof options);
  EXPECT(tamis_options_init(&options, sizeof options) == TAMIS_OK);
  EXPECT(memcmp(&options, &defaults, sizeof options) == 0);
  EXPECT(tamis_batch_options_init(NULL, sizeof batch_options) == TAMIS_INVALID_ARGUMENT);
  EXPECT(tamis_batch_options_init(&batch_options, 1) == TAMIS_BAD_STRUCT_SIZE);
  EXPECT(tamis_batch_options_init(&batch_options, sizeof batch_options) == TAMIS_OK);
  EXPECT(batch_options.threads == 0 && batch_options.progress == NULL);
}

static void errors(void) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_document *document = (tamis_document *)&error;
  EXPECT(tamis_clean(NULL, 1, NULL, NULL, NULL) == TAMIS_INVALID_ARGUMENT);
  error.struct_size = 0;
  strcpy(error.message, "untouched");
  EXPECT(tamis_clean(article, article_length, NULL, &document, &error) == TAMIS_BAD_STRUCT_SIZE);
  EXPECT(document == NULL);
  EXPECT(strcmp(error.message, "untouched") == 0);
  error.struct_size = sizeof error - 1;
  EXPECT(tamis_scratch_new(NULL, &error) == TAMIS_BAD_STRUCT_SIZE);
}

static void options(void) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_cleaner *cleaner = (tamis_cleaner *)&error;
  struct {
    tamis_options known;
    char unknown[4096 - sizeof(tamis_options) + 1];
  } larger;
  tamis_options wrong = TAMIS_OPTIONS_INIT;
  int32_t *const fields[] = {&wrong.normalization,       &wrong.unify_line_ends,         &wrong.remove_controls,
                             &wrong.remove_invisibles,   &wrong.remove_zero_width,       &wrong.remove_bidi_marks,
                             &wrong.remove_soft_hyphens, &wrong.remove_byte_order_marks, &wrong.tidy_spaces,
                             &wrong.map_tabs,            &wrong.map_spaces,              &wrong.trim_lines,
                             &wrong.collapse_spaces,     &wrong.limit_line_breaks,       &wrong.sentence_rules,
                             &wrong.drop_boilerplate,    &wrong.html_references,         &wrong.repair_mojibake,
                             &wrong.straighten_quotes,   &wrong.plain_dashes,            &wrong.expand_ligatures,
                             &wrong.narrow_fullwidth,    &wrong.unwrap,                  &wrong.record_changes,
                             &wrong.reserved};
  const int32_t values[] = {INT32_MIN, -2, 6, INT32_MAX};
  const float thresholds[] = {-0.5f, 1.5f, (float)NAN, (float)INFINITY, -(float)INFINITY};
  const uint32_t sizes[] = {0, 4, 79, 81, 104, 108, sizeof(tamis_options) - 1, 4097, UINT32_MAX};
  const int64_t limits[] = {INT64_MIN, -1, (int64_t)INT32_MAX + 1, INT64_MAX};
  size_t i, k;

  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_new(NULL, NULL, &error));
  for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    memset(&larger, 0, sizeof larger);
    larger.known.struct_size = sizes[i];
    cleaner = (tamis_cleaner *)&error;
    EXPECT_STATUS(TAMIS_BAD_STRUCT_SIZE, tamis_cleaner_new(&larger.known, &cleaner, &error));
    EXPECT(cleaner == NULL);
  }
  larger.known.struct_size = 4096;
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new(&larger.known, &cleaner, &error));
  tamis_cleaner_free(cleaner);
  ((char *)&larger)[4095] = 1;
  EXPECT_STATUS(TAMIS_UNKNOWN_OPTION, tamis_cleaner_new(&larger.known, &cleaner, &error));
  EXPECT(cleaner == NULL);

  for (i = 0; i < sizeof fields / sizeof *fields; i++) {
    for (k = 0; k < sizeof values / sizeof *values; k++) {
      *fields[i] = values[k];
      EXPECT_STATUS(TAMIS_UNKNOWN_OPTION, tamis_cleaner_new(&wrong, &cleaner, &error));
    }
    *fields[i] = 0;
  }
  for (i = 0; i < sizeof thresholds / sizeof *thresholds; i++) {
    wrong.threshold = thresholds[i];
    EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_new(&wrong, &cleaner, &error));
  }
  wrong.threshold = 0;
  for (i = 0; i < sizeof limits / sizeof *limits; i++) {
    wrong.max_document_bytes = limits[i];
    EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_new(&wrong, &cleaner, &error));
  }
  wrong.max_document_bytes = INT32_MAX;
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new(&wrong, &cleaner, &error));
  tamis_cleaner_free(cleaner);
}

/* A program of before: nothing behind the size it knows is read. */
static void earlier_structs(void) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_document *document = NULL;
  tamis_options *options = malloc(earlier_options);
  tamis_edits *edits = malloc(sizeof(tamis_edits));
  const char source[] = "two  spaces &lt;b&gt; &quot;c&quot; &ndash; &eacute;t&eacute;";
  uint32_t size;
  if (options == NULL || edits == NULL) abort();
  EXPECT(tamis_options_init(options, earlier_options) == TAMIS_OK);
  options->tidy_spaces = TAMIS_OFF;
  EXPECT_STATUS(TAMIS_OK, tamis_clean(source, sizeof source - 1, options, &document, &error));
  memset(edits, 0x55, sizeof *edits);
  edits->struct_size = earlier_edits;
  EXPECT_STATUS(TAMIS_OK, tamis_document_edits(document, edits, &error));
  EXPECT(edits->struct_size == earlier_edits && edits->spaces == 0);
  EXPECT(edits->html_references == 0x5555555555555555 && edits->mojibake == 0x5555555555555555);
  for (size = 0; size < sizeof *edits; size++) {
    edits->struct_size = size;
    if (size == earlier_edits || size == later_edits) continue;
    EXPECT(tamis_document_edits(document, edits, NULL) == TAMIS_BAD_STRUCT_SIZE);
  }
  edits->struct_size = sizeof *edits;
  EXPECT_STATUS(TAMIS_OK, tamis_document_edits(document, edits, &error));
  EXPECT(edits->html_references == 7 && edits->encoding == 0 && edits->typography == 0 && edits->mojibake == 0);
  tamis_document_free(document);
  free(edits);
  free(options);
}

static void refuse(tamis_status want, const tamis_options *options) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_document *document = (tamis_document *)&error;
  tamis_cleaner *cleaner = (tamis_cleaner *)&error;
  tamis_span spans[8];
  tamis_block blocks[8];
  char output[256];
  int64_t number = -5;
  EXPECT_STATUS(want, tamis_cleaner_new(options, &cleaner, &error));
  EXPECT_STATUS(want, tamis_clean(article, article_length, options, &document, &error));
  EXPECT_STATUS(want, tamis_normalize(article, article_length, options, output, 256, &number, &error));
  EXPECT(cleaner == NULL && document == NULL && number == 0);
  EXPECT_STATUS(want, tamis_split_sentences(article, article_length, options, spans, 8, &number, &error));
  EXPECT(number == 0);
  EXPECT_STATUS(want, tamis_judge_blocks(article, article_length, options, blocks, 8, &number, &error));
  EXPECT(number == 0);
}

static void accept(const tamis_options *options) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_cleaner *cleaner = NULL;
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new(options, &cleaner, &error));
  EXPECT(cleaner != NULL);
  tamis_cleaner_free(cleaner);
}

/* Names and words, on the heap with nothing behind them, so that valgrind sees who reads too far. */
static void names_and_words(void) {
  const char *const known[] = {"utf-8", "UTF-8", "windows-1252", "KOI8-R", "Shift_JIS", "gb18030", "auto", "AUTO",
                               "ISO-8859-2", "ISO-8859-5", "ISO-8859-15", "windows-1250", "windows-1258", "windows-874",
                               "IBM866", "KOI8-U", "macintosh", "x-mac-cyrillic", "Big5", "EUC-JP", "ISO-2022-JP",
                               "EUC-KR", "windows-949", "GBK", "gb2312", "UTF-16LE", "ISO-8859-8-I"};
  const char *const unknown[] = {"", " ", "auto ", "automatic", "no-such-encoding", "%n%s%", "caf\xC3\xA9",
                                 "0123456789012345678901234567890123456789012345678901234567890123456789"};
  const char *const ill_formed[] = {"\xFF", "utf\xC3-8", "\xED\xA0\x80", "auto\x80", "\xF0\x9F\x98"};
  const char *const languages[] = {"", "en", "de-AT", "zh_Hant", "x", "tlh", "not a language", "\xC3\xA9"};
  const char *fine[] = {"approx.", "z. Hd.", "", ".", "\xC3\xA9v.", "caf\xC3\xA9"};
  const int64_t count = (int64_t)(sizeof fine / sizeof *fine);
  const int64_t counts[] = {INT64_MIN, -1, 65537, (int64_t)UINT32_MAX + 1, INT64_MAX};
  tamis_options options = TAMIS_OPTIONS_INIT;
  char *longest = malloc(256), *endless = malloc(256);
  const char **many = malloc(65536 * sizeof *many);
  size_t i;
  if (longest == NULL || endless == NULL || many == NULL) abort();
  memset(longest, 'a', 255);
  longest[255] = 0;
  memset(endless, 'a', 256);

  for (i = 0; i < sizeof known / sizeof *known; i++) {
    options.encoding = known[i];
    accept(&options);
  }
  for (i = 0; i < sizeof unknown / sizeof *unknown; i++) {
    options.encoding = unknown[i];
    refuse(TAMIS_UNKNOWN_OPTION, &options);
  }
  for (i = 0; i < sizeof ill_formed / sizeof *ill_formed; i++) {
    options.encoding = ill_formed[i];
    refuse(TAMIS_INVALID_ARGUMENT, &options);
  }
  options.encoding = longest;
  refuse(TAMIS_UNKNOWN_OPTION, &options);
  options.encoding = endless;
  refuse(TAMIS_INVALID_ARGUMENT, &options);
  options.encoding = NULL;

  for (i = 0; i < sizeof languages / sizeof *languages; i++) {
    options.language = languages[i];
    accept(&options);
  }
  options.language = longest;
  accept(&options);
  options.language = endless;
  refuse(TAMIS_INVALID_ARGUMENT, &options);
  for (i = 0; i < sizeof ill_formed / sizeof *ill_formed; i++) {
    options.language = ill_formed[i];
    refuse(TAMIS_INVALID_ARGUMENT, &options);
  }
  options.language = NULL;

  options.abbreviation_count = 1;
  refuse(TAMIS_INVALID_ARGUMENT, &options);
  options.abbreviations = fine;
  options.abbreviation_count = 0;
  accept(&options);
  options.abbreviation_count = count;
  accept(&options);
  for (i = 0; i < sizeof counts / sizeof *counts; i++) {
    options.abbreviation_count = counts[i];
    refuse(TAMIS_INVALID_ARGUMENT, &options);
  }
  options.abbreviation_count = count;
  fine[4] = longest;
  accept(&options);
  fine[4] = endless;
  refuse(TAMIS_INVALID_ARGUMENT, &options);
  fine[4] = "\xC3";
  refuse(TAMIS_INVALID_ARGUMENT, &options);
  fine[4] = NULL;
  refuse(TAMIS_INVALID_ARGUMENT, &options);
  for (i = 0; i < 65536; i++) many[i] = longest + i % 256;
  options.abbreviations = many;
  options.abbreviation_count = 65536;
  accept(&options);
  many[65535] = NULL;
  refuse(TAMIS_INVALID_ARGUMENT, &options);
  free(many);
  free(endless);
  free(longest);
}

static void one_shot(void) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_options options = TAMIS_OPTIONS_INIT;
  tamis_document *document = (tamis_document *)&error;
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_clean(article, article_length, NULL, NULL, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_clean(NULL, 5, NULL, &document, &error));
  EXPECT(document == NULL);
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_clean(article, -1, NULL, &document, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_clean(article, INT64_MIN, NULL, &document, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_clean(article, INT64_MAX, NULL, &document, &error));
  options.max_document_bytes = 10;
  EXPECT_STATUS(TAMIS_DOCUMENT_TOO_LARGE, tamis_clean(article, article_length, &options, &document, &error));
  EXPECT(document == NULL && error.byte_offset == 10);
  EXPECT_STATUS(TAMIS_OK, tamis_clean(NULL, 0, NULL, &document, &error));
  EXPECT(document != NULL && tamis_document_text(document).length == 0 && tamis_document_text(document).data != NULL);
  EXPECT(tamis_document_blocks(document).count == 0 && tamis_document_sentences(document).count == 0);
  tamis_document_free(document);
  EXPECT_STATUS(TAMIS_OK, tamis_clean("\0\xFF\0", 3, NULL, &document, &error));
  tamis_document_free(document);
}

static void reusable(void) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_cleaner *cleaner = NULL;
  tamis_scratch *scratch = NULL;
  tamis_document *document = NULL;
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_scratch_new(NULL, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_document_new(NULL, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new(NULL, &cleaner, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_scratch_new(&scratch, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_document_new(&document, &error));
  EXPECT(tamis_document_text(document).length == 0);
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_clean(cleaner, article, article_length, NULL, document, &error));
  EXPECT(tamis_document_source_length(document) == article_length);
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_clean(NULL, article, article_length, scratch, document, &error));
  /* What the last call left is gone, so nobody takes it for the result of this one. */
  EXPECT(tamis_document_source_length(document) == 0 && tamis_document_blocks(document).count == 0);
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_clean(cleaner, NULL, 1, scratch, document, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_clean(cleaner, article, -1, scratch, document, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_clean(cleaner, article, 1, scratch, NULL, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_clean(cleaner, NULL, 0, scratch, document, &error));
  tamis_document_free(document);
  tamis_scratch_free(scratch);
  tamis_cleaner_free(cleaner);
}

/* Models and indexes: wrong arguments, wrong files, and the life of what a cleaner keeps. */
static void models_and_repeats(void) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_options options = TAMIS_OPTIONS_INIT;
  tamis_model *model = (tamis_model *)&error;
  tamis_repeats *repeats = (tamis_repeats *)&error, *other = NULL;
  tamis_cleaner *cleaner = NULL, *judging = NULL;
  tamis_document *document = NULL;
  int64_t number = -5, of_host = -5;
  char *file;

  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_model_load(article, article_length, NULL, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_model_load(NULL, 1, &model, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_model_load(article, INT64_MAX, &model, &error));
  EXPECT_STATUS(TAMIS_BAD_FILE, tamis_model_load(NULL, 0, &model, &error));
  EXPECT_STATUS(TAMIS_BAD_FILE, tamis_model_load(article, article_length, &model, &error));
  EXPECT(model == NULL);

  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_repeats_new(0, 0, NULL, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_repeats_new(-1, 0, &repeats, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_repeats_new(65535, 0, &repeats, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_repeats_new(INT64_MAX, 0, &repeats, &error));
  EXPECT(repeats == NULL);
  EXPECT_STATUS(TAMIS_BAD_FILE, tamis_repeats_load(NULL, 0, &repeats, &error));
  EXPECT_STATUS(TAMIS_BAD_FILE, tamis_repeats_load(article, article_length, &repeats, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new(NULL, &cleaner, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_repeats_new(65536, UINT64_MAX, &repeats, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_repeats_new(65536, 0, &other, &error));

  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_repeats_add(NULL, cleaner, "a", 1, NULL, 0, NULL, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_repeats_add(repeats, NULL, "a", 1, NULL, 0, NULL, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_repeats_add(repeats, cleaner, NULL, 1, NULL, 0, NULL, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_repeats_add(repeats, cleaner, "a", -1, NULL, 0, NULL, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_repeats_add(repeats, cleaner, "a", 1, NULL, 1, NULL, &error));
  EXPECT(tamis_repeats_document_count(repeats) == 0 && tamis_repeats_document_count(NULL) == 0);
  EXPECT_STATUS(TAMIS_OK, tamis_repeats_add(repeats, cleaner, article, article_length, "a.org", 5, NULL, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_repeats_add(repeats, cleaner, article, article_length, "\xFF\0", 2, NULL, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_repeats_add(repeats, cleaner, NULL, 0, "a.org", 5, NULL, &error));
  EXPECT(tamis_repeats_document_count(repeats) == 2);

  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_repeats_merge(repeats, NULL, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_repeats_merge(repeats, repeats, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_repeats_merge(repeats, other, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_repeats_find(NULL, "a.org", 5, "A title", 7, &number, &of_host, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_repeats_find(repeats, "a.org", 5, "A title", 7, NULL, NULL, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_repeats_find(repeats, "a.org", 5, "a TITLE", 7, &number, &of_host, &error));
  EXPECT(number == 1 && of_host == 1);
  EXPECT_STATUS(TAMIS_OK, tamis_repeats_find(repeats, NULL, 0, NULL, 0, &number, NULL, &error));
  EXPECT(number == 0);

  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_repeats_save(repeats, NULL, 0, NULL, &error));
  EXPECT_STATUS(TAMIS_BUFFER_TOO_SMALL, tamis_repeats_save(repeats, NULL, 0, &number, &error));
  file = malloc((size_t)number);
  if (file == NULL) abort();
  EXPECT_STATUS(TAMIS_BUFFER_TOO_SMALL, tamis_repeats_save(repeats, file, number - 1, &number, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_repeats_save(repeats, file, number, &number, &error));
  tamis_repeats_free(other);
  EXPECT_STATUS(TAMIS_OK, tamis_repeats_load(file, number, &other, &error));
  EXPECT(tamis_repeats_document_count(other) == 2);
  EXPECT_STATUS(TAMIS_OK, tamis_repeats_merge(other, repeats, &error));
  EXPECT(tamis_repeats_document_count(other) == 4);
  file[number / 2] ^= 1;
  tamis_repeats_free(other);
  EXPECT_STATUS(TAMIS_BAD_FILE, tamis_repeats_load(file, number, &other, &error));
  EXPECT_STATUS(TAMIS_BAD_FILE, tamis_repeats_load(file, number - 1, &other, &error));
  EXPECT(other == NULL);

  /* The cleaner keeps the index, which can no longer change. */
  options.repeats = repeats;
  options.favor = TAMIS_FAVOR_RECALL;
  options.host = "a.org";
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new(&options, &judging, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_repeats_add(repeats, cleaner, "a", 1, NULL, 0, NULL, &error));
  tamis_repeats_free(repeats);
  EXPECT_STATUS(TAMIS_OK, tamis_document_new(&document, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_clean(judging, article, article_length, NULL, document, &error));
  EXPECT_STATUS(TAMIS_OK,
                tamis_cleaner_clean_from(judging, article, article_length, "a.org", 5, NULL, document, &error));
  EXPECT(tamis_document_blocks(document).count == 2);
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_cleaner_clean_from(judging, article, article_length, NULL, 1, NULL, document, &error));
  EXPECT(tamis_document_blocks(document).count == 0);
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_clean_from(judging, article, article_length, NULL, 0, NULL, document, &error));
  options.repeats = NULL;
  options.favor = 4;
  refuse(TAMIS_UNKNOWN_OPTION, &options);
  free(file);
  tamis_document_free(document);
  tamis_cleaner_free(judging);
  tamis_cleaner_free(cleaner);
}

static void document_accessors(void) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_edits edits = TAMIS_EDITS_INIT;
  tamis_encoding encoding = TAMIS_ENCODING_INIT;
  tamis_document *document = NULL;
  tamis_span span = {1, 2};
  const tamis_span wrong[] = {{-1, 0}, {0, INT64_MAX}, {INT64_MIN, INT64_MAX}, {2, 1}, {INT64_MAX, INT64_MAX}};
  size_t i;
  EXPECT(tamis_document_text(NULL).length == 0 && tamis_document_text(NULL).data != NULL);
  EXPECT(tamis_document_blocks(NULL).count == 0 && tamis_document_sentences(NULL).count == 0);
  EXPECT(tamis_document_source_length(NULL) == 0);
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_document_edits(NULL, &edits, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_document_source_span(NULL, span, &span, &error));
  EXPECT(span.start == 0 && span.end == 0);
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_document_cleaned_span(NULL, span, &span, &error));

  EXPECT_STATUS(TAMIS_OK, tamis_clean(article, article_length, NULL, &document, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_document_edits(document, NULL, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_document_encoding(NULL, &encoding, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_document_encoding(document, NULL, &error));
  encoding.struct_size = 8;
  EXPECT_STATUS(TAMIS_BAD_STRUCT_SIZE, tamis_document_encoding(document, &encoding, &error));
  encoding.struct_size = sizeof encoding;
  EXPECT_STATUS(TAMIS_OK, tamis_document_encoding(document, &encoding, &error));
  EXPECT(strcmp(encoding.icu_name, "UTF-8") == 0 && encoding.confidence == 100);
  EXPECT(tamis_scratch_changes(NULL).count == 0 && tamis_scratch_changes(NULL).text.data != NULL);
  EXPECT(strcmp(tamis_change_name(-1), "unknown") == 0 && strcmp(tamis_change_name(INT32_MAX), "unknown") == 0);
  edits.struct_size = 8;
  EXPECT_STATUS(TAMIS_BAD_STRUCT_SIZE, tamis_document_edits(document, &edits, &error));
  edits.struct_size = sizeof edits;
  EXPECT_STATUS(TAMIS_OK, tamis_document_edits(document, &edits, &error));
  EXPECT(edits.struct_size == sizeof edits && edits.repaired == 0);
  for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_document_source_span(document, wrong[i], &span, &error));
    EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_document_cleaned_span(document, wrong[i], &span, &error));
  }
  span.start = 0;
  span.end = tamis_document_text(document).length;
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_document_source_span(document, span, NULL, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_document_source_span(document, span, &span, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_document_cleaned_span(document, span, NULL, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_document_cleaned_span(document, span, &span, &error));
  EXPECT(span.start == 0 && span.end == tamis_document_text(document).length);
  tamis_document_free(document);
}

static void rooms(void) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_options small = TAMIS_OPTIONS_INIT;
  tamis_span spans[8];
  tamis_block blocks[8];
  char output[256];
  int64_t number = -5;
  small.max_document_bytes = 3;

  EXPECT_STATUS(TAMIS_OK, tamis_validate_utf8(NULL, 0, &number, &error));
  EXPECT(number == 0);
  EXPECT_STATUS(TAMIS_OK, tamis_validate_utf8(article, article_length, NULL, &error));
  EXPECT_STATUS(TAMIS_INVALID_UTF8, tamis_validate_utf8("abc\xE2\x82", 5, &number, &error));
  EXPECT(number == 3 && error.byte_offset == 3);
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_validate_utf8(NULL, 1, &number, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_validate_utf8(article, -1, &number, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_validate_utf8(article, INT64_MAX, &number, &error));

  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_normalize(article, article_length, NULL, output, 256, NULL, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_normalize(article, article_length, NULL, NULL, 256, &number, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_normalize(article, article_length, NULL, output, -1, &number, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_normalize(NULL, 1, NULL, output, 256, &number, &error));
  EXPECT_STATUS(TAMIS_DOCUMENT_TOO_LARGE, tamis_normalize(article, 4, &small, output, 256, &number, &error));
  EXPECT_STATUS(TAMIS_BUFFER_TOO_SMALL, tamis_normalize(article, article_length, NULL, NULL, 0, &number, &error));
  EXPECT(number == article_length - 1);
  EXPECT_STATUS(TAMIS_BUFFER_TOO_SMALL, tamis_normalize(article, article_length, NULL, output, 5, &number, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_normalize(article, article_length, NULL, output, number, &number, &error));
  EXPECT(memcmp(output, article, (size_t)number) == 0);
  EXPECT_STATUS(TAMIS_OK, tamis_normalize(article, article_length, NULL, output, INT64_MAX, &number, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_normalize(NULL, 0, NULL, NULL, 0, &number, &error));
  EXPECT(number == 0);

  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_split_sentences(article, article_length, NULL, spans, 8, NULL, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_split_sentences(article, article_length, NULL, NULL, 8, &number, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT,
                tamis_split_sentences(article, article_length, NULL, spans, -1, &number, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_split_sentences(article, INT64_MAX, NULL, spans, 8, &number, &error));
  EXPECT_STATUS(TAMIS_DOCUMENT_TOO_LARGE, tamis_split_sentences(article, 4, &small, spans, 8, &number, &error));
  EXPECT_STATUS(TAMIS_BUFFER_TOO_SMALL, tamis_split_sentences(article, article_length, NULL, NULL, 0, &number, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_split_sentences(article, article_length, NULL, spans, 8, &number, &error));
  EXPECT(number >= 1 && spans[0].start == 0);
  EXPECT_STATUS(TAMIS_OK, tamis_split_sentences(article, article_length, NULL, spans, number, &number, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_split_sentences(NULL, 0, NULL, NULL, 0, &number, &error));
  EXPECT(number == 0);
  EXPECT_STATUS(TAMIS_OK, tamis_split_sentences("\xFF\xFF. \xE2", 5, NULL, spans, 8, &number, &error));

  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_judge_blocks(article, article_length, NULL, blocks, 8, NULL, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_judge_blocks(article, article_length, NULL, NULL, 8, &number, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_judge_blocks(article, article_length, NULL, blocks, -1, &number, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_judge_blocks(article, INT64_MAX, NULL, blocks, 8, &number, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_judge_blocks(NULL, 1, NULL, blocks, 8, &number, &error));
  EXPECT_STATUS(TAMIS_DOCUMENT_TOO_LARGE, tamis_judge_blocks(article, 4, &small, blocks, 8, &number, &error));
  EXPECT_STATUS(TAMIS_BUFFER_TOO_SMALL, tamis_judge_blocks(article, article_length, NULL, NULL, 0, &number, &error));
  EXPECT(number >= 1 && number <= 8);
  EXPECT_STATUS(TAMIS_OK, tamis_judge_blocks(article, article_length, NULL, blocks, number, &number, &error));
  EXPECT(blocks[0].source.start == 0 && blocks[0].score >= 0 && blocks[0].score <= 1);
  EXPECT(blocks[0].cleaned.end == 0 && blocks[0].first_sentence == 0 && blocks[0].sentence_count == 0);
  EXPECT_STATUS(TAMIS_OK, tamis_judge_blocks(NULL, 0, NULL, NULL, 0, &number, &error));
  EXPECT(number == 0);
  EXPECT_STATUS(TAMIS_OK, tamis_judge_blocks("\xFF\xFF\n\xE2", 4, NULL, blocks, 8, &number, &error));
  EXPECT(number == 2);
}

static void columns(const tamis_cleaner *cleaner) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_batch *batch = (tamis_batch *)&error;
  const int64_t negative[] = {-1, 2}, falling[] = {0, 5, 3}, outside[] = {0, 2, INT64_MAX}, lowest[] = {INT64_MIN, 0};
  const int64_t fine[] = {0, 2, 2};
  const tamis_texts bad_offsets[] = {{article, article_length, negative, NULL, 1},
                                     {article, article_length, falling, NULL, 2},
                                     {article, article_length, outside, NULL, 2},
                                     {article, article_length, lowest, NULL, 1},
                                     {NULL, 0, fine, NULL, 2}};
  const tamis_texts bad[] = {{NULL, 1, fine, NULL, 2},
                             {article, -1, fine, NULL, 2},
                             {article, INT64_MAX, fine, NULL, 2},
                             {article, article_length, NULL, NULL, 2},
                             {article, article_length, fine, NULL, -1},
                             {article, article_length, fine, NULL, INT64_MIN},
                             {article, article_length, fine, NULL, INT64_MAX},
                             {article, article_length, fine, NULL, INT64_MAX / 8}};
  const int64_t rows[] = {0, 1, 1, 0, 0};
  size_t i;
  for (i = 0; i < sizeof bad_offsets / sizeof *bad_offsets; i++) {
    batch = (tamis_batch *)&error;
    EXPECT_STATUS(TAMIS_BAD_OFFSETS, tamis_cleaner_clean_batch(cleaner, &bad_offsets[i], NULL, &batch, &error));
    EXPECT(batch == NULL && error.document_index == rows[i]);
  }
  for (i = 0; i < sizeof bad / sizeof *bad; i++) {
    EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_clean_batch(cleaner, &bad[i], NULL, &batch, &error));
    EXPECT(batch == NULL);
  }
}

static void batches(void) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_cleaner *cleaner = NULL;
  tamis_batch *batch = NULL;
  tamis_batch_options options = TAMIS_BATCH_OPTIONS_INIT;
  const int64_t offsets[] = {0, 0};
  const tamis_texts empty_row = {NULL, 0, offsets, NULL, 1}, no_rows = {NULL, 0, NULL, NULL, 0};
  const int32_t threads[] = {INT32_MIN, -1, 257, INT32_MAX};
  int64_t number = -5, ends[2];
  size_t i;
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new(NULL, &cleaner, &error));
  columns(cleaner);
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_clean_batch(NULL, &empty_row, NULL, &batch, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_clean_batch(cleaner, NULL, NULL, &batch, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_clean_batch(cleaner, &empty_row, NULL, NULL, &error));
  for (i = 0; i < sizeof threads / sizeof *threads; i++) {
    options.threads = threads[i];
    EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_clean_batch(cleaner, &empty_row, &options, &batch, &error));
  }
  options.threads = 256;
  options.struct_size = 1;
  EXPECT_STATUS(TAMIS_BAD_STRUCT_SIZE, tamis_cleaner_clean_batch(cleaner, &empty_row, &options, &batch, &error));
  options.struct_size = sizeof options;
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_clean_batch(cleaner, &no_rows, &options, &batch, &error));
  EXPECT(tamis_batch_count(batch) == 0 && tamis_batch_document(batch, 0) == NULL);
  EXPECT_STATUS(TAMIS_OK, tamis_batch_copy_texts(batch, NULL, 0, ends, NULL, &number, &error));
  EXPECT(number == 0 && ends[0] == 0);
  tamis_batch_free(batch);

  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_clean_batch(cleaner, &empty_row, NULL, &batch, &error));
  EXPECT(tamis_batch_count(batch) == 1 && tamis_batch_document(batch, 0) != NULL);
  EXPECT(tamis_batch_document(batch, -1) == NULL && tamis_batch_document(batch, INT64_MAX) == NULL);
  EXPECT(tamis_batch_document(batch, INT64_MIN) == NULL);
  EXPECT_STATUS(TAMIS_OK, tamis_batch_status(batch, 0, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_batch_status(batch, 1, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_batch_status(batch, INT64_MIN, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_batch_copy_texts(batch, NULL, 0, NULL, NULL, NULL, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_batch_copy_texts(batch, NULL, 1, NULL, NULL, &number, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_batch_copy_texts(batch, NULL, 0, NULL, NULL, &number, &error));
  tamis_batch_free(batch);

  EXPECT(tamis_batch_count(NULL) == 0 && tamis_batch_document(NULL, 0) == NULL);
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_batch_status(NULL, 0, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_batch_copy_texts(NULL, NULL, 0, NULL, NULL, &number, &error));
  tamis_cleaner_free(cleaner);
}

int main(void) {
  versions_and_names();
  nulls_to_free();
  init_functions();
  errors();
  options();
  earlier_structs();
  names_and_words();
  one_shot();
  reusable();
  models_and_repeats();
  document_accessors();
  rooms();
  batches();
  printf("%d unexpected\n", failures);
  return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

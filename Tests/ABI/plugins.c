/* Plugins through tamis.h. Arguments: the plugin of Tests/Plugins/guest.c, one made for another version, and one more
 * file that is no plugin. */
#include <stdint.h>
#include <stdlib.h>

#include "expect.h"

static const char article[] =
    "My SECRET is safe with you, whoever you are, and wherever you may go.\nLook out! The boat is coming in.\n"
    "DROP this line of the text, which nobody needs.";
static const int64_t article_length = (int64_t)sizeof article - 1;

static const char *guest, *wrong, *other;
static int logged = 0;

static void count_lines(void *context, const char *plugin, int32_t level, const char *message) {
  EXPECT(context == &logged && strcmp(plugin, "guest") == 0 && level == 0 && strcmp(message, "created") == 0);
  logged += 1;
}

static tamis_plugins *load(const char *deed) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_plugins *plugins = NULL;
  char request[1024];
  const char *requests[1];
  snprintf(request, sizeof request, "%s:do=%s", guest, deed);
  requests[0] = request;
  EXPECT_STATUS(TAMIS_OK, tamis_plugins_load(requests, 1, NULL, NULL, &plugins, &error));
  return plugins;
}

static void refuse(tamis_status want, const char *request, const char *why) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_plugins *plugins = (tamis_plugins *)&error;
  EXPECT_STATUS(want, tamis_plugins_load(&request, 1, NULL, NULL, &plugins, &error));
  EXPECT(plugins == NULL);
  EXPECT(strstr(error.message, why) != NULL);
}

static void refusals(void) {
  static char text[8192];
  refuse(TAMIS_PLUGIN_NOT_FOUND, "no/such.so", "no/such.so: No such file");
  refuse(TAMIS_PLUGIN_NOT_FOUND, "", "no such plugin");
  refuse(TAMIS_PLUGIN_NOT_A_PLUGIN, other, "no plugin");
  refuse(TAMIS_PLUGIN_WRONG_VERSION, wrong, "made for version 2");
  refuse(TAMIS_PLUGIN_BAD_OPTION, NULL, "null at place 0");
  refuse(TAMIS_PLUGIN_BAD_OPTION, "\xFF", "no UTF-8");
  memset(text, 'a', sizeof text - 1);
  refuse(TAMIS_PLUGIN_BAD_OPTION, text, "at most 4096");
  snprintf(text, sizeof text, "%s:colour=red", guest);
  refuse(TAMIS_PLUGIN_BAD_OPTION, text, "no option 'colour'");
  snprintf(text, sizeof text, "%s:do=refuse", guest);
  refuse(TAMIS_PLUGIN_NOT_STARTED, text, "it is Monday");
  snprintf(text, sizeof text, "%s:do=abbreviations-null", guest);
  refuse(TAMIS_PLUGIN_INVALID, text, "has to be mended");
}

static void arguments(void) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_plugins *plugins = NULL;
  tamis_plugin_info info = TAMIS_PLUGIN_INFO_INIT;
  tamis_fact fact = TAMIS_FACT_INIT;
  tamis_document *document = NULL;
  tamis_cleaner *cleaner = (tamis_cleaner *)&error;
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_plugins_load(NULL, 1, NULL, NULL, &plugins, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_plugins_load(NULL, -1, NULL, NULL, &plugins, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_plugins_load(&guest, INT64_MAX, NULL, NULL, &plugins, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_plugins_load(&guest, 1, NULL, NULL, NULL, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_plugins_load(NULL, 0, NULL, NULL, &plugins, &error));
  EXPECT(tamis_plugins_count(plugins) == 0 && tamis_plugins_count(NULL) == 0);
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_plugins_describe(plugins, 0, &info, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_plugins_describe(NULL, 0, &info, &error));
  tamis_plugins_free(plugins);
  plugins = load("good");
  EXPECT(tamis_plugins_count(plugins) == 1);
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_plugins_describe(plugins, 1, &info, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_plugins_describe(plugins, -1, &info, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_plugins_describe(plugins, 0, NULL, &error));
  info.struct_size = 8;
  EXPECT_STATUS(TAMIS_BAD_STRUCT_SIZE, tamis_plugins_describe(plugins, 0, &info, &error));
  EXPECT(strcmp(tamis_plugins_reason_name(plugins, 192), "guest.drop") == 0);
  EXPECT(strcmp(tamis_plugins_reason_name(plugins, 1), "unknown") == 0);
  EXPECT(strcmp(tamis_plugins_reason_name(plugins, INT32_MIN), "unknown") == 0);
  EXPECT(strcmp(tamis_plugins_reason_name(plugins, 256), "unknown") == 0);
  EXPECT(strcmp(tamis_plugins_reason_name(NULL, 192), "unknown") == 0);
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_new_with_plugins(NULL, plugins, NULL, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new_with_plugins(NULL, NULL, &cleaner, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_document_new(&document, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_clean_named(NULL, "a", 1, "b", 1, NULL, document, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_clean_named(cleaner, "a", 1, NULL, 1, NULL, document, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_clean_named(cleaner, "a", 1, "b", -1, NULL, document, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_cleaner_clean_named(cleaner, "a", 1, "b", 1, NULL, NULL, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_clean_named(cleaner, "a", 1, "\xFF", 1, NULL, document, &error));
  EXPECT(tamis_document_fact_count(document) == 0 && tamis_document_fact_count(NULL) == 0);
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_document_fact(document, 0, &fact, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_document_fact(document, INT64_MIN, &fact, &error));
  EXPECT_STATUS(TAMIS_INVALID_ARGUMENT, tamis_document_fact(NULL, 0, &fact, &error));
  EXPECT(tamis_document_is_dropped(document) == 0 && tamis_document_is_dropped(NULL) == 0);
  tamis_document_free(document);
  tamis_cleaner_free(cleaner);
  tamis_plugins_free(plugins);
  tamis_plugins_free(NULL);
}

static void description(void) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_plugin_info info = TAMIS_PLUGIN_INFO_INIT;
  tamis_plugins *plugins = load("good");
  EXPECT_STATUS(TAMIS_OK, tamis_plugins_describe(plugins, 0, &info, &error));
  EXPECT(strcmp(info.id, "guest") == 0 && strcmp(info.version, "1") == 0 && strcmp(info.path, guest) == 0);
  EXPECT(strcmp(info.description, "for the tests") == 0 && strstr(info.kinds, "tamis.text-filter/1 ") != NULL);
  EXPECT(info.setting_count == 1 && strcmp(info.settings[0].key, "do") == 0);
  EXPECT(strcmp(info.settings[0].default_value, "") == 0 && strcmp(info.settings[0].help, "what to do") == 0);
  tamis_plugins_free(plugins);
}

static int same_text(tamis_text text, const char *want) {
  return text.length == (int64_t)strlen(want) && memcmp(text.data, want, strlen(want)) == 0;
}

/* The plugins are freed before the cleaner that uses them. */
static void cleaning(void) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_fact fact = TAMIS_FACT_INIT;
  tamis_edits edits = TAMIS_EDITS_INIT;
  tamis_cleaner *cleaner = NULL;
  tamis_scratch *scratch = NULL;
  tamis_document *document = NULL;
  tamis_plugins *plugins = load("good");
  int round;
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new_with_plugins(NULL, plugins, &cleaner, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_scratch_new(&scratch, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_document_new(&document, &error));
  tamis_plugins_free(plugins);
  for (round = 0; round < 3; round++) {
    EXPECT_STATUS(TAMIS_OK, tamis_cleaner_clean_named(cleaner, article, article_length, "a name", 6, scratch, document,
                                                      &error));
    EXPECT(same_text(tamis_document_text(document),
                     "My [token] is safe with you, whoever you are, and wherever you may go.\n"
                     "Look out! The boat is coming in."));
    EXPECT(tamis_document_edits(document, &edits, &error) == TAMIS_OK && edits.plugins == 1);
    EXPECT(tamis_document_blocks(document).data[2].reasons[0] == 192);
    EXPECT(tamis_document_fact_count(document) == 6);
    EXPECT_STATUS(TAMIS_OK, tamis_document_fact(document, 0, &fact, &error));
    EXPECT(fact.kind == TAMIS_FACT_NUMBER && fact.plugin == 0 && fact.number == 3 && same_text(fact.key, "blocks"));
    EXPECT_STATUS(TAMIS_OK, tamis_document_fact(document, 5, &fact, &error));
    EXPECT(fact.kind == TAMIS_FACT_TEXT && same_text(fact.key, "name") && same_text(fact.text, "a name"));
    EXPECT(!tamis_document_is_dropped(document));
  }
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_clean(cleaner, "A word.", 7, NULL, document, &error));
  EXPECT(tamis_document_is_dropped(document));
  tamis_cleaner_free(cleaner); /* the scratch still has the plugins' workspace */
  tamis_scratch_free(scratch);
  tamis_document_free(document);
}

static void faults(void) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_fact fact = TAMIS_FACT_INIT;
  tamis_cleaner *cleaner = NULL;
  tamis_document *document = NULL;
  tamis_plugins *plugins = load("edit-overlap");
  EXPECT_STATUS(TAMIS_OK, tamis_document_new(&document, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new_with_plugins(NULL, plugins, &cleaner, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_clean(cleaner, article, article_length, NULL, document, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_document_fact(document, 0, &fact, &error));
  EXPECT(fact.kind == TAMIS_FACT_FAULT && fact.text.length > 10);
  tamis_cleaner_free(cleaner);
  tamis_plugins_free(plugins);
  plugins = load("score-nan,on-error=reject");
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new_with_plugins(NULL, plugins, &cleaner, &error));
  EXPECT_STATUS(TAMIS_PLUGIN_FAILED, tamis_cleaner_clean(cleaner, article, article_length, NULL, document, &error));
  EXPECT(strstr(error.message, "plugin guest: a score is no number") != NULL);
  EXPECT(tamis_document_text(document).length == 0 && tamis_document_fact_count(document) == 0);
  tamis_cleaner_free(cleaner);
  tamis_plugins_free(plugins);
  tamis_document_free(document);
}

static void batches(void) {
  const int64_t offsets[] = {0, 7, article_length};
  tamis_texts texts = {article, article_length, offsets, NULL, 2};
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_cleaner *cleaner = NULL;
  tamis_batch *batch = NULL;
  tamis_plugins *plugins = load("good");
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new_with_plugins(NULL, plugins, &cleaner, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_clean_batch(cleaner, &texts, NULL, &batch, &error));
  EXPECT(tamis_document_is_dropped(tamis_batch_document(batch, 0)));
  EXPECT(tamis_document_fact_count(tamis_batch_document(batch, 1)) == 6);
  tamis_batch_free(batch);
  tamis_cleaner_free(cleaner);
  tamis_plugins_free(plugins);
  plugins = load("fail,on-error=reject");
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_new_with_plugins(NULL, plugins, &cleaner, &error));
  EXPECT_STATUS(TAMIS_OK, tamis_cleaner_clean_batch(cleaner, &texts, NULL, &batch, &error));
  EXPECT_STATUS(TAMIS_PLUGIN_FAILED, tamis_batch_status(batch, 1, &error));
  tamis_batch_free(batch);
  tamis_cleaner_free(cleaner);
  tamis_plugins_free(plugins);
}

int main(int argument_count, char **argument) {
  char request[1024];
  const char *requests[2];
  tamis_plugins *plugins = NULL;
  if (argument_count != 4) return 2;
  guest = argument[1];
  wrong = argument[2];
  other = argument[3];
  refusals();
  arguments();
  description();
  cleaning();
  faults();
  batches();
  snprintf(request, sizeof request, "%s:do=log", guest);
  requests[0] = requests[1] = request;
  EXPECT(tamis_plugins_load(requests, 2, count_lines, &logged, &plugins, NULL) == TAMIS_OK && logged == 2);
  EXPECT(tamis_plugins_count(plugins) == 2);
  tamis_plugins_free(plugins);
  printf("%d unexpected\n", failures);
  return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* A plugin for the tests, which does what its option `do` says, rightly or wrongly; what is wrong with its entry and
 * factory is chosen when it is compiled, by one of the macros below. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tamis_plugin.h"

typedef struct {
  const tamis_plugin_host *host;
  char deed[64];
} guest;

static int is(void *instance, const char *deed) { return strcmp(((guest *)instance)->deed, deed) == 0; }

static tamis_plugin_status create(const tamis_plugin_host *host, const tamis_plugin_setting *settings, int64_t count,
                                  void **instance) {
  guest *made = malloc(sizeof *made);
  int64_t i;
  if (made == NULL) return TAMIS_PLUGIN_NO_MEMORY;
  made->host = host;
  made->deed[0] = 0;
  for (i = 0; i < count; i++) snprintf(made->deed, sizeof made->deed, "%s", settings[i].value);
  if (is(made, "refuse") || is(made, "refuse-silently")) {
    if (is(made, "refuse")) host->explain(host, "it is\nMonday");
    free(made);
    return TAMIS_PLUGIN_ERROR;
  }
  if (is(made, "log")) host->log(host, TAMIS_PLUGIN_LOG_INFO, "created");
  *instance = made;
  return TAMIS_PLUGIN_DONE;
}

static void destroy(void *instance) { free(instance); }

/* A workspace on the heap, so that one that is lost shows. */
static void *workspace_new(void *instance) { return is(instance, "no-workspace") ? NULL : calloc(1, 64); }

static void workspace_free(void *instance, void *workspace) {
  (void)instance;
  free(workspace);
}

static tamis_plugin_status filter(void *instance, void *workspace, const tamis_plugin_call *call) {
  const tamis_plugin_host *host = call->host;
  const char *word;
  int64_t end = 0;
  ((char *)workspace)[0] = 1;
  if (is(instance, "edit-behind-the-end")) return host->edit(call, 0, call->length + 1, "x", 1);
  if (is(instance, "edit-negative")) return host->edit(call, -1, 1, "x", 1);
  if (is(instance, "edit-backwards")) return host->edit(call, 3, 2, "x", 1);
  if (is(instance, "edit-far")) return host->edit(call, INT64_MIN, INT64_MAX, "x", 1);
  if (is(instance, "edit-overlap")) {
    host->edit(call, 0, 2, "x", 1);
    return host->edit(call, 1, 3, "y", 1);
  }
  if (is(instance, "edit-out-of-order")) {
    host->edit(call, 4, 5, "x", 1);
    host->edit(call, 0, 1, "y", 1);
    return TAMIS_PLUGIN_DONE; /* as if nothing had been */
  }
  if (is(instance, "edit-cut")) { /* inside the first character beyond ASCII */
    while (end < call->length && (call->text[end] & 0x80) == 0) end++;
    return host->edit(call, end + 1, call->length, "", 0);
  }
  if (is(instance, "edit-not-utf8")) return host->edit(call, call->length, call->length, "\xC3", 1);
  if (is(instance, "edit-null")) return host->edit(call, 0, 1, NULL, 1);
  if (is(instance, "edit-length")) return host->edit(call, 0, 1, "x", -1);
  if (is(instance, "null-call")) return host->edit(NULL, 0, 1, "x", 1);
  if (is(instance, "fact-in-filter")) return host->add_number(call, "key", 1);
  if (is(instance, "fail")) return host->fail(call, "no \xFF today");
  if (is(instance, "return-7")) return 7;
  if (is(instance, "no-memory")) return TAMIS_PLUGIN_NO_MEMORY;
  if (is(instance, "edit-much")) { /* inserts everywhere, so that there are many */
    for (; end < call->length; end++) {
      if (call->text[end] == ' ') host->edit(call, end, end, " \xC2\xA0 e\xCC\x81", 7);
    }
    return TAMIS_PLUGIN_DONE;
  }
  if (!is(instance, "good")) return TAMIS_PLUGIN_DONE;
  for (word = strstr(call->text, "SECRET"); word != NULL && word - call->text < call->length;
       word = strstr(word + 6, "SECRET")) {
    if (host->edit(call, word - call->text, word - call->text + 6, "[token]", 7) != TAMIS_PLUGIN_DONE) return -2;
  }
  return TAMIS_PLUGIN_DONE;
}

static tamis_plugin_status read_text(void *instance, void *workspace, const tamis_plugin_call *call) {
  (void)workspace;
  if (is(instance, "set-german")) return call->host->set_language(call, "de", 0.75);
  if (is(instance, "language-no-tag")) return call->host->set_language(call, "d e", 0.75);
  if (is(instance, "language-nan")) return call->host->set_language(call, "de", (double)NAN);
  return TAMIS_PLUGIN_DONE;
}

static tamis_plugin_status score(void *instance, void *workspace, const tamis_plugin_call *call,
                                 tamis_plugin_verdict *verdicts, int64_t *count) {
  int64_t i;
  (void)workspace;
  if (*count != call->block_count) return -9;
  if (*count == 0) return TAMIS_PLUGIN_DONE;
  if (is(instance, "score-nan")) verdicts[*count - 1].score = NAN;
  if (is(instance, "score-infinite")) verdicts[0].score = INFINITY;
  if (is(instance, "score-2")) verdicts[0].score = 2;
  if (is(instance, "score-fewer")) *count -= 1;
  if (is(instance, "score-more")) *count = INT64_MAX;
  if (is(instance, "score-kind")) verdicts[0].kind = 200;
  if (is(instance, "score-reason")) verdicts[0].reason = 3;
  if (is(instance, "good")) {
    for (i = 0; i < *count; i++) {
      const char *text = call->text + call->blocks[i].span.start;
      if (strncmp(text, "DROP", 4) == 0) verdicts[i].score = 0, verdicts[i].reason = 1;
      if (strncmp(text, "KEEP", 4) == 0) verdicts[i].score = 1, verdicts[i].reason = 2, verdicts[i].kind = 2;
    }
  }
  return TAMIS_PLUGIN_DONE;
}

static tamis_plugin_status abbreviations(void *instance, const char *const **words, int64_t *count) {
  static const char *const list[] = {"frobn.", "zzq"};
  *words = list;
  *count = is(instance, "good") ? 2 : is(instance, "abbreviations-many") ? 70000 : 0;
  if (is(instance, "abbreviations-null")) *words = NULL, *count = 1;
  return is(instance, "abbreviations-fail") ? TAMIS_PLUGIN_ERROR : TAMIS_PLUGIN_DONE;
}

static tamis_plugin_status review(void *instance, void *workspace, const tamis_plugin_call *call,
                                  const tamis_plugin_span *sentences, int64_t count, uint8_t *ends) {
  int64_t i;
  (void)workspace;
  if (is(instance, "boundary-5")) ends[0] = 5;
  for (i = 0; is(instance, "good") && i < count - 1; i++) {
    if (call->text[sentences[i].end - 1] == '!') ends[i] = 0;
  }
  return TAMIS_PLUGIN_DONE;
}

static tamis_plugin_status read_cleaned(void *instance, void *workspace, const tamis_plugin_call *call) {
  const tamis_plugin_host *host = call->host;
  (void)workspace;
  if (is(instance, "fact-nan")) return host->add_number(call, "key", (double)NAN);
  if (is(instance, "fact-key")) return host->add_number(call, "A key", 1);
  if (is(instance, "fact-null-key")) return host->add_flag(call, NULL, 1);
  if (is(instance, "fact-flag-2")) return host->add_flag(call, "key", 2);
  if (is(instance, "fact-not-utf8")) return host->add_text(call, "key", "\xFF", 1);
  if (is(instance, "fact-then-fail")) {
    host->add_number(call, "undone", 1);
    return TAMIS_PLUGIN_ERROR;
  }
  if (is(instance, "drop-in-annotator")) return host->drop(call, "why");
  if (!is(instance, "good")) return TAMIS_PLUGIN_DONE;
  host->add_number(call, "blocks", (double)call->block_count);
  host->add_number(call, "sentences", (double)call->sentence_count);
  host->add_number(call, "half", 0.5);
  host->add_flag(call, "fine", 1);
  host->add_text(call, "language", call->language, (int64_t)strlen(call->language));
  return host->add_text(call, "name", call->name, call->name_length);
}

static tamis_plugin_status judge(void *instance, void *workspace, const tamis_plugin_call *call) {
  (void)workspace;
  if (is(instance, "drop-empty")) return call->host->drop(call, "");
  if (is(instance, "drop-null")) return call->host->drop(call, NULL);
  if (is(instance, "drop") || (is(instance, "good") && call->length < 10)) return call->host->drop(call, "too short");
  return TAMIS_PLUGIN_DONE;
}

static const void *get_kind(const char *id) {
  static const char *const reasons[] = {"drop", "keep"};
#ifdef BAD_REASON
  static const char *const names[] = {"A reason"};
#else
#define names reasons
#endif
  static const tamis_plugin_text_filter text_filter = {sizeof text_filter, 0, filter};
  static const tamis_plugin_annotator text_annotator = {sizeof text_annotator, 0, read_text};
  static const tamis_plugin_block_scorer scorer = {sizeof scorer, sizeof names / sizeof *names, names, score};
  static const tamis_plugin_sentence_rules rules = {sizeof rules, 0, abbreviations, review};
  static const tamis_plugin_annotator cleaned_annotator = {sizeof cleaned_annotator, 0, read_cleaned};
  static const tamis_plugin_document_filter document_filter = {sizeof document_filter, 0, judge};
  (void)reasons;
#ifdef SHORT_KIND
  static const uint32_t few = 8;
  if (strcmp(id, TAMIS_PLUGIN_TEXT_FILTER) == 0) return &few;
#endif
#ifdef NULL_FUNCTION
  static const tamis_plugin_text_filter none = {sizeof none, 0, NULL};
  if (strcmp(id, TAMIS_PLUGIN_TEXT_FILTER) == 0) return &none;
#endif
  if (strcmp(id, TAMIS_PLUGIN_TEXT_FILTER) == 0) return &text_filter;
  if (strcmp(id, TAMIS_PLUGIN_TEXT_ANNOTATOR) == 0) return &text_annotator;
  if (strcmp(id, TAMIS_PLUGIN_BLOCK_SCORER) == 0) return &scorer;
  if (strcmp(id, TAMIS_PLUGIN_SENTENCE_RULES) == 0) return &rules;
  if (strcmp(id, TAMIS_PLUGIN_CLEANED_ANNOTATOR) == 0) return &cleaned_annotator;
  if (strcmp(id, TAMIS_PLUGIN_DOCUMENT_FILTER) == 0) return &document_filter;
  return NULL;
}

static const void *get_factory(const char *id) {
  static const tamis_plugin_option options[] = {
      {"do", "", "what to do"},
#ifdef OPTION_TWICE
      {"do", "", "what to do"},
#endif
#ifdef NEEDED_OPTION
      {"needed", NULL, "what cannot be done without"},
#endif
#ifdef BAD_OPTION
      {"Do it", "", "what to do"},
#endif
  };
  static const tamis_plugin_factory factory = {
#ifdef SHORT_FACTORY
      8,
#else
      sizeof factory,
#endif
      (int32_t)(sizeof options / sizeof *options),
      options,
#ifdef NO_CREATE
      NULL,
#else
      create,
#endif
      destroy,
      workspace_new,
#ifdef ONE_WORKSPACE_FUNCTION
      NULL,
#else
      workspace_free,
#endif
      get_kind};
#ifdef NO_FACTORY
  (void)factory;
  return NULL;
#endif
  return strcmp(id, TAMIS_PLUGIN_FACTORY) == 0 ? &factory : NULL;
}

#if defined(INIT_FAILS)
static tamis_plugin_status init(void) { return 4; }
#else
static tamis_plugin_status init(void) { return TAMIS_PLUGIN_DONE; }
#endif

#ifdef EXIT_WHEN_LOADED
/* What must not run when the version is refused. */
__attribute__((constructor)) static void leave(void) { _Exit(77); }
#endif

#ifndef VERSION
#define VERSION TAMIS_PLUGIN_ABI_VERSION
#endif
#ifndef SIZE
#define SIZE sizeof(tamis_plugin_entry)
#endif
#ifndef ID
#define ID "guest"
#endif

#if defined(ENTRY_MADE_AT_RUN_TIME)
tamis_plugin_entry made;
__asm__(".globl tamis_plugin_entry_v1\n.set tamis_plugin_entry_v1, made");
#elif !defined(NO_ENTRY)
const tamis_plugin_entry tamis_plugin_entry_v1 = {SIZE, VERSION, ID, "for the tests", "1", init, NULL,
#ifdef NO_GET_FACTORY
                                                  NULL
#else
                                                  get_factory
#endif
};
#endif

#if defined(NO_ENTRY) || defined(NO_GET_FACTORY) || defined(ENTRY_MADE_AT_RUN_TIME)
const void *unused_factory(void);
const void *unused_factory(void) { return init() == 9 ? get_factory("") : NULL; }
#endif

/* The data that Tamis reads first, and the options; the rest is Swift, which cannot export a constant. */
#include <string.h>

#include "tamis_plugin.h"

/* Plugin.swift has these. */
tamis_plugin_status quality_create(const tamis_plugin_host *host, const tamis_plugin_setting *settings, int64_t count,
                                   void **instance);
void quality_destroy(void *instance);
void *quality_workspace_new(void *instance);
void quality_workspace_free(void *instance, void *workspace);
tamis_plugin_status quality_annotate(void *instance, void *workspace, const tamis_plugin_call *call);
tamis_plugin_status quality_judge(void *instance, void *workspace, const tamis_plugin_call *call);

static const tamis_plugin_option options[] = {
    {"drop", "",
     "presets that drop documents, divided by +: gopher-quality, gopher-repetition, c4-paper, c4-tfds, fineweb-quality, "
     "redpajama-2"},
    {"signals", "gopher+c4+fineweb+redpajama", "families of signals that annotate lists, divided by +; or none"},
    {"words", "tokens",
     "what gopher and fineweb count as words: tokens, with punctuation apart, or spaces, what stands between blanks"}};

static const void *get_kind(const char *id) {
  static const tamis_plugin_annotator annotator = {sizeof annotator, 0, quality_annotate};
  static const tamis_plugin_document_filter filter = {sizeof filter, 0, quality_judge};
  if (strcmp(id, TAMIS_PLUGIN_CLEANED_ANNOTATOR) == 0) return &annotator;
  return strcmp(id, TAMIS_PLUGIN_DOCUMENT_FILTER) == 0 ? &filter : NULL;
}

static const void *get_factory(const char *id) {
  static const tamis_plugin_factory factory = {
      sizeof factory,        (int32_t)(sizeof options / sizeof *options), options, quality_create, quality_destroy,
      quality_workspace_new, quality_workspace_free,                      get_kind};
  return strcmp(id, TAMIS_PLUGIN_FACTORY) == 0 ? &factory : NULL;
}

const tamis_plugin_entry tamis_plugin_entry_v1 = {
    sizeof(tamis_plugin_entry),
    TAMIS_PLUGIN_ABI_VERSION,
    "quality",
    "quality signals of Gopher, C4, FineWeb and RedPajama-2, and presets that filter by them",
    "1.0",
    NULL,
    NULL,
    get_factory};

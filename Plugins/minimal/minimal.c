/* The smallest complete plugin: it says how many bytes of the article are capital letters. */
#include "tamis_plugin.h"

static tamis_plugin_status create(const tamis_plugin_host *host, const tamis_plugin_setting *settings, int64_t count,
                                  void **instance) {
  (void)host, (void)settings, (void)count;
  *instance = (void *)0; /* nothing to remember */
  return TAMIS_PLUGIN_DONE;
}

static void destroy(void *instance) { (void)instance; }

static tamis_plugin_status annotate(void *instance, void *workspace, const tamis_plugin_call *call) {
  int64_t capitals = 0, i;
  (void)instance, (void)workspace;
  for (i = 0; i < call->length; i++) capitals += call->text[i] >= 'A' && call->text[i] <= 'Z';
  return call->host->add_number(call, "capitals", (double)capitals);
}

static const void *get_kind(const char *id) {
  static const tamis_plugin_annotator annotator = {sizeof annotator, 0, annotate};
  const char *mine = TAMIS_PLUGIN_CLEANED_ANNOTATOR;
  while (*id != 0 && *id == *mine) id++, mine++;
  return *id == *mine ? &annotator : (const void *)0;
}

static const void *get_factory(const char *id) {
  static const tamis_plugin_factory factory = {sizeof factory, 0, (void *)0, create, destroy, (void *)0, (void *)0,
                                               get_kind};
  (void)id; /* there is one factory so far */
  return &factory;
}

const tamis_plugin_entry tamis_plugin_entry_v1 = {
    sizeof(tamis_plugin_entry), TAMIS_PLUGIN_ABI_VERSION, "minimal", "counts capital letters", "1.0",
    (void *)0,                  (void *)0,                get_factory};

/* Cleans an article with plugins, and prints what they say about it and then the text.
 *
 *   make -C Plugins/minimal
 *   cc -std=c99 -Iinclude Examples/C/host_plugin.c -Lbuild/lib -ltamis -Wl,-rpath,"$PWD/build/lib" -o host_plugin
 *   ./host_plugin Examples/articles/en-tides.txt build/plugins/minimal.so
 */
#include <stdio.h>
#include <stdlib.h>

#include "tamis.h" /* tamis_plugins_load, tamis_cleaner_new_with_plugins, tamis_document_fact */

/* What plugins have to tell, from any thread. */
static void tell(void *context, const char *plugin, int32_t level, const char *message) {
  (void)context;
  fprintf(stderr, "%s%s: %s\n", level > 0 ? "! " : "", plugin, message);
}

static char *read_file(const char *name, int64_t *length) {
  FILE *file = fopen(name, "rb");
  char *bytes = malloc(1 << 24);
  if (file == NULL || bytes == NULL) {
    perror(name);
    if (file != NULL) fclose(file);
    free(bytes);
    return NULL;
  }
  *length = (int64_t)fread(bytes, 1, 1 << 24, file);
  fclose(file);
  return bytes;
}

static void print_text(tamis_text text) { fwrite(text.data, 1, (size_t)text.length, stdout); }

/* Each thing that a plugin said, under the plugin's name. */
static void print_facts(const tamis_plugins *plugins, const tamis_document *document) {
  for (int64_t i = 0; i < tamis_document_fact_count(document); i++) {
    tamis_fact fact = TAMIS_FACT_INIT;
    tamis_plugin_info info = TAMIS_PLUGIN_INFO_INIT;
    if (tamis_document_fact(document, i, &fact, NULL) != TAMIS_OK) continue;
    if (tamis_plugins_describe(plugins, fact.plugin, &info, NULL) != TAMIS_OK) continue;
    printf("%s: ", info.id);
    switch (fact.kind) {
      case TAMIS_FACT_LANGUAGE: printf("language "); break;
      case TAMIS_FACT_DROP: printf("drop it: "); break;
      case TAMIS_FACT_FAULT: printf("failed: "); break;
      default: print_text(fact.key), putchar(' ');
    }
    print_text(fact.text);
    if (fact.text.length == 0) printf("%g", fact.number);
    putchar('\n');
  }
}

int main(int argument_count, char **arguments) {
  tamis_error error = TAMIS_ERROR_INIT;
  tamis_plugins *plugins = NULL;
  tamis_cleaner *cleaner = NULL;
  tamis_document *document = NULL;
  int64_t length = 0;
  if (argument_count < 2) {
    fprintf(stderr, "usage: %s ARTICLE [PLUGIN[:KEY=VALUE,...]...]\n", arguments[0]);
    return 2;
  }
  char *bytes = read_file(arguments[1], &length);
  if (bytes == NULL) return 2;

  /* Requests are written as for `tamis --plugin`. A plugin that cannot be used is refused here, by name. */
  tamis_status status =
      tamis_plugins_load((const char *const *)arguments + 2, argument_count - 2, tell, NULL, &plugins, &error);
  if (status == TAMIS_OK) status = tamis_cleaner_new_with_plugins(NULL, plugins, &cleaner, &error);
  if (status == TAMIS_OK) status = tamis_document_new(&document, &error);
  if (status == TAMIS_OK) {
    /* The name is a URL if there is one: some plugins have rules for hosts. */
    status = tamis_cleaner_clean_named(cleaner, bytes, length, "file:article", 12, NULL, document, &error);
  }
  if (status == TAMIS_OK) {
    print_facts(plugins, document);
    if (!tamis_document_is_dropped(document)) print_text(tamis_document_text(document)), putchar('\n');
  } else {
    fprintf(stderr, "%s: %s\n", tamis_status_name(status), error.message);
  }
  tamis_document_free(document);
  tamis_cleaner_free(cleaner);
  tamis_plugins_free(plugins);
  free(bytes);
  return status == TAMIS_OK ? 0 : 1;
}

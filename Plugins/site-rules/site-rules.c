/* site-rules: drops or keeps lines by patterns from a file, per host. README.md describes the file. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tamis_plugin.h"

enum { DROP = 1, KEEP = 2, LONGEST_LINE = 4096 };

typedef struct {
  char *pattern;
  int action;
  int section;
} rule;

typedef struct {
  rule *rules;
  size_t rule_count, rule_room;
  char **sections; /* each is the hosts of one section, divided by blanks */
  size_t section_count, section_room;
  int ignores_case;
} rulebook;

/* One thread's: which sections hold for the document. */
typedef struct {
  unsigned char *applies;
} desk;

static unsigned char fold(unsigned char c, int ignores_case) {
  return ignores_case && c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
}

/* Whether all of `text` matches: `*` is any bytes, `?` one character, `\` takes the next byte as it is. Only the last
 * star is gone back to, so the time is at most the product of the two lengths. */
static int matches(const char *pattern, size_t pattern_length, const char *text, size_t length, int ignores_case) {
  size_t p = 0, t = 0, star = SIZE_MAX, resume = 0;
  while (t < length) {
    int literal = p < pattern_length && pattern[p] == '\\' && p + 1 < pattern_length;
    size_t q = p + (size_t)literal;
    if (p < pattern_length && !literal && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern_length && !literal && pattern[p] == '?') {
      p++;
      do t++;
      while (t < length && ((unsigned char)text[t] & 0xC0) == 0x80);
    } else if (p < pattern_length &&
               fold((unsigned char)pattern[q], ignores_case) == fold((unsigned char)text[t], ignores_case)) {
      p = q + 1;
      t++;
    } else if (star != SIZE_MAX) {
      p = star + 1;
      t = ++resume;
    } else {
      return 0;
    }
  }
  while (p < pattern_length && pattern[p] == '*') p++;
  return p == pattern_length;
}

/* ---- The file. */

static void free_rules(rulebook *book) {
  size_t i;
  for (i = 0; i < book->rule_count; i++) free(book->rules[i].pattern);
  for (i = 0; i < book->section_count; i++) free(book->sections[i]);
  free(book->rules);
  free(book->sections);
  free(book);
}

static char *copy(const char *start, size_t length) {
  char *made = malloc(length + 1);
  if (made == NULL) return NULL;
  memcpy(made, start, length);
  made[length] = 0;
  return made;
}

/* Room for one more; 0 if there is none to be had. */
static int grow(void **list, size_t count, size_t *room, size_t size) {
  size_t wanted = *room == 0 ? 16 : *room * 2;
  void *moved;
  if (count < *room) return 1;
  if (wanted > SIZE_MAX / 2 / size || (moved = realloc(*list, wanted * size)) == NULL) return 0;
  *list = moved;
  *room = wanted;
  return 1;
}

static int add_section(rulebook *book, const char *hosts, size_t length) {
  void *list = book->sections;
  int fits = grow(&list, book->section_count, &book->section_room, sizeof *book->sections);
  book->sections = list;
  if (!fits || (book->sections[book->section_count] = copy(hosts, length)) == NULL) return 0;
  book->section_count++;
  return 1;
}

static int add_rule(rulebook *book, int action, const char *pattern, size_t length) {
  void *list = book->rules;
  int fits = grow(&list, book->rule_count, &book->rule_room, sizeof *book->rules);
  rule made = {NULL, action, (int)book->section_count - 1};
  book->rules = list;
  if (!fits || (made.pattern = copy(pattern, length)) == NULL) return 0;
  book->rules[book->rule_count++] = made;
  return 1;
}

static int is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* Reads one line; what is wrong with it, or null. */
static const char *read_line(rulebook *book, char *line, size_t length) {
  static const char no_memory[] = "memory ran out";
  while (length > 0 && is_blank(line[length - 1])) length--;
  while (length > 0 && is_blank(*line)) line++, length--;
  if (length == 0 || *line == '#') return NULL;
  if (*line == '[') {
    if (line[length - 1] != ']') return "a section ends with ']'";
    return add_section(book, line + 1, length - 2) ? NULL : no_memory;
  }
  if (length > 5 && is_blank(line[4]) && (memcmp(line, "drop", 4) == 0 || memcmp(line, "keep", 4) == 0)) {
    size_t start = 5;
    while (is_blank(line[start])) start++;
    if (book->section_count == 0 && !add_section(book, "*", 1)) return no_memory;
    return add_rule(book, *line == 'd' ? DROP : KEEP, line + start, length - start) ? NULL : no_memory;
  }
  return "a line is 'drop PATTERN', 'keep PATTERN', '[HOST ...]' or a comment, which begins with '#'";
}

static const char *read_file(rulebook *book, FILE *file, size_t *number) {
  static const char too_long[] = "the line is too long";
  char line[LONGEST_LINE];
  *number = 0;
  while (fgets(line, sizeof line, file) != NULL) {
    size_t length = strlen(line);
    const char *fault;
    *number += 1;
    if (length + 1 == sizeof line && line[length - 1] != '\n') return too_long;
    fault = read_line(book, line, length);
    if (fault != NULL) return fault;
  }
  return ferror(file) ? strerror(errno) : NULL;
}

/* ---- The document. */

/* The host of a URL, without its user and port; empty for what is no URL. */
static const char *host_of(const tamis_plugin_call *call, size_t *length) {
  const char *end = call->name + call->name_length, *start, *stop;
  *length = 0;
  for (start = call->name; start != NULL; start++) {
    if (end - start < 3) return "";
    if (memcmp(start, "://", 3) == 0) break;
  }
  if (start == NULL) return "";
  start += 3;
  for (stop = start; stop < end && *stop != '/' && *stop != '?' && *stop != '#'; stop++) {
    if (*stop == '@') start = stop + 1;
  }
  *length = (size_t)(stop - start);
  while (stop > start && stop[-1] >= '0' && stop[-1] <= '9') stop--;
  if (stop > start && stop[-1] == ':') *length = (size_t)(stop - 1 - start);
  return start;
}

static int names_host(const char *hosts, const char *host, size_t length) {
  while (*hosts != 0) {
    size_t size = strcspn(hosts, " \t");
    if (size > 0 && matches(hosts, size, host, length, 1)) return 1;
    hosts += size;
    hosts += strspn(hosts, " \t");
  }
  return 0;
}

/* The last rule that holds for the document and matches the line; 0 for none. */
static int action_for(const rulebook *book, const desk *mine, const char *text, size_t length) {
  size_t i;
  for (i = book->rule_count; i-- > 0;) {
    const rule *one = &book->rules[i];
    if (mine->applies[one->section] &&
        matches(one->pattern, strlen(one->pattern), text, length, book->ignores_case)) {
      return one->action;
    }
  }
  return 0;
}

static tamis_plugin_status score(void *instance, void *workspace, const tamis_plugin_call *call,
                                 tamis_plugin_verdict *verdicts, int64_t *count) {
  const rulebook *book = instance;
  const desk *mine = workspace;
  size_t length, i;
  const char *host = host_of(call, &length);
  int64_t block;
  for (i = 0; i < book->section_count; i++) {
    mine->applies[i] = (unsigned char)names_host(book->sections[i], host, length);
  }
  for (block = 0; block < *count; block++) {
    tamis_plugin_span span = call->blocks[block].span;
    int action = action_for(book, mine, call->text + span.start, (size_t)(span.end - span.start));
    if (action == 0) continue;
    verdicts[block].score = action == KEEP ? 1.0f : 0.0f;
    verdicts[block].reason = (uint8_t)action;
  }
  return TAMIS_PLUGIN_DONE;
}

/* ---- Options, factory, entry. */

static void destroy(void *instance) { free_rules(instance); }

static void *desk_new(void *instance) {
  const rulebook *book = instance;
  desk *made = malloc(sizeof *made);
  if (made != NULL && (made->applies = malloc(book->section_count + 1)) == NULL) free(made), made = NULL;
  return made;
}

static void desk_free(void *instance, void *workspace) {
  desk *mine = workspace;
  (void)instance;
  free(mine->applies);
  free(mine);
}

static tamis_plugin_status open_rules(const tamis_plugin_host *host, rulebook *book, const char *path) {
  char message[512];
  size_t number = 0;
  const char *fault;
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    snprintf(message, sizeof message, "%s: %s", path, strerror(errno));
  } else {
    fault = read_file(book, file, &number);
    fclose(file);
    if (fault == NULL) return TAMIS_PLUGIN_DONE;
    snprintf(message, sizeof message, "%s:%lu: %s", path, (unsigned long)number, fault);
  }
  host->explain(host, message);
  return TAMIS_PLUGIN_ERROR;
}

static tamis_plugin_status create(const tamis_plugin_host *host, const tamis_plugin_setting *settings, int64_t count,
                                  void **instance) {
  rulebook *book = calloc(1, sizeof *book);
  tamis_plugin_status status = TAMIS_PLUGIN_DONE;
  int64_t i;
  if (book == NULL) return TAMIS_PLUGIN_NO_MEMORY;
  for (i = 0; i < count && status == TAMIS_PLUGIN_DONE; i++) {
    const char *value = settings[i].value;
    if (strcmp(settings[i].key, "rules") == 0) {
      status = open_rules(host, book, value);
    } else if (strcmp(value, "ignore") == 0 || strcmp(value, "exact") == 0) {
      book->ignores_case = *value == 'i';
    } else {
      host->explain(host, "case is exact or ignore");
      status = TAMIS_PLUGIN_ERROR;
    }
  }
  if (status != TAMIS_PLUGIN_DONE) {
    free_rules(book);
    return status;
  }
  *instance = book;
  return TAMIS_PLUGIN_DONE;
}

static const void *get_kind(const char *id) {
  static const char *const reasons[] = {"drop", "keep"};
  static const tamis_plugin_block_scorer scorer = {sizeof scorer, 2, reasons, score};
  return strcmp(id, TAMIS_PLUGIN_BLOCK_SCORER) == 0 ? &scorer : NULL;
}

static const void *get_factory(const char *id) {
  static const tamis_plugin_option options[] = {
      {"rules", NULL, "the file of rules"},
      {"case", "exact", "whether patterns tell A from a: exact, or ignore for those of ASCII"}};
  static const tamis_plugin_factory factory = {sizeof factory, 2,         options, create,
                                               destroy,        desk_new, desk_free, get_kind};
  return strcmp(id, TAMIS_PLUGIN_FACTORY) == 0 ? &factory : NULL;
}

const tamis_plugin_entry tamis_plugin_entry_v1 = {sizeof(tamis_plugin_entry),
                                                  TAMIS_PLUGIN_ABI_VERSION,
                                                  "site-rules",
                                                  "drops or keeps lines by patterns from a file, per host",
                                                  "1.0",
                                                  NULL,
                                                  NULL,
                                                  get_factory};

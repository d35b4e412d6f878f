/* redact: puts tokens in the place of e-mail addresses, telephone numbers, card numbers and IP addresses.
 *
 * What counts as one, and what does not, stands in README.md; each finder below says the rule that it follows. One pass
 * over the text: a byte that no finder begins with or looks back from costs one table look-up. */
#include <stdlib.h>
#include <string.h>

#include "tamis_plugin.h"

enum { EMAIL, PHONE, CARD, IP, FINDERS };

typedef struct {
  char *tokens[FINDERS]; /* null: these are left alone */
} redactor;

/* The text, and the match that was found in it last. */
typedef struct {
  const unsigned char *text;
  int64_t length;
  int64_t start, end;
} search;

static unsigned char at(const search *s, int64_t place) {
  return place >= 0 && place < s->length ? s->text[place] : 0;
}

static int is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
static int is_letter(unsigned char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
static int is_word(unsigned char c) { return is_digit(c) || is_letter(c) || c == '_' || c >= 0x80; }
static int is_hexadecimal(unsigned char c) { return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f'); }

/* ---- E-mail addresses: RFC 5322's dot-atom, "@", and a host name of two labels or more (RFC 1123) whose last one has
 * two letters or more. Letters beyond ASCII count as letters (RFC 6531). */

static int is_atom(unsigned char c) { return is_word(c) || (c != 0 && strchr("!#$%&'*+/=?^`{|}~-", c) != NULL); }

static int64_t local_start(const search *s, int64_t sign, int64_t floor) {
  int64_t start = sign;
  while (start > floor && sign - start < 64 &&
         (is_atom(at(s, start - 1)) || (at(s, start - 1) == '.' && is_atom(at(s, start))))) {
    start--;
  }
  /* Quotation marks and dashes may lead up to an address, and are seldom part of one. */
  while (start < sign && !is_word(at(s, start))) start++;
  return start;
}

static int64_t host_end(const search *s, int64_t start) {
  int64_t place = start, label = start, good = -1, letters = 0;
  while (place - start < 255) {
    unsigned char c = at(s, place);
    if (is_word(c) && c != '_') {
      letters = is_digit(c) ? -1 : letters < 0 ? letters : letters + 1;
    } else if (c == '-' && place > label) {
      letters = -1;
    } else {
      if (place == label || at(s, place - 1) == '-') break;
      /* Of a host name that ends here, the last label is its top level: letters, or punycode. */
      if (label > start && (letters >= 2 || (place - label > 4 && memcmp(s->text + label, "xn--", 4) == 0))) good = place;
      if (c != '.') break;
      label = place + 1;
      letters = 0;
    }
    place++;
  }
  return good;
}

static int find_email(search *s, int64_t sign, int64_t floor) {
  if (at(s, sign - 1) == '.' || !is_atom(at(s, sign - 1))) return 0;
  s->start = local_start(s, sign, floor);
  s->end = host_end(s, sign + 1);
  return s->start < sign && s->end > 0;
}

/* ---- Numbers with groups: digits with one blank, dot, hyphen, slash or pair of brackets between them. */

typedef struct {
  char digits[24];
  int count;
  int groups;
  int dots, hyphens, blanks, slashes, brackets; /* how many of each stand between groups */
  int shortest; /* the fewest digits of a group but the first and the last */
  int last; /* how many digits the last group has */
} number;

/* Reads a number that begins at `start`; its end is behind its last digit. */
static int64_t read_number(const search *s, int64_t start, number *found) {
  int64_t place = start, end = start;
  int group = 0, open = 0;
  memset(found, 0, sizeof *found);
  found->shortest = 99;
  if (at(s, place) == '+') place++;
  for (;; place++) {
    unsigned char c = at(s, place);
    if (is_digit(c)) {
      if (found->count == (int)sizeof found->digits) return -1;
      if (group == 0) found->groups++;
      found->digits[found->count++] = (char)c;
      group++;
      end = place + 1;
      continue;
    }
    if (c == '(' && !open && is_digit(at(s, place + 1))) {
      open = 1;
      found->brackets++;
    } else if (c == ')' && open && group > 0) {
      open = 0;
      if (at(s, place + 1) == ' ' || at(s, place + 1) == '-') place++;
      if (!is_digit(at(s, place + 1))) break;
    } else if (group > 0 && (c == ' ' || c == '.' || c == '-' || c == '/') &&
               (is_digit(at(s, place + 1)) || (at(s, place + 1) == '(' && is_digit(at(s, place + 2))))) {
      found->blanks += c == ' ';
      found->dots += c == '.';
      found->hyphens += c == '-';
      found->slashes += c == '/';
    } else {
      break;
    }
    if (group > 0 && found->groups > 1 && group < found->shortest) found->shortest = group;
    if (group > 0) found->last = group;
    group = 0;
  }
  if (group > 0) found->last = group;
  return end;
}

/* ISO/IEC 7812-1, annex B. */
static int passes_luhn(const char *digits, int count) {
  int sum = 0, i;
  for (i = 0; i < count; i++) {
    int digit = digits[count - 1 - i] - '0';
    if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

/* ---- Card numbers: 13 to 19 digits that pass Luhn's check and begin as the networks' do, unbroken, or in the groups
 * that are printed on cards: of four, or 4-6-5 and 4-6-4. */
static int is_card(const number *n) {
  int first = (n->digits[0] - '0') * 10 + n->digits[1] - '0';
  int mixed = (n->blanks > 0) + (n->hyphens > 0) + (n->dots > 0);
  if (n->count < 13 || n->count > 19 || n->slashes > 0 || n->brackets > 0 || n->dots > 0 || mixed > 1) return 0;
  if (!(n->digits[0] == '4' || (first >= 51 && first <= 55) || (first >= 22 && first <= 27) || first == 34 ||
        first == 37 || first == 35 || first == 30 || first == 36 || first == 38 || first == 39 || first == 60 ||
        first == 62 || first == 64 || first == 65 || first == 50 || first == 56 || first == 57 || first == 58 ||
        first == 63 || first == 67)) {
    return 0;
  }
  if (n->groups > 1 && !(n->groups == 3 && n->shortest == 6) && !(n->shortest == 4 && n->groups == (n->count + 3) / 4)) {
    return 0;
  }
  return passes_luhn(n->digits, n->count);
}

/* ---- Telephone numbers: international ones (E.164: "+" or "00", 8 to 15 digits, the first not 0), and national ones as
 * they are set off from other numbers: a trunk 0 or an area code in brackets, or North American 3-3-4 groups. */
static int is_north_american(const number *n) {
  int digits = n->count;
  const char *d = n->digits;
  if (digits == 11 && d[0] == '1') d++, digits--;
  if (digits != 10 || n->groups < 3 || n->last != 4 || n->slashes > 0) return 0;
  /* Area codes and exchanges begin with 2 to 9; the middle group has three digits. */
  return n->shortest == 3 && d[0] >= '2' && d[3] >= '2';
}

static int is_phone(const search *s, int64_t start, const number *n) {
  if (at(s, start) == '+') return n->count >= 8 && n->count <= 15 && n->digits[0] != '0' && n->dots + n->groups < 12;
  if (n->count < 8 || n->count > 15) return 0;
  if (n->digits[0] == '0' && n->digits[1] == '0') return n->digits[2] != '0' && n->count >= 10 && n->dots == 0;
  if (is_north_american(n)) return 1;
  /* 030 1234567, (0123) 456 789, 01 23 45 67 89, 0171/1234567. A date such as 01.02.2024 has 8 digits at most. */
  if (n->digits[0] != '0' || n->groups < 2) return 0;
  if (n->dots > 0) return n->dots == n->groups - 1 && n->groups == 5 && n->count == 10;
  if (n->slashes > 1) return 0;
  return n->count >= 9 || n->brackets > 0;
}

/* ---- IP addresses. */

/* IPv4: four numbers of 0 to 255 without leading zeros; not part of a longer dotted number. */
static int find_ipv4(search *s, int64_t start) {
  int64_t place = start;
  int part;
  for (part = 0; part < 4; part++) {
    int value = 0, digits = 0;
    while (is_digit(at(s, place)) && digits < 4) value = value * 10 + at(s, place++) - '0', digits++;
    if (digits == 0 || digits > 3 || value > 255 || (digits > 1 && at(s, place - digits) == '0')) return 0;
    if (part < 3 && at(s, place++) != '.') return 0;
  }
  if (is_word(at(s, place)) || (at(s, place) == '.' && is_digit(at(s, place + 1)))) return 0;
  s->start = start;
  s->end = place;
  return 1;
}

/* IPv6 (RFC 4291, 2.2): eight groups of hexadecimal digits, "::" once for any number of zeros; seven colons or a double
 * one, and at least three groups or a double colon with two, so that times and C++ names stay. */
static int find_ipv6(search *s, int64_t start) {
  int64_t place = start;
  int groups = 0, gap = 0, digits = 0, has_digit = 0;
  for (;; place++) {
    unsigned char c = at(s, place);
    if (is_hexadecimal(c) && digits < 4) {
      if (digits++ == 0) groups++;
      has_digit |= is_digit(c);
      continue;
    }
    if (c != ':') break;
    if (at(s, place + 1) == ':') {
      if (gap) return 0;
      gap = 1;
      place++;
    } else if (digits == 0 || !is_hexadecimal(at(s, place + 1))) {
      break;
    }
    digits = 0;
  }
  if (is_word(at(s, place)) || groups > 8 || !has_digit) return 0;
  if (gap ? groups < 2 || groups > 7 : groups != 8) return 0;
  s->start = start;
  s->end = place;
  return 1;
}

/* ---- One pass. */

/* What may begin with a byte: 1 the sign of an address, 2 a number, 4 hexadecimal digits or a colon. */
static const unsigned char roles[256] = {
    ['@'] = 1, ['+'] = 2, ['('] = 2, [':'] = 4, ['0'] = 6, ['1'] = 6, ['2'] = 6, ['3'] = 6, ['4'] = 6,
    ['5'] = 6, ['6'] = 6, ['7'] = 6, ['8'] = 6, ['9'] = 6, ['a'] = 4, ['b'] = 4, ['c'] = 4, ['d'] = 4,
    ['e'] = 4, ['f'] = 4, ['A'] = 4, ['B'] = 4, ['C'] = 4, ['D'] = 4, ['E'] = 4, ['F'] = 4};

/* What stands at a number's place; FINDERS for nothing. Sets the match, or, for nothing, where to go on. */
static int find_number(search *s, int64_t place) {
  number n;
  int64_t end;
  if (find_ipv4(s, place)) return IP;
  end = read_number(s, place, &n);
  s->start = place;
  s->end = end;
  if (end < 0) { /* too many digits to be anything; all of them go by */
    s->end = place + 1;
    while (is_digit(at(s, s->end))) s->end++;
    return FINDERS;
  }
  if (end <= place || is_word(at(s, end)) || (at(s, place) == '(' && n.brackets == 0)) {
    s->end = place + 1;
    return FINDERS;
  }
  if (at(s, place) != '+' && is_card(&n)) return CARD;
  if (is_phone(s, place, &n)) return PHONE;
  /* What follows the first group may be a number of its own: "in 2024 030 1234567". */
  s->end = place + 1;
  while (is_digit(at(s, s->end))) s->end++;
  return FINDERS;
}

static int find_at(search *s, int64_t place, int64_t floor, int role) {
  if (role & 1) return find_email(s, place, floor) ? EMAIL : FINDERS;
  /* Numbers stand at the beginning of a word, and not behind a dot or a currency's sign. */
  if (is_word(at(s, place - 1)) || at(s, place - 1) == '.' || at(s, place - 1) == '$') return FINDERS;
  if (role & 4 && at(s, place - 1) != ':' && find_ipv6(s, place)) return IP;
  return role & 2 ? find_number(s, place) : FINDERS;
}

static tamis_plugin_status filter(void *instance, void *workspace, const tamis_plugin_call *call) {
  const redactor *self = instance;
  search s = {(const unsigned char *)call->text, call->length, 0, 0};
  int64_t place = 0, floor = 0;
  (void)workspace;
  while (place < s.length) {
    int role = roles[s.text[place]], found;
    if (role == 0) {
      place++;
      continue;
    }
    s.end = 0;
    found = find_at(&s, place, floor, role);
    if (found == FINDERS) {
      place = s.end > place && role & 2 ? s.end : place + 1;
      continue;
    }
    if (self->tokens[found] != NULL) {
      const char *token = self->tokens[found];
      tamis_plugin_status status = call->host->edit(call, s.start, s.end, token, (int64_t)strlen(token));
      if (status != TAMIS_PLUGIN_DONE) return status;
    }
    place = floor = s.end;
  }
  return TAMIS_PLUGIN_DONE;
}

/* ---- Options, factory, entry. */

static const tamis_plugin_option options[FINDERS] = {
    {"email", "[EMAIL]", "what stands in for e-mail addresses; empty leaves them"},
    {"phone", "[PHONE]", "what stands in for telephone numbers; empty leaves them"},
    {"card", "[CARD]", "what stands in for card numbers; empty leaves them"},
    {"ip", "[IP]", "what stands in for IP addresses; empty leaves them"}};

static void destroy(void *instance) {
  redactor *self = instance;
  int i;
  for (i = 0; i < FINDERS; i++) free(self->tokens[i]);
  free(self);
}

static char *copy(const char *text) {
  size_t size = strlen(text) + 1;
  char *made = malloc(size);
  if (made != NULL) memcpy(made, text, size);
  return made;
}

static tamis_plugin_status create(const tamis_plugin_host *host, const tamis_plugin_setting *settings, int64_t count,
                                  void **instance) {
  redactor *self = calloc(1, sizeof *self);
  int i;
  (void)host;
  if (self == NULL) return TAMIS_PLUGIN_NO_MEMORY;
  for (i = 0; i < FINDERS; i++) {
    const char *token = options[i].default_value;
    int64_t j;
    for (j = 0; j < count; j++) {
      if (strcmp(settings[j].key, options[i].key) == 0) token = settings[j].value;
    }
    if (*token != 0 && (self->tokens[i] = copy(token)) == NULL) {
      destroy(self);
      return TAMIS_PLUGIN_NO_MEMORY;
    }
  }
  *instance = self;
  return TAMIS_PLUGIN_DONE;
}

static const void *get_kind(const char *id) {
  static const tamis_plugin_text_filter text_filter = {sizeof text_filter, 0, filter};
  return strcmp(id, TAMIS_PLUGIN_TEXT_FILTER) == 0 ? &text_filter : NULL;
}

static const void *get_factory(const char *id) {
  static const tamis_plugin_factory factory = {sizeof factory, FINDERS, options, create, destroy, NULL, NULL, get_kind};
  return strcmp(id, TAMIS_PLUGIN_FACTORY) == 0 ? &factory : NULL;
}

const tamis_plugin_entry tamis_plugin_entry_v1 = {
    sizeof(tamis_plugin_entry),
    TAMIS_PLUGIN_ABI_VERSION,
    "redact",
    "puts tokens in the place of e-mail addresses, telephone and card numbers and IP addresses",
    "1.0",
    NULL,
    NULL,
    get_factory};

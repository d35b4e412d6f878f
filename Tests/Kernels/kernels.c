// Holds every kernel that this machine has against the definition: on each character alone and before a mark, and on random
// bytes that are likely to be trouble. `make test-neon` builds it for arm64 and runs it under qemu; the Swift tests do the
// same, and more, for the machine that they run on.
#include <stdio.h>
#include <string.h>

#include "byte_scan.h"
#include "line_scan.h"
#include "listed_words.h"
#include "mojibake_scan.h"
#include "scan_kernel.h"
#include "stop_scan.h"
#include "text_ends.h"
#include "text_scan.h"
#include "tree_score.h"

enum { most = 448, words = most / 64 };
static const uint8_t extra[4] = {'.', ';', ':', ','};

static uint32_t next_random(void) {
  static uint64_t state = 88172645463325252u;
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (uint32_t)(state >> 16);
}

// What all scans make of a text. Two of them are equal if memcmp says so.
typedef struct result {
  byte_scan_block classes[words];
  uint64_t attention[words], non_ascii[words], untidy[words], stops[words], mojibake[words], feeds[words], fed;
  int is_valid, is_ill_formed;
} result;

static void scan(const uint8_t *text, size_t length, result *r) {
  text_scan_block blocks[words];
  text_scan_state state = text_scan_start();
  memset(r, 0, sizeof *r);
  byte_scan(text, length, r->classes);
  text_scan(text, length, &state, blocks);
  stop_scan(text, length, length, extra, r->stops);
  mojibake_scan(text, length, 0, length, r->mojibake);
  r->fed = line_scan(text, length, r->feeds);
  r->is_valid = utf8_is_valid(text, length);
  r->is_ill_formed = state.ill_formed != 0;
  for (size_t i = 0; i < (length + 63) / 64; i++) {
    r->non_ascii[i] = blocks[i].non_ascii;
    r->untidy[i] = blocks[i].untidy;
    // Attention means nothing where the text is not well-formed.
    r->attention[i] = r->is_ill_formed ? 0 : blocks[i].attention;
  }
}

static int failures;

static void compare(const char *kernel, const uint8_t *text, size_t length, const char *what, unsigned number) {
  static result ours, wanted;
  scan_kernel_use(kernel);
  scan(text, length, &ours);
  scan_kernel_use("portable");
  scan(text, length, &wanted);
  if (memcmp(&ours, &wanted, sizeof ours) && failures++ < 10) printf("%s differs on %s %X\n", kernel, what, number);
}

static size_t encode(uint32_t c, uint8_t *p) {
  if (c < 0x800) return p[0] = 0xC0 | c >> 6, p[1] = 0x80 | (c & 63), 2;
  if (c < 0x10000) return p[0] = 0xE0 | c >> 12, p[1] = 0x80 | (c >> 6 & 63), p[2] = 0x80 | (c & 63), 3;
  return p[0] = 0xF0 | c >> 18, p[1] = 0x80 | (c >> 12 & 63), p[2] = 0x80 | (c >> 6 & 63), p[3] = 0x80 | (c & 63), 4;
}

static void characters(const char *kernel) {
  for (uint32_t c = 0x80; c < 0x12000; c++) {
    if (c >= 0xD800 && c < 0xE000) continue;
    uint8_t text[200];
    memset(text, 'a', sizeof text);
    const size_t place = c * 7 % 130 + 1, length = encode(c, text + place);
    compare(kernel, text, sizeof text, "U+", c);
    encode(0x301, text + place + length);
    compare(kernel, text, sizeof text, "a mark behind U+", c);
  }
}

static void trouble(const char *kernel) {
  static const uint8_t telling[] = {0xE0, 0xE1, 0xE2, 0xE3, 0xED, 0xEA, 0xEF, 0xF0, 0xF1, 0xF4, 0xC2, 0xC3, 0xCC, 0xD0, 0xD1,
                                    0xD8, 0xD9, 0x80, 0x81, 0x90, 0x9F, 0xA0, 0xBF, 0xBC, ' ',  '\n', '.',  0x80, 0x85, 0x94};
  for (unsigned round = 0; round < 20000; round++) {
    uint8_t text[most];
    const size_t length = next_random() % most;
    for (size_t i = 0; i < length; i++) {
      const uint32_t r = next_random();
      text[i] = r & 1 ? telling[(r >> 8) % sizeof telling] : (uint8_t)(r >> 3);
    }
    compare(kernel, text, length, "random text", round);
  }
}

static void trees(const char *kernel) {
  enum { features = 40, count = 5 };
  for (unsigned round = 0; round < 3000; round++) {
    tree_score_tree tree[count];
    uint8_t columns[features][2 * tree_score_lanes];
    const uint8_t *addresses[features];
    const size_t rows = 1 + next_random() % tree_score_lanes, first = next_random() % tree_score_lanes;
    int16_t ours[tree_score_lanes], wanted[tree_score_lanes];
    for (size_t i = 0; i < sizeof tree; i++) ((uint8_t *)tree)[i] = (uint8_t)next_random();
    for (int i = 0; i < count * 6; i++) tree[i / 6].feature[i % 6] %= features;
    for (size_t i = 0; i < sizeof columns; i++) ((uint8_t *)columns)[i] = (uint8_t)next_random();
    uint16_t offsets[features];
    for (int i = 0; i < features; i++) {
      addresses[i] = columns[i];
      offsets[i] = (uint16_t)(i * sizeof columns[i]);
    }
    const uint8_t *base = rows <= tree_score_narrow && round % 2 ? columns[0] + first : 0;
    for (int i = 0; i < tree_score_lanes; i++) ours[i] = wanted[i] = (int16_t)next_random();
    tree_score_pair pairs[(count + 1) / 2];
    tree_score_pairs(tree, count, offsets, pairs);
    scan_kernel_use(kernel);
    tree_score(addresses, base, first, rows, pairs, (count + 1) / 2, ours);
    scan_kernel_use("portable");
    tree_score(addresses, base, first, rows, pairs, (count + 1) / 2, wanted);
    if (memcmp(ours, wanted, rows * sizeof *ours) && failures++ < 10) printf("%s differs on trees %u\n", kernel, round);
  }
}

// ---- words of lists ----

static uint32_t small_letter(uint32_t c) {
  if ((c | 0x20) - 'a' < 26) return c | 0x20;
  if (c - '0' < 10) return c;
  if (c == 0xD7 || c == 0xF7 || c < 0xC0) return 0;
  if (c < 0xDF) return c + 0x20;
  if (c < 0x100) return c;
  if (c == 0x130) return 'i';
  if (c < 0x138 || (c >= 0x14A && c < 0x178) || (c >= 0x460 && c < 0x480)) return c | 1;
  if ((c >= 0x139 && c < 0x149) || (c >= 0x179 && c < 0x17F)) return c + (c & 1);
  if (c < 0x180 || (c >= 0x200 && c < 0x240) || (c >= 0x430 && c < 0x460)) return c;
  if (c >= 0x400 && c < 0x430) return c + (c < 0x410 ? 0x50 : 0x20);
  return 0;
}

static size_t add_character(uint32_t c, uint8_t *p) {
  if (c >= 0x80) return encode(c, p);
  return *p = (uint8_t)c, 1;
}

// Words of few letters, so that a random text has many of those that are listed.
static void lists(const char *kernel) {
  enum { pages = listed_words_letters / 128, choices = 9 };
  static const uint32_t letters[choices] = {'a', 'b', 'z', 0xE9, 0x10D, 0x153, 0x434, 0x451, 0x461};
  static const uint32_t others[] = {'A', 'B',  0xC9, 0x10C, 0x152,  0x414,  0x401, 0x460, ' ',
                                    ' ', '.', 0xA0, 0xAB,  0x2019, 0x201C, 0x3B1, 0x4E00, '1'};
  static uint16_t index[0x110000 >> 7], values[(pages + 1) * 128], small[listed_words_letters];
  static listed_word slots[2 * listed_words_half];
  static listed_set sets[256];
  for (uint32_t c = 0; c < (pages + 1) * 128; c++) values[c] = c < listed_words_letters && small_letter(c) ? 1 : 2;
  for (uint32_t c = 0; c < listed_words_letters; c++) small[c] = (uint16_t)small_letter(c);
  for (uint32_t page = 0; page < sizeof index / sizeof *index; page++) index[page] = (uint16_t)(page < pages ? page : pages);
  for (unsigned set = 1; set < 256; set++) {
    uint8_t spelt[16] = {0};
    size_t size = 0;
    for (unsigned left = 1 + next_random() % 3; left; left--) size += add_character(letters[next_random() % choices], spelt + size);
    uint64_t first, rest;
    memcpy(&first, spelt, 8), memcpy(&rest, spelt + 8, 8);
    const uint32_t number = listed_number(first, rest);
    listed_word *slot = slots + listed_first(number);
    if (slot->set || slots[listed_second(number)].number == number) slot = slots + listed_second(number);
    if (slot->set) continue;
    *slot = (listed_word){number, set};
    for (int list = 0; list < 8; list++) sets[set].lanes[list / 2] |= (uint64_t)(set >> list & 1) << 8 * (list * 3 % 8);
  }
  const listed_tables tables = {slots, sets, small, index, values, 1 << 1, 1 << 1, 0, 1 << 15};
  long hits = 0;
  for (unsigned round = 0; round < 20000; round++) {
    uint8_t text[most + 4];
    size_t length = 0, wanted_length = next_random() % most;
    while (length < wanted_length) {
      const uint32_t r = next_random();
      if (r % 64 == 0)
        text[length++] = (uint8_t)(r >> 8);
      else if (r & 1)
        length += add_character(letters[(r >> 8) % choices], text + length);
      else
        length += add_character(others[(r >> 8) % (sizeof others / sizeof *others)], text + length);
    }
    int32_t ours[listed_words_lists] = {0}, wanted[listed_words_lists] = {0};
    scan_kernel_use(kernel);
    listed_words(text, length, &tables, ours);
    listed_words_portable(text, length, &tables, wanted);
    for (int list = 0; list < listed_words_lists; list++) hits += wanted[list];
    if (memcmp(ours, wanted, sizeof ours) && failures++ < 10) printf("%s differs on listed words %u\n", kernel, round);
  }
  if (hits < 20000 && failures++ < 10) printf("only %ld words were listed\n", hits);
}

static void ends(const char *kernel) {
  for (unsigned round = 0; round < 20000; round++) {
    uint8_t text[most], ours[text_ends_room + 16] = {0}, wanted[text_ends_room + 16] = {0};
    const size_t length = text_ends_least + next_random() % (most - text_ends_least);
    for (size_t i = 0; i < length; i++) {
      const uint32_t r = next_random();
      const int is_beyond = r & 32 && (round % 2 || !(r & 0x1C0));
      text[i] = r % 16 == 0 ? ' ' : is_beyond ? 0x80 | (r >> 9 & 127) : (uint8_t)(r >> 25);
    }
    scan_kernel_use(kernel);
    const text_ends_parts parts = text_ends_find(text, length);
    scan_kernel_use("portable");
    const text_ends_parts plain = text_ends_find(text, length);
    int differs = memcmp(&parts, &plain, sizeof plain);
    if (!differs && plain.tail) {
      const size_t written = text_ends_join(text, parts, ours);
      differs = text_ends_join(text, plain, wanted) != written || memcmp(ours, wanted, written);
    }
    if (differs && failures++ < 10) printf("%s differs on the ends of a text %u\n", kernel, round);
  }
}

int main(void) {
  static const char *const kernels[] = {"sse2", "avx2", "avx512", "neon"};
  int tried = 0;
  for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++) {
    if (!scan_kernel_use(kernels[i])) continue;
    tried++;
    characters(kernels[i]);
    trouble(kernels[i]);
    trees(kernels[i]);
    lists(kernels[i]);
    ends(kernels[i]);
    printf("%s: %s\n", kernels[i], failures ? "differs from the definition" : "as the definition");
  }
  if (!tried) printf("this machine has no kernel but the definition\n");
  return failures || !tried;
}

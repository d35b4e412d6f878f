#include "html_references.h"

#include <string.h>

#include "html_references_data.h"

enum { without_semicolon = 0x80 };

static html_reference entry(size_t index) {
  const size_t start = html_reference_offsets[index], end = html_reference_offsets[index + 1];
  const size_t name_length = html_reference_lengths[index] & ~without_semicolon;
  return (html_reference){
      .name_length = name_length,
      .text = (const uint8_t *)html_reference_text + start + name_length,
      .text_length = end - start - name_length,
      .needs_no_semicolon = html_reference_lengths[index] >= without_semicolon,
  };
}

/// As memcmp, the shorter of two that start alike first.
static int compare(const uint8_t *name, size_t length, size_t index) {
  const size_t own = html_reference_lengths[index] & ~without_semicolon;
  const int order = memcmp(name, html_reference_text + html_reference_offsets[index], length < own ? length : own);
  return order ? order : (length > own) - (length < own);
}

html_reference html_reference_find(const uint8_t *name, size_t length) {
  size_t low = 0, high = html_reference_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const int order = compare(name, length, middle);
    if (!order) return entry(middle);
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return (html_reference){0};
}

size_t html_reference_total(void) { return html_reference_count; }

html_reference html_reference_at(size_t index, const uint8_t **name) {
  *name = (const uint8_t *)html_reference_text + html_reference_offsets[index];
  return entry(index);
}

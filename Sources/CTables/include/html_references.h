// The named character references of HTML: a constant table that costs nothing to load and cannot fail.
#ifndef TAMIS_HTML_REFERENCES_H
#define TAMIS_HTML_REFERENCES_H

#include <stddef.h>
#include <stdint.h>

/// A name that was found, and what it stands for.
typedef struct html_reference {
  /// Bytes of the name without a semicolon; 0 when there is none.
  size_t name_length;
  /// UTF-8, one or two code points, six bytes at most; not terminated.
  const uint8_t *text;
  size_t text_length;
  /// Whether the name stands for it without a semicolon, too.
  int needs_no_semicolon;
} html_reference;

/// The reference of exactly this name, which has no ampersand and no semicolon.
html_reference html_reference_find(const uint8_t *name, size_t length);

/// All of them in order, for the tests; `name` is not terminated. `index` is below the count.
size_t html_reference_total(void);
html_reference html_reference_at(size_t index, const uint8_t **name);

#endif

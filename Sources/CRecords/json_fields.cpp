// The only file that knows simdjson. Its on-demand parser finds a line's fields and leaves their values as written;
// nothing of C++ leaves this file, exceptions included.
#define SIMDJSON_THREADS_ENABLED 1
#include "CRecords.h"

#include <new>
#include <simdjson.h>
#include <vector>

using namespace simdjson;

// A parser that once saw a giant line keeps about seven times its length; beyond this it is made anew.
static constexpr size_t kept_capacity = size_t(16) << 20;

struct crecords_parser {
  ondemand::parser json;
  std::vector<crecords_field> fields;
};

static_assert(CRECORDS_PADDING >= SIMDJSON_PADDING, "simdjson reads further behind the line than we promise");

extern "C" crecords_parser *crecords_parser_create(void) {
  try {
    return new crecords_parser;
  } catch (...) {
    return nullptr;
  }
}

extern "C" void crecords_parser_destroy(crecords_parser *parser) { delete parser; }

static crecords_status status_of(error_code error) {
  switch (error) {
  case SUCCESS: return CRECORDS_FOUND;
  case MEMALLOC: return CRECORDS_OUT_OF_MEMORY;
  case CAPACITY: return CRECORDS_TOO_LONG;
  default: return CRECORDS_MALFORMED;
  }
}

// The key's end. Stage one has made sure that every string is closed, so the search ends inside the line.
static const char *closing_quote(const char *p) {
  while (*p != '"') p += *p == '\\' ? 2 : 1;
  return p;
}

static error_code collect(crecords_parser *parser, const uint8_t *line, size_t length) {
  const char *base = reinterpret_cast<const char *>(line);
  ondemand::document document;
  if (auto error = parser->json.iterate(line, length, length + SIMDJSON_PADDING).get(document)) return error;
  ondemand::object object;
  if (auto error = document.get_object().get(object)) return error;
  for (auto each : object) {
    ondemand::field field;
    if (auto error = std::move(each).get(field)) return error;
    const char *key = field.key().raw();
    std::string_view value;
    if (auto error = to_json_string(field.value()).get(value)) return error;
    if (value.empty()) return TAPE_ERROR;
    size_t start = size_t(value.data() - base);
    parser->fields.push_back({size_t(key - base), size_t(closing_quote(key) - base), start, start + value.size()});
  }
  return SUCCESS;
}

extern "C" crecords_status crecords_find_fields(crecords_parser *parser, const uint8_t *line, size_t length,
                                                const crecords_field **fields, size_t *count) {
  *fields = nullptr;
  *count = 0;
  try {
    if (parser->json.capacity() > kept_capacity && length <= kept_capacity) parser->json = ondemand::parser();
    parser->fields.clear();
    crecords_status status = status_of(collect(parser, line, length));
    if (status != CRECORDS_FOUND) return status;
    *fields = parser->fields.data();
    *count = parser->fields.size();
    return CRECORDS_FOUND;
  } catch (const std::bad_alloc &) {
    return CRECORDS_OUT_OF_MEMORY;
  } catch (...) {
    return CRECORDS_MALFORMED;
  }
}

// language: says which language a document is in, by way of CLD2, and how surely; sentences are cut by it unless the
// user gave a language. With `keep` it drops documents in other languages.
// CLD2's header uses FILE and does not include it.
#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "tamis_plugin.h"

namespace {

struct Detector {
  double least = 0.5;
  std::vector<std::string> keep;
};

// CLD2 writes some languages as ISO 639 once did.
std::string_view tag(CLD2::Language language) {
  std::string_view code = CLD2::LanguageCode(language);
  if (code == "iw") return "he";
  if (code == "jw") return "jv";
  if (code == "mo") return "ro";
  return code;
}

bool is_known(CLD2::Language language) {
  return language != CLD2::UNKNOWN_LANGUAGE && language != CLD2::TG_UNKNOWN_LANGUAGE &&
         CLD2::LanguageCode(language)[0] != 'x';
}

// CLD2 counts in int and a megabyte says what there is to say; cut between characters.
int length_to_read(const tamis_plugin_call *call) {
  constexpr int64_t enough = 1 << 20;
  if (call->length <= enough) return static_cast<int>(call->length);
  int64_t end = enough;
  while (end > 0 && (call->text[end] & 0xC0) == 0x80) end--;
  return static_cast<int>(end);
}

tamis_plugin_status annotate(void *instance, void *, const tamis_plugin_call *call) try {
  const auto *self = static_cast<const Detector *>(instance);
  CLD2::Language languages[3];
  int percents[3], text_bytes = 0, valid = 0;
  double scores[3];
  bool reliable = false;
  const CLD2::CLDHints hints = {nullptr, "", CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  CLD2::ExtDetectLanguageSummaryCheckUTF8(call->text, length_to_read(call), true, &hints, 0, languages, percents, scores,
                                          nullptr, &text_bytes, &reliable, &valid);
  if (!is_known(languages[0]) || text_bytes == 0) return TAMIS_PLUGIN_DONE;
  const tamis_plugin_host *host = call->host;
  // The share of the text that is in it; CLD2 says of texts that are short or look like several languages only that
  // they are not reliable, which halves it.
  const double confidence = percents[0] / 100.0 * (reliable ? 1 : 0.5);
  const std::string_view code = tag(languages[0]);
  host->add_flag(call, "reliable", reliable);
  if (is_known(languages[1]) && percents[1] > 0) {
    const std::string_view second = tag(languages[1]);
    host->add_text(call, "second", second.data(), static_cast<int64_t>(second.size()));
    host->add_number(call, "second-share", percents[1] / 100.0);
  }
  if (confidence >= self->least) return host->set_language(call, std::string(code).c_str(), confidence);
  host->add_text(call, "unsure", code.data(), static_cast<int64_t>(code.size()));
  return host->add_number(call, "confidence", confidence);
} catch (...) {
  return TAMIS_PLUGIN_NO_MEMORY;
}

tamis_plugin_status judge(void *instance, void *, const tamis_plugin_call *call) {
  const auto *self = static_cast<const Detector *>(instance);
  if (self->keep.empty()) return TAMIS_PLUGIN_DONE;
  const std::string_view language = call->language;
  // "zh" keeps "zh-Hant" too.
  for (const std::string &kept : self->keep) {
    if (language.substr(0, kept.size()) == kept && (language.size() == kept.size() || language[kept.size()] == '-')) {
      return TAMIS_PLUGIN_DONE;
    }
  }
  return call->host->drop(call, language.empty() ? "language not known" : "another language");
}

const tamis_plugin_option options[] = {
    {"least", "0.5", "the least confidence, 0 to 1, with which a language is said"},
    {"keep", "", "languages to keep, divided by +, such as de+en; others are dropped; empty keeps all"}};

bool read_settings(Detector &detector, const tamis_plugin_setting *settings, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    const std::string_view key = settings[i].key, value = settings[i].value;
    if (key == "least") {
      char *end = nullptr;
      detector.least = std::strtod(settings[i].value, &end);
      if (value.empty() || *end != 0 || !(detector.least >= 0 && detector.least <= 1)) return false;
    } else {
      for (size_t start = 0; start < value.size();) {
        const size_t end = std::min(value.find('+', start), value.size());
        if (end > start) detector.keep.emplace_back(value.substr(start, end - start));
        start = end + 1;
      }
    }
  }
  return true;
}

tamis_plugin_status create(const tamis_plugin_host *host, const tamis_plugin_setting *settings, int64_t count,
                           void **instance) try {
  auto detector = new Detector;
  if (!read_settings(*detector, settings, count)) {
    delete detector;
    host->explain(host, "least is not a number from 0 to 1");
    return TAMIS_PLUGIN_ERROR;
  }
  *instance = detector;
  return TAMIS_PLUGIN_DONE;
} catch (...) {
  return TAMIS_PLUGIN_NO_MEMORY;
}

void destroy(void *instance) { delete static_cast<Detector *>(instance); }

const void *get_kind(const char *id) {
  static const tamis_plugin_annotator annotator = {sizeof annotator, 0, annotate};
  static const tamis_plugin_document_filter filter = {sizeof filter, 0, judge};
  if (std::strcmp(id, TAMIS_PLUGIN_TEXT_ANNOTATOR) == 0) return &annotator;
  if (std::strcmp(id, TAMIS_PLUGIN_DOCUMENT_FILTER) == 0) return &filter;
  return nullptr;
}

const void *get_factory(const char *id) {
  static const tamis_plugin_factory factory = {
      sizeof factory, sizeof options / sizeof *options, options, create, destroy, nullptr, nullptr, get_kind};
  return std::strcmp(id, TAMIS_PLUGIN_FACTORY) == 0 ? &factory : nullptr;
}

}  // namespace

const tamis_plugin_entry tamis_plugin_entry_v1 = {sizeof(tamis_plugin_entry),
                                                  TAMIS_PLUGIN_ABI_VERSION,
                                                  "language",
                                                  "says which language a document is in, by way of CLD2",
                                                  "1.0",
                                                  nullptr,
                                                  nullptr,
                                                  get_factory};

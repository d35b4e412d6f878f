/// tamis_plugin.h - add a stage to Tamis without its sources.
///
/// A plugin is a shared library that exports one constant, tamis_plugin_entry_v1. Whoever cleans text names it
/// (`tamis clean --plugin PATH`, tamis_plugins_load() in tamis.h, `PluginSet` in Swift), and Tamis asks it at fixed
/// places on a document's way. A plugin proposes; Tamis checks what it proposes and does it, so that spans still lead
/// back to the source and a faulty plugin harms nothing but its own contribution. This header is the manual; it needs
/// no library to link with. Plugins/minimal in the sources is a whole plugin on one screen.
///
///
/// A DOCUMENT'S WAY
///
///     source bytes -> repaired, normalised, tidied text
///       1. text filters          propose edits; each sees what the edits before it made
///       2. annotators, "text"    say things about the text, and which language it is in
///     blocks, each with a verdict
///       3. block scorers         propose other scores
///       4. sentence rules        look at where sentences end, block by block
///     cleaned text: the kept blocks
///       5. annotators, "cleaned" say things about the result
///       6. document filters      say that the document is to be dropped
///
/// At each place plugins are asked in the order in which they were loaded; at 5 and 6 each does both before the next
/// one is asked. A plugin may be of several kinds.
///
///
/// WHAT IS READ FIRST
///
/// The entry is data. Tamis reads `struct_size` and `abi_version` from the file, before it is loaded and any of its
/// code, even a constructor, runs; they must be numbers known at compile time, which a static initialiser makes them.
/// A version that Tamis does not know is refused there. Then the library is loaded and the entry is used in this
/// order: init, get_factory, the factory's options, create for each time the plugin is asked for; destroy, deinit. The
/// library stays loaded until the process ends.
///
///
/// TEXT AND MEMORY
///
/// Texts are well-formed UTF-8 and not NUL-terminated unless a comment says so; offsets are bytes from the beginning of
/// the text that the call shows. What a call shows is valid until it returns. What a plugin passes to the host is
/// copied before the host's function returns. Neither side frees what the other allocated. The
/// functions of the host that take a call allocate nothing once they are warm.
///
///
/// THREADS
///
/// create, destroy, init, deinit: one thread at a time. All else: any number of threads with the same instance, each
/// with a workspace of its own. So an instance is not written to after create, and what a call needs to write goes into
/// the workspace. The functions of the host that take a call belong to the thread of that call; log may be called by
/// any.
///
///
/// WHEN SOMETHING IS WRONG
///
/// A function of a plugin returns TAMIS_PLUGIN_DONE or another number; fail() says why. It must return: no exceptions
/// across this border, no longjmp, no exit. What it hands over is checked: an edit out of bounds, out of order or inside
/// a character, text that is not UTF-8, a score that is no number from 0 to 1, another number of verdicts than there
/// are blocks, a value for a boundary that is neither 0 nor 1. After any such fault everything that this call said and
/// did is undone and the fault is noted with the document, by the plugin's name. The document goes on without, or is
/// rejected, as the user says with the option `on-error` (`skip`, the default, or `reject`), which every plugin has
/// from the host.
#ifndef TAMIS_PLUGIN_H
#define TAMIS_PLUGIN_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What this header describes. A plugin with another version is refused; Documentation/PluginABI.md says what can
/// change without another version.
#define TAMIS_PLUGIN_ABI_VERSION 1

/// How a call went: TAMIS_PLUGIN_DONE, or why not. A plugin may return any other number too; it counts as an error.
typedef int32_t tamis_plugin_status;

enum {
  TAMIS_PLUGIN_DONE = 0,
  /// From the host: what was handed over is not acceptable. The host has noted it; the plugin may return at once.
  TAMIS_PLUGIN_REFUSED = -1,
  /// From a plugin: it could not do its work.
  TAMIS_PLUGIN_ERROR = -2,
  /// From either: memory ran out.
  TAMIS_PLUGIN_NO_MEMORY = -3
};

/// A half-open range of bytes.
typedef struct tamis_plugin_span {
  int64_t start;
  int64_t end;
} tamis_plugin_span;

/// One block of the text: a line of it.
typedef struct tamis_plugin_block {
  /// Where it stands in the call's text; empty if it was dropped and is not in that text.
  tamis_plugin_span span;
  /// The probability, 0 to 1, that it is article text.
  float score;
  /// One of TAMIS_KIND_* of tamis.h.
  uint8_t kind;
  /// 1 if it is kept, 0 if it is dropped.
  uint8_t kept;
  /// Zero.
  uint8_t reserved[2];
} tamis_plugin_block;

typedef struct tamis_plugin_host tamis_plugin_host;

/// What is shown in one call. Tamis owns it; a later Tamis may have a larger one.
typedef struct tamis_plugin_call {
  /// The size in the host's eyes.
  uint32_t struct_size;
  /// Zero.
  uint32_t reserved;
  /// The functions that take this call.
  const tamis_plugin_host *host;
  /// The host's own.
  void *host_data;
  /// What the caller calls the document: a URL, a path, an id; any bytes. Null if it has no name.
  const char *name;
  int64_t name_length;
  /// The document's language as a BCP 47 tag: what the user gave, else what an annotator found; empty when nobody
  /// knows. NUL-terminated, never null.
  const char *language;
  /// The text. Never null.
  const char *text;
  int64_t length;
  /// The blocks: for block scorers, those of the text; for annotators of "cleaned" and document filters, all of the
  /// document; else none.
  const tamis_plugin_block *blocks;
  int64_t block_count;
  /// The sentences, as spans of the text: for annotators of "cleaned" and document filters; else none.
  const tamis_plugin_span *sentences;
  int64_t sentence_count;
} tamis_plugin_call;

/// How much a line of the log matters.
enum {
  TAMIS_PLUGIN_LOG_INFO = 0,
  TAMIS_PLUGIN_LOG_WARNING = 1,
  TAMIS_PLUGIN_LOG_ERROR = 2
};

/// What the host does for plugins. It is valid from create to destroy. Check `struct_size` before using a function that
/// this header does not have.
struct tamis_plugin_host {
  /// The size in the host's eyes.
  uint32_t struct_size;
  /// TAMIS_PLUGIN_ABI_VERSION of the host.
  uint32_t abi_version;
  /// The version of Tamis, such as "0.1.0", NUL-terminated.
  const char *version;
  /// The host's own.
  void *host_data;

  /// Tells the user something: NUL-terminated, one line, at most 511 bytes of it are used. `level` is one of
  /// TAMIS_PLUGIN_LOG_*.
  void (*log)(const tamis_plugin_host *host, int32_t level, const char *message);

  /// Says in create why it fails: as in log.
  void (*explain)(const tamis_plugin_host *host, const char *message);

  // The rest belongs to a call, and only to those kinds that the comment names.

  /// Says why the call fails: as in log. Returns TAMIS_PLUGIN_ERROR, so that `return host->fail(call, "…")` does both.
  tamis_plugin_status (*fail)(const tamis_plugin_call *call, const char *message);

  /// Text filters: puts `length` bytes in the place of the text's bytes from `start` to `end`. Edits come in the text's
  /// order and do not overlap; their borders are those of characters; with `start` equal to `end` something is put in,
  /// with `length` 0 something is removed.
  tamis_plugin_status (*edit)(const tamis_plugin_call *call, int64_t start, int64_t end, const char *replacement,
                              int64_t length);

  /// Annotators: a number, a text or a truth value (0 or 1) under a key. A key is NUL-terminated, of 1 to 64 of the
  /// characters a-z, 0-9, "_", "-" and ".". A number is finite. A key that comes twice is two facts.
  tamis_plugin_status (*add_number)(const tamis_plugin_call *call, const char *key, double value);
  tamis_plugin_status (*add_text)(const tamis_plugin_call *call, const char *key, const char *text, int64_t length);
  tamis_plugin_status (*add_flag)(const tamis_plugin_call *call, const char *key, int32_t value);

  /// Annotators: the document's language, a BCP 47 tag of at most 35 bytes, NUL-terminated, and how sure that is, 0
  /// to 1. Of several plugins' languages the surest counts. In "text", sentences are cut by it unless the user gave a
  /// language.
  tamis_plugin_status (*set_language)(const tamis_plugin_call *call, const char *tag, double confidence);

  /// Document filters: the document is to be dropped. The reason is NUL-terminated, of 1 to 255 bytes.
  tamis_plugin_status (*drop)(const tamis_plugin_call *call, const char *reason);
};

// ---------------------------------------------------------------------------------------------------------------------
// Kinds. Each is a struct that get_kind hands out for its id. The number in an id is its revision: a plugin that has
// the struct of a later revision offers it under the later id and goes on offering this one.
//
// `instance` is what create made, `workspace` what workspace_new made, null without it.
// ---------------------------------------------------------------------------------------------------------------------

/// Proposes edits to the text: removes, replaces, puts in. What it leaves is tidied and normalised again.
#define TAMIS_PLUGIN_TEXT_FILTER "tamis.text-filter/1"
typedef struct tamis_plugin_text_filter {
  /// sizeof(tamis_plugin_text_filter).
  uint32_t struct_size;
  uint32_t reserved;
  tamis_plugin_status (*filter)(void *instance, void *workspace, const tamis_plugin_call *call);
} tamis_plugin_text_filter;

/// A verdict on a block.
typedef struct tamis_plugin_verdict {
  /// The probability, 0 to 1, that the block is article text. A block whose score is changed is kept if it reaches the
  /// user's threshold.
  float score;
  /// One of TAMIS_KIND_*.
  uint8_t kind;
  /// Why: 0 for no reason of the plugin's own, else a number into `reasons` of the scorer, from 1.
  uint8_t reason;
  /// Not used.
  uint8_t reserved[2];
} tamis_plugin_verdict;

/// Changes verdicts.
#define TAMIS_PLUGIN_BLOCK_SCORER "tamis.block-scorer/1"
typedef struct tamis_plugin_block_scorer {
  /// sizeof(tamis_plugin_block_scorer).
  uint32_t struct_size;
  /// How many reasons there are, up to 32.
  int32_t reason_count;
  /// Names of the scorer's reasons, as keys are written; may be null if there are none. They appear behind the plugin's
  /// id, as in "site-rules.drop".
  const char *const *reasons;
  /// `verdicts` has one verdict for each of the call's blocks and says at first what they have now. `*count` is their
  /// number at first and must be it at the end.
  tamis_plugin_status (*score)(void *instance, void *workspace, const tamis_plugin_call *call,
                               tamis_plugin_verdict *verdicts, int64_t *count);
} tamis_plugin_block_scorer;

/// Knows where sentences do not end.
#define TAMIS_PLUGIN_SENTENCE_RULES "tamis.sentence-rules/1"
typedef struct tamis_plugin_sentence_rules {
  /// sizeof(tamis_plugin_sentence_rules).
  uint32_t struct_size;
  uint32_t reserved;
  /// Abbreviations that do not end a sentence, NUL-terminated UTF-8 of at most 255 bytes: asked for once, after create.
  /// Sets the two results, valid until destroy; at most 65536. May be null.
  tamis_plugin_status (*abbreviations)(void *instance, const char *const **words, int64_t *count);
  /// Looks at the sentences of a block that has several. `sentences` are `count` spans of the call's text; `ends`,
  /// `count` - 1 of them, say of each but the last whether it ends where it does: 1 at first, 0 joins it to the next.
  /// May be null.
  tamis_plugin_status (*review)(void *instance, void *workspace, const tamis_plugin_call *call,
                                const tamis_plugin_span *sentences, int64_t count, uint8_t *ends);
} tamis_plugin_sentence_rules;

/// Says things about the text before it is judged: its language most of all.
#define TAMIS_PLUGIN_TEXT_ANNOTATOR "tamis.text-annotator/1"
/// Says things about the finished document.
#define TAMIS_PLUGIN_CLEANED_ANNOTATOR "tamis.cleaned-annotator/1"
typedef struct tamis_plugin_annotator {
  /// sizeof(tamis_plugin_annotator).
  uint32_t struct_size;
  uint32_t reserved;
  tamis_plugin_status (*annotate)(void *instance, void *workspace, const tamis_plugin_call *call);
} tamis_plugin_annotator;

/// Drops documents, or lets them be. Of a plugin that is also an annotator of "cleaned", that is called first, with the
/// same workspace and the same text.
#define TAMIS_PLUGIN_DOCUMENT_FILTER "tamis.document-filter/1"
typedef struct tamis_plugin_document_filter {
  /// sizeof(tamis_plugin_document_filter).
  uint32_t struct_size;
  uint32_t reserved;
  tamis_plugin_status (*judge)(void *instance, void *workspace, const tamis_plugin_call *call);
} tamis_plugin_document_filter;

// ---------------------------------------------------------------------------------------------------------------------
// Factory and entry
// ---------------------------------------------------------------------------------------------------------------------

/// An option that the plugin has. Other keys are refused before create is called.
typedef struct tamis_plugin_option {
  /// As keys of facts are written; not "on-error".
  const char *key;
  /// What it is when it is not given, for people; null if it must be given.
  const char *default_value;
  /// One line for people.
  const char *help;
} tamis_plugin_option;

/// An option as the user gave it: NUL-terminated UTF-8.
typedef struct tamis_plugin_setting {
  const char *key;
  const char *value;
} tamis_plugin_setting;

/// Makes instances.
#define TAMIS_PLUGIN_FACTORY "tamis.factory/1"
typedef struct tamis_plugin_factory {
  /// sizeof(tamis_plugin_factory).
  uint32_t struct_size;
  /// How many options there are, up to 256.
  int32_t option_count;
  /// May be null if there are none.
  const tamis_plugin_option *options;
  /// Makes an instance from the settings that the user gave, in the user's order, each key once; `host` is valid until
  /// destroy. A failure is explained by host->explain.
  tamis_plugin_status (*create)(const tamis_plugin_host *host, const tamis_plugin_setting *settings, int64_t count,
                                void **instance);
  /// Unmakes it.
  void (*destroy)(void *instance);
  /// Makes and unmakes the workspace of one thread; null for both if none is needed. A null workspace is a failure.
  void *(*workspace_new)(void *instance);
  void (*workspace_free)(void *instance, void *workspace);
  /// The kind's struct for an id of this header, valid as long as the library is loaded; null for what the plugin is
  /// not. What it is must not depend on the settings.
  const void *(*get_kind)(const char *id);
} tamis_plugin_factory;

/// The plugin as data.
typedef struct tamis_plugin_entry {
  /// sizeof(tamis_plugin_entry).
  uint32_t struct_size;
  /// TAMIS_PLUGIN_ABI_VERSION.
  uint32_t abi_version;
  /// What names the plugin in messages and results: 1 to 64 of the characters of a key, such as "redact".
  const char *id;
  /// One line for people: what it does. UTF-8, at most 255 bytes.
  const char *description;
  /// Its version, as its makers count. UTF-8, at most 255 bytes.
  const char *version;
  /// Called once each time before the plugin is used, and deinit after: where the plugin is loaded more than once, they
  /// must count. Either may be null.
  tamis_plugin_status (*init)(void);
  void (*deinit)(void);
  /// The factory for TAMIS_PLUGIN_FACTORY; null for ids that the plugin does not know.
  const void *(*get_factory)(const char *id);
} tamis_plugin_entry;

#if defined(_WIN32)
#define TAMIS_PLUGIN_EXPORT __declspec(dllexport)
#elif defined(__GNUC__)
#define TAMIS_PLUGIN_EXPORT __attribute__((visibility("default")))
#else
#define TAMIS_PLUGIN_EXPORT
#endif

/// The one symbol that a plugin exports.
extern TAMIS_PLUGIN_EXPORT const tamis_plugin_entry tamis_plugin_entry_v1;

#ifdef __cplusplus
}
#endif

#endif

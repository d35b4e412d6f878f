/// tamis.h - article text in, clean article text out.
///
/// Tamis takes the bytes of one article as a scraper left them and gives back its text: valid UTF-8, normalised, cut
/// into blocks and sentences, without the menus, share buttons, pleas and notices that stood around it. This header
/// is the manual of the C library `libtamis`; every promise that the library makes to a C caller stands here.
///
///
/// THREE FLOORS
///
/// There are three ways to do the same thing. Each gives the same result for the same document and the same options;
/// each higher one costs a few lines more and saves work.
///
/// 1. One shot. One call, one result. Right for a document now and then.
///
///        tamis_document *document = NULL;
///        tamis_error error = TAMIS_ERROR_INIT;
///        if (tamis_clean(data, length, NULL, &document, &error) != TAMIS_OK) {
///          fprintf(stderr, "%s\n", error.message);
///        } else {
///          tamis_text text = tamis_document_text(document);
///          fwrite(text.data, 1, (size_t)text.length, stdout);
///        }
///        tamis_document_free(document);
///
/// 2. Reusable. The recipe (tamis_cleaner) is made once and shared by all threads; each thread keeps a workspace
///    (tamis_scratch) and a result (tamis_document) that are filled again and again. Once they are warm the loop
///    allocates next to nothing.
///
///        while (next(&data, &length)) {
///          if (tamis_cleaner_clean(cleaner, data, length, scratch, document, &error) == TAMIS_OK) use(document);
///        }
///
/// 3. Batch. A whole column of documents in one call, on as many threads as are wanted, with progress and cancelling. A
///    document that fails does not stop the others.
///
///        tamis_texts rows = {data, data_length, offsets, NULL, count};
///        status = tamis_cleaner_clean_batch(cleaner, &rows, NULL, &batch, &error);
///
///
/// BYTES AND OFFSETS
///
/// Text is bytes with a length, never NUL-terminated, neither on the way in nor on the way out; NUL is a byte like
/// any other. What goes in may be any bytes at all: ill-formed UTF-8 is repaired, not refused. What comes out is
/// well-formed UTF-8.
///
/// Names and words are another matter: those that the library hands out and those in tamis_options end with a NUL, and
/// ill-formed UTF-8 in them is TAMIS_INVALID_ARGUMENT.
///
/// Lengths, offsets and counts are int64_t, as in the Arrow formats. A span is half open, [start, end), counts bytes,
/// and always says of which text: the source as it was given, or the cleaned text.
///
/// A null pointer with length 0 is an empty text. A null pointer with any other length is TAMIS_INVALID_ARGUMENT.
///
///
/// STATUS AND ERROR
///
/// A function that can fail returns a tamis_status: 0 is success, every failure is negative. Its last parameter is a
/// tamis_error of the caller's, which may be null; if it is given it is always written, also on success, and says in
/// words what was wrong and what to do, and where: at which byte, in which document. Nothing is kept in the library
/// or in the thread. On failure every result parameter is null or zero, unless its own text says otherwise.
///
/// Parameters come in one order everywhere: the object, the input, the options, the results, the error.
///
/// No argument makes the library trap, abort or exit, with three exceptions that no library can see: a pointer that
/// is not null and points to no such thing, a length or count beyond what the pointer has, and a handle that was
/// freed.
///
/// When memory runs out the answer is TAMIS_OUT_OF_MEMORY. Texts, tables and results are allocated so that they can
/// fail. The small objects of the Swift runtime, a few hundred bytes for each handle, cannot: where memory for one is
/// missing the process ends. So before one is made, in a batch before those of all rows are made, the library makes sure
/// that memory is there, and one case remains: another thread takes that very memory in between.
///
///
/// OWNERSHIP: each function says one of
///
///   caller (NAME)    What is handed out belongs to the caller, who gives it back once, with the function NAME.
///   borrowed (NAME)  What is handed out belongs to the argument NAME and is valid until that is freed or filled again.
///   static           What is handed out is constant and valid for ever.
///   taken (NAME)     The argument NAME is given back to the library and must not be used again.
///   none             Nothing changes hands. Arguments are not kept beyond the call.
///
/// THREADS: each function says one of
///
///   any              Any number of threads may call it at the same time, with the same objects and inputs.
///   exclusive (NAME) As `any`, but no other call may use the argument NAME, or write what it points to, at that time.
///
/// The library has no global state but constant tables, starts no threads but those of a batch, which have ended when
/// the call returns, and installs no signal handlers. It may be used before and after fork(), not in a child forked
/// during a call.
///
///
/// STABILITY
///
/// Numbers in this header are pinned: a value is never given a second meaning, new ones are added. Structs that the
/// caller fills begin with their size and grow at the end, so a program runs unchanged with a later library of the
/// same ABI version. The library's file name and its symbols carry that version, and until version 1.0 it may rise with
/// the minor version.
#ifndef TAMIS_H
#define TAMIS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// ---------------------------------------------------------------------------------------------------------------------
// Version
// ---------------------------------------------------------------------------------------------------------------------

/// The version of this header.
#define TAMIS_VERSION_MAJOR 0
#define TAMIS_VERSION_MINOR 1
#define TAMIS_VERSION_PATCH 0
#define TAMIS_VERSION_STRING "0.1.0"

/// The version of the binary interface, which is also in the library's file name. It moves only when a program has to
/// be compiled again, so for other reasons than the version of the library.
#define TAMIS_ABI_VERSION 1

/// The version of the library that is running, such as "0.1.0".
///
/// @return    A NUL-terminated string.
/// Ownership: static
/// Threads:   any
/// Since:     0.1
const char *tamis_version_string(void);

/// The binary interface of the library that is running. A program that loads the library by hand compares it with
/// TAMIS_ABI_VERSION before it calls anything else.
///
/// @return    The number.
/// Ownership: none
/// Threads:   any
/// Since:     0.1
int32_t tamis_abi_version(void);

/// The version of the ICU library in use, such as "72.1".
///
/// @return    A NUL-terminated string.
/// Ownership: static
/// Threads:   any
/// Since:     0.1
const char *tamis_icu_version(void);

/// The version of the Unicode Standard that normalisation and sentence boundaries follow, such as "15.0".
///
/// @return    A NUL-terminated string.
/// Ownership: static
/// Threads:   any
/// Since:     0.1
const char *tamis_unicode_version(void);

// ---------------------------------------------------------------------------------------------------------------------
// Status and error
// ---------------------------------------------------------------------------------------------------------------------

/// How a call went: TAMIS_OK or one of the negative numbers below.
typedef int32_t tamis_status;

enum {
  TAMIS_OK = 0,

  // The call was not a proper one: the program has to change.

  /// A pointer that may not be null is null, or a number is outside its range.
  TAMIS_INVALID_ARGUMENT = -1,
  /// `struct_size` is not the size of any version of the struct; most often it was not set.
  TAMIS_BAD_STRUCT_SIZE = -2,
  /// An option has a value that this library does not know; perhaps a later one does.
  TAMIS_UNKNOWN_OPTION = -3,
  /// The offsets of a column are negative, fall, or lead outside its data.
  TAMIS_BAD_OFFSETS = -4,
  /// The caller's buffer is too small. The size that is needed was written; call again with that much.
  TAMIS_BUFFER_TOO_SMALL = -5,
  /// The progress function asked to stop.
  TAMIS_CANCELLED = -6,
  /// The bytes of a model or of an index of repeats are not whole, not sound, or made for another version.
  TAMIS_BAD_FILE = -7,

  // The document.

  /// The document is longer than `max_document_bytes`.
  TAMIS_DOCUMENT_TOO_LARGE = -20,
  /// The text is not well-formed UTF-8. Only tamis_validate_utf8() says so; everything else repairs.
  TAMIS_INVALID_UTF8 = -21,

  // The world around the library.

  /// Memory ran out. Whatever the call had made was given back.
  TAMIS_OUT_OF_MEMORY = -40,
  /// ICU failed, most often because its data is missing.
  TAMIS_ICU_FAILED = -41,

  // Plugins.

  /// There is no such plugin, or its file cannot be read.
  TAMIS_PLUGIN_NOT_FOUND = -60,
  /// The file is no plugin: no shared library for this machine, without an entry, or one that cannot be loaded.
  TAMIS_PLUGIN_NOT_A_PLUGIN = -61,
  /// The plugin was made for another version of tamis_plugin.h.
  TAMIS_PLUGIN_WRONG_VERSION = -62,
  /// What the plugin says of itself breaks the rules of tamis_plugin.h.
  TAMIS_PLUGIN_INVALID = -63,
  /// The plugin has no such option, needs one that is missing, or the request cannot be read.
  TAMIS_PLUGIN_BAD_OPTION = -64,
  /// The plugin does not want to begin, for a reason that the message has.
  TAMIS_PLUGIN_NOT_STARTED = -65,
  /// A plugin failed on the document, and was loaded with `on-error=reject`.
  TAMIS_PLUGIN_FAILED = -66,

  /// A fault of the library. Please report it.
  TAMIS_INTERNAL = -99
};

/// The name of a status as it is written in this header, such as "TAMIS_OUT_OF_MEMORY".
///
/// @param status  Any number.
/// @return        A NUL-terminated string, "unknown" for a number that is no status.
/// Ownership:     static
/// Threads:       any
/// Since:         0.1
const char *tamis_status_name(tamis_status status);

/// What a function has to say about how the call went. The caller owns it, sets `struct_size` (TAMIS_ERROR_INIT or
/// tamis_error_init() do) and may use it for any number of calls, one at a time.
typedef struct tamis_error {
  /// sizeof(tamis_error).
  uint32_t struct_size;
  /// The status that the call returned.
  tamis_status status;
  /// The number of the document in its column, from 0; -1 if there is none.
  int64_t document_index;
  /// The byte of the source the message is about, from 0; -1 if there is none.
  int64_t byte_offset;
  /// What is wrong and what to do, in English, NUL-terminated; empty on success.
  char message[512];
} tamis_error;

/// Initialises a tamis_error where it is defined: `tamis_error error = TAMIS_ERROR_INIT;`
#define TAMIS_ERROR_INIT {sizeof(tamis_error), TAMIS_OK, -1, -1, ""}

/// Does what TAMIS_ERROR_INIT does, for languages without C macros.
///
/// @param error        The struct to initialise.
/// @param struct_size  Its size in the caller's eyes.
/// @return             TAMIS_OK; TAMIS_INVALID_ARGUMENT if `error` is null; TAMIS_BAD_STRUCT_SIZE.
/// Ownership:          none
/// Threads:            exclusive (error)
/// Since:              0.1
tamis_status tamis_error_init(tamis_error *error, uint32_t struct_size);

// ---------------------------------------------------------------------------------------------------------------------
// Types
// ---------------------------------------------------------------------------------------------------------------------

/// The recipe: options, checked, and the tables they need. Immutable.
typedef struct tamis_cleaner tamis_cleaner;

/// The workspace of one thread. It grows to what the longest document needed and keeps that.
typedef struct tamis_scratch tamis_scratch;

/// What came of one document. Filled by a cleaner, which may fill it again; in between it is immutable.
typedef struct tamis_document tamis_document;

/// What came of a column of documents. Immutable.
typedef struct tamis_batch tamis_batch;

/// What the judge of blocks has learnt. Immutable.
typedef struct tamis_model tamis_model;

/// The blocks that the documents of a host share. It grows until a cleaner uses it, and is immutable from then on.
typedef struct tamis_repeats tamis_repeats;

/// Plugins, loaded and ready. Immutable.
typedef struct tamis_plugins tamis_plugins;

/// Borrowed bytes, not NUL-terminated. `data` is never null, even if `length` is 0, when a function returns one.
typedef struct tamis_text {
  const char *data;
  int64_t length;
} tamis_text;

/// A half-open range of bytes.
typedef struct tamis_span {
  int64_t start;
  int64_t end;
} tamis_span;

/// What a block is.
enum {
  TAMIS_KIND_TITLE = 0,
  TAMIS_KIND_HEADING = 1,
  TAMIS_KIND_PARAGRAPH = 2,
  TAMIS_KIND_LIST_ITEM = 3,
  TAMIS_KIND_QUOTE = 4,
  TAMIS_KIND_BYLINE = 5,
  TAMIS_KIND_DATELINE = 6,
  TAMIS_KIND_CAPTION = 7,
  TAMIS_KIND_NAVIGATION = 8,
  TAMIS_KIND_SHARE = 9,
  /// Subscribe, donate, newsletter.
  TAMIS_KIND_APPEAL = 10,
  /// Cookies.
  TAMIS_KIND_CONSENT = 11,
  /// Read more, most read, and the titles below.
  TAMIS_KIND_RELATED = 12,
  TAMIS_KIND_LEGAL = 13,
  /// Of readers, and their names, times and buttons.
  TAMIS_KIND_COMMENTS = 14,
  TAMIS_KIND_ADVERT = 15,
  TAMIS_KIND_BIO = 16,
  /// Of no other kind that could be told, and the document, or many of its host, have it elsewhere too.
  TAMIS_KIND_REPEATED = 17,
  TAMIS_KIND_OTHER = 18
};

/// One block: a stretch of text between line breaks that is not empty after normalisation, and the verdict on it.
typedef struct tamis_block {
  /// Where it stands in the source.
  tamis_span source;
  /// Where it stands in the cleaned text; empty, at the place where it would stand, if it was dropped.
  tamis_span cleaned;
  /// The probability, 0 to 1, that it is article text.
  float score;
  /// One of TAMIS_KIND_*; later libraries may know more.
  uint8_t kind;
  /// 1 if it is in the cleaned text, 0 if it was dropped.
  uint8_t kept;
  /// Not used; the content is undefined.
  uint8_t reserved[2];
  /// The evidence that weighed most, heaviest first; 0 is "no more". tamis_reason_name() says what the numbers mean.
  uint8_t reasons[4];
  /// Not used; the content is undefined.
  uint8_t reserved_too[4];
  /// Its sentences: a range of tamis_document_sentences().
  int64_t first_sentence;
  int64_t sentence_count;
} tamis_block;

/// One sentence. Sentences never cross blocks.
typedef struct tamis_sentence {
  /// Where it stands in the source.
  tamis_span source;
  /// Where it stands in the cleaned text; empty if its block was dropped.
  tamis_span cleaned;
} tamis_sentence;

/// Borrowed blocks. `data` may be null if `count` is 0.
typedef struct tamis_blocks {
  const tamis_block *data;
  int64_t count;
} tamis_blocks;

/// Borrowed sentences. `data` may be null if `count` is 0.
typedef struct tamis_sentences {
  const tamis_sentence *data;
  int64_t count;
} tamis_sentences;

/// How many places of a document were changed, by what was changed. It grows at the end: a smaller struct of an earlier
/// header gets the numbers that it has fields for.
typedef struct tamis_edits {
  /// sizeof(tamis_edits).
  uint32_t struct_size;
  /// Not used; zero.
  uint32_t reserved;
  /// Ill-formed byte sequences replaced by U+FFFD.
  int64_t repaired;
  /// Line ends written otherwise than LF.
  int64_t line_ends;
  /// Control characters removed.
  int64_t controls;
  /// Characters without a width removed.
  int64_t invisibles;
  /// Stretches that normalisation changed.
  int64_t normalized;
  /// Runs of spaces or line breaks replaced or removed.
  int64_t spaces;
  /// HTML character references decoded.
  int64_t html_references;
  /// Characters decoded from another encoding than UTF-8, but for those, such as ASCII, that have the same bytes in
  /// both.
  int64_t encoding;
  /// Typographic forms made plain.
  int64_t typography;
  /// Characters that had been misread as another encoding and were read aright, once for each misreading.
  int64_t mojibake;
  /// Lines of hard-wrapped text joined with the next one.
  int64_t unwrapped;
  /// Edits that plugins proposed and that were made.
  int64_t plugins;
} tamis_edits;

/// Initialises a tamis_edits where it is defined.
#define TAMIS_EDITS_INIT {sizeof(tamis_edits), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/// What was changed, as the fields of tamis_edits count it.
enum {
  TAMIS_CHANGE_REPAIRED = 0,
  TAMIS_CHANGE_LINE_ENDS = 1,
  TAMIS_CHANGE_CONTROLS = 2,
  TAMIS_CHANGE_INVISIBLES = 3,
  TAMIS_CHANGE_NORMALIZED = 4,
  TAMIS_CHANGE_SPACES = 5,
  TAMIS_CHANGE_HTML_REFERENCES = 6,
  TAMIS_CHANGE_ENCODING = 7,
  TAMIS_CHANGE_TYPOGRAPHY = 8,
  TAMIS_CHANGE_MOJIBAKE = 9,
  TAMIS_CHANGE_PLUGINS = 10,
  TAMIS_CHANGE_UNWRAPPED = 11
};

/// One change of a document and its place.
typedef struct tamis_change {
  /// One of TAMIS_CHANGE_*; later libraries may know more.
  uint8_t kind;
  /// Not used; the content is undefined.
  uint8_t reserved[7];
  /// The bytes of the source that were changed; empty for something put in. What an earlier stage had changed too is all
  /// that the earlier change took.
  tamis_span source;
  /// What they became: a span of `text` in tamis_changes.
  tamis_span replacement;
} tamis_change;

/// Borrowed changes, stage after stage, ascending within each. `data` may be null if `count` is 0.
typedef struct tamis_changes {
  const tamis_change *data;
  int64_t count;
  /// What the replacements are spans of.
  tamis_text text;
} tamis_changes;

/// What a document was decoded from. It grows at the end, as tamis_edits does.
typedef struct tamis_encoding {
  /// sizeof(tamis_encoding).
  uint32_t struct_size;
  /// How surely, 0 to 100; 100 for what was told, by the options or by a byte order mark, and for what is UTF-8 throughout.
  int32_t confidence;
  /// As ICU calls it, such as "windows-1252", NUL-terminated.
  char icu_name[64];
} tamis_encoding;

/// Initialises a tamis_encoding where it is defined.
#define TAMIS_ENCODING_INIT {sizeof(tamis_encoding), 0, ""}

/// The name of a kind of change, such as "line_ends".
///
/// @param kind  Any number.
/// @return      A NUL-terminated string, "unknown" for a number that is no kind.
/// Ownership:   static
/// Threads:     any
/// Since:       0.1
const char *tamis_change_name(int32_t kind);

/// The name of a kind of block, such as "list-item".
///
/// @param kind  Any number.
/// @return      A NUL-terminated string, "unknown" for a number that is no kind.
/// Ownership:   static
/// Threads:     any
/// Since:       0.1
const char *tamis_kind_name(int32_t kind);

/// The name of a reason, such as "long-block". Names stay; compare names rather than numbers. Numbers from 192 on are
/// reasons of plugins: tamis_plugins_reason_name() knows them.
///
/// @param reason  Any number.
/// @return        A NUL-terminated string, "none" for 0, "unknown" for a number that is no reason.
/// Ownership:     static
/// Threads:       any
/// Since:         0.1
const char *tamis_reason_name(int32_t reason);

// ---------------------------------------------------------------------------------------------------------------------
// Options
// ---------------------------------------------------------------------------------------------------------------------

/// The positions of a switch.
enum {
  TAMIS_OFF = -1,
  TAMIS_DEFAULT = 0,
  TAMIS_ON = 1
};

/// The normalisation forms of Unicode Standard Annex #15.
enum {
  TAMIS_NORMALIZATION_NONE = -1,
  /// NFC.
  TAMIS_NORMALIZATION_DEFAULT = 0,
  TAMIS_NORMALIZATION_NFC = 1,
  TAMIS_NORMALIZATION_NFD = 2,
  TAMIS_NORMALIZATION_NFKC = 3,
  TAMIS_NORMALIZATION_NFKD = 4,
  /// NFKC, case folded, default-ignorable characters removed.
  TAMIS_NORMALIZATION_NFKC_CASEFOLD = 5
};

/// Which sentence boundaries are wanted.
enum {
  /// TAMIS_SENTENCE_RULES_STANDARD.
  TAMIS_SENTENCE_RULES_DEFAULT = 0,
  /// UAX #29 with a layer for abbreviations, initials, numbers, ellipsis and quotes.
  TAMIS_SENTENCE_RULES_STANDARD = 1,
  /// UAX #29 as it is written.
  TAMIS_SENTENCE_RULES_UAX29 = 2
};

/// What a threshold is to spare.
enum {
  /// TAMIS_FAVOR_BALANCED.
  TAMIS_FAVOR_DEFAULT = 0,
  /// Blocks that are surely article are kept, from a score of 0.7.
  TAMIS_FAVOR_PRECISION = 1,
  /// Blocks that are more likely article than not are kept, from a score of 0.5.
  TAMIS_FAVOR_BALANCED = 2,
  /// Blocks that are surely no article are dropped, below a score of 0.25.
  TAMIS_FAVOR_RECALL = 3
};

/// What becomes of character references of HTML, such as `&amp;`. The positions of a switch, and one more.
enum {
  TAMIS_HTML_REFERENCES_OFF = -1,
  /// TAMIS_HTML_REFERENCES_AUTOMATIC.
  TAMIS_HTML_REFERENCES_DEFAULT = 0,
  /// All are decoded once, as a browser does outside attributes, those without a semicolon too: `&amp;lt;` becomes
  /// `&lt;`.
  TAMIS_HTML_REFERENCES_ON = 1,
  /// Those with a semicolon are decoded where the text plainly has them, and again as long as what they leave plainly
  /// has them. Text that only speaks of references, or has an ampersand, stays.
  TAMIS_HTML_REFERENCES_AUTOMATIC = 2
};

/// What becomes of hard-wrapped text, such as mail and plain-text books: text whose lines were broken before a margin. The
/// positions of a switch, and one more.
enum {
  TAMIS_UNWRAP_OFF = -1,
  /// TAMIS_UNWRAP_AUTOMATIC.
  TAMIS_UNWRAP_DEFAULT = 0,
  /// Lines are joined into paragraphs, whatever the text looks like.
  TAMIS_UNWRAP_ON = 1,
  /// The same where the text was plainly wrapped: its lines end where the next word would not have fitted.
  TAMIS_UNWRAP_AUTOMATIC = 2
};

/// What is to be done to a document. A null pointer to options, and every field that is 0, mean the default. It grows
/// at the end: a smaller struct of an earlier header is understood, and a larger one of a later header is as long as
/// the fields that this library does not know are 0. What its pointers lead to is read, and copied, in the call that
/// takes the options.
typedef struct tamis_options {
  /// sizeof(tamis_options).
  uint32_t struct_size;
  /// One of TAMIS_NORMALIZATION_*; default NFC.
  int32_t normalization;

  // Switches, all on by default. Those that are indented belong to the one above them and are as that is by default.

  /// CR, CRLF, VT, FF, U+0085, U+2028 and U+2029 become LF.
  int32_t unify_line_ends;
  /// Control characters other than tab and line ends are removed.
  int32_t remove_controls;
  /// Characters without a width are removed:
  int32_t remove_invisibles;
  ///   zero-width spaces, and joiners where nothing can join;
  int32_t remove_zero_width;
  ///   marks of the direction of writing;
  int32_t remove_bidi_marks;
  ///   soft hyphens;
  int32_t remove_soft_hyphens;
  ///   U+FEFF, wherever it stands.
  int32_t remove_byte_order_marks;
  /// White space is tidied:
  int32_t tidy_spaces;
  ///   tabs become blanks (U+0020);
  int32_t map_tabs;
  ///   U+00A0 and all other Unicode spaces become blanks;
  int32_t map_spaces;
  ///   blanks and tabs at either end of a line are removed;
  int32_t trim_lines;
  ///   runs of blanks and tabs inside a line become one;
  int32_t collapse_spaces;
  ///   of three or more line feeds in a row two stay, and none at either end of the document.
  int32_t limit_line_breaks;

  /// One of TAMIS_SENTENCE_RULES_*.
  int32_t sentence_rules;
  /// Blocks judged boilerplate are left out of the cleaned text. They are judged and listed either way. A switch;
  /// default on.
  int32_t drop_boilerplate;
  /// The least score, above 0 and up to 1, of a block that is kept; default what `favor` says. To keep everything turn
  /// `drop_boilerplate` off.
  float threshold;
  /// The longest document taken, in bytes, up to 2147483647; default 1073741824.
  int64_t max_document_bytes;

  // What earlier processing left.

  /// One of TAMIS_HTML_REFERENCES_*.
  int32_t html_references;
  /// UTF-8 that was misread as another encoding and written down so, once or more often, is read aright where that is
  /// sure. A switch; default on.
  int32_t repair_mojibake;

  // Typography made plain: switches, all off by default.

  /// Quotation marks become ' and ".
  int32_t straighten_quotes;
  /// Dashes and the minus become -.
  int32_t plain_dashes;
  /// Ligatures become the letters that they join.
  int32_t expand_ligatures;
  /// Fullwidth forms become ASCII, halfwidth katakana become katakana.
  int32_t narrow_fullwidth;

  // Names and words, each ending with a NUL and not longer than 255 bytes without it.

  /// The encoding of the source, by a name or alias that ICU knows, such as "windows-1252", in any case; a byte order
  /// mark in the source says more. "auto" for what a byte order mark says, else UTF-8 if the bytes are that, or mostly,
  /// else ICU's guess. Null for UTF-8, whatever the bytes are.
  const char *encoding;
  /// The language of the documents as a BCP 47 tag, such as "de" or "pt-BR", by which sentences are found. Null or
  /// empty when it is not known: then the function words of each text tell it, if they can. A language that the
  /// library knows nothing about counts as one that is not known.
  const char *language;
  /// Abbreviations of the caller's own, in UTF-8, that do not end a sentence: they count in every language and in any
  /// case, and a final full stop may be written or not. May be null if there are none. The tables that they need are
  /// made in each call that takes options, so for many documents make a cleaner.
  const char *const *abbreviations;
  /// How many there are, up to 65536. None may be null.
  int64_t abbreviation_count;

  /// One of TAMIS_UNWRAP_*.
  int32_t unwrap;
  /// One of TAMIS_FAVOR_*; counts where `threshold` is 0.
  int32_t favor;

  // What blocks are judged by, besides the document.

  /// The model; null for the one that the library carries. A cleaner keeps it: it may be freed after the call.
  const tamis_model *model;
  /// The index of the blocks that a corpus shares; null for none. A cleaner keeps it: it may be freed after the call, but
  /// no longer changed.
  const tamis_repeats *repeats;
  /// The host that the documents come from, a name or an address, by which `repeats` tells them apart, unless it is said
  /// with each document. Null or empty for a corpus of one origin.
  const char *host;

  /// Each change is noted with its place, for tamis_scratch_changes(); so only where the caller's workspace is used. A
  /// switch; default off, as it takes time and memory.
  int32_t record_changes;
  /// Not used; zero.
  int32_t reserved;
} tamis_options;

/// Initialises a tamis_options where it is defined: `tamis_options options = TAMIS_OPTIONS_INIT;`
#define TAMIS_OPTIONS_INIT                                                                                           \
  {sizeof(tamis_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.0f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, \
   0, 0, 0, 0, 0}

/// Does what TAMIS_OPTIONS_INIT does, for languages without C macros.
///
/// @param options      The struct to initialise.
/// @param struct_size  Its size in the caller's eyes.
/// @return             TAMIS_OK; TAMIS_INVALID_ARGUMENT if `options` is null; TAMIS_BAD_STRUCT_SIZE.
/// Ownership:          none
/// Threads:            exclusive (options)
/// Since:              0.1
tamis_status tamis_options_init(tamis_options *options, uint32_t struct_size);

// ---------------------------------------------------------------------------------------------------------------------
// Models
// ---------------------------------------------------------------------------------------------------------------------

/// Reads a model that `Scripts/train-boilerplate --output-model` wrote, for `model` in tamis_options.
///
/// @param data    The whole file.
/// @param length  How many bytes it has.
/// @param model   Receives the model.
/// @param error   Receives what is to be said about the call; may be null.
/// @return        TAMIS_OK; TAMIS_BAD_FILE; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE, TAMIS_OUT_OF_MEMORY,
///                TAMIS_ICU_FAILED.
/// Ownership:     caller (tamis_model_free)
/// Threads:       any
/// Since:         0.1
tamis_status tamis_model_load(const char *data, int64_t length, tamis_model **model, tamis_error *error);

/// Frees a model. Cleaners that use it live on.
///
/// @param model  The model; null is fine.
/// Ownership:    taken (model)
/// Threads:      exclusive (model)
/// Since:        0.1
void tamis_model_free(tamis_model *model);

// ---------------------------------------------------------------------------------------------------------------------
// First floor: one shot
// ---------------------------------------------------------------------------------------------------------------------

/// Cleans one document.
///
/// @param data      The document: any bytes.
/// @param length    How many.
/// @param options   What is to be done; null for the defaults.
/// @param document  Receives the result.
/// @param error     Receives what is to be said about the call; may be null.
/// @return          TAMIS_OK; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE, TAMIS_UNKNOWN_OPTION,
///                  TAMIS_DOCUMENT_TOO_LARGE, TAMIS_OUT_OF_MEMORY, TAMIS_ICU_FAILED.
/// Ownership:       caller (tamis_document_free)
/// Threads:         any
/// Since:           0.1
tamis_status tamis_clean(const char *data, int64_t length, const tamis_options *options, tamis_document **document,
                         tamis_error *error);

// ---------------------------------------------------------------------------------------------------------------------
// Second floor: reusable
// ---------------------------------------------------------------------------------------------------------------------

/// Makes a cleaner.
///
/// @param options  What it will do; null for the defaults. They are copied.
/// @param cleaner  Receives the cleaner.
/// @param error    Receives what is to be said about the call; may be null.
/// @return         TAMIS_OK; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE, TAMIS_UNKNOWN_OPTION,
///                 TAMIS_OUT_OF_MEMORY, TAMIS_ICU_FAILED.
/// Ownership:      caller (tamis_cleaner_free)
/// Threads:        any
/// Since:          0.1
tamis_status tamis_cleaner_new(const tamis_options *options, tamis_cleaner **cleaner, tamis_error *error);

/// Frees a cleaner. Documents and batches that it made live on.
///
/// @param cleaner  The cleaner; null is fine.
/// Ownership:      taken (cleaner)
/// Threads:        exclusive (cleaner)
/// Since:          0.1
void tamis_cleaner_free(tamis_cleaner *cleaner);

/// Makes a workspace.
///
/// @param scratch  Receives the workspace.
/// @param error    Receives what is to be said about the call; may be null.
/// @return         TAMIS_OK; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE, TAMIS_OUT_OF_MEMORY.
/// Ownership:      caller (tamis_scratch_free)
/// Threads:        any
/// Since:          0.1
tamis_status tamis_scratch_new(tamis_scratch **scratch, tamis_error *error);

/// Frees a workspace.
///
/// @param scratch  The workspace; null is fine.
/// Ownership:      taken (scratch)
/// Threads:        exclusive (scratch)
/// Since:          0.1
void tamis_scratch_free(tamis_scratch *scratch);

/// Makes an empty document, for tamis_cleaner_clean() to fill.
///
/// @param document  Receives the document.
/// @param error     Receives what is to be said about the call; may be null.
/// @return          TAMIS_OK; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE, TAMIS_OUT_OF_MEMORY.
/// Ownership:       caller (tamis_document_free)
/// Threads:         any
/// Since:           0.1
tamis_status tamis_document_new(tamis_document **document, tamis_error *error);

/// Cleans one document into a result that is used again. What was borrowed from the result before is no longer valid.
/// On failure the result is empty.
///
/// @param cleaner   The recipe.
/// @param data      The document: any bytes. They may not lie inside `document`.
/// @param length    How many.
/// @param scratch   The workspace; null for one that lives as long as the call.
/// @param document  The result to fill; not one that is borrowed from a batch.
/// @param error     Receives what is to be said about the call; may be null.
/// @return          TAMIS_OK; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE, TAMIS_DOCUMENT_TOO_LARGE,
///                  TAMIS_OUT_OF_MEMORY, TAMIS_ICU_FAILED.
/// Ownership:       none
/// Threads:         exclusive (scratch, document)
/// Since:           0.1
tamis_status tamis_cleaner_clean(const tamis_cleaner *cleaner, const char *data, int64_t length,
                                 tamis_scratch *scratch, tamis_document *document, tamis_error *error);

/// Does what tamis_cleaner_clean() does, for a document whose host is known: with `repeats` in the options of the cleaner
/// it is judged by what the documents of that host share.
///
/// @param cleaner      The recipe.
/// @param data         The document: any bytes. They may not lie inside `document`.
/// @param length       How many.
/// @param host         Where it comes from: the name of a host or an address, of which the host counts.
/// @param host_length  How many bytes that has.
/// @param scratch      The workspace; null for one that lives as long as the call.
/// @param document     The result to fill; not one that is borrowed from a batch.
/// @param error        Receives what is to be said about the call; may be null.
/// @return             As of tamis_cleaner_clean().
/// Ownership:          none
/// Threads:            exclusive (scratch, document)
/// Since:              0.1
tamis_status tamis_cleaner_clean_from(const tamis_cleaner *cleaner, const char *data, int64_t length, const char *host,
                                      int64_t host_length, tamis_scratch *scratch, tamis_document *document,
                                      tamis_error *error);

// ---------------------------------------------------------------------------------------------------------------------
// Repeats: the blocks that many documents of a host share
//
// An index is built over the documents of a corpus, or over parts of it that are merged, in any order and grouping with
// the same result. Its memory is fixed when it is made, whatever is added. Used in tamis_options it is evidence: a
// block in many documents of its host is rather furniture, and so is what stands behind one and behind the article; a block
// in a few of many documents, as a wire's report, is not.
// ---------------------------------------------------------------------------------------------------------------------

/// Makes an empty index.
///
/// @param memory   How many bytes it may take at most, from 65536 to 68719476736; 0 for 20971520, which is enough for
///                 about half a million documents. An index that is too full gives less evidence, not wrong one.
/// @param seed     Keys the hashes; a secret where hostile documents are among those that are added. Only indexes of
///                 the same memory and seed can be merged.
/// @param repeats  Receives the index.
/// @param error    Receives what is to be said about the call; may be null.
/// @return         TAMIS_OK; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE, TAMIS_OUT_OF_MEMORY, TAMIS_ICU_FAILED.
/// Ownership:      caller (tamis_repeats_free)
/// Threads:        any
/// Since:          0.1
tamis_status tamis_repeats_new(int64_t memory, uint64_t seed, tamis_repeats **repeats, tamis_error *error);

/// Reads an index that tamis_repeats_save() or `tamis repeats` wrote.
///
/// @param data     The whole file.
/// @param length   How many bytes it has.
/// @param repeats  Receives the index.
/// @param error    Receives what is to be said about the call; may be null.
/// @return         TAMIS_OK; TAMIS_BAD_FILE; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE, TAMIS_OUT_OF_MEMORY,
///                 TAMIS_ICU_FAILED.
/// Ownership:      caller (tamis_repeats_free)
/// Threads:        any
/// Since:          0.1
tamis_status tamis_repeats_load(const char *data, int64_t length, tamis_repeats **repeats, tamis_error *error);

/// Adds a document: each different block of it counts once. On failure nothing is counted.
///
/// @param repeats      The index, which no cleaner uses.
/// @param cleaner      The recipe by whose options the document is tidied; use one with the options of the cleaner
///                     that will judge with the index.
/// @param data         The document: any bytes.
/// @param length       How many.
/// @param host         Where it comes from: the name of a host or an address, of which the host counts; null for what
///                     the options of the cleaner say.
/// @param host_length  How many bytes that has.
/// @param scratch      The workspace; null for one that lives as long as the call.
/// @param error        Receives what is to be said about the call; may be null.
/// @return             TAMIS_OK; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE, TAMIS_DOCUMENT_TOO_LARGE,
///                     TAMIS_OUT_OF_MEMORY, TAMIS_ICU_FAILED.
/// Ownership:          none
/// Threads:            exclusive (repeats, scratch)
/// Since:              0.1
tamis_status tamis_repeats_add(tamis_repeats *repeats, const tamis_cleaner *cleaner, const char *data, int64_t length,
                               const char *host, int64_t host_length, tamis_scratch *scratch, tamis_error *error);

/// Adds what another index counted.
///
/// @param repeats  The index, which no cleaner uses.
/// @param other    Another one, of the same memory and seed.
/// @param error    Receives what is to be said about the call; may be null.
/// @return         TAMIS_OK; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE.
/// Ownership:      none
/// Threads:        exclusive (repeats, other)
/// Since:          0.1
tamis_status tamis_repeats_merge(tamis_repeats *repeats, const tamis_repeats *other, tamis_error *error);

/// In how many documents of a host a block, or a near repeat of it, stands, and how many documents the host has. Never
/// too few; too many only in an index that is too full for its size.
///
/// @param repeats      The index.
/// @param host         The name of a host or an address.
/// @param host_length  How many bytes that has.
/// @param data         The block, tidied.
/// @param length       How many bytes it has.
/// @param documents    Receives the number of documents with the block; 65535 for that or more.
/// @param of_host      Receives the number of documents of the host; may be null.
/// @param error        Receives what is to be said about the call; may be null.
/// @return             TAMIS_OK; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE, TAMIS_OUT_OF_MEMORY.
/// Ownership:          none
/// Threads:            any
/// Since:              0.1
tamis_status tamis_repeats_find(const tamis_repeats *repeats, const char *host, int64_t host_length, const char *data,
                                int64_t length, int64_t *documents, int64_t *of_host, tamis_error *error);

/// How many documents were added, here and in what was merged.
///
/// @param repeats  The index; null gives 0.
/// @return         The number.
/// Ownership:      none
/// Threads:        any
/// Since:          0.1
int64_t tamis_repeats_document_count(const tamis_repeats *repeats);

/// Writes an index as a file. Here the size costs nothing: ask for it first.
///
/// @param repeats   The index.
/// @param data      Receives the file.
/// @param capacity  Its size in bytes.
/// @param required  Receives the length of the file: 64 bytes more than the memory of the index.
/// @param error     Receives what is to be said about the call; may be null.
/// @return          TAMIS_OK; TAMIS_BUFFER_TOO_SMALL, with nothing but `required` written; TAMIS_INVALID_ARGUMENT,
///                  TAMIS_BAD_STRUCT_SIZE, TAMIS_OUT_OF_MEMORY.
/// Ownership:       none
/// Threads:         any
/// Since:           0.1
tamis_status tamis_repeats_save(const tamis_repeats *repeats, char *data, int64_t capacity, int64_t *required,
                                tamis_error *error);

/// Frees an index. Cleaners that use it live on.
///
/// @param repeats  The index; null is fine.
/// Ownership:      taken (repeats)
/// Threads:        exclusive (repeats)
/// Since:          0.1
void tamis_repeats_free(tamis_repeats *repeats);

// ---------------------------------------------------------------------------------------------------------------------
// The document
// ---------------------------------------------------------------------------------------------------------------------

/// The cleaned text: the kept blocks, divided by one or two line feeds, with no line feed at either end.
///
/// @param document  The document; null gives an empty text.
/// @return          The text.
/// Ownership:       borrowed (document)
/// Threads:         any
/// Since:           0.1
tamis_text tamis_document_text(const tamis_document *document);

/// All blocks, kept and dropped, in order.
///
/// @param document  The document; null gives none.
/// @return          The blocks.
/// Ownership:       borrowed (document)
/// Threads:         any
/// Since:           0.1
tamis_blocks tamis_document_blocks(const tamis_document *document);

/// All sentences of all blocks, in order.
///
/// @param document  The document; null gives none.
/// @return          The sentences.
/// Ownership:       borrowed (document)
/// Threads:         any
/// Since:           0.1
tamis_sentences tamis_document_sentences(const tamis_document *document);

/// How many places were changed on the way from the source to the cleaned text, in dropped blocks too.
///
/// @param document  The document.
/// @param edits     Receives the numbers; `struct_size` must be set.
/// @param error     Receives what is to be said about the call; may be null.
/// @return          TAMIS_OK; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE.
/// Ownership:       none
/// Threads:         any
/// Since:           0.1
tamis_status tamis_document_edits(const tamis_document *document, tamis_edits *edits, tamis_error *error);

/// What the source of a document was decoded from: UTF-8, unless the options had an `encoding`.
///
/// @param document  The document.
/// @param encoding  Receives the name and how sure it is.
/// @param error     Receives what is to be said about the call; may be null.
/// @return          TAMIS_OK; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE.
/// Ownership:       none
/// Threads:         exclusive (encoding)
/// Since:           0.1
tamis_status tamis_document_encoding(const tamis_document *document, tamis_encoding *encoding, tamis_error *error);

/// The changes of the document that was cleaned last with a workspace, if the cleaner's options had `record_changes` on.
///
/// @param scratch  The workspace; null gives none.
/// @return         The changes.
/// Ownership:      borrowed (scratch)
/// Threads:        any
/// Since:          0.1
tamis_changes tamis_scratch_changes(const tamis_scratch *scratch);

/// The length of the source that the document was made from, in bytes.
///
/// @param document  The document; null gives 0.
/// @return          The length.
/// Ownership:       none
/// Threads:         any
/// Since:           0.1
int64_t tamis_document_source_length(const tamis_document *document);

/// The bytes of the source that a span of the cleaned text came from.
///
/// @param document  The document.
/// @param cleaned   A span of the cleaned text.
/// @param source    Receives the span of the source.
/// @param error     Receives what is to be said about the call; may be null.
/// @return          TAMIS_OK; TAMIS_INVALID_ARGUMENT if the span does not lie in the cleaned text;
///                  TAMIS_BAD_STRUCT_SIZE.
/// Ownership:       none
/// Threads:         any
/// Since:           0.1
tamis_status tamis_document_source_span(const tamis_document *document, tamis_span cleaned, tamis_span *source,
                                        tamis_error *error);

/// What became of a span of the source in the cleaned text; empty if nothing is left of it.
///
/// @param document  The document.
/// @param source    A span of the source.
/// @param cleaned   Receives the span of the cleaned text.
/// @param error     Receives what is to be said about the call; may be null.
/// @return          TAMIS_OK; TAMIS_INVALID_ARGUMENT if the span does not lie in the source; TAMIS_BAD_STRUCT_SIZE.
/// Ownership:       none
/// Threads:         any
/// Since:           0.1
tamis_status tamis_document_cleaned_span(const tamis_document *document, tamis_span source, tamis_span *cleaned,
                                         tamis_error *error);

/// Frees a document.
///
/// @param document  The document, not one that is borrowed from a batch; null is fine.
/// Ownership:       taken (document)
/// Threads:         exclusive (document)
/// Since:           0.1
void tamis_document_free(tamis_document *document);

// ---------------------------------------------------------------------------------------------------------------------
// Single rooms, with the caller's buffers
//
// The size that is needed is always written, also when it is more than the capacity. In that case the status is
// TAMIS_BUFFER_TOO_SMALL and the buffer's content is undefined. A null buffer with capacity 0 asks for the size, which
// costs as much as the work itself; a first try with a buffer as long as the source seldom fails.
// ---------------------------------------------------------------------------------------------------------------------

/// Whether bytes are well-formed UTF-8.
///
/// @param data           The bytes.
/// @param length         How many.
/// @param first_invalid  Receives the offset of the first byte of the first ill-formed sequence; `length` if there is
///                       none; may be null.
/// @param error          Receives what is to be said about the call; may be null.
/// @return               TAMIS_OK if they are; TAMIS_INVALID_UTF8 if not; TAMIS_INVALID_ARGUMENT,
///                       TAMIS_BAD_STRUCT_SIZE.
/// Ownership:            none
/// Threads:              any
/// Since:                0.1
tamis_status tamis_validate_utf8(const char *data, int64_t length, int64_t *first_invalid, tamis_error *error);

/// Repairs and normalises a text, without cutting or judging it.
///
/// @param data      The text: any bytes.
/// @param length    How many.
/// @param options   What is to be done, of which all counts but `sentence_rules`, `drop_boilerplate`, `threshold`,
///                  `language` and the abbreviations; null for the defaults.
/// @param output    Receives the normalised text.
/// @param capacity  Its size in bytes.
/// @param required  Receives the length of the normalised text.
/// @param error     Receives what is to be said about the call; may be null.
/// @return          TAMIS_OK; TAMIS_BUFFER_TOO_SMALL; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE,
///                  TAMIS_UNKNOWN_OPTION, TAMIS_DOCUMENT_TOO_LARGE, TAMIS_OUT_OF_MEMORY, TAMIS_ICU_FAILED.
/// Ownership:       none
/// Threads:         any
/// Since:           0.1
tamis_status tamis_normalize(const char *data, int64_t length, const tamis_options *options, char *output,
                             int64_t capacity, int64_t *required, tamis_error *error);

/// The sentences of a text as it stands, without changing or judging it.
///
/// @param data      The text: any bytes; an ill-formed sequence counts as one U+FFFD.
/// @param length    How many.
/// @param options   Of which `sentence_rules`, `language`, the abbreviations and `max_document_bytes` count; null for
///                  the defaults.
/// @param spans     Receives the sentences, as spans of `data`, in order.
/// @param capacity  How many it can take.
/// @param required  Receives how many there are.
/// @param error     Receives what is to be said about the call; may be null.
/// @return          TAMIS_OK; TAMIS_BUFFER_TOO_SMALL; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE,
///                  TAMIS_UNKNOWN_OPTION, TAMIS_DOCUMENT_TOO_LARGE, TAMIS_OUT_OF_MEMORY, TAMIS_ICU_FAILED.
/// Ownership:       none
/// Threads:         any
/// Since:           0.1
tamis_status tamis_split_sentences(const char *data, int64_t length, const tamis_options *options, tamis_span *spans,
                                   int64_t capacity, int64_t *required, tamis_error *error);

/// The blocks of a text as it stands, and the verdict on each, without changing it or leaving any out.
///
/// @param data      The text: well-formed, normalised, tidy UTF-8, such as tamis_normalize() writes, on which the judge
///                  has learnt. Any other bytes are judged too.
/// @param length    How many.
/// @param options   Of which `threshold`, `favor`, `model`, `repeats`, `host` and `max_document_bytes` count; null for
///                  the defaults. From then on `repeats` may no longer be changed.
/// @param blocks    Receives the blocks, in order. `source` is a span of `data` and `kept` says whether the score
///                  reaches the threshold; `cleaned`, `first_sentence` and `sentence_count` are zero.
/// @param capacity  How many it can take.
/// @param required  Receives how many there are.
/// @param error     Receives what is to be said about the call; may be null.
/// @return          TAMIS_OK; TAMIS_BUFFER_TOO_SMALL; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE,
///                  TAMIS_UNKNOWN_OPTION, TAMIS_DOCUMENT_TOO_LARGE, TAMIS_OUT_OF_MEMORY, TAMIS_ICU_FAILED.
/// Ownership:       none
/// Threads:         any
/// Since:           0.1
tamis_status tamis_judge_blocks(const char *data, int64_t length, const tamis_options *options, tamis_block *blocks,
                                int64_t capacity, int64_t *required, tamis_error *error);

// ---------------------------------------------------------------------------------------------------------------------
// Third floor: batch
// ---------------------------------------------------------------------------------------------------------------------

/// A borrowed column of texts, laid out as Arrow lays out large strings: row i is the bytes offsets[i] to offsets[i +
/// 1] of `data`.
typedef struct tamis_texts {
  /// The bytes of all rows; may be null if `data_length` is 0.
  const char *data;
  /// How many bytes there are. No offset may be greater.
  int64_t data_length;
  /// `count` + 1 offsets that do not fall; may be null if `count` is 0. The first need not be 0.
  const int64_t *offsets;
  /// Bit i % 8, counted from the lowest, of byte i / 8 is 1 if row i is there and 0 if it is null. May be null if all
  /// rows are there.
  const uint8_t *validity;
  /// How many rows there are.
  int64_t count;
} tamis_texts;

/// Called now and then while a batch runs, on the thread that started it. It must return to its caller: no exceptions,
/// no longjmp. The last call need not be with `done` equal to `total`, and a short batch may end without any.
///
/// @param context  What the caller gave.
/// @param done     How many documents are done; never falls.
/// @param total    How many there are.
/// @return         0 to go on, anything else to stop.
typedef int32_t (*tamis_progress)(void *context, int64_t done, int64_t total);

/// How a batch is run. A null pointer, and every field that is 0, mean the default. It grows at the end, like
/// tamis_options. The results do not depend on it.
typedef struct tamis_batch_options {
  /// sizeof(tamis_batch_options).
  uint32_t struct_size;
  /// How many threads work, up to 256; 0 for as many as there are cores.
  int32_t threads;
  /// Called now and then; null for never.
  tamis_progress progress;
  /// Handed to `progress`.
  void *context;
  /// Where each document comes from, a row for each, as in tamis_cleaner_clean_from(); null, and a null row, for what
  /// the options of the cleaner say.
  const tamis_texts *hosts;
} tamis_batch_options;

/// Initialises a tamis_batch_options where it is defined.
#define TAMIS_BATCH_OPTIONS_INIT {sizeof(tamis_batch_options), 0, 0, 0, 0}

/// Does what TAMIS_BATCH_OPTIONS_INIT does, for languages without C macros.
///
/// @param options      The struct to initialise.
/// @param struct_size  Its size in the caller's eyes.
/// @return             TAMIS_OK; TAMIS_INVALID_ARGUMENT if `options` is null; TAMIS_BAD_STRUCT_SIZE.
/// Ownership:          none
/// Threads:            exclusive (options)
/// Since:              0.1
tamis_status tamis_batch_options_init(tamis_batch_options *options, uint32_t struct_size);

/// Cleans a column of documents. A document that fails has its own status and does not make the call fail.
///
/// @param cleaner  The recipe.
/// @param texts    The documents. The whole column is checked before any work begins.
/// @param options  How the work is done; null for the defaults.
/// @param batch    Receives the results.
/// @param error    Receives what is to be said about the call; may be null.
/// @return         TAMIS_OK; TAMIS_CANCELLED; TAMIS_BAD_OFFSETS, with the row as document index;
///                 TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE, TAMIS_UNKNOWN_OPTION, TAMIS_OUT_OF_MEMORY.
/// Ownership:      caller (tamis_batch_free)
/// Threads:        any
/// Since:          0.1
tamis_status tamis_cleaner_clean_batch(const tamis_cleaner *cleaner, const tamis_texts *texts,
                                       const tamis_batch_options *options, tamis_batch **batch, tamis_error *error);

/// How many rows a batch has.
///
/// @param batch  The batch; null gives 0.
/// @return       As many as the column had.
/// Ownership:    none
/// Threads:      any
/// Since:        0.1
int64_t tamis_batch_count(const tamis_batch *batch);

/// What came of a row.
///
/// @param batch  The batch.
/// @param row    The row, from 0.
/// @return       The document; null if the row was null, if it failed, or if there is no such row.
/// Ownership:    borrowed (batch)
/// Threads:      any
/// Since:        0.1
const tamis_document *tamis_batch_document(const tamis_batch *batch, int64_t row);

/// How it went with a row.
///
/// @param batch  The batch.
/// @param row    The row, from 0.
/// @param error  Receives what is to be said about the row; may be null.
/// @return       The status of the row: TAMIS_OK, also for a null row; TAMIS_DOCUMENT_TOO_LARGE, TAMIS_OUT_OF_MEMORY,
///               TAMIS_ICU_FAILED. If there is no such row: TAMIS_INVALID_ARGUMENT; TAMIS_BAD_STRUCT_SIZE.
/// Ownership:    none
/// Threads:      any
/// Since:        0.1
tamis_status tamis_batch_status(const tamis_batch *batch, int64_t row, tamis_error *error);

/// Copies the cleaned texts into a column of the caller's, laid out as tamis_texts is. Rows that were null or failed
/// are null and empty. Here the size costs nothing: ask for it first.
///
/// @param batch     The batch.
/// @param data      Receives the bytes.
/// @param capacity  Its size in bytes.
/// @param offsets   Receives tamis_batch_count() + 1 offsets; may be null.
/// @param validity  Receives (tamis_batch_count() + 7) / 8 bytes of bits; may be null.
/// @param required  Receives the number of bytes of all texts together.
/// @param error     Receives what is to be said about the call; may be null.
/// @return          TAMIS_OK; TAMIS_BUFFER_TOO_SMALL, with nothing but `required` written; TAMIS_INVALID_ARGUMENT,
///                  TAMIS_BAD_STRUCT_SIZE.
/// Ownership:       none
/// Threads:         any
/// Since:           0.1
tamis_status tamis_batch_copy_texts(const tamis_batch *batch, char *data, int64_t capacity, int64_t *offsets,
                                    uint8_t *validity, int64_t *required, tamis_error *error);

/// Frees a batch and the documents that were borrowed from it.
///
/// @param batch  The batch; null is fine.
/// Ownership:    taken (batch)
/// Threads:      exclusive (batch)
/// Since:        0.1
void tamis_batch_free(tamis_batch *batch);

// ---------------------------------------------------------------------------------------------------------------------
// Plugins: stages that somebody else adds. tamis_plugin.h is for those who write one.
// ---------------------------------------------------------------------------------------------------------------------

/// Gets what plugins have to tell, from any thread, at any time as long as the plugins are loaded.
///
/// @param context  What the caller gave.
/// @param plugin   The plugin's id.
/// @param level    0 information, 1 warning, 2 error.
/// @param message  One line, NUL-terminated, valid until the function returns.
typedef void (*tamis_plugins_log)(void *context, const char *plugin, int32_t level, const char *message);

/// Loads plugins. Each request is `PATH[:key=value,...]`, NUL-terminated UTF-8 of at most 4096 bytes: options begin at
/// the first colon behind which a key and `=` stand; in values `\,` is a comma and `\\` a backslash. A path without a
/// slash that does not end in `.so` is a name, looked for as NAME.so in the folders of the environment variable
/// TAMIS_PLUGIN_PATH, which are divided by colons. Every plugin has the option `on-error`: with `skip`, the default, a
/// document on which it fails goes on without it and has a fact that says so; with `reject` cleaning the document is
/// TAMIS_PLUGIN_FAILED.
///
/// Loading a plugin runs its code in this process. Load only what you trust.
///
/// @param requests  The plugins and their options, in the order in which they are to be asked.
/// @param count     How many there are, up to 256.
/// @param log       Gets what they have to tell; null drops it.
/// @param context   Handed to `log`.
/// @param plugins   Receives the plugins.
/// @param error     Receives what is to be said about the call, such as why a plugin was refused; may be null.
/// @return          TAMIS_OK; TAMIS_PLUGIN_NOT_FOUND, TAMIS_PLUGIN_NOT_A_PLUGIN, TAMIS_PLUGIN_WRONG_VERSION,
///                  TAMIS_PLUGIN_INVALID, TAMIS_PLUGIN_BAD_OPTION, TAMIS_PLUGIN_NOT_STARTED; TAMIS_INVALID_ARGUMENT,
///                  TAMIS_BAD_STRUCT_SIZE, TAMIS_OUT_OF_MEMORY.
/// Ownership:       caller (tamis_plugins_free)
/// Threads:         any
/// Since:           0.1
tamis_status tamis_plugins_load(const char *const *requests, int64_t count, tamis_plugins_log log, void *context,
                                tamis_plugins **plugins, tamis_error *error);

/// How many plugins there are.
///
/// @param plugins  The plugins; null gives 0.
/// @return         As many as were loaded.
/// Ownership:      none
/// Threads:        any
/// Since:          0.1
int64_t tamis_plugins_count(const tamis_plugins *plugins);

/// An option of a plugin.
typedef struct tamis_plugin_setting_info {
  const char *key;
  /// Null if it must be given.
  const char *default_value;
  const char *help;
} tamis_plugin_setting_info;

/// What a plugin says of itself. Texts are NUL-terminated. It grows at the end, like tamis_edits.
typedef struct tamis_plugin_info {
  /// sizeof(tamis_plugin_info).
  uint32_t struct_size;
  /// Not used; zero.
  uint32_t reserved;
  /// What names it in messages and results.
  const char *id;
  const char *description;
  const char *version;
  /// Where it was loaded from.
  const char *path;
  /// What it is, such as "tamis.text-filter/1", several divided by blanks.
  const char *kinds;
  const tamis_plugin_setting_info *settings;
  int64_t setting_count;
} tamis_plugin_info;

/// Initialises a tamis_plugin_info where it is defined.
#define TAMIS_PLUGIN_INFO_INIT {sizeof(tamis_plugin_info), 0, 0, 0, 0, 0, 0, 0, 0}

/// What a plugin says of itself.
///
/// @param plugins  The plugins.
/// @param plugin   Which, from 0, in the order of the requests.
/// @param info     Receives it; `struct_size` must be set.
/// @param error    Receives what is to be said about the call; may be null.
/// @return         TAMIS_OK; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE.
/// Ownership:      borrowed (plugins)
/// Threads:        any
/// Since:          0.1
tamis_status tamis_plugins_describe(const tamis_plugins *plugins, int64_t plugin, tamis_plugin_info *info,
                                    tamis_error *error);

/// The name of a plugin's reason, such as "site-rules.drop".
///
/// @param plugins  The plugins of the cleaner that judged the block; null knows none.
/// @param reason   A number of tamis_block.reasons.
/// @return         A NUL-terminated string, "unknown" for a number that none of the plugins has.
/// Ownership:      borrowed (plugins)
/// Threads:        any
/// Since:          0.1
const char *tamis_plugins_reason_name(const tamis_plugins *plugins, int32_t reason);

/// Frees plugins. Cleaners that were made with them, and workspaces that these used, keep what they need of them. The
/// libraries stay mapped until the process ends, and the log may be called until all these are freed.
///
/// @param plugins  The plugins; null is fine.
/// Ownership:      taken (plugins)
/// Threads:        exclusive (plugins)
/// Since:          0.1
void tamis_plugins_free(tamis_plugins *plugins);

/// Makes a cleaner that asks plugins.
///
/// @param options  What it will do; null for the defaults. They are copied.
/// @param plugins  The plugins; null for none.
/// @param cleaner  Receives the cleaner.
/// @param error    Receives what is to be said about the call; may be null.
/// @return         TAMIS_OK; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE, TAMIS_UNKNOWN_OPTION,
///                 TAMIS_OUT_OF_MEMORY, TAMIS_ICU_FAILED.
/// Ownership:      caller (tamis_cleaner_free)
/// Threads:        any
/// Since:          0.1
tamis_status tamis_cleaner_new_with_plugins(const tamis_options *options, const tamis_plugins *plugins,
                                            tamis_cleaner **cleaner, tamis_error *error);

/// Does what tamis_cleaner_clean() does, and tells plugins what the document is called.
///
/// @param cleaner      The recipe.
/// @param data         The document: any bytes. They may not lie inside `document`.
/// @param length       How many.
/// @param name         What the document is called: a URL if there is one, else a path or an id; any bytes.
/// @param name_length  How many; 0 for no name.
/// @param scratch      The workspace; null for one that lives as long as the call.
/// @param document     The result to fill; not one that is borrowed from a batch.
/// @param error        Receives what is to be said about the call; may be null.
/// @return             What tamis_cleaner_clean() returns, and TAMIS_PLUGIN_FAILED, which that returns too where the
///                     cleaner has plugins.
/// Ownership:          none
/// Threads:            exclusive (scratch, document)
/// Since:              0.1
tamis_status tamis_cleaner_clean_named(const tamis_cleaner *cleaner, const char *data, int64_t length, const char *name,
                                       int64_t name_length, tamis_scratch *scratch, tamis_document *document,
                                       tamis_error *error);

/// What a fact of a plugin is.
enum {
  /// A number under a key.
  TAMIS_FACT_NUMBER = 1,
  /// A text under a key.
  TAMIS_FACT_TEXT = 2,
  /// True or false under a key: the number is 1 or 0.
  TAMIS_FACT_FLAG = 3,
  /// The text is the document's language as a BCP 47 tag, the number how sure that is, 0 to 1.
  TAMIS_FACT_LANGUAGE = 4,
  /// The document is to be dropped; the text says why.
  TAMIS_FACT_DROP = 5,
  /// The plugin failed; the text says how. The document went on without.
  TAMIS_FACT_FAULT = 6
};

/// One thing that a plugin says about a document. It grows at the end, like tamis_edits.
typedef struct tamis_fact {
  /// sizeof(tamis_fact).
  uint32_t struct_size;
  /// One of TAMIS_FACT_*; later libraries may know more.
  int32_t kind;
  /// Which plugin, from 0, in the order of the requests.
  int64_t plugin;
  /// For numbers, flags and languages; else 0.
  double number;
  /// For numbers, texts and flags; else empty.
  tamis_text key;
  /// For texts, languages, drops and faults; else empty.
  tamis_text text;
} tamis_fact;

/// Initialises a tamis_fact where it is defined.
#define TAMIS_FACT_INIT {sizeof(tamis_fact), 0, 0, 0.0, {0, 0}, {0, 0}}

/// How many things plugins say about a document.
///
/// @param document  The document; null gives 0.
/// @return          The number.
/// Ownership:       none
/// Threads:         any
/// Since:           0.1
int64_t tamis_document_fact_count(const tamis_document *document);

/// One of the things that plugins say about a document, in the order in which they said them.
///
/// @param document  The document.
/// @param index     Which, from 0.
/// @param fact      Receives it; `struct_size` must be set.
/// @param error     Receives what is to be said about the call; may be null.
/// @return          TAMIS_OK; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE.
/// Ownership:       borrowed (document)
/// Threads:         any
/// Since:           0.1
tamis_status tamis_document_fact(const tamis_document *document, int64_t index, tamis_fact *fact, tamis_error *error);

/// Whether a plugin says that the document is to be dropped. Its text and blocks are there all the same.
///
/// @param document  The document; null gives 0.
/// @return          1 if it does, else 0.
/// Ownership:       none
/// Threads:         any
/// Since:           0.1
int32_t tamis_document_is_dropped(const tamis_document *document);

#ifdef __cplusplus
}
#endif

#endif

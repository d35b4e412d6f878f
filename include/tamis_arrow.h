/// tamis_arrow.h - columns of texts in, columns of results out, by the Arrow C data interface.
///
/// Arrow is the layout in which pyarrow, pandas, polars, Spark, Ray, DuckDB and others keep columns. Its C data interface
/// is the two structs below, through which one library lends columns to another in one process, without a copy and
/// without either knowing the other. Here a column of texts is read where it lies, and the results come as columns that
/// every such library takes.
///
///        struct ArrowSchema result_schema;
///        struct ArrowArray result;
///        status = tamis_arrow_clean(cleaner, &schema, &texts, NULL, &result_schema, &result, &error);
///
/// WHAT IS READ
///
/// Strings and binary of all layouts: the formats u, U and vu, and z, Z and vz, with offsets, validity bitmaps and slices.
/// The column may stand alone, or in a struct, which is how tables travel: then `text_column` names it. Dictionaries and
/// other encodings are refused: cast them to strings first.
///
/// Everything that can be seen to be wrong in a schema or an array is a status with a message: missing buffers, numbers
/// below zero, offsets that fall, views that lead outside their buffers. What cannot be seen is how long the data of u, U,
/// z and Z is: Arrow does not say.
///
/// WHAT COMES OUT
///
/// A struct with one row for each row of the texts, and the columns that `columns` asks for, in this order:
///
///   text       string, null if the row is null or failed: the cleaned text
///   error      string, null if nothing is wrong: the status and the message of a row that failed
///   sentences  list of strings: the sentences of the cleaned text
///   blocks     list of structs, kept blocks and dropped ones:
///                source     struct of start and end, int64: where it stands in the source, in bytes
///                cleaned    the same in the cleaned text; null if it was dropped
///                keep       bool
///                kind       string, as tamis_kind_name() says
///                score      float
///                reasons    list of strings, as tamis_reason_name() says, heaviest first
///                sentences  list of structs of start and end: its sentences, in the source
///   edits      struct of int64: how many places were changed, by what was changed; as tamis_edits, in its order
///   encoding   struct of name, string, and confidence, int32: what the source was decoded from, and how surely, 0 to 100
///
/// Texts are large strings (U) if the column read is U, Z, vu or vz, and plain ones (u) if it is u or z. Where plain ones
/// and lists would need offsets beyond 2147483647 the call fails; give it fewer rows at once. Lists, structs and sentences
/// are null where the text is.
///
/// The words of OWNERSHIP and THREADS are those of tamis.h.
#ifndef TAMIS_ARROW_H
#define TAMIS_ARROW_H

#include "tamis.h"

#ifdef __cplusplus
extern "C" {
#endif

// ---------------------------------------------------------------------------------------------------------------------
// The Arrow C data interface, and the stream interface, as Arrow defines them for everybody to repeat
// ---------------------------------------------------------------------------------------------------------------------

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};

#endif

// ---------------------------------------------------------------------------------------------------------------------
// Columns
// ---------------------------------------------------------------------------------------------------------------------

/// The columns of a result. Bits, to be joined by |.
enum {
  /// TAMIS_ARROW_TEXT and TAMIS_ARROW_ERROR.
  TAMIS_ARROW_DEFAULT = 0,
  TAMIS_ARROW_TEXT = 1,
  TAMIS_ARROW_ERROR = 2,
  TAMIS_ARROW_SENTENCES = 4,
  TAMIS_ARROW_BLOCKS = 8,
  TAMIS_ARROW_EDITS = 16,
  TAMIS_ARROW_ENCODING = 32
};

/// How columns are cleaned. A null pointer, and every field that is 0, mean the default. It grows at the end, like
/// tamis_options.
typedef struct tamis_arrow_options {
  /// sizeof(tamis_arrow_options).
  uint32_t struct_size;
  /// How many threads work, up to 256; 0 for as many as there are cores.
  int32_t threads;
  /// Called now and then, with the numbers of the array at hand; null for never.
  tamis_progress progress;
  /// Handed to `progress`.
  void *context;
  /// The columns of the result: TAMIS_ARROW_*, joined by |.
  int64_t columns;
  /// The name of the column of texts, if they come in a struct, in UTF-8, ending with a NUL, at most 255 bytes without
  /// it; null for "text", or for whatever the only column is called.
  const char *text_column;
} tamis_arrow_options;

/// Initialises a tamis_arrow_options where it is defined.
#define TAMIS_ARROW_OPTIONS_INIT {sizeof(tamis_arrow_options), 0, 0, 0, TAMIS_ARROW_DEFAULT, 0}

/// Does what TAMIS_ARROW_OPTIONS_INIT does, for languages without C macros.
///
/// @param options      The struct to initialise.
/// @param struct_size  Its size in the caller's eyes.
/// @return             TAMIS_OK; TAMIS_INVALID_ARGUMENT if `options` is null; TAMIS_BAD_STRUCT_SIZE.
/// Ownership:          none
/// Threads:            exclusive (options)
/// Since:              0.1
tamis_status tamis_arrow_options_init(tamis_arrow_options *options, uint32_t struct_size);

/// Cleans one array of texts. A text that fails is null and has its own error in the result, and does not make the call
/// fail. The texts stay the caller's, who releases them; the result needs neither them nor the cleaner.
///
/// @param cleaner        The recipe.
/// @param schema         What the array is.
/// @param texts          The array. All of it is checked before any work begins.
/// @param options        What is wanted; null for the defaults.
/// @param result_schema  Receives what the result is. On failure its `release` is null, as that of `result`.
/// @param result         Receives the result. Each of the two has its own `release`.
/// @param error          Receives what is to be said about the call; may be null.
/// @return               TAMIS_OK; TAMIS_CANCELLED; TAMIS_BAD_OFFSETS, with the row as document index;
///                       TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE, TAMIS_UNKNOWN_OPTION, TAMIS_OUT_OF_MEMORY.
/// Ownership:            caller (release)
/// Threads:              any
/// Since:                0.1
tamis_status tamis_arrow_clean(const tamis_cleaner *cleaner, const struct ArrowSchema *schema,
                               const struct ArrowArray *texts, const tamis_arrow_options *options,
                               struct ArrowSchema *result_schema, struct ArrowArray *result, tamis_error *error);

/// Makes a stream of results of a stream of texts. Each array is cleaned, by the threads that were asked for, when it is
/// asked for. The result holds the cleaner as long as it needs it, and takes over the texts, whose `release` is then
/// null; on failure they stay the caller's.
///
/// What goes wrong later is a code of errno.h from `get_next`, and `get_last_error` says more: EINVAL for an array that is
/// not right, ENOMEM, ECANCELED, or what the stream of texts answered. The stream is at its end then.
///
/// @param cleaner  The recipe.
/// @param texts    The stream of texts. Its schema is asked for and checked.
/// @param options  What is wanted; null for the defaults.
/// @param results  Receives the stream of results.
/// @param error    Receives what is to be said about the call; may be null.
/// @return         TAMIS_OK; TAMIS_INVALID_ARGUMENT, TAMIS_BAD_STRUCT_SIZE, TAMIS_UNKNOWN_OPTION, TAMIS_OUT_OF_MEMORY.
/// Ownership:      caller (release)
/// Threads:        exclusive (texts)
/// Since:          0.1
tamis_status tamis_arrow_clean_stream(const tamis_cleaner *cleaner, struct ArrowArrayStream *texts,
                                      const tamis_arrow_options *options, struct ArrowArrayStream *results,
                                      tamis_error *error);

#ifdef __cplusplus
}
#endif

#endif

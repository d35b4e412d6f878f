"""Hands columns of pyarrow and polars to tamis_arrow.h and holds what comes back against tamis_clean.

usage: arrow.py LIBRARY FILE...
"""
import ctypes
import pathlib
import sys

import polars
import pyarrow as pa

# The C structs, by their sizes alone: pyarrow fills and reads them.
Schema, Array, Stream = ctypes.c_char * 72, ctypes.c_char * 80, ctypes.c_char * 40
COLUMNS = ["text", "error", "sentences", "blocks", "edits", "encoding"]


class Options(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("threads", ctypes.c_int32), ("progress", ctypes.c_void_p),
                ("context", ctypes.c_void_p), ("columns", ctypes.c_int64), ("text_column", ctypes.c_char_p)]


class Error(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("status", ctypes.c_int32), ("document_index", ctypes.c_int64),
                ("byte_offset", ctypes.c_int64), ("message", ctypes.c_char * 512)]


class Text(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("length", ctypes.c_int64)]


library = ctypes.CDLL(sys.argv[1])
library.tamis_document_text.restype = Text
library.tamis_document_text.argtypes = [ctypes.c_void_p]
library.tamis_document_free.argtypes = [ctypes.c_void_p]
cleaner = ctypes.c_void_p()
assert library.tamis_cleaner_new(None, ctypes.byref(cleaner), None) == 0


def options(**fields):
    made = Options(**fields)
    made.struct_size = ctypes.sizeof(Options)
    return made


def clean(column, how):
    """A column, or a table's batch, cleaned: a record batch."""
    schema, array, result_schema, result = Schema(), Array(), Schema(), Array()
    column._export_to_c(ctypes.addressof(array), ctypes.addressof(schema))
    error = Error(struct_size=ctypes.sizeof(Error))
    try:
        status = library.tamis_arrow_clean(
            cleaner, schema, array, ctypes.byref(how), result_schema, result, ctypes.byref(error))
    finally:
        # The texts stay ours: taking them back releases them.
        pa.Array._import_from_c(ctypes.addressof(array), ctypes.addressof(schema))
    if status != 0:
        raise ValueError(error.message.decode())
    batch = pa.RecordBatch._import_from_c(ctypes.addressof(result), ctypes.addressof(result_schema))
    batch.validate(full=True)
    return batch


def clean_stream(reader, how):
    """A reader of texts, or anything with one, as a reader of results."""
    source, results = Stream(), Stream()
    pa.RecordBatchReader.from_stream(reader)._export_to_c(ctypes.addressof(source))
    error = Error(struct_size=ctypes.sizeof(Error))
    status = library.tamis_arrow_clean_stream(cleaner, source, ctypes.byref(how), results, ctypes.byref(error))
    assert status == 0, error.message
    return pa.RecordBatchReader._import_from_c(ctypes.addressof(results))


def expected(text):
    if text is None:
        return None
    source = text.encode() if isinstance(text, str) else text
    document = ctypes.c_void_p()
    assert library.tamis_clean(source, ctypes.c_int64(len(source)), None, ctypes.byref(document), None) == 0
    found = library.tamis_document_text(document)
    cleaned = ctypes.string_at(found.data, found.length).decode()
    library.tamis_document_free(document)
    return cleaned


def check(column, batch):
    wanted = [expected(text.as_py()) for text in column]
    assert batch.column("text").to_pylist() == wanted
    if "blocks" not in batch.schema.names:
        return
    for text, row in zip(column.to_pylist(), batch.to_pylist()):
        if text is None:
            assert all(value is None for value in row.values())
            continue
        source = text.encode() if isinstance(text, str) else text
        # Annotated results lose nothing: kept blocks make the text, sentences lie in their blocks.
        kept = [block for block in row["blocks"] if block["keep"]]
        for block in row["blocks"]:
            assert (block["cleaned"] is not None) == block["keep"] and 0 <= block["score"] <= 1
            for sentence in block["sentences"]:
                assert block["source"]["start"] <= sentence["start"] < sentence["end"] <= block["source"]["end"]
        cleaned = row["text"].encode()
        pieces = [cleaned[block["cleaned"]["start"]:block["cleaned"]["end"]].decode() for block in kept]
        assert "\n".join(pieces).split() == row["text"].split()
        assert "".join(" ".join(row["sentences"]).split()) == "".join(row["text"].split())
        assert all(block["source"]["end"] <= len(source) for block in row["blocks"])


texts = [pathlib.Path(name).read_bytes().decode(errors="replace") for name in sys.argv[2:]]
texts = (texts + [None, "", "short", "exactly 12 b"]) * 40
everything = options(columns=63, threads=2)
checked = 0
for kind in [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.binary_view()]:
    whole = pa.array(texts, pa.string()).cast(kind) if kind not in (pa.string_view(), pa.binary_view()) else pa.array(
        [t.encode() if t is not None and kind == pa.binary_view() else t for t in texts], kind)
    for column in [whole, whole[5:], whole[7:77], whole[3:3], whole[-1:], pa.nulls(9, kind), pa.array([], kind)]:
        check(column, clean(column, everything))
        checked += 1
    table = pa.table({"id": list(range(len(whole))), "text": whole})
    batch = table.to_batches()[0].slice(11, 50)
    check(batch.column("text"), clean(batch, everything))
    reader = clean_stream(table, everything)
    assert reader.schema.names == COLUMNS
    results = pa.Table.from_batches(reader, reader.schema)
    results.validate(full=True)
    check(whole, results.combine_chunks().to_batches()[0])

# What is wrong is a message.
for column, words in [(pa.array([1, 2]), "no text"), (pa.array(["a", "b"]).dictionary_encode(), "no text|dictionary"),
                      (pa.table({"body": ["a"], "more": ["b"]}).to_batches()[0], "text_column")]:
    try:
        clean(column, everything)
        raise AssertionError(words)
    except ValueError as error:
        assert any(word in str(error) for word in words.split("|")), error
body = clean(pa.table({"id": [1], "body": ["a"]}).to_batches()[0], options(text_column=b"body"))
assert body.schema.names == ["text", "error"]

# polars streams views, in as many arrays as it likes.
frame = polars.DataFrame({"n": range(len(texts)), "text": texts})
results = polars.DataFrame(clean_stream(frame, everything))
assert results.columns == COLUMNS
assert results["text"].to_list() == [expected(text) for text in texts]
assert results["edits"].struct.field("spaces").sum() > 0
print(f"{checked} columns, pyarrow {pa.__version__}, polars {polars.__version__}")

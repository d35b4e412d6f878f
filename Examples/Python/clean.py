#!/usr/bin/env python3
"""Cleans one article, a file or standard input, by way of the C library and nothing but Python's own ctypes.

    Scripts/build-library
    python3 Examples/Python/clean.py Examples/articles/en-tides.txt

The library is the one that $TAMIS_LIBRARY names, or the one that Scripts/build-library made.
"""
import ctypes
import os
import pathlib
import sys


class Text(ctypes.Structure):
    """tamis_text: borrowed bytes."""

    _fields_ = [("data", ctypes.c_void_p), ("length", ctypes.c_int64)]


class Error(ctypes.Structure):
    """tamis_error: ours, filled by the library."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("status", ctypes.c_int32),
        ("document_index", ctypes.c_int64),
        ("byte_offset", ctypes.c_int64),
        ("message", ctypes.c_char * 512),
    ]


def load_library():
    built = pathlib.Path(__file__).resolve().parents[2] / "build" / "lib" / "libtamis.so"
    tamis = ctypes.CDLL(os.environ.get("TAMIS_LIBRARY") or str(built))
    tamis.tamis_error_init.argtypes = [ctypes.POINTER(Error), ctypes.c_uint32]
    tamis.tamis_clean.argtypes = [
        ctypes.c_char_p,  # data
        ctypes.c_int64,  # length
        ctypes.c_void_p,  # options: None for the defaults
        ctypes.POINTER(ctypes.c_void_p),  # document
        ctypes.POINTER(Error),
    ]
    tamis.tamis_document_text.argtypes = [ctypes.c_void_p]
    tamis.tamis_document_text.restype = Text
    tamis.tamis_document_free.argtypes = [ctypes.c_void_p]
    tamis.tamis_document_free.restype = None
    return tamis


def clean(tamis, source):
    """The clean text of an article, both as bytes."""
    error = Error()
    tamis.tamis_error_init(error, ctypes.sizeof(error))
    document = ctypes.c_void_p()
    if tamis.tamis_clean(source, len(source), None, document, error) != 0:
        raise ValueError(error.message.decode())
    try:
        text = tamis.tamis_document_text(document)
        return ctypes.string_at(text.data, text.length)
    finally:
        tamis.tamis_document_free(document)


def main(arguments):
    name = arguments[1] if len(arguments) > 1 else "-"
    try:
        source = sys.stdin.buffer.read() if name == "-" else pathlib.Path(name).read_bytes()
        text = clean(load_library(), source)
    except (OSError, ValueError) as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 2
    if text:
        sys.stdout.buffer.write(text + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

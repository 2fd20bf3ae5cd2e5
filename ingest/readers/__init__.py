"""Readers: the bytes of one file become its text.

A new file format is one new module in this package, with a ``READER`` that fulfils ``base.Reader``; nothing else has
to be told. Every refusal is a ``RefusedFile`` with a sentence for the clerk.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from pathlib import Path

from ingest.errors import RefusedFile
from ingest.folding import fold
from ingest.legacy_fonts import may_hold_legacy
from ingest.model import Document, Issue
from ingest.readers.base import MAX_FILE_BYTES, Decoded, Reader
from ingest.readers.plausibility import check_is_report
from ingest.readers.signatures import refusal, unreadable_format, unreadable_suffix

_HEAD = 1024
_SHOWN = 40


def _discover() -> tuple[Reader, ...]:
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    readers = (getattr(module, "READER", None) for module in modules)
    return tuple(reader for reader in readers if isinstance(reader, Reader))


READERS = _discover()
_PLAIN = next(reader for reader in READERS if ".txt" in reader.suffixes)


def read_file(path: Path, source_file: str) -> Document:
    """The document in the file at ``path``, to be known as ``source_file``.

    Raises RefusedFile if it is empty, too large, in a format that cannot be read, or not a report. At most
    ``MAX_FILE_BYTES`` are ever held.
    """
    data = _bytes_of(path)
    reader = _reader_for(path.suffix.lower(), data)
    decoded = reader.decode(data)
    check_is_report(decoded.text)
    return Document(
        source_file=source_file,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=reader.media_type,
        encoding=decoded.encoding,
        text=decoded.text,
        notices=(*decoded.notices, *_noticed(decoded)),
    )


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise RefusedFile(
                "unreadable_file", "This is no file, or it is no longer there. Check the folder and run again."
            )
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise RefusedFile("too_large", _too_large(size))
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise RefusedFile(
            "unreadable_file",
            f"The file cannot be opened ({error.strerror or error}). Check that it is there and that you may read it.",
        ) from error
    if len(data) > MAX_FILE_BYTES:
        raise RefusedFile("too_large", _too_large(len(data)))
    if not data:
        raise RefusedFile(
            "empty_file", "The file is empty (0 bytes). Check that the report was saved, and send it again."
        )
    return data


def _too_large(size: int) -> str:
    return (
        f"The file has {size / 1e6:.0f} MB; the limit is {MAX_FILE_BYTES / 1e6:.0f} MB, "
        "and a commune report has less than 1. Check that it is a report, and hand in its text alone."
    )


def _reader_for(suffix: str, data: bytes) -> Reader:
    """What the bytes say comes before what the name says; plain text is what is left."""
    head = data[:_HEAD]
    recognised = next((reader for reader in READERS if reader.recognises(head)), None)
    if recognised is not None:
        return recognised
    by_suffix = next((reader for reader in READERS if suffix in reader.suffixes), None)
    name = unreadable_format(data) or (unreadable_suffix(suffix) if by_suffix is None else None)
    if name is not None:
        raise RefusedFile("unsupported_format", refusal(name, data))
    return by_suffix or _PLAIN


def _noticed(decoded: Decoded) -> list[Issue]:
    notices: list[Issue] = []
    text = decoded.text
    if "\ufffd" in text:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        notices.append(
            Issue(
                "warning",
                "lost_characters",
                f"{text.count(chr(0xFFFD))} characters were lost before the file came here (first at line {line}); "
                "figures beside them may be incomplete.",
            )
        )
    legacy = fold(text).legacy if may_hold_legacy(text) else ()
    if legacy:
        start, end = legacy[0]
        line = text.count("\n", 0, start) + 1
        shown = " ".join(text[start:end].split())[:_SHOWN]
        notices.append(
            Issue(
                "notice",
                "legacy_font_passage",
                f"Part of the text is typed in an old font (TCVN3 or VNI), first at line {line}: "
                f"“{shown}…”. It was understood; quotes show it as it is in the file.",
            )
        )
    return notices

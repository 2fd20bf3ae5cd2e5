"""Readers: the bytes of one file become its text.

A new file format is one new module in this package, with a ``READER`` that fulfils ``base.Reader``; nothing else has
to be told. Every refusal is a ``RefusedFile`` with a sentence for the clerk.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from pathlib import Path

from ingest.archive import read_member
from ingest.errors import RefusedFile
from ingest.limits import MAX_SCAN_BYTES, MAX_TEXT_CHARS, MEGABYTE
from ingest.model import Document, Issue
from ingest.readers.base import MAX_FILE_BYTES, Decoded, Reader
from ingest.readers.noticed import noticed
from ingest.readers.plausibility import check_is_report
from ingest.readers.sandbox import decode_apart
from ingest.readers.signatures import refusal, unreadable_format, unreadable_suffix


def _discover() -> tuple[Reader, ...]:
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    readers = (getattr(module, "READER", None) for module in modules)
    return tuple(reader for reader in readers if isinstance(reader, Reader))


READERS = _discover()
_PLAIN = next(reader for reader in READERS if ".txt" in reader.suffixes)


def read_file(path: Path, source_file: str, member: str | None = None) -> Document:
    """The document in the file at ``path``, to be known as ``source_file``; ``member`` is its name in a ZIP archive.

    Raises RefusedFile if it is empty, too large, in a format that cannot be read, or not a report.
    """
    data = _bytes_of(path) if member is None else _bytes_in(path, member)
    suffix = Path(member or path.name).suffix.lower()
    reader, decoded = _decoded(suffix, data)
    if len(decoded.text) > MAX_TEXT_CHARS:
        raise RefusedFile(
            "too_large",
            f"The text has {len(decoded.text):,} characters; the limit is {MAX_TEXT_CHARS:,}, ten times a long report. "
            "Check that it is one report, and hand in only that.",
        )
    check_is_report(decoded.text)
    return Document(
        source_file=source_file,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=reader.media_type,
        encoding=decoded.encoding,
        text=decoded.text,
        notices=(*_misnamed(suffix, reader), *decoded.notices, *noticed(decoded)),
        pages=decoded.pages,
    )


def _bytes_of(path: Path) -> bytes:
    by_suffix = _by_suffix(path.suffix.lower())
    most = by_suffix.most_bytes if by_suffix else MAX_SCAN_BYTES
    try:
        if not path.is_file():
            raise RefusedFile(
                "unreadable_file", "This is no file, or it is no longer there. Check the folder and run again."
            )
        size = path.stat().st_size
        if size > most:
            raise RefusedFile("too_large", _too_large(size, most))
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise RefusedFile(
            "unreadable_file",
            f"The file cannot be opened ({error.strerror or error}). Check that it is there and that you may read it.",
        ) from error
    return _checked(data, most)


def _bytes_in(path: Path, member: str) -> bytes:
    return _checked(read_member(path, member), MAX_SCAN_BYTES)


def _checked(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise RefusedFile("too_large", _too_large(len(data), most))
    if not data:
        raise RefusedFile(
            "empty_file", "The file is empty (0 bytes). Check that the report was saved, and send it again."
        )
    return data


def _too_large(size: int, most: int) -> str:
    return (
        f"The file has {size / MEGABYTE:.0f} MB; the limit is {most / MEGABYTE:.0f} MB, "
        "and a commune report has less than 1. Check that it is a report, and hand in its text alone."
    )


def _by_suffix(suffix: str) -> Reader | None:
    return next((reader for reader in READERS if suffix in reader.suffixes), None)


def _decoded(suffix: str, data: bytes) -> tuple[Reader, Decoded]:
    """What the bytes say comes before what the name says; plain text is what is left."""
    recognised = next((reader for reader in READERS if reader.recognises(data)), None)
    if recognised is not None:
        return recognised, _decode(recognised, data)
    by_suffix = _by_suffix(suffix)
    name = unreadable_format(data) or (unreadable_suffix(suffix) if by_suffix is None else None)
    if name is not None:
        raise RefusedFile("unsupported_format", refusal(name))
    if by_suffix is None or not by_suffix.seconds:
        reader = by_suffix or _PLAIN
        return reader, _decode(reader, data)
    try:
        return _PLAIN, _decode(_PLAIN, data)
    except RefusedFile as error:
        raise RefusedFile(
            "wrong_extension",
            f"The name ends in {suffix}, but this is no {by_suffix.name} file: it was damaged or given a wrong name. "
            f"Get it again, or open it in the program that made it and save it anew as {by_suffix.suffixes[0]}.",
        ) from error


def _decode(reader: Reader, data: bytes) -> Decoded:
    if len(data) > reader.most_bytes:
        raise RefusedFile("too_large", _too_large(len(data), reader.most_bytes))
    return decode_apart(reader, data) if reader.seconds else reader.decode(data)


def _misnamed(suffix: str, reader: Reader) -> list[Issue]:
    promised = _by_suffix(suffix)
    if promised is None or promised is reader or {promised, reader} <= {_PLAIN, _by_suffix(".md")}:
        return []
    return [
        Issue(
            "notice",
            "wrong_extension",
            f"The name ends in {suffix}, but the file is {reader.name}: it was read as that. "
            f"Name such files {reader.suffixes[0]}.",
        )
    ]


__all__ = ["MAX_FILE_BYTES", "READERS", "read_file"]

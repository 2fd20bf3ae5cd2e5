"""What a reader of one file format has to offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from ingest.limits import MAX_FILE_BYTES
from ingest.model import Issue

__all__ = ["MAX_FILE_BYTES", "Decoded", "Reader"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text taken from a file.

    ``encoding`` is the Python codec that gives the characters of a text file, or the name of the format that the text
    was extracted from. ``pages`` has (first character, page number) wherever another page begins; it is empty for
    formats without pages.
    """

    text: str
    encoding: str
    notices: tuple[Issue, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()


@runtime_checkable
class Reader(Protocol):
    """One file format. A module of this package that holds one under the name ``READER`` is found by itself.

    name: as a clerk calls the format. most_bytes: the largest file. seconds: 0 where the file is decoded in this
    process; else it is decoded in a process of its own, with little memory and for so many seconds at most.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    most_bytes: int
    seconds: int

    def recognises(self, data: bytes) -> bool:
        """Whether the bytes of a file say that it is this format, whatever its name says."""
        ...

    def decode(self, data: bytes) -> Decoded:
        """The text of a whole file; RefusedFile if it cannot be had."""
        ...

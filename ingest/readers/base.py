"""What a reader of one file format has to offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from ingest.model import Issue

MAX_FILE_BYTES = 20_000_000
"""The largest file that is read, in bytes. A commune report is 20 to 200 thousand; what is larger is something else."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text taken from a file. ``encoding`` is the Python codec that gives the characters of the file."""

    text: str
    encoding: str
    notices: tuple[Issue, ...] = ()


@runtime_checkable
class Reader(Protocol):
    """One file format. A module of this package that holds one under the name ``READER`` is found by itself."""

    media_type: str
    suffixes: tuple[str, ...]

    def recognises(self, head: bytes) -> bool:
        """Whether the first bytes of a file say that it is this format, whatever its name says."""
        ...

    def decode(self, data: bytes) -> Decoded:
        """The text of a whole file; RefusedFile if it cannot be had."""
        ...

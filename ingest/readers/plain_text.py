"""Plain text: the file itself is the text."""

from __future__ import annotations

from ingest.limits import MAX_FILE_BYTES
from ingest.readers.base import Decoded
from ingest.readers.encodings import decode


class PlainText:
    """.txt files, and any other file that turns out to be text."""

    name = "plain text"
    media_type = "text/plain"
    suffixes: tuple[str, ...] = (".txt", ".text")
    most_bytes = MAX_FILE_BYTES
    seconds = 0

    def recognises(self, data: bytes) -> bool:  # noqa: ARG002 (text has no mark of its own)
        """Never: plain text is what is left when nothing else is recognised."""
        return False

    def decode(self, data: bytes) -> Decoded:
        """The characters of the file, unchanged."""
        return decode(data)


READER = PlainText()

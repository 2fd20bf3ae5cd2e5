"""Markdown: the file itself is the text; its marks are read with the layout."""

from __future__ import annotations

from ingest.limits import MAX_FILE_BYTES
from ingest.readers.base import Decoded
from ingest.readers.encodings import decode


class Markdown:
    """.md files."""

    name = "Markdown"
    media_type = "text/markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown")
    most_bytes = MAX_FILE_BYTES
    seconds = 0

    def recognises(self, data: bytes) -> bool:  # noqa: ARG002 (nothing in the bytes tells it from plain text)
        """Never: only the name says that a text is Markdown."""
        return False

    def decode(self, data: bytes) -> Decoded:
        """The characters of the file, unchanged."""
        return decode(data)


READER = Markdown()

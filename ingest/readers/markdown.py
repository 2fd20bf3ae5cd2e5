"""Markdown: the file itself is the text; its marks are read with the layout."""

from __future__ import annotations

from ingest.readers.base import Decoded
from ingest.readers.encodings import decode


class Markdown:
    """.md files."""

    media_type = "text/markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown")

    def recognises(self, head: bytes) -> bool:  # noqa: ARG002 (nothing in the bytes tells it from plain text)
        """Never: only the name says that a text is Markdown."""
        return False

    def decode(self, data: bytes) -> Decoded:
        """The characters of the file, unchanged."""
        return decode(data)


READER = Markdown()

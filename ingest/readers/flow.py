"""The text of a document that is not text itself, put together line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.errors import RefusedFile
from ingest.limits import MAX_TEXT_CHARS
from ingest.readers.rows import RAISED, render_rows

# What no text file could hold either: control characters, halves of characters, characters that are none.
_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")
_BREAKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\u2028": "\n", "\u2029": "\n"})


def fit(text: str) -> str:
    """``text`` without characters that are no text, each kind of line end as a new line."""
    return _UNFIT.sub("", text.translate(_BREAKS))


class Flow:
    """Lines, tables and notes in reading order, with the places where another page begins.

    Footnotes stand below the paragraph or table that refers to them, with their raised number, as readers of a page
    see them; so they stay under the heading that they belong to.
    """

    def __init__(self) -> None:
        self.pages: list[tuple[int, int]] = []
        self._parts: list[str] = []
        self._length = 0
        self._notes: list[str] = []

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._parts)

    def page(self, number: int) -> None:
        """What comes now stands on page ``number``."""
        if not self.pages or self.pages[-1][1] != number:
            if self.pages and self.pages[-1][0] == self._length:
                self.pages.pop()
            self.pages.append((self._length, number))

    def paragraph(self, text: str, level: int = 0) -> None:
        """A paragraph, or a heading of a level from 1; a blank one is a blank line."""
        line = fit(text).strip(" \n")
        self._add(("#" * min(level, 6) + " " if level and line else "") + line + "\n")
        self._flush()

    def piece(self, text: str) -> None:
        """A part of a line."""
        self._add(fit(text))

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """A table, set apart by blank lines."""
        lines = render_rows([[fit(cell) for cell in row] for row in rows])
        if lines:
            self._blank()
            self._add("\n".join(lines) + "\n\n")
        self._flush()

    def note(self, number: int, text: str) -> None:
        """A footnote, to be put below what is being written."""
        self._notes.append(f"{number}".translate(RAISED) + " " + " ".join(fit(text).split()))

    def _flush(self) -> None:
        if self._notes:
            notes, self._notes = self._notes, []
            self._blank()
            self._add("\n".join(notes) + "\n\n")

    def _blank(self) -> None:
        if self._parts and not "".join(self._parts[-2:]).endswith("\n\n"):
            self._add("\n")

    def _add(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)
        if self._length > MAX_TEXT_CHARS:
            raise RefusedFile(
                "too_large",
                f"The text has more than {MAX_TEXT_CHARS:,} characters, ten times a long report. "
                "Check that it is one report, and hand in only that.",
            )

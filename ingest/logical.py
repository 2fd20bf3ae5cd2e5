"""Logical text of a block: its lines joined, white space folded, Markdown emphasis taken out; offsets kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from ingest.folding import Folded

_CHUNK = re.compile(r"\*\*+|(?<![\w\s)])\*(?=\S)|(?<=\S)\*(?![\w*(])|(?<=\s)\*(?=[^\s*])|^\*(?=[^\s*])|[ \t]{2,}|\t")

_BEFORE, _BEHIND = re.compile(r"\d[.,]?\Z"), re.compile(r"[.,]?\d")


@dataclass(slots=True)
class Logical:
    """text and its folded twin ``lower`` have the same length; every character knows its place in the folded text."""

    text: str = ""
    lower: str = ""
    _logical: list[int] = field(default_factory=list)
    _folded: list[int] = field(default_factory=list)

    def to_folded(self, index: int) -> int:
        """Folded offset of the character at a logical index."""
        at = bisect_right(self._logical, index) - 1
        return self._folded[at] + index - self._logical[at]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Folded half-open span of a logical one; it may cover furniture between two halves of a sentence."""
        return self.to_folded(start), self.to_folded(end - 1) + 1


_SQUARE = re.compile(r"\[([^\[\]^][^\[\]]*)\]")
"""Square brackets enclose a remark as round ones do; a footnote mark ([^1]) does not."""


def build(folded: Folded, spans: list[tuple[int, int]]) -> Logical:
    """Join the folded spans of a block. A word cut by a hyphen at the line end ("TBR-" / "97") is joined directly."""
    text: list[str] = []
    lower: list[str] = []
    result = Logical()
    length = 0

    def add(start: int, end: int) -> None:
        nonlocal length
        if start < end:
            result._logical.append(length)
            result._folded.append(start)
            text.append(folded.text[start:end])
            lower.append(folded.lower[start:end])
            length += end - start

    for start, end in spans:
        if text:
            before = text[-1]
            if not (before.endswith("-") and before[-2:-1].isalnum()):
                result._logical.append(length)
                result._folded.append(start)  # the joining blank stands for the line break before this span
                text.append(" ")
                lower.append(" ")
                length += 1
        at = start
        for gap in _CHUNK.finditer(folded.text[start:end]):
            add(at, start + gap.start())
            if gap.group().isspace() or _parts_numbers(folded.text, start + gap.start(), start + gap.end()):
                result._logical.append(length)
                result._folded.append(start + gap.start())
                text.append(" ")
                lower.append(" ")
                length += 1
            at = start + gap.end()
        add(at, end)
    result.text = "".join(text)
    result.lower = _SQUARE.sub(r"(\1)", "".join(lower))
    return result


def without_emphasis(text: str) -> str:
    """A part of a line as it stands in the logical text of its block."""
    pieces, at = [], 0
    for gap in _CHUNK.finditer(text):
        blank = gap.group().isspace() or _parts_numbers(text, gap.start(), gap.end())
        pieces += [text[at : gap.start()], " " if blank else ""]
        at = gap.end()
    return "".join([*pieces, text[at:]])


def _parts_numbers(text: str, start: int, end: int) -> bool:
    """Are the stars from start to end all that keeps two numbers apart? "năm 2025**1. Thu"."""
    return bool(_BEFORE.search(text, max(0, start - 2), start) and _BEHIND.match(text, end))

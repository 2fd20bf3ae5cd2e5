"""Outline marks (PHẦN I, A., II., 1.2., a), -, +, ¹) and the path of headings above a block."""

from __future__ import annotations

import re
from dataclasses import dataclass

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


@dataclass(frozen=True, slots=True)
class Marker:
    """style: part, hash, roman, upper, decimal1.., lower, paren, bullet, footnote. offset: where the body starts."""

    style: str
    mark: str
    body: str
    offset: int


_PREFIX = re.compile(r"^(?:[*_]{2,3}|[*_](?=\S))*")
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("footnote", re.compile(rf"([{SUPERSCRIPTS}]+)\s*")),
    ("footnote", re.compile(r"\[\^(\d{1,3})\]:?\s*(?=\S)")),
    (
        "part",
        re.compile(r"((?:PHẦN|Phần)\s+(?:THỨ\s+|thứ\s+)?(?:[IVX]+|\d|NHẤT|HAI|BA|TƯ|MỘT|nhất|hai|ba|một))\b[\s.:)-]*"),
    ),
    ("roman", re.compile(r"([IVX]{1,5})\s*(?:[.)/:](?:\s*-(?=\s))?|[-–](?=\s))\s*(?=\S)")),
    ("upper", re.compile(r"([A-HĐ])\s*(?:[.)]|/(?:\s*-)?(?=\s)|[-–](?=\s))\s*(?=\S)")),
    ("decimal", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})\s*(?:[.):]|[-–](?=\s))?\s*(?=[^\W\d_]|[\"“*])")),
    ("decimal", re.compile(r"(\d{1,2})\s*(?:[.)](?!\d)|[-–](?=\s)|/(?:\s*-)?(?=\s))\s*(?=\S)")),
    ("lower", re.compile(r"([a-zđ])\s*[.)]\s*(?=\S)")),
    ("paren", re.compile(r"\((\d{1,2}|[a-zđ])\)\s*(?=[^\s,.;)])")),
    ("bullet", re.compile(r"(-\s\+|[-–—•+*●○▪■◦·✓✔➢❖])\s*(?=\S)")),
)


_LONGEST_MARK = 10
_MARK_ENDS = re.compile(r"[.):/–-]|hần|HẦN")
"""A line that opens with a letter is marked only if one of these is near: "IV.", "a)", "Phần thứ hai"."""


def match_marker(text: str) -> Marker | None:
    """Outline mark at the start of a line, looking through Markdown emphasis and hashes."""
    hashes = re.match(r"(#{1,6})\s+", text)
    start = hashes.end() if hashes else 0
    bullet = re.match(r"[*+-]\s+", text[start:])
    if not bullet:
        prefix = _PREFIX.match(text[start:])
        start += prefix.end() if prefix else 0
    rest = text[start:]
    if rest[:1].isalpha() and not _MARK_ENDS.search(rest, 0, _LONGEST_MARK):
        return Marker("hash" + str(len(hashes.group(1))), hashes.group(1), rest, start) if hashes else None
    for style, pattern in _PATTERNS:
        found = pattern.match(rest)
        if found:
            mark = found.group(1)
            name = f"decimal{mark.count('.') + 1}" if style == "decimal" else style
            if style == "bullet":
                name = "bullet"
            body = rest[found.end() :]
            if style == "bullet":
                inner = match_marker(body) if body[:1] in "*_" else None
                body = inner.body if inner and inner.style == "bullet" else body
            return Marker(name, mark, body, start + found.end())
    if hashes:
        return Marker("hash" + str(len(hashes.group(1))), hashes.group(1), rest, start)
    return None


_RANK = {"hash1": 0, "part": 1, "hash2": 2, "upper": 3, "hash3": 4, "roman": 5, "hash4": 6}


def _bullet_mark(key: str) -> str:
    """The mark of a level of bullets; empty for other levels."""
    return key.split("@", 1)[0].removeprefix("bullet") if key.startswith("bullet") else ""


class Outline:
    """Stack of open outline levels. A mark of a style that is already open closes everything below it."""

    def __init__(self) -> None:
        self._stack: list[tuple[str, str, int]] = []  # style key, title, block number
        self._below: set[tuple[str, str]] = set()  # bullets, and those that they stood below when first seen together

    def enter(self, marker: Marker, title: str, block_no: int, indent: int = 0, nested: bool = False) -> int | None:
        """Open a level for this block; returns the block number of the level above, None at the top.

        indent: columns before the mark. nested: the block before opens a list, so that the same bullet set further
        in belongs to it.
        """
        key = marker.style if marker.style != "bullet" else f"bullet{marker.mark}"
        if marker.style == "bullet":
            if not nested:
                self._leave_lower_bullets(marker.mark, indent)
            key = self._bullet_key(key, indent, nested)
        keys = [entry[0] for entry in self._stack]
        if key in keys:
            del self._stack[keys.index(key) :]
        elif not nested and marker.style not in ("bullet", "paren", "footnote"):
            self.reset_to_lists()  # a numbered heading is no item of the list before it
        if key not in keys and key in _RANK:
            rank = _RANK[key]
            while self._stack and _RANK.get(self._stack[-1][0], 99) > rank:
                self._stack.pop()
        parent = self._stack[-1][2] if self._stack else None
        if marker.style == "bullet" and self._stack:
            upper = _bullet_mark(self._stack[-1][0])
            if upper not in ("", marker.mark) and (upper, marker.mark) not in self._below:
                self._below.add((marker.mark, upper))
        self._stack.append((key, title, block_no))
        return parent

    def _leave_lower_bullets(self, mark: str, indent: int) -> None:
        """Where "+" stood below "-" before, a "-" behind a list of "+" is not one of its items."""
        while self._stack:
            open_key = self._stack[-1][0]
            if (_bullet_mark(open_key), mark) not in self._below or indent > int(open_key.split("@")[1]) + 1:
                return
            self._stack.pop()

    def _bullet_key(self, key: str, indent: int, nested: bool) -> str:
        """Bullets of one mark are told apart by indent only where a list has just been opened or is being left."""
        open_keys = [entry[0] for entry in self._stack if entry[0].split("@")[0] == key]
        for open_key in reversed(open_keys):
            if indent <= int(open_key.split("@")[1]) + 1:
                continue
            return f"{key}@{indent}" if nested or f"{key}@{indent}" in open_keys else open_key
        fitting = [open_key for open_key in open_keys if int(open_key.split("@")[1]) + 1 >= indent]
        return fitting[0] if fitting else f"{key}@{indent}"

    def reset_to_lists(self) -> None:
        """Close bullet levels: a plain paragraph after a list ends it."""
        while self._stack and self._stack[-1][0].startswith(("bullet", "paren")):
            self._stack.pop()

    @property
    def depth(self) -> int:
        """Number of open levels."""
        return len(self._stack)

    @property
    def parent(self) -> int | None:
        """Block number of the innermost open level."""
        return self._stack[-1][2] if self._stack else None

    def path(self) -> tuple[str, ...]:
        """Titles of the open levels, from the top."""
        return tuple(title for _, title, _ in self._stack if title)

    def headings(self) -> tuple[str, ...]:
        """Titles of the open levels that are no bullets: what parts of the report are called."""
        return tuple(title for key, title, _ in self._stack if title and not key.startswith("bullet"))

"""List marks of Word 97 to 2003, which are counted and stored nowhere.

After [MS-DOC]: the lists (PlfLst) with the looks of their levels, and what paragraphs name them by (PlfLfo).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from ingest.readers.docx_styles import counted

_LEVELS = 9
_LIST, _LEVEL, _OVERRIDE = 28, 28, 16
_SIMPLE = 0x01
_KINDS = {0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero"}
_BULLET = 23


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    kind: int
    pattern: str  # characters below 9 stand for the counts of the levels


class Lists:
    """Counts the lists of a document from its first paragraph to its last."""

    def __init__(self, table: bytes = b"", lists: tuple[int, int] = (0, 0), overrides: bytes = b"") -> None:
        """lists: start and length of PlfLst in the table stream; the levels stand behind it."""
        self._levels: dict[int, list[_Level]] = {}
        self._named: list[int] = []
        self._counts: dict[int, list[int | None]] = {}
        start, length = lists
        if length < 2 or len(overrides) < 4:
            return
        count = struct.unpack_from("<H", table, start)[0]
        at = start + length
        for number in range(count):
            identity, flags = struct.unpack_from("<i22xB", table, start + 2 + _LIST * number)
            levels = []
            for _ in range(1 if flags & _SIMPLE else _LEVELS):
                level, at = _level(table, at)
                levels.append(level)
            self._levels[identity] = levels
        named = struct.unpack_from("<I", overrides)[0]
        self._named = [
            struct.unpack_from("<i", overrides, 4 + _OVERRIDE * number)[0]
            for number in range(min(named, (len(overrides) - 4) // _OVERRIDE))
        ]

    def mark(self, name: int, level: int) -> str:
        """The mark of the next item of list ``name`` (from 1), with a blank behind it; "" for what is no item."""
        if not 0 < name <= len(self._named):
            return ""
        identity = self._named[name - 1]
        levels = self._levels.get(identity, [])
        if not 0 <= level < len(levels):
            return ""
        counts = self._counts.setdefault(identity, [None] * _LEVELS)
        for at in range(level + 1):
            before = counts[at]
            if before is None:
                counts[at] = levels[at].start
            elif at == level:
                counts[at] = before + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        look = levels[level]
        if look.kind == _BULLET:
            shown = "".join("-" if "\ue000" <= char <= "\uf8ff" else char for char in look.pattern)
            return f"{shown} " if shown.strip() else ""
        if look.kind not in _KINDS:
            return ""
        written = "".join(
            counted(counts[ord(char)] or 0, _KINDS.get(levels[ord(char)].kind, "decimal"))
            if ord(char) < len(levels)
            else char
            for char in look.pattern
        )
        return f"{written} " if written.strip() else ""


def _level(table: bytes, at: int) -> tuple[_Level, int]:
    """The level that begins at a place, and where the next one does."""
    start, kind = struct.unpack_from("<iB", table, at)
    behind_characters, behind_paragraph = struct.unpack_from("<BB", table, at + 24)
    at += _LEVEL + behind_characters + behind_paragraph
    length = struct.unpack_from("<H", table, at)[0]
    pattern = "".join(map(chr, struct.unpack_from(f"<{length}H", table, at + 2)))
    return _Level(min(max(start, 0), 1_000), kind, pattern), at + 2 + 2 * length

"""Physical lines to logical blocks.

Reports come from PDF text layers, word processors and web pages: lines are cut at the page width, blank lines and page
numbers stand in the middle of sentences, a footnote body stands between the two halves of one. This module finds out
which lines belong together, what outline mark opens them (I., 1.1, a), -, +, ¹) and under which headings they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.folding import Folded
from ingest.outline import Marker, match_marker

TERMINAL = re.compile(r"(?:[.;:!?…]|\./\.)[\"”’)\]*_]*\s*$")
LIST_OPENER = re.compile(r"^(?:trong\s+đó|gồm|bao\s+gồm|cụ\s+thể|chia\s+ra|bao\s+gồm\s+các)\b.{0,12}$")
PAGE_NUMBER = re.compile(r"^(?:trang\s+)?[-–]?\s*\d{1,3}(?:\s*/\s*\d{1,3})?\s*[-–]?$")
RULE = re.compile(r"^[\s*_=~.·—–-]+$")
TABLE_GAP = re.compile(r"\s{2,}|\t")
CUT_WORD = re.compile(r"[^\W_]-$")
ALIGNED_VALUE = re.compile(r"\s{4}(?:=\s*)?\d[\d.,]*\s*\w{0,5}$")
"""A row of a list whose amounts are pushed to the right is complete without a full stop."""
CENTRED = 20
"""A number alone on its line behind so much white space is a page number, though text goes on at once."""
WRAP_LIMIT = 140
"""Texts whose longer lines exceed this are not cut at a page width: each line is a paragraph."""


@dataclass(slots=True)
class Line:
    """One physical line, without the white space around it. start and end are folded offsets."""

    start: int
    end: int
    indent: int
    text: str
    lower: str
    blank_before: bool
    blank_after: bool


@dataclass(slots=True)
class Draft:
    """A block being put together. kind, marker and spans as in :class:`ingest.model.Block`, in folded offsets."""

    kind: str
    marker: Marker | None
    spans: list[tuple[int, int]]
    lines: list[Line] = field(default_factory=list)
    open: bool = True
    blank_before: bool = False
    in_footnote: bool = False

    @property
    def last(self) -> Line:
        """Its last physical line."""
        return self.lines[-1]


def lines_of(folded: Folded) -> list[Line]:
    """Non-blank physical lines in order."""
    found: list[Line] = []
    offset = 0
    blank = True
    for raw in folded.text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = offset + (len(raw) - len(raw.lstrip()))
            end = start + len(stripped)
            found.append(
                Line(
                    start, end, start - offset, stripped, folded.lower[start:end], blank_before=blank, blank_after=False
                )
            )
            blank = False
        else:
            if found:
                found[-1].blank_after = True
            blank = True
        offset += len(raw) + 1
    if found:
        found[-1].blank_after = True
    return found


def wrap_width(lines: list[Line]) -> int | None:
    """Width at which the text was cut into lines, or None where each line is a whole paragraph."""
    lengths = sorted(len(line.text) for line in lines if not is_ruled(line))
    if len(lengths) < 20:
        return None
    width = lengths[int(len(lengths) * 0.9)]
    return width if 40 <= width <= WRAP_LIMIT else None


def is_ruled(line: Line) -> bool:
    """Three and more columns with bars between them, with or without the outer bars of Markdown."""
    return line.text.strip().strip("|").count("|") >= 2


def is_table_line(line: Line) -> bool:
    """A row of three and more columns, set apart by bars, wide gaps or tabs."""
    if is_ruled(line):
        return True
    cells = [cell for cell in TABLE_GAP.split(line.text) if cell]
    return len(cells) >= 3 and sum(bool(re.fullmatch(r"[\d.,%\s]+|[-–]", cell)) for cell in cells[1:]) >= 2


def blocks_of(folded: Folded) -> list[Draft]:
    """Group the physical lines of a text into drafts of blocks, in reading order."""
    return list(_group(lines_of(folded)))


def _group(lines: list[Line]) -> Iterator[Draft]:
    width = wrap_width(lines)
    drafts: list[Draft] = []
    table_until = _table_ranges(lines)
    for index, line in enumerate(lines):
        if index in table_until:
            if not drafts or drafts[-1].kind != "table" or table_until[index]:
                drafts.append(Draft("table", None, []))
            drafts[-1].lines.append(line)
            drafts[-1].spans.append((line.start, line.end))
            continue
        if _is_page_number(line, lines[index + 1] if index + 1 < len(lines) else None):
            drafts.append(Draft("furniture", None, [(line.start, line.end)], [line], open=False))
            continue
        if RULE.match(line.text):
            continue
        target = _continues(line, drafts, width)
        if target is not None:
            target.spans.append((line.start, line.end))
            target.lines.append(line)
            continue
        marker = match_marker(line.text)
        kind = "footnote" if marker and marker.style == "footnote" else "item" if marker else "paragraph"
        in_footnote = kind == "footnote" or _inside_footnote(drafts, marker)
        drafts.append(
            Draft(
                kind, marker, [(line.start, line.end)], [line], blank_before=line.blank_before, in_footnote=in_footnote
            )
        )
    yield from drafts


def _is_page_number(line: Line, following: Line | None) -> bool:
    """A number alone in white space, or between white space and the next numbered heading."""
    if not PAGE_NUMBER.match(line.lower):
        return False
    if line.indent >= CENTRED or (line.blank_before and line.blank_after):
        return True
    marker = match_marker(following.text) if following is not None and line.blank_before else None
    return marker is not None and marker.style.startswith(("part", "roman", "upper", "decimal"))


def _table_ranges(lines: list[Line]) -> dict[int, bool]:
    """Indices of lines that belong to a table, with True where a new table starts."""
    found: dict[int, bool] = {}
    index = 0
    while index < len(lines):
        if not is_table_line(lines[index]):
            index += 1
            continue
        end = index
        while (
            end + 1 < len(lines)
            and not lines[end + 1].blank_before
            and (is_table_line(lines[end + 1]) or _aligned(lines[end + 1]))
        ):
            end += 1
        start = index
        while start > 0 and not lines[start].blank_before and _aligned(lines[start - 1]) and start - 1 not in found:
            start -= 1
        if end - start >= 2:
            for number in range(start, end + 1):
                found[number] = number == start
        index = end + 1
    return found


def _aligned(line: Line) -> bool:
    return len([cell for cell in TABLE_GAP.split(line.text) if cell]) >= 2


def _inside_footnote(drafts: list[Draft], marker: Marker | None) -> bool:
    """A list belongs to a footnote whose body opens with the same bullet ("¹³ - Tiêu chí 1: ...")."""
    last = next((draft for draft in reversed(drafts) if draft.kind not in ("furniture", "table")), None)
    if last is None or not last.in_footnote or marker is None or marker.style != "bullet" or last.marker is None:
        return False
    return last.marker.mark == marker.mark or last.marker.body.lstrip().startswith(marker.mark)


def _continues(line: Line, drafts: list[Draft], width: int | None) -> Draft | None:
    """The draft that this line goes on with, or None where it opens a block of its own."""
    marker = match_marker(line.text)
    last = next((draft for draft in reversed(drafts) if draft.kind != "furniture"), None)
    if last is None or last.kind == "table":
        return None
    if LIST_OPENER.match(line.lower.lstrip("*_ ")) and not line.blank_before and not last.in_footnote:
        return last
    unfinished = not TERMINAL.search(last.last.text) and not ALIGNED_VALUE.search(last.last.text)
    if marker is not None:
        weak = marker.style == "bullet" and marker.mark in "-–+" and marker.body[:1].islower()
        if not (weak and unfinished and not last.last.text.endswith(",") and _is_long(last.last, width)):
            return None
    first = line.text.lstrip('*_“"(')[:1]
    starts_low = line.text[:1] in "=%)/" or first.islower()
    starts_digit = first.isdigit()
    if (starts_low and marker is None) or marker is not None:
        return _unfinished_before(line, drafts)
    if CUT_WORD.search(last.last.text) and not line.blank_before:
        return last
    if starts_digit:
        return last if unfinished and (_is_long(last.last, width) or not _heading_like(last)) and width else None
    if last.in_footnote and line.blank_before:
        return _interrupted(drafts)
    if not unfinished:
        # a full line that ends in a semicolon by chance of the width: "Tư pháp 628; LĐ-TB&XH 61;" / "Đất đai 32"
        by_chance = last.last.text.rstrip().endswith(";") and width is not None and len(last.lines) > 1
        if by_chance and not line.blank_before and not _next_word_fits(last.last, line, width or 0):
            return last if _is_long(last.last, width) else None
        return None
    if _shouting(line.text) and _shouting(last.last.text) and not line.blank_before:
        return last
    if not width or last.in_footnote or not _is_long(last.last, width):
        return None
    titled = last.marker is not None and last.marker.style not in ("bullet", "paren") and len(last.lines) == 1
    if (
        titled
        and not re.search(r"\d", last.marker.body if last.marker else "")
        and _next_word_fits(last.last, line, width)
    ):
        return None
    return last


def _next_word_fits(line: Line, following: Line, width: int) -> bool:
    """A line cut at the page width has no room for the next word; a finished heading has."""
    return len(line.text) + 1 + len(following.text.split(" ", 1)[0]) <= width - 3


def _unfinished_before(line: Line, drafts: list[Draft]) -> Draft | None:
    """Nearest draft whose sentence is not finished, looking past footnotes and page numbers; else the last one."""
    passed_footnote = False
    for draft in reversed(drafts[-12:]):
        if draft.kind in ("furniture", "table"):
            continue
        if draft.in_footnote and line.blank_before:
            if not TERMINAL.search(draft.last.text) and not passed_footnote and not _older_open(drafts):
                return draft
            passed_footnote = True
            continue
        if not TERMINAL.search(draft.last.text):
            return draft
        return draft if not passed_footnote and not line.blank_before else None
    return None


def _interrupted(drafts: list[Draft]) -> Draft | None:
    """A long paragraph that breaks off before the footnotes of its page goes on behind them."""
    for draft in reversed(drafts[-12:]):
        if draft.kind == "furniture" or draft.in_footnote:
            continue
        open_end = draft.kind != "table" and not TERMINAL.search(draft.last.text)
        return draft if open_end and sum(len(line.text) for line in draft.lines) > 200 else None
    return None


def _older_open(drafts: list[Draft]) -> bool:
    for draft in reversed(drafts[-12:]):
        if draft.kind in ("furniture", "table") or draft.in_footnote:
            continue
        return not TERMINAL.search(draft.last.text)
    return False


def _is_long(line: Line, width: int | None) -> bool:
    return width is not None and len(line.text) + line.indent >= 0.72 * width


def _heading_like(draft: Draft) -> bool:
    return draft.marker is not None and len(draft.last.text) < 60 and not re.search(r"\d", draft.marker.body)


def _shouting(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 4 and sum(char.isupper() for char in letters) >= 0.9 * len(letters)

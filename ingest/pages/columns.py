"""Columns: letterheads and signatures side by side, and pages set in two columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.pages.model import Row
from ingest.pages.rows import gaps

_WIDE = 1.8
"""White space of so many letter heights parts a letterhead; words of a justified line stand closer."""
_GUTTER = 0.9
_NARROWEST = 0.7
_BODY_ROWS = 5
_BODY_SHARE = 0.25
_BESIDE = 0.5
_MOST_ROWS = 400
_NUMBER = re.compile(r"[-–+=:(]?\s*\d")


@dataclass(frozen=True, slots=True)
class Band:
    """Rows [first, last] stand in two columns, parted at ``place``; ``body``: running text, not a letterhead."""

    first: int
    last: int
    place: float
    body: bool


def find_band(rows: list[Row], width: float) -> Band | None:
    """The largest stretch of rows in two columns; None where there is none. width: of the text on the page."""
    if len(rows) > _MOST_ROWS:
        return None
    best: tuple[int, Band] | None = None
    for seed in range(len(rows)):
        for gap in _seeds(rows, seed):
            found = _grown(rows, seed, gap, width)
            if found is not None and (best is None or found[0] > best[0]):
                best = found
    return best[1] if best else None


def _seeds(rows: list[Row], at: int) -> list[tuple[float, float]]:
    """White space in a row, or between two neighbours that do not stand above each other."""
    row = rows[at]
    found = gaps(row, _GUTTER * row.size)
    if at + 1 < len(rows):
        below = rows[at + 1]
        for low, high in ((row.right, below.left), (below.right, row.left)):
            if high - low >= _GUTTER * row.size:
                found.append((low, high))
    return found


def _grown(rows: list[Row], seed: int, gap: tuple[float, float], width: float) -> tuple[int, Band] | None:
    first = last = seed
    strip = gap
    for step in (-1, 1):
        at = seed + step
        while 0 <= at < len(rows):
            narrower = _narrowed(rows[at], strip)
            if narrower is None:
                break
            strip = narrower
            at += step
        if step < 0:
            first = at + 1
        else:
            last = at - 1
    place = (strip[0] + strip[1]) / 2
    sides = [_sides(row, place) for row in rows[first : last + 1]]
    both = sides.count("both")
    body = _is_body(rows[first : last + 1], sides, place, width)
    if not body:
        if strip[1] - strip[0] < _WIDE * rows[seed].size or not both:
            return None
        while sides[0] != "both":
            sides.pop(0)
            first += 1
        while sides[-1] == "left":
            sides.pop()
            last -= 1
    if _amounts(rows[first : last + 1], place):
        return None
    return len(sides) if body else both, Band(first, last, place, body)


def _is_body(rows: list[Row], sides: list[str], place: float, width: float) -> bool:
    """Whether rows parted at ``place`` are running text in two columns: enough of it, and side by side."""
    by_side = list(zip(rows, sides, strict=True))
    halves = [[row for row, side in by_side if side in (half, "both")] for half in ("left", "right")]
    if not all(halves):
        return False
    columns = place - min(row.left for row in rows), max(row.right for row in rows) - place
    if min(columns) < _BODY_SHARE * width:
        return False
    if any(sum(len(row.table.rows) if row.table else 1 for row in half) < _BODY_ROWS for half in halves):
        return False
    tops = [half[0].base for half in halves]
    ends = [max(row.table.bottom if row.table else row.base for row in half) for half in halves]
    return min(ends) - max(tops) >= _BESIDE * min(end - top for top, end in zip(tops, ends, strict=True))


def _narrowed(row: Row, strip: tuple[float, float]) -> tuple[float, float] | None:
    """What ``row`` leaves free of a vertical strip; None where its words go across."""
    low, high = strip
    least = _NARROWEST * row.size
    middle = (low + high) / 2
    for word in row.words:
        if word.right <= low or word.left >= high:
            continue
        if word.left < middle < word.right:
            return None
        if word.right <= middle:
            low = word.right
        else:
            high = word.left
    return (low, high) if high - low >= least else None


def _sides(row: Row, place: float) -> str:
    if row.right <= place:
        return "left"
    return "right" if row.left >= place else "both"


def _amounts(rows: list[Row], place: float) -> bool:
    """Whether the right column holds the amounts of what the left one names: then the rows belong together."""
    right = [" ".join(word.text for word in row.words if word.left >= place) for row in rows]
    said = [text for text in right if text]
    return 2 * sum(_NUMBER.match(text) is not None for text in said) > len(said)

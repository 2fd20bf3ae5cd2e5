"""Footnotes at the foot of a page."""

from __future__ import annotations

import re
from statistics import median

from ingest.pages.model import Row
from ingest.readers.rows import RAISED

_SMALL_PRINT = 0.93
_RAISED_DIGITS = "".join(map(chr, RAISED.values()))
_NUMBER = re.compile(r"(\d{1,3})(?![\d.,/])(\s?)")


def without_notes(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """(rows of the text, rows of the footnotes): in small print at the foot, the first begins with a number.

    The number of a note is raised, or touches its first word, or stands raised in the text above.
    """
    texts = [row for row in rows if row.table is None]
    if len(texts) < 2:
        return rows, []
    usual = median(row.size for row in texts)
    at = len(rows)
    while at and rows[at - 1].table is None and rows[at - 1].size < _SMALL_PRINT * usual:
        at -= 1
    if not at:
        return rows, []
    above = " ".join(row.text for row in rows[:at])
    first = next((place for place in range(at, len(rows)) if _opens_note(rows[place], above)), None)
    if first is None:
        return rows, []
    for row in rows[first:]:
        if _opens_note(row, above):
            _raise_number(row)
    return rows[:first], rows[first:]


def _opens_note(row: Row, above: str) -> bool:
    text = row.text
    if text[:1] in _RAISED_DIGITS:
        return bool(text)
    number = _NUMBER.match(text)
    return number is not None and (not number[2] or number[1].translate(RAISED) in above)


def _raise_number(row: Row) -> None:
    number = _NUMBER.match(row.words[0].text)
    if number:
        rest = row.words[0].text[number.end() :]
        row.words[0].text = number[1].translate(RAISED) + (f" {rest}" if rest else "")

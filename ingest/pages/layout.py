"""Pages to text in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.pages.columns import find_band
from ingest.pages.furniture import without_furniture
from ingest.pages.grids import aligned_table, drawn_tables
from ingest.pages.model import Page, Row, Table, Word
from ingest.pages.paragraphs import Column, Habits, Paragraphs
from ingest.pages.rows import rows_of, split_at
from ingest.readers.flow import Flow
from ingest.readers.rows import RAISED, only_places

_SMALL_PRINT = 0.93
_MANY_WORDS = 20_000
_DEEPEST = 12
_RAISED_DIGITS = "".join(map(chr, RAISED.values()))
_FULL = 0.9
_INDENT = 0.7


def lay_out(pages: Sequence[Page]) -> Flow:
    """The text of ``pages``: columns one after the other, tables with their cells, paragraphs put together."""
    tables = [drawn_tables(page) for page in pages]
    rows = [
        rows_of([word for word in page.words if not any(_within(word, table) for table in found)])
        for page, found in zip(pages, tables, strict=True)
    ]
    rows = without_furniture(rows, [page.height for page in pages])
    body = [_without_notes(found) for found in rows]
    flow = Flow()
    edge = _edges([row for found, _ in body for row in found])
    paragraphs = Paragraphs(flow, _habits([found for found, _ in body], edge))
    waiting: Table | None = None  # a table that may go on at the head of the next page
    for page, drawn, (found, notes) in zip(pages, tables, body, strict=True):
        paragraphs.begin_page(page.number)
        for item in _in_order(found, drawn):
            if isinstance(item, Table):
                if waiting is not None and _same_columns(waiting, item):
                    waiting.rows += item.rows[1:] if item.rows[0] == waiting.rows[0] else item.rows
                else:
                    _write(waiting, paragraphs)
                    waiting = item
            elif item:
                _write(waiting, paragraphs)
                waiting = None
                _read(item, edge, paragraphs)
        for row in notes:
            paragraphs.note(row)
    _write(waiting, paragraphs)
    paragraphs.close()
    return flow


def _within(word: Word, table: Table) -> bool:
    across = table.left <= (word.left + word.right) / 2 <= table.right
    return across and table.top <= (word.top + word.bottom) / 2 <= table.bottom


def _write(table: Table | None, paragraphs: Paragraphs) -> None:
    if table is None:
        return
    rows = [row for row in table.rows if any(row)]
    paragraphs.table([[cell] for row in rows for cell in row if cell] if only_places(rows) else rows)


def _same_columns(above: Table, below: Table) -> bool:
    same = abs(above.left - below.left) < 3 and abs(above.right - below.right) < 3
    return same and len(above.rows[0]) == len(below.rows[0])


def _in_order(rows: list[Row], tables: list[Table]) -> list[Table | list[Row]]:
    items: list[Table | list[Row]] = []
    at = 0
    for table in tables:
        above = [row for row in rows[at:] if row.base < table.top]
        items += [above, table]
        at += len(above)
    return [*items, rows[at:]]


def _edges(rows: list[Row]) -> tuple[float, float]:
    """Where most lines of the document begin and the longer ones end."""
    if not rows:
        return 0.0, 0.0
    lefts, rights = sorted(row.left for row in rows), sorted(row.right for row in rows)
    return lefts[len(lefts) // 10], rights[int(len(rights) * _FULL)]


def _habits(pages: list[list[Row]], edge: tuple[float, float]) -> Habits:
    left, right = edge
    distances = [low.base - high.base for rows in pages for high, low in pairwise(rows) if low.base > high.base]
    begun = [
        low
        for rows in pages
        for high, low in pairwise(rows)
        if high.right < right - 2 * high.size and low.right >= right - low.size
    ]
    indented = sum(row.left > left + _INDENT * row.size for row in begun)
    return Habits(median(distances) if distances else 1.0, 2 * indented > len(begun))


def _without_notes(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """(rows of the text, rows of the footnotes): in small print at the foot, the first begins with a raised number."""
    if len(rows) < 2:
        return rows, []
    usual = median(row.size for row in rows)
    for at in range(1, len(rows)):
        small = all(row.size < _SMALL_PRINT * usual for row in rows[at:])
        if small and rows[at].text[0] in _RAISED_DIGITS:
            return rows[:at], rows[at:]
    return rows, []


def _read(rows: list[Row], edge: tuple[float, float], paragraphs: Paragraphs, depth: int = 0) -> None:
    """Hand on ``rows`` in reading order."""
    if not rows:
        return
    simple = depth > _DEEPEST or sum(len(row.words) for row in rows) > _MANY_WORDS
    aligned = None if simple else aligned_table(rows)
    if aligned is not None:
        first, last, table = aligned
        _read(rows[:first], edge, paragraphs, depth + 1)
        paragraphs.table(table.rows)
        _read(rows[last + 1 :], edge, paragraphs, depth + 1)
        return
    band = None if simple else find_band(rows, edge[1] - edge[0])
    if band is not None:
        _read(rows[: band.first], edge, paragraphs, depth + 1)
        for half in split_at(rows[band.first : band.last + 1], band.place):
            if band.body:
                _read(half, _edges(half), paragraphs, depth + 1)
            else:
                column = Column(half[0].left, half[0].right, joined=False) if half else None
                for row in half:
                    if column is not None:
                        paragraphs.row(row, column)
        _read(rows[band.last + 1 :], edge, paragraphs, depth + 1)
        return
    column = Column(*edge)
    for row in rows:
        paragraphs.row(row, column)

"""Pages to text in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.pages.columns import find_band
from ingest.pages.footnotes import without_notes
from ingest.pages.furniture import without_furniture
from ingest.pages.grids import aligned_table, drawn_tables
from ingest.pages.model import Page, Row, Table, Word
from ingest.pages.paragraphs import Column, Habits, Paragraphs
from ingest.pages.rows import rows_of, split_at
from ingest.readers.flow import Flow

_MANY_WORDS = 20_000
_DEEPEST = 12
_FULL = 0.9
_INDENT = 0.7


def lay_out(pages: Sequence[Page]) -> Flow:
    """The text of ``pages``: columns one after the other, tables with their cells, paragraphs put together."""
    rows = without_furniture([_rows(page) for page in pages], [page.height for page in pages])
    body = [without_notes(found) for found in rows]
    flow = Flow()
    texts = [[row for row in found if row.table is None] for found, _ in body]
    edge = _edges([row for found in texts for row in found])
    paragraphs = Paragraphs(flow, _habits(texts, edge))
    for page, (found, notes) in zip(pages, body, strict=True):
        paragraphs.begin_page(page.number)
        _read(found, edge, paragraphs)
        for row in notes:
            paragraphs.note(row)
    paragraphs.close()
    return flow


def _rows(page: Page) -> list[Row]:
    """The rows of a page; a table with rules is a row of its own."""
    tables = drawn_tables(page)
    rows = rows_of([word for word in page.words if not any(_within(word, table) for table in tables)])
    for table in tables:
        box = Word("", table.left, table.right, table.top, table.bottom, table.top, 1.0, table=table)
        rows.append(Row([box]))
    return sorted(rows, key=lambda row: row.base)


def _within(word: Word, table: Table) -> bool:
    across = table.left <= (word.left + word.right) / 2 <= table.right
    return across and table.top <= (word.top + word.bottom) / 2 <= table.bottom


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


def _read(rows: list[Row], edge: tuple[float, float], paragraphs: Paragraphs, depth: int = 0) -> None:
    """Hand on ``rows`` in reading order."""
    if not rows:
        return
    simple = depth > _DEEPEST or sum(len(row.words) for row in rows) > _MANY_WORDS
    aligned = None if simple else aligned_table(rows)
    if aligned is not None:
        first, last, table = aligned
        _read(rows[:first], edge, paragraphs, depth + 1)
        paragraphs.table(table)
        _read(rows[last + 1 :], edge, paragraphs, depth + 1)
        return
    band = None if simple else find_band(rows, edge[1] - edge[0])
    if band is not None:
        _read(rows[: band.first], edge, paragraphs, depth + 1)
        for half in split_at(rows[band.first : band.last + 1], band.place):
            if band.body:
                _read(half, _edges(half), paragraphs, depth + 1)
            elif half:
                _write(half, Column(half[0].left, half[0].right, joined=False), paragraphs)
        _read(rows[band.last + 1 :], edge, paragraphs, depth + 1)
        return
    _write(rows, Column(*edge), paragraphs)


def _write(rows: list[Row], column: Column, paragraphs: Paragraphs) -> None:
    for row in rows:
        if row.table is not None:
            paragraphs.table(row.table)
        else:
            paragraphs.row(row, column)

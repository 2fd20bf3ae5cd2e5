"""Pages to text in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ingest.pages.columns import find_band
from ingest.pages.footnotes import without_notes
from ingest.pages.furniture import without_furniture
from ingest.pages.grids import aligned_table, drawn_tables
from ingest.pages.model import Page, Row, Table, Word, as_row
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
    edge = _edges([row for found, _ in body for row in found if row.table is None])
    read = [list(_in_order(found, edge)) for found, _ in body]
    flow = Flow()
    paragraphs = Paragraphs(flow, _habits([stretch for stretches in read for stretch in stretches]))
    for page, stretches, (_, notes) in zip(pages, read, body, strict=True):
        paragraphs.begin_page(page.number)
        for rows_here, column in stretches:
            for row in rows_here:
                if row.table is not None:
                    paragraphs.table(row.table)
                else:
                    paragraphs.row(row, column)
        for row in notes:
            paragraphs.note(row)
    paragraphs.close()
    return flow


def _rows(page: Page) -> list[Row]:
    """The rows of a page; a table with rules is a row of its own."""
    tables = drawn_tables(page)
    rows = rows_of([word for word in page.words if not any(_within(word, table) for table in tables)])
    return sorted([*rows, *map(as_row, tables)], key=lambda row: row.base)


def _within(word: Word, table: Table) -> bool:
    across = table.left <= (word.left + word.right) / 2 <= table.right
    return across and table.top <= (word.top + word.bottom) / 2 <= table.bottom


def _edges(rows: list[Row]) -> tuple[float, float]:
    """Where most lines of the document begin and the longer ones end."""
    if not rows:
        return 0.0, 0.0
    lefts, rights = sorted(row.left for row in rows), sorted(row.right for row in rows)
    return lefts[len(lefts) // 10], rights[int(len(rights) * _FULL)]


Stretch = tuple[list[Row], Column]
"""Rows that stand below each other in one column."""


def _habits(stretches: list[Stretch]) -> Habits:
    distances: list[float] = []
    begun: list[bool] = []  # of lines that open a paragraph behind a short line: are they indented?
    for rows, column in stretches:
        for high, low in pairwise(rows):
            if not column.joined or high.table or low.table or low.base <= high.base:
                continue
            distances.append(low.base - high.base)
            if high.right < column.right - 2 * high.size and low.right >= column.right - low.size:
                begun.append(low.left > column.left + _INDENT * low.size)
    return Habits(median(distances) if distances else 1.0, 2 * sum(begun) > len(begun))


def _in_order(rows: list[Row], edge: tuple[float, float], depth: int = 0) -> Iterator[Stretch]:
    """``rows`` in reading order. edge: where their lines may begin and end."""
    if not rows:
        return
    simple = depth > _DEEPEST or sum(len(row.words) for row in rows) > _MANY_WORDS
    aligned = None if simple else aligned_table(rows)
    if aligned is not None:
        first, last, table = aligned
        yield from _in_order(rows[:first], edge, depth + 1)
        yield [as_row(table)], Column(*edge)
        yield from _in_order(rows[last + 1 :], edge, depth + 1)
        return
    band = None if simple else find_band(rows, edge[1] - edge[0])
    if band is not None:
        yield from _in_order(rows[: band.first], edge, depth + 1)
        for half in split_at(rows[band.first : band.last + 1], band.place):
            if band.body:
                yield from _in_order(half, _edges(half), depth + 1)
            elif half:
                yield half, Column(half[0].left, half[0].right, joined=False)
        yield from _in_order(rows[band.last + 1 :], edge, depth + 1)
        return
    yield rows, Column(*edge)

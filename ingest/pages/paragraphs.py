"""Lines to paragraphs: what the end of a line cut in two is put together again, also over the end of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.pages.model import Row, Table
from ingest.readers.flow import Flow
from ingest.readers.rows import only_places

_BLANK = 0.25
_INDENT = 0.7
_GAP = 1.3
_SAME_WIDTH = 4.0
_MARK = re.compile(
    r"(?:[-–+*•●○▪■◦✓➢❖]|\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|[a-zđ][.)]|[IVX]{1,5}[.)]|\(\d{1,2}\))\s"
)
_DASH = re.compile(r"[-–]\s+[^\W\d_]")
_FINISHED = re.compile(r"[.;:!?…][\"”’)\]*_]*$")
_NOTE = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]")
_CUT = re.compile(r"[^\W_]-$")
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document is set: its usual line distance, and whether paragraphs begin with an indent."""

    pitch: float
    indented: bool


@dataclass(slots=True)
class Column:
    """Where lines may begin and end; ``joined``: its lines are running text, not a letterhead."""

    left: float
    right: float
    joined: bool = True


class Paragraphs:
    """Writes rows into a flow, line by line; keeps footnotes until the paragraph above them is complete."""

    def __init__(self, flow: Flow, habits: Habits) -> None:
        self._flow = flow
        self._habits = habits
        self._last: tuple[Row, Column] | None = None
        self._page = 0
        self._row_page = 0
        self._ended_with = ""
        self._first_in_paragraph = True
        self._notes: list[tuple[int, str]] = []
        self._table: tuple[int, Table] | None = None

    def begin_page(self, number: int) -> None:
        """The rows that come now stand on page ``number``."""
        self._page = number

    def row(self, row: Row, column: Column) -> None:
        """The next row in reading order."""
        text = row.text
        if self._goes_on(row, column):
            before = self._ended_with
            self._flow.page(self._page)
            cut = _CUT.search(before) is not None
            self._flow.piece(text if cut or before.endswith(_SOFT_HYPHEN) else f" {text}")
            self._first_in_paragraph = False
        else:
            self.close()
            self._flow.page(self._page)
            self._flow.piece(text)
            self._first_in_paragraph = True
        self._ended_with = text
        self._last = (row, column)
        self._row_page = self._page

    def note(self, row: Row) -> None:
        """A line of a footnote at the foot of the page."""
        if self._notes and not _NOTE.match(row.text):
            page, text = self._notes[-1]
            self._notes[-1] = page, f"{text} {row.text}"
        else:
            self._notes.append((self._page, row.text))

    def table(self, table: Table) -> None:
        """A table with its cells; it may go on in the next column or on the next page."""
        self._end_line()
        above = self._table
        if above is not None and _goes_on_in(above[1], table, same_page=above[0] == self._page):
            above[1].rows += table.rows[1:] if table.rows[0] == above[1].rows[0] else table.rows
            above[1].top, above[1].bottom = table.top, table.bottom
            return
        self._write_table()
        self._table = (self._page, table)

    def close(self) -> None:
        """End the paragraph or table that is open, and put the footnotes that wait below it."""
        self._end_line()
        self._write_table()
        if self._notes:
            self._flow.piece("\n")
            for page, text in self._notes:
                self._flow.page(page)
                self._flow.piece(f"{text}\n")
            self._flow.piece("\n")
            self._notes = []

    def _end_line(self) -> None:
        if self._last is not None:
            self._flow.piece("\n")
        self._last = None

    def _write_table(self) -> None:
        if self._table is None:
            return
        page, table = self._table
        self._table = None
        rows = [row for row in table.rows if any(row)]
        self._flow.page(page)
        if only_places(rows):
            for cell in (cell for row in rows for cell in row if cell):
                self._flow.paragraph(cell)
        else:
            self._flow.table(rows)

    def _goes_on(self, row: Row, column: Column) -> bool:
        if self._last is None or not column.joined:
            return False
        last, before = self._last
        if not before.joined:
            return False
        same_column = before is column or (before.left == column.left and self._row_page == self._page)
        if same_column and row.base - last.base > _GAP * self._habits.pitch:
            return False
        size = row.size
        next_word = row.words[0].right - row.words[0].left
        if last.right + _BLANK * size + next_word < before.right - _BLANK * size:
            return False  # the next word had room: the paragraph ended here
        if abs(last.size - size) > 0.15 * size:
            return False
        indent = row.left - column.left
        if self._habits.indented:
            hanging = self._first_in_paragraph and _MARK.match(last.text) is not None
            own = last.left - before.left
            return (
                indent < _INDENT * size
                or (hanging and indent > own + 0.2 * size)
                or (not self._first_in_paragraph and abs(indent - own) < 0.2 * size)
            )
        return _MARK.match(row.text) is None or _is_dash_of_sentence(last.text, row.text)


def _goes_on_in(above: Table, below: Table, *, same_page: bool) -> bool:
    """Whether ``below`` is the rest of a table that came to the end of its column or page."""
    alike = abs((above.right - above.left) - (below.right - below.left)) < _SAME_WIDTH
    if not alike or len(above.rows[0]) != len(below.rows[0]):
        return False
    return below.top < above.bottom if same_page else True


def _is_dash_of_sentence(before: str, text: str) -> bool:
    """ "phát triển kinh tế" / "- xã hội": a dash between words that the end of a line stands before."""
    return _FINISHED.search(before) is None and _DASH.match(text) is not None and text.lstrip("-– ")[0].islower()

"""Tables as Markdown rows, for all formats whose tables have cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.errors import RefusedFile
from ingest.limits import MAX_COLUMNS, MAX_TEXT_CHARS

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

_PLACEMENT_ROWS = 3
_PLACEMENT_COLUMNS = 2
_NUMBER = re.compile(r"\s*[-–+]?\d[\d.,]*\s*%?\s*")


@dataclass(slots=True)
class TableRows:
    """Rows of cells; a cell that spans several columns or rows is printed once, the places it covers are empty."""

    rows: list[list[str]] = field(default_factory=list)
    covered: dict[int, int] = field(default_factory=dict)  # column → rows below that a cell above still covers
    spans: tuple[int, int] = (1, 1)

    def start_row(self) -> None:
        """Begin a row."""
        self.rows.append([])
        self._skip_covered()

    def start_cell(self, columns: int = 1, rows: int = 1) -> None:
        """Note how far the cell reaches."""
        if not self.rows:
            self.start_row()
        self.spans = (min(max(columns, 1), MAX_COLUMNS), min(max(rows, 1), MAX_COLUMNS))

    def end_cell(self, text: str) -> None:
        """Put the text of the cell at its place."""
        columns, rows = self.spans
        row = self.rows[-1]
        for offset in range(min(columns, max(1, MAX_COLUMNS - len(row)))):
            if rows > 1 and len(row) < MAX_COLUMNS:
                self.covered[len(row)] = rows - 1
            row.append("" if offset else text)
        self._skip_covered()

    def _skip_covered(self) -> None:
        row = self.rows[-1]
        while self.covered.get(len(row), 0) > 0:
            self.covered[len(row)] -= 1
            row.append("")


def render_rows(rows: Sequence[Sequence[str]]) -> list[str]:
    """Markdown lines of a table: its first row is the heading, as in Markdown there must be one.

    RefusedFile if its cells alone, empty or not, are more than a report may have characters.
    """
    kept = [[" ".join(cell.split()).replace("|", "\\|") for cell in row] for row in rows if any(map(str.strip, row))]
    if not kept:
        return []
    width = max(map(len, kept))
    if width * len(kept) > MAX_TEXT_CHARS:
        raise RefusedFile(
            "too_large",
            f"A table of the file has {len(kept):,} rows and {width:,} columns, more than any report. "
            "Check that it is a report, and hand in its text alone.",
        )
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in kept]
    return [lines[0], "|" + "---|" * width, *lines[1:]]


def only_places(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table without any other sign only places text on the page: a letterhead, a signature, a frame.

    Such a table has one or two columns, few rows, and no cell that is nothing but a number.
    """
    widest = max(map(len, rows), default=0)
    if widest <= 1:
        return True
    if widest > _PLACEMENT_COLUMNS or len(rows) > _PLACEMENT_ROWS:
        return False
    return not any(_NUMBER.fullmatch(cell) for row in rows for cell in row)

"""What lies on a page. Places are in points from the top left corner; ``base`` is the line that letters stand on."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median


@dataclass(slots=True)
class Table:
    """Cells of a table, row by row, and where it stands."""

    top: float
    bottom: float
    left: float
    right: float
    rows: list[list[str]]


@dataclass(slots=True)
class Word:
    """Letters without a blank between them. ``glued``: no blank before it either, as a raised number behind a word.

    ``table``: no word but a whole table, which has its place among the words.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    base: float
    size: float
    glued: bool = False
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, horizontal or vertical: from ``start`` to ``end`` at ``at`` on the other axis."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """One page, with the rules of tables."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """Words on one line of a page or of a column, left to right."""

    words: list[Word]

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(word.right for word in self.words)

    @property
    def base(self) -> float:
        """The line that its letters stand on."""
        return median(word.base for word in self.words)

    @property
    def size(self) -> float:
        """Height of its letters."""
        return max(word.size for word in self.words)

    @property
    def table(self) -> Table | None:
        """The table that stands here in place of words."""
        return self.words[0].table

    @property
    def text(self) -> str:
        """Its words, with one blank between them."""
        return "".join(("" if at == 0 or word.glued else " ") + word.text for at, word in enumerate(self.words))


def as_row(table: Table) -> Row:
    """A table as a row of its own."""
    return Row([Word("", table.left, table.right, table.top, table.bottom, table.top, 1.0, table=table)])

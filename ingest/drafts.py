"""Figures on their way from grammar to record: one mutable draft each, numbered over the whole text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ingest.blocks import TextBlock
from ingest.clauses import Words
from ingest.figures import RawFigure
from ingest.roles import Context
from ingest.structure import Frame, Structure


@dataclass(slots=True, eq=False)
class FigureDraft:
    """number: place in the report. head: number of the figure that this one is a part of, as the wording says.

    paren_of: the figure whose parenthesis it stands in. context_of: the incident that its clause goes on about.
    own: its own words (lead, noun, tail); label: words that stand alone. anchor: the figure that a percentage,
    a change or a plan speaks about.
    """

    number: int
    entry: TextBlock
    raw: RawFigure
    role: str
    words: Words
    context: Context
    frame: Frame | None = None
    head: int | None = None
    anchor: int | None = None
    paren_of: int | None = None
    context_of: int | None = None
    lead: str = ""
    tail: str = ""
    own: str = ""
    label: str = ""
    row_label: str = ""
    column_label: str = ""
    period: str | None = None
    as_of: date | None = None

    @property
    def unit(self) -> str | None:
        """Canonical unit, None while it is not known."""
        return self.raw.unit

    @property
    def main(self) -> bool:
        """An amount or a count of its own, no percentage, change, plan or price."""
        return self.role in ("actual", "numerator", "target_next") and not self.raw.is_percent


@dataclass(slots=True)
class BlockFigures:
    """Figures of one block with the structure found in it. first: number of its first figure."""

    entry: TextBlock
    first: int
    drafts: list[FigureDraft]
    structure: Structure | None
    lists: list[ListOfParts] = field(default_factory=list)


@dataclass(slots=True)
class ListOfParts:
    """A whole and its parts, by figure number. parts holds the first main figure of every item."""

    head: int
    parts: list[int]
    cue: str
    exhaustive: bool

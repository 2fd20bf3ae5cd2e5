"""What a clerk should know about the figures of a report that was read: where one was chosen, or none was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.model import Figure, Issue
from ingest.numerals import DOUBTFUL

_SHOWN = 60


def figure_notices(figures: Sequence[Figure], text: str) -> Iterator[Issue]:
    """One notice for each kind of doubt, with the number of figures and the first of them."""
    unreadable = [figure for figure in figures if figure.value is None]
    if unreadable:
        yield Issue(
            "warning",
            "unreadable_figure",
            f"{_figures(unreadable)} cannot be read as a number, first {_place(unreadable[0], text)}. "
            "They are kept as printed, without a value. Check the digits there.",
        )
    guessed = [figure for figure in figures if figure.value is not None and figure.confidence == DOUBTFUL]
    if guessed:
        yield Issue(
            "notice",
            "ambiguous_separator",
            f"In {_figures(guessed)} the dot or comma could part thousands or decimals, "
            f"first {_place(guessed[0], text)}. It was read as the figures around it have it.",
        )
    bare = [figure for figure in figures if figure.value is not None and figure.unit == "none"]
    if bare:
        yield Issue(
            "notice",
            "no_unit",
            f"{_figures(bare)} stand without a unit, first {_place(bare[0], text)}. They take no part in facts.",
        )


def _figures(found: Sequence[Figure]) -> str:
    return f"{len(found)} figure{'s' if len(found) > 1 else ''}"


def _place(figure: Figure, text: str) -> str:
    line = text.count("\n", 0, figure.char_start) + 1
    start = text.rfind("\n", 0, figure.char_start) + 1
    shown = " ".join(text[max(start, figure.char_start - _SHOWN // 2) : figure.char_end + _SHOWN // 2].split())
    return f"at line {line}: “…{shown}…”"

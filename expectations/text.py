"""The text of a report against the rows that point into it, and numbers as reports print them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
"""A maximal run of digits with inner dots and commas: what the number ledger lists, every one of them."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DigitAccount:
    """The digit strings of one text against the ledger."""

    printed: int  # digit strings in the text
    missing: int  # of these, not in the ledger
    surplus: int  # in the ledger, but no such digit string in the text
    example: str | None  # the first one missing or surplus, with its place


def text_at(text: str | None, start: int | None, end: int | None) -> str | None:
    """The characters from start to end, or None where there is no text or no such place in it."""
    if text is None or start is None or end is None or not 0 <= start < end <= len(text):
        return None
    return text[start:end]


def texts_at_spans(
    keys: Sequence[str | None],
    spans: Sequence[tuple[int | None, int | None]],
    texts: Iterable[tuple[str, str]],
) -> list[str | None]:
    """What stands at each span, row by row.

    keys name the report of each row; texts gives each report once, and only one of them is held at a time.
    Rows whose report has no text get None.
    """
    rows_of: dict[str, list[int]] = {}
    for row, key in enumerate(keys):
        if key is not None:
            rows_of.setdefault(key, []).append(row)
    found: list[str | None] = [None] * len(keys)
    for key, text in texts:
        for row in rows_of.get(key, ()):
            found[row] = text_at(text, *spans[row])
    return found


def account_for_digits(text: str, ledger: Iterable[Span]) -> DigitAccount:
    """Compare the digit strings of a text with the spans that the ledger lists for it."""
    printed = {match.span() for match in DIGITS.finditer(text)}
    listed = set(ledger)
    odd = sorted(printed ^ listed)
    example = f"“{text[odd[0][0] : odd[0][1]]}” at {odd[0][0]}" if odd else None
    return DigitAccount(len(printed), len(printed - listed), len(listed - printed), example)


def shown_number(value: Any) -> str:
    """A number as the reports print it: 2.622.219.745 or 11,9."""
    if value is None:
        return "—"
    plain = f"{value:,.6f}".rstrip("0").rstrip(".")
    return plain.translate(str.maketrans(",.", ".,"))

"""Digit strings to exact decimals.

Vietnamese offices write 9.611.073.450 and 82,62, but also 135,420,000 and 25.1, sometimes in one report. What a
separator means is decided from the shape of the number itself, then from its unit, then from the habit of the text
around it; where all three are silent the reading is marked as doubtful.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

DOUBTFUL = 0.6
"""Confidence of a reading chosen by habit alone."""
SLIP = 0.8
"""Confidence of a reading that overlooks a plain typing slip (a missing or doubled separator)."""
MAX_DIGITS = 18
"""More digits than this are no amount that a commune can report."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as read. value is None where no reading is clean; step is the weight of the last printed digit."""

    value: Decimal | None
    step: Decimal | None
    confidence: float


class Habit:
    """How the text around a place uses the comma, learnt from the digit strings that can be read in one way only."""

    WINDOW = 6

    def __init__(self, printed: Iterable[tuple[int, str]]) -> None:
        """printed: (offset, digit string) of all number tokens, in order."""
        self._places: list[int] = []
        self._votes: list[int] = []  # +1: comma is decimal and dot groups thousands; -1: the reverse
        for place, token in printed:
            vote = _vote(token)
            if vote:
                self._places.append(place)
                self._votes.append(vote)

    def comma_is_decimal(self, place: int) -> bool | None:
        """Majority of the nearest clear votes on both sides; None where there are none or they balance."""
        at = bisect_left(self._places, place)
        near = self._votes[max(0, at - self.WINDOW) : at + self.WINDOW]
        total = sum(near)
        return None if total == 0 else total > 0


@lru_cache(maxsize=16_384)
def _vote(token: str) -> int:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", token) or re.fullmatch(r"\d+,\d{1,2}", token):
        return 1
    if re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}", token) or re.fullmatch(r"\d+\.\d{1,2}", token):
        return -1
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+", token):
        return 1
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+\.\d{1,2}", token):
        return -1
    return 0


@lru_cache(maxsize=16_384)
def parse(printed: str, *, whole: bool, decimal: bool, comma_is_decimal: bool | None) -> Numeral:
    """Read one digit string with inner dots and commas.

    whole: the unit counts things or is full đồng, so the number cannot have a fraction.
    decimal: the unit is a share or a yield, which is seldom printed in thousands.
    comma_is_decimal: habit of the text, None where unknown.
    """
    digits = re.sub(r"[.,]", "", printed)
    if len(digits) > MAX_DIGITS:
        return Numeral(None, None, 0.0)
    separators = re.findall(r"[.,]", printed)
    groups = re.split(r"[.,]", printed)
    if not separators:
        return _read(digits, "", 1.0)
    thousands_shape = 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    if len(separators) == 1:
        return _one_separator(printed, groups, thousands_shape, whole, decimal, comma_is_decimal)
    if thousands_shape and len(set(separators)) == 1:
        return _read(digits, "", 1.0)
    last = separators[-1]
    if last not in separators[:-1] and len(set(separators)) == 2:
        # 1.234,56 — the last separator differs from the others; 24.500,000 of full đồng is a slip of the finger
        if thousands_shape and whole:
            return _read(digits, "", SLIP)
        if all(len(group) == 3 for group in groups[1:-1]):
            return _read("".join(groups[:-1]), groups[-1], 1.0)
    if all(len(group) % 3 == 0 and group for group in groups[1:]):
        return _read(digits, "", SLIP)  # 2.622219.745: a separator was left out
    if whole and len(groups[-1]) == 3:
        return _read(digits, "", DOUBTFUL)
    return Numeral(None, None, 0.0)


def _one_separator(
    printed: str, groups: list[str], thousands_shape: bool, whole: bool, decimal: bool, comma_is_decimal: bool | None
) -> Numeral:
    as_decimal = _read(groups[0], groups[1], 1.0)
    as_whole = _read(groups[0] + groups[1], "", 1.0)
    if groups[0].startswith("0") and groups[0].strip("0") == "":
        return as_decimal
    if not thousands_shape:
        if len(groups[1]) == 6 and whole and len(groups[0]) <= 3:
            return _read(groups[0] + groups[1], "", SLIP)
        return as_decimal
    if whole:
        return as_whole
    if decimal:
        return as_decimal
    if "." in printed:
        # three digits behind a dot are thousands in every office; a text that writes decimal points makes it doubtful
        return as_whole if comma_is_decimal is not False else _doubt(as_whole)
    if comma_is_decimal is not None:
        return as_decimal if comma_is_decimal else as_whole
    return _doubt(as_decimal)


def _read(integer: str, fraction: str, confidence: float) -> Numeral:
    value = Decimal(f"{integer}.{fraction}" if fraction else integer)
    return Numeral(value, Decimal(1).scaleb(-len(fraction)), confidence)


def _doubt(numeral: Numeral) -> Numeral:
    return Numeral(numeral.value, numeral.step, DOUBTFUL)

"""One slip of the pen between two numbers: a digit wrong, left out or put in, or two neighbours swapped."""

from __future__ import annotations

from decimal import Decimal

_LONG = 4
"""Numbers of fewer digits are one slip away from each other by chance."""


def one_slip(left: Decimal, right: Decimal) -> bool:
    """Would one slip turn one number of four digits and more into the other?"""
    one, other = (f"{value.normalize():f}".replace(".", "").rstrip("0") for value in (left, right))
    if one == other or max(len(one), len(other)) < _LONG:
        return False
    if len(one) == len(other):
        at = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        swapped = len(at) == 2 and at[1] == at[0] + 1 and one[at[0]] == other[at[1]] and one[at[1]] == other[at[0]]
        return len(at) == 1 or swapped
    shorter, longer = sorted((one, other), key=len)
    return len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )

"""Breaks planted into reports, one at a time: what a slip of an office looks like, at a place where the sum was right.

Where a sum is right is known from reading: the checks of ``tests/golden`` and of ``tests/passages`` that hold.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
DECIMALS = re.compile(r"[.,]\d{1,2}$")
OPENS_OR_CLOSES = re.compile(r"[()\[\]:.]|gồm|trong đó|cụ thể|chia ra")
ONE_PLACE = 400  # characters
SHARES = ("ratio", "growth", "pct_sum")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Claim:
    """Arithmetic of a report that comes out, with the places of its figures."""

    check_type: str
    stated: float
    stated_span: Span
    terms: tuple[float, ...]
    term_spans: tuple[Span, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Plant:
    """A report with one break: the text, and the figures that a finding must name (any of them)."""

    kind: str
    text: str
    touched: tuple[Span, ...]
    told: str  # what was done, for whoever reads the table


def claims_of(path: Path, text: str) -> list[Claim]:
    """The claims of a report that hold, by hand."""
    places, checks = _golden(path) if (HERE / "golden" / f"{path.stem}.checks.csv").exists() else _passage(path)
    found = []
    for check_type, stated, terms, label in checks:
        # of a list of shares the 100 is not printed
        values = terms if check_type == "pct_sum" else [stated, *terms]
        spans = _nearest(places, values)
        if not spans or not _is_sure(places, values, spans):
            continue
        spans = [spans[0], *spans] if check_type == "pct_sum" else spans
        if all(DIGITS.fullmatch(text[start:end]) for start, end in spans):
            found.append(Claim(check_type, stated, spans[0], tuple(terms), tuple(spans[1:]), label))
    return found


def plants_of(claim: Claim, text: str, random: Random) -> Iterator[Plant]:
    """Each way in which this claim can be broken by one slip."""
    if claim.check_type in SHARES:
        kind = {"ratio": "percentage of a wrong base", "growth": "growth off", "pct_sum": "shares that miss 100"}
        yield from _other_share(kind[claim.check_type], claim, text, random)
    elif claim.check_type == "difference":
        yield from _other_digit("balance off", claim, claim.stated_span, text, random)
    elif claim.check_type == "product":
        yield from _other_digit("amount off", claim, claim.stated_span, text, random)
    elif claim.check_type == "restated":
        yield from _other_digit("one telling changed", claim, random.choice(claim.term_spans), text, random)
    else:
        yield from _other_digit("digit of a total", claim, claim.stated_span, text, random)
        yield from _other_digit("digit of a part", claim, random.choice(claim.term_spans), text, random)
        if len(claim.terms) >= 3:
            yield from _dropped_part(claim, text, random)


def _other_digit(kind: str, claim: Claim, span: Span, text: str, random: Random) -> Iterator[Plant]:
    start, end = span
    printed = text[start:end]
    digits = [place for place, letter in enumerate(printed) if letter.isdigit()]
    if claim.check_type == "product":
        # a change that the rounding of the factors may have made is no break
        rounding = sum(_half_a_digit(text[start:end]) for start, end in claim.term_spans) * _as_number(printed)
        digits = [place for rank, place in enumerate(reversed(digits)) if 10**rank > 2 * rounding]
        if not digits:
            return
    elif DECIMALS.search(printed):
        digits = digits[:-1]
    at = random.choice(digits)
    others = [digit for digit in "0123456789" if digit != printed[at] and not (digit == "0" and at == 0)]
    changed = printed[:at] + random.choice(others) + printed[at + 1 :]
    told = f"{printed} → {changed}"
    yield Plant(kind, text[:start] + changed + text[end:], (span,), f"{told} ({claim.label})")


def _as_number(printed: str) -> int:
    return int("".join(letter for letter in printed if letter.isdigit()))


def _half_a_digit(printed: str) -> float:
    """Half of the last printed digit, as a part of the number."""
    return 0.5 / max(1, _as_number(printed))


def _other_share(kind: str, claim: Claim, text: str, random: Random) -> Iterator[Plant]:
    """A percentage that would be right of a base 4 to 20 % larger or smaller."""
    start, end = claim.stated_span if claim.check_type != "pct_sum" else random.choice(claim.term_spans)
    printed = text[start:end]
    whole, mark, decimals = printed.rpartition(",") if "," in printed else printed.rpartition(".")
    if not mark:
        whole, decimals = printed, ""
    if not whole.isdigit():
        return
    value = float(f"{whole}.{decimals or 0}")
    factor = 1 + random.choice([-1, 1]) * random.uniform(0.04, 0.2)
    changed = f"{value * factor:.{len(decimals)}f}".replace(".", mark)
    if abs(float(changed.replace(",", ".")) - value) < 2 * 10.0 ** -len(decimals):
        return
    told = f"{printed} → {changed} ({claim.label})"
    yield Plant(kind, text[:start] + changed + text[end:], ((start, end),), told)


def _dropped_part(claim: Claim, text: str, random: Random) -> Iterator[Plant]:
    """A part with its words taken out of a list: of a line of its own the line, else from one comma to the next."""
    for start, end in random.sample(claim.term_spans, len(claim.term_spans)):
        others = [span for span in (claim.stated_span, *claim.term_spans) if span != (start, end)]
        left = max(text.rfind(mark, 0, start) for mark in (", ", "; ", "\n"))
        right = min((place for mark in (", ", "; ", "\n") if (place := text.find(mark, end)) >= 0), default=len(text))
        # who forgets a part does not forget the "gồm" before it or the bracket behind it
        alone = len(DIGITS.findall(text[left + 1 : right])) == 1 and not OPENS_OR_CLOSES.search(text[left:right])
        if alone and left > 0 and all(not left <= span[0] < right for span in others):
            removed = text[left:right]
            shift = len(removed)
            touched = tuple((a - shift, b - shift) if a >= right else (a, b) for a, b in others)
            yield Plant("part dropped", text[:left] + text[right:], touched, f"without “{removed.strip()}”")
            return


def _nearest(places: dict[float, list[Span]], values: list[float]) -> list[Span]:
    """A place for each value, the places as near to one another as can be; nothing where one is not to be found."""
    best: tuple[int, list[Span]] | None = None
    for first in places.get(round(values[0], 6), []):
        spans, distance = [first], 0
        for value in values[1:]:
            free = [span for span in places.get(round(value, 6), []) if span not in spans]
            if not free:
                break
            nearest = min(free, key=lambda span: abs(span[0] - first[0]))
            distance += abs(nearest[0] - first[0])
            spans.append(nearest)
        else:
            if best is None or distance < best[0]:
                best = distance, spans
    return best[1] if best else []


def _is_sure(places: dict[float, list[Span]], values: list[float], spans: list[Span]) -> bool:
    """Is this the place? Where the figures stand far from one another, another 12 may be the one that was meant."""
    if max(spans)[1] - min(spans)[0] <= ONE_PLACE:
        return True
    return all(len(places[round(value, 6)]) <= values.count(value) for value in values)


Checks = list[tuple[str, float, list[float], str]]


def _golden(path: Path) -> tuple[dict[float, list[Span]], Checks]:
    places: dict[float, list[Span]] = {}
    with (HERE / "golden" / f"{path.stem}.tokens.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["kind"] == "quantity" and row["value"]:
                span = int(row["char_start"]), int(row["char_end"])
                places.setdefault(round(float(row["value"]), 6), []).append(span)
    with (HERE / "golden" / f"{path.stem}.checks.csv").open(encoding="utf-8", newline="") as handle:
        checks = [
            (row["check_type"], float(row["stated"]), [float(term) for term in row["terms"].split()], row["label"])
            for row in csv.DictReader(handle)
            if row["holds"] == "true"
        ]
    return places, checks


def _passage(path: Path) -> tuple[dict[float, list[Span]], Checks]:
    told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    places: dict[float, list[Span]] = {}
    for figure in told["figures"]:
        if figure["value"] is not None:
            places.setdefault(round(figure["value"], 6), []).append((figure["start"], figure["end"]))
    checks = [
        (check["type"], check["total"], check["parts"], check["label"]) for check in told["checks"] if check["holds"]
    ]
    return places, checks

"""Any number of reports made from those of the repository: other units, other years, other values."""

from __future__ import annotations

import csv
import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, cycle, islice
from pathlib import Path

from ingest.model import Document, NumberToken, Reading
from ingest.read import read_document
from warehouse.paths import DBT_PROJECT, SAMPLES

HERE = Path(__file__).parent
REPORTS = (*sorted(SAMPLES.glob("*.txt")), *sorted((HERE / "fixtures" / "reports").glob("*.txt")))
PASSAGES = tuple(sorted((HERE / "passages").glob("*.txt")))

YEARS = 4
"""Reports of one unit, a year apart, made from one text."""

_SLIP = 0.004
"""Of the digit strings that are quantities, how many get one digit wrong: about as many sums break as in real ones."""

_YEAR = re.compile(r"(?<![\d.,])20[12]\d(?![.,]?\d)")
_PLAIN = re.compile(r"\d{1,3}(?:\.\d{3})*(?:,\d+)?|\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class _Place:
    """Names that a text is about, or those that it is to be about."""

    unit: str | None
    district: str | None
    province: str | None

    def to(self, other: _Place) -> dict[str, str]:
        """Each name, as written and in capitals, and what it becomes."""
        pairs = [(self.unit, other.unit), (self.district, other.district), (self.province, other.province)]
        named = {old: new for old, new in pairs if old and new}
        return named | {old.upper(): new.upper() for old, new in named.items()}


def reports(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """File name and text of as many reports: every other one from a real report, the rest from passages."""
    chance = random.Random(seed)
    texts = chain.from_iterable(zip(cycle(REPORTS), cycle(PASSAGES), strict=False))
    made = 0
    for number, path in enumerate(islice(texts, -(-count // YEARS))):
        reading = _read(path)
        place = _Place(reading.header.unit_name, reading.header.district_name, reading.header.province_name)
        names = place.to(chance.choice(_units(reading.header.unit_type)))
        for year in range(min(YEARS, count - made)):
            made += 1
            yield f"{number:05}_{year}_{path.stem}.txt", _rewritten(reading, names, year - YEARS, chance)


@cache
def _read(path: Path) -> Reading:
    text = path.read_text(encoding="utf-8")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return read_document(Document(path.name, sha256, "text/plain", "utf-8", text))


@cache
def _units(unit_type: str | None) -> list[_Place]:
    """Units of that kind before 2025-07-01, with district and province."""
    with (DBT_PROJECT / "seeds" / "admin_units.csv").open(encoding="utf-8", newline="") as file:
        return [
            _Place(row["name"], row["district_name"], row["province_name"])
            for row in csv.DictReader(file)
            if row["valid_to"] and row["unit_type"] == (unit_type or "xã")
        ]


def _rewritten(reading: Reading, names: dict[str, str], years: int, chance: random.Random) -> str:
    """The text with every amount and count multiplied by one number, a few slips, other names, and later years."""
    text = reading.document.text
    factor = chance.randrange(2, 10)
    tokens = Counter(token.figure_no for token in reading.tokens)
    pieces, at = [], 0
    for token in reading.tokens:
        if token.kind != "quantity" or token.figure_no is None:
            continue
        pieces.append(_renamed(text[at : token.char_start], names, years))
        alone = tokens[token.figure_no] == 1 and reading.figures[token.figure_no].unit != "%"
        pieces.append(_value(token, factor if alone else 1, chance))
        at = token.char_end
    pieces.append(_renamed(text[at:], names, years))
    return "".join(pieces)


def _renamed(text: str, names: dict[str, str], years: int) -> str:
    if names:
        known = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        text = re.sub(rf"(?<!\w)(?:{known})(?!\w)", lambda match: names[match.group()], text)
    return _YEAR.sub(lambda match: str(int(match.group()) + years), text)


def _value(token: NumberToken, factor: int, chance: random.Random) -> str:
    printed = token.printed
    if _PLAIN.fullmatch(printed):
        printed = _times(printed, factor)
    if chance.random() < _SLIP:
        places = [place for place, letter in enumerate(printed) if letter.isdigit()]
        at = chance.choice(places)
        printed = printed[:at] + str((int(printed[at]) + chance.randrange(1, 10)) % 10) + printed[at + 1 :]
    return printed


def _times(printed: str, factor: int) -> str:
    """A number times a whole one, as printed: with its decimals, its leading zeros and its dots."""
    whole, comma, decimals = printed.partition(",")
    if not comma and re.fullmatch(r"\d+\.\d+", whole) and not re.fullmatch(r"\d{1,3}\.\d{3}", whole):
        whole, comma, decimals = whole.partition(".")
    digits = str(int(whole.replace(".", "") + decimals) * factor)
    digits = digits.rjust(len(whole.replace(".", "") + decimals), "0")
    cut = len(digits) - len(decimals)
    amount = digits[:cut]
    if "." in whole:
        amount = f"{int(amount):,}".replace(",", ".")
    return amount + comma + digits[cut:]

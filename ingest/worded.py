"""Numbers in words, where they count something: "mười hai hộ", "ba vụ", "một trăm linh năm triệu đồng".

They are no digit strings and so no part of the number ledger; they are read beside it. A word that may be no number
(một bộ phận is "a part", năm is a year, tư is private) is passed over rather than guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from ingest import lexicon
from ingest.blocks import TextBlock
from ingest.clauses import quote_bounds, sentence_bounds
from ingest.folding import Folded, fold_key
from ingest.model import WordedNumber
from ingest.units import match_unit

_DIMENSIONS = frozenset({"count", "money", "area", "length", "mass", "share"})
_NO_COUNT = re.compile(
    r"(?:thứ|tháng|quý|ngày|lớp|khóa|kỳ|cấp|mức|số|hạng|loại|nhóm|điểm|phần|lần|độ|đợt|[\d.,]|[-–/])\s*$"
)
"""Words before a numeral that make it a rank, a date or the tail of another number."""
_NOUNS_OF_RANK = frozenset({"tháng", "cấp", "lần", "mặt", "bên", "phần", "số"})
_ALONE = frozenset({"một", "năm", "tư", "lăm", "mốt"})
"""Never numbers by themselves: một is the article, too, and năm the year."""
_NEAR = 24


def worded_numbers(entries: Iterable[TextBlock], folded: Folded, text: str) -> tuple[WordedNumber, ...]:
    """Numbers in words of all blocks, in order. text: the document as decoded, which the offsets point into."""
    found: list[WordedNumber] = []
    for entry in entries:
        if entry.block.kind in ("furniture", "table"):
            continue
        found += _of_block(entry, folded, text)
    return tuple(sorted(found, key=lambda one: one.char_start))


def _of_block(entry: TextBlock, folded: Folded, text: str) -> Iterable[WordedNumber]:
    lower, logical = entry.logical.lower, entry.logical
    bounds: list[tuple[int, int]] = []
    for match in _pattern().finditer(lower, entry.body):
        words = match.group().split()
        value = value_of(words)
        unit = match_unit(lower, match.end()) if value is not None else None
        if value is None or unit is None or unit.dimension not in _DIMENSIONS:
            continue
        before = lower[max(0, match.start() - _NEAR) : match.start()]
        if unit.noun.split()[0] in _NOUNS_OF_RANK or _NO_COUNT.search(before):
            continue
        bounds = bounds or sentence_bounds(logical.text, entry.body)
        sentence = next((one for one in bounds if one[0] <= match.start() < one[1]), match.span())
        first, last = quote_bounds(logical.text, sentence, *match.span())
        start, end = folded.span(*logical.span(match.start(), match.end()))
        quote_start, quote_end = folded.span(*logical.span(first, last))
        yield WordedNumber(
            char_start=start,
            char_end=end,
            printed=text[start:end],
            value=value * unit.factor,
            unit="item" if unit.unit == "by context" else unit.unit,
            noun=unit.noun,
            quote_start=quote_start,
            quote_end=quote_end,
        )


def value_of(words: list[str]) -> Decimal | None:
    """Value of a numeral in words; None where the words make no numeral ("hai ba", "năm" alone)."""
    table = _table()
    kinds = [table[word][1] for word in words]
    if len(words) == 1 and (words[0] in _ALONE or (kinds[0] != "digit" and kinds[0] != "ten")):
        return None
    total = group = Decimal(0)
    previous, last_group = "", Decimal(1)
    for word, kind in zip(words, kinds, strict=True):
        value = table[word][0]
        if kind == "digit":
            if previous == "digit":
                return None
            group += value
        elif kind == "ten":
            if previous in ("digit", "ten", "tens"):
                return None
            group += value
        elif kind in ("tens", "hundred"):
            if previous != "digit":
                return None
            tail = group % 10
            group += tail * (value - 1)
        elif kind == "group":
            if not group:
                return None
            total, group, last_group = total + group * value, Decimal(0), value
        elif kind == "half":
            if previous not in ("group", "hundred"):
                return None
            total += last_group * value if previous == "group" else 50
        previous = kind
    return total + group if previous != "link" else None


@cache
def _table() -> dict[str, tuple[Decimal, str]]:
    return {fold_key(row["word"]): (Decimal(row["value"]), row["kind"]) for row in lexicon.rows("number_words")}


@cache
def _pattern() -> re.Pattern[str]:
    words = lexicon.alternation(set(_table()))
    return re.compile(rf"(?<![^\W_]){words}(?:\s+{words})*(?![^\W_])")

"""Units and counted nouns after a number, from ``lexicon/units.csv``, ``multipliers.csv`` and ``currency.csv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ingest import lexicon
from ingest.folding import fold_key


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit found at a place of the folded lower-case text: canonical code, factor, printed words, end offset.

    noun: the counted word or unit as printed. money: the factor counts đồng. measured: False for things counted.
    """

    unit: str
    factor: Decimal
    noun: str
    end: int
    dimension: str


_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_WORD_END = rf"(?![^\W_{_SUPERSCRIPT}])"
_WORD_END_OR_DIGIT = rf"(?![^\W\d_{_SUPERSCRIPT}])"
_GLUED = r"(?:đạt|chiếm|và|với|được|trên)(?![^\W_])"
"""Words that typists run into the noun before them ("110 emđạt")."""
_NO_MONEY = r"(?!\s+(?:chí|bào|đội|hồ|bằng(?!\s*\d)|ruộng)(?![^\W_])|/[ct](?![^\W_]))"
"""đồng chí, đồng bào, đ/c, đ/t (đối tượng): no money."""


@cache
def _units() -> dict[str, dict[str, str]]:
    return {fold_key(row["surface"]): row for row in lexicon.rows("units")}


@cache
def _multipliers() -> dict[str, Decimal]:
    return {fold_key(row["surface"]): Decimal(row["factor"]) for row in lexicon.rows("multipliers")}


@cache
def _many() -> dict[str, frozenset[str]]:
    """Multipliers that do not only stand for money, and the units or nouns that they are used with."""
    return {
        fold_key(row["surface"]): frozenset(row["counts"].split("|"))
        for row in lexicon.rows("multipliers")
        if row["counts"]
    }


@cache
def _many_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<multiplier>{lexicon.alternation(set(_many()))})\s+")


@cache
def _unit_pattern() -> re.Pattern[str]:
    words = set(_units())
    letters = {word for word in words if word[-1].isalnum()}
    signs = words - letters
    return re.compile(
        rf"(?:(?:{lexicon.alternation(letters)})(?:{_WORD_END}|(?={_GLUED}))|(?:{lexicon.alternation(signs)}))"
    )


@cache
def _money_pattern() -> re.Pattern[str]:
    multiplier = lexicon.alternation(set(_multipliers()))
    currency = lexicon.alternation(lexicon.surfaces("currency"))
    return re.compile(
        rf"(?:,(?=đ))?\s*(?:(?P<multiplier>{multiplier}){_WORD_END_OR_DIGIT}\s*(?:(?P<currency>{currency}){_WORD_END_OR_DIGIT}{_NO_MONEY})?"
        rf"|(?P<only>{currency}){_WORD_END_OR_DIGIT}{_NO_MONEY})"
    )


_PER = re.compile(
    r"\s*/\s*(?:(?:0?1|10+)\s*(?!\d))?(?!(?:kh|dt|dự|kế|chỉ|tổng|nq|nghị)(?![^\W_])|ct\s*\d)(?P<per>[^\W\d_]+(?:\s+(?:công|dân|học|tháng|năm|viên|khẩu|đầu|gia\s+đình))?)(?:\s*/\s*(?P<per2>[^\W\d_]+))?(?:\s*/\s*(?P<per3>[^\W\d_]+))?"
)
_OVER = re.compile(r"\s*/\s*\d+[.,\d]*\s*(?:đồng|vnđ|đ(?![^\W_])|tỷ|tỉ|triệu|tr(?:[.\s]?đ)?(?![^\W_])|nghìn|ngàn|hộ)")
"""Behind the stroke stands another amount ("80 trđ/186 trđ"), and no unit that it is paid per."""
_PER_ONE = re.compile(r"\s+(?:một|mỗi)\s+(?P<per>con|suất|hộ|người|căn|nhà|em|cháu|cây|bộ|giải|ha)(?![^\W_])")
_THOUSANDS = re.compile(r"1([.,]?000)([.,]?000)?\s*")
_GAP = re.compile(r"[\s*_”\"]{0,3}")
_HEADS = frozenset({"người", "khẩu", "nhân khẩu", "đầu người", "lao động"})


def match_unit(lower: str, at: int) -> UnitMatch | None:
    """The unit that stands right after a number ending at ``at``; None where no known unit follows."""
    start = _GAP.match(lower, at).end()  # type: ignore[union-attr]
    many = _match_many(lower, start)
    if many is not None:
        return many
    money = match_money(lower, start) or match_money(lower, at)
    if money is not None:
        return money
    found = _unit_pattern().match(lower, start)
    if found is None:
        return None
    row = _units()[fold_key(found.group())]
    return UnitMatch(row["unit"], Decimal(row["factor"]), found.group(), found.end(), row["dimension"])


def _match_many(lower: str, at: int) -> UnitMatch | None:
    """Thousands of what is counted or measured: "38,2 nghìn con", "1,2 triệu con giống"; no amount of money."""
    multiplier = _many_pattern().match(lower, at)
    found = _unit_pattern().match(lower, multiplier.end()) if multiplier else None
    if multiplier is None or found is None:
        return None
    surface, row = fold_key(multiplier.group("multiplier")), _units()[fold_key(found.group())]
    if not _many()[surface] & {row["unit"], found.group(), found.group().split()[0]}:
        return None
    factor = _multipliers()[surface] * Decimal(row["factor"])
    return UnitMatch(row["unit"], factor, found.group(), found.end(), row["dimension"])


def match_money(lower: str, at: int) -> UnitMatch | None:
    """An amount of money at ``at``: multiplier words, đồng, and what it is paid per (/người/năm, /ha, /suất)."""
    found = _money_pattern().match(lower, at)
    if found is None:
        return None
    factor = _multipliers()[fold_key(found.group("multiplier"))] if found.group("multiplier") else Decimal(1)
    unit, end = "VND", found.end()
    per = _PER.match(lower, end) or _PER_ONE.match(lower, end)
    if per and not _OVER.match(lower, end):
        unit, end = _per_unit(per), per.end()
    return UnitMatch(unit, factor, lower[at:end].strip(" ,"), end, "money")


def _per_unit(per: re.Match[str]) -> str:
    first = re.sub(r"\s+", " ", per.group("per"))
    rest = [part for name, part in per.groupdict().items() if name != "per" and part]
    if first in _HEADS and ("năm" in rest or not rest):
        return "VND/person/year" if "năm" in rest else "VND/unit"
    if first == "ha":
        return "VND/ha/year" if "năm" in rest else "VND/ha"
    return "VND/unit"


def thousands_in_words(note: str) -> str:
    """ "1.000 đồng" as a unit of a table is "nghìn đồng", "1.000.000 đồng" is "triệu đồng"."""
    found = _THOUSANDS.match(note)
    return f"{'triệu' if found.group(2) else 'nghìn'} {note[found.end() :]}" if found else note


def is_unit_at(lower: str, at: int) -> bool:
    """Does a known unit, multiplier or counted noun follow the place, white space apart?"""
    return match_unit(lower, at) is not None


@cache
def _stopwords() -> frozenset[str]:
    return lexicon.surfaces("stopwords", "word")


def counted_noun(lower: str, at: int) -> tuple[str, int] | None:
    """A word that is no known unit but may name what is counted ("02 chùa"); None before verbs and punctuation."""
    found = re.compile(r"[\s*_“”\"]{0,3}([^\W\d_]+)").match(lower, at)
    if found is None or found.group(1) in _stopwords():
        return None
    return found.group(1), found.end(1)

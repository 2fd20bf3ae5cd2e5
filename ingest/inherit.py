"""The unit of a figure that prints none: from the words around it, its whole, its neighbour, a note above."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import cache

from ingest import lexicon
from ingest.breakdowns import counts_dossiers
from ingest.drafts import BlockFigures, FigureDraft
from ingest.figures import RawFigure
from ingest.folding import fold_key
from ingest.numerals import parse
from ingest.role_words import REACHES
from ingest.units import UnitMatch, match_money, match_unit, thousands_in_words

_MONEY_WORDS = re.compile(
    r"(?<![^\W_])(?:thu|chi|ngân\s+sách|tiền|vốn|kinh\s+phí|phí|thuế|quỹ|dư\s+nợ|doanh\s+thu|đầu\s+tư|thường\s+xuyên)(?![^\W_])"
)
_MILLIONS = 1_000_000
_TOTAL = re.compile(r"\W*(?:tổng\s+cộng|cộng|tổng\s+số|tất\s+cả)(?![^\W_])")
_SCORED = re.compile(
    r"điểm|đạt|tối\s+(?:thiểu|đa)|chấm|chỉ\s+số|xếp|thang|bình\s+quân|trung\s+bình|đánh\s+giá|tăng|giảm|từ|được|so\s+với"
)
_FAR = 60
_NEIGHBOURS = 8
_COUNT_UNITS_NOT_INHERITED = frozenset({"%", "pct_point", "VND/unit", "ratio", None})


_NOTE = re.compile(
    r"(?:đơn\s+vị(?:\s+tính)?|đvt)\s*:\s*((?:1(?:[.,]?000){1,2}|nghìn|ngàn|triệu|tỷ|tỉ)?\s*(?:đồng|đ)|tr\.?\s?đ|triệu|tỷ)(?![^\W_])"
)


def apply_unit_notes(blocks: list[BlockFigures]) -> None:
    """ "(ĐVT: triệu đồng)" gives its unit to the bare amounts of its block and of the list below it."""
    noted: dict[int, UnitMatch] = {}
    for block in blocks:
        entry = block.entry
        note = _NOTE.search(entry.logical.lower)
        unit = noted.get(entry.block.parent_no or -1)
        if note:
            unit = match_money(f" {thousands_in_words(fold_key(note.group(1)))}", 0)
        if unit is None or entry.block.kind == "table":
            continue
        noted[entry.block.block_no] = unit
        for draft in block.drafts:
            raw = draft.raw
            if raw.unit is None:
                raw.noun = unit.noun
                _scale(raw, unit.factor)
        _of_budget(block.drafts)


def _of_budget(drafts: list[FigureDraft]) -> None:
    """ "Tổng chi: 7.964,2/11.460, đạt 69,5%": of two amounts of money the one below the line is the plan."""
    for left, right, percent in zip(drafts, drafts[1:], drafts[2:], strict=False):
        fraction = left.role == "numerator" and right.role == "denominator" and left.raw.dimension == "money"
        if fraction and percent.role in ("share", "pct_of_plan") and REACHES.search(percent.context.before):
            left.role, right.role, percent.role = "actual", "plan", "pct_of_plan"


def _scale(raw: RawFigure, factor: Decimal) -> None:
    """A bare number that is money in thousands, millions or billions of đồng."""
    raw.unit, raw.dimension, raw.factor = "VND", "money", factor
    raw.value = raw.value * factor if raw.value is not None else None
    raw.step = raw.step * factor if raw.step is not None else None


def _scaled_like(draft: FigureDraft, other: FigureDraft | None) -> bool:
    """ "thu 8.124 triệu đồng, gồm: thu trên địa bàn 1.036": a small bare amount is in the scale of its neighbour."""
    if other is None or other.unit != "VND" or other.raw.factor == 1 or draft.raw.value is None or draft.raw.side:
        return False
    return draft.raw.unit is None and not _looks_like_money(draft) and other.raw.value is not None


def settle_units(drafts: list[FigureDraft], previous_in_block: dict[int, int]) -> None:
    """Give every figure its unit: by the words around it, by the whole it belongs to, by its neighbour in a list."""
    _settle_each(drafts, previous_in_block)
    _settle_columns(drafts)


def _settle_columns(drafts: list[FigureDraft]) -> None:
    """Counts of one table column are of one unit: what most of its rows were found to count."""
    columns: dict[tuple[int, str], list[FigureDraft]] = {}
    for draft in drafts:
        if draft.row_label and draft.raw.dimension == "count" and not draft.raw.noun:
            columns.setdefault((draft.entry.block.block_no, draft.column_label), []).append(draft)
    for members in columns.values():
        (unit, _), *others = Counter(str(draft.unit) for draft in members).most_common()
        for draft in members if others else ():
            draft.raw.unit = unit


def _settle_each(drafts: list[FigureDraft], previous_in_block: dict[int, int]) -> None:
    for draft in drafts:
        raw = draft.raw
        head = drafts[draft.head] if draft.head is not None else None
        bare = draft.main and (raw.unit in (None, "by context") or raw.guessed_noun)
        if bare and counts_dossiers(draft, drafts):
            _set_unit(draft, "dossier", "count")
            continue
        before = drafts[previous_in_block[draft.number]] if draft.number in previous_in_block else None
        if raw.unit == "point" and not raw.side and raw.value_max is None and not _SCORED.search(draft.context.before):
            _set_unit(draft, "item", "count")  # "phong tỏa 06 điểm": places and no score
        elif (
            raw.unit == "by context"
            and before is not None
            and before.raw.noun == raw.noun
            and before.unit != "by context"
        ):
            _set_unit(draft, str(before.unit), "count")
        elif (
            raw.unit is None
            and raw.side == "numerator"
            and before is not None
            and before.role == "change"
            and re.fullmatch(r"\s*\(\s*", draft.entry.logical.lower[before.raw.unit_end : raw.start])
        ):
            _set_unit(draft, str(before.unit), before.raw.dimension)
            _set_unit(drafts[draft.number + 1], str(before.unit), before.raw.dimension)
        elif raw.unit == "by context":
            _set_unit(draft, _by_context(draft, raw.noun, head) or _otherwise(raw.noun), "count")
        elif (
            raw.guessed_noun
            and head is not None
            and head.raw.dimension == "count"
            and head.unit not in (None, "by context")
        ):
            _set_unit(draft, str(head.unit), "count")
        elif _scaled_like(draft, head) and head is not None:
            _scale(raw, head.raw.factor)
        elif (like := _money_of_list(draft, before, drafts)) is not None:
            _scale(raw, like.raw.factor)
        elif raw.unit is None:
            unit = _inherited(draft, head, drafts, previous_in_block)
            if unit is not None:
                _set_unit(draft, unit[0], unit[1])
        elif raw.unit == "VND" and draft.role in ("plan", "prior", "change") and draft.anchor is not None:
            anchor = drafts[draft.anchor].unit
            if anchor in ("VND/person/year", "VND/ha/year", "VND/ha"):
                raw.unit = anchor


def _money_of_list(draft: FigureDraft, before: FigureDraft | None, drafts: list[FigureDraft]) -> FigureDraft | None:
    """ "thường xuyên 74.128 triệu đồng (giáo dục 42.615); đầu tư phát triển 21.346": what it is printed like."""
    if before is None or not _MONEY_WORDS.search(draft.lead.lower()):
        return None
    for other in reversed(drafts[max(0, draft.number - _NEIGHBOURS) : draft.number]):
        if other.entry is draft.entry and other.head == draft.head:
            return other if _scaled_like(draft, other) else None
    return before if draft.head is None and _scaled_like(draft, before) else None


def _inherited(
    draft: FigureDraft, head: FigureDraft | None, drafts: list[FigureDraft], previous_in_block: dict[int, int]
) -> tuple[str, str] | None:
    if draft.role == "norm" and re.search(r"tuổi\s*$", draft.context.before):
        return "item", "time"
    if draft.raw.side:
        after = _unit_after_share(draft, drafts)
        if after is not None:
            return after
    if (
        head is not None
        and head.unit not in _COUNT_UNITS_NOT_INHERITED
        and (head.unit != "VND" or _looks_like_money(draft))
    ):
        return str(head.unit), head.raw.dimension
    total = _total_ahead(draft, drafts)
    if total is not None and not _looks_like_money(draft):
        return total
    by_words = _by_context(draft, "", head)
    if by_words == "VND" and not _looks_like_money(draft):
        by_words = None
    if by_words is not None:
        return by_words, "money" if by_words == "VND" else "count"
    millions = draft.raw.value is not None and draft.raw.value >= _MILLIONS and _looks_like_money(draft)
    if millions and _MONEY_WORDS.search(draft.context.sentence[-80:]):
        return "VND", "money"  # "phải thu 49.440.000, thực nộp 47.120.000": not of what was counted before
    before = previous_in_block.get(draft.number)
    for _ in range(_FAR):
        if before is None:
            break
        other = drafts[before]
        if other.unit not in _COUNT_UNITS_NOT_INHERITED and other.role != "norm":
            if other.unit == "VND" and not _looks_like_money(draft):
                break
            return str(other.unit), other.raw.dimension
        before = previous_in_block.get(before)
    if draft.main and not _looks_like_money(draft):
        for other in reversed(drafts[max(0, draft.number - 8) : draft.number]):
            near = other.entry is draft.entry or (
                draft.entry.block.kind == "item"
                and draft.entry.block.parent_no in (other.entry.block.parent_no, other.entry.block.block_no)
            )
            if near and other.main and other.raw.dimension == "count" and not other.raw.guessed_noun:
                return str(other.unit), "count"
    if _looks_like_money(draft) and _MONEY_WORDS.search(
        draft.context.sentence[-80:] + " " + draft.entry.block.heading.lower()
    ):
        return "VND", "money"
    return None


def _total_ahead(draft: FigureDraft, drafts: list[FigureDraft]) -> tuple[str, str] | None:
    """ "kỳ trước chuyển qua 18, mới nhận 1.276, cộng 1.294 hồ sơ": the noun stands behind the total that follows."""
    for other in drafts[draft.number + 1 : draft.number + 4]:
        if other.entry is not draft.entry or not draft.main:
            return None
        if other.raw.dimension == "count" and other.unit not in (None, "by context", "item"):
            return (str(other.unit), "count") if _TOTAL.match(other.lead.lower()) else None
    return None


def _unit_after_share(draft: FigureDraft, drafts: list[FigureDraft]) -> tuple[str, str] | None:
    """ "vận động 1485/2930 = 50,68% hộ gia đình": the noun counted stands behind the percentage."""
    at = draft.number + (2 if draft.raw.side == "numerator" else 1)
    if at >= len(drafts) or drafts[at].entry is not draft.entry or not drafts[at].raw.is_percent:
        return None
    after = re.sub(r"^\s*(?:trên\s+|trong\s+)?(?:tổng\s+)?(?:số\s+)?", " ", drafts[at].context.after)
    unit = match_unit(after, 0)
    return (
        (unit.unit, unit.dimension)
        if unit is not None and unit.dimension == "count" and unit.unit != "by context"
        else None
    )


def _looks_like_money(draft: FigureDraft) -> bool:
    return draft.raw.value is not None and draft.raw.value >= 100_000 and not draft.raw.guessed_noun


@cache
def _context_rules(nouns: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"(?<![^\W_])(?:{row['pattern']})"), row["unit"])
        for row in lexicon.rows("unit_context")
        if nouns in row["nouns"].split("|") and row["pattern"]
    )


@cache
def _otherwise(noun: str) -> str:
    """Unit of a noun with several meanings where no words around it decide."""
    rows = (row for row in lexicon.rows("unit_context") if not row["pattern"] and noun in row["nouns"].split("|"))
    return next((row["unit"] for row in rows), "item")


def _by_context(draft: FigureDraft, noun: str, head: FigureDraft | None) -> str | None:
    """First context rule that fits the words after the figure, else before it, else its whole, else its headings."""
    key = re.sub(r"\s+", " ", noun)
    places = [draft.context.after[:80].partition(";")[0], draft.lead.lower() or draft.context.before[-80:]]
    if not noun:
        places = [draft.lead.lower() or draft.context.before[-80:]]
    else:
        places += [draft.context.before[-120:]]
    if head is not None:
        places.append(head.label.lower() + " " + head.context.sentence[-100:])
    if noun:
        places += [draft.context.sentence, *(title.lower() for title in reversed(draft.entry.titles))]
    for at, place in enumerate(places):
        after = bool(noun) and at == 0
        best: tuple[int, str] | None = None
        for pattern, unit in _context_rules(key):
            for match in pattern.finditer(place):
                near = -match.start() if after else match.end()
                if best is None or near > best[0]:
                    best = (near, unit)
        if best is not None:
            return best[1]
    return None


def _set_unit(draft: FigureDraft, unit: str, dimension: str) -> None:
    """Set a unit found from the context and read the digits again under it ("1.489" hồ sơ is no decimal)."""
    raw = draft.raw
    raw.unit, raw.dimension = unit, dimension
    if dimension == "count" or (dimension == "money" and raw.factor == 1):
        again = parse(raw.spans[0].printed, whole=True, decimal=False, comma_is_decimal=None)
        if len(raw.spans) == 1 and raw.value_max is None and again.value is not None and again.step is not None:
            raw.value, raw.step = again.value * raw.factor, again.step * raw.factor
            raw.confidence = min(raw.confidence, again.confidence) if raw.confidence < 1 else again.confidence
    if raw.step is None and raw.value is not None:
        raw.step = Decimal(1)

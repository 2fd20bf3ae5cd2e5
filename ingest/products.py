"""Unit price × count = amount, as reports word it: "642 suất quà, mức 1.200.000 đồng/suất, tổng 774.000.000 đồng"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ingest.claims import claim
from ingest.drafts import FigureDraft
from ingest.model import Claim
from ingest.units import match_unit

_PER = re.compile(r"/\s*(?:\d+\s*)?([^\W\d_]+(?:\s+[^\W\d_]+)?)(?:\s*/\s*([^\W\d_]+))?")
_EACH = re.compile(r"(?<![^\W_])mỗi\s+[^\W\d_]+\s*$")
_TIMES = re.compile(r"^\s*(?:x|×|\*|nhân(?:\s+với)?)\s*$")
_MONTHS = frozenset({"tháng"})
_CLOSE = 10
"""An area is meant if it makes the amount to one part in so many; several areas stand in one paragraph."""


def product_claims(sentence: list[FigureDraft], drafts: list[FigureDraft]) -> Iterator[Claim]:
    """Product claims of one sentence. A factor may stand in the sentence before (the number of pupils, of hectares)."""
    for index, price in enumerate(sentence):
        if not _is_price(price) or price.raw.value is None:
            continue
        factors = _chain(sentence, index)
        amount = _amount(price, sentence, index, factors)
        if factors and not _makes(price, factors, amount):
            # "thu gom 215 hộ, thu được 51.600.000đ (20.000đ/hộ/tháng x 12 tháng)": the count stands before the bracket
            more = (one for one in _counts(price, sentence, index, drafts) if _makes(price, [*factors, one], amount))
            factors += [one for one in more if _per_words(price)[0]][:1]
        if not factors:
            months = _months(price, sentence)
            count = _fitting(_counts(price, sentence, index, drafts), price, months, amount)
            if count is not None and (months or _per_words(price)[1] not in _MONTHS):
                factors = [count, *months]
                amount = _amount(price, sentence, index, factors)
        if amount is None or not factors:
            continue
        yield claim(
            "product",
            amount.label,
            "đơn giá × số lượng",
            True,
            ("total", amount),
            ("unit_price", price),
            *(("count", factor) for factor in factors),
        )


def _is_price(draft: FigureDraft) -> bool:
    if draft.role == "unit_price":
        return True
    if draft.unit == "kg" and draft.main and _EACH.search(draft.context.before.lower()):
        return True
    return (draft.role == "norm" and draft.unit == "kg") or (draft.unit == "VND/ha" and draft.raw.dimension == "money")


def _chain(sentence: list[FigureDraft], index: int) -> list[FigureDraft]:
    """Factors written with a multiplication sign: 68 hộ x 15.000 đ/hộ/tháng x 12 tháng."""
    found: list[FigureDraft] = []
    lower = sentence[index].entry.logical.lower
    at = index
    while at > 0 and _TIMES.match(lower[sentence[at - 1].raw.unit_end : sentence[at].raw.start]):
        at -= 1
        found.append(sentence[at])
    at = index
    while at + 1 < len(sentence) and _TIMES.match(lower[sentence[at].raw.unit_end : sentence[at + 1].raw.start]):
        at += 1
        found.append(sentence[at])
    return found


def _per_words(price: FigureDraft) -> tuple[str, str]:
    text = price.entry.logical.lower[price.raw.end : price.raw.unit_end + 30]
    found = _PER.search(text)
    if found:
        return found.group(1).split()[0], found.group(2) or ""
    each = re.search(r"mỗi\s+([^\W\d_]+)", price.context.before)
    return (each.group(1) if each else ""), ""


def _fitting(
    counts: list[FigureDraft], price: FigureDraft, months: list[FigureDraft], amount: FigureDraft | None
) -> FigureDraft | None:
    """The count that makes the amount; else the nearest, but of areas only one that comes close to it."""
    factor = (price.raw.value or Decimal(0)) * (months[0].raw.value or 1 if months else 1)
    made = [(one.raw.value or Decimal(0)) * factor for one in counts]
    stated = amount.raw.value if amount is not None else None
    if stated is not None:
        for one, product in zip(counts, made, strict=True):
            if product == stated:
                return one
        if price.unit == "VND/ha":
            close = (one for one, product in zip(counts, made, strict=True) if abs(product - stated) <= stated / _CLOSE)
            return next(close, None)
    return counts[0] if counts else None


def _counts(
    price: FigureDraft, sentence: list[FigureDraft], index: int, drafts: list[FigureDraft]
) -> list[FigureDraft]:
    """What the price may be for, the nearest first: of the noun behind its stroke, else the last thing counted."""
    per, _ = _per_words(price)
    if price.unit == "VND/ha":
        per = "ha"
    before = [*reversed(sentence[:index])]
    earlier = [
        draft
        for draft in reversed(drafts[max(0, sentence[0].number - 4) : sentence[0].number])
        if draft.entry is price.entry
    ]
    if not per:
        return [draft for draft in before if draft.main and draft.raw.dimension == "count"][:1]
    near = [
        draft
        for draft in [*before, *sentence[index + 1 : index + 2], *earlier]
        if draft.main and draft.raw.dimension != "money"
    ]
    named = [draft for draft in near if draft.raw.noun.split()[:1] == [per]]
    # "297 lao động, mức 1.500.000 đồng/người": so much for each person, whatever they are called
    counted = match_unit(per, 0)
    persons = counted is not None and counted.unit == "person"
    return named or [draft for draft in near if persons and draft.unit == "person"]


def _months(price: FigureDraft, sentence: list[FigureDraft]) -> list[FigureDraft]:
    _, then = _per_words(price)
    if then not in _MONTHS:
        return []
    return [draft for draft in sentence if draft.raw.noun == "tháng"][:1]


def _amount(
    price: FigureDraft, sentence: list[FigureDraft], index: int, factors: list[FigureDraft]
) -> FigureDraft | None:
    unit = "kg" if price.unit == "kg" else "VND"
    used = {factor.number for factor in factors}
    base = next((draft for draft in sentence[:index] if draft.number == price.paren_of), None)
    if base is not None and base.main and base.unit == unit:
        return base
    of_unit = [draft for draft in sentence if draft.main and draft.unit == unit and draft.number not in used]
    after = [draft for draft in of_unit if draft.number > price.number]
    before = [draft for draft in of_unit if draft.number < price.number]
    near = [*after[:1], *reversed(before)]
    return next((draft for draft in near if factors and _makes(price, factors, draft)), near[0] if near else None)


def _makes(price: FigureDraft, factors: list[FigureDraft], amount: FigureDraft | None) -> bool:
    product = price.raw.value or Decimal(0)
    for factor in factors:
        product *= factor.raw.value or Decimal(0)
    return amount is not None and amount.raw.value == product

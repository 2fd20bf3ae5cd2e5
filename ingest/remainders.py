"""What is left: "nhận 11 đơn, đã giải quyết 10 đơn, còn 1 đơn" is the whole less what is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ingest.claims import claim, is_apart, total
from ingest.drafts import FigureDraft
from ingest.model import Claim

_REMAINDER = re.compile(
    r"(?<![^\W_])(?:còn|tồn|còn\s+lại|đang\s+(?:xem\s+xét|xử\s+lý|giải\s+quyết|thụ\s+lý))(?:\s+[^\W\d_]+){0,4}$"
)
_DONE = re.compile(r"(?<![^\W_])(?:đã|xong|giải\s+quyết|xử\s+lý|trả|thoát)(?![^\W_])")
_COMES = re.compile(r"(?<![^\W_])(?:phát\s+sinh|tái|thêm|mới|tăng|chuyển)(?![^\W_])")


def remainder_claims(sentence: list[FigureDraft]) -> Iterator[Claim]:
    """The differences and sums that end in what is left. sentence: its figures, in order."""
    for index, rest in enumerate(sentence):
        words = rest.context.before.strip(" ,;(").lower()
        if not rest.main or rest.raw.value is None or rest.frame is None or not _REMAINDER.search(words):
            continue
        found = _fraction(rest, sentence[:index]) or _of_several(rest, _before(rest, sentence[:index]))
        if found is not None:
            yield found


def _before(rest: FigureDraft, sentence: list[FigureDraft]) -> list[FigureDraft]:
    """What the rest may be left of: amounts of its unit and, of pieces, of its noun."""
    return [
        draft
        for draft in sentence
        if draft.main
        and draft.paren_of == rest.paren_of
        and draft.unit == rest.unit
        and draft.raw.value is not None
        and (draft.unit != "item" or not draft.raw.noun or draft.raw.noun.split()[:1] == rest.raw.noun.split()[:1])
    ]


def _fraction(rest: FigureDraft, sentence: list[FigureDraft]) -> Claim | None:
    """ "đã vận động 12/43 hộ, còn 31 hộ", "86/112 hộ đã nhận tiền, đạt 76,79 %; còn 26 hộ"."""
    for at in range(len(sentence) - 2, -1, -1):
        left, right = sentence[at], sentence[at + 1]
        if left.raw.side != "numerator" or right.role != "denominator" or right.unit != rest.unit:
            continue
        outright = left.main and all(draft.raw.is_percent for draft in sentence[at + 2 :])
        fits = right.raw.value == (left.raw.value or 0) + (rest.raw.value or 0)
        if left.raw.value is not None and right.raw.value is not None and (outright or fits):
            return _difference(rest, right, left, outright and left.raw.noun == rest.raw.noun)
    return None


def _of_several(rest: FigureDraft, before: list[FigureDraft]) -> Claim | None:
    """The whole comes first, what is done last; where more stands there, the reading that adds up is taken."""
    if len(before) < 2 or rest.head == before[0].number:
        return None
    value = rest.raw.value or Decimal(0)
    first, done = before[0], [draft for draft in before[1:] if _value(draft) <= _value(before[0])]
    if value > max(_value(draft) for draft in before):
        return None
    if len(done) == 1 and _value(first) - _value(done[0]) == value:
        return _difference(rest, first, done[0], False)
    if len(done) > 1 and total([*done, rest]) == _value(first):
        return _sum(first, [*done, rest])
    # what stands in brackets or in a list explains one of the others
    plain = [draft for draft in before if draft.head is None and draft.paren_of is None]
    since = max((at for at, draft in enumerate(plain) if at and is_apart(plain[at - 1], draft)), default=0)
    for candidates in (plain[since:], plain):
        if len(candidates) < 2:
            continue
        whole, last = candidates[-2], candidates[-1]
        is_done = _DONE.search(last.own.lower()) and not _COMES.search(last.own.lower())
        is_done = is_done and max(_value(last), value) < _value(whole)
        if _value(whole) >= _value(last) and (is_done or _value(whole) - _value(last) == value):
            return _difference(rest, whole, last, bool(is_done) and len(candidates) == 2)
    if len(done) == 1:
        return _difference(rest, first, done[0], False)
    # "hòa giải 11 vụ, thành 7, không thành 3, còn 2 vụ": what is done in two ways, and what is left, are all
    if len(plain) == 3 and plain[0] is first and not any(_COMES.search(draft.own.lower()) for draft in plain):
        return _sum(first, [*plain[1:], rest])
    return None


def _sum(whole: FigureDraft, parts: list[FigureDraft]) -> Claim:
    return claim("sum", whole.label, "còn", False, ("total", whole), *(("part", part) for part in parts))


def _value(draft: FigureDraft) -> Decimal:
    return draft.raw.value or Decimal(0)


def _difference(rest: FigureDraft, whole: FigureDraft, done: FigureDraft, certain: bool) -> Claim:
    return claim("difference", rest.label, "còn", certain, ("total", rest), ("minuend", whole), ("subtrahend", done))

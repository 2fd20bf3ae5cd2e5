"""Sums that no word names: what a sentence lists makes a figure told under the same heading.

"Xã có 3.214 hộ ... Dân tộc Kinh 3.148 hộ, Khmer 61 hộ, Hoa 05 hộ." A list is found by its adding up, so such a claim
holds wherever it is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ingest.claims import claim, total
from ingest.drafts import FigureDraft
from ingest.model import Claim

_FAR = 24
"""The whole is looked for among so many figures before the list."""
_SEVERAL = 3
_TEN = 10
_LARGE = 20
"""Small counts make one another by chance."""


def listed_sums(sentence: list[FigureDraft], drafts: list[FigureDraft]) -> Iterator[Claim]:
    """Claims of one sentence: all it counts in one unit outside brackets, and what they make together."""
    yield from _pairs(sentence)
    for unit in dict.fromkeys(draft.unit for draft in sentence if draft.main and draft.unit is not None):
        members = [
            draft
            for draft in sentence
            if draft.unit == unit and draft.main and draft.paren_of is None and draft.raw.value is not None
        ]
        if len(members) < _SEVERAL or any(draft.raw.side for draft in members):
            continue
        whole = _whole(members, drafts)
        if whole is not None:
            parts = [draft for draft in members if draft is not whole]
            yield claim("sum", whole.label, "danh sách", False, ("total", whole), *(("part", part) for part in parts))


def _pairs(sentence: list[FigureDraft]) -> Iterator[Claim]:
    """ "đang quản lý 41 người, có 23 người nghiện và 18 người sử dụng": the two behind make the one before."""
    mains = [draft for draft in sentence if draft.main and draft.raw.value is not None and not draft.raw.side]
    parts_of = Counter(draft.head for draft in mains)
    for whole, first, second in zip(mains, mains[1:], mains[2:], strict=False):
        alike = whole.unit == first.unit == second.unit and whole.paren_of == first.paren_of == second.paren_of
        loose = whole.head is None or whole.head != first.head
        # "17 vụ, gồm: 9 vụ …, 8 vụ …, 4 vụ …": the wording has more parts than these
        more = parts_of[whole.number] > (first.head == whole.number) + (second.head == whole.number)
        if (
            alike
            and loose
            and not more
            and (whole.raw.value or 0) >= _TEN
            and total([first, second]) == whole.raw.value
        ):
            yield claim("sum", whole.label, "hai phần", False, ("total", whole), ("part", first), ("part", second))


def _whole(members: list[FigureDraft], drafts: list[FigureDraft]) -> FigureDraft | None:
    first, last = members[0], members[-1]
    # the sum of a list may close it: "371 bản sao, 35 chữ ký và 22 hợp đồng; tổng 428 việc"
    if len(members) > _SEVERAL and last.raw.value == total(members[:-1]) and total(members[:-1]) >= _LARGE:
        return last
    added = total(members)
    if added < _LARGE:
        return None
    before = drafts[max(0, first.number - _FAR) : first.number]
    return next(
        (
            draft
            for draft in reversed(before)
            if draft.entry.block.heading == first.entry.block.heading
            and draft.main
            and draft.unit == first.unit
            and draft.raw.value == added
        ),
        None,
    )

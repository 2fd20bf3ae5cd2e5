"""Claims of lists: a whole and its parts, and what stands beside each of them (the other count, the plan, the share).

Where the wording leaves open which figures are the parts, the reading that adds up is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate

from ingest.claims import claim, total
from ingest.closing import is_closed
from ingest.drafts import FigureDraft, ListOfParts
from ingest.model import Claim
from ingest.slips import one_slip

_GRAND = re.compile(r"(?:tổng|cộng)(?![^\W_])")
_OF_THE_WHOLE = re.compile(r"[\s,;]*(?:là|riêng|số|tỷ\s+lệ|(?:trong\s+đó\s+)?có)(?![^\W_])")
_ITEM = 12
"""An item has no more figures behind its first."""
_PLANS_MISS = 20
"""Plans that miss their sum by more than one part in so many are those of different lists."""
_DEALT_WITH = re.compile(r"làm\s+rõ|giải\s+quyết|khám\s+phá|xử\s+lý|điều\s+tra|chuyển|khởi\s+tố")


def list_claims(parts: ListOfParts, drafts: list[FigureDraft]) -> Iterator[Claim]:
    """Sums of one list and of what stands beside its parts, and the shares that should make a hundred."""
    head = drafts[parts.head]
    if head.raw.value is None or head.unit in (None, "ratio") or head.raw.is_percent:
        return
    members = _members(parts, head, drafts)
    if len(members) >= 2:
        complete = (parts.exhaustive and not _says_more(members, parts, drafts)) or is_closed(members)
        yield claim("sum", head.label, parts.cue, complete, ("total", head), *(("part", part) for part in members))
    if head.raw.side == "numerator" and len(members) >= 2 and all(part.raw.side == "numerator" for part in members):
        below = [drafts[part.number + 1] for part in members]
        base = drafts[head.number + 1]
        yield claim(
            "sum", base.label, parts.cue, parts.exhaustive, ("total", base), *(("part", part) for part in below)
        )
    yield from _parallel(head, members, parts, drafts)
    yield from _planned(head, members, parts, drafts)
    shares = [_share_of(part, drafts) for part in members]
    if len(members) >= 2 and all(shares):
        yield claim("pct_sum", head.label, parts.cue, parts.exhaustive, *(("part", share) for share in shares if share))


def _parallel(
    head: FigureDraft, members: list[FigureDraft], parts: ListOfParts, drafts: list[FigureDraft]
) -> Iterator[Claim]:
    """ "21 vụ - 29 đối tượng, trong đó 06 vụ - 08 đối tượng, 14 vụ - 21 đối tượng": the other count of every pair."""
    for step in (-1, 1):
        others = [_beside(draft, step, drafts, draft is head) for draft in (head, *members)]
        if len(members) >= 2 and all(others):
            whole, *rest = [other for other in others if other is not None]
            if all(other.unit == whole.unit for other in rest):
                yield claim(
                    "sum",
                    whole.label,
                    parts.cue,
                    parts.exhaustive,
                    ("total", whole),
                    *(("part", part) for part in rest),
                )


def _planned(
    head: FigureDraft, members: list[FigureDraft], parts: ListOfParts, drafts: list[FigureDraft]
) -> Iterator[Claim]:
    """ "Chi 4.712 triệu đồng = 51% dự toán, gồm: đầu tư 706, bằng 49% dự toán (1.419); ...": the plans add up too."""
    plans = [_plan_of(draft, drafts) for draft in (head, *members)]
    complete = len(members) >= 2 and total(members) == head.raw.value and head.raw.side != "numerator"
    if complete and all(plans):
        whole, *rest = [plan for plan in plans if plan is not None]
        planned = whole.raw.value or Decimal(0)
        if abs(total(rest) - planned) * _PLANS_MISS > planned:
            return  # the plan of one part is another list's
        yield claim("sum", whole.label, parts.cue, False, ("total", whole), *(("part", part) for part in rest))


def _plan_of(draft: FigureDraft, drafts: list[FigureDraft]) -> FigureDraft | None:
    for other in drafts[draft.number + 1 : draft.number + 3]:
        if other.entry is not draft.entry or (other.main and not other.raw.is_percent):
            return None
        if other.role == "plan" and other.unit == draft.unit:
            return other
    return None


def _beside(draft: FigureDraft, step: int, drafts: list[FigureDraft], is_head: bool) -> FigureDraft | None:
    at = draft.number + step
    if not 0 <= at < len(drafts):
        return None
    other = drafts[at]
    if other.entry is not draft.entry or not other.main or other.unit == draft.unit or other.raw.side:
        return None
    left, right = (other, draft) if step < 0 else (draft, other)
    gap = draft.entry.logical.lower[left.raw.unit_end : right.raw.start].strip()
    return other if gap in ("-", "–", "/", "với", "có", "gồm") or (is_head and gap == ",") else None


def _members(parts: ListOfParts, head: FigureDraft, drafts: list[FigureDraft]) -> list[FigureDraft]:
    """Parts by the separators of the list; if those do not add up, every amount of its unit in it, if those do."""

    def fitting(numbers: list[int]) -> list[FigureDraft]:
        return [drafts[at] for at in numbers if drafts[at].unit == head.unit and drafts[at].raw.value is not None]

    strict = fitting(parts.parts)
    if not strict or total(strict) == head.raw.value:
        return strict
    unnamed = [drafts[at] for at in parts.parts if _counts_alike(drafts[at], head)]
    if len(unnamed) > len(strict):
        # "6 vụ (2 bãi phế liệu, 1 nhà trọ, 3 vườn cao su)": what is counted under words of its own is a part too
        return unnamed if total(unnamed) == head.raw.value else []
    # "94 trẻ: 49 nam, 45 nữ, là con thứ 3 trở lên 17": what is told after the parts is told of the whole
    sums = accumulate(part.raw.value or Decimal(0) for part in strict)
    told = next((count for count, made in enumerate(sums, start=1) if count > 1 and made == head.raw.value), None)
    if told is not None and _OF_THE_WHOLE.match(strict[told].context.before):
        return strict[:told]
    if not parts.exhaustive:
        # "34 hộ nghèo, trong đó 29 hộ ...; hộ cận nghèo có 52 hộ": what is more than the whole is no part of it
        whole = head.raw.value or 0
        larger = (
            at for at, part in enumerate(strict) if (part.raw.value or 0) > whole or (at and part.raw.value == whole)
        )
        strict = strict[: next(larger, len(strict))]
        if not strict:
            return strict
    # a paragraph behind the items of a list ("Kết dư ngân sách ...") is no item of it
    if strict[0].entry.block.kind == "item":
        strict = [part for part in strict if part.entry.block.kind == "item"]
    # a part that calls itself a total ("+ Tổng chi ..." below "Tổng thu ..., gồm:") begins something of its own
    strict = [part for part in strict if not _GRAND.match(part.lead.lower())] or strict
    if total(strict) == head.raw.value:
        return strict
    homes = {id(part.entry) for part in strict}
    frames = {id(drafts[at].frame) for at in parts.parts}
    wide = fitting(
        [
            draft.number
            for draft in drafts[parts.parts[0] : parts.parts[-1] + 12]
            if id(draft.entry) in homes
            and draft.main
            and (id(draft.frame) in frames or draft.frame is strict[-1].frame or _opens_item(draft, head))
        ]
    )
    # items that tell of several kinds each ("đánh bạc 07 vụ; ma túy 02 vụ; ..."), and of how they were dealt with
    kinds = [draft for draft in wide if draft.paren_of is None and not _DEALT_WITH.search(draft.lead.lower())]
    if len(kinds) > len(strict) and total(kinds) == head.raw.value:
        return kinds
    fits = total(wide) == head.raw.value
    nearly = head.raw.value is not None and len(wide) > len(strict) and one_slip(total(wide), head.raw.value)
    return wide if fits or nearly else strict


def _counts_alike(draft: FigureDraft, head: FigureDraft) -> bool:
    """May a figure be a part of a count: in its unit, or in one that only a word of its own gave it?"""
    alike = draft.unit == head.unit or (draft.unit in ("item", None) and head.raw.dimension == "count")
    return alike and draft.raw.value is not None and not draft.raw.is_percent


def _opens_item(draft: FigureDraft, head: FigureDraft) -> bool:
    """Does a figure stand in the open text of an item of the list, in no bracket or list of its own?"""
    return draft.entry is not head.entry and draft.frame is not None and draft.frame.kind == "sentence"


def _says_more(members: list[FigureDraft], parts: ListOfParts, drafts: list[FigureDraft]) -> bool:
    """Do the items tell of more of the whole's kind than was taken? Then what was taken may not be all."""
    homes = {id(part.entry) for part in members}
    if len(homes) < len(members) or len(homes) < 2 or drafts[parts.head].raw.dimension != "count":
        return False
    taken = {part.number for part in members}
    return any(
        draft.number not in taken and id(draft.entry) in homes and draft.main and draft.unit == members[0].unit
        for draft in drafts[parts.parts[0] : members[-1].number + _ITEM]
    )


def _share_of(part: FigureDraft, drafts: list[FigureDraft]) -> FigureDraft | None:
    after = part.number + (2 if part.raw.side == "numerator" else 1)
    if after < len(drafts) and drafts[after].entry is part.entry and drafts[after].role == "share":
        return drafts[after]
    return None

"""Lists that break a whole down: "Theo lĩnh vực: chứng thực 6.718; hộ tịch 2.486; đất đai 1.124"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from ingest.claims import total
from ingest.drafts import BlockFigures, FigureDraft, ListOfParts

_BY = re.compile(
    r"(?:^|[.;*+(-])\s*(?:(?:được\s+)?(?:chia|phân|tính|xét)\s+(?:ra\s+)?|phân\s+loại\s+|(?:kết\s+quả|số\s+liệu|tổng\s+hợp)\s+)?"
    r"theo(?:(?:\s+[^\W\d_]+){1,4}\s*:|\s+(?:từng\s+)?(?:nhóm\s+)?lĩnh\s+vực(?:\s+(?:thì|có|gồm|là|như\s+sau))*\s*[:,]?)"
)
_SENTENCE_ENDS = re.compile(r"[.](?!\d)")
_NEARLY = 50
_NEAR = 16
"""The whole is looked for among so many figures before the list."""


def counts_dossiers(draft: FigureDraft, drafts: list[FigureDraft]) -> bool:
    """Does the list around a figure break dossiers down?

    What stands in such a list is counted in dossiers, whatever its words name: "đăng ký hộ kinh doanh 312" are 312
    dossiers, not households.
    """
    start = _opened_at(draft)
    if start is None:
        return False
    for other in reversed(drafts[max(0, draft.number - _NEAR) : draft.number]):
        before = other.entry is not draft.entry or other.raw.start < start
        counted = other.main and other.raw.dimension == "count" and not other.raw.guessed_noun
        if not before or not counted or other.unit in (None, "by context", "item"):
            continue
        # what another list breaks down is passed over
        if other.unit == "dossier" or not _lists(other.entry.logical.lower)[0]:
            return other.unit == "dossier"
    return False


def link_breakdowns(blocks: list[BlockFigures], drafts: list[FigureDraft]) -> None:
    """Add the lists of parts; the whole is a figure before that they make, else the one that opens the parent block."""
    by_number = {block.entry.block.block_no: block for block in blocks}
    for block in blocks:
        lists: dict[int, list[FigureDraft]] = {}
        for draft in block.drafts if block.structure is not None else ():
            start = _opened_at(draft)
            if (
                start is not None
                and draft.main
                and not draft.raw.side
                and draft.paren_of is None
                and draft.head is None
            ):
                lists.setdefault(start, []).append(draft)
        for members in lists.values():
            parent = by_number.get(block.entry.block.parent_no or -1)
            whole = _whole(members, drafts, parent)
            if whole is not None:
                block.lists.append(ListOfParts(whole.number, [draft.number for draft in members], "theo", True))


def _whole(members: list[FigureDraft], drafts: list[FigureDraft], parent: BlockFigures | None) -> FigureDraft | None:
    first = members[0]
    if len(members) < 3 or any(draft.unit != first.unit or draft.raw.value is None for draft in members):
        return None
    added = total(members)
    before = [
        draft
        for draft in reversed(drafts[max(0, first.number - 2 * _NEAR) : first.number])
        if draft.main and draft.unit == first.unit and draft.raw.value is not None
    ]
    fitting = next((draft for draft in before if draft.raw.value == added), None)
    if fitting is not None:
        return fitting
    if parent is not None:
        opening = next((draft for draft in parent.drafts if draft.main and draft.unit == first.unit), None)
        largest = max((draft.raw.value or 0 for draft in members), default=0)
        return opening if opening is not None and (opening.raw.value or 0) >= largest else None
    # nothing fits: the fields will break down what the paragraph opens with, if they nearly make it
    near = (draft for draft in reversed(before) if draft.entry is first.entry)
    return next((draft for draft in near if abs((draft.raw.value or 0) - added) * _NEARLY <= added), None)


def _opened_at(draft: FigureDraft) -> int | None:
    """Where the "theo ...:" stands that the figure's list begins with, in the same sentence."""
    opened, ends = _lists(draft.entry.logical.lower)
    at = bisect_right(opened, draft.raw.start, key=lambda place: place[1]) - 1
    if at < 0:
        return None
    start, end = opened[at]
    next_end = bisect_left(ends, end)
    return None if next_end < len(ends) and ends[next_end] < draft.raw.start else start


@lru_cache(maxsize=4)
def _lists(lower: str) -> tuple[list[tuple[int, int]], list[int]]:
    """Of one block: where lists "theo ...:" open, and where sentences end; each looked for once, not once a figure."""
    if "theo" not in lower:
        return [], []
    opened = [match.span() for match in _BY.finditer(lower)]
    return opened, [match.start() for match in _SENTENCE_ENDS.finditer(lower)] if opened else []

"""Lists whose opening words leave open what they break down: the whole is the figure before that the parts make.

"Phạm pháp hình sự 08 vụ, làm rõ 07 vụ: trộm cắp 05 vụ, thương tích 02, lừa đảo 01" lists the eight, not the seven.
"""

from __future__ import annotations

import re

from ingest.claims import total
from ingest.drafts import BlockFigures, FigureDraft, ListOfParts

_FAR = 16
"""The whole is looked for among so many figures before the list."""
_ENDS = re.compile(r"[.;](?!\d)")
_SEVERAL = 3
_LARGE = 100
"""Two small counts make some other small count by chance; three, or large ones, do not."""


def settle_wholes(blocks: list[BlockFigures], drafts: list[FigureDraft]) -> None:
    """Hang every list that does not make its whole, but makes another figure of its block before it, on that one."""
    for block in blocks:
        for at, parts in enumerate(block.lists):
            whole = _of_same_noun(parts, drafts) or _made(parts, drafts)
            if whole is None:
                continue
            first = parts.parts[0]
            for draft in drafts[first : parts.parts[-1] + 1]:
                if draft.head == parts.head:
                    draft.head = whole.number
            block.lists[at] = ListOfParts(whole.number, parts.parts, parts.cue, parts.exhaustive)


def _of_same_noun(parts: ListOfParts, drafts: list[FigureDraft]) -> FigureDraft | None:
    """What is counted by the noun of the parts, where the list hangs on something else that stands between.

    "Triển khai 06 công trình với tổng mức đầu tư 4.870 triệu đồng, trong đó 02 công trình chuyển tiếp, 04 công trình
    khởi công mới": projects are no part of an amount.
    """
    head, members = drafts[parts.head], [drafts[at] for at in parts.parts]
    first = members[0]
    noun = first.raw.noun
    alike = all(draft.raw.noun == noun and draft.unit == first.unit and not draft.raw.side for draft in members)
    if not noun or not alike or len(members) < 2 or head.unit == first.unit or head.number >= first.number:
        return None
    return next(
        (
            draft
            for draft in reversed(drafts[max(0, first.number - _FAR) : first.number])
            if draft.entry is first.entry
            and draft.main
            and draft.raw.noun == noun
            and draft.unit == first.unit
            and not _ENDS.search(first.entry.logical.lower, draft.raw.start, first.raw.start)
            and (draft.raw.value or 0) >= max(member.raw.value or 0 for member in members)
        ),
        None,
    )


def _made(parts: ListOfParts, drafts: list[FigureDraft]) -> FigureDraft | None:
    """The nearest figure before the list that its parts make, where the figure it hangs on is not it."""
    head, members = drafts[parts.head], [drafts[at] for at in parts.parts]
    first = members[0]
    unlike = any(draft.raw.value is None or draft.unit != first.unit or draft.raw.side for draft in members)
    if unlike or head.number >= first.number or first.paren_of is not None or first.raw.is_percent:
        return None
    added = total(members)
    if (head.raw.value == added and head.unit == first.unit) or (len(members) < _SEVERAL and added < _LARGE):
        return None
    taken = {draft.number for draft in members}
    return next(
        (
            draft
            for draft in reversed(drafts[max(0, first.number - _FAR) : first.number])
            if draft.entry is first.entry
            and draft.main
            and not draft.raw.side
            and draft.paren_of is None
            and draft.number not in taken
            and draft.unit == first.unit
            and draft.raw.value == added
        ),
        None,
    )

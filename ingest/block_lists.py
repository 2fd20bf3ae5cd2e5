"""Lists over several blocks: bullets below the sentence that opens them, footnotes below their mark."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from ingest.drafts import BlockFigures, FigureDraft, ListOfParts

_LIST_REACH = 40
_PAIR = 2
_SHORT = 80
"""A list may follow an item without any opening word when its amount stands this close to its end."""
_BULLETS = frozenset("-+*•–")


def link_blocks(blocks: list[BlockFigures]) -> None:
    """Find heads across blocks: a list belongs to the sentence that opens it, a footnote to its mark."""
    by_number = {block.entry.block.block_no: block for block in blocks}
    children: dict[int, list[BlockFigures]] = {}
    for block in blocks:
        parent_no = block.entry.block.parent_no
        if parent_no is not None and parent_no in by_number:
            children.setdefault(parent_no, []).append(block)
    for parent_no, members in children.items():
        parent = by_number[parent_no]
        if members[0].entry.block.kind == "footnote" and not parent.entry.in_footnote:
            for note in members:
                if note.entry.block.kind == "footnote":
                    _link_footnote(parent, note, children.get(note.entry.block.block_no, []))
        plain = [member for member in members if member.entry.block.kind != "footnote" or parent.entry.in_footnote]
        if plain and parent.entry.block.kind != "heading":
            _link_children(parent, plain)
    _link_following(blocks)


def _link_following(blocks: list[BlockFigures]) -> None:
    """Bullets right behind a paragraph that ends in an amount are its parts if, and only if, they make that amount."""
    for at, block in enumerate(blocks):
        mains = [draft for draft in block.drafts if draft.main and draft.head is None]
        if not mains or block.entry.block.kind != "paragraph":
            continue
        head = mains[-1]
        if len(block.entry.logical.text) - head.raw.unit_end > _SHORT or head.raw.value is None:
            continue
        parts: list[FigureDraft] = []
        mark: str | None = None
        for other in blocks[at + 1 : at + _LIST_REACH]:
            entry = other.entry
            if entry.block.kind != "item" or entry.block.heading == "":
                if entry.block.kind in ("heading", "table"):
                    break
                continue
            mark = mark or entry.block.marker
            if entry.block.marker == mark:
                parts += [draft for draft in other.drafts if draft.main and draft.unit == head.unit][:1]
        if len(parts) >= _PAIR and sum((part.raw.value or Decimal(0) for part in parts), Decimal(0)) == head.raw.value:
            block.lists.append(ListOfParts(head.number, [part.number for part in parts], "danh sách", False))


def _link_children(parent: BlockFigures, members: list[BlockFigures]) -> None:
    structure = parent.structure
    if structure is None or not parent.drafts or members[0].entry.block.kind not in ("item", "paragraph"):
        return
    cue, exhaustive = "", False
    if structure.open_list is not None:
        frame = structure.frames[structure.open_list]
        head = frame.head
        cue, exhaustive = frame.cue, frame.exhaustive
    else:
        firsts = [at for frame in structure.frames if frame.kind == "sentence" for at in frame.firsts]
        rest = len(parent.entry.logical.text) - parent.drafts[firsts[-1]].raw.unit_end if firsts else 999
        bulleted = parent.entry.block.kind == "item" and members[0].entry.block.kind == "item"
        head = firsts[-1] if bulleted and rest < _SHORT else None
    if head is None:
        return
    marks = {member.entry.block.marker for member in members if member.entry.block.marker in _BULLETS}
    whole = _counted_alike(parent.drafts, head, members)
    members = _under_first_mark(whole, members)
    # behind a full stop only what is counted alike goes on, and no bare number
    finished = structure.open_list is None and parent.entry.logical.text.rstrip().endswith(".")
    _collect(whole, members, cue, exhaustive and len(marks) <= 1, parent, bare=not finished)


def _under_first_mark(whole: FigureDraft, members: list[BlockFigures]) -> list[BlockFigures]:
    """Of "+ Trộm cắp 3 vụ", "+ Cháy 2 vụ", "- Đã giải quyết 4 vụ" the first two; all, where all make up the whole."""
    first = members[0].entry.block.marker
    alike = [member for member in members if member.entry.block.marker == first]
    if first not in _BULLETS or not _PAIR <= len(alike) < len(members):
        return members
    parts = (next((one for one in member.drafts if one.main and one.unit == whole.unit), None) for member in members)
    total = sum((part.raw.value or Decimal(0) for part in parts if part is not None), Decimal(0))
    return members if total == whole.raw.value else alike


def _counted_alike(drafts: list[FigureDraft], head: int, members: list[BlockFigures]) -> FigureDraft:
    """ "xảy ra 18 vụ, 27 đối tượng. Cụ thể:" and items that count cases first: they break down the cases."""
    opening = [next((draft.unit for draft in member.drafts if draft.main), None) for member in members]
    units = Counter(unit for unit in opening if unit is not None and unit != "by context")
    most = units.most_common(1)[0][0] if units else None
    in_each = all(any(draft.unit == drafts[head].unit for draft in member.drafts) for member in members)
    if most is None or in_each or drafts[head].unit in units or drafts[head].unit is None:
        return drafts[head]
    before = (draft for draft in reversed(drafts[max(0, head - _PAIR) : head]) if draft.main and draft.unit == most)
    return next(before, drafts[head])


def _link_footnote(home: BlockFigures, note: BlockFigures, items: list[BlockFigures]) -> None:
    mark = note.entry.block.marker
    pattern = re.escape(mark) if not mark.isascii() else rf"\[\^{mark}\]"
    found = re.search(rf"(?<![⁰¹²³⁴⁵⁶⁷⁸⁹]){pattern}(?![⁰¹²³⁴⁵⁶⁷⁸⁹])", home.entry.logical.text[home.entry.body :])
    if not found:
        return
    place = found.start() + home.entry.body
    before = [draft for draft in home.drafts if draft.raw.unit_end <= place + 1 and draft.main]
    if not before or place - before[-1].raw.unit_end > 120:
        return
    head = before[-1]
    if items or not note.structure:
        _collect(head, [note, *items] if note.drafts else items, "¹", False, note)
        return
    frames = [frame for frame in note.structure.frames if frame.head is None and frame.kind in ("sentence", "list")]
    members: list[FigureDraft] = []
    for frame in frames:
        numbers = frame.items if frame.kind == "list" else frame.firsts
        members += [note.drafts[at] for at in numbers]
        for at in numbers:
            if note.drafts[at].head is None:
                note.drafts[at].head = head.number
    if members:
        exhaustive = bool(re.match(r"\W*(?:bao\s+)?gồm", note.entry.logical.lower[note.entry.body :]))
        note.lists.append(ListOfParts(head.number, sorted(draft.number for draft in members), "chú thích", exhaustive))


def _collect(
    head: FigureDraft, members: list[BlockFigures], cue: str, exhaustive: bool, home: BlockFigures, bare: bool = True
) -> None:
    parts: list[int] = []
    for member in members:
        candidates = [
            draft
            for draft in member.drafts
            if draft.main
            and draft.head is None
            and (draft.frame is None or draft.frame.kind == "sentence" or draft.frame.head is None)
        ]
        for draft in candidates[:1] if head.unit is None else candidates:
            if draft.unit == head.unit or (bare and (draft.unit in (None, "by context") or head.unit is None)):
                parts.append(draft.number)
                draft.head = head.number
                if head.role == "plan" and draft.role == "actual":
                    draft.role = "plan"
                parts += _alike(draft, candidates, head)
                break
    if parts:
        home.lists.append(ListOfParts(head.number, parts, cue, exhaustive))


def _alike(first: FigureDraft, candidates: list[FigureDraft], head: FigureDraft) -> list[int]:
    """ "- Chi dự phòng: 96 triệu đồng. Chi chuyển nguồn 98 triệu đồng": an item may name two parts."""
    opening = first.lead.lower().split()[:1]
    found = []
    for draft in candidates:
        begins = draft.words.sentence_start > first.words.sentence_start and draft.lead.lower().split()[:1] == opening
        if begins and opening and draft.unit == head.unit:
            draft.head = head.number
            found.append(draft.number)
    return found

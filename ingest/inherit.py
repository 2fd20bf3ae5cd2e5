"""What a figure takes over from its surroundings: the whole it is part of, a unit left out."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import cache

from ingest import lexicon
from ingest.breakdowns import counts_dossiers
from ingest.drafts import BlockFigures, FigureDraft, ListOfParts
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
_LIST_REACH = 40
_PAIR = 2
_NEIGHBOURS = 8
_SHORT = 80
"""A list may follow an item without any opening word when its amount stands this close to its end."""
_COUNT_UNITS_NOT_INHERITED = frozenset({"%", "pct_point", "VND/unit", "ratio", None})


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

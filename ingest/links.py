"""Claims: which figures the wording ties together by arithmetic. Whether a claim holds is for the audit to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.drafts import BlockFigures, FigureDraft, ListOfParts
from ingest.model import Claim, ClaimTerm
from ingest.products import product_claims

_OF_BASE = re.compile(r"^\s*(?:trên\s+|trong\s+)?(?:tổng\s+số\s*|tổng\s+)")
_ALIKE = re.compile(r"^\s*(?:=|\(|,?\s*(?:tương\s+(?:ứng|đương)|tức)(?:\s+(?:tăng|giảm))?)\s*$")


def find_claims(blocks: list[BlockFigures], drafts: list[FigureDraft]) -> tuple[Claim, ...]:
    """All claims of a report, in the order of the text, each once."""
    found: dict[tuple[str, tuple[tuple[str, int], ...]], Claim] = {}
    for block in blocks:
        for claim in _block_claims(block, drafts):
            key = (claim.claim_type, tuple((term.term_role, term.figure_no) for term in claim.terms))
            found.setdefault(key, claim)
    return tuple(found.values())


def _block_claims(block: BlockFigures, drafts: list[FigureDraft]) -> Iterator[Claim]:
    for parts in block.lists:
        yield from _list_claims(parts, drafts)
    for sentence in _sentences(block):
        yield from _fraction_claims(sentence)
        yield from _plan_claims(sentence)
        yield from _share_claims(sentence, drafts)
        yield from _change_claims(sentence)
        yield from _remainder_claims(sentence)
        yield from product_claims(sentence, drafts)


def _sentences(block: BlockFigures) -> Iterator[list[FigureDraft]]:
    group: list[FigureDraft] = []
    for draft in block.drafts:
        if group and draft.words.sentence_start != group[-1].words.sentence_start:
            yield group
            group = []
        group.append(draft)
    if group:
        yield group


def _claim(kind: str, label: str, cue: str, exhaustive: bool, *terms: tuple[str, FigureDraft]) -> Claim:
    negative = {"subtrahend"}
    return Claim(
        kind, label, cue, exhaustive,
        tuple(ClaimTerm(role, draft.number, -1 if role in negative else 1) for role, draft in terms),
    )


def _list_claims(parts: ListOfParts, drafts: list[FigureDraft]) -> Iterator[Claim]:
    head = drafts[parts.head]
    members = [drafts[at] for at in parts.parts if drafts[at].unit == head.unit and drafts[at].raw.value is not None]
    if head.raw.value is None or head.unit in (None, "ratio") or head.raw.is_percent:
        return
    if len(members) >= 2:
        yield _claim("sum", head.label, parts.cue, parts.exhaustive, ("total", head), *(("part", part) for part in members))
    if head.raw.partner is not None and len(members) >= 2 and all(part.raw.partner is not None for part in members):
        offset = head.raw.partner
        below = [_partner(part, drafts) for part in members]
        base = _partner(head, drafts)
        if offset is not None:
            yield _claim("sum", base.label, parts.cue, parts.exhaustive, ("total", base), *(("part", part) for part in below))
    shares = [_share_of(part, drafts) for part in members]
    if len(members) >= 2 and all(shares):
        yield _claim("pct_sum", head.label, parts.cue, parts.exhaustive, *(("part", share) for share in shares if share))


def _partner(draft: FigureDraft, drafts: list[FigureDraft]) -> FigureDraft:
    step = 1 if draft.raw.side == "numerator" else -1
    return drafts[draft.number + step]


def _share_of(part: FigureDraft, drafts: list[FigureDraft]) -> FigureDraft | None:
    after = part.number + (2 if part.raw.side == "numerator" else 1)
    if after < len(drafts) and drafts[after].entry is part.entry and drafts[after].role == "share":
        return drafts[after]
    return None


def _fraction_claims(sentence: list[FigureDraft]) -> Iterator[Claim]:
    for left, right in pairwise(sentence):
        if left.raw.side != "numerator" or left.raw.partner is None or right.raw.side != "denominator":
            continue
        at = sentence.index(right)
        percent = next((draft for draft in sentence[at + 1 : at + 3] if not (draft.main and not draft.raw.is_percent)), None)
        if percent is not None and percent.role == "change" and not percent.raw.is_percent:
            continue
        if percent is not None and percent.raw.is_percent and percent.role in ("share", "pct_of_plan", "actual", "target_next"):
            yield _claim("ratio", left.label, "a/b", True, ("percent", percent), ("numerator", left), ("denominator", right))
    for index, draft in enumerate(sentence):
        if draft.unit == "ratio" and draft.raw.side == "numerator":
            men = [other for other in sentence[:index] if re.search(r"(?<![^\W_])(?:nam|trai)$", other.lead.lower() or other.raw.noun)]
            women = [other for other in sentence[:index] if re.search(r"(?<![^\W_])(?:nữ|gái)$", other.lead.lower() or other.raw.noun)]
            if men and women:
                yield _claim("ratio", draft.label, "nam/nữ", True, ("percent", draft), ("numerator", men[-1]), ("denominator", women[-1]))


def _plan_claims(sentence: list[FigureDraft]) -> Iterator[Claim]:
    """Amount, its plan and the share of the plan, wherever in the sentence the plan is printed."""
    for index, percent in enumerate(sentence):
        if percent.role != "pct_of_plan" or percent.anchor is None:
            continue
        main = next((draft for draft in sentence if draft.number == percent.anchor), None)
        if main is None or main.raw.side == "numerator" and main.role == "numerator":
            continue
        near = [*sentence[index + 1 : index + 2], *reversed(sentence[sentence.index(main) + 1 : index])]
        plan = next((draft for draft in near if draft.role == "plan" and draft.unit == main.unit), None)
        if plan is None and index + 1 < len(sentence):
            after = sentence[index + 1]
            bare = after.context.before.strip().endswith("(") and not after.lead
            if bare and after.unit == main.unit and after.role == "actual" and after.head is not None:
                after.role, plan = "plan", after
        if plan is not None:
            yield _claim("ratio", main.label, "kế hoạch", True, ("percent", percent), ("numerator", main), ("denominator", plan))


def _share_claims(sentence: list[FigureDraft], drafts: list[FigureDraft]) -> Iterator[Claim]:
    """ "X hộ, chiếm a %": of the whole that X is a part of, or of a base named after the percentage."""
    for index, percent in enumerate(sentence):
        if percent.role != "share" or percent.anchor is None or index == 0:
            continue
        part = drafts[percent.anchor]
        if part not in sentence[:index] or part.raw.side == "numerator":
            continue
        if any(draft.main or draft.role == "share" for draft in sentence[sentence.index(part) + 1 : index]):
            continue
        base = _base(part, percent, sentence, index, drafts)
        if base is not None:
            yield _claim("ratio", part.label, "chiếm", True, ("percent", percent), ("numerator", part), ("denominator", base))


def _base(
    part: FigureDraft, percent: FigureDraft, sentence: list[FigureDraft], index: int, drafts: list[FigureDraft]
) -> FigureDraft | None:
    if index + 1 < len(sentence):
        after = sentence[index + 1]
        gap = after.entry.logical.lower[percent.raw.unit_end : after.raw.start]
        if _OF_BASE.match(gap) and after.unit == part.unit:
            return after
    head = drafts[part.head] if part.head is not None else None
    if head is not None and head.unit == part.unit and head.raw.value is not None:
        return head
    earlier = [
        draft for draft in drafts[: part.number]
        if draft.entry is part.entry and draft.main and draft.unit == part.unit and draft.raw.value is not None
        and part.raw.value is not None and draft.raw.value > part.raw.value
    ]
    if head is not None and earlier:
        return earlier[-1]
    return None


def _change_claims(sentence: list[FigureDraft]) -> Iterator[Claim]:
    """Current, prior and the printed change: a difference where it is an amount, growth where it is a percentage."""
    for index, change in enumerate(sentence):
        if change.role != "change":
            continue
        current = next((draft for draft in reversed(sentence[:index]) if draft.main), None)
        if current is None:
            continue
        near = [*reversed(sentence[sentence.index(current) : index]), *sentence[index + 1 : index + 3]]
        prior = next((draft for draft in near if draft.role == "prior" and draft.unit == current.unit), None)
        if prior is None or current.raw.value is None:
            continue
        if change.unit == current.unit or change.unit == "pct_point" and current.raw.is_percent:
            yield _claim(
                "difference", change.label, "tăng/giảm", True, ("total", change), ("minuend", current), ("subtrahend", prior)
            )
        elif change.unit == "%":
            rises = bool(re.search(r"(?:tăng|giảm|cao|thấp)", change.context.before)) or bool(_ALIKE.match(change.context.before))
            kind, cue = ("growth", "tăng/giảm") if rises else ("ratio", "bằng ... so với cùng kỳ")
            roles = ("current", "prior") if rises else ("numerator", "denominator")
            yield _claim(kind, change.label, cue, True, ("percent", change), (roles[0], current), (roles[1], prior))


def _remainder_claims(sentence: list[FigureDraft]) -> Iterator[Claim]:
    """ "nhận 11 đơn, đã giải quyết 10 đơn, còn 1 đơn": what is left is the first less what is done."""
    for index, rest in enumerate(sentence):
        words = rest.context.before.strip(" ,;(").lower()
        if not rest.main or not re.search(r"(?<![^\W_])(?:còn|tồn|còn\s+lại)(?:\s+[^\W\d_]+){0,3}$", words) or rest.frame is None:
            continue
        before = [
            draft for draft in sentence[:index]
            if draft.main and draft.unit == rest.unit and draft.raw.value is not None and draft.role != "denominator"
        ]
        if len(before) < 2 or before[0].raw.value is None or rest.raw.value is None:
            continue
        first, done = before[0], [draft for draft in before[1:] if draft.raw.value <= (before[0].raw.value or 0)]
        if rest.head == first.number or not done:
            continue
        if len(done) == 1:
            yield _claim("difference", rest.label, "còn", False, ("total", rest), ("minuend", first), ("subtrahend", done[0]))
        else:
            yield _claim("sum", first.label, "còn", False, ("total", first), *(("part", draft) for draft in [*done, rest]))

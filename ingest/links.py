"""Claims: which figures the wording ties together by arithmetic. Whether a claim holds is for the audit to say.

Where the wording leaves open which figure is meant (the base of a percentage, the parts of a loosely punctuated list),
the reading that adds up is taken; where none does, only what the wording names outright becomes a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from ingest.bases import share_claims
from ingest.claims import claim, is_apart, total
from ingest.closing import is_closed
from ingest.drafts import BlockFigures, FigureDraft
from ingest.flows import poverty_flow
from ingest.list_claims import list_claims
from ingest.model import Claim
from ingest.products import product_claims
from ingest.remainders import remainder_claims
from ingest.role_words import ALIKE, AS_MUCH_AS
from ingest.sums import listed_sums

_MANY = 80
"""A sentence with more figures is a list run wild: it is looked at in pieces."""
_NEAR_HUNDRED = Decimal(5)
_BOYS = re.compile(r"(?<![^\W_])(?:nam|trai)$")
_GIRLS = re.compile(r"(?<![^\W_])(?:nữ|gái)$")


def find_claims(blocks: list[BlockFigures], drafts: list[FigureDraft]) -> tuple[Claim, ...]:
    """All claims of a report, in the order of the text, each once."""
    found: dict[tuple[str, tuple[tuple[str, int], ...]], Claim] = {}
    for block in blocks:
        for one in _block_claims(block, drafts):
            key = (one.claim_type, tuple((term.term_role, term.figure_no) for term in one.terms))
            found.setdefault(key, one)
    return tuple(found.values())


def _block_claims(block: BlockFigures, drafts: list[FigureDraft]) -> Iterator[Claim]:
    for parts in block.lists:
        yield from list_claims(parts, drafts)
    if block.structure is None:
        yield from _row_claims(block)
        return
    yield from poverty_flow(block.drafts)
    for sentence in _sentences(block):
        yield from _fraction_claims(sentence)
        yield from _plan_claims(sentence)
        yield from share_claims(sentence, drafts)
        yield from _change_claims(sentence)
        yield from remainder_claims(sentence)
        yield from _share_list_claims(sentence)
        yield from product_claims(sentence, drafts)
        yield from listed_sums(sentence, drafts)


def _sentences(block: BlockFigures) -> Iterator[list[FigureDraft]]:
    group: list[FigureDraft] = []
    for draft in block.drafts:
        if group and (draft.words.sentence_start != group[-1].words.sentence_start or len(group) >= _MANY):
            yield group
            group = []
        group.append(draft)
    if group:
        yield group


def _row_claims(block: BlockFigures) -> Iterator[Claim]:
    """Across one table row: amount, plan and percentage; a column of totals and the columns it is made of."""
    rows: dict[int, list[FigureDraft]] = {}
    for draft in block.drafts:
        rows.setdefault(draft.words.sentence_start, []).append(draft)
    for row in rows.values():
        amount = [draft for draft in row if draft.role == "actual" and not draft.raw.is_percent]
        plan = [draft for draft in row if draft.role == "plan"]
        percent = [draft for draft in row if draft.role == "pct_of_plan"]
        if len(amount) == len(plan) == len(percent) == 1 and not plan[0].raw.is_percent:
            yield claim(
                "ratio",
                amount[0].row_label,
                "bảng",
                True,
                ("percent", percent[0]),
                ("numerator", amount[0]),
                ("denominator", plan[0]),
            )
        totals = [draft for draft in amount if re.search(r"(?<![^\W_])tổng(?![^\W_])", draft.column_label)]
        others = [draft for draft in amount if draft not in totals[:1] and "trong đó" not in draft.column_label]
        if totals and len(others) >= 2:
            yield claim(
                "sum", totals[0].label, "bảng", False, ("total", totals[0]), *(("part", part) for part in others)
            )


def _fraction_claims(sentence: list[FigureDraft]) -> Iterator[Claim]:
    for left, right in pairwise(sentence):
        if left.raw.side != "numerator" or left.raw.partner is None or right.raw.side != "denominator":
            continue
        at = sentence.index(right)
        percent = next(
            (draft for draft in sentence[at + 1 : at + 3] if not (draft.main and not draft.raw.is_percent)), None
        )
        if percent is not None and is_apart(right, percent):
            percent = None
        if percent is not None and percent.role == "change" and not percent.raw.is_percent:
            percent = None
        if (
            percent is not None
            and percent.raw.is_percent
            and percent.role in ("share", "pct_of_plan", "actual", "target_next")
        ):
            yield claim(
                "ratio", left.label, "a/b", True, ("percent", percent), ("numerator", left), ("denominator", right)
            )
        rest = [draft for draft in sentence if draft.main and draft.unit == left.unit and draft is not left]
        alike = [
            draft
            for draft in rest
            if draft.raw.side == "numerator" and _denominator(draft, sentence) == right.raw.value
        ]
        plain = [draft for draft in rest if draft.raw.side != "numerator"]
        for same in (alike, plain, [*alike, *plain]):
            if left.role == "numerator" and same and left.raw.value and total([left, *same]) == right.raw.value:
                parts = sorted([left, *same], key=lambda draft: draft.number)
                yield claim("sum", right.label, "a/b", False, ("total", right), *(("part", part) for part in parts))
                break
        else:
            # "13/18 chỉ tiêu đạt, 6 chỉ tiêu không đạt": the two are all, whether they add up or not
            pair = [left, *(draft for draft in plain if draft.number == right.number + 1)]
            if left.role == "numerator" and len(pair) == 2 and left.raw.noun == pair[1].raw.noun and is_closed(pair):
                yield claim("sum", right.label, "a/b", True, ("total", right), *(("part", part) for part in pair))
    for index, draft in enumerate(sentence):
        if draft.unit == "ratio" and draft.raw.side == "numerator":
            boys = [other for other in sentence[:index] if _BOYS.search(other.lead.lower() or other.raw.noun)]
            girls = [other for other in sentence[:index] if _GIRLS.search(other.lead.lower() or other.raw.noun)]
            if boys and girls:
                yield claim(
                    "ratio",
                    draft.label,
                    "nam/nữ",
                    True,
                    ("percent", draft),
                    ("numerator", boys[-1]),
                    ("denominator", girls[-1]),
                )


def _denominator(draft: FigureDraft, sentence: list[FigureDraft]) -> Decimal | None:
    at = sentence.index(draft)
    return sentence[at + 1].raw.value if at + 1 < len(sentence) else None


def _plan_claims(sentence: list[FigureDraft]) -> Iterator[Claim]:
    """Amount, its plan and the share of the plan, wherever in the sentence the plan is printed."""
    for index, percent in enumerate(sentence):
        if percent.role != "pct_of_plan" or percent.anchor is None:
            continue
        main = next((draft for draft in sentence if draft.number == percent.anchor), None)
        if main is None or main.role == "numerator":
            continue
        at = sentence.index(main)
        after = [draft for draft in sentence[index + 1 : index + 2] if not is_apart(percent, draft)]
        near = [*after, *reversed(sentence[at + 1 : index]), *_allotted(main, sentence[:at])]
        plan = next((draft for draft in near if draft.role == "plan" and draft.unit == main.unit), None)
        if plan is not None:
            yield claim(
                "ratio", main.label, "kế hoạch", True, ("percent", percent), ("numerator", main), ("denominator", plan)
            )


def _allotted(main: FigureDraft, before: list[FigureDraft]) -> list[FigureDraft]:
    """ "giao 1.142 triệu đồng, gồm 860 ...; 282 ..., giải ngân 497 triệu đồng": the whole that was to be spent."""
    whole = next((draft for draft in reversed(before) if draft.role == "plan" and draft.head is None), None)
    if whole is None or (is_apart(whole, main) and not any(draft.head == whole.number for draft in before)):
        return []
    return [whole]


def _change_claims(sentence: list[FigureDraft]) -> Iterator[Claim]:
    """Current, prior and the printed change: a difference where it is an amount, growth where it is a percentage."""
    for index, change in enumerate(sentence):
        if change.role != "change":
            continue
        points = change.unit == "pct_point"
        after = [draft for draft in sentence[index + 1 : index + 3] if not is_apart(change, draft)]
        unit = "%" if points else change.unit
        prior = next(
            (
                draft
                for draft in [*after, *reversed(sentence[:index])]
                if draft.role == "prior" and (draft.unit == unit or (unit == "%" and not points))
            ),
            None,
        )
        current = _level(change, prior, sentence, index) if prior is not None else None
        if current is None or prior is None:
            continue
        if points or change.unit == current.unit:
            yield claim(
                "difference",
                change.label,
                "tăng/giảm",
                True,
                ("total", change),
                ("minuend", current),
                ("subtrahend", prior),
            )
        elif prior.number > current.number or prior.number > sentence[0].number:
            rises = (
                bool(re.search(r"(?:tăng|giảm|cao|thấp)", change.context.before))
                or bool(ALIKE.match(change.context.before) or AS_MUCH_AS.match(change.context.before))
                or change.context.before.rstrip().endswith("(")
                or (sentence[index - 1].role == "change" and change.context.before.strip() == ",")
            )
            kind, cue = ("growth", "tăng/giảm") if rises else ("ratio", "bằng ... so với cùng kỳ")
            roles = ("current", "prior") if rises else ("numerator", "denominator")
            yield claim(kind, change.label, cue, True, ("percent", change), (roles[0], current), (roles[1], prior))


def _level(change: FigureDraft, prior: FigureDraft, sentence: list[FigureDraft], index: int) -> FigureDraft | None:
    """What rose or fell: the nearest level of the prior's unit, or a farther one that the change fits.

    Of several percentages ("hộ nghèo 2,45%, hộ cận nghèo 3,38% ... giảm 0,7%") none is named, so only one that fits is
    taken.
    """
    points = change.unit == "pct_point"
    before = [
        draft
        for draft in reversed(sentence[:index])
        if draft.raw.value is not None
        and draft.unit == prior.unit
        and (draft.role == "share" if points else draft.main)
    ]
    if not before:
        ahead = sentence[index + 1 : index + 2]
        return next((draft for draft in ahead if draft.main and draft.unit == change.unit), None)
    if change.unit not in (prior.unit, "pct_point"):
        return before[0]
    fitting = (one for one in before if abs((one.raw.value or 0) - (prior.raw.value or 0)) == change.raw.value)
    return next(fitting, before[0] if len(before) == 1 or not points else None)


def _share_list_claims(sentence: list[FigureDraft]) -> Iterator[Claim]:
    """A run of counts each followed by its share ("tốt 132 em đạt 64,39%, khá 68 em đạt 33,17%, ..."), near 100."""
    run: list[FigureDraft] = []
    unit: str | None = None
    index = 0
    while index <= len(sentence) - 1:
        pair = sentence[index : index + 2]
        linked = (
            len(pair) == 2
            and pair[0].main
            and pair[0].raw.side == ""
            and pair[1].role == "share"
            and (unit in (None, pair[0].unit))
        )
        if linked:
            unit = pair[0].unit
            run.append(pair[1])
            index += 2
            continue
        yield from _hundred(run)
        run, unit = [], None
        index += 1
    yield from _hundred(run)


def _hundred(run: list[FigureDraft]) -> Iterator[Claim]:
    added = total(run)
    if len(run) >= 2 and (added == 100 or (len(run) >= 3 and abs(added - 100) <= _NEAR_HUNDRED)):
        yield claim("pct_sum", run[0].label, "tỷ lệ", False, *(("part", share) for share in run))

"""The base of a percentage: "chiếm 0,16% trên tổng số 18.946 hộ", "bằng 94,18%", "chiếm 1,24% dân số"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ingest.claims import claim
from ingest.drafts import FigureDraft
from ingest.model import Claim

_FAR = 600
"""A named base is looked for among so many figures before; a report has a few hundred."""
_NEAR = 4
"""A quotient is near the printed percentage where it misses it by at most a quarter."""
_PRINTED_AFTER = re.compile(r"^\s*(?:trên\s+|trong\s+)?(?:tổng\s+số\s*|tổng\s+)")
_NAMED = re.compile(
    r"^\s*(?:của\s+|trên\s+|trong\s+|so\s+với\s+)?(?P<base>(?:tổng\s+)?(?:số\s+)?(?:các\s+)?[^\W\d_]+(?:\s+[^\W\d_]+){0,5})"
)
_DULL = frozenset(
    [
        "tổng",
        "số",
        "các",
        "trên",
        "trong",
        "của",
        "và",
        "toàn",
        "xã",
        "phường",
        "thị",
        "trấn",
        "năm",
        "đã",
        "được",
        "chủ",
        "yếu",
    ]
)
_STOP = re.compile(
    r"(?<![^\W_])(?:và|so|trong\s+đó|kh|kế|dự|tăng|giảm|thấp|cao|vì|do|nên|nhưng|gồm|tập\s+trung)(?![^\W_])"
)


def share_claims(sentence: list[FigureDraft], drafts: list[FigureDraft]) -> Iterator[Claim]:
    """Ratio claims of the percentages of one sentence that tell a share and have no a/b before them."""
    for index, percent in enumerate(sentence):
        if percent.raw.value is None or not percent.raw.is_percent or index == 0:
            continue
        earlier = percent.role == "prior" and sentence[index - 1].role == "prior" and sentence[index - 1].unit != "%"
        if not earlier and percent.role not in ("share", "pct_of_plan"):
            continue
        part = sentence[index - 1] if earlier else next((one for one in reversed(sentence[:index]) if one.main), None)
        if part is None or part.raw.side == "numerator" or part.raw.value is None:
            continue
        between = sentence[sentence.index(part) + 1 : index]
        if any(draft.role in ("share", "pct_of_plan") for draft in between):
            continue
        base = _base(part, percent, sentence, index, drafts, earlier)
        if base is not None:
            yield claim(
                "ratio", part.label, "chiếm", True, ("percent", percent), ("numerator", part), ("denominator", base)
            )


def fits(percent: FigureDraft, part: FigureDraft, base: FigureDraft) -> bool:
    """Is the printed percentage the share of part in base, to its printed digits?"""
    if percent.raw.value is None or percent.raw.step is None or part.raw.value is None or not base.raw.value:
        return False
    return abs(part.raw.value * 100 / base.raw.value - percent.raw.value) <= percent.raw.step / 2 + Decimal("0.000001")


def _nearly_fits(percent: FigureDraft, part: FigureDraft, base: FigureDraft) -> bool:
    """Is the share of part in base so near to the printed percentage that it will be meant?"""
    if not percent.raw.value or part.raw.value is None or not base.raw.value or base.raw.value < part.raw.value:
        return False
    return abs(part.raw.value * 100 / base.raw.value - percent.raw.value) * _NEAR <= percent.raw.value


def _base(
    part: FigureDraft,
    percent: FigureDraft,
    sentence: list[FigureDraft],
    index: int,
    drafts: list[FigureDraft],
    earlier: bool,
) -> FigureDraft | None:
    if percent.role == "pct_of_plan":
        return None
    if index + 1 < len(sentence):
        after = sentence[index + 1]
        gap = after.entry.logical.lower[percent.raw.unit_end : after.raw.start]
        if _PRINTED_AFTER.fullmatch(gap) and after.unit == part.unit:
            return after
    named = _named(part, percent, drafts)
    if named is not None:
        return named
    head = drafts[part.head] if part.head is not None else None
    candidates = [head] if head is not None and head.unit == part.unit else []
    candidates += [
        draft
        for draft in reversed(drafts[max(0, part.number - 40) : part.number])
        if draft.unit == part.unit and (draft.main or draft.role == "denominator") and draft.entry is part.entry
    ]
    chosen = next((draft for draft in candidates if fits(percent, part, draft)), None)
    if chosen is not None:
        return chosen
    # "nhận 5 đơn, đã giải quyết 4 đơn, đạt 85%": nothing fits, but a whole of its kind stands before the part
    beside = next(
        (
            draft
            for draft in candidates
            if not earlier
            and draft.words.sentence_start == part.words.sentence_start
            and draft.raw.noun == part.raw.noun
            and _nearly_fits(percent, part, draft)
        ),
        None,
    )
    if beside is not None:
        return beside
    listed = (
        head is not None and part.frame is not None and part.frame.kind in ("list", "paren") and bool(part.frame.cue)
    )
    return head if listed and head is not None and head.unit == part.unit else None


def _named(part: FigureDraft, percent: FigureDraft, drafts: list[FigureDraft]) -> FigureDraft | None:
    """A base named in words after the percentage: the nearest figure of that unit whose label has all its words."""
    after = percent.context.after
    found = _NAMED.match(after)
    if not found:
        return None
    phrase = _STOP.split(found.group("base"))[0]
    words = [word for word in phrase.split() if word not in _DULL]
    if not words or len(words) > 5:
        return None
    if words == ["dân"]:
        words = ["khẩu"]
    explicit = phrase.startswith(("tổng", "số", "dân số"))
    matching: list[FigureDraft] = []
    for draft in reversed(drafts[max(0, part.number - _FAR) : part.number]):
        if (
            draft.unit != part.unit
            or draft.raw.value is None
            or draft.role not in ("actual", "prior", "numerator", "denominator")
        ):
            continue
        text = f"{draft.label} {draft.raw.noun}".lower()
        if all(word in text for word in words) and draft.raw.value >= (part.raw.value or 0):
            if fits(percent, part, draft):
                return draft
            matching.append(draft)
    if not matching:
        return None
    # the population is the largest number of persons; of other things only one may be told
    whole = max(matching, key=lambda draft: draft.raw.value or 0) if words == ["khẩu"] else matching[0]
    only = words == ["khẩu"] or len({draft.raw.value for draft in matching}) == 1
    if only and _nearly_fits(percent, part, whole):
        return whole
    return matching[0] if explicit and matching[0].entry is part.entry else None

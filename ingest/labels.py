"""Labels that stand alone: own words, the noun counted, and what the sentence before leaves to be understood."""

from __future__ import annotations

import re

from ingest.drafts import FigureDraft
from ingest.folding import fold_key

_SUFFIX = {
    "pct_of_plan": "so với kế hoạch",
    "plan": "kế hoạch",
    "prior": "kỳ trước",
}
_CUMULATIVE = re.compile(
    r"(?:(?:lũy kế|cộng dồn|tính chung|tính|từ đầu năm|đầu năm|đến nay|cả năm|\d{1,2} tháng|năm)(?:[\s,:]+|$))+"
)
_LONG_ENOUGH = 3
_MAX = 220
_LONG_LEAD = 80


def settle_labels(drafts: list[FigureDraft]) -> None:
    """Fill ``own`` and ``label`` of every figure, in order, so that a later one can lean on an earlier one."""
    for draft in drafts:
        if draft.row_label:
            draft.label = draft.own = _join(draft.row_label, draft.column_label)
            continue
        draft.own = _own_words(draft)
        draft.label = _stand_alone(draft, drafts)[:_MAX].strip(" ,;–-")


def _own_words(draft: FigureDraft) -> str:
    """Words before the figure, the noun counted and what follows it: "tiếp nhận hồ sơ", "vụ trộm cắp tài sản"."""
    counted = draft.raw.dimension == "count" and not draft.raw.is_percent
    noun = draft.raw.noun if counted else ""
    if draft.tail and (counted or draft.raw.dimension == "time"):
        phrase = " ".join(part for part in (draft.raw.noun, draft.tail) if part)
        return _join(draft.lead, phrase) if draft.lead and len(draft.lead) < _LONG_LEAD else phrase
    if noun and draft.lead and noun not in draft.lead.lower():
        return f"{draft.lead} {noun}"
    return draft.lead or noun


def _stand_alone(draft: FigureDraft, drafts: list[FigureDraft]) -> str:
    own = draft.own
    if draft.raw.side == "denominator" and draft.anchor is not None:
        if draft.role == "denominator":
            return f"Tổng {drafts[draft.anchor].label}"
        if draft.role == "prior":
            return _join(drafts[draft.anchor].label, _SUFFIX["prior"])
        return _about(draft, drafts)
    if draft.raw.is_percent or draft.role in ("plan", "prior", "change", "unit_price", "norm"):
        return _about(draft, drafts)
    if _CUMULATIVE.fullmatch(fold_key(draft.lead)):
        subject = _first_alike(draft, drafts)
        if subject is not None:
            return _join(subject.label, own)
    if draft.head is not None and draft.head < draft.number:
        whole = drafts[draft.head].label
        if own and len(own.split()) >= 8:
            return own
        return _join(whole, own) if whole else own
    if draft.context_of is not None:
        return _join(drafts[draft.context_of].label, own)
    if not own or len(own.split()) < _LONG_ENOUGH:
        lead = _list_head(draft) or _title(draft)
        return _join(lead, own) if lead and lead.lower() not in own.lower() else own
    return own


def _first_alike(draft: FigureDraft, drafts: list[FigureDraft]) -> FigureDraft | None:
    """ "Đánh bạc 01 vụ/06 đối tượng; lũy kế 7 vụ": what the sentence counted first in that unit is counted on."""
    found = None
    for other in reversed(drafts[: draft.number]):
        if other.entry is not draft.entry or other.words.sentence_start != draft.words.sentence_start:
            break
        if other.main and other.unit == draft.unit and other.head is None:
            found = other
    return found


def _about(draft: FigureDraft, drafts: list[FigureDraft]) -> str:
    own = draft.own
    if len(re.findall(r"[^\W\d_]{2,}", own)) >= _LONG_ENOUGH and not re.match(
        r"(?:(?:trên|trong) )?(?:so|kh|kế hoạch|chỉ tiêu|dự toán|cùng kỳ|năm)\b", own.lower()
    ):
        return _join(own, _SUFFIX.get(draft.role, "")) if draft.role in ("plan", "prior") else own
    subject = drafts[draft.anchor].label if draft.anchor is not None else _title(draft)
    return _join(subject, own or _SUFFIX.get(draft.role, ""))


_LIST_HEAD = re.compile(
    r"\s*trong\s+(?:tổng\s+(?:số\s+)?)?(?!đó|năm|kỳ|tháng|quý|thời)(?P<head>[^\W\d_][^:;.,()\d]{3,60}?)"
    r"(?:\s+(?:có|gồm|là|như\s+sau|cụ\s+thể))?\s*:\s",
    re.IGNORECASE,
)


def _list_head(draft: FigureDraft) -> str:
    """ "Trong chi thường xuyên: QLNN 1.486 triệu đồng; Đảng 312 triệu đồng": what a sentence says its list is of."""
    found = _LIST_HEAD.match(draft.entry.logical.text, draft.words.sentence_start, draft.raw.start)
    return found["head"] if found else ""


def _title(draft: FigureDraft) -> str:
    return draft.entry.titles[-1] if draft.entry.titles else ""


def _join(left: str, right: str) -> str:
    return f"{left} – {right}" if left and right else left or right

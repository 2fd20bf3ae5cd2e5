"""Drafts to published figure records: original offsets, period, quote, confidence."""

from __future__ import annotations

import re

from ingest.clauses import quote_bounds
from ingest.drafts import FigureDraft
from ingest.folding import Folded
from ingest.model import Figure, Header
from ingest.periods import as_of, first_months, following, previous, running_total

_HEDGE_BEFORE = re.compile(
    r"(?<![^\W_])(?:ước(?:\s+(?:đạt|tính|thực\s+hiện))?|khoảng|trên|hơn|gần|dưới|tối\s+thiểu|tối\s+đa|ít\s+nhất|không\s+quá|xấp\s+xỉ)(?:\s+(?:đạt|được|là|khoảng|có|từ))*\s*$|[±≈~]\s*$"
)
_HEDGE_AFTER = re.compile(r"^\s*(?:trở\s+lên|trở\s+xuống)")
_OTHER_YEAR = re.compile(r"(?:^|[.;,]\s*)(?:trong\s+|đầu\s+|cuối\s+)?năm\s+((?:19|20)\d\d)(?![^\W_])(?!\s*(?:-|–|so))")
_MONTHS = re.compile(
    r"(?<![\d.,x×])(?<!trong )(\d{1,2})\s+tháng(?:\s+đầu\s+năm)?(?!\s*(?:cuối|tuổi|còn|liền|/))(?=\s|:|,)"
)
_WORDS = 160


def figure_records(drafts: list[FigureDraft], folded: Folded, header: Header, text: str) -> tuple[Figure, ...]:
    """Records of all figures, in the order of the text. text: the document as decoded."""
    return tuple(_record(draft, drafts, folded, header, text) for draft in drafts)


def _record(draft: FigureDraft, drafts: list[FigureDraft], folded: Folded, header: Header, text: str) -> Figure:
    raw, logical = draft.raw, draft.entry.logical
    end = max([raw.spans[-1].end, *(part.end for part in raw.parts if part.start > raw.start and part.end <= raw.end)])
    start, stop = folded.span(*logical.span(raw.start, end))
    sentence = draft.words.sentence_start, draft.words.sentence_end
    first, last = quote_bounds(logical.text, sentence, raw.start, raw.unit_end)
    last = max(last, raw.end)
    quote_start, quote_end = folded.span(*logical.span(first, last))
    nearest = next((at for at in (draft.head, draft.anchor, draft.context_of) if at is not None), None)
    stated = as_of(draft.context.sentence) or draft.as_of
    return Figure(
        figure_no=draft.number,
        char_start=start,
        char_end=stop,
        printed=text[start:stop],
        value=raw.value,
        value_max=raw.value_max,
        step=raw.step,
        unit=raw.unit or "none",
        noun=raw.noun,
        approx=bool(_HEDGE_BEFORE.search(draft.context.before[-40:]) or _HEDGE_AFTER.search(draft.context.after)),
        role=draft.role,
        label=draft.label,
        lead=draft.lead,
        tail=draft.tail,
        whole=drafts[nearest].label if nearest is not None else "",
        heading=draft.entry.block.heading,
        section=draft.entry.block.section,
        period=draft.period or _period(draft, header),
        as_of=stated if draft.role not in ("prior", "target_next", "plan") else None,
        quote_start=quote_start,
        quote_end=quote_end,
        words_before=logical.text[max(first, raw.start - _WORDS) : raw.start],
        words_after=logical.text[end : min(last, end + _WORDS)],
        block_no=draft.entry.block.block_no,
        row_label=draft.row_label,
        column_label=draft.column_label,
        confidence=_confidence(draft),
    )


def _period(draft: FigureDraft, header: Header) -> str | None:
    if draft.role == "target_next":
        return following(header.period, bool(re.search(r"cả\s+năm", draft.context.sentence)))
    running = running_total(draft.context.sentence, header.period)
    if draft.role == "prior":
        year = re.findall(r"năm\s+((?:19|20)\d\d)", draft.context.before)
        return year[-1] if year and header.period and len(header.period) == 4 else previous(running or header.period)
    year = _OTHER_YEAR.findall(draft.context.sentence)
    if year and header.period and header.period[:4].isdigit() and int(year[-1]) < int(header.period[:4]):
        return str(year[-1])
    if running:
        return running
    months = _MONTHS.findall(draft.context.before)
    if months and header.period and header.period[:4].isdigit() and draft.role != "change":
        return first_months(header.period[:4], int(months[-1]))
    return header.period


def _confidence(draft: FigureDraft) -> float:
    raw = draft.raw
    if raw.value is None:
        return 0.0
    confidence = raw.confidence
    if raw.unit is None:
        confidence = min(confidence, 0.5)
    elif raw.guessed_noun:
        confidence = min(confidence, 0.8)
    return round(confidence, 2)

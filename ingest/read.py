"""One document through all reading stages: text → blocks → tokens → figures → claims. Pure: no file, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import lexicon
from ingest.block_lists import link_blocks
from ingest.blocks import TextBlock, text_blocks
from ingest.breakdowns import link_breakdowns
from ingest.clauses import context_of, label_words, words_around
from ingest.drafts import BlockFigures, FigureDraft, ListOfParts
from ingest.figures import read_block
from ingest.folding import Folded, fold, fold_key
from ingest.header import read_header
from ingest.inherit import apply_unit_notes, settle_units
from ingest.labels import settle_labels
from ingest.links import find_claims
from ingest.model import Document, Header, NumberToken, Reading
from ingest.names import person_names
from ingest.notices import figure_notices
from ingest.numerals import Habit
from ingest.records import figure_records
from ingest.roles import assign
from ingest.structure import scan
from ingest.tables import read_table
from ingest.tokens import Span, classify, numbered_names
from ingest.wholes import settle_wholes
from ingest.worded import worded_numbers

_FAR = 60
_SPENT = re.compile(r"(?<![^\W_])(?:giải\s+ngân|đã\s+(?:chi|thực\s+hiện)|đến\s+nay)(?![^\W_])")


def read_document(document: Document) -> Reading:
    """Read a document in full. Deterministic; never raises on odd text: what cannot be read is marked as such."""
    folded = fold(document.text)
    header, issues = read_header(folded, document)
    entries = text_blocks(folded, header.period)
    names = numbered_names(entries)
    spans = [classify(entry, names) for entry in entries]
    habit = Habit(
        sorted(
            (entry.logical.to_folded(span.start), span.printed)
            for entry, found in zip(entries, spans, strict=True)
            for span in found
            if span.kind == "quantity"
        )
    )
    blocks, drafts = _figures(entries, spans, habit, header)
    _resolve(blocks, drafts)
    figures = figure_records(drafts, folded, header, document.text)
    claims = find_claims(blocks, drafts)
    tokens = _tokens(entries, spans, drafts, folded, document.text)
    return Reading(
        document=document,
        header=header,
        blocks=tuple(entry.block for entry in entries),
        tokens=tokens,
        figures=figures,
        worded=worded_numbers(entries, folded, document.text),
        names=person_names(entries, folded, document.text),
        claims=claims,
        issues=(*document.notices, *issues, *figure_notices(figures, document.text)),
    )


def _figures(
    entries: list[TextBlock], spans: list[list[Span]], habit: Habit, header: Header
) -> tuple[list[BlockFigures], list[FigureDraft]]:
    blocks: list[BlockFigures] = []
    drafts: list[FigureDraft] = []
    year = int(header.period[:4]) if header.period and header.period[:4].isdigit() else None
    for entry, found in zip(entries, spans, strict=True):
        first = len(drafts)
        if entry.block.kind == "table":
            block = read_table(entry, found, habit, first, header.period)
            drafts += block.drafts
            blocks.append(block)
            continue
        raws = read_block(entry, found, habit)
        words = words_around(entry, raws)
        contexts = [context_of(entry, raws, index, words[index]) for index in range(len(raws))]
        roles = assign(raws, contexts, entry.block.section, year)
        structure = scan(entry.logical.lower, raws, roles, entry.body)
        own = [
            FigureDraft(first + index, entry, raw, roles[index], words[index], contexts[index])
            for index, raw in enumerate(raws)
        ]
        block = BlockFigures(entry, first, own, structure)
        for index, draft in enumerate(own):
            draft.frame = structure.frames[structure.frame_of[index]]
            partner = draft.raw.partner if draft.raw.side == "numerator" else None
            worded = own[partner] if partner is not None else draft
            draft.lead = label_words(entry, draft.raw, draft.words)[0]
            draft.tail = label_words(entry, worded.raw, worded.words)[1]
            if draft.frame.kind == "paren" and draft.frame.head is not None:
                draft.paren_of = first + draft.frame.head
            if draft.frame.kind != "sentence" and draft.frame.head is not None and draft.main:
                draft.head = first + draft.frame.head
                of_plan = draft.frame.cue or len(draft.frame.items) > 1
                if roles[draft.frame.head] == "plan" and draft.role == "actual" and of_plan:
                    draft.role = "actual" if _SPENT.search(draft.context.before) else "plan"
        for frame in structure.frames:
            if frame.kind != "sentence" and frame.head is not None and frame.items:
                parts = [first + at for at in frame.items]
                block.lists.append(ListOfParts(first + frame.head, parts, frame.cue or "( )", frame.exhaustive))
        drafts += own
        blocks.append(block)
    return blocks, drafts


def _resolve(blocks: list[BlockFigures], drafts: list[FigureDraft]) -> None:
    """Everything that needs more than one figure: anchors, heads across blocks, units left out, labels."""
    previous: dict[int, int] = {}
    for block in blocks:
        for left, right in zip(block.drafts, block.drafts[1:], strict=False):
            if left.words.sentence_start == right.words.sentence_start:
                previous[right.number] = left.number
        for draft in block.drafts:
            draft.context_of = _context_of(draft, drafts, previous)
            draft.anchor = draft.anchor if draft.anchor is not None else _anchor(draft, drafts, previous, block.first)
    link_blocks(blocks)
    apply_unit_notes(blocks)
    settle_units(drafts, previous)
    settle_wholes(blocks, drafts)
    link_breakdowns(blocks, drafts)
    settle_labels(drafts)


def _context_of(draft: FigureDraft, drafts: list[FigureDraft], previous: dict[int, int]) -> int | None:
    """ "05 vụ, làm chết 02 người, bị thương 04 người": what a clause that opens with a bare verb goes on about."""
    if not draft.main or fold_key(draft.lead).split(" ", 1)[0] not in lexicon.surfaces("clause_verbs", "word"):
        return None
    incidents = (other for other in _before(draft, drafts, previous) if other.main and other.unit != draft.unit)
    nearest = next((other for other in incidents if other.context_of is None), None)
    if nearest is None:
        return None
    # behind a list of kinds the clause goes on about the whole: "34 vụ: trộm cắp 19, lừa đảo 4; khám phá 26 vụ"
    behind_list = nearest.head is not None and draft.head is None
    return nearest.head if behind_list else nearest.number


def _anchor(draft: FigureDraft, drafts: list[FigureDraft], previous: dict[int, int], first: int) -> int | None:
    """The figure that a percentage, a change or a plan speaks about. first: number of the block's first figure."""
    if draft.raw.side == "denominator":
        return first + draft.raw.partner if draft.raw.partner is not None else None
    if draft.main:
        return None
    nearest: int | None = None
    for other in _before(draft, drafts, previous):
        if other.main:
            if other.unit == draft.unit or draft.raw.is_percent:
                return other.number
            nearest = other.number if nearest is None else nearest
    return nearest


def _before(draft: FigureDraft, drafts: list[FigureDraft], previous: dict[int, int]) -> Iterator[FigureDraft]:
    """Figures before this one in its sentence, the nearest first, as far as a reader would look."""
    at = previous.get(draft.number)
    for _ in range(_FAR):
        if at is None:
            return
        yield drafts[at]
        at = previous.get(at)


def _tokens(
    entries: list[TextBlock], spans: list[list[Span]], drafts: list[FigureDraft], folded: Folded, text: str
) -> tuple[NumberToken, ...]:
    owner: dict[int, int] = {}
    for draft in drafts:
        for span in (*draft.raw.spans, *draft.raw.parts):
            owner[id(span)] = draft.number
    found: list[NumberToken] = []
    for entry, group in zip(entries, spans, strict=True):
        for span in group:
            start, end = folded.span(*entry.logical.span(span.start, span.end))
            kind = span.kind if span.kind != "quantity" or id(span) in owner else "noise"
            found.append(NumberToken(start, end, text[start:end], kind, owner.get(id(span))))
    return tuple(sorted(found, key=lambda token: token.char_start))

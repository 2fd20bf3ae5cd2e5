"""The ledger of digits: every maximal digit string of a text gets exactly one kind.

Recognisers run over the logical text of a block in the order in which a careful reader would rule things out: outline
marks and footnote marks, dates and periods, document numbers, ranks and levels, names and codes. What is left is a
quantity.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ingest import lexicon
from ingest.blocks import TextBlock
from ingest.codes import code_spans
from ingest.dates import date_spans
from ingest.folding import fold_key
from ingest.units import is_unit_at

TOKEN = re.compile(r"\d+(?:[.,]\d+)*")
PLACE_WORDS = ("tổ dân phố", "tdp", "thôn", "xóm", "bản", "ấp", "buôn", "khu", "tổ", "khóm", "làng", "khu phố", "giống")
_NAME_AFTER_PLACE = re.compile(
    rf"\b(?:{'|'.join(PLACE_WORDS)})(?:\s+số)?\s+((?:[^\W\d_]+\s+){{0,2}}[^\W\d_]+)\s+\d{{1,4}}\b"
)


@dataclass(slots=True)
class Span:
    """A number token inside a block, in logical offsets."""

    start: int
    end: int
    printed: str
    kind: str


def classify(entry: TextBlock, names: frozenset[str]) -> list[Span]:
    """Number tokens of one block with their kinds. names: place names that carry numbers elsewhere in the text."""
    text, lower = entry.logical.text, entry.logical.lower
    found = [Span(m.start(), m.end(), m.group(), "quantity") for m in TOKEN.finditer(text)]
    if entry.block.kind == "furniture":
        for span in found:
            span.kind = "noise"
        return found
    if not found:
        return found
    typed: list[tuple[int, int, str]] = []
    typed += _marks(entry)
    typed += [(start, end, "date") for start, end in date_spans(lower)]
    typed += _docnos(text, lower)
    taken = _assign(found, typed)
    rest = [span for span in found if id(span) not in taken]
    _assign(rest, code_spans(text, lower))
    for span in rest:
        if span.kind == "quantity":
            span.kind = _by_cue(text, lower, span, names) or "quantity"
    _spread_lists(lower, found)
    return found


def numbered_names(entries: Iterable[TextBlock]) -> frozenset[str]:
    """Names that stand between a word for a place and a number somewhere in the text ("TDP Đồng 1" gives "đồng")."""
    found: set[str] = set()
    for entry in entries:
        lower = entry.logical.lower
        for match in _NAME_AFTER_PLACE.finditer(lower):
            printed = entry.logical.text[match.start(1) : match.end(1)]
            if printed[:1].isupper():
                found.add(match.group(1).split()[-1])
    return frozenset(found)


def _assign(spans: list[Span], typed: list[tuple[int, int, str]]) -> set[int]:
    """Give each token the kind of the first typed span that covers its start; returns the ids of those assigned."""
    done: set[int] = set()
    starts = {span.start: span for span in spans}
    for start, end, kind in typed:
        for place in range(start, end):
            span = starts.get(place)
            if span is not None and id(span) not in done:
                span.kind = kind
                done.add(id(span))
    return done


def _marks(entry: TextBlock) -> list[tuple[int, int, str]]:
    text = entry.logical.text
    found = [(match.start(), match.end(), "noise") for match in re.finditer(r"\[\^\d{1,3}\]:?", text)]
    if entry.block.marker and entry.body and re.search(r"\d", text[: entry.body]):
        kind = "noise" if entry.block.kind == "footnote" else "enum"
        found.append((0, entry.body, kind))
    # (1), (2) inside a sentence and "1)" at its start; a parenthesis with a number alone counts nothing
    found += [
        (m.start(), m.end(), "enum")
        for m in re.finditer(r"(?<!\w)\(\d{1,2}\)(?=\s*\w)", text)
        if not _LEVEL_BEFORE.search(entry.logical.lower, max(0, m.start() - 30), m.start())
    ]
    return found


_LEVEL_BEFORE = re.compile(
    r"(?:cùng\s+kỳ|năm\s+(?:trước|ngoái|(?:19|20)\d\d)|kế\s+hoạch|chỉ\s+tiêu|(?<![^\W_])(?:kh|ck|cknt))\s*$"
)
""" "so với cùng kỳ (71) giảm 07 cháu": what it was before, or what was planned."""


_DOC = r"[A-ZĐ][A-ZĐa-zđ]*(?:[-–&]\s?[A-ZĐ][A-ZĐ]*\d*)*"
_DOCNO = (
    re.compile(rf"\bSố\s*:\s*(\d+)\s*[-/]\s*{_DOC}"),
    re.compile(rf"\b\d+\s?/\s?(?:19|20)\d\d\s?/\s?{_DOC}"),
    re.compile(
        r"\b\d+\s?[-/]\s?(?:CT|NQ|QĐ|KH|BC|CV|TB|KL|HD|TT|NĐ|CTr|ĐA|TTr|QC|QĐi|BQLDA|L|PL|VBHN|UBND|HĐND)\b(?!\s*:?\s*\d)(?:[-/][A-ZĐa-z]+\d*)*"
    ),
    re.compile(r"\bISO\s*\d+(?:-\d+)?\s*:\s*\d{4}|\bISO\s*\d+|\bTCVN\s*\d+(?:-\d+)?(?::\d{4})?"),
    re.compile(r"\b(?P<council>(?:QH|UBTVQH)\s?|HĐND|UBND)\d+\b"),
)


def _docnos(text: str, lower: str) -> list[tuple[int, int, str]]:
    found = [
        (m.start(), m.end(), "docno")
        for pattern in _DOCNO
        for m in pattern.finditer(text)
        if not (m.lastgroup == "council" and is_unit_at(lower, m.end()))
    ]
    for match in _cue_pattern("docno").finditer(lower):
        start, end = match.span("number")
        if is_unit_at(lower, end) and not match.group("so"):
            continue
        if _verb_before().search(lower, max(0, match.start() - _WORD_BEFORE), match.end("cue")):
            continue
        tail = re.compile(rf"(?:\s?/\s?(?:19|20)\d\d)?\s?(?:[-/]\s?{_DOC})?").match(text, end)
        found.append((start, tail.end() if tail else end, "docno"))
    return found


@cache
def _cue_pattern(kind: str) -> re.Pattern[str]:
    words = lexicon.surfaces("token_cues", "cue", kind=kind, place="before")
    return re.compile(
        rf"(?<![^\W_])(?P<cue>{lexicon.alternation(words)})\s+(?P<so>số\s*:?\s*)?(?P<number>\d++)(?![.,]\d)"
    )


_WORD_BEFORE = 20
"""Characters to look back for the first half of a word of two syllables."""


@cache
def _before_pattern() -> re.Pattern[str]:
    words = lexicon.surfaces("token_cues", "cue", place="before")
    return re.compile(rf"(?<![^\W_])(?P<cue>{lexicon.alternation(words)})(?P<so>\s+số)?[^\S\t]+$")


@cache
def _cue_kinds() -> dict[str, str]:
    return {fold_key(row["cue"]): row["kind"] for row in lexicon.rows("token_cues") if row["place"] == "before"}


@cache
def _verb_before() -> re.Pattern[str]:
    """A cue word that is the second half of another word ("nâng cấp 12 tuyến") is no cue."""
    pairs = [
        rf"{word}\s+{re.escape(row['cue'])}"
        for row in lexicon.rows("token_cues")
        for word in (row["not_after"] or "").split("|")
        if word
    ]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(pairs)})$")


@cache
def _counted_cues() -> frozenset[str]:
    """Cue words that also count things: a unit after the number makes it a quantity ("dự án 02 hộ")."""
    return lexicon.surfaces("token_cues", "cue", counts="yes")


def _counts_in_fraction(lower: str, end: int) -> bool:
    """ "ra lớp 352/358 cháu": the numerator of a fraction with a unit is a count, whatever word stands before it."""
    other = re.compile(r"\s?/\s?\d[\d.,]*").match(lower, end)
    return other is not None and is_unit_at(lower, other.end())


_OF_YEAR = re.compile(r"\s*năm\s+(?:(?:19|20)\d\d|nay|này|qua|trước|học)(?![^\W_])")
""" "CT 135 năm nay", "Đề án 06 năm 2024": a year follows, and no count of years."""


def _by_cue(text: str, lower: str, span: Span, names: frozenset[str]) -> str | None:
    if not re.fullmatch(r"\d{1,4}(?:[.,]\d{1,2})?", span.printed):
        return None
    before = lower[max(0, span.start - 40) : span.start]
    dated = _OF_YEAR.match(lower, span.end) is not None
    followed = (is_unit_at(lower, span.end) and not dated) or _counts_in_fraction(lower, span.end)
    after = lower[span.end : span.end + 2]
    match = _before_pattern().search(before)
    if match and _verb_before().search(before[: match.end("cue")]):
        match = None
    if match and not after.startswith("%"):
        cue = re.sub(r"\s+", " ", match.group("cue"))
        kind = _cue_kinds().get(cue, "name")
        if cue == "số" and "tiêu chí" in before:
            kind = "enum"
        is_list = "," in span.printed
        if is_list and kind != "enum":
            return None
        padded = span.printed.startswith("0") and len(span.printed) == 2
        of_criteria = cue == "số" and kind == "enum"
        if not followed or of_criteria or (cue not in _counted_cues() and not padded) or match.group("so"):
            if cue in ("giống", "đất", "mức", "loại", "cấp", "lớp", "khối") and (len(span.printed) > 2 or is_list):
                return None
            if (
                cue == "số"
                and not of_criteria
                and not re.search(r"[A-ZĐ][^\W\d_]*\s+số\s+$|\(số\s+$", text[max(0, span.start - 30) : span.start])
                and followed
            ):
                return None
            return "docno" if kind == "docno" and len(span.printed) > 0 else kind
    if followed or after.startswith("%") or "," in span.printed or "." in span.printed:
        return None
    if re.search(r"giống(?!\s+cây)[^.;()]{0,150}$", lower[max(0, span.start - 170) : span.start]):
        return "name"
    words = re.search(r"([^\W\d_]+)\s+([^\W\d_]+)\s+$|([^\W\d_]+)\s+$", text[max(0, span.start - 40) : span.start])
    if not words:
        return None
    last = words.group(2) or words.group(3)
    if last[:1].isupper() and last.lower() in names:
        return "name"
    first = words.group(1)
    if first and first[:1].isupper() and last[:1].isupper() and not last.isupper() and len(span.printed) <= 4:
        return None if _is_part_by_place(lower, span.start) else "name"
    return None


_PART_BY_PLACE = re.compile(
    r"\d\s+(?P<counted>[^\W\d_]+(?:\s+[^\W\d_]+){0,3})\s*\((?:[^\W\d_]+\s+){1,4}(?:\d[\d.,]*\s*[,;]\s+(?:[^\W\d_]+\s+){1,4})*$"
)


def _is_part_by_place(lower: str, place: int) -> bool:
    """ "86 người (Đài Loan 42, Hàn Quốc 31)" are people; "4 thôn (Đồng Tiến 1, Đồng Tiến 2)" are places."""
    parts = _PART_BY_PLACE.search(lower, max(0, place - 150), place)
    return parts is not None and not any(word in PLACE_WORDS for word in _prefixes(parts["counted"]))


def _prefixes(words: str) -> list[str]:
    each = words.split()
    return [" ".join(each[:count]) for count in range(1, len(each) + 1)]


_OF_ALL = re.compile(r"(?<![^\W_])(?:thứ|hạng)\s*$")
_LIST_GAP = re.compile(r"\s*(?:,|;|và|-|–|đến|hoặc|&)\s*(?:số\s*)?$")


def _spread_lists(lower: str, spans: list[Span]) -> None:
    """ "tiêu chí số 1, 3, 4" and "mức độ 1, 2": numbers that go on a list of ranks or names are of its kind."""
    for left, right in itertools.pairwise(spans):
        if left.kind in ("enum", "name") and right.kind == "quantity" and re.fullmatch(r"\d{1,3}", right.printed):
            gap = lower[left.end : right.start]
            if gap.strip() == "/" and left.kind == "enum" and _OF_ALL.search(lower[: left.start]):
                right.kind = "enum"  # "xếp thứ 5/36": a rank among so many
            elif (
                (
                    _LIST_GAP.fullmatch(gap)
                    and not is_unit_at(lower, right.end)
                    and lower[right.end : right.end + 1] != "%"
                )
                and left.start > 0
                and lower[left.end : left.end + 1] not in ".)"
            ):
                right.kind = left.kind

"""Names of people in the text of a report, with their place: who is private and must not be read by everybody.

Two ways lead to a name. Words before it that announce a person (``lexicon/name_cues.csv``: "ông", "hộ", "bị can"), or
the shape of a whole name on its own: a surname, a middle name and a given name, all with capitals. What an office
names is no private person, nor is what streets, schools and places are named after (``lexicon/public_names.csv``).
`name_shapes` says what looks like a name, `name_context` what stands around it, `name_verdicts` who it is,
`name_memory` who was named before; `name_words` knows the vocabulary.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from ingest.blocks import TextBlock
from ingest.folding import Folded, fold_key
from ingest.model import PersonName
from ingest.name_memory import Found, Known
from ingest.name_shapes import LONGEST_NAME, OF_SEX
from ingest.name_verdicts import Passage
from ingest.name_words import announced, tells_person, words_of
from ingest.tables import rows_of

_SIGNED = re.compile(
    r"(?<!\w)(?:nơi nhận\s*:|(?:tm|kt|tuq|tl|t/m|k/t)\s*\.?\s*\**(?:ủy ban|ubnd|chủ tịch|đảng ủy|hđnd|hội đồng|ban ))"
)
_ANNEX = re.compile(r"(?<!\w)(?:phụ lục|biểu số|danh sách)")
_SIGNATURE = 500
"""Characters behind the words that open it in which a signature stands."""
_SEAM = 90
"""Characters on either side of a break between two blocks that are read together."""
_GIVEN_BEHIND = re.compile(r"[^\W\d_]+\s*[,;(]")
"""A word that closes the name cut before it: "Ngô Thị Kim / Thoa, ngụ ấp 3"; a sentence would go on without a comma."""


def person_names(entries: Iterable[TextBlock], folded: Folded, text: str) -> tuple[PersonName, ...]:
    """The private people that a report names, in reading order. Who is named by an office once is not private."""
    entries = list(entries)
    signed = _Zones(_signatures(folded.lower))
    known = Known()
    lists: set[int] = set()
    found: list[tuple[TextBlock, Found]] = []
    for entry in entries:
        found += ((entry, one) for one in _people(entry, entries, signed, known, lists))
    names = []
    for entry, one in found:
        key = fold_key(entry.logical.text[one.start : one.end])
        if key in known.officials or (not one.cued and key in known.places):
            continue
        start, end = folded.span(*entry.logical.span(one.start, one.end))
        shown, _ = folded.span(*entry.logical.span(one.shown, one.end))
        read = " ".join(entry.logical.text[one.shown : one.end].split())
        names.append(PersonName(start, end, text[shown:end], read))
    cut = [name for name in _cut_names(entries, folded, text) if fold_key(name.name) not in known.officials]
    covered = _Zones((name.char_start, name.char_end) for name in cut)
    return tuple(sorted((*cut, *(name for name in names if name.char_start not in covered)), key=_place))


def _place(name: PersonName) -> int:
    return name.char_start


class _Zones:
    """Parts of a text, overlapping or not; asks whether a place is in one of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(spans):
            if self.ends and start <= self.ends[-1]:
                self.ends[-1] = max(end, self.ends[-1])
            else:
                self.starts.append(start)
                self.ends.append(end)

    def __contains__(self, place: int) -> bool:
        at = bisect_right(self.starts, place) - 1
        return at >= 0 and place < self.ends[at]


def _people(
    entry: TextBlock, entries: list[TextBlock], signed: _Zones, known: Known, lists: set[int]
) -> Iterator[Found]:
    """People of one block. ``lists`` gathers the blocks that open a list whose items begin with people."""
    parent = entry.block.parent_no
    opens = parent is not None and _opens_list(entries[parent].logical.lower)
    logical = entry.logical
    passage = Passage(
        logical.text,
        logical.lower,
        known,
        signs=lambda at: logical.to_folded(at) in signed,
        cells=list(_name_cells(entry)),
        listed=opens or parent in lists,
    )
    for one in passage.people():
        if parent is not None and entry.block.kind == "item" and one.start == entry.body:
            lists.add(parent)
        yield one


def _opens_list(lower: str) -> bool:
    return lower.rstrip().endswith(":") and announced().search(lower[-_SEAM:]) is not None


def _name_cells(entry: TextBlock) -> Iterator[tuple[int, int]]:
    """Cells of a table below a head that says that the column is one of names."""
    rows = rows_of(entry) if entry.block.kind == "table" else []
    columns = {cell.column for cell in rows[0] if fold_key(cell.text) in words_of("column")} if rows else set()
    return ((cell.start, cell.end) for row in rows[1:] for cell in row if cell.column in columns)


def _cut_names(entries: list[TextBlock], folded: Folded, text: str) -> Iterator[PersonName]:
    """Names whose two halves stand in two blocks, because the reading took two lines for two paragraphs."""
    for before, behind in pairwise(entries):
        left, right = before.logical.text, behind.logical.text
        if behind.body or not left or not right or not left[-1].isalpha() or not right[0].isupper():
            continue
        start, end = before.logical.to_folded(len(left) - 1) + 1, behind.logical.to_folded(0)
        if folded.text[start:end].strip(" ") != "\n":
            continue
        tail, head = max(0, len(left) - _SEAM), min(len(right), _SEAM)
        seam = len(left) - tail
        joined = f"{left[tail:]} {right[:head]}"
        lower = f"{before.logical.lower[tail:]} {behind.logical.lower[:head]}"
        for one in Passage(joined, lower, Known()).people():
            if one.start < seam < one.end and _is_one_name(joined, one, seam):
                char_start, _ = folded.span(*before.logical.span(tail + one.start, tail + one.start + 1))
                _, char_end = folded.span(*behind.logical.span(0, one.end - seam - 1))
                yield PersonName(char_start, char_end, text[char_start:char_end], joined[one.start : one.end])


def _is_one_name(joined: str, one: Found, seam: int) -> bool:
    """Does what stands behind the break belong to the name, or does a sentence begin there?"""
    first, second = joined[one.start : seam].split(), joined[seam : one.end].split()
    if len(first) + len(second) > LONGEST_NAME:
        return False
    if len(first) == 1 or first[-1].lower() in OF_SEX:
        return len(second) < LONGEST_NAME - 1
    lower = joined.lower()
    told = any(tells_person(effect).match(lower, one.end) for effect in ("tells", "acts"))
    return len(second) == 1 and (told or _GIVEN_BEHIND.match(joined, seam + 1) is not None)


def _signatures(lower: str) -> Iterator[tuple[int, int]]:
    """Where signatures stand; an annex that follows is report again."""
    for opening in _SIGNED.finditer(lower):
        annex = _ANNEX.search(lower, opening.end(), opening.end() + _SIGNATURE)
        yield opening.start(), annex.start() if annex else opening.end() + _SIGNATURE

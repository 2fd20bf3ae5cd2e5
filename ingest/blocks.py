"""Drafts of layout to blocks: logical text, heading path, section and parent of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest import lexicon
from ingest.folding import Folded, fold_key
from ingest.layout import Draft, Line, blocks_of
from ingest.logical import Logical, build
from ingest.model import Block
from ingest.outline import Marker, Outline
from ingest.periods import names_later
from ingest.units import is_unit_at

LEAD = re.compile(r"^((?:[^:.;\d]|(?<=năm )(?:19|20)\d\d|\d{1,2}(?=\s+tháng)){3,90}?)\s*:(?=\s|$)", re.IGNORECASE)
BOLD_LEAD = re.compile(r"^(?:\*\*|\*)(.{3,90}?)[.:]?(?:\*\*|\*)")
YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}\s*tháng", re.IGNORECASE)
OPENER = re.compile(r"(?:trong\s+đó|gồm|bao\s+gồm|cụ\s+thể|như\s+sau|chia\s+ra)\b[^.;]{0,30}:?\s*$|:\s*$")
_MAX_TITLE = 220
_FOOTNOTE_REACH = 120
"""A footnote belongs to a mark at most so many blocks before it."""
REMARK = re.compile(r"\([^()]*\)")
"""A remark in a title: "2. Tài chính (lũy kế đến 31/5/2024):"."""
_FEW_WORDS = 3
AHEAD = re.compile(r"cuối\s+năm|năm\s+tới|thời\s+gian\s+tới|tiếp\s+theo|tháng\s+tới|quý\s+(?:tới|sau)|phương\s+hướng")


@dataclass(slots=True)
class TextBlock:
    """A block on its way through the reading stages: the published record and its logical text.

    body: logical index where the text after the outline mark starts. table: physical lines of a table block;
    caption: folded text of the block right above it.
    """

    block: Block
    logical: Logical
    body: int
    titles: tuple[str, ...]
    in_footnote: bool
    table: tuple[Line, ...] = ()
    opens_list: bool = False
    caption: str = ""


def text_blocks(folded: Folded, period: str | None = None) -> list[TextBlock]:
    """All blocks of a text in reading order, furniture and tables included. period: of the report, if known."""
    return _Builder(folded, period).run()


@lru_cache(maxsize=4096)
def section_of(titles: tuple[str, ...], period: str | None = None) -> str:
    """result, plan or proposal: what the headings say about looking back or ahead; results where they are silent.

    A heading that names a later period than the report's, and no result, looks ahead too.
    """
    if any(_first_cue(title) is None and _is_later_period(fold_key(title), period) for title in titles):
        return "plan"
    found, decided = "result", False
    for title in titles:
        cue = _first_cue(title)
        if cue is None:
            continue
        key = fold_key(title)
        ahead = bool(AHEAD.search(key)) or names_later(key, period)
        # below a part that looks back (or ahead) only an outspoken heading turns round
        if (
            not decided
            or cue == "proposal"
            or (found == "result" and cue == "plan" and ahead)
            or (found != "result" and ahead)
        ):
            found, decided = cue, True
    return found


def _is_later_period(title: str, period: str | None) -> bool:
    """A heading that is little more than a later period; "Rà soát nguồn tuyển quân năm 2022" is work of this year."""
    rest = re.sub(r"năm\s+\d{4}|quý\s+\w+|\d+\s+tháng\s+cuối\s+năm", "", title)
    return names_later(title, period) and len(re.findall(r"[^\W\d_]+", rest)) <= _FEW_WORDS


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[str, str], ...]:
    return tuple((fold_key(row["cue"]), row["section"]) for row in lexicon.rows("section_cues"))


@lru_cache(maxsize=4096)
def _first_cue(title: str) -> str | None:
    """Section of the cue that stands first in a title, the longest of those that start at one place."""
    key = fold_key(title)
    for name in (cue for cue, section in _cues() if not section):
        key = key.replace(name, " ")  # "Chương trình mục tiêu quốc gia" is a name and looks ahead to nothing
    found = [(key.find(cue), -len(cue), section) for cue, section in _cues() if section and cue in key]
    return min(found)[2] if found else None


class _Builder:
    def __init__(self, folded: Folded, period: str | None) -> None:
        self.folded = folded
        self.period = period
        self.outline = Outline()
        self.footnotes = Outline()
        self.done: list[TextBlock] = []
        self.previous: TextBlock | None = None

    def run(self) -> list[TextBlock]:
        for draft in blocks_of(self.folded):
            self._add(draft)
        return self.done

    def _add(self, draft: Draft) -> None:
        number = len(self.done)
        logical = build(self.folded, draft.spans)
        text = logical.text
        marker = draft.marker
        body = _body_start(text, marker)
        kind = draft.kind
        parent: int | None = None
        if kind in ("furniture", "table"):
            titles = self.outline.path()
            parent = self.outline.parent
        elif draft.in_footnote:
            parent, titles = self._footnote(marker, number)
        else:
            raw = self.folded.text[draft.spans[0][0] : draft.spans[0][1]]
            kind, title = _title(kind, marker, text[body:], raw)
            parent, titles = self._enter(kind, marker, title, number, draft)
        block = Block(
            block_no=number,
            kind=kind,
            level=self.outline.depth,
            marker=marker.mark if marker else "",
            heading=" > ".join(titles),
            section=self._section(parent, draft),
            parent_no=parent,
            segments=tuple(self.folded.span(start, end) for start, end in draft.spans),
            text=text,
        )
        entry = TextBlock(
            block,
            logical,
            body,
            titles,
            draft.in_footnote,
            tuple(draft.lines) if kind == "table" else (),
            opens_list=bool(OPENER.search(logical.lower)),
        )
        if kind == "table" and self.previous is not None and len(self.previous.logical.text) < 250:
            entry.caption = self.previous.logical.lower
        self.done.append(entry)
        if kind != "furniture" and not draft.in_footnote:
            self.previous = entry

    def _enter(
        self, kind: str, marker: Marker | None, title: str, number: int, draft: Draft
    ) -> tuple[int | None, tuple[str, ...]]:
        if marker is not None:
            nested = self.previous is not None and self.previous.opens_list
            parent = self.outline.enter(marker, title, number, draft.lines[0].indent, nested)
            path = self.outline.path()
            return parent, path[:-1] if kind == "heading" and title and len(path) > 1 else path
        previous = self.previous
        if kind == "heading":
            self.outline.reset_to_lists()
            parent = self.outline.enter(Marker("caps", "", title, 0), title, number)
            return parent, self.outline.path()
        in_list = (
            previous is not None
            and not draft.blank_before
            and (
                previous.opens_list
                or (previous.block.parent_no is not None and previous.block.kind in ("item", "paragraph"))
            )
            and len(draft.lines[0].text) < 120
            and bool(re.search(r"\d", draft.lines[0].text))
        )
        if in_list and previous is not None:
            parent = previous.block.block_no if previous.opens_list else previous.block.parent_no
            return parent, self.outline.path()
        self.outline.reset_to_lists()
        if title:
            self.outline.enter(Marker("lead", "", title, 0), title, number)
            return self.outline.parent if self.outline.parent != number else None, self.outline.path()
        return self.outline.parent, self.outline.path()

    def _footnote(self, marker: Marker | None, number: int) -> tuple[int | None, tuple[str, ...]]:
        """A footnote stands under the headings of the place where its mark is printed."""
        home = self._home(marker) if marker and marker.style == "footnote" else None
        if marker and marker.style == "footnote":
            self.footnotes = Outline()
            self.footnotes.enter(marker, "", number)
            parent = home.block.block_no if home else None
        else:
            parent = self.footnotes.parent
        base = home or (self.done[parent] if parent is not None and parent < len(self.done) else None)
        return parent, base.titles if base else self.outline.path()

    def _section(self, parent: int | None, draft: Draft) -> str:
        if draft.in_footnote and parent is not None and parent < len(self.done):
            return self.done[parent].block.section
        return section_of(self.outline.headings(), self.period)

    def _home(self, marker: Marker) -> TextBlock | None:
        pattern = re.compile(
            rf"(?<![⁰¹²³⁴⁵⁶⁷⁸⁹]){re.escape(marker.mark)}(?![⁰¹²³⁴⁵⁶⁷⁸⁹])"
            if not marker.mark.isascii()
            else rf"\[\^{marker.mark}\]"
        )
        for entry in reversed(self.done[-_FOOTNOTE_REACH:]):
            if entry.block.kind != "furniture" and pattern.search(entry.logical.text, entry.body):
                return entry
        return None


def _body_start(text: str, marker: Marker | None) -> int:
    if marker is None:
        return 0
    if not marker.body:
        return text.find(marker.mark) + len(marker.mark)
    at = text.find(marker.body[:12])
    plain = marker.body.lstrip("*_ ")[:6]
    return at if at >= 0 else max(text.find(plain), 0)


def _title(kind: str, marker: Marker | None, body: str, raw: str) -> tuple[str, str]:
    """(kind, title): a heading's whole text; of an item or paragraph the words before its colon, or nothing."""
    plain = body.strip(" *_:.-–")
    if len(plain) > _MAX_TITLE and not raw.startswith("#"):
        return kind, _lead_of(body, raw, marker)
    without_years = YEAR.sub("", plain)
    letters = [char for char in plain if char.isalpha()]
    shouting = len(letters) >= 4 and sum(char.isupper() for char in letters) >= 0.85 * len(letters)
    numbered = marker is not None and marker.style not in ("bullet", "paren", "footnote")
    if raw.startswith("#"):
        # whatever stands below carries the title, so a long one is cut
        cut = plain[:_MAX_TITLE].rpartition(" ")[0] or plain[:_MAX_TITLE]
        return "heading", cut if len(plain) > _MAX_TITLE else plain
    lower = without_years.lower()
    counts = [match for match in re.finditer(r"\d+", lower) if is_unit_at(lower, match.end())]
    closed = re.search(r"[.;,:]\s*$", body.rstrip("*_ "))
    if numbered and not counts and not closed and (shouting or len(plain) <= 100) and len(plain) <= _MAX_TITLE:
        return "heading", plain
    if (
        marker is not None
        and numbered
        and len(plain) <= _MAX_TITLE
        and (
            marker.style in ("part", "hash1", "hash2", "hash3")
            or (
                not counts
                and not re.search(r"\d", REMARK.sub("", without_years))
                and not re.search(r"[.;,]\s*$", body.rstrip("*_ "))
            )
        )
    ):
        return "heading", plain
    if marker is None and shouting and len(plain) <= _MAX_TITLE and not re.search(r"\d{5}", plain):
        return "heading", plain
    return kind, _lead_of(body, raw, marker)


def _lead_of(body: str, raw: str, marker: Marker | None) -> str:
    """The words of an item or paragraph before its colon or in bold at its start; nothing where there are none."""
    opening = raw[:_MAX_TITLE]
    stars = opening.find("**", 0, 8)
    bold = BOLD_LEAD.match(opening[stars:] if stars >= 0 else opening[marker.offset :] if marker else opening)
    if bold and not re.search(r"\d", bold.group(1).lstrip("0123456789. ")):
        return bold.group(1).strip(" *_:.").lstrip("0123456789. ")
    lead = LEAD.match(body[:_MAX_TITLE].lstrip("*_ "))
    return lead.group(1).strip(" *_") if lead else ""

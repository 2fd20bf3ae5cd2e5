"""Plain data that one reading stage hands to the next.

All offsets are half-open and point into ``Document.text``, the text as decoded, before any clean-up:
``text[char_start:char_end] == printed`` holds for every record that has a span.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

EXTRACTOR_VERSION = "2"
"""Raised by hand whenever the same bytes would be read differently; stored with every report."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a clerk should know about a file: it was refused, or something was noticed while reading it.

    severity: ``error`` (the file was refused), ``warning`` or ``notice`` (it was read all the same).
    """

    severity: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file as decoded. ``text`` is what every offset in the project points into.

    ``pages`` has (first character, page number) wherever another page begins; empty for formats without pages.
    """

    source_file: str
    sha256: str
    media_type: str
    encoding: str
    text: str
    notices: tuple[Issue, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()

    @property
    def report_id(self) -> str:
        """Identity by content: the same bytes under another name are the same report."""
        return "r" + self.sha256[:12]


@dataclass(frozen=True, slots=True)
class Header:
    """What the report says about itself. None where the text does not say it."""

    unit_name: str | None = None  # "Lai Cách", without the words xã, phường, thị trấn
    unit_type: str | None = None  # xã | phường | thị trấn | đặc khu
    district_name: str | None = None  # "Cẩm Giàng"; None after 2025-07-01
    province_name: str | None = None
    document_number: str | None = None  # "163/BC-UBND"
    issued_on: date | None = None
    title: str | None = None
    period: str | None = None  # 2023 | 2023-H1 | 2023-9M | 2023-Q3 | 2023-07
    period_start: date | None = None
    period_end: date | None = None
    period_basis: str | None = None  # calendar | administrative_cutoff | as_stated
    as_of: date | None = None  # "tính đến 30/11/2023"


@dataclass(frozen=True, slots=True)
class Block:
    """A logical paragraph, heading, list item, footnote or table cell, put together from physical lines.

    ``segments`` are the spans of the original text it was put together from, in reading order: more than one
    where a page break or a footnote body stands between two halves of a sentence.
    """

    block_no: int
    kind: str  # heading | paragraph | item | footnote | cell | furniture
    level: int  # depth in the outline, 0 for top
    marker: str  # "1.2", "a", "-", "+", "¹", or ""
    heading: str  # path of the headings above, joined by " > "
    section: str  # result | plan: does this part look back or ahead
    parent_no: int | None  # block that this one is a part of: the item or sentence that opens its list
    segments: tuple[tuple[int, int], ...]
    text: str  # logical text, white space folded, NFC


@dataclass(frozen=True, slots=True)
class NumberToken:
    """A maximal digit string with inner dots and commas; every one in the text has exactly one record."""

    char_start: int
    char_end: int
    printed: str
    kind: str  # quantity | part | date | docno | enum | name | noise
    figure_no: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured quantity, read from one or more number tokens.

    value, value_max and step are in ``unit``; value is None where the digits cannot be read cleanly.
    step is the weight of the last printed digit (999,9 tỷ: 100 000 000 VND), so the value is known to ± step / 2.
    lead, tail and whole are what rules match on: the words of the clause before and after the digits, and the label
    of the quantity that this one is a part of.
    """

    figure_no: int
    char_start: int
    char_end: int
    printed: str
    value: Decimal | None
    value_max: Decimal | None
    step: Decimal | None
    unit: str
    noun: str  # the counted noun or unit as printed: "hồ sơ", "tỷ đồng"
    approx: bool
    role: str
    label: str
    lead: str
    tail: str
    whole: str
    heading: str
    section: str  # result | plan
    period: str | None
    as_of: date | None
    quote_start: int
    quote_end: int
    words_before: str  # the quote up to the digits, and behind them, as read: one line, no legacy letters
    words_after: str
    block_no: int
    row_label: str  # table row heading, "" outside tables
    column_label: str  # table column heading, "" outside tables
    confidence: float  # 1.0 read without doubt; lower where a reading was chosen among several


@dataclass(frozen=True, slots=True)
class WordedNumber:
    """A number in words that counts something ("mười hai hộ"). value is in ``unit``; noun is the unit as printed."""

    char_start: int
    char_end: int
    printed: str
    value: Decimal
    unit: str
    noun: str
    quote_start: int
    quote_end: int


@dataclass(frozen=True, slots=True)
class PersonName:
    """A private person named in the text. Of a name of one word, printed and name begin with the word that tells it
    from others ("ông Sáu"); the span covers the name alone.
    """

    char_start: int
    char_end: int
    printed: str  # as in the text, line breaks included
    name: str  # as read: one line, no legacy letters


@dataclass(frozen=True, slots=True)
class ClaimTerm:
    """One term of a claim; ``sign`` is -1 for what is taken away."""

    # total | part | minuend | subtrahend | numerator | denominator | percent | current | prior | unit_price | count
    term_role: str
    figure_no: int
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Claim:
    """Arithmetic that the wording of the report implies; whether it holds is for the audit to say."""

    claim_type: str  # sum | difference | ratio | pct_sum | growth | product | restated
    label: str
    cue: str  # the words that make it a claim: "trong đó", "gồm", "a/b đạt"
    exhaustive: bool  # the wording says that the parts are all parts
    terms: tuple[ClaimTerm, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one document."""

    document: Document
    header: Header
    blocks: tuple[Block, ...] = ()
    tokens: tuple[NumberToken, ...] = ()
    figures: tuple[Figure, ...] = ()
    worded: tuple[WordedNumber, ...] = ()
    names: tuple[PersonName, ...] = ()
    claims: tuple[Claim, ...] = ()
    issues: tuple[Issue, ...] = field(default=())

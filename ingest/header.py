"""What a report says about itself: unit, number, date, title, period. From its text alone, never from its file name."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from ingest.folding import Folded, fold_key
from ingest.header_period import (
    administrative_bounds,
    calendar_bounds,
    date_of,
    dominant_year,
    period_in,
    stated_as_of,
    stated_bounds,
)
from ingest.header_title import Title, read_title
from ingest.header_unit import Zones, read_unit
from ingest.header_words import DATE, any_of
from ingest.model import Document, Header, Issue

DISTRICTS_ABOLISHED = date(2025, 7, 1)
"""From this day on communes stand directly under provinces."""

_OPENING = 2_500
_CLOSING = 3_000
_SENTENCE = 500

_MOTTO = re.compile(
    r"cộng\s+hòa\s+xã\s+hội\s+chủ\s+nghĩa\s+việt\s+nam|độc\s+lập\s*[-–—]?\s*tự\s+do\s*[-–—]?\s*hạnh\s+phúc"
)
_NUMBER = re.compile(
    r"(?i:số)\s*:?\s*(?P<number>\d{1,5})\s*(?P<symbol>(?:/\s*\d{4}\s*)?[/-]\s*[A-ZĐ][A-Za-zĐđ]{0,5}(?:\s*[-/–.]\s*[A-ZĐ][A-Za-zĐđ]*)*)"
)
_NOTE = re.compile(r"[\s*_]*\([^()]{1,200}\)")  # the parenthesis under a title
_ISSUED = re.compile(rf"(?m)(?:^|[|:]|\s{{2}})(?P<place>[^\n,|:;]{{2,60}}),\s*{DATE.format('')}")


def read_header(folded: Folded, document: Document) -> tuple[Header, list[Issue]]:  # noqa: ARG001
    """The header of ``document``, whose text was folded to ``folded``, and what a clerk should know about it.

    A field is None where the text does not say it. Issues: unit_unknown, unit_from_body, period_unknown,
    period_guessed, date_invalid.
    """
    issues: list[Issue] = []
    plain = _without_motto(folded)
    title = read_title(plain)
    issued_on, place, invalid = _read_issued(plain, title)
    if invalid is not None:
        issues.append(
            Issue(
                "warning",
                "date_invalid",
                f"The date of issue, “{invalid}”, is no day of the calendar; it was left out.",
            )
        )
    unit = read_unit(plain, Zones(title.start, title.start, title.end), place)
    issues.extend(_unit_issues(unit.name, unit.in_letterhead))
    period, guessed_from = _read_period(plain.lower, title, issued_on)
    issues.extend(_period_issues(period, guessed_from))
    start, end, basis, as_of = _read_bounds(plain.lower, title, period, guessed=bool(guessed_from))
    last_day = max((day for day in (issued_on, end) if day), default=date.min)
    header = Header(
        unit_name=unit.name,
        unit_type=unit.type,
        district_name=None if last_day >= DISTRICTS_ABOLISHED else unit.district,
        province_name=unit.province,
        document_number=_read_number(plain.text, title),
        issued_on=issued_on,
        title=title.text,
        period=period,
        period_start=start,
        period_end=end,
        period_basis=basis,
        as_of=as_of,
    )
    return header, issues


def _unit_issues(name: str | None, in_letterhead: bool) -> list[Issue]:
    if name is None:
        return [
            Issue(
                "warning",
                "unit_unknown",
                "No commune is named in the text, so this report cannot be told apart from others. "
                "Add the letterhead (ỦY BAN NHÂN DÂN XÃ …) at the top and hand it in again.",
            )
        ]
    if not in_letterhead:
        return [
            Issue(
                "notice",
                "unit_from_body",
                f"The report has no letterhead that names its unit; “{name}” was read from the text.",
            )
        ]
    return []


def _period_issues(period: str | None, guessed_from: str) -> list[Issue]:
    if period is None:
        return [
            Issue(
                "warning",
                "period_unknown",
                "The text does not say which year, quarter or month it reports on, so its figures have no period. "
                "Add the title (BÁO CÁO … năm …) at the top and hand it in again.",
            )
        ]
    if guessed_from:
        return [
            Issue("notice", "period_guessed", f"The title names no period; {period} was taken from {guessed_from}.")
        ]
    return []


def _read_period(lower: str, title: Title, issued_on: date | None) -> tuple[str | None, str]:
    """The period, and what it was taken from if the report does not say it plainly ("" if it does)."""
    if title.text is not None:
        named = fold_key(title.text)
        period = period_in(named)
        if period is not None:
            return period, ""
        if issued_on is not None and (period := _not_after(issued_on, period_in(named, issued_on.year))) is not None:
            return period, ""
        year = dominant_year(lower)
        if year is not None and (period := period_in(named, year)) is not None:
            return period, "the year that the text speaks of"
    for match in any_of("title", "closing").finditer(lower, max(len(lower) - _CLOSING, 0)):
        sentence = lower[match.end() : match.end() + _SENTENCE].split("./.", maxsplit=1)[0]
        period = period_in(" ".join(sentence.split()), issued_on.year if issued_on else None)
        if period is not None:
            return period, ""
    year = dominant_year(lower)
    return (None, "") if year is None else (str(year), "the only year that the text speaks of")


def _not_after(issued_on: date, period: str | None) -> str | None:
    """``period``, or the same one of the year before if it had not begun on the day of issue."""
    if period is not None and calendar_bounds(period)[0] > issued_on:
        return f"{int(period[:4]) - 1}{period[4:]}"
    return period


def _read_bounds(
    lower: str, title: Title, period: str | None, *, guessed: bool
) -> tuple[date | None, date | None, str | None, date | None]:
    """First day, last day and basis of the period, and the as-of date of the whole report."""
    opening = lower[: title.end + _OPENING]
    note = _NOTE.match(opening, title.end)
    title_end = note.end() if note and title.text else title.end
    as_of = stated_as_of(opening, title_end)
    if period is None:
        return None, None, None, as_of
    stated = stated_bounds(opening, period, title_end)
    if stated is not None:
        return *stated, "as_stated", as_of
    if guessed or as_of == calendar_bounds(period)[1]:
        return *calendar_bounds(period), "calendar", as_of
    return *administrative_bounds(period), "administrative_cutoff", as_of


def _read_number(text: str, title: Title) -> str | None:
    """The number of the document, as in "163/BC-UBND"; None if it was left blank."""
    match = _NUMBER.search(text, 0, title.head_end)
    return None if match is None else match["number"] + "".join(match["symbol"].split())


def _without_motto(folded: Folded) -> Folded:
    """The same text with the national motto blanked out: it often stands on the lines of the letterhead."""
    text, lower = folded.text, folded.lower
    for match in _MOTTO.finditer(lower):
        blank = " " * len(match[0])
        text = text[: match.start()] + blank + text[match.end() :]
        lower = lower[: match.start()] + blank + lower[match.end() :]
        if match.start() > _OPENING:
            break
    return replace(folded, text=text, lower=lower)


def _read_issued(folded: Folded, title: Title) -> tuple[date | None, str | None, str | None]:
    """Date of issue, the place before it, and the printed date if there is no such day."""
    tail = max(len(folded.lower) - _CLOSING, title.head_end)
    for start, end in ((0, title.head_end), (tail, len(folded.lower))):
        for match in _ISSUED.finditer(folded.lower, start, end):
            place = _place(folded.text[match.start("place") : match.end("place")])
            if place is None or (match["y"] is None and match["yy"] is None):
                continue
            issued_on = date_of(match, "")
            printed = folded.text[match.end("place") + 1 : match.end()].strip()
            return issued_on, place, None if issued_on else printed
    return None, None, None


def _place(printed: str) -> str | None:
    """The name right before the date, where the other column may stand before it; None if it is no name."""
    last = re.split(r"\s{3,}|[*_#|]|\d", printed)[-1].split()
    name: list[str] = []
    for word in reversed(last):
        if not word[0].isupper() or len(name) == 4:
            break
        name.insert(0, word)
    return " ".join(name) or None

"""The period of a report: which one its title names, and from when to when it runs.

Reports of an administration close their books in mid-month (Decree 09/2019/NĐ-CP): a month runs from the 15th of the
one before to the 14th, the first half-year from 15/12 to 14/6, a year from 15/12 to 14/12. That is the basis
``administrative_cutoff``, and it holds unless the report itself states a range (``as_stated``) or says that the data of
the whole report are those of the last calendar day of its period (``calendar``).
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ingest.header_words import DATE, any_of, ends_with

_NUMERALS = {"ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(?:19|20)\d\d"
_COUNT = r"(?P<count>\d{1,2}|" + "|".join(sorted(_NUMERALS, key=len, reverse=True)).replace(" ", r"\s") + ")"
_EXPRESSION = re.compile(
    rf"""(?<![\w/])(?:
      {_COUNT}\s+tháng\s+(?:đầu(?:\s+(?:của\s+)?năm)?(?:\s+(?P<first_y>{_YEAR}))?|năm\s+(?P<months_y>{_YEAR}))
    | {_COUNT.replace("count", "last_count")}\s+tháng\s+cuối(?:\s+năm)?(?:\s+(?P<last_y>{_YEAR}))?
    | (?P<half>nửa\s+đầu|nửa\s+cuối)\s+năm(?:\s+(?P<half_y>{_YEAR}))?
    | quý\s+(?P<quarter>iv|i{{1,3}}|[1-4])(?!\w)(?:\s*(?:[/,-]\s*)?(?:năm\s+)?(?P<quarter_y>{_YEAR}))?
    | (?<!\d\s)tháng\s+(?P<month>0?[1-9]|1[0-2])(?!\d)(?:\s*(?:[/.-]|,?\s*năm\s)\s*(?P<month_y>{_YEAR}))?
    | (?:năm|kế\s+hoạch|kh|nhiệm\s+vụ|ngân\s+sách)\s+(?P<year>{_YEAR})
    )(?!\d|\s*[-–]\s*\d)""",
    re.VERBOSE,
)
_LABEL = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<half>H[12])|(?P<months>\d{1,2})M|Q(?P<quarter>\d)|(?P<month>\d\d)))?")
_RANGE = re.compile(
    rf"từ\s+(?:ngày\s+)?{DATE.format('from_')}\s*(?:đến|tới|-|–)\s*(?:hết\s+)?(?:ngày\s+)?{DATE.format('to_')}"
)
_UNTIL = re.compile(rf"(?:đến|tới)\s+(?:hết\s+)?(?:thời\s+điểm\s+)?(?:ngày\s+)?{DATE.format('')}")
_YEAR_MENTION = re.compile(rf"(?<![\w/])năm\s+({_YEAR})(?!\d|\s*[-–]\s*\d)")
_BARE_YEAR = re.compile(rf"(?<![\w/.,–-]){_YEAR}(?!\w|\s*[-–/]|[.,]\d)")
_NEAR = timedelta(days=46)
_GUESS_SHARE = 0.6
_GUESS_MENTIONS = 3


@dataclass(frozen=True, slots=True)
class _Expression:
    start: int
    end: int
    suffix: str  # "", "H1", "9M", "Q3", "07"
    months: int
    ordinal: int  # month in which it ends
    year: int | None


def period_in(title: str, near_year: int | None = None) -> str | None:
    """The period that ``title`` (folded, lower case) reports on: "2023", "2023-H1", "2023-9M", "2023-Q3", "2023-07".

    Of several, the longest before the words that look ahead. A period without a year takes it from the next one
    that has it, else ``near_year``; None if there is no period, or no year for it.
    """
    found = _expressions(title)
    reported = found[:1]
    for before, after in pairwise(found):
        if any_of("period", "ahead").search(title, before.end, after.start):
            break
        reported.append(after)
    if not reported:
        bare = [match for match in _BARE_YEAR.finditer(title) if not _is_aside(title, match.start())]
        return bare[0][0] if bare else None
    chosen = max(reported, key=lambda one: one.months)
    year = chosen.year if chosen.year is not None else _borrowed_year(chosen, found, near_year)
    return None if year is None else f"{year}-{chosen.suffix}".rstrip("-")


def dominant_year(lower: str) -> int | None:
    """The one year that a text without title speaks of; None if it speaks of several, or only from or until it."""
    years: Counter[int] = Counter()
    spoken_of: set[int] = set()
    for match in _YEAR_MENTION.finditer(lower):
        years[int(match[1])] += 1
        if not _is_aside(lower, match.start()):
            spoken_of.add(int(match[1]))
    if not spoken_of:
        return None
    year, count = max(years.items(), key=lambda item: (item[0] in spoken_of, item[1]))
    if len(years) == 1 or (count >= _GUESS_MENTIONS and count >= _GUESS_SHARE * years.total()):
        return year
    return None


def calendar_bounds(period: str) -> tuple[date, date]:
    """First and last calendar day of ``period``; ValueError if it is no period."""
    year, first, last = _months_of(period)
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def administrative_bounds(period: str) -> tuple[date, date]:
    """First and last day that an administrative report on ``period`` covers; ValueError if it is no period."""
    year, first, last = _months_of(period)
    return (date(year - 1, 12, 15) if first == 1 else date(year, first - 1, 15)), date(year, last, 14)


def stated_bounds(opening: str, period: str, title_end: int) -> tuple[date, date] | None:
    """The range of dates that the report states for the data of the whole report; None if it states none.

    ``opening`` is the beginning of the report, folded. A range in the title or in the parenthesis under it (before
    ``title_end``) needs no word that says so; only one near the calendar bounds of ``period`` is taken for it.
    """
    first, last = calendar_bounds(period)
    for match in _RANGE.finditer(opening):
        until = date_of(match, "to_")
        if until is None or not (match.start() < title_end or _speaks_of_whole_report(opening, match.start())):
            continue
        since = date_of(match, "from_", until.year)
        if since is not None and since > until:
            since = date_of(match, "from_", until.year - 1)
        if since is not None and abs(since - first) <= _NEAR and abs(until - last) <= _NEAR:
            return since, until
    return None


def stated_as_of(opening: str, title_end: int) -> date | None:
    """The day as of which the report as a whole says its data stand; None if it says so of parts only, or not at all.

    ``opening`` and ``title_end`` as for ``stated_bounds``.
    """
    ranges = [match.span() for match in _RANGE.finditer(opening)]
    for match in _UNTIL.finditer(opening):
        if any(start <= match.start() < end for start, end in ranges):
            continue
        if match.start() < title_end or _speaks_of_whole_report(opening, match.start()):
            return date_of(match, "")
    return None


def date_of(match: re.Match[str], prefix: str, near_year: int | None = None) -> date | None:
    """The date in the groups that ``DATE.format(prefix)`` made; None if there is no such day or no year is given."""
    groups = match.groupdict()
    day, month, year = (groups[prefix + part] or groups[prefix + 2 * part] for part in "dmy")
    if year is None and near_year is None:
        return None
    try:
        return date(int(year or near_year or 0), int(month), int(day))
    except ValueError:
        return None


def _expressions(title: str) -> list[_Expression]:
    return [
        expression
        for match in _EXPRESSION.finditer(title)
        if not _is_aside(title, match.start()) and (expression := _expression(match)) is not None
    ]


def _expression(match: re.Match[str]) -> _Expression | None:
    groups = match.groupdict()
    year = next((int(value) for key, value in groups.items() if key.endswith(("_y", "year")) and value), None)
    span = match.span()
    if groups["count"]:
        count = _number(groups["count"])
        if not 1 <= count <= 12:
            return None
        return _Expression(*span, {6: "H1", 12: ""}.get(count, f"{count}M"), count, count, year)
    if groups["last_count"]:
        suffix = {6: "H2", 3: "Q4"}.get(_number(groups["last_count"]))
        return None if suffix is None else _Expression(*span, suffix, _number(groups["last_count"]), 12, year)
    if groups["half"]:
        first = groups["half"].endswith("đầu")
        return _Expression(*span, "H1" if first else "H2", 6, 6 if first else 12, year)
    if groups["quarter"]:
        quarter = _ROMAN.get(groups["quarter"]) or int(groups["quarter"])
        return _Expression(*span, f"Q{quarter}", 3, 3 * quarter, year)
    if groups["month"]:
        month = int(groups["month"])
        return _Expression(*span, f"{month:02d}", 1, month, year)
    return _Expression(*span, "", 12, 12, year)


def _borrowed_year(chosen: _Expression, found: list[_Expression], near_year: int | None) -> int | None:
    """The year of the next expression that has one; the year before it, if that one ends earlier in its year."""
    lender = next((one for one in found if one.start > chosen.start and one.year is not None), None)
    if lender is None or lender.year is None:
        return near_year
    if lender.suffix == "":  # "6 tháng đầu năm; nhiệm vụ năm 2024": the coming year, or this one, so the date decides
        return near_year if near_year is not None else lender.year
    return lender.year - (lender.ordinal < chosen.ordinal)


def _is_aside(text: str, start: int) -> bool:
    """Whether the period at ``start`` only bounds something else: "giai đoạn", "từ", "đến" stand before it."""
    return ends_with("period", "not_of_report").search(text, max(start - 30, 0), start) is not None


def _speaks_of_whole_report(lower: str, position: int) -> bool:
    clause_start = max(lower.rfind(mark, 0, position) for mark in (".", ";", "\n\n", ":")) + 1
    clause = lower[max(clause_start, position - 120) : position]
    cue = any_of("period", "whole_report").search(clause)
    return cue is not None and any_of("period", "only_a_part").search(clause.replace(cue[0], "", 1)) is None


def _months_of(period: str) -> tuple[int, int, int]:
    match = _LABEL.fullmatch(period)
    if match is None:
        raise ValueError(f"not a period: {period!r}")
    year = int(match["year"])
    if match["half"]:
        return (year, 1, 6) if match["half"] == "H1" else (year, 7, 12)
    if match["months"]:
        return year, 1, int(match["months"])
    if match["quarter"]:
        return year, 3 * int(match["quarter"]) - 2, 3 * int(match["quarter"])
    if match["month"]:
        return year, int(match["month"]), int(match["month"])
    return year, 1, 12


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMERALS[" ".join(word.split())]

"""Period arithmetic and the dates that a clause states: as-of dates, earlier periods, the next one."""

from __future__ import annotations

import re
from datetime import date

AS_OF = re.compile(
    r"(?:tính\s+đến|đến|tính\s+tới|lũy\s+kế\s+đến|chốt\s+đến)\s+(?:hết\s+)?(?:thời\s+điểm\s+)?(?:ngày\s+)?(\d{1,2})\s*/\s*(\d{1,2})\s*/\s*((?:19|20)\d\d)"
)
_RUNNING = r"lũy\s+kế|cộng\s+dồn|từ\s+đầu\s+năm"
_THIS_PERIOD = re.compile(r"(?<![^\W_])(?:trong\s+(?:tháng|quý|kỳ)|(?:tháng|quý)\s+này)(?![^\W_])")
_ENDED = re.compile(r";(?!\s*(?:bao\s+)?gồm|\s*trong\s+đó)")
_MONTHS_AFTER = re.compile(r"\s*(?:trong\s+)?(\d{1,2})\s+tháng(?![^\W_])")
_PERIOD = re.compile(r"^(\d{4})(?:-(H[12]|\d{1,2}M|Q[1-4]|\d{2}))?$")


def as_of(clause: str) -> date | None:
    """The last as-of date ("tính đến 30/11/2023") of a folded text; None where it states none or an impossible one."""
    found = None
    for match in AS_OF.finditer(clause):
        try:
            found = date(int(match.group(3)), int(match.group(2)), int(match.group(1)))
        except ValueError:
            continue
    return found


def first_months(year: str, months: int) -> str | None:
    """The first months of a year: 2023-H1 for six, 2023 for twelve, else 2023-9M; None for a number that is none."""
    if not 1 <= months <= 12:
        return None
    return {6: f"{year}-H1", 12: year}.get(months, f"{year}-{months}M")


def running_total(sentence: str, period: str | None) -> str | None:
    """The first months of the year that a figure counts in a report for a later month or quarter; None if it does not.

    sentence: folded, up to the figure. "Lũy kế 10 tháng 34 vụ: trộm cắp 19; đã làm rõ 26" is the year so far to its
    end, where it opens the sentence or a list; else to the next semicolon, or to the end of its bracket. A bare bracket
    after one that says so is like it: "khai sinh 31 (lũy kế 318); khai tử 12 (147)".
    """
    match = _PERIOD.match(period or "")
    months = _months_so_far(match.group(2) or "") if match else 0
    if match is None or not months:
        return None
    cues = re.compile(rf"{_RUNNING}|(?<![\d.,]){months}\s+tháng(?!\s*(?:cuối|tuổi|còn|liền|/))(?![^\W_])")
    for cue in reversed(list(cues.finditer(sentence))):
        since = sentence[cue.end() :]
        if _THIS_PERIOD.search(since):
            return None
        if _still_holds(sentence[: cue.start()], since):
            named = _MONTHS_AFTER.match(since)
            return first_months(match.group(1), int(named.group(1)) if named else months)
    return None


def _months_so_far(part: str) -> int:
    """Months from New Year to the end of a period that begins later: Q3 → 9, 07 → 7; 0 for one that begins with it."""
    if part in ("", "H1", "Q1", "01") or part.endswith("M"):
        return 0
    return 12 if part == "H2" else 3 * int(part[1:]) if part[0] == "Q" else int(part)


def _still_holds(before: str, since: str) -> bool:
    """Does a cue between the two still speak of what follows?"""
    if before.rfind("(") > before.rfind(")"):
        return ")" not in since or bool(re.search(r"\(\s*$", since))
    if not re.search(r"\w", before):
        return True
    ended, colon = _ENDED.search(since), since.find(":")
    return ended is None or 0 <= colon < ended.start()


def names_later(title: str, period: str | None) -> bool:
    """Does a folded heading name a quarter, half or year that follows the report's period ("V. QUÝ II NĂM 2022")?"""
    match = _PERIOD.match(period or "")
    if not match:
        return False
    year, part = int(match.group(1)), match.group(2) or ""
    named = [int(found) for found in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d|\s*[-–])", title)]
    if named and min(named) > year:
        return True
    quarter = re.search(r"quý\s+(iv|i{1,3}|[1-4])(?![^\W_])", title)
    if quarter and not re.fullmatch(r"\d\d", part) and (not named or max(named) == year):
        number = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(quarter.group(1)) or int(quarter.group(1))
        return number > _last_quarter(part)
    return bool(re.search(r"\d\s+tháng\s+cuối\s+năm", title)) and part not in ("", "H2")


def _last_quarter(part: str) -> int:
    """Number of the last quarter that a period touches: Q2 → 2, H1 → 2, 9M → 3, a whole year → 4."""
    if part[:1] == "Q":
        return int(part[1:])
    if part == "H1":
        return 2
    return (int(part[:-1]) + 2) // 3 if part.endswith("M") else 4


def previous(period: str | None) -> str | None:
    """The same period one year before: 2023-H1 → 2022-H1."""
    match = _PERIOD.match(period or "")
    if not match:
        return None
    suffix = f"-{match.group(2)}" if match.group(2) else ""
    return f"{int(match.group(1)) - 1}{suffix}"


def following(period: str | None, whole_year: bool = False) -> str | None:
    """The period that the plan part of a report speaks of: 2023 → 2024, 2017-H1 → 2017-H2, 2025-9M → 2025-Q4.

    whole_year: the sentence speaks of the year ("cả năm").
    """
    match = _PERIOD.match(period or "")
    if not match:
        return None
    year, part = int(match.group(1)), match.group(2)
    if part is None:
        return str(year + 1)
    if whole_year:
        return str(year)
    if part == "H1":
        return f"{year}-H2"
    if part == "9M":
        return f"{year}-Q4"
    if part.startswith("Q") and part != "Q4":
        return f"{year}-Q{int(part[1]) + 1}"
    if part.isdigit() and part != "12":
        return f"{year}-{int(part) + 1:02d}"
    return str(year + 1) if part in ("H2", "Q4") else f"{year + 1}-01" if part == "12" else None

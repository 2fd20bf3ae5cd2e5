"""The title of a report: the lines behind "BÁO CÁO", put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ingest.folding import Folded, fold_key
from ingest.header_period import period_in
from ingest.header_words import starts_with

_HEAD_LINES = 60
_BARE_HEAD_LINES = 12
_TITLE_LINES = 8
_TITLE_CHARACTERS = 600
_SUBTITLE = 300
_ANY_YEAR = 2000  # a title may leave its year to the date of issue

_MARKUP = " \t*_#|>~`"
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_HEADING = re.compile(r"(?:phần(?:\s+thứ)?\s+\w+|[ivx]{1,4}|[a-e]|1)\s*[.:/)-]|phần\s+(?:thứ\s+)?(?:nhất|một|i|1|a)\b")
_CONNECTORS = re.compile(r"(?:[,;:–-]|\b(?:và|của|về|tại|trong|năm|tháng|quý|các|với|cho|phát|thực|giải|nhiệm))\s*\Z")


@dataclass(frozen=True, slots=True)
class Title:
    """The title and where it stands in the folded text, "BÁO CÁO" included; without one, ``text`` is None, both ends 0.

    ``head_end`` is where the letterhead ends: at the title, or after the first dozen lines.
    """

    text: str | None
    start: int
    end: int
    head_end: int


def read_title(folded: Folded) -> Title:
    """What the report calls itself: the lines behind "BÁO CÁO", or the first lines if they speak like a title."""
    for start, end, content in islice(_lines(folded.text), _HEAD_LINES):
        if "".join(fold_key(content.rstrip(" :.")).split()) == "báocáo":
            return _title_from(folded, start, end, [])
        if content.startswith("BÁO CÁO "):
            return _title_from(folded, start, end, [content.removeprefix("BÁO CÁO ")])
        if content.startswith("Báo cáo ") and period_in(fold_key(content), _ANY_YEAR) and not content.endswith("."):
            return _title_from(folded, start, end, [content.removeprefix("Báo cáo ")])
    head_end = 0
    for start, end, content in islice(_lines(folded.text), _BARE_HEAD_LINES):
        head_end = end
        lower = fold_key(content)
        if _HEADING.match(lower):
            break
        if starts_with("title", "openings").match(lower) and not content.endswith("."):
            title = _title_from(folded, start, end, [content])
            if title.text is not None and period_in(fold_key(title.text), _ANY_YEAR):
                return title
            break
    return Title(None, 0, 0, head_end)


def _title_from(folded: Folded, start: int, position: int, lines: list[str]) -> Title:
    """Add the lines that still belong to the title, from ``position`` on."""
    end = position
    for line_start, line_end, content in islice(_lines(folded.text, position), _TITLE_LINES):
        if not lines and not any(map(str.isalpha, content)):
            continue  # a rule under "BÁO CÁO"
        after_blank = "\n" in folded.text[end:line_start]
        if not (_continues(" ".join(lines), content, after_blank) if lines else _begins(content)):
            break
        lines.append(content)
        end = line_end
    text = " ".join(" ".join(lines).split()).rstrip(" .;,:-–")
    if not text or len(text) > _TITLE_CHARACTERS:
        return Title(None, start, position, start)
    return Title(text, start, end, start)


def _begins(line: str) -> bool:
    return (
        not line.startswith("(")
        and _HEADING.match(fold_key(line)) is None
        and not fold_key(line).startswith("kính gửi")
    )


def _continues(title: str, line: str, after_blank: bool) -> bool:
    """Whether ``line`` is more of ``title``."""
    if not any(map(str.isalpha, line)) or not _begins(line):
        return False
    if title.endswith((";", ",")) or line[0].islower():
        return True
    has_period = period_in(fold_key(title), _ANY_YEAR) is not None
    is_body = starts_with("title", "ends").match(fold_key(line)) is not None
    if after_blank:
        names_period = period_in(fold_key(line), _ANY_YEAR) is not None
        return names_period and not has_period and not is_body and len(line) <= _SUBTITLE and line[-1] not in ".,;:"
    if has_period and (is_body or title.isupper() != line.isupper()):
        return False
    return not has_period or line.isupper() or _CONNECTORS.search(fold_key(title)) is not None


def _lines(text: str, start: int = 0) -> Iterator[tuple[int, int, str]]:
    """(start, end, content without markup) of every line that is not blank."""
    for match in _LINE.finditer(text, start):
        content = match[0].strip().strip(_MARKUP).strip()
        if content:
            yield match.start(), match.end(), content

"""What stands before and behind a name: the words that announce it, an office, the rest of an ordinary word."""

from __future__ import annotations

import re

from ingest.name_shapes import PART
from ingest.name_words import LONGEST_CUE, cues, last_words, office_pattern, starts_with, words_of

_TAIL = 48
"""Characters before a name that may hold its cue."""
_OFFICE_REACH = 110
_OPENING = "(“\"'[*|•–-+"
_AROUND = _OPENING + ": "
_APPOSITION = re.compile(
    r"\s*(?:[,(:–-]|(?:là|làm|giữ chức(?: vụ)?)\s)\s*(?:(?:đ/c|đồng chí|là|giữ chức|quyền|q\.)\s+)?"
)
_FORMER = re.compile(r"(?<!\w)(?:nguyên|cựu)\s+\Z")


def cue_before(lower: str, at: int) -> tuple[str, int]:
    """Effect of the words right before ``at``, the longest that are known, and where they start."""
    begin = max(0, at - _TAIL)
    last = lower[max(begin, lower.rfind(" ", begin, max(0, at - 1)) + 1) : at].strip(_AROUND)
    if last and last not in last_words():
        return "", at
    tail = lower[begin:at].rstrip(" “\"'(*")
    colon = tail.endswith(":")
    tail = tail.rstrip(" :*")
    words = tail.split(" ")
    for count in range(min(LONGEST_CUE, len(words)), 0, -1):
        cue = " ".join(words[-count:]).lstrip(_OPENING)
        effect = cues().get(cue)
        if effect and not (colon and effect in ("place", "unit")):
            return effect, begin + len(tail) - len(cue)
    return "", at


def stands_alone(lower: str, start: int, end: int) -> bool:
    """A short name is no beginning of other words ("bà Phó chủ tịch", "anh Hùng dũng", "do Đoàn Kinh tế")."""
    if starts_with(lower[start : start + 40], words_of("office")):
        return False
    last = start + lower[start:end].rfind(" ") + 1
    if starts_with(lower[last : last + 24], words_of("compound")):
        return False
    if last == start and starts_with(lower[end : end + 24], words_of("compound")):
        return False
    return lower[start:end] not in words_of("stop")


def office_of(text: str, lower: str, start: int, end: int) -> str:
    """office: one stands right before the name; official: behind it in apposition; former: it is held no more."""
    behind = _APPOSITION.match(lower, end)
    if behind and starts_with(lower[behind.end() : behind.end() + 40], words_of("office")):
        return "official"
    office = None
    for office in office_pattern().finditer(lower, max(0, start - _OFFICE_REACH), start):  # noqa: B007 (the last counts)
        pass
    if office is None:
        return ""
    between = words_of("within_office")
    commas = 0
    for word in PART.finditer(text, office.end(), start):
        plain = word.group().strip("()*:,–-|")
        commas += word.group().endswith((",", ":")) or not plain
        folded = lower[word.start() : word.end()].strip("()*:,–-|")
        if plain and not (plain[0].isupper() or plain.isdigit() or folded in between):
            return ""
        if word.group().endswith((";", ".")) and len(plain) > 2:
            return ""
    if commas > 1:
        return ""
    return "former" if _FORMER.search(lower, max(0, office.start() - 12), office.start()) else "office"

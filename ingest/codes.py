"""Names, ranks and codes that are written with digits: a road, a variety of rice, a telephone number, a jubilee."""

from __future__ import annotations

import re
from functools import cache

from ingest import lexicon
from ingest.units import is_unit_at

_CODES = tuple(
    (re.compile(need), re.compile(source))
    for need, source in (
        # a number glued or hyphened to letters: TBR-97, AD07, F0, H5N1, f3/QK1, 5A, T0
        (r"-\d", r"(?<![^\W\d_])[^\W\d_]{2,}-\d+(?![.,]?\d*\s*%)(?:[A-ZĐ]\w*)?"),
        (r"[A-ZĐa-ln-z]\d", r"(?<![^\W_])(?:[A-ZĐ]{1,5}|[a-ln-z])\d+(?:[.,]\d+)*\w*"),
        (r"[A-ZĐ]\d", r"(?<=[A-ZĐ])\d+(?=[A-ZĐ])"),
        (r"\d[A-CEFa-c]", r"(?<![\d.,])\d{1,3}(?:[A-CEF]|[a-c])(?![^\W_])"),
        (r"\d\s?[-/]\s?[A-ZĐ]", r"(?<![\d.,])\d+\s?[-/]\s?[A-ZĐ]{2,}\d+"),
        (r"[A-ZĐ]\.\d", r"[A-ZĐ]{2,3}\.\d+"),
        (r"[a-z]\d", r"(?<![^\W_])[A-ZĐ][a-z]{1,3}\d+"),
        (r"[A-ZĐ]\s?\d", r"(?:đường|tuyến|kênh|cầu|cống|lộ)\s+[A-ZĐ]{1,3}\s?\d+"),
        (r"[Đđ]ường\s+\d", r"(?i)đường\s+\d{1,2}/\d{1,2}(?![\d/])"),
        (r"\d/\d", r"(?i)(?:hẻm|ngõ|ngách|kiệt|số\s+nhà)\s+\d+(?:/\d+)+"),
        (r"4[.,]0", r"(?i)công\s+nghiệp\s+4[.,]0"),
        (r"[Đđ]ai\s+\d", r"(?i)vành\s+đai\s+\d(?:[.,]\d)?(?![\d.,]*\s*(?:km|m|ha)(?![^\W_]))"),
        (r"(?i)covid", r"(?i)\bcovid\s*[-–]?\s*\d+"),
        (
            r"\d{3}",
            r"(?<![\d.,])(?:\+?84|0)\d{2,3}[ .]\d{3}[ .]\d{3,4}(?!\d)|(?<![\d.,])0\d{9,10}(?!\d)",
        ),
    )
)
"""Names and codes, each behind what a text must have for it to be worth trying."""
_AS_A_WHOLE = re.compile(r"(?:hưởng|điều\s+tiết)(?:\s+trọn)?\s+(100)\s*%")
_QUOTED = re.compile(r"[“\"‘](\d{1,2})\s+([^\W\d_]+(?:\s+[^\W\d_]+){0,3})[”\"’]")
_YEAR_ALONE = re.compile(r"\(((?:19|20)\d\d)\)")
_LAST_WORDS = re.compile(r"([^\W\d_]+)\s+([^\W\d_]+)\s*\Z")
_NAME_REACH = 24
"""Characters before a bracket that may hold the last two words of a name."""
_ANNIVERSARY = re.compile(
    r"(\d{2,3})\s*năm\s+(?:ngày|thành\s+lập|cách\s+mạng|quốc\s+khánh|chiến\s+thắng|truyền\s+thống)"
)


def _is_born(text: str, year: re.Match[str]) -> bool:
    """ "Lương Văn Tẹo (1996)": the year of birth stands alone in brackets behind a name."""
    words = _LAST_WORDS.search(text[max(0, year.start() - _NAME_REACH) : year.start()])
    return words is not None and all(word[0].isupper() for word in words.groups())


def code_spans(text: str, lower: str) -> list[tuple[int, int, str]]:
    """Half-open spans with their kinds: names, ranks, years of birth. ``lower`` is ``text`` folded, as long as it."""
    found = [
        (match.start(), match.end(), "name")
        for need, pattern in _CODES
        if need.search(text)
        for match in pattern.finditer(text)
    ]
    found += [(match.start(1), match.end(1), "date") for match in _YEAR_ALONE.finditer(text) if _is_born(text, match)]
    if "100" in lower:
        found += [(match.start(1), match.end(1), "name") for match in _AS_A_WHOLE.finditer(lower)]
    for match in _QUOTED.finditer(lower):
        if not is_unit_at(lower, match.end(1)):
            found.append((match.start(1), match.end(1), "name"))
    for kind in ("name", "enum"):
        for match in _after_pattern(kind).finditer(lower):
            found.append((match.start(1), match.end(1), kind))
    found += [(match.start(1), match.end(1), "enum") for match in _ANNIVERSARY.finditer(lower)]
    return found


@cache
def _after_pattern(kind: str) -> re.Pattern[str]:
    words = lexicon.alternation(lexicon.surfaces("token_cues", "cue", kind=kind, place="after"))
    return re.compile(rf"(?<![\d.,])(\d{{1,3}})\s*{words}(?![^\W_])")

"""Rewritings of a report that change its bytes and not its meaning."""

from __future__ import annotations

import itertools
import random
import re
import textwrap
import unicodedata
from collections.abc import Callable

from ingest.legacy_fonts import TABLES

_NEW = ("òa", "óa", "ỏa", "õa", "ọa", "ùy", "úy", "ủy", "ũy", "ụy")
_OLD = ("oà", "oá", "oả", "oã", "oạ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
_OLD_TONES = dict(zip(_NEW, _OLD, strict=True))


def decomposed(text: str) -> str:
    """NFD, as some Mac programs write."""
    return unicodedata.normalize("NFD", text)


def windows_lines(text: str) -> str:
    """Line ends of Windows."""
    return text.replace("\n", "\r\n")


def old_tones(text: str) -> str:
    """Tone marks of open oa and uy on the second vowel, as offices wrote before."""
    pattern = re.compile("|".join(rf"{new}(?![^\W\d_])" for new in _OLD_TONES))
    return pattern.sub(lambda match: _OLD_TONES[match.group()], text)


def new_tones(text: str) -> str:
    """Tone marks of open oa and uy on the first vowel, as the school books teach now."""
    pattern = re.compile("|".join(rf"(?<![qQ]){old}(?![^\W\d_])" for old in _OLD))
    back = dict(zip(_OLD, _NEW, strict=True))
    return pattern.sub(lambda match: back[match.group()], text)


def hard_blanks(text: str) -> str:
    """No-break spaces between numbers and words, as word processors set them."""
    return re.sub(r"(?<=\d) (?=[^\W\d_])", "\u00a0", text)


def english_separators(text: str) -> str:
    """Commas for thousands and points for decimals in every number of thousands shape or with a decimal comma."""

    def swap(match: re.Match[str]) -> str:
        return match.group().translate(str.maketrans(".,", ",."))

    return re.sub(
        r"(?<![\d.,/])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d|[.,/]\d)|(?<![\d.,/])\d+,\d+(?!\d|[.,/]\d)", swap, text
    )


_UNWRAPPED = 130
"""Longer lines are whole paragraphs; shorter ones may be the lines of a text that is wrapped already."""


def _wrapped(text: str, width: int) -> str:
    lines = []
    for line in text.split("\n"):
        plain = len(line) <= _UNWRAPPED or line.startswith(("|", "#")) or len(re.findall(r" {3,}", line)) >= 2
        lines += [line] if plain else textwrap.wrap(line, width, break_on_hyphens=False, break_long_words=False)
    return "\n".join(lines)


def rewrapped(text: str) -> str:
    """Every paragraph of a text without wraps cut at 88 columns, as a PDF gives it; tables stay as they are."""
    return _wrapped(text, 88)


def rewrapped_narrow(text: str) -> str:
    """The same at 64 columns."""
    return _wrapped(text, 64)


_BULLETS = {"-": "•", "–": "•", "+": "○", "*": "▪"}


def other_bullets(text: str) -> str:
    """The round and square bullets of word processors for dashes, plus signs and stars at the start of a line."""
    return re.sub(r"(?m)^( *)([-–+*])(?= +[^\W\d_])", lambda match: match.group(1) + _BULLETS[match.group(2)], text)


_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NOTE = re.compile(rf"(?m)^(?P<mark>[{_RAISED}]{{1,2}}|\[\^\d+\]:) *(?P<body>[^\n]+)$\n?")


def footnotes_inlined(text: str) -> str:
    """The words of every one-line footnote in parentheses where its mark stands."""
    for note in reversed(list(_NOTE.finditer(text))):
        mark, body = note["mark"].rstrip(":"), note["body"].strip().rstrip(".;")
        places = [place.start() for place in re.finditer(re.escape(mark), text[: note.start()])]
        standing = [at for at in places if text[at + len(mark) : at + len(mark) + 1] not in _RAISED or not text[at:]]
        inside = [at for at in standing if at > 0 and text[at - 1] != "\n" and text[at - 1] not in _RAISED]
        if len(inside) != 1 or len(body) > 400 or "(" in body:
            continue
        text = text[: note.start()] + text[note.end() :]
        text = text[: inside[0]] + f" ({body})" + text[inside[0] + len(mark) :]
    return text


_SECTION = re.compile(r"(?m)^(?:#+ )?(?P<mark>[IVX]+)\. +(?P<title>[^\n\d]*)$")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def sections_reversed(text: str) -> str:
    """The longest run of sections I, II, III, … in the opposite order, each with its own mark."""
    runs: list[list[re.Match[str]]] = []
    for heading in _SECTION.finditer(text):
        if heading["mark"] == "I":
            runs.append([heading])
        elif runs and len(runs[-1]) < len(_ROMAN) and heading["mark"] == _ROMAN[len(runs[-1])]:
            runs[-1].append(heading)
    run = max(runs, key=len, default=[])
    cuts = [heading.start() for heading in run]
    if len(cuts) < 3:
        return text
    pieces = [text[start:end] for start, end in itertools.pairwise(cuts)]
    return text[: cuts[0]] + "".join(reversed(pieces)) + text[cuts[-1] :]


_MISREAD = {
    **dict(zip("ăâêôơưđ", "âăeoôud", strict=True)),
    **dict(zip("lihcenu", ("1", "l", "b", "e", "c", "u", "n"), strict=True)),
    **dict(zip("àáảãạìíỉĩịùúủũụèéẻẽẹòóỏõọ", "áàãảaíìĩỉiúùũủuéèẽẻeóòõỏo", strict=True)),
    **dict(zip("ấầẩẫậếềểễệốồổỗộớờởỡợứừửữự", "âấầảạêếềẻẹôốồỏọơớờởọưứừửụ", strict=True)),
}


def scanned(text: str) -> str:
    """One letter in a hundred misread as a scan would: a mark lost or another, l for i, e for c. Digits stay."""
    chance = random.Random(20_260_101)
    out = []
    for at, char in enumerate(text):
        swapped = _MISREAD.get(char)
        beside_digit = any(near.isdigit() for near in text[max(0, at - 1) : at + 2])
        out.append(swapped if swapped and not beside_digit and chance.random() < 0.014 else char)
    return "".join(out)


VARIANTS: dict[str, Callable[[str], str]] = {
    "decomposed": decomposed,
    "windows_lines": windows_lines,
    "old_tones": old_tones,
    "new_tones": new_tones,
    "hard_blanks": hard_blanks,
    "english_separators": english_separators,
    "rewrapped": rewrapped,
    "rewrapped_narrow": rewrapped_narrow,
    "other_bullets": other_bullets,
    "footnotes_inlined": footnotes_inlined,
    "sections_reversed": sections_reversed,
}
"""Rewritings that a reader would not notice; :func:`scanned` he would."""


def in_windows_1258(text: str) -> bytes:
    """Letters and tones apart, as Vietnamese Windows of the nineties stored them."""
    marks = "\u0300\u0301\u0303\u0309\u0323"
    pieces = []
    for char in text:
        letters = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in letters if mark in marks)
        pieces.append(unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in marks)) + tone)
    return "".join(pieces).encode("cp1258", errors="replace")


def in_font(text: str, font: str) -> bytes:
    """Typed in an old font, tcvn3 or vni. What the font has no letter for is lost as it was then."""
    typed = {unicode: legacy for legacy, unicode in TABLES[font].items() if legacy != "μ"}
    plain = text.translate(str.maketrans("–“”•", '-""-'))
    lower = plain if font == "vni" else "".join(_capital_as_typed(char, typed) for char in plain)
    return "".join(typed.get(char, char) for char in lower).encode("cp1252" if font == "vni" else "latin-1", "replace")


def _capital_as_typed(char: str, typed: dict[str, str]) -> str:
    """TCVN3 has capitals in a font of their own: in the text they are the small letters."""
    return char if char.isascii() or char in typed else char.lower()


ENCODED: dict[str, Callable[[str], bytes]] = {
    "windows-1258": in_windows_1258,
    "tcvn3": lambda text: in_font(text, "tcvn3"),
    "vni": lambda text: in_font(text, "vni"),
}
"""The same text in the bytes of other years."""

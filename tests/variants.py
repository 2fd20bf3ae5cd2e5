"""Rewritings of a report that change its bytes and not its meaning."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable

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


def hard_blanks(text: str) -> str:
    """No-break spaces between numbers and words, as word processors set them."""
    return re.sub(r"(?<=\d) (?=[^\W\d_])", "\u00a0", text)


def english_separators(text: str) -> str:
    """Commas for thousands and points for decimals in every number of thousands shape or with a decimal comma."""

    def swap(match: re.Match[str]) -> str:
        return match.group().translate(str.maketrans(".,", ",."))

    return re.sub(
        r"(?<![\d.,/])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d.,/]\d)|(?<![\d.,/])\d+,\d{1,2}(?![\d.,/]\d)", swap, text
    )


def rewrapped(text: str) -> str:
    """Every paragraph of a text without wraps cut at 88 columns, as a PDF gives it; tables stay as they are."""
    lines = []
    for line in text.split("\n"):
        plain = len(line) <= 88 or line.startswith(("|", "#")) or len(re.findall(r" {3,}", line)) >= 2
        lines += [line] if plain else textwrap.wrap(line, 88, break_on_hyphens=False, break_long_words=False)
    return "\n".join(lines)


VARIANTS: dict[str, Callable[[str], str]] = {
    "decomposed": decomposed,
    "windows_lines": windows_lines,
    "old_tones": old_tones,
    "hard_blanks": hard_blanks,
    "english_separators": english_separators,
    "rewrapped": rewrapped,
}

"""Letters that a scanner misread, put right where the words around leave no doubt.

Only in a text that shows itself as scanned, and only inside the fixed phrases of ``lexicon/scan_phrases.csv``: words
that differ from such a phrase in one or two letters of like shape (a lost or other mark, e for c, l for i) are read as
the phrase. Digits are never touched.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise

from ingest.legacy_fonts import LEXICON, is_syllable

_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_SAMPLE = 1_500
_FEWEST = 3
_SHORTEST = 200
"""Characters; a label or a lexicon row is never taken for a scan."""
_SCANNED = 0.005
"""Share of the longer small words that are no Vietnamese syllables: a typist's text has less than half of it."""
_MOST_SLIPS = 2
_ALIKE = str.maketrans({"l": "i", "j": "i", "e": "c", "h": "b", "n": "u", "đ": "d"})


def scan_edits(text: str) -> list[tuple[int, int, str]]:
    """Edits, in order and letter for letter, that restore the known phrases of a scanned text; none for other texts."""
    if not _looks_scanned(text):
        return []
    words = list(_WORD.finditer(text))
    shapes = [_shape(word.group()) for word in words]
    edits: list[tuple[int, int, str]] = []
    at = 0
    while at < len(words):
        phrase = next((one for one in _phrases().get(shapes[at], ()) if _stands(one, at, words, shapes, text)), None)
        if phrase is None:
            at += 1
            continue
        for offset, (plain, _) in enumerate(phrase):
            edits += _word_edits(words[at + offset], plain)
        at += len(phrase)
    return edits


def _looks_scanned(text: str) -> bool:
    if len(text) < _SHORTEST:
        return False
    found = [word for word in _LETTERS.findall(text, 0, 6 * _SAMPLE) if word.islower()]
    odd = sum(not _is_word(word) for word in found)
    return odd >= _FEWEST and odd >= _SCANNED * len(found)


@lru_cache(maxsize=32_768)
def _is_word(word: str) -> bool:
    return is_syllable(word)


Phrase = tuple[tuple[str, str], ...]
"""(word, its shape) of every word."""


@cache
def _phrases() -> dict[str, list[Phrase]]:
    """Phrases by the shape of their first word, the longest first."""
    found: dict[str, list[Phrase]] = {}
    with (LEXICON / "scan_phrases.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        phrase = tuple((word, _shape(word)) for word in row["phrase"].split())
        found.setdefault(phrase[0][1], []).append(phrase)
    for phrases in found.values():
        phrases.sort(key=len, reverse=True)
    return found


def _stands(phrase: Phrase, at: int, words: list[re.Match[str]], shapes: list[str], text: str) -> bool:
    """Do the words from ``at`` have the phrase's shapes, side by side, with a slip or two but no more?"""
    here = words[at : at + len(phrase)]
    if len(here) < len(phrase) or any(shape != shapes[at + offset] for offset, (_, shape) in enumerate(phrase)):
        return False
    for left, right in pairwise(here):
        if text[left.end() : right.start()].strip():
            return False
    slips = sum(
        char != plain
        for word, (wanted, _) in zip(here, phrase, strict=True)
        for char, plain in zip(word.group().lower(), wanted, strict=True)
    )
    return slips <= _MOST_SLIPS


def _word_edits(word: re.Match[str], plain: str) -> list[tuple[int, int, str]]:
    return [
        (word.start() + at, word.start() + at + 1, wanted.upper() if char.isupper() else wanted)
        for at, (char, wanted) in enumerate(zip(word.group(), plain, strict=True))
        if char.lower() != wanted
    ]


@lru_cache(maxsize=32_768)
def _shape(word: str) -> str:
    """A word without its marks and with one letter for those that scanners take for each other: hộ and bô are "bo"."""
    plain = "".join(char for char in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(char))
    return plain.translate(_ALIKE)

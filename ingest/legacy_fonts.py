"""Passages typed in a pre-Unicode font (TCVN3, VNI) inside a Unicode text: where they are and what they say.

Such a passage is made of Latin-1 characters that only look Vietnamese in their own font ("Héi ®ång" is "Hội đồng").
A word counts as evidence only if it is no Vietnamese syllable as it stands and becomes one when decoded; a passage
needs several of them close together. Everything else in the text is left alone. The tables are data:
``lexicon/legacy_tcvn3.csv`` and ``lexicon/legacy_vni.csv``.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LEXICON = Path(__file__).parent / "lexicon"

MIN_EVIDENCE = 3
"""Different telling words that a passage needs before any of it is decoded."""

MAX_GAP = 160
"""Characters between two telling words of one passage."""

_WINDOW = 20 * MAX_GAP
_LONGEST_WORD = 24
_SOFT_HYPHEN = "\u00ad"

# Characters that Vietnamese in Unicode does not use inside words: one of them is in every passage worth decoding.
_GATE = re.compile("[¨©ª¬®µ¶¸ÄÅÆÇËÏÑÖØÛÜÞßäåæçëïñöøûüþμ]")
_BEYOND_LATIN = re.compile("[Ā-ɏḀ-ỿ]")
_WORD = re.compile("[A-Za-z¡-ÿĀ-ɏḀ-ỿμ]+")

_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])"
_NUCLEUS = (
    "(?:uyê|uya|uyu|uêu|oai|oao|oay|oeo|uai|uây|uôi|iêu|yêu|ươi|ươu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi"
    "|oo|ơi|ơu|ua|uâ|uê|ui|uô|uơ|ưa|ưi|ươ|ưu|uy|yê|[aăâeêioôơuưy])"
)
_SYLLABLE = re.compile(f"{_ONSET}?{_NUCLEUS}(?P<coda>ch|ng|nh|[cmnpt])?")
_TONES = {"\u0301": "sắc", "\u0300": "huyền", "\u0309": "hỏi", "\u0303": "ngã", "\u0323": "nặng"}
_STOPS = frozenset({"c", "ch", "p", "t"})


@dataclass(frozen=True, slots=True)
class LegacyWord:
    """One word of a legacy passage; ``edits`` are (start, end, decoded character) in the text that was searched."""

    start: int
    end: int
    encoding: str
    edits: tuple[tuple[int, int, str], ...]


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    readings: dict[str, bool]  # encoding → decodes to a Vietnamese syllable
    verdict: str  # "unicode", an encoding, or "" where the word alone does not tell
    nearest: str = field(default="")


def _load(name: str) -> dict[str, str]:
    with (LEXICON / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["legacy"] or chr(int(row["code_point"], 16)): row["unicode"] for row in rows}


TABLES: dict[str, dict[str, str]] = {"tcvn3": _load("legacy_tcvn3.csv"), "vni": _load("legacy_vni.csv")}
_UNITS = {
    name: re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True))) for name, table in TABLES.items()
}


def may_hold_legacy(text: str) -> bool:
    """Quick test: False means that no passage can be found, True that it is worth looking."""
    return _GATE.search(text) is not None


def is_syllable(word: str) -> bool:
    """Whether ``word`` (NFC) is built like one Vietnamese syllable, in any case, with at most one tone mark."""
    tones: list[str] = []
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tones.append(_TONES[char])
        else:
            letters.append(char)
    match = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", "".join(letters)))
    if match is None or len(tones) > 1:
        return False
    return match["coda"] not in _STOPS or tones in (["sắc"], ["nặng"])


def decode_word(word: str, encoding: str) -> str | None:
    """``word`` read in ``encoding``; None if a character of it does not exist there or nothing would change."""
    decoded = _UNITS[encoding].sub(lambda unit: TABLES[encoding][unit[0]], word)
    left_over = _UNITS[encoding].sub("", word)
    if decoded == word or not left_over.isascii():
        return None
    return decoded


def find_legacy_words(text: str) -> list[LegacyWord]:
    """The words of all legacy passages in ``text`` (NFC, soft hyphens still in place), in order."""
    words = _classify(text)
    if _BEYOND_LATIN.search(text) is None:
        # Vietnamese without a single ơ, ư or ạ is no Unicode: words that could be either go with the others
        for word in words:
            word.verdict = "" if word.verdict == "unicode" else word.verdict
    accepted: set[int] = set()
    for encoding in TABLES:
        accepted |= _confident(words, encoding, text)
    for number, word in enumerate(words):
        if word.verdict in TABLES and number not in accepted:
            word.verdict = ""
    if not accepted:
        return []
    _settle_by_neighbours(words)
    return [
        LegacyWord(word.start, word.end, word.nearest, tuple(_edits(text, word)))
        for word in words
        if word.nearest in TABLES
    ]


def _classify(text: str) -> list[_Word]:
    known: dict[str, tuple[dict[str, bool], str]] = {}
    words: list[_Word] = []
    for match in (one for start, end in _windows(text) for one in _WORD.finditer(text, start, end)):
        word = match[0]
        if word.isascii() or len(word) > _LONGEST_WORD:
            continue
        if word not in known:
            known[word] = _weigh(word)
        readings, verdict = known[word]
        words.append(_Word(match.start(), match.end(), readings, verdict))
    return words


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of ``text`` around its unusual characters, far enough to see what stands beside a passage."""
    start = end = 0
    for match in _GATE.finditer(text):
        if match.start() > end + 2 * _WINDOW:
            if end:
                yield start, end + _WINDOW
            start = match.start() - _WINDOW
        end = match.end()
    if end:
        yield start, end + _WINDOW


def _weigh(word: str) -> tuple[dict[str, bool], str]:
    if any(char > "ÿ" and char != "μ" for char in word):
        return {}, "unicode"
    readings: dict[str, bool] = {}
    for encoding in TABLES:
        decoded = decode_word(word, encoding)
        if decoded is not None:
            readings[encoding] = is_syllable(decoded)
    fitting = [encoding for encoding, fits in readings.items() if fits]
    if is_syllable(word.replace(_SOFT_HYPHEN, "")):
        return readings, "" if fitting else "unicode"
    return readings, fitting[0] if len(fitting) == 1 else ""


def _confident(words: list[_Word], encoding: str, text: str) -> set[int]:
    """Numbers of the telling words that stand in passages with enough of them, and with more of them than of others."""
    accepted: set[int] = set()
    group: list[int] = []
    against = pending = 0

    def close() -> None:
        spelled = {text[words[i].start : words[i].end].lower() for i in group}
        if len(spelled) >= MIN_EVIDENCE and len(group) >= against:
            accepted.update(group)

    for number, word in enumerate(words):
        if group and word.start - words[group[-1]].end > MAX_GAP:
            close()
            group, against, pending = [], 0, 0
        if word.verdict == encoding:
            against += pending
            pending = 0
            group.append(number)
        elif group and not word.readings.get(encoding, False):
            pending += 1
    close()
    return accepted


def _settle_by_neighbours(words: list[_Word]) -> None:
    """A word that does not tell by itself goes with the nearest one that does; at a tie it stays as it is."""
    after: list[tuple[int, str]] = []
    start, verdict = 1 << 62, "unicode"
    for word in reversed(words):
        after.append((start - word.end, verdict))
        if word.verdict:
            start, verdict = word.start, word.verdict
    end, verdict = -(1 << 62), "unicode"
    for word, (gap_after, verdict_after) in zip(words, reversed(after), strict=True):
        if word.verdict:
            word.nearest = word.verdict
            end, verdict = word.end, word.verdict
            continue
        gap_before = word.start - end
        if verdict == verdict_after:
            choice = verdict if min(gap_before, gap_after) <= MAX_GAP else "unicode"
        else:
            gap, choice = min((gap_before, verdict), (gap_after, verdict_after))
            if gap_before == gap_after or gap > MAX_GAP or not word.readings.get(choice, False):
                choice = "unicode"
        word.nearest = choice if choice in word.readings else "unicode"


def _edits(text: str, word: _Word) -> Iterator[tuple[int, int, str]]:
    printed = text[word.start : word.end]
    plain = [char for char in printed if char.isascii()]
    shout = len(plain) > 1 and all(char.isupper() for char in plain)
    for unit in _UNITS[word.nearest].finditer(printed):
        decoded = TABLES[word.nearest][unit[0]]
        if shout and word.nearest == "tcvn3":
            decoded = decoded.upper()
        if decoded != unit[0]:
            yield word.start + unit.start(), word.start + unit.end(), decoded

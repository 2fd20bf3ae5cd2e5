"""Text made fit for matching, with a map back to the text as decoded.

Folding never touches what anybody sees: every offset that leaves the reading stages points into the original text.
It composes letters (NFC), decodes legacy-font passages, drops characters without width, turns every kind of space
into a plain one, puts right what a scanner misread in well-known phrases and, for ``lower``, writes the tone mark of
open oa, oe, uy on the first vowel ("hoà" as "hòa").
Digits are never altered, and no two digit strings of the original become one.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.legacy_fonts import LegacyWord, find_legacy_words, may_hold_legacy
from ingest.scan_slips import scan_edits

Edit = tuple[int, int, str]
"""(start, end, replacement): every character of the replacement stands for the whole span."""

_MAX_PASSES = 4

_CONTROLS = "\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f"
_NO_WIDTH = _CONTROLS + "\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BREAKS = "\x0b\x0c\x85\u2028\u2029"
_UNCLEAN = re.compile(f"[{_NO_WIDTH}]+|\r\n?|[{_SPACES}]|[{_BREAKS}]")
_UNCLEAN_LAST = re.compile("\u00ad+|[Ðð]")  # letters of a legacy font, so looked at after decoding
_MAY_BE_UNCLEAN = {
    _UNCLEAN: re.compile(f"[{_NO_WIDTH}\r{_SPACES}{_BREAKS}]"),
    _UNCLEAN_LAST: re.compile("[\u00adÐð]"),
}
_REPLACED = {"\r": "\n", "\r\n": "\n", "Ð": "Đ", "ð": "đ"}
_BEYOND_ASCII = re.compile(r"[\x00-\x7f\d]?[^\x00-\x7f\d]+")  # no letter melts with what stands before it
_OF_NUMBER = re.compile(r"[\d.,]")

_TONE_ON_SECOND = re.compile(r"(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])")
_TONE_ON_FIRST = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
_TONE_ON_FIRST_AFTER_Q = re.compile(r"(?<=q)[ùúủũụ]y(?![^\W\d_])")
_TONE_ON_SECOND_AFTER_Q = {"ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ"}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where each of its characters comes from.

    ``lower`` has the length of ``text`` and the same indices. ``starts[i]`` and ``ends[i]`` bound the original
    characters behind ``text[i]``; ``starts`` has one entry more, the length of the original.
    ``legacy`` lists the original spans that were decoded from a legacy font.
    """

    text: str
    lower: str
    starts: Sequence[int]
    ends: Sequence[int]
    legacy: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open original span behind ``text[start:end]``; IndexError outside the text."""
        if start >= end:
            return self.starts[start], self.starts[start]
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Fold ``text``. Folding a folded text changes nothing; linear time, and next to none if it is clean already."""
    view = _View(text, range(len(text) + 1), range(1, len(text) + 1))
    legacy: list[tuple[int, int]] = []
    for _ in range(_MAX_PASSES):
        before = view
        view = _apply(view, _clean_edits(view.text, _UNCLEAN))
        view = _apply(view, _compose_edits(view.text))
        if may_hold_legacy(view.text):
            words = find_legacy_words(view.text)
            legacy.extend(_passages(view, words))
            view = _apply(view, [edit for word in words for edit in word.edits])
        view = _apply(view, _clean_edits(view.text, _UNCLEAN_LAST))
        if view is before:
            break
    view = _apply(view, scan_edits(view.text))
    return Folded(view.text, _lower(view.text), view.starts, view.ends, tuple(sorted(legacy)))


_REMEMBERED = 200
"""Characters of the longest string whose key is kept: words come again, whole passages do not."""


def fold_key(text: str) -> str:
    """A lexicon string in the form of ``Folded.lower``, with single spaces and none at the ends."""
    return _kept_key(text) if len(text) <= _REMEMBERED else _key(text)


def _key(text: str) -> str:
    return " ".join(fold(text).lower.split())


_kept_key = lru_cache(maxsize=16_384)(_key)


@dataclass(frozen=True, slots=True)
class _View:
    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def _apply(view: _View, edits: Sequence[Edit]) -> _View:
    """``view`` with ``edits`` made (in order, not overlapping); ``view`` itself if there are none."""
    if not edits:
        return view
    pieces: list[str] = []
    starts: array[int] = array("q")
    ends: array[int] = array("q")
    done = 0
    for start, end, replacement in edits:
        if start > done:
            pieces.append(view.text[done:start])
            starts.extend(view.starts[done:start])
            ends.extend(view.ends[done:start])
        pieces.append(replacement)
        for _ in replacement:
            starts.append(view.starts[start])
            ends.append(view.ends[end - 1])
        done = end
    pieces.append(view.text[done:])
    starts.extend(view.starts[done:])
    ends.extend(view.ends[done:])
    return _View("".join(pieces), starts, ends)


def _clean_edits(text: str, unclean: re.Pattern[str]) -> list[Edit]:
    if _MAY_BE_UNCLEAN[unclean].search(text) is None:  # ten times as fast as the pattern itself
        return []
    return [(match.start(), match.end(), _cleaned(text, match)) for match in unclean.finditer(text)]


def _cleaned(text: str, match: re.Match[str]) -> str:
    found = match[0]
    if found in _REPLACED:
        return _REPLACED[found]
    if found.isspace():
        return "\n" if found in _BREAKS else " "
    start, end = match.span()
    parts_numbers = start > 0 and _OF_NUMBER.match(text, start - 1) and _OF_NUMBER.match(text, end)
    return " " if parts_numbers else ""


def _compose_edits(text: str) -> list[Edit]:
    if unicodedata.is_normalized("NFC", text):
        return []
    known: dict[str, list[Edit]] = {}
    edits: list[Edit] = []
    for match in _BEYOND_ASCII.finditer(text):
        run, offset = match[0], match.start()
        if run not in known:
            known[run] = _compose_run(run)
        edits.extend((offset + start, offset + end, composed) for start, end, composed in known[run])
    return edits


def _compose_run(run: str) -> list[Edit]:
    """One edit for each letter with its marks; one for the whole run where letters themselves melt together."""
    bounds = [index for index, char in enumerate(run) if index == 0 or not unicodedata.combining(char)]
    composed = [
        unicodedata.normalize("NFC", run[start:end]) for start, end in zip(bounds, [*bounds[1:], len(run)], strict=True)
    ]
    whole = unicodedata.normalize("NFC", run)
    if "".join(composed) != whole:
        bounds, composed = [0], [whole]
    edits: list[Edit] = []
    for start, end, letter in zip(bounds, [*bounds[1:], len(run)], composed, strict=True):
        if letter == run[start:end]:
            continue
        kept = letter[0] == run[start]  # marks put in order behind a digit leave the digit where it is
        edits.append((start + kept, end, letter[kept:]))
    return edits


def _passages(view: _View, words: Sequence[LegacyWord]) -> list[tuple[int, int]]:
    """Original spans of runs of decoded words with no Vietnamese letter of Unicode between them."""
    passages: list[tuple[int, int]] = []
    last_end = -1
    for word in words:
        start, end = view.starts[word.start], view.ends[word.end - 1]
        if passages and view.text[last_end : word.start].isascii():
            passages[-1] = (passages[-1][0], end)
        else:
            passages.append((start, end))
        last_end = word.end
    return passages


def _lower(text: str) -> str:
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    lower = _TONE_ON_SECOND.sub(_place_tone, lower)
    return _TONE_ON_FIRST_AFTER_Q.sub(lambda match: _TONE_ON_SECOND_AFTER_Q[match[0]], lower)


def _place_tone(match: re.Match[str]) -> str:
    start = match.start()
    if match[0][0] == "u" and start > 0 and match.string[start - 1] == "q":
        return match[0]
    return _TONE_ON_FIRST[match[0]]

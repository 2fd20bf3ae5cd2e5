"""Is this text a report of a Vietnamese administration at all? Decided on samples, so that size does not matter."""

from __future__ import annotations

import re
import tomllib

from ingest.errors import RefusedFile
from ingest.folding import fold, fold_key
from ingest.legacy_fonts import LEXICON, is_syllable

_SLICES = 5
_SLICE = 30_000
_FEWEST_WORDS = 25
_VIETNAMESE_SHARE = 0.25
_MOST_DIGITS = 0.75

_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")


def _cues() -> re.Pattern[str]:
    words = tomllib.loads((LEXICON / "header_words.toml").read_text(encoding="utf-8"))["report"]["any_of"]
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(fold_key(word)) for word in words) + r")(?!\w)")


_CUES = _cues()


def check_is_report(text: str) -> None:
    """Return in silence if ``text`` can be a report; RefusedFile says why if it cannot."""
    if not text.strip("\ufeff \t\r\n"):
        raise RefusedFile(
            "empty_file", "The file holds only blanks. Check that the report was saved, and send it again."
        )
    folded = fold(_sample(text))
    words = _WORD.findall(folded.lower)
    digits = len(_DIGIT.findall(folded.text))
    letters = sum(map(len, words))
    if digits > _MOST_DIGITS * (digits + letters):
        raise _refused("it is nearly all digits, with hardly a word between them")
    if len(words) < _FEWEST_WORDS:
        raise _refused(f"it has only {len(words)} words")
    marked = [word for word in words if not word.isascii()]
    if sum(map(is_syllable, marked)) < _VIETNAMESE_SHARE * len(words):
        raise RefusedFile(
            "not_vietnamese",
            "The text is not written in Vietnamese with its marks (ă, â, đ, ê, ô, ơ, ư and the tones). "
            "If it is a report whose marks were lost on the way, get it again as the word processor saved it.",
        )
    if _CUES.search(folded.lower) is None:
        raise _refused("it is Vietnamese, but names no commune, committee, household or the like")


def _refused(reason: str) -> RefusedFile:
    return RefusedFile(
        "not_a_report",
        f"This does not look like a report of a commune: {reason}. "
        "If it is one, check that the whole text was saved as UTF-8.",
    )


def _sample(text: str) -> str:
    """The whole of a short text; slices from beginning to end of a long one."""
    if len(text) <= _SLICES * _SLICE:
        return text
    step = (len(text) - _SLICE) // (_SLICES - 1)
    return "\n".join(text[number * step : number * step + _SLICE] for number in range(_SLICES))

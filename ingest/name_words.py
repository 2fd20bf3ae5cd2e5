"""The vocabulary of names: what the files surnames, middle_names, name_cues and public_names of the lexicon say."""

from __future__ import annotations

import re
from functools import cache

from ingest import lexicon
from ingest.folding import fold_key

LONGEST_CUE = 6  # words
WHOLE = 3
"""Words of a whole name: surname, middle name, given name."""

_MARKS = str.maketrans(dict.fromkeys(",;:.)", " "))
_EFFECTS = ("person", "named", "before", "place", "unit", "office")


@cache
def words_of(effect: str) -> frozenset[str]:
    """The words of `name_cues` with that effect."""
    return lexicon.surfaces("name_cues", "cue", effect=effect)


@cache
def surnames() -> dict[str, int]:
    """Surname → words that a name of it needs to be one wherever it stands; 0 where shape alone does not tell."""
    return {fold_key(row["surname"]): int(row["alone"] or 0) for row in lexicon.rows("surnames")}


@cache
def middle_names() -> frozenset[str]:
    """Second words of a whole name."""
    return lexicon.surfaces("middle_names", "name")


@cache
def public_names() -> dict[str, bool]:
    """Streets, schools, peoples, gods, units that look like a name; True if many private people bear it too."""
    return {fold_key(row["name"]): bool(row["also_private"]) for row in lexicon.rows("public_names")}


@cache
def cues() -> dict[str, str]:
    """Effect by words that stand before a name; what is earlier in the file wins."""
    return {
        fold_key(row["cue"]): row["effect"] for row in reversed(lexicon.rows("name_cues")) if row["effect"] in _EFFECTS
    }


@cache
def last_words() -> frozenset[str]:
    """Last words of all cues: most words are none, which spares looking further."""
    return frozenset(cue.rsplit(" ", 1)[-1] for cue in cues())


@cache
def office_pattern() -> re.Pattern[str]:
    """An office anywhere in a text."""
    return re.compile(rf"(?<![^\W_]){lexicon.alternation(words_of('office'))}(?![^\W_])")


@cache
def announced() -> re.Pattern[str]:
    """Words that open a list of people: "bắt 6 đối tượng đá gà:"."""
    words = lexicon.alternation(words_of("announces"))
    return re.compile(rf"(?<![^\W_]){words}(?![^\W_])[^.;:]*:\s*\Z")


@cache
def tells_person(effect: str) -> re.Pattern[str]:
    """What stands right behind a name and says that it is a person's: ``tells`` who it is, ``acts`` what it did."""
    words = lexicon.alternation(words_of(effect))
    if effect == "acts":
        return re.compile(rf"\s*(?:\([^()]{{0,60}}\)\s*)?,?\s*(?:(?:đã|cũng|tự nguyện|vừa|đang)\s+)*{words}(?![^\W_])")
    day = r"[(,]\s*(?:\d{1,2}[/.-]\d{1,2}[/.-])?(?:19|20)\d\d\s*[),;]"
    return re.compile(rf"\s*[,(–-]?\s*(?:\(?\s*(?:hiện |đang |hiện đang )?{words}(?![^\W_])|\d{{1,3}} tuổi)|\s*{day}")


@cache
def by_name() -> re.Pattern[str]:
    """What stands between a name and another name of the same person: "(thường gọi", "tự"."""
    words = lexicon.alternation(words_of("alias"))
    return re.compile(rf"\s*[,(–-]?\s*(?:hay\s+)?{words}\s*:?\s*[“\"'‘]?\s*")


def starts_with(text: str, phrases: frozenset[str]) -> bool:
    """Do the first words of ``text`` make one of the phrases?"""
    words = text.translate(_MARKS).split()
    return any(" ".join(words[:count]) in phrases for count in range(1, LONGEST_CUE + 1))

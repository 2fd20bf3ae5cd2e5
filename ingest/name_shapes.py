"""What looks like a name, by its letters alone: runs of capitals, initials, whole names in small letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.name_words import middle_names, surnames, words_of

Word = tuple[int, int]
"""Half-open span of a word."""

LONGEST_NAME = 5  # words
OF_SEX = ("văn", "thị")

_UPPER = "".join(letter for letter in map(chr, range(0x41, 0x1F00)) if letter.isupper())
_WORD = rf"[{_UPPER}](?:[^\W\d_]|['’ʼ](?=[^\W\d_]))*"
_TRIBAL = r"(?:[HYK]['’ʼ][ ]?(?=[^\W\d_]))?"
"""H' and Y' may stand apart from the name: "H' Nguôm"."""
_RUN = re.compile(rf"(?<![\w'’ʼ]){_TRIBAL}{_WORD}(?:[ ]+(?:(?:văn|thị)[ ]+)?{_TRIBAL}{_WORD})*(?![\w])")
PART = re.compile(r"(?:[HYK]['’ʼ][ ])?\S+")
_APOSTROPHES = ("'", "’", "ʼ")

_INITIALS = re.compile(rf"(?<![\w.])(?:[{_UPPER}]\s?\.\s?){{1,4}}[{_UPPER}](?![\w])")
_SMALL = re.compile(
    r"(?<![^\W_])(?P<surname>[^\W\d_]+) (?:văn|thị) (?P<given>[^\W\d_]+)(?P<more> [^\W\d_]+(?=\s*(?:[,;.()|–-]|$|\d)))?"
)
_GOES_ON = re.compile(r"\.\s*(?:[,;()–-]|[^\W\d_])")


def runs(text: str) -> Iterator[list[Word]]:
    """Words with capitals in a row, each with its place; a small "văn" or "thị" may stand between them."""
    for run in _RUN.finditer(text):
        start, end = run.span()
        if " " not in run.group():
            yield [(start, end)]
            continue
        words = [part.span() for part in PART.finditer(text, start, end)]
        abbreviated = words[0][1] - start == 1 and text[start - 1 : start] == "/"  # "Ô/B Trần Hữu Lộc"
        yield words[1:] if abbreviated else words


def initials(text: str, at: int) -> int:
    """The end of a name of which only the first letters are told (N.V.T.), 0 where none starts at ``at``."""
    found = _INITIALS.match(text, at)
    return with_dot(text, found.end()) if found else 0


def small_names(text: str, lower: str) -> Iterator[Word]:
    """Whole names in small letters, of the plainest shape: "nguyễn thị hoa"."""
    if not any(f" {word} " in text for word in OF_SEX):
        return
    for found in _SMALL.finditer(text):
        surname, given = (lower[slice(*found.span(part))] for part in ("surname", "given"))
        longer = given in middle_names() and found.group().islower()
        end = found.end() if longer else found.end("given")
        if surnames().get(surname) and given not in words_of("no_given") and text[found.start() : end].islower():
            yield found.start(), end


def with_dot(text: str, end: int) -> int:
    """The end of a name, with the point behind its last letter if only that letter is told: "Nguyễn Văn T."."""
    lone = text[end - 1].isupper() and not text[end - 2 : end - 1].isalpha()
    follows = _GOES_ON.match(text, end)
    return end + 1 if lone and follows and not follows.group()[-1].isupper() else end


def surname(text: str, lower: str, words: list[Word], at: int) -> str | None:
    """The surname that starts with this word: one word, or two (Rơ Châm); H'Hen and K'Brể wear it as a prefix."""
    start, end = words[at]
    first = lower[start:end]
    if is_tribal(text, start):
        return first[:2]
    if at + 1 < len(words) and (two := f"{first} {lower[slice(*words[at + 1])]}") in surnames():
        return two
    return first if first in surnames() else None


def is_tribal(text: str, at: int) -> bool:
    """H'Hen, K'Brể: the surname is a letter with an apostrophe, so one word is a whole name."""
    return text[at + 1 : at + 2] in _APOSTROPHES and text[at + 2 : at + 4].strip()[:1].isalpha()


def is_of_clan(lower: str, words: list[Word], at: int, end: int) -> bool:
    """Does a name end with a clan of the highlands, as "Y Thăng Mlô" does?"""
    last = [lower[slice(*word)] for word in words[at + 1 : end]]
    return any(surnames().get(" ".join(last[-count:])) == 2 for count in (1, 2) if count <= len(last))


def end_of_name(text: str, lower: str, words: list[Word], at: int) -> int:
    """Index behind the last word of the name that starts here; ``at`` where none can."""
    loud = is_loud(text, words[at])
    if loud and (
        surname(text, lower, words, at) is None or not all(_fits(text, one, loud) for one in words[at : at + 2])
    ):
        return at
    of_sex = at + 1 < len(words) and lower[slice(*words[at + 1])] in OF_SEX
    end = at
    while end < len(words) and end - at < LONGEST_NAME and _fits(text, words[end], loud):
        ends_run = end == len(words) - 1 and end - at > 1
        may_stop = end - at != 1 and not ends_run and not (end == at and of_sex)
        if may_stop and lower[slice(*words[end])] in words_of("stop"):
            break
        if end > at + 1 and text[words[end][0]].islower():
            break
        end += 1
    return end


def is_loud(text: str, word: Word) -> bool:
    """A word all in capitals."""
    printed = text[slice(*word)]
    return len(printed) > 1 and printed.isupper()


def _fits(text: str, word: Word, loud: bool) -> bool:
    """May the word stand in a name in capitals, or in one that is not? A letter may stand in both."""
    return word[1] - word[0] == 1 or is_loud(text, word) == loud

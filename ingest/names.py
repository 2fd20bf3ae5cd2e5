"""Names of people in the text of a report, with their place: who is private and must not be read by everybody.

Two ways lead to a name. Words before it that announce a person (``lexicon/name_cues.csv``: "ông", "hộ", "bị can"), or
the shape of a whole name on its own: a surname, a middle name and a given name, all with capitals. What an office
names is no private person, nor is what streets, schools and places are named after (``lexicon/public_names.csv``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ingest import lexicon
from ingest.blocks import TextBlock
from ingest.folding import Folded, fold_key
from ingest.model import PersonName

_UPPER = "".join(letter for letter in map(chr, range(0x41, 0x1F00)) if letter.isupper())
_WORD = rf"[{_UPPER}](?:[^\W\d_]|['’ʼ](?=[^\W\d_]))*"
_TRIBAL = r"(?:[HYK]['’ʼ][ ])?"
"""H' and Y' may stand apart from the name: "H' Nguôm"."""
_RUN = re.compile(rf"(?<![\w'’ʼ]){_TRIBAL}{_WORD}(?:[ ]+{_TRIBAL}{_WORD})*(?![\w])")
_APOSTROPHES = ("'", "’", "ʼ")
_PART = re.compile(rf"{_TRIBAL}\S+")
_TAIL = 48
"""Characters before a name that may hold its cue."""
_OFFICE_REACH = 110
_ANNOUNCED = 70
_LONGEST_CUE, _LONGEST_NAME, _WHOLE_NAME = 4, 5, 3  # words
_SIGNED = re.compile(
    r"(?<!\w)(?:nơi nhận\s*:|(?:tm|kt|tuq|tl|t/m|k/t)\s*\.?\s*\**(?:ủy ban|ubnd|chủ tịch|đảng ủy|hđnd|hội đồng|ban ))"
)
_ANNEX = re.compile(r"(?<!\w)(?:phụ lục|biểu số|danh sách)")
_SIGNATURE = 500
"""Characters behind the words that open it in which a signature stands."""
_LISTED = re.compile(r"\s*(?:\([^()]{0,60}\)\s*)?(?:[,;/&+]|,?\s(?:và|cùng|với))\s*(?:(?:đ/c|đồng chí|hộ)\s+)?")
_ALONG = re.compile(r"[\s\d]*(?:\([^()]{0,60}\)\s*)?(?:[,;/&+–-]|,?\s(?:và|cùng|với|đến|tới|qua|nối))\s*")
_TELLS_PERSON = re.compile(
    r"\s*[,(–-]?\s*(?:\(?\s*(?:sinh năm|sinh ngày|sn|s\.n)(?!\w)|\d{2} tuổi|trú tại|thường trú|ngụ|(?:làm )?chủ hộ)"
)
_APPOSITION = re.compile(r"\s*(?:[,(:–-]|là|làm|giữ chức(?: vụ)?)\s*(?:(?:đ/c|đồng chí|là|giữ chức|quyền|q\.)\s+)?")
_SENTENCE_START = re.compile(r"(?:^|[.;:!?(\[•*|“\"–+-])\s*$|(?<!\w)hộ\s+$")
_OPENING = "(“\"'[*|•–-+"


@dataclass(frozen=True, slots=True)
class _Found:
    """A person in a block; from ``shown`` on it can be told from other words: "ông Sáu" is a man, "Sáu" is six."""

    shown: int
    start: int
    end: int
    cued: bool


def person_names(entries: Iterable[TextBlock], folded: Folded, text: str) -> tuple[PersonName, ...]:
    """The private people that a report names, in reading order. Who is named by an office once is not private."""
    zones = list(_signatures(folded.lower))
    known = _Known()
    found = [(entry, one) for entry in entries for one in _Block(entry, zones, known).people()]
    names = []
    for entry, one in found:
        key = fold_key(entry.logical.text[one.start : one.end])
        if key in known.officials or (not one.cued and key in known.places):
            continue
        start, end = folded.span(*entry.logical.span(one.start, one.end))
        shown, _ = folded.span(*entry.logical.span(one.shown, one.end))
        read = " ".join(entry.logical.text[one.shown : one.end].split())
        names.append(PersonName(start, end, text[shown:end], read))
    return tuple(sorted(names, key=lambda name: name.char_start))


class _Known:
    """What the whole report says about a name: office or place."""

    def __init__(self) -> None:
        self.officials: set[str] = set()
        self.places: set[str] = set()


class _Block:
    """The names of one block. ``last`` is what the one before was, and where it ended: lists go on as they began."""

    def __init__(self, entry: TextBlock, zones: list[tuple[int, int]], known: _Known) -> None:
        self.entry, self.zones, self.known = entry, zones, known
        self.text, self.lower = entry.logical.text, entry.logical.lower
        self.last: tuple[str, int] = ("", 0)

    def people(self) -> Iterator[_Found]:
        for run in _RUN.finditer(self.text):
            words = [(run.start() + part.start(), run.start() + part.end()) for part in _PART.finditer(run.group())]
            at = 0
            while at < len(words):
                taken = 1
                for verdict, found in self._judge(words, at):
                    taken = sum(found.start <= start < found.end for start, _ in words) or 1
                    if verdict == "person":
                        yield found
                    elif verdict != "public":
                        known = self.known.officials if verdict == "office" else self.known.places
                        known.add(fold_key(self.text[found.start : found.end]))
                    self.last = (verdict, found.end)
                at += taken

    def _judge(self, words: list[tuple[int, int]], at: int) -> Iterator[tuple[str, _Found]]:
        """What the name that starts with this word is; nothing if no name does."""
        start = words[at][0]
        effect, cue_at = self._cue(start)
        if cue_at > words[0][0]:  # inside a run of capitals a cue is a part of a name: "Chau Sóc Kim"
            effect, cue_at = "", start
        if not effect and (self._surname(words, at) is None or (at and not self._whole_inside(words, at))):
            return
        if effect in ("place", "office") and self._surname(words, at) is None:
            if effect == "place":
                yield "place", _Found(start, start, words[-1][1], cued=True)
            return
        end = self._end(words, at)
        if end == at:
            return
        name = _Found(start, start, words[end - 1][1], cued=effect in ("person", "named"))
        if any(fold_key(self.text[begin : name.end]) in _public() for begin in (start, cue_at)):
            yield "place" if effect == "place" or self._goes_on("place", _ALONG, start) else "public", name
            return
        verdict = self._verdict(name, end - at, effect, cue_at, self._surname(words, at) is not None)
        if verdict:
            short = effect == "person" and end - at == 1 and not self._is_tribal(start)
            yield verdict, _Found(cue_at, name.start, name.end, cued=True) if short else name

    def _verdict(self, name: _Found, length: int, effect: str, cue_at: int, by_surname: bool) -> str:
        if self._is_office(name):
            return "office"
        if effect == "place" or (effect == "person" and self._cue(cue_at)[0] == "place"):
            return "place"
        whole = by_surname and length >= _WHOLE_NAME
        if effect == "person":
            if self.text[cue_at].isupper() and not _SENTENCE_START.search(self.lower[max(0, cue_at - 12) : cue_at]):
                return "person" if whole else "place"
            return "person" if length > 1 or self._stands_alone(name) else ""
        if not by_surname or (length == 1 and not self._is_tribal(name.start)):
            return ""
        if effect == "named":
            return "person" if whole or self._stands_alone(name) else ""
        if self._goes_on("place", _ALONG, name.start):
            return "place"
        if self._goes_on("person", _LISTED, name.start) and (whole or self._stands_alone(name)):
            return "person"
        if length < 2:
            return ""
        middle = fold_key(self.text[name.start : name.end].split()[1]) in _set("middle_names", "name")
        announced = _announced().search(self.lower, max(0, name.start - _ANNOUNCED), name.start)
        if whole and (middle or announced or _TELLS_PERSON.match(self.lower, name.end)):
            return "office" if self._signs(name) else "person"
        return ""

    def _goes_on(self, verdict: str, between: re.Pattern[str], at: int) -> bool:
        """Does what starts at ``at`` continue a list of such names?"""
        last, ended = self.last
        return last == verdict and between.fullmatch(self.lower, ended, at) is not None

    def _cue(self, at: int) -> tuple[str, int]:
        """Effect of the words right before ``at``, the longest that are known, and where they start."""
        tail = self.lower[max(0, at - _TAIL) : at].rstrip(" “\"'(*")
        colon = tail.endswith(":")
        tail = tail.rstrip(" :*")
        words = tail.split(" ")
        if words[-1].lstrip(_OPENING) not in _last_words():
            return "", at
        for count in range(min(_LONGEST_CUE, len(words)), 0, -1):
            cue = " ".join(words[-count:]).lstrip(_OPENING)
            effect = _cues().get(cue)
            if effect and not (colon and effect == "place"):
                return effect, max(0, at - _TAIL) + len(tail) - len(cue)
        return "", at

    def _surname(self, words: list[tuple[int, int]], at: int) -> str | None:
        """The surname that starts with this word: one word, or two (Rơ Châm); H'Hen and K'Brể wear it as a prefix."""
        start, end = words[at]
        first = self.lower[start:end]
        if self._is_tribal(start):
            return first[:2]
        if at + 1 < len(words) and (two := f"{first} {self.lower[slice(*words[at + 1])]}") in _surnames():
            return two
        return first if first in _surnames() else None

    def _is_tribal(self, at: int) -> bool:
        """H'Hen, K'Brể: the surname is a letter with an apostrophe, so one word is a whole name."""
        return self.text[at + 1 : at + 2] in _APOSTROPHES and self.text[at + 2 : at + 4].strip()[:1].isalpha()

    def _whole_inside(self, words: list[tuple[int, int]], at: int) -> bool:
        """Inside a run of capitals only an outspoken name is one: "TDP Nguyễn Văn An", but not "Lai Cách"."""
        following = words[at + 1 : at + 3]
        return len(following) == 2 and self.lower[slice(*following[0])] in ("văn", "thị")

    def _end(self, words: list[tuple[int, int]], at: int) -> int:
        """Index behind the last word of the name that starts here; ``at`` where none can."""
        loud = self._is_loud(words[at])
        if loud and (self._surname(words, at) is None or not all(map(self._is_loud, words[at : at + 2]))):
            return at
        end = at
        while end < len(words) and end - at < _LONGEST_NAME and self._is_loud(words[end]) == loud:
            word = self.lower[slice(*words[end])]
            ends_run = end == len(words) - 1 and end - at > 1
            if word in _set("name_cues", "cue", effect="stop") and end - at != 1 and not ends_run:
                break
            end += 1
        return end

    def _is_loud(self, word: tuple[int, int]) -> bool:
        printed = self.text[slice(*word)]
        return len(printed) > 1 and printed.isupper()

    def _stands_alone(self, name: _Found) -> bool:
        """A short name is no beginning of other words ("bà Phó chủ tịch", "anh Hùng dũng")."""
        if _starts_with(self.lower[name.start : name.start + 40], _offices()):
            return False
        return self.lower[name.start : name.end] not in _set("name_cues", "cue", effect="stop")

    def _is_office(self, name: _Found) -> bool:
        """Does an office stand right before the name, or behind it in apposition?"""
        behind = _APPOSITION.match(self.lower, name.end)
        if behind and _starts_with(self.lower[behind.end() : behind.end() + 40], _offices()):
            return True
        begin = max(0, name.start - _OFFICE_REACH)
        office = None
        for office in _office_pattern().finditer(self.lower, begin, name.start):  # noqa: B007 (the last one counts)
            pass
        if office is None:
            return False
        between = _set("name_cues", "cue", effect="within_office")
        commas = 0
        for word in _PART.finditer(self.text, office.end(), name.start):
            plain = word.group().strip("()*:,–-|")
            commas += word.group().endswith((",", ":")) or not plain
            if plain and not (plain[0].isupper() or plain.isdigit() or plain.lower() in between):
                return False
            if word.group().endswith((";", ".")) and len(plain) > 2:
                return False
        return commas <= 1

    def _signs(self, name: _Found) -> bool:
        place = self.entry.logical.to_folded(name.start)
        return any(start <= place < end for start, end in self.zones)


def _signatures(lower: str) -> Iterator[tuple[int, int]]:
    """Where signatures stand; an annex that follows is report again."""
    for opening in _SIGNED.finditer(lower):
        annex = _ANNEX.search(lower, opening.end(), opening.end() + _SIGNATURE)
        yield opening.start(), annex.start() if annex else opening.end() + _SIGNATURE


def _starts_with(text: str, phrases: frozenset[str]) -> bool:
    words = text.replace(",", " ").replace(")", " ").split()
    return any(" ".join(words[:count]) in phrases for count in range(1, _LONGEST_CUE + 1))


@cache
def _set(name: str, column: str, **where: str) -> frozenset[str]:
    return lexicon.surfaces(name, column, **where)


def _surnames() -> frozenset[str]:
    return _set("surnames", "surname")


def _public() -> frozenset[str]:
    return _set("public_names", "name")


def _offices() -> frozenset[str]:
    return _set("name_cues", "cue", effect="office")


@cache
def _office_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){lexicon.alternation(_offices())}(?![^\W_])")


@cache
def _announced() -> re.Pattern[str]:
    """Words that open a list of people: "bắt 6 đối tượng đá gà:"."""
    words = lexicon.alternation(_set("name_cues", "cue", effect="announces"))
    return re.compile(rf"(?<![^\W_]){words}(?![^\W_])[^.;:]*:\s*\Z")


@cache
def _cues() -> dict[str, str]:
    """Effect by words; what stands earlier in the file wins."""
    effects = ("person", "named", "place", "office")
    return {
        fold_key(row["cue"]): row["effect"] for row in reversed(lexicon.rows("name_cues")) if row["effect"] in effects
    }


@cache
def _last_words() -> frozenset[str]:
    return frozenset(cue.rsplit(" ", 1)[-1] for cue in _cues())

"""Who is named in a passage: a private person, an office, a place, or what is named after people."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from ingest.folding import fold_key
from ingest.name_context import cue_before, office_of, stands_alone
from ingest.name_memory import Found, Known
from ingest.name_shapes import (
    LONGEST_NAME,
    OF_SEX,
    PART,
    Word,
    end_of_name,
    initials,
    is_loud,
    is_of_clan,
    is_tribal,
    runs,
    small_names,
    surname,
    with_dot,
)
from ingest.name_words import (
    WHOLE,
    announced,
    by_name,
    middle_names,
    public_names,
    starts_with,
    surnames,
    tells_person,
    words_of,
)

_ANNOUNCED = 160
_LIST_REACH = 120
_LISTED = re.compile(
    r"[”\"'’]?\)?\s*(?:\([^()]{0,60}\)\s*)?(?:[,;/&+]|,?\s(?:và|cùng|với))\s*(?:(?:đ/c|đồng chí|hộ)\s+)?"
)
_ALONG = re.compile(r"[\s\d]*(?:\([^()]{0,60}\)\s*)?(?:[,;/&+–-]|,?\s(?:và|cùng|với|đến|tới|qua|nối))\s*")
_NEXT = re.compile(r"(?:[,–-]|(?<!\w)(?:và|với|nối|đến|tới))\s*\Z")
_WORD_BEFORE = re.compile(r"(?P<word>[^\W\d_]+),?\s\Z")
_LONGEST_WORD = 12  # characters
_REMEMBERED = 6
"""Passages in which a given name alone still means the person named last by it."""
_SENTENCE_START = re.compile(r"(?:^|[.;:!?(\[•*|“\"–+-])\s*$|(?<!\w)hộ\s+$")


def _start(word: Word) -> int:
    return word[0]


class Passage:
    """The names of one block. ``last`` is what the one before was, and where it ended: lists go on as they began.

    lower: ``text`` folded, of the same length. signs: whether who stands at a place of it signs. cells: those of a
    table that hold names. listed: it is an item of a list of people.
    """

    def __init__(
        self,
        text: str,
        lower: str,
        known: Known,
        signs: Callable[[int], bool] = lambda _: False,
        cells: Sequence[Word] = (),
        listed: bool = False,
    ) -> None:
        self.text, self.lower, self.known = text, lower, known
        self.signs, self.cells, self.listed = signs, frozenset(start for start, _ in cells), listed
        self.last: tuple[str, int] = ("", 0)

    def people(self) -> Iterator[Found]:
        """The private people, in reading order; what is none goes into ``known``."""
        yield from self._in_small_letters()
        self.known.passages += 1
        behind = 0
        for words in runs(self.text):
            if words[0][0] < behind:
                continue
            at = 0
            if self.text[words[0][1] : words[0][1] + 1] == "." and (end := initials(self.text, words[0][0])):
                behind = end
                if cue_before(self.lower, words[0][0])[0] in ("person", "named"):
                    yield Found(words[0][0], words[0][0], end, cued=True)
                    self.last = ("person", end)
                continue
            while at < len(words):
                taken = 1
                for verdict, found in self._judge(words, at):
                    taken = max(1, bisect_left(words, found.end, lo=at, key=_start) - at)
                    if verdict == "person":
                        self.known.add_person(fold_key(self.text[found.start : found.end]))
                        yield found
                    elif verdict not in ("public", "unit"):
                        known = self.known.officials if verdict in ("office", "official") else self.known.places
                        known.add(fold_key(self.text[found.start : found.end]))
                    self.last = (verdict, found.end)
                at += taken

    def _in_small_letters(self) -> Iterator[Found]:
        for start, end in small_names(self.text, self.lower):
            found = Found(start, start, end, cued=True)
            before = self.lower[max(0, start - 3) : start]
            if (
                cue_before(self.lower, start)[0] not in ("place", "unit", "office")
                and before != "vi "
                and not self._is_public(found)
            ):
                yield found

    def _judge(self, words: list[Word], at: int) -> Iterator[tuple[str, Found]]:
        """What the name that starts with this word is; nothing if no name does."""
        start = words[at][0]
        if self.last[0] == "person" and self._is_by_name(words, at):
            end = min(words[-1][1], words[min(at + LONGEST_NAME, len(words)) - 1][1])
            yield "person", Found(start, start, end, cued=True)
            return
        effect, cue_at = cue_before(self.lower, start)
        if cue_at > words[0][0]:  # inside a run of capitals a cue is a part of a name: "Chau Sóc Kim"
            effect, cue_at = "", start
        if effect in ("place", "unit") and "(" in self.text[cue_at:start]:  # a remark: "01 cơ sở (Kiều Đức Thọ, …)"
            effect = ""
        if effect not in ("place", "unit", "office") and (again := self._told_again(words, at)):
            yield "person", again
            return
        own = surname(self.text, self.lower, words, at)
        if not effect and (own is None or (at and not self._whole_inside(words, at))):
            return
        if effect in ("place", "unit", "office") and own is None:
            if effect != "office":
                yield effect, Found(start, start, words[-1][1], cued=True)
            return
        end = end_of_name(self.text, self.lower, words, at)
        if end == at:
            return
        name = Found(start, start, with_dot(self.text, words[end - 1][1]), cued=effect in ("person", "named"))
        told = tells_person("tells").match(self.lower, name.end) is not None
        if self._is_public(name, effect, told) or self._is_public(Found(cue_at, cue_at, name.end, cued=False)):
            place = effect in ("place", "unit") or self._goes_on("place", _ALONG, start)
            yield "place" if place else "public", name
            return
        verdict = self._verdict(name, words, at, end, effect, cue_at, own, told)
        if verdict:
            short = effect == "person" and end - at == 1 and not is_tribal(self.text, start)
            yield verdict, Found(cue_at, name.start, name.end, cued=True) if short else name

    def _verdict(
        self, name: Found, words: list[Word], at: int, end: int, effect: str, cue_at: int, own: str | None, told: bool
    ) -> str:
        """office or official (the office stands behind), place, person, or "" for no name.

        told: what follows says that it is a person.
        """
        length = end - at
        whole = own is not None and length >= WHOLE
        if office := office_of(self.text, self.lower, name.start, name.end):
            former = office == "former" and (whole or stands_alone(self.lower, name.start, name.end))
            return "person" if former else office.replace("former", "")
        if whole and effect not in ("person", "named") and self._goes_on("office", _LISTED, name.start):
            return "office"
        if effect in ("place", "unit"):
            return "person" if whole and told and effect == "unit" else "place"
        if effect == "person":
            house = " " in self.lower[cue_at : name.start].strip()  # "đoạn từ nhà ông Hai"
            if not house and cue_before(self.lower, cue_at)[0] in ("place", "unit"):
                return "person" if whole else "place"
            opens = _SENTENCE_START.search(self.lower[max(0, cue_at - 12) : cue_at])
            written_short = self.lower[cue_at : name.start].rstrip().endswith((".", "/b"))  # "là Ô. Nguyễn Dĩ"
            if self.text[cue_at].isupper() and not opens and not written_short:
                return "person" if whole else "place"
            return "person" if length > 1 or stands_alone(self.lower, name.start, name.end) else ""
        tribal = is_tribal(self.text, name.start)
        if own is None or (length == 1 and not tribal):
            return ""
        short = stands_alone(self.lower, name.start, name.end)
        if effect == "named" or name.start in self.cells:
            return "person" if whole or short else ""
        shape = self._is_shape(words, at, end, own)
        if length > 1 and ((told and (shape or whole)) or (self._is_plain(own) and told and short)):
            return "person"
        if self._is_listed_place(name.start, shape):
            return "place"
        if (whole or short) and (
            self._goes_on("person", _LISTED, name.start)
            or (length > 1 and (self._announced(name.start) or (effect == "before" and self._is_plain(own))))
            or (whole and effect == "before" and not self._is_ordinary(words[at:end]))
        ):
            return "person"
        acts = length > 1 and self._is_plain(own) and short and tells_person("acts").match(self.lower, name.end)
        if shape or acts or (whole and self._announced(name.start)):
            return "office" if self.signs(name.start) else "person"
        return ""

    def _is_shape(self, words: list[Word], at: int, end: int, own: str) -> bool:
        """Is it a name by its words alone? "Hứa Quỳnh Như", "Siu Nhuh", "Y Thăng Mlô", "Hà Thị Xuyến"."""
        length = end - at
        alone = surnames().get(own, 0)
        start = words[at][0]
        if starts_with(self.lower[start : start + 24], words_of("compound")):
            return False
        if not alone and self._is_ordinary(words[at:end]):
            return False
        if is_loud(self.text, words[at]) and not alone:
            return False
        if not is_loud(self.text, words[at]) and alone and length >= alone:
            return True
        if length > 1 and own in ("h'", "k'", "y'"):
            return True
        if own == "y" and is_of_clan(self.lower, words, at, end):
            return True
        second = self.lower[slice(*words[at + len(own.split())])] if length > len(own.split()) else ""
        return length >= WHOLE and second in middle_names()

    def _is_ordinary(self, words: list[Word]) -> bool:
        """Two words of an ordinary one in it: "Đoàn Thanh Niên Cộng Sản"."""
        plain = [self.lower[slice(*word)] for word in words]
        return any(f"{one} {other}" in words_of("compound") for one, other in pairwise(plain))

    def _is_plain(self, own: str) -> bool:
        """A surname that is no place and no other word."""
        return bool(surnames().get(own))

    def _is_public(self, name: Found, effect: str = "", told: bool = False) -> bool:
        """A street, a people, a great man; not the Nguyễn Văn Thành next door, if the words around it say so."""
        private_too = public_names().get(fold_key(self.text[name.start : name.end]))
        if private_too is None or (told and effect == "person"):
            return False
        of_sex = self.lower[name.start : name.end].split()[1:2] in (["văn"], ["thị"])  # seldom a commune
        acts = told or (of_sex and tells_person("acts").match(self.lower, name.end))
        return not (private_too and (effect in ("person", "named") or (acts and effect not in ("place", "unit"))))

    def _told_again(self, words: list[Word], at: int) -> Found | None:
        """Somebody named before: by the same words, or by the given name alone ("gia đình Sính")."""
        start, end = words[at][0], words[-1][1]
        if at or len(words) > LONGEST_NAME:
            return None
        if self.lower[start:end] in self.known.people:
            return Found(start, start, end, cued=True)
        named = self.known.given.get(self.lower[start:end])
        if len(words) > 1 or named is None or self.known.passages - named > _REMEMBERED:
            return None
        before = _WORD_BEFORE.search(self.text, max(0, start - _LONGEST_WORD), start)
        if before is None or before.group("word").lower() in words_of("never_again") or is_loud(self.text, words[at]):
            return None
        if not stands_alone(self.lower, start, end) or self._is_listed_place(start, shape=False):
            return None
        return Found(before.start("word"), start, end, cued=True)

    def _is_by_name(self, words: list[Word], at: int) -> bool:
        """Another name of the person named right before: "(thường gọi Năm Lệ)", "(Bảy Cụt)"."""
        if at:
            return False
        between = self.lower[self.last[1] : words[0][0]]
        if by_name().fullmatch(between):
            return True
        closed = self.text[words[-1][1] :].lstrip("”\"'’ ").startswith(")")
        first = self.lower[slice(*words[0])]
        return between.strip(" “\"'‘") == "(" and closed and len(words) > 1 and first in words_of("byname")

    def _is_listed_place(self, at: int, shape: bool) -> bool:
        """Does the name go on a list of places? Behind "thôn Đoài, " a whole name is a person's all the same."""
        parted = {",", ";"} & set(self.text[self.last[1] : at])
        beside = self._goes_on("unit", _ALONG, at) and not (shape and parted)
        if beside or self._goes_on("place", _ALONG, at):
            return True
        if not _NEXT.search(self.lower, max(0, at - 6), at):
            return False
        begin = max(0, at - _LIST_REACH, self.last[1] if self.last[0] == "person" else 0)
        for word in reversed(list(PART.finditer(self.text, begin, at))):
            plain = word.group().strip("“”\"',–-+*")
            if word.group().endswith((".", ";", ":", ")")):
                return False
            if plain and not (plain[0].isupper() or plain[0].isdigit() or plain.lower() in words_of("between")):
                effect, cue_at = cue_before(self.lower, word.end() + 1)
                return effect == "place" and cue_at <= word.start()
        return False

    def _goes_on(self, verdict: str, between: re.Pattern[str], at: int) -> bool:
        """Does what starts at ``at`` continue a list of such names?"""
        last, ended = self.last
        return last == verdict and between.fullmatch(self.lower, ended, at) is not None

    def _announced(self, at: int) -> bool:
        if starts_with(self.lower[at : at + 24], words_of("compound")):  # "Dịp Tết Nguyên đán"
            return False
        return self.listed or announced().search(self.lower, max(0, at - _ANNOUNCED), at) is not None

    def _whole_inside(self, words: list[Word], at: int) -> bool:
        """Inside a run of capitals only an outspoken name is one: "TDP Nguyễn Văn An", but not "Lai Cách"."""
        following = words[at + 1 : at + 3]
        return len(following) == 2 and self.lower[slice(*following[0])] in OF_SEX

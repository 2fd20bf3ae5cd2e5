"""Which commune, district and province a report is about.

The letterhead says it best, then the place before the date, the title, and at last the body, where the unit of the
report is the one that is named most, after "địa bàn" or "UBND", not the neighbours of a list.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from ingest.folding import Folded, fold_key
from ingest.header_words import any_of, ends_with, starts_with, words
from ingest.legacy_fonts import LEXICON

_UPPER = "A-ZÀ-ÖØ-ÞĂĐĨŨƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EF9, 2))
_LOWER = "a-zß-öø-ÿăđĩũơư" + "".join(chr(code) for code in range(0x1EA1, 0x1EFA, 2))
_WORD = f"(?:[{_UPPER}](?:[{_UPPER}{_LOWER}]*[’'])?[{_UPPER}{_LOWER}]*|\\d{{1,2}}(?![\\d.,/%]))"
_GAP = r"(?:[ \t]{1,3}|[ \t]?-[ \t]?|[ \t]?\n[ \t]?)"
_NAME = rf"(?P<name>{_WORD}(?:{_GAP}{_WORD}){{0,3}})"
_TYPE_GAP = r"(?:[ \t]{1,4}|[ \t]?\n[ \t]?)"

_DATED = re.compile(r"(?:năm|tháng|quý|khóa|kỳ|lần|thứ)\s+(?:\d|[ivx]+\b|thứ)")

COMMUNE_TYPES = ("xã", "phường", "thị trấn", "đặc khu")
DISTRICT_TYPES = ("huyện", "quận", "thị xã", "thành phố")

_LETTERHEAD, _TITLE, _PLACE, _CHAIN, _IS_A, _CENTRAL, _PLAIN, _ASIDE = 10.0, 6.0, 4.0, 4.0, 3.0, 2.0, 1.0, 0.2
_FIRST_BONUS = 1.5
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Zones:
    """Where the parts of a report's head are, in the folded text: the letterhead ends where the title begins."""

    letterhead_end: int
    title_start: int
    title_end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a report; None where the text does not say. ``in_letterhead``: its name stands above the title."""

    name: str | None
    type: str | None
    district: str | None
    province: str | None
    in_letterhead: bool


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    type: str  # "" where only the name is given
    words: tuple[str, ...]  # as printed
    keys: tuple[str, ...]  # folded
    weight: float


@dataclass(frozen=True, slots=True)
class _Choice:
    type: str
    name: str
    keys: tuple[str, ...]
    weight: float
    runner_up: float


def read_unit(folded: Folded, zones: Zones, place: str | None) -> Unit:
    """The unit that the report is about; ``place`` is what stands before the date of issue ("Tân Lập, ngày …")."""
    mentions = _commune_mentions(folded, zones)
    if place:
        mentions.append(_mention(zones.letterhead_end, "", tuple(place.split()), _PLACE))
    commune = _choose(mentions)
    in_letterhead = commune is not None and any(
        mention.weight >= _LETTERHEAD and mention.keys[: len(commune.keys)] == commune.keys for mention in mentions
    )
    unit_type = (commune.type if commune else "") or _generic_type(folded.lower)
    district = _read_district(folded, zones, commune, unit_type)
    province = _read_province(folded, zones, commune, district)
    return Unit(
        commune.name if commune else None, unit_type, district.name if district else None, province, in_letterhead
    )


def _commune_mentions(folded: Folded, zones: Zones) -> list[_Mention]:
    lower = folded.lower
    mentions: list[_Mention] = []
    for match in _typed(COMMUNE_TYPES).finditer(folded.text):
        kind = " ".join(match["type"].lower().split())
        name = _name_words(match, lower, zones)
        if not name or (kind == "xã" and lower.endswith("thị ", 0, match.start())):
            continue
        mentions.append(_mention(match.start(), kind, name, _weight(lower, match.start(), match.end(), zones)))
    for match in _IS_A_PATTERN.finditer(folded.text):
        name = _name_words(match, lower, zones)
        if name:
            mentions.append(_mention(match.start(), match["type"].lower(), name, _IS_A))
    return mentions


def _mention(start: int, kind: str, name: tuple[str, ...], weight: float) -> _Mention:
    return _Mention(start, kind, name, tuple(fold_key(word) for word in name), weight)


def _read_district(folded: Folded, zones: Zones, commune: _Choice | None, commune_type: str | None) -> _Choice | None:
    lower = folded.lower
    central = {fold_key(name) for name, kind in _provinces().values() if kind == "thành phố"}
    allowed = {"thị trấn": ("huyện",), "phường": ("quận", "thị xã", "thành phố")}.get(
        commune_type or "", DISTRICT_TYPES
    )
    own = _most_named(lower, allowed)
    mentions: list[_Mention] = []
    for match in _typed(DISTRICT_TYPES).finditer(folded.text):
        kind = " ".join(match["type"].lower().replace(".", "").split()).replace("tp", "thành phố")
        name = _name_words(match, lower, zones)
        if not name or kind not in allowed or (own and kind != own):
            continue
        if kind == "thành phố" and any(" ".join(map(fold_key, name[:count])) in central for count in (1, 2, 3)):
            continue
        weight = _weight(lower, match.start(), match.end(), zones) * _chain(
            lower, match.start(), COMMUNE_TYPES, commune
        )
        mentions.append(_mention(match.start(), kind, name, weight))
    choice = _choose(mentions)
    return choice if choice is not None and choice.weight > choice.runner_up and choice.weight >= _PLAIN else None


def _read_province(folded: Folded, zones: Zones, commune: _Choice | None, district: _Choice | None) -> str | None:
    lower = folded.lower
    scores: defaultdict[str, float] = defaultdict(float)
    for match in _province_pattern().finditer(lower):
        name, kind = _provinces()[" ".join(match["name"].split())]
        if match["paren"] is not None:
            if district is not None and lower.endswith(" ".join(district.keys), 0, match.start()):
                scores[name] += _CHAIN
            continue
        if match["kind"].startswith("tỉnh") != (kind == "tỉnh"):
            continue
        weight = _weight(lower, match.start(), match.end(), zones) * _chain(
            lower, match.start(), DISTRICT_TYPES, district
        )
        if match["kind"].endswith("ủy"):
            weight = max(weight, _CENTRAL)
        elif weight == _PLAIN and (
            kind != "tỉnh" or ends_with("unit", "elsewhere").search(lower, max(match.start() - 20, 0), match.start())
        ):
            weight = _ASIDE  # people of every commune go to the big cities
        if district is None:
            weight *= _chain(lower, match.start(), COMMUNE_TYPES, commune)
        scores[name] += weight
    ranked = _ranked(scores)
    if not ranked or ranked[0][1] < _PLAIN or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _weight(lower: str, start: int, end: int, zones: Zones) -> float:
    """How much a mention says about whose report this is."""
    if start < zones.letterhead_end:
        return _LETTERHEAD
    if zones.title_start <= start < zones.title_end:
        return _TITLE
    if lower[end : end + 4].strip().startswith("cũ") or ends_with("unit", "other").search(
        lower, max(start - 20, 0), start
    ):
        return _ASIDE
    return _CENTRAL if ends_with("unit", "central").search(lower, max(start - 30, 0), start) else _PLAIN


def _chain(lower: str, start: int, smaller: tuple[str, ...], own: _Choice | None) -> float:
    """For "xã A, huyện B": more if A is the unit of the report, next to nothing if A is another one."""
    before = lower[max(start - 60, 0) : start]
    match = re.search(
        rf"(?:{'|'.join(smaller)})\s+(?P<name>[^,;.()–]{{1,30}}?)(?:\s*[,(–-]\s*|\s+)(?:thuộc\s+)?\Z", before
    )
    if match is None or own is None:
        return 1.0
    name = " ".join(match["name"].split())
    return _CHAIN if name == " ".join(own.keys) else _ASIDE / 2 if len(name.split()) <= len(own.keys) + 1 else 1.0


def _choose(mentions: list[_Mention]) -> _Choice | None:
    """The name with most weight. A name may be followed by a capital that is not its own, so it ends where most end."""
    exact: defaultdict[tuple[str, ...], float] = defaultdict(float)
    reaching: defaultdict[tuple[str, ...], float] = defaultdict(float)
    for mention in mentions:
        exact[mention.keys] += mention.weight
        for count in range(1, len(mention.keys) + 1):
            reaching[mention.keys[:count]] += mention.weight
    totals: defaultdict[tuple[str, ...], float] = defaultdict(float)
    types: dict[tuple[str, ...], defaultdict[str, float]] = {}
    printed: dict[tuple[str, ...], defaultdict[tuple[str, ...], float]] = {}
    for position, mention in enumerate(sorted(mentions, key=lambda one: one.start)):
        count = next(
            (n for n in range(1, len(mention.keys)) if exact[mention.keys[:n]] >= reaching[mention.keys[: n + 1]]),
            len(mention.keys),
        )
        key = mention.keys[:count]
        totals[key] += mention.weight + (_FIRST_BONUS if position == 0 and mention.weight >= _PLAIN else 0)
        types.setdefault(key, defaultdict(float))[mention.type] += mention.weight
        printed.setdefault(key, defaultdict(float))[mention.words[:count]] += mention.weight
    ranked = _ranked(totals)
    if not ranked or ranked[0][1] < _PLAIN:
        return None
    key, weight = ranked[0]
    kind = next((name for name, _ in _ranked(types[key]) if name), "")
    name = _as_name(_ranked(printed[key])[0][0])
    return _Choice(kind, name, key, weight, ranked[1][1] if len(ranked) > 1 else 0.0)


def _name_words(match: re.Match[str], lower: str, zones: Zones) -> tuple[str, ...]:
    """The words of the name, up to the first that cannot belong to it; none if the very first cannot."""
    shouted = match["type"].isupper()
    if shouted and match.start() >= zones.title_end and not _is_signature(match.string, match.start()):
        return ()
    numbered = " ".join(match["type"].lower().split()) in ("phường", "quận")
    name: list[str] = []
    for part in re.finditer(r"[^\s-]+", match["name"]):
        word, at = part[0], match.start("name") + part.start()
        if _DATED.match(lower, at) or starts_with("unit", "not_a_name").match(lower, at):
            break
        if word.isdecimal() and (name or not numbered):
            break
        if shouted and not word.isupper() and not word.isdecimal():
            break
        name.append(word)
    return () if len(name) == 1 and fold_key(name[0]) in words("unit", "never_alone") else tuple(name)


def _is_signature(text: str, start: int) -> bool:
    line = text[text.rfind("\n", 0, start) + 1 : start].upper()
    return "TM" in line or "NHÂN DÂN" in line or "UBND" in line


def _ranked(scores: Mapping[_Key, float]) -> list[tuple[_Key, float]]:
    """Best first; among equals the one met first."""
    return sorted(scores.items(), key=lambda item: -item[1])


def _as_name(printed: Iterable[str]) -> str:
    return " ".join(
        re.sub(r"\w+", lambda part: part[0].capitalize(), word) if word.isupper() else word for word in printed
    )


def _generic_type(lower: str) -> str | None:
    """The type of commune that the report keeps speaking of, where no name tells."""
    return _most_named(lower, COMMUNE_TYPES) or None


def _most_named(lower: str, types: tuple[str, ...]) -> str:
    pattern = re.compile(rf"(?:{any_of('unit', 'central').pattern})\s+(?P<type>{'|'.join(types)})(?!\w)")
    counts = Counter(match["type"] for match in pattern.finditer(lower))
    return counts.most_common(1)[0][0] if counts else ""


@cache
def _typed(types: tuple[str, ...]) -> re.Pattern[str]:
    choices = [variant for name in types for variant in (name, name.capitalize(), name.upper(), name.title())]
    if "thành phố" in types:
        choices += ["TP.", "TP", "Tp."]
    ordered = "|".join(sorted({re.escape(one).replace("\\ ", r"\s+") for one in choices}, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?P<type>{ordered}){_TYPE_GAP}{_NAME}")


_IS_A_PATTERN = re.compile(
    rf"(?m)(?:^|(?<=[.!?] )){_NAME}[ \t]+là[ \t](?:một[ \t])?(?P<type>{'|'.join(COMMUNE_TYPES)})(?!\w)"
)


@cache
def _provinces() -> dict[str, tuple[str, str]]:
    """Folded name or alias of every province → (its name, tỉnh or thành phố)."""
    with (LEXICON / "header_provinces.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        fold_key(name): (row["name"], row["kind"])
        for row in rows
        for name in (row["name"], *(alias for alias in row["aliases"].split(";") if alias))
    }


@cache
def _province_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name).replace("\\ ", r"\s+") for name in sorted(_provinces(), key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?:(?P<kind>tỉnh\s+ủy|tỉnh|thành\s+ủy|thành\s+phố|tp\.?)\s*|\s(?P<paren>\())(?P<name>{names})(?!\w)"
    )

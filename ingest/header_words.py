"""The vocabulary of the header, from ``lexicon/header_words.toml``, and regular expressions made from it."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from ingest.folding import fold_key
from ingest.legacy_fonts import LEXICON

DATE = (
    r"(?:(?:ngày\s+)?(?P<{0}d>\d{{1,2}})\s*[/.-]\s*(?P<{0}m>\d{{1,2}})(?:\s*[/.-]\s*(?P<{0}y>(?:19|20)\d\d))?(?!\d)"
    r"|ngày\s+(?P<{0}dd>\d{{1,2}})\s+tháng\s+(?P<{0}mm>\d{{1,2}})(?:\s+năm\s+(?P<{0}yy>(?:19|20)\d\d))?(?!\d))"
)
"""A date in digits or in words; ``DATE.format("from_")`` names its groups."""


@cache
def words(section: str, key: str) -> tuple[str, ...]:
    """The folded words under ``[section] key``, longest first."""
    table = tomllib.loads((LEXICON / "header_words.toml").read_text(encoding="utf-8"))
    return tuple(sorted({fold_key(word) for word in table[section][key]}, key=lambda word: (-len(word), word)))


@cache
def any_of(section: str, key: str) -> re.Pattern[str]:
    """A pattern for any of the words under ``[section] key``, as whole words, with any white space inside."""
    return re.compile(rf"(?<!\w)(?:{_choices(section, key)})(?!\w)")


@cache
def ends_with(section: str, key: str) -> re.Pattern[str]:
    """A pattern for text that ends with one of the words or marks under ``[section] key``."""
    return re.compile(rf"(?<!\w)(?:{_choices(section, key)})\s*\Z")


@cache
def starts_with(section: str, key: str) -> re.Pattern[str]:
    """A pattern for text that starts with one of the words under ``[section] key``."""
    return re.compile(rf"(?:{_choices(section, key)})(?!\w)")


def _choices(section: str, key: str) -> str:
    return "|".join(re.escape(word).replace("\\ ", r"\s+") for word in words(section, key))

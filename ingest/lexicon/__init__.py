"""Vocabulary of the reading stages, kept as CSV beside this module.

Every surface is folded with :func:`ingest.folding.fold_key` on loading, so that spelling variants
(hoá/hóa, NFD) need no row of their own.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources

from ingest.folding import fold_key


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of ``ingest/lexicon/<name>.csv`` as dicts, in file order."""
    with resources.files(__name__).joinpath(f"{name}.csv").open(encoding="utf-8") as handle:
        return tuple(csv.DictReader(handle))


@cache
def surfaces(name: str, column: str = "surface", **where: str) -> frozenset[str]:
    """Folded values of one column, of the rows whose other columns have the given values."""
    return frozenset(
        fold_key(row[column]) for row in rows(name) if all(row[key] == value for key, value in where.items())
    )


def alternation(words: frozenset[str] | set[str] | list[str]) -> str:
    """Regular expression source that matches any of the words, longest first, with any white space between words."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace("\\ ", r"\s+") for word in ordered) + ")"

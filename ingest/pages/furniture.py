"""What stands on every page and is no part of the report: page numbers, running heads."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from ingest.pages.model import Row

_NEAR_EDGE = 3
_MARGIN = 0.1
_EDGE = 0.16
_FEWEST_LETTERS = 5
_SAME_HEIGHT = 6.0
_SHARE = 0.4
_PAGE_NUMBER = re.compile(
    r"(?:trang|page)?\s*[-–—]?\s*(\d{1,3})(?:\s*(?:/|of|trên)\s*\d{1,3})?\s*[-–—]?\.?", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")


def without_furniture(pages: list[list[Row]], heights: list[float]) -> list[list[Row]]:
    """The rows of every page, without page numbers and without what is repeated at the same height of many pages."""
    heads: dict[tuple[str, int], set[int]] = defaultdict(set)
    offsets: Counter[int] = Counter()
    for number, rows in enumerate(pages):
        for row in _edge_rows(rows):
            heads[_key(row)].add(number)
            found = _PAGE_NUMBER.fullmatch(row.text)
            if found:
                offsets[int(found[1]) - number] += 1
    offset, times = offsets.most_common(1)[0] if offsets else (0, 0)
    least = max(2, _SHARE * len(pages))
    kept = []
    for number, (rows, height) in enumerate(zip(pages, heights, strict=True)):
        near = {id(row) for row in _edge_rows(rows)}

        def is_furniture(row: Row, number: int = number, height: float = height, near: set[int] = near) -> bool:
            if id(row) not in near:
                return False
            found = _PAGE_NUMBER.fullmatch(row.text)
            if found and int(found[1]) - number == offset:
                return times >= 2 or not _MARGIN * height < row.base < (1 - _MARGIN) * height
            if _EDGE * height < row.base < (1 - _EDGE) * height or sum(map(str.isalpha, row.text)) < _FEWEST_LETTERS:
                return False
            return len(heads[_key(row)] | heads[_key(row, 1)] | heads[_key(row, -1)]) >= least

        kept.append([row for row in rows if not is_furniture(row)])
    return kept


def _edge_rows(rows: list[Row]) -> list[Row]:
    texts = [row for row in rows if row.table is None]
    return texts if len(texts) <= 2 * _NEAR_EDGE else texts[:_NEAR_EDGE] + texts[-_NEAR_EDGE:]


def _key(row: Row, shift: int = 0) -> tuple[str, int]:
    return _DIGITS.sub("0", row.text).lower(), round(row.base / _SAME_HEIGHT) + shift

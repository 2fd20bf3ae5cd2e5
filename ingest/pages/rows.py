"""Words to rows."""

from __future__ import annotations

from bisect import bisect_left, insort
from statistics import median

from ingest.pages.model import Row, Word
from ingest.readers.rows import LOWERED, RAISED

_SMALL = 0.8
"""Letters of less than this share of the letters around them are raised, lowered, or a footnote."""
_SAME_BASE = 0.35
_RAISED_BY = 0.12
_TOUCHES = 0.12


def rows_of(words: list[Word]) -> list[Row]:
    """The rows that ``words`` stand on, from top to bottom."""
    if not words:
        return []
    usual = median(word.size for word in words)
    large = [word for word in words if word.size >= _SMALL * usual]
    small = [word for word in words if word.size < _SMALL * usual]
    rows = _grouped(large)
    bases = [row.base for row in rows]
    left_over = []
    for word in small:
        at = bisect_left(bases, word.base - 0.1 * usual)
        near = [row for row in rows[max(at - 1, 0) : at + 2] if _belongs(word, row)]
        if near:
            row = min(near, key=lambda row, word=word: abs(row.base - word.base))  # type: ignore[misc]
            insort(row.words, _shifted(word, row), key=lambda one: one.left)
            _glue(row, word)
        else:
            left_over.append(word)
    return sorted([*rows, *(_raise_marks(row) for row in _grouped(left_over))], key=lambda row: row.base)


def _grouped(words: list[Word]) -> list[Row]:
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.base):
        if groups and word.base - groups[-1][0].base <= _SAME_BASE * word.size:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [Row(sorted(group, key=lambda word: word.left)) for group in groups]


def _belongs(word: Word, row: Row) -> bool:
    """Whether a small word stands beside a word of ``row``, at most as high as its letters."""
    if not row.base - row.size < word.base < row.base + 0.4 * row.size:
        return False
    return any(abs(word.left - one.right) < one.size or abs(one.left - word.right) < one.size for one in row.words)


def _shifted(word: Word, row: Row) -> Word:
    if word.base < row.base - _RAISED_BY * row.size:
        word.text = word.text.translate(RAISED)
    elif word.base > row.base + _RAISED_BY * row.size:
        word.text = word.text.translate(LOWERED)
    return word


def _glue(row: Row, word: Word) -> None:
    """No blank between a raised sign and what it touches."""
    at = row.words.index(word)
    touches = _TOUCHES * row.size
    word.glued = at > 0 and word.left - row.words[at - 1].right < touches
    if at + 1 < len(row.words) and row.words[at + 1].left - word.right < touches:
        row.words[at + 1].glued = True


def _raise_marks(row: Row) -> Row:
    """A footnote begins with a number that is smaller and higher than its words."""
    base, size = row.base, row.size
    for word in row.words:
        if word.size < _SMALL * size and word.base < base - _RAISED_BY * size:
            word.text = word.text.translate(RAISED)
    return row


def split_at(rows: list[Row], place: float) -> tuple[list[Row], list[Row]]:
    """The parts of ``rows`` left and right of ``place``."""
    halves: tuple[list[Row], list[Row]] = [], []
    for row in rows:
        for half, words in zip(
            halves,
            (
                [word for word in row.words if word.left + word.right < 2 * place],
                [word for word in row.words if word.left + word.right >= 2 * place],
            ),
            strict=True,
        ):
            if words:
                half.append(Row(words))
    return halves


def gaps(row: Row, least: float) -> list[tuple[float, float]]:
    """White space of at least ``least`` between words of a row."""
    found = []
    end = row.words[0].right
    for word in row.words[1:]:
        if word.left - end >= least:
            found.append((end, word.left))
        end = max(end, word.right)
    return found

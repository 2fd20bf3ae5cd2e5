"""Tables drawn with rules, and tables whose columns only stand in line."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from ingest.limits import MAX_COLUMNS
from ingest.pages.model import Page, Row, Rule, Table, Word
from ingest.pages.rows import gaps, rows_of

_SNAP = 3.0
_FEWEST_ROWS = 3
_MOST_RULES = 4_000
_APART = 1.2
_NUMBER = re.compile(r"[-–+]?\s*\d[\d.,]*\s*%?|[-–]")


def drawn_tables(page: Page) -> list[Table]:
    """Tables of at least two columns and two rows that rules part from each other, from top to bottom."""
    if len(page.across) > _MOST_RULES or len(page.down) > _MOST_RULES:
        return []
    tables = []
    for across, down in _connected(page.across, page.down):
        edges_x, edges_y = _edges(down), _edges(across)
        if 3 <= len(edges_x) <= MAX_COLUMNS and len(edges_y) >= 3:
            tables.append(_filled(page.words, edges_x, edges_y, across, down))
    return sorted((table for table in tables if any(map(any, table.rows))), key=lambda table: table.top)


def _connected(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that touch each other."""
    rules = [(rule, True) for rule in across] + [(rule, False) for rule in down]
    group = list(range(len(rules)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    by_place = sorted(range(len(across)), key=lambda at: across[at].at)
    places = [across[at].at for at in by_place]
    for number, rule in enumerate(down, len(across)):
        first = bisect_right(places, rule.start - _SNAP)
        for at in by_place[first : bisect_right(places, rule.end + _SNAP)]:
            if across[at].start - _SNAP <= rule.at <= across[at].end + _SNAP:
                group[root(at)] = root(number)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for at, (rule, is_across) in enumerate(rules):
        found.setdefault(root(at), ([], []))[0 if is_across else 1].append(rule)
    return [both for both in found.values() if both[0] and both[1]]


def _edges(rules: list[Rule]) -> list[float]:
    edges: list[float] = []
    for place in sorted(rule.at for rule in rules):
        if not edges or place - edges[-1] > _SNAP:
            edges.append(place)
    return edges


def _filled(
    words: list[Word], edges_x: list[float], edges_y: list[float], across: list[Rule], down: list[Rule]
) -> Table:
    columns, rows = len(edges_x) - 1, len(edges_y) - 1
    inside: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        column = bisect_right(edges_x, (word.left + word.right) / 2) - 1
        row = bisect_right(edges_y, (word.top + word.bottom) / 2) - 1
        if 0 <= column < columns and 0 <= row < rows:
            inside.setdefault((row, column), []).append(word)
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(rows):
        middle_y = (edges_y[row] + edges_y[row + 1]) / 2
        for column in range(columns):
            middle_x = (edges_x[column] + edges_x[column + 1]) / 2
            owner[row, column] = (row, column)
            if column and not _parted(down, edges_x[column], middle_y):
                owner[row, column] = owner[row, column - 1]
            elif row and not _parted(across, edges_y[row], middle_x):
                owner[row, column] = owner[row - 1, column]
    cells: dict[tuple[int, int], list[Word]] = {}
    for place, found in inside.items():
        cells.setdefault(owner[place], []).extend(found)
    texts = [[_text(cells.get((row, column), [])) for column in range(columns)] for row in range(rows)]
    return Table(edges_y[0], edges_y[-1], edges_x[0], edges_x[-1], texts)


def _parted(rules: list[Rule], place: float, at: float) -> bool:
    return any(abs(rule.at - place) <= _SNAP and rule.start - _SNAP <= at <= rule.end + _SNAP for rule in rules)


def _text(words: list[Word]) -> str:
    text = ""
    for row in rows_of(words):
        cut = text.endswith("-") and text[-2:-1].isalnum()
        text += ("" if not text or cut else " ") + row.text
    return text


def aligned_table(rows: list[Row]) -> tuple[int, int, Table] | None:
    """(first row, last row, table) of the first run of rows whose cells stand in columns without rules."""
    cells = [[] if row.table else _cells(row) for row in rows]
    first = next((at for at in range(len(rows)) if _tabular(cells, at)), None)
    if first is None:
        return None
    last = first
    widths = [*map(len, cells), 0, 0]
    while widths[last + 1] >= 3 or (widths[last + 1] == 2 and widths[last + 2] >= 3):
        last += 1
    while first > 0 and len(cells[first - 1]) >= 3:
        first -= 1
    lefts = sorted((cell[0].left, cell[-1].right) for row in cells[first : last + 1] for cell in row)
    columns: list[tuple[float, float]] = []
    for left, right in lefts:
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    texts = []
    for row in cells[first : last + 1]:
        line = [""] * len(columns)
        for cell in row:
            at = next(
                at for at, column in enumerate(columns) if cell[0].left < column[1] and cell[-1].right > column[0]
            )
            line[at] = f"{line[at]} {Row(cell).text}".strip()
        texts.append(line)
    run = rows[first : last + 1]
    table = Table(run[0].base, run[-1].base, columns[0][0], columns[-1][1], texts)
    return first, last, table


def _tabular(cells: list[list[list[Word]]], at: int) -> bool:
    run = cells[at : at + _FEWEST_ROWS]
    if len(run) < _FEWEST_ROWS or any(len(row) < 3 for row in run):
        return False
    others = [Row(cell).text for row in run for cell in row[1:]]
    return 2 * sum(_NUMBER.fullmatch(text) is not None for text in others) >= len(others)


def _cells(row: Row) -> list[list[Word]]:
    """The words of a row, cut where wide white space is."""
    cuts = [float("-inf"), *((low + high) / 2 for low, high in gaps(row, _APART * row.size)), float("inf")]
    cells = ([word for word in row.words if low <= (word.left + word.right) / 2 < high] for low, high in pairwise(cuts))
    return [cell for cell in cells if cell]  # no word is in one where words lie over each other, or beyond the page

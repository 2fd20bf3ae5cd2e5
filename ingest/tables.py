"""Tables in Markdown pipes, tabs or aligned columns: cells become figures with row and column labels."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, takewhile

from ingest.blocks import TextBlock
from ingest.clauses import Words
from ingest.drafts import BlockFigures, FigureDraft, ListOfParts
from ingest.figures import RawFigure, read_block
from ingest.folding import fold_key
from ingest.layout import Line, is_ruled
from ingest.logical import without_emphasis
from ingest.numerals import Habit, parse
from ingest.periods import names_later
from ingest.roles import Context
from ingest.tokens import Span
from ingest.units import match_money, match_unit, thousands_in_words

_NUMBER = re.compile(r"[-–+]?\s*\d+(?:[.,]\d+)*\s*%?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WITHIN = re.compile(r"(?i)(?:trong đó|bao gồm|gồm|riêng)\s*:?\s+(?=[^\W\d_])")
_ORDINAL = re.compile(r"^(?:stt|tt|số\s*tt|số\s+thứ\s+tự|#)$")
_UNIT_HEAD = re.compile(r"^(?:đvt|đơn\s+vị(?:\s+tính)?|dvt)$")
_UNIT_IN_BRACKETS = re.compile(
    r"\(\s*((?:1(?:[.,]?000){1,2}|nghìn|ngàn|triệu|tỷ|tỉ)?\s*(?:đồng|đ)|tr\.?\s?đ(?:ồng)?|triệu|tỷ)\s*\)"
)
"""The head of a column may tell the unit of its amounts, the first one of all: "Ngân sách xã (triệu đồng)"."""
_UNIT_NOTE = re.compile(r"(?:đơn\s+vị(?:\s+tính)?|đvt)\s*:\s*((?:1(?:[.,]?000){1,2}\s*)?[^\W\d_][^).;|]{0,30})")
_ROW_MARK = re.compile(r"^(?:[IVX]+|[A-ZĐ]|\d+(?:\.\d+)*|[a-zđ])[.)]\s*|^[-+*•]\s*")
_ROLES = (
    ("change", re.compile(r"(?:so|%|tỷ\s+lệ|tỉ\s+lệ).{0,20}cùng\s+kỳ|(?<![^\W_])(?:tăng|giảm)(?![^\W_])")),
    ("share", re.compile(r"cơ\s+cấu|tỷ\s+trọng|tỉ\s+trọng")),
    ("pct_of_plan", re.compile(r"%|tỷ\s+lệ|tỉ\s+lệ|th\s*/\s*(?:dt|kh)|so\s+(?:với\s+)?(?:kh|kế\s+hoạch|dự\s+toán)")),
    ("prior", re.compile(r"cùng\s+kỳ|năm\s+trước|thực\s+hiện\s+năm\s+trước")),
    ("plan", re.compile(r"(?<![^\W_])(?:kế\s+hoạch|kh|dự\s+toán|chỉ\s+tiêu\s+giao|giao)(?![^\W_])")),
)
_TOTAL = re.compile(r"(?<![^\W_])(?:tổng\s+cộng|tổng\s+số|cộng|toàn\s+xã|tổng)(?![^\W_])")


@dataclass(slots=True)
class Cell:
    """text and logical span of one cell. column: its place in the row; left, right: its place on the printed line."""

    text: str
    start: int
    end: int
    column: int
    left: int
    right: int


def read_table(entry: TextBlock, spans: list[Span], habit: Habit, first: int, period: str | None) -> BlockFigures:
    """Figures of a table block. Column roles and units come from the header row, the unit column or a unit note."""
    rows = rows_of(entry)
    header = _header_depth(rows)
    _settle_columns(entry, rows, header)
    heads = _column_heads(rows[:header])
    for span in spans:
        if span.kind == "quantity" and any(
            cell.start <= span.start < cell.end for row in rows[:header] for cell in row
        ):
            span.kind = "enum"
    corner = _UNIT_IN_BRACKETS.search(heads.get(rows[0][0].column, "")) if header and rows[0] else None
    note = _UNIT_NOTE.search(entry.logical.lower) or _UNIT_NOTE.search(entry.caption) or corner
    drafts: list[FigureDraft] = []
    starts = [one.start for one in spans]
    matrix: list[tuple[str, int, dict[int, FigureDraft]]] = []
    unit_column = next((at for at, head in heads.items() if _UNIT_HEAD.match(head)), None)
    by_start = {raw.start: raw for cell in _by_cell(rows, spans) for raw in read_block(entry, cell, habit)}
    for row in rows[header:]:
        label_cell = next(
            (
                cell
                for cell in row
                if re.search(r"[^\W\d_]{2,}", cell.text) and not _ROW_MARK.fullmatch(cell.text + " ")
            ),
            None,
        )
        label = _ROW_MARK.sub("", label_cell.text).strip(" *") if label_cell else ""
        depth = _depth(label_cell.text) or _depth(f"{row[0].text}. ") if label_cell else 0
        within = _WITHIN.match(label)
        if within:  # "Trong đó: tiền sử dụng đất" is of the row above
            label = label[within.end() :]
            depth = depth or (matrix[-1][1] + 1 if matrix and matrix[-1][1] else 0)
        unit = next((cell.text for cell in row if cell.column == unit_column), "")
        values: dict[int, FigureDraft] = {}
        for cell in row:
            token = _first_in(spans, starts, cell)
            if token is None or cell is label_cell or cell.column == unit_column:
                continue
            head = heads.get(cell.column, "")
            if token.kind == "enum" or _ORDINAL.match(head) or not _NUMBER.fullmatch(cell.text.strip("* ")):
                if _ORDINAL.match(head):
                    token.kind = "enum"
                continue
            raw = by_start.get(token.start)
            if raw is None:
                continue
            said = _UNIT_IN_BRACKETS.search(head) or note
            draft = _draft(
                entry, raw, cell, first + len(drafts), label, head, unit or (said.group(1) if said else ""), row, habit
            )
            draft.period = period
            if draft.role == "plan" and names_later(head, period):
                draft.role, draft.period = "target_next", None
            elif draft.role == "actual" and _is_earlier(head, period):
                draft.role, draft.period = "prior", None
            drafts.append(draft)
            values[cell.column] = draft
        matrix.append((label, depth, values))
    if _is_of_dossiers(entry, heads):
        for draft in drafts:
            if draft.raw.unit is None and not draft.raw.is_percent:
                draft.raw.unit, draft.raw.dimension = "dossier", "count"
    lists = _sums(matrix)
    kept = {id(draft.raw) for draft in drafts}
    for raw in by_start.values():
        if id(raw) not in kept:
            for token in raw.spans:
                if token.kind == "quantity":
                    token.kind = "date" if _YEAR.fullmatch(token.printed) else "enum"
    return BlockFigures(entry, first, drafts, None, lists)


_DEALT_WITH = re.compile(
    r"tiếp\s+nhận|giải\s+quyết|(?:trước|đúng|quá|trễ|chậm|sớm)\s+(?:thời\s+)?h[ạẹ]n|trực\s+tuyến|hồ\s+sơ|kết\s+quả|đang\s+xử\s+lý"
)
_DESK = re.compile(r"lĩnh\s+vực|thủ\s+tục|hồ\s+sơ|một\s+cửa|hành\s+chính")
_OTHER_PAPERS = re.compile(r"đơn\s+thư|khiếu\s+nại|tố\s+cáo|kiến\s+nghị|vụ\s+việc|hòa\s+giải")


def _is_of_dossiers(entry: TextBlock, heads: dict[int, str]) -> bool:
    """Columns that tell how dossiers were dealt with, whatever their rows are named ("Lao động - TBXH 318 294 04")."""
    about = " ".join([entry.caption, entry.block.heading.lower(), *heads.values()])
    dealt = sum(bool(_DEALT_WITH.search(head)) for head in heads.values())
    return dealt > 1 and _DESK.search(about) is not None and _OTHER_PAPERS.search(about) is None


def _is_earlier(head: str, period: str | None) -> bool:
    """A column headed by a year before that of the report and by no other ("Năm 2021", "TH 2021")."""
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", head)
    return bool(years) and period is not None and period[:4].isdigit() and max(years) < period[:4]


def _by_cell(rows: list[list[Cell]], spans: list[Span]) -> Iterable[list[Span]]:
    """The tokens of each cell, and those between cells: no number goes on beyond the edge of its cell."""
    edges = [edge for row in rows for cell in row for edge in (cell.start, cell.end)]
    return (list(within) for _, within in groupby(spans, key=lambda span: bisect_right(edges, span.start)))


def _first_in(spans: list[Span], starts: list[int], cell: Cell) -> Span | None:
    at = bisect_left(starts, cell.start)
    return spans[at] if at < len(spans) and spans[at].start < cell.end else None


def _draft(
    entry: TextBlock,
    raw: RawFigure,
    cell: Cell,
    number: int,
    label: str,
    head: str,
    unit: str,
    row: list[Cell],
    habit: Habit,
) -> FigureDraft:
    role = next((role for role, pattern in _ROLES if pattern.search(head)), "actual")
    percent = role in ("pct_of_plan", "change", "share") or cell.text.rstrip("* ").endswith("%")
    key = thousands_in_words(fold_key(unit))
    match = match_money(f" {key}", 0) or match_unit(f" {key}", 0) if key else None
    if percent:
        raw.unit, raw.noun, raw.dimension = "%", "%", "share"
    elif match is not None:
        raw.unit, raw.noun, raw.dimension, raw.factor = match.unit, match.noun, match.dimension, match.factor
    else:
        raw.unit, raw.noun, raw.dimension = None, "", ""
    if match is not None and not percent and match.unit == "%" and role == "actual":
        role = "share"
    whole = raw.dimension == "count" or (raw.dimension == "money" and raw.factor == 1)
    numeral = parse(
        raw.spans[0].printed,
        whole=whole,
        decimal=percent or raw.dimension == "share",
        comma_is_decimal=habit.comma_is_decimal(entry.logical.to_folded(raw.start)),
    )
    raw.value = numeral.value * raw.factor if numeral.value is not None and not percent else numeral.value
    raw.step = numeral.step * raw.factor if numeral.step is not None and not percent else numeral.step
    raw.end = raw.unit_end = raw.spans[0].end
    raw.guessed_noun = False
    raw.side, raw.partner = "", None  # a stroke at the end of a cell makes no fraction with the next one
    words = Words(row[0].start, row[-1].end, cell.start, cell.end)
    context = Context(f"{label.lower()} {head} {entry.caption} ", "", f"{label.lower()} {head}")
    draft = FigureDraft(number, entry, raw, role, words, context)
    draft.row_label, draft.column_label = label, head
    return draft


def rows_of(entry: TextBlock) -> list[list[Cell]]:
    """Cells of every row, in logical offsets; the ruling row of Markdown is left out."""
    text = entry.logical.text
    rows: list[list[Cell]] = []
    at = 0
    outer = entry.table[0].text.startswith("|")
    for line in entry.table:
        cells: list[Cell] = []
        for column, (left, part) in enumerate(_parts(line, outer)):
            plain = " ".join(without_emphasis(part).split()).strip(" *")
            if not plain or re.fullmatch(r":?-{2,}:?|:-+:?|:?-+:", plain):
                continue
            found = text.find(plain, at)
            if found < 0:  # stars or blanks that the line and the block read differently: no figure is read there
                continue
            at = found + len(plain)
            cells.append(Cell(plain, found, at, column, left, left + len(part)))
        if cells:
            rows.append(cells)
    return rows


def _parts(line: Line, outer: bool) -> list[tuple[int, str]]:
    """(place on the line, text) of the parts of a row between pipes, tabs or wide gaps.

    outer: the rows of this table open with a bar, as in Markdown; elsewhere one at the start closes an empty cell.
    """
    if is_ruled(line):
        parts = line.text.strip().split("|")
        return [(0, part) for part in (parts[1:] if outer and not parts[0] else parts)]
    return [(line.indent + found.start(), found.group()) for found in re.finditer(r"\S+(?: \S+)*", line.text)]


def _settle_columns(entry: TextBlock, rows: list[list[Cell]], header: int) -> None:
    """In aligned text a row may lack cells: each belongs to the column under whose head it is printed."""
    heads = max(rows[:header], key=len, default=[])
    if len(heads) < 2 or is_ruled(entry.table[0]) or "\t" in entry.table[0].text:
        return

    def distance(cell: Cell, head: Cell) -> tuple[int, int]:
        return max(head.left - cell.right, cell.left - head.right, 0), abs(head.right - cell.right)

    for row in rows[:header]:
        for cell in row if row is not heads else ():
            cell.column = min(heads, key=lambda head, cell=cell: distance(cell, head)).column  # type: ignore[misc]
    for row in rows[header:]:
        for cell in row[1:]:
            cell.column = min(heads[1:], key=lambda head, cell=cell: distance(cell, head)).column  # type: ignore[misc]


def _header_depth(rows: list[list[Cell]]) -> int:
    for index, row in enumerate(rows):
        numbers = sum(bool(_NUMBER.fullmatch(cell.text)) for cell in row[1:])
        if (
            numbers >= 1
            and index > 0
            and not all(re.fullmatch(r"\(?\d{1,2}\)?(?:\s*[=/+]\s*\d+)*", cell.text) for cell in row)
        ):
            return index
        if numbers >= 2 and not all(re.fullmatch(r"\(?\d{1,2}\)?(?:\s*[=/+]\s*\d+)*", cell.text) for cell in row):
            return index
    return min(1, len(rows))


def _column_heads(rows: list[list[Cell]]) -> dict[int, str]:
    heads: dict[int, str] = {}
    for row in rows:
        for cell in row:
            heads[cell.column] = f"{heads.get(cell.column, '')} {fold_key(cell.text)}".strip()
    return heads


def _depth(label: str) -> int:
    """Outline depth of a row label: A. above I. above 1. above a dash."""
    for depth, pattern in enumerate((r"[A-HĐ][.)]\s", r"[IVX]+[.)]\s", r"\d+[.)]\s", r"[a-zđ][.)]\s", r"[-+*•]\s")):
        if re.match(pattern, label):
            return depth + 1
    return 0


def _sums(matrix: list[tuple[str, int, dict[int, FigureDraft]]]) -> list[ListOfParts]:
    """Column sums: a row that the outline puts above others is their total, so is a row named tổng cộng."""
    lists: list[ListOfParts] = []
    depths = [depth for _, depth, _ in matrix]
    for index, (label, depth, values) in enumerate(matrix):
        below = list(takewhile(lambda at, depth=depth: depths[at] > depth, range(index + 1, len(matrix))))  # type: ignore[misc]
        if below:
            level = min(depths[at] for at in below)
            parts = [at for at in below if depths[at] == level]
            lists += _column_lists(values, [matrix[at][2] for at in parts], "bảng")
        elif _is_flat(matrix, index) and _TOTAL.match(fold_key(label)):
            others = [row for at, (_, _, row) in enumerate(matrix) if at != index]
            if not any(_TOTAL.match(fold_key(name)) for at, (name, _, _) in enumerate(matrix) if at != index):
                lists += _column_lists(values, others, "tổng cộng")
    return lists


def _is_flat(matrix: list[tuple[str, int, dict[int, FigureDraft]]], index: int) -> bool:
    """A first or last row over rows that the outline does not tell apart may be their total."""
    others = {depth for at, (_, depth, _) in enumerate(matrix) if at != index}
    return index in (0, len(matrix) - 1) and len(matrix) > 2 and len(others) == 1


def _column_lists(total: dict[int, FigureDraft], parts: list[dict[int, FigureDraft]], cue: str) -> list[ListOfParts]:
    found = []
    for column, draft in total.items():
        if draft.raw.is_percent:
            continue
        members = [part[column].number for part in parts if column in part]
        if len(members) >= 2:
            found.append(ListOfParts(draft.number, members, cue, True))
    return found

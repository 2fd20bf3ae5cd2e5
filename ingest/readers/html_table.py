"""Tables of an HTML page as Markdown rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

_MOST_SPANNED = 50
_PLACEMENT_ROWS = 3
_PLACEMENT_COLUMNS = 2


@dataclass(slots=True)
class TableRows:
    """Rows of cells; a cell that spans several columns or rows is printed once, the places it covers are empty."""

    rows: list[list[str]] = field(default_factory=list)
    covered: dict[int, int] = field(default_factory=dict)  # column → rows below that a cell above still covers
    spans: tuple[int, int] = (1, 1)

    def start_row(self) -> None:
        """Begin a row."""
        self.rows.append([])
        self._skip_covered()

    def start_cell(self, node: LexborNode) -> None:
        """Note how far the cell reaches."""
        if not self.rows:
            self.start_row()
        self.spans = (_span(node, "colspan"), _span(node, "rowspan"))

    def end_cell(self, text: str) -> None:
        """Put the text of the cell at its place."""
        columns, rows = self.spans
        row = self.rows[-1]
        for offset in range(columns):
            if rows > 1:
                self.covered[len(row)] = rows - 1
            row.append("" if offset else text.replace("|", "\\|"))
        self._skip_covered()

    def _skip_covered(self) -> None:
        row = self.rows[-1]
        while self.covered.get(len(row), 0) > 0:
            self.covered[len(row)] -= 1
            row.append("")


def render_rows(table: TableRows) -> list[str]:
    """Markdown lines of ``table``: its first row is the heading, as in Markdown there must be one."""
    rows = [row for row in table.rows if any(row)]
    if not rows:
        return []
    width = max(map(len, rows))
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
    return [lines[0], "|" + "---|" * width, *lines[1:]]


def is_for_placement(node: LexborNode) -> bool:
    """Whether a table only places text on the page: a letterhead, a signature, a frame around everything."""
    if node.attributes.get("role") == "presentation" or node.css("table table") or node.css("h1, h2, h3"):
        return True
    if node.css("th, thead, caption") or (node.attributes.get("border") or "0") not in ("0", "none"):
        return False
    rows = node.css("tr")
    widest = max((len(row.css("td")) for row in rows), default=0)
    return widest <= 1 or (widest <= _PLACEMENT_COLUMNS and len(rows) <= _PLACEMENT_ROWS)


def _span(node: LexborNode, name: str) -> int:
    value = node.attributes.get(name) or ""
    return min(max(int(value), 1), _MOST_SPANNED) if value.isdecimal() else 1

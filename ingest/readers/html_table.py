"""What an HTML table says about itself."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

_PLACEMENT_ROWS = 3
_PLACEMENT_COLUMNS = 2


def is_for_placement(node: LexborNode) -> bool:
    """Whether a table only places text on the page: a letterhead, a signature, a frame around everything."""
    if node.attributes.get("role") == "presentation" or node.css("table table") or node.css("h1, h2, h3"):
        return True
    if node.css("th, thead, caption") or (node.attributes.get("border") or "0") not in ("0", "none"):
        return False
    rows = node.css("tr")
    widest = max((len(row.css("td")) for row in rows), default=0)
    return widest <= 1 or (widest <= _PLACEMENT_COLUMNS and len(rows) <= _PLACEMENT_ROWS)


def spans_of(node: LexborNode) -> tuple[int, int]:
    """Columns and rows that a cell covers."""
    return _span(node, "colspan"), _span(node, "rowspan")


def _span(node: LexborNode, name: str) -> int:
    value = node.attributes.get(name) or ""
    return int(value) if value.isdecimal() and len(value) < 6 else 1

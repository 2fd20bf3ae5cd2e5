"""HTML: the text of the article, laid out as plain Markdown lines.

Headings become "# …" lines, list items "- …" lines, tables "| a | b |" rows; small tables without heading cells, which
offices use to place letterheads and signatures side by side, become plain lines. Nothing is added that has digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.errors import RefusedFile
from ingest.limits import MAX_FILE_BYTES
from ingest.readers.base import Decoded
from ingest.readers.encodings import decode
from ingest.readers.html_table import is_for_placement, spans_of
from ingest.readers.rows import LOWERED, RAISED, TableRows, render_rows

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,30})", re.IGNORECASE)
_LOOKS_LIKE_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_DROPPED = (
    "script, style, noscript, template, nav, aside, form, button, select, iframe, svg, object, "
    "[hidden], [role=navigation]"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANK = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"),
    *("fieldset", "figcaption", "figure", "footer", "header", "hr", "main", "ol", "p", "pre", "section", "summary"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
_TAG = re.compile(r"<(/?)(?:div|span|font|section|blockquote|center|table|ul|ol|b|i|u|em|strong|a)\b", re.IGNORECASE)
_DEEPEST = 3_000  # the time that HTML parsers take grows with the square of this
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_HEAD = 4_096
_MOST_ARTICLES = 20
_MENU_LINKS = 3
_MENU_SHARE = 0.8


class Html:
    """Web pages and documents saved as HTML."""

    name = "HTML"
    media_type = "text/html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")
    most_bytes = MAX_FILE_BYTES
    seconds = 0

    def recognises(self, data: bytes) -> bool:
        """A doctype or an html, head or body tag at the start."""
        return _LOOKS_LIKE_HTML.match(data[:_HEAD].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")) is not None

    def decode(self, data: bytes) -> Decoded:
        """The text of the article, without menus, scripts and styles; RefusedFile if the page holds none."""
        source = _characters(data)
        _check_depth(source.text)
        text = article_text(source.text)
        if not text:
            raise RefusedFile(
                "empty_file",
                "The page holds no text: what is seen in a browser may be loaded from elsewhere. "
                "Save the report itself, as .txt or as a complete .html page.",
            )
        return Decoded(text, source.encoding, source.notices)


READER = Html()


def _characters(data: bytes) -> Decoded:
    declared = _DECLARED.search(data[:4096])
    if declared is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii")
        try:
            return Decoded(data.decode(name), name.lower())
        except (LookupError, UnicodeDecodeError):
            pass  # the page is mistaken about itself; its bytes tell better
    return decode(data)


def _check_depth(source: str) -> None:
    depth = 0
    for tag in _TAG.finditer(source):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > _DEEPEST:
            line = source.count("\n", 0, tag.start()) + 1
            raise RefusedFile(
                "undecodable",
                f"The page is broken: by line {line} thousands of its tags are opened and not closed. "
                "Open it in a browser, copy the report, and save it as .txt.",
            )


def article_text(source: str) -> str:
    """The text of the article in the page ``source``; "" if there is none."""
    body = LexborHTMLParser(source).body
    if body is None:
        return ""
    skipped = {node.mem_id for node in body.css(_DROPPED)} | _menus(body)
    skipped |= {node.mem_id for node in body.css("[style]") if _HIDDEN.search(node.attributes.get("style") or "")}
    whole = _Lines(skipped).render(body)
    articles = (_Lines(skipped).render(node) for node in body.css("article, main, [role=main]")[:_MOST_ARTICLES])
    return min((text for text in articles if len(text) * 2 > len(whole)), key=len, default=whole)


def _menus(body: LexborNode) -> set[int]:
    """Lists that are nearly all links."""
    menus: set[int] = set()
    lists: list[list[int]] = []  # of the lists that are open: number of links, characters in links, characters
    in_link = 0
    for event, node in _walk(body, frozenset()):
        if node.is_text_node:
            if lists:
                count = len((node.text_content or "").strip())
                lists[-1][1] += count if in_link else 0
                lists[-1][2] += count
        elif node.tag == "a":
            in_link += 1 if event == "enter" else -1
            if lists and event == "enter":
                lists[-1][0] += 1
        elif node.tag in ("ul", "ol", "menu"):
            if event == "enter":
                lists.append([0, 0, 0])
            else:
                links, linked, characters = lists.pop()
                if links >= _MENU_LINKS and linked >= _MENU_SHARE * characters:
                    menus.add(node.mem_id)
                if lists:
                    lists[-1] = [lists[-1][0] + links, lists[-1][1] + linked, lists[-1][2] + characters]
    return menus


def _walk(root: LexborNode, skipped: Set[int]) -> Iterator[tuple[str, LexborNode]]:
    """("enter", node) and ("leave", node) in document order, without recursion: pages may be nested without end."""
    stack: list[tuple[str, LexborNode]] = [("enter", root)]
    while stack:
        event, node = stack.pop()
        if node.is_element_node and node.mem_id in skipped:
            continue
        yield event, node
        if event == "leave" or not node.is_element_node:
            continue
        stack.append(("leave", node))
        child = node.last_child
        while child is not None:
            stack.append(("enter", child))
            child = child.prev


class _Lines:
    """Collects the lines of a page while it is walked through once."""

    def __init__(self, skipped: Set[int]) -> None:
        self.skipped = skipped
        self.lines: list[str] = []
        self.line: list[str] = []
        self.prefix = ""
        self.tables: list[TableRows | None] = []  # None: a table for placement, rendered as plain lines
        self.preformatted = 0

    def render(self, root: LexborNode) -> str:
        raised: list[str] = []
        for event, node in _walk(root, self.skipped):
            tag = node.tag or ""
            if node.is_text_node:
                text = node.text_content or ""
                if raised:
                    text = text.translate(RAISED if raised[-1] == "sup" else LOWERED)
                self._text(text)
            elif not node.is_element_node:
                continue
            elif tag in ("sup", "sub"):
                if event == "enter":
                    raised.append(tag)
                elif raised:
                    raised.pop()
            elif event == "enter":
                self._enter(tag, node)
            else:
                self._leave(tag)
        self._end_line()
        return "\n".join(self.lines).strip("\n") + "\n" if any(self.lines) else ""

    def _text(self, text: str) -> None:
        if self.preformatted:
            first, *others = text.split("\n")
            self.line.append(first)
            for other in others:
                self._end_line()
                self.line.append(other)
        else:
            self.line.append(_BLANK.sub(" ", text))

    def _enter(self, tag: str, node: LexborNode) -> None:
        table = self.tables[-1] if self.tables else None
        if tag == "br":
            self.line.append(" ") if table is not None else self._end_line()
        elif tag == "table":
            self._end_line()
            nested = table is not None
            self.tables.append(None if nested or is_for_placement(node) else TableRows())
        elif table is not None and tag == "tr":
            table.start_row()
        elif table is not None and tag in ("td", "th"):
            self.line = []
            table.start_cell(*spans_of(node))
        elif tag in _HEADINGS or tag == "li" or tag in _BLOCKS:
            self._break(tag)
            self.preformatted += tag == "pre"

    def _leave(self, tag: str) -> None:
        table = self.tables[-1] if self.tables else None
        if tag == "table" and self.tables:
            self.tables.pop()
            if table is not None:
                self.lines.extend(["", *render_rows(table.rows), ""])
                self.line = []
        elif table is not None and tag in ("td", "th"):
            table.end_cell(_BLANK.sub(" ", "".join(self.line)).strip())
            self.line = []
        elif tag in _HEADINGS or tag == "li" or tag in _BLOCKS:
            self.preformatted -= tag == "pre"
            self._break("")

    def _break(self, tag: str) -> None:
        if self.tables and self.tables[-1] is not None:
            self.line.append(" ")  # paragraphs of one cell stay in its row
            return
        self._end_line()
        if tag in _HEADINGS or tag in ("p", "table"):
            self._blank_line()
        in_item = tag == "li" or (tag == "p" and self.prefix == "- ")  # the mark is for the first paragraph of the item
        self.prefix = _HEADINGS.get(tag, "- " if in_item else "")

    def _blank_line(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def _end_line(self) -> None:
        text = "".join(self.line)
        text = text.rstrip() if self.preformatted else text.strip(" \t\r\n")
        self.line = []
        if text:
            self.lines.append(self.prefix + text)
            self.prefix = ""

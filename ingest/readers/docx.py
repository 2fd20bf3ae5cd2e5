"""Word documents (.docx): paragraphs, tables, footnotes, text boxes; tracked changes as if all were accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.limits import CHILD_SECONDS, MAX_FILE_BYTES
from ingest.readers.base import Decoded
from ingest.readers.docx_styles import NAMESPACE, Numbering, Styles, is_on, number, value
from ingest.readers.flow import Flow
from ingest.readers.package import Package, damaged, open_package
from ingest.readers.rows import LOWERED, RAISED, TableRows, only_places

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_PICTURES = {f"{NAMESPACE}drawing", f"{NAMESPACE}pict", f"{NAMESPACE}object", _ALTERNATIVES}
# Content controls, insertions, links: what is inside counts as if it stood there itself. What was deleted or moved
# away (del, moveFrom) is not among them, so tracked changes count as accepted.
_SEEN_THROUGH = {
    f"{NAMESPACE}{name}"
    for name in (
        *("body", "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple"),
        *("dir", "bdo"),
    )
} | {
    f"{_MATH}{name}" for name in ("oMath", "oMathPara", "r", "sSup", "sSub", "e", "sup", "sub", "f", "num", "den", "d")
}
_BETWEEN = {
    f"{NAMESPACE}{name}": text for name, text in (("tab", "\t"), ("br", "\n"), ("cr", "\n"), ("noBreakHyphen", "-"))
}


class Docx:
    """Documents of Word since 2007."""

    name = "Word"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    suffixes: tuple[str, ...] = (".docx", ".docm", ".dotx")
    most_bytes = MAX_FILE_BYTES
    seconds = CHILD_SECONDS

    def recognises(self, data: bytes) -> bool:
        """A ZIP package with a part under word/."""
        return data.startswith(b"PK\x03\x04") and (b"word/" in data[:4096] or b"word/document" in data[-65536:])

    def decode(self, data: bytes) -> Decoded:
        """The text of the main part with its notes."""
        with open_package(data) as package:
            return Decoded(_Document(package).read(), "docx")


READER = Docx()


class _Document:
    def __init__(self, package: Package) -> None:
        self.body = package.part("word/document.xml")
        if self.body is None:
            raise damaged()
        self.styles = Styles(package.part("word/styles.xml"))
        self.numbering = Numbering(package.part("word/numbering.xml"), self.styles)
        self.notes = {
            kind: {note.get(f"{NAMESPACE}id"): note for note in part} if part is not None else {}
            for kind, part in (
                (f"{NAMESPACE}footnoteReference", package.part("word/footnotes.xml")),
                (f"{NAMESPACE}endnoteReference", package.part("word/endnotes.xml")),
            )
        }
        self.noted = 0
        self.flow = Flow()
        self.boxes: list[Any] = []
        self.fields: list[bool] = []  # of the fields that are open: has the result begun?

    def read(self) -> str:
        self._blocks(self.body)
        return self.flow.text

    def _blocks(self, node: Any) -> None:
        for block in _blocks_in(node):
            if block.tag == f"{NAMESPACE}tbl":
                self._table(block)
            elif not self.styles.is_contents(block):
                self.flow.paragraph(self._marked(block), self.styles.heading_level(block))
                boxes, self.boxes = self.boxes, []
                for box in boxes:
                    self._blocks(box)

    def _table(self, node: Any) -> None:
        rows = [[cell for cell in row.iter(f"{NAMESPACE}tc") if _owner(cell) is node] for row in _rows_in(node)]
        nested = next(node.iterdescendants(f"{NAMESPACE}tbl"), None) is not None
        if nested or only_places([[_plain(cell) for cell in row] for row in rows]):
            for cell in (cell for row in rows for cell in row):
                self._blocks(cell)
            return
        table = TableRows()
        for row in rows:
            table.start_row()
            for cell in row:
                merged = cell.find(f"{NAMESPACE}tcPr/{NAMESPACE}vMerge")
                goes_on = merged is not None and value(merged) in ("", "continue")
                table.start_cell(number(cell.find(f"{NAMESPACE}tcPr/{NAMESPACE}gridSpan"), 1))
                table.end_cell("" if goes_on else " ".join(map(self._marked, _blocks_in(cell))))
        self.flow.table(table.rows)

    def _marked(self, paragraph: Any) -> str:
        """The text of a paragraph behind the mark that its numbering gives it."""
        text = self._text(paragraph)
        return self.numbering.mark(paragraph) + text if text.strip() else text

    def _text(self, node: Any) -> str:
        return "".join(map(self._inline, node))

    def _inline(self, node: Any) -> str:
        if node.tag == f"{NAMESPACE}r":
            return self._run(node)
        if node.tag in _SEEN_THROUGH:
            return self._text(node)
        if node.tag == f"{_MATH}t":
            return node.text or ""
        if node.tag == _ALTERNATIVES:
            return self._text(node[0]) if len(node) else ""
        return ""

    def _run(self, run: Any) -> str:
        looks = self.styles.looks(run)
        if is_on(looks.get("vanish")):
            return ""
        shifted, shouted = value(looks.get("vertAlign")), is_on(looks.get("caps"))
        text = "".join(map(self._in_run, run))
        if shifted in ("superscript", "subscript"):
            text = text.translate(RAISED if shifted == "superscript" else LOWERED)
        return text.upper() if shouted else text

    def _in_run(self, node: Any) -> str:
        if node.tag == f"{NAMESPACE}fldChar":
            self._field(node.get(f"{NAMESPACE}fldCharType"))
        elif not all(self.fields):
            return ""
        elif node.tag == f"{NAMESPACE}t":
            return node.text or ""
        elif node.tag in self.notes:
            return self._note(node)
        elif node.tag in _BETWEEN:
            return _BETWEEN[node.tag]
        elif node.tag in _PICTURES:
            shown = node[0] if node.tag == _ALTERNATIVES and len(node) else node
            self.boxes += shown.iter(f"{NAMESPACE}txbxContent")
        return ""

    def _field(self, what: str | None) -> None:
        if what == "begin":
            self.fields.append(False)
        elif self.fields and what == "separate":
            self.fields[-1] = True
        elif self.fields and what == "end":
            self.fields.pop()

    def _note(self, reference: Any) -> str:
        note = self.notes[reference.tag].pop(reference.get(f"{NAMESPACE}id"), None)
        if note is None:
            return ""
        self.noted += 1
        here = self.noted
        self.flow.note(here, " ".join(self._text(block) for block in _blocks_in(note)))
        return str(here).translate(RAISED)


def _blocks_in(node: Any) -> Iterator[Any]:
    """Paragraphs and tables directly in ``node``, whatever stands around them."""
    for child in node:
        if child.tag in (f"{NAMESPACE}p", f"{NAMESPACE}tbl"):
            yield child
        elif child.tag in _SEEN_THROUGH:
            yield from _blocks_in(child)


def _rows_in(node: Any) -> Iterator[Any]:
    for child in node:
        if child.tag == f"{NAMESPACE}tr":
            if child.find(f"{NAMESPACE}trPr/{NAMESPACE}del") is None:
                yield child
        elif child.tag in _SEEN_THROUGH:
            yield from _rows_in(child)


def _owner(node: Any) -> Any:
    """The table that ``node`` stands in; None outside tables."""
    return next(node.iterancestors(f"{NAMESPACE}tbl"), None)


def _plain(cell: Any) -> str:
    return "".join(text.text or "" for text in cell.iter(f"{NAMESPACE}t"))

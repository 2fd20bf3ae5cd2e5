"""OpenDocument texts (.odt): paragraphs, lists, tables, notes; tracked changes as if all were accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.errors import RefusedFile
from ingest.limits import CHILD_SECONDS, MAX_COLUMNS, MAX_FILE_BYTES
from ingest.readers.base import Decoded
from ingest.readers.docx_styles import counted
from ingest.readers.flow import Flow
from ingest.readers.package import Package, damaged, open_package
from ingest.readers.rows import LOWERED, RAISED, TableRows, only_places

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_MARK = b"mimetypeapplication/vnd.oasis.opendocument.text"
_KINDS = {"1": "decimal", "i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter", "A": "upperLetter"}
_WITHIN = {f"{_TEXT}{name}" for name in ("span", "a", "meta", "meta-field", "ruby", "ruby-base")}
_AROUND = {f"{_TEXT}section", f"{_TEXT}list-header", f"{_DRAW}text-box", f"{_OFFICE}text"}
_PARAGRAPHS = {f"{_TEXT}p", f"{_TEXT}h"}
# What is not text of the report: deletions are kept in tracked-changes, contents repeat headings with page numbers.
_NOT_READ = {
    *(f"{_TEXT}{name}" for name in ("tracked-changes", "table-of-content", "alphabetical-index", "sequence-decls")),
    *(f"{_OFFICE}{name}" for name in ("annotation", "annotation-end", "forms")),
}


class Odt:
    """Documents of LibreOffice and other free office programs."""

    name = "OpenDocument"
    media_type = "application/vnd.oasis.opendocument.text"
    suffixes: tuple[str, ...] = (".odt", ".ott")
    most_bytes = MAX_FILE_BYTES
    seconds = CHILD_SECONDS

    def recognises(self, data: bytes) -> bool:
        """A ZIP package whose first part says that it is an OpenDocument text."""
        return data.startswith(b"PK\x03\x04") and _MARK in data[:200]

    def decode(self, data: bytes) -> Decoded:
        """The text of the document with its notes."""
        with open_package(data) as package:
            manifest = package.part("META-INF/manifest.xml")
            if manifest is not None and any("encryption-data" in str(node.tag) for node in manifest.iter()):
                raise RefusedFile(
                    "encrypted_file", "The file is locked with a password. Remove the password, and hand it in again."
                )
            return Decoded(_Document(package).read(), "odt")


READER = Odt()


class _Document:
    def __init__(self, package: Package) -> None:
        content = package.part("content.xml")
        self.body = content.find(f"{_OFFICE}body/{_OFFICE}text") if content is not None else None
        if self.body is None:
            raise damaged()
        self.shifts: dict[str, str] = {}
        self.lists: dict[str, Any] = {}
        for root in (package.part("styles.xml"), content):
            for style in root.iter(f"{_STYLE}style", f"{_TEXT}list-style") if root is not None else ():
                self._learn(style)
        self.flow = Flow()
        self.noted = 0
        self.frames: list[Any] = []
        self.counts: dict[str, list[int]] = {}

    def _learn(self, style: Any) -> None:
        name = style.get(f"{_STYLE}name") or ""
        if style.tag == f"{_TEXT}list-style":
            self.lists[name] = {level.get(f"{_TEXT}level"): level for level in style}
            return
        properties = style.find(f"{_STYLE}text-properties")
        if properties is not None:
            self.shifts[name] = (properties.get(f"{_STYLE}text-position") or "").split(" ")[0]

    def read(self) -> str:
        self._blocks(self.body)
        return self.flow.text

    def _blocks(self, node: Any, mark: str = "") -> None:
        """Everything in ``node``; ``mark`` goes before its first paragraph."""
        for child in node:
            if child.tag in _PARAGRAPHS:
                text = self._text(child)
                level = _number(child, f"{_TEXT}outline-level", 0) if child.tag == f"{_TEXT}h" else 0
                self.flow.paragraph(mark + text, level)
                mark = ""
                frames, self.frames = self.frames, []
                for frame in frames:
                    self._blocks(frame)
            elif child.tag == f"{_TEXT}list":
                self._list(child, 1, child.get(f"{_TEXT}style-name") or "")
            elif child.tag == f"{_TABLE}table":
                self._table(child)
            elif child.tag == f"{_DRAW}frame" or child.tag in _AROUND:
                self._blocks(child)

    def _list(self, node: Any, level: int, style: str) -> None:
        style = node.get(f"{_TEXT}style-name") or style
        counts = self.counts.setdefault(style, [])
        del counts[level if node.get(f"{_TEXT}continue-numbering") == "true" else level - 1 :]
        for item in node.iterchildren(f"{_TEXT}list-item", f"{_TEXT}list-header"):
            mark = ""
            if item.tag == f"{_TEXT}list-item" and any(child.tag in _PARAGRAPHS for child in item):
                counts += [0] * (level - len(counts))
                counts[level - 1] += 1
                del counts[level:]
                mark = self._mark(style, level, counts)
            for child in item:
                if child.tag == f"{_TEXT}list":
                    self._list(child, level + 1, style)
                else:
                    self._blocks([child], mark if child.tag in _PARAGRAPHS else "")
                    mark = "" if child.tag in _PARAGRAPHS else mark

    def _mark(self, style: str, level: int, counts: list[int]) -> str:
        look = self.lists.get(style, {}).get(str(level))
        if look is None:
            return ""
        if look.tag == f"{_TEXT}list-level-style-bullet":
            char = look.get(f"{_TEXT}bullet-char") or "-"
            return ("-" if "\ue000" <= char <= "\uf8ff" else char) + " "
        kind = _KINDS.get(look.get(f"{_STYLE}num-format") or "")
        if kind is None:
            return ""
        shown = counts[level - min(_number(look, f"{_TEXT}display-levels", 1), level) :]
        written = ".".join(counted(count, kind) for count in shown)
        return f"{look.get(f'{_STYLE}num-prefix') or ''}{written}{look.get(f'{_STYLE}num-suffix') or ''} "

    def _table(self, node: Any) -> None:
        rows = [list(row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")) for row in _rows(node)]
        nested = next(node.iterdescendants(f"{_TABLE}table"), None) is not None
        if nested or only_places([["".join(cell.itertext()) for cell in row] for row in rows]):
            for cell in (cell for row in rows for cell in row):
                self._blocks(cell)
            return
        table = TableRows()
        for row in rows:
            table.start_row()
            for cell in row:
                text = " ".join(self._text(block) for block in cell.iterdescendants(*_PARAGRAPHS))
                table.start_cell(_number(cell, f"{_TABLE}number-columns-repeated", 1))
                table.end_cell(text)
        self.flow.table(table.rows)

    def _text(self, node: Any) -> str:
        parts = [node.text or ""]
        for child in node:
            parts += (self._inline(child), child.tail or "")
        return "".join(parts)

    def _inline(self, node: Any) -> str:
        if node.tag in _WITHIN:
            text = self._text(node)
            shift = self.shifts.get(node.get(f"{_TEXT}style-name") or "", "")
            if shift in ("", "0%"):
                return text
            return text.translate(LOWERED if shift == "sub" or shift.startswith("-") else RAISED)
        if node.tag == f"{_TEXT}s":
            return " " * min(_number(node, f"{_TEXT}c", 1), MAX_COLUMNS)
        if node.tag == f"{_TEXT}tab":
            return "\t"
        if node.tag == f"{_TEXT}line-break":
            return "\n"
        if node.tag == f"{_TEXT}note":
            return self._note(node)
        if node.tag == f"{_DRAW}frame":
            self.frames += node.iter(f"{_DRAW}text-box")
            return ""
        # a field shows its last value; bookmarks and the like hold nothing
        return "" if node.tag in _NOT_READ or not isinstance(node.tag, str) else node.text or ""

    def _note(self, node: Any) -> str:
        self.noted += 1
        here = self.noted
        body = node.find(f"{_TEXT}note-body")
        if body is not None:
            self.flow.note(here, " ".join(self._text(block) for block in body.iterchildren(*_PARAGRAPHS)))
        return str(here).translate(RAISED)


def _rows(node: Any) -> Iterator[Any]:
    for child in node:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in (f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"):
            yield from _rows(child)


def _number(node: Any, name: str, otherwise: int) -> int:
    text = node.get(name) or ""
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise

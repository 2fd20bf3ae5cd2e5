"""Documents of Word 97 to 2003 (.doc): text, tables, footnotes; deleted and hidden passages are left out."""

from __future__ import annotations

import re
import struct
from io import BytesIO

from ingest.errors import RefusedFile
from ingest.limits import CHILD_SECONDS, MAX_FILE_BYTES
from ingest.readers.base import Decoded
from ingest.readers.doc_binary import WordFile, read_word
from ingest.readers.flow import Flow
from ingest.readers.package import cut_off, damaged
from ingest.readers.rows import LOWERED, RAISED, TableRows, only_places

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
_SECTOR = 512
_DIRECTORY = 0x30
_CELL, _FIELD, _RESULT, _FIELD_END = "\x07", "\x13", "\x14", "\x15"
_PARAGRAPH_END = re.compile("[\r\x07\x0c]")
# One character for each, so that places stay places; Flow takes out what is left of Word's own control characters.
_AS_TEXT = str.maketrans({"\x1e": "-", "\x1f": "\x00", "\x0b": "\n", "\x0e": "\n", "\xad": "\x00"})

Row = tuple[list[list[str]], tuple[int, ...]]
"""Cells of paragraphs, and where the borders of the cells stand."""


class Doc:
    """Documents of Word before .docx."""

    name = "old Word"
    media_type = "application/msword"
    suffixes: tuple[str, ...] = (".doc", ".dot")
    most_bytes = MAX_FILE_BYTES
    seconds = CHILD_SECONDS

    def recognises(self, data: bytes) -> bool:
        """A compound file with a Word document in it, or a locked one, or one whose table of contents was cut off."""
        if not data.startswith(_OLE) or len(data) < _SECTOR:
            return False
        directory = _SECTOR * (1 + int.from_bytes(data[_DIRECTORY : _DIRECTORY + 4], "little"))
        return _WORD_STREAM in data or _LOCKED_STREAM in data or directory >= len(data)

    def decode(self, data: bytes) -> Decoded:
        """The text of the document with its footnotes."""
        return Decoded(_lines(_opened(data)), "doc")


READER = Doc()


def _opened(data: bytes) -> WordFile:
    import olefile

    if _LOCKED_STREAM in data and _WORD_STREAM not in data:
        raise RefusedFile(
            "encrypted_file", "The file is locked with a password. Remove the password, and hand it in again."
        )
    try:
        with olefile.OleFileIO(BytesIO(data)) as compound:
            streams = {
                name: compound.openstream(name).read()
                for name in ("WordDocument", "0Table", "1Table")
                if compound.exists(name)
            }
        return read_word(streams["WordDocument"], streams)
    except OSError as error:
        if len(data) % _SECTOR == 0 and not any(word in str(error) for word in ("incomplete", "out of range")):
            raise damaged() from error
        raise cut_off() from error
    except KeyError as error:
        raise (damaged() if len(data) % _SECTOR == 0 else cut_off()) from error
    except (struct.error, IndexError, ValueError, TypeError, AttributeError) as error:
        raise damaged() from error


def _lines(word: WordFile) -> str:
    """The lines of the document."""
    shown = _shown(word)
    flow = Flow()
    noted = 0
    table: list[Row] = []
    row: list[list[str]] = []
    cell: list[str] = []
    at = 0
    for mark in _PARAGRAPH_END.finditer(word.text, 0, word.main):
        marks = word.paragraph(mark.start())
        text = "".join(shown[at : mark.start()])
        if text.strip():
            text = word.lists.mark(marks.list_name, marks.list_level) + text
        notes = [word.notes[place] for place in range(at, mark.start()) if place in word.notes] if word.notes else []
        at = mark.end()
        if table and not marks.in_table:
            _table(flow, table)
            table = []
        for start, end in notes:
            noted += 1
            flow.note(noted, "".join(shown[start:end]))
        if mark[0] == _CELL and marks.row_end:
            table.append((row, marks.edges))
            row = []
        elif mark[0] == _CELL:
            row.append([*cell, text])
            cell = []
        elif marks.in_table:
            cell.append(text)
        else:
            flow.paragraph(text)
    if table:
        _table(flow, table)
    flow.paragraph("".join(shown[at : word.main]))
    return flow.text


def _shown(word: WordFile) -> list[str]:
    """What is seen of every character: nothing of field codes and deletions, raised digits for raised ones."""
    shown = list(word.text.translate(_AS_TEXT))
    for number, place in enumerate(sorted(word.notes), 1):
        if place < word.main:
            shown[place] = str(number).translate(RAISED)
    for start, end, look in word.looks:
        for at in range(start, min(end, len(shown))):
            if look == "deleted":
                shown[at] = ""
            elif look == "capitals":
                shown[at] = shown[at].upper()
            else:
                shown[at] = shown[at].translate(RAISED if look == "raised" else LOWERED)
    fields: list[bool] = []  # of the fields that are open: has the result begun?
    for at, char in enumerate(word.text):
        if char == _FIELD:
            fields.append(False)
        elif char == _RESULT and fields:
            fields[-1] = True
        elif char == _FIELD_END and fields:
            fields.pop()
        elif not all(fields):
            shown[at] = ""
    return shown


def _table(flow: Flow, table: list[Row]) -> None:
    texts = [[" ".join(paragraphs) for paragraphs in cells] for cells, _ in table]
    if only_places(texts):
        for cells, _ in table:
            for text in (text for cell in cells for text in cell):
                flow.paragraph(text)
        return
    borders = sorted({edge for _, edges in table for edge in edges})
    rows = TableRows()
    for (_, edges), line in zip(table, texts, strict=True):
        rows.start_row()
        known = len(edges) == len(line) + 1
        for number, text in enumerate(line):
            spanned = borders.index(edges[number + 1]) - borders.index(edges[number]) if known else 1
            rows.start_cell(spanned)
            rows.end_cell(text)
    flow.table(rows.rows)

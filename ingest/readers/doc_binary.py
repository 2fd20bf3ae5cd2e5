"""The binary format of Word 97 to 2003: characters, and what paragraphs and characters are marked as.

After [MS-DOC], Microsoft's open specification. Only what the text needs is read: the piece table (which bytes are
which characters), the marks of tables, and the marks of deleted, hidden, raised and lowered characters.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from ingest.errors import RefusedFile
from ingest.readers.doc_lists import Lists

_MAGIC = 0xA5EC
_WORD_97 = 0xC1
_ENCRYPTED = 0x0100
_SECOND_TABLE = 0x0200
_LENGTHS = 0x4C  # characters of the main text; of the footnotes behind it
_PLACES = 0x9A
_FOOTNOTE_PLACES, _FOOTNOTE_TEXTS, _CHARACTER_PAGES, _PARAGRAPH_PAGES, _PIECES = 2, 3, 12, 13, 33
_LIST_PLACES, _LIST_NAMES = 73, 74
_PAGE = 512
_COMPRESSED = 0x4000_0000

_IN_TABLE, _ROW_END, _TABLE_SHAPE = 0x2416, 0x2417, 0xD608
_LIST_NAME, _LIST_LEVEL = 0x460B, 0x260A
_DELETED, _HIDDEN, _SHIFTED, _CAPITALS = 0x0800, 0x083C, 0x2A48, 0x083B
_OPERAND = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}


@dataclass(frozen=True, slots=True)
class ParagraphMarks:
    """``edges`` are the borders of the cells of a row, left to right; only where the row ends.

    ``list_name`` is the number of the list that the paragraph is an item of, 0 for none.
    """

    in_table: bool = False
    row_end: bool = False
    edges: tuple[int, ...] = ()
    list_name: int = 0
    list_level: int = 0


@dataclass(slots=True)
class WordFile:
    """``text`` is the main text followed by the footnotes, with Word's own control characters.

    looks: (start, end, "deleted" | "raised" | "lowered" | "capitals") of ``text``.
    notes: place of a reference in the main text → (start, end) of its footnote in ``text``.
    """

    text: str
    main: int
    looks: list[tuple[int, int, str]] = field(default_factory=list)
    notes: dict[int, tuple[int, int]] = field(default_factory=dict)
    lists: Lists = field(default_factory=Lists)
    _fc_starts: list[int] = field(default_factory=list)
    _marks: list[ParagraphMarks] = field(default_factory=list)
    _pieces: list[tuple[int, int, int, int]] = field(default_factory=list)

    def paragraph(self, at: int) -> ParagraphMarks:
        """Marks of the paragraph whose last character is ``text[at]``."""
        piece = self._pieces[bisect_right(self._pieces, (at, 1 << 60, 0, 0)) - 1]
        run = bisect_right(self._fc_starts, piece[2] + (at - piece[0]) * piece[3]) - 1
        return self._marks[run] if run >= 0 else ParagraphMarks()


def read_word(word: bytes, tables: dict[str, bytes]) -> WordFile:
    """The file whose stream WordDocument is ``word``; struct.error, IndexError or ValueError where it is broken."""
    magic, version = struct.unpack_from("<HH", word)
    flags = struct.unpack_from("<H", word, 0x0A)[0]
    if magic != _MAGIC or version < _WORD_97:
        raise RefusedFile(
            "unsupported_format",
            "This file was made by a Word older than Word 97. Open it in Word or LibreOffice and save it as .docx.",
        )
    if flags & _ENCRYPTED:
        raise RefusedFile(
            "encrypted_file", "The file is locked with a password. Remove the password, and hand it in again."
        )
    table = tables["1Table" if flags & _SECOND_TABLE else "0Table"]
    main, footnotes = struct.unpack_from("<II", word, _LENGTHS)
    pieces = _pieces(_at(word, table, _PIECES))
    text = "".join(_decoded(word, piece) for piece in pieces)
    if len(text) < main:
        raise ValueError("the text is shorter than the file says")
    made = WordFile(text, main, _pieces=pieces)
    for start, end, marks in _runs(word, _at(word, table, _PARAGRAPH_PAGES), 13, 1):
        made._fc_starts += [start, end]
        made._marks += [_paragraph_marks(marks[2:]), ParagraphMarks()]
    for start, end, marks in _runs(word, _at(word, table, _CHARACTER_PAGES), 1, 0):
        look = _look(marks)
        if look:
            made.looks += [(*span, look) for span in _characters(pieces, start, end)]
    with suppress(struct.error, ValueError):  # without its lists the text is still whole
        made.lists = Lists(table, _place(word, _LIST_PLACES), _at(word, table, _LIST_NAMES))
    made.notes = _notes(_at(word, table, _FOOTNOTE_PLACES), _at(word, table, _FOOTNOTE_TEXTS), main, footnotes)
    return made


def _place(word: bytes, number: int) -> tuple[int, int]:
    start, length = struct.unpack_from("<II", word, _PLACES + 8 * number)
    return int(start), int(length)


def _at(word: bytes, table: bytes, number: int) -> bytes:
    start, length = _place(word, number)
    if start + length > len(table):
        raise ValueError("the table stream is cut off")
    return table[start : start + length]


def _pieces(clx: bytes) -> list[tuple[int, int, int, int]]:
    """(first character, one past the last, first byte, bytes a character) of every piece."""
    at = 0
    while clx[at] == 1:
        at += 3 + int(struct.unpack_from("<H", clx, at + 1)[0])
    size = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    borders = struct.unpack_from(f"<{count + 1}I", plc)
    found: list[tuple[int, int, int, int]] = []
    for number in range(count):
        place = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
        start, end = borders[number], borders[number + 1]
        if end < start or (found and found[-1][1] != start):
            raise ValueError("the piece table is out of order")
        if place & _COMPRESSED:
            found.append((start, end, (place & ~_COMPRESSED) // 2, 1))
        else:
            found.append((start, end, place, 2))
    return found


def _decoded(word: bytes, piece: tuple[int, int, int, int]) -> str:
    start, end, place, width = piece
    data = word[place : place + (end - start) * width]
    if len(data) < (end - start) * width:
        raise ValueError("the text is cut off")
    if width == 1:
        return "".join(bytes((byte,)).decode("cp1252", "replace") if byte > 0x7F else chr(byte) for byte in data)
    # one character for every two bytes, so that places stay places: halves of rare characters are lost
    return "".join(map(chr, struct.unpack(f"<{end - start}H", data)))


def _runs(word: bytes, plc: bytes, width: int, by_words: int) -> Iterator[tuple[int, int, bytes]]:
    """(first byte, one past the last, marks) of runs of text that are marked alike, from the pages named in ``plc``."""
    count = (len(plc) - 4) // 8
    for number in struct.unpack_from(f"<{count}I", plc, 4 * (count + 1)) if count > 0 else ():
        page = word[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
        if len(page) < _PAGE:
            raise ValueError("a page of marks is missing")
        runs = page[-1]
        if 4 * (runs + 1) + width * runs >= _PAGE:
            raise ValueError("a page of marks is out of order")
        borders = struct.unpack_from(f"<{runs + 1}I", page)
        for run in range(runs):
            at = 2 * page[4 * (runs + 1) + width * run]
            if not at:
                yield borders[run], borders[run + 1], b""
                continue
            length = page[at]
            if by_words:
                at, length = (at, 2 * length - 1) if length else (at + 1, 2 * page[at + 1])
            yield borders[run], borders[run + 1], page[at + 1 : at + 1 + length]


def _modifiers(marks: bytes) -> Iterator[tuple[int, bytes]]:
    """(code, operand) of every property modifier."""
    at = 0
    while at + 2 <= len(marks):
        code = struct.unpack_from("<H", marks, at)[0]
        at += 2
        size = _OPERAND.get(code >> 13)
        if size is None:
            if at >= len(marks):
                return
            size = 1 + marks[at]
            if code == _TABLE_SHAPE and at + 1 < len(marks):
                size = 1 + int(struct.unpack_from("<H", marks, at)[0])
        yield code, marks[at : at + size]
        at += size


def _paragraph_marks(marks: bytes) -> ParagraphMarks:
    in_table = row_end = False
    edges: tuple[int, ...] = ()
    name = level = 0
    for code, operand in _modifiers(marks):
        if code == _IN_TABLE:
            in_table = operand[:1] != b"\0"
        elif code == _ROW_END:
            row_end = operand[:1] != b"\0"
        elif code == _LIST_NAME and len(operand) == 2:
            name = int.from_bytes(operand, "little")
        elif code == _LIST_LEVEL and operand:
            level = operand[0]
        elif code == _TABLE_SHAPE and len(operand) > 3 and len(operand) >= 3 + 2 * (operand[2] + 1):
            edges = struct.unpack_from(f"<{operand[2] + 1}h", operand, 3)
    return ParagraphMarks(in_table, row_end, edges, name, level)


def _look(marks: bytes) -> str:
    looks = {code: operand[:1] for code, operand in _modifiers(marks)}
    if looks.get(_DELETED, b"\0") != b"\0" or looks.get(_HIDDEN) == b"\1":
        return "deleted"
    if looks.get(_SHIFTED) in (b"\1", b"\2"):
        return "raised" if looks[_SHIFTED] == b"\1" else "lowered"
    return "capitals" if looks.get(_CAPITALS) == b"\1" else ""


def _characters(pieces: list[tuple[int, int, int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the text whose bytes are in [start, end)."""
    for first, last, place, width in pieces:
        low = max(first, first + (start - place + width - 1) // width)
        high = min(last, first + (end - place) // width)
        if low < high:
            yield low, high


def _notes(places: bytes, texts: bytes, main: int, footnotes: int) -> dict[int, tuple[int, int]]:
    count = (len(places) - 4) // 6
    if count < 1 or len(texts) < 4 * (count + 1):
        return {}
    references = struct.unpack_from(f"<{count}I", places)
    borders = struct.unpack_from(f"<{count + 1}I", texts)
    return {
        reference: (main + borders[number], main + min(borders[number + 1], footnotes))
        for number, reference in enumerate(references)
    }

"""Files of every format spoiled at random, each made from its seed alone: the same seed gives the same bytes."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from html import escape
from random import Random

import olefile
from documents import HERE
from fuzz_text import spoiled_text
from lxml import etree
from mixed_inbox import packed
from variants import ENCODED

_HUGE = (b"0", b"-1", b"1", b"255", b"65535", b"2147483647", b"4294967295", b"-2147483648", b"9" * 30, b"1e30", b"nan")
_PARTS = {"docx": ("word/document.xml", "word/styles.xml"), "odt": ("content.xml", "styles.xml")}
_VALUES = ("", "0", "-1", "99999", "9" * 30, "x", "1e9", "none", "\u202e", "true")


@dataclass(frozen=True, slots=True)
class Case:
    """One spoiled file. ``kind`` text is no file: it goes to the engine as it is."""

    seed: int
    kind: str
    name: str
    data: bytes


@cache
def _specimen(name: str) -> bytes:
    return (HERE / name).read_bytes()


def make_case(seed: int) -> Case:
    """The file of this seed."""
    chance = Random(seed)
    kind = _kind(chance)
    data = _MAKERS[kind](chance)
    suffix = "pdf" if kind == "scan" else kind.replace("text", "txt")
    if chance.random() < 0.02:
        suffix = chance.choice(("txt", "md", "html", "docx", "odt", "doc", "pdf", "zip", "xlsx", ""))
    return Case(seed, kind, f"a.{suffix}", data)


def kind_of(seed: int) -> str:
    """What kind of file this seed gives, without making it."""
    return _kind(Random(seed))


def _kind(chance: Random) -> str:
    return chance.choices(tuple(_WEIGHTS), tuple(_WEIGHTS.values()))[0]


def spoiled_bytes(chance: Random, whole: bytes, other: bytes = b"") -> bytes:
    """Some bytes changed, dropped, repeated, cut off, or taken from another file."""
    data = bytearray(whole or b"\0")
    for _ in range(chance.choice((1, 1, 2, 4, 8, 20))):
        at, length = chance.randrange(len(data) or 1), chance.choice((1, 1, 2, 4, 64, 600))
        change = chance.randrange(8)
        if change == 0:
            data[at : at + length] = chance.randbytes(len(data[at : at + length]))
        elif change == 1:
            del data[at : at + length]
        elif change == 2:
            data[at:at] = data[at : at + length] * chance.choice((1, 1, 3, 50))
        elif change == 3:
            data[at : at + 4] = struct.pack("<I", chance.choice((0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)))
        elif change == 4 and data:
            data[at % len(data)] ^= 1 << chance.randrange(8)
        elif change == 5 and chance.random() < 0.3:
            del data[at:]
        elif change == 6 and other:
            start = chance.randrange(len(other))
            data[at : at + length] = other[start : start + chance.choice((4, 64, 600, 5_000))]
        else:
            data[at:at] = chance.choice((b"\0" * 64, b"\xff" * 64, b"<", b">", b"%", b"PK\x03\x04", b"\xef\xbb\xbf"))
    return bytes(data)


def _text(chance: Random) -> bytes:
    return spoiled_text(chance).encode("utf-8", "replace")


def _text_file(chance: Random) -> bytes:
    """A text in the bytes of some system, sometimes with the bytes spoiled as well."""
    text = spoiled_text(chance)
    codecs: tuple[Callable[[str], bytes], ...] = (
        *(
            lambda given, name=name: given.encode(name, "replace")
            for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be")
        ),
        *ENCODED.values(),
    )
    data = chance.choice(codecs)(text)
    return spoiled_bytes(chance, data, _specimen("specimen.doc")) if chance.random() < 0.4 else data


def _html(chance: Random) -> bytes:
    page = _specimen("specimen.html").decode("utf-8")
    tags = (
        "table",
        "tr",
        "td",
        "td colspan=9999",
        "td rowspan=-1",
        "ul",
        "li",
        "ol start=99999999999",
        "p",
        "div",
        "br",
    )
    more = (
        "script",
        "style",
        "sup",
        "h1",
        "pre",
        "svg",
        "template",
        "iframe",
        "select",
        "td rowspan=60000",
        "!--",
        "title",
    )
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(page) + 1)
        tag = chance.choice(tags + more)
        put = (
            f"<{tag}>" * chance.choice((1, 1, 1, 40, 3_000)),
            f"</{tag}>",
            escape(spoiled_text(chance)[:2_000]),
            chance.choice(
                ("&#0;", "&#xD800;", "&#x110000;", "&nbsp;", "&", "<", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "<![CDATA[")
            ),
        )
        page = page[:at] + chance.choice(put) + page[at + chance.choice((0, 0, 5, 200)) :]
    data = page.encode(chance.choice(("utf-8", "utf-8", "utf-16", "cp1258")), "replace")
    return spoiled_bytes(chance, data) if chance.random() < 0.2 else data


def _package(kind: str) -> Callable[[Random], bytes]:
    def made(chance: Random) -> bytes:
        whole = _specimen(f"specimen.{kind}")
        if chance.random() < 0.2:
            return spoiled_bytes(chance, whole, _specimen("specimen.odt"))
        with zipfile.ZipFile(io.BytesIO(whole)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        for _ in range(chance.randrange(1, 3)):
            name = chance.choice((_PARTS[kind][0], chance.choice(_PARTS[kind]), chance.choice(list(parts))))
            if name in parts:
                parts[name] = _spoiled_part(chance, parts[name])
        if chance.random() < 0.05:
            parts.pop(chance.choice(list(parts)))
        return packed(parts)

    return made


def _spoiled_part(chance: Random, part: bytes) -> bytes:
    """One XML part: its elements moved, its numbers made large, its texts replaced; or its bytes spoiled."""
    if chance.random() < 0.25:
        return spoiled_bytes(chance, part)
    try:
        root = etree.fromstring(part)
    except (etree.XMLSyntaxError, ValueError):
        return spoiled_bytes(chance, part)
    nodes = [node for node in root.iter() if node.getparent() is not None and isinstance(node.tag, str)]
    for _ in range(chance.randrange(1, 16) if nodes else 0):
        node, other = chance.choice(nodes), chance.choice(nodes)
        change = chance.randrange(6)
        if change == 0 and all(other is not above for above in (node, *node.iterancestors(), *node.iterdescendants())):
            chance.choice((other.append, other.addnext))(node)
        elif change == 1:
            for name in node.attrib:
                node.set(name, chance.choice((*_VALUES, str(node.get(name)))))
        elif change == 2:
            node.text = "".join(char for char in spoiled_text(chance)[:3_000] if char.isprintable() or char in "\n\t")
        elif change == 3:
            parent = node.getparent()
            for _ in range(chance.choice((1, 3, 30, 400)) if parent is not None and len(node) < 20 else 0):
                parent.append(deepcopy(node))
        elif change == 4:
            node.tag = other.tag
        else:
            for _ in range(chance.choice((2, 30, 300))):
                inner = etree.SubElement(node, other.tag, other.attrib)
                node = inner
            node.text = "12 hộ"
    return bytes(etree.tostring(root))


def _doc(chance: Random) -> bytes:
    whole = _specimen("specimen.doc")
    if chance.random() < 0.4:
        return spoiled_bytes(chance, whole, _specimen("specimen_one.pdf"))
    with olefile.OleFileIO(io.BytesIO(whole)) as package:  # inside its streams, so that the package stays whole
        stream = chance.choice([name for name in package.listdir() if name[-1] in ("WordDocument", "1Table", "0Table")])
        held = package.openstream(stream).read()
    data = bytearray(held)
    for _ in range(chance.choice((1, 2, 4, 10, 40))):
        at = chance.randrange(min(len(data), chance.choice((1_500, len(data)))))
        size = chance.choice((1, 2, 4))
        data[at : at + size] = chance.choice(
            (chance.randbytes(size), b"\xff" * size, bytes(size), b"\xff\xff\xff\x7f"[-size:])
        )
    made = io.BytesIO(whole)
    with olefile.OleFileIO(made, write_mode=True) as package:
        package.write_stream(stream, bytes(data[: len(held)]).ljust(len(held), b"\0"))
        return made.getvalue()


def _pdf(chance: Random) -> bytes:
    whole = _specimen(chance.choice(("specimen_one.pdf", "specimen_two.pdf")))
    if chance.random() < 0.3:
        return spoiled_bytes(chance, whole, _specimen("specimen_two.pdf"))
    for _ in range(chance.choice((1, 1, 2, 5))):
        whole = chance.choice((_pdf_objects, _pdf_stream))(chance, whole)
    return whole


def _pdf_objects(chance: Random, whole: bytes) -> bytes:
    """Numbers and references of objects changed; the reader finds the objects again by itself."""
    found = [one.span() for one in re.finditer(rb"(?<=[ \[])-?\d+(?:\.\d+)?(?=[ /\]\r\n>])|/[A-Z][A-Za-z]+", whole)]
    for start, end in sorted(chance.sample(found, min(len(found), chance.randrange(1, 10))), reverse=True):
        other = whole[slice(*chance.choice(found))]
        whole = whole[:start] + chance.choice((*_HUGE, other, other, other)) + whole[end:]
    return whole


def _pdf_stream(chance: Random, whole: bytes) -> bytes:
    """What is drawn on a page, or a font, spoiled behind its packing."""
    streams = list(re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", whole, re.DOTALL))
    one = chance.choice(streams)
    try:
        drawn = zlib.decompress(one[1])
    except zlib.error:
        return spoiled_bytes(chance, whole)
    if chance.random() < 0.5:
        numbers = [found.span() for found in re.finditer(rb"-?\d+(?:\.\d+)?", drawn)]
        for start, end in sorted(chance.sample(numbers, min(len(numbers), chance.randrange(1, 20))), reverse=True):
            drawn = drawn[:start] + chance.choice(_HUGE) + drawn[end:]
    else:
        drawn = spoiled_bytes(chance, drawn)
    drawn *= chance.choice((1, 1, 1, 5))
    return whole[: one.start(1)] + zlib.compress(drawn) + whole[one.end(1) :]


def _zip(chance: Random) -> bytes:
    names = (
        "a.txt",
        "thang 12/b.docx",
        "c.pdf",
        "d.doc",
        "e.html",
        "f.odt",
        "g",
        "../h.txt",
        "C:\\i.txt",
        "j.zip",
        "\u202ek.txt",
    )
    makers = (_text_file, _text_file, _text_file, _html, _package("docx"), _doc)
    parts = {}
    for name in chance.sample(names, chance.randrange(1, 4)):
        parts[name if chance.random() < 0.95 else name * 40] = chance.choice(makers)(chance)
    whole = packed(parts)
    return spoiled_bytes(chance, whole, _specimen("specimen.docx")) if chance.random() < 0.5 else whole


def _scan(chance: Random) -> bytes:
    return spoiled_bytes(chance, _specimen(chance.choice(("specimen_scan.pdf", "specimen_scan.png"))))


_MAKERS: dict[str, Callable[[Random], bytes]] = {
    "text": _text,
    "txt": _text_file,
    "md": _text_file,
    "html": _html,
    "docx": _package("docx"),
    "odt": _package("odt"),
    "doc": _doc,
    "pdf": _pdf,
    "zip": _zip,
    "scan": _scan,
}
_WEIGHTS = {
    "text": 400,
    "txt": 130,
    "md": 40,
    "html": 80,
    "docx": 90,
    "odt": 90,
    "doc": 80,
    "pdf": 90,
    "zip": 40,
    "scan": 0.25,
}
"""How often each kind is tried. Recognising a scan takes seconds, so few are."""

"""Formats that are known and cannot be read, by their first bytes and by file name."""

from __future__ import annotations

_SAVE_AS = "Open it in the program that made it and save it as .docx, .pdf or .txt, then hand that file in."

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel, PowerPoint or Outlook (.xls, .ppt, .msg)"),
    (b"{\\rtf", "RTF"),
    (b"GIF8", "GIF picture"),
    (b"BM", "BMP picture"),
    (b"\x1f\x8b", "gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"MIME-Version:", "web archive (.mht)"),
)
_ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"xl/", "Excel (.xlsx)"),
    (b"ppt/", "PowerPoint (.pptx)"),
    (b"opendocument", "OpenDocument (.ods, .odp)"),
)
_SUFFIXES = {
    ".xls": "old Excel (.xls)",
    ".xlsx": "Excel (.xlsx)",
    ".ppt": "old PowerPoint (.ppt)",
    ".pptx": "PowerPoint (.pptx)",
    ".ods": "OpenDocument (.ods)",
    ".rtf": "RTF",
    ".rar": "RAR archive",
    ".7z": "7z archive",
    ".mht": "web archive (.mht)",
    ".mhtml": "web archive (.mht)",
}


def unreadable_format(data: bytes) -> str | None:
    """The plain name of a known format that ``data`` is in and that no reader reads; None if it is none of them."""
    if data.startswith(b"PK\x03\x04"):
        return next((name for mark, name in _ZIPPED if mark in data[:4096] or mark in data[-65536:]), "zip archive")
    for mark, name in _SIGNATURES:
        if data.startswith(mark) and not (mark == b"BM" and b"\x00" not in data[:64]):
            return name
    return None


def refusal(name: str) -> str:
    """What to tell the clerk about a file in format ``name``."""
    return f"This is a file in the format {name}, which cannot be read. {_SAVE_AS}"


def unreadable_suffix(suffix: str) -> str | None:
    """The plain name of the unreadable format that a file name ending in ``suffix`` promises."""
    return _SUFFIXES.get(suffix.lower())

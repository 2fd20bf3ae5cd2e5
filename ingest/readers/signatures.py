"""Formats that are known and not readable yet, by their first bytes and by file name."""

from __future__ import annotations

_SAVE_AS = "Open it in the program that made it and save it as .txt, .html or .md, then hand that file in."

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word or Excel (.doc, .xls)"),
    (b"{\\rtf", "RTF"),
    (b"\xff\xd8\xff", "JPEG picture"),
    (b"\x89PNG\r\n\x1a\n", "PNG picture"),
    (b"GIF8", "GIF picture"),
    (b"II*\x00", "TIFF picture"),
    (b"MM\x00*", "TIFF picture"),
    (b"BM", "BMP picture"),
    (b"\x1f\x8b", "gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"MIME-Version:", "web archive (.mht)"),
)
_ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"word/", "Word (.docx)"),
    (b"xl/", "Excel (.xlsx)"),
    (b"ppt/", "PowerPoint (.pptx)"),
    (b"opendocument", "OpenDocument (.odt, .ods)"),
)
_SUFFIXES = {
    ".pdf": "PDF",
    ".doc": "old Word (.doc)",
    ".docx": "Word (.docx)",
    ".xls": "old Excel (.xls)",
    ".xlsx": "Excel (.xlsx)",
    ".ppt": "old PowerPoint (.ppt)",
    ".pptx": "PowerPoint (.pptx)",
    ".odt": "OpenDocument (.odt)",
    ".ods": "OpenDocument (.ods)",
    ".rtf": "RTF",
    ".jpg": "JPEG picture",
    ".jpeg": "JPEG picture",
    ".png": "PNG picture",
    ".tif": "TIFF picture",
    ".tiff": "TIFF picture",
    ".zip": "zip archive",
    ".rar": "RAR archive",
    ".7z": "7z archive",
    ".mht": "web archive (.mht)",
    ".mhtml": "web archive (.mht)",
}


def unreadable_format(data: bytes) -> str | None:
    """The plain name of a known format that ``data`` is in and that no reader reads; None if it is none of them."""
    if data.startswith(b"PK\x03\x04"):
        return next((name for mark, name in _ZIPPED if mark in data[:4096] or mark in data[-65536:]), "zip archive")
    start = data[:1024].lstrip() if data[:1024].lstrip().startswith(b"%PDF") else data
    for mark, name in _SIGNATURES:
        if start.startswith(mark) and not (mark == b"BM" and b"\x00" not in data[:64]):
            return name
    return None


def refusal(name: str, data: bytes) -> str:
    """What to tell the clerk about a file in format ``name``."""
    if name == "PDF" and b"%%EOF" not in data[-2048:]:
        return (
            "This is a PDF whose end is missing: it was cut off while it was copied or downloaded. "
            "Get the whole file again; PDF cannot be read yet, so save its text as .txt, .html or .md."
        )
    return f"This is a file in the format {name}, which cannot be read yet. {_SAVE_AS}"


def unreadable_suffix(suffix: str) -> str | None:
    """The plain name of the unreadable format that a file name ending in ``suffix`` promises."""
    return _SUFFIXES.get(suffix.lower())

"""Short texts read in full, for tests of the reading stages."""

from __future__ import annotations

import hashlib

from ingest.model import Document, Figure, Reading
from ingest.read import read_document

HEAD = "ỦY BAN NHÂN DÂN\nXÃ AN BÌNH\n\nBÁO CÁO\nTình hình kinh tế - xã hội năm 2023\n\n"
MARKS_THAT_CHANGE = """1. Một cửa
- Tiếp nhận 45 hồ sơ, trong đó:
+ Trực tuyến 40 hồ sơ
2. An ninh trật tự: xảy ra 5 vụ. Cụ thể:
+ Trộm cắp: 3 vụ
+ Cháy: 2 vụ
- Đã giải quyết 4 vụ
"""
"""Parts under "+", and below them a "-" that stands above "+" elsewhere in the report: it is no part of theirs."""


def document(text: str, name: str = "report.txt") -> Document:
    """A text as a reader would hand it on."""
    return Document(name, hashlib.sha256(text.encode()).hexdigest(), "text/plain", "utf-8", text)


def read(body: str, head: str = HEAD) -> Reading:
    """Read a passage under the letterhead of a report for 2023 of a commune that does not exist."""
    return read_document(document(head + body))


def figures(body: str) -> list[Figure]:
    """Figures of a passage, in order."""
    return list(read(body).figures)


def kinds(body: str) -> list[tuple[str, str]]:
    """(digits, kind) of every number token of a passage."""
    reading = read(body)
    return [(token.printed, token.kind) for token in reading.tokens if token.char_start >= len(HEAD)]


def values(body: str) -> list[tuple[float | None, str]]:
    """(value, unit) of every figure of a passage."""
    return [(None if figure.value is None else float(figure.value), figure.unit) for figure in figures(body)]


def roles(body: str) -> list[tuple[str, str]]:
    """(digits as printed, role) of every figure of a passage."""
    return [(figure.printed, figure.role) for figure in figures(body)]

"""Bytes to characters: UTF-8, UTF-16, Windows-1258, and pages of TCVN3 or VNI type that claim no encoding at all."""

from __future__ import annotations

import codecs
import re
import unicodedata

from ingest.errors import RefusedFile
from ingest.folding import fold
from ingest.legacy_fonts import is_syllable
from ingest.model import Issue
from ingest.readers.base import Decoded

_SAMPLE = 65_536
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NON_ASCII_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")
_ENOUGH_WORDS = 10
_ENOUGH_SYLLABLES = 0.8

_UTF16_NOTICE = Issue("notice", "utf16", "The file is in UTF-16 and was read as such; UTF-8 is safer to save in.")
_NO_BYTE_ORDER_MARK = Issue(
    "notice",
    "utf16",
    "The file is in UTF-16 without a byte order mark; it was recognised by its content. UTF-8 is safer to save in.",
)


def decode(data: bytes) -> Decoded:
    """The characters of ``data``; RefusedFile with code binary_file or undecodable if it is no text.

    UTF-8 keeps its byte order mark as a character and all line ends, as ``open(path, encoding="utf-8", newline="")``
    does; UTF-16 loses its mark, as ``open(path, encoding="utf-16", newline="")`` does.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Decoded(_strictly(data, "utf-16"), "utf-16", (_UTF16_NOTICE,))
    wide = _wide_without_mark(data)
    if wide is not None:
        return Decoded(_strictly(data, wide), wide, (_NO_BYTE_ORDER_MARK,))
    if _is_binary(data):
        raise RefusedFile(
            "binary_file",
            "This is a binary file (a program, a picture, a database), not text. "
            "Hand in the report as .txt, .html or .md.",
        )
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _eight_bit(data, error)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedFile(
            "undecodable",
            f"The file says that it is UTF-16, but is broken at byte {error.start + 1} of {len(data)}. "
            "It may have been cut off: get it again, or save it anew as UTF-8 text.",
        ) from error


def _wide_without_mark(data: bytes) -> str | None:
    """utf-16-le or utf-16-be where the zero bytes of ASCII characters all stand on one side; None otherwise."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if not half or b"\x00" not in sample:
        return None
    first, second = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if second > 0.3 and first < 0.02:
        return "utf-16-le"
    if first > 0.3 and second < 0.02:
        return "utf-16-be"
    return None


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return b"\x00" in data or len(_CONTROLS.findall(sample)) > len(sample) / 100


def _eight_bit(data: bytes, error: UnicodeDecodeError) -> Decoded:
    """Windows-1258 or old font text, whichever makes Vietnamese syllables; the UTF-8 error if neither does."""
    sample = data[: data.find(b"\n", _SAMPLE) if len(data) > _SAMPLE else None]
    shares = {encoding: _vietnamese_share(sample, encoding) for encoding in ("cp1258", "cp1252")}
    encoding = max(shares, key=lambda name: shares[name])
    if shares[encoding] < _ENOUGH_SYLLABLES:
        line = data.count(b"\n", 0, error.start) + 1
        raise RefusedFile(
            "undecodable",
            f"The text is not valid UTF-8: line {line} has a byte that is no character "
            f"(byte {error.start + 1} of {len(data)}). Open it in the program that made it and save it as UTF-8.",
        )
    name = "Windows-1258" if encoding == "cp1258" else "an old Vietnamese font encoding (TCVN3 or VNI)"
    notice = Issue("notice", "legacy_encoding", f"The file is not in Unicode; it was read as {name}.")
    try:
        return Decoded(data.decode(encoding), encoding, (notice,))
    except UnicodeDecodeError:
        return Decoded(data.decode("latin-1"), "latin-1", (notice,))


def _vietnamese_share(sample: bytes, encoding: str) -> float:
    """Share of the words with non-ASCII letters that are Vietnamese syllables once read in ``encoding`` and folded."""
    text = unicodedata.normalize("NFC", sample.decode(encoding, errors="replace"))
    if encoding == "cp1252":
        text = fold(text).text
    words = [word for word in _NON_ASCII_WORD.findall(text) if not word.isascii()]
    if len(words) < _ENOUGH_WORDS:
        return 0.0
    return sum(map(is_syllable, words)) / len(words)

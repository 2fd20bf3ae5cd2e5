"""Readers: every file becomes its text, to the character, or is turned away with a sentence a clerk understands."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest

from ingest.errors import RefusedFile, SoxaError
from ingest.folding import fold
from ingest.legacy_fonts import TABLES
from ingest.model import Document
from ingest.readers import read_file
from ingest.readers.base import MAX_FILE_BYTES

SAMPLES = sorted((Path(__file__).parent.parent / "ingest" / "samples").glob("*.txt"))

REPORT = (
    "ỦY BAN NHÂN DÂN XÃ TÂN LẬP\r\nBÁO CÁO\r\nTình hình kinh tế - xã hội năm 2021\r\n\r\n"
    "Tổng thu ngân sách xã đạt 5.120.000.000 đồng, bằng 104,5% dự toán; toàn xã có 2.310 hộ với 8.945 nhân khẩu.\n"
    "Thu nhập bình quân đầu người ước đạt 48 triệu đồng.\u00a0Số hộ nghèo còn 41 hộ, giảm 12 hộ so với năm trước.\r"
)


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def read(folder: Path, name: str, data: bytes) -> Document:
    return read_file(put(folder, name, data), name)


def refusal(folder: Path, name: str, data: bytes) -> RefusedFile:
    path = put(folder, name, data)
    with pytest.raises(RefusedFile) as caught:
        read_file(path, name)
    return caught.value


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.notices]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_utf8_file_is_its_own_text(path: Path) -> None:
    document = read_file(path, path.name)
    with path.open(encoding="utf-8", newline="") as file:
        assert document.text == file.read()
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (document.encoding, document.media_type) == ("utf-8", "text/plain")


def test_byte_order_mark_and_line_ends_are_kept(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", b"\xef\xbb\xbf" + REPORT.encode())
    assert document.text == "\ufeff" + REPORT
    assert document.notices == ()


def test_decomposed_letters_are_kept_and_fold_to_the_same(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", REPORT)
    document = read(tmp_path, "a.md", decomposed.encode())
    assert document.text == decomposed
    assert document.media_type == "text/markdown"
    assert fold(document.text).text == fold(REPORT).text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_with_and_without_mark(tmp_path: Path, encoding: str) -> None:
    path = put(tmp_path, "a.txt", REPORT.encode(encoding))
    document = read_file(path, "a.txt")
    with path.open(encoding=document.encoding, newline="") as file:
        assert document.text == file.read() == REPORT
    assert codes(document) == ["utf16"]


def test_windows_1258(tmp_path: Path) -> None:
    marks = "\u0300\u0301\u0303\u0309\u0323"
    pieces = []
    for char in REPORT.replace("\u00a0", " "):
        letters = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in letters if mark in marks)
        pieces.append(unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in marks)) + tone)
    document = read(tmp_path, "a.txt", "".join(pieces).encode("cp1258"))
    assert document.encoding == "cp1258"
    assert "Tổng thu ngân sách xã đạt 5.120.000.000 đồng" in fold(document.text).text
    assert codes(document) == ["legacy_encoding"]


@pytest.mark.parametrize(("font", "encoding"), [("tcvn3", "latin-1"), ("vni", "cp1252")])
def test_a_whole_document_in_an_old_font(tmp_path: Path, font: str, encoding: str) -> None:
    typed = {unicode: legacy for legacy, unicode in TABLES[font].items() if legacy != "μ"}
    written = "".join(typed.get(char, char) for char in REPORT.lower().replace("\u00a0", " "))
    document = read(tmp_path, "a.txt", written.encode(encoding))
    assert "tổng thu ngân sách xã đạt 5.120.000.000 đồng, bằng 104,5% dự toán" in fold(document.text).text
    assert codes(document) == ["legacy_encoding", "legacy_font_passage"]


PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Cổng</title><style>td{}</style></head><body>
<nav><a href="/">Trang chủ 1</a></nav><ul><li><a>Giới thiệu</a><li><a>Tin tức</a><li><a>Liên hệ 0912</a></ul>
<main><table><tr><td>ỦY BAN NHÂN DÂN<br>XÃ TÂN LẬP</td><td>CỘNG HÒA XÃ HỘI<br>CHỦ NGHĨA VIỆT NAM</td></tr></table>
<h1>BÁO CÁO</h1><p>Tình hình kinh tế -
  xã hội   năm <b>2021</b></p><p>Toàn xã có 2.310 hộ với 8.945 nhân khẩu; diện tích
1.200 m<sup>2</sup>.<br>Trong đó:</p>
<ul><li>Hộ nghèo 41 hộ</li><li><p>Hộ cận nghèo 60 hộ</p></li></ul>
<table border="1"><tr><th>STT</th><th>Chỉ tiêu</th><th>Đạt</th></tr>
<tr><td>1</td><td>Thu ngân sách</td><td>5.120</td></tr>
<tr><td rowspan="2">2</td><td>Chi</td><td>4.800</td></tr><tr><td colspan="2">Trong đó chi đầu tư</td></tr></table>
<script>var x = 99;</script><p style="display: none">ẩn 77</p></main><footer>Bản quyền</footer></body></html>"""

PAGE_TEXT = """ỦY BAN NHÂN DÂN
XÃ TÂN LẬP
CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM

# BÁO CÁO

Tình hình kinh tế - xã hội năm 2021

Toàn xã có 2.310 hộ với 8.945 nhân khẩu; diện tích 1.200 m².
Trong đó:
- Hộ nghèo 41 hộ
- Hộ cận nghèo 60 hộ

| STT | Chỉ tiêu | Đạt |
|---|---|---|
| 1 | Thu ngân sách | 5.120 |
| 2 | Chi | 4.800 |
|  | Trong đó chi đầu tư |  |
"""


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.doc", "a.txt"])
def test_the_article_of_a_page_whatever_its_name(tmp_path: Path, name: str) -> None:
    document = read(tmp_path, name, PAGE.encode())
    assert document.media_type == "text/html"
    assert [line for line in document.text.split("\n") if line] == [line for line in PAGE_TEXT.split("\n") if line]


def test_a_page_in_its_declared_encoding(tmp_path: Path) -> None:
    page = PAGE.replace("utf-8", "utf-16")
    assert "8.945 nhân khẩu" in read(tmp_path, "a.html", page.encode("utf-16")).text


def test_a_page_nested_without_end_is_turned_away(tmp_path: Path) -> None:
    refused = refusal(tmp_path, "a.html", b"<html><body>" + b"<div>" * 200_000 + REPORT.encode())
    assert refused.code == "undecodable"


ENGLISH = b"The quick brown fox jumps over the lazy dog, and the committee met 12 times in 2023. " * 20

POEM = "Trăng ơi từ đâu đến, hay từ cánh rừng xa, trăng hồng như quả chín, lửng lơ lên trước nhà. " * 3

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "data", "code", "says"),
    [
        ("a.txt", b"", "empty_file", "empty"),
        ("a.txt", b"\xef\xbb\xbf \r\n\t\n", "empty_file", "only blanks"),
        ("a.html", b"<html><body><script>x()</script></body></html>", "empty_file", "no text"),
        ("a.txt", bytes(range(256)) * 40, "binary_file", "binary"),
        ("a.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n", "damaged_file", "PDF"),
        ("a.pdf", b"%PDF-1.7\n1 0 obj\n<< /Length 99", "truncated_file", "cut off"),
        ("a.txt", b"%PDF-1.4\n1 0 obj", "truncated_file", "PDF"),
        ("a.pdf", b"\x00\x01\x02 no longer a PDF" * 40, "wrong_extension", "no PDF file"),
        ("a.docx", b"PK\x03\x04\x14\x00\x06\x00word/document.xml", "truncated_file", "cut off"),
        ("a.zip", b"PK\x03\x04\x14\x00\x06\x00bao_cao.txt", "truncated_file", "cut off"),
        ("a.xls", OLE + bytes(600), "unsupported_format", ".xls"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le") * 60, "truncated_file", "cut off"),
        ("a.rtf", b"{\\rtf1 Toan xa co 12 ho}", "unsupported_format", "RTF"),
        ("a.xlsx", b"no longer a workbook", "unsupported_format", "Excel"),
        ("a.txt", b"12.345 678,9\n" * 5000, "not_a_report", "digits"),
        ("a.txt", b"7" * 1_000_000, "not_a_report", "digits"),
        ("a.txt", "Báo cáo xã".encode(), "not_a_report", "only 3 words"),
        ("a.md", ENGLISH, "not_vietnamese", "Vietnamese"),
        ("a.txt", POEM.encode(), "not_a_report", "names no commune"),
        ("a.txt", REPORT.encode()[:-60] + b"\xff\xfa" + REPORT.encode(), "undecodable", "line 6"),
        ("a.txt", b"\xff\xfe" + REPORT.encode("utf-16-le")[:-1], "undecodable", "cut off"),
    ],
)  # fmt: skip
def test_what_is_turned_away_and_why(tmp_path: Path, name: str, data: bytes, code: str, says: str) -> None:
    refused = refusal(tmp_path, name, data)
    assert refused.code == code
    assert says in refused.message
    assert isinstance(refused, SoxaError)
    assert str(refused) == refused.message


def test_a_file_over_the_limit_is_turned_away_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(RefusedFile, match="limit is 20 MB"):
        read_file(path, "a.txt")


def test_what_is_no_file_is_turned_away(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.txt"):
        with pytest.raises(RefusedFile) as caught:
            read_file(path, path.name)
        assert caught.value.code == "unreadable_file"


@pytest.mark.parametrize(
    "text",
    [
        "Xã Nậm Lành, huyện vùng cao, là xã đặc biệt khó khăn. Toàn xã có 540 hộ với 2.644 khẩu, "
        "tỷ lệ hộ nghèo, cận nghèo chiếm trên 54,14%, trong đó dân tộc Dao chiếm trên 90%.",
        "6.516,77 ha\nDiện tích tự nhiên\n22 ấp\nĐơn vị dân cư\n7.337 hộ\nQuy mô hộ dân\n30.272 người\nDân số toàn xã\n"
        "Rà soát 410 thủ tục thuộc thẩm quyền, đẩy mạnh niêm yết công khai.",
    ],
)
def test_short_passages_are_reports_too(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, "a.txt", text.encode()).text == text


def test_lost_characters_are_told_with_their_line(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", REPORT.replace("8.945", "8.9\ufffd5").encode())
    assert codes(document) == ["lost_characters"]
    assert "line 5" in document.notices[0].message


def test_an_old_font_passage_is_told_with_its_line(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", (REPORT + "\nHéi ®ång nh©n d©n x· ®· häp\n").encode())
    assert codes(document) == ["legacy_font_passage"]
    assert "line 7" in document.notices[0].message

"""Documents of office programs: the same report in every format says the same; what is broken is told apart."""

from __future__ import annotations

import shutil
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from documents import HERE, LAYOUTS, NO_OFFICE, OFFICE, ROWS, convert, report, write
from mixed_inbox import bomb, locked_pdf, locked_zip, packed

from ingest import ocr
from ingest.discover import discover
from ingest.errors import RefusedFile
from ingest.model import Document, Reading
from ingest.read import read_document
from ingest.readers import read_file
from warehouse.paths import SAMPLES

needs_office = pytest.mark.skipif(OFFICE is None, reason=NO_OFFICE)
needs_tesseract = pytest.mark.skipif(not ocr.available(), reason=f"no Tesseract with Vietnamese: {ocr.HOW_TO_GET}")

WRITTEN = ["specimen.docx", "specimen.doc", "specimen.odt"]
PAGED = ["specimen_one.pdf", "specimen_two.pdf"]
TABLE = ["| STT | Thôn | Số hộ | Số khẩu |", *(f"| {' | '.join(row)} |" for row in ROWS[1:])]


@cache
def specimen(name: str) -> Document:
    return read_file(HERE / name, name)


def lines(document: Document) -> list[str]:
    return [line for line in document.text.split("\n") if line and not line.startswith("|---")]


def figure_values(reading: Reading) -> Counter[tuple[object, ...]]:
    return Counter(
        (figure.value, figure.value_max, figure.unit, figure.role, figure.period) for figure in reading.figures
    )


def refusal(path: Path) -> RefusedFile:
    with pytest.raises(RefusedFile) as caught:
        read_file(path, path.name)
    return caught.value


@pytest.mark.parametrize("name", WRITTEN)
def test_a_document_of_a_word_processor_line_by_line(name: str) -> None:
    found = lines(specimen(name))
    at = found.index(TABLE[0])
    assert found[:at] == [
        "ỦY BAN NHÂN DÂN",
        "XÃ TÂN LẬP",
        "Số: 12/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ngày 05 tháng 12 năm 2023",
        "BÁO CÁO",
        "Tình hình kinh tế - xã hội năm 2023",
        "I. KẾT QUẢ THỰC HIỆN",
        "Tổng thu ngân sách xã đạt 5.120.000.000 đồng¹, bằng 104,5% dự toán năm; tổng chi ngân sách xã là "
        "4.800.000.000 đồng, trong đó chi đầu tư phát triển 1.200.000.000 đồng.",
        "¹ Trong đó thu cân đối là 3.000.000.000 đồng.",
        "Toàn xã có 2.310 hộ với 8.945 nhân khẩu.",
        "Diện tích sân vận động là 1.200 m², đường bê tông mới làm dài 3,5 km.",
        "- Hộ nghèo còn 41 hộ;",
        "- Hộ cận nghèo còn 60 hộ.",
        "PHỤ LỤC: DÂN SỐ CÁC THÔN",
    ]
    assert found[at : at + len(TABLE)] == TABLE
    assert found[at + len(TABLE) :] == [
        "Trên đây là báo cáo của Ủy ban nhân dân xã về tình hình kinh tế - xã hội năm 2023."
    ]


@pytest.mark.parametrize("name", PAGED)
def test_a_pdf_in_one_column_and_in_two(name: str) -> None:
    document = specimen(name)
    found = lines(document)
    at = found.index(TABLE[0])
    assert found[at : at + len(TABLE)] == TABLE, "the annex goes over the end of a page or column in one piece"
    before = " ".join(found[:at])
    told = (
        "BÁO CÁO Tình hình kinh tế - xã hội năm 2023 I. KẾT QUẢ THỰC HIỆN Tổng thu ngân sách xã đạt 5.120.000.000 "
        "đồng¹, bằng 104,5% dự toán năm; tổng chi ngân sách xã là 4.800.000.000 đồng, trong đó chi đầu tư phát triển "
        "1.200.000.000 đồng. Toàn xã có 2.310 hộ với 8.945 nhân khẩu. Diện tích sân vận động là 1.200 m², đường bê "
        "tông mới làm dài 3,5 km. • Hộ nghèo còn 41 hộ; • Hộ cận nghèo còn 60 hộ. PHỤ LỤC: DÂN SỐ CÁC THÔN"
    )
    assert told in before
    assert "¹ Trong đó thu cân đối là 3.000.000.000 đồng." in found
    assert not any(line in ("1", "2", "Trang 1/1", "Trang 1/9") for line in found), "page numbers are no text"


def test_letterheads_side_by_side_are_read_one_after_the_other() -> None:
    assert lines(specimen("specimen_one.pdf"))[:3] == ["ỦY BAN NHÂN DÂN", "XÃ TÂN LẬP", "Số: 12/BC-UBND"]


@pytest.mark.parametrize("name", [*WRITTEN, *PAGED, "specimen.html"])
def test_cells_of_an_annex_become_figures_with_their_labels(name: str) -> None:
    document = specimen(name)
    reading = read_document(document)
    cells = {
        (figure.row_label, figure.column_label): (figure.value, figure.printed)
        for figure in reading.figures
        if figure.row_label
    }
    for _, village, households, people in ROWS[1:]:
        assert cells[village, "số hộ"] == (Decimal(households), households)
        assert cells[village, "số khẩu"] == (Decimal(people.replace(".", "")), people)
    assert all(document.text[one.char_start : one.char_end] == one.printed for one in reading.figures)


def test_tracked_changes_count_as_accepted() -> None:
    for name in WRITTEN:
        assert "77 hộ cũ" not in specimen(name).text, name


def test_every_character_of_a_pdf_knows_its_page() -> None:
    document = specimen("specimen_one.pdf")
    assert document.pages[0] == (0, 1)
    last_page = max(page for _, page in document.pages)
    end = document.text.index("Trên đây là báo cáo")
    assert [page for start, page in document.pages if start <= end][-1] == last_page == 2
    note = document.text.index("¹ Trong đó")
    assert [page for start, page in document.pages if start <= note][-1] == 1, "a note is on the page of its mark"
    assert specimen("specimen.docx").pages == ()


@needs_tesseract
@pytest.mark.parametrize("name", ["specimen_scan.png", "specimen_scan.pdf"])
def test_a_scan_is_recognised_and_says_so(name: str) -> None:
    document = specimen(name)
    assert "Tổng thu ngân sách xã đạt 5.120.000.000 đồng" in document.text
    assert "Toàn xã có 2.310 hộ với 8.945 nhân khẩu." in document.text
    assert "| 7 | Thôn 7 | 107 | 1.007 |" in document.text
    assert "ocr_text" in [notice.code for notice in document.notices]
    assert document.pages[0] == (0, 1)


def test_a_scan_without_tesseract_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ocr.available.cache_clear()
    try:
        for name in ("specimen_scan.png", "specimen_scan.pdf"):
            refused = refusal(HERE / name)
            assert refused.code == "needs_ocr"
            assert "apt install tesseract-ocr tesseract-ocr-vie" in refused.message
    finally:
        ocr.available.cache_clear()


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_whole_report_printed_to_pdf_keeps_its_figures(layout: str, tmp_path: Path) -> None:
    sample = SAMPLES / "kep_2023.txt"
    text = sample.read_text(encoding="utf-8")
    before = figure_values(read_document(read_file(sample, sample.name)))
    path = convert(write(tmp_path, "kep", report(text, LAYOUTS[layout])), "pdf", tmp_path)
    after = figure_values(read_document(read_file(path, path.name)))
    assert (before & after).total() >= 0.995 * before.total(), list((before - after).items())[:5]


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["doc"])
def test_a_whole_report_in_another_format_keeps_its_figures(kind: str, tmp_path: Path) -> None:
    sample = SAMPLES / "lai_cach_2023.txt"
    text = sample.read_text(encoding="utf-8")
    before = figure_values(read_document(read_file(sample, sample.name)))
    path = convert(write(tmp_path, "lai_cach", report(text, LAYOUTS["one"])), kind, tmp_path)
    after = figure_values(read_document(read_file(path, path.name)))
    assert (before & after).total() == before.total(), list((before - after).items())[:5]


def test_a_document_of_python_docx_with_numbered_and_merged_things(tmp_path: Path) -> None:
    import docx

    made = docx.Document()
    made.add_heading("BÁO CÁO kinh tế - xã hội xã Tân Lập năm 2023", 1)
    for text in ("Tổng thu ngân sách 12 tỷ đồng;", "Tổng chi ngân sách 11 tỷ đồng."):
        made.add_paragraph(text, style="List Number")
    hidden = made.add_paragraph("Toàn xã có 540 hộ, 2.644 khẩu, giảm 12 hộ nghèo so với năm trước.").add_run(" 999 ẩn")
    hidden.font.hidden = True
    table = made.add_table(3, 3)
    for row, values in enumerate(
        (("Chỉ tiêu", "Năm 2023", "So sánh"), ("Lúa (tấn)", "310", "102%"), ("Ngô", "40", ""))
    ):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    table.cell(1, 2).merge(table.cell(2, 2))
    path = tmp_path / "made.docx"
    made.save(str(path))

    assert lines(read_file(path, path.name)) == [
        "# BÁO CÁO kinh tế - xã hội xã Tân Lập năm 2023",
        "1. Tổng thu ngân sách 12 tỷ đồng;",
        "2. Tổng chi ngân sách 11 tỷ đồng.",
        "Toàn xã có 540 hộ, 2.644 khẩu, giảm 12 hộ nghèo so với năm trước.",
        "| Chỉ tiêu | Năm 2023 | So sánh |",
        "| Lúa (tấn) | 310 | 102% |",
        "| Ngô | 40 |  |",
    ]


@pytest.mark.parametrize(
    ("name", "keep", "code"),
    [
        ("specimen.docx", 0.5, "truncated_file"),
        ("specimen.odt", 0.9, "truncated_file"),
        ("specimen.doc", 0.4, "truncated_file"),
        ("specimen_one.pdf", 0.7, "truncated_file"),
    ],
)
def test_a_document_that_was_cut_off(name: str, keep: float, code: str, tmp_path: Path) -> None:
    data = (HERE / name).read_bytes()
    (tmp_path / name).write_bytes(data[: int(len(data) * keep)])
    refused = refusal(tmp_path / name)
    assert refused.code == code
    assert "whole file again" in refused.message


def test_locked_documents_say_so(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(locked_pdf())
    (tmp_path / "a.zip").write_bytes(locked_zip())
    for path in tmp_path.iterdir():
        refused = refusal(path)
        assert refused.code == "encrypted_file"
        assert "Remove the password" in refused.message


def test_a_document_under_a_wrong_name_is_read_and_noted(tmp_path: Path) -> None:
    shutil.copy(HERE / "specimen.docx", tmp_path / "a.pdf")
    document = read_file(tmp_path / "a.pdf", "a.pdf")
    assert document.text == specimen("specimen.docx").text
    assert [notice.code for notice in document.notices] == ["wrong_extension"]


def test_members_of_an_archive_are_files_of_the_inbox(tmp_path: Path) -> None:
    report_text = (SAMPLES / "kep_2023.txt").read_bytes()
    inner = packed({"trong.txt": report_text})
    (tmp_path / "gop.zip").write_bytes(
        packed(
            {
                "thang 12/kep.txt": report_text,
                "don.docx": (HERE / "specimen.docx").read_bytes(),
                "trong.zip": inner,
                "__MACOSX/._kep.txt": b"x",
                ".DS_Store": b"x",
            }
        )
    )
    found = {one.source_file: one for one in discover(tmp_path)}
    assert sorted(found) == ["gop.zip/don.docx", "gop.zip/thang 12/kep.txt", "gop.zip/trong.zip"]
    kep = found["gop.zip/thang 12/kep.txt"]
    document = read_file(kep.path, kep.source_file, kep.member)
    assert (document.text, document.sha256) == (report_text.decode(), kep.sha256)
    nested = found["gop.zip/trong.zip"]
    with pytest.raises(RefusedFile) as caught:
        read_file(nested.path, nested.source_file, nested.member)
    assert caught.value.code == "nested_archive"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (bomb(), "too_large"),
        (packed({"../../ngoai.txt": b"x"}), "unsafe_archive"),
        (packed({"/etc/ngoai.txt": b"x"}), "unsafe_archive"),
        (packed({"C:\\ngoai.txt": b"x"}), "unsafe_archive"),
        (packed({}), "empty_file"),
    ],
)
def test_archives_that_do_harm_are_refused_whole(data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    assert [(one.source_file, one.member) for one in discover(tmp_path)] == [("a.zip", None)]
    if data.startswith(b"PK\x03\x04"):
        assert refusal(tmp_path / "a.zip").code == code

"""Headers: unit, number, date, title and period, read as a clerk reads them."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.folding import fold
from ingest.header import read_header
from ingest.model import Document, Header
from ingest.readers import read_file

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "ingest" / "samples"
FICTIONAL = HERE / "fixtures" / "reports"

BODY = (
    "\n\nThực hiện Nghị quyết của HĐND xã, UBND xã báo cáo kết quả như sau:\n\n"
    "I. KINH TẾ - XÃ HỘI\n1. Thu ngân sách đạt 3.200 triệu đồng, tăng 5% so với năm 2015; giai đoạn 2011-2020.\n\n"
    "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n"
)


PIECES = [
    "BÁO CÁO", "\n", "\n\n", " ", "xã ", "XÃ ", "Tân Lập", "TÂN LẬP", "huyện ", "tỉnh Sơn La", "năm 2020",
    "6 tháng đầu năm", "quý IV", "tháng 12", ", ngày 31/2/2021", "Số: 5/BC-UBND", "(", ")",
    "từ ngày 15/12 đến ngày 14/6/2020", "số liệu tính đến 29/2/2021", "nhiệm vụ", "là xã",
    "Độc lập - Tự do - Hạnh phúc", "TM. UBND", ";", "|", "**", "Trên đây là báo cáo", "./.", "phường 7",
    "13 tháng đầu năm 1999",
]  # fmt: skip


def header_of(text: str) -> tuple[Header, list[str]]:
    document = Document("report.txt", "0" * 64, "text/plain", "utf-8", text)
    header, issues = read_header(fold(text), document)
    return header, [issue.code for issue in issues]


def from_title(title: str, date_line: str = "") -> Header:
    return header_of(f"ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP\nSố: 12/BC-UBND\n{date_line}\nBÁO CÁO\n{title}{BODY}")[0]


def from_file(path: Path) -> tuple[Header, list[str]]:
    document = read_file(path, path.name)
    header, issues = read_header(fold(document.text), document)
    return header, [issue.code for issue in issues]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            SAMPLES / "lai_cach_2023.txt",
            Header(
                unit_name="Lai Cách",
                unit_type="thị trấn",
                district_name="Cẩm Giàng",
                province_name="Hải Dương",
                title="Tình hình thực hiện nhiệm vụ kế hoạch phát triển Kinh tế - Xã hội năm 2023; "
                "Kế hoạch phát triển Kinh tế - Xã hội năm 2024",
                period="2023",
                period_start=date(2022, 12, 15),
                period_end=date(2023, 12, 14),
                period_basis="administrative_cutoff",
            ),
        ),
        (
            SAMPLES / "duc_chinh_h1_2023.txt",
            Header(
                unit_name="Đức Chính",
                unit_type="xã",
                district_name="Cẩm Giàng",
                title="Tình hình thực hiện kế hoạch phát triển kinh tế - xã hội 6 tháng đầu năm; "
                "nhiệm vụ, giải pháp trọng tâm 6 tháng cuối năm 2023",
                period="2023-H1",
                period_start=date(2022, 12, 15),
                period_end=date(2023, 6, 14),
                period_basis="administrative_cutoff",
            ),
        ),
        (
            SAMPLES / "kep_2023.txt",
            Header(
                unit_name="Kép",
                unit_type="thị trấn",
                district_name="Lạng Giang",
                province_name="Bắc Giang",
                document_number="163/BC-UBND",
                issued_on=date(2023, 12, 8),
                title="Tình hình kinh tế - xã hội và kiểm điểm sự chỉ đạo, điều hành của UBND thị trấn năm 2023; "
                "Nhiệm vụ và giải pháp chủ yếu năm 2024",
                period="2023",
                period_start=date(2022, 12, 15),
                period_end=date(2023, 12, 14),
                period_basis="administrative_cutoff",
            ),
        ),
        (
            FICTIONAL / "xa_dien_bien_2019.txt",
            Header(
                unit_name="Pá Mường",
                unit_type="xã",
                district_name="Tuần Giáo",
                document_number="186/BC-UBND",
                issued_on=date(2019, 12, 12),
                title="Kết quả thực hiện nhiệm vụ phát triển KT-XH, QP-AN năm 2019; phương hướng, nhiệm vụ năm 2020",
                period="2019",
                period_start=date(2018, 12, 15),
                period_end=date(2019, 12, 14),
                period_basis="administrative_cutoff",
            ),
        ),
        (
            FICTIONAL / "xa_ca_mau_h1_2017.txt",
            Header(
                unit_name="Trí Hòa",
                unit_type="xã",
                district_name="Thới Bình",
                document_number="87/BC-UBND",
                issued_on=date(2017, 6, 19),
                title="Kết quả thực hiện nhiệm vụ kinh tế - xã hội, quốc phòng - an ninh 6 tháng đầu năm "
                "và nhiệm vụ, giải pháp 6 tháng cuối năm 2017",
                period="2017-H1",
                period_start=date(2016, 12, 15),
                period_end=date(2017, 6, 15),
                period_basis="as_stated",
            ),
        ),
        (
            FICTIONAL / "phuong_hcm_9m_2025.txt",
            Header(
                unit_name="Tân Phú Hội",
                unit_type="phường",
                document_number="486/BC-UBND",
                issued_on=date(2025, 9, 26),
                title="Tình hình kinh tế - văn hóa - xã hội, quốc phòng - an ninh 9 tháng đầu năm "
                "và nhiệm vụ, giải pháp trọng tâm 3 tháng cuối năm 2025",
                period="2025-9M",
                period_start=date(2024, 12, 15),
                period_end=date(2025, 9, 14),
                period_basis="administrative_cutoff",
            ),
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Path) else "",
)
def test_whole_reports(path: Path, expected: Header) -> None:
    assert from_file(path)[0] == expected


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Tình hình kinh tế - xã hội năm 2021; nhiệm vụ năm 2022", "2021"),
        ("Kết quả thực hiện kế hoạch phát triển KT-XH năm 2018 và xây dựng kế hoạch năm 2019", "2018"),
        ("Tình hình kinh tế - xã hội 6 tháng đầu năm, phương hướng nhiệm vụ 6 tháng cuối năm 2020", "2020-H1"),
        ("Tình hình kinh tế - xã hội sáu tháng đầu năm 2020", "2020-H1"),
        ("Kết quả công tác 06 tháng cuối năm 2022 và nhiệm vụ 6 tháng đầu năm 2023", "2022-H2"),
        ("Kết quả thực hiện 9 tháng đầu năm, ước thực hiện cả năm 2022; kế hoạch năm 2023", "2022-9M"),
        ("Tình hình phát triển kinh tế - xã hội quý III và 9 tháng đầu năm 2022, nhiệm vụ quý IV năm 2022", "2022-9M"),
        ("Tình hình kinh tế - xã hội 11 tháng năm 2023, nhiệm vụ tháng 12 năm 2023", "2023-11M"),
        ("Tình hình kinh tế - xã hội quý III năm 2022", "2022-Q3"),
        ("Kết quả công tác Quý I/2024, nhiệm vụ trọng tâm quý II/2024", "2024-Q1"),
        ("Kết quả thực hiện nhiệm vụ quý IV, phương hướng quý I năm 2024", "2023-Q4"),
        ("Tình hình thực hiện nhiệm vụ tháng 7 năm 2022, phương hướng nhiệm vụ tháng 8 năm 2022", "2022-07"),
        ("Kết quả công tác tháng 5, nhiệm vụ tháng 6/2024", "2024-05"),
        ("Kết quả công tác tháng 12, nhiệm vụ trọng tâm tháng 01 năm 2024", "2023-12"),
        ("Tình hình thực hiện Nghị quyết giai đoạn 2021-2025 trong năm 2023", "2023"),
        ("TÌNH HÌNH PHÁT TRIỂN KINH TẾ - XÃ HỘI\nNĂM 2016 VÀ PHƯƠNG HƯỚNG,\nNHIỆM VỤ NĂM 2017", "2016"),
        ("Tình hình KT-XH 2020, giai đoạn 2016-2020", "2020"),
        ("**Tình hình kinh tế - xã hội**\n\n**Quý II năm 2019**", "2019-Q2"),
    ],
)
def test_the_period_that_a_title_reports_on(title: str, period: str) -> None:
    assert from_title(title).period == period


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("Tình hình năm 2021", date(2020, 12, 15), date(2021, 12, 14)),
        ("Tình hình 6 tháng đầu năm 2021", date(2020, 12, 15), date(2021, 6, 14)),
        ("Tình hình 6 tháng cuối năm 2021", date(2021, 6, 15), date(2021, 12, 14)),
        ("Tình hình 9 tháng đầu năm 2021", date(2020, 12, 15), date(2021, 9, 14)),
        ("Tình hình quý I năm 2021", date(2020, 12, 15), date(2021, 3, 14)),
        ("Tình hình quý III năm 2021", date(2021, 6, 15), date(2021, 9, 14)),
        ("Tình hình tháng 01 năm 2021", date(2020, 12, 15), date(2021, 1, 14)),
        ("Tình hình tháng 3 năm 2021", date(2021, 2, 15), date(2021, 3, 14)),
    ],
)
def test_periods_close_in_mid_month_unless_the_report_says_otherwise(title: str, start: date, end: date) -> None:
    header = from_title(title)
    assert (header.period_start, header.period_end, header.period_basis) == (start, end, "administrative_cutoff")


def test_a_stated_range_wins() -> None:
    header = from_title("Tình hình 6 tháng đầu năm 2022\n(Từ ngày 01/01/2022 đến ngày 15 tháng 6 năm 2022)")
    assert (header.period_start, header.period_end, header.period_basis) == (
        date(2022, 1, 1),
        date(2022, 6, 15),
        "as_stated",
    )


def test_a_range_without_its_first_year_begins_in_the_year_before() -> None:
    header = from_title("Tình hình năm 2022\n\nSố liệu báo cáo tính từ ngày 15/12 đến ngày 14/12/2022.")
    assert (header.period_start, header.period_end) == (date(2021, 12, 15), date(2022, 12, 14))


def test_the_range_of_one_part_is_not_the_range_of_the_report() -> None:
    header = from_title(
        "Tình hình quý I năm 2022\n\nRiêng phần thủ tục hành chính, số liệu tính từ ngày 01/01/2022 đến ngày 20/3/2022."
    )
    assert header.period_basis == "administrative_cutoff"


def test_the_day_as_of_which_the_whole_report_stands() -> None:
    header = from_title("Tình hình năm 2023\n(Số liệu tính đến ngày 30/11/2023)")
    assert header.as_of == date(2023, 11, 30)


def test_data_up_to_the_last_day_make_it_a_calendar_period() -> None:
    header = from_title("Tình hình năm 2023\n(Số liệu tính đến hết ngày 31/12/2023)")
    assert (header.as_of, header.period_basis) == (date(2023, 12, 31), "calendar")
    assert (header.period_start, header.period_end) == (date(2023, 1, 1), date(2023, 12, 31))


def test_the_day_of_one_figure_is_not_the_day_of_the_report() -> None:
    header = from_title(
        "Tình hình năm 2023\n\nTổng thu ngân sách (tính đến 30/11/2023) là 5 tỷ đồng. "
        "Số liệu dân số đến ngày 01/10/2023."
    )
    assert header.as_of is None


def test_a_title_without_a_year_takes_it_from_the_date_of_issue() -> None:
    header = from_title("Tình hình kinh tế - xã hội 6 tháng đầu năm", "Tân Lập, ngày 20 tháng 6 năm 2018")
    assert header.period == "2018-H1"
    header = from_title("Kết quả công tác quý IV", "Tân Lập, ngày 05 tháng 01 năm 2019")
    assert header.period == "2018-Q4"


@pytest.mark.parametrize(
    ("head", "unit", "district", "province"),
    [
        ("UBND HUYỆN MƯỜNG KHUN\nUBND XÃ NÀ LẠI\n", ("xã", "Nà Lại"), "Mường Khun", None),
        (
            "ỦY BAN NHÂN DÂN XÃ IA K'DOR CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n  Độc lập - Tự do - Hạnh phúc\n",
            ("xã", "Ia K'Dor"),
            None,
            None,
        ),
        ("UỶ BAN NHÂN DÂN\nTHỊ TRẤN NĂM SÔNG\n", ("thị trấn", "Năm Sông"), None, None),
        ("ỦY BAN NHÂN DÂN QUẬN 99\nỦY BAN NHÂN DÂN PHƯỜNG 7\n", ("phường", "7"), "99", None),
        ("**UBND THỊ XÃ SÔNG BẠCH**\n\n**UBND PHƯỜNG HỘI AN TÂY**\n", ("phường", "Hội An Tây"), "Sông Bạch", None),
        (
            "| ỦY BAN NHÂN DÂN XÃ CỘNG HÒA HẠ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|---|---|\n",
            ("xã", "Cộng Hòa Hạ"),
            None,
            None,
        ),
        ("TỈNH SƠN LA\nHUYỆN MƯỜNG KHUN\nXÃ CHIỀNG LẠI\n", ("xã", "Chiềng Lại"), "Mường Khun", "Sơn La"),
        ("ĐẢNG ỦY XÃ TÂN THÀNH CÔNG\n", ("xã", "Tân Thành Công"), None, None),
        ("Uû ban nh©n d©n x· §«ng H¶i H¹\nhuyÖn Th¹ch §µi\n", ("xã", "Đông Hải Hạ"), "Thạch Đài", None),
    ],
)
def test_letterheads(head: str, unit: tuple[str, str], district: str | None, province: str | None) -> None:
    header, codes = header_of(f"{head}\nSố: 5/BC-UBND\n\nBÁO CÁO\nTình hình kinh tế - xã hội năm 2020{BODY}")
    assert (header.unit_type, header.unit_name) == unit
    assert (header.district_name, header.province_name) == (district, province)
    assert codes == []


def test_no_district_since_there_are_none() -> None:
    text = (
        "ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG\nĐẶC KHU HÒN XA\n\nBÁO CÁO\nTình hình quý III năm 2025\n\n"
        "Huyện Hòn Xa cũ bàn giao 5 hồ sơ." + BODY
    )
    header = header_of(text)[0]
    assert (header.unit_type, header.unit_name) == ("đặc khu", "Hòn Xa")
    assert (header.district_name, header.province_name) == (None, "Lâm Đồng")


def test_a_unit_named_only_in_the_body_among_its_neighbours() -> None:
    text = (
        "BÁO CÁO\nTình hình kinh tế - xã hội năm 2020\n\nTrên địa bàn xã Mỹ Lợi có 3 chợ. "
        "Đường nối xã Mỹ Lợi với các xã Mỹ An, Mỹ Phú; "
        "giáp xã Tân Bình, xã Tân An, xã Tân Lộc, xã Tân Hội. "
        "Công an xã bắt 2 đối tượng trú tại xã Mỹ An, huyện Phú Lộc, tỉnh Thừa Thiên Huế. "
        "Chủ tịch UBND huyện Châu Hòa khen UBND xã Mỹ\nLợi. "
        "Tổ chức cho 5 lao động đi làm việc tại TP. Hồ Chí Minh và tỉnh Bình Dương."
    )
    header, codes = header_of(text)
    assert (header.unit_type, header.unit_name, header.district_name, header.province_name) == (
        "xã",
        "Mỹ Lợi",
        "Châu Hòa",
        None,
    )
    assert codes == ["unit_from_body"]


def test_the_place_before_the_date_names_the_unit() -> None:
    header, _ = header_of(f"Số: 44 /BC-UBND\nPhú Thuận, ngày 3 tháng 12 năm 2014\nBÁO CÁO\nTình hình năm 2014{BODY}")
    assert (header.unit_type, header.unit_name) == ("xã", "Phú Thuận")
    assert (header.document_number, header.issued_on) == ("44/BC-UBND", date(2014, 12, 3))


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Số: 163 /BC-UBND", "163/BC-UBND"),
        ("Số 07/BC - UBND", "07/BC-UBND"),
        ("| Số: 25/2019/BC-UBND | Tân Lập, ngày 1 tháng 7 năm 2019 |", "25/2019/BC-UBND"),
        ("Số: 9-BC/ĐU", "9-BC/ĐU"),
        ("Số:       /BC-UBND", None),
        ("Số: ..../BC-UBND", None),
    ],
)
def test_document_numbers(line: str, number: str | None) -> None:
    head = f"ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP\n{line}\nBÁO CÁO\nTình hình năm 2019"
    text = head + "\n\nThực hiện Quyết định số 1268/QĐ-UBND của huyện."
    assert header_of(text)[0].document_number == number


@pytest.mark.parametrize(
    ("line", "day", "codes"),
    [
        ("Tân Lập, ngày 05 tháng 07 năm 2021", date(2021, 7, 5), []),
        ("*Tân Lập, ngày 5/7/2021*", date(2021, 7, 5), []),
        ("Tân Lập, ngày      tháng 7 năm 2021", None, []),
        ("Tân Lập, ngày 31 tháng 6 năm 2021", None, ["date_invalid"]),
    ],
)
def test_dates_of_issue(line: str, day: date | None, codes: list[str]) -> None:
    header, noticed = header_of(f"ỦY BAN NHÂN DÂN XÃ TÂN LẬP\n{line}\n\nBÁO CÁO\nTình hình 6 tháng đầu năm 2021{BODY}")
    assert header.issued_on == day
    assert noticed == codes


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("BÁO CÁO\n---\n\n**Tình hình KT-XH\nnăm 2020**\n(Trình kỳ họp thứ 9)", "Tình hình KT-XH năm 2020"),
        (
            "B Á O  C Á O\nKết quả công tác\nquý I năm 2020\n\nThực hiện Nghị quyết số 3",
            "Kết quả công tác quý I năm 2020",
        ),
        ("BÁO CÁO TÌNH HÌNH KINH TẾ\nNĂM 2020\nNăm 2020, xã có nhiều đổi mới", "TÌNH HÌNH KINH TẾ NĂM 2020"),
        (
            "# BÁO CÁO\n\nTình hình năm 2020;\n\nnhiệm vụ năm 2021\n\nI. Kết quả",
            "Tình hình năm 2020; nhiệm vụ năm 2021",
        ),
        ("BÁO CÁO TÓM TẮT\n\nTình hình kinh tế năm 2020\n\nNăm 2020 có mưa", "TÓM TẮT Tình hình kinh tế năm 2020"),
        ("BÁO CÁO\nTình hình năm 2020\nKính gửi: UBND huyện", "Tình hình năm 2020"),
    ],
)
def test_titles(lines: str, title: str) -> None:
    assert header_of(f"ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP\n\n{lines}{BODY}")[0].title == title


def test_the_last_sentence_tells_the_period_of_a_report_that_lost_its_head() -> None:
    header, codes = header_of(
        "I. KINH TẾ\nNăm 2019 thu 5 tỷ; năm 2020 thu 6 tỷ.\nTrên đây là báo cáo tình hình 6 tháng đầu năm,\n"
        "nhiệm vụ 6 tháng cuối năm 2020 của UBND xã Tân Lập./."
    )
    assert (header.period, header.unit_name) == ("2020-H1", "Tân Lập")
    assert codes == ["unit_from_body"]


def test_a_passage_with_one_year_is_guessed_and_says_so() -> None:
    header, codes = header_of("Tân Lập là xã nông thôn mới. Thu nhập bình quân năm 2021 đạt 60 triệu đồng.")
    assert (header.period, header.period_basis, header.unit_name) == ("2021", "calendar", "Tân Lập")
    assert codes == ["unit_from_body", "period_guessed"]


@pytest.mark.parametrize(
    "text",
    [
        "Toàn xã có 540 hộ. Từ năm 2014 đến nay xảy ra 8 vụ trộm.",
        "Đường khởi công năm 2017, hoàn thành đầu năm 2019; toàn xã có 12 thôn.",
    ],
)
def test_what_is_not_said_is_not_known(text: str) -> None:
    header, codes = header_of(text)
    assert (header.period, header.period_start, header.period_end, header.period_basis) == (None, None, None, None)
    assert (header.unit_type, header.unit_name) == ("xã", None)
    assert codes == ["unit_unknown", "period_unknown"]


def test_decomposed_text_gives_the_same_header() -> None:
    text = (FICTIONAL / "xa_dien_bien_2019.txt").read_text(encoding="utf-8")
    assert header_of(unicodedata.normalize("NFD", text)) == header_of(text)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=80))
def test_no_text_makes_the_header_fail(text: str) -> None:
    header, _ = header_of(text)
    if header.period is not None and header.period_start and header.period_end:
        assert header.period_start < header.period_end


def test_a_title_may_stand_on_one_line_with_the_word_for_report() -> None:
    text = "# Báo cáo tình hình thực hiện kế hoạch năm 2020, kế hoạch năm 2021\n\nToàn xã An Bình có 45 hộ.\n"
    header, _ = header_of(text)
    assert header.period == "2020"

"""The ledger of digits: every digit string has one kind, and the right one."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import document, kinds

from ingest.read import read_document


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Thực hiện Nghị định số 137/2020/NĐ-CP của Chính phủ.", "docno"),
        ("Theo Chỉ thị số 35-CT/TW của Bộ Chính trị.", "docno"),
        ("Triển khai Đề án 06 của Chính phủ.", "docno"),
        ("Hệ thống quản lý chất lượng ISO 9001:2015 được duy trì.", "docno"),
        ("Tính đến ngày 30/11/2023 công việc đã xong.", "date"),
        ("Trong 6 tháng đầu năm công việc được giữ vững.", "date"),
        ("Năm học 2022 - 2023 các trường dạy tốt.", "date"),
        ("Tiếp công dân vào thứ 5 hàng tuần.", "date"),
        ("Giai đoạn 2021-2025 tiếp tục phát triển.", "date"),
        ("Kỷ niệm ngày Thương binh liệt sĩ 27/7 trang trọng.", "date"),
        ("Bắt quả tang đối tượng Mai Văn Lượm (SN 1987).", "date"),
        ("Xử phạt Đinh Thị Hoài (1979) về hành vi trộm cắp.", "date"),
        ("Giá trị sản xuất theo giá so sánh 2010 tăng khá.", "date"),
        ("Vụ hè thu 2019: gieo cấy xong trước thời vụ.", "date"),
        ("Kế hoạch phát triển kinh tế - xã hội 5 năm 2021 - 2025 được thông qua.", "date"),
        ("Nhân 27/7 thăm hỏi gia đình chính sách.", "date"),
        ("Tranh chấp thửa đất số 318, tờ bản đồ số 12.", "name"),
        ("Thực hiện nghiêm thông điệp 5K.", "name"),
        ("Sửa chữa Quốc lộ 5A và đường tỉnh.", "name"),
        ("Phòng chống dịch Covid-19 tiếp tục.", "name"),
        ("Cấy giống lúa TBR-97 là chủ yếu.", "name"),
        ("Nhân dân ấp 5 đóng góp.", "name"),
        ("Nạo vét kênh T0 trong vụ.", "name"),
        ("Phương châm “4 tại chỗ” được quán triệt.", "name"),
        ("Thu các khoản hưởng 100% theo quy định.", "name"),
        ("Sinh con thứ 3 còn xảy ra.", "enum"),
        ("Dịch vụ công mức độ 3,4 được đẩy mạnh.", "enum"),
        ("Kỳ họp lần thứ 7 thành công.", "enum"),
        ("Học sinh lớp 5 hoàn thành chương trình.", "enum"),
        ("Toàn xã có 45 hộ kinh doanh.", "quantity"),
        ("Tiếp nhận 2046 hồ sơ của công dân.", "quantity"),
        ("Diện tích gieo cấy 1970 ha.", "quantity"),
        ("Giao quân 9/9 thanh niên.", "quantity"),
        ("Chi trả qua tài khoản 215/240 người.", "quantity"),
        ("Công an xã cấp 385 thẻ căn cước.", "quantity"),
        ("Quỹ Đền ơn đáp nghĩa thu 62 triệu đồng/CT 60 triệu đồng.", "quantity"),
        ("Đã giải quyết đến 10/10 đơn.", "quantity"),
    ],
)
def test_kind_of_a_number_in_its_sentence(text: str, kind: str) -> None:
    assert {found for _, found in kinds(text)} == {kind}


def test_a_list_of_ranks_is_no_list_of_counts() -> None:
    assert [kind for _, kind in kinds("Xã đạt 13/19 tiêu chí (tiêu chí số 1, 3, 4, 16).")] == ["quantity"] * 2 + [
        "enum"
    ] * 4


def test_a_year_that_opens_a_bracket_is_no_count() -> None:
    assert kinds("Giảm 04 vụ so với năm 2018 (2018: 25 vụ).") == [
        ("04", "quantity"),
        ("2018", "date"),
        ("2018", "date"),
        ("25", "quantity"),
    ]


def test_cue_words_that_count_give_quantities() -> None:
    assert kinds("Bậc tiểu học có 22 lớp; mở 03 lớp tập huấn; xây dựng 02 dự án.") == [
        ("22", "quantity"),
        ("03", "quantity"),
        ("02", "quantity"),
    ]


def test_the_second_half_of_another_word_is_no_cue() -> None:
    assert kinds("Nâng cấp 12 tuyến hẻm.") == [("12", "quantity")]


def test_page_numbers_and_footnote_marks_are_noise() -> None:
    body = "Toàn xã có 45 hộ.[^1] Kết quả học\n\n\n\n5\n\ntập tốt.\n\n[^1]: Số liệu của thôn."
    assert [kind for _, kind in kinds(body)] == ["quantity", "noise", "noise", "noise"]


def test_tail_of_a_unit_and_of_an_amount_are_parts() -> None:
    assert kinds("Nạo vét 1.300m3 kênh, kinh phí 46 tỷ 305 triệu đồng.") == [
        ("1.300", "quantity"),
        ("3", "part"),
        ("46", "quantity"),
        ("305", "part"),
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "Tổng thu",
                    "hộ",
                    "đạt",
                    "%",
                    "(",
                    ")",
                    ";",
                    ".",
                    ",",
                    "\n",
                    "\n\n",
                    "trong đó",
                    "gồm:",
                    "- ",
                    "1. ",
                    "II. ",
                    "ngày",
                    "năm",
                    "tỷ",
                    "triệu đồng",
                    "/",
                    "-",
                    "¹",
                    "|",
                    "**",
                    "so với cùng kỳ",
                    "tăng",
                    "ha",
                ]
            ),
            st.from_regex(r"\d{1,6}(?:[.,]\d{1,3}){0,3}", fullmatch=True),
            st.text(max_size=6),
        ),
        max_size=60,
    )
)
def test_every_digit_string_is_accounted_for_once(parts: list[str]) -> None:
    text = " ".join(parts)
    reading = read_document(document(text))
    expected = [(match.start(), match.end()) for match in re.finditer(r"\d+(?:[.,]\d+)*", text)]
    if unicodedata.is_normalized("NFC", text) and text.isprintable():
        assert [(token.char_start, token.char_end) for token in reading.tokens] == expected
    assert all(text[token.char_start : token.char_end] == token.printed for token in reading.tokens)
    assert all(text[figure.char_start : figure.char_end] == figure.printed for figure in reading.figures)
    assert all(
        figure.quote_start <= figure.char_start < figure.char_end <= figure.quote_end for figure in reading.figures
    )
    numbers = {figure.figure_no for figure in reading.figures}
    assert {token.figure_no for token in reading.tokens if token.kind == "quantity"} <= numbers
    assert all(term.figure_no in numbers for claim in reading.claims for term in claim.terms)


def test_quarters_in_roman_numerals_are_periods() -> None:
    body = "Kết quả quý I/2022, quý II/2022, quý III/2022 và nhiệm vụ quý IV/2022."
    assert kinds(body) == [("2022", "date")] * 4


def test_people_counted_by_country_are_counted_and_numbered_hamlets_are_not() -> None:
    assert kinds("Xuất khẩu lao động 86 người (Đài Loan 42, Hàn Quốc 31, Nhật Bản 15).") == [
        ("86", "quantity"),
        ("42", "quantity"),
        ("31", "quantity"),
        ("15", "quantity"),
    ]
    assert kinds("Sáp nhập 3 thôn (Đồng Tiến 1, Đồng Tiến 2, Hòa Bình 3).")[1:] == [
        ("1", "name"),
        ("2", "name"),
        ("3", "name"),
    ]


def test_the_number_of_a_criterion_counts_nothing_though_a_unit_follows() -> None:
    assert kinds("Chưa đạt tiêu chí số 2 giao thông, số 11 hộ nghèo.") == [("2", "enum"), ("11", "enum")]


def test_a_ring_road_is_a_name() -> None:
    assert kinds("Dự án đường Vành đai 2,5 chi trả 31 hộ.") == [("2,5", "name"), ("31", "quantity")]


def test_a_page_number_between_running_lines_is_noise() -> None:
    body = "Chi thường xuyên 120 triệu đồng.\n                              2\n3. Dân số: có 92 cháu."
    assert kinds(body) == [("120", "quantity"), ("2", "noise"), ("3", "enum"), ("92", "quantity")]


def test_stars_between_two_numbers_keep_them_apart() -> None:
    printed = [digits for digits, _ in kinds("**Kết quả năm 2025****1. Thu 12*.5 ha, chi 3 **tỷ** đồng**")]
    assert printed == ["2025", "1", "12", "5", "3"]

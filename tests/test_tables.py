"""Tables in pipes and in aligned columns."""

from __future__ import annotations

import re

import pytest
from reading import read

PIPES = """Bảng 1. Một số chỉ tiêu

| STT | Chỉ tiêu | ĐVT | Kế hoạch năm | Thực hiện | Tỷ lệ % |
|:-:|---|---|--:|--:|--:|
| 1 | Thu ngân sách xã | triệu đồng | 186.420 | 148.935 | 79,89 |
| 2 | Số hộ nghèo | hộ | 40 | 31 | Vượt |
| 3 | Tỷ lệ bao phủ BHYT | % | 96 | 95,0 | - |
"""

ALIGNED = """Chi tiết theo bảng dưới đây (đơn vị tính: đồng):

Nội dung                       Dự toán năm      Thực hiện        Tỷ lệ %
A. TỔNG THU                    6.842.000        3.759.118        54,94
I. Thu hưởng 100%                842.000          759.118        90,16
II. Bổ sung cấp trên           6.000.000        3.000.000        50,00
III. Thu kết dư                        -                -            -
"""


def test_cells_take_role_from_the_column_and_unit_from_the_row() -> None:
    found = [(f.printed, float(f.value or 0), f.unit, f.role, f.row_label) for f in read(PIPES).figures]
    assert found == [
        ("186.420", 186_420_000_000, "VND", "plan", "Thu ngân sách xã"),
        ("148.935", 148_935_000_000, "VND", "actual", "Thu ngân sách xã"),
        ("79,89", 79.89, "%", "pct_of_plan", "Thu ngân sách xã"),
        ("40", 40, "household", "plan", "Số hộ nghèo"),
        ("31", 31, "household", "actual", "Số hộ nghèo"),
        ("96", 96, "%", "plan", "Tỷ lệ bao phủ BHYT"),
        ("95,0", 95, "%", "share", "Tỷ lệ bao phủ BHYT"),
    ]


def test_row_numbers_are_no_figures() -> None:
    reading = read(PIPES)
    kinds = [token.kind for token in reading.tokens if token.printed in ("1", "2", "3")]
    assert set(kinds) == {"enum"}


def test_aligned_columns_are_read_like_pipes_and_a_dash_is_no_zero() -> None:
    found = [(f.printed, f.unit, f.role, f.row_label) for f in read(ALIGNED).figures]
    assert found[0] == ("6.842.000", "VND", "plan", "TỔNG THU")
    assert found[1] == ("3.759.118", "VND", "actual", "TỔNG THU")
    assert found[2] == ("54,94", "%", "pct_of_plan", "TỔNG THU")
    assert not any(row == "Thu kết dư" for *_, row in found)


def test_rows_and_columns_claim_their_arithmetic() -> None:
    reading = read(ALIGNED)
    printed = {figure.figure_no: figure.printed for figure in reading.figures}
    found = [(claim.claim_type, [printed[term.figure_no] for term in claim.terms]) for claim in reading.claims]
    assert ("sum", ["3.759.118", "759.118", "3.000.000"]) in found
    assert ("sum", ["6.842.000", "842.000", "6.000.000"]) in found
    assert ("ratio", ["90,16", "759.118", "842.000"]) in found


def test_a_row_of_which_the_row_above_consists_in_part_is_no_part_of_the_total() -> None:
    body = (
        "| TT | Nội dung | Dự toán (triệu đồng) |\n|---|---|---|\n|  | Tổng thu ngân sách xã | 9.000 |\n"
        "| 1 | Thu hưởng 100% | 500 |\n| 2 | Thu phân chia | 3.500 |\n|  | Trong đó: Tiền sử dụng đất | 2.800 |\n"
        "| 3 | Thu bổ sung cân đối | 5.000 |\n"
    )
    reading = read(body)
    printed = {figure.figure_no: figure.printed for figure in reading.figures}
    sums = [claim.terms for claim in reading.claims if claim.claim_type == "sum"]
    assert [[printed[term.figure_no] for term in terms] for terms in sums] == [["9.000", "500", "3.500", "5.000"]]
    assert reading.figures[0].value == 9_000_000_000  # the head of the column tells the unit
    assert reading.figures[3].row_label == "Tiền sử dụng đất"


def test_a_cell_missing_in_aligned_text_leaves_the_others_under_their_heads() -> None:
    body = (
        "NỘI DUNG                   DỰ TOÁN        THỰC HIỆN     TH/DT (%)\n"
        "A. TỔNG THU              5.420.000        7.318.642         135,0\n"
        "B. TỔNG CHI              5.420.000        7.205.118         132,9\n"
        "C. KẾT DƯ                                   113.524\n"
    )
    last = read(body).figures[-1]
    assert (last.printed, last.role, last.row_label) == ("113.524", "actual", "KẾT DƯ")


def test_a_column_that_names_the_next_year_holds_targets() -> None:
    body = (
        "| Chỉ tiêu | ĐVT | KH năm 2023 | Thực hiện | KH năm 2024 |\n|---|---|---|---|---|\n"
        "| Đàn bò | con | 820 | 874 | 900 |\n| Lúa | ha | 40 | 41 | 42 |\n"
    )
    found = [(f.printed, f.role, f.period) for f in read(body).figures[:3]]
    assert found == [("820", "plan", "2023"), ("874", "actual", "2023"), ("900", "target_next", "2024")]


def test_columns_may_be_parted_by_bars_alone() -> None:
    body = (
        "I. NGÂN SÁCH (đơn vị tính: triệu đồng)\n"
        "Nội dung | Dự toán năm | Thực hiện | Tỷ lệ %\n"
        "TỔNG THU | 9.000 | 4.500,5 | 50,01\n"
        "Thu hưởng 100% | 1.000 | 604,5 | 60,45\n"
        "Chuyển nguồn 2022 sang | - | 713,5 | -\n"
    )
    found = [(f.row_label, f.role, float(f.value or 0), f.unit) for f in read(body).figures]
    assert found == [
        ("TỔNG THU", "plan", 9_000_000_000, "VND"),
        ("TỔNG THU", "actual", 4_500_500_000, "VND"),
        ("TỔNG THU", "pct_of_plan", 50.01, "%"),
        ("Thu hưởng 100%", "plan", 1_000_000_000, "VND"),
        ("Thu hưởng 100%", "actual", 604_500_000, "VND"),
        ("Thu hưởng 100%", "pct_of_plan", 60.45, "%"),
        ("Chuyển nguồn 2022 sang", "actual", 713_500_000, "VND"),
    ]


def test_stars_inside_a_cell_shift_no_other_cell() -> None:
    found = read("| Thôn | Hộ | Khẩu |\n|---|---|---|\n| Đoài | 2****0 | **20** |\n| Đông | 7 | 31 |").figures
    assert [(figure.printed, figure.row_label, figure.column_label) for figure in found] == [
        ("20", "Đoài", "khẩu"),
        ("7", "Đông", "hộ"),
        ("31", "Đông", "khẩu"),
    ]
    read("6|| |\n-||-\n0|2****0|20", head="")


@pytest.mark.parametrize("text", ["4  1\n3th2/  0  ,", "8  2\n,  6  2;2/  2\n.  ."])
def test_a_stroke_at_the_end_of_a_cell_makes_no_fraction_with_the_next(text: str) -> None:
    assert {figure.printed for figure in read(text, head="").figures} <= set(re.findall(r"\d", text))


def test_a_number_ends_with_its_row() -> None:
    rows = ["Mức vay          Số hộ    Dư nợ", *["500 000 đồng     12       3.804"] * 4]
    found = [figure.printed for figure in read("\n".join(rows), head="").figures]
    assert found == ["12", "3.804"] * 4


def test_a_column_that_names_an_earlier_year_holds_what_was_before() -> None:
    table = "| Loại | Năm 2023 | Năm 2022 |\n|---|---|---|\n| Trộm cắp | 12 | 15 |\n| Đánh bạc | 3 | 2 |\n"
    assert [figure.role for figure in read(table).figures] == ["actual", "prior", "actual", "prior"]


def test_tables_of_how_dossiers_were_dealt_with_count_dossiers() -> None:
    table = (
        "| Lĩnh vực | Tiếp nhận | Đã giải quyết |\n|---|---|---|\n| Lao động - TBXH | 318 | 294 |\n| Khác | 79 | 67 |\n"
    )
    assert {figure.unit for figure in read(table).figures} == {"dossier"}

"""Roles, periods and labels of figures in their clauses."""

from __future__ import annotations

from datetime import date

import pytest
from reading import figures, read, roles


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tổng thu 9.611.073.450 đồng, đạt 82,62% so với kế hoạch.", ["actual", "pct_of_plan"]),
        ("Thu nhập đạt 66 triệu đồng/người/năm (KH 65 triệu đồng/người/năm).", ["actual", "plan"]),
        (
            "Số hộ nghèo là 33 hộ = 0,74%, (Giảm 0,06% so với năm 2022 - KH 0,8%).",
            ["actual", "share", "change", "plan"],
        ),
        ("Có 3.904/4.170 hộ, đạt tỷ lệ 93,6%.", ["numerator", "denominator", "share"]),
        ("Xảy ra 17 vụ, so với cùng kỳ giảm 05 vụ (17/22 vụ).", ["actual", "change", "actual", "prior"]),
        ("Xảy ra 25 vụ, so với cùng kỳ (28 vụ) giảm 03 vụ.", ["actual", "prior", "change"]),
        ("Sản lượng đạt 2.118 tấn, bằng 106,4% so cùng kỳ (cùng kỳ 1.991 tấn).", ["actual", "change", "prior"]),
        ("Diện tích gieo trồng 989 ha/980 ha KH.", ["actual", "plan"]),
        ("Bổ sung 71.250.000.000 đồng, đạt 75% (95.000.000.000 đồng).", ["actual", "pct_of_plan", "plan"]),
        ("Tặng 642 suất quà, mức 1.200.000 đồng/suất.", ["actual", "unit_price"]),
        ("Thu chuyển nguồn năm trước 725.300.000đ; thu kết dư 88.100.000đ.", ["actual", "actual"]),
        (
            "Có 412 hộ nghèo (theo chuẩn cũ cuối năm 2015 là 228 hộ, chiếm 14,79%), hộ nghèo DTTS 378 hộ.",
            ["actual", "prior", "prior", "actual"],
        ),
        ("Trẻ em dưới 6 tuổi được tiêm chủng.", ["norm"]),
        ("Quy định tối thiểu phải đạt 75 điểm.", ["norm"]),
        ("Tỷ lệ hộ nghèo giảm còn 1,5%.", ["share"]),
        ("Đàn lợn 6.175 con đạt 102,9% KH.", ["actual", "pct_of_plan"]),
        ("Giá trị tăng 11,9% so với năm 2022.", ["change"]),
        ("Tổng chi NSX 5.917 triệu đồng.", ["actual"]),
        ("Thu ngân sách 9 tháng đầu năm 6.482 triệu đồng.", ["actual"]),
        ("Thu 6.842.516.300 đồng/DT 8.150.000.000 đồng, đạt tỷ lệ 83,96%.", ["actual", "plan", "pct_of_plan"]),
        ("Phí 118.066.000 đồng (DT 140.000.000 đồng).", ["actual", "plan"]),
        ("Thu ngân sách xã 7.415/6.980 triệu đồng (106,2%).", ["actual", "plan", "pct_of_plan"]),
        ("Thu tiền rác 846.720.000 đồng trên 1.150.000.000 đồng giao, đạt 73,63%.", ["actual", "plan", "pct_of_plan"]),
        ("Bắt 08 vụ, 10 đối tượng (tăng 02 vụ, 01 đối tượng).", ["actual", "actual", "change", "change"]),
        ("Vốn đầu tư công huyện phân khai về xã 1.180 triệu đồng.", ["plan"]),
        (
            "Hộ nghèo còn 64 hộ, giảm 21 hộ so với đầu năm (85 hộ, chiếm 4,12%).",
            ["actual", "change", "prior", "prior"],
        ),
        ("Tỷ lệ người dân tham gia BHYT 90,2%, chưa đạt chỉ tiêu (92%).", ["share", "plan"]),
    ],
)
def test_role_in_the_clause(text: str, expected: list[str]) -> None:
    assert [role for _, role in roles(text)] == expected


def test_change_of_a_rate_is_in_points_and_growth_of_an_amount_in_per_cent() -> None:
    rate = figures("Tỷ lệ hộ nghèo 5,62%, giảm 1,34% so đầu năm.")
    assert rate[-1].unit == "pct_point"
    amount = figures("Doanh thu đạt 8.642 tỷ đồng, tăng 9,4% so với cùng kỳ.")
    assert amount[-1].unit == "%"


def test_a_rate_that_is_to_fall_by_so_much_falls_in_points_and_one_that_is_to_fall_to_so_much_does_not() -> None:
    plan = "PHẦN THỨ HAI\nPHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2024\n\n"
    (by,) = read(plan + "1. Giảm tỷ lệ hộ nghèo từ 2% trở lên.\n").figures
    (to,) = read(plan + "1. Giảm tỷ lệ hộ nghèo xuống còn 2%.\n").figures
    assert (by.unit, to.unit) == ("pct_point", "%")


def test_the_plan_part_looks_ahead_even_if_its_year_is_a_slip() -> None:
    body = (
        "PHẦN THỨ NHẤT\nKẾT QUẢ THỰC HIỆN NĂM 2023\n\nToàn xã có 45 hộ nghèo.\n\n"
        "PHẦN THỨ HAI\nPHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2023\n\n1. Giải quyết việc làm cho 240 lao động.\n"
    )
    now, ahead = read(body).figures
    assert (now.role, now.period) == ("actual", "2023")
    assert (ahead.role, ahead.period) == ("target_next", "2024")


def test_a_request_is_no_target() -> None:
    body = "KIẾN NGHỊ, ĐỀ XUẤT\n\nĐề nghị huyện hỗ trợ 1 tỷ 600 triệu đồng làm đường.\n"
    (figure,) = read("PHẦN THỨ BA\n" + body).figures
    assert figure.role == "other"


def test_prior_figures_belong_to_the_year_before() -> None:
    found = figures("Xảy ra 25 vụ, so với cùng kỳ (28 vụ) giảm 03 vụ.")
    assert [figure.period for figure in found] == ["2023", "2022", "2023"]


def test_as_of_dates_are_read_in_the_clause() -> None:
    (figure,) = figures("Tổng thu ngân sách (tính đến 30/11/2023) là 9.611.073.450 đồng.")
    assert figure.as_of == date(2023, 11, 30)


def test_less_poverty_is_told_in_points() -> None:
    found = figures("Hộ nghèo 42 hộ = 1,81% (năm 2022: 57 hộ = 2,48%), giảm 15 hộ, giảm 0,67%.")
    assert (found[-1].role, found[-1].unit) == ("change", "pct_point")
    assert figures("Phấn đấu giảm hộ nghèo 4%.")[0].unit == "pct_point"
    assert figures("TNGT 05 vụ, chiếm 10% số vụ, giảm 02 vụ, giảm 28,6%.")[-1].unit == "%"


def test_a_sentence_says_what_its_list_is_of() -> None:
    found = figures("Tổng chi 2.964 triệu đồng. Trong chi thường xuyên: QLNN 1.486 triệu đồng; Đảng 312 triệu đồng.")
    assert [figure.label for figure in found[1:]] == ["chi thường xuyên – QLNN", "chi thường xuyên – Đảng"]


def test_labels_stand_alone() -> None:
    found = figures("Tiếp nhận 948 hồ sơ, gồm: trực tiếp 871, trực tuyến 77. Chi thường xuyên: 9.085.158.319 đồng.")
    assert "tiếp nhận" in found[0].label.lower()
    assert "trực tiếp" in found[1].label
    assert "iếp nhận" in found[1].label
    assert found[3].label == "Chi thường xuyên"


def test_the_noun_behind_the_number_is_the_label() -> None:
    (figure,) = figures("Trong năm có 05 vụ trộm cắp tài sản.")
    assert "vụ trộm cắp tài sản" in figure.label


def test_the_quote_is_the_clause_and_holds_the_digits() -> None:
    reading = read("Công tác được giữ vững. Tổng chi ngân sách là 7.330.934.239 đồng. Các khoản khác ổn định.")
    (figure,) = reading.figures
    quote = reading.document.text[figure.quote_start : figure.quote_end]
    assert quote == "Tổng chi ngân sách là 7.330.934.239 đồng."


def test_stock_at_the_start_of_the_year_is_prior_until_the_sentence_comes_back_to_now() -> None:
    body = "Đầu năm xã có 86 hộ nghèo; 142 hộ cận nghèo; đến nay còn 31 hộ nghèo."
    assert [role for _, role in roles(body)] == ["prior", "prior", "actual"]


def test_a_count_of_months_names_the_period() -> None:
    (figure,) = figures("Lũy kế thực hiện 9 tháng thu được 45.678 triệu đồng.")
    assert figure.period == "2023-9M"
    (figure,) = figures("Kết quả 6 tháng đầu năm thu được 45.678 triệu đồng.")
    assert figure.period == "2023-H1"


def test_an_amount_right_behind_so_voi_du_toan_is_the_plan() -> None:
    body = "Thu ngân sách xã 7 tỷ 038 triệu đồng, đạt 85,2% so với dự toán 8 tỷ 260 triệu đồng."
    assert [role for _, role in roles(body)] == ["actual", "pct_of_plan", "plan"]


def test_an_amount_between_so_voi_and_cung_ky_is_the_earlier_value() -> None:
    body = "Xảy ra 17 vụ trộm cắp, so với 22 vụ cùng kỳ giảm 05 vụ."
    assert [role for _, role in roles(body)] == ["actual", "prior", "change"]


def test_two_sides_of_a_fraction_are_told_by_what_stands_behind() -> None:
    assert [role for _, role in roles("Án hình sự 5/8 vụ so cùng kỳ.")] == ["actual", "prior"]
    assert [role for _, role in roles("Thu ước 214,6/689,0 tỷ đồng, đạt 31,15% dự toán.")] == [
        "actual",
        "plan",
        "pct_of_plan",
    ]
    assert [role for _, role in roles("Trồng rừng 36 ha/35 ha KH (102,9%).")] == ["actual", "plan", "pct_of_plan"]


def test_a_fraction_behind_chiem_is_a_percentage_without_its_sign() -> None:
    found = figures("Con thứ 3 trở lên 3 cháu, chiếm 5,8.")
    assert [(f.printed, f.unit, f.role) for f in found][-1] == ("5,8", "%", "share")


def test_a_bare_amount_in_a_list_is_in_the_scale_of_its_neighbours() -> None:
    found = figures("Thu 214,6 tỷ đồng, gồm: thuế 121,3 tỷ; lệ phí trước bạ 52,55; tiền sử dụng đất 40,75.")
    assert [float(f.value or 0) for f in found] == [214_600_000_000, 121_300_000_000, 52_550_000_000, 40_750_000_000]


def test_square_brackets_enclose_the_parts_of_a_whole() -> None:
    body = "Tiếp nhận 30 hồ sơ [hộ tịch 20; đất đai 10], đã trả 28 hồ sơ."
    labels = [f.label for f in figures(body)]
    assert labels[1].endswith("hộ tịch")
    assert "hộ tịch" not in labels[0]
    assert "đất đai" not in labels[3]

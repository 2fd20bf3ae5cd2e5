"""Values, units, ranges and fractions as a reader of the sentence would give them."""

from __future__ import annotations

import pytest
from reading import figures, values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tổng thu ngân sách là 9.611.073.450 đồng.", [(9611073450, "VND")]),
        ("Giá trị sản xuất đạt 999,9 tỷ đồng.", [(999_900_000_000, "VND")]),
        ("Tổng vốn làm lộ 46 tỷ 305 triệu đồng.", [(46_305_000_000, "VND")]),
        ("Kinh phí 2 tỷ 317 triệu 600 nghìn đồng.", [(2_317_600_000, "VND")]),
        ("Giá trị ước 2 nghìn tỷ đồng.", [(2_000_000_000_000, "VND")]),
        ("Thu nhập bình quân 118 trđ/người/năm.", [(118_000_000, "VND/person/year")]),
        ("Mức hỗ trợ 5.000.000đ/thôn.", [(5_000_000, "VND/unit")]),
        ("Chi trả 4.446.995.000,đ cho người có công.", [(4446995000, "VND")]),
        ("Tài sản cố định là 2.622219.745đ.", [(2622219745, "VND")]),
        ("Chi sự nghiệp kinh tế 512.480. 000 đồng.", [(512_480_000, "VND")]),
        ("Giá trị trên 1ha đất trồng trọt đạt 180 triệu đồng.", [(180_000_000, "VND/ha")]),
        ("Khám bệnh cho 10.106 lượt người.", [(10106, "visit")]),
        ("Hỗ trợ 25.1 kg thuốc.", [(25.1, "kg")]),
        ("Năng suất 57 tạ/ha.", [(57, "tạ/ha")]),
        ("Năng suất 4,05 tấn/ha.", [(4.05, "tonne/ha")]),
        ("Diện tích 4,53ha² đã bàn giao.", [(4.53, "ha")]),
        ("Tháo dỡ 47,4 m² mái tre.", [(47.4, "m2")]),
        ("Nạo vét 1.300m3 kênh.", [(1300, "m3")]),
        ("Đạt 100,3%%KH năm.", [(100.3, "%")]),
        ("Có 07thanh niên nhập ngũ.", [(7, "person")]),
        ("Hạnh kiểm tốt có 110 emđạt 16,4%.", [(110, "person"), (16.4, "%")]),
        ("Giao cho 03 đồng chí và 02 đ/c.", [(3, "person"), (2, "person")]),
        ("Toàn xã có 03 chùa và 12 thôn.", [(3, "item"), (12, "village")]),
        ("Đã nhận 15 đơn, ban hành 702 văn bản.", [(15, "letter"), (702, "document")]),
        ("Tiêm 18.300 liều cho 21.500 con.", [(18300, "dose"), (21500, "animal")]),
    ],
)
def test_value_and_unit(text: str, expected: list[tuple[float, str]]) -> None:
    assert values(text) == expected


def test_thousands_of_what_is_counted_are_no_money() -> None:
    assert values("Đàn gia cầm 38,2 nghìn con; 1,2 triệu con giống; 12 nghìn lượt khách.") == [
        (38_200, "animal"),
        (1_200_000, "animal"),
        (12_000, "visit"),
    ]
    assert values("Hỗ trợ 5 triệu hộ ông Tư.") == [(5_000_000, "VND")]


def test_a_stop_and_a_blank_inside_an_amount_do_not_part_it() -> None:
    assert values("Chi đảm bảo xã hội 684. 100.000đ.") == [(684_100_000, "VND")]


def test_the_unit_of_a_truong_hop_follows_from_what_it_is_a_case_of() -> None:
    assert values("Xử lý 06 trường hợp vi phạm đất đai.") == [(6, "case")]
    assert values("Đăng ký khai sinh 641 trường hợp.") == [(641, "dossier")]
    assert values("Xác định khuyết tật cho 24 trường hợp.") == [(24, "person")]


def test_ranges_keep_both_ends() -> None:
    (figure,) = figures("Giới thiệu việc làm cho từ 300 - 350 lao động.")
    assert [figure.value, figure.value_max] == [300, 350]
    assert figure.unit == "person"
    (figure,) = figures("Mức thiệt hại từ 30 - 70% tùy đầm.")
    assert [figure.value, figure.value_max] == [30, 70]
    assert figure.unit == "%"


def test_both_sides_of_a_fraction_share_the_unit_behind_it() -> None:
    assert values("Có 3.904/4.170 hộ đạt gia đình văn hóa.") == [(3904, "household"), (4170, "household")]
    assert values("Đạt 69,62 điểm/100 điểm.") == [(69.62, "point"), (100, "point")]
    assert values("Vận động 1485/2930 = 50,68% hộ gia đình.") == [
        (1485, "household"),
        (2930, "household"),
        (50.68, "%"),
    ]


def test_counts_of_different_things_on_both_sides_of_a_slash_are_no_fraction() -> None:
    found = figures("Toàn xã có 6 thôn với 333 hộ/1.750 nhân khẩu.")
    assert [(figure.printed, figure.unit, figure.role) for figure in found] == [
        ("6", "village", "actual"),
        ("333", "household", "actual"),
        ("1.750", "person", "actual"),
    ]


def test_a_unit_left_out_comes_from_the_whole_of_the_list() -> None:
    assert values("Tiếp nhận 948 hồ sơ, gồm: trực tiếp 871, trực tuyến 62, kỳ trước chuyển sang 15.") == [
        (948, "dossier"),
        (871, "dossier"),
        (62, "dossier"),
        (15, "dossier"),
    ]
    assert values("Trong năm sinh 137 trẻ (nam 71, nữ 66).") == [(137, "person"), (71, "person"), (66, "person")]


def test_a_bare_count_in_a_list_is_no_decimal() -> None:
    body = "Tỷ lệ 7.48%; 3.85%; 98.22%. Đã giải quyết 1.489 hồ sơ, trong đó trước hạn 1.104, đúng hạn 385."
    assert values(body)[-3:] == [(1489, "dossier"), (1104, "dossier"), (385, "dossier")]


def test_a_plan_in_brackets_has_the_unit_of_what_it_is_the_plan_of() -> None:
    assert values("Thu nhập bình quân đạt 66 triệu đồng/người/năm (KH 65 triệu đồng).") == [
        (66_000_000, "VND/person/year"),
        (65_000_000, "VND/person/year"),
    ]


def test_step_follows_from_the_printed_digits() -> None:
    (figure,) = figures("Giá trị sản xuất đạt 999,9 tỷ đồng.")
    assert figure.step == 100_000_000
    (figure,) = figures("Tổng vốn 46 tỷ 305 triệu đồng.")
    assert figure.step == 1_000_000


def test_a_figure_that_cannot_be_read_is_kept_without_a_value() -> None:
    (figure,) = figures("Tổng thu là 12.3456.78.9 đồng.")
    assert figure.value is None
    assert figure.confidence == 0
    assert figure.printed == "12.3456.78.9"


def test_hedges_are_kept() -> None:
    assert [figure.approx for figure in figures("Tạo việc làm cho trên 225 lao động; có 30 lao động học nghề.")] == [
        True,
        False,
    ]


def test_how_many_procedures_are_offered_online_is_no_number_of_dossiers() -> None:
    body = "Số lượng thủ tục hành chính cung cấp trực tuyến: 87/112; hồ sơ nộp trực tuyến: 640."
    assert values(body) == [(87, "procedure"), (112, "procedure"), (640, "dossier")]


def test_a_note_gives_its_unit_to_the_bare_amounts_below() -> None:
    body = (
        "- Ngân sách (ĐVT: triệu đồng): Tổng thu 4.826,5/8.150 dự toán, gồm:\n"
        "+ Thu trên địa bàn: 312,4;\n+ Bổ sung: 4.514,1;\n"
    )
    assert values(body) == [
        (4_826_500_000, "VND"),
        (8_150_000_000, "VND"),
        (312_400_000, "VND"),
        (4_514_100_000, "VND"),
    ]


def test_bare_amounts_in_a_list_have_the_scale_of_their_whole() -> None:
    assert values("Thu ngân sách 8.124 triệu đồng, gồm: thu trên địa bàn 1.036; bổ sung 7.088.") == [
        (8_124_000_000, "VND"),
        (1_036_000_000, "VND"),
        (7_088_000_000, "VND"),
    ]

"""Claims that the wording of a report implies."""

from __future__ import annotations

from reading import read

from ingest.model import Reading

Claims = list[tuple[str, list[tuple[str, str]]]]


def claims(body: str) -> Claims:
    """(type, [(term role, digits as printed)]) of every claim of a passage."""
    reading: Reading = read(body)
    printed = {figure.figure_no: figure.printed for figure in reading.figures}
    return [
        (claim.claim_type, [(term.term_role, printed[term.figure_no]) for term in claim.terms])
        for claim in reading.claims
    ]


def parts(body: str) -> list[list[str]]:
    """Digits of total and parts of every sum of a passage."""
    return [[digits for _, digits in terms] for kind, terms in claims(body) if kind == "sum"]


def test_parts_after_trong_do_gom_and_a_colon() -> None:
    assert parts("Xảy ra 09 vụ, gồm: 05 vụ ma túy, 04 vụ trộm cắp.") == [["09", "05", "04"]]
    assert parts("Khám cho 10.106 lượt người (Trong đó khám BHYT 1.193, khám khác: 8.913).") == [
        ["10.106", "1.193", "8.913"]
    ]
    assert parts("Đã giải quyết 9.597 hồ sơ: trước hạn 7.215, đúng hạn 2.346, trễ hạn 36.") == [
        ["9.597", "7.215", "2.346", "36"]
    ]


def test_a_sum_may_follow_in_the_next_sentence() -> None:
    body = "Trong năm xảy ra 25 vụ, so với cùng kỳ (28 vụ) giảm 03 vụ. Gồm: ma tuý 20 vụ; trộm cắp 05 vụ."
    assert ["25", "20", "05"] in parts(body)


def test_lists_in_blocks_of_their_own_and_in_footnotes() -> None:
    body = "- Tổng thu = 2.000.000đ. Trong đó:\n+ Thu hộ dân = 1.500.000đ;\n+ Thu cơ quan = 500.000;\n"
    assert parts(body) == [["2.000.000", "1.500.000", "500.000"]]
    noted = "Diện tích rau màu là 149,3ha¹.\n\n¹ trong đó lạc 100ha, ớt 40ha; hoa 9,3ha\n"
    assert parts(noted) == [["149,3", "100", "40", "9,3"]]


def test_nested_lists_do_not_run_into_each_other() -> None:
    body = (
        "Tổng chi 100 triệu đồng, gồm: chi đầu tư 30 triệu đồng; "
        "chi thường xuyên 70 triệu đồng (lương 50 triệu đồng, khác 20 triệu đồng)."
    )
    found = parts(body)
    assert ["100", "30", "70"] in found
    assert ["70", "50", "20"] in found


def test_a_fraction_with_its_percentage() -> None:
    assert claims("Có 3.904/4.170 hộ văn hóa, đạt 93,6%.") == [
        ("ratio", [("percent", "93,6"), ("numerator", "3.904"), ("denominator", "4.170")])
    ]


def test_amount_plan_and_percentage_of_plan() -> None:
    assert claims("Thuế thu 171 tỷ đồng, đạt 83,4% (dự toán 205 tỷ đồng).") == [
        ("ratio", [("percent", "83,4"), ("numerator", "171"), ("denominator", "205")])
    ]


def test_growth_and_difference_against_the_year_before() -> None:
    body = "Doanh thu 8.642 tỷ đồng, tăng 9,4% so với cùng kỳ (7.900 tỷ đồng)."
    assert claims(body) == [("growth", [("percent", "9,4"), ("current", "8.642"), ("prior", "7.900")])]
    body = "Xảy ra 25 vụ, so với cùng kỳ (28 vụ) giảm 03 vụ."
    assert claims(body) == [("difference", [("total", "03"), ("minuend", "25"), ("subtrahend", "28")])]


def test_share_of_a_base_printed_behind_the_percentage() -> None:
    body = "Còn 31 hộ nghèo, chiếm 0,16% trên tổng số 18.946 hộ."
    assert claims(body) == [("ratio", [("percent", "0,16"), ("numerator", "31"), ("denominator", "18.946")])]


def test_unit_price_times_count() -> None:
    body = "Tặng 642 suất quà, mức 1.200.000 đồng/suất, tổng kinh phí 774.000.000 đồng."
    assert claims(body) == [("product", [("total", "774.000.000"), ("unit_price", "1.200.000"), ("count", "642")])]
    body = "Thu tiền vệ sinh 68 hộ x 15.000 đ/hộ/tháng x 12 tháng được 12.240.000 đ."
    assert claims(body) == [
        ("product", [("total", "12.240.000"), ("unit_price", "15.000"), ("count", "68"), ("count", "12")])
    ]


def test_what_is_left_is_what_came_less_what_is_done() -> None:
    body = "Tiếp nhận 05 đơn, đã giải quyết 03 đơn, còn 02 đơn."
    assert claims(body) == [("difference", [("total", "02"), ("minuend", "05"), ("subtrahend", "03")])]


def test_figures_that_merely_stand_side_by_side_claim_nothing() -> None:
    assert claims("Toàn xã có 45 hộ kinh doanh, 12 thôn và 03 trường học; diện tích 689 ha.") == []


def test_shares_of_a_list_make_a_hundred() -> None:
    body = "Học lực: Giỏi 53 học sinh đạt 25,85%, Khá 93 học sinh đạt 45,37%, Trung bình 59 học sinh đạt 28,78%."
    assert ("pct_sum", [("part", "25,85"), ("part", "45,37"), ("part", "28,78")]) in claims(body)

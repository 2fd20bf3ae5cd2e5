"""Claims that the wording of a report implies."""

from __future__ import annotations

from reading import MARKS_THAT_CHANGE, read

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


def test_what_is_left_is_the_whole_less_what_is_done_whether_it_adds_up_or_not() -> None:
    left = [("total", "19"), ("minuend", "276"), ("subtrahend", "262")]
    fields = "Tư pháp nhận 2.318 hồ sơ, giải quyết xong; lao động 276 hồ sơ, đã giải quyết 262 hồ sơ, còn 19 hồ sơ."
    assert ("difference", left) in claims(fields)
    letters = "Tiếp 21 lượt. Nhận 13 đơn (khiếu nại 02, kiến nghị 11); giải quyết 10, còn 08."
    assert ("difference", [("total", "08"), ("minuend", "13"), ("subtrahend", "10")]) in claims(letters)
    paid = "Có 86/112 hộ đã nhận tiền, đạt 76,79%; còn 22 hộ đang vận động."
    assert ("difference", [("total", "22"), ("minuend", "112"), ("subtrahend", "86")]) in claims(paid)


def test_what_is_left_of_several_kinds() -> None:
    disputes = "Hòa giải 61 vụ tranh chấp, thành 7, không thành 3 vụ (đã hướng dẫn ra Tòa án), còn 1 vụ đang xác minh."
    assert ["61", "7", "3", "1"] in parts(disputes)
    cases = "đã xử phạt 02 trường hợp, 01 trường hợp kết hợp đền bù, 01 trường hợp lập hồ sơ, còn 13 trường hợp."
    assert not [kind for kind, _ in claims(cases) if kind == "difference"]


def test_out_of_a_number_there_are_these() -> None:
    assert parts("Trong 20 chỉ tiêu Nghị quyết đề ra có 18 chỉ tiêu đạt và vượt, 05 chỉ tiêu không đạt.") == [
        ["20", "18", "05"]
    ]
    assert parts("Đến nay có 13/10 chỉ tiêu đạt và vượt, 5 chỉ tiêu chưa đạt.") == [["10", "13", "5"]]


def test_a_list_that_its_last_words_close_is_complete() -> None:
    def complete(body: str) -> list[bool]:
        return [claim.exhaustive for claim in read(body).claims if claim.claim_type == "sum"]

    assert complete("Hòa giải 9 vụ, trong đó hòa giải thành 7 vụ, hòa giải không thành 3 vụ.") == [True]
    assert complete("Có 86 đảng viên, trong đó nữ 31 đảng viên, trẻ 12 đảng viên.") == [False]


def test_a_price_for_each_person_and_an_amount_for_each() -> None:
    workers = "Hỗ trợ 297 lao động tự do, mức 1.500.000đ/người, số tiền 405.500.000đ."
    assert ("product", [("total", "405.500.000"), ("unit_price", "1.500.000"), ("count", "297")]) in claims(workers)
    rice = "Cấp 1.440 kg gạo cứu đói cho 96 khẩu, mỗi khẩu 15kg."
    assert ("product", [("total", "1.440"), ("unit_price", "15"), ("count", "96")]) in claims(rice)


def test_the_base_of_a_percentage_a_little_off() -> None:
    body = "Toàn xã có 7.216 nhân khẩu. Dân quân 112 đồng chí, chiếm 1,40% dân số."
    assert ("ratio", [("percent", "1,40"), ("numerator", "112"), ("denominator", "7.216")]) in claims(body)
    letters = "Nhận 5 đơn, đã giải quyết 4 đơn, đạt 85%."
    assert ("ratio", [("percent", "85"), ("numerator", "4"), ("denominator", "5")]) in claims(letters)


def test_growth_behind_a_change() -> None:
    body = "Phạm pháp hình sự 06 vụ (cùng kỳ 09, giảm 03, 35,4%)."
    assert ("growth", [("percent", "35,4"), ("current", "06"), ("prior", "09")]) in claims(body)


def test_a_list_by_field_breaks_the_whole_down_that_is_told_before_it() -> None:
    inline = "Tiếp nhận 948 hồ sơ. Đang giải quyết 17 hồ sơ. Theo lĩnh vực: tư pháp 742, địa chính 179, khác 27."
    assert ["948", "742", "179", "27"] in parts(inline)
    bullets = "Phải giải quyết 11.568 hồ sơ.\n* Theo hình thức: 9.832 hồ sơ qua mạng, 1.612 trực tiếp, 124 kỳ trước."
    assert ["11.568", "9.832", "1.612", "124"] in parts(bullets)
    units = {figure.printed: figure.unit for figure in read(bullets).figures}
    assert units["1.612"] == units["124"] == "dossier"
    later = "Tiếp nhận 948 hồ sơ. Theo lĩnh vực: tư pháp 742, địa chính 179, khác 27. Cấp 35 giấy phép, 12 bản sao."
    assert ["948", "742", "179", "27"] in parts(later)


def test_a_list_hangs_on_what_it_makes_or_on_what_its_opening_words_name() -> None:
    crimes = "Phạm pháp hình sự 08 vụ, làm rõ 07 vụ: trộm cắp 05 vụ, cố ý gây thương tích 02, lừa đảo 01."
    assert parts(crimes) == [["08", "05", "02", "01"]]
    named = (
        "Chi thường xuyên 6.041.786.200đ, chuyển nguồn sang năm sau 286.150.000đ. "
        "Chi thường xuyên gồm có: quản lý nhà nước 3.286.412.000đ; Đảng 842.365.200đ."
    )
    assert ["6.041.786.200", "3.286.412.000", "842.365.200"] in parts(named)
    paid = "Chứng thực 5.472 hồ sơ, thu lệ phí 41.236.000 đồng; trong đó bản sao 4.603, chữ ký 668, hợp đồng 201."
    assert ["5.472", "4.603", "668", "201"] in parts(paid)
    kinds = "Xã có 1.108 hộ = 5.874 khẩu, gồm 03 dân tộc: Mông 648 hộ, Thái 287 hộ, Kinh 173 hộ."
    assert ["1.108", "648", "287", "173"] in parts(kinds)


def test_persons_told_behind_cases_open_no_list() -> None:
    assert parts("Đánh bạc bắt 07 vụ gồm 34 đối tượng; ma túy 02 vụ, 03 đối tượng; tự tử 01 vụ.") == []


def test_sums_that_no_word_names() -> None:
    body = "Xã quản lý 3.214 hộ, 13.468 khẩu. Dân tộc Kinh 3.148 hộ, Khmer 61 hộ, Hoa 05 hộ."
    assert ["3.214", "3.148", "61", "05"] in parts(body)
    assert ["428", "371", "35", "22"] in parts("Chứng thực 371 bản sao, 35 chữ ký và 22 hợp đồng; tổng 428 việc.")
    assert ["41", "23", "18"] in parts("Đang quản lý 41 người, có 23 người nghiện và 18 người sử dụng.")


def test_plans_beside_the_parts_add_up_like_the_parts() -> None:
    body = (
        "Chi 900 triệu đồng, bằng 75% dự toán (1.200 triệu đồng), gồm: chi đầu tư 300 triệu đồng, bằng 60% dự toán "
        "(500 triệu đồng); chi thường xuyên 600 triệu đồng, bằng 85,7% dự toán (700 triệu đồng)."
    )
    assert ["1.200", "500", "700"] in parts(body)


def test_factors_and_amount_on_either_side_of_a_bracket() -> None:
    fee = "Thu gom 215 hộ, thu được 51.600.000đ (20.000đ/hộ/tháng x 12 tháng), trả xe 48.000.000đ."
    products = [{digits for _, digits in terms} for kind, terms in claims(fee) if kind == "product"]
    assert products == [{"51.600.000", "20.000", "12", "215"}]


def test_what_stands_under_another_bullet_is_no_part_of_the_list() -> None:
    reading = read(MARKS_THAT_CHANGE)
    sums = [claim for claim in reading.claims if claim.claim_type == "sum"]
    terms = [[reading.figures[term.figure_no].printed for term in claim.terms] for claim in sums]
    assert ["5", "3", "2"] in terms
    assert not [printed for printed in terms if "4" in printed]


def test_a_count_out_of_the_whole_itself_is_no_part_of_it() -> None:
    body = (
        "Dân quân 112 đồng chí, trong đó dân quân biển 28 đồng chí; huấn luyện 104/112 đồng chí; kết nạp 78 đồng chí."
    )
    assert not [printed for printed in parts(body) if "104" in printed or "78" in printed]

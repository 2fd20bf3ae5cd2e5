"""Physical lines to logical blocks, headings and their paths."""

from __future__ import annotations

import pytest
from reading import HEAD, MARKS_THAT_CHANGE, read

from ingest.model import Block


def blocks(body: str) -> list[Block]:
    return [block for block in read(body).blocks if block.segments[0][0] >= len(HEAD)]


WRAPPED = """I. LĨNH VỰC KINH TẾ
1. Sản xuất nông nghiệp
Tập trung chỉ đạo sản xuất nông nghiệp, diện tích gieo cấy, cơ cấu giống lúa của

vụ chiêm xuân và vụ mùa theo đúng khung thời vụ, phòng trừ sâu bệnh kịp thời cho
cây trồng, năng suất bình quân đạt 57 tạ/ha, diện tích lúa cấy bằng máy đạt 04

ha và tiếp tục được mở rộng trên toàn địa bàn xã theo kế hoạch của huyện đã giao.
2. Chăn nuôi
Tổng đàn lợn của xã là 500 con, công tác tiêm phòng được thực hiện đúng theo quy
"""


def test_blank_lines_and_wraps_inside_a_sentence_are_joined() -> None:
    paragraphs = [block for block in blocks(WRAPPED) if block.kind == "paragraph"]
    assert len(paragraphs) == 2
    assert paragraphs[0].text.endswith(
        "đạt 04 ha và tiếp tục được mở rộng trên toàn địa bàn xã theo kế hoạch của huyện đã giao."
    )


def test_headings_give_the_path_of_what_stands_below() -> None:
    paragraphs = [block for block in blocks(WRAPPED) if block.kind == "paragraph"]
    assert paragraphs[0].heading.endswith("LĨNH VỰC KINH TẾ > Sản xuất nông nghiệp")
    assert paragraphs[1].heading.endswith("LĨNH VỰC KINH TẾ > Chăn nuôi")


def test_a_page_number_between_two_halves_of_a_sentence_is_furniture() -> None:
    found = blocks("Kết quả học tập của học sinh toàn xã\n\n\n5\n\n\nđạt khá, có 40 học sinh giỏi.\n")
    assert [block.kind for block in found] == ["paragraph", "furniture"]
    assert found[0].text == "Kết quả học tập của học sinh toàn xã đạt khá, có 40 học sinh giỏi."


def test_a_footnote_between_two_halves_of_a_sentence_does_not_break_it() -> None:
    body = "Đã hoàn thành 5 dự án¹ và 02 dự\n\n¹ Gồm: dự án đường và dự án trường.\n\nán đang thực hiện.\n"
    paragraph, footnote = blocks(body)
    assert paragraph.text == "Đã hoàn thành 5 dự án¹ và 02 dự án đang thực hiện."
    assert footnote.kind == "footnote"
    assert footnote.parent_no == paragraph.block_no


def test_a_list_belongs_to_the_line_that_opens_it() -> None:
    body = (
        "- Tổng thu phí vệ sinh = 2.298.931.000đ. Trong đó:\n"
        "+ Thu hộ thường trú = 1.379.780.000đ;\n+ Thu hộ tạm trú = 532.136.000;\n- Tổng chi = 2.977.198.273đ.\n"
    )
    total, first, second, spent = blocks(body)
    assert first.parent_no == second.parent_no == total.block_no
    assert spent.parent_no == total.parent_no


def test_nested_bullets_of_one_mark_are_told_apart_by_indent() -> None:
    body = "- Thu ngân sách: 10 tỷ đồng, gồm:\n  - Thuế: 6 tỷ đồng;\n  - Phí: 4 tỷ đồng.\n- Chi ngân sách: 9 tỷ đồng.\n"
    total, tax, fee, spent = blocks(body)
    assert tax.parent_no == fee.parent_no == total.block_no
    assert spent.parent_no == total.parent_no


def test_a_bullet_that_stood_above_another_before_is_no_item_of_its_list() -> None:
    *_, reported, _, fire, resolved = blocks(MARKS_THAT_CHANGE)
    assert fire.parent_no == reported.block_no
    assert resolved.parent_no == reported.block_no


def test_a_numbered_heading_closes_the_list_before_it() -> None:
    body = """II. VỀ KINH TẾ
- Thu nhập bình quân 45 triệu đồng/người.
1. Nông nghiệp
- Đàn lợn 500 con.
2. Tài chính
a) Thu ngân sách: 6.845,3 triệu đồng. Gồm:
- Lệ phí trước bạ: 864,2 triệu đồng;
"""
    last = blocks(body)[-1]
    assert last.heading == "VỀ KINH TẾ > Tài chính > Thu ngân sách > Lệ phí trước bạ"


def test_a_number_alone_before_a_numbered_heading_is_a_page_number() -> None:
    found = read("Tiếp nhận 45 hồ sơ.\n\n2\n1.4. Tài nguyên - môi trường\nCấp 12 giấy.\n")
    assert [figure.printed for figure in found.figures] == ["45", "12"]


def test_segments_cover_the_original_text() -> None:
    reading = read(WRAPPED)
    for block in reading.blocks:
        original = " ".join(reading.document.text[start:end] for start, end in block.segments)
        assert "".join(original.split()) == "".join(block.text.split())


def test_a_word_cut_at_a_hyphen_is_joined() -> None:
    (block,) = blocks(
        "Cơ cấu gồm các giống lúa lai và lúa thuần như Bắc Thơm, Đài thơm, TBR-\n97 và một số giống khác.\n"
    )
    assert "TBR-97" in block.text


@pytest.mark.parametrize("line", ["Thu" + " " * 20_000 + "x\nchi 5 hộ", "Thu 5 hộ " + "Số: " * 30_000 + " 7 ha"])
def test_a_line_of_the_same_again_and_again_is_read_all_the_same(line: str) -> None:
    assert [figure.printed for figure in read(line).figures if figure.printed == "5"] == ["5"]


def test_a_subject_of_nothing_but_filler_is_cleaned_all_the_same() -> None:
    body = "Thu ngân sách " + "đạt * " * 12_000 + "x " + "- + " * 12_000 + "5 tỷ đồng."
    assert [figure.printed for figure in read(body).figures] == ["5"]

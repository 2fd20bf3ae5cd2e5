"""Numbers in words: what they come to, and when they are no numbers at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from reading import HEAD, read

from ingest.worded import value_of


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("ba", 3),
        ("mười", 10),
        ("mười hai", 12),
        ("mười lăm", 15),
        ("hai mươi mốt", 21),
        ("tám mươi tư", 84),
        ("ba chục", 30),
        ("một trăm linh năm", 105),
        ("hai trăm ba mươi sáu", 236),
        ("một nghìn hai trăm", 1200),
        ("ba nghìn linh bảy", 3007),
        ("mười hai triệu rưỡi", 12_500_000),
        ("hai tỷ ba trăm triệu", 2_300_000_000),
    ],
)
def test_numerals(words: str, value: int) -> None:
    assert value_of(words.split()) == Decimal(value)


@pytest.mark.parametrize("words", ["một", "năm", "tư", "hai ba", "trăm", "triệu", "mươi", "rưỡi", "ba linh"])
def test_words_that_are_no_numeral(words: str) -> None:
    assert value_of(words.split()) is None


def test_what_they_count() -> None:
    text = (
        "Toàn xã có mười hai hộ chăn nuôi lớn và ba trường học; hỗ trợ mỗi hộ hai triệu rưỡi đồng. "
        "Hỗ trợ một trăm linh năm triệu đồng cho bốn mươi lăm đồng chí."
    )
    reading = read(text)
    assert [(one.printed, int(one.value), one.unit) for one in reading.worded] == [
        ("mười hai", 12, "household"),
        ("ba", 3, "school"),
        ("hai triệu rưỡi", 2_500_000, "VND"),
        ("một trăm linh năm triệu", 105_000_000, "VND"),
        ("bốn mươi lăm", 45, "person"),
    ]
    assert all((HEAD + text)[one.char_start : one.char_end] == one.printed for one in reading.worded)
    assert reading.figures == ()


@pytest.mark.parametrize(
    "text",
    [
        "Họp giao ban vào thứ hai hằng tuần, tháng ba và quý hai có nhiều ngày lễ.",
        "Một bộ phận người dân chưa chấp hành; năm hộ dân khá giả là năm được mùa.",
        "Sinh con thứ ba hộ gia đình công chức; trường cấp hai của xã.",
        "Vùng ruộng một vụ, làm ăn riêng tư hộ gia đình.",
    ],
)
def test_ranks_dates_and_articles_count_nothing(text: str) -> None:
    assert read(text).worded == ()


def test_half_of_the_multiplier_behind_digits() -> None:
    (figure,) = read("Nhân dân đóng góp 2 tỷ rưỡi đồng làm đường.").figures
    assert (figure.value, figure.unit, figure.printed) == (Decimal("2500000000"), "VND", "2")

"""Digit strings to exact decimals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numerals import Habit, parse


def value(printed: str, *, whole: bool = False, decimal: bool = False, habit: bool | None = None) -> Decimal | None:
    return parse(printed, whole=whole, decimal=decimal, comma_is_decimal=habit).value


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("9.611.073.450", "9611073450"),
        ("135,420,000", "135420000"),
        ("82,62", "82.62"),
        ("101.35", "101.35"),
        ("2046", "2046"),
        ("01", "1"),
        ("0,016", "0.016"),
        ("1.234,56", "1234.56"),
        ("4,386.5", "4386.5"),
    ],
)
def test_shape_alone_decides(printed: str, expected: str) -> None:
    assert value(printed) == Decimal(expected)


def test_a_count_has_no_fraction() -> None:
    assert value("1.193", whole=True) == 1193
    assert value("2,846", whole=True) == 2846


def test_a_share_with_three_decimals_stays_a_share() -> None:
    assert value("7,375", decimal=True) == Decimal("7.375")


def test_the_habit_of_the_text_decides_what_shape_and_unit_leave_open() -> None:
    assert value("3,184", habit=False) == 3184
    assert value("3,184", habit=True) == Decimal("3.184")


def test_three_digits_behind_a_dot_are_thousands_and_doubtful_among_decimal_points() -> None:
    numeral = parse("1.247", whole=False, decimal=False, comma_is_decimal=False)
    assert numeral.value == 1247
    assert numeral.confidence < 1


def test_without_any_habit_the_reading_is_marked_as_doubtful() -> None:
    numeral = parse("3,184", whole=False, decimal=False, comma_is_decimal=None)
    assert numeral.value == Decimal("3.184")
    assert numeral.confidence < 1


@pytest.mark.parametrize("printed", ["2.622219.745", "1.128.708200", "24.500,000", "214.560000"])
def test_a_lost_separator_is_overlooked_and_marked(printed: str) -> None:
    numeral = parse(printed, whole=True, decimal=False, comma_is_decimal=True)
    assert numeral.value == int(printed.replace(".", "").replace(",", ""))
    assert 0 < numeral.confidence < 1


def test_what_cannot_be_read_cleanly_has_no_value() -> None:
    assert value("12.3456.78,9") is None
    assert value("1" * 40) is None


def test_step_is_the_weight_of_the_last_printed_digit() -> None:
    assert parse("999,9", whole=False, decimal=False, comma_is_decimal=True).step == Decimal("0.1")
    assert parse("82,62", whole=False, decimal=True, comma_is_decimal=True).step == Decimal("0.01")
    assert parse("2046", whole=True, decimal=False, comma_is_decimal=True).step == 1


def test_habit_is_that_of_the_neighbourhood() -> None:
    points = [(place, "25.1") for place in range(0, 70, 10)]
    commas = [(place, "0,59") for place in range(1000, 1070, 10)]
    habit = Habit([*points, *commas])
    assert habit.comma_is_decimal(5) is False
    assert habit.comma_is_decimal(1060) is True
    assert Habit([(0, "12,5"), (9, "1.234.567")]).comma_is_decimal(4) is True
    assert Habit([]).comma_is_decimal(0) is None


@given(st.integers(min_value=0, max_value=10**15))
def test_dotted_thousands_read_back(number: int) -> None:
    printed = f"{number:,}".replace(",", ".")
    assert value(printed, whole=True) == number


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=0, max_value=99))
def test_decimal_comma_reads_back(whole: int, hundredths: int) -> None:
    printed = f"{whole:,}".replace(",", ".") + f",{hundredths:02d}"
    assert value(printed, habit=True) == Decimal(f"{whole}.{hundredths:02d}")


@given(st.from_regex(r"\d{1,25}(?:[.,]\d{1,12}){0,6}", fullmatch=True), st.booleans(), st.booleans())
def test_any_digit_string_is_read_or_left_without_a_value(printed: str, whole: bool, decimal: bool) -> None:
    numeral = parse(printed, whole=whole, decimal=decimal, comma_is_decimal=None)
    assert 0 <= numeral.confidence <= 1
    if numeral.value is not None:
        shown = "".join(char for char in str(numeral.value) if char.isdigit())
        given_digits = "".join(str(int(char)) for char in printed if char.isdigit())
        assert shown.strip("0") == given_digits.strip("0")

"""What `soxa audit` says itself: periods, and which part of a long clause is quoted."""

from __future__ import annotations

import pytest

from flows.audit import _around
from flows.audit_words import EN, VI


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("2023", "năm 2023"),
        ("2023-H1", "6 tháng đầu năm 2023"),
        ("2023-H2", "6 tháng cuối năm 2023"),
        ("2023-9M", "9 tháng năm 2023"),
        ("2023-10M", "10 tháng năm 2023"),
        ("2023-Q3", "quý III/2023"),
        ("2023-07", "tháng 7/2023"),
        ("2023-10", "tháng 10/2023"),
        (None, ""),
    ],
)
def test_periods_are_told_as_reports_tell_them(code: str | None, told: str) -> None:
    assert VI.period(code) == told
    assert EN.period(code) == (code or "")


def test_of_a_long_clause_what_stands_nearest_to_the_figure_is_quoted() -> None:
    assert _around("Tổng số  07\nhồ sơ.", "07") == "Tổng số 07 hồ sơ."
    long = f"{'trước ' * 60}3.271 hồ sơ {'sau ' * 60}"
    quoted = _around(long, "3.271")
    assert quoted.startswith("… trước ")
    assert quoted.endswith(" sau …")
    assert "3.271 hồ sơ" in quoted
    assert len(quoted) <= 204


def test_a_figure_that_opens_a_long_clause_is_quoted_from_its_beginning() -> None:
    assert _around(f"3.271 hồ sơ {'sau ' * 60}", "3.271").startswith("3.271 hồ sơ sau")

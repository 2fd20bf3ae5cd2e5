"""What each expectation asks of rows, in plain pandas: True for every row that keeps it.

Great Expectations asks these questions of a whole candidate: ours by `expectations.custom`, those of its own by itself.
`expectations.quick` asks the same of a few new reports, where loading Great Expectations would be most of the work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Frame = Any
"""A pandas frame or series."""

_SLACK = 1e-9
"""Share of the numbers at hand that binary fractions may be off by."""


def claim_holds(verdict: Frame) -> Frame:
    """Of a claim of a report, the verdict on it."""
    return verdict.astype(bool)


def verdict_follows(rows: Frame) -> Frame:
    """Stated, computed, delta, tolerance, holds: a check holds exactly when the difference is within the tolerance."""
    stated, computed, delta, tolerance = (rows.iloc[:, place].astype(float) for place in range(4))
    holds = rows.iloc[:, 4]
    known = stated.notna() & computed.notna()
    slack = _SLACK * (stated.abs() + computed.abs())
    gap = (stated - computed).abs()
    right_delta = (gap - delta.abs()).abs() <= slack
    within, beyond = gap <= tolerance + slack, (gap > tolerance - slack) & (gap > 0)
    right_verdict = (holds.eq(True) & within) | (holds.eq(False) & beyond)
    return (known & right_delta & right_verdict) | (~known & holds.isna())


def same_in_both(rows: Frame) -> Frame:
    """Two columns say the same."""
    return rows.iloc[:, 0] == rows.iloc[:, 1]


def all_zero(rows: Frame) -> Frame:
    """Nothing is counted in any column."""
    return (rows == 0).all(axis=1)


def all_there(rows: Frame) -> Frame:
    """No column is null."""
    return rows.notna().all(axis=1)


def all_filled(rows: Frame) -> Frame:
    """No column is null or empty text."""
    return (rows.notna() & (rows != "")).all(axis=1)


def reference_exists(rows: Frame) -> Frame:
    """The value is null, or something was found where it points."""
    return rows.iloc[:, 0].isna() | rows.iloc[:, 1].notna()


def _between(values: Frame, wanted: Mapping[str, Any]) -> Frame:
    inside = values.notna()
    if "min_value" in wanted:
        inside &= values >= wanted["min_value"]
    if "max_value" in wanted:
        inside &= values <= wanted["max_value"]
    return inside


OF_VALUES: dict[str, Callable[[Frame, Mapping[str, Any]], Frame]] = {
    "expect_column_values_to_be_between": _between,
    "expect_column_values_to_be_in_set": lambda values, wanted: values.isin(wanted["value_set"]),
    "expect_column_values_to_match_regex": lambda values, wanted: values.astype(str).str.contains(wanted["regex"]),
    "expect_column_values_to_be_unique": lambda values, _: ~values.duplicated(keep=False),
    **dict.fromkeys(
        (
            "expect_revenue_minus_expenditure_to_equal_balance",
            "expect_parts_to_sum_to_total",
            "expect_difference_to_match_its_terms",
            "expect_percentage_to_match_its_base",
            "expect_shares_to_sum_to_hundred",
            "expect_growth_to_match_both_periods",
            "expect_amount_to_equal_price_times_count",
            "expect_same_fact_to_be_told_alike",
        ),
        lambda values, _: claim_holds(values),
    ),
}
"""Questions about the values of one column; absent ones are not asked."""

OF_ROWS: dict[str, Callable[[Frame], Frame]] = {
    "expect_column_values_to_not_be_null": all_there,
    "expect_compound_columns_to_be_unique": lambda rows: ~rows.duplicated(keep=False),
    "expect_column_pair_values_a_to_be_greater_than_b": lambda rows: rows.iloc[:, 0] >= rows.iloc[:, 1],
    "expect_promised_column_to_exist": all_there,
    "expect_required_columns_to_be_filled": all_filled,
    "expect_reference_to_exist": reference_exists,
    "expect_printed_text_to_match_span": same_in_both,
    "expect_every_digit_to_be_accounted_for": all_zero,
    "expect_figure_count_to_match_figures": same_in_both,
    "expect_verdict_to_follow_from_difference": verdict_follows,
}
"""Questions about several columns of one row, in the order in which the check names them."""

"""Every number has its place in the text, and every place its number."""

from __future__ import annotations

from typing import ClassVar

from expectations.custom.base import ExpectRowsToKeep, row_metric

row_metric("rows.printed_text_matches_span", lambda rows: rows.iloc[:, 0] == rows.iloc[:, 1])
row_metric("rows.digits_accounted_for", lambda rows: (rows == 0).all(axis=1))
row_metric("rows.counts_agree", lambda rows: rows.iloc[:, 0] == rows.iloc[:, 1])


class ExpectPrintedTextToMatchSpan(ExpectRowsToKeep):
    """``text[char_start:char_end]`` is what was printed: column_list is what was printed, and the text at the span."""

    map_metric: ClassVar[str] = "rows.printed_text_matches_span"


class ExpectEveryDigitToBeAccountedFor(ExpectRowsToKeep):
    """No digit string of a report is missing from the ledger, and none is listed that is not printed.

    column_list is the number missing and the number in surplus, both per report.
    """

    map_metric: ClassVar[str] = "rows.digits_accounted_for"


class ExpectFigureCountToMatchFigures(ExpectRowsToKeep):
    """A report says how many figures it has: column_list is the number it says, and the number kept."""

    map_metric: ClassVar[str] = "rows.counts_agree"

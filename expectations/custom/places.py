"""Every number has its place in the text, and every place its number."""

from __future__ import annotations

from typing import ClassVar

from expectations.custom.base import ExpectRowsToKeep, row_metric
from expectations.questions import all_zero, same_in_both

row_metric("rows.printed_text_matches_span", same_in_both)
row_metric("rows.digits_accounted_for", all_zero)
row_metric("rows.counts_agree", same_in_both)


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

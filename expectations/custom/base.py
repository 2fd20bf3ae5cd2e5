"""What the expectations of this project have in common: a yes-or-no question about each row of a frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation, MulticolumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnMapMetricProvider,
    MulticolumnMapMetricProvider,
    column_condition_partial,
    multicolumn_condition_partial,
)

from expectations.questions import Frame, claim_holds


class ExpectRowsToKeep(MulticolumnMapExpectation):  # type: ignore[misc]
    """A relation between several columns of one row; every row is asked, absent values too."""

    ignore_row_if: str = "never"


class ExpectClaimToHold(ColumnMapExpectation):  # type: ignore[misc]
    """A claim of a report, with the verdict on it in one column; rows that could not be judged are left out."""

    map_metric: ClassVar[str] = "column_values.claim_holds"


def row_metric(name: str, question: Callable[[Frame], Frame]) -> None:
    """Make a question known under a metric name. It gets a frame of the columns named, and answers row by row."""

    def condition(cls: type, column_list: Frame, **_: Any) -> Frame:  # noqa: ARG001
        return question(column_list)

    ask = multicolumn_condition_partial(engine=PandasExecutionEngine)(condition)
    type(name, (MulticolumnMapMetricProvider,), {"condition_metric_name": name, "_pandas": ask, "__module__": __name__})


def value_metric(name: str, question: Callable[[Frame], Frame]) -> None:
    """As `row_metric`, for a single column; absent values are not asked."""

    def condition(cls: type, column: Frame, **_: Any) -> Frame:  # noqa: ARG001
        return question(column)

    ask = column_condition_partial(engine=PandasExecutionEngine)(condition)
    type(name, (ColumnMapMetricProvider,), {"condition_metric_name": name, "_pandas": ask, "__module__": __name__})


value_metric("column_values.claim_holds", claim_holds)

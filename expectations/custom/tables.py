"""What analysts join and count on: columns that are there, filled, and point at something."""

from __future__ import annotations

from typing import ClassVar

from expectations.custom.base import ExpectRowsToKeep, row_metric
from expectations.questions import all_filled, all_there, reference_exists

row_metric("rows.promised_column_exists", all_there)
row_metric("rows.required_columns_filled", all_filled)
row_metric("rows.reference_exists", reference_exists)


class ExpectPromisedColumnToExist(ExpectRowsToKeep):
    """A column that readers were promised is in the file: column_list is the name promised, and the name found."""

    map_metric: ClassVar[str] = "rows.promised_column_exists"


class ExpectRequiredColumnsToBeFilled(ExpectRowsToKeep):
    """None of the columns is null or empty text."""

    map_metric: ClassVar[str] = "rows.required_columns_filled"


class ExpectReferenceToExist(ExpectRowsToKeep):
    """A value that is not null stands in the table it refers to: column_list is the value, and what was found there."""

    map_metric: ClassVar[str] = "rows.reference_exists"

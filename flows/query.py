"""``soxa sql``: ask the published snapshot."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb

from flows.console import cell, results, table
from ingest.errors import SoxaError
from warehouse.connection import open_published
from warehouse.paths import Warehouse


def ask(warehouse: Warehouse, statement: str, form: str) -> None:
    """Print the rows that ``statement`` gives, as ``table``, ``csv`` or ``json``. Raises SoxaError if it gives none."""
    with open_published(warehouse) as connection:
        connection.execute("use marts")
        try:
            answer = connection.execute(statement)
            columns = [str(column[0]) for column in answer.description or ()]
            rows = answer.fetchall()
        except duckdb.Error as error:
            raise SoxaError(_explained(error)) from error
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    elif form == "json":
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        numeric = tuple(name for place, name in enumerate(columns) if any(_is_number(row[place]) for row in rows))
        shown = table(None, *columns, right=numeric)
        for row in rows:
            shown.add_row(*map(cell, row))
        results().print(shown)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def print_json(value: Any) -> None:
    """Print what was asked of the snapshot as JSON, for another program."""
    json.dump(_plain(value), sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def _plain(value: Any) -> Any:
    """A value of the snapshot as JSON has it: numbers without a point where they are whole, dates as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def _explained(error: duckdb.Error) -> str:
    """What is wrong and DuckDB's hint, without the picture of the statement."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines[:2] if not line.startswith("LINE")]
    return " ".join(told) + ' (`soxa sql "show tables"` lists what there is)'

"""``soxa export``: every table of the published snapshot as Parquet, as CSV, and as one Excel workbook."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from flows.definitions import Definition, definitions
from ingest.errors import SoxaError
from warehouse.connection import open_published
from warehouse.paths import Warehouse, shown

WORKBOOK = "soxa.xlsx"
DEFINITIONS = "definitions"

_SHEET_ROWS = 1_048_576
_CELL = 32_767
_BATCH = 10_000
_OPENERS = ("=", "+", "-", "@", "\t", "\r")
_HEADER = ("table", "column", "type", "description")

Row = Sequence[Any]


def export_marts(warehouse: Warehouse, to: Path, forms: Iterable[str]) -> list[Path]:
    """Write every table of the snapshot under ``to`` in each of ``forms`` (parquet, csv, xlsx); returns the files.

    A file is written aside and moved into place, so that nobody reads half of one. Raises NoSnapshotError before the
    first run, SoxaError where a table is too long for a sheet, OSError where nothing can be written.
    """
    writers: dict[str, Callable[[duckdb.DuckDBPyConnection, list[str], Path], list[Path]]] = {
        "parquet": _write_parquet,
        "csv": _write_csv,
        "xlsx": _write_workbook,
    }
    with open_published(warehouse) as connection:
        tables = [
            str(row[0])
            for row in connection.execute(
                "select table_name from information_schema.tables where table_schema = 'marts' order by table_name"
            ).fetchall()
        ]
        return [path for form in writers if form in set(forms) for path in writers[form](connection, tables, to)]


def neutral(value: Any) -> Any:
    """A value for a cell: text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_OPENERS) else value


def _write_parquet(connection: duckdb.DuckDBPyConnection, tables: list[str], to: Path) -> list[Path]:
    paths = []
    for table in tables:
        with _aside(to / "parquet" / f"{table}.parquet") as (path, aside):
            target = str(aside).replace("'", "''")
            connection.execute(f"copy marts.{table} to '{target}' (format parquet, compression zstd)")
        paths.append(path)
    return paths


def _write_csv(connection: duckdb.DuckDBPyConnection, tables: list[str], to: Path) -> list[Path]:
    paths = []
    for table in tables:
        columns, rows = _read(connection, table)
        paths.append(_csv(to / "csv" / f"{table}.csv", columns, rows))
    told = [(one.table, one.column, one.type, one.description) for one in _told(tables)]
    return [*paths, _csv(to / "csv" / f"{DEFINITIONS}.csv", _HEADER, told)]


def _csv(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> Path:
    # with a byte order mark: without it Excel takes the file for the code page of the machine
    with _aside(path) as (_, aside), aside.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(columns)
        writer.writerows([_plain(neutral(value)) for value in row] for row in rows)
    return path


def _write_workbook(connection: duckdb.DuckDBPyConnection, tables: list[str], to: Path) -> list[Path]:
    from xlsxwriter import Workbook

    for table in tables:
        count = connection.table(f"marts.{table}").shape[0]
        if count >= _SHEET_ROWS:
            raise SoxaError(
                f"{table} has {count:,} rows, more than an Excel sheet holds: export --format parquet or csv"
            )
    with _aside(to / WORKBOOK) as (path, aside):
        # in memory by rows: a warehouse of a thousand reports would not fit otherwise
        options = {
            "constant_memory": True,
            "strings_to_numbers": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        with Workbook(str(aside), options) as book:
            head = book.add_format({"bold": True, "bottom": 1})
            days = book.add_format({"num_format": "yyyy-mm-dd"})
            told = [(one.table, one.column, one.type, one.description) for one in _told(tables)]
            _sheet(book.add_worksheet(DEFINITIONS), _HEADER, told, head, days)
            for table in tables:
                columns, rows = _read(connection, table)
                _sheet(book.add_worksheet(table), columns, rows, head, days)
    return [path]


def _sheet(sheet: Any, columns: Sequence[str], rows: Iterable[Row], head: Any, days: Any) -> None:
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(columns):
        sheet.set_column(place, place, 80 if name == "description" else max(10, min(len(name) + 2, 28)))
        sheet.write_string(0, place, name, head)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            _cell(sheet, last, place, value, days)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _cell(sheet: Any, line: int, place: int, value: Any, days: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, (int, float, Decimal)):
        sheet.write_number(line, place, float(value))
    elif isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(line, place, value, days)
    else:
        text = neutral(str(value))
        sheet.write_string(line, place, text if len(text) <= _CELL else text[: _CELL - 1] + "…")


def _read(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[list[str], Iterator[Row]]:
    """Names of the columns and the rows of a mart, in the order of its file."""
    cursor = connection.execute(f"select * from marts.{table}")
    columns = [str(column[0]) for column in cursor.description or ()]

    def rows() -> Iterator[Row]:
        while batch := cursor.fetchmany(_BATCH):
            yield from batch

    return columns, rows()


def _told(tables: list[str]) -> list[Definition]:
    return [one for one in definitions() if one.table in tables]


def _plain(value: Any) -> Any:
    """Numbers without the zeros that their column's type would give them; truth in the words of SQL."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    return value


@contextmanager
def _aside(path: Path) -> Iterator[tuple[Path, Path]]:
    """A name to write under beside ``path``; what stands there at the end becomes ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield path, aside
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def summary(paths: list[Path], to: Path) -> str:
    """What was written, in one line."""
    folders = sorted({path.parent.name if path.name != WORKBOOK else WORKBOOK for path in paths})
    return f"{len(paths)} files in {shown(to)}: {', '.join(folders)}"

"""What `soxa export` writes: every table in each form, what its columns mean, and no cell that acts by itself."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

import duckdb
import pytest

from flows.export import export_marts
from warehouse.paths import Warehouse


@pytest.fixture(scope="module")
def exported(published_warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    export_marts(published_warehouse, folder, ["parquet", "csv", "xlsx"])
    return folder


@pytest.fixture
def hostile(tmp_path: Path) -> Warehouse:
    """A snapshot with cells that a spreadsheet would carry out, and one number below zero."""
    warehouse = Warehouse(tmp_path / "hostile")
    warehouse.create()
    with duckdb.connect(str(warehouse.published)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.cells as select unnest(['=1+1', '+84', '-1', '@SUM(A1)', chr(9) || '=1',"
            " chr(13) || '=1', 'a=1', 'https://example.org']) as words, -5.50::decimal(38, 6) as number, true as truth,"
            " date '2025-07-01' as day, null::varchar as nothing"
        )
    return warehouse


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def sheets(path: Path) -> dict[str, str]:
    """Name to XML of each sheet of a workbook."""
    with zipfile.ZipFile(path) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        return {
            name: book.read(f"xl/worksheets/sheet{place}.xml").decode() for place, name in enumerate(names, start=1)
        }


@pytest.mark.slow
def test_every_table_is_there_in_every_form_with_all_its_rows(exported: Path, published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        tables = [row[0] for row in connection.execute("show tables from marts").fetchall()]
        counts = {table: connection.table(f"marts.{table}").shape[0] for table in tables}
        assert {
            table: connection.read_parquet(str(exported / "parquet" / f"{table}.parquet")).shape[0] for table in tables
        } == counts
    assert {table: len(rows_of(exported / "csv" / f"{table}.csv")) for table in tables} == counts
    book = sheets(exported / "soxa.xlsx")
    assert list(book) == ["definitions", *sorted(tables)]
    assert {table: book[table].count("<row ") - 1 for table in tables} == counts


@pytest.mark.slow
def test_values_come_out_as_they_are_printed(exported: Path) -> None:
    (kep,) = [
        row
        for row in rows_of(exported / "csv" / "mart_budget.csv")
        if (row["unit_name"], row["period"]) == ("Kép", "2023")
    ]
    assert kep["revenue_vnd"] == "26536289849"
    assert kep["revenue_pct_of_plan"] == "226.6"
    assert kep["revenue_pct_of_plan_is_derived"] == "false"
    assert kep["revenue_plan_vnd"] == ""


@pytest.mark.slow
def test_every_column_is_defined(exported: Path) -> None:
    defined = {
        (row["table"], row["column"]): row["description"] for row in rows_of(exported / "csv" / "definitions.csv")
    }
    for path in (exported / "csv").glob("*_*.csv"):
        columns = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        assert all(defined[path.stem, column] for column in columns)
        assert defined[path.stem, ""].startswith("One row per ")
    assert defined["mart_budget", "revenue_vnd"] in sheets(exported / "soxa.xlsx")["definitions"]


def test_a_text_that_would_be_a_formula_is_not(hostile: Warehouse, tmp_path: Path) -> None:
    export_marts(hostile, tmp_path, ["csv", "xlsx"])
    rows = rows_of(tmp_path / "csv" / "cells.csv")
    words = ["'=1+1", "'+84", "'-1", "'@SUM(A1)", "'\t=1", "'\r=1", "a=1", "https://example.org"]
    assert [row["words"] for row in rows] == words
    assert rows[0] | {"words": ""} == {
        "words": "",
        "number": "-5.5",
        "truth": "true",
        "day": "2025-07-01",
        "nothing": "",
    }
    sheet = sheets(tmp_path / "soxa.xlsx")["cells"]
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert all(f">{word}</t>" in sheet for word in ["'=1+1", "'+84", "'-1", "'@SUM(A1)", "a=1"])
    assert "<v>-5.5</v>" in sheet


def test_only_what_is_asked_for_is_written_and_what_stood_there_is_replaced(hostile: Warehouse, tmp_path: Path) -> None:
    to = tmp_path / "tables"
    (to / "csv").mkdir(parents=True)
    (to / "csv" / "cells.csv").write_text("old", encoding="utf-8")
    export_marts(hostile, to, ["csv"])
    assert sorted(path.name for path in to.rglob("*")) == ["cells.csv", "csv", "definitions.csv"]
    assert len(rows_of(to / "csv" / "cells.csv")) == 8

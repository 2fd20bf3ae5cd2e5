"""The published marts against what a careful reader found in the same reports."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.name.removesuffix(".facts.csv") for path in GOLDEN.glob("*.facts.csv"))
CORE = {
    "budget": ("fct_budget_lines", "fund", "line_code", "amount_vnd"),
    "population": ("fct_population", "residence", "measure_code", "value"),
    "security": ("fct_security_incidents", "measure", "category_code", "value"),
    "admin_proc": ("fct_admin_procedures", "field_code", "measure_code", "value"),
}
MAIN_FUNDS = {"commune_budget", "area_revenue", "sanitation_fee", "public_investment"}

Fact = tuple[str, str, str, float, str]


def _rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def marts(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(published), read_only=True) as connection:
        yield connection


def _report_id(marts: duckdb.DuckDBPyConnection, name: str) -> str:
    found = marts.execute("select report_id from marts.dim_reports where source_file = ?", [f"{name}.txt"]).fetchone()
    assert found is not None, f"{name}.txt is not in the warehouse"
    return str(found[0])


def _published_facts(marts: duckdb.DuckDBPyConnection, report_id: str) -> set[Fact]:
    found: set[Fact] = set()
    for table, (mart, scope, key, value) in CORE.items():
        query = (
            f"select {scope}, {key}, {value}, scenario from marts.{mart} where report_id = ? and {value} is not null"
        )
        for row in marts.execute(query, [report_id]).fetchall():
            if not row[1].endswith("OTHER"):
                found.add((table, row[1], _scope(table, row[0]), round(float(row[2]), 6), row[3]))
    return found


def _scope(table: str, scope: str | None) -> str:
    return "other_fund" if table == "budget" and scope not in MAIN_FUNDS else scope or ""


@pytest.mark.parametrize("name", NAMES)
def test_every_digit_string_has_the_kind_a_reader_gives_it(marts: duckdb.DuckDBPyConnection, name: str) -> None:
    report_id = _report_id(marts, name)
    found = {
        (start, end): kind
        for start, end, kind in marts.execute(
            "select char_start, char_end, kind from marts.fct_number_tokens where report_id = ?", [report_id]
        ).fetchall()
    }
    golden = {(int(row["char_start"]), int(row["char_end"])): row["kind"] for row in _rows(f"{name}.tokens.csv")}
    assert found.keys() == golden.keys()
    same = sum(found[span] == kind for span, kind in golden.items())
    assert same / len(golden) >= 0.99


@pytest.mark.parametrize("name", NAMES)
def test_quantities_have_the_value_unit_role_and_domain_a_reader_gives_them(
    marts: duckdb.DuckDBPyConnection, name: str
) -> None:
    query = "select char_start, value, unit, role, domain from marts.fct_figures where report_id = ?"
    found = {row[0]: row[1:] for row in marts.execute(query, [_report_id(marts, name)]).fetchall()}
    golden = [row for row in _rows(f"{name}.tokens.csv") if row["kind"] == "quantity"]
    met = [(row, found[int(row["char_start"])]) for row in golden if int(row["char_start"]) in found]
    assert len(met) / len(golden) >= 0.985
    assert len(met) / len(found) >= 0.985
    right = {
        "value": [
            float(figure[0]) == pytest.approx(float(row["value"])) for row, figure in met if figure[0] is not None
        ],
        "unit": [figure[1] == row["unit"] for row, figure in met],
        "role": [figure[2] == row["role"] for row, figure in met],
        "domain": [figure[3] == row["domain"] for row, figure in met],
    }
    floors = {"value": 0.995, "unit": 0.95, "role": 0.95, "domain": 0.92}
    shares = {column: sum(hits) / len(met) for column, hits in right.items()}
    assert all(shares[column] >= floor for column, floor in floors.items()), shares


@pytest.mark.parametrize("name", NAMES)
def test_core_facts_are_those_a_reader_finds(marts: duckdb.DuckDBPyConnection, name: str) -> None:
    golden = {
        (
            row["fact_table"],
            row["key"],
            _scope(row["fact_table"], row["scope"] or None),
            round(float(row["value"]), 6),
            row["scenario"],
        )
        for row in _rows(f"{name}.facts.csv")
    }
    found = _published_facts(marts, _report_id(marts, name))
    missed, invented = golden - found, found - golden
    assert len(missed) <= 0.05 * len(golden), missed
    assert len(invented) <= 0.05 * len(golden), invented


def test_broken_sums_of_the_reports_are_found_without_false_alarm(marts: duckdb.DuckDBPyConnection) -> None:
    missed, alarms, wanted = [], [], 0
    for name in NAMES:
        report_id = _report_id(marts, name)
        broken = [row for row in _rows(f"{name}.checks.csv") if row["holds"] == "false"]
        stated = {
            round(float(value), 4)
            for (value,) in marts.execute(
                "select stated_value from marts.fct_audit_checks where report_id = ? and not holds", [report_id]
            ).fetchall()
        }
        wanted += len(broken)
        missed += [(name, row["label"]) for row in broken if round(float(row["stated"]), 4) not in stated]
        alarms += [(name, value) for value in stated - {round(float(row["stated"]), 4) for row in broken}]
    assert len(missed) <= 0.25 * wanted, missed
    assert len(alarms) <= 0.1 * wanted, alarms

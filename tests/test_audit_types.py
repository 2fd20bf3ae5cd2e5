"""Every type of audit is proved: in a passage with one wrong number it alone is broken, and put right it holds."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from reading import HEAD, document

from expectations.suites import code_lists
from flows.transform import build_marts
from ingest.load import load_reading
from ingest.raw_tables import create_raw_tables
from ingest.read import read_document
from warehouse.paths import Warehouse

STATEMENTS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "audit_types.toml").read_text(encoding="utf-8"), parse_float=Decimal
)["statement"]
EACH = pytest.mark.parametrize(
    "statement", STATEMENTS, ids=[f"{one['type']}-{place}" for place, one in enumerate(STATEMENTS)]
)
Check = tuple[str, Decimal, Decimal, bool]


def text(statement: dict[str, Any], number: str) -> str:
    passage: str = statement["passage"]
    return f"{HEAD}{passage.format(statement[number])}\n"


def named(content: str) -> str:
    return f"{hashlib.sha256(content.encode()).hexdigest()[:12]}.txt"


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts of all passages, broken and sound, each a report of its own."""
    warehouse = Warehouse(tmp_path_factory.mktemp("audit_types"))
    warehouse.create()
    with duckdb.connect(str(warehouse.working)) as connection:
        create_raw_tables(connection)
        for content in (text(statement, number) for statement in STATEMENTS for number in ("broken", "sound")):
            load_reading(connection, read_document(document(content, named(content))), "test")
    build_marts(warehouse)
    with duckdb.connect(str(warehouse.working), read_only=True) as connection:
        yield connection


def checks(marts: duckdb.DuckDBPyConnection, content: str) -> list[Check]:
    return marts.execute(
        "select check_type, stated_value, computed_value, holds"
        " from marts.fct_audit_checks join marts.dim_reports using (report_id) where source_file = ?",
        [named(content)],
    ).fetchall()


def test_no_type_is_without_a_proof() -> None:
    assert {statement["type"] for statement in STATEMENTS} == set(code_lists()["check_type"])


@EACH
def test_a_wrong_number_breaks_exactly_this_check(marts: duckdb.DuckDBPyConnection, statement: dict[str, Any]) -> None:
    broken = [check for check in checks(marts, text(statement, "broken")) if not check[3]]
    assert broken == [(statement["type"], statement["stated"], statement["computed"], False)]


@EACH
def test_the_right_number_holds(marts: duckdb.DuckDBPyConnection, statement: dict[str, Any]) -> None:
    found = checks(marts, text(statement, "sound"))
    assert [check for check in found if not check[3]] == []
    assert [check[0] for check in found].count(statement["type"]) == 1

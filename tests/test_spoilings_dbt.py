"""Every data test of dbt is proved: a copy of a built warehouse with one thing wrong in which it, and no other, fails.

dbt is asked once for the SQL of its tests; what is spoiled is put back by not committing it. Beside them, that no
question is asked twice, and that the contract holds what it says.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import scratch_of

from expectations.suites import load_suites
from warehouse.paths import Warehouse

Told = str | dict[str, Any]
PROOFS: dict[str, Told | list[Told]] = tomllib.loads(
    (Path(__file__).parent / "spoilings_dbt.toml").read_text(encoding="utf-8")
)
CASES = [
    pytest.param(name, told, id=name)
    for name, proof in PROOFS.items()
    for told in (proof if isinstance(proof, list) else [proof])
]
MARTS = {suite.name for suite in load_suites() if suite.columns}


@pytest.fixture(scope="module")
def nodes(dbt_tested: Path) -> list[dict[str, Any]]:
    manifest = json.loads((dbt_tested / "manifest.json").read_text(encoding="utf-8"))
    return list(manifest["nodes"].values())


@pytest.fixture(scope="module")
def data_tests(nodes: list[dict[str, Any]]) -> dict[str, str]:
    """Each data test of dbt as SQL that gives the rows that break it."""
    tests = [node for node in nodes if node["resource_type"] == "test"]
    settings = {(node["config"]["severity"], node["config"]["error_if"], node["config"]["where"]) for node in tests}
    assert settings == {("ERROR", "!= 0", None)}  # else a row found would not mean a test failed
    return {node["name"]: node["compiled_code"] for node in tests}


@pytest.fixture(scope="module")
def copied(
    published_warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the working database and of dbt's scratch under the same names, which the SQL of dbt mentions."""
    folder = tmp_path_factory.mktemp("copy")
    copy = shutil.copy(published_warehouse.working, folder)
    scratch = shutil.copy(scratch_of(published_warehouse), folder)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(f"attach '{scratch}' as scratch")
        yield connection


@pytest.fixture
def working(copied: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The copy, in which nothing stays spoiled."""
    copied.begin()
    yield copied
    copied.rollback()


def failing(connection: duckdb.DuckDBPyConnection, data_tests: dict[str, str]) -> set[str]:
    return {name for name, sql in data_tests.items() if connection.execute(sql).fetchone()}


@pytest.mark.slow
def test_no_data_test_is_without_a_proof(data_tests: dict[str, str]) -> None:
    assert set(PROOFS) == set(data_tests)


@pytest.mark.slow
def test_in_a_sound_warehouse_nothing_fails(working: duckdb.DuckDBPyConnection, data_tests: dict[str, str]) -> None:
    assert failing(working, data_tests) == set()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "told"), CASES)
def test_exactly_this_data_test_fails(
    working: duckdb.DuckDBPyConnection, data_tests: dict[str, str], name: str, told: Told
) -> None:
    statement, falls_with = (told, ()) if isinstance(told, str) else (told["spoil"], told["falls_with"])
    working.execute(statement)
    assert failing(working, data_tests) == {name, *falls_with}


def not_null(nodes: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """The columns of marts that the contract does not let be null."""
    return {
        (node["name"], name)
        for node in nodes
        if node["name"] in MARTS
        for name, column in node["columns"].items()
        if column["constraints"]
    }


@pytest.mark.slow
def test_what_the_suites_ask_is_not_asked_before(nodes: list[dict[str, Any]]) -> None:
    asked = {node.get("attached_node") or "" for node in nodes if node["resource_type"] == "test"}
    assert {node.removeprefix("model.soxa.") for node in asked} & MARTS == set()
    required = {
        (suite.name, column)
        for suite in load_suites()
        for check in suite.checks
        if check.expect == "expect_required_columns_to_be_filled"
        for column in check.arguments["column_list"]
    }
    assert not_null(nodes) & required == set()


@pytest.mark.slow
def test_what_the_contract_does_not_let_be_null_cannot_be(
    copied: duckdb.DuckDBPyConnection, nodes: list[dict[str, Any]]
) -> None:
    held = copied.execute(
        "select table_name, unnest(constraint_column_names) from duckdb_constraints()"
        " where schema_name = 'marts' and constraint_type = 'NOT NULL'"
    ).fetchall()
    assert set(held) == not_null(nodes) != set()

"""The same columns everywhere: what is promised, what the YAML describes, what the suites ask, what Python reads."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_dbt_contract import CONTRACT

from expectations.suites import load_suites
from flows.definitions import definitions
from ingest import model
from warehouse.paths import DBT_PROJECT, PROJECT

MODELS = DBT_PROJECT / "models"
RAW = (PROJECT / "ingest" / "raw_tables.sql").read_text(encoding="utf-8")
SUITES = {suite.name: list(suite.columns) for suite in load_suites() if suite.columns}
YAML: dict[str, list[str]] = {}
for definition in definitions():
    YAML.setdefault(definition.table, [])
    if definition.column:
        YAML[definition.table].append(definition.column)

READ = {
    # what a reading hands on, and what its raw table has besides: whose it is, and what is worked out from the text
    "figures": (model.Figure, {"figure_no"}, {"figure_id", "report_id", "quote"}),
    "number_tokens": (model.NumberToken, {"figure_no"}, {"figure_id", "report_id"}),
    "blocks": (model.Block, {"segments"}, {"report_id", "char_start", "char_end"}),
    "worded_numbers": (model.WordedNumber, {"quote_start", "quote_end"}, {"report_id", "quote"}),
}


def described(path: Path) -> list[dict[str, Any]]:
    read: dict[str, list[dict[str, Any]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read.get("models", [])


def raw_columns(table: str) -> list[str]:
    (body,) = re.findall(rf"create table if not exists raw\.{table} \((.+?)\n\);", RAW, re.DOTALL)
    return [name for name in re.findall(r"^    (\w+) ", body, re.MULTILINE) if name not in ("primary", "unique")]


def test_every_mart_is_described_and_has_a_suite_that_promises_columns_it_has() -> None:
    marts = {path.stem for path in (MODELS / "marts").rglob("*.sql")}
    assert set(YAML) == marts
    assert set(SUITES) == marts
    assert {table: set(columns) - set(YAML[table]) for table, columns in SUITES.items()} == {
        table: set() for table in SUITES
    }


@pytest.mark.parametrize("table", CONTRACT)
def test_the_contract_is_promised_by_the_suites(table: str) -> None:
    assert set(CONTRACT[table].split()) <= set(SUITES[table])


@pytest.mark.parametrize(
    "table", sorted(path.stem for path in [*(MODELS / "marts" / "wide").glob("*.sql"), Path("dim_periods")])
)
def test_wide_tables_promise_every_column_in_order(table: str) -> None:
    assert SUITES[table] == YAML[table]


@pytest.mark.parametrize("table", READ)
def test_what_python_reads_is_what_is_stored_and_staged(table: str) -> None:
    kind, only_python, only_raw = READ[table]
    fields = {field.name for field in dataclasses.fields(kind)} - only_python
    assert set(raw_columns(table)) == fields | only_raw
    (staged,) = described(MODELS / "staging" / f"stg_{table}.yml")
    assert {column["name"] for column in staged["columns"]} == set(raw_columns(table))


def test_what_is_published_depends_on_every_mart() -> None:
    exposures = yaml.safe_load((MODELS / "_exposures.yml").read_text(encoding="utf-8"))["exposures"]
    (snapshot,) = [one for one in exposures if one["name"] == "snapshot"]
    assert {re.sub(r"ref\('(\w+)'\)", r"\1", one) for one in snapshot["depends_on"]} == set(YAML)


@pytest.mark.slow
def test_the_documentation_is_one_page_that_needs_no_network(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    script = DBT_PROJECT / "scripts" / "write_docs.py"
    environment = {name: value for name, value in os.environ.items() if name != "SOXA_WORKING_DB"}
    done = subprocess.run(
        [sys.executable, str(script), str(page)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warn" not in done.stdout.lower()
    text = page.read_text(encoding="utf-8")
    assert all(table in text for table in YAML)
    assert re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(?:https?:)?//', text) == []

"""The page of example analyses: every query runs as it stands and gives the answer that is printed there."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from flows.query import ask
from warehouse.paths import PROJECT, SAMPLES, Warehouse

PAGE = (PROJECT / "docs" / "analyses.md").read_text(encoding="utf-8")
ANALYSES = re.findall(
    r"^## (\d+)\. (.+?)$.*?^```sql\n(.+?)\n```\n\n```text\n(.+?)\n```$", PAGE, re.MULTILINE | re.DOTALL
)


@pytest.fixture(scope="module")
def bundled(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The published snapshot with the rows of the bundled reports alone."""
    warehouse = Warehouse(tmp_path_factory.mktemp("bundled"))
    warehouse.create()
    files = ", ".join(f"'{path.name}'" for path in SAMPLES.glob("*.txt"))
    kept = {
        "report_id": f"report_id in (select report_id from whole.marts.dim_reports where source_file in ({files}))",
        "check_id": "check_id in (select check_id from marts.fct_audit_checks)",
    }
    with duckdb.connect(str(warehouse.published)) as connection:
        connection.execute(f"attach '{published}' as whole (read_only)")
        connection.execute("create schema marts")
        tables = connection.execute(
            "select table_name, list(column_name) from duckdb_columns() where database_name = 'whole' group by all"
            " order by table_name"
        ).fetchall()
        for table, columns in tables:
            wanted = next((condition for column, condition in kept.items() if column in columns), "true")
            connection.execute(f"create table marts.{table} as from whole.marts.{table} where {wanted}")
    return warehouse


def test_the_page_has_ten_questions() -> None:
    assert [int(number) for number, *_ in ANALYSES] == list(range(1, 11))
    assert PAGE.count("```sql") == len(ANALYSES)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "query", "answer"), [one[1:] for one in ANALYSES], ids=[one[0] for one in ANALYSES]
)
def test_a_query_gives_the_answer_on_the_page(
    bundled: Warehouse, capsys: pytest.CaptureFixture[str], question: str, query: str, answer: str
) -> None:
    ask(bundled, query, "table")
    assert [line.rstrip() for line in capsys.readouterr().out.rstrip().splitlines()] == answer.splitlines(), question

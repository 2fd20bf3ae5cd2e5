"""What the checks found, run by run, as it is kept and published."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

import warehouse.runs
from expectations.result import CheckRow
from expectations.suites import ARITHMETIC, load_suites
from ingest.raw_tables import create_raw_tables
from warehouse.connection import open_working
from warehouse.paths import Warehouse
from warehouse.publish import RESULTS, build_candidate, mart_rows, publish_candidate, renew_results
from warehouse.runs import keep_results

GUARDS = Path(__file__).resolve().parent.parent / "docs" / "guards.md"
NOON = datetime(2024, 1, 2, 12)


@pytest.fixture
def place(tmp_path: Path) -> Warehouse:
    """A warehouse with nothing in it but the place where results are kept."""
    made = Warehouse(tmp_path / "warehouse")
    made.create()
    with open_working(made) as connection:
        create_raw_tables(connection)
        connection.execute("create schema marts")
        connection.execute(f"create view marts.{RESULTS} as select * from raw.expectation_results")
        connection.execute("create table marts.fct_things as select 1 as thing")
    return made


def result(run: int, broken: int, expectation: str = "expect_something(thing)") -> CheckRow:
    return CheckRow(
        run_id=f"run-{run}",
        checked_at=NOON + timedelta(days=run),
        suite="fct_things",
        expectation=expectation,
        says="Things are things.",
        kind="promise",
        severity="critical",
        success=not broken,
        evaluated=5,
        unexpected=broken,
        sample='[{"thing": 1}]' if broken else "[]",
        seconds=0.1,
    )


def kept(place: Warehouse, columns: str) -> list[tuple[object, ...]]:
    with open_working(place) as connection:
        return connection.execute(f"select {columns} from raw.expectation_results order by all").fetchall()


def test_a_snapshot_tells_of_the_check_it_went_through_and_of_those_before(place: Warehouse) -> None:
    for run, broken in ((1, 0), (2, 3), (3, 0)):
        candidate = build_candidate(place, f"run-{run}")
        assert mart_rows(candidate)[RESULTS] == run - 1
        with open_working(place) as connection:
            keep_results(connection, [result(run, broken)])
        if broken:
            continue  # a run that is stopped here publishes nothing, and the next begins anew
        renew_results(place, candidate)
        assert list(place.candidates.iterdir()) == [candidate]  # no log beside it that moving would leave behind
        publish_candidate(place, candidate)
        assert mart_rows(place.published) == {RESULTS: run, "fct_things": 1}
    with duckdb.connect(str(place.published), read_only=True) as connection:
        told = connection.execute(f"select run_id, success, unexpected from marts.{RESULTS} order by checked_at")
        assert told.fetchall() == [("run-1", True, 0), ("run-2", False, 3), ("run-3", True, 0)]
        (kind,) = connection.execute("select distinct table_type from information_schema.tables").fetchall()
        assert kind == ("BASE TABLE",)


def test_results_of_long_ago_go_broken_rows_first(place: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warehouse.runs, "KEPT_RUNS", 4)
    monkeypatch.setattr(warehouse.runs, "KEPT_SAMPLES", 2)
    with open_working(place) as connection:
        for run in range(1, 7):
            keep_results(connection, [result(run, 3), result(run, 0, "expect_nothing(thing)")])
    assert kept(place, "run_id, unexpected, sample") == [
        ("run-3", 0, "[]"),
        ("run-3", 3, None),
        ("run-4", 0, "[]"),
        ("run-4", 3, None),
        ("run-5", 0, "[]"),
        ("run-5", 3, '[{"thing": 1}]'),
        ("run-6", 0, "[]"),
        ("run-6", 3, '[{"thing": 1}]'),
    ]


def test_results_are_kept_all_or_none(place: Warehouse) -> None:
    without_words = {**result(2, 0), "says": None}
    with open_working(place) as connection:
        keep_results(connection, [result(1, 0)])
        with pytest.raises(duckdb.ConstraintException):
            keep_results(connection, [result(2, 0), without_words])
    assert kept(place, "run_id") == [("run-1",)]


def test_results_of_an_older_warehouse_get_the_time_of_their_run(place: Warehouse) -> None:
    with open_working(place) as connection:
        connection.execute("alter table raw.expectation_results drop column checked_at")
        connection.execute("alter table raw.expectation_results alter column sample set not null")
        connection.execute(
            "insert into raw.expectation_results by name "
            "select 'run-1' as run_id, 's' as suite, 'e' as expectation, 'E.' as says, 'promise' as kind, "
            "'critical' as severity, true as success, 1 as evaluated, 0 as unexpected, '[]' as sample, 0 as seconds"
        )
        connection.execute(
            "insert into raw.runs by name select 'run-1' as run_id, ?::timestamp as started_at, 'published' as outcome,"
            " '' as inbox, 0 as files_found, 0 as files_read, 0 as files_refused, 0 as files_known,"
            " '' as extractor_version, '' as reader_fingerprint, '' as rules_fingerprint",
            [NOON],
        )
        create_raw_tables(connection)
        create_raw_tables(connection)
        keep_results(connection, [result(2, 3)])
    assert kept(place, "run_id, checked_at") == [("run-1", NOON), ("run-2", NOON + timedelta(days=2))]


@pytest.mark.parametrize("query", re.findall(r"```sql\n(.*?)```", GUARDS.read_text(encoding="utf-8"), re.DOTALL))
def test_queries_of_the_guide_can_be_asked(published: Path, query: str) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        rows = connection.execute(query).fetchall()
        findings = connection.execute("select count(*) from marts.fct_audit_checks where not holds").fetchall()[0][0]
    if "promises_broken" in query:
        assert [(row[2], row[3]) for row in rows] == [(0, findings)]
    elif "quote" in query:
        assert len(rows) == findings
        assert all(None not in row for row in rows)
    else:
        assert rows == []  # one run, nothing broken, nothing before it


def test_a_real_snapshot_has_a_row_for_each_check_of_the_run_that_published_it(published: Path) -> None:
    defined = {(suite.name, check.title) for suite in load_suites() for check in suite.checks}
    with duckdb.connect(str(published), read_only=True) as connection:
        rows = connection.execute(f"select run_id, suite, expectation from marts.{RESULTS}").fetchall()
        assert {(suite, expectation) for _, suite, expectation in rows} == defined
        assert len(rows) == len(defined)
        assert len({run for run, _, _ in rows}) == 1
        counts = connection.execute(
            f"select (select sum(unexpected) from marts.{RESULTS} where suite = ?), "
            "(select count(*) from marts.fct_audit_checks where not holds)",
            [ARITHMETIC],
        ).fetchone()
        assert counts
        assert counts[0] == counts[1] > 0
        assert connection.execute(
            f"select bool_and(json_array_length(sample) = least(unexpected, 50)) from marts.{RESULTS}"
        ).fetchone() == (True,)

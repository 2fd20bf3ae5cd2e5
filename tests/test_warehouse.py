from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from ingest.errors import SoxaError
from warehouse.connection import merge_small_additions, open_published, open_working
from warehouse.errors import NoSnapshotError, PublishBlockedError, TransformError, WarehouseBusyError
from warehouse.lock import lock_holder, run_lock
from warehouse.paths import Warehouse, shown
from warehouse.publish import build_candidate, mart_rows, publish_candidate
from warehouse.recipe import Step, drop_unmade, steps_of


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    made = Warehouse(tmp_path / "warehouse")
    made.create()
    return made


@contextmanager
def other_process(code: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A Python process that has run ``code`` up to its first printed line, and reads more from stdin if it wants."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def fill(warehouse: Warehouse, rows: int) -> None:
    with open_working(warehouse) as connection:
        connection.execute("create schema if not exists marts")
        connection.execute(f"create or replace table marts.fct_things as select * from range({rows}) as t(thing)")
        connection.execute("comment on column marts.fct_things.thing is 'what''s counted'")
        connection.execute("create or replace view marts.dim_seen as select count(*) as things from marts.fct_things")
        connection.execute("create schema if not exists raw")
        connection.execute("create table if not exists raw.secrets (text varchar)")


HOLD_LOCK = """
import sys; from pathlib import Path; from warehouse.lock import run_lock
with run_lock(Path(sys.argv[1])):
    print("ready", flush=True); sys.stdin.read()
"""

READ = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
connection.execute("select 1 from marts.fct_things").fetchall()
print("ready", flush=True)
for _ in sys.stdin:
    print(connection.execute("select count(*) from marts.fct_things").fetchone()[0], flush=True)
"""


def test_two_runs_at_once_and_the_lock_of_a_killed_run(warehouse: Warehouse) -> None:
    with other_process(HOLD_LOCK, str(warehouse.lock)) as other:
        assert f"process {other.pid}" in (lock_holder(warehouse.lock) or "")
        with pytest.raises(WarehouseBusyError, match=f"process {other.pid}.*try again"), run_lock(warehouse.lock):
            pass
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
        assert lock_holder(warehouse.lock) is None
        with run_lock(warehouse.lock):
            pass
    assert lock_holder(warehouse.lock) is None


def test_a_snapshot_holds_the_marts_as_tables_with_their_comments_and_nothing_else(warehouse: Warehouse) -> None:
    fill(warehouse, 3)
    publish_candidate(warehouse, build_candidate(warehouse, "run-1"))

    assert mart_rows(warehouse.published) == {"dim_seen": 1, "fct_things": 3}
    with open_published(warehouse) as connection:
        kinds = connection.execute(
            "select table_schema, table_name, table_type from information_schema.tables order by all"
        ).fetchall()
        assert kinds == [("marts", "dim_seen", "BASE TABLE"), ("marts", "fct_things", "BASE TABLE")]
        comment = connection.execute("select comment from duckdb_columns() where column_name = 'thing'").fetchone()
        assert comment == ("what's counted",)
        with pytest.raises(duckdb.Error, match="read-only"):
            connection.execute("delete from marts.fct_things")
    assert list(warehouse.candidates.iterdir()) == []
    assert list(warehouse.published.parent.iterdir()) == [warehouse.published]


def test_a_reader_keeps_the_old_snapshot_while_the_next_reader_sees_the_new_one(warehouse: Warehouse) -> None:
    fill(warehouse, 1000)
    publish_candidate(warehouse, build_candidate(warehouse, "run-1"))
    with other_process(READ, str(warehouse.published)) as reader:
        assert reader.stdin
        assert reader.stdout
        for rows in (2000, 3000):
            fill(warehouse, rows)
            publish_candidate(warehouse, build_candidate(warehouse, f"run-{rows}"))
            reader.stdin.write("again\n")
            reader.stdin.flush()
            assert reader.stdout.readline() == "1000\n"
            assert mart_rows(warehouse.published)["fct_things"] == rows


def test_what_a_killed_run_left_in_the_candidate_folder_is_in_nobodys_way(warehouse: Warehouse) -> None:
    fill(warehouse, 3)
    (warehouse.candidates / "run-0.duckdb").write_bytes(b"half a file")
    (warehouse.candidates / "run-0.duckdb.wal").write_bytes(b"half a log")
    candidate = build_candidate(warehouse, "run-0")
    assert list(warehouse.candidates.iterdir()) == [candidate]
    assert mart_rows(candidate)["fct_things"] == 3


def test_small_additions_lie_beside_each_other_until_there_are_many(warehouse: Warehouse) -> None:
    pieces = "select count(distinct row_group_id) from pragma_storage_info('things')"
    with open_working(warehouse) as connection:
        connection.execute("create table things (thing integer)")
        for count in range(1, 22):
            connection.execute("insert into things from range(10)")
            merge_small_additions(connection, "things")
            connection.execute("checkpoint")
            assert connection.execute(pieces).fetchone() == (count if count < 21 else 1,)
        assert connection.execute("select count(*), sum(thing) from things").fetchone() == (210, 21 * 45)


def test_what_no_model_makes_any_more_is_dropped_and_nothing_else(warehouse: Warehouse) -> None:
    fill(warehouse, rows=3)
    kept = [Step(name, "table", "marts", "") for name in ("fct_things", "dim_seen")]
    with open_working(warehouse) as connection:
        connection.execute("create table marts.fct_of_old as select 1 as thing")
        drop_unmade(connection, [*kept, Step("fct_of_old", "scratch", "marts", "")])
        tables = connection.execute("select table_name from duckdb_tables() order by all").fetchall()
        assert tables == [("fct_things",), ("secrets",)]


def test_what_a_later_run_looks_at_must_not_be_gone_after_the_build() -> None:
    def node(name: str, made_from: list[str], tags: list[str], database: str) -> SimpleNamespace:
        return SimpleNamespace(
            name=name,
            alias=name,
            unique_id=name,
            tags=tags,
            database=database,
            schema="intermediate",
            compiled_code="select 1",
            resource_type=SimpleNamespace(value="model"),
            config=SimpleNamespace(materialized="table"),
            depends_on=SimpleNamespace(nodes=made_from),
        )

    words = node("int_words", ["source.soxa.raw.figures"], [], "scratch")
    by_report = node("int_lines", ["int_words"], [], "working")
    assert [step.kind for step in steps_of([words, by_report])] == ["scratch", "table"]
    by_unit = node("int_compared", ["int_words"], ["of_unit"], "working")
    with pytest.raises(TransformError, match=r"int_words.*take `database: scratch` out"):
        steps_of([words, by_unit])


def test_without_marts_nothing_is_published(warehouse: Warehouse) -> None:
    with pytest.raises(PublishBlockedError, match="marts"):
        build_candidate(warehouse, "run-1")
    with pytest.raises(NoSnapshotError, match="soxa run"):
        open_published(warehouse)


def test_a_working_database_held_by_another_program_is_named_with_its_process(warehouse: Warehouse) -> None:
    fill(warehouse, 1)
    code = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('ready', flush=True); sys.stdin.read()"
    with (
        other_process(code, str(warehouse.working)) as other,
        pytest.raises(WarehouseBusyError, match=rf"process {other.pid}\).*published"),
    ):
        open_working(warehouse)


def test_a_damaged_working_database_is_told_in_a_sentence(warehouse: Warehouse) -> None:
    warehouse.working.write_bytes(b"this is no database" * 1000)
    with pytest.raises(SoxaError, match=r"cannot be opened as a database.*move it away"):
        open_working(warehouse)


def test_paths_are_shown_as_a_person_would_type_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(tmp_path / "data" / "x") == "data/x"
    assert shown(Path("/elsewhere/x")) == "/elsewhere/x"

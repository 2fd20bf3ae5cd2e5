"""From the marts of the working database to the snapshot that readers open.

A snapshot is written aside, closed and flushed to disk, validated, and only then moved into place in one step.
Whoever holds the old file open keeps reading the old file; whoever opens next sees the new one; nobody sees half of
one.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb

from ingest.raw_tables import transaction
from warehouse.connection import NEW_FILE, open_working, sql_text
from warehouse.errors import PublishBlockedError
from warehouse.history import discard_candidates
from warehouse.masking import Masking
from warehouse.paths import Warehouse

SCHEMA = "marts"
RESULTS = "fct_expectation_results"


def build_candidate(warehouse: Warehouse, run_id: str) -> Path:
    """Copy every mart into a new database file, tables only, names masked, with their comments; returns its path.

    What an interrupted run left is thrown away. Raises PublishBlockedError if there are no marts.
    """
    discard_candidates(warehouse)
    candidate = new_candidate(warehouse, run_id)
    with open_working(warehouse) as connection:
        marts = _marts(connection)
        if not marts:
            raise PublishBlockedError(
                f"there is no table in schema {SCHEMA} of the working database: nothing to publish"
            )
        connection.execute(f"attach {sql_text(str(candidate))} as candidate {NEW_FILE}")
        connection.execute(f"create schema candidate.{SCHEMA}")
        masking = Masking(connection)
        for table in marts:
            _copy(connection, table, masking)
        connection.execute("detach candidate")
    flush(candidate)
    return candidate


def new_candidate(warehouse: Warehouse, name: str) -> Path:
    """Where a candidate of this name goes; what an earlier try left there is thrown away."""
    warehouse.candidates.mkdir(parents=True, exist_ok=True)
    path = warehouse.candidates / f"{name}.duckdb"
    for leftover in (path, path.with_name(f"{path.name}.wal")):
        leftover.unlink(missing_ok=True)
    return path


def copy_snapshot(warehouse: Warehouse, run_id: str) -> Path:
    """A candidate that is still what is published."""
    candidate = new_candidate(warehouse, run_id)
    shutil.copyfile(warehouse.published, candidate)
    return candidate


def renew_results(warehouse: Warehouse, candidate: Path) -> None:
    """Copy once more what tells of runs: their results and the diary, now that those of this very run are among them.

    These tables are written after the validation, which they tell of: views of what the working database keeps, with
    the columns that were validated. The candidate is not published yet; whatever happens here, no reader sees it.
    """
    with open_working(warehouse) as connection:
        connection.execute(f"attach {sql_text(str(candidate))} as candidate")
        masking = Masking(connection)
        with transaction(connection):
            for table in _marts(connection, kind="VIEW"):
                connection.execute(f"drop table if exists candidate.{SCHEMA}.{_name(table)}")
                _copy(connection, table, masking)
        connection.execute("detach candidate")
    flush(candidate)


def publish_candidate(warehouse: Warehouse, candidate: Path) -> Path:
    """Move a validated candidate into the published place; returns that place."""
    warehouse.published.parent.mkdir(parents=True, exist_ok=True)
    candidate.replace(warehouse.published)  # atomic within one file system
    flush(warehouse.published.parent)
    return warehouse.published


def mart_rows(path: Path) -> dict[str, int]:
    """Number of rows by table of a snapshot or candidate file."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return {table: _count(connection, table) for table in _marts(connection)}


def broken_checks(path: Path) -> int:
    """How many sums, ratios and the like of the reports themselves do not come out, in a snapshot file."""
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute(f"select count(*) from {SCHEMA}.fct_audit_checks where not holds").fetchone()
        assert row is not None
        return int(row[0])


def _marts(connection: duckdb.DuckDBPyConnection, kind: str = "%") -> list[str]:
    rows = connection.execute(
        "select table_name from information_schema.tables "
        "where table_catalog = current_database() and table_schema = ? and table_type like ? order by table_name",
        [SCHEMA, kind],
    ).fetchall()
    return [row[0] for row in rows]


def _copy(connection: duckdb.DuckDBPyConnection, table: str, masking: Masking) -> None:
    name = _name(table)
    target = f"candidate.{SCHEMA}.{name}"
    connection.execute(f"create table {target} as {masking.rows(f'{SCHEMA}.{name}')}")
    comments = connection.execute(
        "select column_name, comment from duckdb_columns() "
        "where database_name = current_database() and schema_name = ? and table_name = ? and comment is not null",
        [SCHEMA, table],
    ).fetchall()
    for column, comment in comments:
        connection.execute(f"comment on column {target}.{_name(column)} is {sql_text(comment)}")
    about = connection.execute(
        "select comment from duckdb_tables() "
        "where database_name = current_database() and schema_name = ? and table_name = ? and comment is not null",
        [SCHEMA, table],
    ).fetchone()
    if about:
        connection.execute(f"comment on table {target} is {sql_text(about[0])}")


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"select count(*) from {SCHEMA}.{_name(table)}").fetchone()
    assert row is not None
    return int(row[0])


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def flush(path: Path) -> None:
    """Return when what was written to a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

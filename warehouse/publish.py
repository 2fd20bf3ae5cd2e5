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
from warehouse.connection import open_working
from warehouse.errors import PublishBlockedError
from warehouse.paths import Warehouse

SCHEMA = "marts"
RESULTS = "fct_expectation_results"


def build_candidate(warehouse: Warehouse, run_id: str) -> Path:
    """Copy every mart into a new database file, tables only, with their comments; returns its path.

    What an interrupted run left in the candidate folder is thrown away first. Raises PublishBlockedError if there are
    no marts.
    """
    shutil.rmtree(warehouse.candidates, ignore_errors=True)
    warehouse.candidates.mkdir(parents=True)
    candidate = warehouse.candidates / f"{run_id}.duckdb"
    with open_working(warehouse) as connection:
        marts = _marts(connection)
        if not marts:
            raise PublishBlockedError(
                f"there is no table in schema {SCHEMA} of the working database: nothing to publish"
            )
        connection.execute(f"attach {_text(str(candidate))} as candidate")
        connection.execute(f"create schema candidate.{SCHEMA}")
        for table in marts:
            _copy(connection, table)
        connection.execute("detach candidate")
    _flush(candidate)
    return candidate


def renew_results(warehouse: Warehouse, candidate: Path) -> None:
    """Copy the results of the checks once more, now that those of this very candidate are among them.

    It is the one table that is written after the validation, which it tells of: a view of what the working database
    keeps, with the columns that were validated. The candidate is not published yet; whatever happens here, no reader
    sees it.
    """
    with open_working(warehouse) as connection:
        connection.execute(f"attach {_text(str(candidate))} as candidate")
        with transaction(connection):
            connection.execute(f"drop table candidate.{SCHEMA}.{RESULTS}")
            _copy(connection, RESULTS)
        connection.execute("detach candidate")
    _flush(candidate)


def publish_candidate(warehouse: Warehouse, candidate: Path) -> Path:
    """Move a validated candidate into the published place; returns that place."""
    warehouse.published.parent.mkdir(parents=True, exist_ok=True)
    candidate.replace(warehouse.published)  # atomic within one file system
    _flush(warehouse.published.parent)
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


def _marts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select table_name from information_schema.tables "
        "where table_catalog = current_database() and table_schema = ? order by table_name",
        [SCHEMA],
    ).fetchall()
    return [row[0] for row in rows]


def _copy(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    name = _name(table)
    target = f"candidate.{SCHEMA}.{name}"
    connection.execute(f"create table {target} as select * from {SCHEMA}.{name}")
    comments = connection.execute(
        "select column_name, comment from duckdb_columns() "
        "where database_name = current_database() and schema_name = ? and table_name = ? and comment is not null",
        [SCHEMA, table],
    ).fetchall()
    for column, comment in comments:
        connection.execute(f"comment on column {target}.{_name(column)} is {_text(comment)}")
    about = connection.execute(
        "select comment from duckdb_tables() "
        "where database_name = current_database() and schema_name = ? and table_name = ? and comment is not null",
        [SCHEMA, table],
    ).fetchone()
    if about:
        connection.execute(f"comment on table {target} is {_text(about[0])}")


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"select count(*) from {SCHEMA}.{_name(table)}").fetchone()
    assert row is not None
    return int(row[0])


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

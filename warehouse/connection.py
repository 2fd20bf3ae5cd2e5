"""Connections to the working database and to the published snapshot."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import duckdb

from ingest.errors import SoxaError
from warehouse.errors import NoSnapshotError, WarehouseBusyError
from warehouse.paths import Warehouse, shown

_HOLDER = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
_FEW = 10
"""Reports up to which planning a statement takes longer than carrying it out."""
_MANY = 20
"""Pieces of a table, one for each run that added to it, from which on they are put together."""
NEW_FILE = "(block_size 65536)"
"""How a database file is made. A row put into a table takes a block of memory for each column of text: with the blocks
of 256 KB that DuckDB makes by itself, one report put into all tables took 350 MB more."""


def open_working(warehouse: Warehouse) -> duckdb.DuckDBPyConnection:
    """The working database, read-write; made if it is not there.

    What is added is written beside what is stored: to put a few rows and the last hundred thousand together would cost
    more with every report stored. `merge_small_additions` does so now and then.

    Raises WarehouseBusyError if another program holds it, SoxaError if the file is no database.
    """
    if not warehouse.working.exists():
        _make(warehouse.working)
    connection = _open(warehouse, read_only=False)
    connection.execute("set max_vacuum_tasks = 0")
    return connection


def _make(path: Path) -> None:
    with suppress(duckdb.Error), duckdb.connect() as connection:  # what is wrong with the place is told on opening it
        connection.execute(f"attach {sql_text(str(path))} as made {NEW_FILE}")


def merge_small_additions(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Let the next checkpoint put small additions together, where there are many to a table that every run adds to."""
    pieces = connection.execute(f"select count(distinct row_group_id) from pragma_storage_info({sql_text(table)})")
    if pieces.fetchall()[0][0] > _MANY:
        connection.execute("reset max_vacuum_tasks")


def read_working(warehouse: Warehouse) -> duckdb.DuckDBPyConnection:
    """The working database, read-only, for looking at it between runs. Errors as in `open_working`."""
    return _open(warehouse, read_only=True)


def open_published(warehouse: Warehouse) -> duckdb.DuckDBPyConnection:
    """The published snapshot, read-only.

    Within one process DuckDB hands out the file it already holds under that name: close older connections first
    to see a newer snapshot. Raises NoSnapshotError if nothing has been published yet.
    """
    path = warehouse.published
    if not path.exists():
        raise NoSnapshotError(f"nothing has been published in {shown(warehouse.root)} yet: run `soxa run` first")
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise SoxaError(f"{shown(path)} cannot be opened: {first_line(error)}") from error


def open_scratch(warehouse: Warehouse, reports: int) -> duckdb.DuckDBPyConnection:
    """Databases in memory by the names of the working one and of dbt's scratch, so that statements made for these run.

    The working database itself is there to be read, as ``base``. ``reports`` is how many are to be worked on: with a
    few, threads wait for each other longer than they work, and looking for a simpler form of thousands of conditions
    takes longer than asking them.
    """
    connection = duckdb.connect()
    if reports <= _FEW:
        connection.execute("set threads = 1")
        connection.execute("set disabled_optimizers = 'expression_rewriter'")
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set enable_progress_bar = false")
    connection.execute(f"attach {sql_text(str(warehouse.working))} as base (read_only)")
    connection.execute("attach ':memory:' as working")
    connection.execute("attach ':memory:' as scratch")
    connection.execute("use working")
    return connection


def sql_text(value: str) -> str:
    """``value`` as a string of SQL."""
    return "'" + value.replace("'", "''") + "'"


def first_line(error: BaseException) -> str:
    """The sentence of an error that a person needs."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _open(warehouse: Warehouse, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    path = warehouse.working
    try:
        connection = duckdb.connect(str(path), read_only=read_only)
    except duckdb.Error as error:
        holder = _HOLDER.search(str(error))
        if holder:
            raise WarehouseBusyError(
                f"{shown(path)} is held open by {holder['program']} (process {holder['pid']}): close it there and "
                f"try again; analysis tools should open {shown(warehouse.published)} instead"
            ) from error
        raise SoxaError(
            f"{shown(path)} cannot be opened as a database: {first_line(error)}; "
            f"if it is damaged, move it away and run again: the reports are read anew"
        ) from error
    connection.execute("set TimeZone = 'UTC'")
    return connection

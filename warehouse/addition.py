"""Putting the marts of a few new reports into the marts of all.

The rows of these reports, and those of their neighbours, replace theirs, in the working database and in a copy of the
published snapshot, side by side. Nothing is written before the part was held against the expectations; what can be made
ready before that is made ready beside it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.raw_tables import transaction
from warehouse.connection import merge_small_additions, open_working, sql_text
from warehouse.errors import TransformError
from warehouse.increment import AS_PRINTED, Increment
from warehouse.masking import Masking
from warehouse.neighbours import build_neighbours, where_near
from warehouse.paths import Warehouse
from warehouse.publish import SCHEMA, flush, new_candidate
from warehouse.recipe import Step

_KEYS = ("report_id", "check_id")


@dataclass(frozen=True, slots=True)
class Addition:
    """What is added: ``part``, the marts of the new reports; ``around``, the rows of others that they change. And where
    to: ``candidate``, still a copy of the published snapshot, beside the working database."""

    part: Path
    around: Path
    candidate: Path


def prepare(warehouse: Warehouse, run_id: str, increment: Increment, part: Path, candidate: Path) -> Addition:
    """Work out what the new reports change in the rows of others, and add nothing yet.

    Raises TransformError if these rows cannot be built.
    """
    around = new_candidate(warehouse, f"{run_id}.around")
    build_neighbours(warehouse, len(increment.report_ids), increment.steps, part, AS_PRINTED, around)
    return Addition(part, around, candidate)


def add_to_candidate(warehouse: Warehouse, increment: Increment, addition: Addition) -> Path:
    """Put what was prepared into the candidate and into the working database; returns the candidate.

    Raises TransformError if the reports do not add up afterwards; the next run then builds everything anew.
    """
    with open_working(warehouse) as connection, ThreadPoolExecutor(1) as beside:
        working = str(connection.execute("select current_database()").fetchall()[0][0])
        connection.execute(f"attach {sql_text(str(addition.part))} as part (read_only)")
        connection.execute(f"attach {sql_text(str(addition.around))} as around (read_only)")
        connection.execute(f"attach {sql_text(str(addition.candidate))} as candidate")
        merge_small_additions(connection, f"candidate.{SCHEMA}.dim_reports")
        into_candidate = beside.submit(_into_candidate, connection.cursor(), increment)
        _into_working(connection, working, increment)
        into_candidate.result()
        masking = Masking(connection)
        with transaction(connection):
            for step in _steps(increment, "across"):
                rows = masking.rows(f"{working}.{SCHEMA}.{step.name}")
                _replace(connection, f"candidate.{SCHEMA}.{step.name}", rows)
        counts = [
            connection.execute(f"select count(*), count(distinct report_id) from {place}").fetchone()
            for place in ("raw.reports", f"{SCHEMA}.dim_reports", f"candidate.{SCHEMA}.dim_reports")
        ]
        if len(set(counts)) > 1:
            connection.execute("delete from raw.recipe")
            raise TransformError(
                f"the new reports could not be added to the marts (reports read, built, to be published: {counts}): "
                "run again, and all marts are built anew"
            )
        connection.execute("checkpoint candidate")
        for name in ("candidate", "around", "part"):
            connection.execute(f"detach {name}")
    addition.part.unlink()
    addition.around.unlink()
    flush(addition.candidate)
    return addition.candidate


def _into_working(connection: duckdb.DuckDBPyConnection, working: str, increment: Increment) -> None:
    with transaction(connection):
        _put_in(connection, working, increment, is_working=True)
        for step in _steps(increment, "unit", "peers"):
            name = f"{step.schema}.{step.name}"
            _replace(connection, f"{working}.{name}", f"from around.{name}", where_near(step))
        for step in _steps(increment, "across"):
            _replace(connection, f"{step.schema}.{step.name}", step.statement)
    connection.execute(f"checkpoint {working}")


def _into_candidate(connection: duckdb.DuckDBPyConnection, increment: Increment) -> None:
    """All but what is made of any reports: that is copied from the working database, where it is made."""
    masking = Masking(connection)
    with connection, transaction(connection):
        _put_in(connection, "candidate", increment, is_working=False)
        for step in _steps(increment, "unit", "peers"):
            if step.schema == SCHEMA:
                rows = masking.rows(f"around.{SCHEMA}.{step.name}")
                _replace(connection, f"candidate.{SCHEMA}.{step.name}", rows, where_near(step))


def _steps(increment: Increment, *kinds: str) -> list[Step]:
    return [step for step in increment.steps if step.kind in kinds]


def _put_in(connection: duckdb.DuckDBPyConnection, target: str, increment: Increment, is_working: bool) -> None:
    """Replace the rows of these reports in one database by those of the part, in the transaction of the caller.

    The working database gets them as printed, and the tables that feed the models across reports besides.
    """
    tables = [
        step
        for step in increment.steps
        if (is_working and step.kind == "feeder") or (step.schema == SCHEMA and step.kind in ("table", "by_file"))
    ]
    ids = f"select report_id from part.{SCHEMA}.dim_reports"
    printed = {
        row[0]
        for row in connection.execute(
            f"select table_name from duckdb_tables() where database_name = 'part' and schema_name = '{AS_PRINTED}'"
        ).fetchall()
    }
    # rows that know their report by their check go first: the checks tell which
    keyed = [(step, _key(connection, step)) for step in tables]
    for step, key in sorted(keyed, key=lambda pair: pair[1] == "report_id"):
        name = f"{step.schema}.{step.name}"
        if step.kind == "by_file":
            where = "true"
        elif key == "report_id":
            where = f"report_id in ({ids})"
        else:
            where = f"check_id in (select check_id from {target}.{SCHEMA}.fct_audit_checks where report_id in ({ids}))"
        as_printed = is_working and step.schema == SCHEMA and step.name in printed
        source = f"{AS_PRINTED}.{step.name}" if as_printed else name
        without = " exclude (text)" if source == f"{SCHEMA}.dim_reports" else ""
        _replace(connection, f"{target}.{name}", f"select *{without} from part.{source}", where)


def _replace(connection: duckdb.DuckDBPyConnection, table: str, rows: str, where: str = "true") -> None:
    connection.execute(f"delete from {table} where {where}")
    connection.execute(f"insert into {table} by name {rows}")


def _key(connection: duckdb.DuckDBPyConnection, step: Step) -> str:
    columns = {
        row[0]
        for row in connection.execute(f"select column_name from (describe part.{step.schema}.{step.name})").fetchall()
    }
    found = next((key for key in _KEYS if key in columns), None)
    if found is None and step.kind in ("table", "feeder"):
        raise TransformError(
            f"the rows of {step.schema}.{step.name} say of no report that they are its own: "
            "add report_id, or the tag across_reports"
        )
    return found or ""

"""The marts of a few new reports, built alone and put into the marts of all.

The statements of the last whole build run in a database in memory that holds these reports only. Nothing is written
before they came out sound; then the rows of these reports replace theirs, in one transaction each, in the candidate
and in the working database. Both are worked out from what each lacks, so a run that was cut short between the two is
made up for by the next. What new reports change in the rows of others is `warehouse.neighbours`' part.
"""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.raw_tables import transaction
from warehouse.connection import merge_small_additions, open_scratch, open_working, sql_text
from warehouse.errors import TransformError
from warehouse.masking import Masking
from warehouse.neighbours import build_neighbours, near, where_near
from warehouse.paths import Warehouse
from warehouse.publish import SCHEMA, flush, new_candidate
from warehouse.recipe import Step, failures, fill, recipe, telling

_KEYS = ("report_id", "check_id")
AS_PRINTED = "as_printed"
"""Schema of a part with the rows that its marts show without names: the working database keeps every word."""


@dataclass(frozen=True, slots=True)
class Increment:
    """What the marts lack: reports to build alone, by the steps of the last whole build."""

    report_ids: tuple[str, ...]
    steps: tuple[Step, ...]


def missing_reports(connection: duckdb.DuckDBPyConnection, warehouse: Warehouse, rules: str) -> Increment | None:
    """The reports that the marts or the published snapshot lack, or hold as they were read before.

    None if they cannot be added to what there is: it was made by other rules, was cut short, is lost, or is not of
    this warehouse.
    """
    steps = recipe(connection, rules)
    if not steps or not warehouse.published.exists():
        return None
    try:
        connection.execute(f"attach {sql_text(str(warehouse.published))} as published (read_only)")
    except duckdb.Error:
        return None
    try:
        of_published = connection.execute(
            f"select rules_fingerprint from published.{SCHEMA}.fct_runs where outcome = 'published' "
            "order by run_no desc limit 1"
        ).fetchone()
        if of_published != (rules,):
            return None
        held = "select report_id, ingested_at from {}.dim_reports"
        raw = "select report_id, ingested_at from raw.reports"
        places = (held.format(SCHEMA), held.format(f"published.{SCHEMA}"))
        if any(
            connection.execute(f"select 1 from ({place}) anti join raw.reports using (report_id)").fetchone()
            for place in places
        ):
            return None
        lacking = " union ".join(f"({raw} except {place})" for place in places)
        rows = connection.execute(f"select distinct report_id from ({lacking}) order by all").fetchall()
    except duckdb.Error:
        return None
    finally:
        connection.execute("detach published")
    return Increment(tuple(row[0] for row in rows), tuple(steps))


def build_increment(warehouse: Warehouse, run_id: str, increment: Increment) -> Path:
    """Build the marts of these reports alone, and hold them against dbt's tests.

    Returns a database file with these marts, and with the reports' text in dim_reports: what is to be validated.
    Raises TransformError if a statement fails or a test finds a row.
    """
    part = new_candidate(warehouse, f"{run_id}.part")
    feeders = [step for step in increment.steps if step.kind == "feeder"]
    with open_scratch(warehouse, len(increment.report_ids)) as scratch:
        _bring_in(scratch, increment)
        _replay(scratch, increment)
        scratch.execute(f"attach {sql_text(str(part))} as part")
        scratch.execute(f"create schema part.{SCHEMA}")
        scratch.execute(f"create schema part.{AS_PRINTED}")
        masking = Masking(scratch, "working.raw.person_names")
        of_seeds = {step.name for step in increment.steps if step.kind == "constant"}
        for (table,) in scratch.execute(
            f"select table_name from duckdb_tables() where database_name = 'base' and schema_name = '{SCHEMA}' "
            f"union select view_name from duckdb_views() where database_name = 'base' and schema_name = '{SCHEMA}'"
        ).fetchall():
            text = ", (select text from raw.reports where report_id = r.report_id) as text"
            source = f"working.{SCHEMA}.{table}"
            # what is made of seeds alone repeats no report, and goes no further than this part
            rows = f"from {source}" if table in of_seeds else masking.rows(source)
            scratch.execute(
                f"create table part.{SCHEMA}.{table} as select r.*{text if table == 'dim_reports' else ''} "
                f"from ({rows}) as r"
            )
            if rows != f"from {source}":
                scratch.execute(f"create table part.{AS_PRINTED}.{table} as from {source}")
        for schema in {step.schema for step in feeders}:
            scratch.execute(f"create schema part.{schema}")
        for step in feeders:
            name = f"{step.schema}.{step.name}"
            scratch.execute(f"create table part.{name} as from working.{name}")
    build_neighbours(warehouse, len(increment.report_ids), increment.steps, part, AS_PRINTED)
    flush(part)
    return part


def add_to_candidate(warehouse: Warehouse, run_id: str, increment: Increment, part: Path) -> Path:
    """A copy of the published snapshot with the rows of the part in it; the working database gets them too.

    Raises TransformError if the reports do not add up afterwards; the next run then builds everything anew.
    """
    candidate = new_candidate(warehouse, run_id, keep=part)
    shutil.copyfile(warehouse.published, candidate)
    with open_working(warehouse) as connection:
        working = str(connection.execute("select current_database()").fetchall()[0][0])
        connection.execute(f"attach {sql_text(str(part))} as part (read_only)")
        with transaction(connection):
            _put_in(connection, working, increment, is_working=True)
            for step in increment.steps:
                name = f"{step.schema}.{step.name}"
                if step.kind in ("unit", "peers"):
                    _replace(
                        connection, f"{working}.{name}", f"from part.{near(step.schema)}.{step.name}", where_near(step)
                    )
                elif step.kind == "across":
                    _replace(connection, name, step.statement)
        connection.execute(f"attach {sql_text(str(candidate))} as candidate")
        masking = Masking(connection)
        with transaction(connection):
            _put_in(connection, "candidate", increment, is_working=False)
            for step in increment.steps:
                name = f"candidate.{SCHEMA}.{step.name}"
                if step.schema != SCHEMA:
                    continue
                if step.kind in ("unit", "peers"):
                    _replace(connection, name, masking.rows(f"part.{near(SCHEMA)}.{step.name}"), where_near(step))
                elif step.kind == "across":
                    _replace(connection, name, masking.rows(f"{working}.{SCHEMA}.{step.name}"))
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
        merge_small_additions(connection, f"candidate.{SCHEMA}.dim_reports")
        _write_out(connection, [working, "candidate"])
        connection.execute("detach candidate")
        connection.execute("detach part")
    part.unlink()
    flush(candidate)
    return candidate


def _bring_in(scratch: duckdb.DuckDBPyConnection, increment: Increment) -> None:
    """Raw rows of these reports, and everything that is not of one report as it stands."""
    scratch.execute(
        "create temp table wanted as select unnest(?::varchar[]) as report_id", [list(increment.report_ids)]
    )
    for schema in ("raw", "seeds", "staging", "intermediate", SCHEMA):
        scratch.execute(f"create schema working.{schema}")
    scratch.execute("create schema scratch.intermediate")
    for schema, table in scratch.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = 'base' "
        "and schema_name in ('raw', 'seeds')"
    ).fetchall():
        columns = scratch.execute(f"select column_name from (describe base.{schema}.{table})").fetchall()
        if schema == "raw" and ("report_id",) in columns and table != "ingest_issues":
            scratch.execute(
                f"create table working.raw.{table} as from base.raw.{table} semi join temp.wanted using (report_id)"
            )
        else:
            scratch.execute(f"create view working.{schema}.{table} as from base.{schema}.{table}")


def _replay(scratch: duckdb.DuckDBPyConnection, increment: Increment) -> None:
    failed = []
    for step in increment.steps:
        name = f"{step.schema}.{step.name}"
        with telling(step, "the marts of the new reports"):
            if step.kind == "test":
                count, reasons = failures(scratch, step.statement)
                failed += reasons or [f"test {step.name}: {count} rows"] * bool(count)
            elif step.kind == "constant":
                scratch.execute(f"create view working.{name} as from base.{name}")
            elif step.kind in ("view", "renewed"):
                scratch.execute(f"create view working.{name} as {step.statement}")
            else:
                fill(scratch, step)
    if failed:
        raise TransformError(
            f"the marts of the new reports could not be built: {len(failed)} of dbt's tests failed", failed
        )


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


def _write_out(connection: duckdb.DuckDBPyConnection, databases: list[str]) -> None:
    """Bring what was written to the log of each into its file, side by side."""
    with ThreadPoolExecutor(len(databases)) as pool:
        list(pool.map(lambda name: connection.cursor().execute(f"checkpoint {name}"), databases))


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

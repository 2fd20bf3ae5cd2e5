"""The marts of a few new reports, built alone: the part that `warehouse.addition` puts into the marts of all.

The statements of the last whole build run in a database in memory that holds these reports only. What is to be built is
worked out from what the working database and the published snapshot each lack, so a run that was cut short between the
two is made up for by the next. What new reports change in the rows of others is `warehouse.neighbours`' part.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.connection import open_scratch, sql_text
from warehouse.errors import TransformError
from warehouse.masking import Masking
from warehouse.paths import Warehouse
from warehouse.publish import SCHEMA, flush, new_candidate
from warehouse.recipe import Step, failures, fill, recipe, telling

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
        scratch.execute(f"attach {sql_text(str(part))} as part (block_size 16384)")
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
    flush(part)
    return part


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

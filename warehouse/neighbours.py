"""What new reports change in the rows of others: those of their units, and of the other units beside these.

A model over several reports says by its tag how far it looks (`warehouse.recipe`). Its statement is run in a database
in memory that holds the reports, or the rows, which it looks at for the units touched, and no more; so the work grows
with the neighbourhood of what is new, not with what is stored.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.connection import open_scratch, sql_text
from warehouse.paths import Warehouse
from warehouse.publish import SCHEMA
from warehouse.recipe import Step, fill, telling

NEAR = "near"
"""Schema with the units (``units``) and the rows of others (``peers``) that new reports touch."""

_TOUCHED = f"""
create table around.{NEAR}.units as
with touched as (
    select unit_key from part.intermediate.int_report_units
    union
    -- a report read again may have been of another unit, and a run that was cut short have told one of the two of it
    select unit_key from base.{SCHEMA}.dim_report_versions semi join part.{SCHEMA}.dim_reports using (report_id)
    union
    select unit_key from published.{SCHEMA}.dim_report_versions semi join part.{SCHEMA}.dim_reports using (report_id)
)
select unit_key from touched
union
select unit_key from base.intermediate.int_unit_forerunners
where earlier_unit_key in (from touched)
"""

_REPORTS = f"""
create temp table reports as
select report_id
from base.intermediate.int_report_units anti join part.{SCHEMA}.dim_reports using (report_id)
where
    unit_key in (from around.{NEAR}.units)
    or unit_key in (
        select earlier_unit_key from base.intermediate.int_unit_forerunners where unit_key in (from around.{NEAR}.units)
    )
"""

_PEERS = f"""
create table around.{NEAR}.peers as
with places as (
    select province_code, period from working.intermediate.int_unit_periods
    union
    select province_code, period from base.intermediate.int_unit_periods where unit_key in (from around.{NEAR}.units)
    union
    select units.province_code, rows.period
    from published.{SCHEMA}.mart_comparisons as rows
    inner join base.{SCHEMA}.dim_admin_units as units on rows.unit_key = units.admin_unit_key
    where rows.unit_key in (from around.{NEAR}.units)
)
select unit_key, period, report_id from working.intermediate.int_unit_periods
union
select unit_key, period, report_id
from base.intermediate.int_unit_periods semi join places using (province_code, period)
where unit_key not in (from around.{NEAR}.units)
"""


def where_near(step: Step) -> str:
    """Which rows of a model are worked out anew, in SQL."""
    of_units = f"unit_key in (from around.{NEAR}.units)"
    of_peers = f"(unit_key, period) in (select (unit_key, period) from around.{NEAR}.peers)"
    return of_units if step.kind == "unit" else f"({of_units} or {of_peers})"


def build_neighbours(
    warehouse: Warehouse, reports: int, steps: tuple[Step, ...], part: Path, as_printed: str, around: Path
) -> None:
    """Put into a database of its own, ``around``, the rows of the units of new reports and of the units beside these.

    ``reports`` is how many are new, ``part`` has their marts; ``as_printed`` is its schema with what its marts hold
    without names. Raises TransformError if a statement fails.
    """
    with open_scratch(warehouse, reports) as scratch:
        scratch.execute(f"attach {sql_text(str(warehouse.published))} as published (read_only)")
        scratch.execute(f"attach {sql_text(str(part))} as part (read_only)")
        scratch.execute(f"attach {sql_text(str(around))} as around (block_size 16384)")
        for schema in {NEAR} | {step.schema for step in steps if step.kind in ("unit", "peers")}:
            scratch.execute(f"create schema around.{schema}")
        scratch.execute(_TOUCHED)
        scratch.execute(_REPORTS)
        _set_up(scratch, steps, as_printed)
        _replay(scratch, [step for step in steps if step.kind in ("view", "unit", "across")])
        _look_at_peers(scratch, steps)
        _replay(scratch, [step for step in steps if step.kind == "peers"])
        for step in steps:
            if step.kind in ("unit", "peers"):
                name = f"{step.schema}.{step.name}"
                scratch.execute(f"create table around.{name} as from working.{name} where {where_near(step)}")


def _set_up(scratch: duckdb.DuckDBPyConnection, steps: tuple[Step, ...], as_printed: str) -> None:
    """What models are made from: of reports those that are near, and the new ones; of seeds all."""
    printed = {row[0] for row in scratch.execute(_TABLES, ["part", as_printed]).fetchall()}
    by_report = set(
        scratch.execute(
            "select schema_name, table_name from duckdb_columns() "
            "where database_name = 'base' and column_name = 'report_id'"
        ).fetchall()
    )
    scratch.execute("create schema raw")
    scratch.execute("create schema seeds")
    for schema in ("raw", "seeds"):
        for (table,) in scratch.execute(_TABLES, ["base", schema]).fetchall():
            is_near = (
                f"report_id in (from temp.reports) or report_id in (select report_id from part.{SCHEMA}.dim_reports)"
            )
            near_or_new = f"where {is_near}" if schema == "raw" and (schema, table) in by_report else ""
            scratch.execute(f"create view {schema}.{table} as from base.{schema}.{table} {near_or_new}")
    for schema in {step.schema for step in steps if step.schema}:
        scratch.execute(f"create schema {schema}")
    for step in steps:
        name = f"{step.schema}.{step.name}"
        of_marts = step.kind == "table" and step.schema == SCHEMA
        if step.kind == "constant":
            scratch.execute(f"create view {name} as from base.{name}")
        elif (step.kind == "feeder" or of_marts) and (step.schema, step.name) in by_report:
            new = f"part.{as_printed}.{step.name}" if step.name in printed else f"part.{name}"
            stored = f"from base.{name} semi join temp.reports using (report_id)"
            scratch.execute(f"create view {name} as {stored} union all by name from {new}")


_TABLES = "select table_name from duckdb_tables() where database_name = ? and schema_name = ?"


def _replay(scratch: duckdb.DuckDBPyConnection, steps: list[Step]) -> None:
    for step in steps:
        with telling(step, "the marts of the units of the new reports"):
            if step.kind in ("view", "across"):
                scratch.execute(f"create view {step.schema}.{step.name} as {step.statement}")
            else:
                fill(scratch, step)


def _look_at_peers(scratch: duckdb.DuckDBPyConnection, steps: tuple[Step, ...]) -> None:
    """Of what belongs to units: the rows of those touched and of their peers, and nothing half made of other units."""
    of_units = [f"{step.schema}.{step.name}" for step in steps if step.kind == "unit"]
    for name in of_units:
        scratch.execute(f"delete from {name} where unit_key not in (from around.{NEAR}.units)")
    scratch.execute(_PEERS)
    scratch.execute(f"insert into temp.reports select distinct report_id from around.{NEAR}.peers")
    scratch.execute(f"delete from temp.reports where report_id in (select report_id from part.{SCHEMA}.dim_reports)")
    for name in of_units:
        scratch.execute(
            f"insert into {name} by name from base.{name} semi join around.{NEAR}.peers using (unit_key, period) "
            f"where unit_key not in (from around.{NEAR}.units)"
        )

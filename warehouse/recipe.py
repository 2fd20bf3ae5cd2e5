"""How the marts were made the last time, statement by statement, as dbt compiled it.

Most models work report by report: what one report gives does not depend on another. So the statements that built all
marts also build those of a few new reports alone, in a database that holds nothing else (`warehouse.increment`). Models
that look over several reports say over which, by a tag. ``of_unit``: a row is of a unit, its ``unit_key``, and made of
that unit's reports. ``of_peers``: it also looks at the rows of the other units of its province in its ``period``.
``across_reports``, and whatever is made of such models without a tag of its own: of any report. When a report is added,
the rows of its unit and of its peers are made anew (`warehouse.neighbours`), and models of any report as a whole, from
the tables that feed them. What leads to the marts is not kept of new reports, unless it has the tag ``kept``: it is
looked at beside the marts. What no later run looks at, dbt itself puts into a database of its own, ``scratch``, gone
when the build ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from ingest.raw_tables import transaction
from warehouse.errors import TransformError

MARTS = "marts"
_ABOUT_RUNS = {"expectation_results", "runs"}
_BY_FILE = {"ingest_issues"}
_OF = {"of_unit": "unit", "of_peers": "peers", "across_reports": "across"}
_KEPT = "kept"
_SCRATCH = "scratch"


@dataclass(frozen=True, slots=True)
class Step:
    """One statement. ``kind``: view; table (rows by report); scratch (the same, of use within a run only); feeder (a
    table by report that models of several reports are made from, or that is kept); unit (of the reports of a unit);
    peers (of those of a province and period); across (of any reports, all rows anew); by_file (all rows anew); constant
    (of seeds alone, as it stands); renewed (written at publishing); test (gives the rows that fail)."""

    name: str
    kind: str
    schema: str
    statement: str


def steps_of(nodes: Iterable[Any]) -> list[Step]:
    """The statements of a whole build. nodes: dbt's, compiled, in the order in which they ran."""
    nodes = list(nodes)
    across = _across(nodes)
    feeding = {upstream for node in nodes if node.unique_id in across for upstream in node.depends_on.nodes} - across
    feeding |= {node.unique_id for node in nodes if _KEPT in node.tags} - across
    sources: dict[str, set[str]] = {}
    steps = []
    for node in nodes:
        kind = node.resource_type.value
        if kind not in ("model", "test"):
            continue
        found: set[str] = set()
        for upstream in node.depends_on.nodes:
            if upstream.startswith("source."):
                found.add(upstream.rsplit(".", 1)[1])
            found |= sources.get(upstream, set())
        sources[node.unique_id] = found
        if kind == "model":
            of_one = _kind_of_model(node, found)
            kind = of_one
            if of_one == "table" and node.unique_id in across:
                kind = next((of for tag, of in _OF.items() if tag in node.tags), "across")
            elif of_one == "table" and node.unique_id in feeding and node.schema != MARTS:
                kind = "feeder"
            if node.database == _SCRATCH:
                kind = _scratch(node, kind)
            steps.append(Step(node.alias, kind, node.schema, node.compiled_code))
        elif found - _ABOUT_RUNS:
            steps.append(Step(node.name, "test", "", node.compiled_code))
    return steps


@contextmanager
def telling(step: Step, what: str) -> Iterator[None]:
    """Say of a statement that fails inside which step it is, and what could not be built without it."""
    try:
        yield
    except duckdb.Error as error:
        reason = " ".join(str(error).split())[:300]
        raise TransformError(f"{what} could not be built: {step.name} failed", [reason]) from error


def fill(connection: duckdb.DuckDBPyConnection, step: Step) -> None:
    """Make the table of a step in a database of its own (`warehouse.connection.open_scratch`)."""
    name = f"{step.schema}.{step.name}"
    if step.kind == "scratch":
        connection.execute(f"create table scratch.{name} as {step.statement}")
        return
    # of the very types that the whole build gave its columns
    connection.execute(f"create table working.{name} as from base.{name} limit 0")
    connection.execute(f"insert into working.{name} by name {step.statement}")


def failures(connection: duckdb.DuckDBPyConnection, statement: str) -> tuple[int, list[str]]:
    """How many rows a data test finds, and what is wrong with each in words, if the test has words of its own."""
    found = connection.execute(statement)
    tells = [column[0] for column in found.description] == ["problem"]
    rows = found.fetchall()
    return len(rows), [str(row[0]) for row in rows] if tells else []


def _across(nodes: list[Any]) -> set[str]:
    """Models that look over several reports, and all that are made from them."""
    found: set[str] = set()
    for node in nodes:
        if node.resource_type.value == "model" and (_OF.keys() & set(node.tags) or found & set(node.depends_on.nodes)):
            found.add(node.unique_id)
    return found


def _scratch(node: Any, kind: str) -> str:
    if kind not in ("table", "view"):
        raise TransformError(
            f"{node.name} goes into the database {_SCRATCH}, which is gone after the build, but it is kept, of several "
            "reports, or what a model of several reports is made from: take `database: scratch` out of its settings"
        )
    return "scratch"


def _kind_of_model(node: Any, sources: set[str]) -> str:
    if sources and sources <= _ABOUT_RUNS:
        return "renewed"
    if not sources:
        return "constant"
    if node.config.materialized == "view":
        return "view"
    return "by_file" if sources <= _BY_FILE else "table"


def forget_recipe(connection: duckdb.DuckDBPyConnection) -> None:
    """Before all marts are built anew: should that be cut short, they are not whole, and nothing may be added."""
    connection.execute("delete from raw.recipe")


def keep_recipe(connection: duckdb.DuckDBPyConnection, steps: list[Step], rules: str) -> None:
    """After all marts were built, by the rules of this fingerprint."""
    with transaction(connection):
        forget_recipe(connection)
        for place, step in enumerate(steps):
            connection.execute(
                "insert into raw.recipe values (?, ?, ?, ?, ?, ?)",
                [place, step.name, step.kind, step.schema, step.statement, rules],
            )


def drop_unmade(connection: duckdb.DuckDBPyConnection, steps: list[Step]) -> None:
    """Drop the tables of models that are no more: renamed, taken out, or of use within a run only."""
    made = {(step.schema, step.name) for step in steps if step.kind not in ("test", "scratch")}
    for schema, table in connection.execute(
        "select schema_name, table_name from duckdb_tables() "
        "where database_name = current_database() and list_contains(?::varchar[], schema_name)",
        [list({schema for schema, _ in made})],
    ).fetchall():
        if (schema, table) not in made:
            connection.execute(f'drop table {schema}."{table}"')


def recipe(connection: duckdb.DuckDBPyConnection, rules: str) -> list[Step]:
    """The statements of the last whole build; empty if it was cut short, or made by other rules."""
    rows = connection.execute(
        "select name, kind, schema_name, statement from raw.recipe where rules_fingerprint = ? order by position",
        [rules],
    ).fetchall()
    return [Step(*row) for row in rows]

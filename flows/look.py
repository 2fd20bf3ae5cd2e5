"""A look at what there is to do, before anything heavy is started."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from flows.report import RunReport
from ingest.discover import discover
from ingest.errors import SoxaError
from ingest.model import EXTRACTOR_VERSION
from ingest.plan import Plan, fingerprint, plan, reader_fingerprint
from ingest.raw_tables import create_raw_tables
from warehouse.paths import DBT_PROJECT, PROJECT, REQUIREMENTS, Warehouse, shown
from warehouse.runs import QUIET, Run, begin_run, finish_run, last_run

_RULES = ("*.sql", "*.yml", "*.csv", "*.py", "*.toml", "*.json")
_DBT_LEFTOVERS = {"target", "logs", "dbt_packages"}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a run would do. ``up_to_date``: nothing at all, the published snapshot is what it would make again."""

    run: Run
    plan: Plan
    up_to_date: bool

    def report(self) -> RunReport:
        """The report of this run as far as it is known before reading."""
        return RunReport(self.run.run_id, "unchanged", found=self.plan.found, known=self.plan.known)


def look(connection: duckdb.DuckDBPyConnection, warehouse: Warehouse, inbox: Path) -> Outlook:
    """Compare the inbox and the rules with what the warehouse was made from.

    Raises FileNotFoundError if there is no such inbox, SoxaError if it is empty and the warehouse is too.
    """
    create_raw_tables(connection)
    reading, rules = reader_fingerprint(), rules_fingerprint()
    work = plan(connection, discover(inbox, apart_from=warehouse.root), reading)
    if not work.found and connection.execute("select 1 from raw.files limit 1").fetchone() is None:
        raise SoxaError(f"there is no file under {shown(inbox)}: put reports there (.txt, .md or .html) and run again")
    last = last_run(connection)
    settled = (
        last is not None
        and last.outcome in QUIET
        and (last.reader_fingerprint, last.rules_fingerprint) == (reading, rules)
    )
    run = Run(
        run_id=f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}",
        inbox=shown(inbox),
        files_found=work.found,
        files_known=work.known,
        extractor_version=EXTRACTOR_VERSION,
        reader_fingerprint=reading,
        rules_fingerprint=rules,
    )
    return Outlook(run, work, up_to_date=settled and work.is_empty and warehouse.published.exists())


def note_unchanged(connection: duckdb.DuckDBPyConnection, outlook: Outlook) -> None:
    """Write into the diary that a run found nothing to do."""
    begin_run(connection, outlook.run)
    finish_run(connection, outlook.run.run_id, "unchanged")


def rules_fingerprint() -> str:
    """A short hash of all that decides what the marts look like once the text is read."""
    project = [
        path
        for path in sorted(DBT_PROJECT.iterdir())
        if path.name not in _DBT_LEFTOVERS and not path.name.startswith(".")
    ]
    return fingerprint([*project, PROJECT / "expectations", PROJECT / "warehouse" / "publish.py", REQUIREMENTS], _RULES)

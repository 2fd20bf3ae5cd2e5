"""A look at what there is to do, before anything heavy is started."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

import duckdb

from flows.job import Job
from flows.report import RunReport
from flows.rulings import check_rulings
from ingest.discover import discover
from ingest.errors import SoxaError
from ingest.model import EXTRACTOR_VERSION
from ingest.plan import Plan, fingerprint, plan, reader_fingerprint
from ingest.raw_tables import create_raw_tables
from warehouse.increment import Increment, missing_reports
from warehouse.paths import DBT_PROJECT, PROJECT, REQUIREMENTS, Warehouse, shown
from warehouse.recipe import recipe
from warehouse.runs import QUIET, Run, begin_run, finish_run, last_run
from warehouse.settings import settings

_RULES = ("*.sql", "*.yml", "*.csv", "*.py", "*.toml", "*.json")
_DBT_LEFTOVERS = {"target", "logs", "dbt_packages"}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a run would do. ``up_to_date``: nothing at all, the published snapshot is what it would make again.

    ``careful``: the run before was cut short, perhaps by a file that it read. ``rules_changed``: the marts were made
    by other rules, so all of them are built again, without reading any report again.
    """

    run: Run
    plan: Plan
    up_to_date: bool
    whole: bool = False
    careful: bool = False
    rules_changed: bool = False

    def report(self) -> RunReport:
        """The report of this run as far as it is known before reading."""
        return RunReport(
            self.run.run_id,
            "unchanged",
            found=self.plan.found,
            known=self.plan.known,
            left=self.plan.left,
            rules_changed=self.rules_changed,
        )

    def increment(self, connection: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> Increment | None:
        """The reports that can be built alone; None if all marts are to be built, or had better be."""
        if self.whole:
            return None
        found = missing_reports(connection, warehouse, self.run.rules_fingerprint)
        if found is None:
            return None
        held = _held(connection)
        few = held >= settings().increment_from and len(found.report_ids) <= held * settings().increment_share
        return found if few else None

    def is_small(self, connection: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> bool:
        """Whether this run will build new reports alone, as far as can be told before they are read."""
        coming, held = len(self.plan.new) + len(self.plan.outdated), _held(connection)
        return (
            not self.whole
            and warehouse.published.exists()
            and held >= settings().increment_from
            and coming <= held * settings().increment_share
            and bool(recipe(connection, self.run.rules_fingerprint))
        )


def look(connection: duckdb.DuckDBPyConnection, warehouse: Warehouse, job: Job) -> Outlook:
    """Compare the inbox and the rules with what the warehouse was made from.

    Raises FileNotFoundError if there is no such inbox, SoxaError if it is empty and the warehouse is too, RulingsError
    if the file of rulings cannot be followed.
    """
    check_rulings()
    create_raw_tables(connection)
    reading, rules = reader_fingerprint(), rules_fingerprint()
    found = discover(job.inbox, apart_from=warehouse.root) if job.inbox else []
    if job.only is not None:
        found = [file for file in found if file.path in job.only]
    work = plan(connection, found, reading, job.again)
    if not work.found and connection.execute("select 1 from raw.files limit 1").fetchone() is None:
        at = f"under {shown(job.inbox)}" if job.inbox else "in the warehouse"
        raise SoxaError(f"there is no file {at}: put reports there (.txt, .md or .html) and run again")
    last = last_run(connection)
    settled = last is not None and last.outcome in QUIET and last.rules_fingerprint == rules
    run = Run(
        run_id=f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}",
        inbox=shown(job.inbox) if job.inbox else "stored reports",
        files_found=work.found,
        files_known=work.known,
        extractor_version=EXTRACTOR_VERSION,
        reader_fingerprint=reading,
        rules_fingerprint=rules,
        soxa_version=version("soxa"),
        kind=job.kind,
    )
    return Outlook(
        run,
        work,
        up_to_date=settled and work.is_empty and not job.whole and warehouse.published.exists(),
        whole=job.whole,
        careful=last is not None and last.outcome in ("running", "publishing"),
        rules_changed=last is not None and last.rules_fingerprint != rules and _held(connection) > 0,
    )


def _held(connection: duckdb.DuckDBPyConnection) -> int:
    return int(connection.execute("select count(*) from raw.reports").fetchall()[0][0])


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
    code = [PROJECT / "expectations", *(PROJECT / "warehouse" / name for name in ("publish.py", "masking.py"))]
    return fingerprint([*project, *code, REQUIREMENTS], _RULES, f"mask names: {settings().mask_names}")

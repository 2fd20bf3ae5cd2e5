"""The main job as a Prefect flow: discover → ingest → transform → validate → publish.

Run by ``soxa run`` in its own process, or by a Prefect worker from a schedule; it is the same flow.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from expectations.run import validate as check
from flows.look import Outlook, look, note_unchanged
from flows.report import Refused, RunReport
from flows.steps import Steps, current_steps
from flows.transform import build_marts
from ingest.batch import Refusal, read_again, read_all
from ingest.load import load_duplicate, load_reading, load_refusal
from ingest.model import Issue, Reading
from ingest.plan import Plan
from warehouse.connection import first_line, open_working
from warehouse.errors import PublishBlockedError
from warehouse.lock import run_lock
from warehouse.paths import DEFAULT_WAREHOUSE, SAMPLES, Warehouse, shown
from warehouse.publish import broken_checks, build_candidate, mart_rows, publish_candidate
from warehouse.runs import begin_run, finish_run, keep_results

_DOES_NOT_FIT = (duckdb.DataError, duckdb.IntegrityError, LookupError, TypeError, ValueError, ArithmeticError)


@dataclass(slots=True)
class Ingested:
    """What came of reading."""

    read: int = 0
    read_again: int = 0
    duplicates: int = 0
    refused: list[Refused] = field(default_factory=list)


@flow(name="soxa")
def run_pipeline(inbox: Path = SAMPLES, warehouse: Path = DEFAULT_WAREHOUSE) -> RunReport:
    """Read what is new under ``inbox`` and publish the snapshot of ``warehouse``.

    Raises WarehouseBusyError, TransformError or PublishBlockedError; whatever is raised, the last good snapshot stays
    in place.
    """
    place = Warehouse(warehouse.resolve())
    place.create()
    steps = current_steps.get(None) or Steps()
    with run_lock(place.lock):
        with steps.step("discover", "looking through the inbox"):
            outlook = discover(place, inbox)
        report = outlook.report()
        if outlook.up_to_date:
            return report
        try:
            with steps.step("ingest", f"reading {len(outlook.plan.new) + len(outlook.plan.outdated)} reports"):
                ingested = ingest(place, outlook)
            with steps.step("transform", "building the marts (dbt)"):
                transform(place)
            with steps.step("validate", "validating the snapshot (Great Expectations)"):
                candidate, report.findings = validate(place, report.run_id)
            with steps.step("publish", "publishing"):
                publish(place, candidate)
        except Exception as error:
            outcome = "blocked" if isinstance(error, PublishBlockedError) else "failed"
            with suppress(duckdb.Error), open_working(place) as connection:
                finish_run(connection, report.run_id, outcome, seconds=steps.seconds, message=first_line(error))
            raise
        report.outcome = "published"
        report.read, report.read_again, report.duplicates = ingested.read, ingested.read_again, ingested.duplicates
        report.refused = ingested.refused
        report.rows, report.broken_checks = mart_rows(place.published), broken_checks(place.published)
        report.seconds = steps.seconds
        with open_working(place) as connection:
            finish_run(
                connection,
                report.run_id,
                "published",
                read=report.read,
                refused=len(report.refused),
                seconds=steps.seconds,
            )
    return report


@task(cache_policy=NO_CACHE)
def discover(warehouse: Warehouse, inbox: Path) -> Outlook:
    """Find out what is new, and open the diary of this run."""
    with open_working(warehouse) as connection:
        outlook = look(connection, warehouse, inbox)
        if outlook.up_to_date:
            note_unchanged(connection, outlook)
        else:
            begin_run(connection, outlook.run)
    return outlook


@task(cache_policy=NO_CACHE)
def ingest(warehouse: Warehouse, outlook: Outlook) -> Ingested:
    """Read every new file into the raw tables; what cannot be read is written down and passed over."""
    work: Plan = outlook.plan
    rules = outlook.run.reader_fingerprint
    done = Ingested()
    turned_away: dict[str, Issue] = {}
    with open_working(warehouse) as connection:

        def store(result: Reading | Refusal) -> bool:
            if isinstance(result, Reading):
                try:
                    load_reading(connection, result, rules)
                except _DOES_NOT_FIT as error:
                    told = (
                        f"What was read does not fit the tables ({first_line(error)}): please report it with this file."
                    )
                    result = Refusal(
                        result.document.source_file, result.document.sha256, Issue("error", "load_failed", told)
                    )
                else:
                    return True
            load_refusal(connection, result, rules)
            done.refused.append(Refused(result.source_file, result.issue.code, result.issue.message))
            if result.sha256:
                turned_away[result.sha256] = result.issue
            return False

        done.read_again = sum(store(read_again(document)) for document in work.outdated)
        done.read = sum(store(result) for result in read_all(work.new))
        for copy in work.duplicates:
            if copy.sha256 in turned_away:
                store(Refusal(copy.source_file, copy.sha256, turned_away[copy.sha256]))
            else:
                load_duplicate(connection, copy.source_file, copy.sha256, copy.original, rules)
                done.duplicates += 1
    return done


@task(cache_policy=NO_CACHE)
def transform(warehouse: Warehouse) -> None:
    """Build the marts from the raw tables."""
    build_marts(warehouse)


@task(cache_policy=NO_CACHE)
def validate(warehouse: Warehouse, run_id: str) -> tuple[Path, int]:
    """Put the candidate together and hold it against the expectations.

    Returns its path and the number of findings about the reports themselves, which never stop a run. Raises
    PublishBlockedError if it breaks a promise of ours.
    """
    candidate = build_candidate(warehouse, run_id)
    result = check(candidate, warehouse.docs, run_id, warehouse.working)
    with open_working(warehouse) as connection:
        keep_results(connection, result.rows)
    if result.blocking:
        count = len(result.blocking)
        kept = (
            f"the snapshot of before stays: {shown(warehouse.published)}"
            if warehouse.published.exists()
            else "nothing is published"
        )
        raise PublishBlockedError(
            f"publishing stopped, {count} promise{'s are' if count > 1 else ' is'} broken "
            f"({kept}; details: {shown(warehouse.docs)})",
            result.blocking,
        )
    return candidate, result.findings


@task(cache_policy=NO_CACHE)
def publish(warehouse: Warehouse, candidate: Path) -> None:
    """Swap the candidate in."""
    publish_candidate(warehouse, candidate)

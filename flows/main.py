"""The main job as a Prefect flow: discover → ingest → transform → validate → publish.

Run by ``soxa run`` in its own process, or by a Prefect worker from a schedule; it is the same flow.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import duckdb
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.look import Outlook, look, note_unchanged
from flows.report import RunReport
from flows.steps import Steps, current_steps
from flows.transform import build_marts
from flows.validation import current_check
from ingest.errors import SoxaError
from ingest.intake import Intake, take_in
from warehouse.connection import first_line, open_working
from warehouse.errors import PublishBlockedError
from warehouse.lock import run_lock
from warehouse.paths import DEFAULT_WAREHOUSE, SAMPLES, Warehouse, shown
from warehouse.publish import broken_checks, build_candidate, mart_rows, publish_candidate, renew_results
from warehouse.runs import begin_run, finish_run, keep_results


@flow(name="soxa")
def run_pipeline(inbox: Path = SAMPLES, warehouse: Path = DEFAULT_WAREHOUSE) -> RunReport:
    """Read what is new under ``inbox`` and publish the snapshot of ``warehouse``.

    Raises WarehouseBusyError, TransformError or PublishBlockedError; whatever is raised, the last good snapshot stays
    in place.
    """
    place = Warehouse(warehouse.resolve())
    place.create()
    steps = _steps()
    with run_lock(place.lock):
        with steps.step("discover", "looking through the inbox"):
            outlook = discover(place, inbox)
        report = outlook.report()
        if outlook.up_to_date:
            return report
        try:
            intake = ingest(place, outlook)
            steps.add("read text", intake.reading_seconds)
            steps.add("load", intake.loading_seconds)
            with steps.step("transform", "building the marts (dbt)"):
                transform(place)
            with steps.step("validate", "validating the snapshot (Great Expectations)"):
                candidate, report.findings = validate(place, report.run_id)
            with steps.step("publish", "publishing"):
                publish(place, candidate)
        except Exception as error:
            outcome = "blocked" if isinstance(error, PublishBlockedError) else "failed"
            with suppress(duckdb.Error, SoxaError), open_working(place) as connection:
                finish_run(connection, report.run_id, outcome, seconds=steps.seconds, message=first_line(error))
            raise
        report.outcome = "published"
        report.read, report.read_again, report.duplicates = intake.read, intake.read_again, intake.duplicates
        report.refused = tuple((refusal.source_file, refusal.issue.message) for refusal in intake.refused)
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
def ingest(warehouse: Warehouse, outlook: Outlook) -> Intake:
    """Read every new file into the raw tables; what cannot be read is written down and passed over."""
    with open_working(warehouse) as connection:
        return take_in(connection, outlook.plan, outlook.run.reader_fingerprint, _steps().tell)


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
    result = current_check.get()(candidate, warehouse.docs, run_id, warehouse.working)
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
    """Write down in the candidate how it was validated, and swap it in."""
    renew_results(warehouse, candidate)
    publish_candidate(warehouse, candidate)


def _steps() -> Steps:
    """The stopwatch of the command that started this flow, or one of its own."""
    return current_steps.get(None) or Steps()

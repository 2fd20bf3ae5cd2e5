"""The main job: discover → ingest → transform → validate → publish, as plain functions.

`flows.main` makes a Prefect flow of it, each stage a task; a small job without a Prefect server runs it as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb

from expectations.quick import look_over
from expectations.result import ValidationResult
from flows.alert import outcome_of
from flows.job import Job
from flows.journal import note
from flows.look import Outlook, look, note_unchanged
from flows.report import RunReport
from flows.steps import Steps, current_steps
from flows.transform import build_marts
from flows.validation import ValidatorDiedError, current_check
from ingest.batch import read_all
from ingest.errors import SoxaError
from ingest.intake import Intake, take_in
from warehouse.addition import Addition, add_to_candidate, prepare
from warehouse.connection import first_line, open_working
from warehouse.errors import PublishBlockedError
from warehouse.history import discard_candidates, keep_snapshot, prune
from warehouse.increment import Increment, build_increment
from warehouse.lock import run_lock
from warehouse.paths import Warehouse, shown
from warehouse.publish import broken_checks, build_candidate, copy_snapshot, mart_rows, publish_candidate, renew_results
from warehouse.recipe import drop_unmade, forget_recipe, keep_recipe
from warehouse.runs import begin_run, finish_run, keep_results
from warehouse.settings import settings

Stage = Callable[[Callable[..., Any]], Callable[..., Any]]
"""What makes a stage of a function: Prefect's ``task``, or nothing."""


def do_job(job: Job, place: Warehouse, stage: Stage, wait_seconds: float = 0) -> RunReport:
    """Do what is asked and publish the snapshot; ``stage`` wraps each of the functions below before it is called.

    Raises WarehouseBusyError, TransformError or PublishBlockedError; whatever is raised, the last good snapshot stays
    in place.
    """
    with run_lock(place.lock, wait_seconds):
        with _steps().step("discover", "looking through the inbox"):
            outlook: Outlook = stage(discover)(place, job)
        return outlook.report() if outlook.up_to_date else carry_out(outlook, place, stage)


def carry_out(outlook: Outlook, place: Warehouse, stage: Stage) -> RunReport:
    """Do what was found to do, as `do_job`; the run lock is held and the diary open."""
    steps, report = _steps(), outlook.report()
    note("run_begun", run_id=report.run_id, kind=outlook.run.kind, inbox=outlook.run.inbox, files_found=report.found)
    try:
        _work(place, outlook, report, stage)
    except Exception as error:
        report.outcome = outcome_of(error)
        if report.outcome == "failed":  # perhaps for want of room; what was blocked is left to be looked at
            discard_candidates(place)
        with suppress(duckdb.Error, SoxaError), open_working(place) as connection:
            _close(connection, report, steps, message=first_line(error))
        note("run_ended", level="ERROR", run_id=report.run_id, outcome=report.outcome, message=first_line(error))
        raise
    note("run_ended", run_id=report.run_id, outcome=report.outcome, built=report.built, seconds=report.seconds)
    return report


def as_it_is(function: Callable[..., Any]) -> Callable[..., Any]:
    """A stage without Prefect: tried once more where the process that validates died, which another may survive."""

    def stage(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except ValidatorDiedError:
            return function(*arguments)

    return stage


def _work(place: Warehouse, outlook: Outlook, report: RunReport, stage: Stage) -> None:
    steps = _steps()
    discard_candidates(place)
    intake: Intake = stage(ingest)(place, outlook)
    steps.add("read text", intake.reading_seconds)
    steps.add("load", intake.loading_seconds)
    report.read, report.read_again, report.duplicates = intake.read, intake.read_again, intake.duplicates
    report.refused = tuple((refusal.source_file, refusal.issue.message) for refusal in intake.refused)
    with open_working(place) as connection:
        increment = outlook.increment(connection, place)
    report.built = "increment" if increment else "whole"
    if increment:
        with steps.step("transform", f"building the marts of {len(increment.report_ids)} reports"):
            part, candidate = stage(transform_increment)(place, report.run_id, increment)
        with steps.step("validate", "holding them against the expectations"):
            report.findings, addition = stage(validate_increment)(place, report.run_id, increment, part, candidate)
        with steps.step("publish", "publishing"):
            candidate = stage(add)(place, increment, addition)
    else:
        with steps.step("transform", "building the marts (dbt)"):
            stage(transform)(place, outlook.run.rules_fingerprint)
        with steps.step("validate", "validating the snapshot (Great Expectations)"):
            candidate = build_candidate(place, report.run_id)
            report.docs = place.docs
            report.findings = stage(validate)(place, report.run_id, candidate, report.docs, place.working)
    report.outcome = "publishing"
    with steps.step("publish", "publishing"):
        stage(publish)(place, candidate, report)
    report.outcome = "published"
    report.rows, report.broken_checks = mart_rows(place.published), broken_checks(place.published)
    report.seconds = steps.seconds
    with open_working(place) as connection:
        _close(connection, report, steps)
    keep_snapshot(place, report.run_id, report.docs)
    prune(place, settings().keep_snapshots, settings().keep_days)


def discover(place: Warehouse, job: Job) -> Outlook:
    """Find out what is new, and open the diary of this run."""
    with open_working(place) as connection:
        outlook = look(connection, place, job)
        if outlook.up_to_date:
            note_unchanged(connection, outlook)
        else:
            begin_run(connection, outlook.run)
    return outlook


def ingest(place: Warehouse, outlook: Outlook) -> Intake:
    """Read every new file into the raw tables; what cannot be read is written down and passed over."""
    chosen = settings()
    read = partial(read_all, workers=chosen.workers, batch=chosen.batch, apart=outlook.careful)
    with open_working(place) as connection:
        return take_in(connection, outlook.plan, outlook.run.reader_fingerprint, _steps().count, read)


def transform(place: Warehouse, rules: str) -> None:
    """Build all marts from the raw tables, and keep how it was done."""
    with open_working(place) as connection:
        forget_recipe(connection)
    made = build_marts(place)
    with open_working(place) as connection:
        drop_unmade(connection, made)
        keep_recipe(connection, made, rules)


def transform_increment(place: Warehouse, run_id: str, increment: Increment) -> tuple[Path, Path]:
    """Build the marts of the new reports alone: the part; and a candidate that they can be added to.

    Beside it, while DuckDB works, what the expectations are held by is loaded: half a second of a small run.
    """
    with ThreadPoolExecutor(1) as beside:
        candidate = beside.submit(copy_snapshot, place, run_id)
        beside.submit(import_module, "pandas")
        return build_increment(place, run_id, increment), candidate.result()


def validate(place: Warehouse, run_id: str, candidate: Path, docs: Path, texts: Path | None) -> int:
    """Hold a candidate against the expectations; ``texts`` is the database with the reports' text, if it is not in it.

    Returns the number of findings about the reports themselves, which never stop a run. Raises PublishBlockedError if
    the candidate breaks a promise of ours.
    """
    result: ValidationResult = current_check.get()(candidate, docs, run_id, texts)
    with open_working(place) as connection:
        keep_results(connection, result.rows)
    if result.blocking:
        count = len(result.blocking)
        kept = (
            f"the snapshot of before stays: {shown(place.published)}"
            if place.published.exists()
            else "nothing is published"
        )
        raise PublishBlockedError(
            f"publishing stopped, {count} promise{'s are' if count > 1 else ' is'} broken "
            f"({kept}; details: {shown(docs)})",
            result.blocking,
        )
    return result.findings


def validate_increment(
    place: Warehouse, run_id: str, increment: Increment, part: Path, candidate: Path
) -> tuple[int, Addition]:
    """Hold the marts of the new reports, and their text, against the expectations; as `validate`.

    Beside it, what they change in the rows of others is worked out. Great Expectations is asked, and writes Data Docs,
    only where a promise is found broken: loading it takes longer than all the rest of a small run.
    """
    with ThreadPoolExecutor(1) as beside:
        prepared = beside.submit(prepare, place, run_id, increment, part, candidate)
        result = look_over(part, run_id)
    addition = prepared.result()  # the working database is read until here, and written from here on
    if result.blocking:
        return validate(place, run_id, part, place.docs_of_increment, None), addition
    with open_working(place) as connection:
        keep_results(connection, result.rows)
    return result.findings, addition


def add(place: Warehouse, increment: Increment, addition: Addition) -> Path:
    """Put the new reports into the marts and into a copy of the snapshot."""
    return add_to_candidate(place, increment, addition)


def publish(place: Warehouse, candidate: Path, report: RunReport) -> None:
    """Write down in the candidate how this run went, and swap it in."""
    with open_working(place) as connection:
        _close(connection, report, _steps())
    renew_results(place, candidate)
    publish_candidate(place, candidate)


def _close(connection: duckdb.DuckDBPyConnection, report: RunReport, steps: Steps, message: str | None = None) -> None:
    finish_run(
        connection,
        report.run_id,
        report.outcome,
        read=report.read,
        read_again=report.read_again,
        duplicates=report.duplicates,
        refused=len(report.refused),
        built=report.built,
        seconds=steps.seconds,
        message=message,
    )


def _steps() -> Steps:
    """The stopwatch of the command that started this job, or one of its own."""
    steps = current_steps.get(None)
    if steps is None:
        steps = Steps()
        current_steps.set(steps)
    return steps

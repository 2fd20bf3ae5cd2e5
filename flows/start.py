"""How ``soxa run`` starts the flow: look first, and start the heavy things side by side only if there is work."""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from contextvars import copy_context
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

from flows.alert import tell_failure
from flows.importing import importing
from flows.job import Job
from flows.journal import close_journal, open_journal
from flows.look import look, note_unchanged
from flows.pipeline import as_it_is, carry_out
from flows.report import RunReport
from flows.server import PrefectServer, served_api
from flows.steps import Steps, current_steps
from flows.validation import Check, Validator, current_check, validate_apart
from ingest.errors import SoxaError
from warehouse.connection import open_working
from warehouse.lock import run_lock
from warehouse.paths import Warehouse, shown
from warehouse.runs import begin_run
from warehouse.settings import settings

_LAST_WORDS_SECONDS = 10
_QUIET_PREFECT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # errors are told by the command itself, in a sentence
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
}


def run(inbox: Path, root: Path, steps: Steps, check: Check | None = None) -> RunReport:
    """Read what is new under ``inbox`` into the warehouse under ``root``; as `run_job`."""
    return run_job(Job(inbox=inbox), root, steps, check)


def run_job(job: Job, root: Path, steps: Steps, check: Check | None = None, wait_seconds: float = 0) -> RunReport:
    """Do the job in the warehouse under ``root``.

    ``check`` validates the candidate; without it a process is started for that, which gets ready while dbt works.
    Raises FileNotFoundError if there is no inbox, SoxaError for what a user can mend.
    """
    place = Warehouse(root.resolve())
    try:
        place.create()
    except OSError as error:
        raise SoxaError(
            f"the warehouse {shown(root)} cannot be written ({error.strerror}): name another with --warehouse"
        ) from error
    open_journal(place)
    try:
        report = copy_context().run(_do_small, job, place, steps, check, wait_seconds)
        report = report or _run_flow(job, place, steps, check, wait_seconds)
    except Exception as error:
        tell_failure(place, f"{job.kind} of {shown(job.inbox) if job.inbox else 'stored reports'}", error)
        raise
    finally:
        close_journal()
    report.seconds = {**steps.seconds, "in all": steps.total()}
    return report


def _do_small(job: Job, place: Warehouse, steps: Steps, check: Check | None, wait_seconds: float) -> RunReport | None:
    """Do the job if nothing is new, or so little that starting Prefect and dbt would be most of the work."""
    current_steps.set(steps)
    with run_lock(place.lock, wait_seconds):
        with steps.step("discover", "looking through the inbox"), open_working(place) as connection:
            outlook = look(connection, place, job)
            if outlook.up_to_date:
                note_unchanged(connection, outlook)
                return outlook.report()
            if settings().prefect == "always" or prefect_api(place) or not outlook.is_small(connection, place):
                return None
            begin_run(connection, outlook.run)
        current_check.set(check or validate_apart)
        return carry_out(outlook, place, as_it_is)


def prefect_api(place: Warehouse) -> str | None:
    """Where runs of this warehouse are told: PREFECT_API_URL, or the server of its ``soxa serve`` if that is up."""
    return os.environ.get("PREFECT_API_URL") or served_api(place)


def _run_flow(job: Job, place: Warehouse, steps: Steps, check: Check | None, wait_seconds: float) -> RunReport:
    prepare_prefect(place.prefect)
    given = prefect_api(place)
    with ExitStack() as companions:
        server = None if given else companions.enter_context(PrefectServer(place.prefect))
        if check is None:
            check = companions.enter_context(Validator()).validate
        with importing():
            with steps.step("start Prefect", "starting Prefect"):
                from prefect.settings import PREFECT_API_URL, temporary_settings

                from flows.main import run_pipeline
            with steps.step("start dbt", "starting dbt"):
                importlib.import_module("dbt.cli.main")
        if server:
            with steps.step("start Prefect", "waiting for Prefect's server"):
                server.wait()
            companions.callback(tell_the_rest)
        companions.enter_context(temporary_settings({PREFECT_API_URL: server.api_url if server else given}))
        asked = partial(run_pipeline, place.root, **_fields(job), wait_seconds=wait_seconds)
        return copy_context().run(_follow, asked, steps, check)


def tell_the_rest() -> None:
    """Let Prefect send what it still has to tell of this process's runs: of a server that is gone it would try each
    event for ten seconds before the process may end."""
    from prefect.events.worker import EventsWorker

    EventsWorker.drain_all(timeout=_LAST_WORDS_SECONDS)


def _fields(job: Job) -> dict[str, Any]:
    return {field.name: getattr(job, field.name) for field in fields(job)}


def _follow(flow: Callable[[], RunReport], steps: Steps, check: Check) -> RunReport:
    """Run the flow with the stopwatch and the check of this command; what it takes beyond its steps is Prefect's."""
    current_steps.set(steps)
    current_check.set(check)
    before, begun = sum(steps.seconds.values()), time.perf_counter()
    try:
        return flow()
    finally:
        inside = sum(steps.seconds.values()) - before
        steps.add("run Prefect", time.perf_counter() - begun - inside)


def prepare_prefect(home: Path) -> None:
    """Set what Prefect reads from the environment when it is imported: quiet, no telemetry, files under ``home``."""
    for name, value in {**_QUIET_PREFECT, "PREFECT_HOME": str(home)}.items():
        os.environ.setdefault(name, value)
    beyond_proxies = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    os.environ["no_proxy"] = ",".join(filter(None, (beyond_proxies, "127.0.0.1")))

"""What a schedule starts: the flows that prefect.yaml deploys. Each does what the command of its name does."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.job import Job
from flows.report import RunReport
from flows.start import run_job
from flows.steps import Steps
from flows.watch import keep_watch
from ingest.plan import Selection
from warehouse.history import prune as remove
from warehouse.paths import Warehouse
from warehouse.settings import settings

WAIT_SECONDS = 600
"""How long a scheduled run waits for another one to end."""


@flow(name="run")
def run(inbox: Path | None = None, warehouse: Path | None = None) -> str:
    """Read what is new in the inbox."""
    return _do(Job(inbox=inbox or settings().inbox), warehouse)


@flow(name="watch")
def watch(inbox: Path | None = None, warehouse: Path | None = None, minutes: float | None = None) -> int:
    """Stay, and read what comes in; returns how many reports were read."""
    read: list[int] = []
    keep_watch(
        inbox or settings().inbox,
        warehouse or settings().warehouse,
        minutes,
        lambda report: read.append(report.read),
    )
    return sum(read)


@flow(name="backfill")
def backfill(
    warehouse: Path | None = None,
    units: list[str] | None = None,
    since: str = "",
    until: str = "",
    current: bool = False,
) -> str:
    """Read stored reports again: those of these units and periods that older rules have read."""
    return _do(Job("backfill", again=Selection(tuple(units or ()), since, until, current)), warehouse)


@flow(name="revalidate")
def revalidate(warehouse: Path | None = None) -> str:
    """Build all marts anew, hold them against every check, renew the Data Docs."""
    return _do(Job("revalidate", whole=True), warehouse)


@flow(name="prune")
def prune(warehouse: Path | None = None) -> int:
    """Remove old snapshots and their Data Docs by the retention rule; returns how many went."""
    place = Warehouse((warehouse or settings().warehouse).resolve())
    return len(remove(place, settings().keep_snapshots, settings().keep_days))


def _do(job: Job, warehouse: Path | None) -> str:
    report: RunReport = run_job(job, warehouse or settings().warehouse, Steps(), wait_seconds=WAIT_SECONDS)
    return f"{report.outcome}: {report.read} read, {len(report.refused)} refused, {report.known} known"

"""The main job as a Prefect flow, each stage a task, for ``soxa run`` and for schedules; see `flows.pipeline`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task, exponential_backoff

from flows.artifacts import tell_run
from flows.job import Job
from flows.pipeline import do_job
from flows.report import RunReport
from flows.validation import ValidatorDiedError
from ingest.plan import Selection
from warehouse.errors import WarehouseBusyError
from warehouse.paths import Warehouse

_PASSING = (WarehouseBusyError, ValidatorDiedError)
"""What may be over in a while: a program that holds the working database, a process that ended for want of memory."""


@flow(name="soxa")
def run_pipeline(
    warehouse: Path,
    inbox: Path | None = None,
    kind: str = "run",
    again: Selection | None = None,
    only: frozenset[Path] | None = None,
    whole: bool = False,
    wait_seconds: float = 0,
) -> RunReport:
    """Read what is new under ``inbox`` and publish the snapshot of ``warehouse``; see `flows.job.Job`.

    Raises WarehouseBusyError, TransformError or PublishBlockedError; whatever is raised, the last good snapshot stays
    in place.
    """
    place = Warehouse(warehouse.resolve())
    place.create()
    report = do_job(Job(kind, inbox, again, only, whole), place, as_task, wait_seconds)
    tell_run(report, place)
    return report


def as_task(function: Callable[..., Any]) -> Callable[..., Any]:
    """A stage as a task: tried again, later and later, after what can pass, and not after anything else."""
    return task(
        cache_policy=NO_CACHE,
        retries=3,
        retry_delay_seconds=exponential_backoff(backoff_factor=2),
        retry_condition_fn=_can_pass,
    )(function)


def _can_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    try:
        state.result()
    except _PASSING:
        return True
    except Exception:
        return False
    return False

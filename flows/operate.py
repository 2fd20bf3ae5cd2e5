"""How a job is done from the command line: followed at the terminal, summed up at its end."""

from __future__ import annotations

import gc
from pathlib import Path

import typer

from flows.console import complain, watched
from flows.job import Job
from flows.summary import print_summary
from warehouse.paths import Warehouse
from warehouse.settings import settings


def follow(job: Job, warehouse: Path, wait: float | None, about: str) -> None:
    """Do the job and print what came of it; ``wait``: seconds for another run to end, None as the settings say."""
    with watched() as steps:
        with steps.step("start soxa", "starting"):
            from flows.start import run_job
        try:
            report = run_job(job, warehouse, steps, wait_seconds=settings().lock_wait_seconds if wait is None else wait)
        except KeyboardInterrupt:
            complain(f"interrupted: `soxa {job.kind}` goes on where this one stopped")
            raise typer.Exit(130) from None
    print_summary(report, about, Warehouse(warehouse))
    gc.freeze()  # the process ends here: nothing is worth tidying up, and it would take a second

"""The watch: an inbox looked at again and again, its files read as soon as they are complete."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from flows.console import complain, messages, number
from flows.job import Job
from flows.report import RunReport
from flows.start import run_job
from flows.steps import Steps
from flows.validation import Validator
from ingest.errors import SoxaError
from warehouse.paths import shown
from warehouse.settings import settings

_LONGEST_PAUSE = 3600
"""Seconds between two tries at what fails again and again."""

State = dict[Path, tuple[int, int]]
"""Size and time of last change of every file, in nanoseconds."""


class Inbox:
    """What lies in a folder, and what of it is complete: the same as at the last look, and for a while before."""

    def __init__(self, folder: Path, settle_seconds: float, now: Callable[[], float] = time.time) -> None:
        self._folder = folder.resolve()
        self._settle = settle_seconds
        self._now = now
        self._seen: State = {}

    def complete(self) -> State:
        """Look, and give the files that are complete."""
        before, self._seen = self._seen, dict(self._files())
        moment = self._now()
        return {
            path: state
            for path, state in self._seen.items()
            if before.get(path) == state and not 0 <= moment - state[1] / 1e9 < self._settle
        }

    def _files(self) -> State:
        found: State = {}
        for folder, _, names in os.walk(self._folder):
            for name in names:
                path = Path(folder) / name
                try:
                    stat = path.stat()
                except OSError:
                    continue
                found[path] = (stat.st_size, stat.st_mtime_ns)
        return found


def keep_watch(
    folder: Path, warehouse: Path, minutes: float | None = None, done: Callable[[RunReport], None] = lambda _: None
) -> None:
    """Read what comes into ``folder`` until interrupted, or for so many minutes; ``done`` hears of every run."""
    chosen = settings()
    inbox = Inbox(folder, chosen.settle_seconds)
    end = None if minutes is None else time.monotonic() + minutes * 60
    known: State = {}
    failures, not_before = 0, 0.0
    console = messages()
    console.print(f"watching {shown(folder)}: files are read once they stood still for {chosen.settle_seconds:g} s")
    with Validator() as validator:
        while end is None or time.monotonic() < end:
            complete = inbox.complete()
            if complete and complete != known and time.monotonic() >= not_before:
                job = Job("watch", folder, only=frozenset(complete))
                try:
                    report = run_job(job, warehouse, Steps(), validator.validate, wait_seconds=chosen.watch_seconds)
                except SoxaError as error:
                    complain(str(error), getattr(error, "reasons", ()))
                    failures += 1
                    not_before = time.monotonic() + min(_LONGEST_PAUSE, chosen.watch_seconds * 2**failures)
                else:
                    known, failures = complete, 0
                    if report.outcome != "unchanged":
                        console.print(
                            f"{number(report.read)} read, {number(len(report.refused))} refused, published "
                            f"({report.seconds['in all']:.1f} s)"
                        )
                    done(report)
            time.sleep(chosen.watch_seconds)

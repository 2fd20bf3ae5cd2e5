"""Faults, for real processes: killed at a boundary or at any instant, no room, a held file, a clock set back.

A run is forked from a server that has everything imported, which saves the half minute that a cold start takes; it is
a process of its own all the same, and SIGKILL ends it as it ends any.
"""

from __future__ import annotations

import hashlib
import importlib
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import duckdb

from expectations.result import ValidationResult
from expectations.run import validate
from ingest.errors import SoxaError
from warehouse.paths import Warehouse
from warehouse.settings import settings

RUN_DEPENDENT = {
    "dim_reports": ("ingested_at",),
    "fct_ingest_issues": ("noticed_at",),
    "fct_runs": None,
    "fct_expectation_results": None,
}
"""What differs from run to run: these columns, and all of a table where none is named."""

BOUNDARIES = (
    "flows.pipeline.look",
    "flows.pipeline.begin_run",
    "flows.pipeline.take_in",
    "ingest.intake.load_reading",
    "ingest.intake.load_refusal",
    "flows.pipeline.forget_recipe",
    "flows.pipeline.build_marts",
    "flows.pipeline.drop_unmade",
    "flows.pipeline.keep_recipe",
    "flows.pipeline.build_candidate",
    "flows.pipeline.build_increment",
    "flows.pipeline.prepare",
    "flows.pipeline.keep_results",
    "flows.pipeline.add_to_candidate",
    "warehouse.addition._put_in",
    "flows.pipeline.renew_results",
    "warehouse.publish.flush",
    "flows.pipeline.publish_candidate",
    "flows.pipeline.mart_rows",
    "flows.pipeline.finish_run",
    "flows.pipeline.keep_snapshot",
    "flows.pipeline.prune",
)
"""Where one stage ends and the next begins: killed before each call, and after it."""

LIGHT = ("flows.pipeline", "warehouse.addition")
HEAVY = (*LIGHT, "expectations.engine", "dbt.cli.main", "dbt.adapters.duckdb.connections")
"""What the server of forks imports: for new reports alone, and for all that a run may need."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to a run. ``at``: killed there, ``after`` the call or before it, the ``nth`` time it comes by.

    ``room``: no file may grow beyond so many bytes. ``clock``: days that the clock is wrong by.
    """

    at: str = ""
    after: bool = False
    nth: int = 1
    room: int = 0
    clock: int = 0

    def __str__(self) -> str:
        told = [f"killed {'after' if self.after else 'before'} {self.at} ({self.nth})"] if self.at else []
        told += [f"no file beyond {self.room} bytes"] if self.room else []
        told += [f"the clock {self.clock} days off"] if self.clock else []
        return ", ".join(told) or "no fault"


NO_FAULT = Fault()


def serve(modules: tuple[str, ...]) -> None:
    """Say what the server of forks imports, before the first run is started."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(list(modules))


def start_run(
    inbox: Path, root: Path, fault: Fault = NO_FAULT, whole: bool = False, checks: bool = False
) -> BaseProcess:
    """Start a run in a process of its own; ``checks``: with the real validation, else nothing is looked at."""
    context = multiprocessing.get_context("forkserver")
    process = context.Process(target=_run, args=(inbox, root, fault, whole, checks))
    process.start()
    return process


def finish(process: BaseProcess) -> int:
    """Wait for the end of a run; returns its exit code, negative for a signal."""
    process.join(timeout=600)
    assert process.exitcode is not None
    return process.exitcode


def marts_digest(path: Path) -> str:
    """A hash of the ordered content of all marts in a snapshot, apart from what differs from run to run."""
    digest = hashlib.sha256()
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts' order by all"
        ).fetchall()
        for (table,) in tables:
            left_out = RUN_DEPENDENT.get(table, ())
            if left_out is None:
                continue
            exclude = f" exclude ({', '.join(left_out)})" if left_out else ""
            rows = connection.execute(f"select *{exclude} from marts.{table} order by all").fetchall()
            digest.update(f"{table}{rows!r}".encode())
    return digest.hexdigest()


def copy_of(warehouse: Warehouse, root: Path) -> Warehouse:
    """The same warehouse in another place."""
    shutil.copytree(warehouse.root, root, symlinks=True)
    return Warehouse(root)


def hold_open(path: Path) -> subprocess.Popen[str]:
    """A program that has a database open, as a BI tool does; it lets go when its stdin is closed."""
    code = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('ready', flush=True); sys.stdin.read()"
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    holder = subprocess.Popen([sys.executable, "-c", code, str(path)], text=True, **pipes)
    assert holder.stdout
    assert holder.stdout.readline() == "ready\n"
    return holder


def let_go(holder: subprocess.Popen[str]) -> None:
    """End the program that holds a database open."""
    assert holder.stdin
    assert holder.stdout
    holder.stdin.close()
    holder.stdout.close()
    holder.wait()


def _run(inbox: Path, root: Path, fault: Fault, whole: bool, checks: bool) -> None:
    """In the forked process: the job as `soxa run` does it, without Prefect, with the fault in its way."""
    from flows.job import Job
    from flows.pipeline import as_it_is, do_job
    from flows.validation import current_check

    os.environ |= {"SOXA_INCREMENT_FROM": "1", "SOXA_INCREMENT_SHARE": "1"}
    settings.cache_clear()
    place = Warehouse(root)
    place.create()
    current_check.set(validate if checks else _nothing_wrong)
    _arrange(fault)
    try:
        do_job(Job(inbox=inbox, whole=whole), place, as_it_is)
    except (SoxaError, OSError, duckdb.Error) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        os._exit(1)
    os._exit(0)


def _nothing_wrong(*_: object) -> ValidationResult:
    return ValidationResult()


def _arrange(fault: Fault) -> None:
    if fault.room:
        resource.setrlimit(resource.RLIMIT_FSIZE, (fault.room, fault.room))
    if fault.clock:
        for name in ("warehouse.runs", "ingest.load"):
            module = importlib.import_module(name)
            _replace(module, "_now", _shifted(module._now, timedelta(days=fault.clock)))
    if fault.at:
        name, _, function = fault.at.rpartition(".")
        module = importlib.import_module(name)
        _replace(module, function, _deadly(getattr(module, function), fault))


def _replace(module: Any, name: str, value: Any) -> None:
    setattr(module, name, value)


def _shifted(now: Callable[[], Any], by: timedelta) -> Callable[[], Any]:
    return lambda: now() + by


def _deadly(function: Callable[..., Any], fault: Fault) -> Callable[..., Any]:
    calls = 0

    def call(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        is_fatal = calls == fault.nth  # other threads may call it too
        if is_fatal and not fault.after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **named)
        if is_fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return call

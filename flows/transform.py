"""dbt, inside this process: from the raw tables to the marts of the working database."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import chdir, contextmanager, suppress
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType
from typing import Any

import duckdb

from ingest.errors import SoxaError
from warehouse.connection import read_working
from warehouse.errors import TransformError
from warehouse.paths import DBT_PROJECT, Warehouse, shown
from warehouse.recipe import Step, failures, steps_of


def build_marts(warehouse: Warehouse) -> list[Step]:
    """Run ``dbt build``: seeds, models and their data tests. Returns the statements that made the marts.

    Raises TransformError, with the name of every model or test that failed, if anything did.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    os.environ["SOXA_WORKING_DB"] = str(warehouse.working.resolve())
    logs = warehouse.dbt.resolve() / "logs"
    arguments = [
        *("build", "--exclude-resource-type", "unit_test"),  # they try the logic on made-up rows: for the test run
        *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
        *("--target-path", str(warehouse.dbt.resolve() / "target"), "--log-path", str(logs)),
        *("--log-level", "none", "--log-level-file", "info", "--no-write-json"),
    ]
    with chdir(Path.cwd()), _interruptible():  # dbt moves into its project and stays there
        try:
            outcome = dbtRunner().invoke(arguments)
        finally:
            DuckDBConnectionManager.close_all_connections()
    if outcome.success:
        return steps_of(result.node for result in getattr(outcome.result, "results", ()))
    failed = [
        reason
        for result in getattr(outcome.result, "results", None) or ()
        if result.status in ("error", "fail", "runtime error")
        for reason in _reasons(warehouse, result)
    ]
    if outcome.exception:
        failed.insert(0, _one_line(str(outcome.exception)))
    raise TransformError(
        f"the marts could not be built: {len(failed)} of dbt's models or tests failed (log: {shown(logs / 'dbt.log')})",
        failed,
    )


@contextmanager
def _interruptible() -> Iterator[None]:
    """Raise KeyboardInterrupt at the end if there was one inside: dbt takes it for an error of its own."""
    if current_thread() is not main_thread():
        yield
        return
    interrupted = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal interrupted
        interrupted = True
        signal.default_int_handler(number, frame)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if interrupted:
            raise KeyboardInterrupt


def _reasons(warehouse: Warehouse, result: Any) -> list[str]:
    """Why a node of dbt failed: a test that found rows may say it better than dbt, which counts them."""
    message = f"{result.node.resource_type} {result.node.name}: {_one_line(result.message)}"
    if result.status != "fail":
        return [message]
    with suppress(duckdb.Error, SoxaError), read_working(warehouse) as connection:
        return failures(connection, result.node.compiled_code)[1] or [message]
    return [message]


def _one_line(message: str | None) -> str:
    return " ".join((message or "no message").split())[:300]

"""How ``soxa run`` starts the flow: look first, and start the heavy things side by side only if there is work."""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from contextvars import copy_context
from pathlib import Path

from flows.importing import importing
from flows.look import look, note_unchanged
from flows.report import RunReport
from flows.server import PrefectServer
from flows.steps import Steps, current_steps
from flows.validation import Check, Validator, current_check
from ingest.errors import SoxaError
from warehouse.connection import open_working
from warehouse.lock import run_lock
from warehouse.paths import Warehouse, shown

_QUIET_PREFECT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # errors are told by the command itself, in a sentence
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
}


def run(inbox: Path, root: Path, steps: Steps, check: Check | None = None) -> RunReport:
    """Run the main job over ``inbox`` into the warehouse under ``root``.

    ``check`` validates the candidate; without it a process is started for that, which gets ready while dbt works.
    Raises FileNotFoundError if there is no inbox, SoxaError for what a user can mend.
    """
    warehouse = Warehouse(root.resolve())
    try:
        warehouse.create()
    except OSError as error:
        raise SoxaError(
            f"the warehouse {shown(root)} cannot be written ({error.strerror}): name another with --warehouse"
        ) from error
    report = _unchanged(inbox, warehouse, steps) or _run_flow(inbox, warehouse, steps, check)
    report.seconds = {**steps.seconds, "in all": steps.total()}
    return report


def _unchanged(inbox: Path, warehouse: Warehouse, steps: Steps) -> RunReport | None:
    with (
        steps.step("discover", "looking through the inbox"),
        run_lock(warehouse.lock),
        open_working(warehouse) as connection,
    ):
        outlook = look(connection, warehouse, inbox)
        if not outlook.up_to_date:
            return None
        note_unchanged(connection, outlook)
        return outlook.report()


def _run_flow(inbox: Path, warehouse: Warehouse, steps: Steps, check: Check | None) -> RunReport:
    prepare_prefect(warehouse.prefect)
    given = os.environ.get("PREFECT_API_URL")
    with ExitStack() as companions:
        server = None if given else companions.enter_context(PrefectServer(warehouse.prefect))
        with importing():
            with steps.step("start Prefect", "starting Prefect"):
                from prefect.settings import PREFECT_API_URL, temporary_settings

                from flows.main import run_pipeline
            with steps.step("start dbt", "starting dbt"):
                importlib.import_module("dbt.cli.main")
        if server:
            with steps.step("start Prefect", "waiting for Prefect's server"):
                server.wait()
        if check is None:
            check = companions.enter_context(Validator()).validate
        companions.enter_context(temporary_settings({PREFECT_API_URL: server.api_url if server else given}))
        return copy_context().run(_follow, run_pipeline, inbox, warehouse.root, steps, check)


def _follow(flow: Callable[[Path, Path], RunReport], inbox: Path, root: Path, steps: Steps, check: Check) -> RunReport:
    """Run the flow with the stopwatch and the check of this command; what it takes beyond its steps is Prefect's."""
    current_steps.set(steps)
    current_check.set(check)
    before, begun = sum(steps.seconds.values()), time.perf_counter()
    try:
        return flow(inbox, root)
    finally:
        inside = sum(steps.seconds.values()) - before
        steps.add("run Prefect", time.perf_counter() - begun - inside)


def prepare_prefect(home: Path) -> None:
    """Set what Prefect reads from the environment when it is imported: quiet, no telemetry, files under ``home``."""
    for name, value in {**_QUIET_PREFECT, "PREFECT_HOME": str(home)}.items():
        os.environ.setdefault(name, value)
    beyond_proxies = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    os.environ["no_proxy"] = ",".join(filter(None, (beyond_proxies, "127.0.0.1")))

"""How ``soxa run`` starts the flow: look first, and start the heavy things side by side only if there is work."""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from expectations.run import load
from flows.importing import importing
from flows.look import look, note_unchanged
from flows.report import RunReport
from flows.server import PrefectServer
from flows.steps import Steps, current_steps
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


def run(inbox: Path, root: Path, steps: Steps) -> RunReport:
    """Run the main job over ``inbox`` into the warehouse under ``root``.

    Raises FileNotFoundError if there is no inbox, SoxaError for what a user can mend.
    """
    warehouse = Warehouse(root.resolve())
    try:
        warehouse.create()
    except OSError as error:
        raise SoxaError(
            f"the warehouse {shown(root)} cannot be written ({error.strerror}): name another with --warehouse"
        ) from error
    report = _unchanged(inbox, warehouse, steps) or _run_flow(inbox, warehouse, steps)
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


def _run_flow(inbox: Path, warehouse: Warehouse, steps: Steps) -> RunReport:
    prepare_prefect(warehouse.prefect)
    given = os.environ.get("PREFECT_API_URL")
    with nullcontext() if given else PrefectServer(warehouse.prefect) as server:
        with importing():
            with steps.step("start Prefect", "starting Prefect"):
                from prefect.settings import PREFECT_API_URL, temporary_settings

                from flows.main import run_pipeline
            with steps.step("start dbt", "starting dbt"):
                importlib.import_module("dbt.cli.main")
            with steps.step("start Great Expectations", "starting Great Expectations"):
                load()
        with steps.step("start Prefect", "waiting for Prefect's server"):
            if server:
                server.wait()
        with temporary_settings({PREFECT_API_URL: server.api_url if server else given}):
            return _timed(run_pipeline, inbox, warehouse, steps)


def prepare_prefect(home: Path) -> None:
    """Set what Prefect reads from the environment when it is imported: quiet, no telemetry, files under ``home``."""
    for name, value in {**_QUIET_PREFECT, "PREFECT_HOME": str(home)}.items():
        os.environ.setdefault(name, value)
    beyond_proxies = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    os.environ["no_proxy"] = ",".join(filter(None, (beyond_proxies, "127.0.0.1")))


def _timed(flow: Callable[[Path, Path], RunReport], inbox: Path, warehouse: Warehouse, steps: Steps) -> RunReport:
    """Run the flow; what it takes beyond its steps is Prefect's."""
    before, begun = sum(steps.seconds.values()), time.perf_counter()
    token = current_steps.set(steps)
    try:
        return flow(inbox, warehouse.root)
    finally:
        current_steps.reset(token)
        inside = sum(steps.seconds.values()) - before
        steps.add("run Prefect", time.perf_counter() - begun - inside)

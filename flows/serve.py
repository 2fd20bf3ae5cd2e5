"""``soxa serve``: a Prefect server and a worker on this machine, with the schedules of prefect.yaml."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from flows.console import messages
from flows.start import prepare_prefect
from ingest.errors import SoxaError
from warehouse.lock import run_lock
from warehouse.paths import PROJECT, Warehouse
from warehouse.settings import Settings, settings

POOL = "soxa"
_PATIENCE_SECONDS = 180
_FOR_SCHEDULES = ("run_cron", "revalidate_cron", "prune_cron", "timezone")


def serve_here(place: Warehouse, inbox: Path) -> None:
    """Serve until interrupted. Raises SoxaError if the server does not come up, or a part of it ends by itself."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    place.create()
    with run_lock(place.prefect / "serve.lock"), served(place, inbox) as (server, worker):
        try:
            while server.poll() is None and worker.poll() is None:
                time.sleep(1)
        except KeyboardInterrupt:
            messages().print("stopping")
            return
    raise SoxaError(f"Prefect's {'server' if server.poll() is not None else 'worker'} ended: see {place.logs}")


@contextmanager
def served(place: Warehouse, inbox: Path) -> Iterator[tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]]]:
    """The server and the worker, up, with the deployments made; both are stopped at the end."""
    chosen = settings()
    base = f"http://127.0.0.1:{chosen.serve_port}"
    prepare_prefect(place.prefect)
    environment = _environment(place, inbox, chosen, base)
    place.logs.mkdir(parents=True, exist_ok=True)
    console = messages()
    console.print("starting Prefect's server (half a minute)")
    with ExitStack() as parts:
        bound = ("--host", "127.0.0.1", "--port", str(chosen.serve_port))
        server = parts.enter_context(_part(place, "server", environment, "server", "start", *bound))
        _wait(f"{base}/api/health", server, place)
        _once(environment, "work-pool", "create", POOL, "--type", "process", "--overwrite")
        _once(environment, "deploy", "--all", "--prefect-file", str(PROJECT / "prefect.yaml"))
        worker = parts.enter_context(_part(place, "worker", environment, "worker", "start", "--pool", POOL))
        place.served.write_text(f"{base}/api", encoding="ascii")
        parts.callback(place.served.unlink, missing_ok=True)
        console.print(f"Prefect is up: {base} (this machine only)\n  reads {inbox}: {chosen.run_cron}")
        console.print(f"  checks everything anew: {chosen.revalidate_cron}\n  prunes: {chosen.prune_cron}")
        console.print(f"  time zone {chosen.timezone}; Ctrl-C ends it")
        yield server, worker


def _environment(place: Warehouse, inbox: Path, chosen: Settings, base: str) -> dict[str, str]:
    """What server, worker and the runs that it starts are told, the settings of this process among it."""
    return {
        **os.environ,
        **{f"SOXA_{name.upper()}": str(getattr(chosen, name)) for name in _FOR_SCHEDULES},
        "SOXA_WAREHOUSE": str(place.root),
        "SOXA_INBOX": str(inbox),
        "SOXA_PROJECT": str(PROJECT),
        "PREFECT_API_URL": f"{base}/api",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    }


@contextmanager
def _part(place: Warehouse, name: str, environment: dict[str, str], *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A part of Prefect as a process of its own, with a log; asked to end at the end, and made to if it does not."""
    with (place.logs / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", *command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=PROJECT,
            env=environment,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _once(environment: dict[str, str], *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *command],
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        told = (done.stderr or done.stdout).strip().splitlines()
        raise SoxaError(f"prefect {command[0]} failed: {told[-1] if told else 'it says nothing'}")


def _wait(url: str, server: subprocess.Popen[bytes], place: Warehouse) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    raise SoxaError(
        f"Prefect's server did not come up: see {place.logs / 'server.log'} "
        "(is the port taken? SOXA_SERVE_PORT names another)"
    )


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt

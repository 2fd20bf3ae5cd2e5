"""A Prefect API server that lives as long as the run that started it.

Prefect can start such a server by itself, but only once it is needed, and it outlives a run that is killed. This one
is started first, so that it comes up while the run imports its libraries, and it ends when its parent does: it reads
a pipe that the parent holds open. Run as a module it is the server itself.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Self

from flows.importing import importing
from ingest.errors import SoxaError
from warehouse.paths import Warehouse

if TYPE_CHECKING:
    import uvicorn

PATIENCE_SECONDS = 120
"""The first start in a new warehouse makes Prefect's own database, which takes a while on a slow machine."""


class PrefectServer:
    """A server process on a free port of this machine, reachable by this machine only."""

    def __init__(self, home: Path) -> None:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        self._log = home / "server.log"
        self._base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with listener, self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "flows.server", str(listener.fileno())],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=(listener.fileno(),),
                start_new_session=True,  # Ctrl-C is for the command; this process ends when that one does
                env={**os.environ, "PREFECT_HOME": str(home)},
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def api_url(self) -> str:
        """What Prefect's client wants as PREFECT_API_URL."""
        return f"{self._base}/api"

    def wait(self) -> None:
        """Return when the server answers. Raises SoxaError if it ends, or does not answer in time."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.api_url}/health", timeout=5):
                    return
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.05)
        raise SoxaError(
            f"the Prefect server of this run did not start: see {self._log}; "
            f"if its database is damaged, delete {self._log.parent}, which holds only the history of runs"
        )

    def stop(self) -> None:
        """End the server and wait for it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def served_api(place: Warehouse) -> str | None:
    """The API of the server that ``soxa serve`` runs for this warehouse, if it answers."""
    try:
        base = place.served.read_text(encoding="ascii").strip()
        with urllib.request.urlopen(f"{base}/health", timeout=2):
            return base
    except (OSError, ValueError):  # not there, or not up any more
        return None


def _serve(descriptor: int) -> None:
    running: list[uvicorn.Server] = []
    threading.Thread(target=_end_with_parent, args=(running,), daemon=True).start()
    with importing():
        import uvicorn
        from prefect.server.api.server import create_app

        app = create_app(ephemeral=True, final=True)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
    running.append(server)
    server.run(sockets=[socket.socket(fileno=descriptor)])


def _end_with_parent(running: list[uvicorn.Server]) -> None:
    """Wait for the end of the pipe that the parent holds; then let the server finish what it is at, for a while."""
    sys.stdin.buffer.read()
    for server in running:
        server.should_exit = True
        time.sleep(4)
    os._exit(0)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))

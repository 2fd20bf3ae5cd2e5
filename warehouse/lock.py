"""One run at a time in a warehouse.

The lock is the kernel's (``flock``): it ends with the process that holds it, however that ends, so nothing needs
cleaning up after a crash. What the file says is for people only.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from warehouse.errors import WarehouseBusyError


@contextmanager
def run_lock(path: Path, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the warehouse for one run. Raises WarehouseBusyError if another run holds it, and goes on holding it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        deadline = time.monotonic() + wait_seconds
        while not _take(descriptor):
            if time.monotonic() < deadline:
                time.sleep(0.5)
                continue
            raise WarehouseBusyError(
                f"another run is at work in {path.parent} ({_read(descriptor) or 'just started'}): "
                "try again when it is done"
            )
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()}, since {datetime.now():%Y-%m-%d %H:%M:%S}".encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def lock_holder(path: Path) -> str | None:
    """Who holds the lock ("process 4711, since …"), or None if nobody does."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(descriptor) or "a run that just started"
    else:
        return None
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> bool:
    for pause in (0.05, 0.1, 0.2, None):  # somebody who only asks who holds the lock holds it for a moment
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if pause:
                time.sleep(pause)
        else:
            return True
    return False


def _read(descriptor: int) -> str:
    return os.pread(descriptor, 200, 0).decode("utf-8", "replace").strip()

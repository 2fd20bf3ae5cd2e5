"""Snapshots of before with their Data Docs: kept for a while, to look back or to go back to.

A folder a run under ``history``: ``soxa.duckdb`` is the very file that was published (a second name of it, no copy),
``docs`` its Data Docs, if it was built and checked as a whole.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from warehouse.paths import Warehouse

_DAY = 86_400


def keep_snapshot(warehouse: Warehouse, run_id: str, docs: Path | None) -> None:
    """Give the snapshot that was just published a place in the history; failing at that stops nothing."""
    folder = warehouse.history / run_id
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "soxa.duckdb").hardlink_to(warehouse.published)
        if docs and docs.is_dir():
            shutil.copytree(docs, folder / "docs", dirs_exist_ok=True)


def discard_candidates(warehouse: Warehouse) -> None:
    """Give back the room of candidates that a run which was cut short left behind."""
    if warehouse.candidates.is_dir():
        for leftover in warehouse.candidates.iterdir():
            leftover.unlink(missing_ok=True)


def kept_snapshots(warehouse: Warehouse) -> list[Path]:
    """The folders of the history, newest first."""
    if not warehouse.history.is_dir():
        return []
    return sorted((path for path in warehouse.history.iterdir() if path.is_dir()), key=_made, reverse=True)


def prune(warehouse: Warehouse, keep: int, days: float, now: float | None = None) -> Sequence[Path]:
    """Remove all but the newest ``keep`` snapshots, and of these those older than ``days``, never the newest.

    Returns the folders that went.
    """
    moment = time.time() if now is None else now
    gone = [
        folder
        for place, folder in enumerate(kept_snapshots(warehouse))
        if place >= keep or (place > 0 and moment - _made(folder) > days * _DAY)
    ]
    for folder in gone:
        shutil.rmtree(folder, ignore_errors=True)
    return gone


def _made(folder: Path) -> float:
    return folder.stat().st_mtime

"""What ``soxa doctor`` says of the keeping of a warehouse: settings, rules, history, schedules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from flows.console import number
from flows.server import served_api
from ingest.errors import SoxaError
from ingest.plan import reader_fingerprint
from warehouse.connection import read_working
from warehouse.history import kept_snapshots
from warehouse.lock import lock_holder
from warehouse.paths import Warehouse, shown
from warehouse.settings import Settings, config_file, settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor. ``advice`` says what to do, and is there only if something is wrong."""

    about: str
    text: str
    advice: str = ""


def upkeep(warehouse: Warehouse) -> Iterator[Finding]:
    """All that is not of one run."""
    yield _settings()
    if warehouse.root.is_dir():
        yield from _rules(warehouse)
        yield _history(warehouse)
        yield _schedules(warehouse)


def megabytes(size: int) -> str:
    """A size for a person."""
    return f"{number(round(size / 1_000_000))} MB"


def _settings() -> Finding:
    chosen = settings()
    changed = [
        f"{name} = {getattr(chosen, name)}"
        for name, field in Settings.model_fields.items()
        if getattr(chosen, name) != field.default
    ]
    said = ", ".join(changed) or "as they come"
    return Finding("settings", f"{said} (file: {config_file()}{'' if config_file().is_file() else ', not there'})")


def _rules(warehouse: Warehouse) -> Iterator[Finding]:
    """A warehouse that is held or damaged is told of elsewhere."""
    if not warehouse.working.exists() or lock_holder(warehouse.lock):
        return
    try:
        with read_working(warehouse) as connection:
            older, held = connection.execute(
                "select count(*) filter (where reader_fingerprint <> ?), count(*) "
                "from raw.files where outcome = 'read'",
                [reader_fingerprint()],
            ).fetchall()[0]
    except (SoxaError, duckdb.Error):
        return
    if older:
        told = f"{number(older)} of {number(held)} reports were read by older ones: `soxa backfill --plan` says more"
    else:
        told = f"all {number(held)} reports were read by today's"
    yield Finding("reading rules", told)


def _history(warehouse: Warehouse) -> Finding:
    kept = kept_snapshots(warehouse)
    size = sum(path.stat().st_size for folder in kept for path in folder.rglob("*") if path.is_file())
    rule = f"the rule: {settings().keep_snapshots} at most, {settings().keep_days} days"
    return Finding("history", f"{number(len(kept))} snapshots, {megabytes(size)} ({rule})")


def _schedules(warehouse: Warehouse) -> Finding:
    api = served_api(warehouse)
    if api:
        return Finding("schedules", f"served, see {api.removesuffix('/api')}")
    if warehouse.served.exists():
        return Finding(
            "schedules",
            f"{shown(warehouse.served)} says that they are served, and nothing answers there",
            "start `soxa serve` again (make serve); nothing runs by itself until then",
        )
    return Finding("schedules", "not served: nothing runs by itself, unless cron or systemd start `soxa run`")

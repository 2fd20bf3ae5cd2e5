"""``soxa doctor``: what is installed, where the warehouse is, what it holds, and what is wrong."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duckdb
from packaging.requirements import Requirement
from rich.text import Text

from flows.console import number, results, table
from flows.upkeep import Finding, megabytes, upkeep
from ingest import ocr
from ingest.errors import SoxaError
from ingest.model import EXTRACTOR_VERSION
from warehouse.connection import first_line, read_working
from warehouse.lock import lock_holder
from warehouse.paths import REQUIREMENTS, Warehouse, shown
from warehouse.publish import mart_rows
from warehouse.runs import last_run

_ROOM_BYTES = 1_000_000_000
_TOLD = ("duckdb", "dbt-core", "polars", "prefect", "great-expectations")


def examine(warehouse: Warehouse) -> bool:
    """Print how things stand; returns whether all is well."""
    findings = [
        *_program(),
        *_place(warehouse),
        *_snapshot(warehouse),
        *_diary(warehouse),
        *upkeep(warehouse),
    ]
    sheet = table(None, "", "", "")
    sheet.show_header = False
    for finding in findings:
        mark = Text("✗", "red") if finding.advice else Text("✓", "green")
        sheet.add_row(mark, Text(finding.about, "bold"), Text(finding.text))
        if finding.advice:
            sheet.add_row("", "", Text(f"→ {finding.advice}", "yellow"))
    results().print(sheet)
    return not any(finding.advice for finding in findings)


def _program() -> Iterator[Finding]:
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("soxa", f"{version('soxa')}, extractor version {EXTRACTOR_VERSION}, Python {python}")
    wanted = _locked(REQUIREMENTS)
    installed = {name: _installed(name) for name in wanted}
    wrong = [
        f"{name} is {installed[name] or 'not installed'}, {exact} is wanted"
        for name, exact in wanted.items()
        if installed[name] != exact
    ]
    told = ", ".join(f"{name} {installed[name]}" for name in _TOLD)
    if wrong:
        more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
        yield Finding("packages", "; ".join(wrong[:3]) + more, "make setup (or: pip install -r requirements.lock)")
    else:
        yield Finding("packages", f"{len(wanted)} as locked: {told}")
    recognised = "Tesseract with Vietnamese" if ocr.available() else f"not installed: {ocr.HOW_TO_GET}"
    yield Finding("reading scans", recognised)  # optional, so its lack is nothing to mend


def _locked(path: Path) -> dict[str, str]:
    """Name → version of what requirements.lock wants on this machine."""
    wanted = (Requirement(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {
        each.name: str(each.specifier).removeprefix("==")
        for each in wanted
        if each.marker is None or each.marker.evaluate()
    }


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _place(warehouse: Warehouse) -> Iterator[Finding]:
    if not warehouse.root.is_dir():
        yield Finding(
            "warehouse", f"{shown(warehouse.root)} is not there", "soxa run makes it; or name another with --warehouse"
        )
        return
    size = sum(path.stat().st_size for path in warehouse.root.rglob("*") if path.is_file())
    free = shutil.disk_usage(warehouse.root).free
    text = f"{shown(warehouse.root)}, {megabytes(size)}; {megabytes(free)} free on that disk"
    yield Finding("warehouse", text, "" if free > _ROOM_BYTES else "make room on this disk: a run needs about 1 GB")
    holder = lock_holder(warehouse.lock)
    yield Finding("run lock", f"held by {holder}" if holder else "free")


def _snapshot(warehouse: Warehouse) -> Iterator[Finding]:
    path = warehouse.published
    if not path.exists():
        yield Finding("snapshot", "nothing has been published yet", "soxa run")
        return
    try:
        rows = mart_rows(path)
    except duckdb.Error as error:
        yield Finding(
            "snapshot", f"{shown(path)} cannot be read ({first_line(error)})", "move the file away, then soxa run"
        )
        return
    made = datetime.fromtimestamp(path.stat().st_mtime)
    yield Finding("snapshot", f"{shown(path)}, of {made:%Y-%m-%d %H:%M}, {megabytes(path.stat().st_size)}")
    yield Finding("it holds", ", ".join(f"{name} {number(count)}" for name, count in rows.items()))


def _diary(warehouse: Warehouse) -> Iterator[Finding]:
    if not warehouse.working.exists():
        return
    busy = lock_holder(warehouse.lock)
    try:
        with read_working(warehouse) as connection:
            run = last_run(connection)
    except (SoxaError, duckdb.Error) as error:
        if not busy:
            yield Finding(
                "working database", first_line(error), "close what holds it, or move a damaged file away; then soxa run"
            )
        return
    if run is None:
        return
    started = run.started_at.replace(tzinfo=UTC).astimezone()
    text = f"{run.run_id}, begun {started:%Y-%m-%d %H:%M}, {run.outcome}"
    if run.finished_at is None and not busy:
        yield Finding(
            "last run", f"{run.run_id}, begun {started:%Y-%m-%d %H:%M}, was cut short", "soxa run finishes the work"
        )
    elif run.outcome in ("blocked", "failed"):
        yield Finding(
            "last run",
            f"{text}: {run.message}",
            "mend what it names, then soxa run; what was published before is untouched",
        )
    else:
        yield Finding("last run", text)

"""What ``soxa run`` prints when it is done."""

from __future__ import annotations

from datetime import datetime

from rich.text import Text

from flows.console import cell, number, results, table
from flows.report import RunReport
from warehouse.paths import Warehouse, shown


def print_summary(report: RunReport, inbox: str, warehouse: Warehouse) -> None:
    """Say what was read, what was refused and why, what the snapshot holds, and where the time went."""
    console = results()
    took = report.seconds["in all"]
    if report.outcome == "unchanged":
        made = datetime.fromtimestamp(warehouse.published.stat().st_mtime)
        console.print(
            Text(
                f"Nothing new: all {number(report.known)} files of {inbox} are known. "
                f"The snapshot of {made:%Y-%m-%d %H:%M} stands: {shown(warehouse.published)} ({took:.1f} s)"
            )
        )
        _tell_left(report)
        return
    counts = report.counts()
    del counts["found"]
    told = ", ".join(f"{number(count)} {name}" for name, count in counts.items() if count) or "none"
    files = f"{number(report.found)} files in {inbox}" if report.found else inbox
    console.print(Text(f"{files}: {told}", style="bold"))
    if report.rules_changed:
        console.print(Text("The rules changed since the last run: all marts were built again from the stored reports."))
    _tell_left(report)
    if report.refused:
        refused = table("\nRefused", "file", "reason")
        for source_file, reason in report.refused:
            refused.add_row(cell(source_file), cell(reason))
        console.print(refused)
    holds = table("\nPublished", "table", "rows", right=("rows",))
    for name, count in report.rows.items():
        holds.add_row(cell(name), number(count))
    console.print(holds)
    times = table("\nSeconds", "step", "s", right=("s",))
    for step, seconds in report.seconds.items():
        times.add_row(step, f"{seconds:.1f}")
    console.print(times)
    console.print(
        Text(
            f"\n{number(report.broken_checks)} of the reports' own sums and ratios do not come out: "
            "`soxa audit --all` tells them.\n"
        )
        + Text(f"Snapshot: {shown(warehouse.published)}\nData Docs: {shown(report.docs or warehouse.docs)}")
    )


def _tell_left(report: RunReport) -> None:
    if report.left:
        results().print(
            Text(
                f"{number(report.left)} reports were read by older rules and stay so until `soxa backfill` "
                "(`soxa backfill --plan` says what it would do).",
                style="yellow",
            )
        )

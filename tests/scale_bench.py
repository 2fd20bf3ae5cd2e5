"""What a warehouse of many reports costs: ``make scale COUNT=2000``.

Reports are made up (`synthetic`) and read by real runs of the command, each in a process of its own: all of them at
once, then nothing new, then one more. The same with twenty reports, the fewest of which one more is built alone. Told
are wall clock, processor time of all processes of a run, and the most memory that one of them held.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from synthetic import reports

from warehouse.paths import Warehouse
from warehouse.publish import mart_rows

_FEW = 20
_BUILT = re.compile(r"OK created sql \S+ model (\S+) .* in ([\d.]+)s")
_DONE = re.compile(r"Finished running .* in (.*) \(([\d.]+)s\)")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of the command took: seconds, seconds of processors, megabytes."""

    wall: float
    processor: float
    memory: float


def main() -> None:
    """Make the reports, run the command, print what it took."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--count", type=int, default=2000)
    count = wanted.parse_args().count
    out = sys.stdout.write
    out(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n\n")
    out(f"{'reports':>8} {'run':14} {'s':>7} {'CPU s':>7} {'MB':>7}\n")
    with tempfile.TemporaryDirectory(prefix="soxa-scale-") as folder:
        for number in dict.fromkeys((_FEW, count)):
            place = Path(folder) / str(number)
            for name, cost in _costs(place, number):
                out(f"{number:8,} {name:14} {cost.wall:7.1f} {cost.processor:7.1f} {cost.memory:7.0f}\n")
        _tell_build(Warehouse(place / "warehouse"))


def _costs(place: Path, count: int) -> Iterator[tuple[str, Cost]]:
    inbox, warehouse = place / "inbox", Warehouse(place / "warehouse")
    inbox.mkdir(parents=True)
    *most, (last_name, last_text) = reports(count + 1)
    for name, text in most:
        (inbox / name).write_text(text, encoding="utf-8")
    yield "all", _run(inbox, warehouse)
    (warehouse.dbt / "logs" / "dbt.log").rename(place / "build.log")
    yield "nothing new", _run(inbox, warehouse)
    (inbox / last_name).write_text(last_text, encoding="utf-8")
    yield "one more", _run(inbox, warehouse)


def _run(inbox: Path, warehouse: Warehouse) -> Cost:
    begun = time.perf_counter()
    command = [sys.executable, "-m", "flows.cli", "run", str(inbox), "--warehouse", str(warehouse.root)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"`soxa run` ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _tell_build(warehouse: Warehouse) -> None:
    """The whole build of the last warehouse, by dbt's own log, and what came of it."""
    log = (warehouse.root.parent / "build.log").read_text(encoding="utf-8")
    done = _DONE.findall(log)[-1]
    out = sys.stdout.write
    out(f"\ndbt build of the whole: {float(done[1]):.1f} s, the longest models:\n")
    built = sorted(((float(seconds), name) for name, seconds in _BUILT.findall(log)), reverse=True)
    for seconds, name in built[:10]:
        out(f"  {seconds:6.1f}  {name}\n")
    rows = mart_rows(warehouse.published)
    sizes = " and ".join(f"{path.stat().st_size / 1e6:,.0f} MB" for path in (warehouse.working, warehouse.published))
    out(f"{rows['fct_figures']:,} figures, {rows['fct_audit_checks']:,} checks; databases of {sizes}\n")


if __name__ == "__main__":
    main()

"""Kill runs, take away their disk, hold their files, turn their clock; then see that the next run makes it good.

``make chaos COUNT=200``. Each case begins with a copy of a published warehouse and an inbox with something new, lets
one fault happen to a run, looks whether the snapshot is whole, runs again, and compares the marts with those of a run
that nothing happened to. Before that, readers query a snapshot that is replaced under their eyes.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import chaos
from chaos import BOUNDARIES, NO_FAULT, Fault
from readers import read_while_publishing
from rich.progress import track

from warehouse.paths import SAMPLES, Warehouse

HERE = Path(__file__).parent
REPORTS = (*sorted(SAMPLES.glob("*.txt")), *sorted((HERE / "fixtures" / "reports").glob("*.txt")))
_CUT = 9_000
"""Characters kept of each report: reading and coding are not what is tried here."""


@dataclass(frozen=True, slots=True)
class Case:
    """One fault. ``instant``: killed after that share of an undisturbed run's time."""

    kind: str
    fault: Fault = NO_FAULT
    instant: float | None = None
    whole: bool = False
    checks: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """What every case begins with, and what it must come to."""

    warehouse: Warehouse
    inbox: Path
    before: str
    after: str
    seconds: dict[bool, float]  # of an undisturbed run, of new reports alone and of the whole


def main() -> None:
    """Run the cases and say how many came out well; the exit code is 1 if one did not."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--count", type=int, default=200)
    wanted.add_argument("--lanes", type=int, default=os.cpu_count() or 1, help="cases at a time")
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--publishes", type=int, default=50)
    wanted.add_argument("--readers", type=int, default=8)
    asked = wanted.parse_args()
    chaos.serve(chaos.HEAVY)
    out = sys.stdout.write
    with tempfile.TemporaryDirectory(prefix="soxa-chaos-") as folder:
        work = Path(folder)
        seen = read_while_publishing(Warehouse(work / "read"), asked.readers, asked.publishes)
        out(f"{asked.readers} readers, {asked.publishes} publishes: {seen.queries} queries, ")
        out(f"{seen.failed} failed, {seen.torn} torn\n")
        stage = _set_stage(work)
        cases = list(_cases(asked.count, random.Random(asked.seed)))
        with ThreadPoolExecutor(asked.lanes) as lanes:
            tried = lanes.map(lambda numbered: _try(stage, work / f"case-{numbered[0]}", numbered[1]), enumerate(cases))
            wrong = []
            for case, why in zip(cases, track(tried, "faults", total=len(cases), transient=True), strict=True):
                if why:
                    wrong.append(case)
                    out(f"NOT RECOVERED: {case}: {why}\n")
        for kind, count in sorted(Counter(case.kind for case in cases).items()):
            out(f"{kind:32} {count - sum(case.kind == kind for case in wrong):4} of {count:4}\n")
        out(f"{len(cases) - len(wrong)} of {len(cases)} recovered to the same marts (seed {asked.seed})\n")
    sys.exit(bool(wrong or seen.failed or seen.torn))


def _set_stage(work: Path) -> Stage:
    """A warehouse published by a real run, and an inbox with two new reports and a file that is none."""
    old, inbox = work / "old", work / "inbox"
    for folder in (old, inbox):
        folder.mkdir()
    for place, report in enumerate(REPORTS):
        text = report.read_text(encoding="utf-8")[:_CUT]
        (inbox / report.name).write_text(text, encoding="utf-8")
        if place < len(REPORTS) - 2:
            (old / report.name).write_text(text, encoding="utf-8")
    (inbox / "empty.txt").write_bytes(b"")
    warehouse = Warehouse(work / "warehouse")
    command = [sys.executable, "-m", "flows.cli", "run", str(old), "--warehouse", str(warehouse.root)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds, after = {}, ""
    for whole in (False, True):
        copy = chaos.copy_of(warehouse, work / f"undisturbed-{whole}")
        if whole:
            assert chaos.finish(chaos.start_run(old, copy.root)) == 0  # imports what the first fork imports
        begun = time.perf_counter()
        assert chaos.finish(chaos.start_run(inbox, copy.root, whole=whole)) == 0
        seconds[whole] = time.perf_counter() - begun
        digest = chaos.marts_digest(copy.published)
        assert after in ("", digest), "new reports built alone are not the same as all built anew"
        after = digest
    return Stage(warehouse, inbox, chaos.marts_digest(warehouse.published), after, seconds)


def _cases(count: int, chance: random.Random) -> Iterator[Case]:
    boundaries = [Fault(at, after) for at in BOUNDARIES for after in (False, True)]
    others = [
        Case("no room on the disk", Fault(room=chance.randrange(1, 60) * 1_000_000)),
        Case("held open by a BI tool"),
        Case("two runs at once"),
        Case("killed, clock set back", Fault("flows.pipeline.publish_candidate", clock=-400)),
        Case("killed, clock ahead", Fault("flows.pipeline.build_increment", clock=400)),
        Case("killed while validating", instant=chance.uniform(0.3, 1.5), checks=True),
        Case("cold `soxa run` killed", instant=chance.uniform(0.1, 3)),
        Case("second kill of the same", Fault("warehouse.addition._put_in", nth=2)),
    ]
    for number in range(count):
        place = number // 10
        match number % 10:
            case 0 | 2 | 4 | 6:
                fault = boundaries[(4 * place + number % 10 // 2) % len(boundaries)]
                yield Case("killed at a boundary", fault)
            case 8:
                fault = boundaries[(7 * place) % len(boundaries)]
                yield Case("killed, all marts, boundary", fault, whole=True)
            case 5:
                yield others[place % len(others)]
            case 9 if place % 2:
                yield Case("killed, all marts, any instant", instant=chance.random(), whole=True)
            case _:
                yield Case("killed at any instant", instant=chance.random())


def _try(stage: Stage, root: Path, case: Case) -> str:
    """Let the fault happen and make it good; returns what is wrong, "" if nothing is."""
    warehouse = chaos.copy_of(stage.warehouse, root)
    try:
        _suffer(stage, warehouse, case)
        if chaos.marts_digest(warehouse.published) not in (stage.before, stage.after):
            return "the snapshot is neither that of before nor that of after"
        code = chaos.finish(chaos.start_run(stage.inbox, warehouse.root))
        if code:
            return f"the next run ended with {code}"
        if chaos.marts_digest(warehouse.published) != stage.after:
            return "the marts are not the same"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return ""


def _suffer(stage: Stage, warehouse: Warehouse, case: Case) -> None:
    if case.kind.startswith("cold"):
        _kill_cold(stage, warehouse, case.instant or 0)
        return
    holder = chaos.hold_open(warehouse.working) if case.kind.startswith("held") else None
    processes = [chaos.start_run(stage.inbox, warehouse.root, case.fault, case.whole, case.checks)]
    if case.kind.startswith("two"):
        processes.append(chaos.start_run(stage.inbox, warehouse.root))
    if case.instant is not None:
        processes[0].join(timeout=case.instant * stage.seconds[case.whole])
        processes[0].kill()
    codes = [chaos.finish(process) for process in processes]
    if holder:
        chaos.let_go(holder)
        assert codes == [1], f"a run with its database held open ended with {codes}"
    if case.kind.startswith("two"):
        assert min(codes) == 0, f"neither of two runs at once went through: {codes}"


def _kill_cold(stage: Stage, warehouse: Warehouse, instant: float) -> None:
    command = [sys.executable, "-m", "flows.cli", "run", str(stage.inbox), "--warehouse", str(warehouse.root)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(timeout=instant * stage.seconds[True])
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)


if __name__ == "__main__":
    main()

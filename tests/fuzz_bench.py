"""Feed the readers and the engine with spoiled files for an hour: ``make fuzz MINUTES=60``.

Every case is made from its seed alone (`fuzz_files`), read in a worker process as a run would read it, and looked over
(`fuzz_checks`). What crashes a worker, takes longer or more memory than its size allows, lets an exception out or
breaks a promise is kept with its seed; ``python tests/fuzz_bench.py --seed N`` tries that one again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from fuzz_checks import APART, Outcome, bound, try_case, work
from fuzz_files import kind_of, make_case

KEPT = Path(__file__).parent.parent / "warehouse" / "data" / "fuzz"
_KEPT_OF_A_KIND = 5
_RENEWED = 400
"""Cases after which the worker for formats decoded apart is a new one: in a run every file has its own."""
_GROWTH_MEGABYTES = 64.0
_PATIENCE = 10.0
"""Times the bound in processor time that a worker may take by the clock before it is killed."""
_SCAN_SECONDS = 300.0


class Worker:
    """A process that tries cases; a new one takes the place of one that died or was killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.done = 0
        self.process: BaseProcess | None = None
        self.calls: Connection | None = None

    def try_seed(self, seed: int, kind: str) -> Outcome:
        """What became of this case; a crash and a hang are findings."""
        if self.process is None:
            self._start()
        assert self.process
        assert self.calls
        patience = _SCAN_SECONDS if kind == "scan" else _PATIENCE * bound(400_000)
        begun = time.monotonic()
        finding = ""
        try:
            self.calls.send(seed)
            if self.calls.poll(patience):
                self.done += 1
                outcome: Outcome = self.calls.recv()
                return outcome
            finding = f"hang: {kind}"
        except (EOFError, OSError):
            self.process.join(5)
            finding = f"crash: {kind}, exit code {self.process.exitcode}"
        self.stop()
        size = len(make_case(seed).data)
        return Outcome(seed, kind, size, ("no answer",), time.monotonic() - begun, 0.0, 0.0, finding)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.calls, theirs = context.Pipe()
        self.process = context.Process(target=work, args=(theirs, str(self.folder)), daemon=True)
        self.process.start()
        theirs.close()
        self.done = 0

    def stop(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.process = None


@dataclass(slots=True)
class Tally:
    """What came of all cases so far."""

    cases: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, Outcome] = field(default_factory=dict)
    largest: dict[str, Outcome] = field(default_factory=dict)
    findings: dict[str, list[Outcome]] = field(default_factory=lambda: defaultdict(list))
    held: list[tuple[float, float]] = field(default_factory=list)  # minutes, MB

    def add(self, outcome: Outcome) -> None:
        """Count one case."""
        kind = outcome.kind
        self.cases[kind] += 1
        self.read[kind] += "read" in outcome.codes
        self.refused.update(code for code in outcome.codes if code != "read")
        for most, measure in ((self.slowest, "seconds"), (self.largest, "peak")):
            if kind not in most or getattr(outcome, measure) > getattr(most[kind], measure):
                most[kind] = outcome
        if outcome.finding:
            self.findings[outcome.finding].append(outcome)


def main() -> None:
    """Try cases for so many minutes, or the one of a seed; exit code 1 if there is a finding."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--first", type=int, default=None, help="seed of the first case; by default another each time")
    options.add_argument("--seed", type=int, default=None, help="try this one case alone, in this process")
    options.add_argument("--keep", type=Path, default=KEPT, help="where files of findings are kept")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="soxa-fuzz-") as place:
        if given.seed is not None:
            sys.stdout.write(f"{try_case(make_case(given.seed), Path(place))}\n")
            return
        tally = _fuzz(given.minutes, given.first or int(time.time()) * 1_000, given.keep, Path(place))
    _print(tally, given.keep)
    sys.exit(bool(tally.findings))


def _fuzz(minutes: float, first: int, keep: Path, place: Path) -> Tally:
    tally = Tally()
    apart, alone = Worker(place / "apart"), Worker(place / "alone")
    begun = time.monotonic()
    told = 0
    seed = first
    while (passed := (time.monotonic() - begun) / 60) < minutes:
        kind = kind_of(seed)
        outcome = (apart if kind in APART else alone).try_seed(seed, kind)
        if kind not in APART and outcome.held:
            tally.held.append((passed, outcome.held))
        tally.add(outcome)
        if outcome.finding and len(tally.findings[outcome.finding]) <= _KEPT_OF_A_KIND:
            _keep(outcome, keep)
        if apart.done >= _RENEWED:
            apart.stop()
        if passed >= told:
            sys.stdout.write(
                f"{passed:5.0f} min  {tally.cases.total():7} cases  {len(tally.findings)} kinds of findings\n"
            )
            sys.stdout.flush()
            told += 5
        seed += 1
    apart.stop()
    alone.stop()
    growth = _growth(tally.held, minutes)
    if growth > _GROWTH_MEGABYTES:
        what = f"growth: {growth:.0f} MB between the first and the last third of the time"
        tally.findings[what].append(replace(outcome, finding=what))
    return tally


def _growth(held: list[tuple[float, float]], minutes: float) -> float:
    """MB that the process which is never renewed held more in the last third of the time than in the first.

    The least of each third counts, behind the first tenth, in which it fills its tables.
    """
    early = [memory for passed, memory in held if 0.1 * minutes < passed < minutes / 3]
    late = [memory for passed, memory in held if passed > 2 * minutes / 3]
    return min(late) - min(early) if early and late else 0.0


def _keep(outcome: Outcome, keep: Path) -> None:
    keep.mkdir(parents=True, exist_ok=True)
    case = make_case(outcome.seed)
    (keep / f"{outcome.seed}_{case.name}").write_bytes(case.data)
    with (keep / "findings.txt").open("a", encoding="utf-8") as file:
        file.write(f"{outcome}\n")
    sys.stdout.write(f"      {outcome.finding}  --seed {outcome.seed}\n")


def _print(tally: Tally, keep: Path) -> None:
    out = sys.stdout.write
    out(f"\n{'format':8} {'cases':>8} {'read':>8} {'slowest':>9} {'of bytes':>9} {'most memory':>12}  slowest\n")
    for kind, cases in sorted(tally.cases.items()):
        slow, large = tally.slowest[kind], tally.largest[kind]
        time_and_memory = f"{slow.seconds:7.1f} s {slow.size:9} {large.peak:9.0f} MB"
        out(f"{kind:8} {cases:8} {tally.read[kind]:8} {time_and_memory}  --seed {slow.seed}\n")
    out(f"{'all':8} {tally.cases.total():8} {tally.read.total():8}\n\nrefused\n")
    for code, count in tally.refused.most_common():
        out(f"  {code:22} {count:7}\n")
    out("\nmemory of the process that reads on and on\n")
    for passed, memory in tally.held[:: max(1, len(tally.held) // 12)]:
        out(f"  {passed:5.0f} min {memory:6.0f} MB\n")
    out(f"\n{len(tally.findings)} kinds of findings\n")
    for finding, outcomes in sorted(tally.findings.items(), key=lambda one: -len(one[1])):
        out(f"  {len(outcomes):5} times {finding}  --seed {outcomes[0].seed}\n")
    if tally.findings:
        out(f"Files and seeds: {keep}\n")


if __name__ == "__main__":
    main()

"""How many planted breaks the audit finds: ``make plants``.

Into copies of the repository's reports one break at a time is planted where a sum was right (:mod:`plants`), all copies
are read in one real run, and what the audit says is compared with what it says of the report as it is. A plant counts
as found where a new finding names a figure that it touched; a new finding that names none is a false alarm.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from random import Random

import duckdb
from plants import Plant, claims_of, plants_of

from warehouse.paths import SAMPLES, Warehouse

HERE = Path(__file__).parent
REPORTS = (*sorted(SAMPLES.glob("*.txt")), *sorted((HERE / "fixtures" / "reports").glob("*.txt")))
PASSAGES = tuple(sorted((HERE / "passages").glob("*.txt")))

Finding = tuple[float, tuple[float, ...]]
"""What is stated, and the values of all terms: the same finding in two copies of a report."""


def main() -> None:
    """Print the table, and what was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plants", type=int, default=300, help="how many breaks to plant (300)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (1)")
    parser.add_argument("--passages", action="store_true", help="into the fictional passages too")
    parser.add_argument("--keep", type=Path, help="a folder for the copies and the warehouse, kept afterwards")
    asked = parser.parse_args()
    reports = {path.name: path for path in (*REPORTS, *(PASSAGES if asked.passages else ()))}
    planted = _pick(reports.values(), asked.plants, Random(asked.seed))
    with tempfile.TemporaryDirectory(prefix="soxa-plants-") as place:
        root = asked.keep or Path(place)
        inbox = root / "inbox"
        inbox.mkdir(parents=True)
        for path in reports.values():
            (inbox / f"as-it-is@{path.name}").write_bytes(path.read_bytes())
        for number, (name, plant) in planted.items():
            (inbox / f"{number}@{name}").write_bytes(plant.text.encode())
        warehouse = Warehouse(root / "warehouse")
        soxa = Path(sys.executable).parent / "soxa"
        subprocess.run([soxa, "run", inbox, "--warehouse", warehouse.root], check=True, stdout=sys.stderr)
        _print(planted, *_findings(warehouse.published))


def _pick(reports: Iterable[Path], count: int, random: Random) -> dict[str, tuple[str, Plant]]:
    """Plants by number, taken at random out of all that the reports allow."""
    possible: dict[str, tuple[str, Plant]] = {}
    for path in reports:
        with path.open(encoding="utf-8", newline="") as handle:
            text = handle.read()
        plants = [plant for claim in claims_of(path, text) for plant in plants_of(claim, text, random)]
        possible |= {plant.text: (path.name, plant) for plant in plants}
    picked = random.sample(list(possible.values()), min(count, len(possible)))
    return {f"{number:04}": one for number, one in enumerate(picked)}


Findings = dict[str, dict[Finding, list[tuple[int, int]]]]


def _findings(published: Path) -> tuple[Findings, Counter[str]]:
    """By file: the broken checks with the places of their figures; and how many checks hold."""
    findings: Findings = defaultdict(dict)
    holding: Counter[str] = Counter()
    query = """
        select
            r.source_file, c.holds, c.stated_value, list(t.value order by t.value),
            list([f.char_start, f.char_end] order by f.char_start)
        from marts.fct_audit_checks as c
        inner join marts.dim_reports as r on c.report_id = r.report_id
        inner join marts.fct_audit_terms as t on c.check_id = t.check_id
        inner join marts.fct_figures as f on t.figure_id = f.figure_id
        group by c.check_id, r.source_file, c.holds, c.stated_value
    """
    with duckdb.connect(str(published), read_only=True) as connection:
        for file, holds, stated, values, places in connection.execute(query).fetchall():
            if holds:
                holding[file] += 1
            else:
                findings[file][float(stated), tuple(float(value) for value in values)] = [(a, b) for a, b in places]
    return findings, holding


def _print(planted: dict[str, tuple[str, Plant]], findings: Findings, holding: Counter[str]) -> None:
    planted_of: Counter[str] = Counter()
    found_of: Counter[str] = Counter()
    alarms_of: Counter[str] = Counter()
    missed, alarms = [], []
    for number, (name, plant) in planted.items():
        new = {
            finding: places
            for finding, places in findings[f"{number}@{name}"].items()
            if finding not in findings[f"as-it-is@{name}"]
        }
        named = [
            any(first < end and start < last for first, last in places for start, end in plant.touched)
            for places in new.values()
        ]
        planted_of[plant.kind] += 1
        found_of[plant.kind] += any(named)
        alarms_of[plant.kind] += named.count(False)
        if not any(named):
            missed.append(f"  {number} {name} {plant.kind}: {plant.told}")
        alarms += [f"  {number} {name} {plant.kind}: {one}" for one, hit in zip(new, named, strict=True) if not hit]
    out = sys.stdout.write
    out(f"{'planted':28} {'':>5} {'found':>6} {'missed':>6} {'false alarms':>13}\n")
    for kind in sorted(planted_of):
        out(
            f"{kind:28} {planted_of[kind]:5} {found_of[kind]:6} {planted_of[kind] - found_of[kind]:6} "
            f"{alarms_of[kind]:13}\n"
        )
    total, checks = planted_of.total(), sum(holding[f"{number}@{name}"] for number, (name, _) in planted.items())
    out(
        f"{'in all':28} {total:5} {found_of.total():6} {total - found_of.total():6} {alarms_of.total():13}\n"
        f"found {found_of.total() / total:.1%}; {alarms_of.total()} false alarms beside {checks} checks that hold "
        f"({100 * alarms_of.total() / checks:.2f} per 100)\n"
    )
    out("\n".join(["missed:", *missed, "false alarms:", *alarms]) + "\n")


if __name__ == "__main__":
    main()

"""How much of a report's facts survives rewritings that keep its meaning: ``make metamorphic``.

Every report of the repository is written anew in each way of :mod:`variants`, all of them are read in one real run, and
the facts of the four core tables are compared with those of the report as it is. A fact counts as kept where table,
code, scope, value, unit, period and scenario are the same.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import duckdb
from variants import ENCODED, VARIANTS, scanned

from warehouse.paths import SAMPLES, Warehouse

HERE = Path(__file__).parent
REPORTS = (*sorted(SAMPLES.glob("*.txt")), *sorted((HERE / "fixtures" / "reports").glob("*.txt")))
PASSAGES = tuple(sorted((HERE / "passages").glob("*.txt")))
PLAIN = "as it is"
FACTS = """
select 'budget', fund, line_code, scenario, period, amount_vnd, 'VND', report_id from marts.fct_budget_lines
union all
select 'population', residence, measure_code, scenario, period, value, unit, report_id from marts.fct_population
union all
select 'security', measure, category_code, scenario, period, value, unit, report_id from marts.fct_security_incidents
union all
select 'admin_proc', field_code, measure_code, scenario, period, value, unit, report_id from marts.fct_admin_procedures
"""

Facts = Counter[tuple[object, ...]]


def main(arguments: list[str]) -> None:
    """Print the table. Arguments: reports to use instead of those of the repository."""
    reports = [Path(name) for name in arguments] or [*REPORTS, *PASSAGES]
    with tempfile.TemporaryDirectory(prefix="soxa-metamorphic-") as place:
        inbox = Path(place) / "inbox"
        inbox.mkdir()
        for report in reports:
            _write_variants(report, inbox)
        warehouse = Warehouse(Path(place) / "warehouse")
        soxa = Path(sys.executable).parent / "soxa"
        subprocess.run([soxa, "run", inbox, "--warehouse", warehouse.root], check=True, stdout=sys.stderr)
        _print(_facts(warehouse.published), [report.name for report in reports])


def _write_variants(report: Path, inbox: Path) -> None:
    with report.open(encoding="utf-8", newline="") as handle:
        text = handle.read()
    written = {PLAIN: text.encode()}
    written |= {name: rewrite(text).encode() for name, rewrite in VARIANTS.items()}
    written |= {name: encode(text) for name, encode in ENCODED.items()}
    written["scanned"] = scanned(text).encode()
    for name, data in written.items():
        if name == PLAIN or data != written[PLAIN]:
            (inbox / f"{name}@{report.name}").write_bytes(data)


def _facts(published: Path) -> dict[tuple[str, str], Facts]:
    """(variant, report) → its core facts."""
    facts: dict[tuple[str, str], Facts] = defaultdict(Counter)
    with duckdb.connect(str(published), read_only=True) as connection:
        sources = dict(connection.execute("select report_id, source_file from marts.dim_reports").fetchall())
        for *fact, report_id in connection.execute(FACTS).fetchall():
            variant, _, name = sources[report_id].partition("@")
            facts[variant, name][tuple(fact)] += 1
    return facts


def _print(facts: dict[tuple[str, str], Facts], reports: list[str]) -> None:
    out = sys.stdout.write
    out(f"{'rewritten as':20} {'reports':>7} {'facts':>6} {'kept':>7} {'new':>5}   the least kept\n")
    for variant in (*VARIANTS, *ENCODED, "scanned"):
        shares = {}
        total = kept = new = 0
        for name in reports:
            if (variant, name) not in facts:
                continue
            before, after = facts[PLAIN, name], facts[variant, name]
            shares[name] = (before & after).total() / max(before.total(), 1)
            total, kept, new = total + before.total(), kept + (before & after).total(), new + (after - before).total()
        least = min(shares, key=lambda name: shares[name], default="")
        out(
            f"{variant:20} {len(shares):7} {total:6} {kept / max(total, 1):7.2%} {new:5}   "
            + (f"{least} {shares[least]:.2%}" if least else "")
            + "\n"
        )


if __name__ == "__main__":
    main(sys.argv[1:])

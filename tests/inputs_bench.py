"""What survives the formats, and what a mixed folder becomes: ``make inputs``. Needs LibreOffice; scans need Tesseract.

The bundled reports are made into documents of every format and layout, read in one real run, and the facts of the four
core tables are compared with those of the texts. A second run takes a folder of sixty files, a third of them bad.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import duckdb
from documents import HERE, LAYOUTS, OFFICE, convert, report, scan, write
from metamorphic_bench import FACTS
from mixed_inbox import COPY, READ, fill

from ingest import ocr
from warehouse.paths import SAMPLES, Warehouse

REPORTS = sorted(SAMPLES.glob("*.txt"))
TEXT = "txt"


def main() -> None:
    """Print both tables."""
    if OFFICE is None:
        sys.exit("LibreOffice is not installed (apt install libreoffice-writer-nogui).")
    with tempfile.TemporaryDirectory(prefix="soxa-inputs-") as place:
        folder = Path(place)
        documents = make_documents(folder)
        _formats(folder, documents)
        _mixed(folder, documents)


def make_documents(folder: Path) -> list[Path]:
    """Every bundled report in every format: name@format.suffix."""
    made = []
    for path in REPORTS:
        text = path.read_text(encoding="utf-8")
        for name, layout in LAYOUTS.items():
            flat = write(folder, f"{path.stem}@pdf-{name}", report(text, layout))
            made.append(convert(flat, "pdf", folder))
        for kind in ("docx", "doc", "odt", "html"):
            flat = write(folder, f"{path.stem}@{kind}", report(text, LAYOUTS["one"]))
            made.append(convert(flat, kind, folder))
    return sorted(made, key=lambda one: (one.suffix != ".docx", one.name))


def _run(inbox: Path, root: Path) -> Path:
    soxa = Path(sys.executable).parent / "soxa"
    subprocess.run([soxa, "run", inbox, "--warehouse", root], check=True, stdout=subprocess.DEVNULL)
    return Warehouse(root).published


def _formats(folder: Path, documents: list[Path]) -> None:
    inbox = folder / "formats"
    inbox.mkdir()
    for path in REPORTS:
        (inbox / f"{path.stem}@{TEXT}.txt").write_bytes(path.read_bytes())
    for path in documents:
        (inbox / path.name).write_bytes(path.read_bytes())
    if ocr.available():
        for path in REPORTS:
            source = folder / f"{path.stem}@pdf-one.pdf"
            scan(source, inbox / f"{path.stem}@scan-300dpi.pdf", pages=0)
    facts: dict[tuple[str, str], Counter[tuple[object, ...]]] = defaultdict(Counter)
    with duckdb.connect(str(_run(inbox, folder / "w1")), read_only=True) as connection:
        sources = dict(connection.execute("select report_id, source_file from marts.dim_reports").fetchall())
        for *fact, report_id in connection.execute(FACTS).fetchall():
            name, _, kind = Path(sources[report_id]).stem.partition("@")
            facts[kind, name][tuple(fact)] += 1
    sys.stdout.write(f"{'format':12} {'facts':>6} {'kept':>6} {'new':>4}  by report\n")
    for kind in sorted({kind for kind, _ in facts} - {TEXT}):
        pairs = [(facts[TEXT, path.stem], facts[kind, path.stem]) for path in REPORTS]
        total = sum(before.total() for before, _ in pairs)
        kept = [(before & after).total() for before, after in pairs]
        new = sum((after - before).total() for before, after in pairs)
        each = " ".join(f"{one}/{before.total()}" for one, (before, _) in zip(kept, pairs, strict=True))
        sys.stdout.write(f"{kind:12} {total:6} {100 * sum(kept) / total:5.1f}% {new:4}  {each}\n")


def _mixed(folder: Path, documents: list[Path]) -> None:
    inbox = folder / "mixed"
    inbox.mkdir()
    expected = fill(inbox, REPORTS, documents, HERE)
    begun = time.perf_counter()
    with duckdb.connect(str(_run(inbox, folder / "w2")), read_only=True) as connection:
        seconds = time.perf_counter() - begun
        became = dict(
            connection.execute(
                "select source_file, 'read' from marts.dim_reports union all "
                "select source_file, code from marts.fct_ingest_issues "
                "where severity = 'error' or code = 'duplicate_content'"
            ).fetchall()
        )
    right = sum(became.get(name) == fate for name, fate in expected.items())
    bad = sum(fate not in (READ, COPY) for fate in expected.values())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(
        f"\nmixed folder: {len(expected)} files, {bad} bad, {right} as expected, {seconds:.0f} s, "
        f"largest process {peak:.0f} MB\n"
    )
    for name, fate in expected.items():
        if became.get(name) != fate:
            sys.stdout.write(f"  {name}: {became.get(name)} instead of {fate}\n")


if __name__ == "__main__":
    main()

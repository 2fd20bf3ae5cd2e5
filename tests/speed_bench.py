"""How fast one core reads, where the time goes, and whether it grows with the length alone: ``make bench``.

A report is measured from decoded text to figures and claims (:func:`ingest.read.read_document`), in processor time. The
texts are the reports of the repository; hostile ones are made up.
"""

from __future__ import annotations

import cProfile
import hashlib
import pstats
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from ingest.model import Document
from ingest.read import read_document
from warehouse.paths import SAMPLES

HERE = Path(__file__).parent
REPORTS = (*sorted(SAMPLES.glob("*.txt")), *sorted((HERE / "fixtures" / "reports").glob("*.txt")))
REPORT_BYTES = 50_000
HOSTILE: dict[str, Callable[[int], str]] = {
    "digits": lambda size: "7" * size,
    "digits and dots": lambda size: "1.234," * (size // 6),
    "short numbers": lambda size: "12 " * (size // 3),
    "brackets": lambda size: "(" * size,
    "one letter": lambda size: "a" * size,
    "one word": lambda size: "ngân sách " * (size // 10),
    "commas": lambda size: "a," * (size // 2),
    "lines of bullets": lambda size: "- a\n" * (size // 4),
    "trong đó": lambda size: "trong đó 5 hộ, " * (size // 15),
}


def main() -> None:
    """Print speed, growth and profile."""
    documents = [_document(path.read_text(encoding="utf-8")) for path in REPORTS]
    size = sum(len(document.text.encode()) for document in documents)
    seconds = _best(documents)
    each = seconds * REPORT_BYTES / size
    out = sys.stdout.write
    out(f"this machine adds ten million numbers in {_machine():.2f} s\n")
    out(f"a report of 50 KB: {each * 1000:.0f} ms, {1 / each:.0f} reports a second on one core\n\n")
    out("length                ms per 50 KB\n")
    text = "\n".join(document.text for document in documents)
    for times in (1, 2, 4, 8):
        longer = _document(text * times)
        took = _best([longer], rounds=2)
        length = len(longer.text.encode())
        out(f"{length / 1e6:5.1f} MB {took * REPORT_BYTES / length * 1000:20.0f}\n")
    out("\nseconds for          half a megabyte    a megabyte\n")
    for name, make in HOSTILE.items():
        one, two = (_best([_document(make(size))], rounds=1) for size in (5 * 10**5, 10**6))
        out(f"{name:18} {one:17.1f} {two:13.1f}\n")
    out("\nmodule                 share of the time\n")
    for module, share in _profile(documents).most_common(16):
        out(f"{module:22} {share:17.1%}\n")


def _document(text: str) -> Document:
    return Document("bench.txt", hashlib.sha256(text.encode()).hexdigest(), "text/plain", "utf-8", text)


def _best(documents: list[Document], rounds: int = 5) -> float:
    took = []
    for _ in range(rounds):
        start = time.process_time()
        for document in documents:
            read_document(document)
        took.append(time.process_time() - start)
    return min(took)


def _machine() -> float:
    start = time.process_time()
    total = 0
    for number in range(10**7):
        total += number
    return time.process_time() - start


def _profile(documents: list[Document]) -> Counter[str]:
    """Share of the time by module; what a module calls of Python's own is its time too."""
    profile = cProfile.Profile()
    profile.enable()
    for document in documents:
        read_document(document)
    profile.disable()
    spent: Counter[str] = Counter()
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    for (file, _line, _name), (_calls, _all, own, _total, callers) in stats.items():
        if "ingest" in file:
            spent[_module(file)] += own
        else:
            for (caller, _at, _by), (_c, _a, part, _t) in callers.items():
                spent[_module(caller) if "ingest" in caller else "Python"] += part
    total = sum(spent.values())
    return Counter({name: own / total for name, own in spent.items()})


def _module(file: str) -> str:
    return "ingest/" + Path(file).name


if __name__ == "__main__":
    main()

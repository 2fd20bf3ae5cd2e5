"""What does not change the meaning of a report must not change its figures."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from reading import document
from variants import VARIANTS

from ingest.model import Reading
from ingest.read import read_document
from warehouse.paths import SAMPLES

REPORTS = sorted([*SAMPLES.glob("*.txt"), *(Path(__file__).parent / "fixtures" / "reports").glob("*.txt")])
KEPT = {"english_separators": 0.98, "rewrapped": 0.97, "rewrapped_narrow": 0.97, "footnotes_inlined": 0.96}
"""Share of the figures that must survive; all of them where nothing is said."""
BOTH_STYLES = {"xa_ca_mau_h1_2017"}


@cache
def _text(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as handle:
        return handle.read()


def _facts(reading: Reading) -> Counter[tuple[object, ...]]:
    return Counter(
        (figure.value, figure.value_max, figure.unit, figure.role, figure.period) for figure in reading.figures
    )


@cache
def _plain(path: Path) -> Counter[tuple[object, ...]]:
    return _facts(read_document(document(_text(path))))


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", VARIANTS)
def test_a_rewriting_keeps_the_figures(name: str, path: Path) -> None:
    if name == "english_separators" and path.stem in BOTH_STYLES:
        pytest.skip("the report mixes both styles: one swap for all would make it say something else")
    before = _plain(path)
    text = VARIANTS[name](_text(path))
    reading = read_document(document(text))
    after = _facts(reading)
    kept = (before & after).total() / before.total()
    assert kept >= KEPT.get(name, 1.0), sorted((before - after).items(), key=str)[:10]
    assert after.total() <= before.total() / KEPT.get(name, 1.0)
    assert all(text[figure.char_start : figure.char_end] == figure.printed for figure in reading.figures)

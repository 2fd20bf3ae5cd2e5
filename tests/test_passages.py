"""Passages written in the manner of offices all over the country, read by hand first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from reading import document

from ingest.model import Figure, Reading
from ingest.read import read_document

PASSAGES = sorted((Path(__file__).parent / "passages").glob("*.txt"))


def _read(path: Path) -> tuple[Reading, dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as handle:
        text = handle.read()
    return read_document(document(text, path.name)), json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PASSAGES, ids=lambda path: path.stem)
def test_period_is_that_of_the_report(path: Path) -> None:
    reading, expected = _read(path)
    assert reading.header.period == expected["period"]


@pytest.mark.parametrize("path", PASSAGES, ids=lambda path: path.stem)
def test_digit_strings_that_measure_nothing_are_told_from_those_that_do(path: Path) -> None:
    reading, expected = _read(path)
    kinds = {token.char_start: token.kind for token in reading.tokens}
    other = expected["other_tokens"]
    wrong = [
        (token["printed"], token["kind"], kinds[token["start"]])
        for token in other
        if kinds[token["start"]] != token["kind"]
    ]
    assert len(wrong) <= 0.03 * len(reading.tokens), wrong


def _read_as(figure: Figure, column: str) -> object:
    if column == "value":
        return None if figure.value is None else float(figure.value)
    return getattr(figure, column)


@pytest.mark.parametrize("path", PASSAGES, ids=lambda path: path.stem)
def test_figures_are_those_a_reader_finds(path: Path) -> None:
    reading, expected = _read(path)
    found = {figure.char_start: figure for figure in reading.figures}
    golden = {figure["start"]: figure for figure in expected["figures"]}
    assert len(found.keys() ^ golden.keys()) <= 0.02 * len(golden)
    both = [(found[start], golden[start]) for start in found.keys() & golden.keys()]
    for column, floor in (("value", 1.0), ("unit", 0.97), ("role", 0.94)):
        wrong = [
            (figure.printed, wanted[column], _read_as(figure, column))
            for figure, wanted in both
            if _read_as(figure, column) != (pytest.approx(wanted[column]) if column == "value" else wanted[column])
        ]
        assert len(wrong) <= (1 - floor) * len(both), (column, wrong)

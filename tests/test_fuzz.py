"""A sample of what `make fuzz` tries for an hour, and that it would tell of what went wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import fuzz_checks
import pytest
from fuzz_checks import Outcome, broken_promises, try_case
from fuzz_files import Case, kind_of, make_case
from reading import read

from ingest.model import Document, Reading

TEXT = Case(1, "text", "a.txt", "Toàn xã có 540 hộ, 2.644 khẩu.".encode())


def first_seeds(count: int) -> list[int]:
    """So many seeds of every kind of file; scans take too long here."""
    found: dict[str, list[int]] = {}
    for seed in range(1, 1_500):
        found.setdefault(kind_of(seed), []).append(seed)
    return [seed for kind, seeds in found.items() if kind != "scan" for seed in seeds[:count]]


def is_ours(outcome: Outcome) -> bool:
    """A finding that does not hang on how busy the machine is."""
    return bool(outcome.finding) and not outcome.finding.startswith(("slow", "memory"))


@pytest.mark.parametrize("seed", first_seeds(5))
def test_a_spoiled_file_is_read_or_refused(seed: int, tmp_path: Path) -> None:
    outcome = try_case(make_case(seed), tmp_path / "inbox")
    assert not is_ours(outcome), outcome
    assert outcome.codes


def test_a_seed_gives_the_same_file_again() -> None:
    for seed in first_seeds(2):
        assert make_case(seed) == make_case(seed)


def test_an_exception_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(document: Document) -> Reading:
        raise ZeroDivisionError(document.source_file)

    monkeypatch.setattr(fuzz_checks, "read_document", breaks)
    assert try_case(TEXT, tmp_path).finding.startswith("ZeroDivisionError in ")


def test_a_broken_promise_is_a_finding() -> None:
    sound = read("Toàn xã có 540 hộ, 2.644 khẩu.")
    assert list(broken_promises(sound)) == []
    assert "1 digit strings missing" in "".join(broken_promises(replace(sound, tokens=sound.tokens[:-1])))
    moved = replace(sound.figures[0], char_start=sound.figures[0].char_start + 1)
    told = "".join(broken_promises(replace(sound, figures=(moved, *sound.figures[1:]))))
    assert "figure not where it is said to be" in told


def test_a_heading_as_long_as_a_report_is_not_carried_by_every_figure_below_it() -> None:
    reading = read("# " + "thôn 1: 3 hộ; " * 2_000 + "\n\nTiếp nhận 45 hồ sơ.\n")
    assert reading.figures[-1].printed == "45"
    assert max(len(figure.heading) for figure in reading.figures) < 500


def test_a_sentence_as_long_as_a_report_is_not_quoted_for_every_number_in_it() -> None:
    reading = read("Toàn xã có hai mươi hộ và 31 người, " + "gồm ba mươi hộ nghèo, 12 hộ khá, " * 400)
    assert len(reading.worded) > 300
    assert max(one.quote_end - one.quote_start for one in reading.worded) < 1_000
    assert max(one.quote_end - one.quote_start for one in reading.figures) < 1_000


@pytest.mark.parametrize(
    "word", ["ống", "Ông ", "Nguyễn Văn Sáu ", "Lê Thị Tư (1990) ", "vụ đông 2024 ", "giảm tỷ lệ hộ "]
)
def test_a_text_that_says_one_thing_over_and_over_keeps_its_digits(word: str) -> None:
    """What `make fuzz` found to take time by the square of the length; at this length that is minutes."""
    assert list(broken_promises(read(word * (120_000 // len(word)) + "có 3 vụ."))) == []

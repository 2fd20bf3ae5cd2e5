"""Every promise is proved: there is a candidate with one thing wrong in which this promise, and no other, is broken.

The findings of the suite `report_arithmetic` are proved beside these, in test_expectations.py and test_audit_types.py.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from candidates import Files, build

from expectations.frames import open_candidate
from expectations.outcome import to_result
from expectations.result import ValidationResult
from expectations.run import check_suite, load
from expectations.suites import ARITHMETIC, Check, Suite, load_suites

SPOILINGS: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "spoilings_expectations.toml").read_text(encoding="utf-8")
)
SUITES = {suite.name: suite for suite in load_suites() if suite.name != ARITHMETIC}
CASES = [(suite, title) for suite, spoilings in SPOILINGS.items() for title in spoilings]

SPAN = "expect_printed_text_to_match_span(printed, text_at_span)"
FIGURE = "expect_reference_to_exist(figure_id)"

Spoil = Callable[[str], Files]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return build(tmp_path_factory.mktemp("sound"))


@pytest.fixture
def spoil(sound: Files, tmp_path: Path) -> Spoil:
    def spoiled(statement: str) -> Files:
        files = Files(tmp_path / "candidate.duckdb", sound.working, tmp_path / "docs")
        shutil.copy(sound.candidate, files.candidate)
        files.change(statement)
        return files

    return spoiled


def ask(files: Files, suite: Suite) -> ValidationResult:
    """What one suite has to say, by the way that a run goes."""
    context = load().new_context(files.docs)
    with open_candidate(files.candidate, files.working) as connection:
        return to_result(check_suite(context, connection, suite, "run-1", datetime.now(UTC)))


def falls_with(suite: Suite, title: str) -> set[str]:
    """What cannot but fail too: the row of a fact has no printed text where its figure does not exist."""
    return {SPAN} if title == FIGURE and "fct_figures" in suite.frame else set()


def test_no_check_is_without_a_proof() -> None:
    proved = {suite: set(spoilings) for suite, spoilings in SPOILINGS.items()}
    assert proved == {suite.name: {check.title for check in suite.checks} for suite in SUITES.values()}


@pytest.mark.parametrize(("suite", "title"), CASES, ids=[f"{suite}-{title.split('(')[0]}" for suite, title in CASES])
def test_exactly_this_promise_is_broken(spoil: Spoil, suite: str, title: str) -> None:
    result = ask(spoil(SPOILINGS[suite][title]), SUITES[suite])
    failed = {row["expectation"]: row for row in result.rows if not row["success"]}
    assert set(failed) == {title} | falls_with(SUITES[suite], title)
    row = failed[title]
    assert (row["kind"], row["severity"]) == ("promise", "critical")
    assert 1 <= row["unexpected"] <= row["evaluated"]
    assert list(json.loads(row["sample"])[0]) == list(SUITES[suite].evidence)
    assert any(title in sentence and sentence.startswith(f"{suite}: ") for sentence in result.blocking)


def columns_asked(check: Check) -> list[str]:
    return list(check.arguments["column_list"])


@pytest.mark.parametrize("suite", SUITES)
def test_each_column_that_must_be_filled_is_asked_for(spoil: Spoil, suite: str) -> None:
    """One row more for each column, with nothing in it: each of them is found."""
    required = [check for check in SUITES[suite].checks if check.expect == "expect_required_columns_to_be_filled"]
    for check in required:
        columns = columns_asked(check)
        holes = (
            f"insert into marts.{suite} select * replace (null as {column}) from marts.{suite} where rowid = 0"
            for column in columns
        )
        result = ask(spoil("; ".join(holes)), SUITES[suite])
        (row,) = [row for row in result.rows if row["expectation"] == check.title]
        assert row["unexpected"] == len(columns)

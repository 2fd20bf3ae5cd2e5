"""Every check is proved: there is a candidate with one thing wrong in which this check, and no other, fails."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from candidates import TEXT, Files, audit, build

from expectations.frames import missing_columns, open_candidate, read_frame
from expectations.outcome import to_result
from expectations.quick import look_at
from expectations.result import CheckRow
from expectations.run import check_suite, load
from expectations.suites import ARITHMETIC, CONTRACT, MADE, Suite, load_suites

Told = str | dict[str, Any]
HERE = Path(__file__).parent
PROOFS: dict[str, dict[str, Told | list[Told]]] = tomllib.loads(
    (HERE / "spoilings_expectations.toml").read_text(encoding="utf-8")
)
FINDINGS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "spoilings_findings.toml").read_text(encoding="utf-8"))
TOLD_IN = "marts.fct_audit_checks marts.fct_audit_terms"
SUITES = {suite.name: suite for suite in load_suites()}
CASES = [
    pytest.param(suite, title, told, id=f"{suite}-{title.removeprefix('expect_')}")
    for suite, proofs in PROOFS.items()
    for title, proof in proofs.items()
    for told in (proof if isinstance(proof, list) else [proof])
]

VALUES = {
    (suite, f"expect_column_values_to_be_between({column})")
    for suite, columns in {
        "fct_admin_procedures": ("value", "pct"),
        "fct_budget_lines": ("pct_of_plan",),
        "fct_population": ("counted", "pct"),
        "fct_security_incidents": ("counted",),
        "mart_admin_procedures": ("received", "online_share_pct"),
        "mart_budget": ("revenue_pct_of_plan",),
        "mart_population": ("persons", "households", "poor_rate_pct"),
        "mart_security": ("total_cases",),
    }.items()
    for column in columns
}
"""What a report may have misprinted: one slip must not keep all reports from their readers."""

Change = Callable[..., Files]
Frames = dict[str, Any]
Failed = dict[tuple[str, str], CheckRow]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return build(tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="module")
def sound_frames(sound: Files) -> Frames:
    with open_candidate(sound.candidate, sound.working) as connection:
        return {suite.name: read_frame(connection, suite) for suite in SUITES.values()}


@pytest.fixture
def spoil(sound: Files, tmp_path: Path) -> Change:
    def spoiled(*statements: str) -> Files:
        files = Files(tmp_path / "candidate.duckdb", sound.working, tmp_path / "docs")
        shutil.copy(sound.candidate, files.candidate)
        files.change(*statements)
        return files

    return spoiled


def broken(files: Files, sound_frames: Frames, statement: str) -> Failed:
    """All that the suites have to say against a candidate that a statement spoiled, by the way that a run goes.

    Only suites whose rows differ from those of the sound candidate are asked: the others answer as they did there.
    """
    context = load().new_context(files.docs)
    with open_candidate(files.candidate, files.working) as connection:
        asked = [SUITES[CONTRACT]] if missing_columns(connection) else differing(connection, sound_frames, statement)
        moment = datetime.now(UTC)
        rows = [row for suite in asked for row in check_suite(context, connection, suite, "run-1", moment)]
        looked = [row for suite in asked for row in look_at(connection, suite, "run-1", moment)]
    assert [comparable(row) for row in looked] == [comparable(row) for row in rows]
    return {(row["suite"], row["expectation"]): row for row in rows if not row["success"]}


def comparable(row: CheckRow) -> dict[str, Any]:
    """All that a result says; the rows of a frame come in no order."""
    return {**row, "sample": sorted(json.loads(row["sample"]), key=str), "seconds": 0.0}


def differing(connection: duckdb.DuckDBPyConnection, sound_frames: Frames, statement: str) -> list[Suite]:
    changed = set(re.findall(r"marts\.(\w+)", statement))
    return [
        suite
        for suite in SUITES.values()
        if changed & tables_read(suite) and not read_frame(connection, suite).equals(sound_frames[suite.name])
    ]


def tables_read(suite: Suite) -> set[str]:
    """The marts that a suite's rows are made from."""
    made = {"fct_number_tokens", "fct_figures"} if MADE.keys() & set(suite.needed) else set()
    return made | set(re.findall(r"marts\.(\w+)", suite.frame)) | {to.split(".")[0] for to in suite.references.values()}


def proof(told: Told) -> tuple[str, set[tuple[str, str]], str | None]:
    """What spoils the candidate, which checks, by suite, cannot but fail besides, and the finding it needs."""
    if isinstance(told, str):
        return told, set(), None
    besides = told.get("falls_with", {})
    finding = told.get("finding")
    found = {(ARITHMETIC, finding)} if finding else set()
    return told["spoil"], {(suite, title) for suite, titles in besides.items() for title in titles} | found, finding


def tell(files: Files, title: str) -> None:
    """Make the candidate one in which this finding is made."""
    told = FINDINGS[title]
    with duckdb.connect(str(files.candidate)) as connection:
        audit(connection, told["check_type"], told["computed"], *told["terms"])


def test_no_check_is_without_a_proof() -> None:
    proved = {suite: set(proofs) for suite, proofs in PROOFS.items()} | {ARITHMETIC: set(FINDINGS)}
    assert proved == {suite.name: {check.title for check in suite.checks} for suite in SUITES.values()}


@pytest.mark.parametrize(("suite", "title", "told"), CASES)
def test_exactly_this_promise_is_broken(
    spoil: Change, sound_frames: Frames, suite: str, title: str, told: Told
) -> None:
    statement, falls_with, finding = proof(told)
    files = spoil()
    if finding:
        tell(files, finding)
    files.change(statement)
    found = broken(files, sound_frames, f"{statement} {TOLD_IN if finding else ''}")
    assert set(found) == {(suite, title)} | falls_with
    row = found[suite, title]
    (check,) = [check for check in SUITES[suite].checks if check.title == title]
    of_reports = (suite, title) in VALUES
    assert (row["kind"], row["severity"]) == (("finding", "warning") if of_reports else ("promise", "critical"))
    assert bool(to_result([row]).blocking) is not of_reports
    assert 1 <= row["unexpected"] <= row["evaluated"]
    assert list(json.loads(row["sample"])[0]) == list(SUITES[suite].shown(check))


@pytest.mark.parametrize("title", FINDINGS)
def test_a_sum_that_does_not_add_up_is_exactly_this_finding_and_stops_nothing(
    spoil: Change, sound_frames: Frames, title: str
) -> None:
    files, told = spoil(), FINDINGS[title]
    tell(files, title)
    found = broken(files, sound_frames, TOLD_IN)
    assert set(found) == {(ARITHMETIC, title)}
    row = found[ARITHMETIC, title]
    assert (row["kind"], row["severity"]) == ("finding", "warning")
    result = to_result(found.values())
    assert (result.blocking, result.findings) == ((), 1)
    (told_of,) = json.loads(row["sample"])
    assert (told_of["source_file"], told_of["period"]) == ("bao_cao.txt", "2023")
    assert told_of["unit"]
    assert told_of["terms"]
    assert told_of["quote"] in TEXT
    assert told_of["stated_value"] != told_of["computed_value"] == told["computed"]


def required(suite: Suite) -> list[str]:
    """Columns of the mart itself that must be filled (a finding's figures are a list in one column)."""
    asked = [check for check in suite.checks if check.expect == "expect_required_columns_to_be_filled"]
    return (
        [column for column in asked[0].arguments["column_list"] if column in suite.columns] if len(asked) == 1 else []
    )


@pytest.mark.parametrize("suite", [name for name in SUITES if SUITES[name].columns and required(SUITES[name])])
def test_each_column_that_must_be_filled_is_asked_for(spoil: Change, suite: str) -> None:
    """One row more for each column, with nothing in it: each of them is found."""
    (check,) = [check for check in SUITES[suite].checks if check.expect == "expect_required_columns_to_be_filled"]
    columns = required(SUITES[suite])
    files = spoil(
        "; ".join(
            f"insert into marts.{suite} select * replace (null as {column}) from marts.{suite} where rowid = 0"
            for column in columns
        )
    )
    with open_candidate(files.candidate, files.working) as connection:
        rows = check_suite(load().new_context(files.docs), connection, SUITES[suite], "run-1", datetime.now(UTC))
    (row,) = [row for row in rows if row["expectation"] == check.title]
    assert row["unexpected"] == len(columns)

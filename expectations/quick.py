"""The suites held against a few rows without Great Expectations, which takes longer to load than all the rest.

The definitions, the frames and what is said of a broken row are the same; tests/test_spoilings.py sees that both come
to the same results in every way in which a candidate can be wrong. Whole candidates go through Great Expectations, and
so does a part in which a promise is found broken here: its Data Docs are for people.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from expectations.frames import open_candidate, read_frame, suites_to_ask
from expectations.outcome import SAMPLE_ROWS, SEVERITY, Answer, check_row, to_result
from expectations.questions import OF_ROWS, OF_VALUES, Frame
from expectations.result import CheckRow, ValidationResult
from expectations.suites import Check, Suite


def look_over(candidate: Path, run_id: str, working_db: Path | None = None) -> ValidationResult:
    """As `expectations.run.validate`, without Data Docs.

    Raises ValidationError if a file cannot be opened.
    """
    moment = datetime.now(UTC)
    with open_candidate(candidate, working_db) as connection:
        return to_result(
            row for suite in suites_to_ask(connection) for row in look_at(connection, suite, run_id, moment)
        )


def look_at(connection: duckdb.DuckDBPyConnection, suite: Suite, run_id: str, moment: datetime) -> list[CheckRow]:
    """Hold the rows of one suite against all that it expects; one row per expectation, as `expectations.run`."""
    begun = time.perf_counter()
    frame = read_frame(connection, suite)
    answers = [_answer(check, frame) for check in suite.checks]
    seconds = time.perf_counter() - begun
    return [
        check_row(suite, check, answer, run_id, moment, seconds)
        for check, answer in zip(suite.checks, answers, strict=True)
    ]


def _answer(check: Check, frame: Frame) -> Answer:
    try:
        return _ask(check, frame)
    except Exception as error:  # as Great Expectations has it: what could not be asked is not kept
        return Answer(False, SEVERITY[check.kind], 0, 0, failure=f"{type(error).__name__}: {error}")


def _ask(check: Check, frame: Frame) -> Answer:
    rows = frame
    for column, value in check.where.items():
        rows = rows[rows[column] == value]
    # of the columns asked about alone: to pick rows of all columns takes longer than to ask
    rows_asked = rows[[name for name in check.columns if name not in check.where]]
    if check.expect in OF_VALUES:
        values = rows_asked.iloc[:, 0]
        asked = values[values.notna()]
        keeps = OF_VALUES[check.expect](asked, check.arguments)
    else:
        asked = _worth_asking(check, rows_asked)
        keeps = OF_ROWS[check.expect](asked)
    broken = asked.index[~keeps.astype(bool)]
    return Answer(
        success=broken.empty,
        severity=SEVERITY[check.kind],
        evaluated=len(asked),
        unexpected=len(broken),
        rows=rows.loc[broken[:SAMPLE_ROWS]],
    )


def _worth_asking(check: Check, rows: Frame) -> Any:
    """Rows with something in them, as far as the check passes over others."""
    passed_over = check.arguments.get(
        "ignore_row_if", "all_values_are_missing" if check.expect == "expect_compound_columns_to_be_unique" else "never"
    )
    if passed_over == "never":
        return rows
    there = rows.notna()
    return rows[there.all(axis=1) if passed_over == "either_value_is_missing" else there.any(axis=1)]

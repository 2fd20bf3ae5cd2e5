"""From what came of each check to rows of a table, and to sentences for whoever waits for the new snapshot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from expectations.result import CheckRow, Kind, ValidationResult
from expectations.suites import Check, Suite

SAMPLE_ROWS = 50
"""Broken rows kept as evidence of one expectation."""

_NAMED = 3
"""Of these, named in a sentence."""


SEVERITY: dict[Kind, str] = {"promise": "critical", "finding": "warning"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one check; ``rows`` are broken ones, as a frame or a list."""

    success: bool
    severity: str
    evaluated: int  # rows looked at
    unexpected: int  # rows that break it
    rows: Any = None
    failure: str | None = None  # why it could not be carried out


def suite_rows(suite: Suite, result: Any, run_id: str, moment: datetime, seconds: float = 0.0) -> list[CheckRow]:
    """One row per expectation of a suite, in the order of its definition, from a result of Great Expectations."""
    by_title = {item.expectation_config.meta["title"]: item for item in result.results}
    return [check_row(suite, check, _answer(by_title[check.title]), run_id, moment, seconds) for check in suite.checks]


def check_row(
    suite: Suite, check: Check, answer: Answer, run_id: str, moment: datetime, seconds: float = 0.0
) -> CheckRow:
    """The row that tells of one check; ``seconds`` are those of its suite."""
    return {
        "run_id": run_id,
        "checked_at": moment.astimezone(UTC).replace(tzinfo=None),
        "suite": suite.name,
        "expectation": check.title,
        "says": check.says,
        "kind": check.kind,
        "severity": answer.severity,
        "success": answer.success,
        "evaluated": answer.evaluated,
        "unexpected": answer.unexpected,
        "sample": json.dumps(_evidence(answer, suite.shown(check)), ensure_ascii=False),
        "seconds": round(seconds, 3),
    }


def to_result(rows: Iterable[CheckRow]) -> ValidationResult:
    """What may be said of the whole: a check that could not be carried out counts as a broken promise."""
    kept = tuple(rows)
    blocking = tuple(_sentence(row) for row in kept if not row["success"] and _is_ours(row))
    findings = sum(row["unexpected"] for row in kept if row["kind"] == "finding")
    return ValidationResult(blocking, findings, kept)


def _answer(item: Any) -> Answer:
    details = item.result or {}
    return Answer(
        success=bool(item.success),
        severity=str(getattr(item.expectation_config.severity, "value", item.expectation_config.severity)),
        evaluated=int(details.get("element_count") or 0) - int(details.get("missing_count") or 0),
        unexpected=int(details.get("unexpected_count") or 0),
        rows=details.get("unexpected_rows"),
        failure=_failure(item),
    )


def _evidence(answer: Answer, columns: Iterable[str]) -> list[dict[str, Any]]:
    """The broken rows, with the columns to be shown, as plain values; or why the check could not be carried out."""
    if answer.failure:
        return [{"could_not_be_checked": answer.failure}]
    if answer.rows is None or not len(answer.rows):
        return []
    rows = answer.rows
    records = rows.to_dict(orient="records") if hasattr(rows, "to_dict") else rows  # a list once it was stored
    return [{column: _plain(record[column]) for column in columns} for record in records]


def _failure(item: Any) -> str | None:
    """The error that kept a check from being carried out, if there was one."""
    information = item.exception_info or {}
    if information.get("raised_exception"):
        return str(information.get("exception_message"))
    for nested in information.values():
        if isinstance(nested, Mapping) and nested.get("raised_exception"):
            return str(nested.get("exception_message"))
    return None


def _is_ours(row: CheckRow) -> bool:
    """A promise; or a finding of which nothing is known because the check failed, not the report."""
    return row["kind"] == "promise" or row["unexpected"] == 0


def _sentence(row: CheckRow) -> str:
    sample = json.loads(row["sample"])
    if sample and "could_not_be_checked" in sample[0]:
        reason = sample[0]["could_not_be_checked"]
        return f"{row['suite']}: “{row['says']}” could not be checked: {reason} ({row['expectation']})"
    examples = "; ".join(
        ", ".join(f"{key} {value}" for key, value in one.items() if key != "quote" or not value)
        for one in sample[:_NAMED]
    )
    return (
        f"{row['suite']}: {row['unexpected']} of {row['evaluated']} rows break the promise “{row['says']}” "
        f"({row['expectation']}), for example {examples}"
    )


def _plain(value: Any) -> Any:
    if value is None or value != value:  # noqa: PLR0124 (not a number, not a time)
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if hasattr(value, "item"):
        return value.item()
    return value

"""What the pages show, as plain data: nothing here knows HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from expectations.outcome import suite_rows
from expectations.result import CheckRow
from expectations.suites import ARITHMETIC, Check, load_suites
from expectations.text import shown_number

_HEADINGS = {
    "report_id": "Report",
    "source_file": "File",
    "label": "What (nội dung)",
    "domain": "Domain (lĩnh vực)",
    "unit": "Unit (đơn vị)",
    "period": "Period (kỳ)",
    "stated_value": "Stated",
    "computed_value": "Computed",
    "delta": "Difference",
    "tolerance": "Tolerance ±",
    "terms": "Worked out from",
    "text_at_span": "text at its place",
    "could_not_be_checked": "could not be checked",
}
_UNSAID = frozenset({"report_id", "domain", "quote"})
"""Not in the columns where the clause stands below: that and the file or figure say it to a person."""

_LONG = frozenset({"source_file", "terms", "label", "unaccounted", "could_not_be_checked"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a broken row, or its heading; ``is_number`` values stand to the right, ``is_long`` ones get room."""

    text: str
    is_number: bool
    is_long: bool


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """One row that does not meet an expectation; ``quote`` is the report's own clause, where it is about one."""

    cells: tuple[Cell, ...]
    quote: str | None


@dataclass(frozen=True, slots=True)
class CheckPart:
    """One expectation on a page."""

    says: str
    title: str
    severity: str
    is_finding: bool
    success: bool
    evaluated: int
    broken: int
    headings: tuple[Cell, ...]
    rows: tuple[BrokenRow, ...]
    not_shown: int


@dataclass(frozen=True, slots=True)
class SuitePage:
    """One suite of one run."""

    name: str
    about: str
    run_id: str
    time: str
    checks: tuple[CheckPart, ...]
    home: str = "../../../../index.html"  # a page lies at validations/suite/run/moment/batch.html

    @property
    def failed(self) -> int:
        """Expectations that are not met."""
        return sum(not check.success for check in self.checks)

    @property
    def promises(self) -> int:
        """Expectations that are promises of ours; the others are about what the reports say."""
        return sum(not check.is_finding for check in self.checks)

    @property
    def broken_promises(self) -> int:
        """Promises not kept."""
        return sum(not check.success and not check.is_finding for check in self.checks)

    @property
    def broken(self) -> str:
        """Rows that do not meet an expectation."""
        return shown_number(sum(check.broken for check in self.checks))

    @property
    def severity(self) -> str:
        """What a break of these expectations is: critical or warning."""
        return self.checks[0].severity

    @property
    def is_arithmetic(self) -> bool:
        """Is this the page of findings?"""
        return self.name == ARITHMETIC


@dataclass(frozen=True, slots=True)
class IndexPage:
    """All suites of one run, promises and findings kept apart; each suite with the path of its page."""

    run_id: str
    time: str
    promises: tuple[tuple[SuitePage, str], ...]
    findings: tuple[tuple[SuitePage, str], ...]

    @property
    def broken_promises(self) -> int:
        """Promises not kept, in all suites."""
        return sum(page.broken_promises for page, _ in self.promises)


def suite_page(result: Any) -> SuitePage:
    """The page of one validation result."""
    suite = next(suite for suite in load_suites() if suite.name == result.suite_name)
    run = result.meta["run_id"]
    moment = datetime.fromisoformat(run["run_time"])
    rows = suite_rows(suite, result, run["run_name"], moment)
    return SuitePage(
        name=suite.name,
        about=suite.about,
        run_id=run["run_name"],
        time=f"{moment:%Y-%m-%d %H:%M} UTC",
        checks=tuple(_check_part(check, row) for check, row in zip(suite.checks, rows, strict=True)),
    )


def index_page(pages: Mapping[str, SuitePage], paths: Mapping[str, str]) -> IndexPage:
    """The index of all pages, in the order of the definitions."""
    ordered = [(pages[suite.name], paths[suite.name]) for suite in load_suites() if suite.name in pages]
    first = ordered[0][0]
    return IndexPage(
        run_id=first.run_id,
        time=first.time,
        promises=tuple(pair for pair in ordered if not pair[0].is_arithmetic),
        findings=tuple(pair for pair in ordered if pair[0].is_arithmetic),
    )


def _check_part(check: Check, row: CheckRow) -> CheckPart:
    sample = json.loads(row["sample"])
    columns = [
        name
        for name in (sample[0] if sample else {})
        if name in check.columns or any(one[name] is not None for one in sample)
    ]
    if "quote" in columns:
        said = {name for name in _UNSAID if name not in check.columns or all(one[name] for one in sample)}
        columns = [name for name in columns if name not in said]
    return CheckPart(
        says=row["says"],
        title=row["expectation"],
        severity=row["severity"],
        is_finding=row["kind"] == "finding" and (row["success"] or row["unexpected"] > 0),
        success=row["success"],
        evaluated=row["evaluated"],
        broken=row["unexpected"],
        headings=tuple(Cell(_HEADINGS.get(name, name), _is_number(sample[0][name]), name in _LONG) for name in columns),
        rows=tuple(BrokenRow(tuple(_cell(name, one[name]) for name in columns), one.get("quote")) for one in sample),
        not_shown=max(0, row["unexpected"] - len(sample)),
    )


def _cell(column: str, value: Any) -> Cell:
    text = shown_number(value) if _is_number(value) else "—" if value in (None, "") else str(value)
    return Cell(text, _is_number(value), column in _LONG)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

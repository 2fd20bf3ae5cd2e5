"""What a validation hands back: plain data that needs no Great Expectations to read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypedDict

from ingest.errors import SoxaError

Kind = Literal["promise", "finding"]
"""``promise``: ours to keep, a break stops publishing. ``finding``: the report's own arithmetic, stops nothing."""


class CheckRow(TypedDict):
    """One expectation of one run, as kept in a table."""

    run_id: str
    checked_at: datetime  # UTC, without saying so
    suite: str
    expectation: str  # expect_column_values_to_be_unique(figure_id)
    says: str  # the promise or the arithmetic in plain words
    kind: Kind
    severity: str  # critical | warning
    success: bool
    evaluated: int  # rows looked at
    unexpected: int  # rows that break it
    sample: str  # JSON list of at most SAMPLE_ROWS broken rows
    seconds: float  # of the whole suite: its expectations are worked out together


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """Outcome of one validation.

    blocking: plain sentences, one per broken promise; empty means that the candidate may be published.
    findings: how many sums, balances and percentages of the reports themselves do not add up.
    """

    blocking: tuple[str, ...] = ()
    findings: int = 0
    rows: tuple[CheckRow, ...] = field(default=())


class ValidationError(SoxaError):
    """The candidate could not be looked at, so nothing is known about it; the message says why and what to do."""

"""What a run tells about itself when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class RunReport:
    """Counts and times of one run. ``rows`` are the rows of every published table; ``seconds`` go by step."""

    run_id: str
    outcome: str  # published | unchanged
    found: int
    known: int
    read: int = 0
    read_again: int = 0
    duplicates: int = 0
    refused: Sequence[tuple[str, str]] = ()  # file name and reason
    rows: dict[str, int] = field(default_factory=dict)
    broken_checks: int = 0
    findings: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

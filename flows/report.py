"""What a run tells about itself when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class RunReport:
    """Counts and times of one run. ``rows`` are the rows of every published table; ``seconds`` go by step."""

    run_id: str
    outcome: str  # published | unchanged; while at work publishing, blocked, failed
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
    built: str | None = None  # increment | whole
    docs: Path | None = None
    left: int = 0  # reports read by older rules that stay as they are
    rules_changed: bool = False  # all marts were built again for that reason

    def counts(self) -> dict[str, int]:
        """Files by what came of them, in words."""
        return {
            "found": self.found,
            "read": self.read,
            "read again by new rules": self.read_again,
            "known": self.known,
            "known under another name": self.duplicates,
            "refused": len(self.refused),
        }

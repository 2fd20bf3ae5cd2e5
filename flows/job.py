"""What a run is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.plan import Selection


@dataclass(frozen=True, slots=True)
class Job:
    """One of four kinds of work.

    ``inbox``: where to look for files, None where stored reports alone are meant. ``again``: which of those that older
    rules have read to read again. ``only``: files of the inbox that are complete, None if all are. ``whole``: build
    and check all marts, also if nothing is new.
    """

    kind: str = "run"  # run | watch | backfill | revalidate
    inbox: Path | None = None
    again: Selection | None = None
    only: frozenset[Path] | None = None
    whole: bool = False

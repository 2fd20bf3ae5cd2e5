"""What can go wrong with a warehouse, for the user to mend."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.errors import SoxaError


class WarehouseBusyError(SoxaError):
    """Another process holds the warehouse."""


class NoSnapshotError(SoxaError):
    """Nothing has been published yet."""


class ReasonedError(SoxaError):
    """An error with several causes; ``reasons`` has a sentence for each."""

    def __init__(self, message: str, reasons: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.reasons = tuple(reasons)


class TransformError(ReasonedError):
    """dbt could not build the marts, or a test of their structure failed; ``reasons`` names what failed."""


class PublishBlockedError(ReasonedError):
    """The candidate breaks a promise to its readers; ``reasons`` names each. The last good snapshot stays in place."""

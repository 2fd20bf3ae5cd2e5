"""What can go wrong that a user can mend; every message says what, where and what to do."""

from __future__ import annotations


class SoxaError(Exception):
    """A failure that a sentence explains; the command line prints it without a traceback."""


class WarehouseBusyError(SoxaError):
    """Another process holds the warehouse."""


class NoSnapshotError(SoxaError):
    """Nothing has been published yet."""


class TransformError(SoxaError):
    """dbt could not build the marts, or a structural test of theirs failed."""


class PublishBlockedError(SoxaError):
    """The candidate breaks a promise to its readers; the last good snapshot stays."""

"""The diary of runs: one row in ``raw.runs`` each, written when a run begins and closed when it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from ingest.raw_tables import transaction

QUIET = ("published", "unchanged")
"""Outcomes after which nothing is left to do until something new comes."""

KEPT_RUNS = 1000
"""Runs whose results are kept: three years of a run a day."""

KEPT_SAMPLES = 10
"""Of these, runs whose broken rows are kept too: they quote the reports and are nearly all that the results weigh."""


@dataclass(frozen=True, slots=True)
class Run:
    """What is known of a run when it begins. One fingerprint is of the reading rules, the other of all that follows."""

    run_id: str
    inbox: str
    files_found: int
    files_known: int
    extractor_version: str
    reader_fingerprint: str
    rules_fingerprint: str
    soxa_version: str = ""
    kind: str = "run"  # run | watch | backfill | revalidate


@dataclass(frozen=True, slots=True)
class PastRun:
    """A row of the diary; ``finished_at`` is None for a run that is at work or was cut short. Moments are UTC."""

    run_id: str
    started_at: datetime
    finished_at: datetime | None
    outcome: str
    message: str | None
    reader_fingerprint: str
    rules_fingerprint: str
    seconds: dict[str, float]


def begin_run(connection: duckdb.DuckDBPyConnection, run: Run) -> None:
    """Open the row of a run, and close those of runs that were cut short: whoever begins holds the run lock."""
    with transaction(connection):
        connection.execute("update raw.runs set outcome = 'cut short' where outcome in ('running', 'publishing')")
        connection.execute(
            "insert into raw.runs by name select (select coalesce(max(run_no), 0) + 1 from raw.runs) as run_no, "
            "? as run_id, ?::timestamp as started_at, 'running' as outcome, ? as inbox, ? as files_found, "
            "0 as files_read, 0 as files_refused, ? as files_known, ? as extractor_version, ? as reader_fingerprint, "
            "? as rules_fingerprint, ? as soxa_version, ? as kind",
            [
                run.run_id,
                _now(),
                run.inbox,
                run.files_found,
                run.files_known,
                run.extractor_version,
                run.reader_fingerprint,
                run.rules_fingerprint,
                run.soxa_version,
                run.kind,
            ],
        )


def finish_run(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    outcome: str,
    *,
    read: int = 0,
    read_again: int = 0,
    duplicates: int = 0,
    refused: int = 0,
    built: str | None = None,
    seconds: dict[str, float] | None = None,
    message: str | None = None,
) -> None:
    """Close the row of a run with what came of it.

    The outcome ``publishing`` is for the moment before the swap: the snapshot tells of it as published, since nobody
    reads it otherwise, and the diary knows that it may not have come to that.
    """
    times = seconds or {}
    connection.execute(
        "update raw.runs set finished_at = ?, outcome = ?, files_read = ?, files_read_again = ?, files_duplicate = ?, "
        "files_refused = ?, built = ?, message = ?, seconds = map(?::varchar[], ?::double[]) where run_id = ?",
        [
            _now(),
            outcome,
            read,
            read_again,
            duplicates,
            refused,
            built,
            message,
            list(times),
            list(times.values()),
            run_id,
        ],
    )


def keep_results(connection: duckdb.DuckDBPyConnection, rows: Sequence[Mapping[str, object]]) -> None:
    """Add what validation found to ``raw.expectation_results``; each row has the columns of that table by name.

    What was found long ago goes: first the broken rows, then the results.
    """
    with transaction(connection):
        if rows:
            names, marks = ", ".join(rows[0]), ", ".join("?" for _ in rows[0])
            connection.executemany(
                f"insert into raw.expectation_results ({names}) values ({marks})", [list(row.values()) for row in rows]
            )
        older = (
            "run_id in (select run_id from raw.expectation_results group by run_id "
            "order by max(checked_at) desc, run_id desc offset ?)"
        )
        connection.execute(f"delete from raw.expectation_results where {older}", [KEPT_RUNS])
        connection.execute(
            f"update raw.expectation_results set sample = null where sample <> '[]' and {older}", [KEPT_SAMPLES]
        )


def last_run(connection: duckdb.DuckDBPyConnection) -> PastRun | None:
    """The run that began last, or None before the first."""
    row = connection.execute(
        "select run_id, started_at, finished_at, outcome, message, reader_fingerprint, rules_fingerprint, seconds "
        "from raw.runs order by run_no desc limit 1"
    ).fetchone()
    if row is None:
        return None
    run_id, started_at, finished_at, outcome, message, reader, rules, seconds = row
    return PastRun(run_id, started_at, finished_at, outcome, message, reader, rules, seconds or {})


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)

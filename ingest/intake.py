"""The work that a plan gives, done: read what is new, load it, write down what was turned away."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import duckdb

from ingest.batch import Refusal, read_all
from ingest.discover import InboxFile
from ingest.load import load_duplicate, load_reading, load_refusal
from ingest.model import Document, Issue, Reading
from ingest.plan import Plan

_DOES_NOT_FIT = (duckdb.DataError, duckdb.IntegrityError, LookupError, TypeError, ValueError, ArithmeticError)


@dataclass(slots=True)
class Intake:
    """What came of a plan. ``reading_seconds`` is from file to figures, ``loading_seconds`` from there to tables."""

    read: int = 0
    read_again: int = 0
    duplicates: int = 0
    refused: list[Refusal] = field(default_factory=list)
    reading_seconds: float = 0.0
    loading_seconds: float = 0.0


def take_in(
    connection: duckdb.DuckDBPyConnection,
    work: Plan,
    rules: str,
    tell: Callable[[int, int], None] = lambda *_: None,
    read: Callable[[Sequence[InboxFile | Document]], Iterator[Reading | Refusal]] = read_all,
) -> Intake:
    """Do what ``work`` plans; ``rules`` is today's `ingest.plan.reader_fingerprint`.

    ``tell`` hears how many files of how many are done; ``read`` reads them, in their order.

    One bad file never stops the others. Raises duckdb.Error where the database itself cannot be written; what was
    loaded before stays loaded, and the next plan goes on from there.
    """
    begun = time.perf_counter()
    done = Intake()
    total = len(work.outdated) + len(work.new)
    for number, result in enumerate(_timed(read((*work.outdated, *work.new)), done), 1):
        tell(number, total)
        stored = _store(connection, result, rules, done)
        if number <= len(work.outdated):
            done.read_again += stored
        else:
            done.read += stored
    turned_away = {refusal.sha256: refusal.issue for refusal in done.refused}
    for copy in work.duplicates:
        if copy.sha256 in turned_away:
            _store(connection, Refusal(copy.source_file, copy.sha256, turned_away[copy.sha256]), rules, done)
        else:
            load_duplicate(connection, copy.source_file, copy.sha256, copy.original, rules)
            done.duplicates += 1
    done.loading_seconds = time.perf_counter() - begun - done.reading_seconds
    return done


def _store(connection: duckdb.DuckDBPyConnection, result: Reading | Refusal, rules: str, done: Intake) -> bool:
    """Load one result; returns whether a report came of it."""
    if isinstance(result, Reading):
        try:
            load_reading(connection, result, rules)
        except _DOES_NOT_FIT as error:
            what = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
            told = f"What was read does not fit the tables ({what}): please report it with this file."
            result = Refusal(result.document.source_file, result.document.sha256, Issue("error", "load_failed", told))
        else:
            return True
    load_refusal(connection, result, rules)
    done.refused.append(result)
    return False


def _timed(results: Iterable[Reading | Refusal], done: Intake) -> Iterator[Reading | Refusal]:
    """Pass results on, and put the time that each takes to come down to reading."""
    coming = iter(results)
    while True:
        begun = time.perf_counter()
        result = next(coming, None)
        done.reading_seconds += time.perf_counter() - begun
        if result is None:
            return
        yield result

"""What of an inbox is new to a warehouse, and what in the warehouse was read by older rules."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.discover import InboxFile
from ingest.model import EXTRACTOR_VERSION, Document, Issue
from ingest.ocr import NEEDS_OCR, available

_NOT_READING = frozenset({"batch.py", "discover.py", "errors.py", "intake.py", "plan.py", "raw_tables.py"})
"""They see to it that documents are read; how is not theirs."""

_READING_RULES = ("*.py", "*.csv", "*.toml", "*.json")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A file whose content stands in the warehouse, or earlier in the inbox, under the name ``original``."""

    source_file: str
    sha256: str
    original: str


@dataclass(frozen=True, slots=True)
class Selection:
    """Which stored reports to read again: those that older rules have read, or with ``current`` those of today's too.

    Of these ``units`` (by name; any if empty) and of periods that end from ``since`` to ``until``, ends included
    (2023, 2023-06 or 2023-06-15).
    """

    units: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The work that an inbox gives: files to read, copies to note, stored documents to read again by today's rules.

    ``left``: reports read by older rules that stay as they are.
    """

    found: int
    new: tuple[InboxFile, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    outdated: tuple[Document, ...] = ()
    left: int = 0

    @property
    def known(self) -> int:
        """Files that need nothing, because their content is in the warehouse or was refused before."""
        return self.found - len(self.new) - len(self.duplicates)

    @property
    def is_empty(self) -> bool:
        """Nothing to read and nothing to note."""
        return not (self.new or self.duplicates or self.outdated)


_ALL = Selection()


def reader_fingerprint() -> str:
    """A short hash of all that decides how text is read: the extractor version, the reading code, the lexicons."""
    return fingerprint([Path(__file__).parent], _READING_RULES, EXTRACTOR_VERSION, without=_NOT_READING)


def fingerprint(
    places: list[Path], patterns: tuple[str, ...], *salt: str, without: frozenset[str] = frozenset()
) -> str:
    """A short hash of ``salt`` and of the names and contents of the files under ``places`` that match ``patterns``.

    Files named in ``without`` are left out.
    """
    digest = hashlib.sha256("\0".join(salt).encode())
    for place in places:
        matching = {path for pattern in patterns for path in place.rglob(pattern)} if place.is_dir() else {place}
        for path in sorted(path for path in matching if path.name not in without):
            digest.update(f"\0{path.relative_to(place)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def plan(
    connection: duckdb.DuckDBPyConnection, found: list[InboxFile], rules: str, again: Selection | None = _ALL
) -> Plan:
    """Compare what was found with what the warehouse knows; ``rules`` is today's `reader_fingerprint`.

    Reports that older rules have read are read again as ``again`` says, none if it is None; files that older rules
    refused are tried anew in any case.
    """
    outcomes = {
        (source_file, sha256): (outcome, by)
        for source_file, sha256, outcome, by in connection.execute(
            "select source_file, source_sha256, outcome, reader_fingerprint from raw.files"
        ).fetchall()
    }
    originals = {sha256: source_file for (source_file, sha256), (outcome, _) in outcomes.items() if outcome == "read"}
    barred = set(
        connection.execute("select source_file, code from raw.ingest_issues where source_sha256 is null").fetchall()
    )

    may_be_recognised = _waiting_for_recognition(connection)
    new: list[InboxFile] = []
    duplicates: list[Duplicate] = []
    reading: set[str] = set()
    for file in found:
        if file.sha256 is None:
            if file.problem and (file.source_file, file.problem.code) not in barred:
                new.append(file)
            continue
        outcome, by = outcomes.get((file.source_file, file.sha256), ("", ""))
        is_settled = by == rules or (again is None and outcome in ("read", "duplicate"))
        if is_settled and file.sha256 not in may_be_recognised:
            continue
        original = originals.setdefault(file.sha256, file.source_file)
        if outcome == "duplicate" or original != file.source_file:
            duplicates.append(Duplicate(file.source_file, file.sha256, original))
        elif file.sha256 not in reading:
            reading.add(file.sha256)
            new.append(file)
    older = [
        sha256
        for (_, sha256), (outcome, by) in outcomes.items()
        if outcome == "read" and sha256 not in reading and (by != rules or (again is not None and again.current))
    ]
    chosen = _chosen(connection, older, again)
    return Plan(len(found), tuple(new), tuple(duplicates), tuple(_stored(connection, chosen)), len(older) - len(chosen))


def _chosen(connection: duckdb.DuckDBPyConnection, hashes: list[str], again: Selection | None) -> list[str]:
    if again is None or not hashes:
        return []
    units = [unit.casefold() for unit in again.units]
    rows = connection.execute(
        "select source_sha256 from raw.reports where list_contains($hashes, source_sha256) "
        "and (len($units) = 0 or list_contains($units, lower(unit_name))) "
        "and ($since = '' or left(cast(period_end as varchar), length($since)) >= $since) "
        "and ($until = '' or left(cast(period_end as varchar), length($until)) <= $until) order by source_file",
        {"hashes": hashes, "units": units, "since": again.since, "until": again.until},
    ).fetchall()
    return [row[0] for row in rows]


def _waiting_for_recognition(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Scans that were refused where Tesseract was missing, if it is there now."""
    waiting = connection.execute("select source_sha256 from raw.ingest_issues where code = ?", [NEEDS_OCR]).fetchall()
    return {sha256 for (sha256,) in waiting} if waiting and available() else set()


def _stored(connection: duckdb.DuckDBPyConnection, hashes: list[str]) -> list[Document]:
    if not hashes:
        return []
    notices: dict[str, list[Issue]] = {}
    for sha256, *issue in connection.execute(
        "select i.source_sha256, severity, code, message from raw.ingest_issues as i "
        "join raw.reports as r using (report_id, source_file) "
        "where stage = 'file' and list_contains(?, i.source_sha256)",
        [hashes],
    ).fetchall():
        notices.setdefault(sha256, []).append(Issue(*issue))
    pages: dict[str, list[tuple[int, int]]] = {}
    for sha256, start, page in connection.execute(
        "select source_sha256, char_start, page_number from raw.report_pages join raw.reports using (report_id) "
        "where list_contains(?, source_sha256) order by all",
        [hashes],
    ).fetchall():
        pages.setdefault(sha256, []).append((start, page))
    rows = connection.execute(
        "select source_file, source_sha256, media_type, encoding, text from raw.reports "
        "where list_contains(?, source_sha256) order by source_file",
        [hashes],
    ).fetchall()
    return [
        Document(name, sha256, kind, encoding, text, tuple(notices.get(sha256, ())), tuple(pages.get(sha256, ())))
        for name, sha256, kind, encoding, text in rows
    ]

"""From readings to the raw tables of the working database, one transaction per report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Context, Decimal
from typing import Any

import duckdb
import polars as pl

from ingest.batch import Refusal
from ingest.model import EXTRACTOR_VERSION, Figure, Issue, Reading
from ingest.raw_tables import transaction

_MONEY = pl.Decimal(38, 6)
_STEP = Decimal("0.000001")
_LIMIT = Decimal(10) ** 32
_EXACT = Context(prec=38)
_TEXT, _INT = pl.String, pl.Int32

_COLUMNS: dict[str, dict[str, Any]] = {
    "reports": {
        **dict.fromkeys(("report_id", "source_file", "source_sha256", "media_type", "encoding", "text"), _TEXT),
        "char_count": _INT,
        **dict.fromkeys(("unit_name", "unit_type", "district_name", "province_name", "document_number"), _TEXT),
        "issued_on": pl.Date,
        **dict.fromkeys(("title", "period"), _TEXT),
        **dict.fromkeys(("period_start", "period_end"), pl.Date),
        "period_basis": _TEXT,
        "as_of": pl.Date,
        "extractor_version": _TEXT,
        "ingested_at": pl.Datetime("us"),
    },
    "report_pages": {"report_id": _TEXT, "char_start": _INT, "page_number": _INT},
    "blocks": {
        "report_id": _TEXT,
        "block_no": _INT,
        "kind": _TEXT,
        "level": _INT,
        **dict.fromkeys(("marker", "heading", "section"), _TEXT),
        **dict.fromkeys(("parent_no", "char_start", "char_end"), _INT),
        "text": _TEXT,
    },
    "number_tokens": {
        "report_id": _TEXT,
        **dict.fromkeys(("char_start", "char_end"), _INT),
        **dict.fromkeys(("printed", "kind", "figure_id"), _TEXT),
    },
    "figures": {
        **dict.fromkeys(("figure_id", "report_id"), _TEXT),
        **dict.fromkeys(("char_start", "char_end"), _INT),
        "printed": _TEXT,
        **dict.fromkeys(("value", "value_max", "step"), _MONEY),
        **dict.fromkeys(("unit", "noun"), _TEXT),
        "approx": pl.Boolean,
        **dict.fromkeys(("role", "label", "lead", "tail", "whole", "heading", "section", "period"), _TEXT),
        "as_of": pl.Date,
        **dict.fromkeys(("quote_start", "quote_end"), _INT),
        **dict.fromkeys(("quote", "words_before", "words_after"), _TEXT),
        "block_no": _INT,
        **dict.fromkeys(("row_label", "column_label"), _TEXT),
        "confidence": pl.Float64,
    },
    "worded_numbers": {
        "report_id": _TEXT,
        **dict.fromkeys(("char_start", "char_end"), _INT),
        "printed": _TEXT,
        "value": _MONEY,
        **dict.fromkeys(("unit", "noun", "quote"), _TEXT),
    },
    "person_names": {
        "report_id": _TEXT,
        **dict.fromkeys(("char_start", "char_end"), _INT),
        **dict.fromkeys(("printed", "name"), _TEXT),
    },
    "claims": {
        **dict.fromkeys(("claim_id", "report_id", "claim_type", "label", "cue"), _TEXT),
        "exhaustive": pl.Boolean,
    },
    "claim_terms": {
        **dict.fromkeys(("claim_id", "report_id"), _TEXT),
        "position": _INT,
        **dict.fromkeys(("term_role", "figure_id"), _TEXT),
        "sign": _INT,
    },
    "ingest_issues": {
        **dict.fromkeys(("source_file", "source_sha256", "report_id", "severity", "code", "message", "stage"), _TEXT),
        "noticed_at": pl.Datetime("us"),
    },
}
_OF_ONE_REPORT = tuple(table for table in reversed(_COLUMNS) if table != "ingest_issues")


def frames(reading: Reading, moment: datetime) -> dict[str, pl.DataFrame]:
    """One frame per raw table for one report, in the columns of raw_tables.sql; ``moment`` is UTC."""
    document, header = reading.document, reading.header
    report_id = document.report_id
    figure_ids: dict[int | None, str] = {
        figure.figure_no: f"{report_id}:{figure.char_start}" for figure in reading.figures
    }
    issues = dict.fromkeys(reading.issues, "reading") | dict.fromkeys(document.notices, "file")
    rows: dict[str, Iterable[tuple[Any, ...]]] = {
        "reports": [
            (
                report_id,
                document.source_file,
                document.sha256,
                document.media_type,
                document.encoding,
                document.text,
                len(document.text),
                header.unit_name,
                header.unit_type,
                header.district_name,
                header.province_name,
                header.document_number,
                header.issued_on,
                header.title,
                header.period,
                header.period_start,
                header.period_end,
                header.period_basis,
                header.as_of,
                EXTRACTOR_VERSION,
                moment,
            )
        ],
        "report_pages": ((report_id, start, page) for start, page in document.pages),
        "blocks": (
            (
                report_id,
                block.block_no,
                block.kind,
                block.level,
                block.marker,
                block.heading,
                block.section,
                block.parent_no,
                block.segments[0][0],
                block.segments[-1][1],
                block.text,
            )
            for block in reading.blocks
        ),
        "number_tokens": (
            (report_id, token.char_start, token.char_end, token.printed, token.kind, figure_ids.get(token.figure_no))
            for token in reading.tokens
        ),
        "figures": (
            _figure_row(figure, report_id, figure_ids[figure.figure_no], document.text) for figure in reading.figures
        ),
        "worded_numbers": (
            (
                report_id,
                one.char_start,
                one.char_end,
                one.printed,
                _decimal(one.value),
                one.unit,
                one.noun,
                document.text[one.quote_start : one.quote_end],
            )
            for one in reading.worded
        ),
        "person_names": ((report_id, one.char_start, one.char_end, one.printed, one.name) for one in reading.names),
        "claims": (
            (f"{report_id}:{number}", report_id, claim.claim_type, claim.label, claim.cue, claim.exhaustive)
            for number, claim in enumerate(reading.claims, 1)
        ),
        "claim_terms": (
            (f"{report_id}:{number}", report_id, position, term.term_role, figure_ids[term.figure_no], term.sign)
            for number, claim in enumerate(reading.claims, 1)
            for position, term in enumerate(claim.terms, 1)
        ),
        "ingest_issues": (
            (document.source_file, document.sha256, report_id, issue.severity, issue.code, issue.message, stage, moment)
            for issue, stage in issues.items()
        ),
    }
    return {table: pl.DataFrame(list(rows[table]), schema=columns, orient="row") for table, columns in _COLUMNS.items()}


def load_reading(connection: duckdb.DuckDBPyConnection, reading: Reading, fingerprint: str) -> None:
    """Write one report in one transaction, in place of what an older reading of the same content left.

    Raises duckdb.Error or a Polars error if the reading does not fit the tables; then nothing of it is written.
    """
    document, moment = reading.document, _now()
    tables = frames(reading, moment)
    with transaction(connection):
        _forget(connection, document.source_file, document.sha256)
        for table, frame in tables.items():
            if frame.height:
                connection.register("incoming", frame.to_arrow())
                connection.execute(f"insert into raw.{table} by name select * from incoming")
                connection.unregister("incoming")
        _remember(connection, document.source_file, document.sha256, "read", fingerprint, moment)


def load_refusal(connection: duckdb.DuckDBPyConnection, refusal: Refusal, fingerprint: str) -> None:
    """Write down in one transaction that a file was not read, and why."""
    moment = _now()
    with transaction(connection):
        _forget(connection, refusal.source_file, refusal.sha256)
        _write_issue(connection, refusal.source_file, refusal.sha256, None, refusal.issue, moment)
        if refusal.sha256:
            _remember(connection, refusal.source_file, refusal.sha256, "refused", fingerprint, moment)


def load_duplicate(
    connection: duckdb.DuckDBPyConnection, source_file: str, sha256: str, original: str, fingerprint: str
) -> None:
    """Write down in one transaction that ``source_file`` has the content of ``original``, which stands for both."""
    moment = _now()
    report_id = connection.execute("select report_id from raw.reports where source_sha256 = ?", [sha256]).fetchone()
    issue = Issue(
        "notice",
        "duplicate_content",
        f"This file has the same content as {original}: it is counted once, under that name.",
    )
    with transaction(connection):
        _forget(connection, source_file, sha256)
        _write_issue(connection, source_file, sha256, report_id[0] if report_id else None, issue, moment)
        _remember(connection, source_file, sha256, "duplicate", fingerprint, moment)


def _figure_row(figure: Figure, report_id: str, figure_id: str, text: str) -> tuple[Any, ...]:
    return (
        figure_id,
        report_id,
        figure.char_start,
        figure.char_end,
        figure.printed,
        _decimal(figure.value),
        _decimal(figure.value_max),
        _decimal(figure.step),
        figure.unit,
        figure.noun,
        figure.approx,
        figure.role,
        figure.label,
        figure.lead,
        figure.tail,
        figure.whole,
        figure.heading,
        figure.section,
        figure.period,
        figure.as_of,
        figure.quote_start,
        figure.quote_end,
        text[figure.quote_start : figure.quote_end],
        figure.words_before,
        figure.words_after,
        figure.block_no,
        figure.row_label,
        figure.column_label,
        figure.confidence,
    )


def _decimal(value: Decimal | None) -> Decimal | None:
    """``value`` with six decimals; None where it has more than 32 digits before the comma: no measure is that large."""
    return None if value is None or abs(value) >= _LIMIT else value.quantize(_STEP, context=_EXACT)


def _forget(connection: duckdb.DuckDBPyConnection, source_file: str, sha256: str | None) -> None:
    """Drop what was noted earlier about this content under this name, and that the name could not be opened."""
    older = connection.execute(
        "select report_id from raw.reports where source_file = ? and source_sha256 = ?", [source_file, sha256]
    ).fetchone()
    if older:
        for table in _OF_ONE_REPORT:
            connection.execute(f"delete from raw.{table} where report_id = ?", older)
    connection.execute(
        "delete from raw.ingest_issues where source_file = ? and (source_sha256 = ? or source_sha256 is null)",
        [source_file, sha256],
    )
    connection.execute("delete from raw.files where source_file = ? and source_sha256 = ?", [source_file, sha256])


def _write_issue(
    connection: duckdb.DuckDBPyConnection,
    source_file: str,
    sha256: str | None,
    report_id: str | None,
    issue: Issue,
    moment: datetime,
) -> None:
    connection.execute(
        "insert into raw.ingest_issues values (?, ?, ?, ?, ?, ?, 'file', ?)",
        [source_file, sha256, report_id, issue.severity, issue.code, issue.message, moment],
    )


def _remember(
    connection: duckdb.DuckDBPyConnection,
    source_file: str,
    sha256: str,
    outcome: str,
    fingerprint: str,
    moment: datetime,
) -> None:
    connection.execute(
        "insert into raw.files values (?, ?, ?, ?, ?)", [source_file, sha256, outcome, fingerprint, moment]
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)

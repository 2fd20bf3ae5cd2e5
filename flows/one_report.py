"""One report of the snapshot: which one is meant, and its header."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.text import Text

from flows.audit_words import Words
from flows.console import number
from ingest.errors import SoxaError

_HEADER = (
    "source_file, report_id, unit_type, unit_name, district_name, province_name, admin_unit_code, document_number, "
    "issued_on, title, period, period_start, period_end, as_of, char_count, figure_count"
)


def find_report(connection: duckdb.DuckDBPyConnection, asked: str) -> str:
    """The report_id that ``asked`` stands for: a report_id, a file name, its stem, or the beginning of one of them."""
    reports = connection.execute(
        "select report_id, source_file from dim_reports order by source_file, report_id"
    ).fetchall()
    if not reports:
        raise SoxaError("the snapshot holds no report yet: put reports into the inbox and run `soxa run`")
    exact = {report_id for report_id, name in reports if asked in (report_id, name, Path(name).stem)}
    matching = exact or {
        report_id for report_id, name in reports if name.startswith(asked) or report_id.startswith(asked)
    }
    if len(matching) == 1:
        return str(matching.pop())
    named = [f"{name} ({report_id})" for report_id, name in reports if not matching or report_id in matching]
    listed = ", ".join(named[:10]) + (f" and {len(named) - 10} more" if len(named) > 10 else "")
    raise SoxaError(
        f"{asked!r} names {len(matching) or 'no'} report{'s' if len(matching) > 1 else ''}; there are: {listed}"
    )


def print_header(console: Console, connection: duckdb.DuckDBPyConnection, report_id: str, words: Words) -> None:
    """Print what a report is, where it comes from and what it holds."""
    header = rows(connection, f"select {_HEADER} from dim_reports where report_id = ?", [report_id])[0]
    unit = " ".join(filter(None, (header["unit_type"], header["unit_name"])))
    where = ", ".join(filter(None, (unit, header["district_name"], header["province_name"]))) or words.unnamed
    lines = (
        where + (words.code.format(code=header["admin_unit_code"]) if header["admin_unit_code"] else ""),
        _document(header, words),
        _period(header, words),
        words.size.format(
            file=header["source_file"], chars=number(header["char_count"]), figures=number(header["figure_count"])
        ),
    )
    console.print(Text(header["title"] or header["source_file"], style="bold"))
    for name, line in zip(words.header, lines, strict=True):
        console.print(Text(f"  {name:<9} {line}"))


def _document(header: Mapping[str, Any], words: Words) -> str:
    issued = words.date(header["issued_on"]) if header["issued_on"] else ""
    if header["document_number"] and issued:
        return words.issued.format(number=header["document_number"], day=issued)
    return header["document_number"] or issued or words.not_issued


def _period(header: Mapping[str, Any], words: Words) -> str:
    told = words.period(header["period"]) or words.no_period
    if header["period_start"]:
        told += words.span.format(start=words.date(header["period_start"]), end=words.date(header["period_end"]))
    return told + (words.as_of.format(day=words.date(header["as_of"])) if header["as_of"] else "")


def line_number(text: str, place: str) -> str:
    """SQL for the line that a place of a text is in. text, place: columns."""
    before = f"left({text}, {place})"
    return f"1 + length({before}) - length(replace({before}, chr(10), ''))"


def rows(connection: duckdb.DuckDBPyConnection, statement: str, values: list[Any]) -> list[dict[str, Any]]:
    """The rows that a query gives, as dictionaries."""
    answer = connection.execute(statement, values)
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

"""``soxa audit``: what does not come out in the reports, told so that one knows which sentence to ask about."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import duckdb
from rich.console import Console
from rich.text import Text

from flows.audit_words import EN, VI, Words
from flows.console import cell, number, results, table
from flows.one_report import find_report, print_header, rows
from flows.query import print_json
from ingest.errors import SoxaError
from warehouse.connection import first_line, open_published
from warehouse.paths import Warehouse

_WORDS = {"vi": VI, "en": EN}
_BY_TYPE = (
    "select check_type, count(*) filter (where holds) as hold, count(*) as checks from fct_audit_checks "
    "where report_id = ? group by check_type order by checks desc, check_type"
)
_BY_REPORT = (
    "select source_file, report_id, unit_name, period, count(*) filter (where holds) as hold, "
    "count(*) filter (where not holds) as broken from dim_reports left join fct_audit_checks using (report_id) "
    "group by all order by broken desc, hold desc, source_file"
)
_NEAREST = 100
"""How many characters before a figure are quoted in a list; of what follows, as many."""

_FINDINGS = "select source_file, f.* from mart_audit_findings as f join dim_reports using (report_id) "


def audit_report(warehouse: Warehouse, asked: str, language: str, form: str, limit: int | None = None) -> None:
    """Print the ``limit`` weightiest findings of a report (all if None), with their figures.

    SoxaError if ``asked`` names no report, or several.
    """
    with open_published(warehouse) as connection:
        connection.execute("use marts")
        report_id = find_report(connection, asked)
        try:
            findings = rows(connection, _FINDINGS + "where report_id = ? order by finding_rank", [report_id])
            total = len(findings)
            findings = findings[:limit]
            types = rows(connection, _BY_TYPE, [report_id])
            if form == "json":
                print_json({"report_id": report_id, "checks": types, "findings": findings})
                return
            console, words = results(), _WORDS[language]
            print_header(console, connection, report_id, words)
        except duckdb.CatalogException as error:
            raise _other_version(error) from error
    _headline(console, total, types, words)
    for finding in findings:
        _finding(console, finding, language)
    counts = ", ".join(
        f"{words.checks.get(row['check_type'], row['check_type'])} {number(row['hold'])}/{number(row['checks'])}"
        for row in types
    )
    if counts:
        console.print(Text("\n" + words.hold.format(counts=counts)))


def audit_all(warehouse: Warehouse, language: str, form: str, limit: int) -> None:
    """Print how many checks hold in each report, and the ``limit`` weightiest findings of all."""
    with open_published(warehouse) as connection:
        connection.execute("use marts")
        try:
            reports = rows(connection, _BY_REPORT, [])
            findings = rows(
                connection,
                _FINDINGS + "order by weight desc, source_file, finding_rank limit ?",
                [limit],
            )
        except duckdb.CatalogException as error:
            raise _other_version(error) from error
    if form == "json":
        print_json({"reports": reports, "findings": findings})
        return
    console, words = results(), _WORDS[language]
    shown = table(words.by_report, *words.columns, right=words.columns[-2:])
    for report in reports:
        shown.add_row(
            cell(report["source_file"]),
            cell(report["unit_name"]),
            cell(words.period(report["period"])),
            number(report["hold"]),
            number(report["broken"]),
        )
    console.print(shown)
    if not findings:
        return
    total = sum(report["broken"] for report in reports)
    console.print(
        Text("\n" + words.weightiest.format(shown=number(len(findings)), total=number(total)), style="bold red")
    )
    for place, finding in enumerate(findings, start=1):
        told = ", ".join(filter(None, (finding["unit_name"], words.period(finding["period"]))))
        console.print(Text(f"{place}. {told or finding['source_file']}, {_place(finding, words)}:", style="bold"))
        first = finding["terms"][0]
        console.print(Text(f"   “{_around(first['quote'], first['printed'])}”", style="italic"))
        _sentences(console, finding, language)
    console.print(Text("\n" + words.more, style="dim"))


def print_sentences(console: Console, connection: duckdb.DuckDBPyConnection, report_id: str) -> None:
    """The findings of a report in one sentence each, for a reader of its facts."""
    findings = rows(connection, _FINDINGS + "where report_id = ? order by finding_rank", [report_id])
    _headline(console, len(findings), rows(connection, _BY_TYPE, [report_id]), EN)
    for finding in findings:
        console.print(Text(f"• {finding['finding_en']} (line {number(finding['line_number'])})"))
    if findings:
        console.print(
            Text(f"`soxa audit {findings[0]['source_file']}` shows the figures and sentences behind them.", style="dim")
        )


def _headline(console: Console, broken: int, types: Sequence[dict[str, Any]], words: Words) -> None:
    total = sum(row["checks"] for row in types)
    if broken:
        headline = words.broken.format(broken=number(broken), total=number(total))
        console.print(Text("\n" + headline, style="bold red"))
    elif total:
        console.print(Text("\n" + words.nothing_broken.format(total=number(total)), style="green"))
    else:
        console.print(Text("\n" + words.nothing_checked))


def _finding(console: Console, finding: dict[str, Any], language: str) -> None:
    """One finding with its proof: each figure with its place; a clause is quoted once."""
    words = _WORDS[language]
    console.print(Text(f"\n{finding['finding_rank']}. {finding['label'] or ''}".rstrip(), style="bold"))
    _sentences(console, finding, language)
    terms = finding["terms"]
    roles = [words.roles.get(term["term_role"], term["term_role"]) for term in terms]
    wide, long = max(map(len, roles)), max(len(term["printed"]) for term in terms)
    for role, (before, term) in zip(roles, pairwise([None, *terms]), strict=True):
        console.print(Text(f"     {role:<{wide}}  {term['printed']:>{long}}  {_place(term, words)}"), end="")
        quoted = before is not None and before["quote"] == term["quote"]
        console.print(Text("" if quoted else f"  “{' '.join(term['quote'].split())}”", style="italic"))


def _sentences(console: Console, finding: dict[str, Any], language: str) -> None:
    console.print(Text(f"   {finding[f'finding_{language}']}"))
    if finding["likely_slip"]:
        console.print(Text(f"   {finding[f'likely_slip_{language}']}", style="yellow"))


def _place(spot: dict[str, Any], words: Words) -> str:
    return words.place.format(line=number(spot["line_number"]))


def _around(quote: str, printed: str) -> str:
    """A clause with the figure that it is quoted for; of a long one what stands nearest."""
    clause = " ".join(quote.split())
    start = max(0, clause.find(printed) - _NEAREST)
    end = start + 2 * _NEAREST
    if start:
        start = clause.find(" ", start) + 1
    if end < len(clause):
        end = clause.rfind(" ", start, end)
    return f"{'… ' if start else ''}{clause[start:end]}{' …' if end < len(clause) else ''}"


def _other_version(error: duckdb.Error) -> SoxaError:
    return SoxaError(f"this snapshot is of another version ({first_line(error)}): `soxa run` makes it anew")

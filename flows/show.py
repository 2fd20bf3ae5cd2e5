"""``soxa show``: one report's facts by domain, and the sums of it that do not come out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.text import Text

from flows.console import cell, number, results, table
from ingest.errors import SoxaError
from warehouse.connection import first_line, open_published
from warehouse.paths import Warehouse

_HEADER = (
    "source_file, report_id, unit_type, unit_name, district_name, province_name, admin_unit_code, document_number, "
    "issued_on, title, period, period_start, period_end, as_of, char_count, figure_count"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of facts: which mart, and the expressions over it (``f``) that say what is measured and how much."""

    title: str
    mart: str
    what: str
    code: str
    value: str
    unit: str
    aside: str = "null"


_SHEETS = (
    Sheet(
        "Budget (thu chi ngân sách)",
        "fct_budget_lines",
        "f.line_label",
        "concat_ws(' / ', f.fund, f.side, f.line_code)",
        "f.amount_vnd",
        "'VND'",
        "f.pct_of_plan",
    ),
    Sheet(
        "Population (dân số, hộ)",
        "fct_population",
        "g.label",
        "concat_ws(' / ', f.measure_code, f.residence)",
        "f.value",
        "f.unit",
        "f.pct",
    ),
    Sheet(
        "Security (an ninh trật tự)",
        "fct_security_incidents",
        "g.label",
        "concat_ws(' / ', f.category_code, f.measure)",
        "f.value",
        "f.unit",
    ),
    Sheet(
        "Administrative procedures (thủ tục hành chính)",
        "fct_admin_procedures",
        "g.label",
        "concat_ws(' / ', f.field_code, f.measure_code)",
        "f.value",
        "f.unit",
        "f.pct",
    ),
    Sheet(
        "Other indicators",
        "fct_indicators",
        "g.label",
        "concat_ws(' / ', f.domain, f.indicator_code)",
        "f.value",
        "f.unit",
    ),
    Sheet(
        "Targets of the next period (chỉ tiêu)",
        "fct_targets",
        "g.label",
        "concat_ws(' ', f.indicator_code, f.comparator)",
        "f.value",
        "f.unit",
    ),
)


def show_report(warehouse: Warehouse, asked: str) -> None:
    """Print the report that ``asked`` names. Raises SoxaError if it names none, or several."""
    with open_published(warehouse) as connection:
        connection.execute("use marts")
        report_id = find_report(connection, asked)
        console = results()
        try:
            _header(console, connection, report_id)
            for sheet in _SHEETS:
                _facts(console, connection, report_id, sheet)
            _uncoded(console, connection, report_id)
            _broken(console, connection, report_id)
        except duckdb.CatalogException as error:
            raise SoxaError(
                f"this snapshot is of another version ({first_line(error)}): `soxa run` makes it anew"
            ) from error


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


def _header(console: Console, connection: duckdb.DuckDBPyConnection, report_id: str) -> None:
    header = _rows(connection, f"select {_HEADER} from dim_reports where report_id = ?", [report_id])[0]
    unit = " ".join(filter(None, (header["unit_type"], header["unit_name"])))
    where = ", ".join(filter(None, (unit, header["district_name"], header["province_name"])))
    lines = {
        "unit": f"{where or 'not named'}"
        + (f" (code {header['admin_unit_code']})" if header["admin_unit_code"] else ""),
        "document": " of ".join(str(part) for part in (header["document_number"], header["issued_on"]) if part)
        or "number and date not printed",
        "period": f"{header['period'] or 'not stated'}"
        + (f" ({header['period_start']} to {header['period_end']})" if header["period_start"] else "")
        + (f", as of {header['as_of']}" if header["as_of"] else ""),
        "file": f"{header['source_file']}, {number(header['char_count'])} characters, "
        f"{number(header['figure_count'])} figures",
    }
    console.print(Text(header["title"] or header["source_file"], style="bold"))
    for name, text in lines.items():
        console.print(Text(f"  {name:<9} {text}"))


def _facts(console: Console, connection: duckdb.DuckDBPyConnection, report_id: str, sheet: Sheet) -> None:
    facts = _rows(
        connection,
        f"select {sheet.what} as what, {sheet.code} as code, {sheet.value} as value, {sheet.unit} as unit, "
        f"{sheet.aside} as aside, f.scenario, f.period, f.as_of from {sheet.mart} as f "
        "left join fct_figures as g using (figure_id) "
        "where f.report_id = ? order by f.char_start, code",
        [report_id],
    )
    if not facts:
        return
    shown = table(
        f"\n{sheet.title}: {len(facts)}",
        "what",
        "code",
        "value",
        "unit",
        "%",
        "scenario",
        "period",
        right=("value", "%"),
    )
    for fact in facts:
        period = fact["period"] if fact["as_of"] is None else f"{fact['period'] or ''} (at {fact['as_of']})"
        shown.add_row(
            *map(
                cell, (fact["what"], fact["code"], fact["value"], fact["unit"], fact["aside"], fact["scenario"], period)
            )
        )
    console.print(shown)


def _uncoded(console: Console, connection: duckdb.DuckDBPyConnection, report_id: str) -> None:
    row = connection.execute(
        "select count(*) from fct_figures as g where report_id = ? and figure_id not in ("
        + " union all ".join(f"select figure_id from {sheet.mart}" for sheet in _SHEETS)
        + ")",
        [report_id],
    ).fetchone()
    if row and row[0]:
        console.print(
            Text(f"\n{number(row[0])} more figures have no code; all figures are in marts.fct_figures", style="dim")
        )


def _broken(console: Console, connection: duckdb.DuckDBPyConnection, report_id: str) -> None:
    checks = _rows(
        connection,
        "select check_id, check_type, label, stated_value, computed_value, delta, tolerance from fct_audit_checks "
        "where report_id = ? and not holds order by abs(delta) desc, check_id",
        [report_id],
    )
    if not checks:
        console.print(Text("\nEvery sum, ratio and comparison that was found in this report comes out.", style="green"))
        return
    console.print(Text(f"\nDoes not come out: {len(checks)}", style="bold red"))
    for check in checks:
        console.print(
            Text(
                f"• {check['check_type']}: {check['label'] or ''}: printed {number(check['stated_value'])}, "
                f"computed {number(check['computed_value'])}, off by {number(check['delta'])} "
                f"(tolerance {number(check['tolerance'])})"
            )
        )
        quotes = connection.execute(
            "select g.quote, string_agg(t.term_role || ' ' || g.printed, ', ' order by t.position) "
            "from fct_audit_terms as t join fct_figures as g using (figure_id) where t.check_id = ? "
            "group by g.quote order by min(t.position)",
            [check["check_id"]],
        ).fetchall()
        for quote, terms in quotes:
            console.print(Text(f"    “{' '.join(quote.split())}”", style="italic"))
            console.print(Text(f"      {terms}", style="dim"))


def _rows(connection: duckdb.DuckDBPyConnection, statement: str, values: list[Any]) -> list[dict[str, Any]]:
    answer = connection.execute(statement, values)
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

"""``soxa show``: one report's facts by domain, and the sums of it that do not come out."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
from rich.console import Console
from rich.text import Text

from flows.audit import print_sentences
from flows.audit_words import EN
from flows.console import cell, number, results, table
from flows.one_report import find_report, print_header, rows
from ingest.errors import SoxaError
from warehouse.connection import first_line, open_published
from warehouse.paths import Warehouse


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
            print_header(console, connection, report_id, EN)
            for sheet in _SHEETS:
                _facts(console, connection, report_id, sheet)
            _uncoded(console, connection, report_id)
            print_sentences(console, connection, report_id)
        except duckdb.CatalogException as error:
            raise SoxaError(
                f"this snapshot is of another version ({first_line(error)}): `soxa run` makes it anew"
            ) from error


def _facts(console: Console, connection: duckdb.DuckDBPyConnection, report_id: str, sheet: Sheet) -> None:
    facts = rows(
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

"""``soxa review``: which figures of a report need a person's look, and the row that says what the person found."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from rich.console import Console
from rich.text import Text

from flows.console import number, results
from flows.find_figure import find_figure, working_between_runs
from flows.one_report import find_report, line_number, rows
from flows.query import print_json
from flows.rulings import Ruling, add_ruling, in_words, indicator_codes, rulings_file
from ingest.errors import SoxaError
from warehouse.paths import Warehouse, shown

_QUEUE = f"""
select
    m.review_rank, m.figure_id, m.printed, m.quote, m.value, m.unit, m.role, m.period, m.label, m.domain,
    m.indicator_code, m.weight, m.reasons, m.reasons_vi, m.reasons_en, m.char_start, m.char_end,
    {line_number("t.text", "m.char_start")} as line_number
from marts.mart_review as m
join raw.reports as t using (report_id)
where m.report_id = ?
order by m.review_rank
"""
_FIGURE = """
select r.source_sha256, r.source_file, f.char_start, f.char_end, f.printed, f.quote
from marts.fct_figures as f
join marts.dim_reports as r using (report_id)
where f.figure_id = ?
"""


def review_report(warehouse: Warehouse, asked: str, limit: int, form: str) -> None:
    """Print the figures of a report that most need a look. Raises SoxaError if there is no such report."""
    with working_between_runs(warehouse) as connection:
        connection.execute("use marts")
        report_id = find_report(connection, asked)
        (report,) = rows(
            connection, "select source_file, figure_count from dim_reports where report_id = ?", [report_id]
        )
        queue = rows(connection, _QUEUE, [report_id])
    if form == "json":
        print_json(queue[:limit])
        return
    _print(results(), report, queue, limit)


def rule_on_figure(
    warehouse: Warehouse, asked: str, printed: str | None, found: Mapping[str, Any], code: str | None, by: str | None
) -> None:
    """Write into the file of rulings what a person found about a figure.

    found: columns of the file; code: an indicator_code of dim_indicators, for `wrong_code`.
    Raises SoxaError if there is no such figure, or what is said of it does not go together.
    """
    with working_between_runs(warehouse) as connection:
        figure_id = find_figure(connection, asked, printed)
        (figure,) = rows(connection, _FIGURE, [figure_id])
    source, quote = figure.pop("source_file"), figure.pop("quote")
    given = {"ruled_by": by or getpass.getuser(), "ruled_on": date.today(), **figure, **found, **_coded(code)}
    try:
        ruling = Ruling.model_validate(given)
    except ValidationError as error:
        raise SoxaError("; ".join(in_words(one) for one in error.errors())) from error
    line = add_ruling(ruling)
    console = results()
    console.print(Text(f"{ruling.printed}  {source}  ({figure_id}): {ruling.ruling}", style="bold"))
    console.print(Text(f"  “{' '.join(quote.split())}”", style="italic"))
    console.print(
        Text(f"Written to {shown(rulings_file())}, line {line}. Have it reviewed; `soxa run` then goes by it.")
    )


def _coded(code: str | None) -> dict[str, str]:
    if code is None:
        return {}
    if code not in indicator_codes():
        near = ", ".join(one for one in indicator_codes() if one.startswith(code[:4]))
        raise SoxaError(
            f"there is no indicator {code!r}{f'; there are {near}' if near else ''}: "
            '`soxa sql "select indicator_code, name_vi from dim_indicators"` lists them'
        )
    fact_table, within = indicator_codes()[code]
    return {"fact_table": fact_table, "code": within}


def _print(console: Console, report: Mapping[str, Any], queue: list[dict[str, Any]], limit: int) -> None:
    if not queue:
        console.print(f"{report['source_file']}: none of its {number(report['figure_count'])} figures asks for a look.")
        return
    shown_here = min(limit, len(queue))
    console.print(
        Text(
            f"{report['source_file']}: {number(len(queue))} of {number(report['figure_count'])} figures ask for a look"
            + (f"; the first {shown_here}:" if shown_here < len(queue) else ":"),
            style="bold",
        )
    )
    for one in queue[:limit]:
        console.print(
            Text(f"\n{one['review_rank']:>3}  {one['printed']}", style="bold")
            + Text(f"  line {number(one['line_number'])}  ({one['figure_id']})", style="dim")
        )
        console.print(Text(f"     “{' '.join(one['quote'].split())}”", style="italic"))
        console.print(Text(f"     read as {_reading(one)}"))
        console.print(Text(f"     {one['reasons_en']}", style="yellow"))
    first = f"{Path(report['source_file']).stem}:{queue[0]['char_start']}"
    console.print(
        Text(
            "\nLook it up in the report, then say what you found (and why), for instance\n"
            f'  soxa review {first} --confirm --why "seen in the signed copy"\n'
            f'  soxa review {first} --value 1250 --why "the point parts thousands"\n'
            "`soxa review --help` has the other findings."
        )
    )


def _reading(one: Mapping[str, Any]) -> str:
    value = "nothing" if one["value"] is None else f"{number(one['value'])} {one['unit']}"
    code = one["indicator_code"] or "no code"
    return ", ".join(filter(None, (value, one["role"], one["period"], one["domain"], code, f"“{one['label']}”")))

"""``soxa explain``: what one figure is, and which rules say so."""

from __future__ import annotations

from typing import Any

import duckdb
from rich.console import Console
from rich.text import Text

from flows.console import number, results
from flows.find_figure import find_figure, working_between_runs
from flows.one_report import line_number, rows
from flows.query import print_json
from ingest.errors import SoxaError
from warehouse.paths import Warehouse

_FIGURE = f"""
select
    f.figure_id, f.report_id, r.source_file, f.printed, f.quote, f.char_start, f.char_end, f.page_number,
    {line_number("t.text", "f.char_start")} as line_number,
    f.value, f.value_max, f.unit, f.approx, f.role, f.period, f.as_of, f.label, f.heading, f.domain, f.indicator_code,
    f.confidence
from marts.fct_figures as f
join marts.dim_reports as r using (report_id)
join raw.reports as t using (report_id)
where f.figure_id = ?
"""
_RULES = """
select domain_rule_id, domain_runner_up_rule_id, code_rule_id, code_runner_up_rule_id
from intermediate.int_figures_classified
where figure_id = ?
"""
_WORDS = "select statement from raw.recipe where name = 'int_figure_texts'"
_CODES = """
select c.fact_table, c.code, c.scope, f.scenario, f.period, c.rule_id, c.scope_rule_id
from intermediate.int_figure_codes as c
left join intermediate.int_facts as f using (figure_id, coding_slot)
where c.figure_id = ?
order by c.coding_slot
"""
_CHECKS = """
select
    c.check_id, c.check_type, c.holds, t.term_role, c.label, c.formula, c.stated_value, c.computed_value, c.delta,
    m.finding_en as finding
from marts.fct_audit_terms as t
join marts.fct_audit_checks as c using (check_id)
left join marts.mart_audit_findings as m using (check_id)
where t.figure_id = ?
order by c.holds, c.check_id, t.position
"""
_RULINGS = "select * from marts.fct_rulings where figure_id = ? order by ruling_id"
_GIVEN = ("stage", "fact_table", "code", "second_code", "domain", "scope", "scenario")
_RULED = (
    *("value", "value_max", "unit", "role", "period"),
    *("domain", "fact_table", "code", "second_code", "scope", "scenario"),
)
_TEXTS = ("own_text", "segment_text", "label_text", "wide_text", "whole_text", "heading_text")


def explain_figure(warehouse: Warehouse, asked: str, printed: str | None, form: str) -> None:
    """Print what the figure that ``asked`` names is, and why.

    asked: a figure_id, a report and the place of a figure in it (``kep_2023:9865``), or with ``printed`` a report.
    Raises SoxaError if there is no such figure, or no warehouse.
    """
    with working_between_runs(warehouse) as connection:
        told = _explained(connection, find_figure(connection, asked, printed))
    if form == "json":
        print_json(told)
        return
    _print(results(), told)


def _explained(connection: duckdb.DuckDBPyConnection, figure_id: str) -> dict[str, Any]:
    (figure,) = rows(connection, _FIGURE, [figure_id])
    classified = rows(connection, _RULES, [figure_id])
    if not classified:
        raise _not_built(figure_id)
    (by,) = classified
    codes = rows(connection, _CODES, [figure_id])
    for code in codes:
        code["scope_rule"] = _rule(connection, "scope_rules", code.pop("scope_rule_id"))
    return {
        **figure,
        "codes": codes,
        "domain_rule": _rule(connection, "domain_rules", by["domain_rule_id"]),
        "domain_runner_up": _rule(connection, "domain_rules", by["domain_runner_up_rule_id"]),
        "code_rule": _rule(connection, "int_indicator_rules", by["code_rule_id"]),
        "code_runner_up": _rule(connection, "int_indicator_rules", by["code_runner_up_rule_id"]),
        "words": _words(connection, figure["report_id"], figure_id),
        "rulings": rows(connection, _RULINGS, [figure_id]),
        "checks": rows(connection, _CHECKS, [figure_id]),
    }


def _not_built(figure_id: str) -> SoxaError:
    return SoxaError(f"the rules of {figure_id} are not in this warehouse: `soxa run` works them out")


def _words(connection: duckdb.DuckDBPyConnection, report_id: str, figure_id: str) -> dict[str, str]:
    """The texts that the rules were tried on, cut once more as the last whole build did: they are kept nowhere."""
    found = connection.execute(_WORDS).fetchone()
    if found is None:
        raise _not_built(figure_id)
    (cut,) = rows(connection, f"from ({found[0]}) where report_id = ? and figure_id = ?", [report_id, figure_id])
    return {name.removesuffix("_text"): cut[name] for name in _TEXTS if cut[name]}


def _rule(connection: duckdb.DuckDBPyConnection, seed: str, rule_id: str | None) -> dict[str, Any] | None:
    """A rule as its seed has it: what it gives, and every column that it asks for."""
    if rule_id is None:
        return None
    schema = "intermediate" if seed.startswith("int_") else "seeds"
    (row,) = rows(connection, f"select * from {schema}.{seed} where rule_id = ?", [rule_id])
    asks = {
        name: value
        for name, value in row.items()
        if value is not None and (name == "reach" or name.endswith(("_re", "_in")))
    }
    gives = {name: row[name] for name in _GIVEN if row.get(name) is not None}
    return {"rule_id": rule_id, "note": row["note"], "gives": gives, "looks_for": asks}


def _print(console: Console, told: dict[str, Any]) -> None:
    where = f"{told['source_file']}, line {number(told['line_number'])}"
    where += f", page {number(told['page_number'])}" if told["page_number"] else ""
    console.print(Text(f"{told['printed']}  {where}  ({told['figure_id']})", style="bold"))
    console.print(Text(f"  “{' '.join(told['quote'].split())}”", style="italic"))
    console.print(Text("\nWhat it is", style="bold"))
    for name, value in (
        ("value", _value(told)),
        ("role", told["role"]),
        ("period", _period(told)),
        ("label", told["label"]),
        ("heading", told["heading"]),
        ("domain", told["domain"]),
    ):
        _line(console, name, value)
    for code in told["codes"]:
        parts = (code["fact_table"], code["code"], code["scope"], code["scenario"], code["period"])
        _line(console, "code", " / ".join(filter(None, parts)))
    if not told["codes"]:
        _line(console, "code", _without(told))
    console.print(Text("\nWords that the rules were tried on, from the nearest to the farthest", style="bold"))
    for name, words in told["words"].items():
        _line(console, name, words)
    _print_rules(console, told)
    _print_rulings(console, told["rulings"])
    _print_checks(console, told["checks"])


def _print_rules(console: Console, told: dict[str, Any]) -> None:
    console.print(Text("\nRules", style="bold"))
    overruled = told["domain_rule"] and told["domain_rule"]["gives"]["domain"] != told["domain"]
    _print_rule(console, "domain", told["domain_rule"], " – overruled by the rule of its code" if overruled else "")
    _print_rule(console, "second", told["domain_runner_up"])
    _print_rule(console, "code", told["code_rule"], "" if told["codes"] else " – and it gives no code")
    _print_rule(console, "second", told["code_runner_up"])
    for code in told["codes"]:
        rule = code["scope_rule"]
        elsewhere = rule and rule["gives"]["scope"] != code["scope"]
        _print_rule(
            console, "scope", rule, " – overruled by the rule of its code or the total above" if elsewhere else ""
        )


def _print_rule(console: Console, name: str, rule: dict[str, Any] | None, aside: str = "") -> None:
    if rule is None:
        if name != "scope":
            _line(console, name, "none")
        return
    gives = ", ".join(f"{column} {value}" for column, value in rule["gives"].items())
    _line(console, name, f"{rule['rule_id']} ({gives}){aside}")
    if rule["note"]:
        _line(console, "", rule["note"])
    for column, pattern in rule["looks_for"].items():
        _line(console, "", f"{column}: {pattern}")


def _print_rulings(console: Console, rulings: list[dict[str, Any]]) -> None:
    """What people found about it, and what each column of theirs was before."""
    if rulings:
        console.print(Text("\nRulings", style="bold"))
    for ruling in rulings:
        _line(console, "ruling", f"{ruling['ruling']}, {ruling['ruled_by']}, {ruling['ruled_on']:%d/%m/%Y}")
        _line(console, "", ruling["reason"])
        for name in _RULED:
            if ruling[name] is not None:
                before = ruling.get(f"original_{name}")
                _line(console, "", f"{name}: {ruling[name]}" + ("" if before is None else f" (was {before})"))


def _print_checks(console: Console, checks: list[dict[str, Any]]) -> None:
    if not checks:
        console.print(Text("\nIt takes part in no check."))
        return
    console.print(Text(f"\nChecks that it takes part in: {len(checks)}", style="bold"))
    for check in checks:
        told = f"{check['check_type']}, as {check['term_role']}: {check['formula']}"
        _line(
            console, "holds" if check["holds"] else "broken", f"{told}  ({check['label']})" if check["label"] else told
        )
        if check["finding"]:
            _line(console, "", check["finding"])


def _line(console: Console, name: str, value: str | None) -> None:
    if value:
        console.print(Text(f"  {name:<8} {' '.join(value.split())}"))


def _value(told: dict[str, Any]) -> str:
    if told["value"] is None:
        return "none: it cannot be read cleanly"
    upper = f" to {number(told['value_max'])}" if told["value_max"] is not None else ""
    unit = "" if told["unit"] == "none" else f" {told['unit']}"
    return f"{'about ' if told['approx'] else ''}{number(told['value'])}{upper}{unit}"


def _period(told: dict[str, Any]) -> str:
    day = f"as of {told['as_of']:%d/%m/%Y}" if told["as_of"] else ""
    return ", ".join(filter(None, (told["period"], day))) or "none"


def _without(told: dict[str, Any]) -> str:
    """Why a figure has no code, and which rule came nearest to giving it one."""
    rule, second = told["code_rule"], told["code_runner_up"]
    if rule is None:
        return "none: no rule knows it"
    nearest = f"; the nearest after it is {second['rule_id']}" if second else ""
    return f"none: {rule['rule_id']} says that it has none{nearest}"

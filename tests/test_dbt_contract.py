"""The marts as analysts and tools rely on them: tables, columns, codes, and what a null means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import yaml
from conftest import scratch_of

from warehouse.paths import DBT_PROJECT, Warehouse

FACT = "figure_id report_id admin_unit_code period as_of scenario"
PLACE = "char_start char_end quote"
CONTRACT = {
    "dim_reports": "report_id source_file source_sha256 admin_unit_code unit_name unit_type district_name province_name"
    " document_number issued_on title period period_start period_end as_of char_count figure_count"
    " masked_names ingested_at extractor_version",
    "dim_admin_units": "admin_unit_code name unit_type district_code district_name province_code province_name"
    " valid_from valid_to successor_code",
    "dim_indicators": "indicator_code domain name_vi name_en unit official_reference description",
    "fct_number_tokens": "report_id char_start char_end printed kind figure_id",
    "fct_figures": "figure_id report_id char_start char_end printed value value_max unit approx role domain label"
    " heading period as_of indicator_code quote confidence is_corrected",
    "fct_budget_lines": "figure_id report_id admin_unit_code period as_of fund side scenario line_code line_label"
    f" amount_vnd pct_of_plan yoy_pct {PLACE}",
    "fct_population": f"{FACT} residence measure_code value unit pct {PLACE}",
    "fct_security_incidents": f"{FACT} category_code measure value unit {PLACE}",
    "fct_admin_procedures": f"{FACT} field_code measure_code value unit pct {PLACE}",
    "fct_indicators": f"{FACT} indicator_code domain role value unit {PLACE}",
    "fct_targets": f"{FACT} indicator_code comparator value value_max unit {PLACE}",
    "fct_audit_checks": "check_id report_id check_type domain label stated_value computed_value delta tolerance holds",
    "fct_audit_terms": "check_id position term_role figure_id value",
    "mart_audit_findings": "check_id report_id finding_rank weight finding_vi finding_en likely_slip likely_slip_vi"
    " likely_slip_en stated_value computed_value delta tolerance unit terms",
    "fct_ingest_issues": "source_file source_sha256 severity code message",
    "fct_expectation_results": "run_id checked_at suite expectation says kind severity success evaluated unexpected"
    " sample seconds",
    "fct_runs": "run_no run_id kind started_at finished_at outcome message inbox files_found files_known files_read"
    " files_read_again files_duplicate files_refused built soxa_version extractor_version reader_fingerprint"
    " rules_fingerprint seconds step_seconds",
}
DOMAINS = (
    "BUDGET POPULATION SECURITY ADMIN_PROC ECONOMY AGRICULTURE LAND_ENV INFRA EDUCATION HEALTH CULTURE SOCIAL JUSTICE"
    " DEFENCE GOVERNANCE OTHER"
)
CODES = {
    ("fct_figures", "domain"): DOMAINS,
    ("dim_indicators", "domain"): DOMAINS,
    ("fct_figures", "role"): "actual plan prior change pct_of_plan share numerator denominator target_next unit_price"
    " norm other",
    ("fct_budget_lines", "side"): "revenue expenditure balance",
    ("fct_budget_lines", "scenario"): "actual plan",
    ("fct_budget_lines", "line_code"): "REV_TOTAL REV_100 REV_SHARED REV_OWN REV_LAND REV_TRANSFER REV_TRANSFER_BALANCE"
    " REV_TRANSFER_TARGETED REV_CARRYOVER REV_SURPLUS REV_OTHER EXP_TOTAL EXP_INVEST EXP_RECURRENT EXP_CARRYOVER"
    " EXP_RESERVE EXP_OTHER BALANCE",
    ("fct_population", "residence"): "permanent temporary",
    ("fct_population", "measure_code"): "HOUSEHOLDS PERSONS BIRTHS BIRTHS_THIRD_CHILD THIRD_CHILD_RATE"
    " NATURAL_GROWTH_RATE SEX_RATIO_AT_BIRTH POOR_HOUSEHOLDS POOR_RATE NEAR_POOR_HOUSEHOLDS NEAR_POOR_RATE"
    " POOR_PERSONS NEAR_POOR_PERSONS MIDDLE_INCOME_HOUSEHOLDS",
    ("fct_security_incidents", "category_code"): "TOTAL THEFT ROBBERY ASSAULT PUBLIC_DISORDER DRUGS GAMBLING"
    " FIRECRACKERS FRAUD ECONOMIC TRAFFIC_ACCIDENT FIRE SUICIDE UNEXPLAINED_DEATH HARASSMENT ENVIRONMENT OTHER",
    ("fct_security_incidents", "measure"): "cases resolved prior change injured deaths escalated commune_handled"
    " resolution_rate",
    (
        "fct_admin_procedures",
        "measure_code",
    ): "RECEIVED RECEIVED_NEW RECEIVED_ONLINE RECEIVED_DIRECT CARRIED_OVER"
    " RESOLVED RESOLVED_EARLY RESOLVED_ON_TIME RESOLVED_EARLY_OR_ON_TIME RESOLVED_LATE PENDING PENDING_NOT_DUE PAUSED"
    " ONLINE_RATE ON_TIME_RATE DIGITISED_INPUT_RATE DIGITISED_RESULT_RATE PAYMENT_ONLINE_RATE PROCEDURES_LISTED"
    " PROCEDURES_ONLINE BIRTH_REG DEATH_REG MARRIAGE_REG MARITAL_STATUS CERT_COPY CERT_SIGNATURE CERT_CONTRACT"
    " EXTRACT_COPY CIVIL_STATUS_REG CERTIFICATION E_CERTIFICATION CIVIL_STATUS_DIGITISED OTHER",
    ("fct_targets", "comparator"): "= >= <= between",
    ("dim_indicators", "legal_status"): "verified secondary unverified",
}
SPANS = ["fct_number_tokens", *(name for name, columns in CONTRACT.items() if columns.endswith(PLACE)), "fct_figures"]


@pytest.fixture(scope="module")
def marts(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(published), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("table", CONTRACT)
def test_every_promised_column_is_there(marts: duckdb.DuckDBPyConnection, table: str) -> None:
    there = {row[0] for row in marts.execute(f"describe marts.{table}").fetchall()}
    assert set(CONTRACT[table].split()) <= there


@pytest.mark.parametrize(("table", "column"), CODES)
def test_codes_are_those_promised(marts: duckdb.DuckDBPyConnection, table: str, column: str) -> None:
    used = {row[0] for row in marts.execute(f"select distinct {column} from marts.{table}").fetchall()}
    assert used - {None} <= set(CODES[table, column].split())


def test_columns_are_described_as_they_are(published_warehouse: Warehouse) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{published_warehouse.working}' as working (read_only)")
        connection.execute(f"attach '{scratch_of(published_warehouse)}' as scratch (read_only)")
        columns = connection.execute(
            "select table_name, column_name from information_schema.columns where table_schema <> 'raw'"
        ).fetchall()
    there: dict[str, set[str]] = {}
    for table, column in columns:
        there.setdefault(table, set()).add(column)
    for path in sorted([*(DBT_PROJECT / "models").rglob("*.yml"), *(DBT_PROJECT / "seeds").glob("*.yml")]):
        described = yaml.safe_load(path.read_text(encoding="utf-8"))
        for node in [*described.get("models", []), *described.get("seeds", [])]:
            assert {column["name"] for column in node["columns"]} == there[node["name"]], path.name


@pytest.mark.parametrize("table", SPANS)
def test_what_is_printed_stands_where_the_row_says(published_warehouse: Warehouse, table: str) -> None:
    """In Python, on the text as it was decoded: dbt's own test counts in SQL."""
    printed = "printed" if table in {"fct_figures", "fct_number_tokens"} else "figures.printed"
    with duckdb.connect(str(published_warehouse.working), read_only=True) as connection:
        texts = dict(connection.execute("select report_id, text from raw.reports").fetchall())
        rows = connection.execute(
            f"select rows.report_id, rows.char_start, rows.char_end, {printed}"
            f" from marts.{table} as rows"
            + ("" if printed == "printed" else " join marts.fct_figures as figures using (figure_id)")
        ).fetchall()
    assert rows
    assert [row for row in rows if texts[row[0]][row[1] : row[2]] != row[3]] == []


def test_absent_is_null_and_never_zero(marts: duckdb.DuckDBPyConnection) -> None:
    """A zero stands in the marts only where a zero is printed."""
    for table, column in (
        ("fct_budget_lines", "amount_vnd"),
        ("fct_population", "value"),
        ("fct_security_incidents", "value"),
        ("fct_admin_procedures", "value"),
        ("fct_indicators", "value"),
    ):
        zeros = marts.execute(
            f"select figures.printed from marts.{table} as facts join marts.fct_figures as figures using (figure_id)"
            f" where facts.{column} = 0"
        ).fetchall()
        assert all(set(printed) <= set("0.,") for (printed,) in zeros), table


def test_amounts_of_the_budget_are_money(marts: duckdb.DuckDBPyConnection) -> None:
    units = marts.execute(
        "select distinct figures.unit from marts.fct_budget_lines join marts.fct_figures as figures using (figure_id)"
    ).fetchall()
    assert units == [("VND",)]


def test_only_budget_targets_are_facts_of_the_time_to_come(marts: duckdb.DuckDBPyConnection) -> None:
    facts = " union all ".join(
        f"select figure_id from marts.{table}"
        for table in ("fct_population", "fct_security_incidents", "fct_admin_procedures", "fct_indicators")
    )
    assert marts.execute(f"select count(*) from marts.fct_targets where figure_id in ({facts})").fetchone() == (0,)
    assert marts.execute("select count(*) > 0 from marts.fct_targets").fetchone() == (True,)
    stated = marts.execute(
        "select distinct scenario from marts.fct_budget_lines"
        " where figure_id in (select figure_id from marts.fct_targets)"
    ).fetchall()
    assert stated == [("plan",)]


def test_every_code_is_explained(marts: duckdb.DuckDBPyConnection) -> None:
    unexplained = marts.execute(
        "select distinct indicator_code from marts.fct_figures where indicator_code is not null"
        " and indicator_code not in (select indicator_code from marts.dim_indicators)"
    ).fetchall()
    assert unexplained == []


def test_indicators_cover_all_that_communes_report_on(marts: duckdb.DuckDBPyConnection) -> None:
    known = dict(marts.execute("select domain, count(*) from marts.dim_indicators group by all").fetchall())
    assert sum(known.values()) >= 150
    assert set(known) >= set(DOMAINS.split()) - {"OTHER"}


def test_units_merged_in_2025_have_a_successor_in_force(marts: duckdb.DuckDBPyConnection) -> None:
    count, lost = marts.execute(
        "select count(*), count(*) filter (where successor_code not in"
        " (select admin_unit_code from marts.dim_admin_units where valid_from = date '2025-07-01'))"
        " from marts.dim_admin_units where valid_to = date '2025-06-30' and successor_code is not null"
    ).fetchall()[0]
    assert count > 9_000
    assert lost == 0
    assert marts.execute(
        "select count(*) from marts.dim_admin_units where valid_from = date '2025-07-01' and valid_to is null"
    ).fetchone() == (3_321,)


def test_a_unit_code_belongs_to_the_unit_named(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select reports.unit_name, units.name, reports.unit_type, units.unit_type from marts.dim_reports as reports"
        " join marts.dim_admin_units as units on reports.admin_unit_code = units.admin_unit_code"
        " and coalesce(units.valid_to >= reports.period_end, true)"
        " and coalesce(units.valid_from <= reports.period_end, true)"
    ).fetchall()
    assert rows
    assert all(named.casefold() == name.casefold() and kind == official for named, name, kind, official in rows)


def test_dbt_has_nothing_to_warn_of(published_warehouse: Warehouse) -> None:
    log = (published_warehouse.dbt / "logs" / "dbt.log").read_text(encoding="utf-8")
    assert "WARN=0 ERROR=0" in log
    assert [line for line in log.splitlines() if "[warn" in line] == []

"""The wide tables of the candidate made by hand: the same few figures, one row for the unit and its period."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import yaml

from warehouse.paths import DBT_PROJECT

Insert = Callable[..., None]

WIDE = (
    "dim_periods",
    "dim_admin_unit_successions",
    "wide/mart_budget",
    "wide/mart_population",
    "wide/mart_security",
    "wide/mart_admin_procedures",
    "wide/mart_comparisons",
    "wide/mart_scorecard",
)


def described(model: str) -> str:
    """Columns and types of a mart as its YAML has them."""
    path = (DBT_PROJECT / "models" / "marts" / model).with_suffix(".yml")
    (node,) = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    return ", ".join(f"{column['name']} {column['data_type']}" for column in node["columns"])


WIDE_TABLES = {model.split("/")[-1]: described(model) for model in WIDE}


def fill_wide(
    connection: duckdb.DuckDBPyConnection, insert: Insert, figure_id: Callable[[str], str], report: str
) -> None:
    """One row in each wide table, from the figures of the candidate's text."""
    row: dict[str, Any] = {
        "unit_key": "10891@before",
        "period": "2023",
        "admin_unit_code": "10891",
        "unit_name": "An Bình",
        "unit_type": "xã",
        "current_unit_code": "10543",
        "period_kind": "year",
        "is_cumulative": True,
        "period_start": "2023-01-01",
        "period_end": "2023-12-31",
        "period_basis": "calendar",
        "report_id": report,
        "source": "report",
    }
    for year in (2022, 2023):
        insert(
            connection,
            "dim_periods",
            period=str(year),
            period_year=year,
            period_kind="year",
            first_month=1,
            last_month=12,
            is_cumulative=True,
            year_before=str(year - 1),
            school_year=f"{year}-{year + 1}",
        )
    insert(
        connection,
        "dim_admin_unit_successions",
        old_unit_key="10891@before",
        old_unit_code="10891",
        new_unit_key="10543@2025-07-01",
        new_unit_code="10543",
        is_whole=True,
        units_merged=1,
        is_same_area=True,
    )
    insert(
        connection,
        "mart_budget",
        **row,
        revenue_vnd=500,
        revenue_figure_id=figure_id("500"),
        revenue_plan_vnd=625,
        revenue_plan_figure_id=figure_id("625"),
        revenue_pct_of_plan=80,
        revenue_pct_of_plan_is_derived=False,
        revenue_pct_of_plan_figure_id=figure_id("80"),
        expenditure_vnd=430,
        expenditure_figure_id=figure_id("430"),
        balance_vnd=70,
        balance_is_derived=False,
        balance_figure_id=figure_id("70"),
    )
    insert(connection, "mart_population", **row, households=90, households_figure_id=figure_id("90"))
    cases = {"total_cases": 3, "total_cases_figure_id": figure_id("3")}
    insert(connection, "mart_security", **row, **cases)
    dossiers = {"received": 30, "received_figure_id": figure_id("30"), "online_share_pct": 60}
    insert(
        connection,
        "mart_admin_procedures",
        **row,
        **dossiers,
        received_online=18,
        received_online_figure_id=figure_id("18"),
        received_direct=12,
        received_direct_figure_id=figure_id("12"),
        online_share_pct_is_derived=True,
    )
    insert(
        connection,
        "mart_comparisons",
        **row,
        measure="total_cases",
        domain="SECURITY",
        unit="case",
        value=3,
        is_derived=False,
        figure_id=figure_id("3"),
        prior_period="2022",
        district_median=3,
        district_units=1,
        province_median=3,
        province_units=1,
    )
    insert(connection, "mart_scorecard", **row, **cases, **dossiers, checks=1, broken_checks=0)

"""The wide tables on real reports; expected values are those that a reader finds in the texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.paths import SAMPLES

Row = dict[str, Any]


@pytest.fixture(scope="module")
def marts(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(published), read_only=True) as connection:
        connection.execute("use marts")
        yield connection


def row(marts: duckdb.DuckDBPyConnection, table: str, unit: str, period: str) -> Row:
    cursor = marts.execute(f"select * from {table} where unit_name = ? and period = ?", [unit, period])
    names = [column[0] for column in cursor.description or ()]
    (found,) = cursor.fetchall()
    return {
        name: float(value) if hasattr(value, "as_tuple") else value for name, value in zip(names, found, strict=True)
    }


def at(marts: duckdb.DuckDBPyConnection, figure_id: str) -> tuple[str, str]:
    """File and digits that a figure stands for."""
    (found,) = marts.execute(
        "select source_file, printed from fct_figures join dim_reports using (report_id) where figure_id = ?",
        [figure_id],
    ).fetchall()
    return found[0], found[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "unit", "period", "expected"),
    [
        # "Tổng thu ngân sách đến 30/11/2023 là: 9.611.073.450 đồng, đạt tỷ lệ 82,62% … Dư chuyển sang: 2.280.139.211"
        (
            "mart_budget",
            "Lai Cách",
            "2023",
            {
                "revenue_vnd": 9_611_073_450,
                "revenue_pct_of_plan": 82.62,
                "revenue_pct_of_plan_is_derived": False,
                "expenditure_vnd": 7_330_934_239,
                "balance_vnd": 2_280_139_211,
                "balance_is_derived": False,
                "revenue_plan_vnd": None,
                "revenue_next_target_vnd": None,
            },
        ),
        # no balance is printed: 26.536.289.849 - 26.535.559.584
        (
            "mart_budget",
            "Kép",
            "2023",
            {
                "balance_vnd": 730_265,
                "balance_is_derived": True,
                "balance_figure_id": None,
                "revenue_land_pct_of_plan": 9.4,
                "next_target_period": "2024",
                "revenue_next_target_vnd": 12_743_256_000,
            },
        ),
        # in the table in triệu đồng, in the text to the đồng; the target of the same year is not the plan
        (
            "mart_budget",
            "Tân Phú Hội",
            "2025-9M",
            {
                "revenue_vnd": 148_935_195_701,
                "plan_period": "2025",
                "revenue_plan_vnd": 186_420_000_000,
                "revenue_pct_of_plan": 79.89,
                "revenue_next_target_vnd": 190_500_000_000,
                "area_revenue_vnd": 337_286_415_902,
            },
        ),
        # "83 hộ nghèo đạt 2,31%; hộ cận nghèo có 104 hộ đạt 2,9%"; nobody says how many households there are
        (
            "mart_population",
            "Kép",
            "2023",
            {
                "poor_households": 83,
                "poor_rate_pct": 2.31,
                "near_poor_rate_pct": 2.9,
                "households": None,
                "births": None,
            },
        ),
        # counted on 30/11/2019, not the census of April
        (
            "mart_population",
            "Pá Mường",
            "2019",
            {"households": 1286, "persons": 6247, "poor_rate_pct": 47.59, "births": 137},
        ),
        (
            "mart_security",
            "Kép",
            "2023",
            {
                "total_cases": 17,
                "resolved": 16,
                "resolution_rate_pct": 94.1,
                "drugs_cases": 10,
                "total_cases_per_1000": None,
            },
        ),
        # "so sánh với năm 2022 … 22 vụ" is all that is known of 2022
        ("mart_security", "Kép", "2022", {"total_cases": 22, "source": "later_report", "resolved": None}),
        # 25 cases, 6247 people
        ("mart_security", "Pá Mường", "2019", {"total_cases_per_1000": 4.002, "total_cases_per_1000_is_derived": True}),
        # "mới 3.270 (trực tuyến 3.201) … giải quyết 3.261 … trước hạn 3.249, đúng hạn 11 … đang giải quyết 07"
        (
            "mart_admin_procedures",
            "Lai Cách",
            "2023",
            {
                "received": 3271,
                "resolved_early_or_on_time": 3260,
                "resolved_early_or_on_time_is_derived": True,
                "pending": 7,
                "pending_is_derived": False,
                "online_share_pct": 97.89,
                "online_share_pct_is_derived": True,
            },
        ),
        ("mart_scorecard", "Kép", "2023", {"total_cases_change_pct": -22.73, "total_cases_prior_source": "printed"}),
    ],
)
def test_a_row_says_what_the_report_says(
    marts: duckdb.DuckDBPyConnection, table: str, unit: str, period: str, expected: Row
) -> None:
    found = row(marts, table, unit, period)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.slow
def test_a_value_leads_to_its_place_in_the_text(marts: duckdb.DuckDBPyConnection) -> None:
    lai_cach = row(marts, "mart_budget", "Lai Cách", "2023")
    assert at(marts, lai_cach["revenue_figure_id"]) == ("lai_cach_2023.txt", "9.611.073.450")
    assert at(marts, lai_cach["revenue_pct_of_plan_figure_id"]) == ("lai_cach_2023.txt", "82,62")
    kep = row(marts, "mart_security", "Kép", "2022")
    assert at(marts, kep["total_cases_figure_id"]) == ("kep_2023.txt", "22")


@pytest.mark.slow
def test_a_contradiction_within_a_report_is_named(marts: duckdb.DuckDBPyConnection) -> None:
    """941 and 2406: the second is of people, but stands behind the word for households."""
    others = row(marts, "mart_population", "Lai Cách", "2023")["other_figure_ids"]
    assert [at(marts, figure_id)[1] for figure_id in others.split("|")] == ["2406"]


@pytest.mark.slow
def test_nothing_absent_becomes_zero(marts: duckdb.DuckDBPyConnection) -> None:
    for table in ("mart_budget", "mart_population", "mart_security", "mart_admin_procedures"):
        zeros = marts.execute(
            f"select printed from (unpivot (select columns('_figure_id$') from {table}) on columns(*) into name measure"
            " value stated_in) join fct_figures on stated_in = figure_id where value = 0"
        ).fetchall()
        assert all(set(printed) <= set("0.,") for (printed,) in zeros)


@pytest.mark.slow
def test_the_period_of_a_row_is_counted_as_its_report_counts(marts: duckdb.DuckDBPyConnection) -> None:
    kinds = marts.execute(
        "select unit_name, period, period_kind, is_cumulative, period_start::varchar, period_end::varchar, period_basis"
        " from mart_scorecard where unit_name in ('Đức Chính', 'Trí Hòa', 'Kép') order by period, unit_name"
    ).fetchall()
    assert kinds == [
        ("Trí Hòa", "2016-H1", "half", True, None, None, None),  # its report states days of its own for 2017
        ("Trí Hòa", "2017-H1", "half", True, "2016-12-15", "2017-06-15", "as_stated"),
        ("Kép", "2022", "year", True, "2021-12-15", "2022-12-14", "administrative_cutoff"),
        ("Kép", "2023", "year", True, "2022-12-15", "2023-12-14", "administrative_cutoff"),
        ("Đức Chính", "2023-H1", "half", True, "2022-12-15", "2023-06-14", "administrative_cutoff"),
    ]


@pytest.mark.slow
def test_every_bundled_report_is_on_the_scorecard(marts: duckdb.DuckDBPyConnection) -> None:
    there = marts.execute(
        "select source_file from mart_scorecard join dim_reports using (report_id) where source = 'report'"
    ).fetchall()
    assert {path.name for path in SAMPLES.glob("*.txt")} <= {name for (name,) in there}

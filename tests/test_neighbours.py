"""What new reports change in the rows of others: the same marts whether built one after the other or all at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from chaos import marts_digest

from expectations.run import validate
from flows.start import run
from flows.steps import Steps
from warehouse.paths import Warehouse
from warehouse.settings import settings

pytestmark = pytest.mark.slow

TakeIn = Callable[[str, list[str], bool], Warehouse]

OF_UNIT = """{above}
ỦY BAN NHÂN DÂN XÃ {unit}
Số: {number}/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{place}, ngày {day} tháng 12 năm {year}

BÁO CÁO
Tình hình kinh tế - xã hội năm {year}

I. Thu, chi ngân sách
Tổng thu ngân sách xã: {revenue} đồng.
Tổng chi ngân sách xã: 2.814.335.300 đồng.

II. Dân số và an ninh trật tự
Toàn xã có 1.286 hộ với 6.247 nhân khẩu.
Xảy ra {cases} vụ vi phạm pháp luật về trật tự xã hội.
"""


def of_unit(place: str, above: str, year: int, revenue: str, cases: int, number: int = 112, day: int = 10) -> str:
    return OF_UNIT.format(
        above=above, unit=place.upper(), place=place, year=year, revenue=revenue, cases=cases, number=number, day=day
    )


VI_XUYEN, YEN_MINH, TUYEN_QUANG = "UBND HUYỆN VỊ XUYÊN", "UBND HUYỆN YÊN MINH", "UBND TỈNH TUYÊN QUANG"
REPORTS = {
    "minh_tan_2024": of_unit("Minh Tân", VI_XUYEN, 2024, "6.413.384.669", 17),
    "thuan_hoa_2024": of_unit("Thuận Hòa", VI_XUYEN, 2024, "5.100.000.000", 4),
    # of the same district, then of another one of the province
    "tung_ba_2024": of_unit("Tùng Bá", VI_XUYEN, 2024, "7.000.000.000", 9),
    "ngoc_long_2024": of_unit("Ngọc Long", YEN_MINH, 2024, "9.000.000.000", 30),
    # the same commune under the list of 2025-07-01, and only then a correction of what it reported a year before
    "minh_tan_2025": of_unit("Minh Tân", TUYEN_QUANG, 2025, "8.037.230.803", 20),
    "minh_tan_2024_again": of_unit("Minh Tân", VI_XUYEN, 2024, "6.429.784.642", 16, number=118, day=20),
}


@pytest.fixture
def taking_in(published_warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[TakeIn]:
    """Takes reports into the warehouse of a name, each alone or whatever there is at once."""

    def take_in(name: str, reports: list[str], alone: bool) -> Warehouse:
        monkeypatch.setenv("SOXA_INCREMENT_FROM", "1" if alone else "1000")
        monkeypatch.setenv("SOXA_INCREMENT_SHARE", "1")
        settings.cache_clear()
        warehouse, inbox = Warehouse(tmp_path / name), tmp_path / f"inbox_{name}"
        if not inbox.exists():
            shutil.copytree(published_warehouse.root, warehouse.root)
            inbox.mkdir()
        for report in reports:
            (inbox / f"{report}.txt").write_text(REPORTS[report], encoding="utf-8")
        built = run(inbox, warehouse.root, Steps(), validate).built
        assert built == ("increment" if alone else "whole")
        return warehouse

    yield take_in
    settings.cache_clear()


def compared(warehouse: Warehouse, unit: str, year: str, measure: str) -> dict[str, Any]:
    with duckdb.connect(str(warehouse.published), read_only=True) as connection:
        found = connection.execute(
            "select * from marts.mart_comparisons where unit_name = ? and period = ? and measure = ?",
            [unit, year, measure],
        )
        names = [column[0] for column in found.description]
        (row,) = found.fetchall()
        return dict(zip(names, row, strict=True))


def test_one_after_the_other_gives_the_marts_of_all_at_once(
    taking_in: TakeIn,
) -> None:
    names = list(REPORTS)
    taking_in("each", names[:2], False)
    taking_in("each", names[2:4], True)
    each = taking_in("each", names[4:5], True)
    assert compared(each, "Minh Tân", "2025", "revenue_vnd")["prior_value"] == 6_413_384_669
    each = taking_in("each", names[5:], True)

    of_2025 = compared(each, "Minh Tân", "2025", "revenue_vnd")
    assert of_2025["prior_value"] == 6_429_784_642
    assert of_2025["prior_unit_key"] != of_2025["unit_key"]
    beside = compared(each, "Thuận Hòa", "2024", "revenue_vnd")
    assert (beside["district_units"], beside["district_median"]) == (3, 6_429_784_642)
    assert (beside["province_units"], beside["province_median"]) == (4, (6_429_784_642 + 7_000_000_000) / 2)

    assert marts_digest(each.published) == marts_digest(taking_in("all", names, False).published)

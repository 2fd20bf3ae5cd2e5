"""A report, its correction and a report of a part, one after the other into one warehouse."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from commands import Soxa

from expectations.result import ValidationResult
from expectations.run import validate
from flows.report import RunReport
from flows.start import run
from flows.steps import Steps
from flows.validation import Check
from warehouse.paths import Warehouse
from warehouse.settings import settings

pytestmark = pytest.mark.slow

FIRST = """ỦY BAN NHÂN DÂN
XÃ THANH SƠN
Số: 112/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Thanh Sơn, ngày 05 tháng 12 năm 2023

BÁO CÁO
Tình hình kinh tế - xã hội năm 2023

I. Thu, chi ngân sách
Tổng thu ngân sách xã: 6.413.384.669 đồng.
Tổng chi ngân sách xã: 2.814.335.300 đồng.

II. Dân số và an ninh trật tự
Toàn xã có 1.286 hộ với 6.247 nhân khẩu.
Toàn xã có 83 hộ nghèo.
Xảy ra 17 vụ vi phạm pháp luật về trật tự xã hội.
Trồng mới 12 ha rừng.
"""
SECOND = (
    FIRST.replace("Số: 112", "Số: 118")
    .replace("ngày 05", "ngày 20")
    .replace("6.413.384.669", "6.431.384.669")
    .replace("Trồng mới 12 ha rừng.\n", "Tiếp nhận 1.809 hồ sơ thủ tục hành chính.\n")
)
PART = """ỦY BAN NHÂN DÂN
XÃ THANH SƠN
Số: 120/BC-UBND
Thanh Sơn, ngày 22 tháng 12 năm 2023

BÁO CÁO
Kết quả công tác quân sự, quốc phòng năm 2023

Tổ chức khám sức khỏe cho 45 thanh niên.
Giao quân 6 công dân, đạt 100% chỉ tiêu.
Huấn luyện 52 dân quân.
"""


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A new report is built alone, however few there are."""
    monkeypatch.setenv("SOXA_INCREMENT_FROM", "1")
    monkeypatch.setenv("SOXA_INCREMENT_SHARE", "1")
    settings.cache_clear()
    yield
    settings.cache_clear()


def rows(warehouse: Warehouse, statement: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse.published), read_only=True) as connection:
        connection.execute("use marts")
        return connection.execute(statement).fetchall()


def test_a_correction_takes_the_place_of_a_report_and_a_report_of_a_part_does_not(
    published_warehouse: Warehouse, one_by_one: None, tmp_path: Path, soxa: Soxa
) -> None:
    warehouse, inbox = Warehouse(tmp_path / "warehouse"), tmp_path / "inbox"
    shutil.copytree(published_warehouse.root, warehouse.root)
    inbox.mkdir()

    def take_in(check: Check, **texts: str) -> RunReport:
        for name, text in texts.items():
            (inbox / f"{name}.txt").write_text(text, encoding="utf-8")
        return run(inbox, warehouse.root, Steps(), check)

    assert take_in(lambda *_: ValidationResult(), first=FIRST, part=PART).built == "increment"
    corrected = take_in(validate, second=SECOND, second_again=SECOND)
    assert (corrected.built, corrected.read, corrected.duplicates) == ("increment", 1, 1)

    versions = rows(
        warehouse,
        "select r.source_file, is_current, before.source_file, after.source_file, relation, beside.source_file "
        "from dim_report_versions join dim_reports as r using (report_id) "
        "left join dim_reports as before on supersedes_report_id = before.report_id "
        "left join dim_reports as after on superseded_by_report_id = after.report_id "
        "left join dim_reports as beside on split_part(other_report_ids, '|', 1) = beside.report_id "
        "where r.unit_name = 'Thanh Sơn' order by r.document_number",
    )
    first, second, part = versions
    assert first[:5] == ("first.txt", False, None, "second.txt", None)
    assert second == ("second.txt", True, "first.txt", None, "revision", "part.txt")
    assert part[:5] == ("part.txt", True, None, None, None)

    changes = rows(warehouse, "select kind, old_printed, new_printed, change from mart_revisions order by kind, label")
    assert [change[:3] for change in changes] == [
        ("added", None, "1.809"),
        ("changed", "6.413.384.669", "6.431.384.669"),
        ("removed", "12", None),
    ]
    assert changes[1][3] == 18_000_000

    # one row for the unit and the year, from the report that is current
    assert rows(
        warehouse,
        "select source_file, revenue_vnd, expenditure_vnd from mart_budget join dim_reports using (report_id) "
        "where mart_budget.unit_name = 'Thanh Sơn'",
    ) == [("second.txt", 6_431_384_669, 2_814_335_300)]

    told = soxa("explain", "second", "6.431.384.669", "--format", "json", "--warehouse", warehouse.root)
    assert json.loads(told.out)["code_rule"]["gives"]["code"] == "REV_TOTAL"

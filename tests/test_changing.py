"""What docs/changing.md promises, done as it says in a copy of the project: one row in one file each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse.paths import PROJECT

REPORT = """ỦY BAN NHÂN DÂN
XÃ AN BÌNH
Số: 12/BC-UBND

BÁO CÁO
Tình hình kinh tế - xã hội năm 2022

I. Thu, chi ngân sách xã

Thu phí trông giữ xe: 45 triệu đồng.

II. Văn hóa

Toàn xã có 7 đội múa lân. Đội lân ấp Đông nhận kinh phí 3 triệu đồng.

III. Nông nghiệp

Thu hoạch được 300 giạ lúa.
"""
CATALOGUE = {
    "indicator_code,domain,fact_table,fact_code,name_vi,name_en,unit,official_reference,legal_doc,legal_status,valid_from,"
    "valid_to,description,words_re,words_not_re,example_match,example_no_match": [
        "CUL_LION_TEAMS,CULTURE,indicator,,Đội múa lân,Lion dance teams,item,,,unverified,,,Teams of the commune.,"
        "đội (múa )?lân,kinh phí,toàn xã có đội múa lân,",
        "BUD_REV_PARKING,BUDGET,budget,REV_PARKING,Thu phí trông giữ xe,Parking fees,VND,,,unverified,,,Fees paid.,"
        "phí trông giữ xe,,thu phí trông giữ xe,",
    ]
}
UNIT = "giạ,kg,20,mass,a southern measure of rice"


def append(path: Path, *rows: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.rstrip("\n") + "\n" + "\n".join(rows) + "\n", encoding="utf-8")


@pytest.mark.slow
def test_one_row_in_one_file_teaches_an_indicator_a_budget_line_and_a_unit(tmp_path: Path) -> None:
    project = tmp_path / "project"
    left = shutil.ignore_patterns("data", "target", "logs", "__pycache__", "*.pyc")
    for folder in ("dbt_project", "expectations", "flows", "ingest", "warehouse"):
        shutil.copytree(PROJECT / folder, project / folder, ignore=left)
    shutil.copy(PROJECT / "requirements.lock", project)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "an_binh.txt").write_text(REPORT, encoding="utf-8")
    seed = project / "dbt_project" / "seeds" / "indicators.csv"
    ((header, rows),) = CATALOGUE.items()
    assert seed.read_text(encoding="utf-8").startswith(header + "\n")
    append(seed, *rows)
    append(project / "ingest" / "lexicon" / "units.csv", UNIT)

    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "run", str(inbox), "--warehouse", str(tmp_path / "warehouse")],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(tmp_path / "warehouse" / "published" / "soxa.duckdb"), read_only=True) as connection:
        connection.execute("use marts")
        lines = "select line_code, side, fund, amount_vnd from fct_budget_lines"
        assert connection.execute(lines).fetchall() == [("REV_PARKING", "revenue", "commune_budget", 45_000_000)]
        coded = "select value, domain from fct_figures where indicator_code = 'CUL_LION_TEAMS'"
        assert connection.execute(coded).fetchall() == [(7, "CULTURE")]
        harvest = "select value, unit from fct_figures where printed = '300'"
        assert connection.execute(harvest).fetchall() == [(6000, "kg")]
        known = "select name_vi from dim_indicators where indicator_code = 'CUL_LION_TEAMS'"
        assert connection.execute(known).fetchall() == [("Đội múa lân",)]

"""``soxa explain`` over real reports; what it is to say is read from their text and from the rules' seeds."""

from __future__ import annotations

import csv
import json

import pytest
from commands import Soxa

from warehouse.paths import DBT_PROJECT, Warehouse

pytestmark = pytest.mark.slow


def test_explain_tells_what_a_figure_is_its_rules_and_its_checks(soxa: Soxa, published_warehouse: Warehouse) -> None:
    """Line 182: "Tổng thu phí VSMT đến 30/11/2023 = 2.298.931.000đ", of which the parts are 54.250.000 more."""
    told = soxa("explain", "lai_cach_2023", "2.298.931.000", "--warehouse", published_warehouse.root)
    assert told.code == 0
    lines = [" ".join(line.split()) for line in told.out.splitlines()]
    assert lines[0].startswith("2.298.931.000 lai_cach_2023.txt, line 182")
    assert "“Tổng thu phí VSMT đến 30/11/2023 = 2.298.931.000đ.”" in lines
    assert "value 2.298.931.000 VND" in lines
    assert "period 2023, as of 30/11/2023" in lines
    assert "code budget / REV_TOTAL / sanitation_fee / actual / 2023" in lines
    assert "Sanitation fees are land and environment as figures, whatever the fund." in lines
    checks = lines[lines.index("Checks that it takes part in: 2") :]
    assert [line.split(",")[0] for line in checks if line.startswith("broken")] == [
        "broken difference",
        "broken sum",
    ]


def test_explain_as_json_has_the_rules_as_the_seeds_have_them(soxa: Soxa, published_warehouse: Warehouse) -> None:
    """ "07 hồ sơ (trong hạn)": dossiers that are pending and not due carry two codes."""
    where = ("--format", "json", "--warehouse", published_warehouse.root)
    told = json.loads(soxa("explain", "lai_cach_2023", "07", *where).out)
    assert (told["value"], told["unit"], told["role"], told["domain"]) == (7, "dossier", "actual", "ADMIN_PROC")
    assert [(code["code"], code["scope"]) for code in told["codes"]] == [
        ("PENDING", "ALL"),
        ("PENDING_NOT_DUE", "ALL"),
    ]
    seeds = DBT_PROJECT / "seeds"
    for name, seed in (
        ("code_rule", "indicator_rules"),
        ("code_runner_up", "indicator_rules"),
        ("domain_rule", "domain_rules"),
        ("domain_runner_up", "domain_rules"),
    ):
        with (seeds / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
            (row,) = [row for row in csv.DictReader(file) if row["rule_id"] == told[name]["rule_id"]]
        assert told[name]["looks_for"] == {
            column: row[column] for column in row if row[column] and column.endswith(("_re", "_in", "reach"))
        }
    (check,) = told["checks"]
    assert (check["holds"], check["term_role"], check["delta"]) == (False, "total", -3)
    by_place = f"{told['report_id']}:{told['char_start'] + 1}"  # any of its digits
    assert json.loads(soxa("explain", by_place, *where).out) == told


def test_explain_of_a_figure_without_a_code_names_the_nearest_rule(soxa: Soxa, published_warehouse: Warehouse) -> None:
    """ "218,1 triệu đồng" is what gifts are worth: no line of a budget."""
    where = ("--warehouse", published_warehouse.root)
    told = soxa("explain", "kep_2023", "218,1", *where).out
    assert "code     none: B-STOP-OTHER says that it has none; the nearest after it is I-SOC-GIFTS-VALUE" in told
    assert "code     none: no rule knows it" in soxa("explain", "kep_2023", "99,55", *where).out


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["lai_cach_2023:0"], "no figure stands at 0 of lai_cach_2023.txt; there are: 999,9 ("),
        (["lai_cach_2023", "9.611.073.451"], "there are: 9.611.073.450 ("),
        (["lai_cach_2023", "9.611.073.450"], "is printed 2 times in lai_cach_2023.txt"),
        (["nobody:12"], "names no report; there are: duc_chinh"),
        (["lai_cach_2023"], "say REPORT:char_start"),
    ],
)
def test_explain_of_what_is_not_there_names_what_is_near(
    soxa: Soxa, published_warehouse: Warehouse, asked: list[str], said: str
) -> None:
    told = soxa("explain", *asked, "--warehouse", published_warehouse.root)
    assert (told.code, told.out) == (1, "")
    assert said in told.err
    assert told.err.count("\n") == 1

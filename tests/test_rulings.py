"""Rulings of people: the file and its rules, what a ruling changes, and that one which no longer fits stops the run."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from commands import Soxa
from own_project import copied, go_by
from typer.testing import CliRunner

from expectations.result import ValidationResult
from expectations.run import validate
from flows import cli
from flows.rulings import COLUMNS, RulingsError, add_ruling, check_rulings
from flows.start import run
from flows.steps import Steps
from warehouse.errors import TransformError
from warehouse.paths import Warehouse
from warehouse.settings import settings

REPORT = """ỦY BAN NHÂN DÂN
XÃ AN BÌNH
Số: 12/BC-UBND

BÁO CÁO
Tình hình kinh tế - xã hội năm 2022

I. Thu, chi ngân sách

Tổng thu ngân sách xã: 2.5.00 triệu đồng.
Tổng chi ngân sách xã: 2.150 triệu đồng.

II. Dân số

Toàn xã có 1.286 hộ với 6.247 nhân khẩu. Trong năm có 35 trường hợp chào đời.

III. An ninh trật tự

Xảy ra 17 vụ, gồm: trộm cắp 9 vụ, đánh bạc 8 vụ, chuyên đề 4 vụ.

Trồng mới 12 ha rừng.
"""
LATER = REPORT.replace("Số: 12", "Số: 31").replace("năm 2022", "năm 2023").replace("1.286", "1.301")
ROW = {
    "source_sha256": "0123456789abcdef" * 4,
    "char_start": "10",
    "char_end": "15",
    "printed": "1.250",
    "ruling": "confirmed",
    "ruled_by": "Nguyễn Thị Thống Kê",
    "ruled_on": "2026-11-21",
    "reason": "as in the signed copy",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the dbt project, with a file of rulings of its own, that runs go by."""
    return copied(tmp_path, monkeypatch)


def write(project: Path, *rulings: dict[str, str]) -> None:
    with (project / "seeds" / "rulings.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS)
        writer.writeheader()
        writer.writerows({**ROW, **ruling} for ruling in rulings)


# --- the file


def test_the_file_of_this_project_can_be_followed() -> None:
    assert check_rulings() == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"ruling": "wrong_value"}, "wrong_value says what is right"),
        ({"ruling": "confirmed", "value": "1250"}, "value belongs to wrong_value"),
        ({"ruling": "wrong_code", "unit": "ha"}, "unit belongs to wrong_value"),
        ({"ruling": "wrong_value", "unit": "tỷ"}, "unit: there is no 'tỷ'; it is one of %, "),
        ({"ruling": "wrong_value", "value": "1.250,5"}, "value: "),
        ({"ruling": "wrong_value", "period": "quý 1"}, "period: "),
        ({"ruling": "wrong_value", "value_max": "3"}, "value is its lower one"),
        ({"ruling": "wrong_code", "code": "BIRTHS"}, "a code and its fact_table go together"),
        ({"ruling": "wrong_code", "fact_table": "population", "code": "THEFT"}, "code: there is no 'THEFT'"),
        ({"ruling": "wrong_code", "fact_table": "indicator", "code": "NO_SUCH"}, "code: there is no 'NO_SUCH'"),
        ({"ruling": "wrong_code", "scope": "permanent"}, "there is none"),
        ({"ruling": "maybe"}, "ruling: "),
        ({"char_end": "9"}, "char_end lies behind char_start"),
        ({"printed": ""}, "printed: "),
        ({"reason": ""}, "reason: "),
        ({"ruled_on": "21/11/2026"}, "ruled_on: "),
        ({"source_sha256": "bao_cao.txt"}, "source_sha256: "),
    ],
)
def test_a_row_that_cannot_be_followed_is_named_with_its_line(
    project: Path, changed: dict[str, str], told: str
) -> None:
    write(project, {"char_start": "1"}, changed)
    with pytest.raises(RulingsError) as refused:
        check_rulings()
    (reason,) = refused.value.reasons
    assert reason.startswith("line 3: ")
    assert told in reason


def test_a_figure_has_one_ruling_or_a_value_and_a_code(project: Path) -> None:
    code = {"ruling": "wrong_code", "fact_table": "population", "code": "BIRTHS"}
    write(project, {"ruling": "wrong_value", "value": "3"}, code)
    assert [ruling.ruling for ruling in check_rulings()] == ["wrong_value", "wrong_code"]
    write(project, {}, code)
    with pytest.raises(RulingsError) as refused:
        check_rulings()
    assert "ruled on twice" in refused.value.reasons[0]


def test_other_columns_and_missing_cells_are_told(project: Path) -> None:
    path = project / "seeds" / "rulings.csv"
    path.write_text("sha,ruling\n", encoding="utf-8")
    with pytest.raises(RulingsError, match="columns"):
        check_rulings()
    path.write_text(",".join(COLUMNS) + "\nabc,1\n", encoding="utf-8")
    with pytest.raises(RulingsError) as refused:
        check_rulings()
    assert refused.value.reasons == ("line 2: it has fewer cells than the first line has columns",)
    write(project, {}, {"char_start": "1"})
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n", 1))
    with pytest.raises(RulingsError, match="lines end in two ways"):
        check_rulings()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_added_is_read_as_it_was_and_the_rest_of_the_file_stays(project: Path, end: str) -> None:
    path = project / "seeds" / "rulings.csv"
    write(project, {"reason": 'a "quoted", reason'})
    text = path.read_text(encoding="utf-8")
    before = text.rstrip("\n").replace("\n", end).encode()  # an editor left no last line end
    path.write_bytes(before)
    (first,) = check_rulings()
    assert add_ruling(first.model_copy(update={"char_start": 12, "reason": "dấu, phẩy"})) == 3
    assert path.read_bytes().startswith(before)
    assert [ruling.reason for ruling in check_rulings()] == ['a "quoted", reason', "dấu, phẩy"]


# --- what rulings change


@dataclass(frozen=True)
class Ruled:
    """A warehouse whose marts go by rulings, and the rulings that came to be by ``soxa review``."""

    warehouse: Warehouse
    inbox: Path
    project: Path
    before: list[tuple[Any, ...]]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return asked(self.warehouse, statement)


def asked(warehouse: Warehouse, statement: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse.published), read_only=True) as connection:
        connection.execute("use marts")
        return connection.execute(statement).fetchall()


def unchecked(*_: object) -> ValidationResult:
    return ValidationResult()


@pytest.fixture(scope="module")
def ruled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ruled]:
    """One report, read and published; a person goes through it with ``soxa review``; the next run goes by that."""
    folder = tmp_path_factory.mktemp("ruled")
    warehouse, inbox = Warehouse(folder / "warehouse"), folder / "inbox"
    inbox.mkdir()
    (inbox / "an_binh.txt").write_text(REPORT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as monkeypatch:
        project = copied(folder, monkeypatch)
        run(inbox, warehouse.root, Steps(), unchecked)
        before = asked(warehouse, "select printed, reasons from mart_review order by review_rank")
        for found in (
            ("2.5.00", "--value", "2500000000", "--why", "2.500 triệu đồng in the annex"),
            ("1.286", "--confirm", "--why", "as in the register"),
            ("35", "--code", "POP_BIRTHS", "--why", "who is born is meant"),
            ("4", "--not-a-figure", "--why", "the number of a topic"),
            ("12", "--unreadable", "--why", "12 or 72: the copy is smudged"),
        ):
            options = ("--by", "Lê Thị Xét", "--warehouse", str(warehouse.root))
            told = CliRunner().invoke(cli.app, ["review", "an_binh", *found, *options])
            assert "Written to" in told.output, told.output
        later = hashlib.sha256(LATER.encode()).hexdigest()
        start = LATER.index("1.301")
        with (project / "seeds" / "rulings.csv").open("a", encoding="utf-8", newline="") as handle:
            csv.DictWriter(handle, COLUMNS, lineterminator="\n").writerow(
                {**ROW, "source_sha256": later, "char_start": start, "char_end": start + 5, "printed": "1.301"}
            )
        assert run(inbox, warehouse.root, Steps(), validate).rules_changed
        yield Ruled(warehouse, inbox, project, before)


@pytest.mark.slow
def test_what_asks_for_a_look_comes_in_order(ruled: Ruled) -> None:
    assert ruled.before[0] == ("2.5.00", ["unreadable"])
    assert {printed for printed, _ in ruled.before} == {"2.5.00", "17", "9", "8", "4", "35"}
    assert {printed for printed, reasons in ruled.before if "broken_sum" in reasons} == {"17", "9", "8", "4"}
    assert ruled.rows("select printed from mart_review") == []


@pytest.mark.slow
def test_a_value_is_corrected_in_every_mart_and_the_reading_is_kept(ruled: Ruled) -> None:
    figure = "select printed, value, unit, is_corrected, is_confirmed from fct_figures where printed = '2.5.00'"
    assert ruled.rows(figure) == [("2.5.00", 2_500_000_000, "VND", True, False)]
    assert ruled.rows("select line_code, amount_vnd, is_corrected from fct_budget_lines order by line_code") == [
        ("EXP_TOTAL", 2_150_000_000, False),
        ("REV_TOTAL", 2_500_000_000, True),
    ]
    assert ruled.rows("select revenue_vnd, balance_vnd from mart_budget") == [(2_500_000_000, 350_000_000)]
    kept = "select original_value, value, status, ruled_by, reason from fct_rulings where ruling = 'wrong_value'"
    assert ruled.rows(kept) == [
        (None, 2_500_000_000, "applied", "Lê Thị Xét", "2.500 triệu đồng in the annex"),
    ]


@pytest.mark.slow
def test_a_code_is_corrected_and_what_the_rules_said_is_kept(ruled: Ruled) -> None:
    assert ruled.rows("select measure_code, value, is_corrected from fct_population where value = 35") == [
        ("BIRTHS", 35, True)
    ]
    assert ruled.rows("select domain, indicator_code from fct_figures where printed = '35'") == [
        ("POPULATION", "POP_BIRTHS")
    ]
    was = "select original_indicator_code, fact_table, code from fct_rulings where ruling = 'wrong_code'"
    assert ruled.rows(was) == [(None, "population", "BIRTHS")]


@pytest.mark.slow
def test_what_is_no_figure_is_accounted_for_and_leaves_its_sum(ruled: Ruled) -> None:
    """17 = 9 + 8 once the number of a topic is no part of it."""
    place = REPORT.index("4 vụ.")
    assert ruled.rows(f"select printed, kind, figure_id from fct_number_tokens where char_start = {place}") == [
        ("4", "noise", None)
    ]
    assert ruled.rows(f"select * from fct_figures where char_start = {place}") == []
    assert ruled.rows("select original_value from fct_rulings where ruling = 'not_a_figure'") == [(4,)]
    sums = "select stated_value, computed_value, holds from fct_audit_checks where check_type = 'sum'"
    assert ruled.rows(sums) == [(17, 17, True)]


@pytest.mark.slow
def test_an_unreadable_figure_has_no_value_and_a_confirmed_one_says_so(ruled: Ruled) -> None:
    assert ruled.rows(
        "select printed, value, is_corrected, is_confirmed from fct_figures where printed in ('12', '1.286') order by 1"
    ) == [("1.286", 1286, False, True), ("12", None, True, False)]


@pytest.mark.slow
def test_explain_tells_who_ruled_and_why(ruled: Ruled, soxa: Soxa) -> None:
    where = ("--warehouse", ruled.warehouse.root)
    lines = [" ".join(line.split()) for line in soxa("explain", "an_binh", "2.5.00", *where).out.splitlines()]
    assert any(line.startswith("ruling wrong_value, Lê Thị Xét, ") for line in lines)
    assert "value: 2500000000.000000" in lines
    (ruling,) = json.loads(soxa("explain", "an_binh", "35", *where, "--format", "json").out)["rulings"]
    assert (ruling["ruling"], ruling["reason"]) == ("wrong_code", "who is born is meant")


@pytest.mark.slow
def test_a_finding_that_does_not_go_together_writes_nothing(ruled: Ruled, soxa: Soxa) -> None:
    before = (ruled.project / "seeds" / "rulings.csv").read_bytes()
    for arguments, told in (
        (("an_binh", "6.247", "--unit", "tỷ", "--why", "so"), "there is no 'tỷ'"),
        (("an_binh", "6.247", "--code", "POP_HOUSES", "--why", "so"), "POP_HOUSEHOLDS"),
        (("an_binh", "1.286", "--not-a-figure", "--why", "so"), "ruled on twice"),
        (("an_binh", "1.999", "--confirm", "--why", "so"), "no figure is printed '1.999'"),
        (("an_binh", "6.247", "--confirm"), "why"),
        (("an_binh", "6.247", "--confirm", "--unreadable", "--why", "so"), "one finding at a time"),
        (("an_binh", "6.247", "--scope", "permanent", "--why", "so"), "--no-code"),
        (("an_binh", "6.247"), "say what you found"),
    ):
        refused = soxa("review", *arguments, "--warehouse", ruled.warehouse.root)
        assert refused.code != 0
        assert told in " ".join(refused.err.replace("│", " ").split()), arguments
    assert (ruled.project / "seeds" / "rulings.csv").read_bytes() == before


@pytest.mark.slow
def test_a_ruling_waits_for_its_document_and_one_that_no_longer_fits_stops_the_run(
    ruled: Ruled, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_by(ruled.project, monkeypatch)
    monkeypatch.setenv("SOXA_INCREMENT_FROM", "1")
    monkeypatch.setenv("SOXA_INCREMENT_SHARE", "1")
    settings.cache_clear()
    status = "select printed, status, report_id is null from fct_rulings where printed in ('1.301', '1.286') order by 1"
    assert ruled.rows(status) == [("1.286", "applied", False), ("1.301", "waiting", True)]
    (ruled.inbox / "later.txt").write_text(LATER, encoding="utf-8")
    assert run(ruled.inbox, ruled.warehouse.root, Steps(), unchecked).built == "increment"
    assert ruled.rows(status) == [("1.286", "applied", False), ("1.301", "applied", False)]
    assert ruled.rows("select value from fct_figures where is_confirmed order by 1") == [(1286,), (1301,)]

    path = ruled.project / "seeds" / "rulings.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1.286,", ",1.268,"), encoding="utf-8")
    with pytest.raises(TransformError) as failure:
        run(ruled.inbox, ruled.warehouse.root, Steps(), unchecked)
    settings.cache_clear()
    assert any("“1.268”" in reason and "“1.286” stands there" in reason for reason in failure.value.reasons)
    assert ruled.rows("select value from fct_figures where is_confirmed order by 1") == [(1286,), (1301,)]

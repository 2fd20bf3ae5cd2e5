from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from flows import cli
from flows.console import number
from warehouse.connection import open_published
from warehouse.lock import run_lock
from warehouse.paths import SAMPLES, Warehouse


@dataclass(frozen=True, slots=True)
class Told:
    """What a command gave back."""

    code: int
    out: str
    err: str


Soxa = Callable[..., Told]


@pytest.fixture
def soxa(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Soxa:
    """The command as a user calls it, inside this process."""

    def call(*arguments: str | Path) -> Told:
        monkeypatch.setattr(sys, "argv", ["soxa", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        told = capsys.readouterr()
        return Told(int(left.value.code or 0), told.out, told.err)

    return call


@pytest.mark.parametrize(
    "command",
    ["run", "show", "audit", "sql", "export", "doctor", "watch", "backfill", "revalidate", "prune", "serve"],
)
def test_help_of_every_command_names_what_it_takes(soxa: Soxa, command: str) -> None:
    told = soxa(command, "--help")
    assert told.code == 0
    assert "--warehouse" in told.out
    assert f"soxa {command}" in told.out


def test_help_and_version(soxa: Soxa) -> None:
    assert soxa("--version").out.startswith("soxa 0.")
    told = soxa("--help")
    assert told.code == 0
    assert all(
        command in told.out for command in ("run", "show", "audit", "sql", "doctor", "backfill", "serve", "settings")
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["run", "/no/such/inbox"],
        ["sql"],
        ["sql", "select 1", "--format", "xml"],
        ["show"],
        ["audit"],
        ["audit", "kep_2023", "--all"],
        ["audit", "kep_2023", "--lang", "fr"],
        ["audit", "--all", "--limit", "0"],
    ],
)
def test_wrong_usage_leaves_with_two_and_says_what_is_wrong(soxa: Soxa, arguments: list[str]) -> None:
    told = soxa(*arguments)
    assert (told.code, told.out) == (2, "")
    assert "Error" in told.err
    assert "Traceback" not in told.err


@pytest.mark.parametrize(
    "arguments", [["show", "x"], ["audit", "x"], ["audit", "--all"], ["sql", "select 1"], ["export"]]
)
def test_before_the_first_run_one_line_says_what_to_do(soxa: Soxa, tmp_path: Path, arguments: list[str]) -> None:
    told = soxa(*arguments, "--warehouse", tmp_path / "none")
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith("soxa: nothing has been published")
    assert "soxa run" in told.err
    assert told.err.count("\n") == 1


def test_an_inbox_without_files_is_named(soxa: Soxa, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    told = soxa("run", tmp_path / "inbox", "--warehouse", tmp_path / "warehouse")
    assert (told.code, told.out) == (1, "")
    assert "no file" in told.err


def test_doctor_of_a_missing_warehouse_says_what_to_do(soxa: Soxa, tmp_path: Path) -> None:
    told = soxa("doctor", "--warehouse", tmp_path / "none")
    assert told.code == 1
    assert "→ soxa run" in told.out
    assert "duckdb 1.5.5" in told.out


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("9611073450.000000"), "9.611.073.450"),
        (Decimal("82.620000"), "82,62"),
        (Decimal("-1000"), "-1.000"),
        (Decimal("0.000000"), "0"),
        (0, "0"),
        (None, ""),
    ],
)
def test_numbers_are_written_as_vietnamese_readers_write_them(value: Decimal | int | None, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.slow
class TestOnAPublishedSnapshot:
    def test_show_prints_header_facts_and_broken_sums_in_a_sentence(
        self, soxa: Soxa, published_warehouse: Warehouse
    ) -> None:
        told = soxa("show", "kep_2023", "--warehouse", published_warehouse.root)
        assert told.code == 0
        assert "thị trấn Kép" in told.out
        assert all(domain in told.out for domain in ("Budget", "Population", "Security", "Administrative procedures"))
        broken = told.out.split("Does not come out")[1]
        assert "a total of 149,3 ha, but its parts add up to 149,7 ha" in broken
        assert "off by 0,4 ha" in broken

    def test_a_report_is_found_by_id_name_stem_and_unique_beginning(
        self, soxa: Soxa, published_warehouse: Warehouse
    ) -> None:
        with open_published(published_warehouse) as connection:
            found = connection.execute("select report_id from marts.dim_reports where source_file = 'kep_2023.txt'")
            (report_id,) = found.fetchone() or ("",)
        answers = {
            soxa("show", asked, "--warehouse", published_warehouse.root).out
            for asked in (report_id, report_id[:6], "kep_2023.txt", "kep_2023", "ke")
        }
        assert len(answers) == 1

    @pytest.mark.parametrize("command", ["show", "audit"])
    @pytest.mark.parametrize(("asked", "said"), [("xa_", "names 2 reports"), ("nobody", "names no report")])
    def test_a_report_that_is_not_named_well_is_answered_with_the_names_there_are(
        self, soxa: Soxa, published_warehouse: Warehouse, command: str, asked: str, said: str
    ) -> None:
        told = soxa(command, asked, "--warehouse", published_warehouse.root)
        assert (told.code, told.out) == (1, "")
        assert said in told.err
        assert "xa_dien_bien_2019.txt" in told.err

    def test_audit_tells_total_parts_difference_and_place(self, soxa: Soxa, published_warehouse: Warehouse) -> None:
        told = soxa("audit", "lai_cach_2023", "--warehouse", published_warehouse.root)
        assert told.code == 0
        assert "thị trấn Lai Cách" in told.out
        sentence = next(line for line in told.out.splitlines() if "các thành phần cộng lại" in line)
        assert "2.298.931.000 đồng" in sentence
        assert "1.379.780.000 + 532.136.000 + 299.745.000 + 141.520.000" in sentence
        assert sentence.endswith("lệch 54.250.000 đồng.")
        text = (SAMPLES / "lai_cach_2023.txt").read_bytes().decode().split("\n")
        line = next(place for place, line in enumerate(text, start=1) if "Thu khẩu tạm trú" in line)
        shown = next(line for line in told.out.splitlines() if "Thu khẩu tạm trú" in line)
        assert shown.split()[:5] == ["thành", "phần", "532.136.000", "dòng", str(line)]

    def test_audit_names_the_base_that_a_percentage_was_taken_of(
        self, soxa: Soxa, published_warehouse: Warehouse
    ) -> None:
        """1803 of 1811 is 99,56 %; of the 1809 received it is the 99,7 % printed."""
        where = ("duc_chinh_h1_2023", "--lang", "en", "--warehouse", published_warehouse.root)
        lines = soxa("audit", *where).out.splitlines()
        place = next(place for place, line in enumerate(lines) if "99,7%" in line)
        assert "1.803 / 1.811 dossiers is 99,56%: off by 0,14 percentage points" in lines[place]
        assert "was taken of 1.809 dossiers" in lines[place + 1]
        assert "xã đã tiếp nhận là 1809" in lines[place + 1]

    def test_audit_as_json_has_what_people_read_and_the_figures(
        self, soxa: Soxa, published_warehouse: Warehouse
    ) -> None:
        where = ("--format", "json", "--warehouse", published_warehouse.root)
        told = json.loads(soxa("audit", "lai_cach_2023", *where).out)
        (pending,) = [finding for finding in told["findings"] if finding["stated_value"] == 7]
        assert (pending["computed_value"], pending["delta"], pending["unit"]) == (10, -3, "dossier")
        assert [term["printed"] for term in pending["terms"]] == ["07", "3.271", "3.261"]
        text = (SAMPLES / "lai_cach_2023.txt").read_bytes().decode()
        for term in pending["terms"]:
            assert text[term["char_start"] : term["char_end"]] == term["printed"]
            assert term["figure_id"]
        first = json.loads(soxa("audit", "lai_cach_2023", "--limit", "1", *where).out)
        assert first["findings"] == told["findings"][:1]

    def test_audit_of_all_lists_every_report_and_quotes_the_weightiest(
        self, soxa: Soxa, published_warehouse: Warehouse
    ) -> None:
        told = soxa("audit", "--all", "--limit", "2", "--warehouse", published_warehouse.root)
        assert told.code == 0
        assert all(report.name in told.out for report in SAMPLES.glob("*.txt"))
        listed = told.out.split("Đáng hỏi trước nhất: 2 trong ")[1]
        assert listed.count("Báo cáo ghi") == 2
        assert listed.count("   “") == 2
        assert "\n3. " not in listed

    def test_sql_prints_tables_csv_and_json(self, soxa: Soxa, published_warehouse: Warehouse) -> None:
        where = ("--warehouse", published_warehouse.root)
        query = "select source_file, char_count, as_of from dim_reports where source_file like 'kep%'"
        size = len((SAMPLES / "kep_2023.txt").read_bytes().decode())
        table = soxa("sql", query, *where).out.split()
        assert table[:4] == ["source_file", "char_count", "as_of", "kep_2023.txt"]
        rows = list(csv.DictReader(io.StringIO(soxa("sql", query, "--format", "csv", *where).out)))
        assert [(row["source_file"], row["char_count"]) for row in rows] == [("kep_2023.txt", str(size))]
        (row,) = json.loads(soxa("sql", query, "--format", "json", *where).out)
        assert (row["source_file"], row["char_count"]) == ("kep_2023.txt", size)

    @pytest.mark.parametrize(
        ("statement", "said"),
        [
            ("select * from dim_report", "Did you mean"),
            ("selekt 1", "syntax error"),
            ("drop table dim_reports", "read-only"),
        ],
    )
    def test_sql_that_cannot_be_answered_is_one_line(
        self, soxa: Soxa, published_warehouse: Warehouse, statement: str, said: str
    ) -> None:
        told = soxa("sql", statement, "--warehouse", published_warehouse.root)
        assert (told.code, told.out) == (1, "")
        assert said in told.err
        assert told.err.count("\n") == 1

    def test_doctor_says_what_the_warehouse_holds(self, soxa: Soxa, published_warehouse: Warehouse) -> None:
        told = soxa("doctor", "--warehouse", published_warehouse.root)
        assert told.code == 0, told.out
        assert "dim_reports 6" in told.out
        assert "published" in told.out

    def test_doctor_and_run_say_who_holds_the_warehouse(self, soxa: Soxa, published_warehouse: Warehouse) -> None:
        with run_lock(published_warehouse.lock):
            assert "held by process" in soxa("doctor", "--warehouse", published_warehouse.root).out
            told = soxa("run", "--warehouse", published_warehouse.root)
        assert told.code == 1
        assert "another run is at work" in told.err
        assert told.err.count("\n") == 1

"""The data checks as a whole: what stops publishing, what does not, and what is said of it.

Each check by itself is proved in test_spoilings.py.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from candidates import REPORT, TABLES, TEXT, Files, build, place

from expectations.frames import open_candidate, read_frame
from expectations.outcome import to_result
from expectations.result import CheckRow, Kind, ValidationError, ValidationResult
from expectations.run import validate
from expectations.suites import code_lists, load_suites
from expectations.text import DigitAccount, account_for_digits, shown_number

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return build(tmp_path)


def check(files: Files) -> ValidationResult:
    return validate(files.candidate, files.docs, "run-1", files.working)


def failed(result: ValidationResult) -> set[tuple[str, str]]:
    return {(row["suite"], row["expectation"].split("(")[0]) for row in result.rows if not row["success"]}


def test_a_sound_candidate_keeps_every_promise_and_has_no_findings(files: Files) -> None:
    result = check(files)
    assert result.blocking == ()
    assert result.findings == 0
    assert failed(result) == set()
    assert {row["suite"] for row in result.rows} == {
        *TABLES,
        "contract",
        "report_arithmetic",
        "wide_rows",
        "wide_tables",
    }
    assert {row["severity"] for row in result.rows if row["kind"] == "promise"} == {"critical"}
    assert {row["severity"] for row in result.rows if row["kind"] == "finding"} == {"warning"}
    spans = next(row for row in result.rows if row["suite"] == "fct_figures" and "match_span" in row["expectation"])
    assert (spans["evaluated"], spans["unexpected"], spans["sample"]) == (12, 0, "[]")


@pytest.mark.parametrize(
    "spoil",
    ["alter table marts.fct_targets drop column comparator", "drop table marts.fct_ingest_issues"],
    ids=["column", "table"],
)
def test_what_is_missing_stops_publishing_and_nothing_else_is_asked(files: Files, spoil: str) -> None:
    files.change(spoil)
    result = check(files)
    assert failed(result) == {("contract", "expect_promised_column_to_exist")}
    assert {row["suite"] for row in result.rows} == {"contract"}
    assert len(result.blocking) == 1
    assert result.blocking[0].startswith("contract: ")
    assert "expect_promised_column_to_exist" in result.blocking[0]
    assert result.findings == 0


PLACED = {table for table, columns in TABLES.items() if "char_start" in columns} - {"mart_audit_findings"}
"""Tables whose rows have a place; a sound candidate has no finding, and a finding has a place for each figure."""


def test_standard_expectations_guard_keys_codes_and_ranges(files: Files) -> None:
    files.change(
        "insert into marts.dim_indicators select * from marts.dim_indicators",
        "insert into marts.fct_population select * from marts.fct_population",
        "update marts.fct_figures set unit = 'hecta' where unit = 'ha'",
        "update marts.fct_figures set confidence = 1.5 where printed = '3'",
        "update marts.dim_reports set period = '2023/6', period_end = '2022-12-31'",
        "update marts.fct_number_tokens set figure_id = null where printed = '3'",
        "update marts.fct_security_incidents set value = -3",
    )
    result = check(files)
    assert failed(result) == {
        ("dim_indicators", "expect_column_values_to_be_unique"),
        ("fct_population", "expect_compound_columns_to_be_unique"),
        ("fct_figures", "expect_column_values_to_be_in_set"),
        ("fct_figures", "expect_column_values_to_be_between"),
        ("dim_reports", "expect_column_values_to_match_regex"),
        ("dim_reports", "expect_column_pair_values_a_to_be_greater_than_b"),
        ("fct_number_tokens", "expect_column_values_to_not_be_null"),
        ("fct_security_incidents", "expect_column_values_to_be_between"),
    }
    assert len(result.blocking) == 7
    assert result.findings >= 1  # a report that prints -3 is published with it
    assert not any("fct_security_incidents" in sentence for sentence in result.blocking)
    (sentence,) = [sentence for sentence in result.blocking if "expect_column_values_to_be_in_set" in sentence]
    assert sentence.startswith("fct_figures: 2 of 12 rows break the promise “Units")
    assert f"figure_id {REPORT}:{place('7')[0]}" in sentence
    assert "unit hecta" in sentence


def test_without_the_text_places_cannot_be_vouched_for(files: Files) -> None:
    result = validate(files.candidate, files.docs, "run-1")
    assert {suite for suite, _ in failed(result)} == {"dim_reports", *PLACED}
    assert len(result.blocking) == 12
    assert "the text of the report is not at hand" in "".join(result.blocking)


def test_the_text_may_stand_in_the_candidate_itself(files: Files) -> None:
    files.change("alter table marts.dim_reports add column text varchar")
    with duckdb.connect(str(files.candidate)) as connection:
        connection.execute("update marts.dim_reports set text = ?", [TEXT])
    suite = next(suite for suite in load_suites() if suite.name == "fct_figures")
    with open_candidate(files.candidate, None) as connection:
        frame = read_frame(connection, suite)
    assert frame["text_at_span"].tolist() == frame["printed"].tolist()


def test_a_file_that_is_no_database_is_refused_with_a_plain_message(files: Files) -> None:
    files.candidate.write_text("not a database", encoding="utf-8")
    with pytest.raises(ValidationError, match=r"candidate\.duckdb cannot be opened"):
        check(files)


@pytest.mark.parametrize("kind", ["promise", "finding"])
def test_a_check_that_could_not_be_carried_out_stops_publishing(kind: Kind) -> None:
    row = CheckRow(
        run_id="run-1",
        checked_at=datetime(2024, 1, 2),
        suite="fct_figures",
        expectation="expect_something(unit)",
        says="Units are units.",
        kind=kind,
        severity="critical",
        success=False,
        evaluated=0,
        unexpected=0,
        sample='[{"could_not_be_checked": "out of ink"}]',
        seconds=0.0,
    )
    result = to_result([row])
    assert result.blocking == (
        "fct_figures: “Units are units.” could not be checked: out of ink (expect_something(unit))",
    )
    assert result.findings == 0


def test_digits_are_accounted_for_one_by_one() -> None:
    text = "Thu 1.234,5 triệu ở 3 xã (2 thôn)."
    whole = [(4, 11), (20, 21), (26, 27)]
    assert [text[start:end] for start, end in whole] == ["1.234,5", "3", "2"]
    assert account_for_digits(text, whole) == DigitAccount(3, 0, 0, None)
    assert account_for_digits(text, whole[1:]) == DigitAccount(3, 1, 0, "“1.234,5” at 4")
    assert account_for_digits(text, [(4, 5), *whole]) == DigitAccount(3, 0, 1, "“1” at 4")
    assert account_for_digits(text, [(4, 9), *whole[1:]]) == DigitAccount(3, 1, 1, "“1.234” at 4")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(2622219745, "2.622.219.745"), (11.9, "11,9"), (0, "0"), (100, "100"), (-0.05, "-0,05"), (None, "—")],
)
def test_numbers_are_shown_as_reports_print_them(value: float | None, shown: str) -> None:
    assert shown_number(value) == shown


def test_asking_for_results_and_definitions_does_not_load_great_expectations() -> None:
    script = (
        "import sys, expectations.result, expectations.suites, expectations.run; "
        "expectations.suites.load_suites(); print(sys.modules.keys() & {'great_expectations', 'pandas'})"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_suites_promise_the_columns_of_the_contract() -> None:
    promised = {suite.name: set(suite.columns) for suite in load_suites() if suite.columns}
    assert promised == {
        table: {column.split()[0] for column in re.sub(r"\(.*?\)", "", columns).split(", ")}
        for table, columns in TABLES.items()
    }


def test_every_unit_that_the_reading_rules_know_is_a_promised_code() -> None:
    with (PROJECT / "ingest" / "lexicon" / "units.csv").open(encoding="utf-8", newline="") as lines:
        units = {row["unit"] for row in csv.DictReader(lines)}
    assert units - {"by context"} <= set(code_lists()["unit"])


def test_every_check_says_in_words_what_it_expects() -> None:
    for suite in load_suites():
        titles = [check.title for check in suite.checks]
        assert len(titles) == len(set(titles)), suite.name
        assert all(check.says.endswith(".") for check in suite.checks), suite.name

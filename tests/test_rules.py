"""The rules that give figures their domain and code: the seeds themselves, and what they make of sentences.

`fixtures/coding_cases.toml` holds sentences as communes all over the country write them, with the facts they state.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pytest
from own_project import copied
from reading import document

from expectations.suites import code_lists
from flows.transform import build_marts
from ingest.folding import fold_key
from ingest.load import load_reading
from ingest.model import Document
from ingest.raw_tables import create_raw_tables
from ingest.read import read_document
from warehouse.connection import open_working, read_working
from warehouse.errors import TransformError
from warehouse.paths import DBT_PROJECT, PROJECT, Warehouse

SEEDS = DBT_PROJECT / "seeds"
RULE_SEEDS = ("domain_rules", "indicator_rules", "scope_rules")
CASES = tomllib.loads((Path(__file__).parent / "fixtures" / "coding_cases.toml").read_text(encoding="utf-8"))["case"]
PASSAGES = sorted((Path(__file__).parent / "passages").glob("*.txt"))
HEAD = "ỦY BAN NHÂN DÂN\nXÃ AN BÌNH\n\nBÁO CÁO\nTình hình kinh tế - xã hội năm 2022, nhiệm vụ năm 2023\n\n"
CORE = {
    "budget": ("fct_budget_lines", "fund", "line_code", "amount_vnd"),
    "population": ("fct_population", "residence", "measure_code", "value"),
    "security": ("fct_security_incidents", "measure", "category_code", "value"),
    "admin_proc": ("fct_admin_procedures", "field_code", "measure_code", "value"),
}
MAIN_FUNDS = {"commune_budget", "area_revenue", "sanitation_fee", "public_investment"}

Fact = tuple[str, str, str, float, str]


def _rows(seed: str) -> list[dict[str, str]]:
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _facts(connection: duckdb.DuckDBPyConnection, source_file: str) -> set[Fact]:
    found: set[Fact] = set()
    for table, (mart, scope, code, value) in CORE.items():
        query = (
            f"select {scope}, {code}, {value}, scenario from marts.{mart}"
            f" where report_id = (select report_id from marts.dim_reports where source_file = ?)"
        )
        for scoped, coded, amount, scenario in connection.execute(query, [source_file]).fetchall():
            if not coded.endswith("OTHER"):
                found.add((table, _scope(table, scoped), coded, round(float(amount), 4), scenario))
    return found


def _scope(table: str, scope: str | None) -> str:
    return "other" if table == "budget" and scope not in MAIN_FUNDS else scope or "-"


def _stated(line: str) -> Fact:
    table, scope, code, value, scenario = line.split()
    return table, _scope(table, scope), code, round(float(value), 4), scenario


def _build(warehouse: Warehouse, documents: list[Document]) -> None:
    warehouse.create()
    with open_working(warehouse) as connection:
        create_raw_tables(connection)
        for one in documents:
            load_reading(connection, read_document(one), "test")
    build_marts(warehouse)


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse of the cases and the passages."""
    warehouse = Warehouse(tmp_path_factory.mktemp("rules"))
    cases = [document(f"{HEAD}{case['heading']}\n\n{case['text'].strip()}\n", f"{case['name']}.txt") for case in CASES]
    passages = []
    for path in PASSAGES:
        with path.open(encoding="utf-8", newline="") as handle:
            passages.append(document(handle.read(), path.name))
    _build(warehouse, [*cases, *passages])
    with read_working(warehouse) as connection:
        yield connection


# --- what the rules make of sentences


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_sentences_give_the_facts_that_they_state(coded: duckdb.DuckDBPyConnection, case: dict[str, Any]) -> None:
    assert _facts(coded, f"{case['name']}.txt") == {_stated(line) for line in case["facts"]}


@pytest.mark.slow
@pytest.mark.parametrize("case", [case for case in CASES if "domains" in case], ids=lambda case: case["name"])
def test_figures_are_about_what_the_sentence_says(coded: duckdb.DuckDBPyConnection, case: dict[str, Any]) -> None:
    found = coded.execute(
        "select printed, domain from marts.fct_figures"
        " where report_id = (select report_id from marts.dim_reports where source_file = ?)",
        [f"{case['name']}.txt"],
    ).fetchall()
    for printed, domain in case["domains"].items():
        assert {about for digits, about in found if digits == printed} == {domain}, printed


@dataclass
class Passage:
    facts: set[Fact]
    domains: dict[int, str]


def _passage(path: Path) -> Passage:
    stated = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return Passage(
        {
            (
                fact["table"],
                _scope(fact["table"], fact["scope"]),
                fact["key"],
                round(float(fact["value"]), 4),
                fact["scenario"],
            )
            for fact in stated["facts"]
            if not fact["key"].endswith("OTHER")
        },
        {figure["start"]: figure["domain"] for figure in stated["figures"]},
    )


@pytest.mark.slow
def test_passages_from_all_over_the_country_give_their_facts(coded: duckdb.DuckDBPyConnection) -> None:
    missed: list[tuple[str, Fact]] = []
    invented: list[tuple[str, Fact]] = []
    stated = 0
    for path in PASSAGES:
        golden, found = _passage(path).facts, _facts(coded, path.name)
        stated += len(golden)
        missed += [(path.stem, fact) for fact in golden - found]
        invented += [(path.stem, fact) for fact in found - golden]
    assert len(missed) <= 0.05 * stated, missed
    assert len(invented) <= 0.05 * stated, invented


@pytest.mark.slow
def test_figures_of_passages_are_about_what_a_reader_says(coded: duckdb.DuckDBPyConnection) -> None:
    wrong: list[tuple[str, int, str, str]] = []
    count = 0
    for path in PASSAGES:
        found = dict(
            coded.execute(
                "select char_start, domain from marts.fct_figures"
                " where report_id = (select report_id from marts.dim_reports where source_file = ?)",
                [path.name],
            ).fetchall()
        )
        golden = _passage(path).domains
        both = golden.keys() & found.keys()
        count += len(both)
        wrong += [(path.stem, start, golden[start], found[start]) for start in both if golden[start] != found[start]]
    assert len(wrong) <= 0.03 * count, wrong


@pytest.mark.slow
def test_every_code_tells_the_rule_that_gave_it(coded: duckdb.DuckDBPyConnection) -> None:
    untold = coded.execute(
        "select count(*) from intermediate.int_figures_classified"
        " where indicator_code is not null and code_rule_id is null"
    ).fetchone()
    assert untold == (0,)


@pytest.mark.slow
def test_a_changed_rule_recodes_what_was_read_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The district calls it by another name: one more word in a seed, and no report is read again."""
    warehouse = Warehouse(tmp_path / "warehouse")
    _build(warehouse, [document(f"{HEAD}3. An ninh trật tự\n\nTrong năm xảy ra 04 vụ khuấy nhiễu xóm giềng.\n")])
    with read_working(warehouse) as connection:
        assert ("security", "cases", "HARASSMENT", 4.0, "actual") not in _facts(connection, "report.txt")
        read_at = connection.execute("select ingested_at from raw.reports").fetchone()
    rules = copied(tmp_path, monkeypatch) / "seeds" / "indicator_rules.csv"
    written = rules.read_text(encoding="utf-8")
    rules.write_text(written.replace("trêu ghẹo|", "trêu ghẹo|khuấy nhiễu|"), encoding="utf-8")
    build_marts(warehouse)
    with read_working(warehouse) as connection:
        assert ("security", "cases", "HARASSMENT", 4.0, "actual") in _facts(connection, "report.txt")
        assert connection.execute("select ingested_at from raw.reports").fetchone() == read_at
    rules.write_text(written.replace("trêu ghẹo|", "trêu ghẹo("), encoding="utf-8")
    with pytest.raises(TransformError) as failure:
        build_marts(warehouse)
    assert any("S-HARASSMENT" in reason and "label_re" in reason for reason in failure.value.reasons)


# --- the seeds


@pytest.mark.parametrize("seed", RULE_SEEDS)
def test_rules_have_an_identity_and_an_order_of_their_own(seed: str) -> None:
    rows = _rows(seed)
    assert len({row["rule_id"] for row in rows}) == len(rows)
    assert len({row["priority"] for row in rows}) == len(rows)
    assert [int(row["priority"]) for row in rows] == sorted(int(row["priority"]) for row in rows)


@pytest.mark.parametrize("seed", RULE_SEEDS)
def test_rules_are_written_on_folded_text(seed: str) -> None:
    """A capital or a tone mark in the other place would never be found."""
    for row in _rows(seed):
        for column, text in row.items():
            if column.startswith("example"):
                assert text == fold_key(text).strip(), (row["rule_id"], column)
            elif column.endswith("_re"):
                words = text.replace("\\d", "").replace("\\W", "")
                assert words == words.lower(), (row["rule_id"], column)
                assert fold_key(words) == " ".join(words.split()), (row["rule_id"], column)


def test_rules_only_ask_for_what_exists() -> None:
    known = {f"{column}_in": set(code_lists()[column]) for column in ("unit", "role", "domain")}
    for seed in RULE_SEEDS:
        for row in _rows(seed):
            for column, values in known.items():
                asked = {one for one in row.get(column, "").split("|") if one}
                assert asked <= values, (row["rule_id"], column, asked - values)


def test_words_of_the_catalogue_come_with_an_example() -> None:
    for row in _rows("indicators"):
        assert bool(row["words_re"]) == bool(row["example_match"]), row["indicator_code"]


def test_every_code_that_a_rule_can_give_is_in_the_catalogue() -> None:
    prefix = {"budget": "BUD_", "population": "POP_", "security": "SEC_", "admin_proc": "ADM_", "indicator": ""}
    known = {row["indicator_code"] for row in _rows("indicators")}
    for row in _rows("indicator_rules"):
        for code in (row["code"], row["second_code"]):
            assert not code or prefix[row["fact_table"]] + code in known, row["rule_id"]
        assert set(row["reach"].split("|")) <= {"own", "segment", "label", "wide", "last"}, row["rule_id"]


def test_nothing_is_claimed_of_a_law_that_was_not_at_hand() -> None:
    for row in _rows("indicators"):
        assert row["legal_status"] in {"verified", "secondary", "unverified"}, row["indicator_code"]
        if row["legal_status"] == "verified":
            assert row["official_reference"], row["indicator_code"]
            assert row["legal_doc"], row["indicator_code"]


def test_abbreviations_are_written_once_and_in_full() -> None:
    with (PROJECT / "ingest" / "lexicon" / "abbreviations.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    pairs = [(row["abbreviation"], row["expansion"]) for row in rows]
    assert len(pairs) == len(set(pairs))
    assert all(expansion == fold_key(expansion) and len(expansion) > len(short) for short, expansion in pairs)


# --- one text, two readers: Python reads and SQL codes, and both must fold alike

FOLDED = [
    "UỶ BAN NHÂN DÂN XÃ HOÀ BÌNH",
    "Thuỷ lợi, khoẻ, loà xoà, quỹ, quý, quỷ, hoàn, toán",
    "Nghĩa vụ\n quân  sự\t2023",
    "Ho\u0300a gia\u0309i, đoa\u0300n thê\u0309",
    "ĐẢM BẢO – 100%; VNeID (mức 2)",
    "thuỵ, suý, tuỳ, luỹ kế",
]


@pytest.mark.parametrize("text", FOLDED)
def test_sql_folds_as_python_does(text: str) -> None:
    macro = (DBT_PROJECT / "macros" / "text" / "fold.sql").read_text(encoding="utf-8")
    expression = jinja2.Environment().from_string(macro + "{{ fold('text') }}").render()
    assert duckdb.execute(f"select {expression} from (select ? as text)", [text]).fetchone() == (fold_key(text),)

"""Data Docs: readable with no network, and what a report says is shown as it says it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest
from candidates import audit, build, clause, figure_id, place

from expectations.run import validate
from expectations.suites import load_suites


class Assets(HTMLParser):
    """What a page loads or links to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("src", "href", "srcset", "action") and value]


class Words(HTMLParser):
    """What a reader of a page sees."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found += data.split()


def text_of(html: str) -> str:
    words = Words()
    words.feed(html)
    return " ".join(words.found)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data Docs of a candidate with a finding in a clause that looks like HTML."""
    files = build(tmp_path_factory.mktemp("site"))
    files.change("update marts.fct_figures set quote = quote || ' <b>&' where printed = '70'")
    with duckdb.connect(str(files.candidate)) as connection:
        audit(connection, "difference", 1234567.5, ("total", "70"), ("minuend", "500"), ("subtrahend", "430"))
    validate(files.candidate, files.docs, "run-1", files.working)
    return files.docs


def test_data_docs_need_no_network_and_no_link_is_dead(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) == 1 + len(load_suites())
    assert {path.suffix for path in site.rglob("*") if path.is_file()} == {".html"}
    for page in pages:
        html = page.read_text(encoding="utf-8")
        assert not re.search(r"(?:https?:)?//|@import|url\(|<script", html), page
        assets = Assets()
        assets.feed(html)
        for target in assets.found:
            if target not in ("data:,", "#"):
                assert (page.parent / target).exists(), (page, target)


def test_data_docs_show_a_finding_with_unit_period_and_quote_as_printed(site: Path) -> None:
    (page,) = site.glob("validations/report_arithmetic/**/*.html")
    html = page.read_text(encoding="utf-8")
    for shown in ("bao_cao.txt", "VND", "2023", "1.234.567,5", "total 70; from 500; less 430", "thu trừ chi"):
        assert shown in html
    assert f"{clause('Kết dư')} &lt;b&gt;&amp;" in html
    assert '<span class="severity warning">warning</span>' in html
    assert "critical" not in text_of(html)
    assert "All our promises are kept" in (site / "index.html").read_text(encoding="utf-8")


def test_data_docs_show_what_is_wrong_with_a_row_its_unit_period_and_quote(tmp_path: Path) -> None:
    files = build(tmp_path)
    files.change(
        "update marts.fct_budget_lines set side = 'NOWHERE' where line_code = 'BALANCE'",
        "update marts.fct_budget_lines set quote = '' where line_code = 'EXP_TOTAL'",
    )
    validate(files.candidate, files.docs, "run-1", files.working)
    (page,) = files.docs.glob("validations/fct_budget_lines/**/*.html")
    text = text_of(page.read_text(encoding="utf-8"))
    assert "2 of 11 promises broken" in text
    assert text.count("critical") == 11
    place_of_balance = f"{place('70')[0]} {place('70')[1]}"
    assert f"{figure_id('70')} {place_of_balance} 70 70 VND 2023 NOWHERE “{clause('Kết dư')}”" in text
    place_of_spending = f"{place('430')[0]} {place('430')[1]}"
    assert f"{figure_id('430')} {place_of_spending} 430 430 VND 2023 — commune_budget expenditure" in text


def test_a_value_that_cannot_be_is_told_and_breaks_no_promise(tmp_path: Path) -> None:
    files = build(tmp_path)
    files.change("update marts.mart_population set poor_rate_pct = 120.22, poor_rate_pct_is_derived = true")
    result = validate(files.candidate, files.docs, "run-1", files.working)
    assert (result.blocking, result.findings) == ((), 1)
    assert "All our promises are kept" in text_of((files.docs / "index.html").read_text(encoding="utf-8"))
    (page,) = files.docs.glob("validations/mart_population/**/*.html")
    text = text_of(page.read_text(encoding="utf-8"))
    assert "some values in the reports cannot be right" in text
    assert "120,22" in text or "120.22" in text


def test_data_docs_of_the_next_run_take_the_place_of_the_last(tmp_path: Path) -> None:
    files = build(tmp_path)
    files.docs.mkdir()
    (files.docs / "old.html").write_text("of an earlier run", encoding="utf-8")
    files.change("drop table marts.fct_ingest_issues")
    validate(files.candidate, files.docs, "run-1", files.working)
    assert not (files.docs / "old.html").exists()
    assert "this data was not published" in (files.docs / "index.html").read_text(encoding="utf-8")

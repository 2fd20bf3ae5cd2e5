"""What a snapshot quotes, without the names of private people."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.look import rules_fingerprint
from ingest.raw_tables import create_raw_tables
from warehouse.connection import open_published, read_working
from warehouse.masking import MASK, Masking
from warehouse.paths import Warehouse
from warehouse.settings import settings

pytestmark = pytest.mark.usefixtures("fresh_settings")

NAMED = tomllib.loads((Path(__file__).parent / "fixtures" / "person_names.toml").read_text(encoding="utf-8"))
NAMES = [
    # report, span, as printed, as read
    ("r1", 0, 12, "Vũ Văn \nHồng", "Vũ Văn Hồng"),
    ("r1", 20, 31, "Vũ Văn Hồng", "Vũ Văn Hồng"),
    ("r1", 40, 49, "Lò Thị Ly", "Lò Thị Ly"),
    ("r1", 60, 63, "ông Sáu", "ông Sáu"),
    ("r1", 70, 86, "Ngô Thị Kim\nThoa", "Ngô Thị Kim Thoa"),
    ("r2", 0, 9, "Lê Văn An", "Lê Văn An"),
]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        create_raw_tables(made)
        made.executemany("insert into raw.person_names values (?, ?, ?, ?, ?)", NAMES)
        made.execute("create schema marts")
        yield made


def masked(connection: duckdb.DuckDBPyConnection, text: str, report: str = "r1") -> str:
    connection.execute("create or replace table marts.quotes (report_id varchar, quote varchar, char_start integer)")
    connection.execute("insert into marts.quotes values (?, ?, 7), ('r9', 'Vũ Văn Hồng', 8)", [report, text])
    found = connection.execute(Masking(connection).rows("marts.quotes")).fetchall()
    assert sorted(row[2] for row in found) == [7, 8]
    assert ("r9", "Vũ Văn Hồng", 8) in found  # a report that does not name him as a private person
    return next(str(quote) for of, quote, _ in found if of == report)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Đ/c Vũ Văn \nHồng 44.729.000đ; 3 vụ", f"Đ/c {MASK} 44.729.000đ; 3 vụ"),
        ("Vũ Văn Hồng", MASK),
        ("Vũ Văn Hồng,Lò Thị Ly-Vũ Văn Hồng Vũ Văn Hồng", f"{MASK},{MASK}-{MASK} {MASK}"),
        ("vũ văn hồng – kế hoạch", f"{MASK} – kế hoạch"),
        ("Lò Thị Lyn và Lò Thị Ly", f"Lò Thị Lyn và {MASK}"),
        ("ông Sáu được 5 triệu; Sáu tháng; bà Sáu", f"ông {MASK} được 5 triệu; Sáu tháng; bà Sáu"),
        ("ông Sáu, Vũ Văn Hồng", f"ông {MASK}, {MASK}"),
        ("chi cho bà Ngô Thị Kim", f"chi cho bà {MASK}"),
        ("Thoa, ngụ ấp 3, số tiền 5 triệu", f"{MASK}, ngụ ấp 3, số tiền 5 triệu"),
        ("Ngô Thị Kim trồng ngô; Thoa, Hoa", "Ngô Thị Kim trồng ngô; Thoa, Hoa"),
        ("Lê Văn An", "Lê Văn An"),
        ("Đạt 82,62% (1.234)", "Đạt 82,62% (1.234)"),
        ("", ""),
    ],
)
def test_names_are_masked_and_nothing_else(connection: duckdb.DuckDBPyConnection, printed: str, shown: str) -> None:
    assert masked(connection, printed) == shown


def test_quotes_in_the_terms_of_a_finding_are_masked_too(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "create table marts.findings as select 'r1' as report_id, "
        "[{'printed': '5', 'quote': 'ông Sáu 5'}, {'printed': '7', 'quote': 'Vũ Văn Hồng 7'}] as terms"
    )
    assert connection.execute(f"select terms from ({Masking(connection).rows('marts.findings')})").fetchall() == [
        ([{"printed": "5", "quote": f"ông {MASK} 5"}, {"printed": "7", "quote": f"{MASK} 7"}],)
    ]


def test_evidence_of_checks_is_of_no_one_report_and_masked_all_the_same(connection: duckdb.DuckDBPyConnection) -> None:
    sample = r'[{"quote": "Đ/c Vũ Văn \nHồng 3"}, {"quote": "Lê Văn An"}]'
    connection.execute("create table marts.results as select ? as sample", [sample])
    assert connection.execute(Masking(connection).rows("marts.results")).fetchall() == [
        (f'[{{"quote": "Đ/c {MASK} 3"}}, {{"quote": "{MASK}"}}]',)
    ]


def test_places_and_identities_keep_their_words(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "create table marts.reports as select 'r2' as report_id, 'Lê Văn An.txt' as source_file, "
        "'Lê Văn An' as unit_name, 'Báo cáo của Lê Văn An' as title, 0 as masked_names"
    )
    assert connection.execute(Masking(connection).rows("marts.reports")).fetchall() == [
        ("r2", "Lê Văn An.txt", "Lê Văn An", f"Báo cáo của {MASK}", 1)
    ]


def test_the_setting_leaves_names_as_printed_and_makes_another_snapshot(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rules_fingerprint()
    monkeypatch.setenv("SOXA_MASK_NAMES", "false")
    settings.cache_clear()
    assert masked(connection, "Vũ Văn Hồng 3") == "Vũ Văn Hồng 3"
    assert rules_fingerprint() != before


@pytest.mark.slow
def test_a_snapshot_names_no_private_person_and_says_how_many_it_masks(published_warehouse: Warehouse) -> None:
    private = [name for people in NAMED.values() for name in people["private"]]
    files = [published_warehouse.published, *published_warehouse.docs.rglob("*.html")]
    for file in files:
        content = file.read_bytes()
        assert [name for name in private if name.encode() in content] == [], file
    with open_published(published_warehouse) as connection:
        counts = connection.execute("select source_file, masked_names from marts.dim_reports").fetchall()
        quotes = connection.execute("select figure_id, quote, label from marts.fct_figures").fetchall()
    assert dict(counts) == {f"{name}.txt": len(people["private"]) for name, people in NAMED.items()}
    with read_working(published_warehouse) as connection:
        kept = connection.execute("select count(*) from raw.person_names").fetchall()
        originals = {
            row[0]: row[1:]
            for row in connection.execute("select figure_id, quote, label from marts.fct_figures").fetchall()
        }
    assert kept == [(len(private),)]
    altered = [(quote, originals[key][0]) for key, quote, _ in quotes if quote != originals[key][0]]
    assert altered
    any_name = re.compile("|".join(r"\s+".join(name.split()) for name in private))
    assert [quote for quote, _ in altered] == [any_name.sub(MASK, original) for _, original in altered]

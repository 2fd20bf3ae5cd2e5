from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

import ingest.batch
import ingest.intake
import ingest.plan
from ingest.batch import Refusal, read_again, read_all
from ingest.discover import InboxFile, discover
from ingest.intake import take_in
from ingest.load import load_duplicate, load_reading, load_refusal
from ingest.model import Block, Claim, ClaimTerm, Document, Figure, Header, Issue, NumberToken, Reading
from ingest.plan import plan
from ingest.raw_tables import create_raw_tables
from warehouse.paths import SAMPLES

TEXT = "Tổng thu: 12,5 tỷ đồng\ntrong đó thu khác 2 tỷ đồng."
RULES = "rules-1"


def figure(number: int, printed: str, value: Decimal | None) -> Figure:
    start = TEXT.rindex(printed)
    return Figure(
        figure_no=number,
        char_start=start,
        char_end=start + len(printed),
        printed=printed,
        value=value,
        value_max=None,
        step=Decimal("1e8"),
        unit="VND",
        noun="tỷ đồng",
        approx=False,
        role="actual",
        label="Tổng thu",
        lead="Tổng thu:",
        tail="tỷ đồng",
        whole="",
        heading="",
        section="result",
        period="2023",
        as_of=None,
        quote_start=0,
        quote_end=22,
        words_before="Tổng thu: ",
        words_after=" tỷ đồng",
        block_no=1,
        row_label="",
        column_label="",
        confidence=1.0,
    )


def reading(text: str = TEXT, source_file: str = "thu.txt", sha256: str = "a" * 64) -> Reading:
    return Reading(
        document=Document(
            source_file, sha256, "text/plain", "utf-8", text, (Issue("notice", "had_bom", "starts with a mark"),)
        ),
        header=Header(unit_name="Đồng Tâm", issued_on=date(2023, 12, 5), period="2023"),
        blocks=(Block(1, "paragraph", 0, "", "", "result", None, ((0, 22), (23, len(TEXT))), TEXT),),
        tokens=(
            NumberToken(10, 14, "12,5", "quantity", 0),
            NumberToken(TEXT.rindex("2"), TEXT.rindex("2") + 1, "2", "quantity", 1),
        ),
        figures=(figure(0, "12,5", Decimal("12500000000")), figure(1, "2", None)),
        claims=(Claim("sum", "Tổng thu", "trong đó", False, (ClaimTerm("total", 0), ClaimTerm("part", 1))),),
        issues=(Issue("warning", "no_unit", "the unit is not named"),),
    )


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    create_raw_tables(made)
    return made


def everything(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the raw tables, without the moments at which they were written."""
    found = {}
    for table, columns in connection.execute(
        "select table_name, list(column_name) from information_schema.columns "
        "where table_schema = 'raw' and not ends_with(column_name, '_at') group by table_name"
    ).fetchall():
        found[table] = sorted(connection.execute(f"select {', '.join(columns)} from raw.{table}").fetchall(), key=repr)
    return found


def test_a_report_arrives_whole_and_exact(connection: duckdb.DuckDBPyConnection) -> None:
    load_reading(connection, reading(), RULES)

    header = connection.execute("select unit_name, district_name, issued_on, char_count from raw.reports").fetchall()
    assert header == [("Đồng Tâm", None, date(2023, 12, 5), len(TEXT))]
    figures = connection.execute("select figure_id, value, step, quote from raw.figures order by char_start").fetchall()
    assert figures == [
        ("raaaaaaaaaaaa:10", Decimal("12500000000.000000"), Decimal("100000000.000000"), "Tổng thu: 12,5 tỷ đồng"),
        ("raaaaaaaaaaaa:41", None, Decimal("100000000.000000"), "Tổng thu: 12,5 tỷ đồng"),
    ]
    tokens = connection.execute("select printed, figure_id from raw.number_tokens order by char_start").fetchall()
    assert tokens == [("12,5", "raaaaaaaaaaaa:10"), ("2", "raaaaaaaaaaaa:41")]
    terms = connection.execute("select term_role, figure_id from raw.claim_terms order by position").fetchall()
    assert terms == [("total", "raaaaaaaaaaaa:10"), ("part", "raaaaaaaaaaaa:41")]
    block = connection.execute("select char_start, char_end, parent_no from raw.blocks").fetchall()
    assert block == [(0, len(TEXT), None)]
    issues = connection.execute("select severity, code, report_id from raw.ingest_issues order by code").fetchall()
    assert issues == [("notice", "had_bom", "raaaaaaaaaaaa"), ("warning", "no_unit", "raaaaaaaaaaaa")]


def test_loading_the_same_report_again_changes_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    load_reading(connection, reading(), RULES)
    before = everything(connection)
    load_reading(connection, reading(), RULES)
    assert everything(connection) == before


def test_a_better_reading_replaces_the_older_one(connection: duckdb.DuckDBPyConnection) -> None:
    load_reading(connection, reading(), RULES)
    load_reading(connection, replace(reading(), claims=(), issues=()), "rules-2")
    assert connection.execute("select count(*) from raw.claims").fetchone() == (0,)
    assert connection.execute("select count(*) from raw.figures").fetchone() == (2,)
    assert connection.execute("select code from raw.ingest_issues").fetchall() == [("had_bom",)]


def test_a_reading_that_does_not_fit_leaves_nothing_behind(connection: duckdb.DuckDBPyConnection) -> None:
    lost = ClaimTerm("part", 7)
    with pytest.raises(LookupError):
        load_reading(connection, replace(reading(), claims=(Claim("sum", "", "gồm", True, (lost,)),)), RULES)
    surrogate = replace(reading().document, text=TEXT + "\ud800")
    with pytest.raises(ValueError, match="surrogate"):
        load_reading(connection, replace(reading(), document=surrogate), RULES)
    assert not any(everything(connection).values())


def test_a_number_beyond_any_measure_is_kept_without_a_value(connection: duckdb.DuckDBPyConnection) -> None:
    load_reading(connection, replace(reading(), figures=(figure(0, "12,5", Decimal("9" * 40)),), claims=()), RULES)
    assert connection.execute("select printed, value from raw.figures").fetchall() == [("12,5", None)]


def test_a_refused_file_is_listed_until_it_can_be_read(connection: duckdb.DuckDBPyConnection) -> None:
    closed = Refusal("thu.txt", None, Issue("error", "unreadable_file", "cannot be opened"))
    load_refusal(connection, closed, RULES)
    load_refusal(connection, closed, RULES)
    assert connection.execute("select source_file, report_id, code from raw.ingest_issues").fetchall() == [
        ("thu.txt", None, "unreadable_file")
    ]
    load_reading(connection, reading(), RULES)
    assert connection.execute("select count(*) from raw.ingest_issues where severity = 'error'").fetchone() == (0,)


def test_the_files_of_an_inbox_in_order_without_what_is_not_meant(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    for name in ("b.txt", "a/z.txt", ".hidden", ".git/config", "~$b.docx", "data/working.duckdb"):
        (inbox / name).parent.mkdir(parents=True, exist_ok=True)
        (inbox / name).write_text(name)
    (tmp_path / "secret.txt").write_text("not for you")
    (inbox / "out.txt").symlink_to(tmp_path / "secret.txt")
    (inbox / "again.txt").symlink_to(inbox / "b.txt")
    (inbox / "loop").symlink_to(inbox)
    (inbox / "nowhere.txt").symlink_to(tmp_path / "missing")

    found = discover(inbox, apart_from=inbox / "data")

    assert [(each.path.name, each.problem and each.problem.code) for each in found] == [
        ("z.txt", None),
        ("b.txt", None),
        ("nowhere.txt", "link_outside_inbox"),
        ("out.txt", "link_outside_inbox"),
    ]


def test_an_inbox_may_be_one_file_and_must_exist(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("x")
    assert [each.source_file for each in discover(tmp_path / "one.txt")] == ["one.txt"]
    with pytest.raises(FileNotFoundError):
        discover(tmp_path / "two.txt")


def test_only_what_is_new_is_planned(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "thu.txt").write_text("the report")
    (tmp_path / "copy.txt").write_text("the report")
    (tmp_path / "bad.txt").write_text("no report")
    found = {each.source_file: each for each in discover(tmp_path)}
    known, bad = found["thu.txt"].sha256 or "", found["bad.txt"].sha256 or ""
    load_reading(connection, reading(sha256=known), RULES)
    load_refusal(connection, Refusal("bad.txt", bad, Issue("error", "not_a_report", "no")), RULES)

    first = plan(connection, list(found.values()), RULES)
    assert (first.new, [copy.original for copy in first.duplicates], first.known) == ((), ["thu.txt"], 2)

    load_duplicate(connection, "copy.txt", known, "thu.txt", RULES)
    assert plan(connection, list(found.values()), RULES).is_empty

    (tmp_path / "new.txt").write_text("another report")
    assert [each.source_file for each in plan(connection, discover(tmp_path), RULES).new] == ["new.txt"]


def test_of_two_copies_in_one_inbox_the_first_is_read(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("same")
    (tmp_path / "b.txt").write_text("same")
    work = plan(connection, discover(tmp_path), RULES)
    assert [each.source_file for each in work.new] == ["a.txt"]
    assert [(copy.source_file, copy.original) for copy in work.duplicates] == [("b.txt", "a.txt")]


def test_new_rules_read_stored_reports_again_even_when_their_files_are_gone(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    load_reading(connection, reading(), RULES)
    assert plan(connection, [], RULES).is_empty
    assert plan(connection, [], "rules-2").outdated == (reading().document,)


def test_reading_turns_whatever_happens_into_a_reading_or_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = Path(shutil.copy(next(SAMPLES.glob("*.txt")), tmp_path / "good.txt"))
    (tmp_path / "empty.txt").write_bytes(b"")
    gone = InboxFile(tmp_path / "gone.txt", "gone.txt", "c" * 64)
    barred = InboxFile(tmp_path / "x", "x", None, Issue("error", "not_a_file", "a pipe"))

    results = list(read_all([*discover(tmp_path), gone, barred]))

    assert [each.issue.code if isinstance(each, Refusal) else each.document.source_file for each in results] == [
        "empty_file",
        "good.txt",
        "unreadable_file",
        "not_a_file",
    ]

    def broken(_: Document) -> Reading:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(ingest.batch, "read_document", broken)
    failed = read_again(Document("r.txt", "d" * 64, "text/plain", "utf-8", report.read_text(encoding="utf-8")))
    assert isinstance(failed, Refusal)
    assert failed.issue.code == "reader_failed"
    assert "ZeroDivisionError: oh" in failed.issue.message


def test_worker_processes_give_the_same_in_the_same_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, sample in enumerate(sorted(SAMPLES.glob("*.txt"))):
        shutil.copy(sample, tmp_path / f"{number}.txt")
    (tmp_path / "1a.txt").write_bytes(b"")
    found = discover(tmp_path)
    alone = list(read_all(found))
    monkeypatch.setattr(ingest.batch, "MANY", 1)
    monkeypatch.setattr(ingest.batch, "BATCH", 1)
    assert list(read_all(found)) == alone


def test_copies_share_the_fate_of_the_file_they_copy(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    sample = next(SAMPLES.glob("*.txt"))
    for name in ("a.txt", "b.txt"):
        shutil.copy(sample, tmp_path / name)
        (tmp_path / f"empty_{name}").write_bytes(b"")

    intake = take_in(connection, plan(connection, discover(tmp_path), RULES), RULES)

    assert (intake.read, intake.duplicates) == (1, 1)
    assert [(refusal.source_file, refusal.issue.code) for refusal in intake.refused] == [
        ("empty_a.txt", "empty_file"),
        ("empty_b.txt", "empty_file"),
    ]
    noted = connection.execute(
        "select source_file, code, report_id from raw.ingest_issues where stage = 'file'"
    ).fetchall()
    assert {code for name, code, _ in noted if name == "b.txt"} == {"duplicate_content"}
    assert connection.execute("select source_file from raw.reports").fetchall() == [("a.txt",)]
    assert plan(connection, discover(tmp_path), RULES).is_empty


def test_a_report_that_cannot_be_loaded_is_listed_and_the_others_go_through(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, sample in enumerate(sorted(SAMPLES.glob("*.txt"))[:2]):
        shutil.copy(sample, tmp_path / f"{number}.txt")

    def load(connection: duckdb.DuckDBPyConnection, result: Reading, rules: str) -> None:
        claims = (Claim("sum", "", "gồm", True, (ClaimTerm("part", -7),)),)
        spoilt = result.document.source_file == "0.txt"
        load_reading(connection, replace(result, claims=claims) if spoilt else result, rules)

    monkeypatch.setattr(ingest.intake, "load_reading", load)
    intake = take_in(connection, plan(connection, discover(tmp_path), RULES), RULES)

    assert (intake.read, [refusal.issue.code for refusal in intake.refused]) == (1, ["load_failed"])
    assert connection.execute("select source_file from raw.reports").fetchall() == [("1.txt",)]


def test_pages_are_stored_and_come_back_when_a_report_is_read_again(connection: duckdb.DuckDBPyConnection) -> None:
    pages = ((0, 1), (23, 2))
    document = replace(reading().document, pages=pages)
    load_reading(connection, replace(reading(), document=document), RULES)
    stored = connection.execute("select char_start, page_number from raw.report_pages order by all").fetchall()
    assert tuple(stored) == pages
    assert plan(connection, [], "rules-2").outdated == (document,)
    load_reading(connection, reading(), "rules-2")
    assert connection.execute("select * from raw.report_pages").fetchall() == []


def test_a_scan_is_tried_again_once_it_can_be_recognised(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scan.png").write_bytes(b"a picture")
    found = discover(tmp_path)
    refused = Issue("error", "needs_ocr", "no Tesseract here")
    load_refusal(connection, Refusal("scan.png", found[0].sha256, refused), RULES)
    monkeypatch.setattr(ingest.plan, "available", lambda: False)
    assert plan(connection, found, RULES).is_empty
    monkeypatch.setattr(ingest.plan, "available", lambda: True)
    assert [each.source_file for each in plan(connection, found, RULES).new] == ["scan.png"]


def test_stored_reports_are_read_again_with_their_notices(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    shutil.copy(next(SAMPLES.glob("*.txt")), tmp_path / "a.txt")
    take_in(connection, plan(connection, discover(tmp_path), RULES), RULES)
    connection.execute(
        "insert into raw.ingest_issues by name select 'a.txt' as source_file, source_sha256, report_id, "
        "'notice' as severity, 'had_bom' as code, 'a mark' as message, 'file' as stage, now()::timestamp as noticed_at "
        "from raw.reports"
    )
    before = everything(connection)
    (tmp_path / "a.txt").unlink()

    intake = take_in(connection, plan(connection, discover(tmp_path), "rules-2"), "rules-2")

    assert (intake.read, intake.read_again) == (0, 1)
    after = everything(connection)
    assert [table for table in before if before[table] != after[table]] == ["files"]

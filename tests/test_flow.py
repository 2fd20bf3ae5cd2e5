from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

import flows.look
import flows.pipeline
from expectations.result import CheckRow, ValidationError, ValidationResult
from expectations.run import validate
from flows.report import RunReport
from flows.start import run
from flows.steps import Steps
from flows.validation import Check, Validator
from warehouse.connection import open_working
from warehouse.errors import PublishBlockedError, TransformError, WarehouseBusyError
from warehouse.lock import run_lock
from warehouse.paths import SAMPLES, Warehouse
from warehouse.publish import mart_rows
from warehouse.runs import last_run

pytestmark = pytest.mark.slow

REPORTS = sorted(SAMPLES.glob("*.txt"))


@pytest.fixture
def warehouse(published_warehouse: Warehouse, tmp_path: Path) -> Warehouse:
    """A copy of the shared warehouse, for a test to work on."""
    copy = Warehouse(tmp_path / "warehouse")
    shutil.copytree(published_warehouse.root, copy.root)
    return copy


@pytest.fixture
def without_dbt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the marts as they are: what is tested is what the run does around them."""
    monkeypatch.setattr(flows.pipeline, "build_marts", lambda warehouse: [])
    monkeypatch.setattr(flows.look, "rules_fingerprint", lambda: "other rules")


def start(warehouse: Warehouse, inbox: Path = SAMPLES, check: Check = validate) -> RunReport:
    return run(inbox, warehouse.root, Steps(), check)


def sound(*_: object) -> ValidationResult:
    """A check that finds nothing."""
    return ValidationResult()


def diary(warehouse: Warehouse) -> tuple[str, str | None]:
    with open_working(warehouse) as connection:
        past = last_run(connection)
    assert past
    return past.outcome, past.message


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def rows(path: Path, statement: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(statement).fetchall()


def soxa(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The real command in a process of its own, with the Prefect server that it starts itself."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=plain, timeout=300, check=False)


def test_bad_files_among_good_ones_are_listed_with_a_reason_and_the_second_run_does_nothing(tmp_path: Path) -> None:
    inbox, warehouse = tmp_path / "inbox", Warehouse(tmp_path / "warehouse")
    inbox.mkdir()
    for report in REPORTS:
        shutil.copy(report, inbox)
    shutil.copy(REPORTS[0], inbox / "zz_copy.txt")
    (inbox / "empty.txt").write_bytes(b"")
    (inbox / "program.txt").write_bytes(bytes(range(256)) * 100)
    (inbox / "cut_off.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pag")
    (inbox / "digits.txt").write_bytes(b"1234567890" * 5_000_000)
    (inbox / "shopping.txt").write_text("milk, eggs, a loaf of bread\n", encoding="utf-8")
    bad = ["cut_off.pdf", "digits.txt", "empty.txt", "program.txt", "shopping.txt"]

    first = soxa("run", inbox, "--warehouse", warehouse.root)

    assert first.returncode == 0, first.stderr
    assert all(name in first.stdout for name in bad)
    good = rows(warehouse.published, "select source_file, figure_count > 100 from marts.dim_reports order by all")
    assert good == [(report.name, True) for report in REPORTS]
    refused = rows(
        warehouse.published,
        "select source_file, count(*), bool_and(length(message) > 30) "
        "from marts.fct_ingest_issues where severity = 'error' group by all order by all",
    )
    assert refused == [(name, 1, True) for name in bad]
    copies = rows(
        warehouse.published, "select source_file from marts.fct_ingest_issues where code = 'duplicate_content'"
    )
    assert copies == [("zz_copy.txt",)]

    before = digest(warehouse.published)
    second = soxa("run", inbox, "--warehouse", warehouse.root)

    assert second.returncode == 0, second.stderr
    assert second.stdout.startswith("Nothing new")
    assert digest(warehouse.published) == before
    assert diary(warehouse)[0] == "unchanged"


def test_one_report_more_is_read_alone_and_old_readers_keep_what_they_hold(
    prefect_server: None, tmp_path: Path
) -> None:
    inbox, warehouse = tmp_path / "inbox", Warehouse(tmp_path / "warehouse")
    inbox.mkdir()
    shutil.copy(REPORTS[0], inbox)
    assert (start(warehouse, inbox).read, mart_rows(warehouse.published)["dim_reports"]) == (1, 1)
    code = (
        "import sys, duckdb; c = duckdb.connect(sys.argv[1], read_only=True)\n"
        "for _ in sys.stdin: print(*c.execute('select count(*) from marts.dim_reports').fetchone(), flush=True)"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code, str(warehouse.published)], text=True, **pipes) as reader:  # type: ignore[call-overload]
        reader.stdin.write("now\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "1\n"

        shutil.copy(REPORTS[1], inbox)
        (inbox / REPORTS[0].name).unlink()
        report = start(warehouse, inbox)

        reader.stdin.write("now\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "1\n"
        reader.stdin.close()
    assert (report.found, report.read, report.known) == (1, 1, 0)
    assert mart_rows(warehouse.published)["dim_reports"] == 2


def test_a_broken_promise_stops_publishing_and_the_next_good_run_goes_through(
    warehouse: Warehouse, without_dbt: None
) -> None:
    before = digest(warehouse.published)
    broken = CheckRow(
        run_id="blocked-run",
        checked_at=datetime(2024, 1, 2),
        suite="fct_figures",
        expectation="expect_printed_text_to_match_span(printed)",
        says="Spans are right.",
        kind="promise",
        severity="critical",
        success=False,
        evaluated=9,
        unexpected=3,
        sample="[]",
        seconds=0.1,
    )
    with pytest.raises(PublishBlockedError, match="1 promise is broken") as raised:
        start(warehouse, check=lambda *_: ValidationResult(blocking=("spans: 3 rows",), rows=(broken,)))
    assert raised.value.reasons == ("spans: 3 rows",)
    assert digest(warehouse.published) == before
    outcome, message = diary(warehouse)
    assert (outcome, "1 promise is broken" in (message or "")) == ("blocked", True)

    sound_again = CheckRow(**{**broken, "run_id": "good-run", "success": True, "unexpected": 0})
    report = start(warehouse, check=lambda *_: ValidationResult(findings=2, rows=(sound_again,)))
    assert (report.outcome, report.findings, report.read) == ("published", 2, 0)
    told = "select run_id, unexpected from marts.fct_expectation_results where run_id like '%-run' order by all"
    assert rows(warehouse.published, told) == [("blocked-run", 3), ("good-run", 0)]
    assert diary(warehouse) == ("published", None)


def test_marts_that_fail_a_test_of_their_structure_are_not_published(warehouse: Warehouse) -> None:
    before = digest(warehouse.published)
    with open_working(warehouse) as connection:
        connection.execute("insert into raw.reports select * from raw.reports limit 1")
        connection.execute("update raw.runs set outcome = 'failed'")
    with pytest.raises(TransformError, match="could not be built") as raised:
        start(warehouse)
    assert any("unique" in reason and "report_id" in reason for reason in raised.value.reasons)
    assert digest(warehouse.published) == before
    assert diary(warehouse)[0] == "failed"


def test_a_run_that_was_cut_short_is_finished_by_the_next(warehouse: Warehouse, without_dbt: None) -> None:
    assert start(warehouse, check=sound).outcome == "published"
    assert start(warehouse, check=sound).outcome == "unchanged"
    with open_working(warehouse) as connection:
        connection.execute("update raw.runs set outcome = 'running', finished_at = null where outcome = 'unchanged'")
    assert start(warehouse, check=sound).outcome == "published"


def test_a_lost_snapshot_is_made_again(warehouse: Warehouse, without_dbt: None) -> None:
    start(warehouse, check=sound)
    warehouse.published.unlink()
    assert start(warehouse, check=sound).outcome == "published"
    assert warehouse.published.exists()


def test_the_second_of_two_runs_leaves_at_once(warehouse: Warehouse) -> None:
    with run_lock(warehouse.lock), pytest.raises(WarehouseBusyError, match="another run is at work"):
        start(warehouse)


def test_the_process_that_validates_tells_what_is_wrong_and_is_missed_when_it_dies(tmp_path: Path) -> None:
    question = (tmp_path / "none.duckdb", tmp_path / "docs", "run-1", tmp_path / "none.duckdb")
    with Validator() as validator:
        with pytest.raises(ValidationError, match=r"none\.duckdb"):
            validator.validate(*question)
        validator._process.kill()
        with pytest.raises(ValidationError, match="run again"):
            validator.validate(*question)


def test_the_prefect_server_ends_with_the_run_that_started_it(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from flows.server import PrefectServer\n"
        "server = PrefectServer(Path(sys.argv[1])); print(server._process.pid, flush=True); sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert parent.stdout
    assert parent.stdin
    server = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    parent.stdin.close()
    deadline = time.monotonic() + 60
    while _is_alive(server) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _is_alive(server)


def _is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"

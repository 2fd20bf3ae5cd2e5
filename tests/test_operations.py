"""What keeps a warehouse running: settings, the watch, backfill, retention, schedules."""

from __future__ import annotations

import os
import shutil
import socketserver
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

import flows.watch
from flows.job import Job
from flows.report import RunReport
from flows.serve import served
from ingest.batch import Refusal, read_all
from ingest.discover import discover
from ingest.errors import SoxaError
from ingest.intake import take_in
from ingest.model import Document
from ingest.plan import Selection, plan
from ingest.raw_tables import create_raw_tables
from warehouse.errors import WarehouseBusyError
from warehouse.history import keep_snapshot, kept_snapshots, prune
from warehouse.lock import run_lock
from warehouse.paths import SAMPLES, Warehouse
from warehouse.settings import settings

pytestmark = pytest.mark.usefixtures("fresh_settings")

REPORTS = sorted(SAMPLES.glob("*.txt"))


def test_the_environment_wins_over_the_file_which_wins_over_what_is_built_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "soxa.toml").write_text("keep_snapshots = 3\nworkers = 4\n")
    monkeypatch.setenv("SOXA_WORKERS", "1")
    chosen = settings()
    assert (chosen.keep_snapshots, chosen.workers, chosen.batch) == (3, 1, 40)


@pytest.mark.parametrize(
    ("written", "said"),
    [("workers = -1", "workers"), ("wrokers = 1", "wrokers"), ("workers = ", "cannot be read")],
)
def test_a_setting_that_makes_no_sense_is_named(written: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "soxa.toml").write_text(written)
    with pytest.raises(SoxaError, match=said):
        settings()


def test_a_file_is_complete_once_it_stood_still(tmp_path: Path) -> None:
    clock = [1_000_000.0]
    inbox = flows.watch.Inbox(tmp_path, settle_seconds=5, now=lambda: clock[0])
    file = tmp_path / "report.txt"

    def write(text: str) -> None:
        file.write_text(text)
        os.utime(file, (clock[0], clock[0]))

    write("half a rep")
    assert inbox.complete() == {}
    assert inbox.complete() == {}  # it stands still, but not for long
    clock[0] += 6
    assert list(inbox.complete()) == [file]
    write("half a report and more")
    assert inbox.complete() == {}
    clock[0] += 6
    assert list(inbox.complete()) == [file]


def test_the_watch_runs_once_for_what_came_in_and_not_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class NoValidator:
        validate = None
        __enter__ = __exit__ = lambda self, *_: self

    jobs: list[Job] = []

    def note(job: Job, *_: object, **__: object) -> RunReport:
        jobs.append(job)
        return RunReport("r", "published", found=1, known=0, read=1, seconds={"in all": 1.0})

    monkeypatch.setattr(flows.watch, "run_job", note)
    monkeypatch.setattr(flows.watch, "Validator", NoValidator)
    monkeypatch.setenv("SOXA_WATCH_SECONDS", "0.01")
    monkeypatch.setenv("SOXA_SETTLE_SECONDS", "0")
    (tmp_path / "inbox").mkdir()
    file = tmp_path / "inbox" / "a.txt"
    file.write_text("x")

    flows.watch.keep_watch(tmp_path / "inbox", tmp_path / "warehouse", minutes=0.005)

    assert [(job.kind, job.only) for job in jobs] == [("watch", frozenset({file}))]


def test_a_run_leaves_stored_reports_alone_and_a_backfill_takes_those_it_is_told(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for report in REPORTS:
        shutil.copy(report, inbox)
    (inbox / "empty.txt").write_bytes(b"")
    with duckdb.connect() as connection:
        create_raw_tables(connection)
        take_in(connection, plan(connection, discover(inbox), "rules-1"), "rules-1")

        later = plan(connection, discover(inbox), "rules-2", again=None)
        assert [file.source_file for file in later.new] == ["empty.txt"]  # newer rules may be able to read it
        assert (later.outdated, later.left) == ((), 3)

        def chosen(**asked: Any) -> list[str]:
            return [one.source_file for one in plan(connection, [], "rules-2", Selection(**asked)).outdated]

        assert chosen() == [report.name for report in REPORTS]
        assert chosen(units=("lai cách",)) == ["lai_cach_2023.txt"]
        assert chosen(until="2023-06") == ["duc_chinh_h1_2023.txt"]
        assert chosen(since="2023-07", until="2023") == ["kep_2023.txt", "lai_cach_2023.txt"]
        take_in(connection, plan(connection, [], "rules-2", Selection(until="2023-06")), "rules-2")
        assert chosen() == ["kep_2023.txt", "lai_cach_2023.txt"]
        assert len(chosen(current=True)) == 3


class Deadly(Document):
    """A document that brings down the process that looks at its text."""

    __slots__ = ()

    def __getattribute__(self, name: str) -> Any:
        if name == "text" and os.getpid() != PARENT:
            os._exit(1)
        return super().__getattribute__(name)


PARENT = int(os.environ.setdefault("PID_OF_THE_TESTS", str(os.getpid())))  # which a worker process inherits


@pytest.mark.slow
def test_a_document_that_kills_its_reader_is_refused_and_the_others_are_read() -> None:
    good = Document("good.txt", "a" * 64, "text/plain", "utf-8", "ỦY BAN NHÂN DÂN\nXÃ A\nThu 5 đồng.")
    bad = Deadly("bad.txt", "b" * 64, "text/plain", "utf-8", "")
    results = list(read_all([good, bad, replace(good, source_file="z.txt")], workers=1, apart=True))
    assert [isinstance(result, Refusal) for result in results] == [False, True, False]
    assert isinstance(results[1], Refusal)
    assert results[1].issue.code == "reader_died"


def test_old_snapshots_go_by_number_and_age_and_the_newest_stays(tmp_path: Path) -> None:
    place = Warehouse(tmp_path / "warehouse")
    place.create()
    (place.docs / "index.html").write_text("docs")
    day = 86_400
    for age in (40, 20, 10, 5):
        place.published.unlink(missing_ok=True)
        place.published.write_bytes(b"snapshot")
        keep_snapshot(place, f"run-{age}", place.docs)
        os.utime(place.history / f"run-{age}", (10**9 - age * day,) * 2)
    now = float(10**9)

    def left() -> list[str]:
        return [path.name for path in kept_snapshots(place)]

    prune(place, keep=3, days=100, now=now)
    assert left() == ["run-5", "run-10", "run-20"]
    prune(place, keep=3, days=15, now=now)
    assert left() == ["run-5", "run-10"]
    prune(place, keep=3, days=0, now=now)
    assert left() == ["run-5"]
    assert (place.history / "run-5" / "docs" / "index.html").read_text() == "docs"
    assert place.published.exists()


def test_a_second_run_waits_as_long_as_it_is_told_to(tmp_path: Path) -> None:
    lock = tmp_path / "run.lock"
    with run_lock(lock):
        with pytest.raises(WarehouseBusyError, match="another run is at work"), run_lock(lock, wait_seconds=0.1):
            pass
        held = threading.Event()

        def wait() -> None:
            with run_lock(lock, wait_seconds=60):
                held.set()

        waiting = threading.Thread(target=wait)
        waiting.start()
    waiting.join(timeout=60)
    assert held.is_set()


@pytest.mark.slow
def test_a_schedule_fires(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole of `soxa serve`: server, worker, deployments; the pruning every few seconds, and it comes to pass."""
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    monkeypatch.setenv("SOXA_PRUNE_CRON", "* * * * * */3")
    monkeypatch.setenv("SOXA_SERVE_PORT", str(_free_port()))
    place = Warehouse(tmp_path / "warehouse")
    place.create()
    for number in range(3):
        (place.history / f"run-{number}").mkdir(parents=True)
    monkeypatch.setenv("SOXA_KEEP_SNAPSHOTS", "1")
    with served(place, tmp_path) as (server, worker):
        deadline = time.monotonic() + 300
        while len(kept_snapshots(place)) > 1 and time.monotonic() < deadline:
            time.sleep(0.5)
        assert len(kept_snapshots(place)) == 1
        assert place.served.exists()
    assert not place.served.exists()
    assert server.poll() is not None
    assert worker.poll() is not None


def _free_port() -> int:
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        return int(server.server_address[1])

"""A run that fails tells somebody."""

from __future__ import annotations

import json
import os
import shutil
import socketserver
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

import flows.pipeline
from expectations.result import ValidationResult
from flows.alert import tell_failure
from flows.job import Job
from flows.start import run, run_job
from flows.steps import Steps
from warehouse.errors import PublishBlockedError
from warehouse.paths import Warehouse
from warehouse.settings import settings

pytestmark = pytest.mark.usefixtures("fresh_settings")


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """A receiver of alerts on this machine; what it was sent."""
    received: list[dict[str, Any]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("SOXA_ALERT_WEBHOOK", f"http://127.0.0.1:{server.server_port}/alert")
    yield received
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A mail server on this machine that speaks as much SMTP as it takes; the letters that it was handed."""
    letters: list[str] = []

    class Desk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline().decode().strip().upper():
                if line == "DATA":
                    self.wfile.write(b"354 go on\r\n")
                    letter = list(iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), "."))
                    letters.append("\n".join(letter))
                self.wfile.write(b"221 bye\r\n" if line == "QUIT" else b"250 well\r\n")
                if line == "QUIT":
                    return

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("SOXA_ALERT_MAIL_TO", "clerk@example.vn")
    monkeypatch.setenv("SOXA_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("SOXA_SMTP_PORT", str(server.server_address[1]))
    yield letters
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_failure_is_told_by_webhook_and_mail(
    webhook: list[dict[str, Any]], mailbox: list[str], tmp_path: Path
) -> None:
    error = PublishBlockedError("publishing stopped", ("spans: 3 rows",))
    tell_failure(Warehouse(tmp_path), "run of inbox", error)
    (told,) = webhook
    assert (told["run"], told["outcome"], told["reasons"]) == ("run of inbox", "blocked", ["spans: 3 rows"])
    assert "soxa doctor" in told["what_to_do"]
    (letter,) = mailbox
    assert "Subject: soxa: run of inbox blocked" in letter
    assert "spans: 3 rows" in letter


@pytest.mark.slow
def test_a_run_that_breaks_a_promise_tells_somebody_and_the_next_is_not_stopped_by_a_dead_receiver(
    webhook: list[dict[str, Any]],
    published_warehouse: Warehouse,
    prefect_server: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = Warehouse(tmp_path / "warehouse")
    shutil.copytree(published_warehouse.root, place.root)
    monkeypatch.setenv("SOXA_INCREMENT_FROM", "1")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "empty.txt").write_bytes(b"")
    broken = ValidationResult(blocking=("spans: 3 rows",))
    monkeypatch.setattr(flows.pipeline, "look_over", lambda *_: broken)
    with pytest.raises(PublishBlockedError):
        run(inbox, place.root, Steps(), lambda *_: broken)
    assert [told["outcome"] for told in webhook] == ["blocked"]

    monkeypatch.setenv("SOXA_ALERT_WEBHOOK", "http://127.0.0.1:9/nobody")
    settings.cache_clear()
    with pytest.raises(PublishBlockedError):
        run(inbox, place.root, Steps(), lambda *_: broken)
    assert "alert_not_sent" in (place.logs / "soxa.jsonl").read_text()

    monkeypatch.setattr(flows.pipeline, "look_over", lambda *_: ValidationResult())
    done = run_job(Job(inbox=inbox), place.root, Steps(), lambda *_: ValidationResult())
    assert (done.outcome, done.built, done.read) == ("published", "increment", 0)
    assert "soxa-run" in _asked("artifacts/filter", {"artifacts": {"key": {"any_": ["soxa-run"]}}})


def _asked(path: str, question: dict[str, Any]) -> str:
    request = urllib.request.Request(
        f"{os.environ['PREFECT_API_URL']}/{path}", json.dumps(question).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        return str(answer.read().decode())

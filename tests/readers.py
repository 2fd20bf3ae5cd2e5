"""Readers that query the published snapshot without pause while it is replaced again and again."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from warehouse.connection import open_working
from warehouse.paths import Warehouse
from warehouse.publish import build_candidate, publish_candidate

_TABLES = ("fct_one", "fct_two", "fct_three")
_READER = """
import sys, duckdb
path, queries, failed, torn = sys.argv[1], 0, 0, 0
print("ready", flush=True)
import threading
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
while not stop.is_set():
    try:
        with duckdb.connect(path, read_only=True) as connection:
            seen = set()
            for table in sys.argv[2:] * 2:
                told = connection.execute(f"select count(*), min(version), max(version) from marts.{table}")
                seen.add(told.fetchone())
                queries += 1
        torn += len(seen) > 1 or any(low != high or count != low for count, low, high in seen)
    except Exception as error:
        failed += 1
        print(error, file=sys.stderr)
print(queries, failed, torn, flush=True)
"""


@dataclass(frozen=True, slots=True)
class Read:
    """What the readers met with, all together."""

    queries: int
    failed: int
    torn: int


def read_while_publishing(warehouse: Warehouse, readers: int, publishes: int) -> Read:
    """Publish snapshots, each of one version throughout, under the eyes of so many reading processes."""
    warehouse.create()
    _publish(warehouse, 1)
    processes = [_reader(warehouse.published) for _ in range(readers)]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for version in range(2, publishes + 2):
        _publish(warehouse, version)
    told = [process.communicate()[0].split() for process in processes]
    queries, failed, torn = (sum(int(row[place]) for row in told) for place in range(3))
    return Read(queries, failed, torn)


def _reader(path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _READER, str(path), *_TABLES]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _publish(warehouse: Warehouse, version: int) -> None:
    with open_working(warehouse) as connection:
        connection.execute("create schema if not exists marts")
        for table in _TABLES:
            connection.execute(
                f"create or replace table marts.{table} as select {version} as version from range({version})"
            )
    publish_candidate(warehouse, build_candidate(warehouse, f"run-{version}"))

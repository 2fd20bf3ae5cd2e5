"""What a backfill would do, said before it is done."""

from __future__ import annotations

from collections import Counter

from rich.text import Text

from flows.console import cell, number, results, table
from ingest.model import EXTRACTOR_VERSION
from ingest.plan import Selection, plan, reader_fingerprint
from ingest.raw_tables import create_raw_tables
from warehouse.connection import open_working
from warehouse.lock import run_lock
from warehouse.paths import Warehouse


def print_plan(warehouse: Warehouse, again: Selection) -> None:
    """Say which reports would be read again, and by what they were read. Nothing is changed."""
    rules = reader_fingerprint()
    with run_lock(warehouse.lock), open_working(warehouse) as connection:
        create_raw_tables(connection)
        chosen = plan(connection, [], rules, again)
        by_version = Counter(
            connection.execute(
                "select extractor_version, reader_fingerprint from raw.files join raw.reports using (source_sha256) "
                "where outcome = 'read' and list_contains(?, source_sha256)",
                [[document.sha256 for document in chosen.outdated]],
            ).fetchall()
        )
    console = results()
    console.print(
        Text(
            f"{number(len(chosen.outdated))} reports would be read again by extractor {EXTRACTOR_VERSION} "
            f"(rules {rules}); {number(chosen.left)} more were read by older rules and would stay.",
            style="bold",
        )
    )
    if by_version:
        listed = table(None, "read by extractor", "rules", "reports", right=("reports",))
        for (extractor, fingerprint), count in sorted(by_version.items()):
            listed.add_row(cell(extractor), cell(fingerprint), number(count))
        console.print(listed)

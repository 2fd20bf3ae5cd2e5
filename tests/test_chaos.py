"""Whatever happens to a run, the next one makes it good; the short form of ``make chaos``."""

from __future__ import annotations

import json
import shutil
import signal
from pathlib import Path

import chaos
import duckdb
import pytest
from chaos import NO_FAULT, Fault
from readers import Read, read_while_publishing

from warehouse.connection import open_working
from warehouse.paths import Warehouse
from warehouse.publish import mart_rows

pytestmark = pytest.mark.slow

REPORT = Path(__file__).parent / "fixtures" / "reports" / "xa_dien_bien_2019.txt"
FAULTS = (
    Fault("flows.pipeline.begin_run", after=True),
    Fault("ingest.intake.load_reading", after=True),
    Fault("flows.pipeline.build_increment", clock=-400),
    Fault(room=3_000_000),
    Fault("warehouse.addition._put_in", after=True),
    Fault("flows.pipeline.publish_candidate", after=True, clock=400),
)


@pytest.fixture
def without_one(published_warehouse: Warehouse, tmp_path: Path) -> Warehouse:
    """A copy of the shared warehouse as it was before its last report came in."""
    copy = chaos.copy_of(published_warehouse, tmp_path / "warehouse")
    chosen = f"select report_id from {{}} where source_file = '{REPORT.name}'"
    with open_working(copy) as connection:
        for table in ("claim_terms", "claims", "worded_numbers", "figures", "number_tokens", "blocks"):
            connection.execute(f"delete from raw.{table} where report_id = ({chosen.format('raw.reports')})")
        for table in ("reports", "ingest_issues", "files"):
            connection.execute(f"delete from raw.{table} where source_file = '{REPORT.name}'")
    for path in (copy.working, copy.published):
        with duckdb.connect(str(path)) as connection:
            of_it = (
                f"select check_id from marts.fct_audit_checks where report_id = ({chosen.format('marts.dim_reports')})"
            )
            connection.execute(f"delete from marts.fct_audit_terms where check_id in ({of_it})")
            tables = connection.execute(
                "select table_name from duckdb_columns() where schema_name = 'marts' and column_name = 'report_id' "
                "order by table_name = 'dim_reports'"
            ).fetchall()
            for (table,) in tables:
                connection.execute(
                    f"delete from marts.{table} where report_id = ({chosen.format('marts.dim_reports')})"
                )
            connection.execute(f"delete from marts.fct_ingest_issues where source_file = '{REPORT.name}'")
    return copy


def test_killed_again_and_again_a_run_comes_to_the_same_marts_and_readers_never_see_half_of_one(
    without_one: Warehouse, published_warehouse: Warehouse, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    shutil.copy(REPORT, inbox)
    before, after = chaos.marts_digest(without_one.published), chaos.marts_digest(published_warehouse.published)
    assert before != after
    chaos.serve(chaos.LIGHT)

    for fault in FAULTS:
        code = chaos.finish(chaos.start_run(inbox, without_one.root, fault))
        assert code == (1 if fault.room else -signal.SIGKILL), fault
        assert not fault.room or list(without_one.candidates.iterdir()) == []
        assert chaos.marts_digest(without_one.published) in (before, after), fault
    holder = chaos.hold_open(without_one.working)
    assert chaos.finish(chaos.start_run(inbox, without_one.root)) == 1
    chaos.let_go(holder)

    assert chaos.finish(chaos.start_run(inbox, without_one.root, NO_FAULT)) == 0
    # the report was built alone, and what came of it is what came of building all together
    assert chaos.marts_digest(without_one.published) == after
    diary = (
        "select outcome, built, files_read, json_keys(step_seconds) from marts.fct_runs order by run_no desc limit 1"
    )
    with duckdb.connect(str(without_one.published), read_only=True) as connection:
        outcome, built, read, steps = connection.execute(diary).fetchall()[0]
        assert (outcome, built, read) == ("published", "increment", 0)
        assert {"transform", "validate", "publish"} <= set(steps)
        cut_short = connection.execute("select count(*) from marts.fct_runs where outcome = 'cut short'").fetchone()
        assert cut_short == (sum(bool(fault.at) for fault in FAULTS),)

    assert chaos.finish(chaos.start_run(inbox, without_one.root)) == 0
    with open_working(without_one) as connection:
        assert connection.execute("select outcome from raw.runs order by run_no desc limit 1").fetchone() == (
            "unchanged",
        )
    assert mart_rows(without_one.published)["dim_reports"] == mart_rows(published_warehouse.published)["dim_reports"]
    events = [json.loads(line) for line in (published_warehouse.logs / "soxa.jsonl").read_text().splitlines()]
    assert [event["event"] for event in events] == ["run_begun", "run_ended"]


def test_readers_of_a_snapshot_that_is_replaced_all_the_time_never_fail(tmp_path: Path) -> None:
    seen = read_while_publishing(Warehouse(tmp_path / "warehouse"), readers=2, publishes=8)
    assert seen.queries > 0
    assert seen == Read(seen.queries, failed=0, torn=0)

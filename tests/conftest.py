"""What tests share: one warehouse made by a real run over all real reports, and one Prefect server for all runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import Soxa, command

from expectations.run import validate
from flows.server import PrefectServer
from flows.start import prepare_prefect, run, tell_the_rest
from flows.steps import Steps
from warehouse.paths import DBT_PROJECT, SAMPLES, Warehouse
from warehouse.settings import settings

_PREFECT_HOME = tempfile.TemporaryDirectory(prefix="soxa-prefect-")
prepare_prefect(Path(_PREFECT_HOME.name))  # before any test module imports Prefect

REPORTS = Path(__file__).parent / "fixtures" / "reports"


@pytest.fixture
def soxa(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Soxa:
    """The command as a user calls it."""
    return command(monkeypatch, capsys)


@pytest.fixture
def fresh_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Settings read anew, in a folder without a file of them."""
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """A Prefect server that every run inside this process uses, so that each need not start its own."""
    with PrefectServer(Path(_PREFECT_HOME.name)) as server:
        os.environ["PREFECT_API_URL"] = server.api_url
        server.wait()
        yield
        tell_the_rest()
        del os.environ["PREFECT_API_URL"]


@pytest.fixture(scope="session")
def published_warehouse(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse made by one real run over the samples and the reports under tests/fixtures. Not to be changed.

    What dbt works out on the way is kept beside it, at `scratch_of`.
    """
    inbox = tmp_path_factory.mktemp("inbox")
    for report in (*SAMPLES.glob("*.txt"), *REPORTS.glob("*.txt")):
        shutil.copy(report, inbox)
    warehouse = Warehouse(tmp_path_factory.mktemp("warehouse"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOXA_SCRATCH_DB", str(scratch_of(warehouse)))
        run(inbox, warehouse.root, Steps(), check=validate)
    return warehouse


def scratch_of(warehouse: Warehouse) -> Path:
    """Where dbt's scratch of `published_warehouse` is kept."""
    return warehouse.root / "scratch.duckdb"


@pytest.fixture(scope="session")
def published(published_warehouse: Warehouse) -> Path:
    """The snapshot of `published_warehouse`: open it read-only."""
    return published_warehouse.published


@pytest.fixture(scope="session")
def dbt_tested(published_warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The target folder of one `dbt test` over `published_warehouse`: manifest.json with every test as SQL, and
    run_results.json with how each came out."""
    folder = tmp_path_factory.mktemp("dbt")
    command = [
        *(sys.executable, "-m", "dbt.cli.main", "test", "--log-level", "none"),
        *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
        *("--target-path", str(folder / "target"), "--log-path", str(folder / "logs")),
    ]
    environment = os.environ | {
        "SOXA_WORKING_DB": str(published_warehouse.working),
        "SOXA_SCRATCH_DB": str(scratch_of(published_warehouse)),
    }
    done = subprocess.run(command, cwd=DBT_PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert (folder / "target" / "run_results.json").exists(), done.stdout[-3000:] + done.stderr[-3000:]
    return folder / "target"

"""The dbt project itself: its unit tests, and what its YAML promises about every column."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from warehouse.paths import DBT_PROJECT, Warehouse

MODELS = sorted((DBT_PROJECT / "models").rglob("*.sql"))


@pytest.mark.slow
def test_unit_tests_of_the_models_hold(published_warehouse: Warehouse, tmp_path: Path) -> None:
    command = [
        *(sys.executable, "-m", "dbt.cli.main", "test", "--select", "test_type:unit"),
        *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
        *("--target-path", str(tmp_path / "target"), "--log-path", str(tmp_path / "logs")),
    ]
    environment = os.environ | {"SOXA_WORKING_DB": str(published_warehouse.working)}
    done = subprocess.run(command, cwd=DBT_PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "ERROR=0" in done.stdout
    assert "TOTAL=0" not in done.stdout


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_every_model_has_a_yaml_of_its_own_with_a_description_of_every_column(path: Path) -> None:
    described = path.with_suffix(".yml")
    assert described.exists(), f"{path.name} has no YAML beside it"
    (model,) = [
        one for one in yaml.safe_load(described.read_text(encoding="utf-8"))["models"] if one["name"] == path.stem
    ]
    assert model["description"].strip()
    without = [column["name"] for column in model["columns"] if not (column.get("description") or "").strip()]
    assert model["columns"]
    assert not without

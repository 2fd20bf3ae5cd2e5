"""The dbt project itself: its unit tests, and what its YAML promises about every column."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from warehouse.paths import DBT_PROJECT

MODELS = sorted((DBT_PROJECT / "models").rglob("*.sql"))


@pytest.mark.slow
def test_unit_tests_of_the_models_hold(dbt_tested: Path) -> None:
    results = json.loads((dbt_tested / "run_results.json").read_text(encoding="utf-8"))["results"]
    units = {one["unique_id"]: one for one in results if one["unique_id"].startswith("unit_test.")}
    assert units
    assert {name: one["message"] for name, one in units.items() if one["status"] != "pass"} == {}


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

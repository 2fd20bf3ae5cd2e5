"""A copy of the dbt project for a test to change, that runs go by."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import flows.look
import flows.rulings
import flows.transform
from warehouse.paths import DBT_PROJECT, PROJECT


def copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the dbt project, and the lexicon that it reads, into ``folder``; runs go by the copy from then on."""
    made = folder / "project" / "dbt_project"
    shutil.copytree(DBT_PROJECT, made, ignore=shutil.ignore_patterns("target", "logs"))
    shutil.copytree(PROJECT / "ingest" / "lexicon", made.parent / "ingest" / "lexicon")
    go_by(made, monkeypatch)
    return made


def go_by(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let runs go by this dbt project."""
    for module in (flows.transform, flows.rulings, flows.look):
        monkeypatch.setattr(module, "DBT_PROJECT", project)

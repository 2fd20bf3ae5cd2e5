"""Where everything stands: the project's own files, and the files of one warehouse."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SAMPLES = PROJECT / "ingest" / "samples"
DBT_PROJECT = PROJECT / "dbt_project"
REQUIREMENTS = PROJECT / "requirements.lock"
DEFAULT_WAREHOUSE = PROJECT / "warehouse" / "data"


@dataclass(frozen=True, slots=True)
class Warehouse:
    """The files of one warehouse under ``root``. Only ``published`` is for readers; the rest belongs to the run."""

    root: Path

    @property
    def working(self) -> Path:
        """The database that runs write: raw text, staging, intermediate, marts."""
        return self.root / "working.duckdb"

    @property
    def published(self) -> Path:
        """The read-only snapshot that everybody reads."""
        return self.root / "published" / "soxa.duckdb"

    @property
    def candidates(self) -> Path:
        """Where a snapshot is put together and validated before it is published."""
        return self.root / "candidate"

    @property
    def docs(self) -> Path:
        """Data Docs of the last validation, a static site."""
        return self.root / "docs"

    @property
    def docs_of_increment(self) -> Path:
        """Data Docs of the last new reports that broke a promise when they were built alone."""
        return self.root / "docs_increment"

    @property
    def history(self) -> Path:
        """Published snapshots and their Data Docs, a folder a run."""
        return self.root / "history"

    @property
    def logs(self) -> Path:
        """What happened, one JSON object a line."""
        return self.root / "logs"

    @property
    def dbt(self) -> Path:
        """What dbt keeps between runs: ``target`` and ``logs``."""
        return self.root / "dbt"

    @property
    def prefect(self) -> Path:
        """Prefect's home: its run history and settings."""
        return self.root / "prefect"

    @property
    def served(self) -> Path:
        """Where the Prefect server of ``soxa serve`` answers, while it is up."""
        return self.prefect / "served_api"

    @property
    def lock(self) -> Path:
        """The file that a run holds locked while it works."""
        return self.root / "run.lock"

    def create(self) -> None:
        """Make the folders. Raises OSError where that is not allowed."""
        for folder in (self.root, self.published.parent, self.candidates, self.docs, self.dbt, self.prefect):
            folder.mkdir(parents=True, exist_ok=True)


def shown(path: Path) -> str:
    """``path`` as a person would type it: relative to the current folder where it is below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)

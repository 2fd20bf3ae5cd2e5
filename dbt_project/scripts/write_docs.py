"""The documentation of all models as one HTML file that needs no network: `make docs`.

The columns are those of the YAML; an empty database will do, so that no run is needed and no report gets into the page.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import chdir
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SITE = PROJECT.parent / "docs" / "site" / "index.html"


def write(target: Path) -> None:
    """Let dbt write its static page and put it at ``target``. Raises SystemExit with dbt's message where it cannot."""
    from dbt.cli.main import dbtRunner

    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        os.environ["SOXA_WORKING_DB"] = str(Path(folder) / "empty.duckdb")
        outcome = dbtRunner().invoke(
            [
                *("docs", "generate", "--static", "--log-level", "warn", "--no-partial-parse"),
                *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
                *("--target-path", f"{folder}/target", "--log-path", f"{folder}/logs"),
            ]
        )
        if not outcome.success:
            raise SystemExit(f"the documentation could not be written: {outcome.exception}")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(f"{folder}/target/static_index.html", target)


if __name__ == "__main__":
    place = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else SITE
    write(place)
    print(f"{place} ({place.stat().st_size / 1e6:.1f} MB)")

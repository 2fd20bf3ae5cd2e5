"""Validate a candidate: every suite over its rows, Data Docs, and what came of it as plain data."""

from __future__ import annotations

import os
import shutil
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb

from expectations.frames import open_candidate, read_frame, suites_to_ask
from expectations.outcome import suite_rows, to_result
from expectations.result import CheckRow, ValidationError, ValidationResult
from expectations.suites import Suite


def validate(candidate: Path, docs_dir: Path, run_id: str, working_db: Path | None = None) -> ValidationResult:
    """Look at a finished candidate and say whether it may be published.

    candidate: DuckDB file with the schema ``marts``, opened read-only; nobody may hold it open for writing.
    docs_dir: gets the Data Docs of this run; what stood there before is replaced.
    working_db: where the reports' text is (``raw.reports``); without it the candidate's dim_reports must carry a
    column ``text``, else the promises on places in the text count as broken.
    Where tables or columns are missing, only that is reported: nothing else can be asked of such a file.
    Raises ValidationError if a file cannot be opened or the Data Docs cannot be written.
    """
    with open_candidate(candidate, working_db) as connection:
        engine = load()
        context = engine.new_context(docs_dir)
        suites = suites_to_ask(connection)
        moment = datetime.now(UTC)
        rows = [row for suite in suites for row in check_suite(context, connection, suite, run_id, moment)]
    _build_docs(context, docs_dir, pages=len(suites))
    return to_result(rows)


def check_suite(
    context: Any, connection: duckdb.DuckDBPyConnection, suite: Suite, run_id: str, moment: datetime
) -> list[CheckRow]:
    """Hold the rows of one suite against all that it expects; one row per expectation.

    context is of `expectations.engine`, connection of `expectations.frames.open_candidate`.
    """
    begun = time.perf_counter()
    result = load().run_suite(context, suite, read_frame(connection, suite), run_id, moment)
    return suite_rows(suite, result, run_id, moment, time.perf_counter() - begun)


def load() -> Any:
    """Import Great Expectations (five to eight seconds, once per process); returns ``expectations.engine``."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    return import_module("expectations.engine")


def _build_docs(context: Any, docs_dir: Path, pages: int) -> None:
    shutil.rmtree(docs_dir, ignore_errors=True)
    context.build_data_docs()
    built = len(list(docs_dir.glob("validations/**/*.html")))  # the builder logs its errors and goes on
    if built < pages or not (docs_dir / "index.html").exists():
        raise ValidationError(f"only {built} of {pages} pages of the data checks could be written to {docs_dir}")

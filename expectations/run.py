"""Validate a candidate: every suite over its rows, Data Docs, and what came of it as plain data."""

from __future__ import annotations

import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations.frames import missing_columns, open_candidate, read_frame
from expectations.outcome import SAMPLE_ROWS, suite_rows, to_result
from expectations.result import CheckRow, ValidationError, ValidationResult
from expectations.suites import Check, Suite, load_suites

if TYPE_CHECKING:
    from great_expectations.data_context import EphemeralDataContext

SEVERITY = {"promise": "critical", "finding": "warning"}


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
        broken_shape = missing_columns(connection)
        suites = [suite for suite in load_suites() if not (broken_shape and suite.name != "contract")]
        context = _context(docs_dir)
        rows: list[CheckRow] = []
        moment = datetime.now(UTC)
        for suite in suites:
            begun = time.perf_counter()
            result = _run_suite(context, suite, read_frame(connection, suite), run_id, moment)
            rows += suite_rows(suite, result, run_id, time.perf_counter() - begun)
    _build_docs(context, docs_dir, pages=len(suites))
    return to_result(rows)


def load() -> None:
    """Import Great Expectations and the expectations of this project: seven seconds or so, once per process."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations  # noqa: F401, PLC0415

    import expectations.custom  # noqa: F401, PLC0415


def _context(docs_dir: Path) -> EphemeralDataContext:
    load()
    import great_expectations as gx  # noqa: PLC0415
    from great_expectations.data_context.types.base import (  # noqa: PLC0415
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    from expectations.data_docs.site import site_config  # noqa: PLC0415

    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(),
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
        analytics_enabled=False,
        data_docs_sites={"soxa": site_config(docs_dir)},
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    context.data_sources.add_pandas("candidate")
    return context


def _build_docs(context: EphemeralDataContext, docs_dir: Path, pages: int) -> None:
    shutil.rmtree(docs_dir, ignore_errors=True)
    context.build_data_docs()
    built = len(list(docs_dir.glob("validations/**/*.html")))  # the builder logs its errors and goes on
    if built < pages or not (docs_dir / "index.html").exists():
        raise ValidationError(f"only {built} of {pages} pages of the data checks could be written to {docs_dir}")


def _run_suite(context: EphemeralDataContext, suite: Suite, frame: Any, run_id: str, moment: datetime) -> Any:
    import great_expectations as gx  # noqa: PLC0415
    from great_expectations.core.run_identifier import RunIdentifier  # noqa: PLC0415

    asset = context.data_sources.get("candidate").add_dataframe_asset(suite.name)
    batch = asset.add_batch_definition_whole_dataframe("all")
    stored = context.suites.add(
        gx.ExpectationSuite(name=suite.name, expectations=[_expectation(check) for check in suite.checks])
    )
    definition = context.validation_definitions.add(gx.ValidationDefinition(name=suite.name, data=batch, suite=stored))

    def run(*, with_rows: bool) -> Any:
        return definition.run(
            batch_parameters={"dataframe": frame},
            result_format={
                "result_format": "BASIC",
                "include_unexpected_rows": with_rows,
                "partial_unexpected_count": SAMPLE_ROWS,
            },
            run_id=RunIdentifier(run_name=run_id, run_time=moment),
        )

    result = run(with_rows=False)  # collecting rows costs as much as all the questions: only where there are any
    return result if result.success else run(with_rows=True)


def _expectation(check: Check) -> Any:
    from great_expectations.expectations.registry import get_expectation_impl  # noqa: PLC0415
    from great_expectations.expectations.row_conditions import Column  # noqa: PLC0415

    arguments = dict(check.arguments)
    for column, value in check.where.items():
        arguments["row_condition"] = Column(column) == value
    return get_expectation_impl(check.expect)(
        **arguments,
        description=check.says,
        severity=SEVERITY[check.kind],
        meta={"kind": check.kind, "title": check.title},
    )

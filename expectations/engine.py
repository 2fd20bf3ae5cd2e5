"""The one place that talks to Great Expectations; importing it takes seconds, so ``run`` does that late."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import great_expectations as gx
from great_expectations.core.run_identifier import RunIdentifier
from great_expectations.data_context import EphemeralDataContext
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.expectations.registry import get_expectation_impl
from great_expectations.expectations.row_conditions import Column

import expectations.custom  # noqa: F401 (makes our expectations known)
from expectations.data_docs.site import site_config
from expectations.outcome import SAMPLE_ROWS, SEVERITY
from expectations.suites import Check, Suite

_SOURCE = "candidate"


def new_context(docs_dir: Path) -> EphemeralDataContext:
    """A context that lives in memory, reports to nobody, and builds its Data Docs in docs_dir."""
    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(),
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
        analytics_enabled=False,
        data_docs_sites={"soxa": site_config(docs_dir)},
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    context.data_sources.add_pandas(_SOURCE)
    return context


def run_suite(context: EphemeralDataContext, suite: Suite, frame: Any, run_id: str, moment: datetime) -> Any:
    """Ask a frame all that its suite expects; the result has the broken rows where there are any."""
    asset = context.data_sources.get(_SOURCE).add_dataframe_asset(suite.name)
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

    result = run(with_rows=False)  # preparing for rows costs a third more: only where there are any
    return result if result.success else run(with_rows=True)


def _expectation(check: Check) -> Any:
    arguments = dict(check.arguments)
    for column, value in check.where.items():
        arguments["row_condition"] = Column(column) == value
    return get_expectation_impl(check.expect)(
        **arguments,
        description=check.says,
        severity=SEVERITY[check.kind],
        meta={"title": check.title},
    )

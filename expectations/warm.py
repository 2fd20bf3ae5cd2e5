"""Validation in a process of its own, which loads Great Expectations while the earlier stages are still at work."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType

from expectations.result import ValidationError, ValidationResult
from expectations.run import load, validate


class WarmValidator:
    """``with WarmValidator() as validator: …; validator.validate(…)``: same arguments and answers as ``run.validate``.

    Loading takes several seconds of one core; started when a run finds work to do, it is over before the marts are
    built. The candidate is opened in the other process: this one must have closed it.
    """

    def __init__(self) -> None:
        self._pool = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
        self._pool.submit(load)

    def validate(
        self, candidate: Path, docs_dir: Path, run_id: str, working_db: Path | None = None
    ) -> ValidationResult:
        """As ``run.validate``; raises ValidationError too if the other process dies."""
        try:
            return self._pool.submit(validate, candidate, docs_dir, run_id, working_db).result()
        except BrokenProcessPool as error:
            raise ValidationError(
                "the process that checks the data ended before it had an answer (out of memory?): run again"
            ) from error

    def close(self) -> None:
        """End the other process, whether or not it was asked anything."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def __enter__(self) -> WarmValidator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

"""Validation in a process of its own: Great Expectations takes seconds to load, which pass while dbt works."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from contextvars import ContextVar
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Self

from expectations.result import ValidationError, ValidationResult
from expectations.run import load, validate
from flows.importing import importing

Check = Callable[[Path, Path, str, Path | None], ValidationResult]
"""Candidate, folder for Data Docs, run id, working database → what came of it; as `expectations.run.validate`."""


class ValidatorDiedError(ValidationError):
    """The process that validates ended without an answer."""


current_check: ContextVar[Check] = ContextVar("current_check", default=validate)
"""How the flow validates; a flow started by a schedule does it in its own process."""


class Validator:
    """A process that loads Great Expectations at once and then validates when asked; it ends with this one."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, other_end = context.Pipe()
        self._process = context.Process(target=_answer, args=(other_end,), daemon=True)
        self._process.start()
        other_end.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()  # which tells the process to end
        self._process.join(timeout=10)
        self._process.kill()

    def validate(self, candidate: Path, docs_dir: Path, run_id: str, working_db: Path | None) -> ValidationResult:
        """As `expectations.run.validate`; this process must hold neither database open.

        Raises ValidatorDiedError if the process ended; another has been started by then, for who tries again.
        """
        try:
            self._line.send((candidate, docs_dir, run_id, working_db))
            answer = self._line.recv()
        except (EOFError, OSError) as error:
            self._line.close()
            self._process.kill()
            self._start()
            told = "the process that validates ended without an answer (out of memory?): run again"
            raise ValidatorDiedError(told) from error
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, ValidationResult)
        return answer


def validate_apart(candidate: Path, docs_dir: Path, run_id: str, working_db: Path | None) -> ValidationResult:
    """As `expectations.run.validate`, in a process that is started for it: where it is not known that it will be asked.

    Raises ValidatorDiedError if the process ended.
    """
    with Validator() as validator:
        return validator.validate(candidate, docs_dir, run_id, working_db)


def _answer(line: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command; this process ends when that one does
    with importing():
        load()
    while True:
        try:
            question = line.recv()
        except EOFError:
            return
        try:
            line.send(validate(*question))
        except Exception as error:
            line.send(error)

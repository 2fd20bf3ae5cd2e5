"""Where the seconds of a run go, and who is told about it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


def _nobody(_: str) -> None:
    pass


@dataclass(slots=True)
class Steps:
    """A stopwatch by step, running since ``begun``. ``tell`` hears what is being done, in words for a person.

    ``counted`` hears how many documents of how many are read, if somebody draws a bar of it.
    """

    tell: Callable[[str], None] = _nobody
    counted: Callable[[int, int], None] | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    begun: float = field(default_factory=time.perf_counter)

    def total(self) -> float:
        """Seconds since the beginning."""
        return time.perf_counter() - self.begun

    def add(self, name: str, seconds: float) -> None:
        """Put ``seconds`` down to the step ``name``."""
        self.seconds[name] = self.seconds.get(name, 0.0) + seconds

    def count(self, done: int, total: int) -> None:
        """Hear that so many documents of so many are read."""
        if self.counted:
            self.counted(done, total)
        else:
            self.tell(f"reading: {done} of {total} files")

    @contextmanager
    def step(self, name: str, doing: str) -> Iterator[None]:
        """Time what happens inside as ``name``; steps of the same name add up."""
        self.tell(doing)
        start = time.perf_counter()
        try:
            yield
        finally:
            self.add(name, time.perf_counter() - start)


current_steps: ContextVar[Steps] = ContextVar("current_steps")
"""The stopwatch of the command that started the flow; a flow started by a schedule makes its own."""

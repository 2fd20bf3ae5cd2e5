"""Importing large libraries a third faster: the garbage collector looks at everything again and again meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def importing() -> Iterator[None]:
    """Import without garbage collection; what was imported stays for good and is not looked at later, or at the end."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(100_000, 50, 100)  # for what follows too: dbt makes and drops objects by the million
        gc.enable()

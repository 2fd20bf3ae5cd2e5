"""Reading many documents: a pure function of their files, spread over processes where there are many of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread

from ingest.discover import InboxFile
from ingest.errors import RefusedFile
from ingest.model import Document, Issue, Reading
from ingest.read import read_document
from ingest.readers import read_file

UNREADABLE = "unreadable_file"
BATCH = 40
MANY = 400
"""From this many files on, starting worker processes (about a second) pays."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not read, and why."""

    source_file: str
    sha256: str | None
    issue: Issue


def read_all(
    items: Sequence[InboxFile | Document], workers: int = 0, batch: int = 0, apart: bool = False
) -> Iterator[Reading | Refusal]:
    """Read every file or stored document, in their order: one `Reading` or `Refusal` each.

    Never raises for what is in a file. Many are read by ``workers`` processes (0: one a processor), ``batch`` at a
    time; with ``apart`` even few are, so that one that brings its reader down does not take this process with it.
    """
    if len(items) < MANY and not apart:
        yield from map(_read_one, items)
        return
    size = batch or BATCH
    waiting = [items[start : start + size] for start in range(0, len(items), size)]
    while waiting:
        done = 0
        try:
            for results in _read_in_pool(waiting, workers or os.cpu_count() or 1):
                done += 1
                yield from results
        except BrokenProcessPool:
            del waiting[:done]
            yield from _read_one_by_one(waiting.pop(0))
        else:
            return


def _read_in_pool(batches: Sequence[Sequence[InboxFile | Document]], workers: int) -> Iterator[list[Reading | Refusal]]:
    coming = iter(batches)
    with _pool(workers) as pool:
        waiting = deque(pool.submit(_read_batch, batch) for batch in islice(coming, 2 * workers))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(_read_batch, batch) for batch in islice(coming, 1))


def _read_one_by_one(items: Sequence[InboxFile | Document]) -> Iterator[Reading | Refusal]:
    """After a worker died: each alone, so that it is known which one it dies of."""
    for item in items:
        try:
            with _pool(1) as pool:
                yield pool.submit(_read_one, item).result()
        except BrokenProcessPool:
            told = "Reading ended without an answer, twice (out of memory?): please report it with this file."
            yield Refusal(item.source_file, item.sha256, Issue("error", "reader_died", told))


def _pool(workers: int) -> ProcessPoolExecutor:
    # "spawn": worker processes must not inherit threads and locks of the process that runs the flow
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), end_with_parent)


def read_again(document: Document) -> Reading | Refusal:
    """Read a document whose text is in the warehouse already, as after a change of the reading rules."""
    return _guarded(document.source_file, document.sha256, partial(read_document, document))


def end_with_parent() -> None:
    """Let this worker process end when the process that started it does, even if that one was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_wait_and_leave, args=(parent.sentinel,), daemon=True).start()


def _wait_and_leave(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _read_batch(items: Sequence[InboxFile | Document]) -> list[Reading | Refusal]:
    return [_read_one(item) for item in items]


def _read_one(found: InboxFile | Document) -> Reading | Refusal:
    if isinstance(found, Document):
        return read_again(found)
    if found.problem:
        return Refusal(found.source_file, found.sha256, found.problem)
    return _guarded(found.source_file, found.sha256, partial(_read_path, found))


def _read_path(found: InboxFile) -> Reading:
    return read_document(read_file(found.path, found.source_file, found.member))


def _guarded(source_file: str, sha256: str | None, read: Callable[[], Reading]) -> Reading | Refusal:
    """One bad file must not stop the others, whatever is wrong with it, or with us."""
    try:
        return read()
    except RefusedFile as refused:
        issue = Issue("error", refused.code, refused.message)
        if refused.code == UNREADABLE:
            sha256 = None  # its content was not seen: the next run tries again
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__}: {error}, {Path(at.filename).name} line {at.lineno}"
        told = f"Reading stopped at an error of the program ({what}): please report it with this file."
        issue = Issue("error", "reader_failed", told)
    return Refusal(source_file, sha256, issue)

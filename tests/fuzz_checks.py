"""One spoiled file through the real reading: what became of it, how long it took, and what it broke of our promises."""

from __future__ import annotations

import gc
import json
import os
import shutil
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from fuzz_files import Case, make_case
from reading import document

import ingest.readers
from expectations.text import DIGITS, account_for_digits
from ingest import ocr
from ingest.discover import InboxFile, discover
from ingest.errors import RefusedFile
from ingest.limits import MEGABYTE
from ingest.load import frames
from ingest.model import Document, Reading
from ingest.read import read_document
from ingest.readers import read_file, sandbox
from ingest.readers.base import Decoded, Reader

APART = ("docx", "odt", "doc", "pdf")
"""Formats that a run decodes in a process of their own."""

SECONDS, SECONDS_A_MEGABYTE = 3.0, 60.0
MEGABYTES, MEGABYTES_A_MEGABYTE = 200.0, 1_000.0
"""Processor time and memory that a case may take beside what it takes for its size."""

MEGABYTES_APART = 1_000.0
"""The same for formats decoded in a process of their own, which has 1.5 GB of addresses and gives them all back."""

_STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case. Times are of the processor; memory is resident, in MB, 0 where the system does not say.

    codes: ``read`` or the code of the refusal, one for each file in it. finding: what is wrong with us, "" for nothing.
    """

    seed: int
    kind: str
    size: int
    codes: tuple[str, ...]
    seconds: float
    peak: float
    held: float
    finding: str


def bound(size: int) -> float:
    """Seconds that reading so many bytes, or characters of text, may take."""
    return SECONDS + SECONDS_A_MEGABYTE * size / MEGABYTE


def _most_memory(kind: str, size: int) -> float:
    return (MEGABYTES_APART if kind in APART else MEGABYTES) + MEGABYTES_A_MEGABYTE * size / MEGABYTE


def try_case(case: Case, folder: Path) -> Outcome:
    """Read one case in this process; a finding instead of an exception.

    What a run decodes in a process of its own is decoded here, by the same code and with the same answer; every
    hundredth really goes into such a process. Scans always do, and only for them is there character recognition.
    """
    with _decoding(apart=case.kind == "scan" or case.seed % 100 == 0, recognising=case.kind == "scan"):
        return _outcome(case, folder)


@contextmanager
def _decoding(apart: bool, recognising: bool) -> Iterator[None]:
    """Where binary files are decoded, and whether the programs that recognise scans can be found."""
    path, there = os.environ["PATH"], ingest.readers.decode_apart  # type: ignore[attr-defined]
    ingest.readers.decode_apart = sandbox.decode_apart if apart else _decoded_here  # type: ignore[attr-defined]
    os.environ["PATH"] = path if recognising else ""
    ocr.available.cache_clear()
    try:
        yield
    finally:
        os.environ["PATH"] = path
        ingest.readers.decode_apart = there  # type: ignore[attr-defined]
        ocr.available.cache_clear()


def _outcome(case: Case, folder: Path) -> Outcome:
    before, begun = _memory(reset=True), time.process_time()
    codes: list[str] = []
    most = [len(case.data)]
    finding = ""
    try:
        for reading in _readings(case, folder, codes):
            most.append(len(reading.document.text))
            finding = finding or "; ".join(broken_promises(reading))
    except Exception as error:
        finding = _told(error)
    seconds, peak = time.process_time() - begun, _memory("VmHWM") - before
    size = sum(most)
    if not finding and seconds > bound(size):
        finding = f"slow: {case.kind}"
    if not finding and peak > _most_memory(case.kind, size):
        finding = f"memory: {case.kind}"
    return Outcome(case.seed, case.kind, size, tuple(codes), seconds, peak, before, finding)


def _readings(case: Case, folder: Path, codes: list[str]) -> Iterator[Reading]:
    """Everything that is read from a case, by the way that a run takes."""
    if case.kind == "text":
        codes.append("read")
        yield read_document(document(case.data.decode("utf-8")))
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / case.name).write_bytes(case.data)
    for found in discover(folder):
        given = _document(found, codes)
        if given is not None:
            codes.append("read")
            yield read_document(given)


def _document(found: InboxFile, codes: list[str]) -> Document | None:
    if found.problem is not None:
        codes.append(found.problem.code)
        return None
    try:
        return read_file(found.path, found.source_file, found.member)
    except RefusedFile as refused:
        codes.append(refused.code)
        if not refused.message.rstrip().endswith(".") or len(refused.message) < 20:
            raise AssertionError(f"no sentence: {refused.message!r}") from refused
        return None


def broken_promises(reading: Reading) -> Iterator[str]:
    """What a reading says that is not so: of its places, its digits, and what the tables can hold."""
    text = reading.document.text
    for kind, records in (("token", reading.tokens), ("figure", reading.figures), ("worded number", reading.worded)):
        for one in records:
            if one.char_start >= one.char_end or text[one.char_start : one.char_end] != one.printed:
                yield f"{kind} not where it is said to be"
    for name in reading.names:  # of "ông Sáu" the span covers Sáu
        if not name.printed.endswith(text[name.char_start : name.char_end] or "\0"):
            yield "name not where it is said to be"
    account = account_for_digits(text, [(token.char_start, token.char_end) for token in reading.tokens])
    if account.missing or account.surplus:
        yield f"{account.missing} digit strings missing, {account.surplus} too many"
    known = {figure.figure_no for figure in reading.figures}
    if any(term.figure_no not in known for claim in reading.claims for term in claim.terms):
        yield "claim about a figure that is not there"
    for figure in reading.figures:
        if not 0 <= figure.quote_start <= figure.char_start < figure.char_end <= figure.quote_end <= len(text):
            yield "figure outside its quote"
        if not DIGITS.search(figure.printed):
            yield "figure without a digit"
    for block in reading.blocks:
        if any(not 0 <= start <= end <= len(text) for start, end in block.segments):
            yield "block outside the text"
    starts = [start for start, _ in reading.document.pages]
    if starts != sorted(starts):
        yield "pages out of order"
    text.encode("utf-8")
    frames(reading, datetime.now(UTC).replace(tzinfo=None))


def work(calls: Connection, folder: str) -> None:
    """Try the cases whose seeds come in, and send back what became of each, until none comes."""
    place = Path(folder)
    with suppress(EOFError):
        while True:
            seed = calls.recv()
            outcome = try_case(make_case(seed), place)
            if seed % 50 == 0:
                gc.collect()
            calls.send(outcome)


def _decoded_here(reader: Reader, data: bytes) -> Decoded:
    answer = json.dumps(sandbox._answer(type(reader).__module__, data))
    return sandbox._decoded(reader, answer.encode(), 0)


def _told(error: Exception) -> str:
    """An exception and the innermost place of ours that it went through."""
    ours = [step for step in traceback.extract_tb(error.__traceback__) if f"{os.sep}ingest{os.sep}" in step.filename]
    where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno} {ours[-1].name}" if ours else "tests"
    return f"{type(error).__name__} in {where}: {str(error)[:120]}"


def _memory(what: str = "VmRSS", reset: bool = False) -> float:
    """Resident memory of this process in MB; ``reset`` begins a new count of the most (VmHWM)."""
    with suppress(OSError):
        if reset:
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        for line in _STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith(what):
                return int(line.split()[1]) / 1024
    return 0.0

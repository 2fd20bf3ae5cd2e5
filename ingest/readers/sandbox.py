"""Decoding a binary file in a process of its own, which may use little memory and time and write no file.

A broken or hostile file can make a library loop, fill the memory or crash. Here that ends a child process and becomes
a refusal; the run goes on. The child takes the bytes from its standard input and answers in JSON.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys

from ingest.errors import RefusedFile
from ingest.limits import CHILD_BYTES, CHILD_SECONDS
from ingest.model import Issue
from ingest.readers.base import Decoded, Reader

_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "SYSTEMROOT", "LD_LIBRARY_PATH")


def decode_apart(reader: Reader, data: bytes) -> Decoded:
    """What ``reader`` makes of ``data``; RefusedFile as it raises it, or too_complex where it came to no end."""
    command = [sys.executable, "-I", "-B", "-m", __name__, type(reader).__module__]
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment | {"OMP_THREAD_LIMIT": "1"},  # more threads than cores make character recognition slower
        start_new_session=True,
    ) as child:
        try:
            answer, _ = child.communicate(data, timeout=reader.seconds)
        except subprocess.TimeoutExpired:
            raise _no_end(reader, f"took longer than {reader.seconds} seconds") from None
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)  # with all that it started
    return _decoded(reader, answer, child.returncode)


def _decoded(reader: Reader, answer: bytes, returned: int) -> Decoded:
    try:
        told = json.loads(answer)
    except ValueError:
        if returned in (-signal.SIGXCPU, -signal.SIGKILL):
            raise _no_end(reader, f"took longer than {CHILD_SECONDS} seconds of processor time") from None
        raise _no_end(reader, "made the program that reads it stop") from None
    if "refused" in told:
        raise RefusedFile(*told["refused"])
    return Decoded(
        told["text"],
        told["encoding"],
        tuple(Issue(*notice) for notice in told["notices"]),
        tuple((start, page) for start, page in told["pages"]),
    )


def _no_end(reader: Reader, what: str) -> RefusedFile:
    return RefusedFile(
        "too_complex",
        f"The file is broken or much too large for a report: reading it as {reader.name} {what}. "
        "Open it in the program that made it, and save it anew as .docx or .txt.",
    )


def _limit() -> None:
    """Little memory, little time, no file written. Where the system knows no such limits only the clock guards."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_CPU, CHILD_SECONDS),
        (resource.RLIMIT_AS, CHILD_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _answer(module: str, data: bytes) -> dict[str, object]:
    reader = importlib.import_module(module).READER
    try:
        decoded = reader.decode(data)
    except RefusedFile as refused:
        return {"refused": [refused.code, refused.message]}
    except (MemoryError, RecursionError):
        too_much = _no_end(reader, "needs more memory than there is for one file")
        return {"refused": [too_much.code, too_much.message]}
    return {
        "text": decoded.text,
        "encoding": decoded.encoding,
        "notices": [[notice.severity, notice.code, notice.message] for notice in decoded.notices],
        "pages": decoded.pages,
    }


def main() -> None:
    """Answer for the reader module that the command line names."""
    _limit()
    answer = _answer(sys.argv[1], sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()

"""What lies in an inbox: every file that is meant as a report, with its content hash."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.archive import is_archive, members, read_member
from ingest.errors import RefusedFile
from ingest.model import Issue

_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


@dataclass(frozen=True, slots=True)
class InboxFile:
    """One file of an inbox, or one ``member`` of a ZIP archive there, known as archive/member.

    ``problem`` says why it cannot be opened; then, and only then, ``sha256`` is None.
    """

    path: Path
    source_file: str
    sha256: str | None
    problem: Issue | None = None
    member: str | None = None


def discover(inbox: Path, apart_from: Path | None = None) -> list[InboxFile]:
    """List the files under ``inbox`` (a folder, or one file) in the order of their paths.

    Hidden files and folders and the lock files of office programs are passed over, and so is the folder ``apart_from``
    (a warehouse that stands inside the inbox). Links are not followed: what they point to inside the inbox is found
    anyway, and what lies outside was not put into the inbox. Raises FileNotFoundError if there is no such inbox.
    """
    if inbox.is_file():
        return list(_describe(inbox))
    if not inbox.is_dir():
        raise FileNotFoundError(inbox)
    root = inbox.resolve()
    shut = apart_from.resolve() if apart_from else None
    return sorted(_walk(root, root, shut), key=lambda found: (found.path, found.member or ""))


def _walk(root: Path, folder: Path, apart_from: Path | None) -> Iterator[InboxFile]:
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            entries = list(os.scandir(current))
        except OSError as error:
            yield _unusable(
                current, "unreadable_file", f"This folder cannot be opened ({_reason(error)}): check its permissions."
            )
            continue
        for entry in entries:
            path = Path(entry.path)
            if entry.name.startswith((".", "~$")) or path == apart_from:
                continue
            if entry.is_symlink():
                if not _leads_into(path, root):
                    yield _unusable(
                        path, "link_outside_inbox", "This is a link out of the inbox: put the file itself here."
                    )
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif entry.is_file(follow_symlinks=False):
                yield from _describe(path)
            else:
                yield _unusable(path, "not_a_file", "This is no file but a device or a pipe: remove it from the inbox.")


def _leads_into(link: Path, root: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _describe(path: Path) -> Iterator[InboxFile]:
    try:
        if is_archive(path):
            yield from _unpacked(path)
            return
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        yield _unusable(
            path, "unreadable_file", f"This file cannot be opened ({_reason(error)}): check its permissions."
        )
        return
    yield InboxFile(path, _printable(path.name), digest)


def _unpacked(path: Path) -> Iterator[InboxFile]:
    """The members of an archive; the archive itself where it cannot be unpacked, for its reader to say why."""
    try:
        found = [
            InboxFile(
                path,
                _printable(f"{path.name}/{name}"),
                hashlib.sha256(read_member(path, name)).hexdigest(),
                member=name,
            )
            for name in members(path)
        ]
    except RefusedFile:
        with path.open("rb") as stream:
            found = [InboxFile(path, _printable(path.name), hashlib.file_digest(stream, "sha256").hexdigest())]
    yield from found


def _unusable(path: Path, code: str, message: str) -> InboxFile:
    return InboxFile(path, _printable(path.name), None, Issue("error", code, message))


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _printable(name: str) -> str:
    """File names are bytes; what is not UTF-8 in them, or cannot be seen, is shown as a replacement mark."""
    return _NOT_SHOWN.sub("\ufffd", name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))

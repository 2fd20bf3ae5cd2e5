"""ZIP archives: their members are files of the inbox. Nothing is ever unpacked to disk."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from ingest.errors import RefusedFile
from ingest.limits import MAX_ENTRIES, MAX_SCAN_BYTES, MAX_UNPACKED_BYTES, MEGABYTE

LOCAL_FILE = b"PK\x03\x04"
_END = b"PK\x05\x06"
_END_AT_MOST = 66_000
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError)
_OFFICE = ("[Content_Types].xml", "mimetype")


def is_archive(path: Path) -> bool:
    """Whether the file is a ZIP archive of files, not a document that a word processor packed as one."""
    with path.open("rb") as file:
        if file.read(len(LOCAL_FILE)) != LOCAL_FILE:
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return not any(name in _OFFICE for name in archive.namelist()[:MAX_ENTRIES])
    except _BROKEN:
        return path.suffix.lower() == ".zip"


def members(file: Path | IO[bytes]) -> list[str]:
    """Names of the files in an archive, without what systems add. RefusedFile if it cannot be unpacked safely."""
    with open_zip(file) as archive:
        found = [info for info in archive.infolist() if not info.is_dir() and not _is_hidden(info.filename)]
    if not found:
        raise RefusedFile("empty_file", "The archive holds no file. Check what was packed, and send it again.")
    for info in found:
        place = PurePosixPath(info.filename.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts or ":" in place.parts[0] or info.external_attr >> 28 == 0xA:
            raise RefusedFile(
                "unsafe_archive",
                "The archive names places outside itself, or links to them, as no office program does. "
                "Do not open it; ask the sender for the reports one by one.",
            )
    return [info.filename for info in found]


def read_member(path: Path, name: str) -> bytes:
    """The bytes of one member; RefusedFile if it is broken or too large."""
    with open_zip(path) as archive:
        return read_entry(archive, name, MAX_SCAN_BYTES)


@contextmanager
def open_zip(file: Path | IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """An archive that holds no more than it may; RefusedFile for anything else, and for what goes wrong in it."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if any(info.flag_bits & _ENCRYPTED for info in entries):
                raise RefusedFile(
                    "encrypted_file", "The file is locked with a password. Remove the password, and hand it in again."
                )
            unpacked = sum(info.file_size for info in entries)
            if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES:
                raise RefusedFile(
                    "too_large",
                    f"The file holds {len(entries)} parts with {unpacked / MEGABYTE:.0f} MB once unpacked; the limits "
                    f"are {MAX_ENTRIES} and {MAX_UNPACKED_BYTES / MEGABYTE:.0f} MB. Hand in the reports one by one.",
                )
            yield archive
    except _BROKEN as error:
        raise _damaged(file) from error


def read_entry(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The unpacked bytes of one entry; RefusedFile if there are more than ``most``, whatever it says itself."""
    with archive.open(name) as entry:
        data = entry.read(most + 1)
    if len(data) > most:
        raise RefusedFile(
            "too_large",
            f"A part of the file has more than {most / MEGABYTE:.0f} MB once unpacked. "
            "Check that it is a report, and hand in its text alone.",
        )
    return data


def _damaged(file: Path | IO[bytes]) -> RefusedFile:
    if isinstance(file, Path):
        with file.open("rb") as opened:
            opened.seek(-min(_END_AT_MOST, file.stat().st_size), 2)
            tail = opened.read()
    else:
        file.seek(0)
        tail = file.read()[-_END_AT_MOST:]
    if _END not in tail:
        return RefusedFile(
            "truncated_file",
            "The end of the file is missing: it was cut off while it was copied or downloaded. "
            "Get the whole file again.",
        )
    return RefusedFile(
        "damaged_file",
        "The file is damaged and cannot be unpacked. "
        "Get it again, or open it in the program that made it and save it anew.",
    )


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith((".", "~$")) and part not in (".", "..") for part in parts) or "__MACOSX" in parts

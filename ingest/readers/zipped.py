"""ZIP archives that are no document: what could not be unpacked where the inbox was looked through.

The members of a sound archive never come here, each is a file of its own (``ingest.archive``).
"""

from __future__ import annotations

from io import BytesIO

from ingest.archive import LOCAL_FILE, members, open_zip, read_entry
from ingest.errors import RefusedFile
from ingest.limits import MAX_SCAN_BYTES
from ingest.readers.base import Decoded


class Zipped:
    """.zip files."""

    name = "ZIP"
    media_type = "application/zip"
    suffixes: tuple[str, ...] = (".zip",)
    most_bytes = MAX_SCAN_BYTES
    seconds = 0

    def recognises(self, data: bytes) -> bool:
        """The mark of ZIP, and none of a program that packs its documents so."""
        packed = (b"[Content_Types].xml", b"mimetypeapplication/")
        return data.startswith(LOCAL_FILE) and not any(mark in data[:4096] or mark in data[-65536:] for mark in packed)

    def decode(self, data: bytes) -> Decoded:
        """Never: RefusedFile says what is wrong with the archive."""
        for name in members(BytesIO(data)):
            with open_zip(BytesIO(data)) as archive:
                read_entry(archive, name, MAX_SCAN_BYTES)
        raise RefusedFile(
            "nested_archive", "This is an archive inside another one. Unpack the inner one, and hand in what it holds."
        )


READER = Zipped()

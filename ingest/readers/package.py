"""Documents that are XML files in a ZIP package (.docx, .odt), opened so that nothing in them can do harm."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from ingest.archive import open_zip, read_entry
from ingest.errors import RefusedFile
from ingest.limits import MAX_ENTRY_BYTES


class Package:
    """The parts of an open package."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = frozenset(archive.namelist())

    def part(self, name: str) -> Any:
        """Root element of the XML part ``name``; None if there is no such part.

        No entity is replaced, nothing is fetched, no definition of a document type is accepted: office programs write
        none. The depth of elements is limited by the parser (256).
        """
        from lxml import etree

        if name not in self.names:
            return None
        data = read_entry(self.archive, name, MAX_ENTRY_BYTES)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged() from error
        if root.getroottree().docinfo.doctype:
            raise damaged()
        return root


@contextmanager
def open_package(data: bytes) -> Iterator[Package]:
    """The package in ``data``; RefusedFile if it is encrypted, cut off, damaged or larger than may be."""
    with open_zip(BytesIO(data)) as archive:
        yield Package(archive)


def cut_off() -> RefusedFile:
    """A part of the file is not there."""
    return RefusedFile(
        "truncated_file",
        "The end of the file is missing: it was cut off while it was copied or downloaded. Get the whole file again.",
    )


def damaged() -> RefusedFile:
    """The file is of the right kind but not in order."""
    return RefusedFile(
        "damaged_file",
        "The document is damaged. Get it again, or open it in the program that made it and save it anew.",
    )

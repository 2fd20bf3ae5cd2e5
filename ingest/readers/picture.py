"""Pictures of pages (PNG, JPEG, TIFF): their text is recognised."""

from __future__ import annotations

from ingest.limits import MAX_SCAN_BYTES, OCR_SECONDS
from ingest.readers.base import Decoded

_MARKS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")


class Picture:
    """Scans and photographs of printed pages."""

    name = "picture"
    media_type = "image/*"
    suffixes: tuple[str, ...] = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
    most_bytes = MAX_SCAN_BYTES
    seconds = OCR_SECONDS

    def recognises(self, data: bytes) -> bool:
        """The mark of one of the formats."""
        return data.startswith(_MARKS)

    def decode(self, data: bytes) -> Decoded:
        """The text on the picture, in reading order."""
        from ingest.ocr import recognise
        from ingest.pages.layout import lay_out

        found = recognise(data)
        flow = lay_out(found.pages)
        return Decoded(flow.text, "ocr", tuple(found.notices()), tuple(flow.pages))


READER = Picture()

"""PDF: the text layer in reading order; pages without one go through character recognition."""

from __future__ import annotations

from typing import Any

from ingest.errors import RefusedFile
from ingest.limits import MAX_PAGES, MAX_SCAN_BYTES, OCR_SECONDS
from ingest.readers.base import Decoded

_START = b"%PDF-"
_END = b"%%EOF"
_TRAILING = 4_096
_PASSWORD = 4


class Pdf:
    """Documents printed to PDF, and scans of printed ones."""

    name = "PDF"
    media_type = "application/pdf"
    suffixes: tuple[str, ...] = (".pdf",)
    most_bytes = MAX_SCAN_BYTES
    seconds = OCR_SECONDS

    def recognises(self, data: bytes) -> bool:
        """The mark of PDF, near the beginning."""
        return _START in data[:1_024]

    def decode(self, data: bytes) -> Decoded:
        """The text of all pages, and where each begins."""
        import pypdfium2 as pdfium

        from ingest.pages.layout import lay_out
        from ingest.readers.pdf_page import is_picture, page_of
        from ingest.readers.pdf_scan import with_recognised

        document = _opened(pdfium, data)
        count = len(document)
        if count > MAX_PAGES:
            raise RefusedFile(
                "too_large",
                f"The PDF has {count} pages; the limit is {MAX_PAGES}. Hand in the report alone.",
            )
        try:
            pages = [page_of(document[number], number + 1) for number in range(count)]
            pictures = [page.number for page in pages if is_picture(document[page.number - 1], page)]
        except pdfium.PdfiumError as error:
            raise _damaged() from error
        notices = with_recognised(document, pages, pictures)
        flow = lay_out(pages)
        return Decoded(flow.text, "pdf", tuple(notices), tuple(flow.pages))


READER = Pdf()


def _opened(pdfium: Any, data: bytes) -> Any:
    last = data.rfind(_END)
    if last < 0 or len(data[last + len(_END) :].rstrip(b"\0 \r\n")) > _TRAILING:
        raise RefusedFile(
            "truncated_file",
            "The end of this PDF is missing: it was cut off while it was copied or downloaded. "
            "Get the whole file again.",
        )
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise RefusedFile(
                "encrypted_file", "The PDF is locked with a password. Remove the password, and hand it in again."
            ) from error
        raise _damaged() from error


def _damaged() -> RefusedFile:
    return RefusedFile(
        "damaged_file", "The PDF is damaged and cannot be read whole. Get it again, or print the report to PDF anew."
    )

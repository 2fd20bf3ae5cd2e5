"""Pages of a PDF that are pictures: rendered, and their text recognised."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ingest import ocr
from ingest.errors import RefusedFile
from ingest.limits import MAX_OCR_PAGES, MAX_PAGE_PIXELS, OCR_DPI
from ingest.model import Issue
from ingest.pages.model import Page

_POINTS = 72


def with_recognised(document: Any, pages: list[Page], pictures: Sequence[int]) -> list[Issue]:
    """Put what is recognised on the pages numbered ``pictures`` into ``pages``; returns what a clerk should know.

    RefusedFile where most of the report is in pictures and they cannot be recognised.
    """
    if not pictures:
        return []
    if not ocr.available():
        if 2 * len(pictures) > len(pages):
            raise ocr.missing()
        return [
            Issue(
                "warning",
                "pages_without_text",
                f"Page {', '.join(map(str, pictures[:10]))} of the PDF is a picture and was not read: Tesseract with "
                f"Vietnamese is not installed here ({ocr.HOW_TO_GET}). Hand in the file of the word processor.",
            )
        ]
    if len(pictures) > MAX_OCR_PAGES:
        raise RefusedFile(
            "too_large",
            f"The PDF has {len(pictures)} scanned pages; the limit is {MAX_OCR_PAGES}. Hand in the report alone.",
        )
    found = ocr.Recognised()
    # pdfium is asked by this thread alone; Tesseract runs beside it, a page on every core
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        waiting = []
        for number in pictures:
            image, dpi = _rendered(document[number - 1])
            waiting.append((number, pool.submit(ocr.recognise, image, number, dpi)))
        for number, future in waiting:
            one = future.result()
            pages[number - 1] = one.pages[0]
            found.pages += one.pages
            found.words += one.words
            found.doubtful += one.doubtful
    return list(found.notices())


def _rendered(page: Any) -> tuple[bytes, float]:
    """A grey picture of the page in PGM, and its resolution."""
    width, height = page.get_size()
    pixels = width * height * (OCR_DPI / _POINTS) ** 2
    dpi = OCR_DPI * min(1.0, math.sqrt(MAX_PAGE_PIXELS / max(pixels, 1.0)))
    bitmap = page.render(scale=dpi / _POINTS, grayscale=True)
    data = bytes(bitmap.buffer)
    if bitmap.stride != bitmap.width:
        data = b"".join(data[at : at + bitmap.width] for at in range(0, len(data), bitmap.stride))
    head = f"P5 {bitmap.width} {bitmap.height} 255\n".encode()
    bitmap.close()
    return head + data, dpi

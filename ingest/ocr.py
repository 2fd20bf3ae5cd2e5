"""Character recognition with Tesseract, a program of its own that need not be there."""

from __future__ import annotations

import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from statistics import median

from ingest.errors import RefusedFile
from ingest.limits import CHILD_SECONDS, OCR_DPI
from ingest.model import Issue
from ingest.pages.model import Page, Word

NEEDS_OCR = "needs_ocr"
HOW_TO_GET = "apt install tesseract-ocr tesseract-ocr-vie (macOS: brew install tesseract tesseract-lang)"

_LANGUAGE = "vie"
_POINTS = 72
_WORD, _PAGE = "5", "1"
_SMALL = 0.75
_LETTERS = 0.7
_DOUBTFUL = 60.0
_NOISY = 0.03
_SHOWN = 5


@dataclass(slots=True)
class Recognised:
    """Pages recognised, and how sure the program was of each word."""

    pages: list[Page] = field(default_factory=list)
    words: int = 0
    doubtful: list[tuple[int, str]] = field(default_factory=list)  # page number, word

    def notices(self) -> Iterator[Issue]:
        """That the text was recognised, and where it should be compared with the paper."""
        numbers = [page.number for page in self.pages]
        if not numbers:
            return
        where = f"page {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} pages from page {numbers[0]} on"
        yield Issue(
            "notice",
            "ocr_text",
            f"The file has pictures instead of text ({where}): the text was recognised by Tesseract. "
            "Hand in the file of the word processor where there is one.",
        )
        if self.words and len(self.doubtful) > _NOISY * self.words:
            shown = ", ".join(f"“{word}” on page {number}" for number, word in self.doubtful[:_SHOWN])
            yield Issue(
                "warning",
                "ocr_noise",
                f"{len(self.doubtful)} of {self.words} recognised words are doubtful ({shown} …): the scan is poor. "
                "Compare the figures with the paper, or scan it again at 300 dpi.",
            )


@cache
def available() -> bool:
    """Whether Tesseract is installed and knows Vietnamese."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        told = subprocess.run([program, "--list-langs"], capture_output=True, timeout=CHILD_SECONDS, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return _LANGUAGE in (told.stdout + told.stderr).decode(errors="replace").split()


def missing() -> RefusedFile:
    """What to tell the clerk where it is not."""
    return RefusedFile(
        NEEDS_OCR,
        "This is a scan: pictures of pages, without text. Reading it needs Tesseract with Vietnamese, "
        f"which is not installed here: {HOW_TO_GET}, then run again. "
        "Or hand in the file of the word processor.",
    )


def recognise(image: bytes, first_page: int = 1, dpi: float = OCR_DPI) -> Recognised:
    """The words of a picture, or of a file with several; RefusedFile if it is none that can be read."""
    if not available():
        raise missing()
    command = ["tesseract", "stdin", "stdout", "-l", _LANGUAGE, "--dpi", str(round(dpi)), "tsv"]
    try:
        done = subprocess.run(command, input=image, capture_output=True, timeout=CHILD_SECONDS * 4, check=False)
    except subprocess.TimeoutExpired:
        raise RefusedFile(
            "too_complex", "Recognising the text of this picture takes too long. Scan the page again at 300 dpi."
        ) from None
    if done.returncode:
        raise RefusedFile(
            "damaged_file",
            "The picture is damaged or much too large. Scan the report again, at 300 dpi, and save it as PDF.",
        )
    return _pages(done.stdout.decode("utf-8", "replace"), first_page, _POINTS / dpi)


Line = list[tuple[str, list[float], float]]
"""Words of a line, each with its box and how sure the program is of it."""


def _height(words: Line) -> float:
    return max(box[3] - box[1] for _, box, _ in words)


def _pages(table: str, first_page: int, scale: float) -> Recognised:
    found = Recognised()
    lines: dict[tuple[int, ...], Line] = defaultdict(list)
    for line in table.splitlines()[1:]:
        level, page, block, paragraph, row, _, left, top, width, height, sure, text = line.split("\t", 11)
        x, y, w, h = (scale * int(part) for part in (left, top, width, height))
        if level == _PAGE:
            found.pages.append(Page(first_page + int(page) - 1, w, h))
        elif level == _WORD and text.strip():
            place = int(page), int(block), int(paragraph), int(row)
            lines[place].append((text.strip(), [x, y, x + w, y + h], float(sure)))
    heights: dict[int, list[float]] = defaultdict(list)
    for at, words in lines.items():
        heights[at[0]].append(_height(words))
    for at, words in lines.items():
        if not any(char.isalnum() for text, _, _ in words for char in text):
            continue  # specks and the rules of tables
        on = found.pages[at[0] - 1]
        usual, tall = median(heights[at[0]]), _height(words)
        # letters differ in height with their marks: only what is much smaller is small print
        size = _LETTERS * (usual if tall > _SMALL * usual else tall)
        base = median(bottom for _, (_, _, _, bottom), _ in words)
        for text, (left_edge, top_edge, right_edge, bottom_edge), sure_of in words:
            on.words.append(Word(text, left_edge, right_edge, top_edge, bottom_edge, base, size))
            found.words += 1
            if sure_of < _DOUBTFUL:
                found.doubtful.append((on.number, text))
    return found

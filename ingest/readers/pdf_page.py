"""One page of a PDF: its words and the rules of its tables, as pdfium knows them."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any

from ingest.pages.model import Page, Rule, Word

_BLANK = frozenset((0x20, 0xA0, 0x09, 0x0A, 0x0D, 0x2028, 0x2029))
_CUT_BY_HYPHEN = (0x02, 0xFFFE)
_GUESSED = ""
_PRIVATE = (0xE000, 0xF8FF)
_UPRIGHT = 0.1
_SAME_BASE = 0.3
_ALIKE = 0.2
_BEFORE_WORD = 0.1
_APART = 0.2
"""White space of so many letter heights parts words where the file has no blanks."""
_STRAIGHT = 1.5
_SHORTEST = 4.0
_MOST_OBJECTS = 20_000
_FEWEST_LETTERS = 30
_FARTHEST = 1e6
"""Points from a corner of the page within which things are drawn; a broken file has some beyond, or nowhere (NaN)."""


def page_of(page: Any, number: int) -> Page:
    """The content of a pdfium page."""
    left, bottom, right, top = page.get_mediabox()
    made = Page(number, right - left, top - bottom)
    text = page.get_textpage()
    made.words = _words(text, top, left)
    _rules(page, made, top, left)
    text.close()
    return made


def is_picture(page: Any, made: Page) -> bool:
    """Whether a page shows a picture and next to no text."""
    from pypdfium2 import raw

    if sum(len(word.text) for word in made.words) >= _FEWEST_LETTERS:
        return False
    return next(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is not None


Glyph = tuple[float, float, float, float, str]
"""base, left, right, size, character."""


def _glyphs(text: Any, top: float, left: float) -> list[Glyph]:
    """The characters that are printed upright; blanks too, where the file has them."""
    from pypdfium2 import raw

    found: list[Glyph] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, at)
        if code == 0:
            continue
        if not (raw.FPDFText_GetMatrix(text, at, matrix) and raw.FPDFText_GetLooseCharBox(text, at, box)):
            continue
        if abs(matrix.b) > _UPRIGHT * abs(matrix.a):
            continue  # stamps and watermarks run across the page
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        if code in _CUT_BY_HYPHEN:
            char = "-"
        elif code in _BLANK:
            char = _GUESSED if raw.FPDFText_IsGenerated(text, at) == 1 else " "
        else:
            char = "•" if _PRIVATE[0] <= code <= _PRIVATE[1] else chr(code)  # symbol fonts keep bullets there
        # not the height of the box: letters taken from another font have other boxes
        size = raw.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
        place = (top - y.value, box.left - left, box.right - left, size)
        if all(abs(one) < _FARTHEST for one in place):
            found.append((*place, char))
    return found


def _words(text: Any, top: float, left: float) -> list[Word]:
    """Glyphs put together by where they stand: files often draw the letters of one word font by font."""
    words: list[Word] = []
    for line in _on_one_base(_glyphs(text, top, left)):
        word: Word | None = None
        guessed: float | None = None
        for base, low, high, size, char in sorted(line, key=lambda glyph: glyph[1]):
            if char == _GUESSED:
                guessed = low if word is not None and low > word.right - _APART * word.size else None
                continue
            # pdfium guesses a blank wherever drawing goes on elsewhere: it is one if it has room before the letter
            if char == " " or (guessed is not None and low - guessed > _BEFORE_WORD * size):
                word = None
            guessed = None
            if char == " ":
                continue
            if word is not None and abs(size - word.size) <= _ALIKE * word.size and low - word.right < _APART * size:
                word.text += char
                word.right = max(word.right, high)
                continue
            word = Word(char, low, high, base - 0.8 * size, base + 0.2 * size, base, size)
            words.append(word)
    return words


def _on_one_base(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    line: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph[0]):
        if line and glyph[0] - line[-1][0] > _SAME_BASE:
            yield line
            line = []
        line.append(glyph)
    if line:
        yield line


def _rules(page: Any, made: Page, top: float, left: float) -> None:
    from pypdfium2 import raw

    for count, item in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2)):
        if count > _MOST_OBJECTS:
            return
        matrix = item.get_matrix()
        points: list[tuple[float, float]] = []
        start = (0.0, 0.0)
        for number in range(min(raw.FPDFPath_CountSegments(item.raw), _MOST_OBJECTS)):
            segment = raw.FPDFPath_GetPathSegment(item.raw, number)
            x, y = ctypes.c_float(), ctypes.c_float()
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            here = matrix.on_point(x.value, y.value)
            if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
                start = here
                points = [here]
                continue
            points.append(here)
            _rule(made, points[-2] if len(points) > 1 else start, here, top, left)
            if raw.FPDFPathSegment_GetClose(segment):
                _rule(made, here, start, top, left)


def _rule(made: Page, one: tuple[float, float], other: tuple[float, float], top: float, left: float) -> None:
    (x0, y0), (x1, y1) = one, other
    if not all(abs(value) < _FARTHEST for value in (*one, *other)):
        return
    if abs(y0 - y1) < _STRAIGHT and abs(x0 - x1) > _SHORTEST:
        made.across.append(Rule(top - (y0 + y1) / 2, min(x0, x1) - left, max(x0, x1) - left))
    elif abs(x0 - x1) < _STRAIGHT and abs(y0 - y1) > _SHORTEST:
        made.down.append(Rule((x0 + x1) / 2 - left, top - max(y0, y1), top - min(y0, y1)))

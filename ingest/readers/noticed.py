"""What a clerk should know about a text that was read all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.folding import fold
from ingest.legacy_fonts import may_hold_legacy
from ingest.model import Issue
from ingest.readers.base import Decoded

_SHOWN = 40
_LOST = "\ufffd"
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f]|(?<=[\\d.,])[\u200b\u2060\ufeff](?=[\\d.,])")


def noticed(decoded: Decoded) -> Iterator[Issue]:
    """Lost characters, characters that do not show or turn others around, passages in an old font."""
    text = decoded.text
    if _LOST in text:
        yield Issue(
            "warning",
            "lost_characters",
            f"{text.count(_LOST)} characters were lost before the file came here "
            f"(first at line {_line(text, text.index(_LOST))}); figures beside them may be incomplete.",
        )
    turning = _TURNING.search(text)
    if turning:
        yield Issue(
            "warning",
            "hidden_characters",
            "The text holds characters that make others appear in reverse order (first at line "
            f"{_line(text, turning.start())}): what is seen on a screen may differ from what was read. "
            "Compare the figures there with the signed report.",
        )
    unseen = _UNSEEN.search(text)
    if unseen:
        yield Issue(
            "warning",
            "hidden_characters",
            f"The text holds characters that cannot be seen (first at line {_line(text, unseen.start())}). "
            "Compare the figures there with the signed report.",
        )
    legacy = fold(text).legacy if may_hold_legacy(text) else ()
    if legacy:
        start, end = legacy[0]
        shown = " ".join(text[start:end].split())[:_SHOWN]
        yield Issue(
            "notice",
            "legacy_font_passage",
            f"Part of the text is typed in an old font (TCVN3 or VNI), first at line {_line(text, start)}: "
            f"“{shown}…”. It was understood; quotes show it as it is in the file.",
        )


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1

"""Stock and flow: the poor at the start of the year, less those that rose, plus new ones, make those at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.claims import claim
from ingest.drafts import FigureDraft
from ingest.model import Claim

_POOR = re.compile(r"hộ\s+nghèo|chuẩn\s+nghèo|giảm\s+nghèo")
_NEAR_POOR = re.compile(r"cận\s+nghèo")
_ROSE = re.compile(r"thoát(?:\s+được|\s+nghèo)?(?![^\W_])|giảm\s+được")
_FELL = re.compile(r"(?:phát\s+sinh|tái\s+nghèo|nghèo\s+mới)")
_LEFT = re.compile(r"(?<![^\W_])(?:còn|còn\s+lại|hiện\s+còn|cuối\s+năm|cuối\s+kỳ)(?![^\W_])")


def poverty_flow(block: list[FigureDraft]) -> Iterator[Claim]:
    """The claim of one block, if it names each of the stocks and flows exactly once. block: its figures, in order."""
    households = [draft for draft in block if draft.unit == "household" and draft.raw.value is not None]
    first = [draft for draft in households if draft.role == "prior" and _is_poor(draft)]
    rose = [draft for draft in households if draft.role in ("actual", "change") and _ROSE.search(_words(draft))]
    fell = [draft for draft in households if draft.role == "actual" and _FELL.search(_words(draft))]
    left = [draft for draft in households if draft.main and _is_left(draft) and draft not in (*rose, *fell)]
    if len(first) != 1 or len(rose) != 1 or len(left) != 1 or len(fell) > 1:
        return
    yield claim(
        "difference",
        "Hộ nghèo cuối kỳ",
        "đầu kỳ − thoát + phát sinh",
        bool(fell),
        ("total", left[0]),
        ("minuend", first[0]),
        ("subtrahend", rose[0]),
        *(("minuend", draft) for draft in fell),
    )


def _words(draft: FigureDraft) -> str:
    return f"{draft.context.before[-40:]} | {draft.raw.noun} {draft.tail}".lower()


def _is_poor(draft: FigureDraft) -> bool:
    about = f"{draft.context.sentence} {_words(draft)} {draft.entry.block.heading}".lower()
    return _POOR.search(about) is not None and _NEAR_POOR.search(_words(draft)) is None


def _is_left(draft: FigureDraft) -> bool:
    return _LEFT.search(draft.context.before) is not None and _is_poor(draft)

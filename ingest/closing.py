"""Lists that leave nothing out, told by the words of their last part: "thành 7 vụ, không thành 3 vụ"."""

from __future__ import annotations

import re
from functools import cache

from ingest import lexicon
from ingest.drafts import FigureDraft


@cache
def _closers() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]:
    def word(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])")

    return tuple(
        (word(row["closes"]), word(row["beside"]) if row["beside"] else None) for row in lexicon.rows("list_closers")
    )


def is_closed(members: list[FigureDraft]) -> bool:
    """Do the words of the last part (lexicon ``list_closers``) complete those of the others?"""
    *others, last = (draft.own.lower() for draft in members)
    return any(
        closes.search(last) and (beside is None or any(beside.search(other) for other in others))
        for closes, beside in _closers()
    )

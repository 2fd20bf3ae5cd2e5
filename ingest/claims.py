"""What all makers of claims share: how a claim is put together, and what parts or joins its figures."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ingest.drafts import FigureDraft
from ingest.model import Claim, ClaimTerm


def claim(kind: str, label: str, cue: str, exhaustive: bool, *terms: tuple[str, FigureDraft]) -> Claim:
    """A claim with its terms; what is taken away has sign -1."""
    return Claim(
        kind,
        label,
        cue,
        exhaustive,
        tuple(ClaimTerm(role, draft.number, -1 if role == "subtrahend" else 1) for role, draft in terms),
    )


def total(drafts: Iterable[FigureDraft]) -> Decimal:
    """Sum of the values that could be read."""
    return sum((draft.raw.value for draft in drafts if draft.raw.value is not None), Decimal(0))


def is_apart(left: FigureDraft, right: FigureDraft) -> bool:
    """Does a semicolon part two figures of a sentence, so that the right one speaks of something else?"""
    return ";" in left.entry.logical.lower[left.raw.unit_end : right.raw.start]

"""The reports' own arithmetic, by the kind of claim; and our own: that a verdict follows from its numbers."""

from __future__ import annotations

from typing import ClassVar

from expectations.custom.base import ExpectClaimToHold, ExpectRowsToKeep, row_metric
from expectations.questions import verdict_follows


class ExpectRevenueMinusExpenditureToEqualBalance(ExpectClaimToHold):
    """Thu trừ chi bằng kết dư: total revenue less total expenditure is the balance, to the printed digits."""


class ExpectPartsToSumToTotal(ExpectClaimToHold):
    """The parts that a report lists ("trong đó", "gồm") add up to the total it states."""


class ExpectDifferenceToMatchItsTerms(ExpectClaimToHold):
    """What a report says is left, pending or short follows from the two numbers it names."""


class ExpectPercentageToMatchItsBase(ExpectClaimToHold):
    """A stated percentage is its numerator over its denominator."""


class ExpectSharesToSumToHundred(ExpectClaimToHold):
    """The shares of one whole add up to 100 %."""


class ExpectGrowthToMatchBothPeriods(ExpectClaimToHold):
    """A stated growth rate follows from the current and the prior number."""


class ExpectAmountToEqualPriceTimesCount(ExpectClaimToHold):
    """A stated amount is the unit price times the count."""


class ExpectSameFactToBeToldAlike(ExpectClaimToHold):
    """The same fact, stated in two places of one report, is the same number."""


row_metric("rows.verdict_follows", verdict_follows)


class ExpectVerdictToFollowFromDifference(ExpectRowsToKeep):
    """A check holds exactly when stated and computed differ by no more than the tolerance.

    column_list is stated, computed, delta, tolerance, holds. Where either number is absent there is no verdict.
    """

    map_metric: ClassVar[str] = "rows.verdict_follows"

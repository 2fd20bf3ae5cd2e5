"""Role of each quantity: actual, plan, prior, change, share, pct_of_plan, numerator, denominator, target_next, …

Cues are rows of ``lexicon/role_cues.csv``; this module only knows in which order they weigh.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest import lexicon
from ingest.figures import RawFigure
from ingest.role_words import (
    ALIKE,
    AS_MUCH_AS,
    BASE,
    BEHIND_CHANGE,
    BUDGETED,
    CHANGE_BRACKET,
    COMPARED_BEFORE,
    COMPARED_TO,
    COMPARED_WITH,
    DISBURSED,
    EARLIER_BRACKET,
    END_OF_YEAR,
    FROM,
    INDEX,
    ITS_SHARE,
    LESS_OF_A_RATE,
    NOW,
    OF_BUDGET,
    OF_POVERTY,
    OF_THE_POOR,
    OF_WHOLE,
    OTHER_YEAR,
    PLAN_AFTER,
    PLAN_AMOUNT,
    PLAN_COMPARED,
    PLANNED_UNITS,
    POORER,
    PRIOR_WORD,
    RATE_OF_CHANGE,
    RATE_WORDS,
    REACHES,
    REACHES_RATE,
    RISES,
    SHARE,
    START_OF_YEAR,
    TO,
    YIELD,
)

_MILLION = 1_000_000


@dataclass(slots=True)
class Context:
    """Folded words around a figure: of its clause before and after it, and of the sentence up to it.

    fresh: a semicolon stands between the figure before and this one.
    """

    before: str
    after: str
    sentence: str
    fresh: bool = False


@cache
def _cues(role: str, place: str) -> re.Pattern[str]:
    rows = [row for row in lexicon.rows("role_cues") if row["role"] == role and row["place"] == place]
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows) or r"(?!)")


def _says(role: str, context: Context) -> bool:
    return bool(_cues(role, "before").search(context.before) or _cues(role, "after").search(context.after))


def assign(figures: list[RawFigure], contexts: list[Context], section: str, year: int | None) -> list[str]:
    """Roles of the figures of one block, in order. section: result, plan or proposal. year: of the report's period."""
    roles: list[str] = []
    for figure, context in zip(figures, contexts, strict=True):
        if figure.side == "denominator" and figure.partner is not None and PLAN_AFTER.match(context.after):
            figure.partner_cue = figures[figure.partner].partner_cue = "kh"
    _bare_percentages(figures, contexts)
    for index, (figure, context) in enumerate(zip(figures, contexts, strict=True)):
        role = _role(index, figure, context, section, figures, roles)
        if role == "actual" and year is not None:
            earlier = OTHER_YEAR.match(context.sentence)
            role = "prior" if earlier and int(earlier.group(1)) < year else role
        if role in ("actual", "share") and (
            _at_start_of_year(context.sentence)
            or _in_earlier_bracket(context.sentence)
            or (year is not None and _at_end_of_earlier_year(context.sentence, year))
        ):
            role = "prior"
        roles.append(role)
    _compare_fractions(figures, contexts, roles)
    if section == "result":
        _allotted(figures, contexts, roles)
    return roles


def _allotted(figures: list[RawFigure], contexts: list[Context], roles: list[str]) -> None:
    """ "Chương trình A 6.820 triệu đồng, giải ngân 4.910 triệu đồng, đạt 72%": the first amount was to be spent."""
    for index in range(len(figures) - 2):
        given, spent, share = figures[index : index + 3]
        if (
            given.unit == spent.unit == "VND"
            and roles[index] in ("actual", "plan")
            and roles[index + 1] == "actual"
            and share.is_percent
            and roles[index + 2] in ("share", "pct_of_plan")
            and not contexts[index + 1].fresh
            and not contexts[index + 2].fresh
            and DISBURSED.match(contexts[index + 1].before)
            and REACHES.search(contexts[index + 2].before)
        ):
            roles[index], roles[index + 2] = "plan", "pct_of_plan"


def _at_start_of_year(sentence: str) -> bool:
    """ "Hộ nghèo: đầu năm có 684 hộ, tỷ lệ 21,28%": stock at the start of the year, until it says now."""
    opened = [match.end() for match in START_OF_YEAR.finditer(sentence)]
    return bool(opened) and not NOW.search(sentence, opened[-1]) and not _bracket_left(sentence, opened[-1])


def _at_end_of_earlier_year(sentence: str, year: int) -> bool:
    """ "Hộ nghèo cuối năm 2017 là 438 hộ (28,29%)" in a report of 2018, until it says now."""
    opened = [match for match in END_OF_YEAR.finditer(sentence) if int(match.group(1)) < year]
    at = opened[-1].end() if opened else 0
    return bool(opened) and not NOW.search(sentence, at) and not _bracket_left(sentence, at)


def _bracket_left(sentence: str, at: int) -> bool:
    """Is the bracket closed that a place of the sentence stands in?"""
    return sentence.count(")", at) > sentence.count("(", at)


def _earlier_level(context: Context) -> bool:
    """ "so cùng kỳ giảm 3 vụ (19 vụ)": what stands in a bracket right behind a change is what it was before."""
    return BEHIND_CHANGE.match(context.before) is not None and COMPARED_BEFORE.search(context.sentence) is not None


def _in_earlier_bracket(sentence: str) -> bool:
    """ "(cùng kỳ 12 vụ, 08 người chết, 07 người bị thương)": all in such a bracket is of the earlier period."""
    opened = sentence.rfind("(")
    if opened < 0 or ")" in sentence[opened:]:
        return False
    counted = re.compile(r"\s*(?:\d|$)").match(sentence, opened + 1) is not None
    return bool(EARLIER_BRACKET.match(sentence, opened + 1) or (counted and COMPARED_BEFORE.search(sentence[:opened])))


def _in_change_bracket(context: Context, before: RawFigure, figure: RawFigure) -> bool:
    """ "10 đối tượng (tăng 02 vụ, 01 đối tượng)": the other count of the pair has changed too."""
    goes_on = context.before.strip() in (",", "và", "-", "–") and before.unit != figure.unit
    return goes_on and CHANGE_BRACKET.search(context.sentence) is not None


def _bare_percentages(figures: list[RawFigure], contexts: list[Context]) -> None:
    """ "chiếm 5,8" and "(23,81%; cùng kỳ 25,4)": a fraction that can count nothing is a percentage without its sign."""
    for index, (figure, context) in enumerate(zip(figures, contexts, strict=True)):
        if figure.unit is not None or figure.side or figure.value is None or figure.value % 1 == 0:
            continue
        again = index > 0 and figures[index - 1].is_percent and PRIOR_WORD.fullmatch(context.before)
        if SHARE.search(context.before) or again:
            figure.unit, figure.noun, figure.dimension = "%", "%", "share"


def _role(
    index: int, figure: RawFigure, context: Context, section: str, figures: list[RawFigure], roles: list[str]
) -> str:
    if figure.noun in ("tuổi", "tháng tuổi") or re.search(r"(?<![^\W_])(?:độ\s+)?tuổi\s*$", context.before):
        return "norm"
    if figure.noun == "tháng" and not figure.side:
        return "other"
    if figure.side and section == "result":
        if _plan_fraction(figure, figures):
            reached = "share" if figure.is_percent else "actual"
            return reached if figure.side == "numerator" else "plan"
        threshold = figure.side == "numerator" and _says("norm", context)
        return "norm" if threshold else figure.side
    if figure.side == "denominator" and section == "plan" and not _plan_fraction(figure, figures):
        return "denominator"
    if section == "proposal" and not figure.is_percent:
        return "other"
    general = "target_next" if section == "plan" else "actual"
    if figure.is_percent:
        return _percent_role(index, figure, context, general, figures, roles)
    if figure.dimension == "money" and BUDGETED.search(context.before) and section == "result":
        return "plan"
    if (
        index
        and roles[-1] == "change"
        and section == "result"
        and _in_change_bracket(context, figures[index - 1], figure)
    ):
        return "change"
    level = _says("level", context)
    if index and roles[-1] == "share" and BASE.search(context.before):
        return "denominator"
    behind_share = section == "result" and index and roles[-1] == "pct_of_plan"
    if (
        behind_share
        and re.fullmatch(r"[^()]*\(\s*", context.before)
        and not COMPARED_BEFORE.search(context.before.rstrip(" ("))
    ):
        main = _main_before(index, figures, roles)
        if main is not None and (figures[main].unit == figure.unit or _is_money_like(figures[main], figure)):
            return "plan"
    if not level and _says("change", context):
        return "change" if section == "result" else general
    if (_says("plan", context) or PLAN_COMPARED.search(context.before)) and section != "plan":
        return "plan"
    if _cues("prior", "before").search(context.before) and not level:
        return "prior"
    if index and roles[-1] == "plan" and ALIKE.match(context.before) and section == "result":
        return "plan"
    if index and roles[-1] == "change" and figures[index - 1].unit == figure.unit and _earlier_level(context):
        return "prior"
    if section == "result" and FROM.search(context.before) and TO.match(context.after):
        return "prior"
    if COMPARED_TO.search(context.before) and COMPARED_WITH.match(context.after):
        return "prior"
    if figure.unit == "VND" and figure.dimension == "money" and re.search(r"(?<![^\W_])[x×]\s*$", context.before):
        figure.unit = "VND/unit"
    if figure.unit == "VND/unit" and re.search(r"thu\s+nhập(?:\s+[^\W\d_]+){0,6}\s*$", context.before):
        figure.unit = "VND/person/year"
    if figure.unit == "VND/ha" and not figure.parts and section == "result":
        return "unit_price"
    if figure.unit == "VND/ha/year" and re.search(r"(?<![^\W_])(?<!tổng )mức(?:\s+[^\W\d_]+){0,2}\s*$", context.before):
        return "unit_price"
    if figure.unit in ("VND/unit", "VND/ha") and figure.dimension == "money":
        return "unit_price" if figure.unit == "VND/unit" or _says("unit_price", context) else general
    if (
        figure.dimension == "money"
        and figure.unit == "VND"
        and re.search(
            r"(?<![^\W_])(?<!ở )(?:mỗi(?:\s+[^\W\d_]+){1,2}|đơn\s+giá(?:\s+[^\W\d_]+){0,2}"
            r"|(?<!tổng )mức(?:\s+(?:là|quà|hỗ\s+trợ))*)\s*$",
            context.before,
        )
    ):
        figure.unit = "VND/unit"
        return "unit_price"
    if figure.noun == "tạ" and YIELD.search(context.before):
        figure.unit, figure.dimension = "tạ/ha", "yield"
        return general
    if figure.dimension == "mass" and re.match(r"\s*/\s*[^\W\d_]+", context.after) and figure.unit == "kg":
        return "norm" if not re.match(r"\s*/\s*(?:người|năm)", context.after) else general
    if _says("norm", context) and figure.side == "" and section == "result":
        return "norm"
    return general


def _percent_role(
    index: int, figure: RawFigure, context: Context, general: str, figures: list[RawFigure], roles: list[str]
) -> str:
    level = _says("level", context)
    subject = next((figures[at] for at in range(index - 1, -1, -1)), None)
    planned = _says("plan", context) and not _cues("plan", "after").search(context.after)
    if (
        general == "actual"
        and planned
        and index
        and figures[index - 1].unit == "pct_point"
        and RISES.search(context.before)
    ):
        figure.unit = "pct_point"
    if general == "actual" and planned and POORER.search(context.before) and OF_THE_POOR.match(context.after):
        figure.unit = "pct_point"
    if LESS_OF_A_RATE.search(context.before) and not level:
        figure.unit = "pct_point"
    behind_fraction = index and figures[index - 1].side == "denominator" and REACHES.search(context.before)
    if general == "actual" and planned and behind_fraction and roles[-1] == "plan":
        return "pct_of_plan"
    if general == "actual" and planned and not context.before.strip().endswith(("so với kh", "so với kế hoạch")):
        return "plan"
    behind_plan = index and roles[-1] == "plan" and figures[index - 1].side == "denominator"
    if general == "actual" and behind_plan and REACHES_RATE.match(context.before):
        return "pct_of_plan"
    if general == "actual" and behind_plan and re.match(r"^[^,;()]{0,20}\(\s*$", context.before):
        return "pct_of_plan"
    of_amount = index > 0 and general == "actual" and not figures[index - 1].is_percent
    alike = ALIKE.match(context.before) is not None or re.match(r"^[^,;()]{0,40}[(=]\s*$", context.before) is not None
    # "giảm 03 vụ, 33,3 %"
    alike = alike or (index > 0 and roles[-1] == "change" and context.before.strip() == ",")
    told_again = alike and of_amount
    if index and AS_MUCH_AS.match(context.before) and not _says("pct_of_plan", context):
        told_again = of_amount and "change" in roles[-2:]
    if of_amount and roles[-1] == "prior" and ITS_SHARE.match(context.before):
        return "prior"
    if told_again and roles[-1] == "change" and index > 1 and roles[-2] == "share" and not context.fresh:
        figure.unit = "pct_point"
    if told_again and roles[-1] == "prior" and index > 1 and roles[-2] == "change" and ")" in context.before:
        return "change"
    if told_again and roles[-1] in ("change", "prior"):
        return roles[-1]
    if not level and _says("change", context):
        rate = _changes_a_rate(index, figures, roles, context)
        if rate:
            figure.unit = "pct_point"
        return "change" if general == "actual" else general
    if general != "actual":
        return general
    if _says("pct_of_plan", context):
        return "pct_of_plan"
    if INDEX.search(context.after) and REACHES.search(context.before):
        return "change"
    if _cues("prior", "before").search(context.before):
        return "prior"
    if SHARE.search(context.before) or subject is None or RATE_WORDS.search(context.before):
        return "share"
    if OF_WHOLE.match(context.after):
        return "share"
    if REACHES.search(context.before):
        before = figures[index - 1]
        if before.partner is not None and before.side == "denominator" and roles[-1] == "plan":
            return "pct_of_plan"
        if PLAN_AMOUNT.match(context.after):
            return "pct_of_plan"
        main = _main_before(index, figures, roles)
        if (
            main is not None
            and (figures[main].unit in PLANNED_UNITS or _is_bare_money(figures[main]))
            and "=" not in context.before
            and roles[main] == "actual"
        ):
            return "pct_of_plan"
    if _says("norm", context) and not REACHES.search(context.before):
        return "norm"
    return "share"


def _is_money_like(main: RawFigure, figure: RawFigure) -> bool:
    """ "24,5 triệu đồng/người/năm, đạt 102% KH (24 triệu đồng)": what it is paid per need not be said again."""
    return figure.unit == "VND" and (main.unit or "").startswith("VND/")


def _is_bare_money(figure: RawFigure) -> bool:
    """ "Trợ cấp cân đối 4.612.000.000, đạt 100%": only đồng come in such numbers."""
    return figure.unit is None and figure.value is not None and figure.value >= _MILLION


def _main_before(index: int, figures: list[RawFigure], roles: list[str]) -> int | None:
    for at in range(index - 1, -1, -1):
        if not figures[at].is_percent and roles[at] not in ("change", "prior", "plan", "norm", "unit_price"):
            return at
    return None


def _changes_a_rate(index: int, figures: list[RawFigure], roles: list[str], context: Context) -> bool:
    """A rise or fall named right after a percentage is in points; after an amount it is growth in per cent."""
    counted = index and roles[-1] == "change" and not figures[index - 1].is_percent
    if (
        counted
        and RATE_OF_CHANGE.match(context.before)
        and not any(one.is_percent for one in figures[max(0, index - 4) : index])
    ):
        return False
    if RATE_WORDS.search(context.before) or (index == 0 and RATE_WORDS.search(context.sentence[-60:])):
        return True
    if context.fresh:
        return False
    if (
        counted
        and figures[index - 1].unit == "household"
        and OF_POVERTY.search(context.sentence)
        and any(one.is_percent for one in figures[max(0, index - 4) : index])
    ):
        return True
    for at in range(index - 1, max(-1, index - 4), -1):
        figure, role = figures[at], roles[at]
        if role in ("change",):
            if figure.is_percent:
                return figure.unit == "pct_point"
            return False
        if figure.is_percent and role in ("share", "prior", "target_next"):
            return True
        if not figure.is_percent and role != "plan":
            return False
    return False


def _compare_fractions(figures: list[RawFigure], contexts: list[Context], roles: list[str]) -> None:
    """Fractions whose two sides are no part and whole, as words or a figure behind them say.

    "giảm 05 vụ (17/22 vụ)" and "5/8 vụ so cùng kỳ" set this period over the one before; "214,6/689,0 tỷ đồng, đạt
    31,15% dự toán" sets what was reached over the plan.
    """
    for index, figure in enumerate(figures):
        if figure.side != "numerator" or roles[index] != "numerator" or figure.partner is None:
            continue
        other = figures[figure.partner]
        if INDEX.match(contexts[figure.partner].after):
            roles[index], roles[figure.partner] = "actual", "prior"
            continue
        follows = figure.partner + 1
        if (
            figure.dimension == "money"
            and follows < len(figures)
            and not contexts[follows].fresh
            and (
                roles[follows] == "pct_of_plan"
                or (roles[follows] == "share" and OF_BUDGET.search(contexts[index].before))
            )
        ):
            roles[index], roles[figure.partner], roles[follows] = "actual", "plan", "pct_of_plan"
            continue
        if figure.value is None or other.value is None:
            continue
        near = [at for at in range(max(0, index - 2), min(len(figures), figure.partner + 3)) if roles[at] == "change"]
        # "giảm 3 vụ (6/8)": in a bracket right behind a change, whether it fits or not
        bracketed = index - 1 in near and contexts[index].before.strip() == "(" and not figures[index - 1].is_percent
        if bracketed or any(
            figures[at].value == abs(figure.value - other.value) and not figures[at].is_percent for at in near
        ):
            roles[index], roles[figure.partner] = "actual", "prior"


def _plan_fraction(figure: RawFigure, figures: list[RawFigure]) -> bool:
    """ "989 ha/980 ha KH", "8412 lượt/KH 8000 lượt": what was reached over what was planned, each with its unit."""
    first = figure if figure.side == "numerator" else figures[figure.partner or 0]
    cue = figure.partner_cue
    return (bool(cue) and not cue.startswith("tổng")) or (first.unit in PLANNED_UNITS and first.unit_end > first.end)

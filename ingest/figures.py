"""Number tokens to quantities: numeral, unit, range, fraction and the tokens that continue a quantity.

Grammar only: what a figure measures and in which role is found in :mod:`ingest.clauses`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.blocks import TextBlock
from ingest.numerals import DOUBTFUL, SLIP, Habit, Numeral, parse
from ingest.tokens import Span
from ingest.units import UnitMatch, counted_noun, match_unit

BILLION = 10**9
COUNTS = frozenset({"count"})
DECIMAL_DIMENSIONS = frozenset({"share", "yield", "score", "density"})
_RANGE = re.compile(r"\s*(?:-|–|—|đến|÷|tới)\s*")
_FRACTION = re.compile(
    r"\s*/\s*(?P<cue>(?:(?:kh|dt|ctnq|kế\s+hoạch|dự\s+toán|chỉ\s+tiêu|nq|nghị\s+quyết|tổng(?:\s+số)?)[\s:]*)?)",
    re.IGNORECASE,
)
_THOUSANDS_APART = re.compile(r"\.?\s")
_HALF = re.compile(r"\s*rưỡi(?![^\W_])")
_SEXES = frozenset(["nam", "nữ", "trai", "gái", "bé trai", "bé gái"])
_PER_ONE_HA = re.compile(r"(?:trên|mỗi|bình\s+quân|/)\s*$")


@dataclass(slots=True)
class RawFigure:
    """A quantity inside one block. Offsets are logical; ``unit_end`` is where its unit words end.

    partner: index of the other side of an a/b fraction, ``side`` says which this one is. per_ha: "trên 1ha ... đạt".
    """

    spans: list[Span]
    numeral: Numeral
    unit: str | None
    noun: str
    dimension: str
    factor: Decimal
    start: int
    end: int
    unit_end: int
    value: Decimal | None
    step: Decimal | None
    value_max: Decimal | None = None
    side: str = ""
    partner: int | None = None
    partner_cue: str = ""
    confidence: float = 1.0
    guessed_noun: bool = False
    parts: list[Span] = field(default_factory=list)

    @property
    def is_percent(self) -> bool:
        """A share or a change in per cent or in points."""
        return self.unit in ("%", "pct_point")


def read_block(entry: TextBlock, spans: list[Span], habit: Habit) -> list[RawFigure]:
    """Quantities of a block, in order. Spans that only continue one get kind ``part``."""
    return _Reader(entry, spans, habit).run()


class _Reader:
    def __init__(self, entry: TextBlock, spans: list[Span], habit: Habit) -> None:
        self.entry = entry
        self.lower = entry.logical.lower
        self.spans = spans
        self.habit = habit
        self.found: list[RawFigure] = []
        self.pending_ha: Span | None = None

    def run(self) -> list[RawFigure]:
        index = 0
        while index < len(self.spans):
            span = self.spans[index]
            if span.kind != "quantity":
                index += 1
                continue
            if self._is_unit_digit(span) or self._is_per_one(span):
                index += 1
                continue
            index = self._figure(index)
        for left, right in zip(range(len(self.found)), range(1, len(self.found)), strict=False):
            self._fraction(left, right)
        return self.found

    def _is_unit_digit(self, span: Span) -> bool:
        """The 2 of m2 and the 1 of "đồng/1 ngày công" belong to the unit of the quantity before them."""
        if self.found and span.start < self.found[-1].unit_end:
            span.kind = "part"
            self.found[-1].parts.append(span)
            return True
        return False

    def _is_per_one(self, span: Span) -> bool:
        """ "giá trị sản xuất trên 1ha đất ... đạt 180 triệu": the 1ha is part of the unit that follows."""
        if span.printed.lstrip("0") != "1" or not re.match(
            r"\s?(?:ha|héc\s*ta)\b", self.lower[span.end : span.end + 8]
        ):
            return False
        if not _PER_ONE_HA.search(self.lower[max(0, span.start - 12) : span.start]):
            return False
        rest = re.split(r"[.;](?=\s|$)", self.lower[span.end :], maxsplit=1)[0]
        if not re.search(r"\d\s*(?:tỷ|triệu|trđ|đồng)", rest):
            return False
        span.kind = "part"
        self.pending_ha = span
        return True

    def _figure(self, index: int) -> int:
        span = self.spans[index]
        spans = [span]
        printed, end, index = self._joined(index, spans)
        unit = match_unit(self.lower, end)
        numeral = self._numeral(printed, span.start, unit)
        figure = RawFigure(
            spans=spans,
            numeral=numeral,
            unit=None,
            noun="",
            dimension="",
            factor=Decimal(1),
            start=span.start,
            end=end,
            unit_end=end,
            value=numeral.value,
            step=numeral.step,
            confidence=numeral.confidence,
        )
        self.found.append(figure)
        index += 1
        high = self._range(index, figure)
        if high is not None:
            index += 1
            unit = match_unit(self.lower, figure.end)
            figure.value_max = self._numeral(high.printed, high.start, unit).value
            low = self._numeral(printed, span.start, unit)
            figure.numeral, figure.value, figure.step = low, low.value, low.step
            figure.unit_end = figure.end
        if unit is not None and unit.noun in _SEXES and re.match(r"\s+\d", self.lower[unit.end :]):
            return index  # "nam 83 nữ 75": the word is that of the number behind it
        if unit is None:
            noun = counted_noun(self.lower, figure.end)
            if noun is not None:
                figure.unit, figure.noun, figure.unit_end, figure.dimension = "item", noun[0], noun[1], "count"
                figure.guessed_noun = True
                self._whole(figure, printed)
            return index
        self._apply(figure, unit)
        return self._lesser_parts(index, figure)

    def _joined(self, index: int, spans: list[Span]) -> tuple[str, int, int]:
        """Digit groups set apart by a blank ("512.480. 000 đồng", "9 611 073 450 đồng") are one numeral."""
        printed = spans[0].printed
        end = spans[0].end
        if not re.fullmatch(r"\d{1,3}(?:[.,]\d{3})*", printed):
            return printed, end, index
        ahead = index + 1
        groups = [printed]
        while ahead < len(self.spans) and self.spans[ahead].kind in ("quantity", "enum"):
            nxt = self.spans[ahead]
            gap = self.lower[end : nxt.start]
            if not (_THOUSANDS_APART.fullmatch(gap) and re.fullmatch(r"\d{3}(?:[.,]\d{3})*", nxt.printed)):
                break
            groups.append(nxt.printed)
            end = nxt.end
            ahead += 1
        # "402.150. 000; an ninh ...": nothing else can stand behind the stop
        noughts = len(groups) == 2 and "." in printed and self.lower[spans[0].end] == "." and groups[1] == "000"
        if noughts and re.match(r"\s*[;,.)]", self.lower[end:]):
            self.spans[index + 1].kind = "part"
            spans.append(self.spans[index + 1])
            return ".".join(groups), end, ahead - 1
        apart = len(groups) == 2 and self.lower[spans[0].end] == "." and "." in groups[1]
        enough = len(groups) >= 3 or (len(groups) == 2 and re.search(r"[.,]", printed)) or apart
        unit = match_unit(self.lower, end) if enough else None
        if len(groups) < 2 or unit is None or unit.dimension != "money":
            return printed, spans[0].end, index
        for nxt in self.spans[index + 1 : ahead]:
            nxt.kind = "part"
            spans.append(nxt)
        return ".".join(groups).replace(",", "."), end, ahead - 1

    def _numeral(self, printed: str, place: int, unit: UnitMatch | None) -> Numeral:
        whole = unit is not None and unit.dimension in ("count", "money") and unit.factor == 1
        decimal = unit is not None and unit.dimension in DECIMAL_DIMENSIONS
        comma = self.habit.comma_is_decimal(self.entry.logical.to_folded(place))
        if comma is False and unit is not None and unit.factor >= BILLION and re.fullmatch(r"\d{1,3}\.\d{3}", printed):
            # "46.215 tỷ" where dots are decimals: a thousand billions would be more than a commune can mean
            point = parse(printed, whole=False, decimal=True, comma_is_decimal=comma)
            return Numeral(point.value, point.step, DOUBTFUL)
        return parse(printed, whole=whole, decimal=decimal, comma_is_decimal=comma)

    def _whole(self, figure: RawFigure, printed: str) -> None:
        """ "21,486 mẫu": what is counted has no thousandths, so three digits behind a separator are thousands."""
        if re.fullmatch(r"[1-9]\d{0,2},\d{3}", printed) and figure.value_max is None:
            whole = parse(printed, whole=True, decimal=False, comma_is_decimal=None)
            figure.numeral, figure.value, figure.step = whole, whole.value, whole.step
            figure.confidence = min(whole.confidence, SLIP)

    def _apply(self, figure: RawFigure, unit: UnitMatch) -> None:
        figure.unit, figure.noun, figure.unit_end = unit.unit, unit.noun, unit.end
        figure.dimension, figure.factor = unit.dimension, unit.factor
        if figure.numeral.value is not None and figure.numeral.step is not None:
            figure.value = figure.numeral.value * unit.factor
            figure.step = figure.numeral.step * unit.factor
        if figure.value_max is not None:
            figure.value_max *= unit.factor
        if self.pending_ha is not None and unit.dimension == "money":
            if figure.unit == "VND":
                figure.unit = "VND/ha"
            figure.parts.append(self.pending_ha)
            self.pending_ha = None

    def _range(self, index: int, figure: RawFigure) -> Span | None:
        if index >= len(self.spans) or figure.value is None:
            return None
        span = self.spans[index]
        if span.kind != "quantity" or not _RANGE.fullmatch(self.lower[figure.end : span.start]):
            return None
        if "đến" in self.lower[figure.end : span.start] and not re.search(r"từ\s*$", self.lower[: figure.start]):
            return None
        unit = match_unit(self.lower, span.end)
        high = self._numeral(span.printed, span.start, unit).value
        low = self._numeral(figure.spans[0].printed, figure.start, unit).value
        if high is None or low is None or not low < high <= max(low * 20, Decimal(20)):
            return None
        span.kind = "part"
        figure.parts.append(span)
        figure.end = span.end
        return span

    def _lesser_parts(self, index: int, figure: RawFigure) -> int:
        """ "46 tỷ 305 triệu đồng": every further number with a smaller multiplier is added to the first."""
        factor = figure.factor
        while figure.dimension == "money" and factor > 1 and index < len(self.spans):
            span = self.spans[index]
            if span.kind != "quantity" or self.lower[figure.unit_end : span.start].strip():
                break
            unit = match_unit(self.lower, span.end)
            if unit is None or unit.dimension != "money" or unit.factor >= factor:
                break
            numeral = self._numeral(span.printed, span.start, unit)
            if numeral.value is None or numeral.step is None or figure.value is None:
                break
            if numeral.value * unit.factor >= factor:
                break
            figure.value += numeral.value * unit.factor
            figure.step = numeral.step * unit.factor
            figure.unit, figure.unit_end, figure.end = unit.unit, unit.end, span.end
            span.kind = "part"
            figure.parts.append(span)
            factor = unit.factor
            index += 1
        self._and_a_half(figure, factor)
        return index

    def _and_a_half(self, figure: RawFigure, factor: Decimal) -> None:
        """ "2 tỷ rưỡi đồng": half of the multiplier before it."""
        half = _HALF.match(self.lower, figure.unit_end)
        if half is None or factor <= 1 or figure.dimension != "money" or figure.value is None:
            return
        figure.value += factor / 2
        figure.step = factor / 10
        money = match_unit(self.lower, half.end())
        figure.unit_end = money.end if money is not None and money.unit == "VND" else half.end()

    def _fraction(self, left: int, right: int) -> None:
        """a/b of the same unit, or a unit after b only. Different units (hộ/khẩu) are two figures side by side."""
        a, b = self.found[left], self.found[right]
        if a.side == "denominator":
            return
        for end in (a.unit_end, a.end):
            found = _FRACTION.match(self.lower, end)
            if found and found.end() == b.start:
                break
        else:
            return
        if end == a.end and a.unit_end > a.end:
            return
        bare = a.unit is None or a.unit_end == a.end or a.guessed_noun
        ratio = {a.noun, b.noun} <= {"nam", "nữ", "bé trai", "bé gái", "trai", "gái"} and b.value == 100
        if not bare and a.unit != b.unit and b.unit is not None:
            return
        if ratio:
            a.unit = b.unit = "ratio"
        elif a.unit is None or a.guessed_noun:
            a.unit, a.noun, a.dimension = b.unit, b.noun, b.dimension
            whole = b.dimension in ("count", "") or (b.dimension == "money" and b.factor == 1)
            reread = parse(
                a.spans[0].printed,
                whole=whole,
                decimal=False,
                comma_is_decimal=self.habit.comma_is_decimal(self.entry.logical.to_folded(a.start)),
            )
            if reread.value is not None and not a.parts and reread.step is not None:
                a.numeral, a.value, a.step = reread, reread.value * b.factor, reread.step * b.factor
        elif b.unit is None:
            b.unit, b.noun, b.dimension = a.unit, a.noun, a.dimension
        if a.unit is None and a.value == b.value == 24:
            a.unit = b.unit = "hour"  # trực 24/24: round the clock
        a.side, b.side = "numerator", "denominator"
        a.partner, b.partner = right, left
        a.partner_cue = b.partner_cue = found.group("cue").strip()

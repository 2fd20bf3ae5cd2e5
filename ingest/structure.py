"""Wholes and parts inside a block: parentheses, "trong đó", "gồm", "cụ thể", colons and the lists they open.

A scanner walks over the figures and the punctuation of a block and keeps a stack of frames. Each figure learns its
frame; each list frame learns its head (the whole) and its items (the parts).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from ingest.figures import RawFigure

CUE = re.compile(
    r"(?:(?<![^\W_])(?:trong\s+(?:số\s+)?đó(?:\s+(?:có|gồm|thì))?|bao\s+gồm(?:\s+các)?|gồm(?:\s+có)?|cụ\s+thể(?:\s+là)?|chia\s+ra|như\s+sau)(?![^\W_])\s*:?"
    r"|(?<=\.\s)chi\s+tiết(?:\s+(?:các|từng)(?:\s+[^\W\d_]+){1,3})?(?![^\W_])\s*:|:)"
)
COMPARISON = re.compile(
    r"\([^)]*\)|so\s+(?:với\s+)?[^;.]{0,30}?(?:cùng\s+kỳ|năm\s+(?:trước|ngoái))|(?:tăng|giảm)\s+\d[\d.,]*\s*[^\W\d_]*"
)
"""What may stand between a whole and the colon behind it: "17 vụ, so với 22 vụ cùng kỳ giảm 05 vụ (22,7%): ..."."""
_OUT_OF = re.compile(r"(?<![^\W_])trong\s+(?:tổng\s+)?(?:số\s+)?$")
_HAS = re.compile(r"[^\d;.:()]*?(?<![^\W_])(?:có|thì)(?![^\W_])")
HEADS = frozenset({"actual", "numerator", "target_next"})
_FEW_WORDS = 3
_PAIR_OF_WORDS = 2
_PARTING = frozenset(["trong", "riêng", "về", "phần", "số", "này", "đó", "trên", "thì", "được", "chia", "ra"])
_COUNTED = frozenset({"case", "person", "household", "dossier", "animal", "village", "class", "school"})
_KINDS = frozenset(["dân tộc", "loại", "thành phần", "lĩnh vực", "nhóm", "hình thức", "loại hình"])
"""Counts of kinds ("gồm 04 dân tộc: ...") are not what the list behind them breaks down."""
_NEAR = 4
_FAR = 40
"""What is said again in the same words was told among so many figures before."""
_SMALL = 100_000
"""A bare number below is a count, and no amount of đồng."""
_BESIDE = 12
"""Two counts of one thing stand beside each other: "1.286 hộ với 6.247 khẩu"."""
_EVENT = re.compile(r"[();,]|\.(?=\s|$|[^\W\d_])|[!?](?=\s|$)|(?<![^\W_])và(?=\s+\d|\s+[^\W\d_]+\s+\d)|/(?!\s*\d)")


@dataclass(slots=True)
class Frame:
    """kind: sentence, paren or list. head: figure that the frame explains. items: first figure of each segment."""

    kind: str
    head: int | None
    cue: str = ""
    separator: str = ""
    items: list[int] = field(default_factory=list)
    last: int | None = None
    firsts: list[int] = field(default_factory=list)
    gap: str = ""
    parent: int | None = None

    @property
    def exhaustive(self) -> bool:
        """gồm, bao gồm, cụ thể and a bare colon promise all the parts; trong đó names some of them."""
        return bool(self.cue) and not re.search("trong|cụ thể|chi tiết", self.cue)


@dataclass(slots=True)
class Structure:
    """frames: all frames of the block. frame_of: index of the frame each figure stands in. open_list: a list whose
    items follow in blocks of their own, or None."""

    frames: list[Frame]
    frame_of: list[int]
    open_list: int | None


def scan(lower: str, figures: list[RawFigure], roles: list[str], start: int) -> Structure:
    """Find the frames of one block. start: where its text begins behind the outline mark."""
    return _Scanner(lower, figures, roles, start).run()


def _start(figure: RawFigure) -> int:
    return figure.start


class _Scanner:
    def __init__(self, lower: str, figures: list[RawFigure], roles: list[str], start: int) -> None:
        self.lower = lower
        self.figures = figures
        self.roles = roles
        self.start = start
        self.frames = [Frame("sentence", None)]
        self.stack = [0]
        self.frame_of = [0] * len(figures)
        self.before: Frame | None = None
        self.sentence_at = start

    @property
    def top(self) -> Frame:
        return self.frames[self.stack[-1]]

    def run(self) -> Structure:
        for place, kind, index, text in self._events():
            if kind == "figure":
                self._figure(index)
            elif kind == "cue":
                self._cue(text, place)
            elif text == "(":
                self._push(Frame("paren", self.top.last))
            elif text == ")":
                self._close()
            elif text == ";":
                self._semicolon()
            elif text in (",", "và"):
                if not self.top.gap:
                    self.top.gap = ","
            elif text == "/":
                continue
            else:
                self._stop()
                self.sentence_at = place + 1
        pending = self.frames[self.stack[-1]]
        waiting = pending.kind == "list" and not pending.items and pending.head is not None
        return Structure(self.frames, self.frame_of, self.stack[-1] if waiting else None)

    def _events(self) -> list[tuple[int, str, int, str]]:
        starts = [figure.start for figure in self.figures]
        events = [(figure.start, "figure", index, "") for index, figure in enumerate(self.figures)]

        def covered(place: int) -> bool:
            at = bisect_right(starts, place) - 1
            return at >= 0 and place < self.figures[at].unit_end

        for match in CUE.finditer(self.lower, self.start):
            if not covered(match.start()):
                events.append((match.start(), "cue", -1, re.sub(r"[\s:]+", " ", match.group()).strip() or ":"))
        for figure, after in pairwise(self.figures):
            # "trong 20 chỉ tiêu Nghị quyết đề ra có 15 chỉ tiêu đạt": a whole and its parts
            has = _HAS.match(self.lower, figure.unit_end, after.start)
            if has and _OUT_OF.search(self.lower, max(self.start, figure.start - 25), figure.start):
                events.append((has.end(), "cue", -1, "trong số đó"))
        for match in _EVENT.finditer(self.lower, self.start):
            if not covered(match.start()):
                events.append((match.start(), "mark", -1, match.group()))
        return sorted(events, key=lambda event: (event[0], event[1] != "cue"))

    def _push(self, frame: Frame) -> None:
        frame.parent = self.stack[-1]
        self.frames.append(frame)
        self.stack.append(len(self.frames) - 1)

    def _figure(self, index: int) -> None:
        while self.top.kind == "list" and self._is_of_all(index, self.top.head):
            self.stack.pop()
        frame = self.top
        self.frame_of[index] = self.stack[-1]
        if self.roles[index] == "plan" and frame.kind == "sentence" and frame.last is None:
            frame.last = index
            return
        if self.roles[index] not in HEADS or self.figures[index].is_percent:
            return
        if frame.kind != "sentence":
            new_segment = not frame.items or frame.gap == ";" or (frame.gap == "," and frame.separator in ("", ","))
            self._rehead(frame, index)
            if not self._of_its_kind(index, frame.head):
                frame.last = index
                return
            if new_segment:
                if frame.items and frame.gap == "," and not frame.separator:
                    frame.separator = ","
                frame.items.append(index)
        else:
            frame.firsts.append(index)
        frame.gap = ""
        frame.last = index

    def _is_of_all(self, index: int, head: int | None) -> bool:
        """ "dân quân 112 đồng chí, trong đó ...; huấn luyện 104/112 đồng chí": out of the whole itself, and no part."""
        figure = self.figures[index]
        if head is None or figure.side != "numerator" or figure.partner is None or figure.value is None:
            return False
        of, whole = self.figures[figure.partner], self.figures[head]
        return of.value == whole.value and figure.unit == whole.unit

    def _rehead(self, frame: Frame, index: int) -> None:
        """ "3.214 hộ, 13.486 khẩu; trong đó Kinh 1.602 hộ": the whole is the count beside it in the part's unit."""
        if frame.items or frame.head is None or frame.head == 0:
            return
        if frame.kind != "list":
            # "(20.000đ/hộ x 12 tháng)" counts nothing of its own, "(đá gà 03, bài binh 04)" does
            if self.figures[index].unit is None and not self._of_its_kind(index, frame.head, strict=True):
                frame.head = self._of_that_unit(index, frame.head)
            return
        part, whole, beside = self.figures[index], self.figures[frame.head], self.figures[frame.head - 1]
        if (
            part.unit != whole.unit
            and part.unit == beside.unit
            and "item" not in (part.unit, whole.unit)
            and self.roles[frame.head - 1] in HEADS
            and beside.side == whole.side == ""
            and self.frame_of[frame.head - 1] == self.frame_of[frame.head]
            and len(self.lower[beside.unit_end : whole.start]) <= _BESIDE
        ):
            frame.head -= 1
            return
        kinds = whole.noun in _KINDS and part.unit in _COUNTED
        if frame.cue and (kinds or not self._of_its_kind(index, frame.head, strict=True)):
            frame.head = self._of_that_unit(index, frame.head)

    def _of_that_unit(self, index: int, head: int) -> int:
        """ "chứng thực 5.472 hồ sơ thu lệ phí 41.236.000 đồng; trong đó bản sao 4.603": the count and not the money."""
        part, found = self.figures[index], []
        for at in range(head - 1, max(-1, head - 1 - _NEAR), -1):
            other = self.figures[at]
            if other.start < self.sentence_at or self.roles[at] not in HEADS or other.is_percent:
                continue
            alike = other.dimension == "count" if part.unit is None else other.unit == part.unit
            if alike and (part.value is None or other.value is None or other.value >= part.value):
                found.append(at)
        made = self._bare_sum(index) if part.unit is None else None
        return next((at for at in found if self.figures[at].value == made), found[0] if found else head)

    def _bare_sum(self, index: int) -> Decimal | None:
        """What the bare numbers from here to the end of the bracket or sentence make."""
        edge = re.compile(r"[)]|[.](?!\d)").search(self.lower, self.figures[index].end)
        end = edge.start() if edge else len(self.lower)
        behind = bisect_left(self.figures, end, index, key=_start)
        values = [figure.value for figure in self.figures[index:behind] if figure.unit is None]
        return sum((value for value in values if value is not None), Decimal(0)) if len(values) > 1 else None

    def _of_its_kind(self, index: int, head: int | None, strict: bool = False) -> bool:
        """A part is counted in the unit of its whole; a figure without a unit may be. strict: but no few of đồng."""
        if head is None:
            return True
        part, whole = self.figures[index], self.figures[head]
        bare_money = whole.dimension == "money" and whole.factor == 1 and whole.value is not None
        if strict and part.unit is None and bare_money and part.value is not None:
            return part.value >= _SMALL or whole.value < _SMALL  # type: ignore[operator]
        loose = (None, "by context", "item")
        return part.unit == whole.unit or part.unit in loose or whole.unit in loose

    def _cue(self, cue: str, place: int) -> None:
        frame = self.top
        if frame.kind == "paren" and not frame.items and frame.head is not None:
            frame.cue = cue if cue != ":" else frame.cue
            return
        if frame.kind == "list" and not frame.items:
            frame.cue = frame.cue if cue == ":" else cue
            return
        if cue == ":":
            if frame.last is None or frame.gap == ";":
                return
            between = self.lower[self.figures[frame.last].unit_end : place]
            if re.search(r"[;.]|(?:[^\W\d_]+\s+){4,}", COMPARISON.sub("", between)) or (
                "," in between and not re.search(r"\d", between)
            ):
                return
        head = frame.last
        if head is not None and cue.startswith(("gồm", "bao")) and self._counts_otherwise(head, place):
            return
        if head is None and self.before is not None and frame.kind == "sentence":
            # "Trong đó ..." goes on about the sentence before; "Các cây trồng cạn gồm ..." has a subject of its own
            subject = re.findall(r"[^\W\d_]+", self.lower[self.sentence_at : place])
            head = self._told_before(subject)
            if head is None and cue != ":" and len(subject) <= _FEW_WORDS:
                head = self.before.last
        if head is None and cue == ":":
            return
        self._push(Frame("list", head, cue))

    def _counts_otherwise(self, head: int, place: int) -> bool:
        """ "bắt 07 vụ gồm 34 đối tượng, thu giữ ...": no parts, but the same told in another count."""
        if head + 1 >= len(self.figures):
            return False
        whole, after = self.figures[head], self.figures[head + 1]
        between = self.lower[place : after.start]
        known = whole.unit in _COUNTED and after.unit in _COUNTED and whole.unit != after.unit
        rest = self.lower[after.unit_end : self.figures[head + 2].start] if head + 2 < len(self.figures) else ""
        return known and len(between.split()) <= 2 and ":" not in rest

    def _told_before(self, subject: list[str]) -> int | None:
        """ "... chi thường xuyên 6.041 triệu đồng, ... Chi thường xuyên gồm có: ...": what was told in these words."""
        words = [word for word in subject if word not in _PARTING]
        if len(words) < _PAIR_OF_WORDS:
            return None
        told = re.compile(r"(?<![^\W_])" + r"\s+".join(map(re.escape, words)) + r"(?![^\W_])[^;.()\d]{0,25}$")
        behind = bisect_left(self.figures, self.sentence_at, key=_start)
        for index in range(behind - 1, max(-1, behind - 1 - _FAR), -1):
            figure = self.figures[index]
            if self.roles[index] not in HEADS or figure.is_percent:
                continue
            low = self.figures[index - 1].unit_end if index else self.start
            if told.search(self.lower, low, figure.start):
                return index
        return None

    def _close(self) -> None:
        while len(self.stack) > 1 and self.top.kind == "list":
            self.stack.pop()
        if self.top.kind == "paren":
            self.stack.pop()

    def _semicolon(self) -> None:
        while self.top.kind == "list" and self.top.separator == ",":
            self.stack.pop()
        frame = self.top
        if frame.kind in ("list", "paren") and frame.items and not frame.separator:
            frame.separator = ";"
        frame.gap = ";"

    def _stop(self) -> None:
        if any(self.frames[at].kind == "paren" for at in self.stack):
            self._semicolon()
            return
        sentence = [frame for frame in self.frames[self.stack[0] :] if frame.last is not None]
        if sentence:
            self.before = sentence[0]
        self.frames.append(Frame("sentence", None))
        self.stack = [len(self.frames) - 1]

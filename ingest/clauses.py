"""Words around each figure: context for its role, and the label that says what is measured."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.blocks import TextBlock
from ingest.figures import RawFigure
from ingest.roles import Context

SENTENCE_END = re.compile(
    r"[!?](?=\s|$)|\.(?=\s*$|\s+[A-ZĐÀ-Ỹ“\"(*-]|[A-ZĐÀ-Ỹ][^\W\d_.])|(?<=[^\W\d_)])\.(?=\s)|\.{3,}|…"
)
AGES = ("tuổi", "tháng tuổi")
"""An age bounds the group that is counted ("trẻ em dưới 5 tuổi suy dinh dưỡng 11,2%") and parts no clause."""
_LEFT_EDGE = re.compile(r"[;()]|:(?=\s)")
_ASIDE = re.compile(r"(?P<aside>\([^()]*\))[^();,]*\Z")
_COMMA = re.compile(r",(?=\s)|\s[-–](?=\s)")
_FILLER = re.compile(
    r"^(?:(?:và|trong\s+đó|riêng|còn|gồm|bao\s+gồm|có|cụ\s+thể|đã|đang|được|với|là|đạt|ước|tổng\s+cộng|kết\s+quả|nay"
    r"|đến\s+nay|hiện|hiện\s+nay|như|thì)(?![^\W_])|[-–+*•,;:./()=\s])+"
)
_TRAILER = re.compile(
    r"(?:(?<![^\W_])(?:là|đạt|ước|khoảng|được|có|với|gồm|trên|hơn|gần|dưới|đạt\s+tỷ\s+lệ|chiếm|tăng|giảm|còn|từ|và|lên|bằng|cho|đến\s+nay|thực\s+hiện|trong\s+đó|ước\s+tính|ước\s+đạt|ước\s+thực\s+hiện|tổng\s+số\s+tiền)|[-–+*:,;=(≈±~\s])+$"
)
_TRAIL = 400
"""Characters at the end of a subject that are looked through for words that say nothing."""
_LONG_SENTENCE = 900
_QUOTE = 400
"""Characters of a sentence that are quoted whole, and of a longer one to either side of what is quoted."""
_SHORT_LEAD = 70
_TEMPORAL = re.compile(r"\W*(?:trong|năm|đến|từ|tính|hiện|qua|đầu|cuối|riêng|ngoài|sau|nhân|dịp|kết\s+quả)(?![^\W_])")
"""The words that open a sentence are one subject ("Giá trị nông nghiệp, thủy sản"), unless they say when."""
_JOINT = re.compile(r",(?=\s)|\s+và\s")
_CONTENT = re.compile(r"[^\W\d_]{2,}")
_EMPTY = frozenset(
    [
        "là",
        "đạt",
        "ước",
        "khoảng",
        "được",
        "có",
        "với",
        "gồm",
        "trên",
        "hơn",
        "gần",
        "dưới",
        "chiếm",
        "tăng",
        "giảm",
        "còn",
        "từ",
        "và",
        "lên",
        "bằng",
        "cho",
        "đến",
        "nay",
        "thực",
        "hiện",
        "trong",
        "đó",
        "tính",
        "năm",
        "tháng",
        "kỳ",
        "nhà",
        "so",
        "cùng",
        "trước",
        "đã",
        "xảy",
        "ra",
        "riêng",
        "tổng",
        "số",
        "cộng",
        "bị",
        "thêm",
        "khi",
        "tại",
        "do",
        "cả",
    ]
)
_POSTNOUN_STOP = re.compile(
    r"(?<![^\W_])(?:đạt|chiếm|tăng|giảm|bằng|so\s+với|trị\s+giá|với|trong\s+đó|gồm|bao\s+gồm|tương\s+đương|tương\s+ứng|để|nhằm|đã|đang|còn|tổng\s+kinh\s+phí|thu\s+được)(?![^\W_])|[;()=]|:(?=\s|$)"
)


@dataclass(slots=True)
class Words:
    """Logical spans around one figure. lead: its clause before the digits; tail: what follows its unit."""

    sentence_start: int
    sentence_end: int
    lead_start: int
    tail_end: int


def sentence_bounds(text: str, start: int) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of a block's text behind its outline mark."""
    bounds: list[tuple[int, int]] = []
    at = start
    for match in SENTENCE_END.finditer(text, start):
        bounds.append((at, match.end()))
        at = match.end()
    if at < len(text):
        bounds.append((at, len(text)))
    return bounds or [(start, len(text))]


def quote_bounds(text: str, sentence: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """What to quote around text[start:end]: its sentence; of a long one, the clauses around it."""
    first, last = sentence
    if last - first > _QUOTE:
        left = max(text.rfind(";", first, start), text.rfind(":", first, start))
        first = left + 1 if left >= 0 else max(first, start - _QUOTE // 2)
        right = text.find(";", end, last)
        last = right if right >= 0 else min(last, end + _QUOTE // 2)
        first, last = max(first, start - _QUOTE), min(last, end + _QUOTE)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def words_around(entry: TextBlock, figures: list[RawFigure]) -> list[Words]:
    """Clause bounds of every figure of a block, in order."""
    text, lower = entry.logical.text, entry.logical.lower
    bounds = sentence_bounds(text, entry.body)
    found: list[Words] = []
    sentence = 0
    for index, figure in enumerate(figures):
        while sentence < len(bounds) - 1 and figure.start >= bounds[sentence][1]:
            sentence += 1
        first, last = bounds[sentence]
        before = next((other for other in reversed(figures[max(0, index - 4) : index]) if other.noun not in AGES), None)
        previous_end = before.unit_end if before is not None and before.unit_end > first else first
        next_start = figures[index + 1].start if index + 1 < len(figures) else last
        lead_start = _lead_start(lower, max(first, previous_end), figure.start, previous_end > first)
        found.append(
            Words(first, last, lead_start, max(figure.unit_end, _tail_end(lower, figure, min(next_start, last))))
        )
    return found


def _lead_start(lower: str, low: int, place: int, after_figure: bool) -> int:
    start = low
    content = _last_content(lower, low, place)
    aside = _aside(lower, low, place)
    if aside is not None and content < aside[1]:
        place = aside[0]
        content = _last_content(lower, low, place)
    for match in _LEFT_EDGE.finditer(lower, low, place):
        if match.group() in ("(", ")", ";") or content >= match.end():
            start = match.end()
    if not after_figure and start == low and place - low <= _SHORT_LEAD and not _TEMPORAL.match(lower, low):
        return start
    if not after_figure or start > low:
        commas = [match.end() for match in _COMMA.finditer(lower, start, place)]
        for comma in reversed(commas):
            if lower[comma - 1] == "," and content >= comma:
                return comma
        return start
    joint = _JOINT.search(lower, start, place)
    return joint.end() if joint else start


def _last_content(lower: str, low: int, place: int) -> int:
    """Where the last word begins that says something; -1 if none does."""
    words = _CONTENT.finditer(lower, low, place)
    return max((word.start() for word in words if word.group() not in _EMPTY), default=-1)


def _aside(lower: str, low: int, place: int) -> tuple[int, int] | None:
    """A bracket between a subject and its figure: "Kế hoạch vốn (kể cả vốn kéo dài) 32.460 triệu đồng"."""
    found = _ASIDE.search(lower, low, place)
    return found.span("aside") if found and _CONTENT.search(lower, low, found.start("aside")) else None


def _tail_end(lower: str, figure: RawFigure, limit: int) -> int:
    stop = re.compile(r"[;():=]|[.,](?=\s|$)").search(lower, figure.unit_end, limit)
    return stop.start() if stop else limit


def context_of(entry: TextBlock, figures: list[RawFigure], index: int, words: Words) -> Context:
    """Folded text for the role cues."""
    lower = entry.logical.lower
    figure = figures[index]
    low = max(words.sentence_start, figures[index - 1].unit_end if index else words.sentence_start)
    edge = max(lower.rfind("(", low, figure.start), lower.rfind(";", low, figure.start))
    aside = _aside(lower, low, figure.start)
    if aside is not None:
        edge = max(lower.rfind("(", low, aside[0]), lower.rfind(";", low, aside[0]))
    opens = max(low, edge + 1 if edge >= 0 else low)
    before = lower[opens : figure.start] if aside is None else lower[opens : aside[0]] + lower[aside[1] : figure.start]
    if edge >= 0 and lower[edge] == "(" and not before.strip(" *_"):
        before = lower[low:edge] + "("
    limit = min(figures[index + 1].start if index + 1 < len(figures) else words.sentence_end, words.sentence_end)
    fresh = edge >= 0 and lower[edge] == ";"
    after = lower[figure.unit_end : max(limit, figure.unit_end)]
    return Context(before, after, _sentence(lower, words.sentence_start, figure.start), fresh)


def _sentence(lower: str, start: int, end: int) -> str:
    """The sentence up to a figure; of a very long one its opening and what stands near."""
    if end - start <= _LONG_SENTENCE:
        return lower[start:end]
    return f"{lower[start : start + _LONG_SENTENCE // 3]} … {lower[end - _LONG_SENTENCE * 2 // 3 : end]}"


def label_words(entry: TextBlock, figure: RawFigure, words: Words) -> tuple[str, str]:
    """(lead, tail) as printed: the subject before the figure and the words after its unit, cleaned of filler."""
    text = entry.logical.text
    lead = _clean(text[words.lead_start : figure.start])
    tail = text[figure.unit_end : words.tail_end]
    stop = _POSTNOUN_STOP.search(tail.lower())
    if stop:
        tail = tail[: stop.start()]
    tail = re.sub(r"(?:\s+(?:và|với|/)|/)\s*$", "", tail)
    return lead, re.sub(r"\s+", " ", tail).strip(' *_,.-–“”"')


def _clean(lead: str) -> str:
    low = lead.lower()
    head = _FILLER.match(low)
    if head:
        lead = lead[head.end() :]
    tail = _TRAILER.search(lead.lower(), max(0, len(lead) - _TRAIL))
    if tail:
        lead = lead[: tail.start()]
    return re.sub(r"\s+", " ", lead).strip(' *_,.:;-–=“”"')

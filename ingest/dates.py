"""Calendar dates, years, school years and reporting periods in folded lower-case text."""

from __future__ import annotations

import re
from functools import cache

from ingest import lexicon
from ingest.units import is_unit_at, match_money

_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"

_WORDED: tuple[tuple[tuple[str, ...], tuple[re.Pattern[str], ...]], ...] = tuple(
    (words, tuple(re.compile(source) for source in sources))
    for words, sources in (
        (
            ("",),
            (
                rf"(?<![\d.,]){_DAY}\s*[/.-]\s*{_MONTH}\s*[/.-]\s*{_YEAR}(?!\d)",
                rf"(?<![\d.,/]){_YEAR}\s*[-–]\s*{_YEAR}(?!\d|[.,]\d)",
            ),
        ),
        (
            ("ngày",),
            (
                rf"ngày\s+{_DAY}\s*[/-]\s*{_MONTH}(?!\d)",
                rf"ngày\s+{_DAY}\s+tháng\s+{_MONTH}(?:\s+năm\s+{_YEAR})?(?!\d)",
                rf"ngày\s+{_DAY}(?:\s*(?:,|và|-|–|đến)\s*(?:ngày\s+)?{_DAY})*\s+tháng\s+(?:{_MONTH}\b|giêng|chạp)",
                rf"ngày\s+{_DAY}\s*(?:-|–|đến)\s*(?:ngày\s+)?{_DAY}\s*/\s*{_MONTH}(?:\s*/\s*{_YEAR})?(?!\d)",
                rf"ngày\s+{_DAY}(?:\s*(?:,|và|-|–)\s*(?:ngày\s+)?{_DAY})*\s+h[àằ]ng\s+(?:tháng|quý|tuần|năm)",
                rf"(?:từ|đến|hết|trước|sau|vào)\s+ngày\s+{_DAY}(?![\d/.,])",
                rf"(?<!\d)(?:{_DAY}|0?0)\s*(?:giờ|h)(?:\s*[0-5]?\d)?(?:\s*phút)?,?(?=\s+ngày)",
            ),
        ),
        (
            ("tháng",),
            (
                rf"tháng\s+{_MONTH}\s*[/-]\s*{_YEAR}(?!\d)",
                rf"tháng\s+{_MONTH}\s+năm\s+{_YEAR}(?!\d)",
                r"(?:lũy\s+kế|thực\s+hiện|kết\s+quả|sơ\s+kết|tổng\s+kết|qua)\s+\d{1,2}\s+tháng(?![^\W_])",
                r"(?<![\d.,]\s)(?<![\s\d)][x×*]\s)(?<![\d.,])(?:0?[369]|12|0?\d|1[01])\s+tháng\s+(?:đầu|cuối|còn\s+lại)(?:\s+năm)?",
                r"(?<![\s\d)][x×*]\s)(?<![\s\d)][x×*])(?<![\d.,])(?:0?[369]|1[01])\s+tháng(?=\s*(?:năm|,|\.|;|:|\)|$|qua|ước|có|đạt|thực|xảy|toàn|tổng|phát|tiếp|đã|tăng|giảm|vừa|trên|được|số|kết))",
                r"(?<![\s\d)][x×*]\s)(?<![\s\d)][x×*])(?<![\d.,])(?<!trong\s)(?:0?[2-9]|1[0-2])\s+tháng(?=\s+(?:là|qua|ước|đạt|thực\s+hiện|xảy\s+ra|tổng|toàn)(?![^\W_]))",
                # "thu ngân sách 11 tháng 6.482 triệu đồng"
                r"(?<![\s\d)][x×*]\s)(?<![\s\d)][x×*])(?<![\d.,])(?:0?[2-9]|1[01])\s+tháng(?=\s+\d[\d.,]*\s+(?:tỷ|triệu|tr|trđ|nghìn|đồng|hồ\s+sơ|vụ|lượt)(?![^\W_]))",
                r"(?<![\s\d)][x×*]\s)(?<![\s\d)][x×*])(?<![\d.,])(?:0?[69])\s+tháng(?!\s*(?:tuổi|/|liền|tập|tù|lương|án|x|×|\)))(?=\s|:|,)",
            ),
        ),
        (
            ("năm",),
            (
                rf"năm\s+{_YEAR}(?:\s*(?:,|và|-|–|đến)\s*(?:năm\s+)?{_YEAR})*(?!\d)",
                rf"năm\s+học\s+{_YEAR}\s*[-–/]\s*{_YEAR}",
                rf"(?<![\d.,])\d{{1,2}}\s+năm\s+\(?{_YEAR}\s*[-–]\s*{_YEAR}",
                r"(?<![\d.,])\d\s+(?:quý|tháng)\s+(?:đầu|cuối)\s+năm",
            ),
        ),
        (
            ("quý",),
            (rf"quý\s+(?:[1-4]|iv|i{{1,3}})(?![^\W_])\s*(?:[/-]\s*{_YEAR}|năm\s+{_YEAR})?(?!\d|[.,]\d{{3}}(?!\d))",),
        ),
        (
            ("thứ",),
            (
                r"thứ\s+[2-7]\s*(?:,\s*[2-7])*\s*(?:hàng|hằng|mỗi|đầu)",
                r"(?:sáng|chiều|tối)\s+thứ\s+[2-7]",
            ),
        ),
        (
            (
                "mùng",
                "mồng",
                "rằm",
            ),
            (rf"(?:mùng|mồng|rằm)\s+{_DAY}\s*/\s*{_MONTH}",),
        ),
        (
            (
                "mùa",
                "vụ",
                "xuân",
                "niên",
                "khóa",
                "nhiệm",
            ),
            (
                # "vụ đông 2024: ...", "lúa hè thu 2021"
                rf"(?:vụ|lúa|mùa)\s+(?:đông\s+xuân|xuân\s+hè|hè\s+thu|thu\s+đông|đông|chiêm(?:\s+xuân)?|mùa)\s+{_YEAR}(?=[\s]*(?:[:;,.)]|$))",
                rf"mùa\s+{_YEAR}|vụ\s+{_YEAR}|xuân\s+{_YEAR}|niên\s+độ\s+{_YEAR}|khóa\s+{_YEAR}|nhiệm\s+kỳ\s+{_YEAR}",
            ),
        ),
        (
            (
                "ngọ",
                "tý",
                "sửu",
                "dần",
                "mão",
                "thìn",
                "tỵ",
                "mùi",
                "thân",
                "dậu",
                "tuất",
                "hợi",
            ),
            (
                rf"(?:giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý)\s+(?:tý|sửu|dần|mão|thìn|tỵ|ngọ|mùi|thân|dậu|tuất|hợi)\s+{_YEAR}",
            ),
        ),
    )
)
"""Patterns under the words of which a text must have one for them to be worth trying."""
_MONTHS_ONLY = re.compile(rf"tháng\s+{_MONTH}(?:\s*(?:,|và|-|–|đến)\s*(?:tháng\s+)?{_MONTH})*(?![.,/]*\d)(?!\s*%)")
_DAY_MONTH = re.compile(rf"(?<![\d.,/-])({_DAY})\s*/\s*({_MONTH})(?![\d/]|[.,]\d|\s*%)")
_BARE_YEAR = re.compile(rf"(?<![\d.,/-])({_YEAR})(?![\d]|[.,/]\d|\s*%)")
_LONG_AGO = re.compile(r"năm\s+19[0-6]\d$")  # "từ đầu năm 1917 ca" counts
_TO = re.compile(r"\s*(?:-|–|đến|,|và)\s*(?:ngày\s*)?")
_YEAR_CUE = re.compile(
    r"(?:hiến\s+pháp|luật[\w\s]{0,30}|bộ\s+luật[\w\s]{0,30}|tết[\w\s]{0,20}|đầu|cuối|niên|giai\s+đoạn|từ|đến|sau|trước|so\s+với|định\s+hướng(?:\s+đến)?|tầm\s+nhìn(?:\s+đến)?|kh|kế\s+hoạch|dự\s+toán|vốn|cùng\s+kỳ|cknt|ck|sang|nguồn|đăng\s+ký|sinh|sn|giá\s+(?:cố\s+định|so\s+sánh|hiện\s+hành))\s+$"
)


@cache
def _day_cue() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){lexicon.alternation(lexicon.surfaces('date_cues', 'cue'))}\s*\(?$")


def date_spans(lower: str) -> list[tuple[int, int]]:
    """Half-open spans of everything that is a date or a period; a count that looks like one (9/9 thôn) is none."""
    found = [
        match.span()
        for words, patterns in _WORDED
        if any(word in lower for word in words)
        for pattern in patterns
        for match in pattern.finditer(lower)
        if not (_LONG_AGO.search(match.group()) and is_unit_at(lower, match.end()))
    ]
    if "tháng" in lower:
        found += [match.span() for match in _MONTHS_ONLY.finditer(lower) if match_money(lower, match.end()) is None]
    ends = {end for _, end in found}
    for match in _DAY_MONTH.finditer(lower):
        before = lower[max(0, match.start() - 30) : match.start()]
        joined = any(
            end in ends and _TO.fullmatch(lower, end, match.start())
            for end in range(max(0, match.start() - 14), match.start() + 1)
        )
        if (joined or _day_cue().search(before)) and not is_unit_at(lower, match.end()):
            found.append(match.span())
            ends.add(match.end())
    for match in _BARE_YEAR.finditer(lower):
        before = lower[max(0, match.start() - 40) : match.start()]
        opens = before.rstrip().endswith("(") and lower.startswith(":", match.end())  # "(2014: 37 vụ)"
        if opens or (_YEAR_CUE.search(before) and not is_unit_at(lower, match.end())):
            found.append(match.span())
    return sorted(found)

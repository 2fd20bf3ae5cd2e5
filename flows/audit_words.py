"""The words around a finding, in the two languages that findings are told in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Words:
    """What `soxa audit` says itself; the sentences of the findings come from the mart."""

    broken: str
    nothing_broken: str
    nothing_checked: str
    hold: str
    place: str
    by_report: str
    columns: tuple[str, ...]
    weightiest: str
    more: str
    roles: Mapping[str, str]
    checks: Mapping[str, str]
    header: tuple[str, str, str, str]
    unnamed: str
    code: str
    issued: str
    not_issued: str
    no_period: str
    span: str
    as_of: str
    size: str
    day: str
    periods: Mapping[str, str]

    def date(self, day: date) -> str:
        """A day as readers of the language write it."""
        return day.strftime(self.day)

    def period(self, code: str | None) -> str:
        """The code of a period in words: 2023-H1 is 6 tháng đầu năm 2023."""
        if not code:
            return ""
        year, _, part = code.partition("-")
        kind = "month" if part.isdigit() else "months" if part.endswith("M") else part or "year"
        return self.periods.get(kind, code).format(year=year, part=part.removesuffix("M").lstrip("0"))


VI = Words(
    broken="Không khớp: {broken} trong {total} phép tính",
    nothing_broken="Cả {total} phép tính tìm thấy trong báo cáo đều khớp.",
    nothing_checked="Không tìm thấy phép tính nào trong báo cáo.",
    hold="Khớp: {counts}",
    place="dòng {line}",
    by_report="Theo báo cáo",
    columns=("báo cáo", "đơn vị", "kỳ", "khớp", "không khớp"),
    weightiest="Đáng hỏi trước nhất: {shown} trong {total} chỗ không khớp",
    more="`soxa audit BÁO_CÁO` cho xem từng con số và câu văn của một báo cáo.",
    roles={
        "total": "số ghi",
        "part": "thành phần",
        "minuend": "số bị trừ",
        "subtrahend": "số trừ",
        "percent": "tỷ lệ",
        "numerator": "tử số",
        "denominator": "mẫu số",
        "current": "kỳ này",
        "prior": "kỳ trước",
        "change": "mức thay đổi",
        "unit_price": "đơn giá",
        "count": "số lượng",
    },
    checks={
        "sum": "tổng",
        "difference": "hiệu",
        "ratio": "tỷ lệ",
        "pct_sum": "cơ cấu 100%",
        "growth": "tăng giảm",
        "product": "đơn giá × số lượng",
        "restated": "ghi hai nơi",
    },
    header=("đơn vị", "văn bản", "kỳ", "tệp"),
    unnamed="không ghi tên",
    code=" (mã {code})",
    issued="{number} ngày {day}",
    not_issued="không in số và ngày",
    no_period="không ghi kỳ báo cáo",
    span=" (từ {start} đến {end})",
    as_of=", số liệu đến {day}",
    size="{file}, {chars} ký tự, {figures} số liệu",
    day="%d/%m/%Y",
    periods={
        "year": "năm {year}",
        "H1": "6 tháng đầu năm {year}",
        "H2": "6 tháng cuối năm {year}",
        "Q1": "quý I/{year}",
        "Q2": "quý II/{year}",
        "Q3": "quý III/{year}",
        "Q4": "quý IV/{year}",
        "months": "{part} tháng năm {year}",
        "month": "tháng {part}/{year}",
    },
)

EN = Words(
    broken="Does not come out: {broken} of {total} checks",
    nothing_broken="All {total} sums, ratios and comparisons that were found in this report come out.",
    nothing_checked="No sum, ratio or comparison was found in this report.",
    hold="Come out: {counts}",
    place="line {line}",
    by_report="By report",
    columns=("report", "unit", "period", "hold", "broken"),
    weightiest="To be asked about first: {shown} of {total} findings",
    more="`soxa audit REPORT` shows every figure and sentence of one report.",
    roles={"total": "stated", "unit_price": "unit price"},
    checks={"pct_sum": "shares of 100 %"},
    header=("unit", "document", "period", "file"),
    unnamed="not named",
    code=" (code {code})",
    issued="{number} of {day}",
    not_issued="number and date not printed",
    no_period="not stated",
    span=" ({start} to {end})",
    as_of=", as of {day}",
    size="{file}, {chars} characters, {figures} figures",
    day="%Y-%m-%d",
    periods={},
)

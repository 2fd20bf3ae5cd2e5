"""The words around a finding, in the two languages that findings are told in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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


VI = Words(
    broken="Không khớp: {broken} trong {total} phép tính",
    nothing_broken="Cả {total} phép tính tìm thấy trong báo cáo đều khớp.",
    nothing_checked="Không tìm thấy phép tính nào trong báo cáo.",
    hold="Khớp: {counts}",
    place="dòng {line}, ký tự {char}",
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
)

EN = Words(
    broken="Does not come out: {broken} of {total} checks",
    nothing_broken="All {total} sums, ratios and comparisons that were found in this report come out.",
    nothing_checked="No sum, ratio or comparison was found in this report.",
    hold="Come out: {counts}",
    place="line {line}, character {char}",
    by_report="By report",
    columns=("report", "unit", "period", "hold", "broken"),
    weightiest="To be asked about first: {shown} of {total} findings",
    more="`soxa audit REPORT` shows every figure and sentence of one report.",
    roles={"total": "stated", "unit_price": "unit price"},
    checks={"pct_sum": "shares of 100 %"},
)

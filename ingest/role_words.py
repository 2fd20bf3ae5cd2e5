"""Wordings that decide between roles and are grammar rather than vocabulary; :mod:`ingest.roles` weighs them."""

from __future__ import annotations

import re

PLANNED_UNITS = frozenset(
    {"VND", "ha", "tonne", "animal", "kg", "m", "km", "m2", "m3", "VND/person/year", "visit", "tạ/ha"}
)
"""Of such an amount an office gives the share of its plan; of people and households a share of their number."""
RATE_WORDS = re.compile(
    r"(?<![^\W_])(?:tỷ\s+lệ|tỉ\s+lệ|tỷ\s+suất|tỷ\s+trọng|cơ\s+cấu|độ\s+che\s+phủ|mức\s+độ)(?![^\W_])"
)
INDEX = re.compile(
    r"^\s*(?:so\s+(?:với\s+)?)?(?:cùng\s+kỳ|cknt|ck|năm\s+trước|năm\s+\d{4})|^\s*so\s+(?:với\s+)?(?:cùng|năm|thực\s+hiện)"
)
REACHES_RATE = re.compile(
    r"^\s*[,;(]?\s*(?:đạt|bằng|=)?\s*(?:tỷ|tỉ)\s+lệ(?:\s+(?:là|đạt|:))*\s*$|^\s*[,;(]?\s*(?:đạt|bằng)\s+tỷ\s+lệ\s*$"
)
"""Right behind an amount over its plan: "đạt tỷ lệ 83,96%"."""
RATE_OF_CHANGE = re.compile(r"^[\s,;(]*(?:tỷ|tỉ)\s+lệ\s+(?:tăng|giảm)(?:\s+là)?\s*$")
""" "giảm 06 vụ, tỷ lệ giảm 19,35%": growth of the number, no change of a rate."""
BUDGETED = re.compile(r"(?:^|[/(,;])\s*dt(?:\s+(?:giao|năm|huyện|là|[:=]))*\s*:?\s*$")
"""Before money DT is the dự toán, elsewhere an area."""
OF_BUDGET = re.compile(r"(?<![^\W_])(?:thu|chi|ngân\s+sách|nsnn|ns|nsx|giải\s+ngân|vốn|quỹ)(?![^\W_])[^,;()]*$")
"""Of two amounts of a budget with a share behind them ("7.415/6.980 triệu đồng (106,2%)") the second is the plan."""
CHANGE_BRACKET = re.compile(r"\(\s*(?:tăng|giảm)\s[^()]*$")
PLAN_AMOUNT = re.compile(r"^\s*\(\s*(?:kh|ctnq|ctkh|kế\s+hoạch|dự\s+toán|chỉ\s+tiêu|dt)(?![^\W_])")
REACHES = re.compile(
    r"(?<![^\W_])(?:đạt|bằng|vượt|=|đạt\s+tỷ\s+lệ)(?:\s+(?:tỷ\s+lệ|khoảng|trên|được|ước|:))*\s*$|=\s*$"
)
SHARE = re.compile(r"(?<![^\W_])chiếm(?:\s+[^\W\d_]+){0,3}\s*$")
OTHER_YEAR = re.compile(r"^\W*(?:trong\s+)?năm\s+((?:19|20)\d\d)(?!\s*[-–])")
START_OF_YEAR = re.compile(
    r"(?:^|[;:,]\s)\W*đầu\s+(?:năm|kỳ)(?:\s+\d{4})?(?:[\s,]+(?:theo\s+chuẩn(?:\s+[^\W\d_]+){1,3}|\([^()]*\)))*[\s,]+"
    r"(?:(?:tổng\s+số|số|hộ|cận|nghèo|toàn|xã|phường|thị\s+trấn|trên\s+địa\s+bàn)\s+)*(?:(?:có|còn|là)\s|(?<=xã\s)(?=\d|$)|(?<=phường\s)(?=\d|$)|(?<=trấn\s)(?=\d|$))"
)
END_OF_YEAR = re.compile(r"cuối\s+năm\s+((?:19|20)\d\d)\s+(?:[^\W\d_]+\s+){0,3}?(?:có|còn|là)\s")
"""Stock at the end of a year that is named."""
EARLIER_BRACKET = re.compile(
    r"\s*(?:so\s+(?:với\s+)?)?(?:cùng\s+kỳ|cknt|ck|đầu\s+(?:năm|kỳ)|năm\s+(?:trước|ngoái)(?!\s+(?:chuyển|sang|tồn|còn))|kỳ\s+trước(?!\s+(?:chuyển|sang|tồn|còn))|ck)(?![^\W_])(?:(?!tăng|giảm)[^;])*$"
)
NOW = re.compile(
    r"(?<![^\W_])(?:đến\s+nay|đến\s+cuối|đến\s+(?:hết\s+)?tháng|cuối\s+(?:năm|kỳ)|trong\s+(?:năm|kỳ)|thoát|phát\s+sinh|hiện|còn\s+lại|qua\s+(?:rà\s+soát|bình\s+xét|điều\s+tra|khảo\s+sát)|dự\s+kiến|đã|sau\s+rà\s+soát)(?![^\W_])"
)
"""Stock at the start of the year, until the sentence comes back to now."""
ALIKE = re.compile(r"^\s*\)?\s*(?:=|\(|[,;]?\s*(?:tương\s+(?:ứng|đương)|tức(?:\s+là)?)(?:\s+(?:tăng|giảm))?)\s*$")
PLAN_AFTER = re.compile(
    r"^\s*\(\s*(?:kh|kế\s+hoạch|dự\s+toán|dt)(?![^\W_])[^()\d]*\)"
    r"|^\s*(?:kh|ctnq|ctkh|kế\s+hoạch|dự\s+toán|chỉ\s+tiêu)(?![^\W_])(?!\s+(?:đạt|phát))"
)
PLAN_COMPARED = re.compile(
    r"(?<!vượt )(?<!tăng )(?<!giảm )(?<![^\W_])so\s+(?:với\s+)?(?:kh|ctnq|ctkh|kế\s+hoạch|dự\s+toán|chỉ\s+tiêu)"
    r"(?:\s+(?:năm|giao|được\s+giao|đề\s+ra|huyện|tỉnh|hđnd|là))*\s*$"
)
"""An amount right behind "so với dự toán" is the plan itself."""
COMPARED_TO = re.compile(r"(?<![^\W_])so\s+(?:với\s+)?(?:có\s+)?$")
COMPARED_WITH = re.compile(r"^\s*(?:(?:của|trong|vào)\s+)?(?:cùng\s+kỳ|cknt|ck|năm\s+(?:trước|ngoái))(?![^\W_])")
"""An amount between "so với" and "cùng kỳ" is the earlier value."""
PRIOR_WORD = re.compile(r"[\s;,(]*(?:cùng\s+kỳ|cknt|ck|năm\s+(?:trước|ngoái))(?:\s+(?:là|đạt))?\s*")
OF_WHOLE = re.compile(
    r"\s*(?:trên\s+|trong\s+)?(?:tổng|số|diện\s+tích(?!\s+(?:kh|kế|gieo\s+cấy\s+theo))|dân\s+số|quân\s+số)\s+[^\W\d_]"
)
YIELD = re.compile(r"(?<![^\W_])(?:năng\s+suất|ns)(?:\s+(?:bình\s+quân|ước|đạt|là))*\s*$")
POORER = re.compile(r"(?<![^\W_])giảm(?:\s+(?:từ|trên|thêm|ít\s+nhất|tối\s+thiểu|khoảng))*\s*$")
OF_THE_POOR = re.compile(r"\s*(?:tỷ\s+lệ\s+)?hộ\s+(?:cận\s+)?nghèo")
""" "KH giảm từ 5,5% hộ nghèo trở lên": so many points of the poverty rate."""
OF_POVERTY = re.compile(r"(?<![^\W_])hộ\s+(?:cận\s+)?nghèo(?![^\W_])")
"""Beside a share of the poor, "giảm 15 hộ, giảm 0,76%" takes 15 of the households and 0,76 points of the rate."""
LESS_OF_A_RATE = re.compile(
    r"(?<![^\W_])(?:giảm|hạ)(?:\s+(?:tỷ|tỉ)\s+lệ(?:\s+(?!đạt|lên|còn|xuống|dưới|là)[^\W\d_]+){1,6}?|\s+hộ\s+(?:cận\s+)?nghèo)"
    r"(?:\s+(?:từ|trên|thêm|ít\s+nhất|tối\s+thiểu|khoảng))*\s*$"
)
""" "Giảm tỷ lệ hộ nghèo 3%", "giảm tỷ lệ hộ nghèo từ 3% trở lên": so many points."""
RISES = re.compile(r"(?<![^\W_])(?:tăng|giảm)\s*$")
BASE = re.compile(r"(?:trên|trong)\s+tổng\s+số\s*$")
COMPARED = re.compile(r"so\s+(?:với\s+)?(?:cùng\s+kỳ|cknt|ck|năm)|cùng\s+kỳ|(?<![^\W_])(?:tăng|giảm)(?![^\W_])")


DISBURSED = re.compile(
    r"\s*[,;]\s*(?:(?:đến\s+nay|đã|mới|được|khối\s+lượng|hoàn\s+thành)\s+)*(?:giải\s+ngân|thanh\s+toán)(?:\s+(?:được|là|đạt))*\s*$"
)
BEHIND_CHANGE = re.compile(r"^[^,;()\d]{0,12}\(\s*$")
COMPARED_BEFORE = re.compile(r"(?:^|\s)so\s+(?:với\s+)?(?:cùng\s+kỳ|cknt|ck|năm\s+(?:trước|ngoái|\d{4}))[^;.]{0,30}$")
ITS_SHARE = re.compile(r"^\s*,?\s*(?:chiếm|tỷ\s+lệ|tỉ\s+lệ)(?:\s+(?:tỷ\s+lệ|tỉ\s+lệ|là))?\s*$")
""" "giảm 59 hộ so với đầu năm (246 hộ, chiếm 15,06%)": the share is as old as the number."""
AS_MUCH_AS = re.compile(r"^\s*\)?\s*,?\s*bằng\s*$")
FROM = re.compile(r"(?<![^\W_])từ\s*$")
TO = re.compile(r"^[^;.()\d]{0,15}(?:giảm|tăng|nâng|hạ)\s+(?:xuống|lên|còn)")
"""An amount between "từ" and "giảm xuống còn" is what was before."""

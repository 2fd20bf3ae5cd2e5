"""Texts of reports spoiled at random: what may stand in a file that a clerk, a converter or a villain made."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

from reading import HEAD

from warehouse.paths import SAMPLES

HERE = Path(__file__).parent
LONGEST = 400_000
"""Characters that a spoiled text has at most: longer ones cost time and show nothing new."""

_ODD = (
    *(
        "٣٤",
        "１２",
        "²",
        "½",
        "𝟙𝟚𝟛",
        "①",
        "Ⅳ",
        "५",
        "1.234.567,89",
        "0,0,0",
        "1.2.3.4.5",
        "9" * 400,
        "1e400",
        "-5",
        "+",
    ),
    *("\u200b", "\u202e", "\u2066", "\u0301" * 40, "\ufeff", "\x00", "\r", "\x0b", "\x0c", "\x1b", "\u2028", "\u00a0"),
    *("İ", "ẞ", "ŉ", "ﬁ", "ﷺ", "각", "👨\u200d👩\u200d👧", "\u0300", "đ\u0309", "\ufffd", "\U0010ffff", "Ω", "ǆ"),
    *(
        "|",
        "||||",
        "|---|",
        "| 1 | 2 |\n",
        "#" * 30,
        "```\n",
        "\\",
        "*" * 50,
        "[^1]",
        "[^1]: ",
        "¹",
        "¹ ",
        "<b>",
        "&#0;",
    ),
    *(
        "(",
        ")",
        "[",
        "“",
        "”",
        ":",
        ";",
        ".",
        ",",
        "…",
        "–",
        "=",
        "/",
        "%",
        "%%",
        "\t",
        "      ",
        "\n",
        "\n\n",
        "- ",
        "+ ",
    ),
    *(
        " trong đó: ",
        " gồm ",
        " đạt ",
        " tỷ đồng ",
        " triệu ",
        " hộ ",
        " ha ",
        " năm ",
        " so với ",
        " cùng kỳ ",
        " tăng ",
    ),
    *(
        " còn lại ",
        " mỗi ",
        " từ ",
        " đến ",
        " mười hai ",
        " nửa ",
        " I. ",
        " a) ",
        " 1.1. ",
        "30/02/2023",
        "ngày 32 tháng 13",
    ),
    *("ông ", "hộ ", "Nguyễn Văn ", "H'", "Y' ", "NGUYỄN THỊ", "Số: ", "BÁO CÁO\n", "TM. ", "Nơi nhận:\n", "PHỤ LỤC\n"),
)


@cache
def reports() -> tuple[str, ...]:
    """Every report and passage that the tests have."""
    places = (SAMPLES, HERE / "fixtures" / "reports", HERE / "passages")
    return tuple(path.read_text(encoding="utf-8") for place in places for path in sorted(place.glob("*.txt")))


def spoiled_text(chance: Random) -> str:
    """A part of a report, rarely a whole one, with one to twelve things done to it."""
    text = _part(chance)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 12))):
        text = chance.choice(_CHANGES)(chance, text)[:LONGEST]
    return HEAD + text if chance.random() < 0.3 else text


def _part(chance: Random) -> str:
    text = chance.choice(reports())
    if chance.random() < 0.02:
        return text
    length = chance.choice((80, 400, 1_500, 4_000))
    start = chance.randrange(max(1, len(text) - length))
    return text[start : start + length]


def _place(chance: Random, text: str, longest: int = 200) -> tuple[int, int]:
    start = chance.randrange(len(text) + 1)
    return start, min(len(text), start + chance.randrange(1, longest))


def _put_in(chance: Random, text: str) -> str:
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(_ODD) + text[at:]
    return text


def _take_out(chance: Random, text: str) -> str:
    start, end = _place(chance, text)
    return text[:start] + text[end:]


def _cut_off(chance: Random, text: str) -> str:
    return text[: chance.randrange(len(text) + 1)]


def _repeat(chance: Random, text: str) -> str:
    start, end = _place(chance, text, chance.choice((4, 40, 400)))
    times = chance.choice((2, 3, 10, 60, 60, 700))
    return text[:end] + text[start:end] * times + text[end:]


def _other_order(chance: Random, text: str) -> str:
    lines = text.split("\n")
    for _ in range(chance.randrange(1, 8)):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _other_lines(chance: Random, text: str) -> str:
    """Line breaks where there were none, none where there were some."""
    if chance.random() < 0.5:
        return text.replace("\n", chance.choice((" ", "", "\r\n", "\r", "\n\n")))
    return "".join(char if char != " " or chance.random() < 0.9 else "\n" for char in text)


def _other_digits(chance: Random, text: str) -> str:
    known = "0123456789" if chance.random() < 0.7 else "0123456789.,- /%¹٣"
    return "".join(chance.choice(known) if char.isdigit() and chance.random() < 0.3 else char for char in text)


def _other_separators(chance: Random, text: str) -> str:
    known = (".", ",", " ", "", "\u00a0", "/", "-", ":", ";", ". ", "\n")
    return "".join(chance.choice(known) if char in ".,;:" and chance.random() < 0.3 else char for char in text)


def _other_letters(chance: Random, text: str) -> str:
    start, end = _place(chance, text, 600)
    ways: tuple[Callable[[str], str], ...] = (
        str.upper,
        str.lower,
        str.title,
        str.swapcase,
        lambda part: unicodedata.normalize("NFD", part),
        lambda part: unicodedata.normalize("NFKD", part),
        lambda part: unicodedata.normalize("NFKC", part),
        lambda part: part[::-1],
    )
    return text[:start] + chance.choice(ways)(text[start:end]) + text[end:]


def _any_characters(chance: Random, text: str) -> str:
    ranges = ((0, 0x7F), (0x80, 0x24F), (0x300, 0x36F), (0x600, 0x6FF), (0x1E00, 0x2FFF), (0xE000, 0x10FFFF))
    low, high = chance.choice(ranges)
    made = "".join(chr(chance.randint(low, high)) for _ in range(chance.choice((1, 5, 40))))
    at = chance.randrange(len(text) + 1)
    return text[:at] + made + text[at:]


def _splice(chance: Random, text: str) -> str:
    other = chance.choice(reports())
    start, end = _place(chance, other, 1_500)
    at = chance.randrange(len(text) + 1)
    return text[:at] + other[start:end] + text[at:]


def _deep(chance: Random, text: str) -> str:
    """Brackets, lists and tables nested or wide beyond reason."""
    count = chance.choice((5, 60, 900))
    ways: tuple[Callable[[], str], ...] = (
        lambda: "(" * count + "12 hộ" + ")" * count,
        lambda: "trong đó " * count + "12 hộ",
        lambda: "\n".join(f"{'1.' * min(depth, 60)} Thu {depth} hộ, gồm:" for depth in range(1, min(count, 120))),
        lambda: "\n".join(f"{' ' * depth}- mục {depth}: {depth} hộ, trong đó:" for depth in range(min(count, 300))),
        lambda: f"| {' | '.join(str(one) for one in range(count))} |\n|{'---|' * count}\n| {'1.200 | ' * count}\n",
        lambda: "; ".join(f"thôn {one}: {one} hộ" for one in range(count)),
        lambda: " = ".join(f"{one} + {one}" for one in range(min(count, 200))),
    )
    at = chance.randrange(len(text) + 1)
    return text[:at] + "\n" + chance.choice(ways)() + "\n" + text[at:]


_CHANGES: tuple[Callable[[Random, str], str], ...] = (
    _put_in,
    _put_in,
    _take_out,
    _cut_off,
    _repeat,
    _other_order,
    _other_lines,
    _other_digits,
    _other_separators,
    _other_letters,
    _any_characters,
    _splice,
    _deep,
)

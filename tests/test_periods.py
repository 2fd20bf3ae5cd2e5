"""What a figure of a report for a month or a quarter counts: the period itself, or the year so far."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reading import document, read

from ingest.read import read_document

MONTH = "ỦY BAN NHÂN DÂN\nXÃ AN BÌNH\n\nBÁO CÁO\nTình hình kinh tế - xã hội tháng 10 năm 2022\n\n"
QUARTER = "ỦY BAN NHÂN DÂN\nXÃ AN BÌNH\n\nBÁO CÁO\nTình hình kinh tế - xã hội quý III năm 2021\n\n"
PASSAGES = sorted((Path(__file__).parent / "passages").glob("*.txt"))


@pytest.mark.parametrize(
    ("head", "body", "periods"),
    [
        (MONTH, "Tiếp nhận 36 hồ sơ, lũy kế 10 tháng 482 hồ sơ, đạt 99,5%.", "2022-10 2022-10M 2022-10M"),
        (MONTH, "Luỹ kế 10 tháng xảy ra 34 vụ: trộm cắp 19 vụ; làm rõ 26 vụ.", "2022-10M 2022-10M 2022-10M"),
        (
            MONTH,
            "Bắt 04 vụ; lũy kế 41 vụ, 56 đối tượng; đưa đi cai nghiện 2 người.",
            "2022-10 2022-10M 2022-10M 2022-10",
        ),
        (MONTH, "Đăng ký khai sinh 31 trường hợp (lũy kế 318); khai tử 12 (147).", "2022-10 2022-10M 2022-10 2022-10M"),
        (MONTH, "Lũy kế 341 vụ; trong tháng xảy ra 03 vụ.", "2022-10M 2022-10"),
        (MONTH, "Lũy kế 10 tháng xảy ra 34 vụ (cùng kỳ 39 vụ).", "2022-10M 2021-10M"),
        (
            QUARTER,
            "Quý III sinh 41 cháu; tính chung 9 tháng sinh 128 cháu, con thứ ba 17 cháu.",
            "2021-Q3 2021-9M 2021-9M",
        ),
        (QUARTER, "Thu 7.218 triệu đồng lũy kế từ đầu năm; gồm thu hưởng 642 triệu đồng.", "2021-Q3 2021-9M"),
    ],
    ids=[
        "to the end",
        "whole sentence",
        "to the semicolon",
        "in brackets",
        "and back",
        "year before",
        "quarter",
        "parts",
    ],
)
def test_the_year_so_far_is_told_from_the_month(head: str, body: str, periods: str) -> None:
    assert [figure.period for figure in read(body, head).figures] == periods.split()


@pytest.mark.parametrize("path", PASSAGES, ids=lambda path: path.stem)
def test_values_are_of_the_period_that_a_reader_gives_them(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as handle:
        reading = read_document(document(handle.read(), path.name))
    periods = {figure.char_start: figure.period or reading.header.period for figure in reading.figures}
    facts = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["facts"]
    stated = [
        (periods[fact["start"]], fact)
        for fact in facts
        if fact["scenario"] == "actual" and fact["scope"] != "prior" and fact["start"] in periods
    ]
    wrong = [(found, fact) for found, fact in stated if found != fact["period"] and "asof" not in fact["period"]]
    assert len(wrong) <= 0.05 * len(stated), wrong

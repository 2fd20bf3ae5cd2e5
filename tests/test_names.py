"""Private people in the text of reports: who is found, and what is no person."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import document, read

from ingest.model import Reading
from ingest.read import read_document
from warehouse.paths import SAMPLES

TESTS = Path(__file__).parent
NAMED = tomllib.loads((TESTS / "fixtures" / "person_names.toml").read_text(encoding="utf-8"))
SENTENCES = tomllib.loads((TESTS / "fixtures" / "name_sentences.toml").read_text(encoding="utf-8"))["sentence"]


def report(name: str) -> Reading:
    folder = SAMPLES if (SAMPLES / f"{name}.txt").exists() else TESTS / "fixtures" / "reports"
    with (folder / f"{name}.txt").open(encoding="utf-8", newline="") as handle:
        return read_document(document(handle.read()))


def found(body: str) -> list[str]:
    return [name.name for name in read(body).names]


@pytest.mark.parametrize("name", NAMED)
def test_every_private_person_of_a_report_is_found_and_nobody_else(name: str) -> None:
    reading, people = report(name), NAMED[name]
    one_line = " ".join(reading.document.text.split())
    for person in (*people["private"], *people["public"]):
        assert person in one_line
    names = [one.name for one in reading.names]
    assert {one: names.count(one) for one in names} == people["private"]


@pytest.mark.parametrize("name", NAMED)
def test_spans_of_names_lead_to_the_text(name: str) -> None:
    reading = report(name)
    for one in reading.names:
        assert reading.document.text[one.char_start : one.char_end] == one.printed
        assert " ".join(one.printed.split()) == one.name


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence["text"][:30])
def test_sentences_of_other_offices(sentence: dict[str, Any]) -> None:
    assert found(sentence["text"]) == sentence["private"]


@pytest.mark.parametrize("path", sorted((TESTS / "passages").glob("*.txt")), ids=lambda path: path.stem)
def test_the_private_people_of_a_passage_are_found_and_nobody_else(path: Path) -> None:
    reading = read_document(document(path.read_text(encoding="utf-8")))
    stated = json.loads(path.with_suffix(".json").read_text(encoding="utf-8")).get("private_names", [])
    assert {one.name for one in reading.names} == set(stated)


def test_a_name_of_one_word_is_found_with_the_word_that_tells_it_from_others() -> None:
    (one,) = read("Hỗ trợ ông Sáu 5 triệu đồng trong sáu tháng; Sáu tháng cuối năm trồng 3 ha.").names
    assert one.name == "ông Sáu"
    assert one.char_end - one.char_start == len("Sáu")


def test_decomposed_letters_are_read_and_kept_as_printed() -> None:
    printed = unicodedata.normalize("NFD", "Nguyễn Thị Hường")
    (one,) = read(f"Phạt bà {printed} 2.000.000 đồng.").names
    assert one.printed == printed
    assert one.name == "Nguyễn Thị Hường"


def test_whom_an_office_names_once_is_no_private_person_anywhere_in_the_report() -> None:
    body = "Ông Lê Văn Đạo, Chủ tịch UBND xã, dự 3 buổi.\n\nÔng Lê Văn Đạo tặng 12 suất quà cho bà Lê Thị Đào.\n"
    assert found(body) == ["Lê Thị Đào"]


def test_a_signature_is_no_private_person_but_an_annex_behind_it_may_name_some() -> None:
    body = (
        "Chi 12 triệu đồng.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n"
        "Trần Thị Bảy\n\nPHỤ LỤC\nDanh sách hộ được hỗ trợ\n\n| TT | Họ tên | Số tiền |\n|---|---|---|\n"
        "| 1 | Nguyễn Thị Tám | 500.000 |\n| 2 | Lê Văn Chín | 700.000 |\n"
    )
    assert found(body) == ["Nguyễn Thị Tám", "Lê Văn Chín"]


def test_of_the_words_that_are_no_names_fewer_than_one_in_a_hundred_are_taken_for_one() -> None:
    """Counted over the sentences written to mislead: all words but those of the names that a reader marked."""
    others = wrong = 0
    for sentence in SENTENCES:
        names = sentence["private"]
        others += len(re.findall(r"[^\W\d_]+", sentence["text"])) - sum(len(name.split()) for name in names)
        wrong += sum(len(name.split()) for name in found(sentence["text"]) if name not in names)
    assert others > 5_800
    assert wrong < others / 100


PIECES = (
    *(
        "ông ",
        "Ông ",
        "hộ ",
        "thôn ",
        "đường ",
        "gồm: ",
        "Chủ tịch ",
        "nguyên ",
        "tức ",
        "(",
        ")",
        ", ",
        "; ",
        ". ",
        ": ",
        "\n",
    ),
    *(
        "Nguyễn ",
        "Văn ",
        "Thị ",
        "văn ",
        "thị ",
        "An ",
        "NGUYỄN ",
        "A",
        "N.",
        "V.",
        "H'",
        "Y ",
        "Niê ",
        "Rơ Châm ",
        "Lê Lợi ",
    ),
    *("sáu ", "Sáu ", "sinh năm ", "12 ", "– ", "| ", "hoa ", "Thoa, ", "\u0301", "'", "đ/c "),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_of_any_words_names_stand_where_they_are_said_to_be_and_apart(body: str) -> None:
    names = read(body).names
    text = read(body).document.text
    for one in names:
        assert one.printed.endswith(text[one.char_start : one.char_end])
    assert all(one.char_end <= other.char_start for one, other in pairwise(names))


def test_an_apostrophe_without_a_name_behind_it_is_no_name() -> None:
    assert found("Giữ vững trật H'tự; kiến thiết cơ bản H'4,5 ha; Y' 3 hộ.") == []


def test_an_occasion_that_opens_an_item_of_a_list_about_people_is_no_person() -> None:
    body = "4. Danh sách hộ được hỗ trợ lao động, giảm nghèo:\n\n- Dịp Tết Nguyên đán chuyển 120 suất quà.\n"
    assert found(body) == []

"""Folding: what it unifies, what it leaves alone, and that its map always leads back to the original."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.folding import Folded, fold, fold_key

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

ALPHABET = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxy" "ĐƯÂÊÔA" "àáảãạầấẩẫậèẻọỏợờụủỷýỳỹ" "0123456789.,;:-/%() \n\t"
    "\u0300\u0301\u0302\u0303\u0309\u0323\u031b\u0306" "\u00a0\u202f\u200b\u200d\ufeff\u00ad\u200e\r\x0c\x00"
    "¸®µ¹§¨©ª«¬·ÊÞßéëøñöïÐð" "\u212b\u2126" "가\u1100\u1161" "²³½İΣ🌈"
)  # fmt: skip
some_text = st.one_of(st.text(alphabet=ALPHABET, max_size=200), st.text(max_size=60))


def assert_map_leads_back(original: str, folded: Folded) -> None:
    count = len(folded.text)
    assert len(folded.lower) == count
    assert len(folded.starts) == count + 1
    assert len(folded.ends) == count
    assert folded.starts[count] == len(original)
    assert list(folded.starts) == sorted(folded.starts)
    assert list(folded.ends) == sorted(folded.ends)
    assert all(0 <= start < end <= len(original) for start, end in zip(folded.starts, folded.ends, strict=False))


@settings(deadline=None)
@given(some_text)
def test_every_folded_character_has_its_place_in_the_original(text: str) -> None:
    assert_map_leads_back(text, fold(text))


@settings(deadline=None)
@given(some_text)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)
    assert fold(once.text).text == once.text
    assert fold(once.text).lower == once.lower


@settings(deadline=None)
@given(some_text)
def test_composed_and_decomposed_letters_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)).text == fold(text).text


@settings(deadline=None)
@given(some_text)
def test_number_tokens_survive_with_their_places(text: str) -> None:
    folded = fold(text)
    found = [folded.span(match.start(), match.end()) for match in NUMBER.finditer(folded.text)]
    assert found == [match.span() for match in NUMBER.finditer(text)]


@settings(deadline=None)
@given(st.text(alphabet="aâbcđêhnoơuưyàáạấậ 0123.,\n\u0300\u0301\u0302\u0323", max_size=80))
def test_the_original_behind_a_character_folds_to_it(text: str) -> None:
    folded = fold(text)
    for index, char in enumerate(folded.text):
        start, end = folded.starts[index], folded.ends[index]
        assert char in unicodedata.normalize("NFC", text[start:end])


@pytest.mark.parametrize(
    ("written", "alike"),
    [
        ("hoà bình", "hòa bình"),
        ("THUỶ LỢI", "THỦY LỢI"),
        ("sức khoẻ", "sức khỏe"),
        ("uỷ ban", "ủy ban"),
        ("quý", "qúy"),
        ("UỶ BAN NHÂN DÂN", "Ủy ban nhân dân"),
    ],
)
def test_old_and_new_tone_placement_fold_alike(written: str, alike: str) -> None:
    assert fold(written).lower == fold(alike).lower
    assert fold(written).text == written


@pytest.mark.parametrize("word", ["hoàn", "khoản", "toán", "quý", "quỹ", "xoáy", "huýt", "loại", "tuỳnh", "ngoài"])
def test_closed_syllables_and_qu_keep_their_tone(word: str) -> None:
    assert fold(word).lower == word


def test_lexicon_strings_are_keys_of_the_same_form() -> None:
    assert fold_key("  Uỷ ban\u00a0 nhân  dân ") == "ủy ban nhân dân"


def test_windows_line_ends_spaces_and_byte_order_mark() -> None:
    text = "\ufeffTổng thu:\u00a01.234\u202fđồng\r\nhết\u00ad."
    folded = fold(text)
    assert folded.text == "Tổng thu: 1.234 đồng\nhết."
    at = folded.text.index("\n")
    assert folded.span(at, at + 1) == (text.index("\r"), text.index("\n") + 1)
    assert folded.span(0, 4) == (1, 5)


def test_clean_text_is_its_own_folding() -> None:
    text = "Thu ngân sách đạt 9.611.073.450 đồng, bằng 82,62% (KH 65 triệu).\n"
    folded = fold(text)
    assert folded.text is text
    assert folded.starts == range(len(text) + 1)


TCVN3_LINE = "Héi ®ång nh©n d©n x· ®· häp phiªn th\u00adêng kú gi÷a n¨m 2019, giao 12 chØ tiªu"
TCVN3_READ = "Hội đồng nhân dân xã đã họp phiên thường kỳ giữa năm 2019, giao 12 chỉ tiêu"


def test_a_tcvn3_passage_is_read() -> None:
    folded = fold(TCVN3_LINE)
    assert folded.text == TCVN3_READ
    assert folded.starts == range(len(TCVN3_LINE) + 1) or list(folded.starts) == list(range(len(TCVN3_LINE) + 1))
    assert [TCVN3_LINE[start:end] for start, end in folded.legacy] == [TCVN3_LINE[: TCVN3_LINE.index("chØ") + 8]]


def test_unicode_words_beside_a_tcvn3_passage_stay() -> None:
    text = f"{TCVN3_LINE}; các ấp có 15 hộ thôn Xã\nUBND xã từ ngày 13/8 x· ®· vËn ®éng"
    assert fold(text).text == f"{TCVN3_READ}; các ấp có 15 hộ thôn Xã\nUBND xã từ ngày 13/8 xã đã vận động"


def test_a_tcvn3_passage_that_lost_its_soft_hyphens_is_read_as_far_as_it_goes() -> None:
    assert fold("c¸c trêng tuyªn d¬ng gi¸o viªn").text == "các trờng tuyên dơng giáo viên"


def test_capitals_of_a_tcvn3_heading() -> None:
    assert fold("B¸O C¸O KÕT QU¶ thùc hiÖn nhiÖm vô").lower == "báo cáo kết quả thực hiện nhiệm vụ"


def test_a_vni_passage_is_read_and_mapped() -> None:
    text = "Hoäi ñoàng nhaân daân xaõ ñaõ hoïp thöôøng kyø naêm 2019, coù 12 chæ tieâu"
    folded = fold(text)
    assert folded.text == "Hội đồng nhân dân xã đã họp thường kỳ năm 2019, có 12 chỉ tiêu"
    at = folded.text.index("thường")
    start, end = folded.span(at, at + len("thường"))
    assert text[start:end] == "thöôøng"
    assert_map_leads_back(text, folded)


@pytest.mark.parametrize(
    "text",
    [
        "Où est passé le café ? Là où il était, où la fête a été préparée à la crème brûlée.",
        "España, año, niño, señor; Müller, Köln, schön; São João; Citroën, Loïc, maïs, naïf.",
        "diện tích 149,3ha¹, đất 47,4 m², lúa² tốt³, hộ nghèo¹⁵, §1, «tốt», 37°C, 5µm, ±0,5",
        "Tổ chức các hoạt động hè; xã Trà Tân có là có, không là không; bà Ký, ông Hòa, cô Hà.",
        "xã đã có là và à ô ơ ư",
    ],
)
def test_other_texts_are_never_taken_for_a_legacy_font(text: str) -> None:
    assert fold(text).text == text
    assert fold(text).legacy == ()


def test_the_letter_eth_typed_for_the_vietnamese_d() -> None:
    assert fold("Ðảng ủy, ðịa bàn").text == "Đảng ủy, địa bàn"


SCANNED = (
    "Tổng thu ngân sácb xã đạt 5.120.000.000 đồng, bằng 104% dự toán; chi thường xuycn 3.870.000.000 đồng. "
    "Hồ sơ giải quyết trước han 412, đúng hạn 65, quá hạn 3. Trộm căp tài sản 04 vụ; tai nạn giao thôug 02 vụ. "
    "Tỷ lệ hộ nghco 2,5%; hộ cận nghèo 4,1%. Các ngành đã phôi hợp tricn khai kịp thời trên địa bàu toàn xã."
)


def test_fixed_phrases_of_a_scanned_text_are_read() -> None:
    folded = fold(SCANNED)
    for phrase in ("thu ngân sách xã", "chi thường xuyên", "giải quyết trước hạn", "trộm cắp", "tai nạn giao thông"):
        assert phrase in folded.lower
    assert "tricn khai" in folded.lower  # no fixed phrase: left as it stands
    assert len(folded.text) == len(SCANNED)
    assert [folded.span(at, at + 1) for at in (0, 40)] == [(0, 1), (40, 41)]


def test_digits_of_a_scanned_text_are_never_altered() -> None:
    text = SCANNED + " Giải quyết được 1ao động 12 người."
    assert re.findall(r"\d+", fold(text).text) == re.findall(r"\d+", text)


def test_a_typed_text_is_not_taken_for_a_scan() -> None:
    text = "Tổng thu ngân sach xã đạt 5.120.000.000 đồng; các tổ chức đã cùng ký cam kết bảo vệ môi trường sống xanh."
    assert fold(text).text == text

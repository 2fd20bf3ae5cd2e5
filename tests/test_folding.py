"""Folding: what it unifies, what it leaves alone, and that its map always leads back to the original."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
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


@given(some_text)
def test_every_folded_character_has_its_place_in_the_original(text: str) -> None:
    assert_map_leads_back(text, fold(text))


@given(some_text)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)
    assert fold(once.text).text == once.text
    assert fold(once.text).lower == once.lower


@given(some_text)
def test_composed_and_decomposed_letters_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)).text == fold(text).text


@given(some_text)
def test_number_tokens_survive_with_their_places(text: str) -> None:
    folded = fold(text)
    found = [folded.span(match.start(), match.end()) for match in NUMBER.finditer(folded.text)]
    assert found == [match.span() for match in NUMBER.finditer(text)]


@given(st.text(alphabet="aâbcđêhnoơuưyàáạấậ 0123.,\n\u0300\u0301\u0302\u0323", max_size=80))
def test_the_original_behind_a_character_folds_to_it(text: str) -> None:
    folded = fold(text)
    for index, char in enumerate(folded.text):
        start, end = folded.starts[index], folded.ends[index]
        assert char in unicodedata.normalize("NFC", text[start:end])

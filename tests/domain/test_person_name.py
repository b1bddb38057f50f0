"""Names as people have them, in the scripts of Taiwan and of those who live here."""

from __future__ import annotations

import unicodedata
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.domain.person_name import MOST, NameFault, PersonName, PersonNameError
from kiosk.domain.text import clean


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王小明", "王小明"),
        ("歐‧蜜·偉浪", "歐·蜜·偉浪"),
        ("夏曼・藍波安", "夏曼·藍波安"),
        ("Kolas Yotaka", "Kolas Yotaka"),
        ("Lo^oh Kacaw", "Lo^oh Kacaw"),
        ("ka:ayna: 'Oemaw", "ka:ayna: 'Oemaw"),
        ("Nguyễn Thị Hồng Hạnh", "Nguyễn Thị Hồng Hạnh"),
        ("Tân Bí-hūi, Tsè̤ng", unicodedata.normalize("NFC", "Tân Bí-hūi, Tsè̤ng")),
        ("François D’Angélo", "François D’Angélo"),
        ("𠮷田 𪚥", "𠮷田 𪚥"),
        ("\U00031350", "\U00031350"),
        ("ส้มโอ ใจดี", "ส้มโอ ใจดี"),
        ("３Ｍ台灣（股）公司", "3M台灣(股)公司"),
        ("  Mary \u3000 Lin ", "Mary Lin"),
        ("王小明\n", "王小明"),
        ("[@click=app.quit]王[/]", "[@click=app.quit]王[/]"),
        ("王" * MOST, "王" * MOST),
        ("e\u0301" * MOST, "é" * MOST),
    ],
)
def test_a_name_is_taken_as_it_is(typed: str, name: str) -> None:
    assert str(PersonName.parse(typed)) == name


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", NameFault.EMPTY),
        (" \u3000 ", NameFault.EMPTY),
        ("王" * (MOST + 1), NameFault.TOO_LONG),
        ("王" * 10_000, NameFault.TOO_LONG),
        ("王\x1b[31m明", NameFault.CHARACTER),
        ("王\x00明", NameFault.CHARACTER),
        ("王\n明", NameFault.CHARACTER),
        ("王\u2028明", NameFault.CHARACTER),
        ("王\u009b31m", NameFault.CHARACTER),
        ("王\u202e明", NameFault.CHARACTER),
        ("\u2067王明", NameFault.CHARACTER),
        ("王\u200b明", NameFault.CHARACTER),
        ("王\u3164明", NameFault.CHARACTER),
        ("王\ue000", NameFault.CHARACTER),
        ("王\ud800", NameFault.CHARACTER),
        ("a" + "\u0301" * 9, NameFault.CHARACTER),
        ("王💥", NameFault.CHARACTER),
        ("0912-345-678", NameFault.CHARACTER),
        ("·", NameFault.CHARACTER),
    ],
)
def test_what_is_no_name_is_refused_with_its_reason(typed: str, fault: NameFault) -> None:
    with pytest.raises(PersonNameError) as refusal:
        PersonName.parse(typed)
    assert refusal.value.fault is fault


def test_a_refusal_does_not_repeat_what_was_typed() -> None:
    with pytest.raises(PersonNameError) as refusal:
        PersonName.parse("王\x1b小明")
    assert "小明" not in repr(refusal.value)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王○明"),
        ("王明", "王○"),
        ("王", "王○"),
        ("歐陽小明", "歐○○明"),
        ("Lisin Kacaw", "L*** K***"),
        ("G\u0331w", "G\u0331○"),
    ],
)
def test_a_name_is_masked_for_others_eyes(name: str, masked: str) -> None:
    assert PersonName.parse(name).masked == masked


@given(st.text(max_size=50))
@example("\uff11\u212b")
def test_a_name_that_was_taken_is_safe_and_stays_as_it_is(typed: str) -> None:
    with suppress(PersonNameError):
        name = str(PersonName.parse(typed))
        assert clean(name) == name
        assert 0 < len(name) <= MOST
        assert not any(unicodedata.bidirectional(character) in {"LRE", "RLO", "LRI", "PDI"} for character in name)
        assert str(PersonName.parse(name)) == name
        assert clean(PersonName.parse(name).masked) == PersonName.parse(name).masked


@given(st.text(st.characters(categories=["Lu", "Ll", "Lo"], exclude_characters="\u115f\u1160\u3164\uffa0"), min_size=1))
def test_letters_of_any_script_are_a_name_of_up_to_forty(letters: str) -> None:
    composed = unicodedata.normalize("NFC", letters)
    if len(composed) <= MOST and clean(composed) == composed:
        assert len(str(PersonName.parse(letters))) <= MOST

"""What each key makes of the two boxes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.plate import SPECIAL, Plate, PlateError, PlateFault
from kiosk.widgets.typing.plate_text import PlateText


def after(keys: str, *, motorcycle: bool = False) -> PlateText:
    text = PlateText()
    for key in keys:
        text = text.typed(key, motorcycle=motorcycle)
    return text


@pytest.mark.parametrize(
    ("keys", "prefix", "suffix"),
    [
        ("bkz5937", "BKZ", "5937"),
        ("bkz-5937", "BKZ", "5937"),
        ("ｂｋｚ－５９３７", "BKZ", "5937"),
        ("b k z 5 9 3 7", "BKZ", "5937"),
        ("ab1234", "AB", "1234"),
        ("ab1-234", "AB1", "234"),
        ("ab-1-234", "AB", "1234"),
        ("bkz5-937", "BKZ", "5937"),
        ("使123", "使", "123"),
        ("1234ab", "1234", "AB"),
        ("123abc", "123", "ABC"),
        ("2f2233", "2F", "2233"),
        ("軍c21110", "軍C", "21110"),
        ("軍c-21110", "軍C", "21110"),
        ("--bkz--5937", "BKZ", "5937"),
    ],
)
def test_a_plate_typed_with_or_without_its_dash_falls_into_both_boxes(keys: str, prefix: str, suffix: str) -> None:
    text = after(keys)
    assert (text.prefix, text.suffix) == (prefix, suffix)


def test_for_a_motorcycle_two_letters_and_a_digit_are_one_prefix() -> None:
    text = after("ab1234", motorcycle=True)
    assert (text.prefix, text.suffix) == ("AB1", "234")


def test_the_dash_and_the_second_box_are_how_a_visitor_says_where_the_prefix_ends() -> None:
    assert after("a-1234").prefix == "A"
    assert after("a-1234").dashed
    assert after("a").at(second=True).dashed
    assert not after("ab1").dashed


def test_rubbing_out_in_an_empty_second_box_goes_back_into_the_first() -> None:
    text = after("bkz5").rubbed_out()
    assert text == PlateText("BKZ", "", second=True)
    assert text.rubbed_out() == PlateText("BK", "", second=False)
    assert PlateText().rubbed_out() == PlateText()


@pytest.mark.parametrize(
    ("character", "shown"), [("[", "["), ("é", "É"), ("牌", "牌"), ("\u202e", "\u202e"), ("🚗", "🚗")]
)
def test_what_cannot_stand_in_a_plate_is_named(character: str, shown: str) -> None:
    with pytest.raises(PlateError) as refused:
        after("bk").typed(character)
    assert (refused.value.fault, refused.value.character) == (PlateFault.CHARACTER, shown)


def test_a_special_character_opens_a_plate_and_stands_nowhere_else() -> None:
    assert after("使").prefix == "使"
    with pytest.raises(PlateError):
        after("a使")


@pytest.mark.parametrize(("pasted", "dashed"), [("AB-1234", True), ("ab—1234", True), ("AB1234", False)])
def test_a_pasted_plate_says_where_its_prefix_ends_only_if_it_has_its_dash(pasted: str, dashed: bool) -> None:
    assert after("bkz").entered(pasted) == PlateText("AB", "1234", second=True, dashed=dashed)


def test_a_dash_that_was_rubbed_out_says_nothing_any_more() -> None:
    text = after("a-").rubbed_out()
    assert text == PlateText()
    for key in "ab1-":
        text = text.typed(key)
    assert text == PlateText("AB1", "", second=True, dashed=True)


def test_a_full_first_box_goes_on_in_the_second() -> None:
    assert after("abcde12345") == PlateText("ABCDE", "12345", second=True)


def test_a_full_box_takes_no_more() -> None:
    with pytest.raises(PlateError) as refused:
        after("bkz593712")
    assert refused.value.fault is PlateFault.TOO_LONG


@pytest.mark.parametrize("whole", ["bkz-5937", "BKZ5937", " ｂｋｚ—５９３７\r\n", "BKZ　5937", "BKZ–5937"])
def test_a_whole_plate_from_a_scanner_takes_the_place_of_what_stood_there(whole: str) -> None:
    text = after("ab1").entered(whole)
    assert (text.prefix, text.suffix) == ("BKZ", "5937")


def test_half_a_plate_from_the_clipboard_goes_on_from_what_stood_there() -> None:
    assert after("bkz").entered("5937") == after("bkz5937")


@pytest.mark.parametrize("text", ["A" * 10_000, "BKZ-5937 " * 100])
def test_a_long_paste_is_refused_and_nothing_changes(text: str) -> None:
    before = after("bkz")
    with pytest.raises(PlateError) as refused:
        before.entered(text)
    assert refused.value.fault is PlateFault.TOO_LONG
    assert before == after("bkz")


def test_going_back_to_the_first_box_puts_it_right_without_touching_the_second() -> None:
    text = after("bkx5937").at(second=False).rubbed_out().typed("z")
    assert (text.prefix, text.suffix) == ("BKZ", "5937")


STEPS = st.one_of(
    st.text(max_size=1).map(lambda key: ("key", key)),
    st.sampled_from(f"ABIOZ0145-－ {SPECIAL}").map(lambda key: ("key", key)),
    st.text(max_size=80).map(lambda text: ("text", text)),
    st.sampled_from([("rub", ""), ("first", ""), ("second", "")]),
)


@given(st.lists(STEPS, max_size=30), st.booleans())
def test_no_input_crashes_and_no_accepted_character_is_lost(steps: list[tuple[str, str]], motorcycle: bool) -> None:
    text = PlateText()
    for kind, typed in steps:
        before = text
        try:
            match kind:
                case "key":
                    text = text.typed(typed, motorcycle=motorcycle)
                    kept = [c for c in unicodedata.normalize("NFKC", typed).upper() if c.isalnum()]
                    assert sorted(text.prefix + text.suffix) == sorted([*before.prefix, *before.suffix, *kept])
                case "text":
                    text = text.entered(typed, motorcycle=motorcycle)
                case "rub":
                    text = text.rubbed_out()
                    assert len(text.prefix + text.suffix) in {
                        len(before.prefix + before.suffix),
                        len(before.prefix + before.suffix) - 1,
                    }
                case _:
                    text = text.at(second=kind == "second")
                    assert (text.prefix, text.suffix) == (before.prefix, before.suffix)
        except PlateError:
            assert text == before
        assert len(text.prefix) <= 5
        assert len(text.suffix) <= 5
    if text.prefix and text.suffix:
        assert Plate.of(text.prefix, text.suffix) == Plate(text.prefix, text.suffix)


@given(st.from_regex(r"[A-HJ-NP-Z]{3}[0-35-9]{4}", fullmatch=True))
def test_every_plate_of_the_series_of_2012_can_be_typed_without_its_dash(plate: str) -> None:
    assert after(plate) == PlateText(plate[:3], plate[3:], second=True)

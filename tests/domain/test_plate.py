"""Plates as people type them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.mobile import Mobile
from kiosk.domain.plate import MAX_PART, Plate, PlateError, PlateFault


@pytest.mark.parametrize(
    ("typed", "plate"),
    [
        ("BKZ-5937", "BKZ-5937"),
        ("bkz-5937", "BKZ-5937"),
        ("ＢＫＺ－５９３７", "BKZ-5937"),
        ("BKZ—5937", "BKZ-5937"),
        (" b k z - 5 9 3 7 ", "BKZ-5937"),
        ("BKZ--5937", "BKZ-5937"),
        ("BKZ5937", "BKZ-5937"),
        ("1234AB", "1234-AB"),
        ("ABCDE12345", "ABCDE-12345"),
        ("ABC-1234", "ABC-1234"),
        ("AB1-234", "AB1-234"),
        ("F2-23", "F2-23"),
        ("軍C-21110", "軍C-21110"),
        ("使-1234", "使-1234"),
        ("BKZ•5937", "BKZ-5937"),
    ],
)
def test_a_plate_is_read_however_it_is_typed(typed: str, plate: str) -> None:
    assert str(Plate.parse(typed)) == plate


@pytest.mark.parametrize("dash", "-‐‑‒–—―−﹘﹣－ー~～_＿/／.．·・･•‧∙⋅˙ˉ─━ㄧ一")
def test_whatever_looks_like_a_dash_parts_a_plate_and_a_number(dash: str) -> None:
    assert str(Plate.parse(f"BKZ{dash}5937")) == "BKZ-5937"
    assert Mobile.parse(f"0912{dash}345{dash}678").digits == "0912345678"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", PlateFault.EMPTY),
        (" － ", PlateFault.EMPTY),
        ("AB1234C", PlateFault.SEPARATOR),
        ("F223", PlateFault.SEPARATOR),
        ("ABC1", PlateFault.SEPARATOR),
        ("ABCDE123456", PlateFault.TOO_LONG),
        ("ABCDEF", PlateFault.SEPARATOR),
        ("ABCDEF-12", PlateFault.TOO_LONG),
        ("A" * 10_000, PlateFault.TOO_LONG),
        ("[red]-12", PlateFault.CHARACTER),
        ("\x1b[31m-12", PlateFault.CHARACTER),
        ("AB\u202e-12", PlateFault.CHARACTER),
        ("王C-1234", PlateFault.CHARACTER),
        ("💥-1234", PlateFault.CHARACTER),
        ("AB-1軍", PlateFault.CHARACTER),
    ],
)
def test_what_is_no_plate_is_refused_with_its_reason(typed: str, fault: PlateFault) -> None:
    with pytest.raises(PlateError) as refusal:
        Plate.parse(typed)
    assert refusal.value.fault is fault


def test_the_first_wrong_character_is_named() -> None:
    with pytest.raises(PlateError) as refusal:
        Plate.parse("AB!-12?")
    assert refusal.value.character == "!"


@pytest.mark.parametrize(
    ("prefix", "suffix", "fault"),
    [
        ("", "", PlateFault.EMPTY),
        ("", "5937", PlateFault.PREFIX_MISSING),
        ("BKZ", "", PlateFault.SUFFIX_MISSING),
        ("-", "5937", PlateFault.PREFIX_MISSING),
    ],
)
def test_an_empty_box_is_named(prefix: str, suffix: str, fault: PlateFault) -> None:
    with pytest.raises(PlateError) as refusal:
        Plate.of(prefix, suffix)
    assert refusal.value.fault is fault


@pytest.mark.parametrize(("prefix", "suffix"), [("BKZ", "5937"), ("bkz-", "-5937"), (" ｂｋｚ ", "５９３７－")])
def test_two_boxes_are_a_plate_whatever_dashes_stand_around_them(prefix: str, suffix: str) -> None:
    assert Plate.of(prefix, suffix) == Plate("BKZ", "5937")
    assert Plate.of("XA", "032") == Plate("XA", "032")


def test_an_error_says_its_fault_and_not_what_was_typed() -> None:
    with pytest.raises(PlateError) as refusal:
        Plate.of("BKZ!", "5937")
    assert str(refusal.value) == "character"


def test_a_whole_plate_pasted_into_the_first_box_is_taken_apart() -> None:
    assert Plate.of("bkz-5937", "") == Plate("BKZ", "5937")


def test_a_whole_plate_in_the_first_box_does_not_silently_win_over_what_stands_in_the_second() -> None:
    with pytest.raises(PlateError) as refusal:
        Plate.of("BKZ-5937", "1234")
    assert (refusal.value.fault, refusal.value.character) == (PlateFault.CHARACTER, "-")


@pytest.mark.parametrize(
    ("plate", "masked"),
    [
        ("BKZ-5937", "BK*-**37"),
        ("AB-12", "A*-*2"),
        ("1234-AB", "12**-*B"),
        ("軍C-21110", "軍*-***10"),
        ("AB1-234", "AB*-*34"),
    ],
)
def test_paper_and_other_eyes_see_a_masked_plate(plate: str, masked: str) -> None:
    assert Plate.parse(plate).masked == masked


parts = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=MAX_PART)


@given(parts, parts)
def test_every_plate_survives_being_written_and_read(prefix: str, suffix: str) -> None:
    plate = Plate(prefix, suffix)
    assert Plate.parse(str(plate)) == plate
    assert Plate.parse(str(plate).lower()) == plate


@given(parts, parts)
def test_masking_keeps_the_shape_and_hides_something_of_both_parts(prefix: str, suffix: str) -> None:
    left, right = Plate(prefix, suffix).masked.split("-")
    assert (len(left), len(right)) == (max(len(prefix), 1), max(len(suffix), 1))
    assert "*" in left or len(prefix) == 1
    assert "*" in right or len(suffix) == 1


NEAR = st.tuples(parts, st.sampled_from(["-", "－", " ", "", "?"]), parts).map("".join)
"""Texts that are plates as often as not; of texts of any characters hardly one in a thousand is."""


def test_any_text_is_a_plate_or_a_plate_error() -> None:
    seen: Counter[str] = Counter()

    @given(st.tuples(st.text(max_size=100), NEAR, NEAR))
    def holds(texts: tuple[str, ...]) -> None:
        for text in texts:
            try:
                plate = Plate.parse(text)
            except PlateError as error:
                seen[error.fault] += 1
            else:
                seen["a plate"] += 1
                assert Plate.parse(str(plate)) == plate

    holds()
    assert {"a plate", PlateFault.CHARACTER} <= set(seen)

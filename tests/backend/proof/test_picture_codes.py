"""A picture code as it is drawn and spoken."""

from __future__ import annotations

import io
import wave

from kiosk.backend.proof import picture_codes

DIGITS = "02468"


def test_digits_are_five_and_may_begin_with_nought() -> None:
    drawn = [picture_codes.new_digits() for _ in range(200)]
    assert {len(digits) for digits in drawn} == {5}
    assert any(digits.startswith("0") for digits in drawn)
    assert len(set(drawn)) > 190


def test_a_picture_fits_a_small_window_and_shows_each_digit() -> None:
    for digits in ("11111", "02468", "99999"):
        rows = picture_codes.drawn(digits)
        assert len(rows) == picture_codes.HEIGHT <= 28
        assert {len(row) for row in rows} == {picture_codes.WIDTH}
        assert picture_codes.WIDTH <= 48
        assert set("".join(rows)) == {"#", " "}
        inked = sum(row.count("#") for row in rows) / (picture_codes.WIDTH * picture_codes.HEIGHT)
        assert 0.08 < inked < 0.6


def test_no_two_pictures_of_the_same_digits_are_alike() -> None:
    assert len({picture_codes.drawn(DIGITS) for _ in range(5)}) == 5


def test_the_sound_is_a_wav_that_the_wire_has_room_for() -> None:
    sound = picture_codes.spoken(DIGITS)
    with wave.open(io.BytesIO(sound)) as file:
        seconds = file.getnframes() / file.getframerate()
    assert 5 < seconds < 60
    assert len(sound) * 4 / 3 < 1_000_000

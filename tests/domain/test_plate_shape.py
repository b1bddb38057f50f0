"""The shapes of plate series: what can follow, and what may have been meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.plate import Plate
from kiosk.domain.plate_shape import can_become, fits, lookalikes, other_splits

CHARACTERS = "ABIKOZ0145"
PARTS = st.text(CHARACTERS, min_size=1, max_size=5)


@pytest.mark.parametrize(
    "plate",
    [
        *("BKZ-5937", "EAB-1235", "MKR-0825", "LGA-5678", "KAQ-230", "XA-032", "AB-1234", "2F-2233", "F2-2233"),
        *("1234-AB", "AA-0001", "0001-66", "FA-233", "233-FA", "F2-23", "ABC-123", "FA2-123", "AB1-234", "123-ABC"),
        *("AB-12", "軍C-21110", "使-123", "外-0123", "臨-12345"),
    ],
)
def test_every_series_of_the_country_fits_and_so_does_each_beginning(plate: str) -> None:
    prefix, suffix = plate.split("-")
    assert fits(prefix, suffix)
    assert all(can_become(prefix[:length]) for length in range(1, len(prefix) + 1))
    assert all(can_become(prefix, suffix[:length]) for length in range(1, len(suffix) + 1))


@pytest.mark.parametrize("parts", [("BKZ", "593A"), ("BKZ5", "937"), ("12", "34"), ("A", "B"), ("軍C", "2A")])
def test_what_no_series_has_does_not_fit(parts: tuple[str, str]) -> None:
    assert not fits(*parts)
    assert not can_become(*parts)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("BKZ", "593O"), [("BKZ", "5930")]),
        (("BKZ", "I937"), [("BKZ", "1937")]),
        (("BKZ", "OI37"), [("BKZ", "0137")]),
        (("B0Z", "5937"), []),  # the series of 2012 has no O
        (("AO", "1234"), []),  # an old plate with an O is a plate
        (("1234", "A0"), []),
    ],
)
def test_o_for_nought_and_i_for_one_are_offered_only_where_no_series_has_the_plate(
    typed: tuple[str, str], meant: list[tuple[str, str]]
) -> None:
    assert list(lookalikes(*typed)) == meant


def test_a_plate_that_can_be_divided_in_two_ways_offers_the_other_one() -> None:
    assert other_splits("AB", "1234") == (("AB1", "234"),)
    assert other_splits("AB1", "234") == (("AB", "1234"),)
    assert other_splits("BKZ", "5937") == ()


@given(PARTS, PARTS)
def test_what_is_offered_is_a_plate_of_the_same_length_and_not_the_one_typed(prefix: str, suffix: str) -> None:
    for left, right in (*lookalikes(prefix, suffix), *other_splits(prefix, suffix)):
        assert fits(left, right)
        assert len(left + right) == len(prefix + suffix)
        assert (left, right) != (prefix, suffix)
        assert str(Plate(left, right)) == f"{left}-{right}"


@given(PARTS, PARTS)
def test_a_plate_that_fits_can_become_itself(prefix: str, suffix: str) -> None:
    if fits(prefix, suffix):
        assert can_become(prefix)
        assert can_become(prefix, suffix)
        assert lookalikes(prefix, suffix) == ()

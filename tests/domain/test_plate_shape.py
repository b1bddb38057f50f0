"""The shapes of plate series: what can follow, and what may have been meant."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.plate import Plate, VehicleType
from kiosk.domain.plate_shape import _SHAPES, can_become, fits, lookalikes, other_splits, sure_type

LETTERS, DIGITS = "ABIKOZ", "0145"
PARTS = st.text(LETTERS + DIGITS, min_size=1, max_size=5)


def of_shape(*parts: str) -> st.SearchStrategy[tuple[str, str]]:
    """Return the plates whose parts have these kinds of characters: `LLL`, `DDDD`; `S` is a letter meant as a digit."""
    kinds = {"L": LETTERS, "D": DIGITS, "S": "OI", "A": "ABKZ"}
    left, right = (st.tuples(*(st.sampled_from(kinds[kind]) for kind in part)).map("".join) for part in parts)
    return st.tuples(left, right)


ISSUED = st.one_of([of_shape(*shape) for shape in _SHAPES])
SLIPS = st.one_of(of_shape("AAA", "DDDS"), of_shape("AAA", "SSDD"), of_shape("AAA", "SSSD"))
IN_TWO_WAYS = st.one_of(of_shape("LL", "DDDD"), of_shape("LLD", "DDD"))


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


@pytest.mark.parametrize("parts", [("軍C", ""), ("使", ""), ("BKZ", "")])
def test_no_plate_is_whole_without_its_second_part(parts: tuple[str, str]) -> None:
    assert can_become(*parts)
    assert not fits(*parts)


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
        (("B1Z", "5937"), []),  # and no I
        (("BKZ", "IOI7"), [("BKZ", "1017")]),
        (("BKZ", "IOIO"), []),  # four slips are no slip: somebody means another plate
        (("AO", "1234"), []),  # an old plate with an O is a plate
        (("1234", "A0"), []),
    ],
)
def test_o_for_nought_and_i_for_one_are_offered_only_where_no_series_has_the_plate(
    typed: tuple[str, str], meant: list[tuple[str, str]]
) -> None:
    assert list(lookalikes(*typed)) == meant


CARS = ("ABC-1234", "BKZ-5937", "CAA-0001", "RAB-1235", "TDA-0001", "WAA-1234",
        "AB-1234", "2F-2233", "F2-2233", "1234-AB", "1234-2F", "1234-F2", "0001-66")  # fmt: skip
MOTORCYCLES = ("LGA-5678", "MKR-0825", "FA2-123", "123-ABC", "AB-12")
EITHER = ("EAB-1235", "KAQ-230", "ABC-123", "MKR-082", "XA-032", "233-FA", "F2-23",
          "軍C-21110", "使-123", "L-1234", "-")  # fmt: skip


@pytest.mark.parametrize(
    ("plate", "type"),
    [
        *((plate, VehicleType.CAR) for plate in CARS),
        *((plate, VehicleType.MOTORCYCLE) for plate in MOTORCYCLES),
        *((plate, None) for plate in EITHER),
    ],
)
def test_the_type_is_sure_only_where_a_single_one_has_such_plates(plate: str, type: VehicleType | None) -> None:
    assert sure_type(*plate.split("-")) is type


def test_a_plate_that_can_be_divided_in_two_ways_offers_the_other_one() -> None:
    assert other_splits("AB", "1234") == (("AB1", "234"),)
    assert other_splits("使1", "234") == (("使", "1234"),)
    assert other_splits("AB1", "234") == (("AB", "1234"),)
    assert other_splits("BKZ", "5937") == ()


def test_no_plate_with_a_suffix_of_one_digit_is_offered() -> None:
    assert other_splits("軍", "12") == ()


def test_what_is_offered_is_a_plate_of_the_same_length_and_not_the_one_typed() -> None:
    seen: Counter[str] = Counter()

    @given(st.tuples(SLIPS, IN_TWO_WAYS, ISSUED, st.tuples(PARTS, PARTS)))
    def holds(plates: tuple[tuple[str, str], ...]) -> None:
        for typed in plates:
            alike, split = lookalikes(*typed), other_splits(*typed)
            seen.update(alike=bool(alike), split=bool(split))
            for left, right in (*alike, *split):
                assert fits(left, right)
                assert len(left + right) == len("".join(typed))
                assert (left, right) != typed
                assert str(Plate(left, right)) == f"{left}-{right}"

    holds()
    assert min(seen["alike"], seen["split"]) >= 20


@given(ISSUED)
def test_a_plate_of_any_series_can_become_itself(plate: tuple[str, str]) -> None:
    assert fits(*plate)
    assert can_become(plate[0])
    assert can_become(*plate)
    assert lookalikes(*plate) == ()

"""Mobile numbers in every way that people write them."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.mobile import Mobile, MobileError, MobileFault

FULL_WIDTH = str.maketrans("0123456789+-() ", "０１２３４５６７８９＋－（）　")
UNSEEN = "\u200b\u200e\u202a\u202c\u2060\ufeff"
SEPARATORS = " -()./_~·\u3000‐–—－ー" + UNSEEN

rests = st.text("0123456789", min_size=8, max_size=8)
separators = st.text(SEPARATORS, max_size=1)


PREFIXES = ["09", "+8869", "+88609", "8869", "88609", "008869", "0028869", "002 886 9", "0198869", "+886(0)9"]


@st.composite
def writings(draw: st.DrawFn) -> tuple[str, str]:
    """Return a number as it is, and in one of the ways to write it."""
    rest = draw(rests)
    prefix = draw(
        st.sampled_from(
            ["09", "+8869", "+88609", "8869", "88609", "008869", "0028869", "002 886 9", "0198869", "+886(0)9"]
        )
    )
    written = draw(st.text(SEPARATORS, max_size=6)) + "".join(
        character + draw(separators) for character in prefix + rest
    )
    if draw(st.booleans()):
        written = written.translate(FULL_WIDTH)
    return "09" + rest, written


@given(writings())
def test_a_number_is_the_same_however_it_is_written(number: tuple[str, str]) -> None:
    digits, written = number
    assert Mobile.parse(written).digits == digits


@given(rests, st.text(SEPARATORS, min_size=30, max_size=30), st.sampled_from(SEPARATORS))
def test_a_number_among_separators_is_read_up_to_forty_characters(rest: str, around: str, one_more: str) -> None:
    assert read(f"09{rest}{around}") == f"09{rest}"
    assert read(f"09{rest}{around}{one_more}") == "too-long"


@given(rests)
def test_what_is_shown_is_read_as_the_same_number_and_the_mask_hides_three_digits(rest: str) -> None:
    mobile = Mobile("09" + rest)
    assert Mobile.parse(mobile.grouped) == Mobile.parse(str(mobile)) == mobile
    assert re.fullmatch(r"09[0-9]{2}-[0-9]{3}-[0-9]{3}", mobile.grouped)
    assert mobile.masked == f"{mobile.grouped[:4]}-***-{mobile.grouped[-3:]}"


ANY = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("0912345678+-" + SEPARATORS)), max_size=45)


def test_any_text_is_a_number_of_ten_digits_or_has_a_fault() -> None:
    seen: Counter[bool] = Counter()

    @given(ANY | writings().map(lambda number: number[1]))
    def holds(text: str) -> None:
        reported = read(text)
        is_number = re.fullmatch(r"09[0-9]{8}", reported) is not None
        # The fault, never the text: a number must not end in a log.
        assert is_number or reported in {fault.value for fault in MobileFault}
        seen[is_number] += 1

    holds()
    assert min(seen[True], seen[False]) > 3


def read(text: str) -> str:
    """Return the number, or what its error says."""
    try:
        return Mobile.parse(text).digits
    except MobileError as error:
        return str(error)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", MobileFault.EMPTY),
        ("  \t", MobileFault.EMPTY),
        (UNSEEN, MobileFault.EMPTY),
        ("0912x45678", MobileFault.CHARACTER),
        ("0912345678 分機 3", MobileFault.CHARACTER),
        ("०९१२३४५६७८", MobileFault.CHARACTER),
        ("09+12345678", MobileFault.CHARACTER),
        ("091234567", MobileFault.TOO_SHORT),
        ("09", MobileFault.TOO_SHORT),
        ("+886 912 345 67", MobileFault.TOO_SHORT),
        ("09123456789", MobileFault.TOO_LONG),
        ("+8869123456789", MobileFault.TOO_LONG),
        ("0" * 41, MobileFault.TOO_LONG),
        ("02-2726-9600", MobileFault.NOT_MOBILE),
        ("02-2726", MobileFault.NOT_MOBILE),
        ("912345678", MobileFault.NOT_MOBILE),
        ("+852 9123 4567", MobileFault.NOT_MOBILE),
        ("+886 2 2726 9600", MobileFault.NOT_MOBILE),
        ("+0912345678", MobileFault.NOT_MOBILE),
    ],
)
def test_a_fault_says_what_is_wrong(text: str, fault: MobileFault) -> None:
    with pytest.raises(MobileError) as caught:
        Mobile.parse(text)
    assert caught.value.fault is fault


@pytest.mark.parametrize(
    "digits", ["0912-345-678", "091234567", "09123456789", "0812345678", "0912345678\n", "０９１２３４５６７８"]
)
def test_no_number_exists_that_is_not_ten_plain_digits(digits: str) -> None:
    with pytest.raises(MobileError):
        Mobile(digits)

"""One-time codes as people type and paste them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.one_time_code import CodePurpose, digits_in

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
BETWEEN = st.text(" -.,，。、　\n\t‐–—・·\u200b\u202a\u202c\ufeff", max_size=2)
CODES = st.text("0123456789", min_size=1, max_size=8)


@given(CODES, st.data(), st.booleans())
def test_a_code_is_the_same_however_it_is_spaced_and_however_wide(code: str, data: st.DataObject, wide: bool) -> None:
    typed = data.draw(BETWEEN) + "".join(digit + data.draw(BETWEEN) for digit in code)
    assert digits_in(typed.translate(FULL_WIDTH) if wide else typed) == code


@given(st.text(max_size=80))
def test_any_text_has_plain_digits_or_is_no_code(text: str) -> None:
    digits = digits_in(text)
    assert digits is None or digits == "" or (digits.isascii() and digits.isdigit())


@pytest.mark.parametrize(
    "text", ["26576", "26 576", "２６５７６", "2-6-5-7-6", "26576。", " 26576\n", "\u202a26576\u202c"]
)
def test_these_are_all_the_same_code(text: str) -> None:
    assert digits_in(text) == "26576"


@pytest.mark.parametrize("text", ["2657x", "驗證碼26576", "٢٦٥٧٦", "26576?", "[b]26576", "2" * 65])
def test_what_has_anything_else_in_it_is_no_code(text: str) -> None:
    assert digits_in(text) is None


@pytest.mark.parametrize("text", ["", " ", "--", "\u200b"])
def test_nothing_is_no_digit(text: str) -> None:
    assert digits_in(text) == ""


def test_a_registration_has_five_digits_as_the_website_has_it_and_all_else_has_eight() -> None:
    assert {purpose: purpose.digits for purpose in CodePurpose} == {
        CodePurpose.REGISTER: 5,
        CodePurpose.RESET_PASSWORD: 8,
        CodePurpose.CHANGE_MOBILE: 8,
    }


def test_a_code_may_be_pasted_with_much_around_it_up_to_sixty_four_characters() -> None:
    assert digits_in("26576" + " " * 59) == "26576"
    assert digits_in("26576" + " " * 60) is None

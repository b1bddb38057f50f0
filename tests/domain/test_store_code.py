"""The three bar codes for convenience stores: published vectors, and another way to the check characters."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import code39
from kiosk.domain.money import Money
from kiosk.domain.store_code import ITEM, StoreCodeError, check_characters, compose

ALNUM = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# The table as the banks print it: a column of signs for each value.
PRINTED = {
    0: "0/",
    1: "1AJ+",
    2: "2BKS%",
    3: "3CLT",
    4: "4DMU",
    5: "5ENV",
    6: "6FOW-",
    7: "7GPX.",
    8: "8HQY ",
    9: "9IRZ$",
}


def by_the_printed_table(first: str, second: str, third: str) -> str:
    """Compute the check characters sign by sign, from the table as it is printed."""
    sums = {1: 0, 0: 0}
    for segment in (first, second, third):
        for place, sign in enumerate(segment, start=1):
            sums[place % 2] += next(value for value, signs in PRINTED.items() if sign in signs)
    odd, even = sums[1] % 11, sums[0] % 11
    return "A123456789B"[odd] + "X123456789Y"[even]


@pytest.mark.parametrize(
    ("first", "second", "third", "check"),
    [
        ("991231Y01", "ABCDEFGHIKLMNPQR", "1234000007890", "9Y"),
        ("960402627", "AIIN000000020892", "0402000003900", "65"),
    ],
)
def test_the_published_vectors_come_out(first: str, second: str, third: str, check: str) -> None:
    assert check_characters(first, second, third) == check
    assert by_the_printed_table(first, second, third) == check


def test_a_whole_published_vector_comes_out() -> None:
    code = compose("627", "AIIN000000020892", Money(3900), date(2007, 4, 2))
    assert code.segments == ("960402627", "AIIN000000020892", "040265000003900")


@pytest.mark.long
def test_another_implementation_agrees_on_ten_thousand_random_inputs() -> None:
    chance, signs = Random(39), sorted(code39.ALPHABET)
    differing, seen = [], set()
    for _ in range(10_000):
        segments = ["".join(chance.choices(signs, k=length)) for length in (9, 16, 13)]
        check = check_characters(*segments)
        seen |= {("odd", check[0]), ("even", check[1])}
        if check != by_the_printed_table(*segments):
            differing.append(segments)
    assert differing == []
    assert {sign for which, sign in seen if which == "odd"} == set("A123456789B")
    assert {sign for which, sign in seen if which == "even"} == set("X123456789Y")


@given(
    item=st.text(st.sampled_from(ALNUM), min_size=3, max_size=3),
    number=st.text(st.sampled_from(ALNUM), min_size=1, max_size=16),
    dollars=st.integers(1, 999_999_999),
    last_day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
)
def test_every_bill_has_codes_of_the_same_lengths_which_say_what_it_is(
    item: str, number: str, dollars: int, last_day: date
) -> None:
    first, second, third = compose(item, number, Money(dollars), last_day).segments
    assert (len(first), len(second), len(third)) == (9, 16, 15)
    assert first[6:] == item
    assert int(first[:2]) == (last_day.year - 1911) % 100
    assert first[2:6] == third[:4] == f"{last_day:%m%d}"
    assert second.endswith(number)
    assert set(second.removesuffix(number)) <= {"0"}
    assert int(third[6:]) == dollars
    assert third[4:6] == by_the_printed_table(first, second, third[:4] + third[6:])


@pytest.mark.parametrize("item", ["", "62", "6277", "6i7", "62-", "六二七", "62\n"])
def test_an_item_that_is_none_is_refused(item: str) -> None:
    assert ITEM.fullmatch(item) is None
    with pytest.raises(StoreCodeError):
        compose(item, "Q7158601D030025", Money(48), date(2026, 12, 1))


@pytest.mark.parametrize("number", ["", "Q7158601D03002500", "q7158601d030025", "Q715 601D030025", "停"])
def test_a_number_that_no_code_can_hold_is_refused_without_being_quoted(number: str) -> None:
    with pytest.raises(StoreCodeError) as refused:
        compose("627", number, Money(48), date(2026, 12, 1))
    assert not number or number not in str(refused.value)


@pytest.mark.parametrize("dollars", [0, -1, 1_000_000_000])
def test_an_amount_that_no_store_takes_is_refused(dollars: int) -> None:
    with pytest.raises(StoreCodeError):
        compose("627", "Q7158601D030025", Money(dollars), date(2026, 12, 1))


def test_a_day_before_the_republic_is_refused_and_its_first_day_is_taken() -> None:
    with pytest.raises(StoreCodeError):
        compose("627", "Q7158601D030025", Money(48), date(1911, 12, 31))
    assert compose("627", "Q7158601D030025", Money(48), date(1912, 1, 1)).first == "010101627"


def test_signs_that_the_table_does_not_have_are_refused() -> None:
    with pytest.raises(StoreCodeError):
        check_characters("991231y01", "A" * 16, "1" * 13)


def test_the_third_day_is_the_day_until_which_the_first_code_holds() -> None:
    day = date(2026, 12, 31) + timedelta(days=1)
    code = compose("0ZZ", "102006712", Money(125), day)
    assert (code.first, code.second) == ("1601010ZZ", "0000000102006712")
    assert code.third.startswith("0101")

"""Whole dollars."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import Money, total

amounts = st.integers(0, 1_000_000).map(Money)


@pytest.mark.parametrize(("fee", "left"), [(20, 19), (30, 29), (40, 38), (50, 48), (70, 67), (90, 86)])
def test_smart_payment_takes_five_percent_off_and_half_a_dollar_is_rounded_up(fee: int, left: int) -> None:
    assert Money(fee).share(95) == Money(left)


@given(amounts, st.integers(0, 100))
def test_a_share_is_the_nearest_whole_dollar_and_the_upper_one_of_two(amount: Money, percent: int) -> None:
    above = 100 * amount.share(percent).dollars - amount.dollars * percent
    assert -50 < above <= 50


@given(st.lists(amounts, min_size=1))
def test_a_total_is_what_is_counted_out_one_after_the_other(values: list[Money]) -> None:
    left = total(values)
    for value in values:
        left -= value
    assert left == Money(0)
    assert total([]) == Money(0)


@pytest.mark.parametrize(("dollars", "written"), [(0, "$0"), (1250, "$1,250"), (-5, "-$5")])
def test_money_is_written_with_its_sign_before_the_currency(dollars: int, written: str) -> None:
    assert str(Money(dollars)) == written


@pytest.mark.parametrize("value", [1.0, True, "5", None])
def test_only_whole_numbers_are_money(value: object) -> None:
    with pytest.raises(TypeError):
        Money(value)  # type: ignore[arg-type]

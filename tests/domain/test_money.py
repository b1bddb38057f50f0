"""Whole dollars."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import Money, total

amounts = st.integers(0, 1_000_000).map(Money)


def test_smart_payment_takes_five_percent_off_fifty_dollars_and_leaves_forty_eight() -> None:
    assert Money(50).share(95) == Money(48)


@given(amounts, st.integers(0, 100))
def test_a_share_is_within_half_a_dollar_of_the_exact_one(amount: Money, percent: int) -> None:
    assert abs(2 * (100 * amount.share(percent).dollars - amount.dollars * percent)) <= 100


@given(st.lists(amounts))
def test_a_total_is_the_sum(values: list[Money]) -> None:
    assert total(values).dollars == sum(value.dollars for value in values)


@pytest.mark.parametrize(("dollars", "written"), [(0, "$0"), (1250, "$1,250"), (-5, "-$5")])
def test_money_is_written_with_its_sign_before_the_currency(dollars: int, written: str) -> None:
    assert str(Money(dollars)) == written


@pytest.mark.parametrize("value", [1.0, True, "5", None])
def test_only_whole_numbers_are_money(value: object) -> None:
    with pytest.raises(TypeError):
        Money(value)  # type: ignore[arg-type]

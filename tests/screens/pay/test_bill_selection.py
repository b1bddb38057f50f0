"""Which bills are ticked: what one payment holds, and what it comes to."""

from __future__ import annotations

import pytest

from kiosk.domain.money import Money
from kiosk.screens.pay.bill_selection import Selection
from kiosk.screens.pay.bill_words import payable
from tests.screens import samples

MOST = 400
"""Bills of one payment."""


@pytest.fixture(scope="module")
def long_list() -> list[str]:
    return [bill.number for bill in samples.many(MOST + 5)]


def selection(ticked: list[str] | None = None) -> Selection:
    return Selection(payable(samples.many(MOST + 5)), ticked)


def test_of_more_bills_than_one_payment_holds_the_first_ones_are_ticked_and_that_is_everything(
    long_list: list[str],
) -> None:
    chosen = selection()
    assert chosen.ticked == set(long_list[:MOST])
    assert chosen.everything
    assert chosen.full
    assert chosen.payable == MOST + 5


def test_one_more_than_a_payment_holds_is_not_ticked_and_that_is_said(long_list: list[str]) -> None:
    chosen = selection()
    before = chosen.total
    assert not chosen.toggle(long_list[-1])
    assert (chosen.count, chosen.total) == (MOST, before)
    assert chosen.toggle(long_list[0])
    assert not chosen.everything
    assert chosen.toggle(long_list[-1])
    assert chosen.count == MOST


def test_all_are_the_first_ones_whatever_was_ticked_before(long_list: list[str]) -> None:
    chosen = selection([long_list[-1]])
    assert chosen.ticked == {long_list[-1]}
    chosen.all()
    assert chosen.ticked == set(long_list[:MOST])
    chosen.none()
    assert (chosen.count, chosen.total) == (0, Money(0))


def test_a_bill_that_is_named_twice_is_paid_once(long_list: list[str]) -> None:
    once, twice = selection(long_list[:1]), selection([long_list[0], long_list[0]])
    assert (twice.count, twice.total) == (once.count, once.total) == (1, once.total)

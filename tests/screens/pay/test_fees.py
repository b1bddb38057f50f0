"""A provider's fee on the pages: whatever stands there as what is paid is with it."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.contract.payments import Payment
from kiosk.domain.money import Money
from kiosk.domain.payment import PaymentState
from kiosk.screens.frame.page import Page
from kiosk.screens.pay.bill_words import bought
from kiosk.screens.pay.check import CheckPage
from kiosk.screens.pay.paid import PaidPage
from kiosk.screens.pay.payment import PaymentPage
from kiosk.screens.pay.providers import hindrance
from kiosk.screens.pay.receipt import ReceiptPage, TakeReceipt
from kiosk.widgets.ground.amount import Amount
from kiosk.widgets.ground.paid_panel import PaidPanel
from tests.screens import samples
from tests.screens.gallery import silent
from tests.screens.stage import Stage

FEE = 15


async def made() -> Payment:
    return samples.payment(fee=FEE)


def page(name: str) -> Page[Any]:
    match name:
        case "check":
            return CheckPage(Money(55), [], samples.provider(fee=FEE), made)
        case "payment":
            return PaymentPage(samples.payment(fee=FEE), samples.JKOPAY, bought(2), silent)
        case _:
            return PaidPage(samples.payment(PaymentState.PAID, fee=FEE), samples.JKOPAY, bought(2))


@pytest.mark.parametrize("name", ["check", "payment", "paid"])
async def test_the_large_figure_is_the_bills_and_the_fee(name: str) -> None:
    stage: Stage[Any] = Stage(lambda: page(name))
    async with stage.played() as pilot:
        screen = pilot.app.screen
        large = [str(amount._amount) for amount in screen.query(Amount)] + [
            str(one._money) for one in screen.query(PaidPanel)
        ]
        assert large == ["$70"]
        assert "$55" not in stage.text()
        assert name != "paid" or "已繳 $70" in stage.text()


async def test_a_receipt_names_the_fee_and_adds_it_up() -> None:
    stage: Stage[TakeReceipt] = Stage(lambda: ReceiptPage(samples.receipt().model_copy(update={"fee": FEE})))
    async with stage.played((120, 40)):
        shown = [line.split()[-1] for line in stage.text().splitlines() if "手續費" in line or "合計" in line]
    assert shown == ["NT$15", "NT$70"]


def test_a_provider_that_would_collect_too_much_with_its_fee_is_not_offered() -> None:
    provider = samples.provider(fee=FEE, max_amount=70)
    assert hindrance(provider, Money(55)) is None
    assert hindrance(provider, Money(56)) is not None

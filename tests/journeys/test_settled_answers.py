"""What is asked again is shown anew: no old answer and no part of one stands for what is owed now."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from typing import cast

import pytest

from kiosk.api_client import KioskClient
from kiosk.app import KioskApp
from kiosk.contract.bills import BillAnswer, Source
from kiosk.domain.payment import PaymentState
from kiosk.i18n import say
from kiosk.journeys.asking import Asking
from kiosk.journeys.pay.collecting import Collecting
from kiosk.journeys.pay.debtor import Debtor
from kiosk.journeys.pay.paying import Left, Paying
from kiosk.journeys.visit import Visit
from kiosk.platform.machine.open_payments import OpenPayments
from kiosk.screens.frame.trouble_kinds import Step, TroubleKind, of_payment
from tests.journeys.kiosk import kiosk_at
from tests.live_backend import LiveBackend
from tests.screens import samples

PARTLY = samples.answer(missing=(Source.NOTICES,))


class Visitor:
    """Answers every page of trouble in turn, and keeps what was asked and shown."""

    def __init__(self, answers: Sequence[BillAnswer], steps: Sequence[Step]) -> None:
        self.answers, self.steps = list(answers), list(steps)
        self.seen: list[str] = []

    async def ask(self) -> BillAnswer:
        return self.answers.pop(0)

    async def waited(self, answer: Awaitable[BillAnswer]) -> BillAnswer:
        return await answer

    async def trouble(self, kind: TroubleKind) -> Step:
        self.seen.append(kind.id)
        return self.steps.pop(0)

    async def goes_on_with(self, first: BillAnswer) -> Left:
        debtor = Debtor(self.ask, lambda _: say("bills-none-here"), TroubleKind("nothing-owed", (Step.OTHER_PLATE,)))
        visit = Visit(cast("KioskApp", None), cast("KioskClient", None), cast("OpenPayments", None))
        return await Paying(visit, cast("Asking", self), debtor).run(first)


@pytest.mark.parametrize("first", [PARTLY, samples.answer(())])
async def test_trying_again_asks_again_and_shows_no_bills_of_the_answer_before(first: BillAnswer) -> None:
    visitor = Visitor([PARTLY, samples.answer(())], [Step.AGAIN, Step.AGAIN, Step.OTHER_PLATE])
    assert await visitor.goes_on_with(first) is Left.OTHER_PLATE
    before = "partly-answered" if first is PARTLY else "nothing-owed"
    assert visitor.seen == [before, "partly-answered", "nothing-owed"]
    assert visitor.answers == []


async def test_of_a_payment_that_had_ended_when_its_lost_answer_came_no_code_is_shown() -> None:
    visitor = Visitor([], [Step.OTHER_PROVIDER])
    visit = Visit(cast("KioskApp", None), cast("KioskClient", None), OpenPayments())
    expired = samples.payment(PaymentState.EXPIRED)
    collecting = Collecting(visit, cast("Asking", visitor))
    assert await collecting.collect(expired, samples.provider(), say("bills-none-here")) is Step.OTHER_PROVIDER
    assert visitor.seen == [of_payment(expired).id]


@pytest.mark.long
async def test_after_paying_one_bill_only_the_others_are_still_owed(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage", "已選 3 張")
        await kiosk.press("enter", "down", "enter")
        await kiosk.sees("BillsPage", "已選 1 張")
        await kiosk.goes_to_the_code()
        await asyncio.to_thread(kiosk.phone(kiosk.link).presses, "pay")
        await kiosk.sees("PaidPage")
        await kiosk.choose("#more")
        await kiosk.sees("BillsPage", "已選 2 張")

"""The page before the code: one wish makes one payment, and nothing takes the page away while it is being made."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.contract.payments import Payment
from kiosk.domain.money import Money
from kiosk.screens.pay.check import CheckPage
from tests.screens import samples
from tests.screens.stage import Stage, until


@pytest.mark.parametrize("way_out", ["escape", "home", "nothing is touched"])
async def test_whatever_a_visitor_does_while_a_payment_is_made_it_has_its_page_afterwards(way_out: str) -> None:
    answer: asyncio.Future[Payment] = asyncio.get_running_loop().create_future()

    async def make() -> Payment:
        return await answer

    stage = Stage(lambda: CheckPage(Money(55), [], samples.provider(), make))
    async with stage.played() as pilot:
        stage.app._watch_idleness()
        await pilot.click("#confirm")
        await pilot.pause()
        if way_out == "nothing is touched":
            for _ in range(2):
                stage.app._watch_idleness()
                stage.clock.advance(60)
            stage.app._watch_idleness()
        else:
            await pilot.press(way_out)
        await pilot.pause()
        assert stage.answer is None
        answer.set_result(samples.payment())
        await until(pilot, lambda: stage.answer is not None)
    assert isinstance(stage.answer, Payment)

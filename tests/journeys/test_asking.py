"""Asking the backend between two pages: an answer that takes longer than a moment has a page to wait on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from kiosk.api_client import KioskClient
from kiosk.app import KioskApp
from kiosk.journeys.asking import Asking, GaveUp
from kiosk.journeys.visit import Visit
from kiosk.platform.machine.open_payments import OpenPayments
from kiosk.screens.frame.page import Page
from kiosk.screens.frame.waiting import Arrived, WaitingPage
from tests.screens.stage import until


class Start(Page[None]):
    """What stands below."""

    idle_limit = None


class Asked:
    """An answer that a test holds back."""

    def __init__(self, *, in_area: bool) -> None:
        self.answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.outcome: str | type[Exception] | None = None
        self.cancelled = False
        self._in_area = in_area
        self.app = KioskApp(self._visit)

    async def _ask(self) -> str:
        try:
            return await self.answer
        except asyncio.CancelledError:
            self.cancelled = True
            raise

    async def _visit(self, app: KioskApp) -> None:
        await app.push_screen(Start())
        asking = Asking(Visit(app, cast("KioskClient", None), cast("OpenPayments", None)), in_area=self._in_area)
        try:
            self.outcome = await asking.waited(self._ask())
        except GaveUp as over:
            self.outcome = type(over)
        await asyncio.Event().wait()

    @asynccontextmanager
    async def played(self) -> AsyncIterator[Pilot[None]]:
        async with self.app.run_test() as pilot:
            yield pilot


async def test_an_answer_that_comes_at_once_needs_no_page() -> None:
    asked = Asked(in_area=False)
    asked.answer.set_result("here")
    async with asked.played() as pilot:
        await until(pilot, lambda: asked.outcome == "here")
        assert isinstance(asked.app.screen, Start)


async def test_one_that_takes_longer_is_waited_for_on_a_page_that_goes_by_itself() -> None:
    asked = Asked(in_area=False)
    async with asked.played() as pilot:
        await until(pilot, lambda: isinstance(asked.app.screen, WaitingPage))
        asked.answer.set_result("here")
        await until(pilot, lambda: asked.outcome == "here")
        await until(pilot, lambda: isinstance(asked.app.screen, Start))


async def test_one_that_comes_just_before_the_page_does_leaves_no_one_waiting() -> None:
    asked = Asked(in_area=False)
    async with asked.played() as pilot:
        waits = asked.app.push_screen_wait

        async def answered_meanwhile(page: Screen[Arrived]) -> Arrived:
            asked.answer.set_result("here")
            for _ in range(3):
                await asyncio.sleep(0)
            return await waits(page)

        asked.app.push_screen_wait = answered_meanwhile  # type: ignore[assignment,method-assign]
        await until(pilot, lambda: asked.outcome == "here")
        await until(pilot, lambda: isinstance(asked.app.screen, Start))


@pytest.mark.parametrize("in_area", [False, True])
async def test_who_goes_back_meanwhile_gives_it_up(in_area: bool) -> None:
    asked = Asked(in_area=in_area)
    async with asked.played() as pilot:
        await until(pilot, lambda: isinstance(asked.app.screen, WaitingPage))
        await pilot.press("escape")
        await until(pilot, lambda: asked.outcome is GaveUp)
        assert asked.cancelled

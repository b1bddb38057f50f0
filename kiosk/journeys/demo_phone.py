"""The demo's phone beside the pages: the messages of this visit, as they arrive. Outside of the demo there is none."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kiosk.api_client.errors import ApiError
from kiosk.contract.phone import PhoneMessage
from kiosk.domain.dates import taipei
from kiosk.journeys.visit import Visit
from kiosk.screens.frame.page import Page
from kiosk.screens.register.one_time_code import CodePage
from kiosk.widgets.phone.phone_drawer import PhoneDrawer, Text

PAUSE = 0.5
"""Seconds between two polls of the phone."""


@asynccontextmanager
async def phone_at_hand(visit: Visit) -> AsyncIterator[None]:
    """Show the messages that arrive from now on until the end of the block, in the demo."""
    service = visit.app.service
    if service is not None and not service.demo:
        yield
        return
    phone = _Phone(visit)
    if service is not None:
        await phone.forget()
    ringing = asyncio.create_task(phone.ring(), name="demo phone")
    try:
        yield
    finally:
        ringing.cancel()
        await asyncio.wait({ringing})
        if not ringing.cancelled():
            ringing.result()


class _Phone:
    """What arrived in this visit: what was on the phone before is another visitor's."""

    def __init__(self, visit: Visit) -> None:
        self._app, self._client = visit.app, visit.client
        self._before: frozenset[str] | None = None
        self._known: frozenset[str] = frozenset()

    async def forget(self) -> None:
        """Take note of what is not this visitor's."""
        with contextlib.suppress(ApiError):  # asked again before anything is shown
            self._before = frozenset(message.id for message in (await self._client.phone.messages()).messages)

    async def ring(self) -> None:
        """Look for messages until cancelled, once it is known that this is the demo; end where it is not."""
        while True:
            await asyncio.sleep(PAUSE)
            service = self._app.service
            if service is None:
                continue
            if not service.demo:
                return
            if self._before is None:
                await self.forget()
                continue
            with contextlib.suppress(ApiError):  # the header says that the backend is gone
                arrived = [
                    message
                    for message in (await self._client.phone.messages()).messages
                    if message.id not in self._before
                ]
                await self._show(arrived)

    async def _show(self, arrived: list[PhoneMessage]) -> None:
        """Put the messages on the page of the moment: always on the code's, on others when one has just arrived."""
        page = self._app.screen
        news = frozenset(message.id for message in arrived) - self._known
        if not isinstance(page, Page) or not page.is_attached:
            return
        drawers = page.query(PhoneDrawer)
        if not (news or drawers or isinstance(page, CodePage)):
            return
        self._known |= news
        texts = [Text(message.id, f"{taipei(message.at):%H:%M}", message.text) for message in arrived]
        if drawers:
            drawers.first().show(texts)
        else:
            hint = "phone-hint" if isinstance(page, CodePage) else ""
            await page.mount(PhoneDrawer(texts, pulled=bool(news), hint=hint))

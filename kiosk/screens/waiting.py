"""An answer that takes longer than a moment: what is waited for, and the way out."""

from __future__ import annotations

import asyncio
from typing import Any

from kiosk.i18n import Message, say
from kiosk.screens.page import Page


class Arrived:
    """The answer is there."""


class WaitingPage(Page[Arrived]):
    """Shown between two pages for as long as an answer takes, never for one that comes at once."""

    AUTO_FOCUS = ""

    def __init__(self, answer: asyncio.Future[Any]) -> None:
        super().__init__()
        self._answer = answer

    def heading(self) -> Message:
        return say("working")

    def on_mount(self) -> None:
        # Only now: the answer may come before the page, which then could not be taken away yet.
        self.run_worker(self._wait(), group="waiting")

    async def _wait(self) -> None:
        await asyncio.wait({self._answer})
        self.dismiss(Arrived())

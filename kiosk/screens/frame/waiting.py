"""An answer that takes longer than a moment: what is waited for, and the way out."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.app import ComposeResult

from kiosk.i18n import Message, say
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.starting import of_start
from kiosk.widgets.ground.words import Words, app_of

_POLL_EVERY = 0.5
"""Seconds between two polls of how far a starting backend is."""


class Arrived:
    """The answer is there."""


class WaitingPage(Page[Arrived]):
    """Shown between two pages for as long as an answer takes, never for one that comes at once."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = "WaitingPage #doing { width: 100%; max-width: 76; }"

    def __init__(self, answer: asyncio.Future[Any]) -> None:
        super().__init__()
        self._answer = answer

    def heading(self) -> Message:
        return say("working")

    def compose_page(self) -> ComposeResult:
        self._doing = Words("starting-begins", id="doing")
        self._update_doing()
        yield self._doing

    def _update_doing(self) -> None:
        """Say what a backend that is starting does: that takes longer than anything else that is waited for."""
        app = app_of(self)
        self._doing.display = app.backend_state == "starting"
        if self._doing.message != (doing := of_start(app.backend_progress)):
            self._doing.say(doing)

    def on_mount(self) -> None:
        self.set_interval(_POLL_EVERY, self._update_doing)
        # Only now: the answer may come before the page, which then could not be taken away yet.
        self.run_worker(self._wait(), group="waiting")

    async def _wait(self) -> None:
        await asyncio.wait({self._answer})
        self.dismiss(Arrived())

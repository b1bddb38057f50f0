"""One field of a form on the visitor's phone: the code that opens it there, until it has been sent."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from textual.widget import Widget

from kiosk.clock import Deadline
from kiosk.contract.phone_entries import EntryState, PhoneEntry
from kiosk.i18n import say
from kiosk.screens.frame.scan import ScanPage, pause_before
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.countdown import Countdown
from kiosk.widgets.ground.words import Words, app_of

PAUSE = 1.0
"""Seconds between two questions whether something has been sent."""


class PhoneEntryPage(ScanPage[PhoneEntry]):
    """Answers with the entry that was given, or with one that is over."""

    scan_words = "by-phone-scan"

    def __init__(self, entry: PhoneEntry, ask: Callable[[], Awaitable[PhoneEntry | None]]) -> None:
        """Show the link of `entry`, and ask how far it has come; None means that it is unknown just now."""
        super().__init__()
        self._entry, self._ask = entry, ask

    @property
    def link(self) -> str:
        return self._entry.link or ""

    def facts(self) -> Iterable[Widget]:
        yield Words(f"by-phone-title-{self._entry.field.value}", id="title")
        yield Words("link-scan", id="scan")
        yield Words("link-or", classes="soft")
        yield Words(say("link-address", address=self.link), id="address")
        yield Words("by-phone-note", classes="soft")
        yield Countdown(Deadline.after(app_of(self).clock, self._entry.expires_in), "link-left", id="left")
        yield Words("by-phone-waiting", id="state")
        yield Action("by-phone-give-up", id="give-up")

    def on_mount(self) -> None:
        self.run_worker(self._follow(), group="watch")

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(pause_before(PAUSE))
            entry = await self._ask()
            self.query_one("#state", Words).say("link-lost" if entry is None else "by-phone-waiting")
            if entry is not None and entry.state is not EntryState.WAITING:
                self.dismiss(entry)
                return

    def on_countdown_over(self) -> None:
        self.dismiss(self._entry.model_copy(update={"state": EntryState.OVER}))

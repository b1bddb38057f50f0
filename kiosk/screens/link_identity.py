"""Linking an account elsewhere: the code for the phone, the same code in letters, and what becomes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from kiosk.clock import Deadline
from kiosk.contract.identity import Linking, LinkState
from kiosk.i18n import Message, say
from kiosk.screens.page import Page
from kiosk.widgets.action import Action
from kiosk.widgets.big_figure import BigFigure
from kiosk.widgets.countdown import Countdown
from kiosk.widgets.qr_code import QrCode
from kiosk.widgets.qr_prints import PRINTS, place
from kiosk.widgets.words import Words, app_of

BESIDE, BELOW = 36, 18
"""Columns that the words take beside the code, and rows below it."""

OTHER_LINES = 10
"""Rows that the words beside the code in letters take at least."""

LEAST_PAUSE = 0.5
"""Seconds between two questions, whatever the provider asks for."""


class LinkPage(Page[LinkState]):
    """It turns by itself, as the payment's page does. A code that ran out is told by the backend, or by the clock."""

    AUTO_FOCUS = ""  # there is nothing to press here for most visitors
    CSS_PATH = "link_identity.tcss"
    idle_limit = None  # whoever links looks at a phone; the code's own end is the page's

    def __init__(self, linking: Linking, provider_name: str, ask: Callable[[], Awaitable[Linking | None]]) -> None:
        """Show `linking`, and ask how far it has come; None means that nobody knows just now."""
        super().__init__()
        self._linking, self._provider_name, self._ask = linking, provider_name, ask

    def compose_page(self) -> ComposeResult:
        linking = self._linking
        deadline = Deadline.after(app_of(self).clock, linking.expires_in)
        with Container(id="linking"):
            yield QrCode(linking.link, id="code")
            with Vertical(id="facts"):
                yield Words(say("link-title", provider=self._provider_name), id="title")
                yield Words("link-scan", id="scan")
                yield Words("link-or", classes="soft", id="or")
                yield Words(say("link-address", address=linking.short_link), id="address")
                yield Words("link-type", classes="soft")
                yield BigFigure(linking.user_code, beside=OTHER_LINES, folds=True, id="user-code")
                yield Countdown(deadline, "link-left", id="left")
                yield Words("link-waiting", id="state")
                yield Action("link-give-up", id="give-up")

    def on_mount(self) -> None:
        self.run_worker(self._follow(), group="watch")
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """Draw the code before the page is laid out: as large as it can be beside its words or above, never clipped."""
        code = self.query_one(QrCode)
        width, height = self.room(beside=1)
        where = place(code.matrix, width, height, PRINTS[app_of(self).terminal_kind], beside=BESIDE, below=BELOW)
        code.draw(where.shape)
        free = height - code.area.height
        code.styles.margin = (min(1, free) if where.below else free // 2, 0, 0, 0)
        self.set_class(where.below, "-below")
        self.set_class(where.shape is None, "-no-code")
        self.query_one("#scan", Words).say("link-scan" if where.shape else "link-no-code")

    async def _follow(self) -> None:
        pause = self._linking.poll_in
        while True:
            await asyncio.sleep(pause_before(pause))
            linking = await self._ask()
            self.query_one("#state", Words).say(_state(linking))
            if linking is None:
                continue
            pause = linking.poll_in
            if linking.state is not LinkState.WAITING:
                self.dismiss(linking.state)
                return

    def on_countdown_over(self) -> None:
        self.dismiss(LinkState.EXPIRED)

    def on_action_pressed(self) -> None:
        self.action_back()


def pause_before(wanted: float) -> float:
    """Return the seconds before the next question, of which the provider wants to be asked so rarely."""
    return max(LEAST_PAUSE, wanted)


def _state(linking: Linking | None) -> Message:
    return say("link-lost" if linking is None else "link-waiting")

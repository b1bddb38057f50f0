"""The account is closed: a calm end, that ends by itself."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from kiosk.clock import Deadline
from kiosk.i18n import Message, say
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.countdown import Countdown
from kiosk.widgets.ground.paragraphs import Paragraphs
from kiosk.widgets.ground.words import app_of

STAYS = 30.0
"""Seconds until the page ends by itself, as after paying."""


class GoodbyePage(Page[None]):
    """What was done, what holds from now on, and that everybody is welcome again."""

    CSS_PATH = "goodbye.tcss"
    can_go_back = False
    idle_limit = None

    def heading(self) -> Message:
        return say("goodbye-title")

    def compose_page(self) -> ComposeResult:
        yield Paragraphs([say("goodbye-done"), say("goodbye-tickets"), say("goodbye-again")], airy=True, id="lines")
        yield Countdown(self._end(), "paid-ends", id="ends")

    def _end(self) -> Deadline:
        return Deadline.after(app_of(self).clock, STAYS)

    def primary_action(self) -> Action:
        return Action("goodbye-finish", "primary", id="finish")

    def on_screen_resume(self) -> None:
        self.query_one(Countdown).restart(self._end())

    @on(Countdown.Over)
    def _over(self) -> None:
        # Not below help: its reader comes back to the whole time.
        if self.app.screen is self:
            self.dismiss(None)

    @on(Action.Pressed)
    def _finish(self) -> None:
        self.dismiss(None)

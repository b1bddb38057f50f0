"""Out of service: why, and where to go instead. It ends by itself once the terminal serves again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from kiosk.domain.opening_hours import OpeningHours
from kiosk.i18n import Message, Named, say
from kiosk.screens.frame import hours_words
from kiosk.screens.frame.navigation import Away
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.paragraphs import Paragraphs
from kiosk.widgets.ground.words import app_of

if TYPE_CHECKING:
    from kiosk.contract.service import TerminalPlace

_POLL_EVERY = 0.25
"""Seconds between two polls whether it serves again, or says something else."""


class ClosedPage(Page[None]):
    """A calm page for visitors: nothing can be done here, and this is where it can."""

    CSS_PATH = "closed.tcss"
    can_go_back: ClassVar[bool] = False
    can_go_home: ClassVar[bool] = False
    idle_limit = None

    def __init__(self, place: TerminalPlace, current: Callable[[], TerminalPlace | None]) -> None:
        """Make the page of a terminal that is `closed` where it stands; `current` returns how that is by now."""
        super().__init__()
        self.add_class("-closed")
        self._place, self._current = place, current

    def heading(self) -> Message:
        return say("closed-title")

    def explanation(self) -> Message:
        return say(f"closed-{self._place.closed}")

    def compose_page(self) -> ComposeResult:
        yield Paragraphs(self._lines(), airy=True, id="lines")

    def on_mount(self) -> None:
        self._untouched = self._appearance()
        self.set_interval(_POLL_EVERY, self._poll)

    def _lines(self) -> list[Message]:
        nearest = self._place.nearest
        if nearest is None:
            return [say("closed-elsewhere")]
        return [
            say("closed-nearest", office=Named(nearest.name, nearest.name_en), phone=nearest.phone),
            say("closed-nearest-hours", hours=hours_words.said(OpeningHours.parse(nearest.hours))),
            say("closed-elsewhere"),
        ]

    def _appearance(self) -> tuple[str, str]:
        return app_of(self).texts.language, self.app.theme

    def _poll(self) -> None:
        # A language that somebody chose and left goes back, as on the page that it stands for.
        self.idle_limit = None if self._appearance() == self._untouched else Page.idle_limit
        now = self._current()
        if now is not None and (now.closed, now.nearest) != (self._place.closed, self._place.nearest):
            # Made anew by the next visit, if it is still closed.
            self.dismiss(Away.HOME)

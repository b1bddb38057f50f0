"""Help: whom to ask, where, and when."""

from __future__ import annotations

from datetime import datetime, time

from textual.app import ComposeResult

from kiosk.domain.dates import taipei
from kiosk.i18n import Message, say
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.big_figure import BigFigure
from kiosk.widgets.ground.words import Words, app_of

PHONE = "02-2726-9600"
"""The parking office's line, for as long as the backend has not told another."""


HOTLINE = "1999"
"""The citizens' hotline, which somebody answers day and night."""

_WORKDAYS = range(5)
_FROM, _UNTIL = time(8, 30), time(17, 30)
"""When the office's line is answered, as its page of notices says; holidays are not known here."""


def _answered(now: datetime) -> bool:
    """Say whether somebody answers the office's line at that moment."""
    here = taipei(now)
    return here.weekday() in _WORKDAYS and _FROM <= here.time() < _UNTIL


class HelpPage(Page[None]):
    """Whom to ask. It opens over any page and leads back to it, with nothing lost."""

    CSS_PATH = "help.tcss"
    can_go_home = False

    def __init__(self, support_code: str | None = None) -> None:
        """Make the page; `support_code` is what the desk can look a trouble up by."""
        super().__init__()
        self._support_code = support_code

    def heading(self) -> Message:
        return say("help-title")

    def explanation(self) -> Message:
        return say("help-kept")

    def compose_page(self) -> ComposeResult:
        app = app_of(self)
        phone = PHONE if app.service is None else app.service.help_phone
        yield Words("help-counter", classes="line")
        if self._support_code is not None:
            yield Words(say("help-code", code=self._support_code), classes="line strong")
        if _answered(app.clock.now()):
            yield Words("help-phone", classes="label")
            yield BigFigure(str(phone), id="phone")
            yield Words("help-hours", classes="line")
            yield Words("help-any-time", id="any-time")
        else:
            yield Words("help-phone-now", classes="label")
            yield BigFigure(HOTLINE, id="phone")
            yield Words(say("help-office-hours", phone=str(phone)), classes="line")
        if app.backend_trouble is not None:
            # For the staff, below what visitors look for; the lines move together to make room.
            self.add_class("-troubled")
            yield Words(say("trouble-staff", why=app.backend_trouble), id="trouble")

    def primary_action(self) -> Action:
        return Action("help-go-on", "primary", id="go-on")

    def on_action_pressed(self) -> None:
        self.action_back()

"""Help: whom to ask, where, and when."""

from __future__ import annotations

from textual.app import ComposeResult

from kiosk.contract.service import ServiceInfo
from kiosk.domain.opening_hours import OpeningHours
from kiosk.i18n import Message, say
from kiosk.screens.frame import hours_words
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.big_figure import BigFigure
from kiosk.widgets.ground.words import Words, app_of

PHONE = "02-2726-9600"
"""The parking office's line, for as long as the backend has not named another."""


HOTLINE = "1999"
"""The citizens' hotline, which somebody answers day and night."""

_HOURS = OpeningHours.parse("Mo-Fr 08:30-17:30")
"""When that line is answered, as the city's page of notices says; holidays are not known here."""


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
        from_service = None if app.service is None else app.service.hours
        hours = _HOURS if from_service is None else OpeningHours.parse(from_service)
        yield Words("help-counter", classes="line")
        if self._support_code is not None:
            yield Words(say("help-code", code=self._support_code), classes="line strong")
        if hours.open_at(app.clock.now()):
            yield Words(_above(app.service, answered=True), classes="label")
            yield BigFigure(str(phone), id="phone")
            yield Words(say("help-hours", hours=hours_words.said(hours)), classes="line")
            yield Words("help-any-time", id="any-time")
        else:
            yield Words(_above(app.service, answered=False), classes="label")
            yield BigFigure(HOTLINE, id="phone")
            yield Words(say("help-office-hours", phone=str(phone), hours=hours_words.said(hours)), classes="line")
        if app.backend_trouble is not None:
            # For the staff, below what visitors look for; the lines move together to make room.
            self.add_class("-troubled")
            yield Words(say("trouble-staff", why=app.backend_trouble), id="trouble")

    def primary_action(self) -> Action:
        return Action("help-go-on", "primary", id="go-on")

    def on_action_pressed(self) -> None:
        self.action_back()


def _above(service: ServiceInfo | None, *, answered: bool) -> Message:
    """Return what stands above the number: a caller is asked in front of which machine they stand."""
    if service is None or service.terminal is None:
        return say("help-phone" if answered else "help-phone-now")
    return say("help-phone-from" if answered else "help-phone-now-from", terminal=service.terminal)

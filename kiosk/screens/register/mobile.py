"""Which mobile number: to register with, to send a code to, or to send it to instead."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.domain.mobile import Mobile
from kiosk.i18n import Message, say
from kiosk.screens.frame.complaints import about_mobile
from kiosk.screens.frame.form import FORM_STYLES, Complaint, FormPage, Unfinished
from kiosk.screens.register.stepped import Stepped
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from kiosk.widgets.typing.digits_pad import DigitsPad
from kiosk.widgets.typing.field import Field

Made = TypeVar("Made")


class MobilePage(Stepped, FormPage[Made | Unfinished]):
    """Answers with what `take` makes of the number; a `Complaint` keeps the visitor here."""

    CSS_PATH = FORM_STYLES

    def __init__(
        self,
        take: Callable[[Mobile], Awaitable[Made | Complaint]],
        *,
        title: str,
        note: str,
        way_on: str,
        text: str = "",
        step: tuple[int, int] | None = None,
    ) -> None:
        """Ask with the messages `title` and `note`; `way_on` is what the primary action says."""
        super().__init__()
        self._take, self._text, self._step = take, text, step
        self._title, self._note, self._way_on = title, note, way_on

    def heading(self) -> Message:
        return say(self._title)

    def compose_page(self) -> ComposeResult:
        with Horizontal(id="beside"):
            with Vertical(id="fields"):
                yield Field("mobile-label", "mobile-hint", text=self._text, most=40, check=about_mobile, id="mobile")
                yield Words(self._note, id="note")
            yield DigitsPad(id="pad")

    def primary_action(self) -> Action:
        return Action(self._way_on, "primary", id="next")

    def complete(self) -> None:
        field = self.query_one(Field)
        mobile = Mobile.parse(field.text)
        self.hand_in(lambda: self._take(mobile), field, say("form-working"))

    def action_back(self) -> None:
        self.dismiss(Unfinished(self.query_one(Field).text))

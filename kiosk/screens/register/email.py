"""An e-mail address, for visitors who want to give one."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from kiosk.domain.email import MOST, Email
from kiosk.i18n import Message, say
from kiosk.screens.frame.complaints import about_email
from kiosk.screens.frame.form import FORM_STYLES, ByPhone, FormPage, Unfinished
from kiosk.screens.register.stepped import Stepped
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.letters_pad import LettersPad


class NoEmail:
    """The visitor gives none."""


class EmailPage(Stepped, FormPage[Email | NoEmail | Unfinished]):
    """One line that may stay empty; the way on then says so."""

    CSS_PATH = FORM_STYLES

    def __init__(
        self,
        *,
        text: str = "",
        mails: bool = True,
        step: tuple[int, int] | None = None,
        by_phone: ByPhone | None = None,
    ) -> None:
        """`mails` is whether anything is sent to the address."""
        super().__init__()
        self._text, self._mails, self._step, self.by_phone = text, mails, step, by_phone

    def heading(self) -> Message:
        return say("email-title")

    def compose_page(self) -> ComposeResult:
        with Vertical(id="fields"):
            yield Field("email-label", "email-hint", text=self._text, most=MOST, check=about_email, id="email")
            yield Words("email-note" if self._mails else "email-note-unsent", id="note")
        yield LettersPad(id="pad")

    def secondary_actions(self) -> list[Action]:
        return self.by_phone_action()

    def primary_action(self) -> Action:
        return Action(self._way_on(self._text), "primary", id="next")

    @staticmethod
    def _way_on(text: str) -> Message:
        return say("form-next") if text else say("email-none")

    @on(Field.Changed)
    def _on_changed(self, event: Field.Changed) -> None:
        self.query_one("#next", Action).say(self._way_on(event.field.text))

    def complete(self) -> None:
        text = self.query_one(Field).text
        self.dismiss(Email.parse(text) if text else NoEmail())

    def action_back(self) -> None:
        self.dismiss(Unfinished(self.query_one(Field).text))

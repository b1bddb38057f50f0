"""The owner's password, once more: before it is changed, and before an account is closed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical

from kiosk.i18n import Message, say
from kiosk.screens.frame.complaints import about_password
from kiosk.screens.frame.form import FORM_STYLES, Complaint, FormPage
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.letters_pad import LettersPad
from kiosk.widgets.typing.password_field import PasswordField, Reveal

Made = TypeVar("Made")


class PasswordPage(FormPage[Made]):
    """Answers with what `take` makes of the password; a `Complaint` keeps the visitor here."""

    CSS_PATH = FORM_STYLES

    def __init__(
        self,
        take: Callable[[str], Awaitable[Made | Complaint]],
        *,
        title: str,
        note: str,
        way_on: str,
        complaint: Message | None = None,
    ) -> None:
        """Ask with the messages `title` and `note`; `way_on` is what the primary action says."""
        super().__init__()
        self._take, self._title, self._note, self._way_on = take, title, note, way_on
        self._complaint = complaint

    def heading(self) -> Message:
        return say(self._title)

    def compose_page(self) -> ComposeResult:
        with Vertical(id="fields"):
            yield PasswordField("password-label", check=about_password, id="password")
            yield Words(self._note, id="note")
        yield LettersPad(id="pad")

    def on_mount(self) -> None:
        self.query_one(PasswordField).complain(self._complaint)

    def secondary_actions(self) -> list[Action]:
        return [Reveal()]

    def primary_action(self) -> Action:
        return Action(self._way_on, "primary", id="next")

    def complete(self) -> None:
        field = self.query_one(Field)
        self.hand_in(lambda: self._take(field.text), field, say("form-working"))

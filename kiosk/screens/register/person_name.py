"""What an owner is called (車主姓名)."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from kiosk.domain.person_name import MOST, PersonName
from kiosk.i18n import Message, say
from kiosk.screens.frame.complaints import about_name
from kiosk.screens.frame.form import FORM_STYLES, ByPhone, FormPage, Unfinished
from kiosk.screens.register.stepped import Stepped
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.letters_pad import LettersPad


class PersonNamePage(Stepped, FormPage[PersonName | Unfinished]):
    """One line for a name. Who has no keyboard types Latin letters, or Chinese on a phone."""

    CSS_PATH = FORM_STYLES

    def __init__(self, *, text: str = "", step: tuple[int, int] | None = None, by_phone: ByPhone | None = None) -> None:
        super().__init__()
        self._text, self._step, self.by_phone = text, step, by_phone

    def heading(self) -> Message:
        return say("name-title")

    def compose_page(self) -> ComposeResult:
        with Vertical(id="fields"):
            yield Field("name-label", "name-hint", text=self._text, most=4 * MOST, check=about_name, id="name")
            yield Words("name-note-staff" if self.by_phone is None else "name-note", id="note")
        yield LettersPad(id="pad")

    def secondary_actions(self) -> list[Action]:
        return self.by_phone_action() or [Action("name-help", id="by-staff")]

    def primary_action(self) -> Action:
        return Action("form-next", "primary", id="next")

    def complete(self) -> None:
        self.dismiss(PersonName.parse(self.query_one(Field).text))

    @on(Action.Pressed, "#by-staff")
    async def _by_staff(self) -> None:
        await self.run_action("app.help")

    def action_back(self) -> None:
        self.dismiss(Unfinished(self.query_one(Field).text))

"""A password: hidden as it is typed, shown by a key of its own to a visitor who wants to see it."""

from __future__ import annotations

from kiosk.domain.password import MOST
from kiosk.i18n import Message
from kiosk.widgets.ground.action import Action
from kiosk.widgets.typing.field import Check, Field, no_complaint
from kiosk.widgets.typing.line_text import LineText

_DOT = "●"


class PasswordField(Field):
    """A field whose characters are drawn as dots until `shown` is set. Blanks around a password belong to it."""

    def __init__(
        self,
        label: Message | str,
        hint: Message | str | None = None,
        *,
        text: str = "",
        check: Check = no_complaint,
        shown: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(label, hint, text=text, most=MOST, check=check, id=id, classes=classes)
        self._shown = shown

    @property
    def text(self) -> str:
        return self._line.text

    @property
    def shown(self) -> bool:
        return self._shown

    @shown.setter
    def shown(self, shown: bool) -> None:
        self._shown = shown
        self.refresh()

    def tidied(self, text: str) -> str:
        return text.strip("\r\n")

    def drawn(self, text: str) -> str:
        return super().drawn(text) if self._shown else _DOT * len(LineText(text).characters())


class Reveal(Action):
    """Shows all passwords of its page, and hides them again."""

    def __init__(self, *, shown: bool = False, id: str | None = "reveal") -> None:
        super().__init__("password-hide" if shown else "password-show", id=id)
        self.shown = shown

    def on_action_pressed(self) -> None:
        self.shown = not self.shown
        for field in self.screen.query(PasswordField):
            field.shown = self.shown
        self.say("password-hide" if self.shown else "password-show")

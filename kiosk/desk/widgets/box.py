"""The one box: a field whose whole text the next character replaces, once it has been gone back to."""

from __future__ import annotations

from kiosk.contract.desk.search import LONGEST
from kiosk.domain.text import clean
from kiosk.i18n import Message, say
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.line_text import LineText


def wrong_with(text: str) -> Message | None:
    """Return why a text cannot be searched for; None if it can."""
    if not text:
        return say("desk-box-empty")
    return say("desk-box-signs") if clean(text) != text or not text.isprintable() else None


class Box(Field):
    """Plate, ticket, order, code, number: whatever the person has in their hand."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("desk-box", "desk-box-takes", most=LONGEST, check=wrong_with, id=id)
        self._all = False
        self.warned = False
        """Whether it has been said that what was typed goes with another Esc."""

    def replace(self, text: str) -> None:
        """Have another text in the place of what stands here."""
        self._all = self.warned = False
        self._become(LineText.at_end(text))

    def choose_all(self) -> None:
        """Have the next character begin anew; a key that moves keeps what is there."""
        self._all = True
        self.action_to_end()

    def enter(self, text: str) -> None:
        self.warned = False
        if self._all and text.strip():
            self._line = LineText()
        self._all = False
        super().enter(text)

    def checked(self) -> bool:
        """Say whether there is something to search for; a text that was too long to be taken still counts."""
        return super().checked() if self.text or self.complaint is None else False

    def action_rub_out(self) -> None:
        self._all = self.warned = False
        super().action_rub_out()

    def action_move(self, right: bool) -> None:
        self._all = False
        super().action_move(right)

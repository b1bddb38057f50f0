"""Are you sure? What would end, in a few lines, and two buttons: to leave it as it is, and to do it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult

from kiosk.i18n import Message
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.paragraphs import Paragraphs


class ConfirmPage(Page[bool]):
    """The way back is the filled button; the other one says what it destroys."""

    AUTO_FOCUS = "#no"
    CSS_PATH = "confirm.tcss"

    def __init__(self, title: Message, lines: Sequence[Message], *, yes: Message | str, no: Message | str) -> None:
        super().__init__()
        self._title, self._lines, self._yes, self._no = title, tuple(lines), yes, no

    def heading(self) -> Message:
        return self._title

    def compose_page(self) -> ComposeResult:
        yield Paragraphs(self._lines, bullet="・ ", airy=True, id="lines")

    def secondary_actions(self) -> list[Action]:
        return [Action(self._yes, "destructive", id="yes")]

    def primary_action(self) -> Action:
        return Action(self._no, "primary", id="no")

    @on(Action.Pressed)
    def _pressed(self, event: Action.Pressed) -> None:
        self.dismiss(event.action.id == "yes")

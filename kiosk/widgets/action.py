"""The button of this app: filled for the one primary action of a page, outlined for the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message as Event
from textual.widget import Widget

from kiosk.i18n import Message, say
from kiosk.widgets.words import texts_of

Weight = Literal["primary", "secondary", "destructive", "quiet"]

PAUSE = 0.6
"""Seconds for which a second press is ignored: an unsure finger presses twice."""


class Action(Widget, can_focus=True):
    """Something the visitor can do. It acts when the finger is lifted on it; sliding off takes the press back."""

    DEFAULT_CSS = """
    Action {
        width: auto; min-width: 14; height: 3; padding: 0 2;
        content-align: center middle; text-align: center;
        border: round $line; color: $foreground;
        &.-primary { background: $primary; color: $on-primary; border: outer $primary; text-style: bold; }
        &.-destructive { border: round $error; color: $error; }
        &.-quiet { border: none; height: 1; min-width: 0; padding: 0 1; }
        &:focus { border: double $focus; }
        &.-primary:focus { border: outer $primary; text-style: bold underline; }
        &.-quiet:focus { border: none; text-style: bold underline; }
        &:disabled { color: $muted; }
    }
    """
    BINDINGS = [Binding("enter,space", "press", show=False)]

    @dataclass
    class Pressed(Event):
        """The visitor chose this action."""

        action: Action

        @property
        def control(self) -> Action:
            return self.action

    def __init__(
        self, message: Message | str, weight: Weight = "secondary", *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._message = say(message) if isinstance(message, str) else message
        self.add_class(f"-{weight}")
        self._quiet_until = 0.0

    def say(self, message: Message | str) -> None:
        self._message = say(message) if isinstance(message, str) else message
        self.refresh(layout=True)

    def render(self) -> Content:
        return Content(texts_of(self)(self._message))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_press()

    def action_press(self) -> None:
        now = self.app.clock.monotonic()  # type: ignore[attr-defined]
        if self.disabled or now < self._quiet_until:
            return
        self._quiet_until = now + PAUSE
        self.post_message(self.Pressed(self))

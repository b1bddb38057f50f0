"""What a button and a tile have in common: when a press on them counts, and how it shows."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message as Event

from kiosk.widgets.ground.focus import Focusable
from kiosk.widgets.ground.targets import PAUSE
from kiosk.widgets.ground.words import app_of


class Pressable(Focusable):
    """It acts when the finger is lifted on it; sliding off takes the press back. Its class is `-held` meanwhile.

    While the page waits for an answer (`Page.working`), a press is ignored, as is the second one of an unsure finger.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", show=False)]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._quiet_until = 0.0

    @abstractmethod
    def pressed(self) -> Event:
        """Return what says that it was pressed."""

    def on_mouse_down(self) -> None:
        self.add_class("-held")

    def on_mouse_up(self) -> None:
        self.remove_class("-held")

    def on_mouse_release(self) -> None:
        self.remove_class("-held")

    def on_leave(self) -> None:
        self.remove_class("-held")

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_press()

    def action_press(self) -> None:
        now = app_of(self).clock.monotonic()
        if self.disabled or now < self._quiet_until or self.screen.has_class("-working"):
            return
        self._quiet_until = now + PAUSE
        self.post_message(self.pressed())

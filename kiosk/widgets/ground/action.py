"""The button of this app: filled for the one primary action of a page, outlined for the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.message import Message as Event

from kiosk.i18n import Message, say
from kiosk.widgets.ground.pressable import Pressable
from kiosk.widgets.ground.words import texts_of

LEAST_WIDTH, LEAST_SLIM = 16, 12
"""Columns of a button, for a finger; the second in windows that are slim, whose columns are wide."""

Weight = Literal["primary", "secondary", "destructive", "quiet"]


class Action(Pressable):
    """Something the visitor can do."""

    DEFAULT_CSS = """
    Action {
        width: auto; height: 3; padding: 0 2;
        content-align: center middle; text-align: center;
        border: round $line; color: $foreground;
        &:focus { border: heavy $focus; text-style: bold; }
        &.-held { border: outer $panel; background: $panel; color: $foreground; }
        &.-primary { border: none; padding: 0 3; background: $primary; color: $on-primary; text-style: bold; }
        &.-primary:focus { border: heavy $on-primary; padding: 0 2; }
        &.-primary.-held { border: none; padding: 0 3; background: $panel; color: $foreground; }
        &.-destructive { border: round $error; color: $error; }
        &.-destructive:focus { border: heavy $error; }
        &.-quiet { border: none; height: 1; padding: 0 1; text-style: underline; }
        &.-quiet:focus { border-left: heavy $focus; border-right: heavy $focus; padding: 0; }
        &:disabled { color: $muted; border: dashed $line; background: $background; text-style: none; }
    }
    """

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
        self.weight = weight
        self.add_class(f"-{weight}")

    def say(self, message: Message | str) -> None:
        """Show other words."""
        self._message = say(message) if isinstance(message, str) else message
        self.refresh(layout=True)

    def render(self) -> Content:
        return Content(texts_of(self)(self._message))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        # Never less than the words, also where Textual tries how far a container can shrink.
        words = cell_len(texts_of(self)(self._message))
        least = LEAST_SLIM if self.screen.has_class("-slim") else LEAST_WIDTH
        return words if self.weight == "quiet" else max(words, least - self.gutter.width)

    def pressed(self) -> Event:
        return self.Pressed(self)

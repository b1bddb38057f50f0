"""A large choice: what it is called, and what it does."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message as Event
from textual.widget import Widget

from kiosk.i18n import Message, say
from kiosk.widgets.words import texts_of


class Tile(Widget, can_focus=True):
    """One of a few things that a visitor may want. It acts when the finger is lifted on it."""

    DEFAULT_CSS = """
    Tile {
        width: 1fr; height: 1fr; content-align: center middle; text-align: center; padding: 0 1;
        border: round $line; background: $surface;
        &:focus { border: double $focus; text-style: bold; }
        &.-heavy { background: $primary; color: $on-primary; border: outer $primary; }
        &.-heavy:focus { border: double $on-primary; text-style: bold; }
        &.-unavailable { color: $muted; background: $background; }
        &.-chosen { background: $primary; color: $on-primary; }
    }
    """
    BINDINGS = [Binding("enter,space", "press", show=False)]

    @dataclass
    class Pressed(Event):
        """The visitor chose this tile."""

        tile: Tile

        @property
        def control(self) -> Tile:
            return self.tile

    def __init__(
        self,
        title: Message | str,
        more: Message | str | None = None,
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._title = say(title) if isinstance(title, str) else title
        self._more = say(more) if isinstance(more, str) else more

    def render(self) -> Content:
        texts = texts_of(self)
        title = Content.styled(texts(self._title), "bold")
        if self._more is None:
            return title
        gap = "\n\n" if self.size.height >= 5 else "\n"
        return Content.assemble(title, gap, texts(self._more))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_press()

    def action_press(self) -> None:
        self.post_message(self.Pressed(self))

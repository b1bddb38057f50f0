"""Something that is wanted or not: a tick box with a name and a line or two of what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message as Event
from textual.strip import Strip

from kiosk.i18n import Message
from kiosk.widgets.ground.focus import Focusable
from kiosk.widgets.ground.words import texts_of
from kiosk.widgets.ground.wrapping import wrapped
from kiosk.widgets.lists.bill_card import fitted

BOX = 6
"""Columns of the box and the blank behind it, with one for the cursor."""

_TICKED, _UNTICKED = (" ✓  ", "    "), ("╭──╮", "╰──╯")


class Tick(Focusable):
    """The whole of it is touched, not only its box."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"tick--ticked", "tick--muted"}
    DEFAULT_CSS = """
    Tick {
        width: 100%; height: auto; background: $surface; color: $foreground;
        & > .tick--ticked { background: $primary; color: $on-primary; text-style: bold; }
        & > .tick--muted { color: $muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "tick", show=False)]

    @dataclass
    class Changed(Event):
        """It was ticked, or its tick was taken away."""

        tick: Tick

        @property
        def control(self) -> Tick:
            return self.tick

    def __init__(
        self, title: Message, notes: Sequence[Message] = (), *, ticked: bool = False, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._title, self._notes = title, tuple(notes)
        self.ticked = ticked

    def _words(self, width: int) -> list[str]:
        texts = texts_of(self)
        notes = [line for note in self._notes for line in wrapped(texts(note), max(1, width - BOX - 1))]
        return [texts(self._title), *(notes or [""])]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._words(width)) if width else 0

    def render_line(self, y: int) -> Strip:
        ground, width = self.rich_style, self.size.width
        words = self._words(width)
        line = words[y] if y < len(words) else ""
        muted = self.get_component_rich_style("tick--muted", partial=True)
        style = ground + (Style(bold=True) if y == 0 else Style(color=muted.color))
        box = (_TICKED if self.ticked else _UNTICKED)[y] if y < len(_TICKED) else "    "
        marked = self.ticked and y < len(_TICKED)
        painted = [
            Segment(" ", ground),
            Segment(box, self.get_component_rich_style("tick--ticked") if marked else ground),
            Segment(" ", ground),
            Segment(fitted(line, max(0, width - BOX)), style),
        ]
        if self.focus_shown:
            painted = self.framed(painted, y, self.size.height)
        return Strip(painted).adjust_cell_length(width, ground)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_tick()

    def action_tick(self) -> None:
        if self.screen.has_class("-working"):
            return
        self.ticked = not self.ticked
        self.refresh()
        self.post_message(self.Changed(self))

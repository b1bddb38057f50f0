"""Tabs with counts, painted in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.message import Message as Event
from textual.strip import Strip
from textual.widget import Widget

from kiosk.widgets.words import texts_of


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its id, the message of its name, and how much is in it."""

    id: str
    message: str
    count: int


class Tabs(Widget, can_focus=True):
    """A few names in a row, one of them chosen."""

    DEFAULT_CSS = "Tabs { width: 100%; height: 3; } .-short Tabs { height: 1; }"
    BINDINGS = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("enter,space", "step(1)", show=False),
    ]

    @dataclass
    class Chosen(Event):
        """The visitor turned to another tab."""

        tab: str

    def __init__(self, tabs: Sequence[Tab], chosen: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tabs = tuple(tabs)
        self.chosen = chosen

    def choose(self, tab: str) -> None:
        if tab != self.chosen:
            self.chosen = tab
            self.refresh()
            self.post_message(self.Chosen(tab))

    def action_step(self, by: int) -> None:
        ids = [tab.id for tab in self._tabs]
        self.choose(ids[(ids.index(self.chosen) + by) % len(ids)])

    def on_click(self, event: events.Click) -> None:
        event.stop()
        for tab, (left, right) in zip(self._tabs, self._spans(), strict=True):
            if left <= event.x < right:
                self.choose(tab.id)

    def _spans(self) -> list[tuple[int, int]]:
        width = self.size.width // len(self._tabs)
        return [(index * width, (index + 1) * width) for index in range(len(self._tabs))]

    def render_line(self, y: int) -> Strip:
        theme, texts = self.app.theme_variables, texts_of(self)
        segments = []
        for tab, (left, right) in zip(self._tabs, self._spans(), strict=True):
            width = right - left - 1
            if tab.id == self.chosen:
                style = Style(color=theme["on-primary"], bgcolor=theme["primary"], bold=True)
                style += Style(underline=self.has_focus and y == self.size.height // 2)
            else:
                style = Style(color=theme["foreground" if tab.count else "muted"], bgcolor=theme["panel"])
            label = f"{texts(tab.message)} {tab.count}" if y == self.size.height // 2 else ""
            room = max(0, width - cell_len(label))
            segments.append(Segment(" " * (room // 2) + label + " " * (room - room // 2), style))
            segments.append(Segment(" ", self.rich_style))
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

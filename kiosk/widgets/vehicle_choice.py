"""Car or motorcycle: two large halves of one control."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.message import Message as Event
from textual.strip import Strip
from textual.widget import Widget

from kiosk.domain.plate import VehicleType
from kiosk.widgets.words import texts_of


class VehicleChoice(Widget, can_focus=True):
    """One of two, and none at first: one shape of plate serves both, so nothing is guessed."""

    DEFAULT_CSS = "VehicleChoice { width: 1fr; min-width: 24; height: 3; }"
    BINDINGS = [
        Binding("left", "choose('car')", show=False),
        Binding("right", "choose('motorcycle')", show=False),
        Binding("enter,space", "other", show=False),
    ]

    @dataclass
    class Chosen(Event):
        """The visitor said what carries the plate."""

        vehicle: VehicleType

    def __init__(self, vehicle: VehicleType | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.vehicle = vehicle

    def action_choose(self, vehicle: str) -> None:
        self.vehicle = VehicleType(vehicle)
        self.refresh()
        self.post_message(self.Chosen(self.vehicle))

    def action_other(self) -> None:
        self.action_choose("motorcycle" if self.vehicle is VehicleType.CAR else "car")

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_choose("car" if event.x < self._first else "motorcycle")

    @property
    def _first(self) -> int:
        """Columns of the first half: the second has more to say."""
        return self.size.width * 2 // 5

    def render_line(self, y: int) -> Strip:
        first = self._first
        return Strip(
            [
                *self._half(VehicleType.CAR, first - 1, y),
                Segment(" ", self.rich_style),
                *self._half(VehicleType.MOTORCYCLE, self.size.width - first, y),
            ]
        )

    def _half(self, vehicle: VehicleType, width: int, y: int) -> list[Segment]:
        theme = self.app.theme_variables
        chosen = vehicle is self.vehicle
        texts = texts_of(self)
        style = (
            Style(color=theme["on-primary"], bgcolor=theme["primary"], bold=True)
            if chosen
            else Style(color=theme["foreground"], bgcolor=theme["panel"])
        )
        if self.has_focus and (chosen or self.vehicle is None):
            style += Style(underline=True)
        label = ""
        if y == 1:
            label = ("◉ " if chosen else "○ ") + texts(f"vehicle-{vehicle.value}")
            if cell_len(label) > width:
                label = ("◉ " if chosen else "○ ") + texts(f"vehicle-{vehicle.value}-short")
        room = max(0, width - cell_len(label))
        plain = style + Style(underline=False)
        return [Segment(" " * (room // 2), plain), Segment(label, style), Segment(" " * (room - room // 2), plain)]

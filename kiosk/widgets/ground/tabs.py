"""Tabs with counts, painted: the chosen one is filled, the others stand on a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message as Event

from kiosk.i18n import Message as Said
from kiosk.widgets.ground.targets import State, Target, Targets, centred
from kiosk.widgets.ground.words import texts_of


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its id, the message of its name, and how much is in it; None where nobody knows."""

    id: str
    message: str
    count: int | None
    says: Said | None = None
    """What else is known of it, in its last line."""


class Tabs(Targets):
    """A few names in a row, one of them chosen."""

    COMPONENT_CLASSES = {"tabs--tab", "tabs--empty", "tabs--chosen", "tabs--line"}
    DEFAULT_CSS = """
    Tabs {
        width: 100%; height: 2; background: $background;
        & > .tabs--tab { color: $foreground; background: $background; }
        & > .tabs--empty { color: $muted; background: $background; }
        & > .tabs--chosen { color: $on-primary; background: $primary; text-style: bold; }
        & > .tabs--line { color: $line; background: $background; }
    }
    """
    pause = 0.0

    @dataclass
    class Turned(Event):
        """The visitor turned to another tab."""

        tab: str

    def __init__(self, tabs: Sequence[Tab], chosen: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tabs = {tab.id: tab for tab in tabs}
        self.chosen = chosen

    def show(self, tabs: Sequence[Tab]) -> None:
        """Say something else of the same tabs."""
        self._tabs = {tab.id: tab for tab in tabs}
        self.refresh()

    def step(self, by: int) -> None:
        """Turn to the next tab, or to the one before."""
        names = list(self._tabs)
        self._turn(names[(names.index(self.chosen) + by) % len(names)])

    def on_targets_chosen(self, event: Targets.Chosen) -> None:
        event.stop()
        self._turn(event.name)

    def _turn(self, tab: str) -> None:
        if tab != self.chosen:
            self.chosen = tab
            self.refresh()
            self.post_message(self.Turned(tab))

    def lay_out(self, size: Size) -> list[Target]:
        edges = [size.width * index // len(self._tabs) for index in range(len(self._tabs) + 1)]
        return [
            Target(name, Region(start, 0, end - start, size.height))
            for name, start, end in zip(self._tabs, edges, edges[1:], strict=False)
        ]

    def paint(self, target: Target, y: int, state: State) -> list[Segment]:
        tab, width, height = self._tabs[target.name], target.region.width, target.region.height
        chosen = tab.id == self.chosen
        if height > 1 and y == height - 1:
            says = "" if tab.says is None else f" {texts_of(self)(tab.says)} "
            room = width - cell_len(says)
            name, stroke = ("tabs--chosen", " ") if chosen else ("tabs--line", "─")
            line = stroke * (room // 2) + says + stroke * (room - room // 2)
            return [Segment(line, self.face(name, state) if chosen else self.get_component_rich_style(name))]
        face = self.face(
            "tabs--empty" if tab.count == 0 and not chosen else "tabs--chosen" if chosen else "tabs--tab", state
        )
        words = (
            f"{texts_of(self)(tab.message)} {'?' if tab.count is None else tab.count}"
            if y == max(0, height - 2)
            else ""
        )
        return [Segment(centred(words, width), face)]

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

_GAP = 2
"""Columns between the words of a tab and those of the next, at least."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its id, the message of its name, and how much is in it; None where that is unknown."""

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
        self.rearrange()

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
        count, widths = len(self._tabs), [max(map(cell_len, self._said(tab))) for tab in self._tabs.values()]
        spare = size.width - sum(widths)
        if size.width // count >= max(widths) + _GAP or spare < 0:
            edges = [size.width * index // count for index in range(count + 1)]
        else:  # as wide as one another, some would have no room between their words and the next one's
            edges = [sum(widths[:index]) + spare * index // count for index in range(count + 1)]
        return [
            Target(name, Region(start, 0, end - start, size.height))
            for name, start, end in zip(self._tabs, edges, edges[1:], strict=False)
        ]

    def _said(self, tab: Tab) -> tuple[str, str]:
        """Return the words of a tab, and what else is known of it."""
        name = f"{texts_of(self)(tab.message)} {'?' if tab.count is None else tab.count}"
        return name, "" if tab.says is None else f" {texts_of(self)(tab.says)} "

    def paint(self, target: Target, y: int, state: State) -> list[Segment]:
        tab, width, height = self._tabs[target.name], target.region.width, target.region.height
        chosen = tab.id == self.chosen
        if height > 1 and y == height - 1:
            says = self._said(tab)[1]
            room = width - cell_len(says)
            name, stroke = ("tabs--chosen", " ") if chosen else ("tabs--line", "─")
            line = stroke * (room // 2) + says + stroke * (room - room // 2)
            return [Segment(line, self.face(name, state) if chosen else self.get_component_rich_style(name))]
        face = self.face(
            "tabs--empty" if tab.count == 0 and not chosen else "tabs--chosen" if chosen else "tabs--tab", state
        )
        words = self._said(tab)[0] if y == max(0, height - 2) else ""
        return [Segment(centred(words, width), face)]

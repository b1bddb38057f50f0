"""Keys on the screen, painted by one widget: what the pads for plates, digits and letters have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.message import Message as Event

from kiosk.widgets.targets import State, Target, Targets, cap

CLEAR, RUB_OUT = "clear", "rub-out"
"""Names of the keys that type nothing and that every pad has."""


class Pad(Targets):
    """Keys of six columns by three rows where the window allows: 20 mm on a 15-inch panel (Colle and Hiszem 2004).

    A touch leaves the focus in what is typed into. A target's name is the character that its key types, or the name of
    a tool.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"pad--key", "pad--faint", "pad--tool", "pad--chosen"}
    DEFAULT_CSS = """
    Pad {
        height: auto; background: $background;
        & > .pad--key { background: $panel; color: $foreground; text-style: bold; }
        & > .pad--faint { background: $faint; color: $muted; }
        & > .pad--tool { background: $panel; color: $foreground; }
        & > .pad--chosen { background: $primary; color: $on-primary; text-style: bold; }
    }
    """
    FOCUS_ON_CLICK = False
    pause = 0.0

    @dataclass
    class Typed(Event):
        """A key that types a character."""

        character: str

    @dataclass
    class Tool(Event):
        """`CLEAR` or `RUB_OUT`."""

        name: str

    @property
    @abstractmethod
    def tools(self) -> Collection[str]:
        """Return the names of the keys that type nothing."""

    @abstractmethod
    def words(self, name: str) -> str:
        """Return what stands on a key."""

    def component(self, name: str) -> str:
        """Return the component class that a key is painted as."""
        return "pad--tool" if name in self.tools else "pad--key"

    def paint(self, target: Target, y: int, state: State) -> list[Segment]:
        component = self.component(target.name)
        edge = None if component == "pad--faint" else self.edge
        return cap([self.words(target.name)], y, target.region.size, self.face(component, state), self.ground, edge)

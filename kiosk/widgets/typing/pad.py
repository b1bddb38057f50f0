"""Keys on the screen, painted by one widget: what the pads for plates, digits and letters have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.message import Message as Event

from kiosk.widgets.ground.big_letters import ROWS, WIDTH, big_line, drawable
from kiosk.widgets.ground.targets import State, Target, Targets, cap

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
    draws_large: ClassVar[bool] = True
    """Whether letters are drawn large on keys that are high enough."""

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
        words, size, face = self.words(target.name), target.region.size, self.face(component, state)
        if self.draws_large and size.height >= ROWS and size.width > WIDTH + 1 and len(words) == 1 and drawable(words):
            top = (size.height - ROWS) // 2
            if top <= y < top + ROWS:
                return self._drawn(words, y - top, size, face)
            words = ""
        if self.draws_large and size.height == ROWS and y == 0:
            return self._apart(size, face)
        return cap(words.split("\n")[: size.height], y, size, face, self.ground, edge)

    def _apart(self, size: Size, face: Style) -> list[Segment]:
        """Return a first row of which the upper half is ground, as beside letters of four rows."""
        half = Style(color=face.bgcolor, bgcolor=self.ground.bgcolor)
        return [Segment("▄" * (size.width - 1), half), Segment(" ", self.ground)]

    def _drawn(self, letter: str, row: int, size: Size, face: Style) -> list[Segment]:
        """Return a row of a letter drawn large, in the middle of its key."""
        left = (size.width - 1 - WIDTH) // 2
        right = size.width - 1 - WIDTH - left
        line = [Segment(" " * left, face), *big_line(letter, row, face), Segment(" " * right, face)]
        if row == 0 and size.height == ROWS:
            # No room for a line along the foot: the free half row of a drawing parts it from the key above.
            inked, bare = (Style(color=color, bgcolor=self.ground.bgcolor) for color in (face.color, face.bgcolor))
            line = [Segment("▄" * len(text), inked if "▄" in text else bare) for text, *_ in line]
        return [*line, Segment(" ", self.ground)]

"""Several things to touch in one painted widget: a keypad of forty buttons would take a second to appear."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from enum import Enum, auto
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message as Event
from textual.strip import Strip

from kiosk.widgets.ground.focus import Focusable
from kiosk.widgets.ground.words import app_of

PAUSE = 0.6
"""Seconds for which a second press is ignored: an unsure finger presses twice."""


class Target(NamedTuple):
    """One thing to touch, and its place in the widget, in cells."""

    name: str
    region: Region


class State(Enum):
    """How a target is painted."""

    REST = auto()
    FOCUSED = auto()
    HELD = auto()
    """A finger is on it; it acts when the finger is lifted, and not when it slides off."""


class Targets(Focusable):
    """Paints its targets, moves among them with the arrows, and says which one was chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"targets--ground", "targets--held", "targets--edge"}
    DEFAULT_CSS = """
    Targets > .targets--edge { color: $line; }
    Targets > .targets--held { background: $primary; color: $on-primary; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "choose", show=False),
        Binding("up", "move(0, -1)", show=False),
        Binding("down", "move(0, 1)", show=False),
        Binding("left", "move(-1, 0)", show=False),
        Binding("right", "move(1, 0)", show=False),
    ]

    pause: ClassVar[float] = PAUSE
    """Seconds between two choices; nought where the same key is often meant twice."""
    holds_pointer: ClassVar[bool] = True
    """A finger that slides off takes the press back, wherever it goes (`kiosk.platform.terminal.pointer`)."""
    acts_while_working: ClassVar[bool] = False
    """Whether it can be used while the page waits for an answer."""

    class Chosen(Event):
        """A target was chosen."""

        def __init__(self, targets: Targets, name: str) -> None:
            super().__init__()
            self.targets = targets
            self.name = name

        @property
        def control(self) -> Targets:
            return self.targets

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._arranged: tuple[tuple[Size, str, bool], list[Target]] | None = None
        self._cursor = ""
        self._held: Target | None = None
        self._over = False
        self._quiet_until = 0.0

    @abstractmethod
    def lay_out(self, size: Size) -> list[Target]:
        """Return the targets of a widget of that size, in reading order, inside it and not over one another."""

    @abstractmethod
    def paint(self, target: Target, y: int, state: State) -> list[Segment]:
        """Return one line of a target, exactly as wide as its region; `y` counts from the region's top."""

    @property
    def targets(self) -> Sequence[Target]:
        """Return the targets where they are on the screen now."""
        key = (self.size, app_of(self).texts.language, self.screen.has_class("-large-print"))
        if self._arranged is None or self._arranged[0] != key:
            self._arranged = (key, self.lay_out(self.size))
        return self._arranged[1]

    @property
    def cursor(self) -> Target | None:
        """Return the target that the arrows stand on."""
        targets = self.targets
        return next((target for target in targets if target.name == self._cursor), targets[0] if targets else None)

    def rearrange(self) -> None:
        """Arrange and paint anew, since what there is to touch has changed."""
        self._arranged = None
        self.refresh()

    def state(self, target: Target) -> State:
        if self._held is not None and self._held.name == target.name and self._over:
            return State.HELD
        if self.focus_shown and target == self.cursor:
            return State.FOCUSED
        return State.REST

    def render_line(self, y: int) -> Strip:
        ground, x = self.ground, 0
        segments: list[Segment] = []
        for target in sorted((t for t in self.targets if t.region.y <= y < t.region.bottom), key=lambda t: t.region.x):
            if target.region.x > x:
                segments.append(Segment(" " * (target.region.x - x), ground))
            segments.extend(self._painted(target, y - target.region.y, self.state(target)))
            x = target.region.right
        return Strip(segments).adjust_cell_length(self.size.width, ground)

    def _painted(self, target: Target, y: int, state: State) -> list[Segment]:
        line = self.paint(target, y, state)
        if state is not State.FOCUSED:
            return line
        gap = [line.pop()] if line[-1] == Segment(" ", self.ground) else []
        return self.framed(line, y, target.region.height) + gap

    def face(self, name: str, state: State) -> Style:
        """Return the style of a target: that of the component class `name`, unless a finger is on it."""
        return self.get_component_rich_style("targets--held" if state is State.HELD else name)

    @property
    def ground(self) -> Style:
        """Return the style between the targets. Unlike `rich_style`, it is kept until the theme changes."""
        return self.get_component_rich_style("targets--ground")

    @property
    def edge(self) -> Color | None:
        """Return the colour of the line along the foot of a cap."""
        return self.get_component_rich_style("targets--edge").color

    def target_at(self, offset: Offset) -> Target | None:
        return next((target for target in self.targets if target.region.contains_point(offset)), None)

    # Touch and mouse: it acts when the finger is lifted.

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._held, self._over = self.target_at(event.offset), True
        self.refresh()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._held is not None:
            over = self._held.region.contains_point(event.offset)
            if over != self._over:
                self._over = over
                self.refresh(self._held.region)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        held, self._held = self._held, None
        if held is None:
            return
        self.refresh()
        if held.region.contains_point(event.offset):
            self._cursor = held.name
            self._choose(held)

    def on_mouse_release(self) -> None:
        # What was pressed is over, also where it was lifted on another page.
        if self._held is not None:
            self._held = None
            self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    # Keys.

    def action_choose(self) -> None:
        if self.cursor is not None:
            self._choose(self.cursor)

    def action_move(self, right: int, down: int) -> None:
        """Go to the next target in a direction; past the last one, to the next widget."""
        here = self.cursor
        there = None if here is None else _nearest(here, self.targets, right, down)
        if there is not None:
            self._cursor = there.name
            self.refresh()
        elif right + down > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def _choose(self, target: Target) -> None:
        now = app_of(self).clock.monotonic()
        if now < self._quiet_until or (self.screen.has_class("-working") and not self.acts_while_working):
            return
        self._quiet_until = now + self.pause
        self.refresh()
        self.post_message(self.Chosen(self, target.name))


def cap(
    words: Sequence[str], y: int, size: Size, face: Style, ground: Style, edge: Color | None = None
) -> list[Segment]:
    """Return line `y` of a key cap: words in its middle, a line along its foot, a column to its neighbour.

    The line is an underline, which terminals draw without a break in every font; half blocks leave hairlines in some.
    """
    width, height = size.width - 1, size.height
    gap = Segment(" ", ground)
    first = (height - len(words)) // 2
    text = words[y - first] if 0 <= y - first < len(words) else ""
    if edge is not None and y == height - 1 and not text:
        return [Segment(" " * width, Style(color=edge, bgcolor=face.bgcolor, underline=True)), gap]
    if cell_len(text) > width:
        return [Segment(centred(text, size.width), face)]
    return [Segment(centred(text, width), face), gap]


def centred(text: str, width: int) -> str:
    """Return `text` in the middle of `width` cells, cut where it is longer."""
    return set_cell_size(" " * max(0, (width - cell_len(text)) // 2) + text, width)


def _nearest(here: Target, targets: Sequence[Target], right: int, down: int) -> Target | None:
    """Return the nearest target beyond `here` in a direction that it shares a line or a column with."""
    reachable: list[tuple[int, int, Target]] = []
    a = here.region
    for target in targets:
        b = target.region
        if right:
            gap = b.x - a.right if right > 0 else a.x - b.right
            shared = min(a.bottom, b.bottom) - max(a.y, b.y)
        else:
            gap = b.y - a.bottom if down > 0 else a.y - b.bottom
            shared = min(a.right, b.right) - max(a.x, b.x)
        if gap >= 0 and shared > 0:
            reachable.append((gap, -shared, target))
    return min(reachable, key=lambda found: found[:2])[2] if reachable else None

"""One of a few: large choices, of which the chosen one is marked by shape, frame and weight, not by colour alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message as Event

from kiosk.widgets.targets import State, Target, Targets, cap
from kiosk.widgets.words import texts_of

_LEAST = 3
"""Rows of an option; where there are fewer, the options stand side by side."""


class Choice(Targets):
    """Options below one another. `options` are their names and what they say: one message, or two for two lines."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--option", "choice--chosen"}
    DEFAULT_CSS = """
    Choice {
        height: 6; background: $background;
        & > .choice--option { background: $panel; color: $foreground; }
        & > .choice--chosen { background: $surface; color: $primary; text-style: bold; }
    }
    """
    pause = 0.0

    @dataclass
    class Changed(Event):
        """Another option was chosen."""

        choice: Choice

    def __init__(
        self, options: Mapping[str, Sequence[str]], chosen: str | None = None, *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._options = options
        self.chosen = chosen
        """The name of the option, or None as long as nobody chose."""

    # Caps end with a column of ground, which the last one leaves outside.

    def lay_out(self, size: Size) -> list[Target]:
        names = list(self._options)
        height = size.height // len(names)
        if height >= _LEAST:
            return [Target(name, Region(0, y * height, size.width + 1, height)) for y, name in enumerate(names)]
        width = (size.width + 1) // len(names)
        return [Target(name, Region(x * width, 0, width, size.height)) for x, name in enumerate(names)]

    def paint(self, target: Target, y: int, state: State) -> list[Segment]:
        chosen = target.name == self.chosen
        label, *more = (texts_of(self)(message) for message in self._options[target.name])
        # A bar at the left, so that what is chosen differs in shape too.
        size = Size(target.region.width - 1, target.region.height)
        fitting = [words for words in more if cell_len(words) < size.width and size.height > len(more) + 1]
        face = self.face("choice--chosen" if chosen else "choice--option", state)
        bar = Segment("▌" if chosen and state is State.REST else " ", face)
        words = cap([f"{'●' if chosen else '○'} {label}", *fitting], y, size, face, self.ground, self.edge)
        if bar.text == " " and words[0].style is not None and words[0].style.underline:
            bar = Segment(" ", words[0].style)
        return [bar, *words]

    def on_targets_chosen(self, event: Targets.Chosen) -> None:
        event.stop()
        if self.chosen != event.name:
            self.chosen = event.name
            self.refresh()
            self.post_message(self.Changed(self))

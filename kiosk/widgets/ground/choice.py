"""One of a few: large choices, of which the chosen one is filled, ticked, and says that it is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message as Event
from textual.strip import Strip

from kiosk.widgets.ground.targets import State, Target, Targets, cap
from kiosk.widgets.ground.words import texts_of

_LEAST = 3
"""Rows of an option at least; as many options as that leaves no room for stand side by side."""

_BESIDE = 4
"""Columns of an option that its words leave free, for the frame of the focus."""


class Choice(Targets):
    """Options below one another, or in as many rows as there is room for.

    `options` are their names and what they say: one message, or two for two lines.
    Before a choice was made, the focus is around all of them: Enter takes none that the visitor has not gone to.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--option", "choice--chosen"}
    DEFAULT_CSS = """
    Choice {
        height: 6; background: $background;
        & > .choice--option { background: $panel; color: $foreground; }
        & > .choice--chosen { background: $primary; color: $on-primary; text-style: bold; }
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
        """The name of the option, or None before a choice was made."""

    # Caps end with a column of ground, which the last one leaves outside.

    def lay_out(self, size: Size) -> list[Target]:
        names = list(self._options)
        rows = max(1, min(len(names), size.height // _LEAST))
        across = -(-len(names) // rows)
        height, edges = size.height // rows, [x * (size.width + 1) // across for x in range(across + 1)]
        return [
            Target(name, Region(edges[x], y * height, edges[x + 1] - edges[x], height))
            for name, (y, x) in zip(names, (divmod(at, across) for at in range(len(names))), strict=True)
        ]

    @property
    def cursor(self) -> Target | None:
        """Return the option that the arrows stand on; None where they stand on all of them."""
        here = self._cursor or self.chosen
        return next((target for target in self.targets if target.name == here), None)

    def action_choose(self) -> None:
        if self.cursor is None:
            self._enter()
        else:
            super().action_choose()

    def action_move(self, right: int, down: int) -> None:
        if self.cursor is None and right + down > 0:
            self._enter()
        else:
            super().action_move(right, down)

    def _enter(self) -> None:
        """Go from the group to its first option."""
        self._cursor = self.targets[0].name
        self.refresh()

    def on_blur(self) -> None:
        self._cursor = ""
        super().on_blur()

    def paint(self, target: Target, y: int, state: State) -> list[Segment]:
        chosen, texts = target.name == self.chosen, texts_of(self)
        label, *more = (texts(message) for message in self._options[target.name])
        size = target.region.size
        fitting = [words for words in more if cell_len(words) < size.width - 1 and size.height > len(more) + 1]
        face = self.face("choice--chosen" if chosen else "choice--option", state)
        words = f"{'✓' if chosen else '○'} {label}"
        said = f"{words}  {texts('choice-chosen')}"
        if chosen and cell_len(said) <= size.width - _BESIDE:
            words = said
        return cap([words, *fitting], y, size, face, self.ground, None if chosen else self.edge)

    def render_line(self, y: int) -> Strip:
        line = super().render_line(y)
        if not (self.focus_shown and self.cursor is None):
            return line
        return Strip(self.framed(list(line), y, self.size.height))

    def on_targets_chosen(self, event: Targets.Chosen) -> None:
        event.stop()
        if self.chosen != event.name:
            self.chosen = event.name
            self.refresh()
            self.post_message(self.Changed(self))

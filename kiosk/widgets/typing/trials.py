"""Plates to try, in the demo."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip

from kiosk.widgets.ground.targets import State, Target, Targets, cap
from kiosk.widgets.ground.words import texts_of

_KEY = 3
"""Rows of one plate, below the line that says what they are for."""


class Trial(NamedTuple):
    """A synthetic vehicle: its plate, `car` or `motorcycle`, and the end of a message id `trial-…`."""

    plate: str
    vehicle: str
    shows: str


class Trials(Targets):
    """As many plates as there is room for. It takes its room from the start, so that nothing moves when they come."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"trials--key", "trials--title"}
    DEFAULT_CSS = """
    Trials {
        height: 7; background: $background;
        & > .trials--key { background: $panel; color: $foreground; }
        & > .trials--title { background: $background; color: $muted; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._trials: tuple[Trial, ...] = ()
        self.can_focus = False

    def show(self, trials: Sequence[Trial]) -> None:
        """Show these, the first ones first."""
        self._trials = tuple(trials)
        self.can_focus = bool(trials)
        self.rearrange()

    def trial(self, name: str) -> Trial:
        """Return the vehicle of a chosen target."""
        return self._trials[int(name)]

    def lay_out(self, size: Size) -> list[Target]:
        if not self._trials or size.height <= _KEY:
            return []
        widest = max(cell_len(words) for trial in self._trials for words in self._words(trial))
        columns = max(1, min(len(self._trials), (size.width + 1) // (widest + 3)))
        rows = (size.height - 1) // _KEY
        # The last column of ground lies outside, and the keys end where the page does.
        edges = [column * (size.width + 1) // columns for column in range(columns + 1)]
        return [
            Target(str(index), Region(edges[column], 1 + row * _KEY, edges[column + 1] - edges[column], _KEY))
            for index, (row, column) in enumerate(product(range(rows), range(columns)))
            if index < len(self._trials)
        ]

    def paint(self, target: Target, y: int, state: State) -> list[Segment]:
        face = self.face("trials--key", state)
        words = self._words(self.trial(target.name))
        return cap(words, y, target.region.size, face, self.ground, self.edge)

    def render_line(self, y: int) -> Strip:
        if y == 0 and self.targets:
            title = self.get_component_rich_style("trials--title")
            return Strip([Segment(texts_of(self)("welcome-trials"), title)]).adjust_cell_length(self.size.width, title)
        return super().render_line(y)

    def _words(self, trial: Trial) -> list[str]:
        return [trial.plate, texts_of(self)(f"trial-{trial.shows}")]

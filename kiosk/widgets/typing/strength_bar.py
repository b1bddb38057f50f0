"""弱, 中, 強: how strong the password is that stands above, as on the website."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from kiosk.domain.password import Strength
from kiosk.widgets.ground.targets import centred
from kiosk.widgets.ground.words import texts_of
from kiosk.widgets.typing.password_strength import strength

REST = 0.15
"""Seconds without a key before a password is judged: not at every letter of a quick typist."""

_SEGMENT = 9
"""Cells of one of the three."""


class StrengthBar(Widget):
    """Three fields, filled up to the strength of the password; the one that it has is marked by a dot as well."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"strength--empty", "strength--filled", "strength--reached"}
    DEFAULT_CSS = """
    StrengthBar {
        width: 100%; height: 1; background: $background;
        & > .strength--empty { background: $panel; color: $muted; }
        & > .strength--filled { background: $primary; color: $on-primary; }
        & > .strength--reached { background: $primary; color: $on-primary; text-style: bold; }
    }
    """

    def __init__(self, own: Sequence[str] = (), *, id: str | None = None) -> None:
        """Judge passwords of somebody whose data is `own`."""
        super().__init__(id=id)
        self._own = tuple(own)
        self._rest: Timer | None = None
        self.strength: Strength | None = None
        """What the last password was judged to be; None for an empty one."""

    def judge(self, password: str) -> None:
        """Judge a password soon, in a thread; only the last of several that follow one another quickly."""
        if self._rest is not None:
            self._rest.stop()
        self.workers.cancel_node(self)
        if password:
            self._rest = self.set_timer(REST, partial(self._begin, password))
        else:
            self._show(None)

    def _begin(self, password: str) -> None:
        # Not a coroutine: one that is never begun, because the page went first, would be complained about.
        self.run_worker(partial(self._judge, password), group="judging")  # type: ignore[arg-type]  # mypy loses R

    async def _judge(self, password: str) -> None:
        self._show(await asyncio.to_thread(strength, password, self._own))

    def _show(self, found: Strength | None) -> None:
        if found is not self.strength:
            self.strength = found
            self.refresh()

    def render_line(self, y: int) -> Strip:
        texts, levels = texts_of(self), list(Strength)
        reached = -1 if self.strength is None else levels.index(self.strength)
        segments = []
        for index, level in enumerate(levels):
            name = "empty" if index > reached else "reached" if index == reached else "filled"
            words = f"{'● ' if index == reached else ''}{texts(f'strength-{level.value}')}"
            style = self.get_component_rich_style(f"strength--{name}")
            segments += [Segment(centred(words, _SEGMENT), style), Segment(" ", self.rich_style)]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

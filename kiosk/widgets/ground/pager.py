"""▲ the page before, which page of how many, ▼ the next one: for lists that are longer than their room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message as Event
from textual.strip import Strip

from kiosk.i18n import say
from kiosk.widgets.ground.targets import State, Target, Targets, cap, centred
from kiosk.widgets.ground.words import app_of, texts_of

_SIGN = 6
"""Columns of a sign without its word, for a finger."""


@dataclass
class Paged(Event):
    """Another page of a list is on the screen, or there are more of them or fewer."""

    page: int
    """Counted from one."""
    pages: int


class Pager(Targets):
    """Two keys and a count between them; the words give way to their signs where there is no room.

    `Chosen.name` is `before` or `next`.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"pager--key", "pager--end", "pager--count"}
    DEFAULT_CSS = """
    Pager {
        width: auto; height: 3; background: $background;
        & > .pager--key { background: $panel; color: $foreground; }
        & > .pager--end { background: $faint; color: $muted; }
        & > .pager--count { background: $background; color: $foreground; text-style: bold; }
    }
    """
    pause = 0.0  # who looks for a bill turns several pages at once

    def __init__(self, *, signs_only: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._signs_only = signs_only
        self.page, self.pages = 1, 1

    def show(self, page: int, pages: int) -> None:
        """Say that `page` is on the screen, of so many."""
        wider = len(str(pages)) != len(str(self.pages))
        self.page, self.pages = page, pages
        if wider:
            self.refresh(layout=True)
        self.rearrange()

    def stand(self, *, there: bool) -> None:
        """Stand beside the actions, or not. They move for it: a press that was aimed at one of them does not count."""
        if there != self.display:
            self.display = there
            app_of(self).presses.moved(self.screen, app_of(self).clock.monotonic())

    def abridge(self, *, signs_only: bool) -> None:
        """Leave out the words, or say them again."""
        if signs_only != self._signs_only:
            self._signs_only = signs_only
            self.refresh(layout=True)
            self.rearrange()

    def _words(self, name: str) -> str:
        words = texts_of(self)(f"pager-{name}")
        return words[0] if self._signs_only else words

    @property
    def _widths(self) -> tuple[int, int, int]:
        """Columns of the two keys, each with the gap behind it, and of the count between them."""
        before, on = (max(_SIGN, cell_len(self._words(name)) + 3) for name in ("before", "next"))
        return before, len(f"{self.pages} / {self.pages}") + 2, on

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return sum(self._widths)

    def lay_out(self, size: Size) -> list[Target]:
        before, count, on = self._widths
        return [
            Target("before", Region(0, 0, before, size.height)),
            Target("next", Region(before + count, 0, on, size.height)),
        ]

    def render_line(self, y: int) -> Strip:
        keys = super().render_line(y)
        if y != self.size.height // 2:
            return keys
        before, width, _ = self._widths
        words = texts_of(self)(say("pager-count", page=str(self.page), pages=str(self.pages)))
        count = Strip([Segment(centred(words, width), self.get_component_rich_style("pager--count"))])
        return Strip.join([keys.crop(0, before), count, keys.crop(before + width)])

    def paint(self, target: Target, y: int, state: State) -> list[Segment]:
        at_end = self.page == (1 if target.name == "before" else self.pages)
        face = self.face("pager--end" if at_end else "pager--key", state)
        words = [self._words(target.name)]
        return cap(words, y, target.region.size, face, self.ground, None if at_end else self.edge)

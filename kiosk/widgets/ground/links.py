"""A line of light ways on: words beside one another, each to touch, none of them a button."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip

from kiosk.widgets.ground.targets import State, Target, Targets, centred
from kiosk.widgets.ground.words import texts_of
from kiosk.widgets.ground.wrapping import wrapped

_ROOM = 4
"""Cells around the words of a link, for a finger and for the dot between two; only the dot where there are few."""


_LINK_ROWS, _LEAST_ROWS = 3, 2
"""Rows of a link, for a finger; and where the line above them takes two."""


class Links(Targets):
    """Names and the messages that they say, in the middle of the line or at its left, with dots between them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"links--link", "links--dot"}
    DEFAULT_CSS = """
    Links {
        width: 100%; height: 3; background: $background;
        & > .links--link { background: $background; color: $foreground; text-style: underline; }
        & > .links--dot { background: $background; color: $muted; }
    }
    """

    def __init__(
        self, links: Mapping[str, str], *, above: str | None = None, at_left: bool = False, id: str | None = None
    ) -> None:
        """Take the message `above` as a line of its own over the links, where there are four rows.

        `at_left`: the first words begin where the lines above and below them do.
        """
        super().__init__(id=id)
        self._links, self._above, self._at_left = dict(links), above, at_left

    def without(self, name: str, *, above: str) -> None:
        """Show a link no more, and another message above the others."""
        self._links.pop(name, None)
        self._above = above
        self.rearrange()

    @property
    def _top(self) -> int:
        rows = len(self._lines)
        return rows if self.size.height > _LINK_ROWS and self.size.height - rows >= _LEAST_ROWS else 0

    @property
    def _lines(self) -> list[str]:
        return [] if self._above is None else wrapped(texts_of(self)(self._above), self.size.width)

    def render_line(self, y: int) -> Strip:
        if self._above is None or y >= self._top:
            return super().render_line(y)
        style = self.get_component_rich_style("links--dot")
        return Strip([Segment(centred(self._lines[y], self.size.width), style)])

    def lay_out(self, size: Size) -> list[Target]:
        words = {name: cell_len(texts_of(self)(message)) for name, message in self._links.items()}
        top = self._top
        folds = sum(words.values()) + 2 * len(words) > size.width and size.height - top >= 2
        half = (len(words) + 1) // 2
        lines = [list(words)[:half], list(words)[half:]] if folds else [list(words)]
        height = (size.height - top) // len(lines)
        return [
            target
            for at, names in enumerate(lines)
            for target in self._line({name: words[name] for name in names}, top + at * height, size.width, height)
        ]

    def _line(self, words: Mapping[str, int], top: int, columns: int, height: int) -> Iterator[Target]:
        """Yield links of so many cells of words on one line, as far apart as there is room for."""
        room = min(_ROOM, max(1, (columns - sum(words.values())) // max(1, len(words))))
        widths = [width + room for width in words.values()]
        first = 0 if self._at_left else max(0, (columns - sum(widths)) // 2)
        edges = accumulate(widths, initial=first)
        for name, x, width in zip(words, edges, widths, strict=False):
            yield Target(name, Region(x, top, width, height))

    def paint(self, target: Target, y: int, state: State) -> list[Segment]:
        width = target.region.width
        ground = self.face("links--dot", state)
        if y != (target.region.height - 1) // 2:
            return [Segment(" " * width, ground)]
        words = texts_of(self)(self._links[target.name])
        left = 0 if self._at_left else (width - cell_len(words)) // 2
        last = all(other.region.x <= target.region.x for other in self.targets if other.region.y == target.region.y)
        dot = "" if last or state is not State.REST else "·"
        behind = dot.rjust(width - cell_len(words) - left)
        return [Segment(" " * left, ground), Segment(words, self.face("links--link", state)), Segment(behind, ground)]

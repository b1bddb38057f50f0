"""Providers in a grid, painted by one widget; those that do not fit stand on further leaves of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.segment import Segment
from textual.geometry import Region, Size

from kiosk.i18n import Message, Named, say
from kiosk.widgets.ground.footer import LARGE_PRINT
from kiosk.widgets.ground.targets import State, Target, Targets, cap
from kiosk.widgets.ground.words import texts_of

LEAST_HEIGHT, MOST_HEIGHT = 3, 5
WIDTH, NARROW, LEAST_WIDTH = 24, 72, 20
"""Cells of a tile with its gap, for a finger and two lines of words; `LEAST_WIDTH` in grids of fewer than `NARROW`."""

MORE = "+"
"""The tile that turns to the next leaf. No provider's code looks like it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One tile: what is chosen by it, its name, what it says below, and whether it can be chosen."""

    code: str
    name: Named
    says: Message
    usable: bool


def grid(size: Size, count: int, *, large: bool = False) -> tuple[int, int, int]:
    """Return the columns, the rows on one leaf, and a tile's height, for `count` tiles; twice as high if `large`."""
    columns = max(1, (size.width + 1) // (WIDTH if size.width >= NARROW else LEAST_WIDTH))
    wanted = -(-count // columns)
    least = min(2 * LEAST_HEIGHT, max(LEAST_HEIGHT, size.height)) if large else LEAST_HEIGHT
    fitting = max(1, size.height // least)
    if wanted > fitting:
        return columns, fitting, least
    if large:
        return columns, wanted, min(2 * MOST_HEIGHT, size.height // max(1, wanted))
    return columns, wanted, max(LEAST_HEIGHT, min(MOST_HEIGHT, size.height // max(1, wanted)))


class ProviderGrid(Targets):
    """Tiles to choose from. `Chosen.name` is the code of an offer, also of one that cannot be used."""

    COMPONENT_CLASSES = {"grid--tile", "grid--says", "grid--unusable", "grid--more"}
    DEFAULT_CSS = """
    ProviderGrid {
        height: 1fr; background: $background;
        & > .grid--tile { background: $panel; color: $foreground; text-style: bold; }
        & > .grid--says { background: $panel; color: $muted; }
        & > .grid--unusable { background: $background; color: $muted; }
        & > .grid--more { background: $background; color: $primary; text-style: bold; }
    }
    """

    def __init__(self, offers: Sequence[Offer], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._offers = {offer.code: offer for offer in offers}
        self._leaf = 0
        self._leaves = 1

    def lay_out(self, size: Size) -> list[Target]:
        columns, rows, height = grid(size, len(self._offers), large=self.screen.has_class(LARGE_PRINT))
        names, places = list(self._offers), columns * rows
        # With more than one leaf, the last place of each turns to the next one: it is always in the same place.
        self._leaves = 1 if len(names) <= places else -(-len(names) // max(1, places - 1))
        if self._leaves > 1:
            self._leaf %= self._leaves
            names = names[self._leaf * (places - 1) : (self._leaf + 1) * (places - 1)]
        # The last column of ground lies outside, and the tiles end where the page does.
        edges = [x * (size.width + 1) // columns for x in range(columns + 1)]
        spots = [Region(left, y * height, right - left, height) for y in range(rows) for left, right in pairwise(edges)]
        targets = [Target(name, spot) for name, spot in zip(names, spots, strict=False)]
        if self._leaves > 1:
            targets.append(Target(MORE, spots[-1]))
        return targets

    def on_targets_chosen(self, event: Targets.Chosen) -> None:
        if event.name == MORE:
            event.stop()
            self._leaf += 1
            self.rearrange()

    def paint(self, target: Target, y: int, state: State) -> list[Segment]:
        size, texts = target.region.size, texts_of(self)
        if target.name == MORE:
            words = [texts(say("providers-more", leaf=self._leaf + 1, of=self._leaves))]
            return cap(words, y, size, self.face("grid--more", state), self.ground, self.edge)
        offer = self._offers[target.name]
        name = "grid--tile" if y < size.height // 2 else "grid--says"
        face = self.face(name if offer.usable else "grid--unusable", state)
        return cap(
            [texts.said(offer.name), texts(offer.says)], y, size, face, self.ground, self.edge if offer.usable else None
        )

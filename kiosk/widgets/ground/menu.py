"""What can be done here, as tiles in a grid, painted by one widget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region, Size

from kiosk.i18n import Message
from kiosk.widgets.ground.footer import LARGE_PRINT
from kiosk.widgets.ground.targets import State, Target, Targets, cap
from kiosk.widgets.ground.words import texts_of

LEAST_HEIGHT, MOST_HEIGHT = 3, 7


@dataclass(frozen=True, slots=True)
class Item:
    """One tile: what is chosen by it, what it is called, and what it says below where there is room."""

    name: str
    title: Message
    more: Message | None = None
    heavy: bool = False
    """Filled and over the whole width: what most visitors come for."""


class Menu(Targets):
    """Tiles in `columns`, heavy ones first, each in a row of its own. `Chosen.name` is the name of an item.

    Where the words do not fit and more rows do, there are fewer columns.
    """

    COMPONENT_CLASSES = {"menu--item", "menu--more", "menu--heavy"}
    DEFAULT_CSS = """
    Menu {
        width: 100%; height: 1fr; background: $background;
        & > .menu--item { background: $panel; color: $foreground; text-style: bold; }
        & > .menu--more { background: $panel; color: $muted; }
        & > .menu--heavy { background: $primary; color: $on-primary; text-style: bold; }
    }
    """

    def __init__(self, items: Sequence[Item], *, columns: int, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items = {item.name: item for item in items}
        self._columns = columns

    def lay_out(self, size: Size) -> list[Target]:
        return next((tiles for tiles in self._offers(size) if self._fits(tiles)), self._tiles(size, self._columns))

    def _offers(self, size: Size) -> Iterator[list[Target]]:
        """Yield the arrangements that hold every tile, widest first."""
        for columns in range(self._columns, 0, -1):
            tiles = self._tiles(size, columns)
            if tiles[-1].region.bottom <= size.height:
                yield tiles

    def _fits(self, tiles: Sequence[Target]) -> bool:
        # A tile's last column is ground.
        return all(
            cell_len(words) < tile.region.width
            for tile in tiles
            for words in self._words(tile.name, tile.region.height)
        )

    def _tiles(self, size: Size, columns: int) -> list[Target]:
        rows = self._rows(columns)
        gap = 1 if size.height >= len(rows) * (LEAST_HEIGHT + 1) else 0
        height = max(LEAST_HEIGHT, min(MOST_HEIGHT, (size.height + gap) // len(rows) - gap))
        targets = []
        for y, row in enumerate(rows):
            # The last column of ground lies outside, and the tiles end where the page does.
            across = 1 if self._items[row[0]].heavy else columns
            edges = [x * (size.width + 1) // across for x in range(across + 1)]
            targets += [
                Target(name, Region(left, y * (height + gap), right - left, height))
                for name, left, right in zip(row, edges, edges[1:], strict=False)
            ]
        return targets

    def _rows(self, columns: int) -> list[list[str]]:
        heavy = [name for name, item in self._items.items() if item.heavy]
        light = [name for name in self._items if name not in heavy]
        return [*([name] for name in heavy), *(light[x : x + columns] for x in range(0, len(light), columns))]

    def _words(self, name: str, height: int) -> list[str]:
        item, texts = self._items[name], texts_of(self)
        words = [texts(item.title)]
        if item.more is not None and height > LEAST_HEIGHT and not self.screen.has_class(LARGE_PRINT):
            words.append(texts(item.more))
        return words

    def paint(self, target: Target, y: int, state: State) -> list[Segment]:
        item, size = self._items[target.name], target.region.size
        words = self._words(target.name, size.height)
        first = (size.height - len(words)) // 2
        name = "menu--heavy" if item.heavy else "menu--more" if len(words) > 1 and y > first else "menu--item"
        return cap(words, y, size, self.face(name, state), self.ground, None if item.heavy else self.edge)

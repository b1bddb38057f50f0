"""Pictures of pixels over the cells of widgets: as long as such a widget is seen whole, and no longer.

Textual knows only cells. After each of its paintings, the app finds which widgets with pictures are seen, and brings
the terminal to show those pictures and no other: a page that is left, a window that lies over one, a code that is
covered each end theirs with the next painting, and so does the app when it ends, whatever ends it (`signals`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Offset, Region
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from kiosk.platform.terminal import bitmap
from kiosk.platform.terminal.bitmap import Bitmap
from kiosk.platform.terminal.kind import Graphics
from kiosk.platform.textual.painted import HearsOfPaintings

if TYPE_CHECKING:
    from rich.console import RenderableType


class Pictured(Widget):
    """A widget with pictures over its cells. What its own lines show there is seen where pictures cannot be."""

    def pictures(self) -> Iterable[tuple[Offset, Bitmap]]:
        """Return each picture with the cell of the widget in which its upper left corner is; none to show none."""
        raise NotImplementedError


class TerminalKnown(Message):
    """The terminal has said more of itself than was known."""


class Placed(NamedTuple):
    """A picture in its place on the screen, in cells."""

    at: Offset
    bitmap: Bitmap


class PicturingApp(HearsOfPaintings):
    """An app whose widgets may have pictures, on a terminal that shows some."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._shown: dict[Placed, int] = {}
        self._numbers = 0

    @property
    def graphics(self) -> Graphics:
        """Return how the terminal shows pictures."""
        return getattr(self._driver, "graphics", Graphics.NONE)

    @property
    def cell(self) -> tuple[int, int] | None:
        """Return the pixels of a cell across and down; None where no pictures can be shown."""
        known: tuple[int, int] | None = getattr(self._driver, "cell", None)
        return None if self.graphics is Graphics.NONE else known

    def on_terminal_known(self) -> None:
        # As after a change of the window: what is as large as it can be may now be larger.
        for screen in self.screen_stack:
            screen.post_message(events.Resize(self.size, self.size))

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Resize):
            self._forget_pictures()
        await super().on_event(event)

    def painted(self, screen: Screen[Any], what: RenderableType) -> None:
        super().painted(screen, what)
        if self.graphics is not Graphics.NONE and not self.is_headless:
            self._picture(screen, what)

    def _picture(self, screen: Screen[Any], renderable: object) -> None:
        wanted = set(seen(screen))
        gone = [placed for placed in self._shown if placed not in wanted]
        commands = [self._taken_away(placed) for placed in gone]
        # What was written over is gone where pictures stand in the place of cells.
        over = [placed for placed in wanted & set(self._shown) if touches(renderable, self._area(placed))]
        anew = over if self.graphics is Graphics.SIXEL else []
        commands += [self._put(placed) for placed in wanted if placed not in self._shown or placed in anew]
        self._write(commands)
        if gone and self.graphics is Graphics.SIXEL and not isinstance(renderable, LayoutUpdate):
            screen.refresh()  # their cells are written anew, wherever they were

    def _put(self, placed: Placed) -> str:
        self._numbers += 1
        self._shown[placed] = self._numbers
        # Where the cursor is belongs to Textual, which has an input method write there.
        picture = placed.bitmap
        shown = bitmap.sixel(picture) if self.graphics is Graphics.SIXEL else bitmap.kitty(picture, self._numbers)
        return f"\x1b7\x1b[{placed.at.y + 1};{placed.at.x + 1}H{shown}\x1b8"

    def _taken_away(self, placed: Placed) -> str:
        number = self._shown.pop(placed)
        return bitmap.kitty_deleted(number) if self.graphics is Graphics.KITTY else ""

    def _forget_pictures(self) -> None:
        """Delete all pictures: after a resize their places are unknown."""
        self._write([self._taken_away(placed) for placed in list(self._shown)])

    def _write(self, commands: list[str]) -> None:
        text = "".join(commands)
        if text and self._driver is not None:
            self._driver.write(text)
            self._driver.flush()

    def _area(self, placed: Placed) -> Region:
        across, down = self.cell or (1, 1)
        wide, high = placed.bitmap.size
        return Region(*placed.at, -(-wide // across), -(-high // down))


def seen(screen: Screen[Any]) -> Iterator[Placed]:
    """Yield the pictures of the widgets that are seen whole, with nothing in front of them."""
    before: list[Region] = []
    for widget, (region, clip) in screen._compositor.visible_widgets.items():  # noqa: SLF001
        visible = region.intersection(clip)
        if isinstance(widget, Pictured) and visible == region and not any(map(region.overlaps, before)):
            for at, picture in widget.pictures():
                yield Placed(region.offset + at, picture)
        before.append(visible)


def touches(renderable: object, area: Region) -> bool:
    """Say whether a painting writes to cells of an area; what kind of painting is not known may."""
    if isinstance(renderable, ChopsUpdate):
        return any(
            area.y <= y < area.bottom and left < area.right and right > area.x for y, left, right in renderable.spans
        )
    return not isinstance(renderable, LayoutUpdate) or renderable.region.overlaps(area)

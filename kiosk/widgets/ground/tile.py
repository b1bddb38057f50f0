"""A large choice: what it is called, and what it does."""

from __future__ import annotations

from textual.content import Content
from textual.message import Message as Event

from kiosk.i18n import Message, say
from kiosk.widgets.ground.big_letters import points
from kiosk.widgets.ground.footer import LARGE_PRINT
from kiosk.widgets.ground.pressable import Pressable
from kiosk.widgets.ground.words import texts_of
from kiosk.widgets.ground.wrapping import wrapped

_SIGN_ROWS = 7


class Tile(Pressable):
    """One of a few things that a visitor may want.

    The heavy one is filled, the others are outlined. A `sign`, one letter, is drawn large where there is room.
    """

    DEFAULT_CSS = """
    Tile {
        width: 1fr; height: 1fr; content-align: center middle; text-align: center; padding: 0 1;
        border: round $line; background: $background; color: $foreground;
        &:focus { border: heavy $focus; text-style: bold; }
        &.-held { background: $panel; }
        &.-heavy { background: $primary; color: $on-primary; border: blank $primary; }
        &.-heavy:focus { border: heavy $on-primary; text-style: none; }
        &.-heavy.-held { background: $panel; color: $foreground; border: blank $panel; }
        &.-unavailable { color: $muted; border: round $panel; }
        &.-unavailable:focus { border: heavy $focus; }
        &.-chosen { background: $primary; color: $on-primary; }
    }
    """

    class Pressed(Event):
        """The visitor chose this tile."""

        def __init__(self, tile: Tile) -> None:
            super().__init__()
            self.tile = tile

        @property
        def control(self) -> Tile:
            return self.tile

    def __init__(
        self,
        title: Message | str,
        more: Message | str | None = None,
        *,
        sign: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._title = say(title) if isinstance(title, str) else title
        self._more = say(more) if isinstance(more, str) else more
        self._sign = sign

    def say(self, title: Message | str, more: Message | str) -> None:
        """Say something else in the same place."""
        self._title = say(title) if isinstance(title, str) else title
        self._more = say(more) if isinstance(more, str) else more
        self.refresh()

    def render(self) -> Content:
        texts, (columns, rows) = texts_of(self), self.content_size
        title = Content.styled(texts(self._title), "bold")
        more = [] if self._more is None or self.screen.has_class(LARGE_PRINT) else wrapped(texts(self._more), columns)
        words = [title, Content("\n".join(more))] if more else [title]
        loose = rows >= 2 + len(more) and len(words) > 1
        lines = Content("\n\n" if loose else "\n").join(words)
        if not self._sign or rows < _SIGN_ROWS + len(words) + 1:
            return lines
        gap = "\n\n" if rows >= _SIGN_ROWS + len(words) * 2 else "\n"
        return Content.assemble(_drawn(self._sign), gap, lines if rows >= _SIGN_ROWS + 4 else Content("\n").join(words))

    def pressed(self) -> Event:
        return self.Pressed(self)


def _drawn(sign: str) -> Content:
    """Return a letter of ten columns and seven rows, every point two coloured cells: no hairlines in any font."""
    rows = [
        Content.assemble(*(("  ", "reverse") if point == "1" else ("  ", "") for point in row)) for row in points(sign)
    ]
    return Content("\n").join(rows)

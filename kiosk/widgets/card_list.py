"""Cards below one another, of which only those on the screen are painted: cursor, scrolling, and what stands below."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kiosk.i18n import Message
from kiosk.widgets.focus import Focusable
from kiosk.widgets.words import texts_of

HEIGHT = 3
"""Rows of a card: two lines and a gap. A finger hits no less."""


def below(size: Size, scrolled: int, cards: int) -> int:
    """Return how many cards are not to be seen in full below."""
    return max(0, cards - (scrolled + size.height) // HEIGHT)


def whole(size: Size, scrolled: int, cards: int) -> int:
    """Return the index before which cards are painted: none stands there in half, above the row that tells of more."""
    return min(cards, (scrolled + size.height) // HEIGHT)


class CardList(ScrollView, Focusable, can_focus=True):
    """A list with a cursor. What its cards say and what a touch on one means, each kind of list knows itself."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--card", "list--muted", "list--more", *Focusable.COMPONENT_CLASSES}
    DEFAULT_CSS = """
    CardList {
        height: 1fr; scrollbar-size-vertical: 2; overflow-x: hidden; background: $background;
        & > .list--card { background: $surface; color: $foreground; }
        & > .list--muted { color: $muted; }
        /* Textual inherits these from the first base alone. */
        & > .focus--line { color: $focus; text-style: bold; }
        & > .focus--fill { background: $primary; color: $on-primary; }
        & > .list--more { color: $primary; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", show=False),
        Binding("down", "go(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("end", "end", show=False),
    ]

    def __init__(self, *, cursor: int = 0, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cursor = cursor
        """The index of the card that the arrows stand on."""

    @property
    @abstractmethod
    def count(self) -> int:
        """How many cards there are."""

    @abstractmethod
    def more(self, count: int) -> Message:
        """Return what says that there are `count` cards below."""

    @abstractmethod
    def card_line(self, index: int, line: int, width: int) -> list[Segment]:
        """Return line 0 or 1 of a card, exactly `width` cells wide."""

    def renew(self) -> None:
        """Paint from the start: there are other cards now."""
        self.cursor = 0
        self._measure()
        self.scroll_to(y=0, animate=False)
        self.refresh()

    def _within(self, cursor: int) -> int:
        return max(0, min(self.count - 1, cursor))

    def on_mount(self) -> None:
        self.cursor = self._within(self.cursor)
        self._measure()
        self.call_after_refresh(self._show_cursor)

    def on_resize(self) -> None:
        self._measure()
        self._show_cursor()

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self.count * HEIGHT)

    # Keys.

    def action_go(self, by: int) -> None:
        """Move over the cards; over the ends, leave the list."""
        if by < 0 and self.cursor == 0:
            self.screen.focus_previous()
        elif by > 0 and self.cursor >= self.count - 1:
            self.screen.focus_next()
        else:
            self._move(self.cursor + by)

    def action_page(self, by: int) -> None:
        self._move(self.cursor + by * max(1, self.size.height // HEIGHT))

    def action_end(self) -> None:
        self._move(self.count - 1)

    def _move(self, to: int) -> None:
        self.cursor = self._within(to)
        self._show_cursor()
        self.refresh()

    def _show_cursor(self) -> None:
        self.scroll_to_region(Region(0, self.cursor * HEIGHT, 1, HEIGHT), animate=False, force=True)

    def turn_page(self) -> None:
        """Show the cards below: whoever touched the row that tells of them wants to see them."""
        self.scroll_relative(y=self.painted.height // HEIGHT * HEIGHT, animate=False)

    # Painting.

    @property
    def painted(self) -> Size:
        """The part of the list that cards are painted on."""
        return self.scrollable_content_region.size

    def render_line(self, y: int) -> Strip:
        size, ground, scrolled = self.painted, self.rich_style, self.scroll_offset.y
        more = below(size, scrolled, self.count)
        if more and y == size.height - 1:
            words = texts_of(self)(self.more(more))
            return Strip([Segment(set_cell_size(f"  {words}", size.width), ground + self.color("list--more"))])
        index, line = divmod(y + scrolled, HEIGHT)
        if index >= whole(size, scrolled, self.count) or line == HEIGHT - 1:
            return Strip.blank(size.width, ground)
        card = self.card_line(index, line, size.width)
        return Strip(self.framed(card, line, HEIGHT - 1) if self.focus_shown and index == self.cursor else card)

    def color(self, name: str) -> Style:
        """Return a component's colour and weight, to be put on whatever ground a card has."""
        style = self.get_component_rich_style(name, partial=True)
        return Style(color=style.color, bold=style.bold)

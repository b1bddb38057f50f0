"""Cards below one another, of which only those on the screen are painted: cursor, scrolling, pages, what is below."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Hashable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kiosk.widgets.ground.focus import Focusable
from kiosk.widgets.ground.pager import Paged
from kiosk.widgets.lists.card_places import Places, Spot

HEIGHT = 3
"""Rows of a card: two lines and a gap. A finger hits no less."""


class CardList(ScrollView, Focusable, can_focus=True):
    """A list with a cursor. What its cards say and what a touch on one means, each kind of list knows itself."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--card", "list--muted", *Focusable.COMPONENT_CLASSES}
    DEFAULT_CSS = """
    CardList {
        height: 1fr; scrollbar-size-vertical: 2; overflow-x: hidden; background: $background;
        & > .list--card { background: $surface; color: $foreground; }
        & > .list--muted { color: $muted; }
        /* Textual inherits these only from the first base. */
        & > .focus--line { color: $focus; text-style: bold; }
        & > .focus--fill { background: $primary; color: $on-primary; }
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
        self._starts = [0]
        self._began: Hashable = None
        self._reported = (0, 0)

    @property
    @abstractmethod
    def count(self) -> int:
        """How many cards there are."""

    @property
    def places(self) -> Places:
        """Where the cards stand."""
        return Places((self.count,)) if self.count else Places(())

    @abstractmethod
    def card_line(self, index: int, line: int, width: int) -> list[Segment]:
        """Return a line of a card, exactly `width` cells wide."""

    def heading_line(self, group: int, line: int, width: int) -> list[Segment]:
        """Return a line of the heading over a group, exactly `width` cells wide."""
        raise NotImplementedError

    def renew(self) -> None:
        """Paint from the start: there are other cards now."""
        self.cursor = 0
        self._measure()
        self.scroll_to(y=0, animate=False)
        self.refresh()
        self._tell_page()

    def _within(self, cursor: int) -> int:
        return max(0, min(self.count - 1, cursor))

    def on_mount(self) -> None:
        self.cursor = self._within(self.cursor)
        self._measure()
        self.call_after_refresh(self._show_cursor)

    def on_resize(self) -> None:
        self._measure()
        self._show_cursor()
        self._tell_page()

    def _measure(self) -> None:
        places, height = self.places, self.painted.height
        self._starts = places.page_starts(height) if height else [0]
        # The last page too begins where the one before it ends: no card is on two pages.
        rows = max(places.rows, self._starts[-1] + height)
        self.virtual_size = Size(self.scrollable_content_region.width, 0 if len(self._starts) == 1 else rows)

    # Pages.

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._tell_page()

    def _tell_page(self) -> None:
        shown_page = (bisect_right(self._starts, round(self.scroll_y)), len(self._starts))
        if shown_page != self._reported:
            self._reported = shown_page
            self.post_message(Paged(*shown_page))

    def turn_page(self, by: int = 1) -> None:
        """Show the next page or the one before, and put the cursor on its first card."""
        page = bisect_right(self._starts, round(self.scroll_y)) - 1
        if by < 0 and self._starts[page] < round(self.scroll_y):
            page += 1  # from the midst of a page, its own beginning is the page before
        row = self._starts[max(0, min(len(self._starts) - 1, page + by))]
        self.scroll_to(y=row, animate=False, force=True)
        spots = map(self.places.at, range(row, row + self.places.heading + 1))
        self.cursor = next((spot.index for spot in spots if spot and not spot.is_heading), self.cursor)
        self.refresh()

    # Touch and mouse: a press counts only on what it began on.

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._began = self.thing_at(event.x, event.y)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        began, self._began = self._began, None
        if began is not None and began == self.thing_at(event.x, event.y):
            self.touched(event.x, event.y)

    def thing_at(self, x: int, y: int) -> Hashable:
        """Return what can be touched at a place of the list, to be compared; None for nothing."""
        seen = self.hit(y)
        return None if seen is None else (seen.index, seen.is_heading)

    @abstractmethod
    def touched(self, x: int, y: int) -> None:
        """Do what a touch at a place of the list means."""

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
        self._move(self.cursor + by * max(1, self.size.height // self.places.pitch))

    def action_end(self) -> None:
        self._move(self.count - 1)

    def _move(self, to: int) -> None:
        self.cursor = self._within(to)
        self._show_cursor()
        self.refresh()

    def _show_cursor(self) -> None:
        """Scroll to the page that the cursor is on, unless it is to be seen."""
        if not self.count:
            return
        places = self.places
        top, end = places.shown_from(self.cursor), places.top(self.cursor) + places.body
        if not self.scroll_offset.y <= top < end <= self.scroll_offset.y + self.painted.height:
            row = self._starts[bisect_right(self._starts, top) - 1]
            self.scroll_to(y=row, animate=False, force=True)

    # Painting.

    @property
    def painted(self) -> Size:
        """The part of the list that cards are painted on."""
        return self.scrollable_content_region.size

    def hit(self, y: int) -> Spot | None:
        """Return what a touch at a row is on: a line of a card or a heading, as painted; nothing outside the list."""
        return self._seen(y) if 0 <= y < self.painted.height else None

    def _seen(self, y: int) -> Spot | None:
        return self.places.seen(y, scrolled=self.scroll_offset.y, height=self.painted.height)

    def render_line(self, y: int) -> Strip:
        width, ground, seen = self.painted.width, self.rich_style, self._seen(y)
        if seen is None:
            return Strip.blank(width, ground)
        if seen.is_heading:
            return Strip(self.heading_line(seen.index, seen.line, width))
        card = self.card_line(seen.index, seen.line, width)
        here = self.focus_shown and seen.index == self.cursor
        return Strip(self.framed(card, seen.line, self.places.body) if here else card)

    def color(self, name: str) -> Style:
        """Return a component's colour and weight, to be put on whatever ground a card has."""
        style = self.get_component_rich_style(name, partial=True)
        return Style(color=style.color, bold=style.bold)

"""Bills as cards, painted by one widget: ten thousand of them appear as fast as ten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message as Event
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kiosk.i18n import say
from kiosk.widgets.bill_card import Card, CardWords, Columns, columns, fitted, left, right
from kiosk.widgets.words import texts_of

HEIGHT = 3
"""Rows of a card: two lines and a gap. A finger hits no less."""


_TICKED, _UNTICKED = (" ✓  ", "    "), ("╭──╮", "╰──╯")
"""The tick box in the two lines of a card, four cells wide."""


class Part(Enum):
    """Where on the list somebody touched."""

    CARD = auto()
    DETAILS = auto()
    MORE = auto()
    """The last row, where it says that there are more cards below."""
    NOTHING = auto()


def hit(x: int, y: int, *, size: Size, scrolled: int, cards: int) -> tuple[Part, int]:
    """Return what is at a place of the list, and the index of its card, -1 for none."""
    if not (0 <= x < size.width and 0 <= y < size.height):
        return Part.NOTHING, -1
    if y == size.height - 1 and below(size, scrolled, cards):
        return Part.MORE, -1
    index, line = divmod(y + scrolled, HEIGHT)
    if index >= whole(size, scrolled, cards) or line == HEIGHT - 1:
        return Part.NOTHING, -1
    return (Part.DETAILS if x >= size.width - columns(size.width).amount else Part.CARD), index


def below(size: Size, scrolled: int, cards: int) -> int:
    """Return how many cards are not to be seen in full below."""
    return max(0, cards - (scrolled + size.height) // HEIGHT)


def whole(size: Size, scrolled: int, cards: int) -> int:
    """Return the index before which cards are painted: none stands there in half, above the row that tells of more."""
    return min(cards, (scrolled + size.height) // HEIGHT)


class BillList(ScrollView, can_focus=True):
    """Cards with a tick box each. A touch on a card ticks it, one at its right end shows the bill in full."""

    COMPONENT_CLASSES = {"list--card", "list--cursor", "list--muted", "list--alarm", "list--ticked", "list--more"}
    DEFAULT_CSS = """
    BillList {
        height: 1fr; scrollbar-size-vertical: 2; overflow-x: hidden; background: $background;
        & > .list--card { background: $surface; color: $foreground; }
        & > .list--cursor { background: $panel; color: $focus; }
        & > .list--muted { color: $muted; }
        & > .list--alarm { color: $error; text-style: bold; }
        & > .list--ticked { background: $primary; color: $on-primary; text-style: bold; }
        & > .list--more { color: $primary; text-style: bold; }
    }
    """
    BINDINGS = [
        Binding("up", "go(-1)", show=False),
        Binding("down", "go(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("end", "end", show=False),
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
        Binding("space,enter", "tick", show=False),
    ]

    @dataclass
    class Ticked(Event):
        """The visitor wants a bill ticked, or not any more."""

        number: str

    @dataclass
    class Opened(Event):
        """The visitor wants to see a bill in full."""

        number: str

    @dataclass
    class Turned(Event):
        """The visitor wants the next kind of bills, or the one before."""

        by: int

    def __init__(
        self, cards: Sequence[Card], selected: Iterable[str], *, cursor: int = 0, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._cards: tuple[Card, ...] = tuple(cards)
        self._selected = frozenset(selected)
        self.cursor = self._within(cursor)

    def show(self, cards: Sequence[Card]) -> None:
        """Paint other cards."""
        self._cards, self.cursor = tuple(cards), 0
        self._measure()
        self.scroll_to(y=0, animate=False)
        self.refresh()

    def tick(self, selected: Iterable[str]) -> None:
        """Paint these as ticked."""
        self._selected = frozenset(selected)
        self.refresh()

    def _within(self, cursor: int) -> int:
        return max(0, min(len(self._cards) - 1, cursor))

    def on_mount(self) -> None:
        self._measure()
        self.call_after_refresh(self._show_cursor)

    def on_resize(self) -> None:
        self._measure()
        self._show_cursor()

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._cards) * HEIGHT)

    # Keys.

    def action_go(self, by: int) -> None:
        """Move over the cards; over the ends, leave the list."""
        if by < 0 and self.cursor == 0:
            self.screen.focus_previous()
        elif by > 0 and self.cursor >= len(self._cards) - 1:
            self.screen.focus_next()
        else:
            self._move(self.cursor + by)

    def action_page(self, by: int) -> None:
        self._move(self.cursor + by * max(1, self.size.height // HEIGHT))

    def action_end(self) -> None:
        self._move(len(self._cards) - 1)

    def action_turn(self, by: int) -> None:
        self.post_message(self.Turned(by))

    def action_tick(self) -> None:
        if self._cards:
            self._touch(self._cards[self.cursor])

    def action_open(self) -> None:
        """Show the bill under the cursor in full."""
        if self._cards:
            self.post_message(self.Opened(self._cards[self.cursor].number))

    def _move(self, to: int) -> None:
        self.cursor = self._within(to)
        self._show_cursor()
        self.refresh()

    def _show_cursor(self) -> None:
        self.scroll_to_region(Region(0, self.cursor * HEIGHT, 1, HEIGHT), animate=False, force=True)

    # Touch and mouse.

    def on_click(self, event: events.Click) -> None:
        event.stop()
        part, index = hit(event.x, event.y, size=self._painted, scrolled=self.scroll_offset.y, cards=len(self._cards))
        if part is Part.MORE:
            self.scroll_relative(y=self._painted.height // HEIGHT * HEIGHT, animate=False)
        if index < 0:
            return
        self.cursor = index
        self.refresh()
        if part is Part.DETAILS:
            self.action_open()
        else:
            self._touch(self._cards[index])

    def _touch(self, card: Card) -> None:
        # What cannot be paid here cannot be ticked; its page says why, and where it can.
        self.post_message(self.Ticked(card.number) if card.payable else self.Opened(card.number))

    # Painting.

    @property
    def _painted(self) -> Size:
        return self.scrollable_content_region.size

    def render_line(self, y: int) -> Strip:
        size, ground = self._painted, self.rich_style
        more = below(size, self.scroll_offset.y, len(self._cards))
        if more and y == size.height - 1:
            words = texts_of(self)(say("bills-more", count=more))
            style = ground + self._color("list--more")
            return Strip([Segment(set_cell_size(f"  {words}", size.width), style)])
        index, line = divmod(y + self.scroll_offset.y, HEIGHT)
        if index >= whole(size, self.scroll_offset.y, len(self._cards)) or line == HEIGHT - 1:
            return Strip.blank(size.width, ground)
        return Strip(self._line(self._cards[index], line, columns(size.width), index == self.cursor))

    def _color(self, name: str) -> Style:
        style = self.get_component_rich_style(name, partial=True)
        return Style(color=style.color, bold=style.bold)

    def _line(self, card: Card, line: int, room: Columns, here: bool) -> list[Segment]:
        texts = texts_of(self)
        words: CardWords = card.words(texts)
        under_cursor = here and self.has_focus
        ground = self.get_component_rich_style("list--cursor" if under_cursor else "list--card")
        text = Style(color=self.get_component_rich_style("list--card").color, bgcolor=ground.bgcolor)
        muted = text + self._color("list--muted")
        strong = text + Style(bold=True)
        state = text + self._color("list--alarm") if card.alarming else muted
        if line == 0:
            middle, due, end = words.rate, Segment(fitted(words.due, room.due, gap=0), text), card.amount
        else:
            middle, due, end = (
                words.issued,
                Segment(fitted(words.state, room.due, gap=0), state),
                texts("bills-details"),
            )
        return [
            *self._mark(card, line, room.mark, ground, under_cursor),
            Segment(left(words, line, room), muted if line else strong),
            Segment(fitted(middle, room.rate), muted),
            due,
            Segment(right(end, room.amount), muted if line else strong),
        ]

    def _mark(self, card: Card, line: int, width: int, ground: Style, under_cursor: bool) -> list[Segment]:
        """Return the tick box, as high as the card: what is to be touched looks like it."""
        bar = Segment("▌" if under_cursor else " ", ground)
        if not card.payable:
            return [bar, Segment(set_cell_size("" if line else "  —", width - 1), ground + self._color("list--muted"))]
        ticked = card.number in self._selected
        box = Segment(_TICKED[line] if ticked else _UNTICKED[line], ground)
        if ticked:
            box = Segment(box.text, self.get_component_rich_style("list--ticked"))
        return [bar, box, Segment(" " * (width - 1 - len(box.text)), ground)]

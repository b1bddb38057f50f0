"""Bills as cards of two lines, painted by one widget: ten thousand of them appear as fast as ten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message as Event
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kiosk.i18n import Texts
from kiosk.widgets.words import texts_of


@dataclass(frozen=True, slots=True)
class Card:
    """One bill as the list paints it; its words are made only when it is seen."""

    number: str
    payable: bool
    alarming: bool
    """Whether the state is painted as an alarm, beside its word."""
    top: Callable[[Texts], str]
    """When and where from: date, times, how it was issued."""
    amount: str
    bottom: Callable[[Texts], str]
    """Number and due date."""
    state: Callable[[Texts], str]


HEIGHT = 3
"""Rows of a card: two lines and a gap."""

TICK = 4
"""Columns before the words."""


class BillList(ScrollView, can_focus=True):
    """Cards with a tick box each. A touch on the box ticks, a touch on the words opens."""

    DEFAULT_CSS = "BillList { height: 1fr; scrollbar-size-vertical: 2; }"
    BINDINGS = [
        Binding("up", "go(-1)", show=False),
        Binding("down", "go(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "go(-1000000)", show=False),
        Binding("end", "go(1000000)", show=False),
        Binding("space", "tick", show=False),
        Binding("enter,right", "open", show=False),
    ]

    class Ticked(Event):
        """What is selected has changed."""

    @dataclass
    class Opened(Event):
        """The visitor wants to see a bill in full."""

        number: str

    def __init__(
        self, cards: Sequence[Card], selected: Iterable[str], *, cursor: int = 0, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.selected = set(selected)
        self.cursor = cursor
        self._cards: tuple[Card, ...] = tuple(cards)

    def show(self, cards: Sequence[Card]) -> None:
        """Paint other cards; what is selected stays selected."""
        self._cards = tuple(cards)
        self.cursor = 0
        self._measure()
        self.scroll_to(y=0, animate=False)
        self.refresh()

    def select(self, numbers: Iterable[str]) -> None:
        self.selected = set(numbers)
        self.refresh()
        self.post_message(self.Ticked())

    def on_mount(self) -> None:
        self._measure()
        self._show_cursor()

    def on_resize(self) -> None:
        self._measure()

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._cards) * HEIGHT)

    def action_go(self, by: int) -> None:
        """Move over the cards; over the ends, leave the list."""
        if by == -1 and self.cursor == 0:
            self.screen.focus_previous()
        elif by == 1 and self.cursor >= len(self._cards) - 1:
            self.screen.focus_next()
        else:
            self.cursor = max(0, min(len(self._cards) - 1, self.cursor + by))
            self._show_cursor()
            self.refresh()

    def action_page(self, by: int) -> None:
        self.action_go(by * max(1, self.size.height // HEIGHT))

    def action_tick(self) -> None:
        if self._cards:
            self._tick(self._cards[self.cursor])

    def action_open(self) -> None:
        if self._cards:
            self.post_message(self.Opened(self._cards[self.cursor].number))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        row = event.y + self.scroll_offset.y
        if row // HEIGHT >= len(self._cards):
            return
        self.cursor = row // HEIGHT
        card = self._cards[self.cursor]
        if event.x < self.size.width // 2 and card.payable:
            self._tick(card)
        else:
            self.post_message(self.Opened(card.number))
        self.refresh()

    def _tick(self, card: Card) -> None:
        if not card.payable:
            self.post_message(self.Opened(card.number))
            return
        self.selected ^= {card.number}
        self.refresh()
        self.post_message(self.Ticked())

    def _show_cursor(self) -> None:
        self.scroll_to_region(Region(0, self.cursor * HEIGHT, 1, HEIGHT), animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        index, line = divmod(y + self.scroll_offset.y, HEIGHT)
        width = self.scrollable_content_region.width
        if index >= len(self._cards) or line == HEIGHT - 1:
            return Strip([Segment(" " * width, self.rich_style)])
        return self._line(self._cards[index], line, width, under_cursor=index == self.cursor and self.has_focus)

    def _line(self, card: Card, line: int, width: int, *, under_cursor: bool) -> Strip:
        theme, texts = self.app.theme_variables, texts_of(self)
        ticked = card.number in self.selected
        ground = Style(color=theme["foreground"], bgcolor=theme["panel" if under_cursor else "surface"])
        muted = ground + Style(color=theme["muted"])
        if line == 0:
            mark = "·" if not card.payable else "☑" if ticked else "☐"
            words, right = card.top(texts), f"{card.amount} "
            strong = ground + Style(bold=True)
            right_style = strong
        else:
            mark, words, right = " ", card.bottom(texts), card.state(texts) + " "
            strong = muted
            right_style = ground + Style(color=theme["error"], bold=True) if card.alarming else muted
        edge = ("▌" if under_cursor else " ") + f"{mark} "
        room = max(0, width - TICK - cell_len(right) - 1)
        return Strip(
            [
                Segment(set_cell_size(edge, TICK), ground + Style(color=theme["primary"], bold=True)),
                Segment(set_cell_size(words, room), strong),
                Segment(" " + right, right_style),
            ]
        ).adjust_cell_length(width, ground)

"""Bills as cards, painted by one widget: ten thousand of them appear as fast as ten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message as Event

from kiosk.i18n import Message, say
from kiosk.widgets.bill_card import Card, CardWords, Columns, columns, fitted, left, right
from kiosk.widgets.card_list import HEIGHT, CardList, below, whole
from kiosk.widgets.words import texts_of

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


class BillList(CardList):
    """Cards with a tick box each. A touch on a card ticks it, one at its right end shows the bill in full."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--alarm", "list--ticked"}
    DEFAULT_CSS = """
    BillList {
        & > .list--alarm { color: $error; text-style: bold; }
        & > .list--ticked { background: $primary; color: $on-primary; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
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
        super().__init__(cursor=cursor, id=id)
        self._cards = cards
        self._selected = frozenset(selected)

    @property
    def count(self) -> int:
        return len(self._cards)

    def more(self, count: int) -> Message:
        return say("bills-more", count=count)

    def show(self, cards: Sequence[Card]) -> None:
        """Paint other cards."""
        self._cards = cards
        self.renew()

    def tick(self, selected: Iterable[str]) -> None:
        """Paint these as ticked."""
        self._selected = frozenset(selected)
        self.refresh()

    # Keys.

    def action_turn(self, by: int) -> None:
        self.post_message(self.Turned(by))

    def action_tick(self) -> None:
        if self._cards:
            self._touch(self._cards[self.cursor])

    def action_open(self) -> None:
        """Show the bill under the cursor in full."""
        if self._cards:
            self.post_message(self.Opened(self._cards[self.cursor].number))

    # Touch and mouse.

    def on_click(self, event: events.Click) -> None:
        event.stop()
        part, index = hit(event.x, event.y, size=self.painted, scrolled=self.scroll_offset.y, cards=self.count)
        if part is Part.MORE:
            self.turn_page()
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

    def card_line(self, index: int, line: int, width: int) -> list[Segment]:
        return self._line(self._cards[index], line, columns(width))

    def _line(self, card: Card, line: int, room: Columns) -> list[Segment]:
        texts = texts_of(self)
        words: CardWords = card.words(texts)
        text = self.get_component_rich_style("list--card")
        muted = text + self.color("list--muted")
        strong = text + Style(bold=True)
        state = text + self.color("list--alarm") if card.alarming else muted
        if line == 0:
            middle, due, end = words.rate, Segment(fitted(words.due, room.due, gap=0), text), card.amount
        else:
            middle, due, end = (
                words.issued,
                Segment(fitted(words.state, room.due, gap=0), state),
                texts("bills-details"),
            )
        return [
            *self._mark(card, line, room.mark, text),
            Segment(left(words, line, room), muted if line else strong),
            Segment(fitted(middle, room.rate), muted),
            due,
            Segment(right(end, room.amount), muted if line else strong),
        ]

    def _mark(self, card: Card, line: int, width: int, ground: Style) -> list[Segment]:
        """Return the tick box, as high as the card: what is to be touched looks like it."""
        blank = Segment(" ", ground)
        if not card.payable:
            return [blank, Segment(set_cell_size("" if line else "  —", width - 1), ground + self.color("list--muted"))]
        ticked = card.number in self._selected
        box = Segment(_TICKED[line] if ticked else _UNTICKED[line], ground)
        if ticked:
            box = Segment(box.text, self.get_component_rich_style("list--ticked"))
        return [blank, box, Segment(" " * (width - 1 - len(box.text)), ground)]

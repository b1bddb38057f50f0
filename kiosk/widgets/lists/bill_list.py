"""Bills as cards in groups, painted by one widget: ten thousand of them appear as fast as ten."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import accumulate
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message as Event

from kiosk.i18n import Texts
from kiosk.widgets.ground.amount import large_figures
from kiosk.widgets.ground.big_letters import ROWS, big_line
from kiosk.widgets.ground.big_letters import width as big_width
from kiosk.widgets.ground.footer import LARGE_PRINT
from kiosk.widgets.ground.words import texts_of
from kiosk.widgets.lists.bill_card import (
    Card,
    CardWords,
    columns,
    figures,
    fitted,
    left,
    right,
    tall_columns,
    tall_left,
)
from kiosk.widgets.lists.card_list import CardList
from kiosk.widgets.lists.card_places import Places

_LOW, _TALL = 2, ROWS
"""Rows of a card: two lines of words, or as many as the amount in large figures."""


class Part(Enum):
    """Where on the list somebody touched."""

    CARD = auto()
    DETAILS = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Group:
    """Bills of one kind: what the heading over them says, on the left and on the right, and their cards."""

    words: Callable[[Texts], tuple[str, str]]
    cards: Sequence[Card]


class BillList(CardList):
    """Cards with a tick box each. A touch on a card ticks it, one at its right end shows the bill in full.

    Where there is no more to be seen of a bill than its card says, a touch anywhere ticks.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--alarm", "list--ticked", "list--heading", "list--rule"}
    DEFAULT_CSS = """
    BillList {
        & > .list--alarm { color: $error; text-style: bold; }
        & > .list--ticked { background: $primary; color: $on-primary; text-style: bold; }
        & > .list--heading { background: $background; color: $foreground; text-style: bold; }
        & > .list--rule { background: $background; color: $line; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "open", show=False),
        Binding("left", "screen.focus_previous", show=False),
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

    def __init__(
        self,
        groups: Sequence[Group],
        selected: Iterable[str],
        *,
        cursor: int = 0,
        details: str = "bills-details",
        id: str | None = None,
    ) -> None:
        """Show `groups`; `details` is the message that offers to see a bill in full, empty where there is no more."""
        super().__init__(cursor=cursor, id=id)
        self._details = details
        self._take(groups)
        self._selected = frozenset(selected)

    def _take(self, groups: Sequence[Group]) -> None:
        self._groups = [group for group in groups if group.cards]
        self._counts = tuple(len(group.cards) for group in self._groups)
        self._firsts = [0, *accumulate(self._counts)]

    @property
    def count(self) -> int:
        return self._firsts[-1]

    @property
    def places(self) -> Places:
        return Places(self._counts, body=_TALL if self._tall else _LOW, heading=1)

    @property
    def _tall(self) -> bool:
        return self.screen.has_class("-high") or self.screen.has_class(LARGE_PRINT)

    def show(self, groups: Sequence[Group]) -> None:
        """Paint other bills."""
        self._take(groups)
        self.renew()

    def _card(self, index: int) -> Card:
        group = bisect_right(self._firsts, index) - 1
        return self._groups[group].cards[index - self._firsts[group]]

    def tick(self, selected: Iterable[str]) -> None:
        """Paint these as ticked."""
        self._selected = frozenset(selected)
        self.refresh()

    # Keys.

    def action_tick(self) -> None:
        if self.count:
            self._touch(self._card(self.cursor))

    def action_open(self) -> None:
        """Show the bill under the cursor in full."""
        if self.count and self._details:
            self.post_message(self.Opened(self._card(self.cursor).number))

    # Touch and mouse.

    def part(self, x: int, y: int) -> tuple[Part, int]:
        """Return what is at a place of the list, and the index of its card, -1 for none."""
        width, seen = self.painted.width, self.hit(y)
        if not 0 <= x < width or seen is None or seen.is_heading:
            return Part.NOTHING, -1
        opens = width - (tall_columns(width) if self._tall else columns(width)).amount
        return (Part.DETAILS if x >= opens and self._details else Part.CARD), seen.index

    def thing_at(self, x: int, y: int) -> Hashable:
        part, index = self.part(x, y)
        return None if part is Part.NOTHING else (part, index)

    def touched(self, x: int, y: int) -> None:
        part, index = self.part(x, y)
        self.cursor = index
        self.refresh()
        if part is Part.DETAILS:
            self.action_open()
        else:
            self._touch(self._card(index))

    def _touch(self, card: Card) -> None:
        # What cannot be paid here cannot be ticked; its page says why, and where it can.
        self.post_message(self.Ticked(card.number) if card.payable else self.Opened(card.number))

    # Painting.

    def heading_line(self, group: int, line: int, width: int) -> list[Segment]:
        heading, rule = (self.get_component_rich_style(f"list--{name}") for name in ("heading", "rule"))
        what, total = self._groups[group].words(texts_of(self))
        what, total = f" {fitted(what, max(0, width - cell_len(total) - 6), gap=0).rstrip()} ", f" {total} "
        between = max(0, width - cell_len(what) - cell_len(total) - 4)
        return [
            Segment("──"[:width], rule), Segment(what, heading), Segment("─" * between, rule),
            Segment(total, heading), Segment("──", rule),
        ]  # fmt: skip

    def card_line(self, index: int, line: int, width: int) -> list[Segment]:
        draw = self._tall_line if self._tall else self._line
        return draw(self._card(index), line, width, self.get_component_rich_style("list--card"))

    def _line(self, card: Card, line: int, width: int, text: Style) -> list[Segment]:
        texts, room = texts_of(self), columns(width)
        words: CardWords = card.words(texts)
        muted, strong = text + self.color("list--muted"), text + Style(bold=True)
        if line == 0:
            middle, due, end = (
                words.rate,
                Segment(fitted(words.due, room.due, gap=0), text),
                figures(texts, card.amount, room.amount),
            )
        else:
            due = Segment(fitted(words.state, room.due, gap=0), self._state(card, text))
            middle, end = words.issued, _within(self._way_on(texts), room.amount)
        return [
            *self._mark(card, line, room.mark, text),
            Segment(left(words, line, room), muted if line else strong),
            Segment(fitted(middle, room.rate), muted),
            due,
            Segment(right(end, room.amount), muted if line else strong),
        ]

    def _tall_line(self, card: Card, line: int, width: int, text: Style) -> list[Segment]:
        """Return a line of a card of four rows: words, the amount in large figures, and the way on."""
        texts, room = texts_of(self), tall_columns(width)
        words: CardWords = card.words(texts)
        muted, strong = text + self.color("list--muted"), text + Style(bold=True)
        style = (strong, muted, muted, self._state(card, strong))[line]
        figure = room.due
        if drawn := large_figures(texts, card.amount, figure):
            gap = figure - big_width(drawn)
            amount = [Segment(" " * gap, text), *big_line(drawn, line, strong)]
        else:
            amount = [Segment(right(figures(texts, card.amount, figure) if line == 1 else "", figure), strong)]
        details = _within(self._way_on(texts), room.amount) if line == _TALL // 2 else ""
        return [
            *self._mark(card, line, room.mark, text),
            Segment(tall_left(words, line, room.what), style),
            *amount,
            Segment(right(details, room.amount), muted),
        ]

    def _way_on(self, texts: Texts) -> str:
        return texts(self._details) if self._details else ""

    def _state(self, card: Card, text: Style) -> Style:
        return text + self.color("list--alarm" if card.alarming else "list--muted")

    def _mark(self, card: Card, line: int, width: int, ground: Style) -> list[Segment]:
        """Return the tick box, as high as the card: what is to be touched looks like it."""
        last = (_TALL if self._tall else _LOW) - 1
        if not card.payable:
            dash = "" if line != last // 2 else "   —"
            return [Segment(set_cell_size(dash, width), ground + self.color("list--muted"))]
        if card.number in self._selected:
            box = Segment(" ✓  " if line == last // 2 else "    ", self.get_component_rich_style("list--ticked"))
        else:
            box = Segment("╭──╮" if line == 0 else "╰──╯" if line == last else "│  │", ground)
        return [Segment(" ", ground), box, Segment(" " * max(0, width - 5), ground)]


def _within(details: str, width: int) -> str:
    """Return the way on in words, or only its sign where it would fill what it stands in."""
    return details if cell_len(details) < width else details[-1:]

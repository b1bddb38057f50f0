"""What a card says of one bill, and how its lines are laid out in any width. Money is never cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from kiosk.domain.money import Money
from kiosk.i18n import Texts, money


class CardWords(NamedTuple):
    """The words of a card, in one language."""

    when: str
    """The day and the time of parking, or what a notice holds."""
    number: str
    short_number: str
    """Where the whole number has no room."""
    issued: str
    rate: str
    due: str
    state: str


@dataclass(frozen=True, slots=True)
class Card:
    """One bill as a list paints it; its words are made only when it is seen."""

    number: str
    payable: bool
    alarming: bool
    """Whether the state is painted as an alarm, beside its word: overdue, or due today."""
    amount: Money
    words: Callable[[Texts], CardWords]


class Columns(NamedTuple):
    """Widths in cells. They sum up to the width of the list."""

    mark: int
    what: int
    rate: int
    """Nought where there is no room for it."""
    due: int
    amount: int


_MARK, _DUE, _AMOUNT, _RATE = 6, 21, 12, 30
_LEAST_WHAT = 23
_SLIM_AMOUNT, _SLIM_DUE, _SLIM_WHAT = 9, 15, 20
"""Where the due day or the days left would be cut otherwise."""

_FIGURE, _LEAST_TALL, _NEXT = 29, 26, 6
"""Cells of an amount of four figures and its sign, drawn large; of the words before it; and of a sign to touch."""


def columns(width: int) -> Columns:
    """Return the columns of a list of `width` cells; the words give way, the amount never does."""
    slim = width < _MARK + _LEAST_WHAT + _SLIM_DUE + _AMOUNT
    amount, what = (_SLIM_AMOUNT, _SLIM_WHAT) if slim else (_AMOUNT, _LEAST_WHAT)
    due = max(0, min(_DUE, width - _MARK - amount - what))
    rest = max(0, width - _MARK - due - amount)
    rate = _RATE if rest >= _LEAST_WHAT + _RATE else 0
    mark = min(_MARK, width)
    return Columns(mark, rest - rate, rate, due, max(0, width - mark - rest - due))


def left(words: CardWords, line: int, room: Columns) -> str:
    """Return what stands on the left in line 0 or 1, exactly as wide as its column."""
    if line == 0:
        return fitted(words.when, room.what)
    issued = "" if room.rate else words.issued
    for number in (words.number, words.short_number):
        text = f"{number}  {issued}".rstrip()
        if cell_len(text) < room.what:
            return fitted(text, room.what)
    return fitted(words.short_number, room.what)


def tall_columns(width: int) -> Columns:
    """Return the columns of a card of four rows; its amount, drawn large, stands where `due` is, and no rate."""
    mark = min(_MARK, width)
    room = max(0, width - mark - _LEAST_TALL)
    end = _AMOUNT if room >= _FIGURE + _AMOUNT else min(_NEXT, room)
    figure = min(_FIGURE, room - end)
    return Columns(mark, width - mark - end - figure, 0, figure, end)


def tall_left(words: CardWords, line: int, width: int) -> str:
    """Return what stands on the left in lines 0 to 3 of a card of four rows, exactly as wide as its column."""
    lines = (words.when, f"{words.number}  {words.issued}", words.rate, f"{words.due}  {words.state}")
    shorter = (words.when, words.short_number, words.rate, words.state)
    return fitted(lines[line] if cell_len(lines[line]) < width else shorter[line], width)


def fitted(text: str, width: int, *, gap: int = 1) -> str:
    """Return `text` in exactly `width` cells, at least `gap` of them blank at the end, cut with an ellipsis."""
    if width < 1:
        return ""
    if cell_len(text) <= width - gap:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, max(0, width - gap - 1)).rstrip() + "…", width)


def figures(texts: Texts, amount: Money, width: int) -> str:
    """Return an amount as it stands at the right edge of `width` cells, in brief where `NT$` takes too many of them."""
    written = texts(money(amount))
    return written if cell_len(written) < width else str(amount)


def right(text: str, width: int) -> str:
    """Return `text` at the right edge of `width` cells, with a blank behind it where there is room."""
    return set_cell_size(" " * max(0, width - cell_len(text) - 1) + text, width)

"""The three bar codes with which a convenience store takes a bill: as bars where there is room, else on the phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.widget import Widget

from kiosk.domain.money import Money
from kiosk.i18n import Message, money, say
from kiosk.screens.frame.printing import Printing, offered
from kiosk.screens.pay.take_along import TakeAlongPage
from kiosk.widgets.codes.bar_code import Arrangement, BarCode, fitted
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words, app_of
from kiosk.wording.date_words import full_day

if TYPE_CHECKING:
    from kiosk.contract.sheets import StoreCodes

WORDS, BUTTONS = 2, 3
"""Rows that the words take above the bars, and the buttons below them."""


class StoreCodesPage(TakeAlongPage):
    """Never a code that is cut or too low: as many at a time as stand there whole, the next ones at a press."""

    CSS_PATH = ["take_along.tcss", "store_codes.tcss"]
    fills = True

    def __init__(self, codes: StoreCodes, printing: Printing | None = None, *, phones: bool = True) -> None:
        """Show `codes`; without `phones`, which could not open their link, only as bars and on paper."""
        lines = [
            say("store-amount", amount=money(Money(codes.amount)), day=full_day(codes.pay_by)),
            *([say("store-show")] if phones else [] if printing else [say("store-no-room")]),
            say("store-once"),
        ]
        if codes.sample:
            lines.insert(0, say("store-sample"))
        super().__init__(say("store-title"), lines, codes.link if phones else None, printing, "print-codes")
        self._phones = phones
        self._codes = codes
        self._on_phone = False
        self._first = 0
        self._arrangement: Arrangement | None = None

    def compose_page(self) -> ComposeResult:
        with Vertical(id="at-store"):
            yield Words("store-title", id="at-store-title")
            yield Words(self._amount(), id="at-store-amount")
            with Vertical(id="bars"):
                for number, segment in enumerate(self._codes.segments, start=1):
                    yield BarCode(segment, id=f"bar-{number}")
            with Horizontal(id="at-store-ways"):
                yield Action("store-next", id="next")
                if self._phones:
                    yield Action("store-on-phone", id="on-phone")
                yield from offered(self._printing, "print-codes", id="print-bars")
                yield Action("take-back", "primary", id="at-store-back")
        yield from super().compose_page()

    def ways(self) -> Iterator[Widget]:
        yield Action("store-as-bars", id="as-bars")
        yield from super().ways()

    def _amount(self) -> Message:
        id = "store-sample-amount" if self._codes.sample else "store-amount"
        return say(id, amount=money(Money(self._codes.amount)), day=full_day(self._codes.pay_by))

    def _fit(self) -> None:
        super()._fit()
        width, height = self.room(beside=1)
        lengths = [len(segment) for segment in self._codes.segments]
        self._arrangement = fitted(lengths, Size(width, height - WORDS - BUTTONS), app_of(self).cell)
        as_bars = self._arrangement is not None and not self._on_phone
        self.set_class(as_bars, "-bars")
        self.set_class(self._arrangement is not None and self._arrangement.close, "-close")
        self.query_one("#as-bars", Action).display = self._arrangement is not None
        if as_bars and self.focused is None:
            self.set_focus(self.query_one("#at-store-back"))
        self._turn(self._arrangement if as_bars else None)

    def _turn(self, page: Arrangement | None) -> None:
        shown = range(self._first, self._first + page.at_once) if page else ()
        for index, bar in enumerate(self.query(BarCode)):
            bar.draw(page.bars if page and index in shown else None)
        turns = page is not None and page.at_once < len(self._codes.segments)
        self.query_one("#next", Action).display = turns
        self.set_class(turns, "-turns")

    @on(Action.Pressed, "#next")
    def _next(self) -> None:
        self._first += self._arrangement.at_once if self._arrangement else 0
        if self._first >= len(self._codes.segments):
            self._first = 0
        self._fit()

    @on(Action.Pressed, "#on-phone")
    @on(Action.Pressed, "#as-bars")
    def _other_way(self, event: Action.Pressed) -> None:
        self._on_phone = event.action.id == "on-phone"
        self._fit()
        self.set_focus(self.query_one("#back" if self._on_phone else "#at-store-back"))

    @on(Action.Pressed, "#at-store-back")
    def _leave(self) -> None:
        self.action_back()

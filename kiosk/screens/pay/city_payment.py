"""A ticket's code for the city's own page, where a city is asked for what is owed and nothing is paid here."""

from __future__ import annotations

from collections.abc import Iterator

from textual import on
from textual.widget import Widget

from kiosk.contract.bills import Bill
from kiosk.domain.money import Money
from kiosk.i18n import money, say
from kiosk.screens.pay.take_along import TakeAlongPage
from kiosk.widgets.ground.action import Action
from kiosk.wording.date_words import full_day


class CityPaymentPage(TakeAlongPage):
    """Scan, pay there, and say so: it answers True where the visitor says that they paid, False for the next ticket."""

    AUTO_FOCUS = "#paid"
    rows_below = 18
    BINDINGS = []

    def __init__(self, bill: Bill, place: int, count: int) -> None:
        """Show the code of a bill that has a `pay_link`, as the `place`th of `count`."""
        lines = [
            say("city-bill", number=bill.number, amount=money(Money(bill.amount)), day=full_day(bill.pay_by)),
            say("city-amount"),
            say("pay-warning"),
        ]
        super().__init__(say("city-title", place=place, count=count), lines, bill.pay_link or "")
        self._more = place < count

    def ways(self) -> Iterator[Widget]:
        yield Action("city-paid", "primary", id="paid")
        yield Action("city-next" if self._more else "take-back", id="next")

    @on(Action.Pressed, "#paid")
    def _paid(self) -> None:
        self.dismiss(True)

    @on(Action.Pressed, "#next")
    def _next(self) -> None:
        self.dismiss(False)

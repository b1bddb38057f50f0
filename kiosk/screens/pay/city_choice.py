"""Bills of one other city that takes payment here: which of them are paid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from kiosk.contract.cities import MOST_CITY_BILLS, CityAnswer, CityBill, OtherCity, PaidHere
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import taipei_date
from kiosk.domain.money import Money
from kiosk.i18n import Message, Texts, money, say
from kiosk.screens.frame.listing import ListingPage
from kiosk.screens.pay.bill_selection import Selection
from kiosk.screens.pay.city_words import can_be_paid, named_city, payable
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.bill_card import Card, CardWords
from kiosk.widgets.lists.bill_list import BillList, Group
from kiosk.wording.date_words import short_day
from kiosk.wording.vehicle_words import named as named_vehicle

_LONG = 12
"""Characters of a number from which a slim list shows its beginning and its end."""


@dataclass(frozen=True, slots=True)
class PayCityBills:
    """Pay these bills."""

    numbers: tuple[str, ...]


class CityChoicePage(ListingPage[PayCityBills]):
    """Everything that can be paid is ticked; what cannot says why. It answers with what is to be paid."""

    AUTO_FOCUS = "#pay"
    CSS_PATH = "city_choice.tcss"
    idle_limit = 120.0

    def __init__(
        self, city: OtherCity, vehicle: Vehicle, answer: CityAnswer, chosen: Iterable[str] | None = None
    ) -> None:
        """Show what `city` asks for; `chosen` is what was ticked before, None for everything."""
        super().__init__()
        self._city, self._vehicle, self._answer = city, vehicle, answer
        self._today = taipei_date(answer.asked_at)
        self._selection = Selection(payable(city, answer), chosen, at_most=MOST_CITY_BILLS)

    def heading(self) -> Message:
        return say("elsewhere-bills-title", city=named_city(self._city), vehicle=named_vehicle(self._vehicle))

    def compose_page(self) -> ComposeResult:
        yield Words(self._ticked(), id="total")
        yield BillList([self._group()], self._selection.ticked, details="", id="bills")
        yield Words(say("city-choice-note", city=named_city(self._city)), id="note")

    def secondary_actions(self) -> Iterable[Widget]:
        return [*super().secondary_actions(), Action(self._all_or_none(), id="all")]

    def primary_action(self) -> Action:
        return Action("bills-pay", "primary", id="pay")

    def on_mount(self) -> None:
        self._counted()

    def _group(self) -> Group:
        bills = self._answer.bills or ()
        heading = say("city-choice-group", count=len(bills))
        total = money(Money(self._answer.total))
        return Group(lambda texts: (texts(heading), texts(total)), [_card(bill, self._today) for bill in bills])

    @on(BillList.Ticked)
    def _on_ticked(self, event: BillList.Ticked) -> None:
        if not self._selection.toggle(event.number):
            self.app.bell()
        self._counted()

    @on(BillList.Opened)
    def _on_opened(self) -> None:
        # Of what cannot be paid here, the card says why.
        self.app.bell()

    @on(Action.Pressed, "#all")
    def _on_all(self) -> None:
        if self._selection.everything:
            self._selection.none()
        else:
            self._selection.all()
        self._counted()

    def _all_or_none(self) -> Message:
        return say("bills-none" if self._selection.everything and self._selection.count else "bills-all")

    def _ticked(self) -> Message:
        chosen = self._selection
        if not chosen.count:
            return say("bills-none-ticked" if chosen.payable else "bills-none-payable")
        return say("bills-most" if chosen.full else "bills-total", count=chosen.count, amount=money(chosen.total))

    def _counted(self) -> None:
        self.query_one("#total", Words).say(self._ticked())
        self.query_one(BillList).tick(self._selection.ticked)
        everything = self.query_one("#all", Action)
        everything.say(self._all_or_none())
        everything.disabled = not self._selection.payable
        pay = self.query_one("#pay", Action)
        pay.disabled = not self._selection.count
        total = money(self._selection.total)
        pay.say(say("bills-pay-sum", amount=total) if self._selection.count else say("bills-pay"))

    @on(Action.Pressed, "#pay")
    def _on_pay(self) -> None:
        ticked = self._selection.ticked
        numbers = tuple(bill.number for bill in self._answer.bills or () if bill.number in ticked)
        if numbers:
            self.dismiss(PayCityBills(numbers))


def _card(bill: CityBill, today: date) -> Card:
    return Card(
        number=bill.number,
        payable=can_be_paid(bill),
        alarming=can_be_paid(bill) and bill.pay_by <= today,
        amount=Money(bill.amount),
        words=lambda texts: _words(texts, bill, today),
    )


def _words(texts: Texts, bill: CityBill, today: date) -> CardWords:
    number = bill.number
    short = f"{number[:3]}…{number[-4:]}" if len(number) > _LONG else number
    if bill.reminder:
        what = say("bills-notice", count=bill.tickets, surcharge=money(Money(bill.surcharge)))
        number = short = texts(say("bills-notice-number", number=bill.number))
    elif bill.parked_on is None:
        what = say("city-choice-ticket")
    else:
        what = say("city-choice-parked", day=short_day(bill.parked_on, today))
    return CardWords(
        when=texts(what),
        number=number,
        short_number=short,
        issued="",
        rate="",
        due=texts(say("bills-due", date=short_day(bill.pay_by, today))),
        state=texts(_state(bill, today)),
    )


def _state(bill: CityBill, today: date) -> Message:
    if bill.here is not None:
        return say("state-being-paid" if bill.here is PaidHere.BEING_PAID else "city-choice-paid-here")
    if not can_be_paid(bill):
        return say("city-choice-not-here")
    left = (bill.pay_by - today).days
    if left < 0:
        return say("state-overdue", days=-left)
    return say("state-days-left", days=left) if left else say("state-due-today")

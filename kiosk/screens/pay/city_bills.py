"""What one other city asks for: to be read, and paid there."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding

from kiosk.contract.cities import CityAnswer, CityBill, OtherCity
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import taipei_date
from kiosk.domain.money import Money
from kiosk.i18n import Message, money, say
from kiosk.screens.frame.listing import ListingPage
from kiosk.screens.pay.city_words import named_city
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.entry_list import Entry, EntryList
from kiosk.wording.date_words import short_day
from kiosk.wording.vehicle_words import named as named_vehicle


class CityBillsPage(ListingPage[None]):
    """Number, last day and amount of each thing to pay, and where that is done."""

    AUTO_FOCUS = "#read"
    CSS_PATH = "other_cities.tcss"
    BINDINGS = [Binding("enter", "back", show=False)]
    idle_limit = 120.0  # numbers are written down from it

    def __init__(self, city: OtherCity, vehicle: Vehicle, answer: CityAnswer) -> None:
        super().__init__()
        self._city, self._vehicle, self._answer = city, vehicle, answer
        self._today = taipei_date(answer.asked_at)

    def heading(self) -> Message:
        return say("elsewhere-bills-title", city=named_city(self._city), vehicle=named_vehicle(self._vehicle))

    def compose_page(self) -> ComposeResult:
        bills = self._answer.bills or ()
        yield Words(
            say("elsewhere-where", count=len(bills), amount=money(Money(self._answer.total))),
            id="where",
        )
        if not self._answer.complete:
            yield Words("elsewhere-incomplete", id="doubt")
        elif not self._city.secured:
            yield Words("elsewhere-unsecured", id="doubt")
        yield EntryList([self._entry(bill) for bill in bills], opens="", id="bills")

    def _entry(self, bill: CityBill) -> Entry:
        pay_by = short_day(bill.pay_by, self._today)
        if bill.reminder:
            what = say("elsewhere-reminder", count=bill.tickets, surcharge=money(Money(bill.surcharge)), pay_by=pay_by)
        elif bill.parked_on is None:
            what = say("elsewhere-pay-by", pay_by=pay_by)
        else:
            what = say("elsewhere-ticket", day=short_day(bill.parked_on, self._today), pay_by=pay_by)
        return Entry(bill.number, bill.number, what, money(Money(bill.amount)))

    def primary_action(self) -> Action:
        return Action("elsewhere-back", "primary", id="read")

    @on(Action.Pressed, "#read")
    def _read(self) -> None:
        self.action_back()

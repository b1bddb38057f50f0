"""One bill in full: every line of its amount, and why."""

from __future__ import annotations

from datetime import date
from enum import Enum, auto

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding

from kiosk.contract.bills import Bill, Line
from kiosk.domain.money import Money
from kiosk.domain.ticket import NATIONAL_RATE, BillState, LineKind, Stage
from kiosk.i18n import Message, money, say
from kiosk.screens.frame.page import Page
from kiosk.screens.pay.bill_words import PAYABLE, pressing, rate, state, why
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.scrolled import Scrolled
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.lines import Row, Rows
from kiosk.wording.date_words import day_of, full_day
from kiosk.wording.stays import stay


class BillWants(Enum):
    """What a visitor may want of a bill besides paying it here."""

    STORE_CODES = auto()
    """繳費條碼: the bar codes for a convenience store."""
    TAKE_ALONG = auto()
    """友善列印: the whole list, on the phone."""


class BillPage(Page[BillWants]):
    """A ticket, or a notice with its tickets."""

    CSS_PATH = "bill.tcss"
    BINDINGS = [Binding("enter", "back", show=False)]

    def __init__(
        self, bill: Bill, today: date, *, stores: bool = False, at_city: bool = False, takes: bool = True
    ) -> None:
        """Show `bill` as it stands `today`, in Taipei; with `stores`, convenience stores take bills of this office.

        `at_city`: it is paid at a city's own page, and there is nothing to take along.
        Without `takes` there is neither a phone that could take the list along nor a printer.
        """
        super().__init__()
        self._bill, self._today, self._stores, self._at_city = bill, today, stores, at_city
        self._takes = takes

    def heading(self) -> Message:
        return say("bill-title", stage=say(f"one-{self._bill.stage.value}"), number=self._bill.number)

    def compose_page(self) -> ComposeResult:
        bill = self._bill
        with Scrolled(id="bill"):
            if bill.state not in PAYABLE:
                settling = self._at_city and bill.state is BillState.BEING_PAID
                yield Words("bill-why-settling" if settling else f"bill-why-{bill.state.value}", id="why-not")
            fines = [line for line in bill.lines if line.kind is LineKind.FINE]
            counted = [line for line in bill.lines if line not in fines]
            yield Rows([*map(self._line, counted), self._sum(), *map(self._line, fines)], money=True, id="lines")
            yield Rows(self._facts(), id="facts")

    def _line(self, line: Line) -> Row:
        note: Message | None = None
        if line.kind is LineKind.FEE:
            first, count = self._bill.tickets[0], len(self._bill.tickets)
            note = rate(first) if count == 1 else say("bill-fee-of", count=count)
        else:
            note = why(line)
        # A fine is not part of the sum: it stands below it, apart.
        apart = line.kind is LineKind.FINE
        return Row(f"line-{line.kind.value}", money(Money(line.dollars)), note=note, apart=apart)

    def _sum(self) -> Row:
        here = self._bill.state is not BillState.NOT_HERE and not self._at_city
        return Row("bill-amount" if here else "bill-owed", money(Money(self._bill.amount)), strong=True)

    def _facts(self) -> list[Row]:
        bill = self._bill
        stands, strong = state(bill, self._today), pressing(bill, self._today)
        rows = [Row("bill-state", stands, strong=strong), Row("bill-pay-by", full_day(bill.pay_by))]
        if bill.objection is not None:
            rows.append(Row("bill-objection", say(f"bill-objection-{bill.objection.value}"), strong=True))
        if bill.issued_on is not None:
            rows.append(Row("bill-issued-on", full_day(bill.issued_on)))
        for ticket in bill.tickets:
            if bill.stage is not Stage.GENERAL:
                fee = money(Money(ticket.fee))
                words = say("bill-ticket-fee", number=ticket.number, fee=fee)
                rows.append(Row("bill-ticket", words, strong=True, apart=True))
            if ticket.rate == NATIONAL_RATE:
                # A city tells only the day, neither hours nor how the driver was notified.
                rows.append(Row("bill-parked", day_of(ticket.parked_at)))
                continue
            rows.append(Row("bill-parked", say("day-and-stay", day=day_of(ticket.parked_at), stay=stay(ticket))))
            if bill.stage is not Stage.GENERAL:
                rows.append(Row("bill-rate", rate(ticket)))
            rows.append(Row("bill-issued", say(f"issued-{ticket.issued.value}")))
        return rows

    def primary_action(self) -> Action:
        return Action("bill-back", "primary", id="back")

    def secondary_actions(self) -> list[Action]:
        if self._at_city:
            return []
        return [
            *([Action("bill-store-codes", id="store-codes")] if self._stores else []),
            *([Action("bill-take-along", id="take-along")] if self._takes else []),
        ]

    @on(Action.Pressed)
    def _pressed(self, event: Action.Pressed) -> None:
        wants = {"store-codes": BillWants.STORE_CODES, "take-along": BillWants.TAKE_ALONG}
        wanted = wants.get(event.action.id or "")
        if wanted is None:
            self.action_back()
        else:
            self.dismiss(wanted)

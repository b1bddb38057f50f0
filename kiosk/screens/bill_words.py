"""Bills in words: what a card and a bill's page say of them."""

from __future__ import annotations

from datetime import date, datetime

from kiosk.contract.bills import Bill, ParkingTicket
from kiosk.domain.dates import taipei
from kiosk.domain.money import Money
from kiosk.domain.ticket import BillState, Stage
from kiosk.i18n import Texts, say
from kiosk.widgets.bill_list import Card

PAYABLE = (BillState.OPEN, BillState.OVERDUE)


def card(bill: Bill) -> Card:
    """Return a bill as the list paints it."""
    return Card(
        number=bill.number,
        payable=bill.state in PAYABLE,
        alarming=bill.state is BillState.OVERDUE,
        top=lambda texts: _top(texts, bill),
        amount=str(Money(bill.amount)),
        bottom=lambda texts: _bottom(texts, bill),
        state=lambda texts: state(texts, bill),
    )


def _top(texts: Texts, bill: Bill) -> str:
    if bill.stage is Stage.GENERAL:
        ticket = bill.tickets[0]
        return f"{day(ticket.parked_at)}  {stay(ticket)}  {texts(f'issued-{ticket.issued.value}')}"
    return texts(say("bills-notice", count=len(bill.tickets), date=_short(bill.issued_on or bill.pay_by)))


def _bottom(texts: Texts, bill: Bill) -> str:
    return texts(say("bills-due", number=bill.number, date=_short(bill.pay_by)))


def state(texts: Texts, bill: Bill) -> str:
    """Return where a bill stands, in words that need no colour."""
    if bill.state is BillState.OVERDUE:
        return texts(say("state-overdue", days=bill.days_late))
    return texts(f"state-{bill.state.value}")


def day(moment: datetime) -> str:
    return f"{taipei(moment):%m/%d}"


def _short(day: date) -> str:
    return f"{day:%m/%d}"


def stay(ticket: ParkingTicket) -> str:
    """Return from when to when somebody parked; the day is named where they left on another."""
    began = taipei(ticket.parked_at)
    if ticket.left_at is None:
        return f"{began:%H:%M}"
    left = taipei(ticket.left_at)
    return f"{began:%H:%M}–{left:%H:%M}" if left.date() == began.date() else f"{began:%H:%M}–{left:%m/%d %H:%M}"

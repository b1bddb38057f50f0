"""What a city answers, as tickets of a register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from kiosk.backend.domain.owed import OwedTicket
from kiosk.backend.registers.national.answers import Answer, NationalBill, NationalReminder
from kiosk.contract.bills import Source
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import TAIPEI
from kiosk.domain.ticket import NATIONAL_RATE, NOTICE_NUMBER, TICKET_NUMBER, IssuedHow, Stage

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_REPORTED = 3
"""The state of a ticket that was reported for a fine (告發)."""


def tickets_of(answer: Answer, vehicle: Vehicle) -> tuple[list[OwedTicket], tuple[Source, ...]]:
    """Return the tickets of an answer, and which registers it does not tell all of.

    Left out, and their register named, is what cannot be shown truly: numbers that are not of this trade's shape, and
    reminders that ask for less than their own tickets, or for tickets that are not listed.
    """
    missing: dict[Source, None] = {} if answer.complete else {Source.TICKETS: None}
    found: list[OwedTicket] = []
    for bill in answer.bills:
        if TICKET_NUMBER.match(bill.number):
            found.append(_single(bill, vehicle))
        else:
            missing[Source.TICKETS] = None
    for reminder in answer.reminders:
        members = list(_members(reminder, vehicle))
        if members:
            found += members
        else:
            missing[Source.NOTICES] = None
    return found, tuple(source for source in Source if source in missing)


def _single(bill: NationalBill, vehicle: Vehicle) -> OwedTicket:
    ticket = _ticket(bill, bill.pay_amount, vehicle)
    if bill.status < _REPORTED:
        return ticket
    return ticket._replace(
        notice=bill.number, stage=Stage.RECOVERY, pay_by=bill.pay_by.isoformat(), surcharge=0, fine=0
    )


def _members(reminder: NationalReminder, vehicle: Vehicle) -> Iterator[OwedTicket]:
    """Yield the tickets of a reminder, which is one bill; whatever it asks for beyond them is its surcharge."""
    surcharge = reminder.pay_amount - sum(bill.amount for bill in reminder.bills)
    known = all(TICKET_NUMBER.match(bill.number) for bill in reminder.bills)
    if not known or not NOTICE_NUMBER.match(reminder.number) or surcharge < 0:
        return
    for bill in reminder.bills:
        yield _ticket(bill, bill.amount, vehicle)._replace(
            notice=reminder.number,
            # Which of the two notices it is, the query does not tell.
            stage=Stage.RECOVERY if reminder.prosecuted else Stage.ORDINARY,
            pay_by=reminder.pay_by.isoformat(),
            surcharge=surcharge,
            fine=0,
        )


def _ticket(bill: NationalBill, dollars: int, vehicle: Vehicle) -> OwedTicket:
    midnight = datetime.combine(bill.parked_on, time(), TAIPEI)
    return OwedTicket(
        number=bill.number,
        plate=vehicle.plate,
        vehicle_type=vehicle.type.value,
        issued=IssuedHow.PAPER.value,
        parked_at=int((midnight - _EPOCH).total_seconds()) * 1_000_000,
        left_at=None,
        rate=NATIONAL_RATE,
        fee=dollars,
        due_on=bill.pay_by.isoformat(),
        held=0,
        notice=None,
        stage=None,
        issued_on=None,
        pay_by=None,
        surcharge=None,
        fine=None,
    )

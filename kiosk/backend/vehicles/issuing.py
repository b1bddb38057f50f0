"""Issuing parking tickets (開單): with paper, or paperless for owners who chose that and get a message instead."""

from __future__ import annotations

import secrets
import string
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.ground import rules
from kiosk.backend.ground.drawn import kept
from kiosk.backend.messages import owner_log, owner_texts, texts
from kiosk.backend.registers import bills as bill_service
from kiosk.backend.registers.statements import tickets
from kiosk.backend.vehicles import vehicle_services
from kiosk.backend.vehicles.statements import bindings
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import midnight, taipei_date
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import IssuedHow

_MONTHS = "123456789ABC"
"""The ticket number's sign for the month. That October is A is assumed: no number of that month was seen."""


def number(type: VehicleType, issued: IssuedHow, day: date, serial: str) -> str:
    """Return a ticket's number with this serial of ten characters."""
    letter = "M" if type is VehicleType.MOTORCYCLE and issued is IssuedHow.PAPERLESS else "Q"
    return f"{letter}{_MONTHS[day.month - 1]}{day.day:02}8{serial}"


def issue(
    connection: Connection,
    context: Context,
    vehicle: Vehicle,
    rate_id: str,
    parked_at: datetime,
    left_at: datetime | None,
) -> str:
    """Issue a ticket for a stay, in a write transaction; return its number.

    Raise `TariffError` for a rate that does not hold, and `ValueError` for a stay that it cannot charge.
    """
    day = taipei_date(parked_at)
    rate = rules.tariff().rate(rate_id, day)
    issued = vehicle_services.issued_how(connection, vehicle.plate, vehicle.type, day, rate)
    due = rules.ladder().due(day)

    def draw() -> str | None:
        own = number(vehicle.type, issued, day, _serial())
        fresh = tickets.add(
            connection,
            number=own,
            plate=vehicle.plate,
            vehicle_type=vehicle.type.value,
            issued=issued.value,
            parked_at=parked_at,
            left_at=left_at,
            rate=rate.id,
            fee=rate.fee(parked_at, left_at).dollars,
            due_on=due,
        )
        return own if fresh else None

    own = kept(draw)
    if issued is IssuedHow.PAPERLESS:
        _tell(connection, context, vehicle, own, parked_at, due)
    return own


def _tell(
    connection: Connection, context: Context, vehicle: Vehicle, ticket: str, parked_at: datetime, due: date
) -> None:
    """Tell the owner, in place of the slip."""
    owner = bindings.owner_of(connection, vehicle)
    (bill,) = bill_service.bills_by_number(connection, [ticket], context.clock).bills
    dollars = bill_service.by_any_means(bill)
    texts.queue(
        connection,
        context,
        kind=TextKind.NOTICE,
        mobile=owner.mobile,
        text=owner_texts.ticket(vehicle.plate, parked_at, dollars, due, ticket, owner.language),
        dedup_key=f"ticket:{ticket}",
        valid_until=midnight(due + timedelta(days=1)),
    )
    owner_log.tell(
        connection,
        owner.id,
        "ticket-issued",
        context.clock.now(),
        {"plate": vehicle.plate, "number": ticket, "amount": str(dollars), "due": f"{due:%m/%d}"},
    )


def _serial() -> str:
    return f"{secrets.randbelow(10**9):09}{secrets.choice(string.ascii_uppercase)}"

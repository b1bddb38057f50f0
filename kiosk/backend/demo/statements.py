"""Every statement of the demo: the city's tickets, vehicles to try and visitors' vehicles, what situations look for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, exists, func, select, tuple_

from kiosk.backend.messages.tables import text_messages
from kiosk.backend.payments.tables import payment_bills, payments
from kiosk.backend.registers.tables import notices, tickets
from kiosk.backend.vehicles.tables import bindings

Vehicles = Sequence[tuple[str, str]]
"""Vehicles by plate and type."""


def any_ticket(connection: Connection) -> bool:
    """Say whether there is any ticket."""
    return connection.scalar(select(tickets.c.number).limit(1)) is not None


def has_ticket(connection: Connection, number: str) -> bool:
    """Say whether there is a ticket with a number."""
    return connection.scalar(select(tickets.c.number).where(tickets.c.number == number)) is not None


def bound(connection: Connection, of: Vehicles) -> set[tuple[str, str]]:
    """Return which of some vehicles somebody has bound."""
    return {
        (plate, type)
        for plate, type in connection.execute(
            select(bindings.c.plate, bindings.c.vehicle_type).where(
                tuple_(bindings.c.plate, bindings.c.vehicle_type).in_(of), bindings.c.ended_at.is_(None)
            )
        )
    }


def count(connection: Connection) -> tuple[int, int, int, int]:
    """Return how many vehicles, tickets, tickets owed and notices there are."""
    vehicles = select(tickets.c.plate, tickets.c.vehicle_type).distinct().subquery()
    owed = select(func.count()).select_from(tickets).where(tickets.c.status == "owed")
    return (
        connection.scalar(select(func.count()).select_from(vehicles)) or 0,
        connection.scalar(select(func.count()).select_from(tickets)) or 0,
        connection.scalar(owed) or 0,
        connection.scalar(select(func.count()).select_from(notices)) or 0,
    )


def parking(connection: Connection, today: datetime, but: Vehicles) -> list[tuple[str, str]]:
    """Return the vehicles bound before today's midnight that have no ticket of today yet, some left out."""
    issued = exists().where(
        tickets.c.plate == bindings.c.plate,
        tickets.c.vehicle_type == bindings.c.vehicle_type,
        tickets.c.parked_at >= today,
    )
    rows = connection.execute(
        select(bindings.c.plate, bindings.c.vehicle_type).where(
            bindings.c.ended_at.is_(None),
            bindings.c.bound_at < today,
            ~tuple_(bindings.c.plate, bindings.c.vehicle_type).in_(but),
            ~issued,
        )
    )
    return [(plate, type) for plate, type in rows]


def paid_for_since(connection: Connection, plates: Sequence[str], since: datetime) -> bool:
    """Say whether a payment for one of these plates has been begun since a moment."""
    same = select(payment_bills.c.payment_id).where(payment_bills.c.plate.in_(plates))
    begun = select(payments.c.id).where(payments.c.id.in_(same), payments.c.created_at >= since)
    return connection.scalar(begun.limit(1)) is not None


def waiting_text(connection: Connection, mobile: str) -> str:
    """Return the id of the newest message to a number that no company has yet; raise `NoResultFound`."""
    waiting = select(text_messages.c.id).where(text_messages.c.mobile == mobile, text_messages.c.state == "waiting")
    return str(connection.execute(waiting.order_by(text_messages.c.made_at.desc()).limit(1)).scalar_one())

"""Statements about payment reminders. Writing needs the advisory lock `Lock.REMINDERS`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, insert, literal_column, select

from kiosk.backend.owners.tables import owners
from kiosk.backend.registers.statements.tickets import HELD_HERE
from kiosk.backend.registers.tables import tickets
from kiosk.backend.vehicles.statements.services import holds
from kiosk.backend.vehicles.tables import binding_services, bindings, ticket_reminders
from kiosk.domain.service import ServiceKind


def vehicles(
    connection: Connection, now: datetime, last_due: date, after: str, most: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the next vehicles to be reminded of, one row each, in the order of their bindings' ids.

    `now` is in Taipei's time; a ticket is due for it up to `last_due`.
    """
    today = now.date()
    reminded_today = exists().where(ticket_reminders.c.binding_id == bindings.c.id, ticket_reminders.c.day == today)
    owing = exists().where(
        tickets.c.plate == bindings.c.plate,
        tickets.c.vehicle_type == bindings.c.vehicle_type,
        _due(today, last_due),
        _open(bindings.c.id),
    )
    return connection.execute(
        select(
            bindings.c.id,
            bindings.c.owner_id,
            bindings.c.plate,
            bindings.c.vehicle_type,
            owners.c.mobile,
            owners.c.language,
            binding_services.c.end_hour,
        )
        .join(binding_services, binding_services.c.binding_id == bindings.c.id)
        .join(owners, owners.c.id == bindings.c.owner_id)
        .where(
            bindings.c.id > after,
            holds(ServiceKind.REMINDER, today),
            binding_services.c.start_hour <= now.hour,
            binding_services.c.end_hour > now.hour,
            owners.c.closed_at.is_(None),
            ~reminded_today,
            owing,
        )
        .order_by(bindings.c.id)
        .limit(most)
    ).all()


def tickets_of(connection: Connection, vehicle: Row[Any], today: date, last_due: date) -> Sequence[str]:
    """Return the tickets that a vehicle, as `vehicles` returns it, is to be reminded of."""
    return connection.scalars(
        select(tickets.c.number).where(
            tickets.c.plate == vehicle.plate,
            tickets.c.vehicle_type == vehicle.vehicle_type,
            _due(today, last_due),
            _open(vehicle.id),
        )
    ).all()


def remember(connection: Connection, binding_id: str, numbers: Sequence[str], day: date) -> None:
    """Write down which tickets, at least one, were reminded of."""
    connection.execute(
        insert(ticket_reminders),
        [{"ticket_number": number, "binding_id": binding_id, "day": day} for number in numbers],
    )


def _due(today: date, last_due: date) -> Any:
    return and_(
        # As a literal: SQLite uses the index of unpaid tickets only where it sees the word itself.
        tickets.c.status == literal_column("'owed'"),
        tickets.c.notice_number.is_(None),
        tickets.c.due_on.between(today, last_due),
        ~exists().where(HELD_HERE),
    )


def _open(binding_id: Any) -> Any:
    return ~exists().where(
        ticket_reminders.c.ticket_number == tickets.c.number, ticket_reminders.c.binding_id == binding_id
    )

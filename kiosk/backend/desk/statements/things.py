"""Statements about vehicles, tickets, claims, and the account that a person has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from kiosk.backend.owners.tables import owners
from kiosk.backend.payments.tables import payment_bills, payments
from kiosk.backend.registers.tables import notices, tickets
from kiosk.backend.vehicles.tables import binding_services, bindings, claims

Rows = Sequence[Row[*tuple[Any, ...]]]

_TICKET = (
    tickets.c.number,
    tickets.c.plate,
    tickets.c.vehicle_type,
    tickets.c.status,
    tickets.c.parked_at,
    tickets.c.left_at,
    tickets.c.due_on,
    tickets.c.fee,
    tickets.c.rate,
    tickets.c.issued,
    tickets.c.notice_number.label("notice"),
)
_CLAIM = (
    claims.c.number,
    claims.c.plate,
    claims.c.vehicle_type,
    claims.c.made_at,
    claims.c.outcome,
    claims.c.settled_at,
    claims.c.binding_id,
    claims.c.undone_at,
)


def tickets_of(connection: Connection, plate: str, kind: str, most: int) -> Rows:
    """Return the tickets of a vehicle, newest first, whatever became of them."""
    asked = select(*_TICKET).where(tickets.c.plate == plate, tickets.c.vehicle_type == kind)
    return connection.execute(asked.order_by(tickets.c.parked_at.desc()).limit(most)).all()


def ticket(connection: Connection, number: str) -> Row[*tuple[Any, ...]] | None:
    """Return a ticket."""
    return connection.execute(select(*_TICKET).where(tickets.c.number == number)).one_or_none()


def notice(connection: Connection, number: str) -> Row[*tuple[Any, ...]] | None:
    """Return a notice."""
    asked = select(notices.c.number, notices.c.plate, notices.c.vehicle_type, notices.c.stage)
    return connection.execute(asked.where(notices.c.number == number)).one_or_none()


def tickets_of_notice(connection: Connection, number: str) -> Rows:
    """Return the tickets that have passed into a notice, oldest first."""
    asked = select(*_TICKET).where(tickets.c.notice_number == number)
    return connection.execute(asked.order_by(tickets.c.parked_at)).all()


def binding(connection: Connection, plate: str, kind: str) -> Row[*tuple[Any, ...]] | None:
    """Return who has bound a vehicle, and since when."""
    asked = select(bindings.c.id, bindings.c.owner_id, bindings.c.bound_at)
    return connection.execute(
        asked.where(bindings.c.plate == plate, bindings.c.vehicle_type == kind, bindings.c.ended_at.is_(None))
    ).one_or_none()


def services(connection: Connection, binding_id: str, today: date) -> tuple[str, ...]:
    """Return the services of a binding that are on, sorted."""
    asked = select(binding_services.c.service).where(
        binding_services.c.binding_id == binding_id,
        or_(binding_services.c.ends_on.is_(None), binding_services.c.ends_on > today),
    )
    return tuple(sorted(set(connection.scalars(asked))))


def claims_of(connection: Connection, plate: str, kind: str) -> Rows:
    """Return the claims of a vehicle, oldest first."""
    asked = select(*_CLAIM).where(claims.c.plate == plate, claims.c.vehicle_type == kind)
    return connection.execute(asked.order_by(claims.c.made_at)).all()


def claim(connection: Connection, number: str) -> Row[*tuple[Any, ...]] | None:
    """Return a claim."""
    return connection.execute(select(*_CLAIM).where(claims.c.number == number)).one_or_none()


def paid_since(connection: Connection, plate: str, since: datetime) -> int:
    """Return how many payments for a plate were paid from a moment on."""
    asked = (
        select(func.count(payments.c.id.distinct()))
        .join_from(payment_bills, payments, payments.c.id == payment_bills.c.payment_id)
        .where(payment_bills.c.plate == plate, payments.c.paid_at >= since)
    )
    return int(connection.scalar(asked) or 0)


def person(connection: Connection, owner_id: str) -> Row[*tuple[Any, ...]] | None:
    """Return an account with what is known of its owner."""
    asked = select(owners.c.id, owners.c.name, owners.c.mobile, owners.c.email, owners.c.registered_at)
    return connection.execute(asked.where(owners.c.id == owner_id)).one_or_none()

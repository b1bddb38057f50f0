"""Statements about objections to tickets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, exists, select, tuple_, update

from kiosk.backend.registers.statements.tickets import HELD_HERE, lock
from kiosk.backend.registers.tables import objections, tickets
from kiosk.backend.store.rows import ensure


class HeldTicket(NamedTuple):
    """A ticket that is locked to the end of the transaction."""

    status: str
    plate: str
    vehicle_type: str
    held: bool
    """Whether a payment holds it."""


class OpenObjection(NamedTuple):
    """An objection that has not ended."""

    id: str
    opened_by: str


def hold_ticket(connection: Connection, number: str) -> HeldTicket | None:
    """Lock a ticket to the end of the transaction and return it, None if there is no such ticket."""
    lock(connection, tickets.c.number == number)
    columns = (tickets.c.status, tickets.c.plate, tickets.c.vehicle_type, exists().where(HELD_HERE))
    row = connection.execute(select(*columns).where(tickets.c.number == number)).first()
    return None if row is None else HeldTicket(row[0], row[1], row[2], bool(row[3]))


def add(connection: Connection, **columns: Any) -> bool:
    """Keep an objection; return False, with nothing kept, if there is an open one."""
    return ensure(connection, objections, **columns)


def open_one(connection: Connection, number: str) -> OpenObjection | None:
    """Return the open objection to a ticket."""
    which = objections.c.ticket_number == number, objections.c.outcome.is_(None)
    row = connection.execute(select(objections.c.id, objections.c.opened_by).where(*which)).first()
    return None if row is None else OpenObjection(*row)


def change(connection: Connection, id: str, **columns: Any) -> None:
    """Change an objection, whose ticket the caller has locked."""
    connection.execute(update(objections).where(objections.c.id == id).values(columns))


def uphold(connection: Connection, numbers: Sequence[str], now: datetime) -> Sequence[str]:
    """End the open objections to some tickets, whose money goes back because they were right; return their ids."""
    which = objections.c.ticket_number.in_(numbers), objections.c.outcome.is_(None)
    ended = connection.scalars(select(objections.c.id).where(*which)).all()
    connection.execute(update(objections).where(objections.c.id.in_(ended)).values(outcome="upheld", ended_at=now))
    return ended


def ended(connection: Connection, id: str) -> Row[str, str, str, str | None] | None:
    """Return ticket, plate, type of vehicle and outcome of an objection; None if it was forgotten."""
    return connection.execute(
        select(tickets.c.number, tickets.c.plate, tickets.c.vehicle_type, objections.c.outcome)
        .join_from(objections, tickets, tickets.c.number == objections.c.ticket_number)
        .where(objections.c.id == id)
    ).one_or_none()


def of(connection: Connection, numbers: Sequence[str]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the objections to some tickets, oldest first."""
    asked = select(*objections.c).where(objections.c.ticket_number.in_(numbers))
    return connection.execute(asked.order_by(objections.c.opened_at, objections.c.id)).all()


def of_vehicles(connection: Connection, vehicles: Sequence[tuple[str, str]]) -> Sequence[Row[str, str, str]]:
    """Return the numbers of tickets that anybody ever objected to, with plate and type, of these vehicles."""
    return connection.execute(
        select(tickets.c.number, tickets.c.plate, tickets.c.vehicle_type)
        .where(tuple_(tickets.c.plate, tickets.c.vehicle_type).in_(vehicles))
        .where(exists().where(objections.c.ticket_number == tickets.c.number))
    ).all()

"""Statements about tickets: writing them down, what becomes of them, and whether a payment holds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, exists, select, tuple_, update

from kiosk.backend.domain.owed import OUR_REGISTER
from kiosk.backend.payments.tables import payment_tickets
from kiosk.backend.registers.tables import tickets
from kiosk.backend.store.rows import ensure

HELD_HERE = and_(
    payment_tickets.c.ticket_number == tickets.c.number,
    payment_tickets.c.register == OUR_REGISTER,
    payment_tickets.c.holds == 1,
)
"""The condition that a payment holds a ticket of ours."""

_OF_THESE = tickets.c.number.in_(bindparam("numbers", expanding=True))
_PAY = update(tickets).where(_OF_THESE, tickets.c.status == "owed").values(status="paid")
_UNDO = update(tickets).where(_OF_THESE, tickets.c.status == "paid").values(status=bindparam("becomes"))
_ONE_PAID = select(tickets.c.number).where(_OF_THESE, tickets.c.status == "paid").limit(1)


def add(connection: Connection, **columns: Any) -> bool:
    """Write a ticket down; return whether its number was free."""
    return ensure(connection, tickets, **columns)


def add_stored(connection: Connection, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write tickets down that are given as they are stored, straight to the driver.

    Through the column types it takes three times as long.
    """
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    marks = ", ".join([mark] * len(columns))
    connection.exec_driver_sql(
        f"INSERT INTO tickets ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - our own names
        [tuple(row) for row in rows],
    )


def pay(connection: Connection, numbers: Sequence[str]) -> int:
    """Let tickets be paid that are owed, and that the caller has locked; return how many that were."""
    return connection.execute(_PAY, {"numbers": numbers}).rowcount


def undo(connection: Connection, numbers: Sequence[str], becomes: str) -> None:
    """Let paid tickets have another status."""
    connection.execute(_UNDO, {"numbers": numbers, "becomes": becomes})


def one_is_paid(connection: Connection, numbers: Sequence[str]) -> bool:
    """Say whether one of some tickets is paid."""
    return connection.scalar(_ONE_PAID, {"numbers": numbers}) is not None


def withdraw(connection: Connection, plate: str, kind: str, number: str) -> bool:
    """Withdraw a ticket, which the caller has locked; return whether it was owed by this vehicle."""
    of = tickets.c.plate == plate, tickets.c.vehicle_type == kind
    gone = update(tickets).where(tickets.c.number == number, *of, tickets.c.status == "owed")
    return connection.execute(gone.values(status="withdrawn")).rowcount == 1


def withdraw_of(connection: Connection, vehicles: Sequence[tuple[str, str]]) -> None:
    """Withdraw the tickets of vehicles, given as plate and type, that are owed and that no payment holds."""
    of = tuple_(tickets.c.plate, tickets.c.vehicle_type).in_(vehicles)
    free = ~exists().where(HELD_HERE)
    connection.execute(update(tickets).where(of, tickets.c.status == "owed", free).values(status="withdrawn"))


def lock(connection: Connection, which: ColumnElement[bool], **values: Any) -> None:
    """Lock tickets to the end of the transaction, in the order of their numbers (`FOR UPDATE`).

    `values` are those of the parameters in `which`. A statement of its own: the next one sees every payment that was
    committed before the lock was had. Making a payment locks the same rows in the same order. SQLite's write
    transaction has locked everything already.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(select(tickets.c.number).where(which).order_by(tickets.c.number).with_for_update(), values)


def stays(connection: Connection, numbers: Sequence[str]) -> Sequence[Row[str, str | None, datetime, datetime | None]]:
    """Return number, notice, arrival and departure of the tickets under these numbers, the oldest first."""
    return connection.execute(
        select(tickets.c.number, tickets.c.notice_number, tickets.c.parked_at, tickets.c.left_at)
        .where(tickets.c.number.in_(numbers) | tickets.c.notice_number.in_(numbers))
        .order_by(tickets.c.parked_at, tickets.c.number)
    ).all()

"""Statements about payments, what they are for, and the steps of their lives."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, insert, or_, select, update

from kiosk.backend.payments.tables import (
    OUR_REGISTER,
    payment_bills,
    payment_events,
    payment_tickets,
    payments,
    refund_bills,
)
from kiosk.backend.registers.tables import tickets as register
from kiosk.backend.store.prepared import Prepared, Row
from kiosk.backend.store.rows import ensure

_ADD_BILLS = Prepared(insert(payment_bills), payment_bills.c.keys())
_ADD_TICKETS = Prepared(insert(payment_tickets), payment_tickets.c.keys())
_ADD_EVENT = Prepared(insert(payment_events).inline(), ("payment_id", "version", "event", "state", "at"))
_HAPPENED = Prepared(
    select(payment_events.c.sequence)
    .where(payment_events.c.payment_id == bindparam("payment"), payment_events.c.event == bindparam("event"))
    .limit(1)
)
_OF_PAYMENT = (
    select(
        payment_bills.c.bill_number,
        payment_bills.c.plate,
        payment_bills.c.stage,
        payment_bills.c.pay_by,
        payment_bills.c.gross,
        payment_bills.c.amount,
    )
    .where(payment_bills.c.payment_id == bindparam("payment"))
    .order_by(payment_bills.c.position)
)
_BILLS = Prepared(_OF_PAYMENT)
_KEPT_BILLS = Prepared(
    _OF_PAYMENT.where(
        ~exists().where(
            refund_bills.c.payment_id == payment_bills.c.payment_id,
            refund_bills.c.bill_number == payment_bills.c.bill_number,
        )
    )
)
_TICKETS = Prepared(
    select(payment_tickets.c.ticket_number)
    .where(payment_tickets.c.payment_id == bindparam("payment"))
    .order_by(payment_tickets.c.ticket_number)
)
_RELEASE = Prepared(update(payment_tickets).where(payment_tickets.c.payment_id == bindparam("payment")).values(holds=0))
_MOVE = update(payments).where(
    payments.c.id == bindparam("held_id"),
    payments.c.state == bindparam("held_state"),
    payments.c.version == bindparam("held_version"),
)


def add(connection: Connection, **columns: Any) -> bool:
    """Write a payment down; return False, with nothing written, if its id, number or code is taken."""
    return ensure(connection, payments, **columns)


def find(connection: Connection, columns: tuple[str, ...], where: Mapping[str, str], *, lock: bool) -> Row | None:
    """Return these columns of the payment with these values, None if there is none.

    With `lock`, its row is locked to the end of the transaction (`FOR UPDATE`).
    """
    return _finding(columns, tuple(where), lock).first(connection, **where)


@cache
def _finding(columns: tuple[str, ...], where: tuple[str, ...], lock: bool, /) -> Prepared:
    query = select(*(payments.c[name] for name in columns))
    query = query.where(*(payments.c[name] == bindparam(name) for name in where))
    return Prepared(query.with_for_update() if lock else query)


def move(connection: Connection, id: str, state: str, version: int, values: Mapping[str, Any]) -> bool:
    """Change a payment that the caller has locked; return False if it has not this state and version any more."""
    held = {"held_id": id, "held_state": state, "held_version": version}
    return _moving(tuple(values)).run(connection, **values, **held) == 1


@cache
def _moving(columns: tuple[str, ...], /) -> Prepared:
    return Prepared(_MOVE, columns)


def add_event(connection: Connection, **columns: Any) -> None:
    """Write a step of a payment's life down."""
    _ADD_EVENT.run(connection, **columns)


def happened(connection: Connection, payment_id: str, event: str) -> bool:
    """Say whether an event has happened to a payment."""
    return _HAPPENED.first(connection, payment=payment_id, event=event) is not None


def add_bills(connection: Connection, payment_id: str, bills: Sequence[Mapping[str, Any]]) -> None:
    """Write down what a payment is for, in this order."""
    _ADD_BILLS.run_many(
        connection, [{"payment_id": payment_id, "position": position, **bill} for position, bill in enumerate(bills)]
    )


def bills(connection: Connection, payment_id: str) -> list[Row]:
    """Return number, plate, stage, last day, gross and amount of a payment's bills, as they were chosen."""
    return _BILLS.all(connection, payment=payment_id)


def kept_bills(connection: Connection, payment_id: str) -> list[Row]:
    """Return the same of those bills that have not gone back while the rest stayed paid."""
    return _KEPT_BILLS.all(connection, payment=payment_id)


def hold(connection: Connection, payment_id: str, tickets: Sequence[str]) -> None:
    """Let a payment hold tickets of ours; `IntegrityError` if another one holds any of them."""
    _ADD_TICKETS.run_many(
        connection,
        [
            {"payment_id": payment_id, "ticket_number": ticket, "holds": 1, "register": OUR_REGISTER}
            for ticket in tickets
        ],
    )


def tickets(connection: Connection, payment_id: str) -> list[str]:
    """Return the numbers of every ticket that a payment is for, sorted."""
    return [number for (number,) in _TICKETS.all(connection, payment=payment_id)]


def release(connection: Connection, payment_id: str) -> None:
    """Let go the tickets that a payment holds."""
    _RELEASE.run(connection, payment=payment_id)


def tickets_of_bills(connection: Connection, payment_id: str, bills: Collection[str]) -> list[str]:
    """Return the numbers of the tickets that some of a payment's bills are about, sorted."""
    number = payment_tickets.c.ticket_number
    return list(
        connection.scalars(
            select(number)
            .outerjoin(register, register.c.number == number)
            .where(
                payment_tickets.c.payment_id == payment_id, or_(number.in_(bills), register.c.notice_number.in_(bills))
            )
            .order_by(number)
        )
    )


def release_some(connection: Connection, payment_id: str, tickets: Collection[str]) -> None:
    """Let go some of the tickets that a payment holds."""
    some = payment_tickets.c.payment_id == payment_id, payment_tickets.c.ticket_number.in_(tickets)
    connection.execute(update(payment_tickets).where(*some).values(holds=0))


def count_without_outcome(connection: Connection, states: Sequence[str], before: datetime) -> int:
    """Return how many payments are in one of these states though their time was over at a moment."""
    without = payments.c.state.in_(states), payments.c.expires_at <= before
    return connection.scalar(select(func.count()).select_from(payments).where(*without)) or 0

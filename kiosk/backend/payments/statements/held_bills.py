"""Statements about the bills that payments are for, and about the tickets that they hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, insert, select, update

from kiosk.backend.payments.statements.overdue import OVERDUE
from kiosk.backend.payments.tables import payment_bills, payment_tickets, payments, refund_bills
from kiosk.backend.store.prepared import Prepared, Row

_ADD_BILLS = Prepared(insert(payment_bills), payment_bills.c.keys())
_ADD_TICKETS = Prepared(insert(payment_tickets), payment_tickets.c.keys())
_BILLS = (
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
_KEPT = ~exists().where(
    refund_bills.c.payment_id == payment_bills.c.payment_id, refund_bills.c.bill_number == payment_bills.c.bill_number
)
# The tickets outlive a payment's end and its bills, so that they tell of every bill whose it is.
_OF_REGISTER = exists().where(
    payment_tickets.c.payment_id == payment_bills.c.payment_id, payment_tickets.c.register == bindparam("register")
)
_ALL_BILLS = Prepared(_BILLS)
_KEPT_BILLS = Prepared(_BILLS.where(_KEPT))
_KEPT_BILLS_OF_REGISTER = Prepared(_BILLS.where(_KEPT, _OF_REGISTER))
_TICKETS = Prepared(
    select(payment_tickets.c.ticket_number)
    .where(payment_tickets.c.payment_id == bindparam("payment"))
    .order_by(payment_tickets.c.ticket_number)
)
_RELEASE = Prepared(update(payment_tickets).where(payment_tickets.c.payment_id == bindparam("payment")).values(holds=0))
_HELD = select(payment_tickets.c.ticket_number).where(
    payment_tickets.c.ticket_number.in_(bindparam("tickets", expanding=True)),
    payment_tickets.c.register == bindparam("register"),
    payment_tickets.c.holds == 1,
)
_OVERDUE_HOLDERS = (
    _HELD.with_only_columns(payments.c.id)
    .join(payments, payments.c.id == payment_tickets.c.payment_id)
    .where(OVERDUE)
    .distinct()
    .order_by(payments.c.id)
)


def add_bills(connection: Connection, payment_id: str, bills: Sequence[Mapping[str, Any]]) -> None:
    """Write down what a payment is for, in this order."""
    _ADD_BILLS.run_many(
        connection, [{"payment_id": payment_id, "position": position, **bill} for position, bill in enumerate(bills)]
    )


def bills(connection: Connection, payment_id: str) -> list[Row]:
    """Return number, plate, stage, last day, gross and amount of a payment's bills, as they were chosen."""
    return _ALL_BILLS.all(connection, payment=payment_id)


def kept_bills(connection: Connection, payment_id: str, register: str | None) -> list[Row]:
    """Return the same of those bills that have not gone back while the rest stayed paid.

    With `register`, nothing unless they are that one's.
    """
    if register is None:
        return _KEPT_BILLS.all(connection, payment=payment_id)
    return _KEPT_BILLS_OF_REGISTER.all(connection, payment=payment_id, register=register)


def hold(connection: Connection, payment_id: str, register: str, tickets: Sequence[str]) -> None:
    """Let a payment hold tickets of a register; `IntegrityError` if another one holds any of them."""
    _ADD_TICKETS.run_many(
        connection,
        [{"payment_id": payment_id, "ticket_number": ticket, "holds": 1, "register": register} for ticket in tickets],
    )


def tickets(connection: Connection, payment_id: str) -> list[str]:
    """Return the numbers of every ticket that a payment is for, sorted."""
    return [number for (number,) in _TICKETS.all(connection, payment=payment_id)]


def release(connection: Connection, payment_id: str) -> None:
    """Let go the tickets that a payment holds."""
    _RELEASE.run(connection, payment=payment_id)


def release_some(connection: Connection, payment_id: str, tickets: Collection[str]) -> None:
    """Let go some of the tickets that a payment holds."""
    some = payment_tickets.c.payment_id == payment_id, payment_tickets.c.ticket_number.in_(tickets)
    connection.execute(update(payment_tickets).where(*some).values(holds=0))


def held(connection: Connection, register: str, tickets: Sequence[str]) -> set[str]:
    """Return which of a register's tickets a payment holds."""
    return set(connection.scalars(_HELD, {"tickets": tickets, "register": register}))


def overdue_holders(connection: Connection, register: str, tickets: Sequence[str], now: datetime) -> Sequence[str]:
    """Return the overdue payments that hold one of a register's tickets, in the order of their ids."""
    return connection.scalars(_OVERDUE_HOLDERS, {"tickets": tickets, "register": register, "now": now}).all()

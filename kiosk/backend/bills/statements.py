"""Statements about bills that were paid: which tickets they are about, and whose vehicles they were for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select

from kiosk.backend.payments.tables import payment_bills, payment_tickets, payments, refund_bills
from kiosk.backend.registers.tables import tickets
from kiosk.backend.vehicles.tables import bindings
from kiosk.domain.payment import PaymentState

_OF_PAYMENT = (payments.c.id, payments.c.receipt_number, payments.c.paid_at, payments.c.provider)


def tickets_of_bills(connection: Connection, payment_id: str, bills: Collection[str]) -> list[str]:
    """Return the numbers of the tickets that some of a payment's bills are about, sorted."""
    number = payment_tickets.c.ticket_number
    return list(
        connection.scalars(
            select(number)
            .outerjoin(tickets, tickets.c.number == number)
            .where(
                payment_tickets.c.payment_id == payment_id, or_(number.in_(bills), tickets.c.notice_number.in_(bills))
            )
            .order_by(number)
        )
    )


def payments_of(connection: Connection, owner_id: str, at_most: int) -> Sequence[Row[Any]]:
    """Return the payments for bills of an owner's vehicles, newest first, with sum and number of those bills."""
    return connection.execute(
        select(*_OF_PAYMENT, func.sum(payment_bills.c.amount).label("amount"), func.count().label("bills"))
        .join_from(payments, payment_bills, payment_bills.c.payment_id == payments.c.id)
        .where(_own(owner_id))
        .group_by(*_OF_PAYMENT)
        .order_by(payments.c.paid_at.desc(), payments.c.id)
        .limit(at_most)
    ).all()


def plates(connection: Connection, owner_id: str, payment_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the plates of an owner's vehicles that each of some payments is for, sorted."""
    rows = connection.execute(
        select(payment_bills.c.payment_id, payment_bills.c.plate)
        .distinct()
        .join_from(payments, payment_bills, payment_bills.c.payment_id == payments.c.id)
        .where(payments.c.id.in_(payment_ids), _own(owner_id))
        .order_by(payment_bills.c.payment_id, payment_bills.c.plate)
    )
    found: dict[str, tuple[str, ...]] = dict.fromkeys(payment_ids, ())
    for row in rows:
        found[row.payment_id] += (row.plate,)
    return found


def bills(connection: Connection, owner_id: str, payment_id: str) -> Sequence[str]:
    """Return the numbers of those bills of a payment that are for an owner's vehicles, in no order."""
    return connection.scalars(
        select(payment_bills.c.bill_number)
        .join_from(payments, payment_bills, payment_bills.c.payment_id == payments.c.id)
        .where(payments.c.id == payment_id, _own(owner_id))
    ).all()


def _own(owner_id: str) -> ColumnElement[bool]:
    """Return the condition that a paid bill is one of a vehicle which the owner had bound by then."""
    bound = and_(bindings.c.owner_id == owner_id, bindings.c.ended_at.is_(None))
    # A bill names its plate only. A car and a motorcycle may carry the same: its tickets know which of them it was.
    of_a_bound_one = (
        select(tickets.c.number)
        .join(bindings, and_(bindings.c.plate == tickets.c.plate, bindings.c.vehicle_type == tickets.c.vehicle_type))
        .where(
            bound,
            bindings.c.bound_at <= payments.c.paid_at,
            tickets.c.plate == payment_bills.c.plate,
            or_(
                tickets.c.number == payment_bills.c.bill_number, tickets.c.notice_number == payment_bills.c.bill_number
            ),
        )
    )
    return and_(
        payments.c.state == PaymentState.PAID.value,
        ~exists().where(
            refund_bills.c.payment_id == payments.c.id, refund_bills.c.bill_number == payment_bills.c.bill_number
        ),
        payment_bills.c.plate.in_(select(bindings.c.plate).where(bound)),
        of_a_bound_one.exists(),
    )

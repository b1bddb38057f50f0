"""Statements for proving the books: a batch each, and each batch of one moment, since it is one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, case, exists, func, or_, select

from kiosk.backend.city_bills.tables import city_orders
from kiosk.backend.domain.city_settlement import STUCK, CityState
from kiosk.backend.domain.owed import OUR_REGISTER
from kiosk.backend.domain.payment import Movement
from kiosk.backend.domain.reconciliation import DifferenceKind
from kiosk.backend.payments.tables import (
    differences,
    movements,
    payment_events,
    payment_tickets,
    payments,
    refund_bills,
    refunds,
)
from kiosk.backend.registers.tables import tickets
from kiosk.domain.payment import PaymentState

BATCH = 1000

_OPEN = (PaymentState.PROCESSING.value, PaymentState.UNKNOWN.value)


def _moved(kind: Movement) -> ColumnElement[int]:
    moved = select(func.coalesce(func.sum(movements.c.amount), 0)).where(
        movements.c.payment_id == payments.c.id, movements.c.kind == kind.value
    )
    return moved.scalar_subquery()


def _refunds(status: str) -> ColumnElement[int]:
    going = select(func.coalesce(func.sum(refunds.c.amount), 0)).where(
        refunds.c.payment_id == payments.c.id, refunds.c.status == status
    )
    return going.scalar_subquery()


_RETURNED = (
    select(func.coalesce(func.sum(refund_bills.c.amount), 0))
    .where(refund_bills.c.payment_id == payments.c.id)
    .scalar_subquery()
)
_UNSETTLED = (
    select(payment_tickets.c.ticket_number)
    .outerjoin(tickets, tickets.c.number == payment_tickets.c.ticket_number)
    .where(
        payment_tickets.c.payment_id == payments.c.id,
        payment_tickets.c.holds == 1,
        payment_tickets.c.register == OUR_REGISTER,
        or_(tickets.c.number.is_(None), tickets.c.status != "paid"),
    )
    .exists()
)
_UNASSIGNED = ~exists().where(
    differences.c.kind == DifferenceKind.REGISTER.value, differences.c.reference == payments.c.number
)
_PAID = payments.c.state == PaymentState.PAID.value
_CITY_SAYS_OTHERWISE = exists().where(
    city_orders.c.payment_id == payments.c.id,
    or_(
        and_(
            _PAID,
            or_(
                city_orders.c.state.in_([CityState.HELD.value, CityState.REFUSED.value, CityState.ENDED.value]),
                and_(city_orders.c.state == CityState.DUE.value, city_orders.c.due_since <= bindparam("stuck")),
                and_(city_orders.c.state == CityState.UNKNOWN.value, _UNASSIGNED),
            ),
        ),
        and_(
            ~_PAID,
            city_orders.c.state.in_([CityState.DUE.value, CityState.UNKNOWN.value, CityState.SETTLED.value]),
        ),
    ),
)
"""Another city's bills: paid here and not there, with no one at work on it; or the other way round."""
_LAST_STEP = (
    select(payment_events.c.state)
    .where(payment_events.c.payment_id == payments.c.id)
    .order_by(payment_events.c.version.desc())
    .limit(1)
    .scalar_subquery()
)
_UNANSWERED = and_(
    payments.c.state.in_(_OPEN),
    payments.c.expires_at <= bindparam("before"),
    ~exists().where(
        differences.c.kind == DifferenceKind.NO_OUTCOME.value, differences.c.reference == payments.c.number
    ),
)
_ACCOUNTS = (
    select(
        payments.c.id,
        payments.c.number,
        payments.c.state,
        payments.c.amount + payments.c.fee,
        _moved(Movement.CHARGE),
        _moved(Movement.REFUND),
        _refunds("due"),
        _refunds("refunded"),
        _RETURNED,
        or_(and_(_PAID, _UNSETTLED), _CITY_SAYS_OTHERWISE),
        _LAST_STEP,
        _UNANSWERED,
    )
    .where(payments.c.id > bindparam("after"))
    .order_by(payments.c.id)
    .limit(BATCH)
)
_SAME_ORDER = func.max(case((refunds.c.payment_id == movements.c.payment_id, 0), else_=1))
_CHARGES = (
    select(
        refunds.c.charge,
        func.max(payments.c.number),
        func.sum(refunds.c.amount),
        func.coalesce(func.max(movements.c.amount), 0),
        _SAME_ORDER,
    )
    .join_from(refunds, payments, payments.c.id == refunds.c.payment_id)
    .outerjoin(movements, and_(movements.c.sequence == refunds.c.charge, movements.c.kind == Movement.CHARGE.value))
    .where(refunds.c.charge > bindparam("after"))
    .group_by(refunds.c.charge)
    .order_by(refunds.c.charge)
    .limit(BATCH)
)
_MOVEMENTS = (
    select(movements.c.sequence, movements.c.reference, movements.c.amount, payments.c.id.is_(None))
    .outerjoin(payments, payments.c.id == movements.c.payment_id)
    .where(movements.c.sequence > bindparam("after"))
    .order_by(movements.c.sequence)
    .limit(BATCH)
)


def accounts(connection: Connection, after: str, before: datetime, now: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the next batch of payments by their ids.

    Each with id, number, state, total, what came in and went out, what is due, given back and returned with some of its
    bills, whether a register has something otherwise, the last step, and whether it was over at `before` without an
    outcome and stands in no list.
    """
    return connection.execute(_ACCOUNTS, {"after": after, "before": before, "stuck": now - STUCK}).all()


def charges(connection: Connection, after: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the next batch of charges of which something goes back.

    Each with sequence, an order, what goes back, what it was, and 1 if it is no charge of the order of its refunds.
    """
    return connection.execute(_CHARGES, {"after": after}).all()


def moved(connection: Connection, after: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return sequence, reference, dollars and whether the order is missing of the next batch of movements."""
    return connection.execute(_MOVEMENTS, {"after": after}).all()

"""Statements about the queue of differences: a page of it by its index, and what stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, tuple_

from kiosk.backend.payments.tables import differences, payments, refunds
from kiosk.backend.staff.tables import approvals, staff
from kiosk.contract.desk.approvals import ApprovalState

_WAITS = (ApprovalState.ASKED.value, ApprovalState.APPROVED.value)

Rows = Sequence[Row[*tuple[Any, ...]]]


def _whole() -> Select[Any]:
    return (
        select(
            *differences.c,
            staff.c.display_name.label("owner_shown"),
            payments.c.id.label("payment"),
            payments.c.state.label("payment_state"),
        )
        .outerjoin(staff, staff.c.name == differences.c.owner)
        .outerjoin(payments, payments.c.number == differences.c.order_number)
    )


def open_page(connection: Connection, after: int | None, most: int) -> Rows:
    """Return open differences, the oldest first: those behind one, or the first ones."""
    place = differences.c.found_at, differences.c.number
    asked = _whole().where(differences.c.closed_at.is_(None)).order_by(*place).limit(most)
    if after is not None:
        asked = asked.where(tuple_(*place) > _place(place, after))
    return connection.execute(asked).all()


def closed_page(connection: Connection, after: int | None, most: int) -> Rows:
    """Return closed differences, the newest first: those behind one, or the first ones."""
    place = differences.c.closed_at, differences.c.number
    asked = _whole().where(differences.c.closed_at.is_not(None)).order_by(*(one.desc() for one in place)).limit(most)
    if after is not None:
        asked = asked.where(tuple_(*place) < _place(place, after))
    return connection.execute(asked).all()


def _place(place: tuple[Any, Any], number: int) -> Any:
    """Return where in the order of a list a difference stands, or stood before it was closed."""
    return select(*place).where(differences.c.number == number).scalar_subquery()


def one(connection: Connection, number: int) -> Row[*tuple[Any, ...]] | None:
    """Return a difference."""
    return connection.execute(_whole().where(differences.c.number == number)).one_or_none()


def count_open(connection: Connection) -> int:
    """Return how many differences are open."""
    return connection.scalar(select(func.count(differences.c.found_at)).where(differences.c.closed_at.is_(None))) or 0


def asked_back(connection: Connection, operation: str, payment_ids: Sequence[str], now: datetime) -> Sequence[str]:
    """Return of which of some payments a refund waits for a second person."""
    return connection.scalars(
        select(approvals.c.subject).where(
            approvals.c.state.in_(_WAITS),
            approvals.c.operation == operation,
            approvals.c.subject.in_(payment_ids),
            approvals.c.expires_at > now,
        )
    ).all()


def going_back(connection: Connection, payment_ids: Sequence[str]) -> Sequence[str]:
    """Return of which of some payments money goes back, or has gone back."""
    return connection.scalars(
        select(refunds.c.payment_id).where(refunds.c.payment_id.in_(payment_ids)).distinct()
    ).all()

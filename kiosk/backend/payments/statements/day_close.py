"""Statements of a day's close: what moved on a day, and what is open still, each by an index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from kiosk.backend.office.tables import offices
from kiosk.backend.payments.tables import movements, payments, refunds
from kiosk.backend.terminals.tables import terminals
from kiosk.domain.payment import PaymentState

Rows = Sequence[Row[*tuple[Any, ...]]]

_OFFICE = func.coalesce(offices.c.name, terminals.c.office).label("office")
_ENGLISH = func.max(offices.c.name_en).label("office_en")
_NO_OUTCOME = [one.value for one in (PaymentState.AT_WALLET, PaymentState.PROCESSING, PaymentState.UNKNOWN)]


def moved(connection: Connection, since: datetime, until: datetime) -> Rows:
    """Return office, its English name, provider, kind, count and dollars of what was heard of within a span."""
    asked = _at_offices(
        select(
            _OFFICE,
            _ENGLISH,
            movements.c.provider,
            movements.c.kind,
            func.count().label("many"),
            func.sum(movements.c.amount).label("dollars"),
        ).join_from(movements, payments, payments.c.id == movements.c.payment_id)
    )
    of_day = movements.c.heard_at >= since, movements.c.heard_at < until
    return connection.execute(asked.where(*of_day).group_by(_OFFICE, movements.c.provider, movements.c.kind)).all()


def without_outcome(connection: Connection, until: datetime) -> Rows:
    """Return office, its English name, provider, count and dollars of the payments whose outcome is unknown."""
    dollars = func.sum(payments.c.amount + payments.c.fee).label("dollars")
    asked = _at_offices(
        select(_OFFICE, _ENGLISH, payments.c.provider, func.count().label("many"), dollars).select_from(payments)
    )
    still = payments.c.state.in_(_NO_OUTCOME), payments.c.created_at < until
    return connection.execute(asked.where(*still).group_by(_OFFICE, payments.c.provider)).all()


def due(connection: Connection, until: datetime) -> Rows:
    """Return office, its English name, provider, count and dollars of the refunds that are not done."""
    dollars = func.sum(refunds.c.amount).label("dollars")
    asked = _at_offices(
        select(_OFFICE, _ENGLISH, payments.c.provider, func.count().label("many"), dollars).join_from(
            refunds, payments, payments.c.id == refunds.c.payment_id
        )
    )
    still = refunds.c.status == "due", refunds.c.created_at < until
    return connection.execute(asked.where(*still).group_by(_OFFICE, payments.c.provider)).all()


def count(connection: Connection, since: datetime, until: datetime) -> int:
    """Return how many movements were heard of within a span."""
    of_day = movements.c.heard_at >= since, movements.c.heard_at < until
    return connection.scalar(select(func.count()).select_from(movements).where(*of_day)) or 0


def each(
    connection: Connection, since: datetime, until: datetime, office: str | None, provider: str | None
) -> Iterator[Row[*tuple[Any, ...]]]:
    """Yield those movements in the order in which they were heard of; nothing of a person stands in them."""
    asked = select(
        movements.c.heard_at,
        _OFFICE,
        movements.c.provider,
        movements.c.kind,
        movements.c.amount,
        payments.c.number,
        movements.c.reference,
    ).join_from(movements, payments, payments.c.id == movements.c.payment_id)
    of = _of(since, until, office, provider)
    ordered = _at_offices(asked).where(*of).order_by(movements.c.heard_at, movements.c.sequence)
    yield from connection.execute(ordered)


def _of(since: datetime, until: datetime, office: str | None, provider: str | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [movements.c.heard_at >= since, movements.c.heard_at < until]
    if office is not None:
        found.append(_OFFICE.element == office)
    if provider is not None:
        found.append(movements.c.provider == provider)
    return found


def _at_offices(asked: Select[Any]) -> Select[Any]:
    """Return a statement about payments with the office of each one's terminal."""
    return asked.join(terminals, terminals.c.id == payments.c.terminal_id).join(
        offices, offices.c.code == terminals.c.office_code, isouter=True
    )

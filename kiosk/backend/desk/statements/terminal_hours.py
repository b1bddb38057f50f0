"""Statements about one hour of a terminal: its payments by index, without what they are for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, not_, or_, select

from kiosk.backend.office.tables import offices
from kiosk.backend.payments.tables import payments
from kiosk.backend.terminals.tables import terminals

Rows = Sequence[Row[*tuple[Any, ...]]]


def named(connection: Connection, most: int) -> Rows:
    """Return id, name and office of the terminals that may be used, by office and name."""
    office = func.coalesce(offices.c.name, terminals.c.office).label("office")
    return connection.execute(
        select(terminals.c.id, terminals.c.name, office, offices.c.name_en.label("office_en"))
        .join_from(terminals, offices, offices.c.code == terminals.c.office_code, isouter=True)
        .where(terminals.c.revoked_at.is_(None), terminals.c.guest_until.is_(None))
        .order_by(office, terminals.c.name)
        .limit(most)
    ).all()


def names(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Return the names of terminals, by id."""
    found = connection.execute(select(terminals.c.id, terminals.c.name).where(terminals.c.id.in_(ids)))
    return {row.id: row.name for row in found}


def english_of(connection: Connection, code: str | None) -> str | None:
    """Return the English name of an office."""
    return None if code is None else connection.scalar(select(offices.c.name_en).where(offices.c.code == code))


def begun(
    connection: Connection, terminal_id: str, since: datetime, until: datetime, amount: int | None, most: int
) -> Rows:
    """Return the payments that were begun at a terminal from a moment on and before another, in order."""
    asked = select(
        payments.c.id,
        payments.c.number,
        payments.c.state,
        payments.c.provider,
        payments.c.amount,
        payments.c.fee,
        payments.c.created_at,
    ).where(*_of_hour(terminal_id, since, until))
    if amount is not None:
        asked = asked.where(_so_much(amount))
    return connection.execute(asked.order_by(payments.c.created_at).limit(most)).all()


def count_others(connection: Connection, terminal_id: str, since: datetime, until: datetime, amount: int) -> int:
    """Return how many of them were of another amount."""
    asked = select(func.count()).where(*_of_hour(terminal_id, since, until), not_(_so_much(amount)))
    return connection.scalar(asked) or 0


def _of_hour(terminal_id: str, since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return payments.c.terminal_id == terminal_id, payments.c.created_at >= since, payments.c.created_at < until


def _so_much(amount: int) -> ColumnElement[bool]:
    """Return whether a payment was of an amount; people may have the provider's fee in mind, or not."""
    return or_(payments.c.amount == amount, payments.c.amount + payments.c.fee == amount)

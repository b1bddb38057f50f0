"""Statements about cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update

from kiosk.backend.staff.tables import cases, staff
from kiosk.backend.store import rows


def add(connection: Connection, **columns: Any) -> bool:
    """Keep a case; return False, with nothing kept, if the number is taken."""
    return rows.ensure(connection, cases, **columns)


def _whole() -> Select[Any]:
    return select(
        cases.c.number,
        cases.c.topic,
        cases.c.state,
        cases.c.opened_at,
        staff.c.display_name.label("opened_by"),
        cases.c.office,
        cases.c.outcome,
        cases.c.closed_at,
    ).join_from(cases, staff, staff.c.id == cases.c.opened_by)


def find(connection: Connection, number: str, office: str) -> Row[*tuple[Any, ...]] | None:
    """Return a case of an office."""
    return connection.execute(_whole().where(cases.c.number == number, cases.c.office == office)).one_or_none()


def open_ones(connection: Connection, office: str, opened_by: str | None, most: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the cases of an office, or of one of its people, that are not closed, oldest first."""
    asked = _whole().where(cases.c.office == office, cases.c.state != "closed")
    if opened_by is not None:
        asked = asked.where(cases.c.opened_by == opened_by)
    return connection.execute(asked.order_by(cases.c.opened_at).limit(most)).all()


def lock_state(connection: Connection, number: str, office: str) -> str | None:
    """Return the state of a case of an office, held to the end of the transaction; None if there is none."""
    asked = select(cases.c.state).where(cases.c.number == number, cases.c.office == office)
    return connection.scalar(asked.with_for_update())


def close(connection: Connection, number: str, outcome: str, now: datetime) -> None:
    """End a case that the caller holds."""
    ended = update(cases).where(cases.c.number == number)
    connection.execute(ended.values(state="closed", outcome=outcome, closed_at=now))

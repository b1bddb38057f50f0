"""Statements about where the audit begins, and taking away what is before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from kiosk.backend.staff.tables import audit, audit_anchors


def all_of_them(connection: Connection) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the anchors, the oldest first."""
    return connection.execute(select(audit_anchors).order_by(audit_anchors.c.number)).all()


def add(connection: Connection, **columns: Any) -> None:
    """Write an anchor down; the database refuses one that does not fit."""
    connection.execute(insert(audit_anchors).values(**columns))


def first_since(connection: Connection, behind: int, moment: datetime) -> int | None:
    """Return the first row behind one that was not written before a moment: read up to there, and no further."""
    asked = select(audit.c.number).where(audit.c.number > behind, audit.c.at > moment)
    found: int | None = connection.scalar(asked.order_by(audit.c.number).limit(1))
    return found


def row(connection: Connection, number: int) -> Row[*tuple[Any, ...]] | None:
    """Return hash and time of a row."""
    return connection.execute(select(audit.c.hash, audit.c.at).where(audit.c.number == number)).one_or_none()


def last(connection: Connection) -> int | None:
    """Return the number of the last row."""
    found: int | None = connection.scalar(select(func.max(audit.c.number)))
    return found


def take_away(connection: Connection, numbers: Sequence[int]) -> int:
    """Delete rows; return how many. The database refuses those behind the newest anchor."""
    return connection.execute(delete(audit).where(audit.c.number.in_(numbers))).rowcount


def up_to(connection: Connection, number: int, most: int) -> Sequence[int]:
    """Return the numbers of the first so many rows up to one."""
    asked = select(audit.c.number).where(audit.c.number <= number)
    return connection.scalars(asked.order_by(audit.c.number).limit(most)).all()

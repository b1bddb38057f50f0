"""Statements about sessions of the staff."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from kiosk.backend.office.tables import offices
from kiosk.backend.staff.tables import staff, staff_sessions
from kiosk.backend.store.rows import delete_some

# Of whichever office has that name: an account's office is written out, and need not be in the list.
_ENGLISH = select(func.max(offices.c.name_en)).where(offices.c.name == staff.c.office).scalar_subquery()


def begin(connection: Connection, **columns: Any) -> None:
    """Write a session down."""
    connection.execute(insert(staff_sessions).values(**columns))


def find(
    connection: Connection, token_hash: str, desk_hash: str, now: datetime, used_after: datetime
) -> Row[*tuple[Any, ...]] | None:
    """Return a session that goes on, at this desk, of an account that is not suspended; None if there is none."""
    return connection.execute(
        select(
            staff.c.id,
            staff.c.name,
            staff.c.display_name,
            staff.c.office,
            _ENGLISH.label("office_en"),
            staff_sessions.c.counter,
            staff_sessions.c.used_at,
            staff_sessions.c.ends_at,
            staff_sessions.c.factor_at,
        )
        .join_from(staff_sessions, staff, staff.c.id == staff_sessions.c.staff_id)
        .where(
            staff_sessions.c.token_hash == token_hash,
            staff_sessions.c.desk_hash == desk_hash,
            staff_sessions.c.revoked_at.is_(None),
            staff_sessions.c.ends_at > now,
            staff_sessions.c.used_at > used_after,
            staff.c.suspended_at.is_(None),
        )
    ).one_or_none()


def note(connection: Connection, token_hash: str, **columns: Any) -> None:
    """Write down that a session is used, or that the second factor was given again."""
    connection.execute(update(staff_sessions).where(staff_sessions.c.token_hash == token_hash).values(**columns))


def end(connection: Connection, token_hash: str, now: datetime) -> None:
    """End a session, unless it has ended."""
    going = update(staff_sessions).where(
        staff_sessions.c.token_hash == token_hash, staff_sessions.c.revoked_at.is_(None)
    )
    connection.execute(going.values(revoked_at=now))


def end_all(connection: Connection, staff_id: str, now: datetime) -> None:
    """End every session of somebody."""
    going = update(staff_sessions).where(staff_sessions.c.staff_id == staff_id, staff_sessions.c.revoked_at.is_(None))
    connection.execute(going.values(revoked_at=now))


def forget(connection: Connection, before: datetime) -> int:
    """Forget sessions whose time was over before a moment; return how many."""
    return delete_some(connection, staff_sessions, staff_sessions.c.ends_at < before)

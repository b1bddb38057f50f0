"""Every lock of an owner's row, to the end of the transaction (`FOR UPDATE`; SQLite has one writer at a time).

Closing an account waits for the transaction with the lock, and a later one finds no open account. The owners'
subject stands above this one, which is the lowest that locks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, select

from kiosk.backend.owners.tables import owners


def lock_open(connection: Connection, owner_id: str | None) -> str | None:
    """Lock the row of an owner whose account is open, and return the id; else None."""
    return connection.scalar(
        select(owners.c.id).where(owners.c.id == owner_id, owners.c.closed_at.is_(None)).with_for_update()
    )


def lock_all_open(connection: Connection, owner_ids: Iterable[str]) -> set[str]:
    """Lock the rows of owners, always in the order of their ids; return those whose accounts are open."""
    return set(
        connection.scalars(
            select(owners.c.id)
            .where(owners.c.id.in_(owner_ids), owners.c.closed_at.is_(None))
            .order_by(owners.c.id)
            .with_for_update()
        )
    )


def lock_with_password(connection: Connection, owner_id: str, password_hash: str) -> str | None:
    """Lock the row of an owner whose password is still this one, and return the id; else None."""
    return connection.scalar(
        select(owners.c.id).where(owners.c.id == owner_id, owners.c.password_hash == password_hash).with_for_update()
    )


def read_open(connection: Connection, owner_id: str, *columns: Any, lock: bool) -> Row[*tuple[Any, ...]] | None:
    """Return columns of an owner whose account is open, with `lock` of a row that is locked; None if there is none."""
    wanted = select(*columns).where(owners.c.id == owner_id, owners.c.closed_at.is_(None))
    return connection.execute(wanted.with_for_update() if lock else wanted).one_or_none()

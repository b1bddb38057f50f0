"""Statements about owners' accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from kiosk.backend.identities.tables import identity_flows, identity_links, sign_in_flows
from kiosk.backend.messages.tables import owner_events
from kiosk.backend.owners.tables import owners
from kiosk.backend.vehicles.statements import owner_locks
from kiosk.contract.owners import OwnerEventKind


def add(connection: Connection, **columns: Any) -> None:
    """Write a new owner down; `IntegrityError` where the number is another's."""
    connection.execute(insert(owners).values(**columns))


def find(connection: Connection, owner_id: str, *, lock: bool = False) -> Row[*tuple[Any, ...]] | None:
    """Return an owner whose account is open, with the columns of an `OwnerRecord`; None if there is none.

    With `lock`, the row is locked to the end of the transaction (`FOR UPDATE`).
    """
    return owner_locks.read_open(
        connection,
        owner_id,
        owners.c.id,
        owners.c.mobile,
        owners.c.name,
        owners.c.email,
        owners.c.registered_at,
        owners.c.language,
        lock=lock,
    )


def mobile_since(connection: Connection, owner_id: str) -> tuple[str | None, datetime]:
    """Return an owner's number, and since when it is theirs; no number for an account that was closed."""
    row = connection.execute(select(owners.c.mobile, owners.c.registered_at).where(owners.c.id == owner_id)).one()
    changed = connection.scalar(
        select(func.max(owner_events.c.at)).where(
            owner_events.c.owner_id == owner_id, owner_events.c.kind == OwnerEventKind.MOBILE_CHANGED.value
        )
    )
    return row.mobile, max(row.registered_at, changed or row.registered_at)


def is_open(connection: Connection, owner_id: str) -> bool:
    """Whether there is such an account and it was not closed."""
    found = connection.execute(select(owners.c.id).where(owners.c.id == owner_id, owners.c.closed_at.is_(None)))
    return found.one_or_none() is not None


def of_number(connection: Connection, mobile: str) -> str | None:
    """Return the id of the owner who has registered a number, None if there is none."""
    return connection.scalar(select(owners.c.id).where(owners.c.mobile == mobile))


def password_of(connection: Connection, mobile: str) -> tuple[str, str] | None:
    """Return the owner who has registered a number, and the hash of the password; None if there is none."""
    found = connection.execute(
        select(owners.c.id, owners.c.password_hash).where(owners.c.mobile == mobile)
    ).one_or_none()
    return None if found is None else (found[0], found[1])


def change(connection: Connection, owner_id: str, **columns: Any) -> None:
    """Change an owner."""
    connection.execute(update(owners).where(owners.c.id == owner_id).values(**columns))


def close(connection: Connection, owner_id: str, now: datetime) -> None:
    """Anonymise an account: what is left holds no personal data."""
    change(
        connection,
        owner_id,
        mobile=None,
        name=None,
        email=None,
        password_hash=None,
        changed_at=now,
        closed_at=now,
    )


def forget_identities(connection: Connection, owner_id: str) -> None:
    """Forget the accounts elsewhere that an owner has linked, and what is under way about them.

    Their subject stands above this one and does not hear of a closing by itself.
    """
    for table in (identity_flows, identity_links, sign_in_flows):
        connection.execute(delete(table).where(table.c.owner_id == owner_id))

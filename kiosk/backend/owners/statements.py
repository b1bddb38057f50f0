"""Every statement about owners and their accounts."""

from __future__ import annotations

from sqlalchemy import Connection, select

from kiosk.backend.owners.tables import owners


def lock_open(connection: Connection, owner_id: str | None) -> str | None:
    """Lock the row of an owner whose account is open to the end of the transaction, and return the id; else None.

    (`FOR UPDATE`.) Whoever closes the account waits for it, and whoever comes after a closing finds nobody.
    """
    return connection.scalar(
        select(owners.c.id).where(owners.c.id == owner_id, owners.c.closed_at.is_(None)).with_for_update()
    )

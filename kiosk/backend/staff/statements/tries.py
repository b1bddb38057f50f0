"""Statements about failed tries to sign in at the desk. A transaction that counts those of a name locks it (`hold`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from kiosk.backend.staff.tables import staff_failures, staff_names
from kiosk.backend.store import rows
from kiosk.backend.store.rows import delete_some


def hold(connection: Connection, account: str, now: datetime) -> None:
    """Lock a name's row to the end of the transaction, and make it if need be."""
    rows.hold(connection, staff_names, account=account, tried_at=now)


def failures(connection: Connection, account: str, since: datetime) -> Sequence[datetime]:
    """Return when a name failed after a moment, oldest first."""
    return connection.scalars(
        select(staff_failures.c.at)
        .where(staff_failures.c.account == account, staff_failures.c.at > since)
        .order_by(staff_failures.c.at)
    ).all()


def add_failure(connection: Connection, account: str, now: datetime) -> None:
    """Write a failure down."""
    connection.execute(insert(staff_failures).values(account=account, at=now))


def forgive(connection: Connection, account: str) -> None:
    """Take back the failures of a name."""
    connection.execute(delete(staff_failures).where(staff_failures.c.account == account))


def forget(connection: Connection, before: datetime) -> int:
    """Forget names and failures from before a moment; return how many rows."""
    names = delete_some(connection, staff_names, staff_names.c.tried_at < before)
    return names + delete_some(connection, staff_failures, staff_failures.c.at < before)

"""Statements about tries at passwords.

Counting those of an account locks the account (`hold`), then the terminal (`terminals.statements.hold`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select

from kiosk.backend.owners.tables import sign_in_accounts, sign_in_failures
from kiosk.backend.store import rows
from kiosk.backend.store.rows import delete_some


def hold(connection: Connection, account: str, now: datetime) -> None:
    """Lock an account's row to the end of the transaction, and make it if need be."""
    rows.hold(connection, sign_in_accounts, account=account, tried_at=now)


def add_failure(connection: Connection, account: str, terminal_id: str, now: datetime) -> int:
    """Write a failure down, and return its id."""
    id = connection.scalar(
        insert(sign_in_failures)
        .values(account=account, terminal_id=terminal_id, at=now)
        .returning(sign_in_failures.c.id)
    )
    return int(id or 0)


def failures(
    connection: Connection, account: str, terminal_id: str, since: datetime
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return moment, account and terminal of each failure after a moment, of the account or on the terminal."""
    return connection.execute(
        select(sign_in_failures.c.at, sign_in_failures.c.account, sign_in_failures.c.terminal_id).where(
            or_(sign_in_failures.c.account == account, sign_in_failures.c.terminal_id == terminal_id),
            sign_in_failures.c.at > since,
        )
    ).all()


def forgive(connection: Connection, account: str, terminal_id: str | None = None) -> None:
    """Take back the failures of an account, on all terminals or on one."""
    mine = delete(sign_in_failures).where(sign_in_failures.c.account == account)
    connection.execute(mine if terminal_id is None else mine.where(sign_in_failures.c.terminal_id == terminal_id))


def forget(connection: Connection, before: datetime) -> int:
    """Forget accounts and failures from before a moment; return how many rows."""
    accounts = delete_some(connection, sign_in_accounts, sign_in_accounts.c.tried_at < before)
    return accounts + delete_some(connection, sign_in_failures, sign_in_failures.c.at < before)

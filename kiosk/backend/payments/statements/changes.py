"""Statements by which a change of a payment reaches other processes: PostgreSQL's notifications, and versions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text
from sqlalchemy.engine.interfaces import DBAPICursor

_CHANNEL = "kiosk_payment"
_NOTIFY = text("SELECT pg_notify(:channel, :id)")

LISTEN = f"LISTEN {_CHANNEL}"


def notify(connection: Connection, payment_id: str) -> None:
    """Tell every process that listens, once the transaction is committed, that a payment has changed (PostgreSQL)."""
    connection.execute(_NOTIFY, {"channel": _CHANNEL, "id": payment_id})


def versions(cursor: DBAPICursor, payment_ids: Sequence[str], *, mark: str) -> list[tuple[str, int]]:
    """Return the versions of payments. `mark` is `?` or `%s`; as text for the driver itself, once a second."""
    marks = ", ".join([mark] * len(payment_ids))
    cursor.execute(f"SELECT id, version FROM payments WHERE id IN ({marks})", tuple(payment_ids))  # noqa: S608
    return list(cursor.fetchall())

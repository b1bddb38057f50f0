"""Statements about links to receipts and bar codes: the table is that of `sheets`, which stands above payments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from kiosk.backend.sheets.tables import sheets


def add(connection: Connection, **columns: Any) -> None:
    """Write a link down."""
    connection.execute(insert(sheets).values(**columns))


def code_of(connection: Connection, payment_id: str, until: datetime) -> str | None:
    """Return the code of the link to the whole receipt of a payment that is good beyond `until`, None without one."""
    return connection.scalar(
        select(sheets.c.code)
        .where(sheets.c.payment_id == payment_id, sheets.c.bills.is_(None), sheets.c.expires_at > until)
        .order_by(sheets.c.expires_at.desc())
        .limit(1)
    )

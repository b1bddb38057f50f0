"""Statements about links to receipts and bar codes: the table is that of `sheets`, which stands above payments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from kiosk.backend.sheets.tables import sheets
from kiosk.backend.store.prepared import Prepared

_ADD = Prepared(insert(sheets), sheets.c.keys())
_CODE_OF = Prepared(
    select(sheets.c.code)
    .where(
        sheets.c.payment_id == bindparam("payment"), sheets.c.bills.is_(None), sheets.c.expires_at > bindparam("until")
    )
    .order_by(sheets.c.expires_at.desc())
    .limit(1)
)


def add(connection: Connection, **columns: Any) -> None:
    """Write a link down."""
    _ADD.run(connection, **columns)


def code_of(connection: Connection, payment_id: str, until: datetime) -> str | None:
    """Return the code of the link to the whole receipt of a payment that is good beyond `until`, None without one."""
    found = _CODE_OF.first(connection, payment=payment_id, until=until)
    return None if found is None else str(found[0])

"""What people call things that the audit knows by an id: an order's number, a terminal's name."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from kiosk.backend.payments.tables import payments
from kiosk.backend.terminals.tables import terminals


def order_numbers(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Return the order numbers of payments by their ids; without those that are not kept."""
    asked = select(payments.c.id, payments.c.number).where(payments.c.id.in_(ids))
    return {row.id: row.number for row in connection.execute(asked)}


def terminal_names(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Return the names of terminals by their ids; without those that are not kept."""
    asked = select(terminals.c.id, terminals.c.name).where(terminals.c.id.in_(ids))
    return {row.id: row.name for row in connection.execute(asked)}

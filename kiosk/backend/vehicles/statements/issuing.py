"""Statements about tickets that are issued here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from kiosk.backend.store.rows import ensure
from kiosk.backend.store.tables import tickets


def add(connection: Connection, **columns: Any) -> bool:
    """Write a ticket down; return whether its number was free."""
    return ensure(connection, tickets, **columns)

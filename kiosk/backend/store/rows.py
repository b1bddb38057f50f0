"""Rows that must be there before they can be held."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def ensure(connection: Connection, table: Table, **values: Any) -> None:
    """Insert a row unless one with its key is there; whoever else inserts it at the same moment is no error."""
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    connection.execute(make(table).values(**values).on_conflict_do_nothing())

"""Rows that must be there before they can be held."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def ensure(connection: Connection, table: Table, **values: Any) -> None:
    """Insert a row unless one with its key is there; whoever else inserts it at the same moment is no error."""
    connection.execute(_insert(connection, table).values(**values).on_conflict_do_nothing())


def hold(connection: Connection, table: Table, **values: Any) -> None:
    """Write a row, over the one with its key if it is there, and hold it to the end of the write transaction.

    In one statement: between finding a row and holding it, a daily job might forget it.
    """
    made = _insert(connection, table).values(**values)
    connection.execute(made.on_conflict_do_update(index_elements=list(table.primary_key), set_=values))


def _insert(connection: Connection, table: Table) -> Any:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)

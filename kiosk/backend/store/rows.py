"""Rows that must be there before they can be held, and those that go a few at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from kiosk.backend.store.prepared import Prepared

BATCH = 500
"""Rows that are deleted in one unit of work: payments wait for a fraction of a second at most."""


def delete_some(connection: Connection, table: Table, *over: ColumnElement[bool]) -> int:
    """Delete at most `BATCH` of the rows that are over; return how many."""
    some = select(*table.primary_key).where(*over).limit(BATCH).correlate(None)
    # The condition again: a row that another transaction holds may not be over when that one has ended.
    return connection.execute(delete(table).where(tuple_(*table.primary_key).in_(some), *over)).rowcount


def ensure(connection: Connection, table: Table, **values: Any) -> bool:
    """Insert a row unless one with a key of its own is there; return whether it was inserted.

    A concurrent insert of the same key is no error: this waits for the end of the other transaction.
    """
    return _ensuring_one(table, tuple(values), connection.dialect.name).first(connection, **values) is not None


def ensure_all(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows with the same columns, each unless one with a key of its own is there."""
    if rows:
        _ensuring(table, tuple(rows[0]), connection.dialect.name).run_many(connection, rows)


@cache
def _ensuring_one(table: Table, columns: tuple[str, ...], dialect: str) -> Prepared:
    return Prepared(_ensured(table, dialect).returning(*table.primary_key), columns)


@cache
def _ensuring(table: Table, columns: tuple[str, ...], dialect: str) -> Prepared:
    return Prepared(_ensured(table, dialect).inline(), columns)


def _ensured(table: Table, dialect: str) -> Any:
    return (sqlite if dialect == "sqlite" else postgresql).insert(table).on_conflict_do_nothing()


def hold(connection: Connection, table: Table, **values: Any) -> None:
    """Write a row, over the one with its key if it is there, and hold it to the end of the write transaction.

    In one statement: between finding a row and holding it, a daily job might forget it.
    """
    made = _insert(connection, table).values(**values)
    connection.execute(made.on_conflict_do_update(index_elements=list(table.primary_key), set_=values))


def _insert(connection: Connection, table: Table) -> Any:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)

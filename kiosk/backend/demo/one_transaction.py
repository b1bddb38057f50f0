"""A database whose every unit of work is part of one transaction: a worker beside it sees all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor

from kiosk.backend.store.database import Database

T = TypeVar("T")


class OneTransaction(Database):
    """`Database` within a write transaction that the caller holds; it ends with that one."""

    def __init__(self, connection: Connection, whole: Database) -> None:
        self._connection = connection
        self.is_sqlite, self.url, self.direct_url, self.engine = (
            whole.is_sqlite, whole.url, whole.direct_url, whole.engine,
        )  # fmt: skip

    def query(self, work: Callable[[DBAPICursor], T]) -> T:
        cursor = self._connection.connection.cursor()
        try:
            return work(cursor)
        finally:
            cursor.close()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        yield self._connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        yield self._connection

    def close(self) -> None:
        """Close nothing: the connections are their owner's."""

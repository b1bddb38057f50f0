"""The engine, and the unit of work that every use case runs in.

A unit of work is synchronous and runs in one thread hop on a small pool: that costs half of what an
asynchronous driver costs on SQLite, and a started payment cannot be half cancelled by a disconnect.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

T = TypeVar("T")

BUSY_TIMEOUT = 5.0
"""Seconds that a writer waits for another on SQLite before `DatabaseBusyError`."""

_TRIES = 4
"""How often a unit of work is begun anew when PostgreSQL asks for it (serialisation, deadlock)."""


class DatabaseBusyError(Exception):
    """The database could not take the unit of work in time. Nothing of it happened; asking again is safe."""


class StorageFullError(Exception):
    """No room on the disk. Nothing of the unit of work happened."""


class Database:
    """One database behind a URL: `sqlite:////path/kiosk.sqlite3` or `postgresql+psycopg://…`."""

    def __init__(self, url: str, *, pool_size: int = 4) -> None:
        parsed = make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.url = parsed
        options: dict[str, Any] = {"pool_size": pool_size, "max_overflow": 0, "pool_timeout": BUSY_TIMEOUT}
        if self.is_sqlite:
            options["connect_args"] = {"timeout": BUSY_TIMEOUT, "check_same_thread": False}
        else:
            options["pool_pre_ping"] = True
        self.engine: Engine = create_engine(parsed, **options)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection for reading; it sees one moment of the database on SQLite."""
        with _translated(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield a connection whose transaction holds the write lock from the start; commit unless an error passes."""
        engine = self.engine.execution_options(kiosk_writes=True)
        with _translated(), engine.connect() as connection, connection.begin():
            yield connection

    def run(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` returns inside a write transaction, begun again if the database asks for that.

        `work` must have no effect outside the database. Raise `DatabaseBusyError` or `StorageFullError` with
        nothing done.
        """
        for attempt in range(_TRIES):
            try:
                with self.write() as connection:
                    return work(connection)
            except DatabaseBusyError:
                if self.is_sqlite or attempt == _TRIES - 1:
                    raise
                time.sleep(random.uniform(0, 0.02 * 2**attempt))
        raise AssertionError("unreachable")

    def close(self) -> None:
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling begins too late (BEGIN DEFERRED): we begin ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        # FULL: with NORMAL, 352 of 600 simulated power cuts lost an acknowledged payment.
        "synchronous = FULL",
        f"busy_timeout = {int(BUSY_TIMEOUT * 1000)}",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # Read-then-write in a deferred transaction fails at once with SQLITE_BUSY_SNAPSHOT, whatever the time-out.
    writes = connection.get_execution_options().get("kiosk_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if _is_full(error):
            raise StorageFullError from error
        if _is_busy(error):
            raise DatabaseBusyError from error
        raise


def _is_busy(error: OperationalError) -> bool:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return bool((code & 0xFF) in (5, 6))  # SQLITE_BUSY, SQLITE_LOCKED
    # serialization_failure, deadlock_detected, lock_not_available
    return getattr(error.orig, "sqlstate", None) in {"40001", "40P01", "55P03"}


def _is_full(error: OperationalError) -> bool:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return bool((code & 0xFF) == 13)  # SQLITE_FULL
    return getattr(error.orig, "sqlstate", None) == "53100"

"""Connections to PostgreSQL that are not waited for without end, whatever lies between us and the server.

A server that has gone says so, or the kernel does after a while. A firewall that forgot the connection, or a pooler
that hangs, says nothing, and acknowledges what is sent: only a limit of our own ends the waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from psycopg.abc import PQGen
from sqlalchemy import Connection

RV = TypeVar("RV")

QUERY_LIMIT = 5.0
"""Seconds that a look-up may take in the server; the terminal gives up after ten."""
QUERY_SILENCE = 7.0
"""Seconds without an answer to a look-up after which the connection is given up: the server would have ended it."""
SILENCE = 60.0
"""Seconds without an answer to any other statement after which the connection is given up."""

KEPT_ALIVE = {
    "keepalives": "1",
    "keepalives_idle": "10",
    "keepalives_interval": "3",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
"""Parameters of libpq: a connection whose other end has gone without a word is noticed after 10 to 20 seconds."""


class BoundedConnection(psycopg.Connection[Any]):
    """Raises `psycopg.OperationalError`, and is closed, when the server is silent for longer than `silence` seconds."""

    silence: float | None = None

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        try:
            return super().wait(gen, interval, self.silence if timeout is None else timeout)
        except errors._WaitTimeout:  # noqa: SLF001 - what the public parameter leads to
            if timeout is not None:
                raise
            # Somewhere in the middle of an answer: nothing else can be asked through it.
            self.pgconn.finish()
            raise psycopg.OperationalError(f"the server was silent for {self.silence} seconds") from None


def connects(silence: float) -> Callable[..., BoundedConnection]:
    """Return what SQLAlchemy's `do_connect` event calls."""

    def connect(_dialect: Any, _record: Any, arguments: tuple[Any, ...], options: dict[str, Any]) -> BoundedConnection:
        connection = BoundedConnection.connect(*arguments, **options)
        connection.silence = silence
        return connection

    return connect


@contextmanager
def patiently(connection: Connection) -> Iterator[None]:
    """Wait for what this connection is asked as long as it takes: an upgrade of large tables."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, BoundedConnection):
        yield
        return
    before, driver.silence = driver.silence, None
    try:
        yield
    finally:
        driver.silence = before

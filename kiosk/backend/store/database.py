"""The engine, and the unit of work that every use case runs in.

A unit of work is synchronous and runs in one thread hop on a small pool: that costs half of what an
asynchronous driver costs on SQLite, and a started payment cannot be half cancelled by a disconnect.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from kiosk.backend.metrics import DATABASE_ERRORS
from kiosk.backend.store import bounded, failures
from kiosk.backend.store.address import address
from kiosk.backend.store.bounded import KEPT_ALIVE
from kiosk.backend.store.failures import Failure

T = TypeVar("T")

BUSY_TIMEOUT = 5.0
"""Seconds that a unit of work waits for a lock or a connection before `DatabaseBusyError`."""

LOCK_TIMEOUT = int(BUSY_TIMEOUT * 1000)
"""The same for one lock on PostgreSQL, in milliseconds."""

_TRIES = 4
"""How often a unit of work is begun anew when PostgreSQL asks for it (serialisation, deadlock)."""


_NO_CONNECTION, _FAULT = "no-connection", "fault"
ERRORS = (*(failure.name.lower() for failure in Failure), _NO_CONNECTION, _FAULT)
"""What errors mean, as the figures call it."""


class DatabaseBusyError(Exception):
    """The database could not take the unit of work in time. Nothing of it happened; asking again is safe."""

    at_once = False
    """Whether the database asks to be asked again at once: no time was lost with waiting."""


class StorageFullError(Exception):
    """No room on the disk. Nothing of the unit of work happened."""


class DatabaseLostError(Exception):
    """The database does not answer, or cannot work. Whether a write that was under way happened is not known."""


def _options(url: URL, pool_size: int, *, pooled: bool) -> dict[str, Any]:
    """Return what both engines of a database are made with."""
    options: dict[str, Any] = {"pool_size": pool_size, "max_overflow": 0, "pool_timeout": BUSY_TIMEOUT}
    # The connection used last has its pages and its prepared statements at hand.
    options["pool_use_lifo"] = True
    # Their values are plates and numbers: an error may be printed, they may not.
    options["hide_parameters"] = True
    if url.get_backend_name() == "sqlite":
        options["connect_args"] = {"timeout": BUSY_TIMEOUT, "check_same_thread": False}
        return options
    options["connect_args"] = {"connect_timeout": int(BUSY_TIMEOUT)}
    options["connect_args"] |= {name: value for name, value in KEPT_ALIVE.items() if name not in url.query}
    if pooled:
        options["connect_args"]["prepare_threshold"] = None
    else:
        options["connect_args"]["options"] = _settings(url, lock_timeout=LOCK_TIMEOUT)
    return options


def _for_queries(url: URL, options: dict[str, Any], *, pooled: bool) -> dict[str, Any]:
    # Queries need no transaction, and so none is ended when a connection goes back. A pooler's are limited in one.
    given = {**options, "pool_reset_on_return": "rollback" if pooled else None}
    if not pooled:
        limits = _settings(url, lock_timeout=LOCK_TIMEOUT, statement_timeout=int(bounded.QUERY_LIMIT * 1000))
        given["connect_args"] = {**options["connect_args"], "options": limits}
    return given


def _settings(url: URL, **limits: int) -> str:
    """Return libpq's `options` with these limits; the last word is the address's own, where it has any."""
    ours = [f"-c {name}={milliseconds}" for name, milliseconds in limits.items()]
    own = url.query.get("options", ())
    return " ".join([*ours, *((own,) if isinstance(own, str) else own)])


class Database:
    """One database behind a URL: `sqlite:////path/kiosk.sqlite3` or `postgresql+psycopg://…`."""

    def __init__(
        self,
        url: str | URL,
        *,
        pool_size: int = 4,
        direct_url: str = "",
        make_engine: Callable[..., Engine] = create_engine,
    ) -> None:
        """Connect when first used; `make_engine` takes what SQLAlchemy's `create_engine` takes.

        Raise `DatabaseAddressError` for an address that leads to no database that is used here.

        `direct_url` is the server itself, where `url` leads to a pooler that lends a connection for one transaction
        (pgbouncer): nothing may be left behind in a connection then, neither settings nor prepared statements.
        """
        parsed = address(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.url = parsed
        self.direct_url = address(direct_url) if direct_url else parsed
        """Where a connection is one's own for as long as it is open: `LISTEN` needs that."""
        options = _options(parsed, pool_size, pooled=bool(direct_url))
        self.engine = make_engine(parsed, pool_pre_ping=not self.is_sqlite, **options)
        # Queries need no transaction, so on PostgreSQL they need connections of their own: setting autocommit on a
        # borrowed one, and asking first whether it is alive, cost more than the query. They open when first used.
        self._autocommit = (
            self.engine
            if self.is_sqlite
            else make_engine(
                parsed, isolation_level="AUTOCOMMIT", **_for_queries(parsed, options, pooled=bool(direct_url))
            )
        )
        if self.is_sqlite:
            event.listen(self.engine, "do_connect", _make_private)
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            event.listen(self.engine, "do_connect", bounded.connects(bounded.SILENCE))
            event.listen(self._autocommit, "do_connect", bounded.connects(bounded.QUERY_SILENCE))
            if direct_url:
                event.listen(self.engine, "begin", _limit_locks)
                event.listen(self._autocommit, "checkout", _limit_query)
        self._writing = self.engine.execution_options(kiosk_writes=True)

    def query(self, work: Callable[[DBAPICursor], T]) -> T:
        """Return what `work` reads with one statement on the driver's own cursor, outside any transaction.

        The shortest way to rows: a look-up by way of `read` costs twice as much. `work` must only read; it runs
        again on a fresh connection if the pooled one has died. Raise `DatabaseBusyError` or `DatabaseLostError`.
        """
        with _translated(self._autocommit):
            try:
                return self._query(work)
            except self._autocommit.dialect.loaded_dbapi.OperationalError as error:
                if failures.meaning(error) is not Failure.LOST:
                    raise
                self._autocommit.dispose()
                return self._query(work)

    def _query(self, work: Callable[[DBAPICursor], T]) -> T:
        connection = self._autocommit.raw_connection()
        try:
            cursor = connection.cursor()
            try:
                return work(cursor)
            finally:
                cursor.close()
        finally:
            connection.close()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection for reading; it sees one moment of the database on SQLite."""
        with _translated(self.engine), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield a connection whose transaction holds the write lock from the start; commit unless an error passes."""
        calls: list[Callable[[], object]] = []
        with _translated(self.engine), self._writing.connect() as connection:
            connection.info[_AFTER_COMMIT] = calls
            with connection.begin():
                yield connection
        for call in calls:
            call()

    def run(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` returns inside a write transaction, begun again if the database asks for that.

        `work` must have no effect outside the database. Raise `DatabaseBusyError` or `StorageFullError` with
        nothing done.
        """
        for attempt in range(_TRIES):
            try:
                with self.write() as connection:
                    return work(connection)
            except DatabaseBusyError as error:
                if attempt == _TRIES - 1 or not error.at_once:
                    raise
                time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 - spreads the tries, hides nothing
        raise AssertionError("unreachable")

    def connections(self) -> dict[str, tuple[int, int]]:
        """Return for each pool how many of its connections are in use, and how many it may have."""
        pools = {"units": self.engine.pool, "looks": self._autocommit.pool}
        return {name: (pool.checkedout(), pool.size()) for name, pool in pools.items() if isinstance(pool, QueuePool)}

    def close(self) -> None:
        """Close every idle connection of the pool; the others close when they are returned to it."""
        self.engine.dispose()
        self._autocommit.dispose()


_AFTER_COMMIT = "after-commit"


def after_commit(connection: Connection, call: Callable[[], object]) -> None:
    """Call something quick once the write transaction of this connection is committed; never if it is not."""
    connection.info[_AFTER_COMMIT].append(call)


def _make_private(_dialect: object, _record: object, arguments: Sequence[Any], _named: object) -> None:
    """Keep the file to this user, whatever its folder lets others do; SQLite makes the other two alike."""
    path = str(arguments[0])
    if path in ("", ":memory:") or path.startswith("file:"):
        return
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        pass
    except OSError:
        # SQLite meets it too, and has the name for it.
        return
    for file in (path, f"{path}-wal", f"{path}-shm"):
        # Made by an earlier version, or by hand. The mode of a file of another user stays.
        with suppress(FileNotFoundError, PermissionError):
            if Path(file).stat().st_mode & 0o077:
                Path(file).chmod(0o600)


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
    # On the driver's own connection: it is half of all statements, and the detour is most of what it costs.
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _limit_locks(connection: Connection) -> None:
    # In the transaction itself: a pooler knows no options at the start of a connection, and forgets settings.
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT}")


def _limit_query(connection: Any, _record: object, _proxy: object) -> None:
    # In one message: the transaction that it needs ends when the connection goes back.
    connection.execute(f"BEGIN; SET LOCAL statement_timeout = {int(bounded.QUERY_LIMIT * 1000)}")


@contextmanager
def _translated(engine: Engine) -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        DATABASE_ERRORS.labels(_NO_CONNECTION).inc()
        raise DatabaseBusyError from error
    except (DBAPIError, engine.dialect.loaded_dbapi.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        meaning = failures.meaning(cause)
        if meaning is not None or not isinstance(error, IntegrityError):
            # What a constraint refuses is an answer that was asked for.
            DATABASE_ERRORS.labels(_FAULT if meaning is None else meaning.name.lower()).inc()
        match meaning:
            case Failure.FULL:
                raise StorageFullError from error
            case Failure.LOST:
                raise DatabaseLostError from error
            case Failure.BUSY | Failure.AGAIN as failure:
                busy = DatabaseBusyError()
                busy.at_once = failure is Failure.AGAIN
                raise busy from error
        raise

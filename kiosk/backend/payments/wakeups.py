"""How a change of a payment reaches those who watch it, in this process and in every other.

On SQLite the process that changes a payment is the one that watches it: watchers are woken after the commit. On
PostgreSQL the transaction itself notifies every replica. Either way a thread compares the versions that watchers have
with the table once a second, so that a wake-up lost costs a second and nothing else.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import psycopg
import structlog
from sqlalchemy import Connection

from kiosk.backend.log import places
from kiosk.backend.payments.statements import changes
from kiosk.backend.store import bounded
from kiosk.backend.store.bounded import KEPT_ALIVE, BoundedConnection
from kiosk.backend.store.database import Database, DatabaseBusyError, DatabaseLostError, after_commit

_log = structlog.get_logger("kiosk.wakeups")

PAUSE = 1.0
"""Seconds between two polls of the table, and between two tries to listen again."""

_TROUBLE = (DatabaseBusyError, DatabaseLostError, psycopg.OperationalError)

_AT_ONCE = 500
"""Payments in one query of the table: SQLite takes 32,766 parameters, older ones 999."""


class _Watcher:
    """One listener, in the event loop that made it."""

    def __init__(self, wakeups: Wakeups) -> None:
        self.seen = 0
        self._wakeups = wakeups
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()

    async def woken(self, within: float) -> bool:
        try:
            async with asyncio.timeout(within):
                await self._event.wait()
        except TimeoutError:
            return False
        self._event.clear()
        return True

    @property
    def ending(self) -> bool:
        return self._wakeups.ending

    def wake(self) -> None:
        self._loop.call_soon_threadsafe(self._event.set)


class Wakeups:
    """`PaymentSignals` and `PaymentWatch` over one database. `start` it before anyone watches, `stop` it in the end."""

    def __init__(self, database: Database, *, pause: float = PAUSE) -> None:
        self.ending = False
        self._database = database
        self._pause = pause
        self._lock = threading.Lock()
        self._watchers: dict[str, set[_Watcher]] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wakeups", daemon=True)

    def changed(self, connection: Connection, payment_id: str) -> None:
        """Note inside the transaction that a payment changes; the watchers hear of it when it is committed."""
        if self._database.is_sqlite:
            after_commit(connection, lambda: self._wake([payment_id]))
        else:
            changes.notify(connection, payment_id)

    @contextmanager
    def watching(self, payment_id: str) -> Iterator[_Watcher]:
        """Listen to a payment from now on, in the running event loop."""
        watcher = _Watcher(self)
        with self._lock:
            self._watchers.setdefault(payment_id, set()).add(watcher)
        try:
            yield watcher
        finally:
            with self._lock:
                here = self._watchers[payment_id]
                here.discard(watcher)
                if not here:
                    del self._watchers[payment_id]

    def start(self) -> None:
        """Begin to hear of changes elsewhere."""
        self._thread.start()

    def release(self) -> None:
        """Tell every watcher to go, because the backend is about to end."""
        self.ending = True
        self._wake_all()

    @property
    def alive(self) -> bool:
        """Whether its thread lives: nothing ends it but `stop`, so a process without it is to be started anew."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Hear no more."""
        self._stopping.set()
        if self._thread.is_alive():
            self._nudge()
            self._thread.join()

    def _nudge(self) -> None:
        if self._database.is_sqlite:
            return
        self._attempt(lambda: self._database.run(lambda connection: self.changed(connection, "")))

    def _wake(self, payments: Iterable[str]) -> None:
        with self._lock:
            for payment in payments:
                for watcher in self._watchers.get(payment, ()):
                    watcher.wake()

    def _wake_all(self) -> None:
        with self._lock:
            for here in self._watchers.values():
                for watcher in here:
                    watcher.wake()

    def _run(self) -> None:
        while not self._stopping.is_set():
            if not self._database.is_sqlite:
                self._attempt(self._listen)
            self._stopping.wait(self._pause)
            self._attempt(self._compare)

    def _attempt(self, part: Callable[[], None]) -> None:
        """Do a part of the work; note what goes wrong with it. The next try comes in a moment."""
        try:
            part()
        except _TROUBLE as error:
            _log.warning("listening-again", why=type(error).__name__)
        except Exception as error:  # noqa: BLE001 - whatever it is, somebody stands before a screen and waits
            _log.error("listening-goes-on", **places(error))

    def _listen(self) -> None:
        """Hear of changes until asked to stop; raise `psycopg.OperationalError` when the connection is lost."""
        arguments, options = self._database.engine.dialect.create_connect_args(self._database.direct_url)
        options = {**KEPT_ALIVE, **options, "autocommit": True, "connect_timeout": 5}
        with BoundedConnection.connect(*arguments, **options) as connection:
            # A pooler that hangs acknowledges LISTEN and says nothing: the table is to be polled all the same.
            connection.silence = bounded.QUERY_SILENCE
            connection.execute(changes.LISTEN)
            # What changed while there was no connection was not reported.
            self._wake_all()
            while not self._stopping.is_set():
                for notification in connection.notifies(timeout=self._pause):
                    if self._stopping.is_set():
                        return
                    self._wake([notification.payload])
                self._attempt(self._compare)

    def _compare(self) -> None:
        """Wake the watchers of each payment that has changed without a notification."""
        with self._lock:
            watched = list(self._watchers)
        for begin in range(0, len(watched), _AT_ONCE):
            for payment, version in self._versions(watched[begin : begin + _AT_ONCE]):
                self._wake_behind(payment, version)

    def _versions(self, payments: Sequence[str]) -> list[tuple[str, int]]:
        mark = "?" if self._database.is_sqlite else "%s"
        return self._database.query(lambda cursor: changes.versions(cursor, payments, mark=mark))

    def _wake_behind(self, payment: str, version: int) -> None:
        with self._lock:
            for watcher in self._watchers.get(payment, ()):
                if watcher.seen < version:
                    watcher.wake()

"""Telling the streams of this process that a payment has changed, and on PostgreSQL those of every replica."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import structlog
from sqlalchemy import Connection, text

from kiosk.backend.store.database import Database, after_commit

CHANNEL = "kiosk_payments"
_RETRY = 2.0
_LOOK = 1.0
"""Seconds after which the listener looks whether it should end."""

_log = structlog.get_logger("kiosk.wakeups")


class Wakeups:
    """`PaymentSignals`, and where the streams wait. A wake-up is a hint: whoever is woken reads the payment anew."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._waiting: dict[str, set[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = {}
        self._stopping = threading.Event()
        self._listener: threading.Thread | None = None
        self.closed = False
        """Whether the streams should end, since the process does."""

    def changed(self, connection: Connection, payment_id: str) -> None:
        """Wake those who watch a payment once this transaction is committed."""
        if not self._database.is_sqlite:
            connection.execute(text("SELECT pg_notify(:channel, :id)"), {"channel": CHANNEL, "id": payment_id})
        after_commit(connection, lambda: self._wake(payment_id))

    @contextmanager
    def watching(self, payment_id: str) -> Iterator[asyncio.Event]:
        """Yield an event of the running loop that is set whenever the payment may have changed."""
        entry = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._waiting.setdefault(payment_id, set()).add(entry)
        try:
            yield entry[1]
        finally:
            with self._lock:
                self._waiting[payment_id].discard(entry)
                if not self._waiting[payment_id]:
                    del self._waiting[payment_id]

    def start(self) -> None:
        """Listen to the other replicas, where there can be any."""
        if not self._database.is_sqlite:
            self._listener = threading.Thread(target=self._listen, name="wakeups", daemon=True)
            self._listener.start()

    def release(self) -> None:
        """Let every stream end; the terminals come back to whoever is there then."""
        self.closed = True
        with self._lock:
            everybody = [entry for entries in self._waiting.values() for entry in entries]
        for loop, event in everybody:
            loop.call_soon_threadsafe(event.set)

    def stop(self) -> None:
        self._stopping.set()
        if self._listener is not None:
            self._listener.join()

    def _wake(self, payment_id: str) -> None:
        with self._lock:
            entries = list(self._waiting.get(payment_id, ()))
        for loop, event in entries:
            loop.call_soon_threadsafe(event.set)

    def _listen(self) -> None:
        address = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while not self._stopping.is_set():
            try:
                with psycopg.connect(address, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    while not self._stopping.is_set():
                        for notice in connection.notifies(timeout=_LOOK):
                            self._wake(notice.payload)
            except psycopg.OperationalError as error:
                # The streams look for themselves every second meanwhile.
                _log.warning("listening-again", why=type(error).__name__)
                self._stopping.wait(_RETRY)

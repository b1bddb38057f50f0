"""Connections that die without a word, while new ones would work: a firewall forgets them, a pooler hangs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Self

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.engine.interfaces import DBAPICursor

from kiosk.backend.payments.wakeups import Wakeups
from kiosk.backend.store import bounded
from kiosk.backend.store.bounded import BoundedConnection, patiently
from kiosk.backend.store.database import Database, DatabaseBusyError
from tests.patience import PATIENCE


class Pooler:
    """Passes on what goes to and from PostgreSQL, until it is muted; then only what connects afterwards."""

    def __init__(self, address: str) -> None:
        self._url = make_url(address)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._open: list[asyncio.Event] = []
        self._pumps: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []
        self.url = ""

    def __enter__(self) -> Self:
        self._thread.start()
        self.url = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def mute(self) -> None:
        for going in self._open:
            self._loop.call_soon_threadsafe(going.clear)

    async def _listen(self) -> str:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        return self._url.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False)

    async def _close(self) -> None:
        self._server.close()
        pumps = list(self._pumps)
        for pump in pumps:
            pump.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
        for writer in self._writers:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
        await self._server.wait_closed()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = str(self._url.query.get("host") or self._url.host)
        port = int(str(self._url.query.get("port") or self._url.port or 5432))
        if host.startswith("/"):
            there, back = await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
        else:
            there, back = await asyncio.open_connection(host, port)
        going = asyncio.Event()
        going.set()
        self._open.append(going)
        self._writers += [writer, back]
        for one, other in ((reader, back), (there, writer)):
            pump = asyncio.create_task(self._pump(one, other, going))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, going: asyncio.Event) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                await going.wait()
                writer.write(data)
                await writer.drain()
        writer.close()


@pytest.fixture
def pooler(postgres_url: str) -> Iterator[Pooler]:
    with Pooler(postgres_url) as pooler:
        yield pooler


def one(cursor: DBAPICursor) -> object:
    cursor.execute("SELECT 1")
    return cursor.fetchone()


def test_what_is_asked_through_a_connection_that_has_fallen_silent_is_asked_through_another(
    pooler: Pooler, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("SILENCE", "QUERY_SILENCE"):
        monkeypatch.setattr(bounded, limit, 3.0)
    database = Database(pooler.url)
    for _ in range(2):
        assert database.query(one) == (1,)
        assert database.run(lambda connection: connection.scalar(text("SELECT 1"))) == 1
        pooler.mute()
    database.close()


def test_a_look_up_that_takes_too_long_in_the_server_is_busy(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "QUERY_LIMIT", 0.2)
    database = Database(postgres_url)
    with pytest.raises(DatabaseBusyError):
        database.query(lambda cursor: cursor.execute("SELECT pg_sleep(60)"))
    database.close()


def test_a_listener_whose_connection_falls_silent_before_it_listens_gives_it_up(
    pooler: Pooler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "QUERY_SILENCE", 0.2)
    connect = BoundedConnection.connect

    def muted(*arguments: Any, **options: Any) -> BoundedConnection:
        connection = connect(*arguments, **options)
        pooler.mute()
        return connection

    monkeypatch.setattr(BoundedConnection, "connect", muted)
    database = Database(pooler.url)
    with pytest.raises(psycopg.OperationalError, match="silent"):
        Wakeups(database)._listen()
    database.close()


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("", ("5s", "5s", "on")),
        ("-c enable_sort=off", ("5s", "5s", "off")),
        ("-c statement_timeout=3000", ("3s", "5s", "on")),
    ],
)
def test_queries_are_limited_in_the_server_beside_what_the_address_asks_of_it(
    postgres_url: str, own: str, expected: tuple[str, str, str]
) -> None:
    url = make_url(postgres_url)
    database = Database(url.update_query_dict({"options": own}) if own else url)
    found = "SELECT " + ", ".join(
        f"current_setting('{name}')" for name in ("statement_timeout", "lock_timeout", "enable_sort")
    )

    def settings(cursor: DBAPICursor) -> object:
        cursor.execute(found)
        return cursor.fetchone()

    assert database.query(settings) == expected
    assert database.run(lambda connection: connection.scalar(text("SHOW lock_timeout"))) == "5s"
    database.close()


@pytest.mark.parametrize(("given", "expected"), [("", "10000"), ("tcp_user_timeout=4000", "4000")])
def test_the_kernel_is_set_to_notice_a_dead_connection_unless_the_address_says_how(
    postgres_url: str, given: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = make_url(postgres_url)
    database = Database(url.update_query_string(given).render_as_string(hide_password=False))
    with database.read() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, BoundedConnection)
        opened = [driver.info.get_parameters()]
    # Look-ups have a pool of their own, and what listens has a connection beside all pools.
    database.query(lambda cursor: opened.append(cursor.connection.info.get_parameters()))
    opened.append(while_listening(database, monkeypatch))
    for parameters in opened:
        assert parameters["tcp_user_timeout"] == expected
        assert (parameters["keepalives"], parameters["keepalives_idle"]) == ("1", "10")
    database.close()


def while_listening(database: Database, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return how the connection that listens for changes was opened."""
    connect, opened, heard = BoundedConnection.connect, list[dict[str, str]](), threading.Event()

    def noted(*arguments: Any, **options: Any) -> BoundedConnection:
        connection = connect(*arguments, **options)
        opened.append(connection.info.get_parameters())
        heard.set()
        return connection

    monkeypatch.setattr("kiosk.backend.payments.wakeups.BoundedConnection.connect", noted)
    wakeups = Wakeups(database)
    wakeups.start()
    assert heard.wait(PATIENCE)
    wakeups.stop()
    return opened[0]


def test_an_upgrade_of_large_tables_is_waited_for(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.write() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, BoundedConnection)
        limits = [driver.silence]
        with patiently(connection):
            limits.append(driver.silence)
        limits.append(driver.silence)
    assert limits == [bounded.SILENCE, None, bounded.SILENCE]
    database.close()

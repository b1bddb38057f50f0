"""The backend behind a real pgbouncer that lends a connection for one transaction."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from kiosk.backend.payments.wakeups import Wakeups
from kiosk.backend.store import bounded
from kiosk.backend.store import database as database_module
from kiosk.backend.store.address import address
from kiosk.backend.store.database import Database, DatabaseBusyError, DatabaseLostError
from kiosk.backend.store.lost import why
from kiosk.clock import ShiftedClock
from kiosk.i18n import say
from tests.backend.caller import Caller
from tests.clock import START
from tests.deploy.programs import DEPLOY, PATIENCE, installed, listens, running, set_lines
from tests.live_backend import LiveBackend
from tests.ports import HeldPort


@dataclass(frozen=True)
class Pooled:
    url: str
    direct_url: str

    def database(self) -> Database:
        return Database(self.url, direct_url=self.direct_url)


@contextlib.contextmanager
def pooled(direct_url: str) -> Iterator[Pooled]:
    """Put pgbouncer in front of a database, with the office's file and two connections to lend."""
    parts = address(direct_url)
    server = Path(str(parts.query["host"]))
    with tempfile.TemporaryDirectory() as name, HeldPort() as held:
        port = held.number
        folder = Path(name)
        config = folder / "pgbouncer.ini"
        config.write_text(
            set_lines(
                (DEPLOY / "pgbouncer.ini").read_text(encoding="utf-8"),
                {
                    "kiosk = host=db.example.tw port=5432 dbname=kiosk": f"* = host={server} user={parts.username}",
                    "listen_port = 6432": f"listen_port = {port}",
                    "auth_type = scram-sha-256": "auth_type = any\nunix_socket_dir =",
                    "auth_file = /etc/pgbouncer/userlist.txt\n": "",
                    "default_pool_size = 20": "default_pool_size = 2",
                },
            )
        )
        folder.chmod(0o755)
        config.chmod(0o644)
        # It will not run as root; the server's own user may open the server's socket.
        command = [installed("pgbouncer"), str(config)]
        with running(command, log=folder / "log", there=lambda: listens(port), user=server.stat().st_uid):
            url = f"postgresql://{parts.username}@127.0.0.1:{port}/{parts.database}"
            yield Pooled(url, direct_url)


@pytest.fixture
def pool(postgres_url: str) -> Iterator[Pooled]:
    with pooled(postgres_url) as found:
        yield found


@pytest.mark.long
def test_many_share_few_connections_and_no_statement_is_missed(pool: Pooled) -> None:
    database = Database(pool.url, direct_url=pool.direct_url, pool_size=8)

    def ask(number: int) -> int:
        def query(cursor: object) -> int:
            cursor.execute("SELECT %s::int", (number,))  # type: ignore[attr-defined]  # the driver's own
            return int(cursor.fetchone()[0])  # type: ignore[attr-defined]

        # Often enough for the driver to prepare it, were it allowed to: after five times.
        for _ in range(8):
            assert database.query(query) == number
            assert database.run(lambda connection: connection.execute(text("SELECT 1 + 1")).scalar_one()) == 2
        return number

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(16))) == list(range(16))
    database.close()


def test_a_lock_is_waited_for_no_longer_than_without_the_pooler(pool: Pooled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "LOCK_TIMEOUT", 50)
    monkeypatch.setattr(database_module, "_TRIES", 1)
    holder, waiter = Database(pool.direct_url), pool.database()
    with holder.write() as connection:
        connection.execute(text("LOCK TABLE terminals IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(DatabaseBusyError):
            waiter.run(lambda connection: connection.execute(text("SELECT count(*) FROM terminals")))
    # And it stays behind in no connection that somebody else is lent.
    assert waiter.query(lambda cursor: cursor.execute("SHOW lock_timeout") and cursor.fetchone()) == ("0",)
    holder.close()
    waiter.close()


def test_a_query_that_takes_too_long_is_ended_in_the_server_too(pool: Pooled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "QUERY_LIMIT", 0.2)
    database = pool.database()
    with pytest.raises(DatabaseBusyError):
        database.query(lambda cursor: cursor.execute("SELECT pg_sleep(60)"))
    assert database.query(lambda cursor: cursor.execute("SHOW statement_timeout") and cursor.fetchone()) == ("200ms",)
    # And it stays behind in no connection that another is lent.
    kept = database.run(lambda connection: connection.execute(text("SHOW statement_timeout")).scalar_one())
    assert kept == "0"
    database.close()


@pytest.mark.long
def test_the_screen_hears_of_a_payment_behind_a_pooler(postgres_demo_url: str) -> None:
    with (
        pooled(postgres_demo_url) as pool,
        LiveBackend(pool.url, direct_url=pool.direct_url, clock=ShiftedClock(START)) as backend,
        Caller(backend) as kiosk,
    ):
        payment = kiosk.pay()
        with kiosk.watching(payment) as stream:
            first = stream.event()
            assert first is not None
            assert kiosk.confirm(payment).status == 303
            assert [event.json["state"] for event in stream.events()][-1] == "paid"


async def test_a_change_elsewhere_is_heard_at_once_and_not_only_found_by_polling(pool: Pooled) -> None:
    here, elsewhere = pool.database(), pool.database()
    wakeups = Wakeups(here, pause=300)
    with wakeups.watching("a-payment") as watcher:
        wakeups.start()
        assert await watcher.woken(PATIENCE)  # it has begun to listen
        await asyncio.to_thread(elsewhere.run, lambda connection: wakeups.changed(connection, "a-payment"))
        assert await watcher.woken(PATIENCE)
    await asyncio.to_thread(wakeups.stop)
    here.close()
    elsewhere.close()


def test_an_address_of_only_a_pooler_says_what_else_is_needed(pool: Pooled) -> None:
    database = Database(pool.url)
    with pytest.raises(DatabaseLostError) as lost, database.read():
        pass
    assert why(lost.value) == say("database-pooler")
    database.close()

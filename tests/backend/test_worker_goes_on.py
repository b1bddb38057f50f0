"""The worker and the wake-ups survive whatever the database or a fault of ours does to them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import psycopg
import pytest
import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError
from structlog.testing import capture_logs

from kiosk.backend.log import Lines, open_log
from kiosk.backend.payments import payments, unanswered
from kiosk.backend.payments.wakeups import Wakeups
from kiosk.backend.store.database import Database, DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.backend.store.failures import Failure, meaning
from kiosk.backend.terminals import fleet
from kiosk.backend.terminals.enrolment import add
from kiosk.backend.vehicles import reminders
from kiosk.backend.worker import Worker
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from tests.backend.caller import Caller
from tests.backend.payment_stage import make_stage
from tests.clock import ManualClock
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE

pytestmark = pytest.mark.each_database

TROUBLE = (
    DatabaseBusyError(),
    DatabaseLostError(),
    StorageFullError(),
    psycopg.errors.QueryCanceled(),
    psycopg.errors.ReadOnlySqlTransaction(),
    psycopg.errors.UndefinedTable(),
    RuntimeError("a fault of the program"),
    MemoryError(),
)


class Troubled(Database):
    """A database that meets with one trouble after another, at every way in, and then works."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.to_come: list[Exception] = []

    @contextmanager
    def read(self) -> Iterator[Connection]:
        if self.to_come:
            raise self.to_come.pop()
        with super().read() as connection:
            yield connection


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_confirmed_payment_is_charged_whatever_befell_the_worker_before(sqlite_url: str, clock: ManualClock) -> None:
    database = Troubled(sqlite_url)
    stage = make_stage(database, clock)
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    database.to_come = list(TROUBLE * 3)
    worker = Worker(stage.context, threading.Event(), pause=0.01, daily=False)
    with capture_logs() as lines:
        worker.start()
        wait_until(lambda: bool(stage.provider.charged))
        assert worker.alive
        worker.stop()
    assert {line["error"] for line in lines if line["event"] == "worker-goes-on"} >= {"UndefinedTable", "MemoryError"}
    assert "a fault of the program" not in repr(lines)
    database.close()


def test_what_fails_every_time_keeps_nothing_else_from_being_done(
    sqlite_url: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make_stage(Database(sqlite_url), clock)
    worker = Worker(stage.context, threading.Event(), daily=False)
    claim = worker._claim
    monkeypatch.setattr(worker, "_claim", lambda limit, kinds: claim(limit, kinds) if len(kinds) == 1 else 1 / 0)
    payment = stage.create(stage.ticket())
    clock.advance(300)
    worker.poll()
    assert stage.state(payment) is PaymentState.EXPIRED
    worker.stop()
    stage.context.database.close()


@pytest.mark.parametrize("broken", [0, 1, 2])
def test_what_is_ended_and_what_is_counted_go_on_without_each_other(
    sqlite_url: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch, broken: int
) -> None:
    done: list[int] = []

    def part(number: int, *_: object) -> None:
        if number == broken:
            raise LookupError
        done.append(number)

    for number, (room, name) in enumerate([(payments, "expire_due"), (unanswered, "keep"), (fleet, "count")]):
        monkeypatch.setattr(room, name, partial(part, number))
    stage = make_stage(Database(sqlite_url), clock)
    worker = Worker(stage.context, threading.Event(), daily=False)
    worker.poll()
    assert done == [number for number in range(3) if number != broken]
    worker.stop()
    stage.context.database.close()


def test_a_round_that_takes_long_is_not_begun_again_and_holds_up_no_payment(
    sqlite_url: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make_stage(Database(sqlite_url), clock)
    monkeypatch.setattr(reminders, "send_due", lambda _: None)
    begun, go_on = threading.Semaphore(0), threading.Event()
    count = []

    def long(_: object) -> None:
        count.append(1)
        begun.release()
        go_on.wait(PATIENCE)

    worker = Worker(stage.context, threading.Event(), rounds=(long,))
    worker._day = "9999-12-31"
    worker.poll()
    assert begun.acquire(timeout=PATIENCE)
    for _ in range(5):
        clock.advance(300)
        worker.poll()
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    worker.poll()
    wait_until(lambda: bool(stage.provider.charged))
    assert count == [1]
    go_on.set()
    wait_until(lambda: worker._rounds._idle.acquire(blocking=False))
    worker._rounds._idle.release()
    clock.advance(300)
    worker.poll()
    assert begun.acquire(timeout=PATIENCE)
    worker.stop()
    # Nor were the rounds that came meanwhile put off and done one after the other.
    assert count == [1, 1]
    stage.context.database.close()


def test_one_job_of_a_round_that_fails_leaves_the_others_to_be_done(sqlite_url: str, clock: ManualClock) -> None:
    stage = make_stage(Database(sqlite_url), clock)
    done: list[str] = []

    def fails(_: object) -> None:
        raise DatabaseLostError

    Worker(stage.context, threading.Event(), rounds=(fails, lambda _: done.append("second"))).run_round()
    assert done == ["second"]
    stage.context.database.close()


def test_a_worker_that_has_not_polled_for_half_a_minute_is_not_working(sqlite_url: str, clock: ManualClock) -> None:
    stage = make_stage(Database(sqlite_url), clock)
    hung, go_on = threading.Event(), threading.Event()

    class Hanging(Database):
        @contextmanager
        def read(self) -> Iterator[Connection]:
            hung.set()
            go_on.wait(PATIENCE)
            with super().read() as connection:
                yield connection

    context = replace(stage.context, database=Hanging(sqlite_url))
    worker = Worker(context, threading.Event(), pause=0.01, daily=False)
    worker.start()
    assert hung.wait(PATIENCE)
    found = []
    for seconds in (29, 1):
        clock.advance(seconds)
        found.append((worker.working, worker.alive))
    assert found == [(True, True), (False, True)]
    go_on.set()
    wait_until(lambda: worker.working)
    worker.stop()
    assert not worker.alive
    context.database.close()
    stage.context.database.close()


def test_the_wake_ups_go_on_after_any_error(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(sqlite_url)
    wakeups, trouble, compared = Wakeups(database, pause=0.01), list(TROUBLE), threading.Event()

    def compare(_: Wakeups) -> None:
        if trouble:
            raise trouble.pop()
        compared.set()

    monkeypatch.setattr(Wakeups, "_compare", compare)
    wakeups.start()
    assert compared.wait(PATIENCE)
    assert wakeups.alive
    wakeups.stop()
    database.close()


def test_a_process_whose_worker_or_wake_ups_have_died_says_that_it_is_to_be_started_anew(backend: LiveBackend) -> None:
    assert backend._assembly is not None
    with Caller(backend) as kiosk:
        assert kiosk.call("GET", "/healthz", token=False).status == 200
        backend._assembly.wakeups.stop()
        assert kiosk.call("GET", "/healthz", token=False).problem is ProblemKind.UNAVAILABLE


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("40001", Failure.AGAIN),
        ("40P01", Failure.AGAIN),
        ("55P03", Failure.BUSY),
        ("57014", Failure.BUSY),
        ("25006", Failure.BUSY),
        ("53300", Failure.BUSY),
        ("53100", Failure.FULL),
        ("58000", Failure.LOST),
        ("58030", Failure.LOST),
        ("58P01", Failure.LOST),
        ("08006", Failure.LOST),
        ("57P01", Failure.LOST),
        ("57P03", Failure.LOST),
        ("XX001", Failure.LOST),
        ("23505", None),
        ("42P01", None),
        ("22001", None),
    ],
)
def test_each_error_of_postgresql_is_busy_full_lost_or_our_own_fault(state: str, expected: Failure | None) -> None:
    assert meaning(psycopg.errors.lookup(state)()) is expected


def test_what_the_driver_says_of_a_connection_is_lost_and_what_it_says_of_a_value_is_our_own_fault() -> None:
    assert meaning(psycopg.OperationalError("refused")) is Failure.LOST
    assert meaning(psycopg.InterfaceError("closed")) is Failure.LOST
    assert meaning(psycopg.DataError("a text cannot contain NUL")) is None


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (("SET TRANSACTION READ ONLY", "UPDATE outbox SET attempts = 0"), DatabaseBusyError),
        (("SET LOCAL statement_timeout = 1", "SELECT pg_sleep(5)"), DatabaseBusyError),
        (("SELECT pg_terminate_backend(pg_backend_pid())",), DatabaseLostError),
    ],
)
def test_a_server_that_fails_over_or_is_slow_is_busy_or_lost(
    postgres_url: str, statements: tuple[str, ...], expected: type[Exception]
) -> None:
    database, tries = Database(postgres_url), []

    def work(connection: Connection) -> None:
        tries.append(1)
        for statement in statements:
            connection.execute(text(statement))

    with pytest.raises(expected):
        database.run(work)
    assert len(tries) == 1
    database.close()


def test_a_lock_that_is_not_had_in_time_is_waited_for_once(postgres_url: str) -> None:
    database, tries = Database(postgres_url), []

    def work(connection: Connection) -> None:
        tries.append(1)
        connection.execute(text("SET LOCAL lock_timeout = 20"))
        connection.execute(text("LOCK TABLE outbox"))

    with database.write() as other:
        other.execute(text("LOCK TABLE outbox"))
        with pytest.raises(DatabaseBusyError):
            database.run(work)
    assert len(tries) == 1
    database.close()


def test_a_file_that_cannot_be_written_to_is_lost_and_no_fault_of_the_program(sqlite_url: str) -> None:
    database = Database(sqlite_url)

    def work(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA query_only = ON")
        connection.execute(text("UPDATE outbox SET attempts = 0"))

    with pytest.raises(DatabaseLostError):
        database.run(work)
    database.close()


def test_an_error_of_the_database_does_not_say_what_was_asked_with(sqlite_url: str, clock: ManualClock) -> None:
    database = Database(sqlite_url)

    def twice(connection: Connection) -> None:
        for _ in range(2):
            add(connection, "canary-name", clock.now(), token="canary")

    with pytest.raises(IntegrityError) as caught:
        database.run(twice)
    assert "canary" not in str(caught.value)
    database.close()


def test_a_thread_that_dies_is_logged_by_type_and_its_words_are_not_printed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def die() -> None:
        raise ValueError("canary")

    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    lines = Lines()
    with configured(lines):
        thread = threading.Thread(target=die, name="doomed")
        thread.start()
        thread.join()
        lines.flush()
    said = capfd.readouterr()
    assert "canary" not in said.out + said.err
    assert '"event":"thread-died"' in said.err
    assert "ValueError" in said.err


@contextmanager
def configured(lines: Lines) -> Iterator[None]:
    """Have the log of a backend, and put back the suite's."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level, last = root.handlers[:], root.level, logging.lastResort
    try:
        open_log(lines)
        yield
    finally:
        structlog.configure(**before)
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.lastResort = last


def test_a_worker_outlives_a_server_that_takes_no_writes_for_a_while(postgres_url: str, clock: ManualClock) -> None:
    database = Database(postgres_url)
    stage = make_stage(database, clock)
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    _read_only(postgres_url, "on")
    worker = Worker(stage.context, threading.Event(), pause=0.01, daily=False)
    with capture_logs() as lines:
        worker.start()
        wait_until(lambda: any(line["event"] == "worker-waits" for line in lines))
        _read_only(postgres_url, "off")
        wait_until(lambda: bool(stage.provider.charged))
        assert worker.alive
        worker.stop()
    database.close()


def _read_only(url: str, to: str) -> None:
    with psycopg.connect(url, autocommit=True, options="-c default_transaction_read_only=off") as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = {to}")
        # As at a fail-over: the connections to the server that was end.
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )

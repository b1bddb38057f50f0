"""A payment's events: reported at once, reported once, reported whatever was missed, and never in anybody's way."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import psycopg
import pytest

from kiosk.backend.gateways.platform.behaviours import APPROVE
from kiosk.backend.http.payment_events import StreamTiming
from kiosk.backend.metrics import STREAMS
from kiosk.backend.payments import payments, wakeups
from kiosk.backend.store.database import Database
from kiosk.backend.terminals import enrolment
from kiosk.backend.terminals.recognition import REMEMBERED
from kiosk.clock import ShiftedClock
from kiosk.contract.problems import ProblemKind
from tests.backend.caller import Caller, Event
from tests.backend.payment_stage import CrashError
from tests.clock import START, ManualClock
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE, wait_until

pytestmark = pytest.mark.each_database

QUICK = StreamTiming(still_here=0.05)


@pytest.fixture
def quick(sqlite_demo_url: str) -> Iterator[LiveBackend]:
    """Serve with streams that show every moment that they live."""
    with LiveBackend(sqlite_demo_url, clock=ShiftedClock(START), timing=QUICK) as backend:
        yield backend


@pytest.fixture
def standing(sqlite_demo_url: str, clock: ManualClock) -> Iterator[LiveBackend]:
    """Serve with such streams and a clock that stands still."""
    with LiveBackend(sqlite_demo_url, clock=clock, timing=QUICK) as backend:
        yield backend


def states(events: list[Event]) -> list[str]:
    assert {event.name for event in events} <= {"payment"}
    assert [event.id for event in events] == [str(event.json["version"]) for event in events]
    return [event.json["state"] for event in events]


def open_streams() -> float:
    return float(STREAMS._value.get())


def until_no_stream_is_open() -> None:
    wait_until(lambda: not open_streams())


@pytest.mark.long
def test_the_screen_hears_of_each_step_until_the_payment_is_paid(demo_url: str) -> None:
    with LiveBackend(demo_url, clock=ShiftedClock(START)) as backend, Caller(backend) as kiosk:
        payment = kiosk.pay()
        with kiosk.watching(payment) as stream:
            assert stream.status == 200
            assert stream.headers["content-type"].startswith("text/event-stream")
            assert stream.headers["x-accel-buffering"] == "no"
            assert stream.headers["cache-control"] == "no-store"
            assert stream.block() == "retry: 2000"
            first = stream.event()
            assert first is not None
            assert {**first.json, "expires_in": 0} == {**payment, "expires_in": 0}
            assert kiosk.confirm(payment).status == 303
            seen = states([first, *stream.events()])
        # The newest is sent, not each: two steps in one moment may be one event.
        assert (seen[0], seen[-1]) == ("waiting", "paid")
        assert set(seen) <= {"waiting", "processing", "paid"}
        receipt = kiosk.call("GET", f"/v1/payments/{payment['id']}/receipt").json
        assert receipt["payment_number"] == payment["number"]
        # The payer's own proof: it names the vehicle in full.
        assert receipt["lines"][0]["plate"] == "BKZ-5937"


def test_a_reader_that_comes_back_gets_only_what_it_missed(quick: LiveBackend) -> None:
    with Caller(quick) as kiosk:
        payment = kiosk.pay()
        with kiosk.watching(payment, last="1") as stream:
            assert stream.block() == "retry: 2000"
            assert stream.block() == ": still here"
            kiosk.call("POST", f"/v1/payments/{payment['id']}/cancel")
            assert states(stream.events()) == ["cancelled"]
        with kiosk.watching(payment, last="1") as stream:
            assert states(stream.events()) == ["cancelled"]
        with kiosk.watching(payment, last="2") as stream:
            assert stream.events() == []


@pytest.mark.variants
@pytest.mark.parametrize("last", ["", "0", "99", "-1", "x", "1.0"])
def test_an_id_that_is_not_the_present_one_gets_the_payment(quick: LiveBackend, last: str) -> None:
    with Caller(quick) as kiosk:
        payment = kiosk.pay()
        kiosk.call("POST", f"/v1/payments/{payment['id']}/cancel")
        with kiosk.watching(payment, last=last) as stream:
            assert states(stream.events()) == ["cancelled"]


def test_a_stream_of_nothing_is_refused_before_it_begins(quick: LiveBackend) -> None:
    with Caller(quick) as kiosk:
        assert kiosk.call("GET", f"/v1/payments/{32 * '0'}/events").problem is ProblemKind.NOT_FOUND
        assert kiosk.call("GET", "/v1/payments/1/events").problem is ProblemKind.INVALID
    assert not open_streams()


@pytest.mark.long
def test_many_streams_take_no_thread_and_no_connection(sqlite_demo_url: str) -> None:
    with LiveBackend(sqlite_demo_url, clock=ShiftedClock(START), threads=1) as backend, Caller(backend) as kiosk:
        payment = kiosk.pay()
        with ExitStack() as open_:
            streams = [open_.enter_context(kiosk.watching(payment)) for _ in range(40)]
            assert all(stream.event() for stream in streams)
            assert open_streams() == 40
            assert kiosk.call("GET", "/readyz").status == 200
            kiosk.call("POST", f"/v1/payments/{payment['id']}/cancel")
            assert all(states(stream.events()) == ["cancelled"] for stream in streams)
        until_no_stream_is_open()


def test_a_reader_that_goes_away_leaves_nothing_behind(backend: LiveBackend) -> None:
    with Caller(backend) as kiosk:
        payment = kiosk.pay()
        with kiosk.watching(payment) as stream:
            assert stream.event()
            assert open_streams() == 1
        until_no_stream_is_open()
    assert backend._assembly is not None
    assert backend._assembly.wakeups._watchers == {}


@pytest.mark.long
def test_a_reader_that_reads_nothing_is_cut_off(sqlite_demo_url: str) -> None:
    timing = StreamTiming(still_here=0.0001, most=0.5)
    with LiveBackend(sqlite_demo_url, clock=ShiftedClock(START), timing=timing) as backend, Caller(backend) as kiosk:
        payment = kiosk.pay()
        with socket.create_connection(("127.0.0.1", backend.port)) as deaf:
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            deaf.sendall(
                f"GET /v1/payments/{payment['id']}/events HTTP/1.1\r\nHost: x\r\n"
                f"Authorization: Bearer {backend.token}\r\n\r\n".encode()
            )
            deaf.recv(1)
            assert kiosk.call("GET", "/readyz").status == 200
            until_no_stream_is_open()


def test_a_long_stream_tells_its_reader_to_come_back(standing: LiveBackend, clock: ManualClock) -> None:
    assert StreamTiming().lifetime < StreamTiming().most <= 600
    with Caller(standing) as kiosk:
        payment = kiosk.pay()
        with kiosk.watching(payment) as stream:
            first = stream.event()
            assert first is not None
            # Less than the payment's own time, so that nothing else ends it.
            clock.jump(-1000)
            clock.advance(QUICK.lifetime)
            assert [event.name for event in stream.events()] == ["reconnect"]


def test_a_backend_that_ends_tells_its_readers_to_come_back(backend: LiveBackend) -> None:
    with Caller(backend) as kiosk:
        payment = kiosk.pay()
        with kiosk.watching(payment) as stream:
            assert stream.event()
            backend.stop()
            assert [event.name for event in stream.events()] == ["reconnect"]


def test_a_kiosk_that_is_shut_out_hears_no_more(standing: LiveBackend, clock: ManualClock) -> None:
    with Caller(standing) as kiosk:
        payment = kiosk.pay()
        with kiosk.watching(payment) as stream:
            assert stream.event()
            standing.database.run(lambda connection: enrolment.shut_out(connection, standing.terminal_id, clock.now()))
            clock.advance(REMEMBERED)
            assert [event.name for event in stream.events()] == ["reconnect"]
        assert kiosk.call("GET", f"/v1/payments/{payment['id']}/events").problem is ProblemKind.UNAUTHENTICATED


def test_a_payment_whose_time_runs_out_is_reported_by_the_clock(standing: LiveBackend, clock: ManualClock) -> None:
    with Caller(standing) as kiosk:
        payment = kiosk.pay()
        with kiosk.watching(payment) as stream:
            assert stream.event()
            clock.advance(300)
            assert states(stream.events()) == ["expired"]


@pytest.mark.long
def test_a_change_in_another_replica_is_heard_of(demo_url: str) -> None:
    """On PostgreSQL by its notification, on SQLite by the poll of the table that backs up every wake-up."""
    clock = ShiftedClock(START)
    with (
        LiveBackend(demo_url, clock=clock) as here,
        LiveBackend(demo_url, clock=clock) as there,
        Caller(here) as kiosk,
        Caller(there) as elsewhere,
    ):
        payment = kiosk.pay()
        with kiosk.watching(payment) as stream:
            assert stream.event()
            elsewhere.call("POST", f"/v1/payments/{payment['id']}/cancel")
            assert states(stream.events()) == ["cancelled"]


@pytest.mark.long
def test_without_polls_notifications_carry_over_replicas(
    postgres_demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wakeups.Wakeups, "_compare", lambda _: None)
    test_a_change_in_another_replica_is_heard_of(postgres_demo_url)


def test_a_lost_wake_up_costs_a_second(backend: LiveBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wakeups.Wakeups, "_wake", lambda *_: None)
    with Caller(backend) as kiosk:
        payment = kiosk.pay()
        with kiosk.watching(payment) as stream:
            assert stream.event()
            kiosk.call("POST", f"/v1/payments/{payment['id']}/cancel")
            assert states(stream.events()) == ["cancelled"]


@pytest.mark.long
def test_a_listener_that_lost_its_connection_listens_again(
    postgres_demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening = threading.Semaphore(0)
    listen = wakeups.Wakeups._wake_all

    def noted(self: wakeups.Wakeups) -> None:
        listen(self)
        listening.release()

    monkeypatch.setattr(wakeups.Wakeups, "_wake_all", noted)
    monkeypatch.setattr(wakeups.Wakeups, "_compare", lambda _: None)
    with LiveBackend(postgres_demo_url, clock=ShiftedClock(START)) as backend, Caller(backend) as kiosk:
        assert listening.acquire(timeout=PATIENCE)
        payment = kiosk.pay()
        with kiosk.watching(payment) as stream:
            assert stream.event()
            _end_listeners(postgres_demo_url)
            assert listening.acquire(timeout=PATIENCE)
            kiosk.call("POST", f"/v1/payments/{payment['id']}/cancel")
            assert states(stream.events()) == ["cancelled"]


def _end_listeners(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        ).fetchall()
    assert ended


def crash() -> None:
    raise CrashError


def test_a_change_that_is_not_committed_wakes_no_one(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(sqlite_url)
    signals = wakeups.Wakeups(database)
    reported: list[str] = []
    monkeypatch.setattr(signals, "_wake", reported.extend)

    def change(payment: str, then: Callable[[], object]) -> None:
        with database.write() as connection:
            signals.changed(connection, payment)
            then()
            assert reported == []

    with pytest.raises(CrashError):
        change("p1", crash)
    assert reported == []
    change("p2", lambda: None)
    assert reported == ["p2"]
    database.close()


async def test_who_leaves_while_versions_are_compared_keeps_no_one_else_from_hearing(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(sqlite_url)
    signals = wakeups.Wakeups(database)
    with signals.watching("p2") as staying, ExitStack() as leaving:
        leaving.enter_context(signals.watching("p1"))

        def versions(*_: object) -> list[tuple[str, int]]:
            leaving.close()
            return [("p1", 1), ("p2", 1)]

        monkeypatch.setattr(signals, "_versions", versions)
        signals._compare()
        assert await staying.woken(PATIENCE)
    database.close()


def test_a_payers_late_money_is_reported_after_the_provider_was_silent(backend: LiveBackend) -> None:
    backend.simulator.behave("jkopay", replace(APPROVE, settles=False))
    with Caller(backend) as kiosk:
        payment = kiosk.pay()
        with kiosk.watching(payment) as stream:
            assert stream.event()
            kiosk.confirm(payment)
            while (event := stream.event()) is not None and event.json["version"] < 3:
                pass
            assert event is not None
            assert event.json["state"] == "processing"
            backend.simulator.settle(payment["number"])
            assert states(stream.events())[-1] == "paid"
        backend.simulator.drain()
        assert payments.get(backend.context, backend.terminal_id, payment["id"]).state == "paid"

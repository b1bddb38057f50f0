"""What the worker asks every second or of a whole city is found by an index, and done for many at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, event, select

from kiosk.backend import worker as worker_module
from kiosk.backend.ground import outbox
from kiosk.backend.ground.outbox import Item, Kind
from kiosk.backend.ground.tables import outbox as outbox_table
from kiosk.backend.messages import text_delivery, text_receipts
from kiosk.backend.messages.port import OutgoingText
from kiosk.backend.messages.tables import text_messages
from kiosk.backend.registers import dunning
from kiosk.backend.store import prepared
from kiosk.backend.store.database import Database
from kiosk.backend.terminals.enrolment import add
from kiosk.backend.terminals.recognition import Recognition
from kiosk.backend.worker import Worker
from tests.backend.code_stage import CodeStage, make_code_stage
from tests.backend.memory_gateway import MemoryGateway
from tests.backend.payment_stage import TODAY, make_stage
from tests.backend.rows import add_ticket, ticket_number
from tests.clock import ManualClock

T = TypeVar("T")


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    database = Database(sqlite_url)
    yield database
    database.close()


class Noting:
    """A driver's cursor that notes what it is asked."""

    def __init__(self, cursor: Any, asked: list[tuple[str, Any]]) -> None:
        self._cursor = cursor
        self._asked = asked

    def execute(self, statement: str, parameters: Any) -> None:
        self._asked.append((statement, tuple(parameters)))
        self._cursor.execute(statement, parameters)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Yield what the database is asked, as it is asked."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    cursor = prepared._cursor

    @contextmanager
    def noting(connection: Connection) -> Iterator[Noting]:
        with cursor(connection) as driven:
            yield Noting(driven, asked)

    event.listen(database.engine, "before_cursor_execute", note)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepared, "_cursor", noting)
        yield asked
    event.remove(database.engine, "before_cursor_execute", note)


def plans(database: Database, asked: Sequence[tuple[str, Any]], table: str) -> list[str]:
    """Return how SQLite goes about those of the statements that read a table."""
    found = []
    with database.read() as connection:
        for statement, parameters in asked:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found += [row.detail for row in rows if f" {table}" in row.detail]
    return found


def test_looking_for_work_takes_one_step_into_an_index_for_each_kind(database: Database, clock: ManualClock) -> None:
    stage = make_stage(database, clock)
    stage.confirm(stage.create(stage.ticket()))
    with statements(database) as asked:
        database.run(lambda connection: outbox.claim(connection, clock.now(), 3))
    found = plans(database, asked, "outbox")
    assert len(found) > len(Kind)
    for step in found:
        assert "USING INDEX ix_outbox_kind_due" in step or "INTEGER PRIMARY KEY" in step


def test_dunning_reads_what_is_owed_without_a_notice_and_no_other_tickets(
    database: Database, clock: ManualClock
) -> None:
    for serial in range(1, 4):
        add_ticket(database, ticket_number(serial), TODAY - timedelta(days=60), plate=f"BKZ-593{serial}")
    with statements(database) as asked:
        assert dunning.run(database, clock).made == 3
    found = plans(database, [one for one in asked if one[0].startswith("SELECT")], "tickets")
    assert sum("ix_tickets_without_notice" in step for step in found) == 2
    assert [step for step in found if step.startswith("SCAN")] == []


def test_whether_a_guest_has_paid_is_found_by_an_index(database: Database, clock: ManualClock) -> None:
    with statements(database) as asked:
        Worker(make_stage(database, clock).context, threading.Event(), daily=False).run_daily()
    assert any("ix_payments_device_created" in step for step in plans(database, asked, "payments"))


def test_the_tokens_used_longest_ago_are_forgotten_first_and_never_all_of_them(
    database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.backend.terminals.recognition.MOST_REMEMBERED", 3)
    for name in "abcd":
        database.run(partial(add, name=name, now=clock.now(), token=name))
    recognition = Recognition(database, clock)
    for name in "abc":
        assert recognition.look_up(name) is not None
    assert recognition.remembered("a") is not None
    assert recognition.look_up("d") is not None
    assert [name for name in "abcd" if recognition.remembered(name) is not None] == ["a", "c", "d"]


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> CodeStage:
    return make_code_stage(database, clock)


def taken(stage: CodeStage, kind: Kind) -> list[Item]:
    return stage.context.database.run(lambda connection: outbox.claim(connection, stage.clock.now(), 100, [kind]))


def states(stage: CodeStage) -> list[str]:
    with stage.context.database.read() as connection:
        return sorted(connection.scalars(select(text_messages.c.state)))


def test_a_hundred_messages_are_sent_and_asked_about_with_a_few_statements(stage: CodeStage) -> None:
    for number in range(100):
        stage.queue(key=f"message-{number}")
    items = taken(stage, Kind.TEXT)
    with statements(stage.context.database) as asked:
        text_delivery.deliver_all(stage.context, items)
    assert states(stage) == ["taken"] * 100
    assert len({text.id for text in stage.gateway.sent}) == 100
    assert len(asked) < 100
    stage.clock.advance(60)
    items = taken(stage, Kind.RECEIPT)
    assert len(items) == 100
    with statements(stage.context.database) as asked:
        text_receipts.ask_all(stage.context, items[:0] + items)
    assert stage.gateway.asked == 200
    assert taken(stage, Kind.TEXT) == taken(stage, Kind.RECEIPT) == []


class AtOnce(Executor):
    """Does what it is given here and now."""

    def submit(self, work: Callable[..., T], /, *arguments: Any, **named: Any) -> Future[T]:
        done = Future[T]()
        done.set_result(work(*arguments, **named))
        return done


def test_a_thread_is_given_fifty_messages_at_a_time(stage: CodeStage, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    monkeypatch.setitem(worker_module._MANY, Kind.TEXT, lambda _, items: given.append(len(items)))
    for number in range(60):
        stage.queue(key=f"message-{number}")
    worker = Worker(stage.context, threading.Event(), daily=False, executor=lambda *_: AtOnce())
    worker.poll()
    assert given == [50, 10]


def test_what_a_slow_gateway_leaves_no_time_for_is_given_back_before_the_lease_ends(stage: CodeStage) -> None:
    class Slow(MemoryGateway):
        def send(self, text: OutgoingText) -> str:
            stage.clock.advance(8)
            return super().send(text)

    slow = Slow()
    context = replace(stage.context, ports=replace(stage.context.ports, gateways=(slow,)))
    for number in range(10):
        stage.queue(key=f"message-{number}")
    items = taken(stage, Kind.TEXT)
    text_delivery.deliver_all(context, items)
    assert len(slow.sent) == 3
    assert stage.clock.now() - stage.message(items[0].subject).made_at < outbox.LEASE
    # At once, by a thread that is free.
    assert len(taken(stage, Kind.TEXT)) == 7


def test_one_message_that_cannot_be_worked_on_keeps_no_other_from_being_sent(stage: CodeStage) -> None:
    class Faulty(MemoryGateway):
        def send(self, text: OutgoingText) -> str:
            if text.body == "poison":
                raise ZeroDivisionError
            return super().send(text)

    context = replace(stage.context, ports=replace(stage.context.ports, gateways=(Faulty(),)))
    stage.queue(key="first", text="poison")
    for number in range(3):
        stage.queue(key=f"message-{number}")
    with pytest.raises(ZeroDivisionError):
        text_delivery.deliver_all(context, taken(stage, Kind.TEXT))
    assert states(stage) == ["taken"] * 3 + ["waiting"]
    stage.clock.advance(outbox.LEASE.total_seconds())
    assert len(taken(stage, Kind.TEXT)) == 1


def test_the_kind_that_has_waited_longest_is_taken_first(stage: CodeStage) -> None:
    database, now = stage.context.database, stage.clock.now()

    def work(connection: Any) -> None:
        outbox.put(connection, Kind.CHARGE, "young", now - timedelta(seconds=1))
        outbox.put(connection, Kind.RECONCILE, "old", now - timedelta(seconds=9))
        outbox.put(connection, Kind.RECONCILE, "later", now + timedelta(seconds=9))
        outbox.put_all(connection, Kind.RECONCILE, ["old", "older"], now - timedelta(seconds=10))

    database.run(work)
    found = database.run(lambda connection: outbox.claim(connection, now, 2, tuple(Kind)))
    assert [item.subject for item in found] == ["older", "old"]
    with database.read() as connection:
        assert len(connection.execute(select(outbox_table)).all()) == 4

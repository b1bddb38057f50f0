"""What a simulation puts in the place of the machine's own: chance, threads, the engine."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, StaticPool, create_engine

from kiosk.backend.bills.bill_payable import BILLS
from kiosk.backend.payments import payments
from kiosk.backend.store.database import Database
from kiosk.backend.store.migrate import upgrade
from kiosk.backend.worker import Worker
from kiosk.contract.payments import Payment, PaymentRequest
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import NET, PROVIDER, make_stage
from tests.chance import SeededChance
from tests.clock import ManualClock


class Later(Executor):
    """Does what it is given when it is asked to."""

    def __init__(self) -> None:
        self.given: list[Callable[[], None]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.given.append(lambda: future.set_result(fn(*args, **kwargs)))
        return future


def test_the_same_chance_makes_the_same_payment_again(sqlite_url: str, tmp_path: Path, clock: ManualClock) -> None:
    def made(url: str) -> Payment:
        database = Database(url)
        upgrade(database)
        stage = make_stage(database, clock)
        context = replace(stage.context, ports=replace(stage.context.ports, chance=SeededChance(7)))
        request = PaymentRequest(bills=(stage.ticket(),), provider=PROVIDER, expected=NET)
        answer = payments.create(context, "kiosk-1", BILLS, request, "a-key")
        database.close()
        return Payment.model_validate_json(answer.body)

    assert made(sqlite_url) == made(f"sqlite:///{tmp_path / 'other.sqlite3'}")


def test_the_worker_leaves_its_work_to_the_executor_that_it_is_given(sqlite_url: str, clock: ManualClock) -> None:
    stage = make_stage(Database(sqlite_url), clock)
    later = Later()
    worker = Worker(stage.context, threading.Event(), daily=False, executor=lambda *_: later)
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    worker.poll()
    assert stage.provider.charged == []
    later.given.pop()()
    assert [order.number for order in stage.provider.charged] == [payment.number]
    stage.context.database.close()


def test_a_database_works_on_the_engine_that_is_made_for_it(clock: ManualClock) -> None:
    def make_engine(_: object, **options: Any) -> Engine:
        return create_engine("sqlite://", poolclass=StaticPool, connect_args=options["connect_args"])

    database = Database("sqlite:////nowhere", make_engine=make_engine)
    upgrade(database)
    stage = make_stage(database, clock)
    payment = stage.create(stage.ticket())
    assert stage.state(payment) is PaymentState.WAITING
    database.close()

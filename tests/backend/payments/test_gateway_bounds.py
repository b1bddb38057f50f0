"""Each gateway has a few calls under way at most: one that does not answer holds up no other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import NoReturn

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from kiosk.backend.domain.payment import HeardBy
from kiosk.backend.gateway_map import watched
from kiosk.backend.gateways.bounded import AT_ONCE, Bounded, GatewayBusyError
from kiosk.backend.gateways.http_calls import CONNECT_TIMEOUT, HttpCalls
from kiosk.backend.gateways.kind import kind_of
from kiosk.backend.gateways.port import Order, OrderStatus, Outcome, ProviderUnavailableError, Push
from kiosk.backend.ground import outbox
from kiosk.backend.metrics import REGISTRY
from kiosk.backend.payments.tables import movements
from kiosk.backend.store.database import Database
from kiosk.backend.worker import Worker
from kiosk.contract.payments import Payment
from kiosk.domain.payment import PaymentState as S
from kiosk.settings.gateways import KINDS, GatewaySettings
from tests.backend.payment_stage import NET, CrashError, MemoryProvider, Stage, make_stage
from tests.clock import START, ManualClock
from tests.patience import wait_until

DEAD = "line-pay-money"


@dataclass
class Silent(MemoryProvider):
    """A gateway that takes a call and does not answer before it is let go."""

    let_go: threading.Event = field(default_factory=threading.Event)
    under_way: int = 0
    most: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, order: Order) -> Push:
        with self._lock:
            self.under_way += 1
            self.most = max(self.most, self.under_way)
        self.let_go.wait()
        with self._lock:
            self.under_way -= 1
        return super().begin(order)


@dataclass
class Office:
    """A service with a gateway that is silent beside one that answers."""

    stage: Stage
    silent: Silent
    made: int = 0

    def pays(self, provider: str) -> Payment:
        self.made += 1
        payment = self.stage.create(self.stage.ticket(self.made), provider=provider)
        self.stage.confirm(payment)
        return payment

    def state(self, payment: Payment) -> S:
        return self.stage.state(payment)


@pytest.fixture
def office(sqlite_url: str, clock: ManualClock) -> Iterator[Office]:
    database = Database(sqlite_url)
    stage, silent, woken = make_stage(database, clock), Silent(clock), threading.Event()
    own, platform = {DEAD: watched("silent", silent, lambda: None)}, Bounded(stage.provider)
    ports = replace(stage.context.ports, own_gateways=own, provider=platform, wake=woken.set)
    stage.context = replace(stage.context, ports=ports)
    stage.worker = Worker(stage.context, woken, threads=2 * AT_ONCE, pause=0.02, daily=False)
    yield Office(stage, silent)
    silent.let_go.set()
    stage.worker.stop()
    database.close()


def test_a_gateway_that_does_not_answer_holds_up_no_other(office: Office) -> None:
    waiting = [office.pays(DEAD) for _ in range(4 * AT_ONCE)]
    office.stage.worker.start()
    wait_until(lambda: office.silent.under_way == AT_ONCE)
    for _ in range(AT_ONCE + 1):
        number = office.pays("jkopay").number
        wait_until(lambda number=number: number in [order.number for order in office.stage.provider.charged])  # type: ignore[misc]
    assert office.silent.most == AT_ONCE
    assert {office.state(payment) for payment in waiting} == {S.PROCESSING}


def test_the_figures_name_the_gateway_whose_calls_are_not_answered(office: Office) -> None:
    def figure(name: str) -> float:
        return REGISTRY.get_sample_value(name, {"gateway": "silent"}) or 0.0

    calls, full = figure("kiosk_gateway_calls"), figure("kiosk_gateway_full_total")
    for _ in range(2 * AT_ONCE):
        office.pays(DEAD)
    office.stage.worker.start()
    wait_until(lambda: figure("kiosk_gateway_calls") == calls + AT_ONCE)
    wait_until(lambda: figure("kiosk_gateway_full_total") > full)
    office.silent.let_go.set()
    wait_until(lambda: figure("kiosk_gateway_calls") == calls)


def test_what_had_to_wait_is_collected_once_the_gateway_answers_again(office: Office, clock: ManualClock) -> None:
    waiting = [office.pays(DEAD) for _ in range(2 * AT_ONCE)]
    office.stage.worker.start()
    wait_until(lambda: office.silent.under_way == AT_ONCE)
    office.silent.let_go.set()

    def collected() -> bool:
        clock.advance(1)
        return len(office.silent.charged) == len(waiting)

    wait_until(collected)
    assert sorted(order.number for order in office.silent.charged) == sorted(payment.number for payment in waiting)


def test_a_charge_that_found_no_place_is_no_try_and_waits_longer_each_time(sqlite_url: str, clock: ManualClock) -> None:
    database = Database(sqlite_url)
    stage = make_stage(database, clock)
    bounded = Bounded(stage.provider, 1)
    context = replace(stage.context, ports=replace(stage.context.ports, provider=bounded))
    worker = Worker(context, threading.Event(), daily=False)
    stage.provider.answer = OrderStatus(Outcome.PAID, "T1", NET)
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    tried: list[float] = []
    with capture_logs() as lines:
        with bounded._place():
            while clock.now() < START + timedelta(seconds=120):
                if worker.run_due():
                    tried.append((clock.now() - START).total_seconds())
                clock.advance(1)
        clock.advance(2)
        worker.run_due()
    assert tried == [0, 1, 2, 4, 8, 16, 32, 62, 92]
    assert stage.state(payment) is S.PAID
    assert "order-sent-again" not in [line["event"] for line in lines]
    with database.read() as connection:
        assert connection.scalar(select(movements.c.heard_by)) == HeardBy.ANSWER
    database.close()


def test_a_call_beyond_the_bound_sends_nothing_and_a_place_is_free_again_after_any_end(clock: ManualClock) -> None:
    silent = Silent(clock)
    bounded = Bounded(silent, 1)
    order = Order("261123000001", DEAD, 48, "parking", START)
    first = threading.Thread(target=bounded.begin, args=(order,))
    first.start()
    wait_until(lambda: silent.under_way == 1)
    for call in (lambda: bounded.begin(order), lambda: bounded.confirm(order, "1"), lambda: bounded.inquire("1")):
        with pytest.raises(GatewayBusyError):
            call()
    silent.let_go.set()
    first.join()
    silent.crash_before = True
    for _ in range(2):
        with pytest.raises(CrashError):
            bounded.begin(order)


@pytest.mark.parametrize("kind", KINDS)
def test_a_silent_gateway_is_given_up_before_the_work_is_another_workers(
    kind: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    silences: list[float] = []

    def silent(*_: object, read_timeout: float, **__: object) -> NoReturn:
        silences.append(CONNECT_TIMEOUT + read_timeout)
        raise ProviderUnavailableError("ReadTimeoutError")

    monkeypatch.setattr(HttpCalls, "exchange", silent)
    needed = KINDS[kind]
    named = GatewaySettings.model_validate(
        {
            "name": "one",
            "kind": kind,
            "url": "https://pay.example.tw",
            "channel": "1656123456" if needed.channel else "",
            "store": "1" if needed.store else "",
            "providers": ["one"],
        }
    )
    gateway = kind_of(kind).made(named, b"a secret", clock, "https://parking.example.tw")
    order = Order("261123000001", "one", 48, "parking", START)
    calls: tuple[Callable[[], object], ...] = (
        partial(gateway.begin, order),
        partial(gateway.inquire, order.number),
        partial(gateway.inquire, order.number, "1"),
        partial(gateway.confirm, order, "1"),
    )
    for call in calls:
        with pytest.raises(ProviderUnavailableError):
            call()
    gateway.close()
    begun, asked, asked_by_reference, confirmed = silences
    charge, any_other = outbox.CHARGE_LEASE.total_seconds(), outbox.LEASE.total_seconds()
    # The clocks of two machines, and what is done before and after the call.
    spare = 1.5
    assert max(begun, asked) + spare < charge
    # Sent again, it may be one that was paid before, and is asked about.
    assert begun + asked + spare < any_other
    assert max(asked_by_reference, confirmed) + spare < any_other

"""The whole way over real sockets: page, worker, simulated platform, signed message, paid."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
import urllib3
from fastapi import FastAPI, Request, Response
from sqlalchemy import Connection, select

from kiosk.backend.context import Context
from kiosk.backend.gateways.platform import signatures
from kiosk.backend.gateways.platform.behaviours import APPROVE, INSUFFICIENT, OUT_OF_SERVICE, SILENT, Behaviour
from kiosk.backend.gateways.platform.simulator import SimulatedPlatform
from kiosk.backend.gateways.platform.smart_payment import SmartPayment
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http import payer_page, provider_messages
from kiosk.backend.payments import payments
from kiosk.backend.payments.tables import provider_messages as messages_table
from kiosk.backend.store.database import Database
from kiosk.backend.terms import terms_of
from kiosk.backend.worker import Worker
from kiosk.contract.payments import Payment
from kiosk.domain.payment import PaymentState
from kiosk.settings import BackendSettings
from tests.backend.loopback import LoopbackServer
from tests.backend.payment_stage import PROVIDER, SECRET, SETTINGS, Stage, make_stage
from tests.backend.payments.test_payer_page import Page
from tests.clock import ManualClock
from tests.patience import PATIENCE


class Bell:
    """`PaymentSignals` that a test can wait for."""

    def __init__(self) -> None:
        self._rung = threading.Condition()

    def changed(self, connection: Connection, payment_id: str) -> None:
        with self._rung:
            self._rung.notify_all()

    def wait_until(self, true: Callable[[], bool]) -> None:
        """Return as soon as `true()`; a change rings before its commit, so it is asked a little later too."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end
            with self._rung:
                self._rung.wait(0.02)


@dataclass
class City:
    stage: Stage
    platform: SimulatedPlatform
    bell: Bell
    url: str
    pool: urllib3.PoolManager

    def press(self, payment: Payment, act: str = "pay") -> str:
        """Open the page as a phone does, press a button, and return the text of what comes."""
        path = "/P/" + payment.link.rpartition("/")[2]
        form = Page(self.pool.request("GET", self.url + path).data.decode()).forms[f"{path}/{act}"]
        answer = self.pool.request("POST", f"{self.url}{path}/{act}", fields=form, encode_multipart=False)
        return Page(answer.data.decode()).text

    def wait_for(self, payment: Payment, state: PaymentState) -> None:
        self.bell.wait_until(lambda: self.stage.state(payment) is state)


def refuse(_: Request, refusal: Exception) -> Response:
    return Response(str(refusal), 401)


@pytest.fixture
def read_timeout() -> float:
    """Seconds that the platform has for an answer: much, but where its silence is what is tested."""
    return PATIENCE


@pytest.fixture
def city(database: Database, clock: ManualClock, read_timeout: float) -> Iterator[City]:
    stage = make_stage(database, clock)
    platform = SimulatedPlatform(SECRET.encode(), clock, retry_after=(0.05, 0.05))
    woken, bell = threading.Event(), Bell()
    app = FastAPI()
    with LoopbackServer(platform.app) as platform_server, LoopbackServer(app) as server:
        adapter = SmartPayment(
            platform_server.url, SECRET.encode(), callback_url=server.url, clock=clock, read_timeout=read_timeout
        )
        context = Context(
            database,
            clock,
            replace(stage.context.ports, provider=adapter, signals=bell, wake=woken.set),
            terms_of(BackendSettings(**{**SETTINGS.model_dump(), "public_url": server.url})),
        )
        app.include_router(payer_page.router(context))
        app.include_router(provider_messages.router(context))
        app.add_exception_handler(Refusal, refuse)
        worker = Worker(context, woken, pause=0.05, daily=False)
        worker.start()
        with urllib3.PoolManager() as pool:
            yield City(replace(stage, context=context, worker=worker), platform, bell, server.url, pool)
        worker.stop()
        platform.close()
        adapter.close()


def test_the_phones_confirmation_becomes_paid_by_itself(city: City) -> None:
    payment = city.stage.create(city.stage.ticket())
    assert "付款處理中" in city.press(payment) or city.stage.state(payment) is PaymentState.PAID
    city.wait_for(payment, PaymentState.PAID)
    city.platform.drain()
    assert city.stage.events(payment)[-1] == "money-confirmed"


@pytest.mark.parametrize("behaviour", [INSUFFICIENT, OUT_OF_SERVICE, replace(INSUFFICIENT, at_once=False)])
def test_a_decline_reaches_the_payment(city: City, behaviour: Behaviour) -> None:
    city.platform.behave(PROVIDER, behaviour)
    payment = city.stage.create(city.stage.ticket())
    city.press(payment)
    city.wait_for(payment, PaymentState.FAILED)


@pytest.mark.parametrize("read_timeout", [0.3])
def test_a_silent_platform_is_asked_until_it_answers(city: City) -> None:
    city.platform.behave(PROVIDER, SILENT)
    payment = city.stage.create(city.stage.ticket())
    city.press(payment)
    city.wait_for(payment, PaymentState.UNKNOWN)
    city.bell.wait_until(lambda: payment.number in city.platform.orders)
    city.platform.release()

    def paid_a_second_later() -> bool:
        city.stage.clock.advance(1)  # on a busy machine one answer more may be too late
        return city.stage.state(payment) is PaymentState.PAID

    city.bell.wait_until(paid_a_second_later)
    assert payments.get(city.stage.context, "kiosk-1", payment.id).receipt_number is not None


def test_duplicates_of_a_message_are_kept_once(city: City) -> None:
    city.platform.behave(PROVIDER, replace(APPROVE, messages=8))
    payment = city.stage.create(city.stage.ticket())
    city.press(payment)
    city.wait_for(payment, PaymentState.PAID)
    city.platform.drain()
    assert city.stage.events(payment).count("money-confirmed") == 1
    with city.stage.context.database.read() as connection:
        assert len(connection.execute(select(messages_table)).all()) == 1


def test_money_of_another_amount_is_given_back(city: City) -> None:
    city.platform.behave(PROVIDER, replace(APPROVE, amount_off=5))
    payment = city.stage.create(city.stage.ticket())
    city.press(payment)
    city.wait_for(payment, PaymentState.REFUNDED)
    order = city.platform.orders[payment.number]
    assert order.refunded == order.paid_amount == payment.amount + 5


def test_a_worker_ends_payments_whose_time_is_over(city: City) -> None:
    payment = city.stage.create(city.stage.ticket())
    city.stage.clock.advance(300)
    city.wait_for(payment, PaymentState.EXPIRED)


def test_a_message_that_is_not_signed_moves_nothing(city: City) -> None:
    payment = city.stage.create(city.stage.ticket())
    address = f"{city.url}/v1/providers/{PROVIDER}/messages"
    stamp = str(int(city.stage.clock.now().timestamp()))
    for headers in ({}, {signatures.TIMESTAMP: stamp, signatures.SIGNATURE: "0" * 64}):
        assert city.pool.request("POST", address, body=b"{}", headers=headers).status == 401
    assert city.pool.request("POST", address, body=b"x" * 70_000).status == 401
    assert city.stage.state(payment) is PaymentState.WAITING

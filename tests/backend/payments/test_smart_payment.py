"""The platform's adapter against the simulated platform, over real HTTP on loopback."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import urllib3

from kiosk.backend.gateways import http_calls
from kiosk.backend.gateways.platform import signatures, wire
from kiosk.backend.gateways.platform.behaviours import (
    APPROVE,
    INSUFFICIENT,
    NAMED,
    OUT_OF_SERVICE,
    REFUSED,
    SILENT,
    Behaviour,
    Manner,
)
from kiosk.backend.gateways.platform.simulator import SimulatedPlatform
from kiosk.backend.gateways.platform.smart_payment import SmartPayment
from kiosk.backend.gateways.port import (
    Order,
    OrderStatus,
    Outcome,
    ProviderMessageError,
    ProviderUnavailableError,
    Refund,
)
from kiosk.backend.payments import providers
from kiosk.contract.payments import Decline
from tests.backend.loopback import LoopbackServer
from tests.clock import START, ManualClock
from tests.patience import PATIENCE, wait_until
from tests.ports import closed_port

SECRET = b"a shared secret"
PENDING_FOREVER = Behaviour(settles=False)
QUIET = replace(APPROVE, messages=0)


def order(number: str = "261123000001", *, provider: str = "jkopay", dollars: int = 48) -> Order:
    return Order(number, provider, dollars, "停車費", START + timedelta(seconds=330))


@dataclass
class Counter:
    """A platform, and our adapter for it."""

    platform: SimulatedPlatform
    adapter: SmartPayment
    clock: ManualClock
    url: str


@pytest.fixture
def counter(clock: ManualClock) -> Iterator[Counter]:
    platform = SimulatedPlatform(SECRET, clock, retry_after=(0.0, 0.0))
    platform.behave("jkopay", QUIET)
    with LoopbackServer(platform.app) as server:
        adapter = SmartPayment(server.url, SECRET, callback_url="http://127.0.0.1:9", clock=clock)
        yield Counter(platform, adapter, clock, server.url)
        adapter.close()
        platform.close()


@contextmanager
def raw_server(*replies: bytes, hang: bool = False) -> Iterator[str]:
    """Serve bytes as they are, one reply to each connection; with `hang`, keep the connection open afterwards."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(8)
    over = threading.Event()

    def serve() -> None:
        for reply in replies:
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(PATIENCE)
                connection.recv(65536)
                connection.sendall(reply)
                if hang:
                    over.wait(PATIENCE)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    over.set()
    thread.join(PATIENCE)
    listening.close()


def answer(body: bytes, status: str = "200 OK", length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\nContent-Length: {size}\r\n\r\n".encode() + body


def test_an_order_is_taken_and_found_again(counter: Counter) -> None:
    taken = counter.adapter.begin(order()).status
    assert taken.outcome is Outcome.PENDING
    assert counter.adapter.inquire("261123000001") == OrderStatus(Outcome.PAID, taken.reference, 48)


def test_an_order_without_an_outcome_is_pending(counter: Counter) -> None:
    counter.platform.behave("jkopay", PENDING_FOREVER)
    counter.adapter.begin(order())
    assert counter.adapter.inquire("261123000001").outcome is Outcome.PENDING


def test_an_order_that_never_came_is_missing(counter: Counter) -> None:
    assert counter.adapter.inquire("261123000001") == OrderStatus(Outcome.MISSING)


@pytest.mark.parametrize(
    ("behaviour", "decline"),
    [
        (INSUFFICIENT, Decline.INSUFFICIENT),
        (REFUSED, Decline.REFUSED),
        (OUT_OF_SERVICE, Decline.PROVIDER_DOWN),
    ],
)
def test_each_refusal_has_its_reason(counter: Counter, behaviour: Behaviour, decline: Decline) -> None:
    counter.platform.behave("jkopay", behaviour)
    assert counter.adapter.begin(order()).status == OrderStatus(Outcome.DECLINED, decline=decline)


def test_a_decline_that_comes_later_is_found_by_asking(counter: Counter) -> None:
    counter.platform.behave("jkopay", replace(INSUFFICIENT, at_once=False, messages=0))
    assert counter.adapter.begin(order()).status.outcome is Outcome.PENDING
    found = counter.adapter.inquire("261123000001")
    assert (found.outcome, found.decline) == (Outcome.DECLINED, Decline.INSUFFICIENT)


def test_an_order_sent_twice_is_collected_once_and_answered_as_it_stands(counter: Counter) -> None:
    first = counter.adapter.begin(order()).status
    again = counter.adapter.begin(order()).status
    assert again == OrderStatus(Outcome.PAID, first.reference, 48)
    assert len(counter.platform.orders) == 1


def test_an_order_after_its_time_is_not_taken(counter: Counter) -> None:
    counter.clock.advance(331)
    assert counter.adapter.begin(order()).status == OrderStatus(Outcome.DECLINED, decline=Decline.REFUSED)
    assert counter.platform.orders == {}


def test_no_answer_in_time_is_not_an_answer(counter: Counter) -> None:
    counter.platform.behave("jkopay", SILENT)
    hasty = SmartPayment(counter.url, SECRET, callback_url="http://127.0.0.1:9", clock=counter.clock, read_timeout=0.1)
    with pytest.raises(ProviderUnavailableError):
        hasty.begin(order())
    hasty.close()
    wait_until(lambda: bool(counter.platform.orders))
    counter.platform.release()
    assert counter.adapter.inquire("261123000001").outcome is Outcome.PAID


@pytest.mark.parametrize("manner", [Manner.GARBAGE, Manner.BROKEN])
def test_an_answer_that_says_nothing_is_not_a_decline(counter: Counter, manner: Manner) -> None:
    counter.platform.behave("jkopay", replace(QUIET, manner=manner))
    with pytest.raises(ProviderUnavailableError):
        counter.adapter.begin(order())
    assert counter.adapter.inquire("261123000001").outcome is Outcome.PAID


def test_a_lost_order_is_missing(counter: Counter) -> None:
    counter.platform.behave("jkopay", replace(QUIET, lost=True, manner=Manner.BROKEN))
    with pytest.raises(ProviderUnavailableError):
        counter.adapter.begin(order())
    assert counter.adapter.inquire("261123000001").outcome is Outcome.MISSING


def refund_of(counter: Counter) -> Refund:
    """Return the refund of what was taken for the order."""
    taken = counter.platform.orders["261123000001"]
    return Refund("r1", "261123000001", "jkopay", taken.transaction_id, 48)


def test_money_is_given_back_once(counter: Counter) -> None:
    counter.adapter.begin(order())
    for _ in range(2):
        assert counter.adapter.refund(refund_of(counter)) == "r1"
    assert counter.platform.orders["261123000001"].refunded == 48


@pytest.mark.parametrize("wrong", [{"dollars": 49}, {"dollars": 0}, {"number": "261123000009"}, {"reference": "SP0"}])
def test_a_refund_that_does_not_fit_is_not_done(counter: Counter, wrong: dict[str, Any]) -> None:
    counter.adapter.begin(order())
    with pytest.raises(ProviderUnavailableError):
        counter.adapter.refund(replace(refund_of(counter), **wrong))
    assert counter.platform.orders["261123000001"].refunded == 0


def test_a_charge_goes_back_in_parts_and_never_more_than_all_of_it(counter: Counter) -> None:
    counter.adapter.begin(order())
    first, second = (replace(refund_of(counter), id=id, dollars=24) for id in ("r1", "r2"))
    for refund in (first, first, second, second):
        assert counter.adapter.refund(refund) == refund.id
    assert counter.platform.orders["261123000001"].refunded == 48
    with pytest.raises(ProviderUnavailableError):
        counter.adapter.refund(replace(first, id="r3", dollars=1))


def test_a_charge_that_went_back_does_not_go_back_again_under_another_id(counter: Counter) -> None:
    counter.adapter.begin(order())
    counter.adapter.refund(refund_of(counter))
    with pytest.raises(ProviderUnavailableError, match="204"):
        counter.adapter.refund(replace(refund_of(counter), id="r2"))


def test_the_platform_takes_nothing_signed_with_another_secret(counter: Counter) -> None:
    stranger = SmartPayment(counter.url, b"another", callback_url="http://127.0.0.1:9", clock=counter.clock)
    with pytest.raises(ProviderUnavailableError, match="101"):
        stranger.begin(order())
    stranger.close()
    assert counter.platform.orders == {}


def test_the_platform_takes_a_signed_request_once(counter: Counter) -> None:
    body = wire.InquiryRequest(platform_order_id="1").model_dump_json().encode()
    stamp = str(int(START.timestamp()))
    signature = signatures.request_signature(SECRET, "POST", wire.INQUIRY, stamp, "n1", body)
    headers = {signatures.TIMESTAMP: stamp, signatures.NONCE: "n1", signatures.SIGNATURE: signature}
    with urllib3.PoolManager() as pool:
        results = [
            pool.request("POST", counter.url + wire.INQUIRY, body=body, headers=headers).json()["result"]
            for _ in range(2)
        ]
    assert results == ["203", "101"]


def test_a_platform_that_is_not_there_has_taken_nothing(clock: ManualClock) -> None:
    with closed_port() as url:
        adapter = SmartPayment(url, SECRET, callback_url="http://127.0.0.1:9", clock=clock)
        assert adapter.begin(order()).status == OrderStatus(Outcome.DECLINED, decline=Decline.PROVIDER_DOWN)
        with pytest.raises(ProviderUnavailableError):
            adapter.inquire("1")
        with pytest.raises(ProviderUnavailableError):
            adapter.refund(Refund("r1", "1", "jkopay", "SP1", 1))
        adapter.close()


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"\x00\xff garbage\r\n\r\n",
        answer(b""),
        answer(b"null"),
        answer(b'{"result":"000"}'),
        answer(b'{"result":"000","result_object":null}'),
        answer(b'{"result":"777"}'),
        answer(b'{"result":"000","result_object":{"platform_order_id":"other","status":"paid","transaction_id":"T"}}'),
        answer(
            b'{"result":"000","result_object":'
            b'{"platform_order_id":"261123000001","status":"paid","transaction_id":"T"}}'
        ),
        answer(b'{"result":"000"', length=500),
        answer(b"{}", status="302 Found"),
        answer(b'{"result":"301"}', status="500 Internal Server Error"),
        answer(b" " * (http_calls.MAX_REPLY + 1)),
    ],
)
def test_a_reply_that_is_not_what_was_agreed_is_unknown(reply: bytes, clock: ManualClock) -> None:
    with raw_server(reply) as url:
        adapter = SmartPayment(url, SECRET, callback_url="http://127.0.0.1:9", clock=clock)
        with pytest.raises(ProviderUnavailableError):
            adapter.begin(order())
        adapter.close()


def test_an_adapter_without_a_secret_is_not_made(clock: ManualClock) -> None:
    with pytest.raises(ValueError, match="secret"):
        SmartPayment("http://127.0.0.1:9", b"", callback_url="http://127.0.0.1:9", clock=clock)


def message(provider: str = "jkopay", **changes: object) -> bytes:
    shown: dict[str, object] = {
        "platform_order_id": "261123000001",
        "status": "paid",
        "transaction_id": "SP1",
        "paid_amount": 48,
        **changes,
    }
    return json.dumps({"message_id": "m1", "event": "order.settled", "provider": provider, "order": shown}).encode()


def signed(body: bytes, *, at: float = 0, secret: bytes = SECRET) -> dict[str, str]:
    stamp = str(int(START.timestamp() + at))
    return {
        signatures.TIMESTAMP: stamp,
        signatures.SIGNATURE: signatures.message_signature(secret, stamp, body),
    }


def test_a_signed_message_is_read(counter: Counter) -> None:
    body = message()
    read = counter.adapter.read_message("jkopay", signed(body), body, START)
    assert (read.id, read.provider, read.number) == ("m1", "jkopay", "261123000001")
    assert read.status == OrderStatus(Outcome.PAID, "SP1", 48)


@pytest.mark.parametrize(
    ("provider", "body", "headers"),
    [
        ("jkopay", message(), {}),
        ("jkopay", message(), signed(message(), secret=b"another")),
        ("jkopay", message(paid_amount=47), signed(message())),
        ("jkopay", message(), signed(message(), at=-301)),
        ("jkopay", message(), signed(message(), at=61)),
        ("opay", message(), signed(message())),
        ("jkopay", message(paid_amount=None), signed(message(paid_amount=None))),
        ("jkopay", b"{}", signed(b"{}")),
        ("jkopay", message(), {**signed(message()), signatures.TIMESTAMP: "1"}),
    ],
)
def test_a_message_that_is_not_the_platforms_is_refused(
    counter: Counter, provider: str, body: bytes, headers: dict[str, str]
) -> None:
    with pytest.raises(ProviderMessageError):
        counter.adapter.read_message(provider, headers, body, START)


def test_a_kind_of_message_that_we_do_not_use_is_read_without_a_status(counter: Counter) -> None:
    body = message().replace(b"order.settled", b"order.advertised")
    assert counter.adapter.read_message("jkopay", signed(body), body, START).status is None


def test_the_demo_shows_every_way_to_fail() -> None:
    listed = providers.load(demo=True).by_code
    assert set(providers.simulated()) <= set(listed)
    assert set(providers.simulated().values()) == set(NAMED)
    assert not set(providers.simulated()) & set(providers.load(demo=False).by_code)


def test_twelve_providers_or_more_are_listed_and_charge_nothing_on_top() -> None:
    listed = providers.load(demo=False).listed().providers
    assert len(listed) >= 12
    assert all(provider.fee == 0 for provider in listed)

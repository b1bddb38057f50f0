"""The document of the contract, the adapter and the simulator say the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.backend.gateways.platform import signatures
from kiosk.backend.gateways.platform.behaviours import APPROVE, INSUFFICIENT, OUT_OF_SERVICE, REFUSED, Behaviour
from kiosk.backend.gateways.platform.openapi import ANSWERS, MEANINGS, described
from kiosk.backend.gateways.platform.simulator import CANNOT_TELL, SimulatedPlatform
from kiosk.backend.gateways.platform.smart_payment import SmartPayment
from kiosk.backend.gateways.platform.wire import ENTRY, INQUIRY, REFUND, Result
from kiosk.backend.gateways.port import Order, ProviderUnavailableError, Refund
from tests.backend.loopback import LoopbackServer
from tests.clock import ManualClock
from tests.contract.openapi_snapshot import text
from tests.contract.platform_document import DOCUMENT

SECRET = b"a shared secret"
OPERATIONS = {ENTRY: "EntryRequest", INQUIRY: "InquiryRequest", REFUND: "RefundRequest"}


@dataclass
class Exchange:
    """One request and its answer, as they went over the line."""

    path: str
    headers: dict[str, str]
    sent: Any
    status: int = 0
    answered: Any = None


@dataclass
class Line:
    """Hears what goes to an application and comes back."""

    app: ASGIApp
    heard: list[Exchange] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        while True:
            part = await receive()
            body += part.get("body", b"")
            if not part.get("more_body"):
                break
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        exchange = Exchange(scope["path"], headers, json.loads(body))
        answer = b""

        async def replay() -> Message:
            return {"type": "http.request", "body": body}

        async def overhear(message: Message) -> None:
            nonlocal answer
            exchange.status = message.get("status", exchange.status)
            answer += message.get("body", b"")
            if message["type"] == "http.response.body" and not message.get("more_body"):
                exchange.answered = json.loads(answer) if answer else None
                self.heard.append(exchange)
            await send(message)

        await self.app(scope, replay, overhear)


@dataclass
class Counter:
    """The simulated platform and our adapter, each heard by a line."""

    platform: SimulatedPlatform
    adapter: SmartPayment
    asked: Line
    reported: Line
    clock: ManualClock

    def order(self, number: str, valid_for: float = 330) -> Order:
        return Order(number, "jkopay", 48, "臺北市停車費", self.clock.now() + timedelta(seconds=valid_for))


@pytest.fixture
def counter(clock: ManualClock) -> Iterator[Counter]:
    async def hear(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    platform = SimulatedPlatform(SECRET, clock, retry_after=(0.0,))
    asked, reported = Line(platform.app), Line(hear)
    with LoopbackServer(asked) as server, LoopbackServer(reported) as kiosk:
        adapter = SmartPayment(server.url, SECRET, callback_url=kiosk.url, clock=clock)
        yield Counter(platform, adapter, asked, reported, clock)
        adapter.close()
        platform.close()


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    """Return where a value is not as a schema of the document has it."""
    within = {**schema, "components": described()["components"]}
    return [error.message for error in OAS31Validator(within).iter_errors(value)]


def schema_of(content: dict[str, Any]) -> dict[str, Any]:
    return dict(content["content"]["application/json"]["schema"])


def headers_are_described(operation: dict[str, Any], exchange: Exchange) -> None:
    parameters = described()["components"]["parameters"]
    for named in operation["parameters"]:
        parameter = parameters[named["$ref"].rpartition("/")[2]]
        assert re.search(parameter["schema"]["pattern"], exchange.headers[parameter["name"].lower()])
    assert re.fullmatch("[0-9a-f]{64}", exchange.headers[signatures.SIGNATURE.lower()])


def everything_happens(counter: Counter) -> None:
    """Let the adapter ask all that it ever asks, and the platform answer all that it ever answers."""
    adapter, platform = counter.adapter, counter.platform
    for count, behaviour in enumerate(
        (APPROVE, INSUFFICIENT, REFUSED, OUT_OF_SERVICE, Behaviour(Result.REFUSED, at_once=False))
    ):
        platform.behave("jkopay", behaviour)
        adapter.begin(counter.order(f"P{count}"))
        adapter.inquire(f"P{count}")
    platform.behave("jkopay", APPROVE)
    taken = adapter.begin(counter.order("P-paid")).status.reference
    assert taken is not None
    adapter.begin(counter.order("P-paid"))
    adapter.begin(counter.order("P-late", valid_for=-1))
    adapter.inquire("P-none")
    for dollars, number in ((20, "P-paid"), (28, "P-paid"), (1, "P-paid"), (1, "P-none")):
        refund = Refund(f"r{dollars}{number}", number, "jkopay", taken, dollars)
        try:
            adapter.refund(refund)
        except ProviderUnavailableError:
            continue
    with pytest.raises(ProviderUnavailableError, match="900"):
        adapter.inquire(f"P{CANNOT_TELL}")
    platform.drain()


def test_the_committed_document_is_the_one_that_is_spoken() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == text(described()), "python -m tests.contract.platform_document"
    validate(described())


def test_the_document_has_the_simulators_paths_and_no_others(counter: Counter) -> None:
    assert isinstance(counter.platform.app, Starlette)
    served = {route.path for route in counter.platform.app.routes if isinstance(route, Route)}
    assert served == set(described()["paths"]) == set(ANSWERS)


def test_whatever_is_asked_and_answered_is_as_the_document_says(counter: Counter) -> None:
    everything_happens(counter)
    seen: dict[str, set[str]] = {path: set() for path in ANSWERS}
    for exchange in counter.asked.heard:
        operation = described()["paths"][exchange.path]["post"]
        headers_are_described(operation, exchange)
        assert exchange.status == 200
        assert faults(schema_of(operation["requestBody"]), exchange.sent) == []
        assert faults(schema_of(operation["responses"]["200"]), exchange.answered) == []
        seen[exchange.path].add(exchange.answered["result"])
    never_to_us = {Result.BAD_REQUEST, Result.BAD_SIGNATURE}  # of an adapter that keeps to the contract
    expected = {path: {str(result) for result in results} - never_to_us for path, results in ANSWERS.items()}
    expected[REFUND].discard(Result.OUT_OF_SERVICE)  # the simulator has no such accident
    assert seen == expected


def test_whatever_is_reported_to_us_is_as_the_document_says(counter: Counter) -> None:
    everything_happens(counter)
    [callback] = described()["paths"][ENTRY]["post"]["callbacks"]["settled"].values()
    states = set()
    for exchange in counter.reported.heard:
        headers_are_described(callback["post"], exchange)
        assert faults(schema_of(callback["post"]["requestBody"]), exchange.sent) == []
        states.add(exchange.sent["order"]["status"])
    assert states == {"paid", "declined"}


def test_a_field_that_is_missing_or_of_another_kind_is_against_the_document(counter: Counter) -> None:
    everything_happens(counter)
    entered = next(exchange for exchange in counter.asked.heard if exchange.path == ENTRY)
    schema = schema_of(described()["paths"][ENTRY]["post"]["requestBody"])
    for name, value in entered.sent.items():
        assert faults(schema, {key: kept for key, kept in entered.sent.items() if key != name}), name
        assert faults(schema, entered.sent | {name: [value]}), name


def test_every_result_has_its_meaning_and_its_place() -> None:
    assert set(MEANINGS) == set(Result) == {result for results in ANSWERS.values() for result in results}

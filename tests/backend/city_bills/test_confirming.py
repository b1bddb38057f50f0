"""The contract with a city that confirms payments: document, adapter and simulator, over real HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from starlette.applications import Starlette
from starlette.routing import Route

from kiosk.backend.city_bills.confirming import wire
from kiosk.backend.city_bills.confirming.confirming import Confirming
from kiosk.backend.city_bills.confirming.openapi import ANSWERS, MEANINGS, described
from kiosk.backend.city_bills.confirming.simulator import CityLedger, Fault, SimulatedConfirming
from kiosk.backend.city_bills.port import CityOrder, CityUnavailableError
from kiosk.backend.domain.city_settlement import CityWord
from tests.backend.city_stage import CAR
from tests.backend.loopback import LoopbackServer
from tests.backend.registers.national.samples import bill, result
from tests.clock import START, ManualClock
from tests.contract.city_document import DOCUMENT
from tests.contract.openapi_snapshot import text
from tests.traces import given_away

SECRET = b"a secret of one city"
ORDER = CityOrder("261129-AAAA", "HUA", CAR, (("HUA000000000001", 60), ("HUA000000000002", 40)), START)


def owing(code: str, plate: str, _type: str) -> Mapping[str, Any]:
    return result([bill(number, dollars) for number, dollars in ORDER.bills], [], CarID=plate, CityCode=code)


@dataclass
class Counter:
    """A simulated city and our adapter, over HTTP."""

    city: SimulatedConfirming
    ledger: CityLedger
    adapter: Confirming
    url: str
    clock: ManualClock

    def says(self) -> CityWord | None:
        return self.adapter.confirm(ORDER)


@pytest.fixture
def counter(clock: ManualClock) -> Iterator[Counter]:
    ledger = CityLedger(owing)
    ledger.owed("HUA", "BKZ-5937", "C")
    city = SimulatedConfirming(SECRET, clock, ledger)
    with LoopbackServer(city.app) as server:
        adapter = Confirming(server.url, SECRET, clock=clock)
        yield Counter(city, ledger, adapter, server.url, clock)
        adapter.close()


def test_an_order_is_settled_whole_and_is_not_in_the_citys_answer_any_more(counter: Counter) -> None:
    assert counter.says() is CityWord.SETTLED
    assert counter.ledger.owed("HUA", "BKZ-5937", "C") is None
    assert set(counter.ledger.paid.values()) == {ORDER.number}


def test_the_same_order_again_has_the_same_answer_and_no_other_effect(counter: Counter) -> None:
    assert [counter.says(), counter.says(), counter.adapter.inquire(ORDER)] == [CityWord.SETTLED] * 3
    assert len(counter.city.orders) == 1


def test_one_bill_that_was_paid_elsewhere_refuses_the_whole_order(counter: Counter) -> None:
    counter.ledger.paid_elsewhere("HUA", "HUA000000000002")
    assert counter.says() is CityWord.ALREADY_PAID
    assert ("HUA", "HUA000000000001") not in counter.ledger.paid


def test_another_amount_and_a_number_that_no_one_knows_are_refused(counter: Counter) -> None:
    for number, bills in (("A", (("HUA000000000001", 61),)), ("B", (("HUA999999999999", 60),))):
        assert counter.adapter.confirm(replace(ORDER, number=number, bills=bills)) is CityWord.NOT_OWED


def test_what_has_not_been_decided_is_nothing_said(counter: Counter) -> None:
    assert counter.adapter.inquire(ORDER) is None
    counter.city.fault = Fault.PENDING
    assert (counter.says(), counter.adapter.inquire(ORDER)) == (None, None)
    counter.city.decide()
    assert counter.adapter.inquire(ORDER) is CityWord.SETTLED


@pytest.mark.parametrize(
    ("fault", "done"), [(Fault.ANSWER_LOST, True), (Fault.DOWN, False), (Fault.OUT_OF_SERVICE, False)]
)
def test_an_answer_that_did_not_come_is_no_refusal_and_asking_again_finds_out(
    counter: Counter, fault: Fault, done: bool
) -> None:
    counter.city.fault = fault
    with pytest.raises(CityUnavailableError):
        counter.says()
    assert bool(counter.city.orders) is done
    counter.city.fault = Fault.NONE
    assert counter.says() is CityWord.SETTLED


def test_a_city_that_no_one_can_reach_and_one_that_answers_something_else_say_nothing(clock: ManualClock) -> None:
    with pytest.raises(CityUnavailableError, match="no connection"):
        Confirming("http://127.0.0.1:9", SECRET, clock=clock).confirm(ORDER)
    with (
        LoopbackServer(Starlette(routes=[])) as other,
        pytest.raises(CityUnavailableError, match="HTTP 404"),
    ):
        Confirming(other.url, SECRET, clock=clock).confirm(ORDER)


def test_without_the_secret_nothing_is_settled(counter: Counter, clock: ManualClock) -> None:
    stranger = Confirming(counter.url, b"another secret", clock=clock)
    with pytest.raises(CityUnavailableError, match="101"):
        stranger.confirm(ORDER)
    assert counter.city.orders == {}


# The document


def schema_of(content: dict[str, Any]) -> dict[str, Any]:
    return dict(content["content"]["application/json"]["schema"]) | {"components": described()["components"]}


def test_the_committed_document_is_the_one_that_is_spoken() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == text(described()), "python -m tests.contract.city_document"
    validate(described())


def test_the_document_has_the_simulators_paths_and_every_result_its_meaning(counter: Counter) -> None:
    assert isinstance(counter.city.app, Starlette)
    served = {route.path for route in counter.city.app.routes if isinstance(route, Route)}
    assert served == set(described()["paths"]) == set(ANSWERS)
    assert set(MEANINGS) == set(wire.Result) == {result for results in ANSWERS.values() for result in results}


def test_what_is_sent_and_answered_is_as_the_document_says_and_has_no_plate(clock: ManualClock) -> None:
    heard: list[tuple[str, Mapping[str, str], Any, Any]] = []
    ledger = CityLedger(owing)
    ledger.owed("HUA", "BKZ-5937", "C")
    city = SimulatedConfirming(SECRET, clock, ledger)

    class Line:
        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            request = await receive()
            answers: list[bytes] = []

            async def replay() -> Any:
                return request

            async def overhear(message: Any) -> None:
                answers.append(message.get("body", b""))
                await send(message)

            await city.app(scope, replay, overhear)
            headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
            heard.append((scope["path"], headers, request["body"], b"".join(answers)))

    with LoopbackServer(Line()) as server:
        adapter = Confirming(server.url, SECRET, clock=clock)
        adapter.inquire(ORDER)
        adapter.confirm(ORDER)
        adapter.confirm(replace(ORDER, number="other"))
        adapter.inquire(ORDER)
        adapter.close()
    assert [path for path, *_ in heard] == [wire.INQUIRY, wire.SETTLE, wire.SETTLE, wire.INQUIRY]
    for path, headers, sent, answered in heard:
        operation = described()["paths"][path]["post"]
        for schema, value in (
            (schema_of(operation["requestBody"]), sent),
            (schema_of(operation["responses"]["200"]), answered),
        ):
            assert [fault.message for fault in OAS31Validator(schema).iter_errors(json.loads(value))] == []
        assert re.fullmatch("[0-9a-f]{64}", headers["x-platform-signature"])
        assert given_away(sent.decode(), "BKZ-5937") == []

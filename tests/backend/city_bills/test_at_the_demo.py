"""Paying cities of the demo, by the backend's own interface and real HTTP to the simulated cities."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.backend.demo import cities as demo_cities
from kiosk.backend.demo.cities import WAYS
from kiosk.backend.domain.city_settlement import CityWay
from kiosk.backend.registers.national.simulator import DEMO, Manner
from kiosk.contract.cities import CityAnswer, CityBill, CityStanding, OtherCityList
from kiosk.contract.payments import Payment, Receipt
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from tests.backend.caller import Answer, Caller
from tests.live_backend import LiveBackend
from tests.patience import wait_until

WIRE = {"plate": "BKZ-5937", "type": "car"}
CONFIRMS = next(code for code, way in WAYS.items() if way is CityWay.CONFIRMS)
AGAIN = next(code for code, way in WAYS.items() if way is CityWay.ASKED_AGAIN)


@pytest.fixture
def caller(backend: LiveBackend) -> Iterator[Caller]:
    with Caller(backend) as caller:
        yield caller


def bills(caller: Caller, code: str) -> tuple[CityBill, ...]:
    answer = caller.call("POST", "/v1/cities/search", {"city": code, "vehicle": WIRE})
    found = CityAnswer.model_validate(answer.json).bills
    assert found, "the sample owes something there"
    return found


def wished(caller: Caller, code: str, *chosen: CityBill, key: str = "a-key") -> Answer:
    wish = {
        "city": code,
        "vehicle": WIRE,
        "bills": [bill.number for bill in chosen],
        "provider": "jkopay",
        "expected": sum(bill.amount for bill in chosen),
    }
    return caller.call("POST", "/v1/cities/payments", wish, headers={"Idempotency-Key": key})


def state(caller: Caller, payment: Payment) -> PaymentState:
    return Payment.model_validate(caller.call("GET", f"/v1/payments/{payment.id}").json).state


def standing(caller: Caller, payment: Payment) -> CityStanding:
    receipt = Receipt.model_validate(caller.call("GET", f"/v1/payments/{payment.id}/receipt").json)
    assert receipt.city is not None
    return receipt.city.standing


@pytest.mark.long
def test_it_shows_which_cities_take_payment_and_no_real_one_does(caller: Caller) -> None:
    found = OtherCityList.model_validate(caller.call("GET", "/v1/cities").json).cities
    assert {city.code for city in found if city.payable} == set(WAYS)


@pytest.mark.long
@pytest.mark.parametrize("code", [CONFIRMS, AGAIN])
def test_bills_are_paid_confirmed_by_their_city_and_gone_from_its_answer(
    caller: Caller, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_cities, "CONFIRMS_AFTER", demo_cities.CONFIRMS_AFTER * 0)
    chosen = bills(caller, code)
    answer = wished(caller, code, *chosen)
    assert answer.status == 201, answer.body
    payment = Payment.model_validate(answer.json)
    # The same payment, with the seconds that are left by now.
    assert {**wished(caller, code, *chosen).json, "expires_in": answer.json["expires_in"]} == answer.json
    assert wished(caller, code, *chosen, key="another").problem is ProblemKind.TICKET_TAKEN
    caller.confirm(answer.json)
    wait_until(lambda: state(caller, payment) is PaymentState.PAID)
    wait_until(lambda: standing(caller, payment) is CityStanding.CONFIRMED)
    assert wished(caller, code, *chosen, key="a-third").problem is ProblemKind.ALREADY_PAID


def test_a_city_that_takes_no_payment_and_one_that_no_one_asks_are_not_paid(caller: Caller) -> None:
    listed = bills(caller, "ILA")
    assert wished(caller, "ILA", *listed, key="a").problem is ProblemKind.NOT_PAYABLE
    assert wished(caller, "TPE", *listed, key="b").problem is ProblemKind.NOT_PAYABLE


def test_a_city_that_does_not_answer_at_the_moment_of_paying_is_not_paid(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = bills(caller, CONFIRMS)
    monkeypatch.setitem(DEMO, CONFIRMS, Manner.PAGE)
    assert wished(caller, CONFIRMS, *chosen).problem is ProblemKind.COULD_NOT_ASK


def test_a_guest_does_not_pay_other_cities(caller: Caller) -> None:
    wish = {"city": CONFIRMS, "vehicle": WIRE, "bills": ["A1"], "provider": "jkopay", "expected": 1}
    answer = caller.call("POST", "/v1/cities/payments", wish, headers={"Idempotency-Key": "k"}, token=False)
    assert answer.problem is ProblemKind.UNAUTHENTICATED

"""Other cities beside the register of this service: each answers for itself, and what no one knows is no "nothing"."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from kiosk.backend.registers.national.asking import Cities
from kiosk.backend.registers.national.elsewhere import NationalElsewhere
from kiosk.backend.registers.national.host_call import HostCall
from kiosk.backend.registers.national.kept import KEPT, KeptAnswers
from kiosk.backend.registers.national.set_up import city_of, others
from kiosk.backend.registers.national.simulator import Manner, SimulatedCities
from kiosk.contract.cities import CityAnswer, CityReason, OtherCityList
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from tests.backend.caller import Caller
from tests.backend.registers.national.samples import bill, reminder, result
from tests.backend.registers.national.test_asking import AtOnce, Leaping, patient
from tests.clock import ManualClock
from tests.live_backend import LiveBackend

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
WIRE = {"plate": "BKZ-5937", "type": "car"}

Owed = Callable[[str], Mapping[str, Any] | None]
"""From a city's code to a result."""


@contextmanager
def elsewhere(
    owed: Owed, clock: ManualClock, manners: Mapping[str, Manner]
) -> Iterator[tuple[NationalElsewhere, SimulatedCities]]:
    """Have these cities owe so and behave so; the clock stands still, so that no time runs out."""
    simulation = SimulatedCities(Leaping(), lambda code, _plate, _type: owed(code), dict(manners))
    with simulation.served([patient(city_of(code)) for code in manners]) as served:
        asking = Cities(clock, AtOnce(), HostCall(own_network=True), threading.Event().wait)
        yield NationalElsewhere([KeptAnswers(city, asking, clock) for city in served]), simulation


@pytest.fixture
def caller(backend: LiveBackend) -> Iterator[Caller]:
    with Caller(backend) as caller:
        yield caller


def listed(*bills: dict[str, Any], reminders: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return result(list(bills), list(reminders), CarID="BKZ-5937", CarType="C")


def test_a_ticket_and_a_reminder_of_another_city_are_each_one_thing_to_pay(clock: ManualClock) -> None:
    ticket = bill("KHH000000000001", 40, ParkingDate="2026-11-20", PayLimitDate="2026-12-05")
    reminded = reminder(ReminderNo="204006712", ReminderLimitDate="2026-12-01")
    with elsewhere(lambda _: listed(ticket, reminders=(reminded,)), clock, {"KHH": Manner.PLAIN}) as (cities, _):
        answer = cities.ask("KHH", CAR)
    assert answer.reason is None
    assert answer.total == 820
    # What has to be paid first comes first.
    assert [(one.number, one.reminder, one.tickets, one.amount, one.surcharge) for one in answer.bills or ()] == [
        ("204006712", True, 2, 780, 190),
        ("KHH000000000001", False, 1, 40, 0),
    ]


@pytest.mark.parametrize(
    ("manner", "reason"),
    [
        (Manner.PAGE, CityReason.NOT_JSON),
        (Manner.EMPTY, CityReason.EMPTY),
        (Manner.BROKEN, CityReason.SERVER_FAILED),
        (Manner.OTHER_VEHICLE, CityReason.OTHER_VEHICLE),
    ],
)
def test_a_city_that_gives_no_answer_owes_an_unknown_amount_and_says_why(
    clock: ManualClock, manner: Manner, reason: CityReason
) -> None:
    with elsewhere(lambda _: None, clock, {"KHH": manner, "ILA": Manner.PLAIN}) as (cities, _):
        unknown, nothing = cities.ask("KHH", CAR), cities.ask("ILA", CAR)
    assert (unknown.bills, unknown.reason, unknown.complete) == (None, reason, False)
    assert (nothing.bills, nothing.reason, nothing.complete) == ((), None, True)


def test_an_answer_is_given_again_for_some_seconds_and_a_failure_is_not(clock: ManualClock) -> None:
    with elsewhere(lambda _: None, clock, {"ILA": Manner.PLAIN, "MIA": Manner.PAGE}) as (cities, simulation):
        for _ in range(2):
            cities.ask("ILA", CAR)
            cities.ask("MIA", CAR)
        assert [code for code, _ in simulation.calls].count("ILA") == 1
        assert [code for code, _ in simulation.calls].count("MIA") == 2
        clock.advance(KEPT)
        cities.ask("ILA", CAR)
        assert [code for code, _ in simulation.calls].count("ILA") == 2


def test_the_city_that_is_the_register_and_those_no_one_can_ask_are_not_among_the_others() -> None:
    assert "TPE" not in {city.code for city in others("")}
    assert {city.code for city in others("KHH")} ^ {city.code for city in others("")} == {"KHH", "TPE"}
    assert not any(city.off for city in others(""))


def test_a_terminal_asks_the_demos_other_cities_one_by_one(caller: Caller) -> None:
    found = OtherCityList.model_validate(caller.call("GET", "/v1/cities").json).cities
    assert [city.code for city in found] == [city.code for city in others("")]
    assert [city.code for city in found if not city.secured] == ["TXG"]
    asked = {
        code: CityAnswer.model_validate(caller.call("POST", "/v1/cities/search", {"city": code, "vehicle": WIRE}).json)
        for code in ("ILA", "MIA")
    }
    assert asked["ILA"].bills is not None
    assert (asked["MIA"].bills, asked["MIA"].reason) == (None, CityReason.NOT_JSON)
    assert caller.call("GET", "/v1/service").json["other_cities"]


@pytest.mark.parametrize("code", ["TPE", "LIE", "XXX"])
def test_a_city_that_is_not_listed_is_not_asked(caller: Caller, code: str) -> None:
    answer = caller.call("POST", "/v1/cities/search", {"city": code, "vehicle": WIRE})
    assert answer.problem is ProblemKind.NOT_FOUND


def test_outside_of_the_demo_no_plate_goes_to_another_city_unless_the_office_says_so(sqlite_url: str) -> None:
    with LiveBackend(sqlite_url, demo=False, public_url="http://127.0.0.1") as backend, Caller(backend) as caller:
        assert caller.call("GET", "/v1/cities").json == {"cities": []}
        assert not caller.call("GET", "/v1/service").json["other_cities"]
        refused = caller.call("POST", "/v1/cities/search", {"city": "KHH", "vehicle": WIRE})
        assert refused.problem is ProblemKind.NOT_FOUND
    with (
        LiveBackend(sqlite_url, demo=False, public_url="http://127.0.0.1", other_cities=True) as backend,
        Caller(backend) as caller,
    ):
        assert len(caller.call("GET", "/v1/cities").json["cities"]) == len(others(""))

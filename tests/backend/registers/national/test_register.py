"""A city's bill query as the register of this service."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from kiosk.backend.registers import bills
from kiosk.backend.registers.national.asking import Cities
from kiosk.backend.registers.national.cities import CitiesError, cities
from kiosk.backend.registers.national.host_call import HostCall
from kiosk.backend.registers.national.kept import KEPT, KeptAnswers
from kiosk.backend.registers.national.register import NationalBills
from kiosk.backend.registers.national.set_up import city_of
from kiosk.backend.registers.national.simulator import Manner, SimulatedCities
from kiosk.backend.registers.port import SourceUnavailableError
from kiosk.contract.bills import BillAnswer, BillSearch, Source
from kiosk.contract.wire import Vehicle
from kiosk.domain.fee_units import FeeUnits
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import NATIONAL_RATE, BillState, LineKind, Stage
from tests.backend.registers.national.samples import bill, reminder, result
from tests.backend.registers.national.test_asking import AtOnce, Leaping, patient
from tests.clock import START, ManualClock

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
MOTORCYCLE = Vehicle(plate="BKZ-5937", type=VehicleType.MOTORCYCLE)
NUMBER = "Q7158601D030025"
TODAY = {"ParkingDate": "2026-11-20", "PayLimitDate": "2026-12-05"}

Owed = Callable[[str], Mapping[str, Any] | None]
"""From the letter of a type to a result."""


@contextmanager
def register(
    owed: Owed, clock: ManualClock, manner: Manner = Manner.PLAIN
) -> Iterator[tuple[NationalBills, SimulatedCities]]:
    """Have Taipei owe so and behave so, and be asked by this clock, which stands still: no time runs out."""
    simulation = SimulatedCities(Leaping(), lambda _code, _plate, type: owed(type), {"TPE": manner})
    with simulation.served([patient(city_of("TPE"))]) as (city,):
        asking = Cities(clock, AtOnce(), HostCall(own_network=True), threading.Event().wait)
        yield NationalBills(KeptAnswers(city, asking, clock), clock), simulation


def listed(*found: Mapping[str, Any], reminders: list[Any] | None = None, type: str = "C") -> dict[str, Any]:
    return result([dict(one) for one in found], reminders or [], CarID="BKZ-5937", CarType=type)


def ask(source: NationalBills, clock: ManualClock, *vehicles: Vehicle) -> BillAnswer:
    return bills.search(source, BillSearch(vehicles=vehicles or (CAR,)), clock=clock)


def test_a_ticket_of_the_city_is_a_bill_with_what_the_city_asks_for_and_its_own_page(clock: ManualClock) -> None:
    with register(lambda _: listed(bill(NUMBER, 50, **TODAY)), clock) as (source, _):
        answer = ask(source, clock)
    (one,) = answer.bills
    assert answer.complete
    assert (one.number, one.stage, one.state, one.amount) == (NUMBER, Stage.GENERAL, BillState.OPEN, 50)
    # No discount of ours: it is taken off where it is paid.
    assert [(line.kind, line.dollars) for line in one.lines] == [(LineKind.FEE, 50)]
    assert one.pay_link == f"https://parkingfee.pma.gov.taipei/qr?tno={NUMBER}"
    assert (one.tickets[0].rate, one.tickets[0].left_at) == (NATIONAL_RATE, None)
    assert (one.pay_by.isoformat(), one.tickets[0].parked_at.isoformat()) == ("2026-12-05", "2026-11-19T16:00:00+00:00")


def test_a_ticket_of_the_city_is_explained_by_the_citys_rate_where_one_fits(clock: ManualClock) -> None:
    fits, not_so = bill(NUMBER, 50, ParkingHours=2.5, **TODAY), bill("Q71688031752965", 55, ParkingHours=2.5, **TODAY)
    with register(lambda _: listed(fits, not_so), clock) as (source, _):
        answer = ask(source, clock)
    assert {one.number: one.tickets[0].units for one in answer.bills} == {
        NUMBER: FeeUnits(5, 30, 10),
        "Q71688031752965": None,
    }


def test_a_reminder_is_one_bill_for_all_its_tickets_with_its_surcharge_and_no_page(clock: ManualClock) -> None:
    members = [bill("L61281990267301", 240, BillStatus=2, **TODAY), bill(NUMBER, 350, BillStatus=2, **TODAY)]
    one = reminder(Bills=members, ReminderLimitDate="2026-12-15", IsProsecuted=0, ProsecuteLimitDate="")
    with register(lambda _: listed(bill(NUMBER, 350, BillStatus=1, **TODAY), reminders=[one]), clock) as (source, _):
        answer = ask(source, clock)
    single, notice = answer.bills
    assert (single.number, single.stage) == (NUMBER, Stage.GENERAL)
    assert (notice.number, notice.stage, notice.amount, notice.pay_link) == ("101008521", Stage.ORDINARY, 780, None)
    assert [(line.kind, line.dollars) for line in notice.lines] == [(LineKind.FEE, 590), (LineKind.SURCHARGE, 190)]
    assert [ticket.fee for ticket in notice.tickets] == [240, 350]


def test_a_reminder_that_was_reported_for_a_fine_stands_on_the_last_step(clock: ManualClock) -> None:
    one = reminder(Bills=[bill(NUMBER, 590, BillStatus=2, **TODAY)])
    with register(lambda _: listed(reminders=[one]), clock) as (source, _):
        (notice,) = ask(source, clock).bills
    assert (notice.stage, notice.state) == (Stage.RECOVERY, BillState.NOT_HERE)


@pytest.mark.parametrize(
    ("found", "missing"),
    [
        (listed(bill(NUMBER, 50), bill("STBG09BAE", 20)), Source.TICKETS),
        (listed(bill(NUMBER, 50), reminders=[reminder(Bills=[])]), Source.NOTICES),
        (listed(bill(NUMBER, 50), reminders=[reminder(Bills=None)]), Source.NOTICES),
        (listed(bill(NUMBER, 50), reminders=[reminder(ReminderNo="A1")]), Source.NOTICES),
        (listed(bill(NUMBER, 50)) | {"TotalAmount": 90}, Source.TICKETS),
    ],
    ids=["number", "no-tickets", "null-tickets", "reminder-number", "totals"],
)
def test_what_cannot_be_shown_truly_is_left_out_and_said_to_be_missing(
    found: dict[str, Any], missing: Source, clock: ManualClock
) -> None:
    with register(lambda _: found, clock) as (source, _):
        answer = ask(source, clock)
    assert ([one.number for one in answer.bills], answer.missing) == ([NUMBER], (missing,))


@pytest.mark.parametrize("manner", [Manner.BROKEN, Manner.PAGE, Manner.EMPTY, Manner.BAD_PLATE, Manner.FORBIDDEN])
def test_a_city_that_gives_no_answer_is_never_nothing_owed(manner: Manner, clock: ManualClock) -> None:
    with register(lambda _: None, clock, manner) as (source, _), pytest.raises(SourceUnavailableError):
        ask(source, clock, CAR, MOTORCYCLE)


def test_a_city_that_answers_for_only_one_type_has_answered_partly(clock: ManualClock) -> None:
    def half(type: str) -> dict[str, Any]:
        return listed(bill(NUMBER, 50)) if type == "C" else listed(bill(NUMBER, 50), type="O")

    with register(half, clock) as (source, _):
        answer = ask(source, clock, CAR, MOTORCYCLE)
    assert ([one.number for one in answer.bills], answer.missing) == ([NUMBER], (Source.TICKETS,))


def test_nothing_owed_by_both_types_is_a_complete_answer_without_bills(clock: ManualClock) -> None:
    with register(lambda _: None, clock) as (source, _):
        answer = ask(source, clock, CAR, MOTORCYCLE)
    assert (answer.bills, answer.complete) == ((), True)


def test_an_answer_is_given_again_for_a_moment_with_the_time_at_which_it_was_true(clock: ManualClock) -> None:
    with register(lambda _: listed(bill(NUMBER, 50)), clock) as (source, simulation):
        first = ask(source, clock)
        clock.advance(KEPT - 1)
        again = ask(source, clock)
        assert len(simulation.calls) == 1
        clock.advance(2)
        later = ask(source, clock)
        assert len(simulation.calls) == 2
    assert (first.asked_at, again.asked_at) == (START, START)
    assert later.asked_at == clock.now()


def test_no_answer_is_kept_by_no_one(clock: ManualClock) -> None:
    with register(lambda _: listed(bill(NUMBER, 50)), clock, Manner.FAILS_FIRST) as (source, simulation):
        assert ask(source, clock).complete
        assert len(simulation.calls) == 2


def test_a_number_cannot_be_asked_for(clock: ManualClock) -> None:
    with register(lambda _: None, clock) as (source, _), pytest.raises(SourceUnavailableError):
        bills.find(source, NUMBER)


def test_a_city_is_asked_elsewhere_where_the_settings_say_so() -> None:
    city = city_of("TXG", "https://api.example.tw/Parking/PayBill/CarID/{plate}/CarType/{type}")
    assert city.addresses == ("https://api.example.tw/Parking/PayBill/CarID/{plate}/CarType/{type}",)
    assert city.quirks == ()
    assert city_of("TPE") in cities()


@pytest.mark.parametrize(
    ("code", "address", "said"),
    [
        ("XXX", "", "XXX is none of TPE"),
        ("LIE", "", "Lienchiang County cannot be asked"),
        ("TPE", "https://api.example.tw/{plate}", "national_address is to look like"),
    ],
)
def test_a_city_that_cannot_be_asked_is_refused_with_a_sentence(code: str, address: str, said: str) -> None:
    with pytest.raises(CitiesError, match=said):
        city_of(code, address)

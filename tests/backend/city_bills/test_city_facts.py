"""Paying other cities, fact by fact: which bills are refused by name, when a city is asked again, and what it gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.backend.city_bills import paid_here, paying, records
from kiosk.backend.city_bills.asked_again import AskedAgain
from kiosk.backend.city_bills.city_payable import CITY_BILLS, CityWish
from kiosk.backend.city_bills.confirming.confirming import Confirming
from kiosk.backend.city_bills.names import name_of
from kiosk.backend.city_bills.port import CityOrder, CityUnavailableError
from kiosk.backend.city_bills.set_up import settlements_of, ways_of
from kiosk.backend.domain.city_settlement import DELAYS, ONCE_UNKNOWN, WITHIN, CityState, CityWay, CityWord
from kiosk.backend.domain.payment import Aftermath
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import payment_records, payments
from kiosk.backend.payments.payable import PaidCity, PaidLine, Standing
from kiosk.backend.payments.tables import differences
from kiosk.backend.store.database import Database
from kiosk.contract.cities import CityAnswer, CityBill, CityStanding, PaidHere
from kiosk.contract.payments import Payment
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import taipei_date
from kiosk.domain.payment import PaymentState
from kiosk.settings import BackendSettings
from tests.backend.city_stage import AGAIN, CAR, CONFIRMS, PAY_BY, CityStage, MemoryCities, make_city_stage
from tests.backend.payment_stage import PROVIDER, SETTINGS
from tests.clock import START, ManualClock

BILL, OTHER, THIRD = "HUA000000000001", "HUA000000000002", "HUA000000000003"
ORDER = CityOrder("261129-AAAA", AGAIN, CAR, ((BILL, 60), (OTHER, 40)), START)


@pytest.fixture
def city(database: Database, clock: ManualClock) -> CityStage:
    return make_city_stage(database, clock)


def why(work: Callable[[], object]) -> tuple[ProblemKind, tuple[str, ...] | None]:
    with pytest.raises(Refusal) as refusal:
        work()
    return refusal.value.kind, refusal.value.bills


def read(city: CityStage, work: Callable[[Any], Any]) -> Any:
    with city.stage.context.database.read() as connection:
        return work(connection)


# Making one


def test_of_what_is_paid_being_paid_or_not_owed_only_those_numbers_are_named(city: CityStage) -> None:
    paid, taken, free = (city.owes(number) for number in (BILL, OTHER, THIRD))
    # The city has not heard of it yet, and lists it still.
    city.paid(paid)
    first = city.create(taken)
    assert why(lambda: city.create(free, taken, paid)) == (ProblemKind.ALREADY_PAID, (paid,))
    assert why(lambda: city.create(free, taken)) == (ProblemKind.TICKET_TAKEN, (taken,))
    payments.cancel(city.stage.context, "kiosk-1", first.id)
    assert why(lambda: city.create(free, "HUA9")) == (ProblemKind.NOT_PAYABLE, ("HUA9",))
    assert why(lambda: city.create("KEE1", city="KEE")) == (ProblemKind.NOT_PAYABLE, ("KEE1",))


def test_a_city_that_no_one_can_ask_is_not_paid(city: CityStage) -> None:
    context = city.stage.context
    request = city.request(city.owes(BILL))
    alike = replace(context, ports=replace(context.ports, elsewhere=None))
    assert why(lambda: paying.ask(alike, request)) == (ProblemKind.NOT_PAYABLE, (BILL,))
    # Nor by an answer that came while its bills still were paid here.
    gone = replace(context, ports=replace(context.ports, city_settlements={}))
    answer = paying.ask(context, request)
    assert why(lambda: paying.create(gone, "kiosk-1", request, answer, "a-key")) == (ProblemKind.NOT_PAYABLE, (BILL,))


@pytest.mark.parametrize("change", [{"payable": False}, {"amount": 0}])
def test_a_number_that_stands_for_more_than_one_thing_and_what_costs_nothing_is_not_paid(
    city: CityStage, change: dict[str, object]
) -> None:
    request = city.request(city.owes(BILL), city.owes(OTHER), expected=120)
    answer = paying.ask(city.stage.context, request)
    assert answer.bills is not None
    bills = (answer.bills[0], answer.bills[1].model_copy(update=change))
    changed = answer.model_copy(update={"bills": bills})

    def create() -> object:
        return paying.create(city.stage.context, "kiosk-1", request, changed, "a-key")

    assert why(create) == (ProblemKind.NOT_PAYABLE, (OTHER,))


def test_a_bill_that_is_named_twice_is_paid_once(city: CityStage) -> None:
    number = city.owes(BILL)
    payment = city.create(number, number, expected=60)
    assert payment.amount == 60
    assert read(city, lambda c: records.bills(c, payment.id)) == [records.HeldBill(BILL, PAY_BY, 60)]


def test_a_hold_lasts_until_the_moment_at_which_its_payments_time_is_over(city: CityStage) -> None:
    number = city.owes(BILL)
    first = city.create(number)
    city.stage.clock.advance(299)
    assert why(lambda: city.create(number)) == (ProblemKind.TICKET_TAKEN, (BILL,))
    city.stage.clock.advance(1)
    assert city.create(number).id != first.id
    assert city.stage.events(first) == ["created", "expired"]


def test_a_payment_keeps_the_language_in_which_it_was_wished_for(city: CityStage) -> None:
    request = city.request(city.owes(BILL))
    answer = paying.ask(city.stage.context, request)
    made = paying.create(city.stage.context, "kiosk-1", request, answer, "a-key", "en")
    id = Payment.model_validate_json(made.body).id
    record = read(city, lambda c: payment_records.load(c, id=id))
    assert record.language == "en"
    wish = CityWish(request, answer)
    assert (wish.provider, wish.expected, wish.model_dump_json()) == (PROVIDER, 60, request.model_dump_json())


def test_what_is_kept_of_bills_is_what_their_city_listed_in_the_order_of_the_wish(city: CityStage) -> None:
    second, first = city.owes(OTHER, 40), city.owes(BILL, 60)
    payment = city.create(first, second, expected=100)
    name = PaidCity(CONFIRMS, "花蓮縣", "Hualien County", CityStanding.WAITING)
    lines = [
        PaidLine("BKZ-5937", dollars, dollars, bill=number, pay_by=PAY_BY, city=name)
        for number, dollars in ((BILL, 60), (OTHER, 40))
    ]
    assert read(city, lambda c: CITY_BILLS.lines(c, payment.id)) == lines
    ours = city.stage.create(city.stage.ticket())
    assert read(city, lambda c: CITY_BILLS.lines(c, ours.id)) == ()
    kept = read(city, lambda c: records.order(c, payment.id))
    assert kept == records.KeptOrder(payment.number, CONFIRMS, CAR, CityWay.CONFIRMS, CityState.HELD, None)
    with pytest.raises(ValueError, match="held"):
        kept.order(())


def test_bills_of_other_cities_have_no_stays_no_owner_and_stay_paid_when_their_money_goes_back(
    city: CityStage,
) -> None:
    assert CITY_BILLS.operation == "payCityBills"
    assert set(CITY_BILLS.aftermaths) == {Aftermath.STAYS_PAID}
    line = PaidLine("BKZ-5937", 60, 60, bill=BILL)
    assert read(city, lambda c: CITY_BILLS.stays(c, [line])) == {}
    assert read(city, lambda c: CITY_BILLS.parts_of_owner(c, 32 * "0", 9)) == ()
    assert read(city, lambda c: CITY_BILLS.lines_of_owner(c, 32 * "0", 32 * "0", [line])) == ()


def test_a_payment_that_has_let_its_bills_go_does_not_hold_and_does_not_settle_them(city: CityStage) -> None:
    payment, context = city.create(city.owes(BILL)), city.stage.context
    record = read(city, lambda c: payment_records.load(c, id=payment.id))
    assert read(city, lambda c: CITY_BILLS.still_owed(c, context, record)) == Standing(still_owed=True)
    with context.database.write() as connection:
        CITY_BILLS.release(connection, payment.id)
        assert CITY_BILLS.still_owed(connection, context, record) == Standing(still_owed=False)
        assert CITY_BILLS.settle(connection, payment.id, START) is False
        assert records.holds_all(connection, 32 * "0") is False
    assert city.stands(payment) is CityState.HELD


# What a city lists, with what is paid here


def test_of_each_bill_that_a_city_lists_it_is_said_what_became_of_it_here(city: CityStage) -> None:
    for number in (BILL, OTHER, THIRD):
        city.owes(number)
    city.paid(BILL)
    city.create(OTHER)
    answer = city.cities.ask(CONFIRMS, CAR)
    marked = paid_here.marked(city.stage.context, answer)
    assert marked.bills is not None
    assert [(bill.number, bill.here) for bill in marked.bills] == [
        (BILL, PaidHere.PAID), (OTHER, PaidHere.BEING_PAID), (THIRD, None),
    ]  # fmt: skip
    # Another city that has the same number, and one that is not paid here, say nothing of it.
    for code in (AGAIN, "KEE"):
        listed = city.cities.ask(code, CAR)
        bill = CityBill(number=BILL, parked_on=None, pay_by=PAY_BY, amount=60)
        elsewhere = listed.model_copy(update={"bills": (bill,)})
        assert paid_here.marked(city.stage.context, elsewhere) == elsewhere
    silent = CityAnswer(city=CONFIRMS, bills=None, asked_at=START)
    assert paid_here.marked(city.stage.context, silent) == silent


def test_a_city_has_its_names_and_one_that_is_listed_no_more_its_code() -> None:
    assert name_of("HUA") == ("花蓮縣", "Hualien County")
    assert name_of("XXX") == ("XXX", "XXX")


# After the money


def test_a_city_gets_the_order_as_it_was_paid_and_without_the_fee(
    city: CityStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[CityOrder] = []
    monkeypatch.setattr(city.confirming, "confirm", heard.append)
    payment = city.create(city.owes(OTHER, 40), city.owes(BILL), expected=100)
    city.stage.clock.advance(20)
    city.stage.pays(payment)
    city.works(60)
    paid_at = START + timedelta(seconds=20)
    assert heard == [CityOrder(payment.number, CONFIRMS, CAR, ((OTHER, 40), (BILL, 60)), paid_at)]
    assert heard[0].dollars == 100


def test_a_city_that_has_not_decided_is_asked_after_two_then_five_then_fifteen_seconds(city: CityStage) -> None:
    city.paid(city.owes(BILL))
    city.confirming.pending = True
    city.works()
    for times, seconds in enumerate(DELAYS[:3], start=1):
        city.works(seconds - 1)
        assert city.confirming.reported == times
        city.works(1)
        assert city.confirming.reported == times + 1


@pytest.mark.parametrize(("code", "way"), [(CONFIRMS, CityWay.CONFIRMS), (AGAIN, CityWay.ASKED_AGAIN)])
def test_a_second_before_its_days_are_over_a_silent_city_is_still_notified(
    city: CityStage, code: str, way: CityWay
) -> None:
    payment = city.paid(city.owes(BILL, city=code), city=code)
    city.confirming.gone = True
    city.cities.silent.add(code)
    city.works(WITHIN[way].total_seconds() - 1)
    assert city.stands(payment) is CityState.DUE
    assert "city-silent" not in city.stage.events(payment)
    city.works(DELAYS[-1])
    assert city.stands(payment) is CityState.UNKNOWN
    assert city.stage.events(payment)[-1] == "city-silent"


def test_of_a_silent_city_the_office_has_the_payment_among_its_differences_once(city: CityStage) -> None:
    payment = city.paid(city.owes(BILL))
    city.confirming.gone = True
    city.works()
    city.works(WITHIN[CityWay.CONFIRMS].total_seconds())
    [row] = read(city, lambda c: c.execute(select(differences)).all())
    assert (row.kind, row.provider, row.reference, row.order_number) == (
        "register", PROVIDER, payment.number, payment.number,
    )  # fmt: skip
    now = city.stage.clock.now()
    assert (row.ours, row.theirs, row.day, row.found_at) == (60, None, taipei_date(now), now)


def test_once_staff_look_into_it_a_city_is_asked_every_six_hours(
    city: CityStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = city.paid(city.owes(BILL))
    city.confirming.gone = True
    city.works()
    city.works(WITHIN[CityWay.CONFIRMS].total_seconds())
    asked: list[CityOrder] = []
    monkeypatch.setattr(city.confirming, "inquire", asked.append)
    for times in (1, 2):
        city.works(ONCE_UNKNOWN.total_seconds() - 1)
        assert len(asked) == times - 1
        city.works(1)
        assert len(asked) == times
    assert city.stands(payment) is CityState.UNKNOWN


def worked(city: CityStage, **ports: Any) -> list[int]:
    """Let the worker do what is due with other ports; return how often it was woken for more."""
    woken = list[int]()
    context = city.stage.context
    changed = replace(context.ports, wake=lambda: woken.append(1), **ports)
    type(city.stage.worker)(replace(context, ports=changed), city.stage.worker._woken, daily=False).run_due()
    return woken


def test_the_worker_is_woken_for_money_that_goes_back_and_not_for_what_is_settled(city: CityStage) -> None:
    city.paid(city.owes(BILL))
    assert worked(city) == []
    refused = city.paid(city.owes(OTHER))
    del city.cities.owed[CONFIRMS][OTHER]
    assert worked(city) == [1]
    assert city.stands(refused) is CityState.REFUSED
    assert city.stage.events(refused)[-1] in {"city-refused", "refunded"}


def test_a_city_that_is_not_set_up_any_more_has_said_nothing_and_gets_the_order_once_it_is(city: CityStage) -> None:
    payment = city.paid(city.owes(BILL))
    worked(city, city_settlements={})
    assert (city.stands(payment), city.stage.state(payment)) == (CityState.DUE, PaymentState.PAID)
    city.works(DELAYS[0])
    assert city.stands(payment) is CityState.SETTLED


# Which way


def test_a_city_that_is_asked_again_has_settled_once_none_of_the_numbers_is_listed(clock: ManualClock) -> None:
    cities = MemoryCities(clock)
    again = AskedAgain(cities)
    assert again.way is CityWay.ASKED_AGAIN
    cities.owed[AGAIN] = {OTHER: 40, THIRD: 10}
    assert (again.confirm(ORDER), again.inquire(ORDER)) == (None, None)
    del cities.owed[AGAIN][OTHER]
    assert (again.confirm(ORDER), again.inquire(ORDER)) == (CityWord.SETTLED, CityWord.SETTLED)
    cities.incomplete.add(AGAIN)
    with pytest.raises(CityUnavailableError):
        again.inquire(ORDER)


def test_a_city_that_is_asked_no_more_says_nothing(clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> None:
    cities = MemoryCities(clock)

    def unknown(code: str, _: object) -> frozenset[str]:
        raise KeyError(code)

    monkeypatch.setattr(cities, "numbers", unknown)
    with pytest.raises(CityUnavailableError):
        AskedAgain(cities).inquire(ORDER)


def test_the_settings_say_how_each_city_comes_to_know(clock: ManualClock) -> None:
    confirms = {"city": CONFIRMS, "way": "confirms", "url": "http://127.0.0.1:9", "secret": 32 * "s"}
    paid = [{"city": AGAIN, "way": "asked-again"}, confirms]
    settings = BackendSettings.model_validate(SETTINGS.model_dump() | {"cities_paid": paid, "other_cities": True})
    assert ways_of(settings) == {AGAIN: CityWay.ASKED_AGAIN, CONFIRMS: CityWay.CONFIRMS}
    found = settlements_of(settings, MemoryCities(clock), clock)
    assert {code: type(one) for code, one in found.by_city.items()} == {AGAIN: AskedAgain, CONFIRMS: Confirming}
    assert {code: one.way for code, one in found.by_city.items()} == ways_of(settings)
    found.close()

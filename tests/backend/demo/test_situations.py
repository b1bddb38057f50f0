"""The situations of the demo's desk: prepared by the real services, and found by what a clerk types."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.backend.demo import situations, trial
from kiosk.backend.demo.one_transaction import OneTransaction
from kiosk.backend.demo.situations import NotADemoError
from kiosk.backend.demo.situations.stage import Ids
from kiosk.backend.desk import numbers, search, story, things
from kiosk.backend.registers import register
from kiosk.backend.staff.acting import Acting
from kiosk.backend.store.database import Database
from kiosk.contract.bills import Objection
from kiosk.contract.desk.search import DeskSearch, HitKind
from kiosk.contract.desk.story import PaymentWish, Story, Tell
from kiosk.contract.desk.things import (
    ClaimWish,
    LimitKind,
    NumberWish,
    SupportWish,
    TicketWish,
    VehicleSeen,
    VehicleWish,
)
from kiosk.contract.wire import Vehicle
from kiosk.domain.mobile import Mobile
from kiosk.domain.plate import VehicleType
from tests.backend.staff_stage import StaffStage, make_staff_stage
from tests.clock import ManualClock

SHELL = Acting.shell("tester", "host")
KEYS = {one.name: one for one in trial.situations()}


@pytest.fixture
def office(database: Database) -> StaffStage:
    staged = make_staff_stage(database, ManualClock())
    now = staged.clock.now()
    staged.context.database.run(lambda connection: register.mark_demo(connection, now))
    return staged


def vehicle(office: StaffStage, name: str) -> VehicleSeen:
    plate = KEYS[name].car
    assert plate is not None
    wish = VehicleWish(vehicle=Vehicle(plate=plate, type=VehicleType.CAR))
    return things.see_vehicle(office.context, SHELL, wish, things.owed(office.context, wish.vehicle))


def tells(office: StaffStage, name: str) -> list[Tell]:
    """Return what a clerk is to say of each payment for the vehicle, the newest first."""
    return [story.see(office.context, SHELL, PaymentWish(id=one.id)).tell for one in vehicle(office, name).payments]


def reported_of(office: StaffStage, plate: str) -> list[Story]:
    """Return what the desk is shown of each payment for a car, the newest first."""
    wish = VehicleWish(vehicle=Vehicle(plate=plate, type=VehicleType.CAR))
    seen = things.see_vehicle(office.context, SHELL, wish, things.owed(office.context, wish.vehicle))
    return [story.see(office.context, SHELL, PaymentWish(id=one.id)) for one in seen.payments]


def i_paid(office: StaffStage) -> None:
    assert tells(office, "payment.unknown") == [Tell.UNKNOWN, Tell.NOT_CHARGED, Tell.PAID]
    assert [bill.state.value for bill in vehicle(office, "payment.unknown").bills] == ["being-paid", "being-paid"]


def no_code(office: StaffStage) -> None:
    mobile = Mobile.parse(KEYS["text.refused"].key).digits
    seen = numbers.see(office.context, SHELL, NumberWish(mobile=mobile))
    assert [text.state for text in seen.texts] == ["failed", "failed", "failed"]
    assert [limit.kind for limit in seen.limits] == [LimitKind.SEND_LATER]
    assert seen.person is None


def bound_by_another(office: StaffStage) -> None:
    seen = vehicle(office, "claim.open")
    assert seen.binding is not None
    assert office.clock.now() - seen.binding.bound_at > timedelta(days=30)
    (claim,) = seen.claims
    both = things.see_claim(office.context, SHELL, ClaimWish(number=claim.number))
    assert both.claim.outcome is None
    assert "國" not in both.model_dump_json()


def paid_twice(office: StaffStage) -> None:
    assert tells(office, "payment.second-transaction") == [Tell.PAID, Tell.REFUNDED]
    newest = vehicle(office, "payment.second-transaction").payments[0]
    reported = story.see(office.context, SHELL, PaymentWish(id=newest.id))
    assert [move.kind for move in reported.movements] == ["charge", "charge", "refund"]
    assert [(one.reason, one.status) for one in reported.refunds] == [("second-charge", "refunded")]


def disputed(office: StaffStage) -> None:
    bills = vehicle(office, "ticket.disputed").bills
    assert {bill.stage.value for bill in bills} >= {"general"}
    assert len({bill.stage for bill in bills}) == 2
    seen = things.see_ticket(office.context, SHELL, TicketWish(number=bills[0].number))
    assert seen.lines


def at_a_kiosk(office: StaffStage) -> None:
    seen = things.see_support_code(office.context, SHELL, SupportWish(code=KEYS["payment.at-kiosk"].key))
    assert (seen.terminal_name, seen.problem) == ("信義 2 號機", "unavailable")
    assert tells(office, "payment.at-kiosk") == [Tell.NOT_CHARGED]


def lost_phone(office: StaffStage) -> None:
    binding = vehicle(office, "owner.lost-phone").binding
    assert binding is not None
    assert "0972-***-678" in {masked.shown for masked in binding.person.fields}


def number_waits(office: StaffStage) -> None:
    binding = vehicle(office, "owner.new-number").binding
    assert binding is not None
    assert binding.new_number is not None
    assert (binding.new_number.state, binding.new_number.decided_by) == ("waiting", "吳淑芬")


def objected(office: StaffStage) -> None:
    (bill,) = vehicle(office, "objection.open").bills[:1]
    assert bill.objection is Objection.OPEN
    seen = things.see_ticket(office.context, SHELL, TicketWish(number=bill.number)).objections[-1]
    assert (seen.outcome, seen.opened_by) == (None, "陳建宏")


SEEN: dict[str, Callable[[StaffStage], None]] = {
    "payment.unknown": i_paid,
    "text.refused": no_code,
    "claim.open": bound_by_another,
    "payment.second-transaction": paid_twice,
    "ticket.disputed": disputed,
    "payment.at-kiosk": at_a_kiosk,
    "owner.lost-phone": lost_phone,
    "owner.new-number": number_waits,
    "objection.open": objected,
}


def test_each_situation_that_is_listed_is_looked_at_here() -> None:
    assert SEEN.keys() == KEYS.keys()


@pytest.mark.parametrize("name", KEYS)
def test_a_situation_is_there_once_it_was_triggered(office: StaffStage, name: str) -> None:
    ids = situations.prepare(office.context, name, seed=1)
    assert ids
    SEEN[name](office)


@pytest.mark.parametrize("name", KEYS)
def test_a_clerk_finds_it_by_what_the_list_says(office: StaffStage, name: str) -> None:
    situations.prepare(office.context, name, seed=1)
    found = search.search(office.context, SHELL, DeskSearch(text=KEYS[name].key))
    kinds = {"text.refused": HitKind.NUMBER, "payment.at-kiosk": HitKind.SUPPORT_CODE}
    assert [hit.kind for hit in found.hits] == [kinds.get(name, HitKind.VEHICLE)]


@pytest.mark.parametrize("name", KEYS)
def test_it_is_there_again_when_it_is_triggered_again(office: StaffStage, name: str) -> None:
    situations.prepare(office.context, name, seed=1)
    office.clock.advance(86_400.0)
    again = situations.prepare(office.context, name, seed=1)
    assert again
    assert search.search(office.context, SHELL, DeskSearch(text=KEYS[name].key)).hits


class _UndoneError(Exception):
    pass


def tried(office: StaffStage, seed: int) -> Ids:
    """Return what a situation is made of, and undo it."""
    made: Ids = {}
    database = office.context.database
    with suppress(_UndoneError), database.write() as connection:
        inside = replace(office.context, database=OneTransaction(connection, database))
        made = situations.prepare(inside, "payment.second-transaction", seed)
        raise _UndoneError
    return made


def test_the_same_seed_at_the_same_moment_makes_the_same_orders(office: StaffStage) -> None:
    assert tried(office, 1) == tried(office, 1) != tried(office, 2)


@pytest.mark.long
def test_all_are_prepared_once_and_again_when_they_are_of_yesterday(office: StaffStage) -> None:
    assert situations.prepare_all(office.context, seed=1) == len(KEYS)
    assert situations.prepare_all(office.context, seed=1) == 0
    for check in SEEN.values():
        check(office)
    office.clock.advance(86_400.0)
    assert situations.prepare_all(office.context, seed=1) == len(KEYS)


def test_nothing_is_made_up_in_an_offices_database(database: Database) -> None:
    real = make_staff_stage(database, ManualClock())
    for name in KEYS:
        with pytest.raises(NotADemoError):
            situations.prepare(real.context, name, seed=1)
    with pytest.raises(NotADemoError):
        situations.prepare_all(real.context, seed=1)
    assert real.rows() == []


def test_a_name_that_is_none_is_reported(office: StaffStage) -> None:
    with pytest.raises(KeyError):
        situations.prepare(office.context, "payment.nonsense", seed=1)

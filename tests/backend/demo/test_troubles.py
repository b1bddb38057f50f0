"""What goes wrong without anybody's doing: brought about in the demo by name, and found at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kiosk.backend.demo import situations, trial
from kiosk.backend.demo.vehicles import demo_vehicles
from kiosk.backend.desk import numbers, search, story
from kiosk.backend.payments import unanswered
from kiosk.backend.registers import register
from kiosk.backend.staff.acting import Acting
from kiosk.backend.store.database import Database
from kiosk.backend.terminals import enrolment, fleet
from kiosk.backend.terminals.fleet import Trouble
from kiosk.contract.desk.search import DeskSearch
from kiosk.contract.desk.story import PaymentWish, Tell
from kiosk.contract.desk.things import LimitKind, NumberWish
from kiosk.domain.mobile import Mobile
from tests.backend.demo.test_situations import reported_of
from tests.backend.staff_stage import StaffStage, make_staff_stage
from tests.clock import ManualClock

SHELL = Acting.shell("tester", "host")
KEYS = {one.name: one.key for one in trial.troubles()}


@pytest.fixture
def office(database: Database) -> StaffStage:
    staged = make_staff_stage(database, ManualClock())
    now = staged.clock.now()
    staged.context.database.run(lambda connection: register.mark_demo(connection, now))
    return staged


def late_money(office: StaffStage) -> None:
    (reported,) = reported_of(office, KEYS["payment.late"])
    assert reported.tell is Tell.REFUNDED
    assert [move.kind for move in reported.movements] == ["charge", "refund"]


def a_case(office: StaffStage) -> None:
    (reported,) = reported_of(office, KEYS["payment.case"])
    assert reported.tell is Tell.UNKNOWN_LONG
    assert unanswered.keep(office.context) == 1


def a_provider_that_is_down(office: StaffStage) -> None:
    assert [reported.tell for reported in reported_of(office, KEYS["provider.down"])] == [Tell.UNKNOWN]


def a_late_text(office: StaffStage) -> None:
    seen = numbers.see(office.context, SHELL, NumberWish(mobile=Mobile.parse(KEYS["text.late"]).digits))
    assert [text.state for text in seen.texts] == ["expired"]


def only_the_counter_helps(office: StaffStage) -> None:
    seen = numbers.see(office.context, SHELL, NumberWish(mobile=Mobile.parse(KEYS["code.counter"]).digits))
    assert LimitKind.COUNTER in {limit.kind for limit in seen.limits}


def a_lost_terminal(office: StaffStage) -> None:
    with office.context.database.read() as connection:
        worst = fleet.standings(enrolment.listed(connection), office.clock.now())[0]
    assert worst.terminal.name == "中山 3 號機"
    assert Trouble.LOST in worst.troubles


SEEN: dict[str, Callable[[StaffStage], None]] = {
    "payment.late": late_money,
    "payment.case": a_case,
    "provider.down": a_provider_that_is_down,
    "text.late": a_late_text,
    "code.counter": only_the_counter_helps,
    "terminal.lost": a_lost_terminal,
}


def test_each_that_is_listed_is_looked_at_here_and_none_is_a_situation_or_a_vehicle_of_the_city() -> None:
    assert SEEN.keys() == KEYS.keys()
    assert not KEYS.keys() & {one.name for one in trial.situations()}
    cars = {one.car for one in (*trial.situations(), *trial.troubles()) if one.car is not None}
    assert not cars & {str(vehicle.plate) for vehicle in demo_vehicles()}


@pytest.mark.parametrize("name", KEYS)
def test_it_is_there_once_it_was_brought_about_and_again_a_day_later(office: StaffStage, name: str) -> None:
    assert situations.prepare(office.context, name, seed=1)
    SEEN[name](office)
    office.clock.advance(timedelta(days=1).total_seconds())
    assert situations.prepare(office.context, name, seed=1)
    if KEYS[name]:
        assert search.search(office.context, SHELL, DeskSearch(text=KEYS[name])).hits


def test_several_wait_for_a_provider_that_is_down(office: StaffStage) -> None:
    made = situations.prepare(office.context, "provider.down", seed=1)
    orders = [id for kind, id in made.items() if kind.startswith("order")]
    assert len(orders) == 4
    for order in orders:
        (hit,) = search.search(office.context, SHELL, DeskSearch(text=order)).hits
        assert story.see(office.context, SHELL, PaymentWish(id=hit.id)).tell is Tell.UNKNOWN

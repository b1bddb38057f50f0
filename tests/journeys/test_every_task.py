"""Every task is done by touch only and by keys only.

Tasks of one visitor are done in one visit, one after another. What a page offers anew and no one does in both ways
is noticed here, as is a page for phones that no browser has opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest

from kiosk.backend.proof import picture_codes
from kiosk.backend.vehicles import bindings
from kiosk.clock import ShiftedClock
from kiosk.contract.vehicles import ServiceChoice
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.domain.service import ServiceKind
from kiosk.screens.frame.trouble_kinds import Step
from kiosk.screens.owner.identities import Link, Unlink
from kiosk.screens.owner.owner_area import OwnerTask
from kiosk.screens.owner.owner_edit import OwnerField
from kiosk.screens.owner.vehicles import AddVehicle, EditVehicle, RemoveVehicle
from kiosk.screens.pay.bill import BillWants
from kiosk.screens.register.sign_in import Forgotten, WithPhone
from kiosk.screens.welcome.welcome import Pay, Plain, ReadArticles
from tests.clock import START
from tests.journeys import tasks
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.journeys.owners import another_owner, owner_at
from tests.journeys.tasks import DIGITS, OTHERS_PLATE, Person, Task
from tests.journeys.ways import WAYS
from tests.live_backend import LiveBackend

GUESTS: tuple[Task, ...] = (tasks.reads_the_picture, tasks.pays)
"""At a terminal that is not enrolled."""

VISITORS: tuple[Task, ...] = (
    tasks.finds_a_bill_by_its_paper,
    tasks.buys_a_pass,
    tasks.reads_what_the_office_says,
    tasks.learns_how_it_works,
)

NEWCOMERS: tuple[Task, ...] = (tasks.registers, tasks.registers_with_the_phone)

KNOWN: tuple[Task, ...] = (
    tasks.signs_in_and_links_an_account,
    tasks.signs_in_by_phone_and_unlinks_the_account,
    tasks.sets_a_forgotten_password,
)
"""From the welcome page into the owner's area and out of it."""

DRIVERS: tuple[Task, ...] = (
    tasks.pays_all_but_one,
    tasks.finds_the_receipt,
    tasks.binds_edits_and_removes_a_vehicle,
    tasks.claims_a_vehicle,
)
"""In the owner's area."""

MOVERS: tuple[Task, ...] = (
    tasks.changes_the_name,
    tasks.changes_the_address,
    tasks.changes_the_password,
    tasks.reads_messages,
    tasks.changes_the_number,
    tasks.reads_what_happened,
    tasks.closes_the_account,
)
"""In the owner's area, which the last one ends."""

DONE: dict[object, Task] = {
    Pay: tasks.pays,
    ReadArticles: tasks.reads_what_the_office_says,
    Plain.BUY_PASS: tasks.buys_a_pass,
    Plain.HOW_TO: tasks.learns_how_it_works,
    Plain.REGISTER: tasks.registers,
    Plain.SIGN_IN: tasks.signs_in_and_links_an_account,
    Forgotten: tasks.sets_a_forgotten_password,
    WithPhone: tasks.signs_in_by_phone_and_unlinks_the_account,
    BillWants.STORE_CODES: tasks.pays,
    BillWants.TAKE_ALONG: tasks.pays,
    OwnerTask.BILLS: tasks.pays_all_but_one,
    OwnerTask.VEHICLES: tasks.binds_edits_and_removes_a_vehicle,
    AddVehicle: tasks.binds_edits_and_removes_a_vehicle,
    EditVehicle: tasks.binds_edits_and_removes_a_vehicle,
    RemoveVehicle: tasks.binds_edits_and_removes_a_vehicle,
    Step.CLAIM: tasks.claims_a_vehicle,
    OwnerTask.MESSAGES: tasks.reads_messages,
    OwnerTask.PAID: tasks.finds_the_receipt,
    OwnerTask.EDIT: tasks.changes_the_name,
    OwnerField.NAME: tasks.changes_the_name,
    OwnerField.MOBILE: tasks.changes_the_number,
    OwnerField.EMAIL: tasks.changes_the_address,
    OwnerField.PASSWORD: tasks.changes_the_password,
    OwnerTask.HISTORY: tasks.reads_what_happened,
    OwnerTask.IDENTITIES: tasks.signs_in_and_links_an_account,
    Link: tasks.signs_in_and_links_an_account,
    Unlink: tasks.signs_in_by_phone_and_unlinks_the_account,
    OwnerTask.CLOSING: tasks.closes_the_account,
    OwnerTask.SIGN_OUT: tasks.signs_in_and_links_an_account,
}
"""By what a page answers with: who does it."""

OFFERED = (Pay, ReadArticles, *Plain, *BillWants, *OwnerTask, *OwnerField)
"""What can be chosen on the welcome page, for a bill, in the owner's area and of the owner's data."""

TWO_WAYS = pytest.mark.parametrize("way", WAYS)


def test_nothing_is_offered_that_no_visitor_does_in_both_ways() -> None:
    assert [one for one in OFFERED if one not in DONE] == []
    assert set(DONE.values()) <= {*GUESTS, *VISITORS, *NEWCOMERS, *KNOWN, *DRIVERS, *MOVERS}


@pytest.fixture
def sale(sqlite_demo_url: str) -> Iterator[LiveBackend]:
    """Serve the demo on the day when passes are on sale."""
    with LiveBackend(sqlite_demo_url, clock=ShiftedClock(START + timedelta(days=3))) as backend:
        yield backend


@pytest.mark.variants
@TWO_WAYS
async def test_a_guest_pays(backend: LiveBackend, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr(picture_codes, "new_digits", lambda: DIGITS)
    monkeypatch.setattr(picture_codes, "spoken", lambda _digits: b"RIFF")
    backend.token = ""
    async with kiosk_at(backend) as kiosk:
        await does(kiosk, way, GUESTS)


@pytest.mark.long
@TWO_WAYS
async def test_a_visitor_finds_buys_and_reads(sale: LiveBackend, way: str) -> None:
    async with kiosk_at(sale) as kiosk:
        await does(kiosk, way, VISITORS)


@pytest.mark.variants
@TWO_WAYS
async def test_a_newcomer_registers(backend: LiveBackend, way: str) -> None:
    async with kiosk_at(backend) as kiosk:
        await does(kiosk, way, NEWCOMERS)


@pytest.mark.long
@TWO_WAYS
async def test_an_owner_signs_in_by_each_means(backend: LiveBackend, way: str) -> None:
    async with kiosk_at(backend) as kiosk:
        await does(kiosk, way, KNOWN)


@pytest.mark.long
@TWO_WAYS
async def test_an_owner_pays_and_looks_after_vehicles(backend: LiveBackend, way: str) -> None:
    other, now = another_owner(backend), backend.clock.now()
    taken, services = Vehicle(plate=OTHERS_PLATE, type=VehicleType.CAR), (ServiceChoice(kind=ServiceKind.PAPERLESS),)
    with backend.database.write() as connection:
        bindings.bind(connection, other, taken, services, terminal_id=None, now=now)
    async with owner_at(backend) as kiosk:
        await does(kiosk, way, DRIVERS)


@pytest.mark.long
@TWO_WAYS
async def test_an_owner_changes_everything_and_closes_the_account(backend: LiveBackend, way: str) -> None:
    async with owner_at(backend) as kiosk:
        await does(kiosk, way, MOVERS)


async def does(kiosk: Kiosk, way: str, tasks: Sequence[Task]) -> None:
    """Do tasks one after another, in this way only."""
    await kiosk.until(lambda: kiosk.page in {"WelcomePage", "OwnerAreaPage"}, "where tasks begin")
    person = Person(WAYS[way](kiosk))
    for task in tasks:
        await task(person)
    assert person.way.strayed == []

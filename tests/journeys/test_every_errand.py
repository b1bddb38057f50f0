"""Every errand is done by touch alone and by keys alone.

Errands of one visitor are done in one visit, one after another. What a page offers anew and nobody does in both ways
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
from tests.journeys import errands
from tests.journeys.errands import DIGITS, OTHERS_PLATE, Errand, Person
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.journeys.owners import another_owner, owner_at
from tests.journeys.ways import WAYS
from tests.live_backend import LiveBackend

GUESTS: tuple[Errand, ...] = (errands.reads_the_picture, errands.pays)
"""At a terminal that nobody has enrolled."""

VISITORS: tuple[Errand, ...] = (
    errands.finds_a_bill_by_its_paper,
    errands.buys_a_pass,
    errands.reads_what_the_office_says,
    errands.learns_how_it_works,
)

NEWCOMERS: tuple[Errand, ...] = (errands.registers, errands.registers_with_the_phone)

KNOWN: tuple[Errand, ...] = (
    errands.signs_in_and_links_an_account,
    errands.signs_in_by_phone_and_unlinks_the_account,
    errands.sets_a_forgotten_password,
)
"""From the welcome page into the owner's area and out of it."""

DRIVERS: tuple[Errand, ...] = (
    errands.pays_all_but_one,
    errands.finds_the_receipt,
    errands.binds_edits_and_removes_a_vehicle,
    errands.claims_a_vehicle,
)
"""In the owner's area."""

MOVERS: tuple[Errand, ...] = (
    errands.changes_the_name,
    errands.changes_the_address,
    errands.changes_the_password,
    errands.reads_messages,
    errands.changes_the_number,
    errands.reads_what_happened,
    errands.closes_the_account,
)
"""In the owner's area, which the last one ends."""

DONE: dict[object, Errand] = {
    Pay: errands.pays,
    ReadArticles: errands.reads_what_the_office_says,
    Plain.BUY_PASS: errands.buys_a_pass,
    Plain.HOW_TO: errands.learns_how_it_works,
    Plain.REGISTER: errands.registers,
    Plain.SIGN_IN: errands.signs_in_and_links_an_account,
    Forgotten: errands.sets_a_forgotten_password,
    WithPhone: errands.signs_in_by_phone_and_unlinks_the_account,
    BillWants.STORE_CODES: errands.pays,
    BillWants.TAKE_ALONG: errands.pays,
    OwnerTask.BILLS: errands.pays_all_but_one,
    OwnerTask.VEHICLES: errands.binds_edits_and_removes_a_vehicle,
    AddVehicle: errands.binds_edits_and_removes_a_vehicle,
    EditVehicle: errands.binds_edits_and_removes_a_vehicle,
    RemoveVehicle: errands.binds_edits_and_removes_a_vehicle,
    Step.CLAIM: errands.claims_a_vehicle,
    OwnerTask.MESSAGES: errands.reads_messages,
    OwnerTask.PAID: errands.finds_the_receipt,
    OwnerTask.EDIT: errands.changes_the_name,
    OwnerField.NAME: errands.changes_the_name,
    OwnerField.MOBILE: errands.changes_the_number,
    OwnerField.EMAIL: errands.changes_the_address,
    OwnerField.PASSWORD: errands.changes_the_password,
    OwnerTask.HISTORY: errands.reads_what_happened,
    OwnerTask.IDENTITIES: errands.signs_in_and_links_an_account,
    Link: errands.signs_in_and_links_an_account,
    Unlink: errands.signs_in_by_phone_and_unlinks_the_account,
    OwnerTask.CLOSING: errands.closes_the_account,
    OwnerTask.SIGN_OUT: errands.signs_in_and_links_an_account,
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


@TWO_WAYS
async def test_a_guest_pays(backend: LiveBackend, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr(picture_codes, "new_digits", lambda: DIGITS)
    monkeypatch.setattr(picture_codes, "spoken", lambda _digits: b"RIFF")
    backend.token = ""
    async with kiosk_at(backend) as kiosk:
        await does(kiosk, way, GUESTS)


@TWO_WAYS
async def test_a_visitor_finds_buys_and_reads(sale: LiveBackend, way: str) -> None:
    async with kiosk_at(sale) as kiosk:
        await does(kiosk, way, VISITORS)


@TWO_WAYS
async def test_a_newcomer_registers(backend: LiveBackend, way: str) -> None:
    async with kiosk_at(backend) as kiosk:
        await does(kiosk, way, NEWCOMERS)


@TWO_WAYS
async def test_an_owner_signs_in_by_each_means(backend: LiveBackend, way: str) -> None:
    async with kiosk_at(backend) as kiosk:
        await does(kiosk, way, KNOWN)


@TWO_WAYS
async def test_an_owner_pays_and_looks_after_vehicles(backend: LiveBackend, way: str) -> None:
    other, now = another_owner(backend), backend.clock.now()
    taken, services = Vehicle(plate=OTHERS_PLATE, type=VehicleType.CAR), (ServiceChoice(kind=ServiceKind.PAPERLESS),)
    with backend.database.write() as connection:
        bindings.bind(connection, other, taken, services, terminal_id=None, now=now)
    async with owner_at(backend) as kiosk:
        await does(kiosk, way, DRIVERS)


@TWO_WAYS
async def test_an_owner_changes_everything_and_closes_the_account(backend: LiveBackend, way: str) -> None:
    async with owner_at(backend) as kiosk:
        await does(kiosk, way, MOVERS)


async def does(kiosk: Kiosk, way: str, errands: Sequence[Errand]) -> None:
    """Do errands one after another, in this way alone."""
    await kiosk.until(lambda: kiosk.page in {"WelcomePage", "OwnerAreaPage"}, "where errands begin")
    person = Person(WAYS[way](kiosk))
    for errand in errands:
        await errand(person)
    assert person.way.strayed == []

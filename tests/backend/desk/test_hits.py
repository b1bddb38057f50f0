"""What the one box shows of each thing that it finds, in which order, and from how many on it shows none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from kiosk.backend.desk.search import search
from kiosk.backend.payments.tables import payments
from kiosk.backend.registers import dunning
from kiosk.backend.staff.acting import Acting
from kiosk.backend.store.database import Database
from kiosk.backend.support import records
from kiosk.backend.support.records import Failure
from kiosk.backend.vehicles.tables import claims
from kiosk.contract.desk.search import MOST_HITS, DeskAnswer, DeskSearch, Hit, HitKind, KeyKind
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from tests.backend.city_stage import AGAIN, make_city_stage
from tests.backend.owner_rows import PAPERLESS, add_owner, bind
from tests.backend.payment_stage import DUE, NET, reference_of
from tests.backend.staff_stage import StaffStage
from tests.backend.vehicles.test_claims import claim
from tests.clock import START

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
MOTORCYCLE = Vehicle(plate="BKZ-5937", type=VehicleType.MOTORCYCLE)


@pytest.fixture
def clerk(office: StaffStage) -> Acting:
    return office.at_work(StaffRole.CLERK)


def found(office: StaffStage, acting: Acting, text: str) -> DeskAnswer:
    return search(office.context, acting, DeskSearch(text=text))


def hits(office: StaffStage, acting: Acting, text: str) -> list[Hit]:
    return list(found(office, acting, text).hits)


def test_a_ticket_shows_its_vehicle_state_fee_and_when_it_was_parked(office: StaffStage, clerk: Acting) -> None:
    number = office.payments.ticket()
    parked_at = START.replace(hour=1, minute=0) + timedelta(days=3 - 15)
    assert hits(office, clerk, number) == [
        Hit(
            kind=HitKind.TICKET,
            by=KeyKind.TICKET,
            id=number,
            plate=CAR.plate,
            vehicle_type=CAR.type,
            title=number,
            state="owed",
            amount=50,
            at=parked_at,
        )
    ]


def test_a_notice_shows_its_vehicle_and_stage(office: StaffStage, clerk: Acting) -> None:
    office.payments.ticket(due_on=DUE - timedelta(days=11))
    dunning.run(office.context.database, office.clock)
    assert hits(office, clerk, "100000001") == [
        Hit(
            kind=HitKind.TICKET,
            by=KeyKind.NOTICE,
            id="100000001",
            plate=CAR.plate,
            vehicle_type=CAR.type,
            title="100000001",
            state="ordinary",
        )
    ]


def test_a_payment_shows_what_it_costs_with_the_providers_fee_and_by_what_it_was_found(
    office: StaffStage, clerk: Acting
) -> None:
    payment = office.payments.create(office.payments.ticket())
    office.payments.pays(payment)
    with office.context.database.write() as connection:
        connection.execute(update(payments).values(fee=15))
    wanted = {
        payment.number: KeyKind.ORDER,
        f"R{payment.number}": KeyKind.RECEIPT,
        reference_of(payment.number): KeyKind.TRANSACTION,
    }
    for text, by in wanted.items():
        assert hits(office, clerk, text) == [
            Hit(
                kind=HitKind.PAYMENT,
                by=by,
                id=payment.id,
                title=payment.number,
                state="paid",
                amount=NET + 15,
                at=START,
            )
        ]


def test_a_vehicle_of_either_kind_is_a_hit_of_its_own(office: StaffStage, clerk: Acting) -> None:
    database = office.context.database
    for vehicle in (MOTORCYCLE, CAR):
        bind(database, add_owner(database), vehicle, PAPERLESS)
    assert hits(office, clerk, "bkz 5937") == [
        Hit(
            kind=HitKind.VEHICLE,
            by=KeyKind.PLATE,
            id="",
            plate=CAR.plate,
            vehicle_type=vehicle.type,
            title=CAR.plate,
        )
        for vehicle in (CAR, MOTORCYCLE)
    ]


def test_a_support_code_a_case_and_a_mobile_number_show_no_more_than_they_are(
    office: StaffStage, clerk: Acting
) -> None:
    failure = Failure("S-7ZK3M0W", START, "kiosk-1", "POST /v1/payments", "busy")
    office.context.database.run(lambda connection: records.keep(connection, [failure]))
    case = office.case(clerk)
    assert hits(office, clerk, "s7zk3mow") == [
        Hit(kind=HitKind.SUPPORT_CODE, by=KeyKind.SUPPORT_CODE, id="S-7ZK3M0W", title="S-7ZK3M0W", at=START)
    ]
    assert hits(office, clerk, case) == [
        Hit(kind=HitKind.CASE, by=KeyKind.CASE, id=case, title=case, state="open", at=START)
    ]
    assert hits(office, clerk, "0912345678") == [
        Hit(kind=HitKind.NUMBER, by=KeyKind.MOBILE, id="", title="0912-***-678")
    ]


def test_a_claim_shows_how_far_it_is(office: StaffStage, clerk: Acting) -> None:
    database = office.context.database
    bind(database, add_owner(database), CAR, PAPERLESS)
    number = claim(database, add_owner(database)).number
    steps: list[tuple[dict[str, object], str]] = [
        ({}, "open"),
        ({"outcome": "granted", "settled_at": START, "binding_id": 32 * "0"}, "granted"),
        ({"undone_at": START}, "undone"),
    ]
    for values, state in steps:
        if values:
            with database.write() as connection:
                connection.execute(update(claims).values(**values))
        assert hits(office, clerk, number) == [
            Hit(
                kind=HitKind.CLAIM,
                by=KeyKind.CLAIM,
                id=number,
                plate=CAR.plate,
                vehicle_type=CAR.type,
                title=number,
                state=state,
                at=START,
            )
        ]


def test_a_text_that_may_be_several_things_is_said_to_have_been_taken_for_each(
    office: StaffStage, clerk: Acting
) -> None:
    answer = found(office, clerk, "BKZ-5937")
    assert (answer.taken_for, answer.hits, answer.too_many, answer.as_of) == (
        (KeyKind.PLATE, KeyKind.TRANSACTION), (), False, START,
    )  # fmt: skip


def test_the_newest_stands_first_and_with_more_than_fifty_none_is_shown(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_HITS == 50
    city = make_city_stage(database)
    office = StaffStage(city.stage)
    clerk = office.at_work(StaffRole.CLERK)
    first = city.create(city.owes("HC11201234"))
    city.stage.clock.advance(1)
    second = city.create(city.owes("HC11201234", city=AGAIN), city=AGAIN)
    # A provider's number of the same letters finds them once more, and each is shown once.
    with database.write() as connection:
        connection.execute(update(payments).values(provider_reference="HC11201234"))
    for most, shown, too_many in ((2, [second.number, first.number], False), (1, [], True)):
        monkeypatch.setattr("kiosk.backend.desk.search.MOST_HITS", most)
        answer = found(office, clerk, "HC11201234")
        assert ([hit.title for hit in answer.hits], answer.too_many) == (shown, too_many)

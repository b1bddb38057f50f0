"""The one box: what a text is taken for, what it finds, and what is no key at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from kiosk.backend.desk import story, things
from kiosk.backend.desk.keys import keys_of
from kiosk.backend.desk.search import search
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.staff import subjects
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.tables import audit
from kiosk.backend.store.database import Database
from kiosk.backend.support import records
from kiosk.backend.support.records import Failure
from kiosk.backend.vehicles import claims
from kiosk.contract.desk.search import DeskAnswer, DeskSearch, HitKind, KeyKind
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.story import PaymentWish
from kiosk.contract.desk.things import VehicleSeen, VehicleWish
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from tests.backend.city_stage import AGAIN, make_city_stage
from tests.backend.owner_rows import PAPERLESS, add_owner, bind
from tests.backend.payment_stage import reference_of
from tests.backend.staff_stage import StaffStage

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
_K = KeyKind

SHAPES = {
    "bkz5937": {_K.PLATE, _K.TRANSACTION},
    "ＢＫＺ－５９３７": {_K.PLATE},
    "Q7158601D030025": {_K.TICKET, _K.TRANSACTION},
    "https://parkingfee.pma.gov.taipei/qr?tno=Q7158601D030025": {_K.TICKET, _K.TRANSACTION},
    "102006712": {_K.NOTICE, _K.TRANSACTION},
    "2611237ZK3M0": {_K.ORDER, _K.TRANSACTION, _K.TICKET},
    "261123-7zk 3mo": {_K.ORDER},
    "R2611237ZK3M0": {_K.RECEIPT, _K.TRANSACTION, _K.TICKET},
    "JK-88213-2026": {_K.TRANSACTION},
    "s-7zk3mow": {_K.SUPPORT_CODE, _K.TRANSACTION},
    "C2611237ZK3M": {_K.CLAIM, _K.TRANSACTION, _K.TICKET},
    "D261123-7ZK3": {_K.CASE, _K.TRANSACTION},
    "0912-345-678": {_K.MOBILE, _K.TRANSACTION},
    "+886 912 345 678": {_K.MOBILE},
    "hc11201234": {_K.TRANSACTION, _K.TICKET},
    "王小明": set(),
    "臺北市松山區八德路": set(),
    "林": set(),
    "": set(),
}


@pytest.mark.parametrize("text", SHAPES)
def test_a_texts_shape_tells_what_it_may_be(text: str) -> None:
    assert {key.kind for key in keys_of(text)} == SHAPES[text]


@given(st.text(max_size=200))
def test_whatever_is_typed_is_some_keys_or_none_and_each_kind_once(text: str) -> None:
    kinds = [key.kind for key in keys_of(text)]
    assert len(kinds) == len(set(kinds))


def found(office: StaffStage, acting: Acting, text: str) -> DeskAnswer:
    return search(office.context, acting, DeskSearch(text=text))


@pytest.mark.each_database
def test_everything_that_a_person_may_have_in_their_hand_is_found(office: StaffStage) -> None:
    database, acting = office.context.database, office.at_work(StaffRole.CLERK)
    number = office.payments.ticket()
    payment = office.payments.create(number)
    office.payments.confirm(payment)
    office.payments.worker.run_due()
    office.payments.pays(payment)
    holder, claimant = add_owner(database), add_owner(database)
    bind(database, holder, CAR, PAPERLESS)
    claim = database.run(
        lambda connection: claims.make(connection, claimant, CAR, terminal_id="kiosk-1", now=office.clock.now())
    )
    failure = Failure("S-7ZK3M0W", office.clock.now(), "kiosk-1", "POST /v1/payments", "busy")
    database.run(lambda connection: records.keep(connection, [failure]))
    case = office.case(acting)
    wanted = {
        "bkz 5937": (HitKind.VEHICLE, "BKZ-5937"),
        number: (HitKind.TICKET, number),
        payment.number: (HitKind.PAYMENT, payment.number),
        f"R{payment.number}": (HitKind.PAYMENT, payment.number),
        reference_of(payment.number): (HitKind.PAYMENT, payment.number),
        "s7zk3mow": (HitKind.SUPPORT_CODE, "S-7ZK3M0W"),
        claim.number: (HitKind.CLAIM, claim.number),
        case: (HitKind.CASE, case),
        "0912 345 678": (HitKind.NUMBER, "0912-***-678"),
    }
    for text, (kind, title) in wanted.items():
        answer = found(office, acting, text)
        assert [(hit.kind, hit.title) for hit in answer.hits] == [(kind, title)], text
        assert not answer.missing


@pytest.mark.each_database
def test_a_bill_of_another_city_that_was_paid_here_leads_to_its_payment(database: Database) -> None:
    city = make_city_stage(database)
    office = StaffStage(city.stage)
    acting = office.at_work(StaffRole.CLERK)
    payment = city.paid(city.owes("HC11201234"))
    again = city.create(city.owes("HC11201234", city=AGAIN), city=AGAIN)
    like_ours = city.create(city.owes("102006712"))
    for text in ("HC11201234", "hc11201234"):
        answer = found(office, acting, text)
        assert {(hit.by, hit.kind, hit.title) for hit in answer.hits} == {
            (KeyKind.TICKET, HitKind.PAYMENT, payment.number),
            (KeyKind.TICKET, HitKind.PAYMENT, again.number),
        }
    assert found(office, acting, "HC1120123").hits == ()
    assert [hit.title for hit in found(office, acting, "102006712").hits] == [like_ours.number]
    seen = story.see(office.context, acting, PaymentWish(id=payment.id))
    assert seen.other_city is not None
    assert "HC11201234" in seen.other_city


@pytest.mark.each_database
def test_a_plate_that_only_another_citys_bill_has_is_found_and_shows_what_was_paid(database: Database) -> None:
    city = make_city_stage(database)
    office = StaffStage(city.stage)
    acting = office.at_work(StaffRole.CLERK)
    assert found(office, acting, CAR.plate).hits == ()
    payment = city.paid(city.owes("HC11201234"))
    hit = found(office, acting, CAR.plate).hits[0]
    assert (hit.kind, hit.plate, hit.vehicle_type) == (HitKind.VEHICLE, CAR.plate, CAR.type)
    assert [one.number for one in seen_of(office, acting, CAR).payments] == [payment.number]
    other = Vehicle(plate=CAR.plate, type=VehicleType.MOTORCYCLE)
    assert seen_of(office, acting, other).payments == ()


def seen_of(office: StaffStage, acting: Acting, vehicle: Vehicle) -> VehicleSeen:
    return things.see_vehicle(office.context, acting, VehicleWish(vehicle=vehicle), None)


@pytest.mark.parametrize("text", ["BKZ", "5937", "Q7158601D03002", "0912345", "王小明", "小明", "八德路"])
def test_a_part_of_something_and_a_name_find_nothing_and_the_try_stands_in_the_audit(
    office: StaffStage, text: str
) -> None:
    database, acting = office.context.database, office.at_work(StaffRole.CLERK)
    office.payments.ticket()
    bind(database, add_owner(database, mobile="0912345678"), CAR, PAPERLESS)
    assert found(office, acting, text).hits == ()
    assert office.rows()[-1] == ("lin.yl", "search", "done")
    with database.read() as connection:
        row = connection.execute(select(audit).order_by(audit.c.number.desc()).limit(1)).one()
    assert (row.subject, row.fields, row.reason) == (subjects.of_text(office.context, text), "hits", None)


def test_a_case_of_another_office_is_not_found(office: StaffStage) -> None:
    acting = office.at_work(StaffRole.CLERK)
    far = office.acting(office.sign_in(office.hire("chen", StaffRole.CLERK, office="中山")))
    assert found(office, acting, office.case(far)).hits == ()


@pytest.mark.parametrize("text", ["BKZ\x1b[31m", "BKZ-5937\u202e", "BKZ\n5937", "\x00"])
def test_what_no_one_can_see_is_refused(office: StaffStage, text: str) -> None:
    with pytest.raises(Refusal):
        found(office, office.at_work(StaffRole.CLERK), text)


def test_an_auditor_searches_for_nothing(office: StaffStage) -> None:
    acting = office.at_work(StaffRole.AUDITOR)
    with pytest.raises(Exception, match="not-permitted"):
        found(office, acting, "BKZ-5937")
    assert office.rows()[-1] == ("lin.yl", "search", "refused:not-permitted")

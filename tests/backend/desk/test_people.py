"""People at the desk: masked, one field in full with a reason, and what happened to a number and a vehicle."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from kiosk.backend.desk import numbers, people, story, things
from kiosk.backend.ground.problems import DeskRefusal
from kiosk.backend.messages.tables import text_messages
from kiosk.backend.proof.statements import counts
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.tables import audit
from kiosk.contract.desk.masked import MaskedField, RevealReason, RevealWish
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.story import PaymentWish
from kiosk.contract.desk.things import ClaimWish, LimitKind, NumberWish, TicketWish, VehicleWish
from kiosk.contract.wire import Vehicle
from kiosk.domain.one_time_code import SHORT
from kiosk.domain.plate import VehicleType
from tests.backend.owner_rows import PAPERLESS, add_owner, bind
from tests.backend.staff_stage import StaffStage
from tests.backend.vehicles.test_claims import claim

MOBILE = "0912345678"
CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)


def reveal(office: StaffStage, acting: Acting, person: str, field: MaskedField, case: str) -> Any:
    wish = RevealWish(case=case, person=person, field=field, reason=RevealReason.CALL_BACK)
    return people.reveal(office.context, acting, wish)


def test_a_number_shows_its_account_masked_its_messages_and_no_text_or_code(office: StaffStage) -> None:
    acting, database = office.at_work(StaffRole.CLERK), office.context.database
    owner, now = add_owner(database, mobile=MOBILE), office.clock.now()
    old = now - timedelta(days=31)
    for at, silent in ((now, 0), (now, 1), (old, 0)):
        row = {
            "kind": "code",
            "mobile": MOBILE,
            "sealed": b"the text",
            "made_at": at,
            "not_before": at,
            "silent": silent,
        }
        key = f"{at}{silent}"[:32]
        with database.write() as connection:
            connection.execute(
                insert(text_messages).values(
                    **row, id=key, dedup_key=key, valid_until=at, changed_at=at, terminal_id="kiosk-1"
                )
            )
    seen = numbers.see(office.context, acting, NumberWish(mobile=MOBILE))
    assert seen.person is not None
    assert seen.person.id == owner
    assert [field.shown for field in seen.person.fields] == ["王○明", "0912-***-678"]
    assert [(one.kind, one.state, one.terminal_name) for one in seen.texts] == [("code", "waiting", "kiosk-1")]
    assert MOBILE not in seen.model_dump_json()


def test_the_limits_that_hold_for_a_number_are_reported_with_their_ends(office: StaffStage) -> None:
    acting, database, now = office.at_work(StaffRole.CLERK), office.context.database, office.clock.now()
    until = now + timedelta(minutes=15)

    def pause(connection: Any) -> None:
        counts.hold_number(connection, MOBILE)
        counts.pause(connection, MOBILE, SHORT, until)

    database.run(pause)
    limits = numbers.see(office.context, acting, NumberWish(mobile=MOBILE)).limits
    assert [(one.kind, one.about, one.until) for one in limits] == [(LimitKind.PAUSED, "short", until)]
    with database.write() as connection:
        for _ in range(30):
            counts.add_wrong(connection, MOBILE, SHORT, "kiosk-1", now)
    limits = numbers.see(office.context, acting, NumberWish(mobile=MOBILE)).limits
    assert LimitKind.COUNTER in {one.kind for one in limits}


def test_a_field_is_seen_in_full_with_a_reason_and_the_audit_has_its_name_and_not_its_value(office: StaffStage) -> None:
    acting, database = office.at_work(StaffRole.CLERK), office.context.database
    owner = add_owner(database, mobile=MOBILE)
    shown = reveal(office, acting, owner, MaskedField.MOBILE, office.case(acting))
    assert (shown.value, shown.shown_for, shown.left) == (MOBILE, 30.0, 29)
    assert MOBILE not in repr(shown)
    with database.read() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.number)).all()
    assert (rows[-1].operation, rows[-1].fields, rows[-1].reason) == ("person.reveal", "mobile", "call-back")
    assert MOBILE not in repr(rows)


def test_after_thirty_fields_in_an_hour_no_one_sees_another(office: StaffStage) -> None:
    acting = office.at_work(StaffRole.CLERK)
    owner, case = add_owner(office.context.database, mobile=MOBILE), office.case(acting)
    for _ in range(30):
        reveal(office, acting, owner, MaskedField.NAME, case)
    with pytest.raises(DeskRefusal) as refused:
        reveal(office, acting, owner, MaskedField.NAME, case)
    assert (refused.value.kind, refused.value.wait) == (DeskProblem.REVEALS_USED_UP, 3600.0)
    office.clock.advance(3600)
    assert reveal(office, acting, owner, MaskedField.NAME, case).left == 29


def test_a_field_is_not_seen_without_a_case_where_there_is_nothing_and_by_a_viewer(office: StaffStage) -> None:
    acting = office.at_work(StaffRole.CLERK)
    viewer = office.acting(office.sign_in(office.hire("viewer", StaffRole.VIEWER)))
    owner, case = add_owner(office.context.database, mobile=MOBILE), office.case(acting)
    wanted = [
        (acting, MaskedField.MOBILE, "D2611230000", DeskProblem.CASE_NEEDED),
        (acting, MaskedField.EMAIL, case, DeskProblem.NOT_MASKED),
        (viewer, MaskedField.NAME, case, DeskProblem.NOT_PERMITTED),
    ]
    for who, field, number, kind in wanted:
        with pytest.raises(DeskRefusal) as refused:
            reveal(office, who, owner, field, number)
        assert refused.value.kind is kind


def test_a_vehicle_shows_what_it_owes_its_tickets_payments_and_owner_masked(office: StaffStage) -> None:
    acting, database = office.at_work(StaffRole.CLERK), office.context.database
    owed, held = office.payments.ticket(1), office.payments.ticket(2)
    payment = office.payments.create(held)
    bind(database, add_owner(database, mobile=MOBILE), CAR, PAPERLESS)
    bills = things.owed(office.context, CAR)
    seen = things.see_vehicle(office.context, acting, VehicleWish(vehicle=CAR), bills)
    assert {ticket.number: ticket.status for ticket in seen.tickets} == {owed: "owed", held: "being-paid"}
    assert [one.number for one in seen.payments] == [payment.number]
    assert len(seen.bills) == 2
    assert not seen.bills_missing
    assert seen.binding is not None
    assert MOBILE not in seen.model_dump_json()
    silent = things.see_vehicle(office.context, acting, VehicleWish(vehicle=CAR), None)
    assert (silent.bills, silent.bills_missing) == ((), True)


def test_a_ticket_shows_how_its_amount_comes_about_and_its_payments(office: StaffStage) -> None:
    acting, number = office.at_work(StaffRole.CLERK), office.payments.ticket()
    payment = office.payments.create(number)
    seen = things.see_ticket(office.context, acting, TicketWish(number=number))
    assert seen.amount == sum(line.dollars for line in seen.lines) == payment.amount
    assert (seen.status, [one.number for one in seen.payments]) == ("being-paid", [payment.number])


@pytest.mark.each_database
def test_a_ticket_that_was_paid_with_its_notice_shows_that_payment_and_the_notice_its_state(
    office: StaffStage,
) -> None:
    number = office.payments.ticket()
    office.clock.advance(timedelta(days=60).total_seconds())
    office.payments.worker.run_daily()
    acting = office.at_work(StaffRole.CLERK)
    notice = things.see_ticket(office.context, acting, TicketWish(number=number)).tickets[0].notice
    assert notice is not None
    owed = things.see_ticket(office.context, acting, TicketWish(number=notice)).amount
    assert owed is not None
    payment = office.payments.create(notice, expected=owed)
    for one in (number, notice):
        seen = things.see_ticket(office.context, acting, TicketWish(number=one))
        assert [each.number for each in seen.payments] == [payment.number]
    assert bills_of(office, acting, payment.id) == [(notice, "being-paid")]
    office.payments.confirm(payment)
    office.payments.worker.run_due()
    office.payments.pays(payment)
    assert bills_of(office, acting, payment.id) == [(notice, "paid")]


def bills_of(office: StaffStage, acting: Acting, payment: str) -> list[tuple[str, str | None]]:
    return [(bill.number, bill.now) for bill in story.see(office.context, acting, PaymentWish(id=payment)).bills]


def test_a_claim_shows_two_sides_without_names(office: StaffStage) -> None:
    acting, database = office.at_work(StaffRole.CLERK), office.context.database
    holder, claimant = add_owner(database), add_owner(database)
    bind(database, holder, CAR, PAPERLESS)
    number = claim(database, claimant).number
    seen = things.see_claim(office.context, acting, ClaimWish(number=number.lower()))
    assert (seen.claim.number, seen.services, seen.paid_in_this_time) == (number, ("paperless",), 0)
    reported = seen.model_dump_json()
    assert not {holder, claimant, "王"} & {word for word in (holder, claimant, "王") if word in reported}

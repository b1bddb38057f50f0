"""Owners see in their history what the counter saw and changed: when, where and why, and never who it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.backend.desk import numbers, people, things
from kiosk.backend.ground import retention
from kiosk.backend.messages import owner_log
from kiosk.backend.owners import history, readmission
from kiosk.backend.owners.statements import accounts
from kiosk.backend.registers import objection_acts, objections
from kiosk.backend.staff.acting import Acting
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles import bindings, claims, undoing
from kiosk.contract.desk.masked import MaskedField, RevealReason, RevealWish
from kiosk.contract.desk.objections import ObjectionDeciding, ObjectionOpening, ObjectionReason
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.things import NumberWish, TicketWish, VehicleWish
from kiosk.contract.owners import OwnerEventKind, StaffDeed
from tests.backend.books import SHELL
from tests.backend.owner_rows import add_owner, bind
from tests.backend.staff_stage import OFFICE, StaffStage, make_staff_stage
from tests.backend.vehicles.test_claims import CAR, claim
from tests.clock import ManualClock

MOBILE = "0912345678"


@pytest.fixture
def office(database: Database) -> StaffStage:
    return make_staff_stage(database, ManualClock())


def shown(office: StaffStage, owner: str) -> list[StaffDeed]:
    with office.context.database.read() as connection:
        return list(history.by_staff(connection, office.context, owner, {OFFICE: "Songshan"}))


def kinds(office: StaffStage, owner: str) -> list[str]:
    return [deed.kind for deed in shown(office, owner)]


def view_vehicle(office: StaffStage, clerk: Acting, case: str | None = None) -> None:
    things.see_vehicle(office.context, clerk, VehicleWish(vehicle=CAR, case=case), None)


def test_an_owner_reads_what_was_looked_at_revealed_and_changed_and_why(office: StaffStage, database: Database) -> None:
    owner, other = add_owner(database, mobile=MOBILE), add_owner(database)
    clerk = office.at_work(StaffRole.CLERK)
    case = office.case(clerk)
    bind(database, owner, CAR)
    office.clock.advance(60)
    view_vehicle(office, clerk)
    numbers.see(office.context, clerk, NumberWish(mobile=MOBILE, case=case))
    wish = RevealWish(case=case, person=owner, field=MaskedField.EMAIL, reason=RevealReason.CALL_BACK)
    with pytest.raises(Exception, match="field-not-there"):
        people.reveal(office.context, clerk, wish)
    people.reveal(office.context, clerk, wish.model_copy(update={"field": MaskedField.NAME}))
    readmission.readmit(office.context, SHELL, MOBILE)
    found = shown(office, owner)
    assert [(deed.kind, deed.reason) for deed in found] == [
        ("readmitted", None),
        ("revealed-name", "call-back"),
        ("looked", None),
        ("looked", None),
    ]
    assert [(deed.place, deed.place_en) for deed in found[1:]] == [(OFFICE, "Songshan")] * 3
    assert found[0].place == office.context.terms.payee, "a command is given where the backend is"
    assert "lin" not in repr(found)
    assert "林" not in repr(found)
    assert kinds(office, other) == []


def test_what_is_looked_at_again_in_one_case_is_one_line(office: StaffStage, database: Database) -> None:
    owner, clerk = add_owner(database), office.at_work(StaffRole.CLERK)
    bind(database, owner, CAR)
    cases = [office.case(clerk) for _ in range(2)]
    for case in (*cases, *cases, cases[1]):
        office.clock.advance(1)
        view_vehicle(office, clerk, case)
    assert [deed.at for deed in shown(office, owner)] == [office.clock.now(), office.clock.now() - timedelta(seconds=2)]


def test_what_was_looked_at_before_or_after_a_vehicle_was_theirs_is_not_an_owners_to_know(
    office: StaffStage, database: Database
) -> None:
    former, owner = add_owner(database), add_owner(database)
    clerk = office.at_work(StaffRole.CLERK)
    view_vehicle(office, clerk)
    office.clock.advance(60)
    bound = bind(database, former, CAR, now=office.clock.now())
    view_vehicle(office, clerk)
    office.clock.advance(60)
    end = office.clock.now()
    database.run(lambda connection: bindings.unbind(connection, former, bound.id, terminal_id=None, now=end))
    view_vehicle(office, clerk)
    office.clock.advance(60)
    bind(database, owner, CAR, now=office.clock.now())
    view_vehicle(office, clerk)
    view_vehicle(office, clerk)
    assert [deed.at for deed in shown(office, former)] == [end - timedelta(seconds=60)]
    assert [deed.at for deed in shown(office, owner)] == [office.clock.now()] * 2


def test_what_was_looked_at_while_a_claim_that_was_undone_held_is_the_claimants_to_know(
    office: StaffStage, database: Database
) -> None:
    former, claimant = add_owner(database), add_owner(database)
    bind(database, former, CAR)
    clerk, number = office.at_work(StaffRole.CLERK), claim(database, claimant).number
    office.clock.advance(60)
    view_vehicle(office, clerk)
    before = office.clock.now()
    office.clock.advance(60)
    database.run(lambda connection: claims.let_have(connection, number, office.clock.now()))
    office.clock.advance(60)
    view_vehicle(office, clerk)
    between = office.clock.now()
    office.clock.advance(60)
    database.run(lambda connection: undoing.give_back(connection, number, office.clock.now()))
    office.clock.advance(60)
    view_vehicle(office, clerk)
    assert [deed.at for deed in shown(office, former)] == [office.clock.now(), before]
    assert [deed.at for deed in shown(office, claimant)] == [between]


@pytest.mark.each_database
def test_what_was_done_about_the_former_holder_of_a_number_never_becomes_the_present_owners_to_know(
    office: StaffStage, database: Database
) -> None:
    owner, clerk = add_owner(database), office.at_work(StaffRole.CLERK)
    numbers.see(office.context, clerk, NumberWish(mobile=MOBILE, case=office.case(clerk)))
    for mobile in ("0955000123", MOBILE):
        office.clock.advance(60)
        with database.write() as connection:
            accounts.change(connection, owner, mobile=mobile)
            owner_log.note(connection, owner, OwnerEventKind.MOBILE_CHANGED, office.clock.now())
    forget, later = retention.PARTS["owner-events"], office.clock.now() + 2 * retention.OWNERS
    assert (forget(database, later), forget(database, later)) == (1, 0)
    assert shown(office, owner) == []
    with database.write() as connection:
        accounts.close(connection, owner, later)
    assert forget(database, later) == 1


def test_what_was_refused_was_not_seen(office: StaffStage, database: Database) -> None:
    owner, clerk = add_owner(database), office.at_work(StaffRole.CLERK)
    wish = RevealWish(case="D2611230000", person=owner, field=MaskedField.NAME, reason=RevealReason.CALL_BACK)
    with pytest.raises(Exception, match="case-needed"):
        people.reveal(office.context, clerk, wish)
    assert shown(office, owner) == []


@pytest.mark.long
def test_the_longest_history_is_a_hundred_lines(office: StaffStage, database: Database) -> None:
    owner, clerk = add_owner(database), office.at_work(StaffRole.CLERK)
    bind(database, owner, CAR)
    for _ in range(101):
        view_vehicle(office, clerk)
    assert len(shown(office, owner)) == 100


def test_an_owner_reads_that_a_ticket_was_objected_to_and_that_the_objection_was_rejected(
    office: StaffStage, database: Database
) -> None:
    owner, clerk = add_owner(database), office.at_work(StaffRole.CLERK)
    number, other = office.payments.ticket(1), office.payments.ticket(2, plate="AB-1234")
    bind(database, owner, CAR)
    office.clock.advance(60)
    for ticket in (number, other):
        wish = ObjectionOpening(
            ticket=ticket, reason=ObjectionReason.WRONG_TIME, words="十點就開走了", case=office.case(clerk)
        )
        objections.begin(office.context, clerk, wish)
    (objection,) = things.see_ticket(office.context, clerk, TicketWish(number=number)).objections
    senior = office.at_work(StaffRole.SENIOR, name="wu.sf")
    office.clock.advance(60)
    deciding = ObjectionDeciding(ticket=number, objection=objection.id, case=office.case(senior))
    objection_acts.reject(office.context, senior, deciding)
    assert kinds(office, owner) == ["objection-rejected", "objection-opened"]
    assert "十點" not in repr(shown(office, owner))

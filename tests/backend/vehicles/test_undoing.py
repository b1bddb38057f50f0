"""Undoing a granted claim: within a week the vehicle is back where it was, with what was on, and both can see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from sqlalchemy import update

from kiosk.backend.desk import things
from kiosk.backend.desk.acts import acts
from kiosk.backend.ground.problems import Refused
from kiosk.backend.owners import history
from kiosk.backend.owners.tables import owners
from kiosk.backend.staff import approvals
from kiosk.backend.staff.acting import Acting
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles import bindings, claim_acts, claims
from kiosk.contract.desk.approvals import ApprovalState, Reason
from kiosk.contract.desk.claims import ClaimArguments
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.things import ClaimWish
from kiosk.contract.owners import OwnerEventKind
from kiosk.contract.vehicles import MOST_VEHICLES, BoundVehicle, ServiceChoice
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.domain.service import ServiceKind
from tests.backend.books import SHELL, books
from tests.backend.owner_rows import PAPERLESS, add_owner, bind, notified
from tests.backend.staff_stage import StaffStage, make_staff_stage
from tests.backend.vehicles.test_claim_acts import case_with_proof, claimed
from tests.backend.vehicles.test_claims import CAR, claim, plates
from tests.clock import ManualClock

pytestmark = pytest.mark.each_database

DAY = 86_400.0
NONE: Mapping[str, str] = {}


@pytest.fixture
def office(database: Database) -> StaffStage:
    return make_staff_stage(database, ManualClock())


def grant(office: StaffStage, number: str) -> None:
    claims.grant(books(office.context.database, office.clock.now()), SHELL, number)


def undo(office: StaffStage, acting: Acting, wanted: ClaimArguments) -> None:
    approvals.without_approval(office.context, acting, claim_acts.UNDO, wanted, case=case_with_proof(office, acting))


def refused(work: Callable[[], object]) -> tuple[object, str | None]:
    with pytest.raises(Refused) as refusal:
        work()
    return refusal.value.kind, refusal.value.state


def bound(office: StaffStage, owner: str) -> tuple[BoundVehicle, ...]:
    with office.context.database.read() as connection:
        return bindings.listed(connection, owner, office.clock.now()).vehicles


def test_the_former_owner_has_the_vehicle_again_as_though_it_had_never_gone(office: StaffStage) -> None:
    database = office.context.database
    holder, claimant, wanted = claimed(database)
    office.clock.advance(DAY)
    before = bound(office, holder)
    assert [one.kind for one in before[0].services] == [ServiceKind.PAPERLESS]
    grant(office, wanted.number)
    office.clock.advance(6 * DAY)
    undo(office, office.at_work(StaffRole.SENIOR), wanted)
    assert bound(office, holder) == before
    assert bound(office, claimant) == ()
    assert set(notified(database, holder)) == {"claim-against", "claim-lost", "claim-returned"}
    assert set(notified(database, claimant)) == {"claim-granted", "claim-undone"}
    assert office.rows()[-1] == ("lin.yl", "claim.undo", "done")


def test_what_was_given_up_before_the_vehicle_went_stays_given_up(office: StaffStage) -> None:
    database = office.context.database
    holder, _, wanted = claimed(database)
    office.clock.advance(DAY)
    (one,) = bound(office, holder)
    chosen = (ServiceChoice(kind=ServiceKind.REMINDER, start=9, end=12),)
    database.run(
        lambda connection: bindings.change_services(
            connection, holder, one.id, chosen, terminal_id="kiosk-1", now=office.clock.now()
        )
    )
    # By now the day is over on which it was given up: the same day on which everything ends with the binding.
    office.clock.advance(DAY)
    grant(office, wanted.number)
    undo(office, office.at_work(StaffRole.SENIOR), wanted)
    assert [kind.kind for kind in bound(office, holder)[0].services] == [ServiceKind.REMINDER]


def test_both_owners_read_of_it_in_their_history(office: StaffStage) -> None:
    database = office.context.database
    holder, claimant, wanted = claimed(database)
    grant(office, wanted.number)
    office.clock.advance(60)
    undo(office, office.at_work(StaffRole.SENIOR), wanted)
    other = add_owner(database)
    last = {holder: OwnerEventKind.VEHICLE_BOUND, claimant: OwnerEventKind.VEHICLE_UNBOUND}
    for owner in (holder, claimant, other):
        with database.read() as connection:
            seen = history.whole(connection, office.context, owner, NONE)
        assert ["claim-undone"] * (owner != other) == [deed.kind for deed in seen.by_staff]
        if owner != other:
            assert (seen.events[0].kind, seen.events[0].subject) == (last[owner], CAR.plate)
            assert "玲" not in seen.model_dump_json()


def test_after_a_week_it_cannot_be_undone_and_until_then_the_desk_says_until_when(office: StaffStage) -> None:
    _, claimant, wanted = claimed(office.context.database)
    senior = office.at_work(StaffRole.SENIOR)

    def until() -> object:
        return things.see_claim(office.context, senior, ClaimWish(number=wanted.number)).undo_until

    assert until() is None
    grant(office, wanted.number)
    ends = office.clock.now() + timedelta(days=7)
    assert until() == ends
    office.clock.advance(7 * DAY + 1)
    senior = office.acting(office.sign_in("lin.yl"))
    assert until() is None
    assert refused(lambda: undo(office, senior, wanted)) == (DeskProblem.UNDO_REFUSED, "late")
    assert plates(office.context.database, claimant) == [CAR.plate]


def test_it_is_undone_once_and_only_where_it_was_granted(office: StaffStage) -> None:
    database = office.context.database
    holder, claimant, wanted = claimed(database)
    senior = office.at_work(StaffRole.SENIOR)
    assert refused(lambda: undo(office, senior, wanted)) == (DeskProblem.UNDO_REFUSED, "open")
    grant(office, wanted.number)
    undo(office, senior, wanted)
    assert refused(lambda: undo(office, senior, wanted)) == (DeskProblem.UNDO_REFUSED, "undone")
    assert things.see_claim(office.context, senior, ClaimWish(number=wanted.number)).claim.outcome == "undone"
    again = ClaimArguments(number=claim(database, claimant).number)
    claims.refuse(books(database, office.clock.now()), SHELL, again.number)
    assert refused(lambda: undo(office, senior, again)) == (DeskProblem.UNDO_REFUSED, "refused")
    assert (plates(database, holder), plates(database, claimant)) == ([CAR.plate], [])


def test_what_two_people_took_a_single_one_does_not_turn_round(office: StaffStage) -> None:
    database = office.context.database
    holder, _, wanted = claimed(database)
    office.clock.advance(31 * DAY)
    grant(office, wanted.number)
    clerk, senior = office.at_work(StaffRole.CLERK), office.at_work(StaffRole.SENIOR, name="wu.mh")
    assert refused(lambda: undo(office, senior, wanted)) == (DeskProblem.APPROVAL_NEEDED, None)
    case = case_with_proof(office, clerk)
    asked = approvals.ask(office.context, clerk, claim_acts.UNDO, wanted, case=case, reason=Reason.OUR_MISTAKE)
    known = acts(office.context)
    approvals.decide(office.context, senior, known, asked.id, approve=True)
    approvals.execute(office.context, senior, known, asked.id)
    assert plates(database, holder) == [CAR.plate]


def test_what_was_asked_about_one_that_is_undone_by_now_is_turned_down_and_not_approved(office: StaffStage) -> None:
    _, _, wanted = claimed(office.context.database)
    grant(office, wanted.number)
    clerk, senior = office.at_work(StaffRole.CLERK), office.at_work(StaffRole.SENIOR, name="wu.mh")
    case = case_with_proof(office, clerk)
    asked = approvals.ask(office.context, clerk, claim_acts.UNDO, wanted, case=case, reason=Reason.OUR_MISTAKE)
    undo(office, senior, wanted)
    deciding = (office.context, senior, acts(office.context), asked.id)
    assert refused(lambda: approvals.decide(*deciding, approve=True)) == (DeskProblem.UNDO_REFUSED, "undone")
    assert approvals.decide(*deciding, approve=False).state is ApprovalState.REFUSED


def test_a_vehicle_that_somebody_else_has_bound_since_stays_with_them(office: StaffStage) -> None:
    database = office.context.database
    holder, claimant, wanted = claimed(database)
    grant(office, wanted.number)
    (one,) = bound(office, claimant)
    now = office.clock.now()
    database.run(lambda connection: bindings.unbind(connection, claimant, one.id, terminal_id=None, now=now))
    third = add_owner(database)
    bind(database, third, CAR, PAPERLESS)
    senior = office.at_work(StaffRole.SENIOR)
    assert refused(lambda: undo(office, senior, wanted)) == (DeskProblem.UNDO_REFUSED, "moved")
    assert (plates(database, holder), plates(database, third)) == ([], [CAR.plate])


def test_one_that_the_claimant_has_let_go_of_goes_back_all_the_same(office: StaffStage) -> None:
    database = office.context.database
    holder, claimant, wanted = claimed(database)
    grant(office, wanted.number)
    (one,) = bound(office, claimant)
    now = office.clock.now()
    database.run(lambda connection: bindings.unbind(connection, claimant, one.id, terminal_id=None, now=now))
    undo(office, office.at_work(StaffRole.SENIOR), wanted)
    assert (plates(database, holder), plates(database, claimant)) == ([CAR.plate], [])


def test_one_that_the_claimant_has_let_go_of_and_bound_anew_goes_back_all_the_same(office: StaffStage) -> None:
    database = office.context.database
    holder, claimant, wanted = claimed(database)
    grant(office, wanted.number)
    (one,) = bound(office, claimant)
    now = office.clock.now()
    database.run(lambda connection: bindings.unbind(connection, claimant, one.id, terminal_id=None, now=now))
    bind(database, claimant, CAR, PAPERLESS, now=now)
    undo(office, office.at_work(StaffRole.SENIOR), wanted)
    assert (plates(database, holder), plates(database, claimant)) == ([CAR.plate], [])


def test_where_there_is_no_one_or_no_room_to_give_it_back_to_nothing_changes(office: StaffStage) -> None:
    database = office.context.database
    holder, claimant, wanted = claimed(database)
    grant(office, wanted.number)
    for serial in range(MOST_VEHICLES):
        bind(database, holder, Vehicle(plate=f"AAA-{serial:04}", type=VehicleType.CAR), PAPERLESS)
    senior = office.at_work(StaffRole.SENIOR)
    assert refused(lambda: undo(office, senior, wanted)) == (DeskProblem.UNDO_REFUSED, "full")
    gone = update(owners).where(owners.c.id == holder)
    with database.write() as connection:
        connection.execute(gone.values(mobile=None, name=None, password_hash=None, closed_at=office.clock.now()))
    assert refused(lambda: undo(office, senior, wanted)) == (DeskProblem.UNDO_REFUSED, "left")
    assert plates(database, claimant) == [CAR.plate]

"""Deciding on a claim at the desk: by one person while the binding is young, by two people once it is old."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from kiosk.backend.desk import things
from kiosk.backend.desk.acts import acts
from kiosk.backend.ground.problems import DeskRefusal, Refused
from kiosk.backend.staff import approvals, cases
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.approvals import Act
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles import claim_acts
from kiosk.contract.desk.approvals import Approval, ApprovalState, Reason
from kiosk.contract.desk.cases import Proof, ProofSeen
from kiosk.contract.desk.claims import ClaimArguments
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.things import ClaimWish
from kiosk.contract.problems import ProblemKind
from tests.backend.owner_rows import PAPERLESS, add_owner, bind
from tests.backend.staff_stage import StaffStage, make_staff_stage
from tests.backend.vehicles.test_claims import CAR, claim, plates
from tests.clock import ManualClock

DAY = 86_400.0


@pytest.fixture
def office(database: Database) -> StaffStage:
    return make_staff_stage(database, ManualClock())


def why(work: Callable[[], object]) -> object:
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.kind


def case_with_proof(office: StaffStage, acting: Acting) -> str:
    case = office.case(acting)
    cases.record_proof(office.context, acting, ProofSeen(case=case, proof=Proof.ID_AND_LICENCE))
    return case


def claimed(database: Database) -> tuple[str, str, ClaimArguments]:
    """Return who has a vehicle bound, who claims it, and the claim."""
    holder, claimant = add_owner(database), add_owner(database)
    bind(database, holder, CAR, PAPERLESS)
    return holder, claimant, ClaimArguments(number=claim(database, claimant).number)


def decide(office: StaffStage, acting: Acting, wanted: ClaimArguments, *, grant: bool = True) -> None:
    act = claim_acts.GRANT if grant else claim_acts.REFUSE
    approvals.without_approval(office.context, acting, act, wanted, case=case_with_proof(office, acting))


def asked(office: StaffStage, acting: Acting, wanted: ClaimArguments) -> Approval:
    case = case_with_proof(office, acting)
    return approvals.ask(
        office.context, acting, claim_acts.GRANT, wanted, case=case, reason=Reason.PAPERS_SEEN
    )  # fmt: skip


def test_a_senior_who_has_seen_the_papers_grants_a_young_binding_directly(
    office: StaffStage, database: Database
) -> None:
    holder, claimant, wanted = claimed(database)
    senior = office.at_work(StaffRole.SENIOR)
    act, case = claim_acts.GRANT, office.case(senior)
    assert (
        why(lambda: approvals.without_approval(office.context, senior, act, wanted, case=case))
        is DeskProblem.PROOF_NEEDED
    )
    decide(office, senior, wanted)
    assert (plates(database, holder), plates(database, claimant)) == ([], ["BKZ-5937"])
    assert why(lambda: decide(office, senior, wanted)) is DeskProblem.CLAIM_SETTLED
    assert why(lambda: decide(office, senior, ClaimArguments(number="C261123ZZZZZ"))) is ProblemKind.NOT_FOUND


def test_taking_a_vehicle_from_who_has_had_it_for_over_thirty_days_takes_two(
    office: StaffStage, database: Database
) -> None:
    holder, claimant, wanted = claimed(database)
    office.clock.advance(30 * DAY + 1)
    clerk, senior = office.at_work(StaffRole.CLERK), office.at_work(StaffRole.SENIOR, name="wu.mh")
    assert why(lambda: decide(office, senior, wanted)) is DeskProblem.APPROVAL_NEEDED
    assert why(lambda: decide(office, clerk, wanted)) is DeskProblem.NOT_PERMITTED
    request = asked(office, clerk, wanted)
    assert plates(database, holder) == ["BKZ-5937"]
    known = acts(office.context)
    approvals.decide(office.context, senior, known, request.id, approve=True)
    approvals.execute(office.context, senior, known, request.id)
    assert (plates(database, holder), plates(database, claimant)) == ([], ["BKZ-5937"])
    assert office.rows()[-1] == ("wu.mh", "claim.grant", "done")


def test_a_senior_asks_too_and_another_one_decides(office: StaffStage, database: Database) -> None:
    holder, _, wanted = claimed(database)
    one, other = (office.at_work(StaffRole.SENIOR, name=name) for name in ("wu.mh", "lin.yl"))
    request = asked(office, one, wanted)
    known = acts(office.context)
    with pytest.raises(DeskRefusal):
        approvals.decide(office.context, one, known, request.id, approve=True)
    approvals.decide(office.context, other, known, request.id, approve=False)
    assert plates(database, holder) == ["BKZ-5937"]


def test_leaving_a_vehicle_with_its_owner_takes_one_however_old_the_binding_is(
    office: StaffStage, database: Database
) -> None:
    holder, _, wanted = claimed(database)
    office.clock.advance(400 * DAY)
    decide(office, office.at_work(StaffRole.SENIOR), wanted, grant=False)
    assert plates(database, holder) == ["BKZ-5937"]


def test_a_claim_that_was_settled_between_decision_and_deed_is_not_settled_again(
    office: StaffStage, database: Database
) -> None:
    holder, claimant, wanted = claimed(database)
    clerk, senior = office.at_work(StaffRole.CLERK), office.at_work(StaffRole.SENIOR, name="wu.mh")
    request = asked(office, clerk, wanted)
    known = acts(office.context)
    approvals.decide(office.context, senior, known, request.id, approve=True)
    decide(office, senior, wanted, grant=False)
    assert why(lambda: approvals.execute(office.context, senior, known, request.id)) is DeskProblem.CLAIM_SETTLED
    assert (plates(database, holder), plates(database, claimant)) == (["BKZ-5937"], [])


def test_while_a_request_about_a_claim_waits_neither_way_is_asked_for_again(
    office: StaffStage, database: Database
) -> None:
    _, _, wanted = claimed(database)
    clerk, senior = office.at_work(StaffRole.CLERK), office.at_work(StaffRole.SENIOR, name="wu.mh")

    def asks(act: Act[ClaimArguments]) -> Approval:
        case = case_with_proof(office, clerk)
        return approvals.ask(office.context, clerk, act, wanted, case=case, reason=Reason.PAPERS_SEEN)

    def since() -> datetime | None:
        return things.see_claim(office.context, clerk, ClaimWish(number=wanted.number)).waits_since

    assert since() is None
    asked_at = office.clock.now()
    first = asks(claim_acts.GRANT)
    assert since() == asked_at
    for act in (claim_acts.GRANT, claim_acts.REFUSE):
        assert why(lambda act=act: asks(act)) is DeskProblem.REQUEST_WAITS  # type: ignore[misc]
    approvals.decide(office.context, senior, acts(office.context), first.id, approve=False)
    assert since() is None
    assert asks(claim_acts.REFUSE).state is ApprovalState.ASKED
    office.clock.advance(DAY)
    assert since() is None
    assert asks(claim_acts.GRANT).state is ApprovalState.ASKED, "what was asked for a day ago waits no longer"


def test_what_was_asked_about_a_claim_that_is_settled_by_now_is_turned_down_and_not_approved(
    office: StaffStage, database: Database
) -> None:
    _, _, wanted = claimed(database)
    clerk, senior = office.at_work(StaffRole.CLERK), office.at_work(StaffRole.SENIOR, name="wu.mh")
    request, known = asked(office, clerk, wanted), acts(office.context)
    decide(office, senior, wanted, grant=False)
    deciding = (office.context, senior, known, request.id)
    assert why(lambda: approvals.decide(*deciding, approve=True)) is DeskProblem.CLAIM_SETTLED
    assert approvals.decide(*deciding, approve=False).state is ApprovalState.REFUSED

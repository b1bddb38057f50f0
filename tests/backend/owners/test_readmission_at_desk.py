"""Codes again at the desk: after proof, three times a month by one person, and by two from then on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from kiosk.backend.desk import numbers
from kiosk.backend.desk.acts import acts
from kiosk.backend.ground.problems import Refused
from kiosk.backend.owners import history, readmission
from kiosk.backend.owners.statements import accounts
from kiosk.backend.proof import code_limits
from kiosk.backend.proof.statements import counts
from kiosk.backend.staff import approvals, cases
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.tables import approvals as approval_rows
from kiosk.backend.store.database import Database
from kiosk.contract.desk.approvals import Approval, ApprovalState, Reason
from kiosk.contract.desk.cases import Proof, ProofSeen
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.readmission import ReadmitAsking, ReadmitWish
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.things import LimitKind, NumberWish
from kiosk.contract.problems import ProblemKind
from kiosk.domain.one_time_code import SHORT
from tests.backend.owner_rows import add_owner, notified
from tests.backend.payments.test_payment_races import at_once
from tests.backend.staff_stage import StaffStage, make_staff_stage
from tests.clock import ManualClock

MOBILE = "0912345678"
DAY = 86_400.0


@pytest.fixture
def office(database: Database) -> StaffStage:
    return make_staff_stage(database, ManualClock())


def why(work: Callable[[], object]) -> object:
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.kind


def wrong(office: StaffStage, mobile: str = MOBILE, times: int = 30) -> None:
    """Type so many wrong codes for a number that only the counter goes on."""

    def typed(connection: Connection) -> None:
        code_limits.hold_number(connection, mobile)
        for _ in range(times):
            counts.add_wrong(connection, mobile, SHORT, "kiosk-1", office.clock.now())

    office.context.database.run(typed)


def limits(office: StaffStage, acting: Acting, mobile: str = MOBILE) -> list[LimitKind]:
    return [limit.kind for limit in numbers.see(office.context, acting, NumberWish(mobile=mobile)).limits]


def proven(office: StaffStage, acting: Acting) -> str:
    case = office.case(acting)
    cases.record_proof(office.context, acting, ProofSeen(case=case, proof=Proof.ID_AND_LICENCE))
    return case


def readmit(office: StaffStage, acting: Acting, mobile: str = MOBILE) -> None:
    readmission.without_approval(office.context, acting, ReadmitWish(mobile=mobile, case=proven(office, acting)))


def ask(office: StaffStage, acting: Acting, mobile: str = MOBILE) -> Approval:
    wish = ReadmitAsking(mobile=mobile, case=proven(office, acting), reason=Reason.PAPERS_SEEN)
    return readmission.ask(office.context, acting, wish)


def test_codes_can_be_typed_again_once_the_case_says_what_proof_was_seen(office: StaffStage) -> None:
    database = office.context.database
    owner = add_owner(database, mobile=MOBILE)
    clerk = office.at_work(StaffRole.CLERK)
    wrong(office)
    assert limits(office, clerk) == [LimitKind.COUNTER]
    bare = ReadmitWish(mobile=MOBILE, case=office.case(clerk))
    assert why(lambda: readmission.without_approval(office.context, clerk, bare)) is DeskProblem.PROOF_NEEDED
    assert office.rows()[-1] == ("lin.yl", "owner.readmit", "refused:proof-needed")
    readmit(office, clerk)
    assert limits(office, clerk) == []
    assert notified(database, owner) == ["readmitted"]
    assert ("lin.yl", "owner.readmit", "done") in office.rows()
    with database.read() as connection:
        kinds = [deed.kind for deed in history.by_staff(connection, office.context, owner, {})]
    assert "readmitted" in kinds


def test_a_number_without_an_account_is_let_have_codes_too_and_does_not_stand_in_the_audit(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    wrong(office)
    readmit(office, clerk)
    assert limits(office, clerk) == []
    with office.context.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM audit").all()
    assert MOBILE not in repr(rows)


@pytest.mark.parametrize("role", [StaffRole.VIEWER, StaffRole.FINANCE, StaffRole.OPERATOR, StaffRole.AUDITOR])
def test_staff_who_do_not_serve_let_no_number_have_codes(office: StaffStage, role: StaffRole) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    wish = ReadmitWish(mobile=MOBILE, case=proven(office, clerk))
    other = office.at_work(role, name="other")
    assert why(lambda: readmission.without_approval(office.context, other, wish)) is DeskProblem.NOT_PERMITTED


def test_the_fourth_time_within_thirty_days_takes_two(office: StaffStage) -> None:
    database = office.context.database
    owner = add_owner(database, mobile=MOBILE)
    clerk, senior = office.at_work(StaffRole.CLERK), office.at_work(StaffRole.SENIOR, name="wu.mh")
    for _ in range(3):
        wrong(office)
        readmit(office, clerk)
    wrong(office)
    assert why(lambda: readmit(office, clerk)) is DeskProblem.APPROVAL_NEEDED
    assert why(lambda: readmit(office, senior)) is DeskProblem.APPROVAL_NEEDED
    request = ask(office, clerk)
    assert request.arguments == {"owner": owner, "shown": "0912-***-678"}
    known = acts(office.context)
    assert why(lambda: approvals.decide(office.context, clerk, known, request.id, approve=True)) in {
        DeskProblem.NOT_PERMITTED, DeskProblem.OWN_REQUEST,
    }  # fmt: skip
    approvals.decide(office.context, senior, known, request.id, approve=True)
    assert limits(office, clerk) == [LimitKind.COUNTER]
    done = approvals.execute(office.context, senior, known, request.id)
    assert (done.state, limits(office, clerk)) == (ApprovalState.EXECUTED, [])
    with database.read() as connection:
        assert MOBILE not in repr(connection.execute(approval_rows.select()).all())


def test_after_thirty_days_one_person_is_enough_again(office: StaffStage) -> None:
    office.hire("lin.yl", StaffRole.CLERK)
    clerk = office.acting(office.sign_in("lin.yl"))
    for _ in range(3):
        readmit(office, clerk)
    office.clock.advance(30 * DAY + 1)
    clerk = office.acting(office.sign_in("lin.yl"))
    readmit(office, clerk)


@pytest.mark.each_database
def test_of_two_windows_at_once_the_second_counts_what_the_first_did(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    for _ in range(2):
        readmit(office, clerk)
    case = proven(office, clerk)

    def once(_: int) -> object:
        try:
            readmission.without_approval(office.context, clerk, ReadmitWish(mobile=MOBILE, case=case))
        except Refused as refused:
            return refused.kind
        return "done"

    assert sorted(map(str, at_once(4, once))) == ["approval-needed"] * 3 + ["done"]


def test_what_was_decided_on_holds_for_no_number_that_came_after_it(office: StaffStage) -> None:
    database = office.context.database
    owner = add_owner(database, mobile=MOBILE)
    clerk, senior = office.at_work(StaffRole.CLERK), office.at_work(StaffRole.SENIOR, name="wu.mh")
    request = ask(office, clerk)
    known = acts(office.context)
    approvals.decide(office.context, senior, known, request.id, approve=True)
    now = office.clock.now()
    with database.write() as connection:
        accounts.change(connection, owner, mobile="0987654321", changed_at=now)
    wrong(office, "0987654321")
    assert why(lambda: approvals.execute(office.context, senior, known, request.id)) is DeskProblem.APPROVAL_OVER
    assert limits(office, clerk, "0987654321") == [LimitKind.COUNTER]


def test_where_no_account_has_the_number_no_one_is_asked_and_that_is_written_down(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    assert why(lambda: ask(office, clerk)) is ProblemKind.NOT_FOUND
    assert office.rows()[-1] == ("lin.yl", "approval.ask", "refused:not-found")

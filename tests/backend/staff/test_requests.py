"""What a request that takes two people holds, who is asked for what, and what the audit has of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from kiosk.backend.ground.problems import DeskRefusal
from kiosk.backend.staff import approvals, cases
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.approvals import Act, Acts, Deed
from kiosk.backend.staff.statements import approvals as statements
from kiosk.backend.staff.tables import audit
from kiosk.contract.desk.approvals import Approval, ApprovalState
from kiosk.contract.desk.cases import Proof, ProofSeen
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import StaffRole
from tests.backend.staff.four_eyes import ACTS, REFUND, WANTED, Wanted, Why, times_done
from tests.backend.staff.test_approvals import asked, decided, executed, why
from tests.backend.staff_stage import OFFICE, StaffStage
from tests.clock import START

CLERK, SENIOR = StaffRole.CLERK, StaffRole.SENIOR
SECOND = timedelta(seconds=1)
READMIT: Act[Wanted] = replace(REFUND, operation="owner.readmit", work=lambda _connection, _deed: None)
"""Something that takes proof and no second factor."""


@pytest.fixture
def clerk(office: StaffStage) -> Acting:
    return office.at_work(CLERK)


@pytest.fixture
def senior(office: StaffStage) -> Acting:
    return office.at_work(SENIOR, name="wu.mh")


def test_a_request_shows_who_asked_decided_and_had_it_done_and_when(
    office: StaffStage, clerk: Acting, senior: Acting
) -> None:
    request = asked(office, clerk)
    assert request == Approval(
        id=request.id,
        operation="payment.refund",
        arguments={"payment": WANTED.payment, "seen": WANTED.seen},
        case=request.case,
        office=OFFICE,
        reason="paid-twice",
        state=ApprovalState.ASKED,
        asked_by=clerk.display_name,
        asked_at=START,
        expires_at=START + timedelta(days=1),
        own=True,
    )
    office.clock.advance(1)
    approved = decided(office, senior, request)
    assert approved == request.model_copy(
        update={
            "state": ApprovalState.APPROVED,
            "decided_by": senior.display_name,
            "decided_at": START + SECOND,
            "own": False,
        }
    )
    office.clock.advance(1)
    done = {"state": ApprovalState.EXECUTED, "executed_at": START + 2 * SECOND}
    assert executed(office, senior, request) == approved.model_copy(update=done)
    assert approvals.see(office.context, clerk, request.id) == approved.model_copy(update={**done, "own": True})


def test_a_request_is_decided_and_done_up_to_the_last_second_of_its_day(
    office: StaffStage, clerk: Acting, senior: Acting
) -> None:
    request = asked(office, clerk)
    office.clock.advance(86_399)
    assert office.context.database.run(lambda c: approvals.expire(c, office.clock.now())) == 0
    senior = replace(senior, factor_at=office.clock.now())
    assert [one.id for one in approvals.listed(office.context, senior).approvals] == [request.id]
    decided(office, senior, request)
    executed(office, senior, request)
    assert times_done(office) == 1


def test_all_that_becomes_of_a_request_stands_in_the_audit_with_its_subject_case_and_reason(
    office: StaffStage, clerk: Acting, senior: Acting
) -> None:
    done, refused = asked(office, clerk), asked(office, clerk)
    approvals.listed(office.context, senior)
    approvals.see(office.context, senior, done.id)
    decided(office, senior, done)
    executed(office, clerk, done)
    decided(office, senior, refused, approve=False)
    with office.context.database.read() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.number)).all()
    about = "paid-twice", "done"
    assert [
        (row.who, row.operation, row.subject, row.case_number, row.fields, row.reason, row.outcome)
        for row in rows
        if row.operation.startswith(("approval.", "payment."))
    ] == [
        ("lin.yl", "approval.ask", WANTED.payment, done.case, "request", *about),
        ("lin.yl", "approval.ask", WANTED.payment, refused.case, "request", *about),
        ("wu.mh", "approval.list", None, None, "requests", None, "done"),
        ("wu.mh", "approval.see", WANTED.payment, None, "request", None, "done"),
        ("wu.mh", "approval.approve", WANTED.payment, done.case, "request", *about),
        ("lin.yl", "payment.refund", WANTED.payment, done.case, "payment refund", *about),
        ("wu.mh", "approval.refuse", WANTED.payment, refused.case, "request", *about),
    ]


def test_a_shell_neither_asks_nor_decides(office: StaffStage, clerk: Acting) -> None:
    shell, request = Acting.shell("operator", "backend-1"), asked(office, clerk)
    with pytest.raises(ValueError, match="a shell asks"):
        approvals.ask(office.context, shell, REFUND, WANTED, case=request.case, reason=Why.TWICE)
    with pytest.raises(ValueError, match="a shell decides on nothing"):
        approvals.decide(office.context, shell, ACTS, request.id, approve=True)
    assert approvals.see(office.context, clerk, request.id).state is ApprovalState.ASKED


def test_what_no_one_decides_on_is_not_asked_for(office: StaffStage, clerk: Acting) -> None:
    search: Act[Wanted] = replace(REFUND, operation="search")
    with pytest.raises(ValueError, match="no one decides on search"):
        approvals.ask(office.context, clerk, search, WANTED, case=office.case(clerk), reason=Why.TWICE)


def test_what_takes_proof_is_asked_for_once_it_was_seen_and_with_an_old_second_factor_if_none_is_needed(
    office: StaffStage, clerk: Acting
) -> None:
    case, old = office.case(clerk), replace(clerk, factor_at=START - timedelta(hours=1))

    def ask() -> Approval:
        return approvals.ask(office.context, old, READMIT, WANTED, case=case, reason=Why.TWICE)

    assert why(ask) == (DeskProblem.PROOF_NEEDED, None)
    cases.record_proof(office.context, clerk, ProofSeen(case=case, proof=Proof.ID_AND_LICENCE))
    assert ask().operation == "owner.readmit"


@pytest.mark.parametrize("end", ["refused", "executed", "expired"])
def test_what_excludes_itself_is_asked_for_anew_only_when_the_first_request_has_ended(
    office: StaffStage, clerk: Acting, senior: Acting, end: str
) -> None:
    case, once = office.case(clerk), replace(REFUND, excludes=frozenset({"payment.refund"}))

    def ask(wanted: Wanted = WANTED, act: Act[Wanted] = once) -> Approval:
        acting = replace(clerk, factor_at=office.clock.now())
        return approvals.ask(office.context, acting, act, wanted, case=case, reason=Why.TWICE)

    request = ask()
    assert why(ask) == (DeskProblem.REQUEST_WAITS, None)
    assert ask(WANTED.model_copy(update={"seen": 9})).arguments["seen"] == 9, "about something else it may be"
    assert ask(act=replace(REFUND, excludes=frozenset({"claim.grant"}))).state is ApprovalState.ASKED
    for other in approvals.listed(office.context, senior).approvals:
        if other.id != request.id:
            decided(office, senior, other, approve=False)
    if end == "expired":
        office.clock.advance(86_400)
    else:
        decided(office, senior, request, approve=end == "executed")
    if end == "executed":
        assert why(ask) == (DeskProblem.REQUEST_WAITS, None)
        executed(office, clerk, request)
    assert ask().id != request.id


def test_who_decides_and_what_is_done_see_exactly_what_was_asked_for(
    office: StaffStage, clerk: Acting, senior: Acting
) -> None:
    seen: list[tuple[str | None, Deed[Any]]] = []

    def may(_: Connection, acting: Acting, deed: Deed[Wanted]) -> None:
        seen.append((acting.who, deed))

    def work(_: Connection, deed: Deed[Wanted]) -> None:
        seen.append((None, deed))

    acts: Acts = {REFUND.operation: replace(REFUND, may_decide=may, work=work)}
    request = asked(office, clerk)
    office.clock.advance(1)
    approvals.decide(office.context, senior, acts, request.id, approve=True)
    office.clock.advance(1)
    approvals.execute(office.context, clerk, acts, request.id)
    deed = Deed(WANTED, request.case, "paid-twice", clerk.staff_id or "", None, START + SECOND)
    assert seen == [
        ("wu.mh", deed),
        (None, replace(deed, decided_by=senior.staff_id, now=START + 2 * SECOND)),
    ]


def test_for_whom_a_decision_is_too_much_can_still_turn_it_down(
    office: StaffStage, clerk: Acting, senior: Acting
) -> None:
    def limit(*_: object) -> None:
        raise DeskRefusal(DeskProblem.NOT_PERMITTED)

    acts: Acts = {REFUND.operation: replace(REFUND, may_decide=limit)}
    request = asked(office, clerk)
    assert approvals.decide(office.context, senior, acts, request.id, approve=False).state is ApprovalState.REFUSED


def test_what_one_person_may_do_is_done_without_a_decision_and_is_a_row(office: StaffStage, clerk: Acting) -> None:
    done: list[Deed[Any]] = []
    act: Act[Wanted] = replace(READMIT, work=lambda _, deed: done.append(deed))
    case = office.case(clerk)
    cases.record_proof(office.context, clerk, ProofSeen(case=case, proof=Proof.ID_AND_LICENCE))
    approvals.without_approval(office.context, clerk, act, WANTED, case=case)
    assert done == [Deed(WANTED, case, "", clerk.staff_id or "", None, START)]
    with office.context.database.read() as connection:
        row = connection.execute(select(audit).order_by(audit.c.number.desc()).limit(1)).one()
    assert (row.operation, row.subject, row.case_number) == ("owner.readmit", WANTED.payment, case)


def test_what_always_takes_two_people_is_not_done_without_a_decision(office: StaffStage, senior: Acting) -> None:
    case = office.case(senior)
    assert why(lambda: approvals.without_approval(office.context, senior, REFUND, WANTED, case=case)) == (
        DeskProblem.APPROVAL_NEEDED,
        None,
    )
    assert times_done(office) == 0


def test_fifty_requests_are_listed_and_of_more_it_is_said_that_there_are_more(
    office: StaffStage, clerk: Acting
) -> None:
    case = office.case(clerk)

    def add(connection: Connection, first: int, count: int) -> None:
        for n in range(first, first + count):
            at = START + n * SECOND
            statements.add(
                connection,
                id=f"{n:032}",
                operation="payment.refund",
                subject="a",
                arguments="{}",
                seal="",
                case_number=case,
                office=OFFICE,
                reason="paid-twice",
                asked_by=clerk.staff_id,
                asked_at=at,
                expires_at=at + approvals.HOLDS,
            )

    office.context.database.run(lambda connection: add(connection, 0, 50))
    found = approvals.listed(office.context, clerk)
    assert (len(found.approvals), found.more) == (50, False)
    office.context.database.run(lambda connection: add(connection, 50, 1))
    found = approvals.listed(office.context, clerk)
    assert (len(found.approvals), found.approvals[-1].id, found.more) == (50, f"{49:032}", True)


def test_what_somebody_has_asked_for_is_counted_from_a_moment_on(
    office: StaffStage, clerk: Acting, senior: Acting
) -> None:
    asked(office, clerk)
    office.clock.advance(1)
    asked(office, clerk)
    asked(office, senior)

    def count(by: Acting, operation: str, later: timedelta) -> int:
        with office.context.database.read() as connection:
            return approvals.asked_since(connection, by.staff_id or "", operation, START + later)

    nought = timedelta()
    assert [count(clerk, "payment.refund", later) for later in (nought, SECOND, 2 * SECOND)] == [2, 1, 0]
    assert (count(senior, "payment.refund", nought), count(clerk, "owner.readmit", nought)) == (1, 0)

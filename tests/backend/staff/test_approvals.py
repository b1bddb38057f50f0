"""Four eyes: the clerk who asks never decides, what is decided holds for exactly that, for a day, and once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import DBAPIError

from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.staff import approvals, cases
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.approvals import HOLDS, Act, Acts, Deed
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.staff.statements import approvals as statements
from kiosk.backend.staff.statements import cases as case_statements
from kiosk.backend.staff.tables import approvals as table
from kiosk.backend.staff.tables import audit, case_proofs
from kiosk.backend.store.database import Database, DatabaseBusyError
from kiosk.contract.desk.approvals import Approval, ApprovalState
from kiosk.contract.desk.cases import Case, CaseClosing, CaseOutcome, Proof, ProofSeen
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Dollars, Request
from tests.backend.locks import wait_for_a_lock
from tests.backend.staff.four_eyes import ACTS, REFUND, WANTED, Wanted, Why, do, times_done
from tests.backend.staff_stage import StaffStage, make_staff_stage
from tests.clock import ManualClock

CLERK, SENIOR, FINANCE, VIEWER = StaffRole.CLERK, StaffRole.SENIOR, StaffRole.FINANCE, StaffRole.VIEWER


def why(work: Callable[[], object]) -> tuple[DeskProblem, str | None]:
    with pytest.raises(DeskRefusal) as refused:
        work()
    return refused.value.kind, refused.value.state


def asked(office: StaffStage, by: Acting) -> Approval:
    return approvals.ask(office.context, by, REFUND, WANTED, case=office.case(by), reason=Why.TWICE)


def decided(office: StaffStage, by: Acting, request: Approval, *, approve: bool = True) -> Approval:
    return approvals.decide(office.context, by, ACTS, request.id, approve=approve)


def executed(office: StaffStage, by: Acting, request: Approval) -> Approval:
    return approvals.execute(office.context, by, ACTS, request.id)


def test_of_two_who_ask_for_the_same_at_once_one_has_asked_and_the_other_reads_that_it_waits(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Database(postgres_url)) as database:
        office = make_staff_stage(database, ManualClock())
        once = replace(REFUND, excludes=frozenset({REFUND.operation}))
        clerk, other = office.at_work(CLERK), office.at_work(CLERK, name="wu.mh")
        cases = {by.staff_id: office.case(by) for by in (clerk, other)}

        def ask(by: Acting) -> Approval:
            return approvals.ask(office.context, by, once, WANTED, case=cases[by.staff_id], reason=Why.TWICE)

        refused: list[tuple[DeskProblem, str | None]] = []
        meanwhile = threading.Thread(target=lambda: refused.append(why(lambda: ask(other))))
        waits = statements.waits

        def looked_up(*asked: Any) -> bool:
            found = waits(*asked)
            if not meanwhile.ident:
                meanwhile.start()
                wait_for_a_lock(database, meanwhile)
            return found

        monkeypatch.setattr(statements, "waits", looked_up)
        ask(clerk)
        meanwhile.join()
        assert refused == [(DeskProblem.REQUEST_WAITS, None)]


@pytest.mark.each_database
def test_what_a_clerk_asks_for_and_a_senior_decides_for_is_done_once(office: StaffStage) -> None:
    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")
    request = asked(office, clerk)
    assert (request.state, request.own, request.arguments) == ("asked", True, json.loads(WANTED.model_dump_json()))
    shown = approvals.see(office.context, senior, request.id)
    assert (shown.arguments, shown.own, shown.asked_by) == (request.arguments, False, clerk.display_name)
    assert decided(office, senior, request).state is ApprovalState.APPROVED
    assert times_done(office) == 0, "deciding does nothing"
    assert executed(office, senior, request).state is ApprovalState.EXECUTED
    assert times_done(office) == 1
    for again in (clerk, senior):
        assert why(lambda again=again: executed(office, again, request)) == (DeskProblem.APPROVAL_OVER, "executed")  # type: ignore[misc]
    assert times_done(office) == 1
    assert [row for row in office.rows() if row[1].startswith(("approval.", "payment."))] == [
        ("lin.yl", "approval.ask", "done"),
        ("wu.mh", "approval.see", "done"),
        ("wu.mh", "approval.approve", "done"),
        ("wu.mh", "payment.refund", "done"),
        ("lin.yl", "payment.refund", "refused:approval-needed"),
        ("wu.mh", "payment.refund", "refused:approval-needed"),
    ]


@pytest.mark.parametrize("role", [SENIOR, FINANCE])
def test_no_one_decides_on_their_own_request(office: StaffStage, role: StaffRole) -> None:
    person = office.at_work(role)
    request = asked(office, person)
    for approve in (True, False):
        assert why(lambda approve=approve: decided(office, person, request, approve=approve)) == (  # type: ignore[misc]
            DeskProblem.OWN_REQUEST, None
        )  # fmt: skip
    assert why(lambda: executed(office, person, request))[0] is DeskProblem.APPROVAL_NEEDED


@pytest.mark.each_database
def test_the_database_itself_lets_no_one_decide_on_their_own_request(office: StaffStage) -> None:
    person = office.at_work(SENIOR)
    request = asked(office, person)

    def decide(connection: Connection) -> None:
        values = {"state": "approved", "decided_by": person.staff_id, "decided_at": office.clock.now()}
        connection.execute(update(table).where(table.c.id == request.id).values(**values))

    with pytest.raises(DBAPIError, match="two_people"):
        office.context.database.run(decide)


def test_who_may_not_ask_or_not_decide_is_refused_and_that_is_a_row(office: StaffStage) -> None:
    viewer, clerk, other = (office.at_work(role, name=f"a{n}") for n, role in enumerate((VIEWER, CLERK, CLERK)))
    assert why(lambda: asked(office, viewer)) == (DeskProblem.NOT_PERMITTED, "refund-ask")
    request = asked(office, clerk)
    assert why(lambda: decided(office, other, request)) == (DeskProblem.NOT_PERMITTED, "refund")
    assert why(lambda: approvals.see(office.context, other, request.id)) == (DeskProblem.NOT_PERMITTED, "refund")
    assert [row[2] for row in office.rows()[-3:]] == [
        "done",
        "refused:not-permitted",
        "refused:not-permitted",
    ]


def test_asking_and_deciding_take_a_second_factor_that_is_fresh(office: StaffStage) -> None:
    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")
    old = [replace(one, factor_at=office.clock.now() - timedelta(seconds=301)) for one in (clerk, senior)]
    assert why(lambda: asked(office, old[0]))[0] is DeskProblem.FACTOR_NEEDED
    request = asked(office, clerk)
    assert why(lambda: decided(office, old[1], request))[0] is DeskProblem.FACTOR_NEEDED
    decided(office, senior, request)
    assert why(lambda: executed(office, old[0], request))[0] is DeskProblem.FACTOR_NEEDED
    assert times_done(office) == 0
    executed(office, clerk, request)


@pytest.mark.parametrize("approve", [True, False])
def test_what_was_decided_is_not_decided_again(office: StaffStage, approve: bool) -> None:
    clerk, senior, finance = (office.at_work(role, name=role.value) for role in (CLERK, SENIOR, FINANCE))
    request = asked(office, clerk)
    decided(office, senior, request, approve=approve)
    state = "approved" if approve else "refused"
    assert why(lambda: decided(office, finance, request)) == (DeskProblem.APPROVAL_OVER, state)
    if not approve:
        assert why(lambda: decided(office, finance, request, approve=False)) == (DeskProblem.APPROVAL_OVER, state)
        assert why(lambda: executed(office, clerk, request)) == (DeskProblem.APPROVAL_OVER, state)


@pytest.mark.each_database
def test_what_was_approved_is_turned_down_after_all_until_it_is_done_and_not_by_who_asked(office: StaffStage) -> None:
    clerk, senior, finance = (office.at_work(role, name=role.value) for role in (CLERK, SENIOR, FINANCE))
    stopped, done = asked(office, clerk), asked(office, clerk)
    own = asked(office, senior)
    for request, by in ((stopped, senior), (done, senior), (own, finance)):
        decided(office, by, request)
    assert why(lambda: decided(office, senior, own, approve=False))[0] is DeskProblem.OWN_REQUEST
    assert decided(office, finance, stopped, approve=False).state is ApprovalState.REFUSED
    assert why(lambda: executed(office, clerk, stopped)) == (DeskProblem.APPROVAL_OVER, "refused")
    executed(office, clerk, done)
    assert why(lambda: decided(office, finance, done, approve=False)) == (DeskProblem.APPROVAL_OVER, "executed")
    assert times_done(office) == 1


@pytest.mark.parametrize("when", ["undecided", "approved"])
def test_a_request_holds_for_a_day(office: StaffStage, when: str) -> None:
    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")
    request = asked(office, clerk)
    if when == "approved":
        decided(office, senior, request)
    office.clock.advance(HOLDS.total_seconds())
    clerk, senior = (replace(one, factor_at=office.clock.now()) for one in (clerk, senior))
    act = decided if when == "undecided" else executed
    assert why(lambda: act(office, senior, request)) == (DeskProblem.APPROVAL_OVER, "expired")
    assert approvals.listed(office.context, senior).approvals == ()
    ended = [office.context.database.run(lambda c: approvals.expire(c, office.clock.now())) for _ in range(2)]
    assert ended == [1, 0]
    assert why(lambda: act(office, senior, request)) == (DeskProblem.APPROVAL_OVER, "expired")
    assert times_done(office) == 0


@pytest.mark.parametrize(
    "change",
    [{"arguments": '{"payment":"' + 32 * "a" + '","seen":9000}'}, {"subject": 32 * "b"}, {"reason": "another"}],
    ids=str,
)
@pytest.mark.parametrize("when", ["before", "after"])
def test_what_was_changed_in_the_database_is_neither_decided_nor_done(
    office: StaffStage, change: dict[str, str], when: str
) -> None:
    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")
    request = asked(office, clerk)
    if when == "after":
        decided(office, senior, request)
    with office.context.database.write() as connection:
        connection.execute(update(table).where(table.c.id == request.id).values(**change))
    act = decided if when == "before" else executed
    assert why(lambda: act(office, senior, request)) == (DeskProblem.APPROVAL_OVER, "changed")


def test_an_approval_is_of_one_thing_and_for_the_two_whose_it_is(office: StaffStage) -> None:
    clerk, senior, finance = (office.at_work(role, name=role.value) for role in (CLERK, SENIOR, FINANCE))
    request = asked(office, clerk)
    decided(office, senior, request)

    def use(acting: Acting, operation: str = "payment.refund", subject: str = WANTED.payment) -> None:
        arguments = Arguments(subject, request.case, approval=request.id)
        perform(office.context, acting, operation, arguments, lambda _: None)

    assert why(lambda: use(clerk, subject=32 * "b"))[0] is DeskProblem.APPROVAL_NEEDED
    assert why(lambda: use(clerk, operation="claim.grant"))[0] is DeskProblem.APPROVAL_NEEDED
    assert why(lambda: use(finance))[0] is DeskProblem.APPROVAL_NEEDED
    use(clerk)


class MishapError(Exception):
    pass


@pytest.mark.each_database
def test_what_fails_has_not_been_done_and_may_be_done_later(office: StaffStage) -> None:
    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")

    def fail(connection: Connection, deed: Deed[Wanted]) -> None:
        do(connection, deed)
        raise MishapError

    request = asked(office, clerk)
    decided(office, senior, request)
    with pytest.raises(MishapError):
        approvals.execute(office.context, senior, {REFUND.operation: replace(REFUND, work=fail)}, request.id)
    assert (times_done(office), approvals.see(office.context, clerk, request.id).state) == (0, "approved")
    executed(office, clerk, request)
    assert times_done(office) == 1


def test_a_decision_that_is_too_much_for_somebody_is_refused(office: StaffStage) -> None:
    clerk, senior, finance = (office.at_work(role, name=role.value) for role in (CLERK, SENIOR, FINANCE))

    def limit(_: Connection, acting: Acting, deed: Deed[Wanted]) -> None:
        if deed.arguments.seen > 100 and FINANCE not in acting.roles:
            raise DeskRefusal(DeskProblem.NOT_PERMITTED)

    acts = {REFUND.operation: replace(REFUND, may_decide=limit)}
    request = asked(office, clerk)
    too_much = why(lambda: approvals.decide(office.context, senior, acts, request.id, approve=True))
    assert too_much[0] is DeskProblem.NOT_PERMITTED
    assert approvals.decide(office.context, finance, acts, request.id, approve=True).state is ApprovalState.APPROVED


def test_arguments_that_this_version_cannot_read_are_not_guessed_at(office: StaffStage) -> None:
    class Another(Request):
        dollars: Dollars

    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")
    request = asked(office, clerk)
    acts: Acts = {REFUND.operation: Act("payment.refund", Another, subject=lambda _: "", work=lambda *_: None)}
    assert why(lambda: approvals.decide(office.context, senior, acts, request.id, approve=True)) == (
        DeskProblem.APPROVAL_OVER,
        "changed",
    )


def test_a_request_that_there_is_not_is_refused_and_that_is_a_row(office: StaffStage) -> None:
    senior = office.at_work(SENIOR)
    with pytest.raises(Refusal) as refused:
        approvals.decide(office.context, senior, ACTS, 32 * "0", approve=True)
    assert refused.value.kind is ProblemKind.NOT_FOUND
    assert office.rows()[-1] == ("lin.yl", "approval.see", "refused:not-found")


def test_requests_of_ones_own_office_come_first_and_a_clerk_sees_their_own(office: StaffStage) -> None:
    far = office.acting(office.sign_in(office.hire("far", CLERK, office="中山")))
    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")
    there = asked(office, far)
    office.clock.advance(1)
    here = asked(office, clerk)

    def ids(acting: Acting) -> list[str]:
        return [one.id for one in approvals.listed(office.context, acting).approvals]

    assert ids(senior) == [here.id, there.id]
    assert (ids(clerk), ids(far)) == ([here.id], [there.id])
    decided(office, senior, there)
    executed(office, senior, there)
    with office.context.database.read() as connection:
        kept = connection.execute(select(audit.c.case_number).where(audit.c.operation == "approval.approve")).scalar()
    assert kept == there.case
    assert ids(senior) == [here.id], "another office's request is decided here, too, where one is alone on shift"


def close(office: StaffStage, by: Acting, request: Approval) -> Case:
    return cases.close(office.context, by, CaseClosing(case=request.case, outcome=CaseOutcome.LEFT))


@pytest.mark.each_database
@pytest.mark.parametrize("end", ["refused", "executed", "expired"])
def test_a_case_is_closed_once_no_request_of_it_waits_any_more(office: StaffStage, end: str) -> None:
    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")
    request, other = asked(office, clerk), office.case(clerk)
    assert why(lambda: close(office, clerk, request)) == (DeskProblem.REQUEST_WAITS, "case")
    if end == "refused":
        decided(office, senior, request, approve=False)
    else:
        decided(office, senior, request)
        assert why(lambda: close(office, senior, request)) == (DeskProblem.REQUEST_WAITS, "case")
    if end == "executed":
        executed(office, clerk, request)
    elif end == "expired":
        office.clock.advance(HOLDS.total_seconds())
    assert close(office, clerk, request).outcome is CaseOutcome.LEFT
    assert cases.close(office.context, clerk, CaseClosing(case=other, outcome=CaseOutcome.LEFT)).state == "closed"


def test_nothing_is_decided_or_done_in_a_case_that_is_closed(office: StaffStage) -> None:
    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")
    first, second = asked(office, clerk), asked(office, clerk)
    decided(office, senior, second)
    for request in (first, second):
        # As no one can close it here: it stands so in rows that an older version has written.
        with office.context.database.write() as connection:
            case_statements.close(connection, request.case, "left", office.clock.now())
    assert why(lambda: decided(office, senior, first))[0] is DeskProblem.CASE_NEEDED
    assert why(lambda: executed(office, senior, second))[0] is DeskProblem.CASE_NEEDED
    assert times_done(office) == 0


@pytest.mark.long
@pytest.mark.each_database
def test_of_sixty_who_decide_and_do_at_once_one_does(database: Database) -> None:
    office = make_staff_stage(database, ManualClock())
    clerk = office.at_work(CLERK)
    seniors = [office.at_work(SENIOR, name=f"senior-{n}") for n in range(6)]
    request = asked(office, clerk)

    def go(index: int) -> str:
        senior = seniors[index % len(seniors)]
        try:
            if approvals.see(office.context, senior, request.id).state is ApprovalState.ASKED:
                decided(office, senior, request)
            executed(office, senior, request)
        except (DeskRefusal, DatabaseBusyError) as refusal:
            return str(refusal)
        return "done"

    with ThreadPoolExecutor(12) as pool:
        outcomes = list(pool.map(go, range(60)))
    if times_done(office) == 0:  # the clerk who decided was informed that the database is busy
        executed(office, clerk, request)
        outcomes.append("done")
    assert (outcomes.count("done"), times_done(office)) == (1, 1)
    assert [row[1:] for row in office.rows()].count(("payment.refund", "done")) == 1


def test_proof_that_was_seen_counts_for_a_day_in_its_own_case(office: StaffStage) -> None:
    clerk = office.at_work(CLERK)
    case, other = office.case(clerk), office.case(clerk)

    def readmit(number: str) -> str:
        acting = replace(clerk, factor_at=office.clock.now())
        return perform(office.context, acting, "owner.readmit", Arguments(case=number), lambda _: "done")

    def record() -> Case:
        return cases.record_proof(office.context, clerk, ProofSeen(case=case, proof=Proof.ID_AND_LICENCE))

    assert why(lambda: readmit(case))[0] is DeskProblem.PROOF_NEEDED
    assert record().proofs == ("id-and-licence",)
    assert readmit(case) == "done"
    assert why(lambda: readmit(other))[0] is DeskProblem.PROOF_NEEDED
    office.clock.advance(86_399)
    assert readmit(case) == "done"
    office.clock.advance(1)
    assert why(lambda: readmit(case))[0] is DeskProblem.PROOF_NEEDED
    rows = office.rows()
    assert ("lin.yl", "proof.record", "done") in rows
    assert rows.count(("lin.yl", "owner.readmit", "refused:proof-needed")) == 3


@pytest.mark.each_database
def test_a_proof_that_no_one_knows_is_kept_nowhere(office: StaffStage) -> None:
    clerk = office.at_work(CLERK)
    row = {"case_number": office.case(clerk), "proof": "told", "seen_by": clerk.staff_id, "seen_at": office.clock.now()}
    with pytest.raises(DBAPIError, match="proof"):
        office.context.database.run(lambda connection: connection.execute(insert(case_proofs).values(**row)))

"""How objections end: a ticket is withdrawn by two people or stays; no file makes it owed again; no money is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from kiosk.backend.demo.source import DemoBills
from kiosk.backend.demo.vehicles import demo_vehicles
from kiosk.backend.desk import story, things
from kiosk.backend.desk.acts import acts
from kiosk.backend.ground import retention
from kiosk.backend.ground.problems import Refused
from kiosk.backend.payments import refund_acts
from kiosk.backend.registers import bills, objection_acts, objections
from kiosk.backend.registers.local import LocalBills
from kiosk.backend.registers.port import SourceUnavailableError, WithdrawalRefusedError
from kiosk.backend.registers.tables import objections as rows
from kiosk.backend.registers.tables import ticket_withdrawals, tickets
from kiosk.backend.registers.ticket_import import ImportReport, take_in
from kiosk.backend.staff import approvals, cases
from kiosk.backend.staff.acting import Acting
from kiosk.backend.store.database import Database
from kiosk.contract.bills import BillSearch, Objection
from kiosk.contract.desk.approvals import Approval, ApprovalState, Reason
from kiosk.contract.desk.cases import CaseClosing, CaseOutcome
from kiosk.contract.desk.objections import (
    ObjectionAsking,
    ObjectionDeciding,
    ObjectionOpening,
    ObjectionOutcome,
    ObjectionReason,
    ObjectionSeen,
)
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.refunds import RefundAsking, RefundGround
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.story import PaymentWish
from kiosk.contract.desk.things import TicketWish
from kiosk.contract.wire import Vehicle
from kiosk.domain.payment import PaymentState
from kiosk.domain.plate import VehicleType
from tests.backend.books import SHELL
from tests.backend.payments.test_payment_races import at_once
from tests.backend.registers.test_ticket_files import lines, reading
from tests.backend.registers.test_ticket_import import row
from tests.backend.rows import ticket_number
from tests.backend.staff_stage import StaffStage, make_staff_stage
from tests.clock import START, ManualClock

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)


@pytest.fixture
def office(database: Database) -> StaffStage:
    return make_staff_stage(database, ManualClock())


@pytest.fixture
def number(office: StaffStage) -> str:
    return office.payments.ticket(1)


@pytest.fixture
def clerk(office: StaffStage) -> Acting:
    return office.at_work(StaffRole.CLERK)


@pytest.fixture
def senior(office: StaffStage) -> Acting:
    return office.at_work(StaffRole.SENIOR, name="wu.sf")


def why(work: Callable[[], object]) -> tuple[object, str | None]:
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.kind, getattr(refused.value, "state", None)


def begin(office: StaffStage, acting: Acting, number: str) -> str:
    """Return the objection's id."""
    wish = ObjectionOpening(
        ticket=number, reason=ObjectionReason.NOT_PARKED, words="沒停在那裡", case=office.case(acting)
    )
    objections.begin(office.context, acting, wish)
    return seen(office, acting, number)[-1].id


def seen(office: StaffStage, acting: Acting, number: str) -> tuple[ObjectionSeen, ...]:
    return things.see_ticket(office.context, acting, TicketWish(number=number)).objections


def ask(office: StaffStage, acting: Acting, number: str, objection: str, *, reject: bool = False) -> Approval:
    wish = ObjectionAsking(ticket=number, objection=objection, case=office.case(acting), reason=Reason.OTHER_OFFICE)
    asking = objection_acts.ask_to_reject if reject else objection_acts.ask_to_uphold
    return asking(office.context, acting, wish)


def approve(office: StaffStage, acting: Acting, request: Approval) -> Approval:
    return approvals.decide(office.context, acting, acts(office.context), request.id, approve=True)


def execute(office: StaffStage, acting: Acting, request: Approval) -> Approval:
    return approvals.execute(office.context, acting, acts(office.context), request.id)


def uphold(office: StaffStage, clerk: Acting, senior: Acting, number: str) -> None:
    request = ask(office, clerk, number, begin(office, clerk, number))
    approve(office, senior, request)
    execute(office, senior, request)


def status(office: StaffStage, number: str) -> str:
    with office.context.database.read() as connection:
        return str(connection.scalar(select(tickets.c.status).where(tickets.c.number == number)))


def withdrawn(office: StaffStage) -> list[tuple[str, str | None, str | None]]:
    columns = ticket_withdrawals.c
    with office.context.database.read() as connection:
        found = connection.execute(select(columns.ticket_number, columns.asked_by, columns.decided_by)).all()
    return [(one[0], one[1], one[2]) for one in found]


def owed(office: StaffStage) -> dict[str, Objection | None]:
    answer = bills.search(office.context.ports.bills, BillSearch(vehicles=(CAR,)), clock=office.clock)
    return {bill.number: bill.objection for bill in answer.bills}


def imported(office: StaffStage, number: str, **more: object) -> ImportReport:
    file = reading(lines({**row(1), "number": number, **more}), ".jsonl")
    return take_in(office.context, SHELL, file)


def test_an_objection_that_is_upheld_has_the_ticket_withdrawn_once_somebody_else_has_approved(
    office: StaffStage, clerk: Acting, senior: Acting, number: str
) -> None:
    request = ask(office, clerk, number, begin(office, clerk, number))
    assert owed(office) == {number: Objection.OPEN}
    assert why(lambda: approve(office, clerk, request))[0] in {DeskProblem.NOT_PERMITTED, DeskProblem.OWN_REQUEST}
    assert why(lambda: execute(office, clerk, request))[0] is DeskProblem.APPROVAL_NEEDED
    approve(office, senior, request)
    assert status(office, number) == "owed"
    assert execute(office, senior, request).state is ApprovalState.EXECUTED
    assert (status(office, number), owed(office)) == ("withdrawn", {})
    (one,) = seen(office, clerk, number)
    assert (one.outcome, one.ended_by) == (ObjectionOutcome.UPHELD, "林wu.sf玲")
    assert withdrawn(office) == [(number, clerk.staff_id, senior.staff_id)]
    done = [row for row in office.rows() if row[1].startswith(("objection.u", "approval.a"))]
    assert done[0] == ("lin.yl", "approval.ask", "done")
    assert done[-1] == ("wu.sf", "objection.uphold", "done")


@pytest.mark.each_database
def test_no_one_decides_on_what_they_have_asked_for_and_the_database_takes_no_withdrawal_by_one_person(
    office: StaffStage, senior: Acting, number: str
) -> None:
    request = ask(office, senior, number, begin(office, senior, number))
    assert why(lambda: approve(office, senior, request))[0] is DeskProblem.OWN_REQUEST
    one: dict[str, object] = {"ticket_number": number, "at": START}
    for people in ({}, {"asked_by": senior.staff_id}, {"asked_by": senior.staff_id, "decided_by": senior.staff_id}):
        with pytest.raises(IntegrityError), office.context.database.write() as connection:
            connection.execute(insert(ticket_withdrawals).values(**one, **people))
    assert status(office, number) == "owed"


def test_a_second_factor_that_is_old_neither_asks_nor_decides(
    office: StaffStage, clerk: Acting, senior: Acting, number: str
) -> None:
    objection = begin(office, clerk, number)
    request = ask(office, clerk, number, objection)
    office.clock.advance(301)
    assert why(lambda: ask(office, clerk, number, objection))[0] is DeskProblem.FACTOR_NEEDED
    assert why(lambda: approve(office, senior, request))[0] is DeskProblem.FACTOR_NEEDED


def test_what_was_withdrawn_here_stays_so_whatever_a_file_says_later_and_the_import_counts_it(
    office: StaffStage, clerk: Acting, senior: Acting, number: str
) -> None:
    uphold(office, clerk, senior, number)
    for _ in range(2):
        assert imported(office, number) == ImportReport(tickets=1, upheld=1)
    assert imported(office, number, status="paid") == ImportReport(tickets=1, upheld=1)
    assert (status(office, number), owed(office)) == ("withdrawn", {})
    # As the office has it withdrawn too, there is nothing to tell.
    assert imported(office, number, status="withdrawn").upheld == 0
    assert imported(office, number) == ImportReport(tickets=1, upheld=1)


def test_what_an_office_has_withdrawn_itself_is_owed_again_if_it_says_so(office: StaffStage) -> None:
    number = ticket_number(7)
    imported(office, number, status="withdrawn")
    assert imported(office, number) == ImportReport(tickets=1, changed=1)
    assert status(office, number) == "owed"


def test_while_somebody_pays_a_ticket_it_is_not_withdrawn_and_the_money_settles_it(
    office: StaffStage, clerk: Acting, senior: Acting, number: str
) -> None:
    objection = begin(office, clerk, number)
    request = ask(office, clerk, number, objection)
    approve(office, senior, request)
    payment = office.payments.create(number)
    assert why(lambda: execute(office, senior, request)) == (DeskProblem.OBJECTION_STATE, "being-paid")
    assert why(lambda: ask(office, clerk, number, objection)) == (DeskProblem.OBJECTION_STATE, "being-paid")
    office.payments.pays(payment)
    assert (office.payments.state(payment), status(office, number)) == (PaymentState.PAID, "paid")
    assert why(lambda: execute(office, senior, request)) == (DeskProblem.OBJECTION_STATE, "paid")
    assert (withdrawn(office), seen(office, clerk, number)[0].outcome) == ([], None)


@pytest.mark.each_database
def test_a_payment_and_a_withdrawal_at_once_never_both_have_the_ticket(
    office: StaffStage, clerk: Acting, senior: Acting, number: str
) -> None:
    request = ask(office, clerk, number, begin(office, clerk, number))
    approve(office, senior, request)

    def attempt(which: int) -> str:
        try:
            if which:
                office.payments.create(number)
            else:
                execute(office, senior, request)
        except Refused:
            return "refused"
        return "done"

    assert sorted(at_once(2, attempt)) == ["done", "refused"]
    assert (status(office, number) == "withdrawn") is bool(withdrawn(office))


def test_what_was_paid_goes_back_for_that_reason_and_the_objection_ends_with_it(
    office: StaffStage, clerk: Acting, senior: Acting, number: str
) -> None:
    begin(office, clerk, number)
    payment = office.payments.create(number)
    office.payments.pays(payment)
    left = story.see(office.context, clerk, PaymentWish(id=payment.id)).refundable
    wish = RefundAsking(payment=payment.id, ground=RefundGround.OBJECTION_UPHELD, seen=left, case=office.case(clerk))
    request = refund_acts.ask(office.context, clerk, wish)
    approve(office, senior, request)
    execute(office, senior, request)
    (one,) = seen(office, clerk, number)
    assert (one.outcome, one.ended_by, status(office, number)) == (ObjectionOutcome.UPHELD, None, "withdrawn")
    assert imported(office, number) == ImportReport(tickets=1, upheld=1)
    assert status(office, number) == "withdrawn"


class Register(LocalBills):
    """A register that lets no one withdraw a ticket, for a reason."""

    def __init__(self, database: Database, error: Exception | None) -> None:
        super().__init__(database)
        self.error = error

    def withdraw(self, connection: Connection, vehicle: Vehicle, number: str) -> None:
        if self.error is not None:
            raise self.error
        super().withdraw(connection, vehicle, number)


@pytest.mark.parametrize(
    ("error", "state"), [(WithdrawalRefusedError(), "refused"), (SourceUnavailableError(), "not-asked")]
)
def test_where_the_register_does_not_let_us_or_cannot_be_asked_that_is_said_and_nothing_has_changed(
    office: StaffStage, clerk: Acting, senior: Acting, number: str, error: Exception, state: str
) -> None:
    register = Register(office.context.database, error)
    ports = replace(office.context.ports, bills=register)
    office.payments.context = replace(office.context, ports=ports)
    request = ask(office, clerk, number, begin(office, clerk, number))
    approve(office, senior, request)
    assert why(lambda: execute(office, senior, request)) == (DeskProblem.OBJECTION_STATE, state)
    assert (status(office, number), owed(office), withdrawn(office)) == ("owed", {number: Objection.OPEN}, [])
    assert approvals.see(office.context, senior, request.id).state is ApprovalState.APPROVED
    assert office.rows()[-2:] == [
        ("wu.sf", "objection.uphold", "refused:objection-state"),
        ("wu.sf", "approval.see", "done"),
    ]
    register.error = None
    execute(office, senior, request)
    assert status(office, number) == "withdrawn"


def test_the_demos_silent_register_cannot_be_asked_either(office: StaffStage, number: str) -> None:
    silent = next(one for one in demo_vehicles() if one.silent)
    demo = DemoBills(LocalBills(office.context.database))
    with office.context.database.write() as connection:
        with pytest.raises(SourceUnavailableError):
            demo.withdraw(connection, Vehicle(plate=str(silent.plate), type=silent.type), number)
        with pytest.raises(WithdrawalRefusedError):
            demo.withdraw(connection, Vehicle(plate="AB-1234", type=VehicleType.CAR), number)
        demo.withdraw(connection, CAR, number)
    assert status(office, number) == "withdrawn"


def test_a_rejected_objection_is_said_at_every_terminal_and_the_clerk_who_wrote_it_down_does_not_decide(
    office: StaffStage, clerk: Acting, senior: Acting, number: str
) -> None:
    own = begin(office, senior, number)
    wish = ObjectionDeciding(ticket=number, objection=own, case=office.case(senior))
    assert why(lambda: objection_acts.reject(office.context, senior, wish))[0] is DeskProblem.APPROVAL_NEEDED
    other = office.at_work(StaffRole.SENIOR, name="chen.jh")
    wish = ObjectionDeciding(ticket=number, objection=own, case=office.case(other))
    objection_acts.reject(office.context, other, wish)
    assert owed(office) == {number: Objection.REJECTED}
    (one,) = seen(office, clerk, number)
    assert (one.outcome, one.ended_by, status(office, number)) == (ObjectionOutcome.REJECTED, "林chen.jh玲", "owed")
    assert why(lambda: objection_acts.reject(office.context, other, wish)) == (DeskProblem.OBJECTION_STATE, "none")
    # A driver who brings something new objects once more, and that is what is said then.
    begin(office, clerk, number)
    assert owed(office) == {number: Objection.OPEN}


def test_a_clerk_asks_a_senior_to_reject_one(office: StaffStage, clerk: Acting, senior: Acting, number: str) -> None:
    objection = begin(office, clerk, number)
    wish = ObjectionDeciding(ticket=number, objection=objection, case=office.case(clerk))
    assert why(lambda: objection_acts.reject(office.context, clerk, wish))[0] is DeskProblem.NOT_PERMITTED
    request = ask(office, clerk, number, objection, reject=True)
    approve(office, senior, request)
    execute(office, senior, request)
    assert owed(office) == {number: Objection.REJECTED}


def test_while_a_request_about_an_objection_waits_neither_way_is_asked_for_again(
    office: StaffStage, clerk: Acting, senior: Acting, number: str
) -> None:
    def since() -> datetime | None:
        return things.see_ticket(office.context, clerk, TicketWish(number=number)).waits_since

    objection = begin(office, clerk, number)
    assert since() is None
    request = ask(office, clerk, number, objection)
    assert since() == office.clock.now()
    for reject in (False, True):
        assert why(lambda reject=reject: ask(office, senior, number, objection, reject=reject)) == (  # type: ignore[misc]
            DeskProblem.REQUEST_WAITS,
            None,
        )
    approvals.decide(office.context, senior, acts(office.context), request.id, approve=False)
    assert since() is None
    request = ask(office, clerk, number, objection, reject=True)
    approve(office, senior, request)
    assert since() == office.clock.now(), "approved, and not done yet"
    execute(office, senior, request)
    assert since() is None
    assert owed(office) == {number: Objection.REJECTED}


@pytest.mark.parametrize("reject", [False, True])
def test_what_was_asked_about_an_objection_that_has_ended_is_turned_down_and_not_approved(
    office: StaffStage, clerk: Acting, senior: Acting, number: str, reject: bool
) -> None:
    objection = begin(office, clerk, number)
    request = ask(office, clerk, number, objection, reject=reject)
    wish = ObjectionDeciding(ticket=number, objection=objection, case=office.case(senior))
    objection_acts.reject(office.context, senior, wish)
    deciding = (office.context, senior, acts(office.context), request.id)
    assert why(lambda: approvals.decide(*deciding, approve=True)) == (DeskProblem.OBJECTION_STATE, "none")
    assert approvals.decide(*deciding, approve=False).state is ApprovalState.REFUSED


def test_an_approval_is_of_one_objection_and_not_of_the_next_one_to_the_same_ticket(
    office: StaffStage, clerk: Acting, senior: Acting, number: str
) -> None:
    request = ask(office, clerk, number, begin(office, clerk, number))
    approve(office, senior, request)
    other = office.at_work(StaffRole.SENIOR, name="chen.jh")
    first = seen(office, clerk, number)[0].id
    rejecting = ObjectionDeciding(ticket=number, objection=first, case=office.case(other))
    objection_acts.reject(office.context, other, rejecting)
    begin(office, clerk, number)
    assert why(lambda: execute(office, senior, request)) == (DeskProblem.OBJECTION_STATE, "none")
    assert status(office, number) == "owed"


@pytest.mark.each_database
def test_however_many_execute_an_approval_at_once_the_ticket_is_withdrawn_once(
    office: StaffStage, clerk: Acting, senior: Acting, number: str
) -> None:
    request = ask(office, clerk, number, begin(office, clerk, number))
    approve(office, senior, request)

    def attempt(_: int) -> bool:
        try:
            execute(office, senior, request)
        except Refused:
            return False
        return True

    assert sorted(at_once(4, attempt)) == [False, False, False, True]
    assert len(withdrawn(office)) == 1


def test_a_viewer_asks_for_nothing(office: StaffStage, clerk: Acting, number: str) -> None:
    objection = begin(office, clerk, number)
    viewer = office.at_work(StaffRole.VIEWER, name="wang.xm")
    assert why(lambda: ask(office, viewer, number, objection))[0] is DeskProblem.NOT_PERMITTED


def test_that_it_was_withdrawn_outlives_the_case_and_the_words_do_not(
    office: StaffStage, clerk: Acting, senior: Acting, number: str
) -> None:
    uphold(office, clerk, senior, number)
    for case in [one.case for one in seen(office, clerk, number)]:
        cases.close(office.context, clerk, CaseClosing(case=case, outcome=CaseOutcome.PUT_RIGHT))
    office.clock.advance((retention.CASES + timedelta(days=1)).total_seconds())
    retention.PARTS["cases"](office.context.database, office.clock.now())
    with office.context.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(rows)) == 0
    assert imported(office, number, due_on="").upheld == 1
    assert status(office, number) == "withdrawn"

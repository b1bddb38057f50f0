"""Money that goes back at the desk: asked for by one, decided on by another, done once, and within limits."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from kiosk.backend.context import Context, RefundLimits
from kiosk.backend.desk import story
from kiosk.backend.desk.acts import acts
from kiosk.backend.ground.problems import Refused
from kiosk.backend.payments import books, refund_acts
from kiosk.backend.staff import approvals
from kiosk.backend.staff.acting import Acting
from kiosk.backend.store.database import Database, DatabaseBusyError
from kiosk.contract.desk.approvals import Approval, ApprovalState
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.refunds import RefundAsking, RefundGround
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.story import PaymentWish, Story
from kiosk.contract.payments import Payment
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import NET
from tests.backend.staff_stage import StaffStage, make_staff_stage
from tests.clock import ManualClock

pytestmark = pytest.mark.each_database

CLERK, SENIOR, FINANCE = StaffRole.CLERK, StaffRole.SENIOR, StaffRole.FINANCE
GROUND = RefundGround.WRONG_TICKET


@pytest.fixture
def office(database: Database) -> StaffStage:
    return make_staff_stage(database, ManualClock())


def paid(office: StaffStage, serial: int = 1, bills: int = 1, fee: int = 50) -> Payment:
    stage = office.payments
    numbers = [stage.ticket(10 * serial + one, fee=fee) for one in range(bills)]
    expected = -1 if fee == 50 else bills * fee * 95 // 100
    payment = stage.create(*numbers, expected=expected)
    stage.pays(payment, id=f"m{serial}")
    assert stage.state(payment) is PaymentState.PAID
    return payment


def seen(office: StaffStage, acting: Acting, payment: Payment) -> Story:
    return story.see(office.context, acting, PaymentWish(id=payment.id))


def ask(
    office: StaffStage,
    acting: Acting,
    payment: Payment,
    *bills: str,
    ground: RefundGround = GROUND,
    dollars: int | None = None,
    case: str = "",
) -> Approval:
    shown = seen(office, acting, payment).refundable if dollars is None else dollars
    wish = RefundAsking(payment=payment.id, ground=ground, seen=shown, bills=bills, case=case or office.case(acting))
    return refund_acts.ask(office.context, acting, wish)


def decide(office: StaffStage, acting: Acting, request: Approval, *, approve: bool = True) -> Approval:
    return approvals.decide(office.context, acting, acts(office.context), request.id, approve=approve)


def execute(office: StaffStage, acting: Acting, request: Approval) -> Approval:
    return approvals.execute(office.context, acting, acts(office.context), request.id)


def why(work: Callable[[], object]) -> object:
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.kind


def limited(office: StaffStage, **limits: int) -> StaffStage:
    """Have other limits."""
    terms = replace(office.context.terms, refund_limits=RefundLimits(**limits))
    office.payments.context = Context(office.context.database, office.clock, office.context.ports, terms)
    return office


def test_what_a_clerk_asks_for_and_a_senior_decides_for_goes_back(office: StaffStage) -> None:
    payment = paid(office, bills=2)
    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")
    assert seen(office, clerk, payment).refundable == 2 * NET
    request = ask(office, clerk, payment, payment.bills[0])
    shown = approvals.see(office.context, senior, request.id)
    assert shown.arguments == {
        "payment": payment.id,
        "ground": "wrong-ticket",
        "seen": 2 * NET,
        "bills": [payment.bills[0]],
    }
    assert (shown.reason, office.payments.ticket_status(payment.bills[0])) == ("wrong-ticket", "paid")
    decide(office, senior, request)
    assert execute(office, senior, request).state is ApprovalState.EXECUTED
    office.payments.worker.run_due()
    assert office.payments.provider.refunded == {payment.number: NET}
    reported = seen(office, clerk, payment)
    assert (reported.refundable, [bill.returned for bill in reported.bills]) == (NET, [True, False])
    [refund] = reported.refunds
    assert (refund.ordered_by, refund.case, refund.status) == (clerk.display_name, request.case, "refunded")
    assert (reported.payment.state, reported.tell.value) == (PaymentState.PAID, "paid")
    assert books.prove(office.context.database, office.clock.now()).breaches == []


def test_no_one_decides_on_their_own_request_whatever_they_are(office: StaffStage) -> None:
    for serial, name, role in ((1, "wu.mh", SENIOR), (2, "lin.yl", FINANCE)):
        payment, person = paid(office, serial), office.at_work(role, name=name)
        request = ask(office, person, payment)
        assert why(lambda person=person, request=request: decide(office, person, request)) is DeskProblem.OWN_REQUEST  # type: ignore[misc]
        assert why(lambda person=person, request=request: execute(office, person, request)) is (  # type: ignore[misc]
            DeskProblem.APPROVAL_NEEDED
        )
        assert office.payments.state(payment) is PaymentState.PAID


def test_what_cannot_be_given_back_is_said_to_who_asks(office: StaffStage) -> None:
    payment = paid(office)
    open_one = office.payments.create(office.payments.ticket(99))
    clerk = office.at_work(CLERK)
    case = office.case(clerk)

    def refused(payment: Payment, *bills: str, **other: object) -> object:
        return why(lambda: ask(office, clerk, payment, *bills, case=case, **other))  # type: ignore[arg-type]

    assert refused(payment, dollars=NET - 1) is ProblemKind.AMOUNT_CHANGED
    assert refused(payment, "Q00000000000099") is ProblemKind.INVALID
    assert refused(payment, ground=RefundGround.PASS_NOT_USED) is ProblemKind.INVALID
    assert refused(open_one, dollars=NET) is ProblemKind.PAYMENT_STATE
    assert [row[2] for row in office.rows() if row[1] == "approval.ask"] == [
        "refused:amount-changed",
        "refused:invalid-request",
        "refused:invalid-request",
        "refused:payment-not-in-state",
    ]
    viewer = office.at_work(StaffRole.VIEWER, name="chen")
    assert why(lambda: ask(office, viewer, payment)) is DeskProblem.NOT_PERMITTED


def test_asking_and_deciding_take_a_fresh_second_factor(office: StaffStage) -> None:
    payment = paid(office)
    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")
    request = ask(office, clerk, payment)
    office.clock.advance(301)
    assert why(lambda: decide(office, senior, request)) is DeskProblem.FACTOR_NEEDED
    assert why(lambda: ask(office, clerk, payment)) is DeskProblem.FACTOR_NEEDED


def test_what_was_given_back_otherwise_since_it_was_asked_for_is_not_given_back_again(office: StaffStage) -> None:
    payment = paid(office, bills=2)
    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")
    first, second = (ask(office, clerk, payment, bill) for bill in payment.bills)
    for request in (first, second):
        decide(office, senior, request)
    execute(office, senior, first)
    assert why(lambda: execute(office, senior, second)) is ProblemKind.AMOUNT_CHANGED
    office.payments.worker.run_due()
    assert office.payments.provider.refunded == {payment.number: NET}


def test_the_same_money_is_not_asked_back_twice_while_the_first_request_waits(office: StaffStage) -> None:
    payment = paid(office, bills=2)
    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")
    seen = PaymentWish(id=payment.id)
    assert story.see(office.context, clerk, seen).waits_since is None
    request = ask(office, clerk, payment, payment.bills[0])
    first = office.clock.now()
    assert story.see(office.context, clerk, seen).waits_since == first
    assert why(lambda: ask(office, senior, payment, payment.bills[0])) is DeskProblem.REQUEST_WAITS
    office.clock.advance(1)
    ask(office, senior, payment, payment.bills[1])
    assert story.see(office.context, clerk, seen).waits_since == first
    decide(office, senior, request)
    execute(office, senior, request)
    office.payments.worker.run_due()
    assert office.payments.provider.refunded == {payment.number: NET}


@pytest.mark.parametrize(("limit", "enough"), [(NET, True), (NET - 1, False)])
def test_above_the_limit_somebody_of_the_finance_office_decides(office: StaffStage, limit: int, enough: bool) -> None:
    limited(office, dollars=limit)
    payment = paid(office, bills=2)
    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")
    request = ask(office, clerk, payment, payment.bills[0])
    if enough:
        decide(office, senior, request)
    else:
        assert why(lambda: decide(office, senior, request)) is DeskProblem.NOT_PERMITTED
        # Saying no takes no one more.
        decide(office, office.at_work(FINANCE, name="chen"), request)
    execute(office, clerk, request)
    assert office.payments.ticket_status(payment.bills[0]) == "owed"


def test_in_parts_no_more_goes_back_without_the_finance_office_than_at_once(office: StaffStage) -> None:
    limited(office, dollars=2 * NET)
    payment = paid(office, bills=3)
    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")
    for bill in payment.bills[:2]:
        request = ask(office, clerk, payment, bill)
        decide(office, senior, request)
        execute(office, senior, request)
    last = ask(office, clerk, payment)
    assert why(lambda: decide(office, senior, last)) is DeskProblem.NOT_PERMITTED
    decide(office, office.at_work(FINANCE, name="chen"), last)
    other = paid(office, 2)
    office.payments.pays(other, id="again", reference="another")
    # What goes back by itself is nothing that staff have ordered.
    limited(office, dollars=NET)
    decide(office, senior, ask(office, clerk, other, dollars=NET))


def test_from_the_tenth_request_of_somebodys_day_the_finance_office_decides(office: StaffStage) -> None:
    limited(office, requests=3)
    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")
    requests = [ask(office, clerk, paid(office, serial)) for serial in (1, 2)]
    decide(office, senior, requests[0])
    third = ask(office, clerk, paid(office, 3))
    for request in (requests[1], third):
        assert why(lambda request=request: decide(office, senior, request)) is DeskProblem.NOT_PERMITTED  # type: ignore[misc]
    decide(office, senior, requests[1], approve=False)
    decide(office, office.at_work(FINANCE, name="chen"), third)
    other = office.at_work(CLERK, name="ho")
    decide(office, senior, ask(office, other, paid(office, 4)))


@pytest.mark.long
def test_of_two_hundred_who_approve_and_do_at_once_the_money_goes_back_once(office: StaffStage) -> None:
    payment = paid(office)
    clerk, senior = office.at_work(CLERK), office.at_work(SENIOR, name="wu.mh")
    request = ask(office, clerk, payment)

    def approve_and_do(_: int) -> None:
        for work in (decide, execute):
            with contextlib.suppress(Refused, DatabaseBusyError):
                work(office, senior, request)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(approve_and_do, range(200)))
    office.payments.worker.run_due()
    assert office.payments.provider.refunded == {payment.number: NET}
    done = [row for row in office.rows() if row[1:] == ("payment.refund", "done")]
    assert len(done) == 1
    assert approvals.see(office.context, senior, request.id).state is ApprovalState.EXECUTED
    assert books.prove(office.context.database, office.clock.now()).breaches == []

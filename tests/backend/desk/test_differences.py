"""The queue of differences: who sees it and who puts it right, in which order, and that no money moves by it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, select

from kiosk.backend.desk import differences as desk
from kiosk.backend.domain.payment import RefundReason
from kiosk.backend.domain.reconciliation import BY_PEOPLE, DifferenceKind, DifferenceOutcome
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.payments import differences, refund_acts, staff_refunds, unanswered
from kiosk.backend.payments.differences import Found
from kiosk.backend.payments.refunds import Ordered
from kiosk.backend.payments.staff_refunds import RefundOrder
from kiosk.backend.payments.tables import differences as table
from kiosk.backend.payments.tables import refunds
from kiosk.backend.staff import approvals
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.tables import audit
from kiosk.contract.desk.approvals import ApprovalState
from kiosk.contract.desk.differences import (
    ClosingOutcome,
    DifferenceClosing,
    DifferenceListWish,
    DifferenceSeen,
    DifferenceState,
    DifferenceTaking,
    DifferenceWish,
)
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.refunds import RefundAsking, RefundGround
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.payments import Payment
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import taipei_date
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import NET, PROVIDER
from tests.backend.staff_stage import StaffStage
from tests.clock import START

A_DAY = 86_400


def found(order: str, reference: str = "", kind: DifferenceKind = DifferenceKind.THEIRS_ONLY) -> Found:
    return Found(kind, PROVIDER, reference or f"T-{order}", order, None, 48)


def keep(office: StaffStage, *some: Found) -> None:
    def work(connection: Connection) -> None:
        for one in some:
            differences.keep(connection, one, taipei_date(START), office.clock.now())

    office.context.database.run(work)


def numbers(office: StaffStage, acting: Acting, *, closed: bool = False, after: int | None = None) -> list[int]:
    listed = desk.listed(office.context, acting, DifferenceListWish(closed=closed, after=after))
    return [one.number for one in listed.differences]


def paid(office: StaffStage) -> Payment:
    stage = office.payments
    payment = stage.create(stage.ticket(1))
    stage.pays(payment)
    return payment


def why(work: Callable[[], object]) -> tuple[object, str | None]:
    with pytest.raises((Refusal, DeskRefusal)) as refused:
        work()
    return refused.value.kind, refused.value.state


def test_the_oldest_stands_first_and_pages_follow_one_another_without_a_gap(office: StaffStage) -> None:
    for day in range(3):
        keep(office, *(found(f"{day}{serial:02}") for serial in range(40)))
        office.clock.advance(A_DAY)
    acting = office.at_work(StaffRole.FINANCE)
    first = desk.listed(office.context, acting, DifferenceListWish())
    assert (len(first.differences), first.more, first.open) == (50, True, 120)
    assert [one.order for one in first.differences[:2]] == ["000", "001"]
    assert first.differences[0].found_at < first.differences[-1].found_at
    seen, last = [one.number for one in first.differences], first.differences[-1].number
    while page := numbers(office, acting, after=last):
        seen, last = [*seen, *page], page[-1]
    with office.context.database.read() as connection:
        kept = connection.scalars(select(table.c.number).order_by(table.c.found_at, table.c.number)).all()
    assert seen == list(kept)


def test_a_page_goes_on_behind_one_that_was_closed_meanwhile(office: StaffStage) -> None:
    keep(office, *(found(f"{serial:02}") for serial in range(3)))
    acting = office.at_work(StaffRole.FINANCE)
    first, second, third = numbers(office, acting)
    desk.close(office.context, acting, DifferenceClosing(number=first, outcome=ClosingOutcome.EXPLAINED))
    assert numbers(office, acting, after=first) == [second, third]


@pytest.mark.parametrize("role", StaffRole)
def test_finance_puts_right_auditors_read_and_no_one_else_sees_it(office: StaffStage, role: StaffRole) -> None:
    keep(office, found("1"))
    [number] = numbers(office, office.at_work(StaffRole.FINANCE, name="chen"))
    acting = office.at_work(role)
    tries: dict[str, Callable[[], object]] = {
        "difference.list": lambda: numbers(office, acting),
        "difference.see": lambda: desk.see(office.context, acting, DifferenceWish(number=number)),
        "difference.take": lambda: desk.take(office.context, acting, DifferenceTaking(number=number, seen=None)),
        "difference.close": lambda: desk.close(
            office.context, acting, DifferenceClosing(number=number, outcome=ClosingOutcome.EXPLAINED)
        ),
    }
    may = {StaffRole.FINANCE: set(tries), StaffRole.AUDITOR: {"difference.list", "difference.see"}}.get(role, set())
    for operation, work in tries.items():
        if operation in may:
            work()
        else:
            assert why(work)[0] is DeskProblem.NOT_PERMITTED
        outcome = "done" if operation in may else "refused:not-permitted"
        assert office.rows()[-1] == ("lin.yl", operation, outcome)


def test_the_clerk_who_takes_one_owns_it_and_closes_it_with_a_reason_and_their_own_words(office: StaffStage) -> None:
    keep(office, found("1"))
    acting = office.at_work(StaffRole.FINANCE)
    [number] = numbers(office, acting)
    taken = desk.take(office.context, acting, DifferenceTaking(number=number, seen=None))
    assert (taken.state, taken.owner, taken.owner_shown) == (DifferenceState.TAKEN, "lin.yl", "林lin.yl玲")
    closing = DifferenceClosing(number=number, outcome=ClosingOutcome.PROVIDER_CORRECTS, note="  業者 12/01 更正 ")
    closed = desk.close(office.context, acting, closing)
    assert (closed.state, closed.outcome, closed.note) == (
        DifferenceState.CLOSED,
        "provider-corrects",
        "業者 12/01 更正",
    )
    assert (closed.closed_by, closed.closed_at) == ("lin.yl", office.clock.now())
    assert numbers(office, acting) == []
    assert numbers(office, acting, closed=True) == [number]
    again = DifferenceClosing(number=number, outcome=ClosingOutcome.EXPLAINED)
    assert why(lambda: desk.close(office.context, acting, again)) == (DeskProblem.DIFFERENCE_CHANGED, "closed")
    assert why(lambda: desk.see(office.context, acting, DifferenceWish(number=number + 1)))[0] is ProblemKind.NOT_FOUND


@pytest.mark.each_database
def test_what_somebody_else_has_taken_since_it_was_seen_is_not_taken_from_them(office: StaffStage) -> None:
    keep(office, found("1"))
    first, second = (office.at_work(StaffRole.FINANCE, name=name) for name in ("lin.yl", "chen"))
    [number] = numbers(office, first)
    begin, came = threading.Barrier(2), list[object]()

    def take(acting: Acting) -> None:
        begin.wait()
        try:
            came.append(desk.take(office.context, acting, DifferenceTaking(number=number, seen=None)).owner)
        except DeskRefusal as refusal:
            came.append(refusal.state)

    threads = [threading.Thread(target=take, args=(acting,)) for acting in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    owner = desk.see(office.context, first, DifferenceWish(number=number)).owner
    assert sorted(map(str, came)) == sorted([str(owner), "taken"])
    other = first if owner == "chen" else second
    assert desk.take(office.context, other, DifferenceTaking(number=number, seen=owner)).owner == other.who


def test_what_somebody_else_has_taken_since_it_was_seen_is_not_closed_over_them(office: StaffStage) -> None:
    keep(office, found("1"))
    first, second = (office.at_work(StaffRole.FINANCE, name=name) for name in ("lin.yl", "chen"))
    [number] = numbers(office, first)
    desk.take(office.context, first, DifferenceTaking(number=number, seen=None))

    def close(seen: str | None) -> None:
        wish = DifferenceClosing(number=number, outcome=ClosingOutcome.EXPLAINED, seen=seen)
        desk.close(office.context, second, wish)

    assert why(lambda: close(None)) == (DeskProblem.DIFFERENCE_CHANGED, "taken")
    assert numbers(office, first) == [number]
    close("lin.yl")
    assert numbers(office, first) == []


def test_money_goes_back_by_two_people_before_it_can_be_closed_with_that(office: StaffStage) -> None:
    payment = paid(office)
    keep(office, found(payment.number))
    asks = office.at_work(StaffRole.FINANCE)
    decides = office.at_work(StaffRole.FINANCE, name="chen")
    [number] = numbers(office, asks)
    closing = DifferenceClosing(number=number, outcome=ClosingOutcome.REFUNDED)

    def state() -> DifferenceState:
        return desk.see(office.context, asks, DifferenceWish(number=number)).state

    def moved() -> int:
        with office.context.database.read() as connection:
            return len(connection.execute(select(refunds.c.id)).all())

    assert why(lambda: desk.close(office.context, asks, closing))[0] is DeskProblem.REFUND_FIRST
    assert (state(), moved()) == (DifferenceState.FREE, 0)
    wish = RefundAsking(
        payment=payment.id, ground=RefundGround.PAID_ELSEWHERE, seen=NET, bills=(), case=office.case(asks)
    )
    asked = refund_acts.ask(office.context, asks, wish)
    assert (state(), moved()) == (DifferenceState.REFUND_ASKED, 0)
    assert why(lambda: desk.close(office.context, asks, closing))[0] is DeskProblem.REFUND_FIRST
    known = {refund_acts.OPERATION: refund_acts.refund(office.context)}
    approvals.decide(office.context, decides, known, asked.id, approve=True)
    done = approvals.execute(office.context, decides, known, asked.id)
    assert done.state is ApprovalState.EXECUTED
    assert (state(), moved()) == (DifferenceState.GOES_BACK, 1)
    assert desk.close(office.context, asks, closing).outcome == "refunded"
    assert moved() == 1


def test_a_payment_without_an_outcome_for_a_day_comes_by_itself_and_goes_when_it_has_one(office: StaffStage) -> None:
    stage = office.payments
    payment = stage.create(stage.ticket(1))
    stage.provider.silent = True
    stage.confirm(payment)
    stage.worker.run_due()
    stage.provider.silent = False
    assert stage.state(payment) is PaymentState.UNKNOWN
    acting = office.at_work(StaffRole.FINANCE)
    assert unanswered.keep(office.context) == 0
    assert numbers(office, acting) == []
    office.clock.advance(A_DAY + 600)
    for _ in range(2):
        assert unanswered.keep(office.context) == 1
    acting = office.acting(office.sign_in("lin.yl"))
    [waiting] = desk.listed(office.context, acting, DifferenceListWish()).differences
    assert (waiting.kind, waiting.order, waiting.ours) == ("no-outcome", payment.number, NET)
    assert (waiting.payment, waiting.payment_state) == (payment.id, PaymentState.UNKNOWN)
    stage.pays(payment)
    assert unanswered.keep(office.context) == 0
    [ended] = desk.listed(office.context, acting, DifferenceListWish(closed=True)).differences
    assert (ended.number, ended.outcome, ended.closed_by) == (waiting.number, "found", None)


def test_what_somebody_has_closed_does_not_come_back_by_itself(office: StaffStage) -> None:
    stage = office.payments
    payment = stage.create(stage.ticket(1))
    stage.provider.silent = True
    stage.confirm(payment)
    stage.worker.run_due()
    office.clock.advance(A_DAY + 600)
    unanswered.keep(office.context)
    acting = office.at_work(StaffRole.FINANCE)
    [number] = numbers(office, acting)
    desk.close(office.context, acting, DifferenceClosing(number=number, outcome=ClosingOutcome.PASSED_ON))
    unanswered.keep(office.context)
    assert (numbers(office, acting), numbers(office, acting, closed=True)) == ([], [number])


def test_the_contract_has_the_outcomes_that_people_may_give() -> None:
    assert {one.value for one in ClosingOutcome} == {one.value for one in BY_PEOPLE}
    assert DifferenceOutcome.BOOKED not in BY_PEOPLE


def test_an_item_is_as_old_as_the_day_on_which_it_was_found(office: StaffStage) -> None:
    keep(office, found("1"))
    office.clock.advance(3 * A_DAY)
    keep(office, found("1"))
    [one] = desk.listed(office.context, office.at_work(StaffRole.FINANCE), DifferenceListWish()).differences
    assert office.clock.now() - one.found_at == timedelta(days=3)


def test_a_difference_has_every_fact_that_both_ledgers_have(office: StaffStage) -> None:
    keep(office, found("1"))
    acting = office.at_work(StaffRole.FINANCE)
    [number] = numbers(office, acting)
    providers = office.context.terms.providers
    assert desk.see(office.context, acting, DifferenceWish(number=number)) == DifferenceSeen(
        number=number,
        kind="theirs-only",
        state=DifferenceState.FREE,
        provider_name=providers.name(PROVIDER),
        provider_name_en=providers.name_en(PROVIDER),
        reference="T-1",
        order="1",
        payment=None,
        payment_state=None,
        day=taipei_date(START),
        ours=None,
        theirs=48,
        found_at=START,
        owner=None,
        owner_shown=None,
    )


def test_a_page_that_holds_all_that_there_are_is_the_last(office: StaffStage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert desk.MOST == 50
    monkeypatch.setattr(desk, "MOST", 2)
    acting = office.at_work(StaffRole.FINANCE)
    keep(office, found("1"), found("2"))
    for more in (False, True):
        seen = desk.listed(office.context, acting, DifferenceListWish())
        assert ([one.order for one in seen.differences], seen.more, seen.as_of) == (["1", "2"], more, START)
        keep(office, found("3"))


@pytest.mark.parametrize(
    ("note", "kept", "fields"), [("  ", None, "difference"), (" 更正 ", "更正", "difference note")]
)
def test_the_audit_has_why_one_was_closed_and_whether_there_are_words_of_a_persons_own(
    office: StaffStage, note: str, kept: str | None, fields: str
) -> None:
    keep(office, found("1"))
    acting = office.at_work(StaffRole.FINANCE)
    [number] = numbers(office, acting)
    closing = DifferenceClosing(number=number, outcome=ClosingOutcome.EXPLAINED, note=note)
    assert desk.close(office.context, acting, closing).note == kept
    with office.context.database.read() as connection:
        row = connection.execute(select(audit).where(audit.c.operation == "difference.close")).one()
    assert (row.subject, row.fields, row.reason) == (str(number), fields, "explained")


def test_one_that_is_not_there_or_is_closed_is_neither_taken_nor_closed(office: StaffStage) -> None:
    keep(office, found("1"))
    acting = office.at_work(StaffRole.FINANCE)
    [number] = numbers(office, acting)

    def take(number: int) -> object:
        return desk.take(office.context, acting, DifferenceTaking(number=number, seen=None))

    def close(number: int) -> object:
        return desk.close(office.context, acting, DifferenceClosing(number=number, outcome=ClosingOutcome.EXPLAINED))

    for work in (take, close):
        assert why(partial(work, number + 1)) == (ProblemKind.NOT_FOUND, None)
    close(number)
    assert why(lambda: take(number)) == (DeskProblem.DIFFERENCE_CHANGED, "closed")


def test_of_a_payment_only_its_own_difference_is_said_to_go_back(office: StaffStage) -> None:
    stage = office.payments
    payment = paid(office)
    other = stage.create(stage.ticket(2))
    stage.pays(other, id="m2")
    keep(office, found(payment.number), found(other.number), found("unknown"))
    wish = RefundOrder(payment.id, RefundReason.WRONG_TICKET, NET, Ordered("wang", "D261128-017"))
    staff_refunds.order(office.context, wish)
    seen = desk.listed(office.context, office.at_work(StaffRole.FINANCE), DifferenceListWish()).differences
    assert {one.order: (one.payment, one.state) for one in seen} == {
        payment.number: (payment.id, DifferenceState.GOES_BACK),
        other.number: (other.id, DifferenceState.FREE),
        "unknown": (None, DifferenceState.FREE),
    }

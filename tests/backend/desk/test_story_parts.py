"""The parts of a payment's story, each exactly: what it cost, who did what, what goes back, and how it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from kiosk.backend.desk import asking, story
from kiosk.backend.domain.payment import RefundReason
from kiosk.backend.gateways.port import OrderStatus, Outcome
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.ground.tables import outbox
from kiosk.backend.payments import staff_refunds
from kiosk.backend.payments.refunds import Ordered
from kiosk.backend.payments.staff_refunds import RefundOrder
from kiosk.backend.payments.tables import payments
from kiosk.backend.staff import approvals
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.approvals import Act
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.story import (
    Inquiry,
    PaymentSeen,
    PaymentWish,
    ProviderWish,
    Story,
    StoryBill,
    StoryRefund,
    Tell,
    Teller,
)
from kiosk.contract.payments import Decline, Payment
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from tests.backend.desk.test_story import ask, cancelled, confirmed, declined, late, paid, story_of, unknown
from tests.backend.payment_stage import NET, PROVIDER, reference_of
from tests.backend.staff.four_eyes import WANTED, Wanted, Why, do
from tests.backend.staff_stage import StaffStage
from tests.clock import START


@pytest.fixture
def clerk(office: StaffStage) -> Acting:
    return office.at_work(StaffRole.CLERK)


def happened(seen: Story) -> list[tuple[str, Teller, str | None, PaymentState | None]]:
    return [(one.event, one.actor, one.actor_name, one.state) for one in seen.events]


def test_a_paid_payment_has_its_sums_its_moments_and_its_numbers(office: StaffStage, clerk: Acting) -> None:
    payment = confirmed(office)
    office.clock.advance(10)
    office.payments.pays(payment)
    with office.context.database.write() as connection:
        connection.execute(update(payments).values(fee=15))
    office.clock.advance(10)
    seen = story_of(office, clerk, payment)
    providers = office.context.terms.providers
    name, english = providers.name(PROVIDER), providers.name_en(PROVIDER)
    assert seen.payment == PaymentSeen(
        id=payment.id,
        number=payment.number,
        state=PaymentState.PAID,
        provider_name=name,
        provider_name_en=english,
        amount=NET + 15,
        created_at=START,
        paid_at=START + timedelta(seconds=10),
        terminal_name="kiosk-1",
    )
    assert (seen.fee, seen.expires_at, seen.changed_at, seen.as_of) == (
        15, START + timedelta(seconds=300), START + timedelta(seconds=10), START + timedelta(seconds=20),
    )  # fmt: skip
    assert (seen.provider, seen.provider_reference, seen.decline) == (PROVIDER, reference_of(payment.number), None)
    assert seen.bills == (StoryBill(number=payment.bills[0], plate="BKZ-5937", amount=NET, now="paid"),)
    assert (seen.pass_name, seen.other_city, seen.inquiry, seen.refunds, seen.related) == (None, None, None, (), ())
    assert (seen.refundable, seen.waits_since, seen.ask_now, seen.ask_again_in) == (NET, None, False, 0.0)
    assert happened(seen) == [
        ("created", Teller.KIOSK, "kiosk-1", PaymentState.WAITING),
        ("payer-confirmed", Teller.PAYER, None, PaymentState.PROCESSING),
        ("accepted", Teller.PROVIDER, name, PaymentState.PROCESSING),
        ("money-confirmed", Teller.PROVIDER, name, PaymentState.PAID),
    ]
    assert seen.version == len(seen.events)
    assert [(one.heard_at, one.heard_by) for one in seen.movements] == [(START + timedelta(seconds=10), "message")]


def test_of_what_is_not_paid_nothing_can_be_given_back_by_the_office(office: StaffStage, clerk: Acting) -> None:
    seen = story_of(office, clerk, late(office))
    assert (seen.payment.state, seen.refundable) == (PaymentState.REFUND_DUE, 0)


def test_why_a_provider_declined_stands_in_the_story(office: StaffStage, clerk: Acting) -> None:
    assert story_of(office, clerk, declined(office)).decline is Decline.REFUSED


def test_a_refund_says_how_often_it_was_tried_and_when_next_until_it_is_done(office: StaffStage, clerk: Acting) -> None:
    payment = late(office)
    due = StoryRefund(reason="late", amount=NET, status="due", created_at=START, tries=0, next_try_at=START)
    assert story_of(office, clerk, payment).refunds == (due,)
    office.payments.worker.run_due()
    [tried] = story_of(office, clerk, payment).refunds
    assert tried.next_try_at is not None
    assert (tried.tries, tried.next_try_at > START, tried.done_at) == (1, True, None)
    office.payments.provider.gone = False
    office.clock.advance((tried.next_try_at - START).total_seconds())
    office.payments.worker.run_due()
    [done] = story_of(office, clerk, payment).refunds
    assert (done.status, done.done_at, done.next_try_at) == ("refunded", tried.next_try_at, None)


def test_what_the_office_gives_back_of_a_payment_that_stays_paid_is_no_second_charge(
    office: StaffStage, clerk: Acting
) -> None:
    stage = office.payments
    payment = stage.create(stage.ticket(1), stage.ticket(2))
    stage.pays(payment)
    first, second = payment.bills
    wish = RefundOrder(
        payment.id, RefundReason.WRONG_TICKET, 2 * NET, Ordered("wang", "D261128-017"), frozenset({first})
    )
    staff_refunds.order(office.context, wish)
    seen = story_of(office, clerk, payment)
    assert (seen.tell, seen.payment.state, seen.refundable) == (Tell.PAID, PaymentState.PAID, NET)
    assert [(one.number, one.now, one.returned) for one in seen.bills] == [
        (first, "owed", True), (second, "paid", False),
    ]  # fmt: skip
    [refund] = seen.refunds
    assert (refund.reason, refund.ordered_by, refund.case) == ("wrong-ticket", "wang", "D261128-017")
    assert (seen.events[-1].event, seen.events[-1].actor) == ("part-refund-ordered", Teller.STAFF)


def test_how_an_order_without_an_answer_is_asked_about_stands_in_the_story(office: StaffStage, clerk: Acting) -> None:
    payment = unknown(office)
    office.clock.advance(60)
    office.payments.worker.run_due()
    with office.context.database.read() as connection:
        row = connection.execute(select(outbox).where(outbox.c.dedup_key == f"reconcile:{payment.id}")).one()
    assert row.attempts >= 1
    seen = story_of(office, clerk, payment)
    assert seen.inquiry == Inquiry(tries=row.attempts, next_at=row.due_at, last_error=row.last_error)
    assert seen.ask_now is True


def test_a_request_about_a_payment_that_waits_says_since_when(office: StaffStage, clerk: Acting) -> None:
    payment = paid(office)
    act = Act("payment.refund", Wanted, subject=lambda _: payment.id, work=do)
    approvals.ask(office.context, clerk, act, WANTED, case=office.case(clerk), reason=Why.TWICE)
    office.clock.advance(60)
    assert story_of(office, clerk, payment).waits_since == START


def test_the_seconds_until_the_provider_may_be_asked_again_count_from_the_last_time(
    office: StaffStage, clerk: Acting
) -> None:
    payment, case = confirmed(office), office.case(clerk)
    ask(office, clerk, payment, case)
    office.clock.advance(10)
    ask(office, clerk, payment, case)
    office.clock.advance(6)
    assert story_of(office, clerk, payment).ask_again_in == 4.0
    office.clock.advance(20)
    assert story_of(office, clerk, payment).ask_again_in == 0.0


# Asking


def test_money_that_asking_finds_is_heard_of_by_that_and_the_worker_is_woken(office: StaffStage, clerk: Acting) -> None:
    payment, woken = unknown(office), list[int]()
    office.payments.provider.gone = False
    office.payments.provider.orders[payment.number] = OrderStatus(Outcome.PAID, "T1", NET)
    ports = replace(office.context.ports, wake=lambda: woken.append(1))
    wish = ProviderWish(id=payment.id, case=office.case(clerk))
    seen = asking.ask(replace(office.context, ports=ports), clerk, wish).story
    assert [(one.reference, one.heard_by) for one in seen.movements] == [("T1", "inquiry")]
    asked = seen.events[-1]
    assert (asked.event, asked.actor, asked.actor_name) == ("asked", Teller.STAFF, clerk.display_name)
    assert woken == [1]


@pytest.mark.parametrize(("live", "state"), [(paid, "paid"), (cancelled, "cancelled")])
def test_who_asks_about_what_has_an_outcome_reads_which(
    office: StaffStage, clerk: Acting, live: Callable[[StaffStage], Payment], state: str
) -> None:
    payment = live(office)
    with pytest.raises(Refusal) as refused:
        ask(office, clerk, payment, office.case(clerk))
    assert (refused.value.kind, refused.value.state) == (ProblemKind.PAYMENT_STATE, state)


def test_a_provider_is_not_asked_about_a_payment_that_is_not_there(office: StaffStage, clerk: Acting) -> None:
    with pytest.raises(Refusal) as refused:
        asking.ask(office.context, clerk, ProviderWish(id=32 * "0", case=office.case(clerk)))
    assert refused.value.kind is ProblemKind.NOT_FOUND
    with pytest.raises(Refusal):
        story.see(office.context, clerk, PaymentWish(id=32 * "0"))


def test_what_came_to_an_end_while_the_provider_was_asked_stays_as_it_is(
    office: StaffStage, clerk: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = unknown(office)

    def meanwhile(number: str, reference: str | None = None) -> OrderStatus:
        office.payments.pays(payment)
        return OrderStatus(Outcome.PAID, "another", NET)

    monkeypatch.setattr(office.payments.provider, "inquire", meanwhile)
    seen = ask(office, clerk, payment, office.case(clerk)).story
    assert (seen.tell, len(seen.movements)) == (Tell.PAID, 1)

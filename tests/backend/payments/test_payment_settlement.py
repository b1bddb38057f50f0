"""What the provider's word does, however and whenever it comes."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from kiosk.backend.domain.payment import MISSING_IS_FINAL, reconcile_delay
from kiosk.backend.gateways.port import Order, OrderStatus, Outcome, Push
from kiosk.backend.ground import outbox
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import payments, provider_messages, receipts, unanswered
from kiosk.backend.registers.tables import tickets
from kiosk.backend.store.database import Database
from kiosk.contract.payments import Decline
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import NET, PROVIDER, CrashError, Stage, make_stage, reference_of
from tests.clock import ManualClock

pytestmark = pytest.mark.each_database

LATER = 3600.0
A_DAY = 24 * 3600.0


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> Stage:
    return make_stage(database, clock)


def test_confirmed_money_settles_every_ticket(stage: Stage, clock: ManualClock) -> None:
    bills = [stage.ticket(serial) for serial in range(3)]
    payment = stage.create(*bills)
    stage.confirm(payment)
    stage.worker.run_due()
    clock.advance(7)
    stage.pays(payment)
    seen = payments.get(stage.context, "kiosk-1", payment.id)
    assert seen.state is PaymentState.PAID
    assert seen.paid_at == clock.now()
    assert seen.receipt_number == f"R{payment.number}"
    assert {stage.ticket_status(bill) for bill in bills} == {"paid"}
    receipt = receipts.get(stage.context, "kiosk-1", payment.id)
    assert (receipt.number, receipt.amount, receipt.provider_reference) == (
        seen.receipt_number,
        3 * NET,
        reference_of(payment.number),
    )
    assert {line.plate for line in receipt.lines} == {"BKZ-5937"}
    assert [len(line.stays) for line in receipt.lines] == [1, 1, 1]


def test_there_is_no_receipt_before_the_money(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    with pytest.raises(Refusal) as caught:
        receipts.get(stage.context, "kiosk-1", payment.id)
    assert (caught.value.kind, caught.value.state) == (ProblemKind.PAYMENT_STATE, "waiting")


def test_a_message_may_come_before_the_answer_to_the_charge(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    stage.pays(payment)
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.PAID
    assert stage.provider.charged == []


def test_the_same_message_again_does_nothing(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    for _ in range(3):
        stage.pays(payment)
    assert stage.events(payment).count("money-confirmed") == 1


def test_a_failure_after_the_money_changes_nothing(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    stage.pays(payment)
    stage.message(payment, OrderStatus(Outcome.DECLINED, decline=Decline.REFUSED), id="m2")
    assert stage.state(payment) is PaymentState.PAID


def test_a_message_for_an_order_that_we_do_not_have_is_refused_and_can_come_again(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    stranger = payment.model_copy(update={"number": "000000000000"})
    for _ in range(2):
        with pytest.raises(Refusal) as caught:
            stage.pays(stranger)
        assert caught.value.kind is ProblemKind.NOT_FOUND


def test_a_message_under_another_providers_address_finds_nothing(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    with pytest.raises(Refusal):
        stage.pays(payment.model_copy(update={"provider": "opay"}))
    assert stage.state(payment) is PaymentState.WAITING


def test_a_message_that_is_not_accepted_is_reported_under_a_providers_name_or_none(stage: Stage) -> None:
    with capture_logs() as lines:
        for provider in (PROVIDER, "whatever-stands-there"):
            with pytest.raises(Refusal):
                provider_messages.receive(stage.context, provider, {}, b"{}")
    assert [(line["provider"], line["why"]) for line in lines] == [(PROVIDER, "signature"), ("?", "signature")]


@pytest.mark.parametrize("off", [-1, 1, 1000])
def test_another_amount_goes_back(stage: Stage, off: int) -> None:
    ticket = stage.ticket()
    payment = stage.create(ticket)
    stage.confirm(payment)
    stage.worker.run_due()
    stage.pays(payment, dollars=NET + off)
    assert stage.state(payment) is PaymentState.REFUND_DUE
    assert stage.refund(payment) == ("amount-differs", NET + off, "due")
    assert stage.ticket_status(ticket) == "owed"
    assert stage.holders(ticket) == []
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.REFUNDED
    assert stage.provider.refunded == {payment.number: NET + off}
    assert stage.refund(payment) == ("amount-differs", NET + off, "refunded")


def test_money_for_a_ticket_that_was_paid_elsewhere_goes_back(stage: Stage) -> None:
    ticket = stage.ticket()
    payment = stage.create(ticket)
    stage.confirm(payment)
    with stage.context.database.write() as connection:
        connection.execute(update(tickets).values(status="paid"))
    stage.pays(payment)
    assert stage.refund(payment) == ("double", NET, "due")


@pytest.mark.parametrize("change", [{"status": "withdrawn"}, {"fee": 70}])
def test_money_for_tickets_that_have_changed_goes_back(stage: Stage, change: dict[str, object]) -> None:
    ticket, other = stage.ticket(1), stage.ticket(2)
    payment = stage.create(ticket, other)
    stage.confirm(payment)
    with stage.context.database.write() as connection:
        connection.execute(update(tickets).where(tickets.c.number == other).values(**change))
    stage.pays(payment)
    assert stage.refund(payment) == ("tickets-changed", 2 * NET, "due")
    assert stage.ticket_status(ticket) == "owed"


def test_late_money_goes_to_the_refund_list(stage: Stage, clock: ManualClock) -> None:
    ticket = stage.ticket()
    payment = stage.create(ticket)
    clock.advance(300)
    stage.worker.run_due()
    clock.advance(LATER)
    stage.pays(payment)
    assert stage.state(payment) is PaymentState.REFUND_DUE
    assert stage.refund(payment) == ("late", NET, "due")
    assert stage.ticket_status(ticket) == "owed"


def test_money_for_a_cancelled_payment_goes_back(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    payments.cancel(stage.context, "kiosk-1", payment.id)
    stage.pays(payment)
    assert stage.refund(payment) == ("late", NET, "due")


def test_a_second_success_for_a_ticket_goes_back_as_double(stage: Stage, clock: ManualClock) -> None:
    ticket = stage.ticket()
    first = stage.create(ticket)
    clock.advance(300)
    second = stage.create(ticket, device="kiosk-2")
    stage.confirm(second)
    stage.pays(second)
    stage.pays(first, id="m2")
    assert stage.state(second) is PaymentState.PAID
    assert stage.refund(first) == ("double", NET, "due")
    assert stage.holders(ticket) == [second.id]


def test_late_money_does_not_disturb_who_holds_the_ticket_now(stage: Stage, clock: ManualClock) -> None:
    ticket = stage.ticket()
    first = stage.create(ticket)
    clock.advance(300)
    second = stage.create(ticket, device="kiosk-2")
    stage.pays(first)
    assert stage.refund(first) == ("late", NET, "due")
    assert stage.state(second) is PaymentState.WAITING
    stage.confirm(second)
    stage.pays(second, id="m2")
    assert stage.state(second) is PaymentState.PAID


def test_a_refund_is_tried_until_the_provider_has_done_it(stage: Stage, clock: ManualClock) -> None:
    payment = stage.create(stage.ticket())
    payments.cancel(stage.context, "kiosk-1", payment.id)
    stage.pays(payment)
    stage.provider.gone = True
    for attempt in range(1, 5):
        assert stage.worker.run_due() == 1
        assert stage.worker.run_due() == 0
        clock.advance(reconcile_delay(attempt))
    stage.provider.gone = False
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.REFUNDED
    assert stage.events(payment)[-1] == "refunded"


def test_after_a_time_out_no_one_guesses(stage: Stage, clock: ManualClock) -> None:
    ticket = stage.ticket()
    payment = stage.create(ticket)
    stage.provider.silent = True
    stage.provider.answer = OrderStatus(Outcome.PENDING, "T9")
    stage.confirm(payment)
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.UNKNOWN
    with pytest.raises(Refusal):
        stage.create(ticket, device="kiosk-2")
    stage.provider.orders[payment.number] = OrderStatus(Outcome.PAID, "T9", NET)
    clock.advance(1)
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.PAID
    assert len(stage.provider.charged) == 1


def test_inquiries_back_off_as_written(stage: Stage, clock: ManualClock) -> None:
    payment = stage.create(stage.ticket())
    stage.provider.gone = True
    stage.confirm(payment)
    stage.worker.run_due()
    waits: list[float] = []
    while len(waits) < 8:
        waited = 0.0
        while stage.worker.run_due() == 0:
            clock.advance(0.5)
            waited += 0.5
        waits.append(waited)
    assert waits == [1, 2, 4, 8, 16, 30, 30, 30]
    assert stage.state(payment) is PaymentState.UNKNOWN


def test_a_lost_message_is_made_good_by_an_inquiry(stage: Stage, clock: ManualClock) -> None:
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.PROCESSING
    stage.provider.orders[payment.number] = OrderStatus(Outcome.PAID, reference_of(payment.number), NET)
    clock.advance(4)
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.PAID


def test_an_order_that_never_arrived_fails_only_when_it_cannot_come_any_more(stage: Stage, clock: ManualClock) -> None:
    ticket = stage.ticket()
    payment = stage.create(ticket)
    stage.provider.gone = True
    stage.confirm(payment)
    stage.worker.run_due()
    stage.provider.gone = False
    clock.advance(331)
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.UNKNOWN
    clock.advance(29)
    stage.worker.run_due()
    assert stage.provider.charged == []
    seen = payments.get(stage.context, "kiosk-1", payment.id)
    assert (seen.state, seen.decline) == (PaymentState.FAILED, Decline.PROVIDER_DOWN)
    assert stage.holders(ticket) == []


def test_a_worker_that_died_with_the_charge_is_followed_by_a_question_not_by_a_second_charge(
    stage: Stage, clock: ManualClock
) -> None:
    payment = stage.create(stage.ticket())
    stage.provider.crash = True
    stage.provider.answer = OrderStatus(Outcome.PAID, "T1", NET)
    stage.confirm(payment)
    with pytest.raises(CrashError):
        stage.worker.run_due()
    assert stage.state(payment) is PaymentState.PROCESSING
    stage.provider.crash = False
    clock.advance(outbox.CHARGE_LEASE.total_seconds() - 0.001)
    assert stage.worker.run_due() == 0
    clock.advance(0.001)
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.PAID
    assert len(stage.provider.charged) == 1


def test_an_order_whose_worker_died_before_it_was_sent_is_sent_by_the_next(stage: Stage, clock: ManualClock) -> None:
    payment = stage.create(stage.ticket())
    stage.provider.crash_before = True
    stage.provider.answer = OrderStatus(Outcome.PAID, "T1", NET)
    stage.confirm(payment)
    with pytest.raises(CrashError):
        stage.worker.run_due()
    stage.provider.crash_before = False
    clock.advance(outbox.CHARGE_LEASE.total_seconds())
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.PAID
    assert [order.number for order in stage.provider.charged] == [payment.number]


@pytest.mark.parametrize("lost", [False, True])
def test_an_order_is_sent_again_by_the_worker_that_has_the_work_and_for_long_enough(
    stage: Stage, clock: ManualClock, monkeypatch: pytest.MonkeyPatch, lost: bool
) -> None:
    payment = stage.create(stage.ticket())
    stage.provider.crash_before = True
    stage.confirm(payment)
    with pytest.raises(CrashError):
        stage.worker.run_due()
    stage.provider.crash_before = False
    clock.advance(outbox.CHARGE_LEASE.total_seconds())
    inquire, begin = stage.provider.inquire, stage.provider.begin

    def another_worker_finds() -> int:
        return len(stage.context.database.run(lambda connection: outbox.claim(connection, clock.now(), 1)))

    def long_asked(number: str, reference: str | None = None) -> OrderStatus:
        clock.advance(outbox.CHARGE_LEASE.total_seconds() - (0 if lost else 1))
        assert another_worker_finds() == lost
        return inquire(number, reference)

    def long_sent(order: Order) -> Push:
        clock.advance(outbox.CHARGE_LEASE.total_seconds())
        assert another_worker_finds() == 0
        return begin(order)

    monkeypatch.setattr(stage.provider, "inquire", long_asked)
    monkeypatch.setattr(stage.provider, "begin", long_sent)
    stage.worker.run_due()
    assert len(stage.provider.charged) == (0 if lost else 1)
    assert stage.state(payment) is PaymentState.PROCESSING


def test_that_there_is_no_such_order_is_true_of_the_moment_at_which_it_was_asked(
    stage: Stage, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = stage.create(stage.ticket())
    stage.provider.gone = True
    stage.confirm(payment)
    stage.worker.run_due()
    stage.provider.gone = False
    inquire = stage.provider.inquire

    def inquire_and_stand_still(number: str, reference: str | None = None) -> OrderStatus:
        answer = inquire(number, reference)
        clock.advance(MISSING_IS_FINAL)
        return answer

    monkeypatch.setattr(stage.provider, "inquire", inquire_and_stand_still)
    clock.advance(300 + MISSING_IS_FINAL - 1)
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.UNKNOWN
    clock.advance(LATER)
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.FAILED


def test_an_order_that_found_no_way_to_the_provider_is_sent_again_while_it_is_valid(
    stage: Stage, clock: ManualClock
) -> None:
    payment = stage.create(stage.ticket())
    stage.provider.gone = True
    stage.confirm(payment)
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.UNKNOWN
    stage.provider.gone = False
    stage.provider.answer = OrderStatus(Outcome.PAID, "T1", NET)
    clock.advance(330)
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.PAID
    assert len(stage.provider.charged) == 1


def test_a_question_that_is_not_answered_sends_nothing_again(stage: Stage, clock: ManualClock) -> None:
    payment = stage.create(stage.ticket())
    stage.provider.crash_before = True
    stage.confirm(payment)
    with pytest.raises(CrashError):
        stage.worker.run_due()
    stage.provider.gone, stage.provider.crash_before = True, False
    clock.advance(outbox.CHARGE_LEASE.total_seconds())
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.UNKNOWN
    assert stage.provider.charged == []


def test_a_day_without_an_outcome_opens_one_case(stage: Stage, clock: ManualClock) -> None:
    payment = stage.create(stage.ticket())
    stage.provider.gone = True
    stage.confirm(payment)
    stage.worker.run_due()
    clock.advance(300 + A_DAY - 1)
    stage.worker.run_due()
    assert unanswered.keep(stage.context) == 0
    assert "case-opened" not in stage.events(payment)
    clock.advance(1)
    assert unanswered.keep(stage.context) == 1
    clock.advance(29)
    stage.worker.run_due()
    clock.advance(LATER)
    stage.worker.run_due()
    assert stage.events(payment).count("case-opened") == 1
    assert unanswered.keep(stage.context) == 1
    assert stage.state(payment) is PaymentState.UNKNOWN
    stage.pays(payment)
    assert stage.state(payment) is PaymentState.PAID
    assert unanswered.keep(stage.context) == 0


def test_the_outbox_gives_an_item_to_one_worker_only(stage: Stage, clock: ManualClock) -> None:
    stage.confirm(stage.create(stage.ticket()))
    database = stage.context.database
    first = database.run(lambda connection: outbox.claim(connection, clock.now(), 10))
    assert [(item.kind, item.attempts) for item in first] == [(outbox.Kind.CHARGE, 1)]
    assert database.run(lambda connection: outbox.claim(connection, clock.now(), 10)) == []
    clock.advance(outbox.CHARGE_LEASE.total_seconds())
    (again,) = database.run(lambda connection: outbox.claim(connection, clock.now(), 10))
    assert again.attempts == 2
    # The first has lost its lease: it cannot put the item off any more.
    database.run(lambda connection: outbox.again(connection, first[0], clock.now(), "late"))
    assert database.run(lambda connection: outbox.claim(connection, clock.now(), 10)) == []

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection
from structlog.testing import capture_logs

from kiosk.backend.bills.bill_payable import BILLS, BillPayable
from kiosk.backend.gateways.port import OrderStatus, Outcome
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.ground.retention import KEYS, PARTS
from kiosk.backend.payments import payments
from kiosk.backend.payments.payments import expire_due
from kiosk.backend.registers import dunning
from kiosk.backend.store.database import Database, DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.contract.payments import Decline, Payment, PaymentRequest
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import FULL, NET, PROVIDER, TODAY, Stage, make_stage
from tests.clock import START, ManualClock

pytestmark = pytest.mark.each_database


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> Stage:
    return make_stage(database, clock)


@pytest.fixture
def on_sqlite(sqlite_url: str, clock: ManualClock) -> Iterator[Stage]:
    """Return a service for rules that do not hang on the kind of database."""
    database = Database(sqlite_url)
    yield make_stage(database, clock)
    database.close()


def refused(kind: ProblemKind) -> pytest.RaisesExc[Refusal]:
    return pytest.RaisesExc(Refusal, check=lambda refusal: refusal.kind is kind)


def test_a_new_payment_waits_with_a_short_link_in_capitals(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    assert payment.state is PaymentState.WAITING
    assert payment.version == 1
    assert (payment.amount, payment.fee) == (NET, 0)
    assert payment.expires_in == 300.0
    assert payment.created_at == START
    assert payment.expires_at == START + timedelta(seconds=300)
    assert payment.link.startswith("HTTP://127.0.0.1:8080/P/")
    assert len(payment.link) <= 38
    assert stage.events(payment) == ["created"]
    assert stage.provider.charged == []


def test_a_changed_amount_is_refused_with_the_new_one(on_sqlite: Stage) -> None:
    ticket = on_sqlite.ticket()
    with refused(ProblemKind.AMOUNT_CHANGED) as caught:
        on_sqlite.create(ticket, expected=FULL)
    assert caught.value.amount == NET
    assert on_sqlite.holders(ticket) == []


def test_a_second_kiosk_cannot_take_the_same_ticket(stage: Stage) -> None:
    ticket, free = stage.ticket(1), stage.ticket(2)
    stage.create(ticket)
    with refused(ProblemKind.TICKET_TAKEN) as caught:
        stage.create(free, ticket, device="kiosk-2")
    assert caught.value.bills == (ticket,)
    assert stage.holders(free) == []


def test_a_paid_ticket_is_refused_by_name(stage: Stage) -> None:
    ticket = stage.ticket()
    payment = stage.create(ticket)
    stage.confirm(payment)
    stage.pays(payment)
    with refused(ProblemKind.ALREADY_PAID) as caught:
        stage.create(ticket, device="kiosk-2")
    assert caught.value.bills == (ticket,)


def test_a_number_that_no_one_issued_is_not_payable(on_sqlite: Stage) -> None:
    with refused(ProblemKind.NOT_PAYABLE) as caught:
        on_sqlite.create(on_sqlite.ticket(), "Q00000000000099")
    assert caught.value.bills == ("Q00000000000099",)


def test_the_same_ticket_named_twice_is_paid_once(on_sqlite: Stage) -> None:
    ticket = on_sqlite.ticket()
    assert on_sqlite.create(ticket, ticket, expected=NET).bills == (ticket,)


@pytest.mark.parametrize("provider", ["nobody", "demo-closed"])
def test_a_provider_out_of_service_is_refused(on_sqlite: Stage, provider: str) -> None:
    with refused(ProblemKind.PROVIDER_UNAVAILABLE):
        on_sqlite.create(on_sqlite.ticket(), provider=provider)


def test_a_provider_is_not_asked_for_more_than_it_collects(on_sqlite: Stage) -> None:
    ticket = on_sqlite.ticket(fee=60_000)
    with refused(ProblemKind.PROVIDER_UNAVAILABLE) as caught:
        on_sqlite.create(ticket, expected=57_000)
    assert caught.value.amount == 50_000
    assert on_sqlite.create(ticket, expected=57_000, provider="yuanta").amount == 57_000


def test_the_same_key_and_request_get_the_same_payment_as_it_stands_now(stage: Stage, clock: ManualClock) -> None:
    ticket = stage.ticket()
    request = PaymentRequest(bills=(ticket,), provider=PROVIDER, expected=NET)

    def asked() -> Payment:
        answer = payments.create(stage.context, "kiosk-1", BILLS, request, "key-1")
        assert answer.status == 201
        return Payment.model_validate_json(answer.body)

    first = asked()
    clock.advance(60)
    assert asked() == first.model_copy(update={"expires_in": 240.0})
    payments.cancel(stage.context, "kiosk-1", first.id)
    assert asked() == payments.get(stage.context, "kiosk-1", first.id)
    assert stage.events(first) == ["created", "cancelled"]


def test_the_same_key_for_another_request_is_refused(stage: Stage) -> None:
    one, other = stage.ticket(1), stage.ticket(2)
    stage.create(one, key="key-1")
    with refused(ProblemKind.KEY_REUSED):
        stage.create(other, key="key-1")
    assert stage.holders(other) == []


def test_a_key_belongs_to_its_device(on_sqlite: Stage) -> None:
    one, other = on_sqlite.ticket(1), on_sqlite.ticket(2)
    first = on_sqlite.create(one, key="key-1")
    assert on_sqlite.create(other, key="key-1", device="kiosk-2").id != first.id


def test_a_refusal_is_not_kept_under_the_key(on_sqlite: Stage) -> None:
    ticket = on_sqlite.ticket()
    rival = on_sqlite.create(ticket, device="kiosk-2")
    with refused(ProblemKind.TICKET_TAKEN):
        on_sqlite.create(ticket, key="key-1")
    payments.cancel(on_sqlite.context, "kiosk-2", rival.id)
    assert on_sqlite.create(ticket, key="key-1").state is PaymentState.WAITING


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (None, ProblemKind.KEY_MISSING),
        ("", ProblemKind.KEY_MISSING),
        ("k" * 65, ProblemKind.INVALID),
        ("a b", ProblemKind.INVALID),
        ("鑰匙", ProblemKind.INVALID),
    ],
)
def test_a_key_that_is_none_is_refused(on_sqlite: Stage, key: str | None, kind: ProblemKind) -> None:
    request = PaymentRequest(bills=(on_sqlite.ticket(),), provider=PROVIDER, expected=NET)
    with refused(kind):
        payments.create(on_sqlite.context, "kiosk-1", BILLS, request, key)


def test_old_keys_are_forgotten_and_new_ones_are_not(stage: Stage, clock: ManualClock) -> None:
    stage.create(stage.ticket(1), key="old")
    clock.advance(KEYS.total_seconds())
    stage.create(stage.ticket(2), key="new")
    clock.advance(1)
    assert PARTS["keys"](stage.context.database, clock.now()) == 1
    with refused(ProblemKind.KEY_REUSED):
        stage.create(stage.ticket(3), key="new")


def test_another_device_does_not_see_a_payment(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    with refused(ProblemKind.NOT_FOUND):
        payments.get(stage.context, "kiosk-2", payment.id)
    with refused(ProblemKind.NOT_FOUND):
        payments.cancel(stage.context, "kiosk-2", payment.id)
    assert payments.get(stage.context, "kiosk-1", payment.id).id == payment.id


def test_a_cancelled_payment_frees_its_tickets_and_can_be_cancelled_again(stage: Stage) -> None:
    ticket = stage.ticket()
    payment = stage.create(ticket)
    cancelled = payments.cancel(stage.context, "kiosk-1", payment.id)
    assert cancelled.state is PaymentState.CANCELLED
    assert cancelled.version == 2
    assert payments.cancel(stage.context, "kiosk-1", payment.id) == cancelled
    assert stage.create(ticket, device="kiosk-2").state is PaymentState.WAITING


def test_a_payment_that_the_payer_has_confirmed_cannot_be_cancelled(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    with refused(ProblemKind.PAYMENT_STATE) as caught:
        payments.cancel(stage.context, "kiosk-1", payment.id)
    assert caught.value.state == "processing"
    assert stage.payer_cancels(payment) is PaymentState.PROCESSING


def test_the_payer_may_cancel_while_it_waits(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    assert stage.payer_cancels(payment) is PaymentState.CANCELLED
    assert stage.confirm(payment) is PaymentState.CANCELLED


def test_time_runs_out_at_the_stroke_and_not_before(stage: Stage, clock: ManualClock) -> None:
    ticket = stage.ticket()
    payment = stage.create(ticket)
    clock.advance(299.999)
    assert expire_due(stage.context) == 0
    clock.advance(0.001)
    assert payments.get(stage.context, "kiosk-1", payment.id).expires_in == 0.0
    assert expire_due(stage.context) == 1
    assert stage.state(payment) is PaymentState.EXPIRED
    assert stage.holders(ticket) == []
    assert expire_due(stage.context) == 0


def test_one_payment_that_can_not_be_ended_keeps_no_other_from_it(
    stage: Stage, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bills = [stage.ticket(serial) for serial in range(1, 4)]
    made = [stage.create(bill) for bill in bills]
    release = BillPayable.release

    def fails(payable: BillPayable, connection: Connection, payment_id: str) -> None:
        if payment_id == made[0].id:
            raise LookupError("a canary")
        release(payable, connection, payment_id)

    monkeypatch.setattr(BillPayable, "release", fails)
    clock.advance(300)
    with capture_logs() as lines, pytest.raises(LookupError):
        expire_due(stage.context)
    assert [line["payment"] for line in lines if line["event"] == "payment-not-expired"] == [made[0].id]
    assert "a canary" not in repr(lines)
    assert [stage.state(payment) for payment in made] == [PaymentState.WAITING, *[PaymentState.EXPIRED] * 2]
    assert [bool(stage.holders(bill)) for bill in bills] == [True, False, False]


@pytest.mark.parametrize("trouble", [DatabaseBusyError, DatabaseLostError, StorageFullError])
def test_a_database_that_can_not_end_payments_is_not_asked_for_each(
    on_sqlite: Stage, clock: ManualClock, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    for serial in range(1, 4):
        on_sqlite.create(on_sqlite.ticket(serial))
    clock.advance(300)
    asked: list[object] = []

    def run(work: object) -> None:
        asked.append(work)
        raise trouble

    monkeypatch.setattr(on_sqlite.context.database, "run", run)
    with pytest.raises(trouble):
        expire_due(on_sqlite.context)
    assert len(asked) == 1


def test_who_confirms_at_the_stroke_of_expiry_loses_cleanly(stage: Stage, clock: ManualClock) -> None:
    payment = stage.create(stage.ticket())
    clock.advance(300)
    assert stage.confirm(payment) is PaymentState.EXPIRED
    assert stage.worker.run_due() == 0
    assert stage.provider.charged == []
    assert stage.events(payment) == ["created", "expired"]


def test_who_confirms_just_in_time_pays(on_sqlite: Stage, clock: ManualClock) -> None:
    payment = on_sqlite.create(on_sqlite.ticket())
    clock.advance(299.999)
    assert on_sqlite.confirm(payment) is PaymentState.PROCESSING
    clock.advance(1)
    assert on_sqlite.worker.run_due() == 1
    assert on_sqlite.state(payment) is PaymentState.PROCESSING
    assert on_sqlite.provider.charged[0].valid_until > clock.now()


def test_an_overdue_payment_does_not_stand_in_the_next_visitors_way(stage: Stage, clock: ManualClock) -> None:
    ticket = stage.ticket()
    old = stage.create(ticket)
    clock.advance(300)
    assert stage.create(ticket, device="kiosk-2").state is PaymentState.WAITING
    assert stage.state(old) is PaymentState.EXPIRED


def test_cancelling_after_the_time_is_over_says_so(on_sqlite: Stage, clock: ManualClock) -> None:
    payment = on_sqlite.create(on_sqlite.ticket())
    clock.advance(300)
    with refused(ProblemKind.PAYMENT_STATE) as caught:
        payments.cancel(on_sqlite.context, "kiosk-1", payment.id)
    assert caught.value.state == "expired"
    assert on_sqlite.state(payment) is PaymentState.EXPIRED


def test_confirming_twice_charges_once(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    assert stage.confirm(payment) is PaymentState.PROCESSING
    assert stage.confirm(payment) is PaymentState.PROCESSING
    assert stage.worker.run_due() == 1
    assert len(stage.provider.charged) == 1
    assert stage.provider.charged[0].dollars == NET


def test_a_bill_under_enforcement_is_not_payable_here(on_sqlite: Stage, clock: ManualClock) -> None:
    on_sqlite.ticket(due_on=TODAY)
    for _ in range(400):
        clock.advance(24 * 3600)
        dunning.run(on_sqlite.context.database, clock)
    with refused(ProblemKind.NOT_PAYABLE) as caught:
        on_sqlite.create(on_sqlite.ticket(2), "100000001", expected=1)
    assert caught.value.bills == ("100000001",)


def test_every_change_is_reported_inside_its_transaction(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    stage.worker.run_due()
    stage.pays(payment)
    assert stage.signals.reported == [payment.id] * 3
    assert stage.events(payment) == ["created", "payer-confirmed", "accepted", "money-confirmed"]


def test_a_decline_frees_the_tickets_and_says_why(stage: Stage) -> None:
    ticket = stage.ticket()
    payment = stage.create(ticket)
    stage.provider.answer = OrderStatus(Outcome.DECLINED, decline=Decline.INSUFFICIENT)
    stage.confirm(payment)
    stage.worker.run_due()
    seen = payments.get(stage.context, "kiosk-1", payment.id)
    assert (seen.state, seen.decline) == (PaymentState.FAILED, Decline.INSUFFICIENT)
    assert stage.create(ticket).state is PaymentState.WAITING

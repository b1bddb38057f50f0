"""The life of payments as a machine that Hypothesis drives: two kiosks, a payer, a provider, time, and bad luck."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select, update

from kiosk.backend.bills.bill_payable import BILLS
from kiosk.backend.domain.payment import TABLE, PaymentEvent
from kiosk.backend.gateways.port import OrderStatus, Outcome
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.ground.tables import idempotency_keys, outbox
from kiosk.backend.payments import payments
from kiosk.backend.payments.tables import (
    movements,
    payment_bills,
    payment_events,
    payment_tickets,
    provider_messages,
    refunds,
)
from kiosk.backend.payments.tables import payments as payments_table
from kiosk.backend.registers.tables import tickets
from kiosk.backend.sheets.tables import sheets
from kiosk.backend.store.database import Database
from kiosk.backend.terminals.tables import terminals
from kiosk.contract.payments import Decline, Payment, PaymentRequest
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import NET, PROVIDER, CrashError, Stage, make_stage, reference_of
from tests.backend.rows import ticket_number
from tests.clock import ManualClock

pytestmark = pytest.mark.each_database

T = TypeVar("T")

TICKETS = [ticket_number(serial) for serial in range(5)]
EMPTIED = (
    idempotency_keys,
    outbox,
    provider_messages,
    refunds,
    movements,
    sheets,
    payment_events,
    payment_tickets,
    payment_bills,
    payments_table,
    tickets,
    terminals,
)
KIOSKS = st.sampled_from(["kiosk-1", "kiosk-2"])
LUCK = st.sampled_from(["well", "well", "silent", "gone", "crash"])
OPEN = {PaymentState.WAITING, PaymentState.PROCESSING, PaymentState.UNKNOWN}


def attempt(work: Callable[[], T]) -> T | ProblemKind:
    """Return what `work` returns, or the kind of its refusal."""
    try:
        return work()
    except Refusal as refusal:
        return refusal.kind


class PaymentLife(RuleBasedStateMachine):
    """Whatever happens in whatever order: no one pays twice, and no money is lost."""

    database: Database

    made = Bundle("made")
    sent = Bundle("sent")

    @initialize(target=made)
    def two_visitors_stand_there(self) -> Any:
        with self.database.write() as connection:
            for table in EMPTIED:
                connection.execute(delete(table))
        self.clock = ManualClock()
        self.stage: Stage = make_stage(self.database, self.clock)
        for serial in range(len(TICKETS)):
            self.stage.ticket(serial)
        self.messages: list[tuple[Payment, OrderStatus, str]] = []
        self.keys: dict[tuple[str, str], tuple[PaymentRequest, bytes]] = {}
        self.elsewhere: set[str] = set()
        self.amounts: dict[str, int] = {}
        first = self.create("kiosk-1", TICKETS[:2], "a", 0)
        second = self.create("kiosk-2", TICKETS[2:3], "a", 0)
        return multiple(first, second)

    @rule(
        target=made,
        kiosk=KIOSKS,
        bills=st.lists(st.sampled_from(TICKETS), min_size=1, max_size=2, unique=True),
        key=st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "h"]),
        off=st.sampled_from([0, 0, 0, 0, 1]),
    )
    def visitor_pays(self, kiosk: str, bills: list[str], key: str, off: int) -> Any:
        return self.create(kiosk, bills, key, off)

    def create(self, kiosk: str, bills: list[str], key: str, off: int) -> Any:
        request = PaymentRequest(bills=tuple(bills), provider=PROVIDER, expected=NET * len(bills) + off)
        known = self.keys.get((kiosk, key))
        answer = attempt(lambda: payments.create(self.stage.context, kiosk, BILLS, request, key))
        if isinstance(answer, ProblemKind):
            assert (answer is ProblemKind.KEY_REUSED) == (known is not None)
            return multiple()
        assert off == 0
        if known is not None:
            assert known == (request, answer.body)
            return multiple()
        self.keys[kiosk, key] = (request, answer.body)
        payment = Payment.model_validate_json(answer.body)
        self.amounts[payment.number] = payment.amount
        return payment

    @rule(payment=made, kiosk=KIOSKS)
    def kiosk_cancels(self, payment: Payment, kiosk: str) -> None:
        answer = attempt(lambda: payments.cancel(self.stage.context, kiosk, payment.id))
        if isinstance(answer, ProblemKind):
            assert answer in (ProblemKind.NOT_FOUND, ProblemKind.PAYMENT_STATE)
        else:
            assert answer.state is PaymentState.CANCELLED

    @rule(payment=made)
    def payer_cancels(self, payment: Payment) -> None:
        assert self.stage.payer_cancels(payment) is not PaymentState.WAITING

    @rule(payment=made)
    def payer_confirms(self, payment: Payment) -> None:
        assert self.stage.confirm(payment) is not PaymentState.WAITING

    @rule(
        target=sent,
        payment=made,
        dollars_off=st.sampled_from([0, 0, 0, 0, -1, 7]),
        declined=st.sampled_from([False, False, True]),
        reported_at_once=st.booleans(),
    )
    def provider_decides(self, payment: Payment, dollars_off: int, declined: bool, reported_at_once: bool) -> Any:
        ledger = self.stage.provider.orders
        if payment.number in ledger and ledger[payment.number].outcome is Outcome.PAID:
            return multiple()
        if declined:
            status = OrderStatus(Outcome.DECLINED, reference_of(payment.number), decline=Decline.REFUSED)
        else:
            status = OrderStatus(Outcome.PAID, reference_of(payment.number), payment.amount + dollars_off)
        ledger[payment.number] = status
        message = (payment, status, f"m{len(self.messages)}")
        self.messages.append(message)
        if reported_at_once:
            self.message_comes_in(message)
        return message

    @rule(message=sent)
    def message_comes_again(self, message: tuple[Payment, OrderStatus, str]) -> None:
        self.message_comes_in(message)

    def message_comes_in(self, message: tuple[Payment, OrderStatus, str]) -> None:
        payment, status, id = message
        self.stage.message(payment, status, id=id)

    @rule(seconds=st.sampled_from([0.5, 1, 4, 30, 61, 299, 300, 400]))
    def time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule(payment=made, luck=LUCK)
    def payer_confirms_and_worker_runs(self, payment: Payment, luck: str) -> None:
        self.payer_confirms(payment)
        self.run(luck)

    @rule(luck=LUCK, after=st.sampled_from([0, 1, 61, 400]))
    def worker_runs(self, luck: str, after: float) -> None:
        self.clock.advance(after)
        self.run(luck)

    def run(self, luck: str) -> None:
        provider = self.stage.provider
        provider.silent, provider.gone, provider.crash = (luck == name for name in ("silent", "gone", "crash"))
        try:
            self.stage.worker.run_due()
        except CrashError:
            assert luck == "crash"

    @rule(ticket=st.sampled_from(TICKETS[:2]))
    def paid_at_the_shop(self, ticket: str) -> None:
        with self.database.write() as connection:
            done = connection.execute(
                update(tickets).where(tickets.c.number == ticket, tickets.c.status == "owed").values(status="paid")
            )
        if done.rowcount:
            self.elsewhere.add(ticket)

    @invariant()
    def books_are_in_order(self) -> None:
        with self.database.read() as connection:
            rows = connection.execute(select(payments_table)).all()
            covers = connection.execute(select(payment_tickets)).all()
            events = connection.execute(select(payment_events).order_by(payment_events.c.version)).all()
            due = {row.payment_id: row for row in connection.execute(select(refunds))}
            paid_tickets = set(connection.scalars(select(tickets.c.number).where(tickets.c.status == "paid")))
        states = {row.id: PaymentState(row.state) for row in rows}
        # I1: one ticket, at most one payment that is live or paid; and the flag says what the state says.
        holding: dict[str, list[PaymentState]] = defaultdict(list)
        for cover in covers:
            assert cover.holds == states[cover.payment_id].holds_tickets
            if cover.holds:
                holding[cover.ticket_number].append(states[cover.payment_id])
        assert all(len(holders) == 1 for holders in holding.values())
        # I2: a ticket is paid if and only if one payment of ours is paid, or it was paid elsewhere.
        ours = {ticket for ticket, (state,) in holding.items() if state is PaymentState.PAID}
        assert paid_tickets == ours | self.elsewhere
        assert not ours & self.elsewhere
        for row in rows:
            ledger = self.stage.provider.orders.get(row.number)
            if row.state == "paid":
                # I3, I4: what is paid was taken, to the dollar.
                assert ledger is not None
                assert (ledger.outcome, ledger.dollars) == (Outcome.PAID, row.amount + row.fee)
            # I8: money that could not be used is on the list, with what was taken.
            assert (row.id in due) == (row.state in ("refund-due", "refunded"))
            if row.id in due:
                assert ledger is not None
                assert due[row.id].amount == ledger.dollars
                assert (due[row.id].status == "refunded") == (row.state == "refunded")
        self._history_follows_the_table(events, rows)

    def _history_follows_the_table(self, events: Any, rows: Any) -> None:
        reported: dict[str, list[Any]] = defaultdict(list)
        for event in events:
            reported[event.payment_id].append(event)
        for row in rows:
            history = reported[row.id]
            assert [event.version for event in history] == list(range(1, row.version + 1))
            assert history[0].event == PaymentEvent.CREATED
            assert history[-1].state == row.state
            # I6: nothing happens but what the table allows.
            for before, now in pairwise(history):
                edge = TABLE[PaymentState(before.state), PaymentEvent(now.event)]
                assert edge.to == now.state

    @invariant()
    def no_one_is_charged_twice(self) -> None:
        numbers = [order.number for order in self.stage.provider.charged]
        assert len(numbers) == len(set(numbers))

    def teardown(self) -> None:
        """Let every message come in and time pass: then every payment has its outcome, and the sums agree."""
        if not hasattr(self, "stage"):
            return
        provider = self.stage.provider
        provider.silent = provider.gone = provider.crash = False
        for message in self.messages:
            self.message_comes_in(message)
        for _ in range(4):
            self.clock.advance(400)
            self.stage.worker.run_due()
            for number, status in provider.orders.items():
                if status.outcome is Outcome.PENDING:
                    provider.orders[number] = OrderStatus(Outcome.PAID, reference_of(number), self.amounts[number])
        self.books_are_in_order()
        with self.database.read() as connection:
            rows = connection.execute(select(payments_table)).all()
            given_back = connection.scalars(select(refunds.c.amount).where(refunds.c.status == "refunded")).all()
        assert not {PaymentState(row.state) for row in rows} & OPEN
        taken = sum(status.dollars or 0 for status in provider.orders.values())
        assert taken == sum(row.amount for row in rows if row.state == "paid") + sum(given_back)
        assert sum(provider.refunded.values()) == sum(given_back)


@pytest.mark.long
def test_whatever_happens_no_one_pays_twice_and_no_money_is_lost(database: Database) -> None:
    life = type("PaymentLifeOnADatabase", (PaymentLife,), {"database": database})
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=40 if database.is_sqlite else 20,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

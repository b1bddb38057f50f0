"""Money in, money out, and what is paid: one sum, whatever happens in whatever order."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from kiosk.backend.domain.payment import STAFF_REASONS, RefundReason
from kiosk.backend.gateways.port import OrderStatus, Outcome, ProviderUnavailableError, Refund
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import books, payments, staff_refunds
from kiosk.backend.payments.refunds import Ordered
from kiosk.backend.payments.staff_refunds import RefundOrder
from kiosk.backend.payments.tables import movements, refund_bills, refunds
from kiosk.backend.payments.tables import payments as payments_table
from kiosk.backend.store.database import Database
from kiosk.contract.payments import Payment
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import CrashError, MemoryProvider, Stage, make_stage
from tests.backend.payments.closes import closes_are_the_books
from tests.backend.rows import empty
from tests.clock import ManualClock

pytestmark = pytest.mark.each_database

OPEN = {PaymentState.WAITING, PaymentState.PROCESSING, PaymentState.UNKNOWN, PaymentState.REFUND_DUE}
IN, OUT = "charge", "refund"


class Bank(MemoryProvider):
    """A provider that may die with a refund, before it is done or after."""

    refund_luck = "well"

    def refund(self, refund: Refund) -> str:
        luck, self.refund_luck = self.refund_luck, "well"
        if luck == "dead-before":
            raise CrashError
        if luck == "lost":
            raise ProviderUnavailableError("lost on its way")
        reference = super().refund(refund)
        if luck == "dead-after":
            raise CrashError
        if luck == "answer-lost":
            raise ProviderUnavailableError("the answer is lost")
        return reference


class MoneyInAndOut(RuleBasedStateMachine):
    """Charges, double, late and wrong ones; refunds that fail and repeat; the office; processes that die."""

    database: Database

    made = Bundle("made")
    reported = Bundle("reported")

    @initialize(target=made)
    def somebody_pays(self) -> Payment:
        empty(self.database, "register_imports")
        self.stage: Stage = make_stage(self.database, ManualClock())
        self.bank = Bank(self.stage.clock)
        self.stage.provider = self.bank
        object.__setattr__(self.stage.context.ports, "provider", self.bank)
        self.taken: dict[str, int] = {}
        """What the provider took, by its number of the transaction."""
        self.tickets = self.messages = 0
        return self.pays()

    @rule(target=made)
    def another_pays(self) -> Payment:
        return self.pays()

    @rule(target=made)
    def another_has_paid(self) -> Payment:
        payment = self.pays()
        self.money_comes(payment, 0, 0)
        return payment

    def pays(self) -> Payment:
        self.tickets += 2
        payment = self.stage.create(*(self.stage.ticket(serial) for serial in (self.tickets - 1, self.tickets)))
        self.stage.confirm(payment)
        return payment

    @rule(target=reported, payment=made, serial=st.integers(0, 2), off=st.sampled_from([0, 0, 0, -1, 7]))
    def money_is_taken(self, payment: Payment, serial: int, off: int) -> tuple[Payment, OrderStatus]:
        return self.money_comes(payment, serial, off)

    def money_comes(self, payment: Payment, serial: int, off: int) -> tuple[Payment, OrderStatus]:
        reference = f"T{payment.number}-{serial}"
        self.taken.setdefault(reference, payment.amount + payment.fee + off)
        status = OrderStatus(Outcome.PAID, reference, self.taken[reference])
        self.bank.orders[payment.number] = status
        self.is_reported((payment, status))
        return payment, status

    @rule(said=reported)
    def is_reported(self, said: tuple[Payment, OrderStatus]) -> None:
        self.messages += 1
        self.stage.message(*said, id=f"m{self.messages}")

    @rule(payment=made)
    def kiosk_cancels(self, payment: Payment) -> None:
        self.refusable(lambda: payments.cancel(self.stage.context, "kiosk-1", payment.id))

    @rule(
        payment=made,
        reason=st.sampled_from(sorted(STAFF_REASONS)),
        off=st.sampled_from([0, 0, 0, 1]),
    )
    def office_gives_back(self, payment: Payment, reason: RefundReason, off: int) -> None:
        with self.database.read() as connection:
            seen = staff_refunds.refundable(connection, payment.id) + off
        wish = RefundOrder(payment.id, reason, seen, Ordered("wang", "D1"))
        self.refusable(lambda: staff_refunds.order(self.stage.context, wish))

    @rule(
        payment=made,
        bill=st.integers(0, 1),
        reason=st.sampled_from(sorted(STAFF_REASONS)),
    )
    def office_gives_back_a_bill(self, payment: Payment, bill: int, reason: RefundReason) -> None:
        with self.database.read() as connection:
            seen = staff_refunds.refundable(connection, payment.id)
        wish = RefundOrder(
            payment.id, reason, seen, Ordered("wang", "D1"), frozenset({payment.bills[bill % len(payment.bills)]})
        )
        self.refusable(lambda: staff_refunds.order(self.stage.context, wish))

    @rule(target=made, payment=made)
    def what_is_owed_again_is_paid_again(self, payment: Payment) -> Payment:
        owed = [bill for bill in payment.bills if self.stage.ticket_status(bill) == "owed"]
        if not owed or any(self.stage.holders(bill) for bill in owed):
            # Nothing is, or it is being paid.
            return payment
        again = self.stage.create(*owed)
        self.stage.confirm(again)
        return again

    @rule(
        luck=st.sampled_from(["well", "dead-before", "dead-after", "lost", "answer-lost"]),
        order=st.sampled_from(["well", "silent", "gone", "crash"]),
        after=st.sampled_from([0, 1, 61, 400]),
    )
    def worker_runs(self, luck: str, order: str, after: float) -> None:
        self.stage.clock.advance(after)
        self.bank.refund_luck = luck
        self.bank.silent, self.bank.gone, self.bank.crash = (order == name for name in ("silent", "gone", "crash"))
        with contextlib.suppress(CrashError):
            self.stage.worker.run_due()

    @invariant()
    def what_is_kept_is_what_is_paid_or_goes_back(self) -> None:
        paid, due, moved = self.sums()
        assert moved[IN] - moved[OUT] == paid + due
        # Nothing is believed that the provider did not take, and nothing goes out twice.
        assert moved[IN] <= sum(self.taken.values())
        assert moved[OUT] <= sum(self.bank.refunded.values()) <= moved[IN]

    def teardown(self) -> None:
        """Let the provider and the worker live: everything is reported, and everything due has gone back."""
        if not hasattr(self, "stage"):
            return
        for _ in range(6):
            self.worker_runs("well", "well", 400)
        paid, due, moved = self.sums()
        closes_are_the_books(self.database, self.stage.clock.now())
        assert due == 0
        assert moved[IN] - moved[OUT] == paid
        assert moved[OUT] == sum(self.bank.refunded.values())
        assert moved[IN] - sum(self.bank.refunded.values()) == paid
        proof = books.prove(self.database, self.stage.clock.now())
        assert (proof.breaches, proof.paid) == ([], paid)

    def sums(self) -> tuple[int, int, dict[str, int]]:
        """Return what is paid, what is due to go back, and what has moved each way."""
        total = payments_table.c.amount + payments_table.c.fee
        with self.database.read() as connection:
            paid = connection.scalar(select(func.sum(total)).where(payments_table.c.state == "paid"))
            returned = connection.scalar(
                select(func.sum(refund_bills.c.amount))
                .join(payments_table, payments_table.c.id == refund_bills.c.payment_id)
                .where(payments_table.c.state == "paid")
            )
            due = connection.scalar(select(func.sum(refunds.c.amount)).where(refunds.c.status == "due"))
            rows: Any = connection.execute(
                select(movements.c.kind, func.sum(movements.c.amount)).group_by(movements.c.kind)
            ).all()
        return (
            int(paid or 0) - int(returned or 0),
            due or 0,
            {IN: 0, OUT: 0} | {kind: int(dollars) for kind, dollars in rows},
        )

    @staticmethod
    def refusable(work: Any) -> None:
        with contextlib.suppress(Refusal):
            work()


@pytest.mark.long
def test_money_in_less_money_out_is_what_is_paid_whatever_happens(database: Database) -> None:
    machine = type("MoneyInAndOutOnADatabase", (MoneyInAndOut,), {"database": database})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=30 if database.is_sqlite else 12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

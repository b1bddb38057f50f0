"""A context with a provider in memory, for tests of payments."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, insert, select

from kiosk.backend.bills.bill_payable import BILLS
from kiosk.backend.context import Context, Ports
from kiosk.backend.gateways.port import (
    Order,
    OrderStatus,
    Outcome,
    ProviderMessage,
    ProviderMessageError,
    ProviderUnavailableError,
    Push,
    Refund,
)
from kiosk.backend.payable_map import PAYABLES
from kiosk.backend.payments import payer, payment_links, payment_records, payments, provider_messages
from kiosk.backend.payments.tables import payment_events, payment_tickets, refunds
from kiosk.backend.registers.local import LocalBills
from kiosk.backend.registers.tables import tickets
from kiosk.backend.store.database import Database
from kiosk.backend.terminals.tables import terminals
from kiosk.backend.terms import terms_of
from kiosk.backend.worker import Worker
from kiosk.contract.payments import Decline, Payment, PaymentRequest
from kiosk.domain.dates import taipei_date
from kiosk.domain.payment import PaymentState
from kiosk.settings import BackendSettings
from tests.backend.rows import add_ticket, ticket_number
from tests.clock import START, ManualClock
from tests.live_backend import CHEAP_PASSWORDS

TODAY = taipei_date(START)
DUE = TODAY + timedelta(days=3)
PROVIDER = "jkopay"
FULL = 50
NET = 48
"""What a ticket of 50 costs with the discount for smart payment."""
SECRET = "a secret of the tests"


def reference_of(number: str) -> str:
    """Return the number of the provider's transaction for an order, if it has only one."""
    return f"T{number}"


class CrashError(Exception):
    """The process died at this point, as far as the test is concerned."""


@dataclass
class MemoryProvider:
    """`Gateway` without a network: takes orders, and answers as it is set to."""

    clock: ManualClock
    orders: dict[str, OrderStatus] = field(default_factory=dict)
    charged: list[Order] = field(default_factory=list)
    refunded: dict[str, int] = field(default_factory=dict)
    """How much for each order."""
    refunds: set[str] = field(default_factory=set)
    """The ids of those that were done."""
    answer: OrderStatus = field(default_factory=lambda: OrderStatus(Outcome.PENDING))
    """To every order; each has a transaction of its own."""
    silent: bool = False
    """Takes the order and does not answer."""
    gone: bool = False
    """Cannot be reached at all."""
    crash: bool = False
    """The process dies right after the order has been taken."""
    crash_before: bool = False
    """The process dies before the order is on its way."""

    redirects: bool = False
    takes_itself: bool = False

    def begin(self, order: Order) -> Push:
        return Push(self._charge(order))

    def confirm(self, order: Order, reference: str) -> OrderStatus:
        return self.inquire(order.number)

    def _charge(self, order: Order) -> OrderStatus:
        if self.crash_before:
            raise CrashError
        if self.gone:
            raise ProviderUnavailableError("gone")
        self.charged.append(order)
        if order.number not in self.orders and self.clock.now() > order.valid_until:
            return OrderStatus(Outcome.DECLINED, decline=Decline.REFUSED)
        if order.number not in self.orders:
            # No transaction of a provider has the number of another.
            self.orders[order.number] = replace(self.answer, reference=reference_of(order.number))
        if self.crash:
            raise CrashError
        if self.silent:
            raise ProviderUnavailableError("ReadTimeoutError")
        return self.orders[order.number]

    def inquire(self, number: str, reference: str | None = None) -> OrderStatus:
        if self.gone:
            raise ProviderUnavailableError("gone")
        return self.orders.get(number, OrderStatus(Outcome.MISSING))

    def refund(self, refund: Refund) -> str:
        if self.gone:
            raise ProviderUnavailableError("gone")
        if refund.id not in self.refunds:
            self.refunds.add(refund.id)
            self.refunded[refund.number] = self.refunded.get(refund.number, 0) + refund.dollars
        return f"R{refund.id}"

    def read_message(self, provider: str, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderMessage:
        raise ProviderMessageError("signature")


class SilentSignals:
    """`PaymentSignals` that only counts."""

    def __init__(self) -> None:
        self.reported: list[str] = []

    def changed(self, connection: Connection, payment_id: str) -> None:
        self.reported.append(payment_id)


SETTINGS = BackendSettings(
    public_url="http://127.0.0.1:8080",
    provider_secret=SECRET,  # type: ignore[arg-type]
    demo=True,
    **CHEAP_PASSWORDS,
)


@dataclass
class Stage:
    """One service with two kiosks, and what a test does to it."""

    context: Context
    clock: ManualClock
    provider: MemoryProvider
    signals: SilentSignals
    worker: Worker

    def ticket(self, serial: int = 1, *, due_on: date = DUE, fee: int = FULL, plate: str = "BKZ-5937") -> str:
        number = ticket_number(serial)
        add_ticket(self.context.database, number, due_on, fee=fee, plate=plate)
        return number

    def create(
        self,
        *bills: str,
        device: str = "kiosk-1",
        key: str | None = None,
        provider: str = PROVIDER,
        expected: int = -1,
        language: str | None = None,
    ) -> Payment:
        request = PaymentRequest(
            bills=bills, provider=provider, expected=NET * len(bills) if expected < 0 else expected
        )
        answer = payments.create(self.context, device, BILLS, request, key or payment_links.new_code(secrets), language)
        return Payment.model_validate_json(answer.body)

    def confirm(self, payment: Payment) -> PaymentState:
        code = payment.link.rpartition("/")[2]
        token = payment_links.form_token(self.context.terms.form_key, code)
        return payer.confirm(self.context, code, token).state

    def payer_cancels(self, payment: Payment) -> PaymentState:
        code = payment.link.rpartition("/")[2]
        token = payment_links.form_token(self.context.terms.form_key, code)
        return payer.cancel(self.context, code, token).state

    def message(self, payment: Payment, status: OrderStatus, *, id: str = "m1") -> None:
        """Let a verified message of the provider come in."""
        said = ProviderMessage(id, payment.provider, payment.number, status)
        self.context.database.run(lambda connection: provider_messages.follow(connection, self.context, said))

    def pays(
        self, payment: Payment, *, dollars: int | None = None, id: str = "m1", reference: str | None = None
    ) -> None:
        """Let the provider confirm the money."""
        amount = payment.amount + payment.fee if dollars is None else dollars
        status = OrderStatus(Outcome.PAID, reference or reference_of(payment.number), amount)
        self.provider.orders[payment.number] = status
        self.message(payment, status, id=id)

    def state(self, payment: Payment) -> PaymentState:
        with self.context.database.read() as connection:
            return payments.view(connection, self.context, self.device_of(connection, payment), payment.id).state

    def device_of(self, connection: Connection, payment: Payment) -> str:
        record = payment_records.load(connection, id=payment.id)
        assert record is not None
        return record.terminal_id

    def events(self, payment: Payment) -> list[str]:
        with self.context.database.read() as connection:
            return list(
                connection.scalars(
                    select(payment_events.c.event)
                    .where(payment_events.c.payment_id == payment.id)
                    .order_by(payment_events.c.version)
                )
            )

    def refund(self, payment: Payment) -> tuple[str, int, str] | None:
        with self.context.database.read() as connection:
            row = connection.execute(
                select(refunds.c.reason, refunds.c.amount, refunds.c.status).where(refunds.c.payment_id == payment.id)
            ).one_or_none()
        return None if row is None else (row.reason, row.amount, row.status)

    def ticket_status(self, number: str) -> str:
        with self.context.database.read() as connection:
            return str(connection.scalar(select(tickets.c.status).where(tickets.c.number == number)))

    def holders(self, number: str) -> list[str]:
        with self.context.database.read() as connection:
            return list(
                connection.scalars(
                    select(payment_tickets.c.payment_id).where(
                        payment_tickets.c.ticket_number == number, payment_tickets.c.holds == 1
                    )
                )
            )


def make_stage(database: Database, clock: ManualClock, *, settings: BackendSettings = SETTINGS) -> Stage:
    """Return a service on a fresh database, with the devices `kiosk-1` and `kiosk-2`."""
    provider, signals = MemoryProvider(clock), SilentSignals()
    context = Context(
        database,
        clock,
        Ports(bills=LocalBills(database), provider=provider, signals=signals, payables=PAYABLES),
        terms_of(settings),
    )
    with database.write() as connection:
        connection.execute(
            insert(terminals),
            [{"id": id, "name": id, "token_hash": id, "created_at": clock.now()} for id in ("kiosk-1", "kiosk-2")],
        )
    return Stage(context, clock, provider, signals, Worker(context, threading.Event(), daily=False))

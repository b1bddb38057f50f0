"""The stage of a situation: what people, kiosks and providers do there, each by the service that does it every day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from kiosk.backend.bills.bill_payable import BILLS
from kiosk.backend.context import Context
from kiosk.backend.demo import statements, trial
from kiosk.backend.demo.one_transaction import OneTransaction
from kiosk.backend.demo.scripted import ScriptedProvider, ScriptedTexts, SeededChance, StoryClock
from kiosk.backend.desk.statements import story
from kiosk.backend.gateways.port import OrderStatus, Outcome, ProviderMessage
from kiosk.backend.ground import outbox
from kiosk.backend.ground.outbox import Item, Kind
from kiosk.backend.messages import text_delivery, text_receipts
from kiosk.backend.messages.sms.demo_phone import NAME as TEXT_GATEWAY
from kiosk.backend.owners import owners, registrations
from kiosk.backend.payments import charges, payer, payment_links, payments, provider_messages, refunds
from kiosk.backend.proof.passwords import Passwords
from kiosk.backend.registers import bills
from kiosk.backend.staff import accounts as staff_accounts
from kiosk.backend.staff.accounts import NewStaff
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.statements import accounts
from kiosk.backend.terminals import enrolment
from kiosk.backend.terminals import statements as terminal_statements
from kiosk.backend.vehicles import issuing
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.owners import RegistrationRequest
from kiosk.contract.payments import Payment, PaymentRequest
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import TAIPEI, taipei_date
from kiosk.domain.plate import VehicleType

Ids = dict[str, str]
"""What was made, by what it is: a plate, an order's number, a claim's."""

_HOURLY = "car-hourly-20"
_CHEAP_PASSWORDS = Passwords(memory=8, passes=1)
"""The passwords of the people of a situation are drawn and never shown: their hashes need not be costly."""


class Stage:
    """One situation, within the caller's transaction. `clock` says when it is there."""

    def __init__(self, connection: Connection, context: Context, seed: str) -> None:
        now = context.clock.now()
        self.connection = connection
        self.clock = StoryClock(now)
        self.chance = SeededChance(f"{seed} {now.isoformat()}")
        self.provider = ScriptedProvider()
        self.texts = ScriptedTexts(TEXT_GATEWAY)
        ports = replace(
            context.ports, provider=self.provider, own_gateways={}, gateways=(self.texts,), chance=self.chance
        )
        self.context = Context(
            OneTransaction(connection, context.database),
            self.clock,
            ports,
            replace(context.terms, passwords=_CHEAP_PASSWORDS),
        )

    def ago(self, **ago: float) -> datetime:
        """Go to a moment before the present (`minutes=7`); return it."""
        return self.clock.ago(timedelta(**ago))

    # Terminals, vehicles and tickets

    def terminal(self, name: str) -> str:
        """Return the id of a kiosk with a name, which is enrolled where there is none; its token is not shown."""
        known = terminal_statements.named(self.connection, name)
        return str(known) if known is not None else enrolment.add(self.connection, name, self.clock.now())[0]

    def ticket(self, plate: str, days_ago: int, at: time, minutes: int, rate: str = _HOURLY) -> str:
        """Issue a ticket for a stay so many days ago; return its number."""
        day = taipei_date(self.clock.present) - timedelta(days=days_ago)
        parked_at = datetime.combine(day, at, TAIPEI)
        left_at = parked_at + timedelta(minutes=minutes)
        return issuing.issue(self.connection, self.context, car(plate), rate, parked_at, left_at)

    # Payments

    def pay(self, terminal: str, provider: str, *tickets: str) -> Payment:
        """Have somebody at a kiosk choose tickets and a provider."""
        owed = bills.bills_by_number(self.connection, tickets, self.clock).bills
        wish = PaymentRequest(bills=tickets, provider=provider, expected=sum(bill.amount for bill in owed))
        answer = payments.create(self.context, terminal, BILLS, wish, self.chance.token_hex(16))
        return Payment.model_validate_json(answer.body)

    def confirms(self, payment: Payment) -> None:
        """Have the payer confirm on their phone, and the provider get the order, or not."""
        code = payment.link.rpartition("/")[2]
        payer.confirm(self.context, code, payment_links.form_token(self.context.terms.form_key, code))
        charges.charge(self.context, self._take(Kind.CHARGE, payment.id))

    def asks(self, payment: Payment) -> None:
        """Ask the provider once more what became of an order."""
        charges.reconcile(self.context, self._take(Kind.RECONCILE, payment.id))

    def money(self, payment: Payment, transaction: str) -> None:
        """Have the provider tell of money that it took for an order, in a transaction of its own number."""
        status = OrderStatus(Outcome.PAID, transaction, payment.amount + payment.fee)
        message = ProviderMessage(self.chance.token_hex(12), payment.provider, payment.number, status)
        provider_messages.follow(self.connection, self.context, message)

    def transaction(self) -> str:
        """Return a number as the simulated platform gives its transactions."""
        return f"SP{self.chance.token_hex(8).upper()}"

    def gives_back(self, payment: Payment) -> None:
        """Have the provider give back what is due of a payment."""
        for refund in story.going_back(self.connection, payment.id):
            if refund.done_at is None:
                refunds.give_back(self.context, self._take(Kind.REFUND, refund.id))

    # People

    def begins_to_register(self, terminal: str, mobile: str, name: str, plate: str) -> str:
        """Have somebody ask for a code to register, which goes to the company; return the flow's id."""
        wish = RegistrationRequest.model_validate(
            {
                "vehicle": car(plate),
                "mobile": mobile,
                "name": name,
                "password": f"Aa1{self.chance.token_hex(12)}",
                "notice": "2026-11",
            }
        )
        sent = registrations.begin(self.context, terminal, wish)
        self.delivers(mobile)
        return sent.id

    def delivers(self, mobile: str) -> None:
        """Hand the message to a number that waits to the company, and hear what became of it."""
        text = statements.waiting_text(self.connection, mobile)
        text_delivery.deliver(self.context, self._take(Kind.CODE, text))
        self.clock.passes(61)
        receipt = outbox.take(self.connection, Kind.RECEIPT, text, self.clock.now())
        if receipt is not None:
            text_receipts.ask(self.context, receipt)

    def owner(self, terminal: str, mobile: str, name: str, plate: str) -> str:
        """Return the owner of a number, who registers with a vehicle where it has no owner."""
        known = owners.id_of(self.connection, mobile)
        if known is not None:
            return known
        flow = self.begins_to_register(terminal, mobile, name, plate)
        registrations.finish(self.context, terminal, flow, self.texts.code)
        made = owners.id_of(self.connection, mobile)
        if made is None:
            raise LookupError(name)
        return made

    def colleague(self, which: int = 1) -> Acting:
        """Return one of the desk's trial staff at work, who is hired where there was none."""
        person, now = trial.staff()[which], self.clock.now()
        known = accounts.of_name(self.connection, person.name)
        if known is None:
            roles = frozenset(map(StaffRole, person.roles))
            secret = self.context.terms.passwords.hash(self.chance.token_hex(16))
            wanted = NewStaff(person.name, person.display_name, self.context.terms.payee, roles, secret)
            staff_accounts.add(self.connection, wanted, self.context.terms.seal_key, now)
            known = accounts.of_name(self.connection, person.name)
        if known is None:
            raise LookupError(person.name)
        return Acting(
            who=person.name,
            staff_id=known.id,
            display_name=known.display_name,
            roles=frozenset(map(StaffRole, person.roles)),
            office=known.office,
            factor_at=now,
        )

    def _take(self, kind: Kind, subject: str) -> Item:
        item = outbox.take(self.connection, kind, subject, self.clock.now())
        if item is None:
            raise LookupError(kind)
        return item


def car(plate: str) -> Vehicle:
    return Vehicle(plate=plate, type=VehicleType.CAR)

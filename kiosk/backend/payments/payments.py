"""Making a payment, looking at it, and ending it before anyone has paid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import Actor, PaymentEvent
from kiosk.backend.ground import idempotency
from kiosk.backend.ground.drawn import kept, order_number
from kiosk.backend.ground.idempotency import Answer
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import payment_links, payment_records, sheet_links
from kiosk.backend.payments.payment_records import TIMED, PaidBill, Record
from kiosk.backend.payments.statements import overdue as overdue_payments
from kiosk.backend.registers import bills as bill_service
from kiosk.contract.bills import Bill
from kiosk.contract.payments import Payment, PaymentRequest
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from kiosk.domain.ticket import BillState

_TRIES = 3
"""How often a payment is begun anew after it met another one at a unique index."""

_CREATED = 201


def create(
    context: Context, terminal_id: str, request: PaymentRequest, key: str | None, language: str | None = None
) -> Answer:
    """Make a payment for what is owed now and return the `Payment` as it travels; no provider is called.

    The same key and request have the same answer, byte for byte, and one effect. Raise `Refusal`: `TICKET_TAKEN`,
    `ALREADY_PAID`, `NOT_PAYABLE`, `AMOUNT_CHANGED`, `PROVIDER_UNAVAILABLE`, `KEY_MISSING`, `KEY_REUSED`, `INVALID`.
    """
    return once(
        context,
        terminal_id,
        "createPayment",
        request,
        key,
        lambda connection, now: _make(connection, context, terminal_id, request, language, now),
    )


def once(
    context: Context,
    terminal_id: str,
    operation: str,
    request: BaseModel,
    key: str | None,
    make: Callable[[Connection, datetime], Payment],
) -> Answer:
    """Return the payment that `make` makes, as it travels; the same key and request have one effect and one answer.

    Raise what `make` raises, and `Refusal`: `KEY_MISSING`, `KEY_REUSED`, `INVALID`.
    """
    checked = idempotency.check_key(key)
    request_hash = idempotency.fingerprint(operation, request)

    def work(connection: Connection) -> Answer:
        known = idempotency.recall(connection, terminal_id, checked, request_hash)
        if known is not None:
            return known
        now = context.clock.now()
        try:
            payment = make(connection, now)
        except Refusal:
            # What is to be paid may be held by this very request, come in twice at once: we waited for its end.
            twin = idempotency.recall(connection, terminal_id, checked, request_hash)
            if twin is None:
                raise
            return twin
        answer = Answer(_CREATED, payment.model_dump_json().encode())
        idempotency.keep(connection, terminal_id, checked, request_hash, answer, now)
        return answer

    for _ in range(_TRIES - 1):
        try:
            return context.database.run(work)
        except IntegrityError:
            # Somebody else was first: with this key, or with what is to be paid. Beginning anew sees what they
            # committed and says which.
            continue
    return context.database.run(work)


def begin(
    connection: Connection,
    context: Context,
    terminal_id: str,
    provider_code: str,
    total: int,
    language: str | None,
    now: datetime,
) -> Record:
    """Keep a new payment of so much through a provider; what it is for, the caller adds in the same transaction.

    The payer's page speaks `language`.

    Raise `Refusal` (`PROVIDER_UNAVAILABLE`).
    """
    provider = context.terms.providers.usable(provider_code, total)
    chance = context.ports.chance

    def draw() -> Record | None:
        record = Record(
            id=chance.token_hex(16),
            number=order_number(chance, now),
            link_code=payment_links.new_code(chance),
            terminal_id=terminal_id,
            provider=provider.code,
            amount=total,
            fee=provider.fee,
            state=PaymentState.WAITING,
            version=1,
            created_at=now,
            expires_at=now + context.terms.lifetime,
            changed_at=now,
            language=language,
        )
        return record if payment_records.add(connection, record) else None

    return kept(draw)


def _make(
    connection: Connection,
    context: Context,
    terminal_id: str,
    request: PaymentRequest,
    language: str | None,
    now: datetime,
) -> Payment:
    found = _payable(connection, context, request, now)
    total = sum(bill.amount for bill in found)
    if total != request.expected:
        raise Refusal(ProblemKind.AMOUNT_CHANGED, amount=total)
    record = begin(connection, context, terminal_id, request.provider, total, language, now)
    kept = [
        PaidBill(
            number=bill.number,
            plate=bill.vehicle.plate,
            stage=bill.stage.value,
            pay_by=bill.pay_by,
            gross=bill_service.gross(bill),
            amount=bill.amount,
        )
        for bill in found
    ]
    tickets = sorted(ticket.number for bill in found for ticket in bill.tickets)
    payment_records.hold_bills(connection, record.id, kept, tickets)
    return wire(connection, context, record)


def _payable(connection: Connection, context: Context, request: PaymentRequest, now: datetime) -> tuple[Bill, ...]:
    """Return the bills asked for, each of which can be paid now and cannot change before the transaction ends."""
    named = bill_service.bills_by_number(connection, request.bills, context.clock, lock=True)
    if named.paid:
        raise Refusal(ProblemKind.ALREADY_PAID, bills=named.paid)
    if named.unknown:
        raise Refusal(ProblemKind.NOT_PAYABLE, "not owed under this number", bills=named.unknown)
    held = [bill for bill in named.bills if bill.state is BillState.BEING_PAID]
    if held and _release_overdue(connection, context, held, now):
        named = bill_service.bills_by_number(connection, request.bills, context.clock, lock=True)
        held = [bill for bill in named.bills if bill.state is BillState.BEING_PAID]
    if held:
        raise Refusal(ProblemKind.TICKET_TAKEN, bills=[bill.number for bill in held])
    elsewhere = [bill.number for bill in named.bills if bill.state is BillState.NOT_HERE or bill.amount == 0]
    if elsewhere:
        raise Refusal(ProblemKind.NOT_PAYABLE, "not to be paid here", bills=elsewhere)
    return named.bills


def _release_overdue(connection: Connection, context: Context, held: list[Bill], now: datetime) -> bool:
    """End payments whose time is over and that still hold these bills, because the worker has not come to them."""
    numbers = [ticket.number for bill in held for ticket in bill.tickets]
    holders = overdue_payments.holders(connection, numbers, now)
    ended = [expire(connection, context, holder, now) for holder in holders]
    return any(ended)


def expire(connection: Connection, context: Context, payment_id: str, now: datetime) -> bool:
    """End a payment if its time is over and nobody has confirmed; return whether it was so."""
    record = payment_records.load(connection, lock=True, id=payment_id)
    if record is None or not record.overdue(now):
        return False
    payment_records.move(connection, context.ports, record, PaymentEvent.EXPIRED, Actor.CLOCK, now)
    return True


def overdue(connection: Connection, now: datetime, limit: int = 100) -> list[str]:
    """Return the ids of payments whose time is over, oldest first, at most `limit`."""
    return overdue_payments.oldest(connection, now, limit)


def expire_due(context: Context, found: Sequence[str] | None = None) -> int:
    """End the payments whose time is over, or those of them that were `found` already; return how many."""
    now = context.clock.now()
    if found is None:
        with context.database.read() as connection:
            found = overdue(connection, now)
    if not found:
        return 0
    return context.database.run(lambda connection: sum(expire(connection, context, payment, now) for payment in found))


def get(context: Context, terminal_id: str, payment_id: str) -> Payment:
    """Return a payment of this terminal; raise `Refusal` (`NOT_FOUND`), also for another terminal's."""
    with context.database.read() as connection:
        return view(connection, context, terminal_id, payment_id)


def view(connection: Connection, context: Context, terminal_id: str, payment_id: str) -> Payment:
    """Return a payment of this terminal inside the caller's transaction; raise `Refusal` (`NOT_FOUND`)."""
    return wire(connection, context, owned(connection, terminal_id, payment_id))


def cancel(context: Context, terminal_id: str, payment_id: str) -> Payment:
    """End a payment that nobody has confirmed, and return it; doing it twice is harmless.

    Raise `Refusal`: `NOT_FOUND`, or `PAYMENT_STATE` once it has moved on.
    """

    def work(connection: Connection) -> Payment:
        record = owned(connection, terminal_id, payment_id, lock=True)
        return wire(connection, context, end_waiting(connection, context, record, Actor.KIOSK))

    payment = context.database.run(work)
    if payment.state is not PaymentState.CANCELLED:
        # Raised out here: what `end_waiting` noted, that the time was over, stays noted.
        raise Refusal(ProblemKind.PAYMENT_STATE, state=payment.state.value)
    return payment


def end_waiting(connection: Connection, context: Context, record: Record, actor: Actor) -> Record:
    """Cancel a payment that waits, here or at a wallet, or note that its time was over; leave any other.

    Return it as it is now.
    """
    if record.state not in TIMED:
        return record
    now = context.clock.now()
    if record.overdue(now):
        return payment_records.move(connection, context.ports, record, PaymentEvent.EXPIRED, Actor.CLOCK, now)
    return payment_records.move(connection, context.ports, record, PaymentEvent.CANCELLED, actor, now)


def owned(connection: Connection, terminal_id: str, payment_id: str, *, lock: bool = False) -> Record:
    """Return a payment that this terminal made; raise `Refusal` (`NOT_FOUND`)."""
    record = payment_records.load(connection, lock=lock, id=payment_id, terminal_id=terminal_id)
    if record is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    return record


def wire(connection: Connection, context: Context, record: Record) -> Payment:
    """Return a payment as the terminal sees it at this moment."""
    link = payment_links.link(context.terms.public_url, record.link_code)
    now = context.clock.now()
    receipt = sheet_links.code_of(connection, record.id, now) if record.state is PaymentState.PAID else None
    return payment_records.on_the_wire(
        connection,
        record,
        payee=context.terms.payee,
        payee_en=context.terms.payee_en,
        link=link,
        receipt_link=None if receipt is None else sheet_links.link(context, receipt),
        now=now,
    )

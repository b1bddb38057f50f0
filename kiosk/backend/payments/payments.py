"""Making a payment, looking at it, and ending it before anyone has paid."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import TIMED, Actor, PaymentEvent
from kiosk.backend.ground import idempotency
from kiosk.backend.ground.drawn import kept, order_number
from kiosk.backend.ground.idempotency import Answer
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import payment_links, payment_log, payment_records, sheet_links
from kiosk.backend.payments.payable import Payable, QuoteT, WishT_contra
from kiosk.backend.payments.payment_records import Record
from kiosk.backend.payments.statements import overdue as overdue_payments
from kiosk.backend.store.database import DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.contract.payments import Payment
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState

_TRIES = 3
"""How often a payment is begun anew after it met another one at a unique index."""

_CREATED = 201

_DATABASE_TROUBLE = (DatabaseBusyError, DatabaseLostError, StorageFullError)


def create(
    context: Context,
    terminal_id: str,
    payable: Payable[WishT_contra, QuoteT],
    wish: WishT_contra,
    key: str | None,
    language: str | None = None,
) -> Answer:
    """Make a payment for what is wished and return the `Payment` as it travels; no provider is called.

    The same key and wish have one effect: see `known`. The payer's page speaks `language`.
    Raise `Refusal`: what the kind's `quote` and `hold` raise, `AMOUNT_CHANGED`, `PROVIDER_UNAVAILABLE`, `KEY_MISSING`,
    `KEY_REUSED`, `INVALID`.
    """
    checked = idempotency.check_key(key)
    request_hash = idempotency.fingerprint(payable.operation, wish)

    def work(connection: Connection) -> Answer:
        before = known(connection, context, terminal_id, checked, request_hash)
        if before is not None:
            return before
        now = context.clock.now()
        try:
            payment = _make(connection, context, terminal_id, payable, wish, language, now)
        except Refusal:
            # What is to be paid may be held by this very wish, come in twice at once: we waited for its end.
            twin = known(connection, context, terminal_id, checked, request_hash)
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


def known(connection: Connection, context: Context, terminal_id: str, key: str, request_hash: str) -> Answer | None:
    """Return the payment that a terminal's key has made, as it stands now; None for a new key.

    What the answer said the first time would be wrong by now: the seconds left, and perhaps the state. Raise `Refusal`
    (`KEY_REUSED`).
    """
    first = idempotency.recall(connection, terminal_id, key, request_hash)
    if first is None:
        return None
    payment = view(connection, context, terminal_id, json.loads(first.body)["id"])
    return Answer(first.status, payment.model_dump_json().encode())


def _make(
    connection: Connection,
    context: Context,
    terminal_id: str,
    payable: Payable[WishT_contra, QuoteT],
    wish: WishT_contra,
    language: str | None,
    now: datetime,
) -> Payment:
    quote = payable.quote(connection, context, wish, now)
    if quote.dollars != wish.expected:
        raise Refusal(ProblemKind.AMOUNT_CHANGED, amount=quote.dollars)
    record = _begin(connection, context, terminal_id, wish.provider, quote.dollars, language, now)
    payable.hold(connection, context, record.id, quote, now)
    return wire(connection, context, record)


def _begin(
    connection: Connection,
    context: Context,
    terminal_id: str,
    provider_code: str,
    total: int,
    language: str | None,
    now: datetime,
) -> Record:
    """Keep a new payment of so much through a provider; raise `Refusal` (`PROVIDER_UNAVAILABLE`)."""
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


def expire(connection: Connection, context: Context, payment_id: str, now: datetime) -> bool:
    """End a payment if its time is over and it is not confirmed; return whether it was so."""
    record = payment_records.load(connection, lock=True, id=payment_id)
    if record is None or not record.overdue(now):
        return False
    payment_records.move(connection, context.ports, record, PaymentEvent.EXPIRED, Actor.CLOCK, now)
    return True


def overdue(connection: Connection, now: datetime, limit: int = 100) -> list[str]:
    """Return the ids of payments whose time is over, oldest first, at most `limit`."""
    return overdue_payments.oldest(connection, now, limit)


def expire_due(context: Context, found: Sequence[str] | None = None) -> int:
    """End the payments whose time is over, or those of them that were `found` already; return how many.

    One that can not be ended keeps no other from it: what it met with is raised once the others are ended.
    """
    now = context.clock.now()
    if found is None:
        with context.database.read() as connection:
            found = overdue(connection, now)
    if not found:
        return 0
    try:
        return _expire_all(context, found, now)
    except _DATABASE_TROUBLE:
        raise
    except Exception:  # noqa: BLE001 - whatever it is: it is met with again below, by the payment that it is about
        return _expire_each(context, found, now)


def _expire_all(context: Context, found: Sequence[str], now: datetime) -> int:
    return context.database.run(lambda connection: sum(expire(connection, context, payment, now) for payment in found))


def _expire_each(context: Context, found: Sequence[str], now: datetime) -> int:
    ended, met_with = 0, None
    for payment in found:
        try:
            ended += _expire_all(context, [payment], now)
        except _DATABASE_TROUBLE:
            raise
        except Exception as error:  # noqa: BLE001 - the tickets of the others are waited for
            payment_log.not_expired(payment, error)
            met_with = error
    if met_with is not None:
        raise met_with
    return ended


def get(context: Context, terminal_id: str, payment_id: str) -> Payment:
    """Return a payment of this terminal; raise `Refusal` (`NOT_FOUND`), also for another terminal's."""
    with context.database.read() as connection:
        return view(connection, context, terminal_id, payment_id)


def view(connection: Connection, context: Context, terminal_id: str, payment_id: str) -> Payment:
    """Return a payment of this terminal inside the caller's transaction; raise `Refusal` (`NOT_FOUND`)."""
    return wire(connection, context, owned(connection, terminal_id, payment_id))


def cancel(context: Context, terminal_id: str, payment_id: str) -> Payment:
    """End a payment that is not confirmed, and return it; doing it twice is harmless.

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

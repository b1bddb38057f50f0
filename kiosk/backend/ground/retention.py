"""What is kept for how long, and no longer: deleted by the daily job, a batch at a time.

Each period stands in docs/operating/retention.md, with its reason. What the law on accounts wants of a payment stays:
商業會計法 §38 has vouchers kept for five years after the year's accounts are closed, and books for ten.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, case, delete, exists, func, or_, select, tuple_, update

from kiosk.backend.city_bills.tables import city_bills, city_orders
from kiosk.backend.ground.tables import idempotency_keys, outbox
from kiosk.backend.messages.tables import mails, owner_events, owner_messages, text_messages
from kiosk.backend.owners.tables import new_numbers, owners
from kiosk.backend.passes.tables import passes
from kiosk.backend.payments.tables import payment_bills, payment_events, payment_tickets, payments, provider_messages
from kiosk.backend.registers.tables import objections
from kiosk.backend.sheets.tables import sheets
from kiosk.backend.staff.tables import approvals, case_proofs, cases
from kiosk.backend.store.database import Database
from kiosk.backend.store.locks import Lock, hold_lock
from kiosk.backend.vehicles.tables import claims, ticket_reminders
from kiosk.contract.desk.cases import CaseState
from kiosk.contract.owners import OwnerEventKind
from kiosk.domain.dates import TAIPEI, taipei
from kiosk.domain.payment import PaymentState

DONE_WORK = timedelta(days=7)
"""Outbox: what was done, for questions of the week."""
KEYS = timedelta(days=7)
"""Keys of repeated requests with their answers; a terminal gives up within a minute."""
TEXTS = timedelta(days=30)
"""That a text message went out, when, and to whom; its words are emptied once a gateway has it."""
MAILS = timedelta(days=30)
"""That an e-mail went out, when, and to which owner; its words and its address are emptied once the server has it."""
PROVIDER_MESSAGES = timedelta(days=30)
"""That a provider's message was counted. Providers repeat one for days; an older one is refused by its timestamp."""
PAYMENT_EVENTS = timedelta(days=180)
"""Steps of a payment's life, for complaints; of a payment without an outcome, for as long as it has none."""
UNPAID = timedelta(days=180)
"""Payments that ended without money, with their bills: late money finds them for so long."""
DETAILS = timedelta(days=180)
"""In which language a payment was made, why a wallet declined it first, and the address of the wallet's page."""
REMINDERS = timedelta(days=60)
"""That a ticket was reminded of; it is due three days later at most."""
SHEETS = timedelta(days=30)
"""Links to receipts and bar codes that phones took along; none of them opens anything after that."""
OWNERS = timedelta(days=730)
"""An owner's history and messages; the last change of the number for as long as the account is open."""
CASES = timedelta(days=1826)
"""Five years from its end, a case of the help desk with the proof seen in it and what it took two people for: as long
as the queries of the staff are kept. The audit has its number beyond that."""
CLAIMS = CASES
"""From its end, whose a vehicle was said to be: owners' histories hang on it for as long as the audit is kept."""
VOUCHER_YEARS = 6
"""Full calendar years, after the one in which it was paid, for which the bills of a payment are kept: five after the
accounts of that year are closed, in the year that follows."""

BATCH = 500
"""Rows in one unit of work: payments wait for a fraction of a second at most."""

_UNPAID = (PaymentState.EXPIRED, PaymentState.CANCELLED, PaymentState.FAILED)
_PAID = (PaymentState.PAID, PaymentState.REFUNDED)
_OPEN = (
    PaymentState.WAITING,
    PaymentState.AT_WALLET,
    PaymentState.PROCESSING,
    PaymentState.UNKNOWN,
    PaymentState.REFUND_DUE,
)


def voucher_end(now: datetime) -> datetime:
    """Return the moment before which a payment was made whose bills are kept no longer."""
    return datetime(taipei(now).year - VOUCHER_YEARS, 1, 1, tzinfo=TAIPEI)


def _outbox(database: Database, now: datetime) -> int:
    # Not by age up to where nothing is old: what is tried again and again is never old, and stands at the beginning.
    return _all(database, outbox, outbox.c.done_at < now - DONE_WORK)


def _keys(database: Database, now: datetime) -> int:
    return _all(database, idempotency_keys, idempotency_keys.c.created_at < now - KEYS)


def _events(database: Database, now: datetime) -> int:
    old = payment_events.c.at < now - PAYMENT_EVENTS
    return _oldest(database, payment_events, payment_events.c.sequence, old, ~_of_an_open_payment())


def _owner_events(database: Database, now: datetime) -> int:
    old = owner_events.c.at < now - OWNERS
    return _oldest(database, owner_events, owner_events.c.sequence, old, ~_says_since_when_the_number_is_theirs())


def _owner_messages(database: Database, now: datetime) -> int:
    return _all(database, owner_messages, owner_messages.c.at < now - OWNERS)


def _texts(database: Database, now: datetime) -> int:
    return _all(database, text_messages, text_messages.c.changed_at < now - TEXTS)


def _mails(database: Database, now: datetime) -> int:
    return _all(database, mails, mails.c.changed_at < now - MAILS)


def _messages(database: Database, now: datetime) -> int:
    return _all(database, provider_messages, provider_messages.c.received_at < now - PROVIDER_MESSAGES)


def _reminders(database: Database, now: datetime) -> int:
    return _all(database, ticket_reminders, ticket_reminders.c.day < taipei(now - REMINDERS).date())


def _sheets(database: Database, now: datetime) -> int:
    return _all(database, sheets, sheets.c.expires_at <= now)


def _oldest(database: Database, table: Table, key: Any, old: ColumnElement[bool], over: ColumnElement[bool]) -> int:
    """Delete what is old and over from the beginning of a table of events, up to where nothing is old."""

    def away(connection: Connection, keys: Sequence[Any]) -> int:
        return _deleted(connection, table=table, which=key.in_(keys))

    deleted, after = 0, 0
    while True:
        with database.read() as connection:
            first = connection.scalars(select(key).where(key > after).order_by(key).limit(BATCH)).all()
            rows = connection.execute(select(key, over).where(key.in_(first), old)).all()
        if not rows:
            return deleted
        gone = [row[0] for row in rows if row[1]]
        if gone:
            deleted += _run(database, away, gone)
        after = first[-1]


def _all(database: Database, table: Table, over: ColumnElement[bool]) -> int:
    """Delete every row that is old, found by an index or, once a day, by reading the table."""
    key = tuple_(*table.primary_key)

    def found(connection: Connection) -> Sequence[Any]:
        return [tuple(row) for row in connection.execute(select(*table.primary_key).where(over).limit(BATCH))]

    def away(connection: Connection, keys: Sequence[Any]) -> int:
        return _deleted(connection, table=table, which=key.in_(keys))

    return _batches(database, found, away)


def _details(database: Database, now: datetime) -> int:
    """Empty what a payment has beside what the books need; return of how many.

    That its payer was sent to a wallet's page is kept: by whom money would go back depends on it.
    """
    said = payments.c.language.is_not(None), payments.c.decline.is_not(None), payments.c.wallet_url != ""
    wallet_url = case((payments.c.wallet_url.is_not(None), ""))

    def emptied(connection: Connection, ids: Sequence[str]) -> int:
        which = update(payments).where(payments.c.id.in_(ids))
        return connection.execute(which.values(language=None, decline=None, wallet_url=wallet_url)).rowcount

    def of_state(state: PaymentState) -> int:
        since = datetime.min.replace(tzinfo=UTC)

        def found(connection: Connection) -> Sequence[str]:
            nonlocal since
            old = payments.c.state == state.value, payments.c.expires_at < now - DETAILS
            rows = connection.execute(
                select(payments.c.id, payments.c.expires_at)
                .where(*old, payments.c.expires_at >= since, or_(*said))
                .order_by(payments.c.expires_at)
                .limit(BATCH)
            ).all()
            since = rows[-1].expires_at if rows else since
            return [row.id for row in rows]

        return _batches(database, found, emptied)

    return sum(map(of_state, _PAID))


def _claims(database: Database, now: datetime) -> int:
    return _all(database, claims, func.coalesce(claims.c.undone_at, claims.c.settled_at) < now - CLAIMS)


def _unpaid(database: Database, now: datetime) -> int:
    """Delete payments that ended without money, with all that hangs on them; return how many."""

    def found(connection: Connection) -> Sequence[str]:
        return connection.scalars(
            select(payments.c.id)
            .where(payments.c.state.in_([state.value for state in _UNPAID]), payments.c.expires_at < now - UNPAID)
            .limit(BATCH)
        ).all()

    def away(connection: Connection, ids: Sequence[str]) -> int:
        # Held first: late money that comes in at this moment finds the payment, or finds none.
        held = connection.scalars(
            select(payments.c.id)
            .where(payments.c.id.in_(ids), payments.c.state.in_([state.value for state in _UNPAID]))
            .order_by(payments.c.id)
            .with_for_update()
        ).all()
        for table in (payment_events, payment_tickets, payment_bills, passes, city_bills, city_orders):
            connection.execute(delete(table).where(table.c.payment_id.in_(held)))
        return _deleted(connection, table=payments, which=payments.c.id.in_(held))

    return _batches(database, found, away)


def _cases(database: Database, now: datetime) -> int:
    """Delete cases that ended long ago, with all that hangs on them; return how many."""
    over = (cases.c.state == CaseState.CLOSED.value, cases.c.closed_at < now - CASES)

    def found(connection: Connection) -> Sequence[str]:
        return connection.scalars(select(cases.c.number).where(*over).limit(BATCH)).all()

    def away(connection: Connection, numbers: Sequence[str]) -> int:
        for table in (case_proofs, approvals, objections, new_numbers):
            connection.execute(delete(table).where(table.c.case_number.in_(numbers)))
        return _deleted(connection, table=cases, which=and_(cases.c.number.in_(numbers), *over))

    return _batches(database, found, away)


def _vouchers(database: Database, now: datetime) -> int:
    """Delete the bills of payments whose vouchers need not be kept any more; return of how many.

    The payment itself stays: its number, amount, day, provider and receipt number are the books.
    """
    if taipei(now).month != 1:
        # The end moves once a year.
        return 0

    def found(connection: Connection) -> Sequence[str]:
        return connection.scalars(
            select(payments.c.id)
            .where(
                payments.c.state.in_([state.value for state in _PAID]),
                payments.c.expires_at < voucher_end(now),
                or_(
                    exists().where(payment_bills.c.payment_id == payments.c.id),
                    exists().where(passes.c.payment_id == payments.c.id),
                    exists().where(city_orders.c.payment_id == payments.c.id),
                ),
            )
            .limit(BATCH)
        ).all()

    def away(connection: Connection, ids: Sequence[str]) -> int:
        for table in (payment_events, payment_bills, passes, city_bills, city_orders):
            connection.execute(delete(table).where(table.c.payment_id.in_(ids)))
        return len(ids)

    return _batches(database, found, away)


def _batches(
    database: Database, found: Callable[[Connection], Sequence[Any]], away: Callable[[Connection, Sequence[Any]], int]
) -> int:
    deleted = 0
    while True:
        with database.read() as connection:
            # Without the write lock: on most days there is little to delete.
            keys = found(connection)
        if not keys:
            return deleted
        gone = _run(database, away, keys)
        deleted += gone
        if not gone:
            return deleted


def _run(database: Database, away: Callable[[Connection, Sequence[Any]], int], keys: Sequence[Any]) -> int:
    def work(connection: Connection) -> int:
        # One replica at a time: deleting the same rows in another order, two would lock each other out.
        hold_lock(connection, Lock.RETENTION)
        return away(connection, keys)

    return database.run(work)


def _deleted(connection: Connection, *, table: Table, which: ColumnElement[bool]) -> int:
    return connection.execute(delete(table).where(which)).rowcount


def _says_since_when_the_number_is_theirs() -> ColumnElement[bool]:
    """Of an open account, the last change of the number: without it the owner would read of the one before."""
    later = owner_events.alias()
    return and_(
        owner_events.c.kind == OwnerEventKind.MOBILE_CHANGED.value,
        exists().where(owners.c.id == owner_events.c.owner_id, owners.c.closed_at.is_(None)),
        ~exists().where(
            later.c.owner_id == owner_events.c.owner_id,
            later.c.kind == owner_events.c.kind,
            later.c.sequence > owner_events.c.sequence,
        ),
    )


def _of_an_open_payment() -> ColumnElement[bool]:
    return exists().where(
        payments.c.id == payment_events.c.payment_id, payments.c.state.in_([state.value for state in _OPEN])
    )


PARTS: dict[str, Callable[[Database, datetime], int]] = {
    "outbox": _outbox,
    "keys": _keys,
    "events": _events,
    "owner-events": _owner_events,
    "owner-messages": _owner_messages,
    "texts": _texts,
    "mails": _mails,
    "messages": _messages,
    "reminders": _reminders,
    "cases": _cases,
    "claims": _claims,
    "sheets": _sheets,
    "details": _details,
    "unpaid": _unpaid,
    "vouchers": _vouchers,
}
"""Each deletes what is kept no longer and returns how many rows, cases or payments that were.

They raise what `Database.run` raises, with some of it done.
"""

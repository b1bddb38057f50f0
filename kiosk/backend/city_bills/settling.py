"""Having cities know of what was paid here, and following what they say. The worker's part; calls block.

Nothing is guessed: a city that does not answer is asked again, for days; then staff look into it, and it is asked less.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from kiosk.backend.city_bills import records
from kiosk.backend.city_bills.port import CityOrder, CityUnavailableError
from kiosk.backend.city_bills.records import KeptOrder
from kiosk.backend.context import Context
from kiosk.backend.domain.city_settlement import ONCE_UNKNOWN, OPEN, WITHIN, CityState, CityWord, delay
from kiosk.backend.domain.payment import Actor, PaymentEvent, RefundReason
from kiosk.backend.domain.reconciliation import DifferenceKind
from kiosk.backend.ground import outbox
from kiosk.backend.ground.outbox import Item
from kiosk.backend.payments import differences, movements, payment_log, payment_records, refunds
from kiosk.backend.payments.differences import Found
from kiosk.backend.payments.payment_records import Record
from kiosk.domain.dates import taipei_date
from kiosk.domain.payment import PaymentState

_GOES_BACK = {
    # Of the city's bills one was paid by other means: the payer has paid it twice.
    CityWord.ALREADY_PAID: RefundReason.DOUBLE,
    CityWord.NOT_OWED: RefundReason.TICKETS_CHANGED,
}


def tell(context: Context, item: Item) -> None:
    """Report a payment to its city, or ask it once more; ask again later while the outcome is unknown."""
    with context.database.read() as connection:
        kept = records.order(connection, item.subject)
        record = payment_records.load(connection, id=item.subject)
        bills = records.bills(connection, item.subject)
    if kept is None or record is None:
        raise LookupError(item.subject)
    word = _said(context, record, kept, kept.order(bills)) if kept.state in OPEN else None
    context.database.run(partial(_followed, context=context, item=item, word=word))
    if word in _GOES_BACK:
        context.ports.wake()


def _said(context: Context, record: Record, kept: KeptOrder, order: CityOrder) -> CityWord | None:
    """Return what the city says, None if that is unknown: it does not answer, or has not decided."""
    settlement = context.ports.city_settlements.get(kept.city)
    if settlement is None:
        payment_log.no_answer("city", record, "the city is not set up any more")
        return None
    # Once staff look into it, nothing happens any more that they do not know of: the city is only asked.
    call = settlement.confirm if kept.state is CityState.DUE else settlement.inquire
    try:
        return call(order)
    except CityUnavailableError as error:
        payment_log.no_answer("city", record, str(error))
        return None


def _followed(connection: Connection, context: Context, item: Item, word: CityWord | None) -> None:
    """Let a payment follow what its city has said; said twice, it does no harm."""
    now = context.clock.now()
    record = payment_records.load(connection, lock=True, id=item.subject)
    kept = records.order(connection, item.subject)
    if record is None or kept is None:
        raise LookupError(item.subject)
    if record.state is not PaymentState.PAID or kept.state not in OPEN:
        if word is CityWord.SETTLED and kept.state is CityState.ENDED:
            # The office has given it back, and the city has it as paid: staff have to look into it.
            payment_log.anomaly("city-settled-after-the-end", record)
            differences.keep(connection, _difference(record), taipei_date(now), now)
        outbox.finish(connection, item, now)
        return
    if word is None:
        _again(connection, context, item, record, kept, now)
        return
    if word is CityWord.SETTLED:
        records.move(connection, record.id, OPEN, CityState.SETTLED)
        payment_records.move(connection, context.ports, record, PaymentEvent.CITY_CONFIRMED, Actor.CITY, now)
    else:
        _give_back(connection, context, record, _GOES_BACK[word], now)
    if kept.state is CityState.UNKNOWN:
        differences.end(connection, _difference(record), now)
    outbox.finish(connection, item, now)


def _give_back(connection: Connection, context: Context, record: Record, reason: RefundReason, now: datetime) -> None:
    charges = movements.kept_charges(connection, record.id)
    records.move(connection, record.id, OPEN, CityState.REFUSED)
    record = payment_records.move(connection, context.ports, record, PaymentEvent.CITY_REFUSED, Actor.CITY, now)
    payment_log.anomaly(f"city-{reason}", record)
    for charge in charges:
        refunds.owe(connection, context, record, charge, reason, now)


def _again(
    connection: Connection, context: Context, item: Item, record: Record, kept: KeptOrder, now: datetime
) -> None:
    if kept.state is CityState.UNKNOWN:
        outbox.again(connection, item, now + ONCE_UNKNOWN, "the office is asking the city")
        return
    if kept.due_since is not None and now < kept.due_since + WITHIN[kept.way]:
        outbox.again(connection, item, now + delay(item.attempts), "the city has not said that it has it as paid")
        return
    records.move(connection, record.id, {CityState.DUE}, CityState.UNKNOWN)
    moved = payment_records.move(connection, context.ports, record, PaymentEvent.CITY_SILENT, Actor.CLOCK, now)
    payment_log.case_opened(moved)
    differences.keep(connection, _difference(record), taipei_date(now), now)
    outbox.again(connection, item, now + ONCE_UNKNOWN, "unknown for days")


def _difference(record: Record) -> Found:
    """Return how it stands among the differences between two ledgers: here paid, there unknown."""
    return Found(DifferenceKind.REGISTER, record.provider, record.number, record.number, record.dollars, None)

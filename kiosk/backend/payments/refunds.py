"""Giving back money that could not be used. The list is the table `refunds`; nothing leaves it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, bindparam, select, update

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import Actor, PaymentEvent, possible, reconcile_delay
from kiosk.backend.gateways.port import ProviderUnavailableError
from kiosk.backend.ground import outbox
from kiosk.backend.ground.outbox import Item
from kiosk.backend.payments import payment_log, payment_records
from kiosk.backend.store.tables import refunds

_AMOUNT = select(refunds.c.amount).where(refunds.c.payment_id == bindparam("payment"))
_DONE = (
    update(refunds)
    .where(refunds.c.payment_id == bindparam("payment"), refunds.c.status == "due")
    .values(status="refunded", done_at=bindparam("now"))
)


def give_back(context: Context, item: Item) -> None:
    """Have the provider give the money of one payment back; try again later until it has.

    The provider refunds an order once, however often it is asked, so a worker that died with it did no harm.
    """
    with context.database.read() as connection:
        record = payment_records.load(connection, id=item.subject)
        dollars = connection.scalar(_AMOUNT, {"payment": item.subject})
    if record is None or dollars is None:
        raise LookupError(item.subject)
    if possible(record.state, PaymentEvent.REFUNDED):
        try:
            context.ports.provider.refund(record.number, dollars)
        except ProviderUnavailableError as error:
            payment_log.no_answer("refund", record, str(error))
            due_at = context.clock.now() + timedelta(seconds=reconcile_delay(item.attempts))
            context.database.run(lambda connection: outbox.again(connection, item, due_at, "not refunded yet"))
            return

    def work(connection: Connection) -> None:
        now = context.clock.now()
        held = payment_records.load(connection, lock=True, id=item.subject)
        if held is not None and possible(held.state, PaymentEvent.REFUNDED):
            payment_records.move(connection, context.ports.signals, held, PaymentEvent.REFUNDED, Actor.PROVIDER, now)
            connection.execute(_DONE, {"payment": item.subject, "now": now})
        outbox.finish(connection, item, now)

    context.database.run(work)

"""How an objection to a ticket has ended: the vehicle's owner is notified, also where somebody else had objected."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.ground import outbox
from kiosk.backend.ground.outbox import Item
from kiosk.backend.messages import owner_log, owner_texts, texts
from kiosk.backend.registers.statements import objections
from kiosk.backend.vehicles.statements import objection_news as statements
from kiosk.contract.desk.objections import ObjectionOutcome
from kiosk.domain.dates import taipei_date
from kiosk.domain.service import ServiceKind

VALID_FOR = timedelta(days=2)
"""How long a text message that no company takes is tried."""
_BY_TEXT = (ServiceKind.PAPERLESS, ServiceKind.REMINDER)
"""Services by which an owner has asked for messages about tickets: without one, the message waits at the kiosk."""


def tell(context: Context, item: Item) -> None:
    """Leave a message for the owner of the vehicle, and send it to those who have messages about tickets."""

    def work(connection: Connection) -> None:
        _tell(connection, context, item.subject)
        outbox.finish(connection, item, context.clock.now())

    context.database.run(work)


def _tell(connection: Connection, context: Context, id: str) -> None:
    found = objections.ended(connection, id)
    if found is None or found.outcome is None:
        return
    now = context.clock.now()
    owner = statements.holder(connection, found.plate, found.vehicle_type, _BY_TEXT, taipei_date(now))
    if owner is None:
        return
    words = {"plate": found.plate, "number": found.number}
    match ObjectionOutcome(found.outcome):
        case ObjectionOutcome.UPHELD:
            owner_log.tell(connection, owner.id, "objection-upheld", now, words)
        case ObjectionOutcome.REJECTED:
            owner_log.tell(connection, owner.id, "objection-rejected", now, words)
        case ObjectionOutcome.TAKEN_BACK:
            owner_log.tell(connection, owner.id, "objection-taken-back", now, words)
    if owner.by_text:
        texts.queue(
            connection,
            context,
            kind=TextKind.NOTICE,
            mobile=owner.mobile,
            text=owner_texts.objection(found.outcome, found.number, context.terms.help_phone, owner.language),
            dedup_key=f"objection:{id}",
            valid_until=now + VALID_FOR,
        )

"""The job of a service that there is not, as a newcomer adds one: a message on the eve of a day of street sweeping."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import Connection, Row, select

from kiosk.backend.context import Context
from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.messages import owner_log, owner_texts, texts
from kiosk.backend.messages.tables import text_messages
from kiosk.backend.owners.tables import owners
from kiosk.backend.vehicles.statements.services import holds
from kiosk.backend.vehicles.tables import binding_services, bindings
from kiosk.domain.dates import TAIPEI, taipei
from kiosk.domain.service import ServiceKind
from kiosk.i18n import say


def tell_due(context: Context) -> None:
    """Tell the owners who have chosen it, once for a day."""
    context.database.run(lambda connection: _tell(connection, context))


def _tell(connection: Connection, context: Context) -> None:
    now = taipei(context.clock.now())
    swept = now.date() + timedelta(days=1)
    for row in _vehicles(connection, now):
        key = f"sweeping:{row.id}:{swept:%F}"
        if connection.scalar(select(text_messages.c.id).where(text_messages.c.dedup_key == key)) is not None:
            continue
        arguments = {"plate": row.plate, "due": f"{swept:%m/%d}"}
        texts.queue(
            connection,
            context,
            kind=TextKind.NOTICE,
            mobile=row.mobile,
            text=owner_texts.worded(say("sms-sweeping", **arguments), row.language),
            dedup_key=key,
            valid_until=datetime.combine(swept, time(8), TAIPEI),
        )
        owner_log.tell(connection, row.owner_id, "sweeping", now, arguments)


def _vehicles(connection: Connection, now: datetime) -> list[Row[tuple[str, str, str, str, str]]]:
    return list(
        connection.execute(
            select(bindings.c.id, bindings.c.owner_id, bindings.c.plate, owners.c.mobile, owners.c.language)
            .join(binding_services, binding_services.c.binding_id == bindings.c.id)
            .join(owners, owners.c.id == bindings.c.owner_id)
            .where(holds(ServiceKind("sweeping"), now.date()))
        )
    )

"""Flood alerts (防汛通知): the office announces until when an area's riverside car parks must be cleared.

The announcement is a row, made wherever the office's people are. The backend, which has the keys and the gateways,
tells the owners.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, func, insert, literal, select

from kiosk.backend.context import Context
from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.ground import outbox
from kiosk.backend.ground.outbox import Item
from kiosk.backend.messages import owner_log, owner_texts, texts
from kiosk.backend.messages.tables import text_messages
from kiosk.backend.messages.texts import Text
from kiosk.backend.owners.tables import owners
from kiosk.backend.store.locks import Lock, alone
from kiosk.backend.vehicles import vehicle_services
from kiosk.backend.vehicles.tables import binding_services, bindings, flood_alerts
from kiosk.domain.dates import taipei, taipei_date
from kiosk.domain.service import FloodArea, ServiceKind

BATCH = 200
"""Owners in one unit of work."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What came of an announcement."""

    owners: int
    """Whose vehicles' service holds today: so many are told."""
    again: bool
    """The same was announced before; nobody is told twice."""


def announce(connection: Connection, area: FloodArea, clear_by: datetime, now: datetime) -> Announced:
    """Announce until when an area must be cleared, in a write transaction; the worker tells the owners.

    Raise `ValueError` for a moment that is not to come.
    """
    if clear_by <= now:
        raise ValueError("the moment has passed")
    alone(connection, Lock.FLOOD)
    known = connection.scalar(
        select(flood_alerts.c.id).where(flood_alerts.c.area == area.value, flood_alerts.c.clear_by == clear_by)
    )
    if known is None:
        alert = secrets.token_hex(16)
        connection.execute(insert(flood_alerts).values(id=alert, area=area.value, clear_by=clear_by, announced_at=now))
        outbox.put(connection, outbox.Kind.FLOOD, alert, now)
    concerned = _concerned(area, now).subquery()
    count = connection.scalar(select(func.count(concerned.c.owner_id.distinct())))
    return Announced(count or 0, known is not None)


def tell(context: Context, item: Item) -> None:
    """Tell every owner of an alert who was not told yet, a batch at a time; too late, nobody is told."""
    with context.database.read() as connection:
        alert = connection.execute(select(flood_alerts).where(flood_alerts.c.id == item.subject)).one()
        concerned = _concerned(FloodArea(alert.area), context.clock.now()).subquery()
        # All at once: to find the next ones again and again would be to read all of them again and again.
        left = connection.scalars(select(concerned.c.owner_id).distinct().order_by(concerned.c.owner_id)).all()
    for begin in range(0, len(left), BATCH):
        if context.clock.now() >= alert.clear_by:
            break
        some = left[begin : begin + BATCH]
        context.database.run(partial(_tell_some, context=context, item=item, alert=alert, some=some))
    context.database.run(lambda connection: outbox.finish(connection, item, context.clock.now()))


def _tell_some(connection: Connection, context: Context, item: Item, alert: Row[Any], some: Sequence[str]) -> None:
    """Tell those of some owners who were not told yet, and whom it still concerns."""
    alone(connection, Lock.FLOOD)
    now, area = context.clock.now(), FloodArea(alert.area)
    outbox.keep(connection, item, now)
    told = exists().where(text_messages.c.dedup_key == literal(f"flood:{alert.id}:") + bindings.c.owner_id)
    rows = connection.execute(
        _concerned(area, now)
        .where(bindings.c.owner_id.in_(some), ~told)
        .order_by(bindings.c.owner_id, bindings.c.plate)
    )
    by_owner = {owner_id: list(vehicles) for owner_id, vehicles in groupby(rows, key=lambda row: row.owner_id)}
    plates = {owner_id: [vehicle.plate for vehicle in vehicles] for owner_id, vehicles in by_owner.items()}
    texts.queue_all(
        connection,
        context,
        TextKind.FLOOD,
        [
            Text(
                vehicles[0].mobile,
                owner_texts.flood(area, alert.clear_by, plates[owner_id], vehicles[0].language),
                f"flood:{alert.id}:{owner_id}",
            )
            for owner_id, vehicles in by_owner.items()
        ],
        valid_until=alert.clear_by,
    )
    until = f"{taipei(alert.clear_by):%m/%d %H:%M}"
    owner_log.tell_all(
        connection,
        "flood",
        now,
        {
            owner_id: {"area": area.value, "until": until, "plates": ", ".join(theirs)}
            for owner_id, theirs in plates.items()
        },
    )


def _concerned(area: FloodArea, now: datetime) -> Select[Any]:
    """Select the vehicles whose flood service of an area holds today, with their owners and numbers."""
    return (
        select(bindings.c.owner_id, owners.c.mobile, owners.c.language, bindings.c.plate)
        .join(binding_services, binding_services.c.binding_id == bindings.c.id)
        .join(owners, owners.c.id == bindings.c.owner_id)
        .where(
            vehicle_services.holds(ServiceKind.FLOOD, taipei_date(now)),
            binding_services.c.area == area.value,
            owners.c.closed_at.is_(None),
        )
    )

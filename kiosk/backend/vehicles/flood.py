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

from sqlalchemy import Connection, Row

from kiosk.backend.context import Context
from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.ground import outbox
from kiosk.backend.ground.outbox import Item
from kiosk.backend.messages import owner_log, owner_texts, texts
from kiosk.backend.messages.texts import Text
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, Office, perform
from kiosk.backend.store.locks import Lock, hold_lock
from kiosk.backend.vehicles.statements import flood
from kiosk.domain.dates import taipei, taipei_date
from kiosk.domain.service import FloodArea

BATCH = 200
"""Owners in one unit of work."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What came of an announcement."""

    owners: int
    """Owners whose flood service holds today: so many are notified."""
    again: bool
    """The same was announced before; no owner is notified twice."""


class MomentPassedError(Exception):
    """An area cannot be cleared by a moment that is not to come. Nothing was announced."""


def announce(office: Office, acting: Acting, area: FloodArea, clear_by: datetime) -> Announced:
    """Announce until when an area must be cleared; the worker notifies the owners.

    Raise `MomentPassedError`, and what `perform` raises.
    """
    arguments = Arguments(area.value)
    return perform(
        office, acting, "flood.announce", arguments, lambda c: _announce(c, area, clear_by, office.clock.now())
    )


def _announce(connection: Connection, area: FloodArea, clear_by: datetime, now: datetime) -> Announced:
    if clear_by <= now:
        raise MomentPassedError
    hold_lock(connection, Lock.FLOOD)
    known = flood.announced(connection, area, clear_by)
    if known is None:
        alert = secrets.token_hex(16)
        flood.add(connection, alert, area, clear_by, now)
        outbox.put(connection, outbox.Kind.FLOOD, alert, now)
    return Announced(flood.count_concerned(connection, area, taipei_date(now)), known is not None)


def tell(context: Context, item: Item) -> None:
    """Notify every owner who was not notified of an alert yet, in batches; after its deadline, none."""
    with context.database.read() as connection:
        alert = flood.alert(connection, item.subject)
        # All at once: to find the next ones again and again would be to read all of them again and again.
        left = flood.concerned(connection, FloodArea(alert.area), taipei_date(context.clock.now()))
    for begin in range(0, len(left), BATCH):
        if context.clock.now() >= alert.clear_by:
            break
        some = left[begin : begin + BATCH]
        context.database.run(partial(_tell_some, context=context, item=item, alert=alert, some=some))
    context.database.run(lambda connection: outbox.finish(connection, item, context.clock.now()))


def _tell_some(connection: Connection, context: Context, item: Item, alert: Row[Any], some: Sequence[str]) -> None:
    """Notify those of some owners who were not notified yet and whom it still concerns."""
    hold_lock(connection, Lock.FLOOD)
    now, area = context.clock.now(), FloodArea(alert.area)
    outbox.keep(connection, item, now)
    rows = flood.not_warned(connection, alert.id, area, taipei_date(now), some)
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

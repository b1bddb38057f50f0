"""Payment reminders (繳費提醒): three days before a ticket is due, in the hours that its owner chose.

Whatever was not reminded of on that day, because a service began later or the backend stood still, is reminded of on a
later one, up to the day it is due. A ticket is reminded of once, and a vehicle once a day. No one is reminded of what
a payment holds, nor of what has become a notice: that comes by mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row

from kiosk.backend.context import Context
from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.messages import owner_log, owner_texts, texts
from kiosk.backend.registers import bills as bill_service
from kiosk.backend.store.locks import Lock, hold_lock
from kiosk.backend.vehicles.statements import reminders
from kiosk.domain.dates import TAIPEI, taipei

DAYS_BEFORE = 3

BATCH = 100
"""Vehicles in one unit of work."""


def send_due(context: Context) -> int:
    """Have every reminder sent that is due at this hour; return how many. Asked again, nothing is sent twice.

    Raise what `Database.run` raises, with some of them on their way.
    """
    now = taipei(context.clock.now())
    sent, after = 0, ""
    while True:
        with context.database.read() as connection:
            # Without the write lock: nearly always there is no reminder to send.
            found = _vehicles(connection, now, after)
        if not found:
            return sent
        sent += context.database.run(partial(_remind, context=context, now=now, after=after))
        after = found[-1].id


def _remind(connection: Connection, context: Context, now: datetime, after: str) -> int:
    hold_lock(connection, Lock.REMINDERS)
    vehicles = _vehicles(connection, now, after)
    return sum(_remind_of(connection, context, vehicle, now) for vehicle in vehicles)


def _remind_of(connection: Connection, context: Context, vehicle: Row[Any], now: datetime) -> bool:
    """Send one vehicle's reminder; return False if all of it was paid, or is being paid, at this very moment."""
    numbers = reminders.tickets_of(connection, vehicle, now.date(), _last_due(now))
    owed = bill_service.bills_by_number(connection, numbers, context.clock).bills if numbers else ()
    if not owed:
        return False
    dollars, due = sum(map(bill_service.by_any_means, owed)), min(bill.pay_by for bill in owed)
    texts.queue(
        connection,
        context,
        kind=TextKind.REMINDER,
        mobile=vehicle.mobile,
        text=owner_texts.reminder(vehicle.plate, len(owed), dollars, due, context.terms.help_phone, vehicle.language),
        dedup_key=f"reminder:{vehicle.id}:{now:%F}",
        valid_until=datetime.combine(now.date(), time(vehicle.end_hour), TAIPEI),
    )
    owner_log.tell(
        connection,
        vehicle.owner_id,
        "reminder",
        now,
        {"plate": vehicle.plate, "count": str(len(owed)), "amount": str(dollars), "due": f"{due:%m/%d}"},
    )
    reminders.remember(connection, vehicle.id, [bill.number for bill in owed], now.date())
    return True


def _vehicles(connection: Connection, now: datetime, after: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the next vehicles to be reminded of, one row each."""
    return reminders.vehicles(connection, now, _last_due(now), after, BATCH)


def _last_due(now: datetime) -> date:
    return now.date() + timedelta(days=DAYS_BEFORE)

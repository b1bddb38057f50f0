"""Payment reminders (繳費提醒): three days before a ticket is due, in the hours that its owner chose.

Whatever was not reminded of on that day, because a service began later or the backend stood still, is reminded of on a
later one, up to the day it is due. A ticket is reminded of once, and a vehicle once a day. Nobody is reminded of what
a payment holds, nor of what has become a notice: that comes by mail.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, exists, insert, literal_column, select

from kiosk.backend.context import Context
from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.messages import owner_log, owner_texts, texts
from kiosk.backend.owners.tables import owners
from kiosk.backend.registers import bills as bill_service
from kiosk.backend.store.locks import Lock, alone
from kiosk.backend.store.tables import HELD_HERE, tickets
from kiosk.backend.vehicles import vehicle_services
from kiosk.backend.vehicles.tables import binding_services, bindings, ticket_reminders
from kiosk.domain.dates import TAIPEI, taipei
from kiosk.domain.service import ServiceKind

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
            # Without the write lock: nearly always there is nobody to remind.
            found = connection.execute(_vehicles(now, after)).all()
        if not found:
            return sent
        sent += context.database.run(partial(_remind, context=context, now=now, after=after))
        after = found[-1].id


def _remind(connection: Connection, context: Context, now: datetime, after: str) -> int:
    alone(connection, Lock.REMINDERS)
    vehicles = connection.execute(_vehicles(now, after)).all()
    return sum(_remind_of(connection, context, vehicle, now) for vehicle in vehicles)


def _remind_of(connection: Connection, context: Context, vehicle: Row[Any], now: datetime) -> bool:
    """Send one vehicle's reminder; return False if all of it was paid, or is being paid, at this very moment."""
    numbers = connection.scalars(
        select(tickets.c.number).where(
            tickets.c.plate == vehicle.plate,
            tickets.c.vehicle_type == vehicle.vehicle_type,
            _due(now),
            _open(vehicle.id),
        )
    ).all()
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
    connection.execute(
        insert(ticket_reminders),
        [{"ticket_number": bill.number, "binding_id": vehicle.id, "day": now.date()} for bill in owed],
    )
    return True


def _vehicles(now: datetime, after: str) -> Select[Any]:
    """Select the next vehicles to be reminded of, one row each."""
    today = now.date()
    told_today = exists().where(ticket_reminders.c.binding_id == bindings.c.id, ticket_reminders.c.day == today)
    owing = exists().where(
        tickets.c.plate == bindings.c.plate,
        tickets.c.vehicle_type == bindings.c.vehicle_type,
        _due(now),
        _open(bindings.c.id),
    )
    return (
        select(
            bindings.c.id,
            bindings.c.owner_id,
            bindings.c.plate,
            bindings.c.vehicle_type,
            owners.c.mobile,
            owners.c.language,
            binding_services.c.end_hour,
        )
        .join(binding_services, binding_services.c.binding_id == bindings.c.id)
        .join(owners, owners.c.id == bindings.c.owner_id)
        .where(
            bindings.c.id > after,
            vehicle_services.holds(ServiceKind.REMINDER, today),
            binding_services.c.start_hour <= now.hour,
            binding_services.c.end_hour > now.hour,
            owners.c.closed_at.is_(None),
            ~told_today,
            owing,
        )
        .order_by(bindings.c.id)
        .limit(BATCH)
    )


def _due(now: datetime) -> Any:
    return and_(
        # As a literal: SQLite uses the index of unpaid tickets only where it sees the word itself.
        tickets.c.status == literal_column("'owed'"),
        tickets.c.notice_number.is_(None),
        tickets.c.due_on.between(now.date(), now.date() + timedelta(days=DAYS_BEFORE)),
        ~exists().where(HELD_HERE),
    )


def _open(binding_id: Any) -> Any:
    return ~exists().where(
        ticket_reminders.c.ticket_number == tickets.c.number, ticket_reminders.c.binding_id == binding_id
    )

"""Statements of the dunning job. The caller holds the advisory lock `Lock.DUNNING`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    String,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    select,
    tuple_,
    update,
)

from kiosk.backend.registers.statements.tickets import HELD_HERE, lock
from kiosk.backend.registers.tables import notices, tickets
from kiosk.domain.ticket import Stage

# As a literal: SQLite uses the index of what is owed without a notice only where it sees the word itself.
_OWED = tickets.c.status == literal_column("'owed'")
_WITHOUT_NOTICE = and_(_OWED, tickets.c.notice_number.is_(None))
_VEHICLE = tuple_(tickets.c.plate, tickets.c.vehicle_type)
_HELD = exists().where(HELD_HERE)
_MOST = bindparam("most", type_=Integer)

# Made once: the job asks them for each batch, and the demo for each night of half a year.
_LATE = (
    select(notices.c.number, notices.c.stage, notices.c.issued_on, notices.c.pay_by)
    .where(
        notices.c.stage.in_(bindparam("stages", expanding=True)),
        notices.c.pay_by <= bindparam("pay_by"),
        notices.c.number > bindparam("after"),
        exists().where(tickets.c.notice_number == notices.c.number, _OWED),
    )
    .order_by(notices.c.number)
    .limit(_MOST)
)
_MEMBERS = tickets.c.notice_number.in_(bindparam("notices", expanding=True))
_HELD_NOTICES = select(tickets.c.notice_number).where(_MEMBERS, _HELD)
_CHANGE = update(notices).where(notices.c.number == bindparam("of"), notices.c.stage == bindparam("was"))
_WITH_OVERDUE = (
    select(tickets.c.plate, tickets.c.vehicle_type)
    .where(
        _WITHOUT_NOTICE,
        tickets.c.due_on <= bindparam("due_by"),
        tuple_(bindparam("plate", type_=String), bindparam("type", type_=String)) < _VEHICLE,
    )
    .distinct()
    .order_by(tickets.c.plate, tickets.c.vehicle_type)
    .limit(_MOST)
)
# From the first to the last of them: for only a list of pairs, SQLite reads everybody's.
_THEIRS = and_(
    _WITHOUT_NOTICE,
    tuple_(bindparam("first_plate", type_=String), bindparam("first_type", type_=String)) <= _VEHICLE,
    tuple_(bindparam("last_plate", type_=String), bindparam("last_type", type_=String)) >= _VEHICLE,
    _VEHICLE.in_(bindparam("vehicles", expanding=True)),
    tickets.c.due_on < bindparam("before"),
)
_OVERDUE = (
    select(tickets.c.plate, tickets.c.vehicle_type, tickets.c.due_on, tickets.c.number, _HELD.label("held"))
    .where(_THEIRS)
    .order_by(tickets.c.plate, tickets.c.vehicle_type, tickets.c.due_on, tickets.c.number)
)
_LAST = select(func.max(notices.c.number))
_ADD = insert(notices)
_JOIN = (
    update(tickets)
    .where(tickets.c.number == bindparam("of"), _WITHOUT_NOTICE)
    .values(notice_number=bindparam("notice"))
)


def late_notices(
    connection: Connection, stages: Sequence[Stage], pay_by: date, after: str, most: int
) -> Sequence[Row[str, str, date, date]]:
    """Return the next notices to be paid up to a day of which a ticket is owed: number, stage, day of issue, last day.

    In the order of their numbers.
    """
    asked = {"stages": stages, "pay_by": pay_by, "after": after, "most": most}
    return connection.execute(_LATE, asked).all()


def lock_notices(connection: Connection, numbers: Sequence[str]) -> set[str]:
    """Lock the tickets of notices to the end of the transaction; return the notices of which a payment holds one."""
    lock(connection, _MEMBERS, notices=numbers)
    return set(connection.scalars(_HELD_NOTICES, {"notices": numbers}))


def change_notices(connection: Connection, changes: Sequence[Mapping[str, Any]]) -> None:
    """Change notices: in each change, `of` is the number, `was` the stage until now, and the rest are columns."""
    if changes:
        connection.execute(_CHANGE, changes)


def vehicles_with_overdue(
    connection: Connection, due_by: date, after: tuple[str, ...], most: int
) -> Sequence[tuple[str, str]]:
    """Return the next vehicles, as plate and type, that owe a ticket without a notice which was due up to a day."""
    plate, type_ = after
    rows = connection.execute(_WITH_OVERDUE, {"due_by": due_by, "plate": plate, "type": type_, "most": most})
    return [(plate, vehicle_type) for plate, vehicle_type in rows]


def lock_overdue(
    connection: Connection, vehicles: Sequence[tuple[str, str]], before: date
) -> Sequence[Row[str, str, date, str, bool]]:
    """Lock the tickets without a notice of these vehicles, in order, which were due before a day, and return them.

    With plate, type, due date, number, and `held`: whether a payment holds it; in the order of the first four.
    """
    (first_plate, first_type), (last_plate, last_type) = vehicles[0], vehicles[-1]
    theirs = {
        "first_plate": first_plate,
        "first_type": first_type,
        "last_plate": last_plate,
        "last_type": last_type,
        "vehicles": vehicles,
        "before": before,
    }
    lock(connection, _THEIRS, **theirs)
    return connection.execute(_OVERDUE, theirs).all()


def last_notice(connection: Connection) -> str | None:
    """Return the highest number of a notice, None while there is none."""
    last: str | None = connection.scalar(_LAST)
    return last


def add_notices(
    connection: Connection, made: Sequence[Mapping[str, Any]], members: Sequence[Mapping[str, str]]
) -> None:
    """Write notices down, and of their tickets (`of`) in which `notice` each stands."""
    if made:
        connection.execute(_ADD, made)
        connection.execute(_JOIN, members)

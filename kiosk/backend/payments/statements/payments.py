"""Statements about payments and the steps of their lives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from kiosk.backend.payments.tables import payment_events, payments
from kiosk.backend.store.prepared import Prepared, Row
from kiosk.backend.store.rows import ensure

_ADD_EVENT = Prepared(insert(payment_events).inline(), ("payment_id", "version", "event", "state", "at"))
_HAPPENED = Prepared(
    select(payment_events.c.sequence)
    .where(payment_events.c.payment_id == bindparam("payment"), payment_events.c.event == bindparam("event"))
    .limit(1)
)
_MOVE = update(payments).where(
    payments.c.id == bindparam("held_id"),
    payments.c.state == bindparam("held_state"),
    payments.c.version == bindparam("held_version"),
)


def add(connection: Connection, **columns: Any) -> bool:
    """Write a payment down; return False, with nothing written, if its id, number or code is taken."""
    return ensure(connection, payments, **columns)


def find(connection: Connection, columns: tuple[str, ...], where: Mapping[str, str], *, lock: bool) -> Row | None:
    """Return these columns of the payment with these values, None if there is none.

    With `lock`, its row is locked to the end of the transaction (`FOR UPDATE`).
    """
    return _finding(columns, tuple(where), lock).first(connection, **where)


@cache
def _finding(columns: tuple[str, ...], where: tuple[str, ...], lock: bool, /) -> Prepared:
    query = select(*(payments.c[name] for name in columns))
    query = query.where(*(payments.c[name] == bindparam(name) for name in where))
    return Prepared(query.with_for_update() if lock else query)


def move(connection: Connection, id: str, state: str, version: int, values: Mapping[str, Any]) -> bool:
    """Change a payment that the caller has locked; return False if it has not this state and version any more."""
    held = {"held_id": id, "held_state": state, "held_version": version}
    return _moving(tuple(values)).run(connection, **values, **held) == 1


@cache
def _moving(columns: tuple[str, ...], /) -> Prepared:
    return Prepared(_MOVE, columns)


def add_event(connection: Connection, **columns: Any) -> None:
    """Write a step of a payment's life down."""
    _ADD_EVENT.run(connection, **columns)


def happened(connection: Connection, payment_id: str, event: str) -> bool:
    """Say whether an event has happened to a payment."""
    return _HAPPENED.first(connection, payment=payment_id, event=event) is not None


def count_without_outcome(connection: Connection, states: Sequence[str], before: datetime) -> int:
    """Return how many payments are in one of these states though their time was over at a moment."""
    without = payments.c.state.in_(states), payments.c.expires_at <= before
    return connection.scalar(select(func.count()).select_from(payments).where(*without)) or 0

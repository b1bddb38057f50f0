"""Statements that count: by index, from midnight on, and never a column that names anybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, func, select, type_coerce

from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.messages.tables import text_messages
from kiosk.backend.office.tables import offices
from kiosk.backend.payments.tables import payments
from kiosk.backend.store.types import to_micros
from kiosk.backend.terminals.tables import terminals
from kiosk.domain.payment import PaymentState

_HOUR = 3_600_000_000
"""Microseconds, in which the store keeps moments."""

Rows = Sequence[Row[*tuple[Any, ...]]]


def payments_begun(connection: Connection, since: datetime) -> Rows:
    """Return hours since `since`, office, its English name, state and count of the payments begun from then on.

    A payment's time is over after it was begun, never before: by its end it is found in the index, whatever its state.
    """
    begun = type_coerce(payments.c.created_at, BigInteger)
    hour = ((begun - to_micros(since)) // _HOUR).label("hour")
    office = func.coalesce(offices.c.name, terminals.c.office).label("office")
    keys = hour, office, offices.c.name_en, payments.c.state
    return connection.execute(
        select(*keys, func.count().label("many"))
        .join_from(payments, terminals, terminals.c.id == payments.c.terminal_id)
        .join(offices, offices.c.code == terminals.c.office_code, isouter=True)
        .where(
            payments.c.state.in_([state.value for state in PaymentState]),
            payments.c.expires_at >= since,
            payments.c.created_at >= since,
        )
        .group_by(*keys)
    ).all()


def codes_made(connection: Connection, since: datetime) -> Rows:
    """Return gateway (empty for none), state and count of the messages with a code made from a moment on, and meant.

    What was made since was changed since: that has the index. Grouped by the column as it is, SQLite reads the whole
    table in the order of the gateways' index instead.
    """
    keys = func.coalesce(text_messages.c.gateway, "").label("company"), text_messages.c.state
    return connection.execute(
        select(*keys, func.count().label("many"))
        .where(
            text_messages.c.changed_at >= since,
            text_messages.c.made_at >= since,
            text_messages.c.kind == TextKind.CODE.value,
            text_messages.c.silent == 0,
        )
        .group_by(*keys)
        .order_by(*keys)
    ).all()

"""Statements about payments whose time is over and that have not ended yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select

from kiosk.backend.payments.payment_records import TIMED
from kiosk.backend.payments.tables import payment_tickets, payments
from kiosk.backend.store.prepared import Prepared

_OVERDUE = or_(*(payments.c.state == state.value for state in sorted(TIMED))) & (
    payments.c.expires_at <= bindparam("now")
)
_HOLDERS = (
    select(payments.c.id)
    .join(payment_tickets, payment_tickets.c.payment_id == payments.c.id)
    .where(
        payment_tickets.c.ticket_number.in_(bindparam("tickets", expanding=True)),
        payment_tickets.c.holds == 1,
        _OVERDUE,
    )
    .distinct()
    .order_by(payments.c.id)
)
_OLDEST = Prepared(select(payments.c.id).where(_OVERDUE).order_by(payments.c.expires_at).limit(bindparam("at_most")))


def holders(connection: Connection, tickets: Sequence[str], now: datetime) -> Sequence[str]:
    """Return the overdue payments that hold one of these tickets, in the order of their ids."""
    return connection.scalars(_HOLDERS, {"tickets": tickets, "now": now}).all()


def oldest(connection: Connection, now: datetime, at_most: int) -> list[str]:
    """Return the overdue payments, the longest overdue first."""
    return [id for (id,) in _OLDEST.all(connection, now=now, at_most=at_most)]

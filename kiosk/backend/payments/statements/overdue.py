"""Statements about payments whose time is over and that have not ended yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select

from kiosk.backend.domain.payment import TIMED
from kiosk.backend.payments.tables import payments
from kiosk.backend.store.prepared import Prepared

OVERDUE = or_(*(payments.c.state == state.value for state in sorted(TIMED))) & (
    payments.c.expires_at <= bindparam("now")
)
"""The condition that a payment's time was over at a moment, `now`, and that it has not ended."""
_OLDEST = Prepared(select(payments.c.id).where(OVERDUE).order_by(payments.c.expires_at).limit(bindparam("at_most")))


def oldest(connection: Connection, now: datetime, at_most: int) -> list[str]:
    """Return the overdue payments, the longest overdue first."""
    return [id for (id,) in _OLDEST.all(connection, now=now, at_most=at_most)]

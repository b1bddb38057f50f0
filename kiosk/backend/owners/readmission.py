"""Letting a number have codes again, whose owner has come to the counter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, update

from kiosk.backend.messages import owner_log
from kiosk.backend.owners import owners
from kiosk.backend.proof import code_limits
from kiosk.backend.proof.tables import code_failures, code_numbers


def readmit(connection: Connection, mobile: str, now: datetime) -> bool:
    """Forget a number's wrong codes, its owner having come to the counter; return whether there were any.

    What was sent is not forgotten: messages cost, and the counter proves who somebody is, not that they need ten.
    """
    code_limits.hold_number(connection, mobile)
    forgotten = connection.execute(delete(code_failures).where(code_failures.c.mobile == mobile)).rowcount
    connection.execute(
        update(code_numbers).where(code_numbers.c.mobile == mobile).values(paused_until=None, long_paused_until=None)
    )
    owner_id = owners.id_of(connection, mobile)
    if forgotten and owner_id is not None:
        owner_log.tell(connection, owner_id, "readmitted", now)
    return bool(forgotten)

"""Letting a number have codes again, whose owner has come to the counter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.messages import owner_log
from kiosk.backend.owners import owners
from kiosk.backend.proof import code_limits
from kiosk.backend.proof.statements import counts
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, Office, perform


def readmit(office: Office, acting: Acting, mobile: str) -> bool:
    """Forget a number's wrong codes, its owner having come to the counter; return whether there were any.

    What was sent is not forgotten: messages cost, and the counter proves identity, not that ten messages are needed.
    The audit names the account that has the number, and nothing where none has it. Raise what `perform` raises.
    """
    with office.database.read() as connection:
        owner_id = owners.id_of(connection, mobile)
    arguments = Arguments(owner_id)
    return perform(office, acting, "owner.readmit", arguments, lambda c: _readmit(c, mobile, office.clock.now()))


def _readmit(connection: Connection, mobile: str, now: datetime) -> bool:
    code_limits.hold_number(connection, mobile)
    forgotten = counts.forget_wrong(connection, mobile)
    counts.end_pauses(connection, mobile)
    owner_id = owners.id_of(connection, mobile)
    if forgotten and owner_id is not None:
        owner_log.tell(connection, owner_id, "readmitted", now)
    return bool(forgotten)

"""Turns: something that all processes of an installation together do once in a while, such as calling a city.

They are noted in the database: they hold across workers, replicas and restarts.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from kiosk.backend.ground.tables import allowances
from kiosk.backend.store.locks import Lock, hold_lock

_USE = "turn"
_MOST_AHEAD = timedelta(minutes=10)
"""A turn further ahead than this was noted by a clock that has been set back since."""


def take_turn(connection: Connection, what: str, pause: timedelta, now: datetime) -> datetime:
    """Return when it is the caller's turn, now or later, and note that the next one is a pause after it.

    `what` is anything but a person: of the row that notes it, nothing is left a day after its last turn.
    """
    hold_lock(connection, Lock.TURNS)
    subject = hashlib.sha256(what.encode()).hexdigest()
    here = (allowances.c.subject == subject) & (allowances.c.use == _USE)
    following = connection.scalar(select(func.max(allowances.c.since)).where(here))
    mine = following if following is not None and now < following < now + _MOST_AHEAD else now
    connection.execute(delete(allowances).where(here))
    connection.execute(insert(allowances).values(subject=subject, use=_USE, since=mine + pause, used=1))
    return mine

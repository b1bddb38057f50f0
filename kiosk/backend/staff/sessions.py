"""Sessions of the staff: 256 random bits, of which only the hash is kept, worth nothing at another desk.

A session ends when nothing is asked for five minutes, after twelve hours, by signing out, and at once when the
account is suspended or its roles change. A clock that is set back prolongs nothing: moments are compared, not counted.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.demands import FRESH
from kiosk.backend.staff.roles import permissions_of
from kiosk.backend.staff.statements import accounts, sessions
from kiosk.contract.desk.session import DeskStanding, StaffRole
from kiosk.contract.problems import ProblemKind

IDLE = timedelta(minutes=5)
LONGEST = timedelta(hours=12)
KEPT = timedelta(days=180)
"""How long it is kept that somebody was signed in."""

_USED_AGAIN = timedelta(seconds=15)
_KEY = re.compile(r"[A-Za-z0-9_-]{43}\Z")


def desk_hash(key: str) -> str:
    """Return what is kept of a desk's own key; raise `Refusal` (`UNAUTHENTICATED`) for what can be none."""
    if not _KEY.match(key):
        raise Refusal(ProblemKind.UNAUTHENTICATED)
    return _hash(key)


def begin(connection: Connection, staff_id: str, desk: str, counter: str, now: datetime) -> str:
    """Sign somebody in at a desk, given by its hash, and return the token; it is kept nowhere."""
    token = secrets.token_urlsafe(32)
    sessions.begin(
        connection,
        token_hash=_hash(token),
        staff_id=staff_id,
        desk_hash=desk,
        counter=counter,
        began_at=now,
        used_at=now,
        ends_at=now + LONGEST,
        factor_at=now,
    )
    return token


def find(context: Context, desk: str, token: str) -> Acting:
    """Return who acts by a token at a desk, given by its hash, and note the use; raise `Refusal` (`SESSION_OVER`)."""
    token_hash = _hash(token)
    with context.database.read() as connection:
        acting, used_at = _found(connection, desk, token_hash, now := context.clock.now())
    if now - used_at >= _USED_AGAIN:
        context.database.run(lambda connection: sessions.note(connection, token_hash, used_at=now))
    return acting


def standing(context: Context, desk: str, acting: Acting) -> DeskStanding:
    """Return how somebody stands, as it travels; raise `Refusal` (`SESSION_OVER`)."""
    now = context.clock.now()
    with context.database.read() as connection:
        row = sessions.find(connection, acting.session, desk, now, now - IDLE)
        if row is None:
            raise Refusal(ProblemKind.SESSION_OVER)
        held = _roles(connection, row.id, now)
    return DeskStanding(
        name=row.name,
        display_name=row.display_name,
        office=row.office,
        office_en=row.office_en,
        roles=tuple(sorted(held)),
        permissions=tuple(sorted(permissions_of(held))),
        idle_in=IDLE.total_seconds(),
        ends_in=(row.ends_at - now).total_seconds(),
        factor_fresh_in=max(0.0, (row.factor_at + FRESH - now).total_seconds()),
        as_of=now,
    )


def acting_of(connection: Connection, desk: str, token: str, now: datetime) -> Acting:
    """Return who acts by a token that was given out in this transaction."""
    return _found(connection, desk, _hash(token), now)[0]


def note_factor(connection: Connection, acting: Acting, now: datetime) -> None:
    """Note that somebody has given the second factor again."""
    sessions.note(connection, acting.session, factor_at=now, used_at=now)


def end(connection: Connection, acting: Acting, now: datetime) -> None:
    """Sign out; doing it twice is harmless."""
    sessions.end(connection, acting.session, now)


def end_all(connection: Connection, staff_id: str, now: datetime) -> None:
    """End every session of somebody."""
    sessions.end_all(connection, staff_id, now)


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget sessions that ended half a year ago; return how many."""
    return sessions.forget(connection, now - KEPT)


def _found(connection: Connection, desk: str, token_hash: str, now: datetime) -> tuple[Acting, datetime]:
    row = sessions.find(connection, token_hash, desk, now, now - IDLE)
    if row is None:
        raise Refusal(ProblemKind.SESSION_OVER)
    acting = Acting(
        who=row.name,
        staff_id=row.id,
        display_name=row.display_name,
        roles=_roles(connection, row.id, now),
        office=row.office,
        counter=row.counter,
        factor_at=row.factor_at,
        session=token_hash,
    )
    return acting, row.used_at


def _roles(connection: Connection, staff_id: str, now: datetime) -> frozenset[StaffRole]:
    return frozenset(map(StaffRole, accounts.roles_of(connection, staff_id, now)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
